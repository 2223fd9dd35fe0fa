/** What the server hears and says for those who do not want the browser to. */

import { createContext } from "react";

/**
 * `transcribes`: it writes recordings down. `speaks`: it reads replies aloud, and that costs.
 *
 * @typedef {{transcribes: boolean, speaks: boolean}} Voices
 */

/** @type {Voices} */
const NONE = { transcribes: false, speaks: false };

export const Voice = createContext(NONE);
