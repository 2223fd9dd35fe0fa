/** How much may be written; a character is a code point, as the server counts. */

import { say } from "../words.js";

export const LONGEST = 5000;
const WARN_FROM = 4500;

/** Return how many characters a message has without the blanks around it. @param {string} text */
export function lengthOf(text) {
  return Array.from(text.trim()).length;
}

/** Return why a message of this length cannot be sent, in words; "" when it can. @param {number} length */
export function tooLong(length) {
  return length > LONGEST ? say("composer-too-long", { count: length - LONGEST, most: LONGEST }) : "";
}

/** Return how many characters are left, in words, once there are few. @param {number} length */
export function room(length) {
  return length >= WARN_FROM && length <= LONGEST ? say("composer-room", { count: LONGEST - length }) : "";
}
