import assert from "node:assert/strict";
import { test } from "node:test";
import { markMaths, mend, splitBlocks } from "../../chat_app/ui/chat/blocks.js";

test("paragraphs are blocks of their own", () => {
  assert.deepEqual(splitBlocks("one\n\ntwo\n\n# three"), ["one\n", "two\n", "# three"]);
});

for (const whole of [
  "```js\na\n\nb\n```",
  "~~~\na\n\n```\n\nb\n~~~",
  "$$\na\n\nb\n$$",
  "- a\n\n- b\n\n  c",
  "1. a\n\n2. b",
  "text[^1]\n\n[^1]: note",
]) {
  test(`what belongs together is not cut: ${JSON.stringify(whole)}`, () => {
    assert.deepEqual(splitBlocks(whole), [whole]);
  });
}

test("a growing text keeps its settled blocks", () => {
  const text = "# A\n\npara\n\n```js\nx\n\ny\n```\n\n- a\n\n- b\n\nend **bold** text\n\nlast";
  let settled = [];
  for (let length = 1; length <= text.length; length++) {
    const blocks = splitBlocks(text.slice(0, length)).slice(0, -1);
    assert.deepEqual(blocks.slice(0, settled.length), settled);
    settled = blocks;
  }
});

test("a reference is known in every block", () => {
  assert.match(splitBlocks("see [a]\n\nmore\n\n[a]: https://x.org")[0], /\[a\]: https/);
});

for (const [given, shown] of [
  ["a **b", "a **b**"],
  ["a `b", "a `b`"],
  ["see [the docs](https://exa", "see the docs"],
  ["done **b** and", "done **b** and"],
  ["```js\nlet a = `", "```js\nlet a = `"],
]) {
  test(`an open mark is closed: ${JSON.stringify(given)}`, () => assert.equal(mend(given), shown));
}

for (const [given, marked] of [
  ["costs $5 and $10", "costs \\$5 and \\$10"],
  ["$x^2$ and $y$", "$x^2$ and $y$"],
  ["a \\(x\\) b", "a $x$ b"],
  ["\\[x\\]", "$$\nx\n$$\n"],
  ["so\n$$x + y$$\nand", "so\n$$\nx + y\n$$\nand"],
  ["`$a$`", "`$a$`"],
  ["```\n$5 \\(x\\)\n```", "```\n$5 \\(x\\)\n```"],
]) {
  test(`money and maths are told apart: ${JSON.stringify(given)}`, () =>
    assert.equal(markMaths(given), marked));
}
