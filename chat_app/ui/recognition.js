/** The API's English, found again in the catalogue: what `chat_app/words/recognition.py` is on the server. */

import { FluentResource } from "@fluent/bundle";
import english from "../words/en.ftl?raw";
import { language, say } from "./words.js";

const PREFIX = "error-";
const FIGURE = /^\d{1,3}(,\d{3})*$/;

/** A text, or the name of what is put in. @typedef {{text: string, isName: boolean}} Part */

/** @type {[id: string, pattern: RegExp][] | undefined} */
let known;

/**
 * Return what the API says in English, an error above all, in the reader's language.
 * What the catalogue does not know stays as it is.
 *
 * @param {string} sentence
 */
export function translated(sentence) {
  if (language === "en") return sentence;
  known ??= patterns();
  for (const [id, pattern] of known) {
    const found = pattern.exec(sentence);
    if (found) {
      return say(id, Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, value(text)])));
    }
  }
  return sentence;
}

/** @param {string} text */
function value(text) {
  return FIGURE.test(text) ? Number(text.replaceAll(",", "")) : text;
}

/** @returns {[id: string, pattern: RegExp][]} */
function patterns() {
  return new FluentResource(english).body
    .filter(({ id }) => id.startsWith(PREFIX))
    .flatMap((message) => spellings(message.value).map((parts) => /** @type {const} */ ([message.id, parts])))
    // What says most by itself is asked first: a sentence that is all variable would take any other.
    .sort(([, one], [, other]) => said(other) - said(one))
    .map(([id, parts]) => [id, new RegExp(`^${parts.map(expression).join("")}$`, "s")]);
}

/** The ways a message may read, by its plurals. @param {any} pattern @returns {Part[][]} */
function spellings(pattern) {
  /** @type {Part[][]} */
  let ways = [[]];
  for (const part of typeof pattern === "string" ? [pattern] : pattern) {
    /** @type {Part[][]} */
    const more =
      typeof part === "string"
        ? [[{ text: part, isName: false }]]
        : part.type === "select"
          ? part.variants.flatMap((/** @type {any} */ variant) => spellings(variant.value))
          : [[{ text: part.name, isName: true }]];
    ways = ways.flatMap((way) => more.map((one) => [...way, ...one]));
  }
  return ways;
}

/** @param {Part[]} parts */
function said(parts) {
  return parts.reduce((sum, { text, isName }) => sum + (isName ? 0 : text.length), 0);
}

/** @param {Part} part @param {number} place @param {Part[]} parts */
function expression({ text, isName }, place, parts) {
  if (!isName) return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const isFirst = parts.findIndex((part) => part.isName && part.text === text) === place;
  return isFirst ? `(?<${text}>.+?)` : `\\k<${text}>`;
}
