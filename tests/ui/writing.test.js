/** Who is writing: as long as there are signs of it, which are given seldom. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSigns, EVERY_MS, firstSeen, writersAfter } from "../../chat_app/ui/chat/writing.js";

/** @param {{id: string}[]} writers */
const ids = (writers) => writers.map(({ id }) => id).join("");

test("a writer is one until it is over, and a new sign puts that off", () => {
  const first = writersAfter([], [["a", "Ada", 5000]], 0);
  assert.equal(ids(writersAfter(first, [], 4999)), "a");
  assert.equal(ids(writersAfter(first, [], 5000)), "");
  const again = writersAfter(first, [["a", "Ada", 5000]], 3000);
  assert.equal(ids(writersAfter(again, [], 7999)), "a");
});

test("who begins comes last, who goes on keeps the place, who stops is gone at once", () => {
  let writers = writersAfter([], [["a", "Ada", 5000]], 0);
  writers = writersAfter(writers, [["b", "Ben", 5000], ["a", "Ada", 5000]], 10);
  assert.equal(ids(writers), "ab");
  writers = writersAfter(writers, [["a", "Ada", 0], ["c", "Cy", 5000]], 20);
  assert.equal(ids(writers), "bc");
});

test("one who is told of twice is one, and the last word counts", () => {
  assert.equal(ids(writersAfter([], [["a", "Ada", 5000], ["a", "Ada", 0]], 0)), "");
  assert.equal(ids(writersAfter([], [["a", "Ada", 0], ["a", "Ada", 5000]], 0)), "a");
});

test("signs that are shown once more hold no longer than they did", () => {
  /** @type {import("../../chat_app/ui/chat/writing.js").Signs} */
  const told = { chat: "c", number: "1", signs: [["a", "Ada", 5000]] };
  const at = firstSeen(told, 1000);
  assert.equal(ids(writersAfter([], told.signs, 5999, at)), "a");
  assert.equal(firstSeen(told, 7000), at);
  assert.equal(ids(writersAfter([], told.signs, 7000, at)), "");
});

test("the others are told at the first letter, every few seconds, and when all is gone", () => {
  /** @type {boolean[]} */
  const told = [];
  const sign = createSigns((isWriting) => told.push(isWriting));
  for (let now = 100_000; now <= 100_000 + 2 * EVERY_MS; now += 50) sign("Hello", now);
  assert.deepEqual(told, [true, true, true]);
  sign("", 107_000);
  sign("", 107_001);
  assert.deepEqual(told, [true, true, true, false]);
  sign("A", 107_002);
  assert.equal(told.at(-1), true);
});

test("blanks are not worth telling", () => {
  const sign = createSigns(() => assert.fail("told"));
  for (const text of ["", " ", "\n"]) sign(text, 100_000);
});
