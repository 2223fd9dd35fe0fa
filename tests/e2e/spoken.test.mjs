/** A message is read aloud as somebody would read it out: sentence by sentence, without code. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadParts } from "./drawing.mjs";
import { HOSTILE, MARKDOWN } from "./markdown.mjs";

const { spoken, languageOf } = await loadParts();
const SAID = { code: "code", formula: "formula" };

/** @type {[string, string[]][]} */
const CASES = [
  ["One. Two! Three?", ["One.", "Two!", "Three?"]],
  ["# A *title*\n\nSome **bold** and `code`.", ["A title", "Some bold and code."]],
  ["Look:\n\n```py\na = 1\n```\n\nDone.", ["Look:", "code.", "Done."]],
  ["- one\n- two\n  1. three", ["one", "two", "three"]],
  ["| a | b |\n| - | - |\n| 1 | 2 |", ["a, b", "1, 2"]],
  ["[here](https://x.org/a) and https://www.y.org/z?q=1", ["here and y.org"]],
  ["$$\nx^2\n$$\n\nso it is", ["formula.", "so it is"]],
  ["<think>\nhm\n</think>\nSo it is.", ["So it is."]],
  ["今日は晴れ。明日は雨。", ["今日は晴れ。", "明日は雨。"]],
  ["***\n\n!?", []],
];
for (const [text, sentences] of CASES) {
  test(`what is read out: ${JSON.stringify(text)}`, () => assert.deepEqual(spoken(text, SAID, false), sentences));
}

test("while it grows the last sentence waits for its end, and those before it stay", () => {
  const text = "The tide comes in. The tide goes out.\n\n```py\nx = 1\n```\n\nThat is all there is.";
  const whole = spoken(text, SAID, false);
  for (let length = 1; length < text.length; length += 1) {
    const soFar = spoken(text.slice(0, length), SAID, true);
    assert.deepEqual(soFar, whole.slice(0, soFar.length), text.slice(0, length));
  }
});

test("what is too long for a voice is cut, and nothing is lost", () => {
  const text = `${"a word, ".repeat(100)}end.`;
  const pieces = spoken(text, SAID, false);
  assert.ok(pieces.every((piece) => piece.length <= 240));
  assert.equal(pieces.join(" "), text);
  assert.equal(spoken("x".repeat(1000), SAID, false).join(""), "x".repeat(1000));
});

test("whatever is written can be read out, and soon", () => {
  for (const text of MARKDOWN) assert.ok(Array.isArray(spoken(text, SAID, false)), text);
  for (const [name, make] of Object.entries(HOSTILE)) assert.ok(spoken(make(10_000), SAID, true), name);
});

for (const [text, language] of [
  ["The tide is the rise and fall of the sea.", "en"],
  ["Die Gezeiten sind das Steigen und Fallen der See.", "de"],
  ["La marée est le mouvement de la mer qui monte et descend.", "fr"],
  ["La marea es el cambio del nivel de los mares.", "es"],
  ["La marea è il moto periodico di ampie masse d'acqua che si alzano.", "it"],
  ["潮の満ち引きは月の引力で起こる。", "ja"],
  ["潮汐是海水的周期性涨落。", "zh"],
  ["조석은 바닷물의 높이가 변하는 현상이다.", "ko"],
  ["المد والجزر ظاهرة طبيعية", "ar"],
  ["Приливы и отливы", "ru"],
  ["Припливи і відпливи", "uk"],
  ["42", "sv"],
  ["", "sv"],
]) {
  test(`the language of ${JSON.stringify(text)}`, () => assert.equal(languageOf(text, "sv"), language));
}
