/** @import {Chosen} from "./attachments_shelf.js" */

import { useEffect, useState } from "react";
import { say } from "../words.js";
import { filesOf, pastedFiles } from "./attachments.js";
import { AttachIcon } from "./icons.jsx";
import "./attachments.css";

/**
 * Takes the files that are pasted or dropped anywhere on the page, and shows that they can be dropped.
 *
 * @param {{onChosen: (chosen: Chosen[]) => void}} props Stays the same from one render to the next.
 */
export function DropTarget({ onChosen }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    /** @param {DataTransfer | null} brought */
    const hasFiles = (brought) => Boolean(brought?.types.includes("Files"));
    /** @param {DragEvent} event */
    const drag = (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    };
    /** @param {DragEvent} event */
    const leave = (event) => {
      if (!event.relatedTarget) setOver(false);
    };
    /** @param {DragEvent} event */
    const drop = (event) => {
      setOver(false);
      if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      onChosen(filesOf(event.dataTransfer));
    };
    /** @param {ClipboardEvent} event */
    const paste = (event) => {
      const box = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
      const isElsewhere = event.defaultPrevented || (box && !box.closest(".tk-composer"));
      const chosen = isElsewhere ? [] : pastedFiles(event.clipboardData);
      if (!chosen.length) return;
      event.preventDefault();
      onChosen(chosen);
    };
    const listening = new AbortController();
    const { signal } = listening;
    for (const name of /** @type {const} */ (["dragenter", "dragover"])) window.addEventListener(name, drag, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("paste", paste, { signal });
    return () => listening.abort();
  }, [onChosen]);
  if (!over) return null;
  return (
    <div className="at-drop" aria-hidden="true">
      <div>
        <AttachIcon />
        <strong>{say("attach-drop")}</strong>
        <span>{say("attach-drop-hint")}</span>
      </div>
    </div>
  );
}
