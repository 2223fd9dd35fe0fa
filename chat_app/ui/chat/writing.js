/** Who is writing in the open chat, and telling the others when the reader is. */

/** @import {Person} from "../components/person.js" */

/**
 * A sign that somebody writes: id, name, and for how long it holds, in milliseconds; 0 where they no
 * longer do.
 *
 * @typedef {[id: string, name: string, holds: number]} Sign
 */

/** @typedef {Person & {until: number}} Writer `until`: when it is over unless there is another sign, in milliseconds of the epoch. */

/** So often the others are told while the reader goes on writing, in milliseconds. */
export const EVERY_MS = 3000;

/**
 * Who writes after some signs, in the order they began.
 *
 * @param {Writer[]} writers
 * @param {Sign[]} signs
 * @param {number} now In milliseconds of the epoch.
 */
export function writersAfter(writers, signs, now) {
  const told = new Map(signs.map(([id, name, holds]) => [id, { id, name, until: now + holds }]));
  const kept = writers.map((writer) => told.get(writer.id) ?? writer);
  const fresh = [...told.values()].filter(({ id }) => !writers.some((writer) => writer.id === id));
  return [...kept, ...fresh].filter(({ until }) => until > now);
}

/**
 * Make what is called with the text of the box at each change of it, and tells seldom.
 *
 * @param {(isWriting: boolean) => void} tell
 */
export function createSigns(tell) {
  let toldAt = 0;
  return /** @param {string} text @param {number} [now] */ (text, now = Date.now()) => {
    if (text.trim()) {
      if (now - toldAt < EVERY_MS) return;
      toldAt = now;
      tell(true);
    } else if (toldAt) {
      toldAt = 0;
      tell(false);
    }
  };
}
