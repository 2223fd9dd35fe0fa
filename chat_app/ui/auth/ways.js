/** How people may come in here, as the operator decided; asked of the server once. */

import { useEffect, useState } from "react";

/** @typedef {{password: boolean, registration: boolean, reset_by_mail: boolean, provider: string | null}} Ways */

/** What a server lets in by that does not answer: its pages are there, and say so later. */
const USUAL = { password: true, registration: true, reset_by_mail: true, provider: null };

/** @type {Promise<Ways> | undefined} */
let asked;

/** @returns {Promise<Ways>} */
async function ask() {
  const response = await fetch("/api/auth/ways");
  return response.ok ? response.json() : USUAL;
}

/** The ways in; nothing until they are known. */
export function useWays() {
  const [ways, setWays] = useState(/** @type {Ways | undefined} */ (undefined));
  useEffect(() => {
    asked ??= ask().catch(() => USUAL);
    asked.then(setWays);
  }, []);
  return ways;
}
