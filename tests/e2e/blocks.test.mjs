/** Markdown cut into blocks is the Markdown of the whole, while it grows as well, in time that grows with its length. */

/** @import {Cut} from "../../chat_app/ui/chat/blocks.js" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadParts } from "./drawing.mjs";
import { HOSTILE, MARKDOWN, SHARDS } from "./markdown.mjs";

const { createReader, draw, drawCut, mend, splitThoughts } = await loadParts();
const LEAST = 16;

/** @param {Cut} cut */
const textOf = (cut) => cut.blocks.map((block) => block.text).join("");
// Blocks are put together without the line ends that stand between elements of one.
/** @param {Cut} cut */
const htmlOf = (cut) => drawCut(cut).replace(/\n+(?=<)/g, "");
/** @param {string} text */
const whole = (text) => createReader(Infinity).read(text, false);

/** What models write, and shards put together by chance. @param {number} rounds */
function* texts(rounds) {
  for (const text of MARKDOWN) yield text;
  let seed = 7;
  /** @param {number} below */
  const random = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let round = 0; round < rounds; round++) {
    const parts = Array.from({ length: 4 + random(60) }, () => SHARDS[random(SHARDS.length)]);
    yield parts.join("");
  }
}

test("blocks put together are the text, and drawn one by one they are the whole", () => {
  let blocks = 0;
  for (const text of texts(400)) {
    const cut = createReader(LEAST).read(text, false);
    blocks += cut.blocks.length;
    assert.equal(textOf(cut), text.trim() ? text : textOf(cut), JSON.stringify(text));
    assert.equal(htmlOf(cut), htmlOf(whole(text)), JSON.stringify(text));
  }
  assert.ok(blocks > 800, `only ${blocks} blocks: too few cuts to prove anything`);
});

test("a text that grew letter by letter is cut as if it had come at once", () => {
  for (const text of texts(80)) {
    const reader = createReader(LEAST);
    /** @type {string[]} */
    let settled = [];
    for (let end = 1; end <= text.length; end += 1 + (end % 5)) {
      const { blocks } = reader.read(text.slice(0, end), true);
      const kept = settled.every((given, at) => blocks[at]?.text === given);
      assert.ok(kept, `a settled block changed: ${JSON.stringify(text.slice(0, end))}`);
      settled = blocks.slice(0, -1).map((block) => block.text);
    }
    const grown = reader.read(text, false);
    assert.equal(htmlOf(grown), htmlOf(createReader(LEAST).read(text, false)), JSON.stringify(text));
  }
});

test("what is settled stays the very same, so that it is not drawn again", () => {
  const reader = createReader(LEAST);
  const text = MARKDOWN.join("\n\n");
  const before = reader.read(text, true).blocks;
  const after = reader.read(`${text} and more`, true).blocks;
  assert.ok(before.length > 20);
  for (const [at, block] of before.slice(0, -1).entries()) assert.equal(after[at], block);
});

test("a definition that arrives late reaches the blocks that name it, and no others", () => {
  const reader = createReader(LEAST);
  const text = "a paragraph with [a] link\n\nand another one without any\n\n";
  const before = reader.read(text, true).blocks;
  const cut = reader.read(`${text}[a]: https://x.org\n\nmore of the same words\n\nend`, true);
  assert.notEqual(cut.blocks[0], before[0]);
  assert.match(htmlOf(cut), /<p>a paragraph with <a href="https:\/\/x.org"/);
  const later = reader.read(`${text}[a]: https://x.org\n\nmore of the same words\n\nend.`, true);
  for (const [at, block] of cut.blocks.slice(0, -1).entries()) assert.equal(later.blocks[at], block);
});

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`10 KB of ${name} are drawn`, () => assert.ok(draw(make(10_000), false).length > 0));
}

for (const [given, shown] of [
  ["a **b", "a **b**"],
  ["a `b", "a `b`"],
  ["a `b` **c", "a `b` **c**"],
  ["a ``b`c", "a ``b`c``"],
  ["see [the docs](https://exa", "see the docs"],
  ["see ![a pict", "see a pict"],
  ["done **b** and", "done **b** and"],
  ["```js\nlet a = `", "```js\nlet a = `"],
  ["- one **two", "- one **two**"],
  ["| a |\n|---|\n| **b", "| a |\n|---|\n| **b**"],
  ["a **b `c`", "a **b `c`**"],
  ["a <su", "a "],
]) {
  test(`an open mark is closed: ${JSON.stringify(given)}`, () => assert.equal(mend(given), shown));
}

for (const [given, parts] of /** @type {[string, string[]][]} */ ([
  ["a\n<think>b</think>c", ["a\n", "*b", "c"]],
  ["<thinking>b\n```\n</thinking>\n<think>c", ["*b\n```\n", "*c"]],
  ["```\n<think>\n```\nthe <think> tag", ["```\n<think>\n```\nthe <think> tag"]],
])) {
  test(`thoughts are told from what is said: ${JSON.stringify(given)}`, () =>
    assert.deepEqual(splitThoughts(given).map(({ thought, text }) => (thought ? "*" : "") + text), parts));
}
