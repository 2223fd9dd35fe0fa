/** The text that is being written, kept over a reload. */

import { useEffect, useRef, useState } from "react";

/**
 * A text that survives a reload, kept for each chat in this browser.
 *
 * While a message is under way its text stays kept, in case the page is reloaded before the server
 * has taken it. A new chat that gets its id (same `view`, other `key`) takes its text along.
 *
 * @param {string} key
 * @param {number} view
 * @param {boolean} underWay
 * @returns {[string, (next: string | ((now: string) => string)) => void]}
 */
export function useDraft(key, view, underWay) {
  const [draft, setDraft] = useState({ key: "", view: -1, text: "" });
  useEffect(() => {
    if (!key) return;
    setDraft((now) => {
      if (now.key === key) return now;
      if (now.view !== view) return { key, view, text: localStorage.getItem(key) ?? "" };
      localStorage.removeItem(now.key);
      return { ...now, key };
    });
  }, [key, view]);
  useEffect(() => {
    if (!draft.key || underWay) return;
    if (draft.text) localStorage.setItem(draft.key, draft.text);
    else localStorage.removeItem(draft.key);
  }, [draft, underWay]);
  // Another tab with the same chat may have let go of what is kept: what is written here stays.
  const newest = useRef(draft);
  useEffect(() => {
    newest.current = draft;
  });
  useEffect(() => {
    const keep = () => {
      if (newest.current.key && newest.current.text) localStorage.setItem(newest.current.key, newest.current.text);
    };
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, []);
  const [setText] = useState(
    () => /** @param {string | ((now: string) => string)} next */ (next) =>
      setDraft((now) => ({ ...now, text: typeof next === "function" ? next(now.text) : next })),
  );
  return [draft.text, setText];
}
