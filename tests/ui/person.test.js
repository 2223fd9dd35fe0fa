/** A person looks the same wherever the name stands. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { COLOURS, colourOf, initialsOf } from "../../chat_app/ui/components/person.js";

for (const [name, initials] of [
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["Ada  King,  Countess of Lovelace", "AL"],
  ["  (Ada) Lovelace  ", "AL"],
  ["Åsa Öberg", "ÅÖ"],
  ["山田太郎", "山"],
  ["👩🏽‍🚀 Ada", "👩🏽‍🚀A"],
  ["e\u0301mile zola", "E\u0301Z"],
  ["ada@example.org", "A"],
  ["3 Musketeers", "3M"],
  ["", "?"],
  [" – ", "?"],
]) {
  test(`the letters of ${JSON.stringify(name)}`, () => assert.equal(initialsOf(name), initials));
}

test("a colour depends on the id alone, however it is written", () => {
  const id = "0192f3a4-5b6c-7d8e-9f00-112233445566";
  assert.equal(colourOf(id), colourOf(id.toUpperCase()));
  assert.equal(colourOf(id), colourOf(id.replaceAll("-", "")));
});

test("people are spread over all colours", () => {
  const counts = Array.from({ length: COLOURS }, () => 0);
  for (let person = 0; person < 1200; person += 1) {
    // As ids that sort by time are: the beginning is the same.
    const id = `0192f3a4-5b6c-7d8e-9f00-${person.toString(16).padStart(12, "0")}`;
    counts[colourOf(id) - 1] += 1;
  }
  assert.ok(Math.min(...counts) > 50, `${counts}`);
});
