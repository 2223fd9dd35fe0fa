/** How much may be written; a character is a code point, as the server counts. */

import { figure } from "./charge.jsx";

const LONGEST = 5000;
const WARN_FROM = 4500;

/** Return how many characters a message has without the blanks around it. @param {string} text */
export function lengthOf(text) {
  return Array.from(text.trim()).length;
}

/** Return why a message of this length cannot be sent, in words; "" when it can. @param {number} length */
export function tooLong(length) {
  return length > LONGEST
    ? `${characters(length - LONGEST)} too many (at most ${figure(LONGEST)})`
    : "";
}

/** Return how many characters are left, in words, once there are few. @param {number} length */
export function room(length) {
  return length >= WARN_FROM && length <= LONGEST ? `${characters(LONGEST - length)} left` : "";
}

/** @param {number} count */
function characters(count) {
  return `${figure(count)} character${count === 1 ? "" : "s"}`;
}
