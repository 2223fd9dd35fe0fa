import assert from "node:assert/strict";
import { test } from "node:test";
import { blanksOf, filled } from "../../chat_app/ui/chat/blanks.js";

test("blanks are named once, in their order", () => {
  const long = "y".repeat(61);
  assert.deepEqual(blanksOf(`{{ b }} {{a}} {{b}} {{}} {{ }} {x} {{a\nb}} {{${long}}}`), ["b", "a"]);
});

test("what is filled in is taken as it is", () => {
  assert.equal(filled("{{a}} and {{ b }}", { a: "{{b}} $1 $&" }), "{{b}} $1 $& and {{ b }}");
});

test("a blank called as something that every object has stays empty-handed", () => {
  assert.equal(filled("{{constructor}}", {}), "{{constructor}}");
});
