/** @import {Live} from "./thread.js" */

import { useEffect, useState } from "react";

/** Time between two renders of growing text, in milliseconds: smooth to read, cheap to draw. */
const FRAME_MS = 33;
/** How much of the time may go into drawing: a slow render makes the next one wait longer. */
const REST = 3;

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Show the running reply as if it arrived evenly.
 *
 * Text comes in pieces a few times a second. Each piece is laid out over the time until the next
 * one is due, so the reader sees it flow. Who asked for reduced motion sees each piece at once.
 *
 * @param {Live | null} live The running reply.
 * @param {() => void} onDone Called once all text that will ever come is shown.
 * @returns The text to show now.
 */
export function useReveal(live, onDone) {
  const [shown, setShown] = useState("");

  useEffect(() => {
    if (!live) return undefined;
    let length = live.text.length;
    let rate = 0;
    let gap = 250;
    let lastPiece = 0;
    let lastFrame = 0;
    let rest = FRAME_MS;
    let frame = 0;
    setShown(live.text);

    /** @param {number} now */
    const draw = (now) => {
      frame = 0;
      const elapsed = now - lastFrame;
      if (elapsed < rest) {
        schedule();
        return;
      }
      lastFrame = now;
      const target = live.text.length;
      length = still() ? target : Math.min(target, length + Math.max(1, rate * Math.min(elapsed, 200)));
      const started = performance.now();
      setShown(cutAt(live.text, Math.floor(length)));
      requestAnimationFrame(() => {
        rest = Math.max(FRAME_MS, REST * Math.min(performance.now() - started - 16, 150));
      });
      if (length < target) schedule();
      else if (live.whole()) onDone();
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const arrived = () => {
      const now = performance.now();
      if (lastPiece) gap = gap * 0.7 + Math.min(now - lastPiece, 1500) * 0.3;
      lastPiece = now;
      const backlog = live.text.length - length;
      rate = backlog / (live.ending ? 150 : Math.max(120, gap));
      if (!frame) lastFrame = now - FRAME_MS;
      // A hidden tab gets no frames: nothing is drawn there, so nothing needs to be slow.
      if (document.hidden) {
        length = live.text.length;
        setShown(live.text);
        if (live.whole()) onDone();
        return;
      }
      schedule();
    };
    const unsubscribe = live.subscribe(arrived);
    document.addEventListener("visibilitychange", arrived);
    if (live.whole()) arrived();
    return () => {
      unsubscribe();
      document.removeEventListener("visibilitychange", arrived);
      cancelAnimationFrame(frame);
    };
  }, [live, onDone]);

  return live ? shown : "";
}

/** Cut without splitting a surrogate pair. @param {string} text @param {number} length */
function cutAt(text, length) {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length);
}
