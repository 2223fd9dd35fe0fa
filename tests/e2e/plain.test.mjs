/** A reply copied as text reads as if somebody had written it in a letter. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadParts } from "./drawing.mjs";
import { HOSTILE, MARKDOWN } from "./markdown.mjs";

const { plain } = await loadParts();

for (const [text, words] of [
  ["# A *title*\n\nSome **bold**, `code` and ~~gone~~ words\\*.", "A title\n\nSome bold, code and gone words*."],
  ["- one\n- two\n  1. a\n  2. b\n- [x] done\n- [ ] open", "• one\n• two\n  1. a\n  2. b\n☑ done\n☐ open"],
  ["3. three\n\n   more of it\n\n4. four", "3. three\n\n   more of it\n\n4. four"],
  ["| a | b |\n| - | - |\n| **1** | x\\|y |", "a\tb\n1\tx|y"],
  ["> said\n> twice\n>\n> and more", "> said\n> twice\n>\n> and more"],
  ["```py\na = 1\n\n  b\n```\n\nend", "a = 1\n\n  b\n\nend"],
  ["$$\nx^2\n$$\n\nand \\(y\\)", "x^2\n\nand y"],
  ["[here](https://x.org), <https://y.org>, [z@x.org](mailto:z@x.org)", "here (https://x.org), https://y.org, z@x.org"],
  ["see [docs][d] and ![a cat](https://x.org/c.png)\n\n[d]: https://x.org", "see docs (https://x.org) and a cat"],
  ["fact[^1]\n\n[^1]: a source", "fact[1]\n\n[1] a source"],
  ["<details>\n<summary>More</summary>\n\nH<sub>2</sub>O<br>pure\n\n</details>", "More\n\nH2O\npure"],
  ["<think>\nhm\n</think>\nSo it is.", "So it is."],
  ["a<b & c", "a<b & c"],
]) {
  test(`the words alone: ${JSON.stringify(text)}`, () => assert.equal(plain(text), words));
}

test("whatever is written has words, and soon", () => {
  for (const text of MARKDOWN) assert.ok(plain(text).length > 0, text);
  for (const [name, make] of Object.entries(HOSTILE)) assert.equal(typeof plain(make(10_000)), "string", name);
});
