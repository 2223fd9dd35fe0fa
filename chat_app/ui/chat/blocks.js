/**
 * Cuts Markdown into blocks that render on their own.
 *
 * A growing text is rendered many times. Only its last block changes, so all others keep their
 * rendered result, and the work grows with the text's length, not with its square. A cut is made at
 * a blank line outside code and maths, before a line that cannot continue what stands above.
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CONTINUES = /^(\s|[-*+](\s|$)|\d{1,9}[.)](\s|$))/;
const DEFINITION = /^ {0,3}\[([^\]^][^\]]*)\]:\s+\S+.*$/;

/** Return the blocks of a text; joined they give the text back, but for reference definitions. */
export function splitBlocks(text) {
  // Footnotes tie far parts together: such a text stays whole.
  if (/\[\^[^\]]+\]/.test(text)) return [text];
  const blocks = [];
  const definitions = [];
  let lines = [];
  let fence = "";
  let maths = false;
  let blank = false;
  for (const line of text.split("\n")) {
    const opening = maths ? null : line.match(FENCE);
    if (!fence && !maths && blank && line.trim() && !CONTINUES.test(line)) {
      blocks.push(lines.join("\n"));
      lines = [];
    }
    if (fence) {
      if (opening && opening[1].startsWith(fence) && !line.trim().slice(opening[1].length)) fence = "";
    } else if (opening) {
      fence = opening[1];
    } else if (line.trim().startsWith("$$")) {
      const twice = line.trim().length > 3 && line.trim().endsWith("$$");
      if (maths || !twice) maths = !maths;
    } else if (!maths && DEFINITION.test(line)) {
      definitions.push(line);
    }
    lines.push(line);
    blank = !line.trim();
  }
  if (lines.some((line) => line.trim())) blocks.push(lines.join("\n"));
  if (!definitions.length) return blocks;
  const tail = "\n\n" + definitions.join("\n");
  return blocks.map((block) => (block.includes("[") ? block + tail : block));
}

/** Close what the running text has opened, so that no bare `**` or half a link flickers. */
export function mend(block) {
  const fences = block.split("\n").filter((line) => FENCE.test(line)).length;
  if (fences % 2) return block;
  const start = block.lastIndexOf("\n\n") + 1;
  const head = block.slice(0, start);
  let tail = block.slice(start);
  tail = tail.replace(/!?\[[^\]\n]*(\]\([^)\n]*)?$/, (half) => half.match(/^!?\[([^\]]*)/)[1]);
  if (count(tail, "`") % 2) return head + tail.replace(/`$/, "") + (tail.endsWith("`") ? "" : "`");
  tail = tail.replace(/(^|[^*])\*{1,2}$/, "$1");
  if (count(tail, "**") % 2) tail = tail.trimEnd() + "**";
  return head + tail;
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
