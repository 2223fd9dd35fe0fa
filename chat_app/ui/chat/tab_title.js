/** @import {ThreadState} from "./thread.js" */

import { useEffect } from "react";
import { say } from "../words.js";

/** Call the browser's tab after the chat that is open in it. @param {ThreadState} thread */
export function useTabTitle({ chat, title, temporary }) {
  useEffect(() => {
    const name = temporary ? say("temporary-chat") : title || say("chat-new");
    if (chat !== null) document.title = `${name} · Tally`;
  }, [chat, title, temporary]);
}
