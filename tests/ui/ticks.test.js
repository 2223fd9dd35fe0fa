import assert from "node:assert/strict";
import { test } from "node:test";
import { roundTicks } from "../../chat_app/ui/components/ticks.js";

const COUNTS = Array.from({ length: 400 }, (_, place) => Math.floor(1.07 ** place));

test("an axis has room for the highest bar and hardly more", () => {
  for (const most of COUNTS) {
    const ticks = roundTicks(most);
    assert.ok(ticks[ticks.length - 1] >= most, `${most}: ${ticks}`);
    assert.ok(ticks[ticks.length - 2] < most, `${most}: ${ticks}`);
  }
});

test("its marks are whole and 1, 2 or 5 of a power of ten apart", () => {
  for (const most of COUNTS) {
    const [zero, step, ...more] = roundTicks(most);
    assert.equal(zero, 0);
    assert.match(String(BigInt(step)), /^[125]0*$/);
    more.forEach((tick, place) => assert.equal(tick, (place + 2) * step));
    assert.ok(more.length <= 4);
  }
});

test("an axis of nothing has a mark all the same", () => {
  assert.deepEqual(roundTicks(0), [0, 1]);
});
