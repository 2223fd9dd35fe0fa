/** Who is writing in the open chat, and telling the others when the reader is. */

/** @import {Person} from "../components/person.js" */

/**
 * A sign that somebody writes: id, name, and for how long it holds, in milliseconds; 0 where they no
 * longer do.
 *
 * @typedef {[id: string, name: string, holds: number]} Sign
 */

/** @typedef {{chat: string, number: string, signs: Sign[]}} Signs All signs in a chat that hold; `number`: of the newest. */

/** @typedef {Person & {until: number}} Writer `until`: when it is over unless there is another sign, in milliseconds of the epoch. */

/** So often the others are told while the reader goes on writing, in milliseconds. */
export const EVERY_MS = 3000;

/**
 * Who writes after some signs, in the order they began.
 *
 * @param {Writer[]} writers
 * @param {Sign[]} signs
 * @param {number} now In milliseconds of the epoch.
 * @param {number} [toldAt] When the signs were told, likewise.
 */
export function writersAfter(writers, signs, now, toldAt = now) {
  const told = new Map(signs.map(([id, name, holds]) => [id, { id, name, until: toldAt + holds }]));
  const kept = writers.map((writer) => told.get(writer.id) ?? writer);
  const fresh = [...told.values()].filter(({ id }) => !writers.some((writer) => writer.id === id));
  return [...kept, ...fresh].filter(({ until }) => until > now);
}

/** @type {WeakMap<Signs, number>} */
const seen = new WeakMap();

/**
 * When signs were seen first, in milliseconds of the epoch: whoever comes back to a chat is shown
 * once more what was told last.
 *
 * @param {Signs} signs
 * @param {number} [now]
 */
export function firstSeen(signs, now = Date.now()) {
  const at = seen.get(signs) ?? now;
  seen.set(signs, at);
  return at;
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
