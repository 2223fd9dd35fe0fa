import assert from "node:assert/strict";
import { test } from "node:test";
import { createThread } from "../../chat_app/ui/chat/thread.js";

const page = (fields = {}) => ({ c: "chat", w: "user", s: 1, m: [], o: 0, n: 0, ...fields });
const begin = { s: 2, k: "begin", c: "chat", u: "u1", a: "a1", n: 7, g: "model", p: "" };
const end = (z) => ({ s: 3, k: "end", a: "a1", y: "complete", z, d: { k: 20, b: [1] } });

function started() {
  const asked = [];
  const thread = createThread({
    reopen: () => asked.push("reopen"),
    resync: (id, have) => asked.push([id, have]),
  });
  thread.open(page());
  thread.expect({ kind: "send", text: "Hello" });
  return { thread, asked };
}

test("a message and its reply are put together without their text being sent twice", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "abc"]);
  thread.piece([7, 3, 5, "de"]);
  thread.change(end(5));
  thread.settle("a1");
  const [mine, reply] = thread.snapshot().items;
  assert.equal(mine.t, "Hello");
  assert.deepEqual([reply.t, reply.s, reply.k], ["abcde", "complete", 20]);
  assert.equal(thread.snapshot().live, null);
});

test("a hole in the text asks for it from where it breaks off, once", () => {
  const { thread, asked } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "abc"]);
  thread.piece([7, 5, 6, "f"]);
  thread.piece([7, 6, 7, "g"]);
  assert.deepEqual(asked, [["a1", 3]]);
  thread.piece([7, 3, 7, "defg"]);
  assert.equal(thread.snapshot().live.text, "abcdefg");
});

test("text that overlaps is taken from where it is new, counted in code points", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "a🎉b"]);
  thread.piece([7, 1, 5, "🎉b𝒳c"]);
  assert.equal(thread.snapshot().live.text, "a🎉b𝒳c");
});

test("an end before all text is there waits for the rest", () => {
  const { thread, asked } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "abc"]);
  thread.change(end(5));
  assert.deepEqual(asked, [["a1", 3]]);
  assert.equal(thread.snapshot().live.whole(), false);
  thread.piece([7, 3, 5, "de"]);
  assert.equal(thread.snapshot().live.whole(), true);
});

test("a missed step asks for the page again", () => {
  const { thread, asked } = started();
  thread.change({ ...begin, s: 3 });
  assert.deepEqual(asked, ["reopen"]);
});

test("pieces of another reply are not taken", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([6, 0, 3, "abc"]);
  assert.equal(thread.snapshot().live.text, "");
});

test("a refused message is given back with the reason", () => {
  const { thread } = started();
  thread.change({ s: 2, k: "refused", t: "No budget" });
  const { returned, alert, pending, items } = thread.snapshot();
  assert.deepEqual([returned.text, alert, pending, items], ["Hello", "No budget", null, []]);
});

test("a page that holds the answer ends the waiting, one that does not keeps it", () => {
  const { thread } = started();
  thread.open(page({ s: 4 }));
  assert.equal(thread.snapshot().pending.text, "Hello");
  thread.open(page({ s: 5, m: [{ i: "u1", r: "u", t: "Hello" }] }));
  assert.equal(thread.snapshot().pending, null);
});

test("an edit cuts the branch and makes a version", () => {
  const { thread } = started();
  thread.open(page({ s: 1, m: [{ i: "u0", r: "u", t: "old" }, { i: "a0", r: "a", t: "reply" }] }));
  thread.expect({ kind: "edit", text: "new", target: "u0" });
  thread.change({ ...begin, p: "u0" });
  const { items } = thread.snapshot();
  assert.deepEqual(items.map((item) => item.i), ["u1", "a1"]);
  assert.deepEqual(items[0].v, ["u0", "u1"]);
});

test("earlier messages come before, none of them twice", () => {
  const { thread } = started();
  thread.open(page({ m: [{ i: "m3" }], o: 1 }));
  thread.prepend({ c: "chat", m: [{ i: "m1" }, { i: "m2" }, { i: "m3" }], o: 0 });
  assert.deepEqual(thread.snapshot().items.map((item) => item.i), ["m1", "m2", "m3"]);
  assert.equal(thread.snapshot().older, false);
});
