/**
 * Cuts Markdown into blocks that render on their own.
 *
 * A growing text is rendered many times. Only its last block changes, so all others keep their
 * rendered result, and the work grows with the text's length, not with its square. A cut is made at
 * a blank line outside code and maths, before a line that cannot continue what stands above.
 */

import { depthOf, withoutHalfTag } from "./tags.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CONTINUES = /^(\s|[-*+](\s|$)|\d{1,9}[.)](\s|$))/;
const DEFINITION = /^ {0,3}\[([^\]^][^\]]*)\]:\s+\S+.*$/;
const FOOTNOTE = /\[\^[^\]\s]+\]/;
const CODE_SPAN = /(`+)(?!`).*?(?<!`)\1(?!`)/g;

/** Give each line, whether it belongs to a fenced block of code, and whether it goes on with one. */
export function* readLines(text) {
  let fence = "";
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    const inside = Boolean(fence);
    if (!inside && mark) fence = mark;
    else if (inside && mark?.startsWith(fence) && !line.trim().slice(mark.length)) fence = "";
    yield { line, code: inside || Boolean(mark), inside };
  }
}

/** Return the blocks of a text; joined they give the text back, but for reference definitions. */
export function splitBlocks(text) {
  const blocks = [];
  const definitions = [];
  let lines = [];
  let maths = false;
  let blank = false;
  let footnotes = false;
  let depth = 0;
  for (const { line, code, inside } of readLines(text)) {
    const whole = maths || footnotes || depth > 0 || inside;
    if (!whole && blank && line.trim() && !CONTINUES.test(line)) {
      blocks.push(lines.join("\n"));
      lines = [];
    }
    if (!code) {
      const words = line.replace(CODE_SPAN, "");
      if (line.trim().startsWith("$$")) {
        const twice = line.trim().length > 3 && line.trim().endsWith("$$");
        if (maths || !twice) maths = !maths;
      } else if (!maths && DEFINITION.test(line)) {
        definitions.push(line);
      }
      // Footnotes tie far parts together: from the first on a text stays whole.
      footnotes ||= FOOTNOTE.test(words);
      depth = Math.max(0, depth + depthOf(words));
    }
    lines.push(line);
    blank = !line.trim();
  }
  if (lines.some((line) => line.trim())) blocks.push(lines.join("\n"));
  if (!definitions.length) return blocks;
  const tail = "\n\n" + definitions.join("\n");
  return blocks.map((block) => (block.includes("[") ? block + tail : block));
}

/**
 * Close what the running text has opened, so that no bare `**` or half a link flickers, and hold
 * back what may become a tag.
 */
export function mend(block) {
  if ([...readLines(block)].at(-1).code) return block;
  const start = block.lastIndexOf("\n\n") + 1;
  const head = block.slice(0, start);
  let tail = block.slice(start);
  tail = tail.replace(/!?\[[^\]\n]*(\]\([^)\n]*)?$/, (half) => half.match(/^!?\[([^\]]*)/)[1]);
  if (count(tail, "`") % 2) return head + tail.replace(/`$/, "") + (tail.endsWith("`") ? "" : "`");
  return head + ["**", "~~"].reduce(closeMark, withoutOpener(withoutHalfTag(tail)));
}

function closeMark(tail, mark) {
  const words = tail.replace(CODE_SPAN, "");
  if (count(words, mark) % 2 === 0) return tail;
  if (words.endsWith(mark)) return tail.slice(0, -mark.length);
  if (/\s/.test(words[words.lastIndexOf(mark) + mark.length])) return tail;
  const text = tail.trimEnd();
  return text + (text.endsWith(mark[0]) ? mark[0] : mark);
}

/** A last `*` that opens something has nothing to show yet. */
function withoutOpener(tail) {
  const words = tail.replace(CODE_SPAN, "").replace(/^\s*\*\s/gm, "");
  const doubles = count(words, "**");
  const opens = /(^|[^*])\*$/.test(words) && doubles % 2 === 0 && (count(words, "*") - 2 * doubles) % 2;
  return opens ? tail.slice(0, -1) : tail;
}

/** Give tags that begin or end a line room around them, so that lists and tables end there. */
export function setApart(block) {
  if (!/<\/?(details|summary)/i.test(block)) return block;
  const lines = [];
  for (const { line, code } of readLines(block)) {
    const [, prefix, rest] = /^([ \t>]*)(.*)$/.exec(line);
    if (!code && /^<\/?(details|summary)\s*>/i.test(rest)) lines.push(prefix.trimEnd());
    lines.push(line);
    if (!code && /<\/?(details|summary)\s*>\s*$/i.test(rest)) lines.push(prefix.trimEnd());
  }
  return lines.join("\n");
}

/**
 * Cut out what a model thought aloud, `<think>…</think>` on lines of its own.
 *
 * @returns {{thought: boolean, text: string}[]} A thought without an end goes to the end.
 */
export function splitThoughts(text) {
  const parts = [];
  let rest = text;
  for (let opening = opensThought(rest); opening; opening = opensThought(rest)) {
    if (rest.slice(0, opening.at).trim()) parts.push({ thought: false, text: rest.slice(0, opening.at) });
    const inner = rest.slice(opening.at + opening.length);
    const end = /<\/think(ing)?\s*>/i.exec(inner);
    parts.push({ thought: true, text: end ? inner.slice(0, end.index) : inner });
    rest = end ? inner.slice(end.index + end[0].length) : "";
  }
  if (rest.trim()) parts.push({ thought: false, text: rest });
  return parts;
}

function opensThought(text) {
  let at = 0;
  for (const { line, code } of readLines(text)) {
    const tag = code ? null : /^ {0,3}<think(ing)?\s*>/i.exec(line);
    if (tag) return { at, length: tag[0].length };
    at += line.length + 1;
  }
  return null;
}

/**
 * Tell money from maths: a `$` that opens or closes nothing is escaped, and `\(…\)` and `\[…\]`,
 * which models write as often, become `$…$` and `$$…$$`. A formula alone on its line is set apart.
 */
export function markMaths(block) {
  if (!/[$\\]/.test(block)) return block;
  return outsideCode(block, (text) =>
    text
      .replace(/(?<=^|\n)\\\[([\s\S]+?)\\\]/g, (_, inner) => `$$\n${inner.trim()}\n$$\n`)
      .replace(/\\\[([\s\S]+?)\\\]/g, (_, inner) => `$$${inner.trim()}$$`)
      .replace(/\\\((.+?)\\\)/g, (_, inner) => `$${inner.trim()}$`)
      .replace(/^([ \t]*)\$\$(\S.*?)\$\$[ \t]*$/gm, (_, indent, inner) =>
        ["$$", inner.trim(), "$$"].map((line) => indent + line).join("\n"),
      )
      .split(/(\$\$[\s\S]*?(?:\$\$|$)|(?<![\\$])\$(?=[^\s$])(?:[^$\n\\]|\\.)*?(?<=[^\s\\])\$(?![\d$]))/)
      .map((part, index) => (index % 2 ? part : part.replace(/(?<!\\)\$/g, "\\$")))
      .join(""),
  );
}

function outsideCode(text, change) {
  return text
    .split(/((?:^|\n) {0,3}(?:`{3,}|~{3,})[\s\S]*?(?:\n {0,3}(?:`{3,}|~{3,})[ \t]*(?=\n|$)|$)|`+[^`\n]*`+)/)
    .map((part, index) => (index % 2 ? part : change(part)))
    .join("");
}

function count(text, mark) {
  return text.split(mark).length - 1;
}
