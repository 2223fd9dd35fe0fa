/** Cuts out what a model thought aloud, before anything of it is taken for Markdown. */

const OPENING = /^ {0,3}<think(?:ing)?\s*>/i;
const CLOSING = /<\/think(?:ing)?\s*>/gi;
const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/;

/**
 * Part a text into thoughts, `<think>…</think>` from the beginning of a line on, and what is said.
 *
 * What is left open in a thought could swallow the answer if both were read as one Markdown.
 *
 * @param {string} text
 * @returns {{thought: boolean, text: string}[]} A thought without an end goes to the end.
 */
export function splitThoughts(text) {
  /** @type {{thought: boolean, text: string}[]} */
  const parts = [];
  let said = 0;
  let at = 0;
  let fence = "";
  while (at < text.length) {
    const next = text.indexOf("\n", at);
    const end = next < 0 ? text.length : next + 1;
    const line = text.slice(at, end).trimEnd();
    const opening = fence ? null : OPENING.exec(line);
    if (!opening) {
      fence = fenceAfter(line, fence);
      at = end;
      continue;
    }
    if (text.slice(said, at).trim()) parts.push({ thought: false, text: text.slice(said, at) });
    CLOSING.lastIndex = at + opening[0].length;
    const closing = CLOSING.exec(text);
    parts.push({ thought: true, text: text.slice(at + opening[0].length, closing?.index) });
    said = closing ? closing.index + closing[0].length : text.length;
    at = said;
  }
  if (text.slice(said).trim()) parts.push({ thought: false, text: text.slice(said) });
  return parts;
}

/** Return what is said of a text, without the thoughts. @param {string} text */
export function withoutThoughts(text) {
  return splitThoughts(text)
    .flatMap((part) => (part.thought ? [] : [part.text.trim()]))
    .join("\n\n");
}

/**
 * The fence of code that is open behind a line, given the one before it.
 *
 * @param {string} line
 * @param {string} open
 */
function fenceAfter(line, open) {
  const mark = FENCE.exec(line)?.[1] ?? "";
  if (!open) return mark;
  return mark.startsWith(open) && line.trim() === mark ? "" : open;
}
