/**
 * Closes what running text has opened, so that no bare `**` or half a link flickers, and holds back
 * what may become a tag.
 *
 * @import {Nodes} from "mdast"
 */

import { endEnvironment } from "./environments.js";
import { outline } from "./syntax.js";
import { withoutHalfTag } from "./tags.js";

const WORDLESS = ["code", "thematicBreak"];
const LEAVES = ["paragraph", "heading", "tableCell"];

/**
 * Mend the end of a text that still grows.
 *
 * @param {string} text
 */
export function mend(text) {
  const leaf = lastLeaf(outline(text));
  const start = leaf.position?.start.offset;
  if (start === undefined) return text;
  if (leaf.type === "math") return text.slice(0, start) + endEnvironment(text.slice(start));
  if (WORDLESS.includes(leaf.type)) return text;
  const { words, from } = wordsOf(leaf, text.slice(start), start);
  const mended = mendWords(words);
  let same = 0;
  while (same < words.length && words[same] === mended[same]) same += 1;
  // Where a span of code would have to be cut, all stays as it is.
  return same < from ? text : text.slice(0, text.length - (words.length - same)) + mended.slice(same);
}

/** @param {Nodes} node @returns {Nodes} */
function lastLeaf(node) {
  const last = "children" in node && !LEAVES.includes(node.type) ? node.children.at(-1) : undefined;
  return last ? lastLeaf(last) : node;
}

/**
 * The words of a leaf with an `x` in the place of each span of code.
 *
 * @param {Nodes} leaf
 * @param {string} source The text from the leaf on.
 * @param {number} start Where in the text that begins.
 * @returns {{words: string, from: number}} And up to where they hold code.
 */
function wordsOf(leaf, source, start) {
  let words = "";
  let from = 0;
  let at = 0;
  for (const node of "children" in leaf ? leaf.children : []) {
    if (node.type !== "inlineCode" || !node.position) continue;
    words += `${source.slice(at, (node.position.start.offset ?? 0) - start)}x`;
    from = words.length;
    at = (node.position.end.offset ?? 0) - start;
  }
  return { words: words + source.slice(at), from };
}

/** @param {string} words */
function mendWords(words) {
  const whole = withoutHalfLink(words);
  const ticks = /`+/.exec(whole)?.[0];
  if (ticks) return whole.endsWith(ticks) ? whole.slice(0, -ticks.length) : whole + ticks;
  return ["**", "~~"].reduce(closeMark, withoutOpener(withoutHalfTag(whole)));
}

/** Show of `[words](addr` the words. @param {string} words */
function withoutHalfLink(words) {
  const at = words.lastIndexOf("[");
  const half = at < 0 ? null : /^\[([^\]\n]*)(\]\([^)\n]*)?$/.exec(words.slice(at));
  if (!half) return words;
  return words.slice(0, words[at - 1] === "!" ? at - 1 : at) + half[1];
}

/** @param {string} words @param {string} mark */
function closeMark(words, mark) {
  if (count(words, mark) % 2 === 0) return words;
  if (words.endsWith(mark)) return words.slice(0, -mark.length);
  if (/\s/.test(words[words.lastIndexOf(mark) + mark.length])) return words;
  const text = words.trimEnd();
  return text + (text.endsWith(mark[0]) ? mark[0] : mark);
}

/** A last `*` that opens something has nothing to show yet. @param {string} words */
function withoutOpener(words) {
  const plain = words.replace(/^[ \t]*\*\s/gm, "");
  const doubles = count(plain, "**");
  const opens = /(^|[^*])\*$/.test(plain) && doubles % 2 === 0 && (count(plain, "*") - 2 * doubles) % 2;
  return opens ? words.slice(0, -1) : words;
}

/** @param {string} text @param {string} mark */
function count(text, mark) {
  return text.split(mark).length - 1;
}
