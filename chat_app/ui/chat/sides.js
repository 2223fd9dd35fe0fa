/**
 * On which side lists, tables and quotes stand: that of what is written in them, whatever the text
 * around is written in.
 *
 * @import {Element, Nodes} from "hast"
 */

const HOLDERS = ["ul", "ol", "table", "blockquote", "details"];
const CELLS = ["td", "th"];
/** Written from left to right wherever they stand, or not to be read at all. */
const NO_WORDS = ["code", "pre", "svg", "math", "annotation"];
const LETTER = /\p{L}/gu;
const FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;

/** @typedef {{letters: number, fromRight: number}} Tally */

/**
 * Tell each of them its side, by most of its letters.
 *
 * @param {Nodes} node
 * @returns {Tally} The letters in it.
 */
export function takeSides(node) {
  if (node.type === "text") {
    return { letters: count(node.value, LETTER), fromRight: count(node.value, FROM_RIGHT) };
  }
  const tally = { letters: 0, fromRight: 0 };
  if (!("children" in node) || (node.type === "element" && isWordless(node))) return tally;
  for (const child of node.children) {
    const { letters, fromRight } = takeSides(child);
    tally.letters += letters;
    tally.fromRight += fromRight;
  }
  if (node.type === "element" && tally.letters && [...HOLDERS, ...CELLS].includes(node.tagName)) {
    node.properties.dir = 2 * tally.fromRight > tally.letters ? "rtl" : "ltr";
  }
  return tally;
}

/** @param {Element} element */
function isWordless({ tagName, properties }) {
  const classes = properties.className;
  return NO_WORDS.includes(tagName) || (Array.isArray(classes) && classes.includes("katex"));
}

/** @param {string} text @param {RegExp} pattern */
const count = (text, pattern) => text.match(pattern)?.length ?? 0;
