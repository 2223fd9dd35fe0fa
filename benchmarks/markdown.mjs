/**
 * What drawing a reply costs the browser: hostile texts at once, an ordinary one as it grows.
 *
 * CPU time of Node in milliseconds, for the very parts of the pages; `make run` must have built
 * them. Twice the text should take about twice the time.
 */

import { loadParts } from "../tests/e2e/drawing.mjs";
import { HOSTILE, MARKDOWN } from "../tests/e2e/markdown.mjs";

const LENGTHS = [10_000, 20_000, 40_000];
const STEP = 64;
const { createReader, draw } = await loadParts();

/** @param {() => void} work */
function milliseconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

/**
 * Read a text as it arrives, and all that is not settled anew with each piece.
 *
 * @param {string} text
 */
function grow(text) {
  const reader = createReader();
  for (let end = STEP; end <= text.length; end += STEP) {
    for (const block of reader.read(text.slice(0, end), true).blocks) block.reading();
  }
}

const written = MARKDOWN.slice(0, 4).join("\n\n");
const ordinary = LENGTHS.map((length) => `${written}\n\n`.repeat(Math.ceil(length / written.length)));
draw(written, false);
const rows = [
  ["ordinary, at once", ...ordinary.map((text) => milliseconds(() => draw(text, false)))],
  ["ordinary, growing by 64", ...ordinary.map((text) => milliseconds(() => grow(text)))],
  ...Object.entries(HOSTILE).map(([name, make]) => [
    name,
    ...LENGTHS.map((length) => milliseconds(() => draw(make(length), false))),
  ]),
];
for (const row of [["ms of CPU for", "10 KB", "20 KB", "40 KB"], ...rows]) {
  console.log(row.map((cell, at) => (at ? `${cell}`.padStart(8) : `${cell}`.padEnd(34))).join(""));
}
