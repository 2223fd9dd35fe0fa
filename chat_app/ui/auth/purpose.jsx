/** @import {ReactNode} from "react" */

import { useSyncExternalStore } from "react";
import { say } from "../words.js";

/** How the addresses begin of chats that links show. */
const SHARED = "/s/";
const never = () => () => {};
const waits = () => (new URLSearchParams(location.search).get("next") ?? "").startsWith(SHARED);

/**
 * What a sign-in is for: the chat behind a link, where the visitor came by one; else what is usual.
 *
 * @param {{children: ReactNode}} props
 */
export function Purpose({ children }) {
  // The page is written beforehand, when nobody has come to it yet.
  const isForLink = useSyncExternalStore(never, waits, () => false);
  return isForLink ? say("auth-sign-in-to-shared") : children;
}
