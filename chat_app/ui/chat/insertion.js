/** Words on their way into the composer, from wherever on the page. */

import { useEffect } from "react";

/** @type {Set<(words: string) => void>} */
const takers = new Set();

/** Put words below what is being written. @param {string} words */
export function insert(words) {
  for (const take of takers) take(words);
}

/** Lead the focus to where is written, from a control that goes away. */
export function toBox() {
  /** @type {HTMLElement | null} */ (document.querySelector(".tk-composer textarea"))?.focus();
}

/**
 * Take the words that are to be inserted.
 *
 * @param {(words: string) => void} take Stays the same from one render to the next.
 */
export function useInsertions(take) {
  useEffect(() => {
    takers.add(take);
    return () => {
      takers.delete(take);
    };
  }, [take]);
}
