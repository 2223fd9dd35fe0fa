/** @import {RefObject} from "react" */

import { useEffect, useState } from "react";
import { say } from "../words.js";
import { QuoteIcon } from "./icons.jsx";
import { insert } from "./insertion.js";
import { elementOf, quotation, wordsIn } from "./passage.js";

/** Whose words can be quoted. */
const MESSAGES = ".tk-prose, .tk-bubble";
/** Room for the button above or below what is marked, in pixels. */
const HEIGHT = 44;
/** Room for half of it on either side. */
const HALF = 64;

/**
 * A button **Quote** beside what the reader has marked in a message.
 *
 * @param {{within: RefObject<HTMLElement>}} props
 */
export function QuotePassage({ within }) {
  const [place, setPlace] = useState(/** @type {{left: number, top: number} | null} */ (null));
  useEffect(() => {
    let isMarking = false;
    const look = () => {
      if (!isMarking) setPlace(placeOf(marked(within.current)));
    };
    const begin = () => {
      isMarking = true;
    };
    const end = () => {
      isMarking = false;
      // What was marked is told after the pointer has left.
      setTimeout(look);
    };
    const away = () => setPlace(null);
    document.addEventListener("selectionchange", look);
    document.addEventListener("pointerdown", begin);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    document.addEventListener("scroll", away, { capture: true, passive: true });
    return () => {
      document.removeEventListener("selectionchange", look);
      document.removeEventListener("pointerdown", begin);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      document.removeEventListener("scroll", away, { capture: true });
    };
  }, [within]);
  if (!place) return null;
  return (
    <button
      type="button"
      className="button tk-quote"
      style={place}
      onPointerDown={(event) => {
        // The press would take the marking away.
        event.preventDefault();
        event.stopPropagation();
      }}
      onClick={() => {
        quoteMarked(within.current);
        setPlace(null);
      }}
    >
      <QuoteIcon />
      {say("message-quote")}
    </button>
  );
}

/**
 * Put what is marked in a part of the page into the composer.
 *
 * @param {Element | null} within
 * @returns {boolean} Whether anything was.
 */
export function quoteMarked(within) {
  const range = marked(within);
  const words = range ? wordsIn(range) : "";
  if (!words) return false;
  insert(quotation(words));
  getSelection()?.removeAllRanges();
  return true;
}

/** What is marked, where it lies in one message. @param {Element | null} within @returns {Range | null} */
function marked(within) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const message = elementOf(range.commonAncestorContainer)?.closest(MESSAGES);
  return message && within?.contains(message) && range.toString().trim() ? range : null;
}

/** Above what is marked; below it where a finger marks, as the phone's own menu comes above. @param {Range | null} range */
function placeOf(range) {
  if (!range) return null;
  const { left, right, top, bottom } = range.getBoundingClientRect();
  const isBelow = top < 2 * HEIGHT || window.matchMedia("(pointer: coarse)").matches;
  return {
    left: Math.min(Math.max((left + right) / 2, HALF), window.innerWidth - HALF),
    top: isBelow ? Math.min(bottom + 8, window.innerHeight - HEIGHT) : top - HEIGHT,
  };
}
