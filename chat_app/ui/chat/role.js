/** What the reader is in the open chat, for whatever offers only what that one may do. */

import { createContext, useContext } from "react";

/** @typedef {"owner" | "editor" | "viewer"} Role */

/** In one's own chat, and in a new one, one is its owner. */
export const Role = createContext(/** @type {Role} */ ("owner"));

/** Whether the reader may write in the open chat. */
export const useWrites = () => useContext(Role) !== "viewer";
