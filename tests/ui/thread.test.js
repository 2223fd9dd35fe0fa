import assert from "node:assert/strict";
import { test } from "node:test";
import { createThread, textOf } from "../../chat_app/ui/chat/thread.js";

/** @import {Begin, Earlier, End, Message, Page, ThreadState} from "../../chat_app/ui/chat/thread.js" */

/** @param {Partial<Page>} [fields] @returns {Page} */
const page = (fields = {}) => ({ chat: "chat", user: "user", step: 1, messages: [], ...fields });
/** @type {{step: number} & Begin} */
const begin = {
  step: 2,
  kind: "begin",
  chat: "chat",
  question: "u1",
  reply: "a1",
  number: 7,
  model: "model",
  replaces: "",
};
/** @param {number} length @returns {{step: number} & End} */
const end = (length) => ({
  step: 3,
  kind: "end",
  reply: "a1",
  length,
  ending: { status: "complete", tokens: 20 },
});
/** @param {string} id @param {Message["role"]} role @returns {Message} */
const message = (id, role, text = "") => ({
  id,
  role,
  parts: text ? [{ kind: "text", text }] : [],
  status: "complete",
});

function started() {
  /** @type {(string | [string, number])[]} */
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
  assert.equal(textOf(mine), "Hello");
  assert.deepEqual([textOf(reply), reply.status, reply.tokens], ["abcde", "complete", 20]);
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
  assert.equal(thread.snapshot().live?.text, "abcdefg");
});

test("text that overlaps is taken from where it is new, counted in code points", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "a🎉b"]);
  thread.piece([7, 1, 5, "🎉b𝒳c"]);
  assert.equal(thread.snapshot().live?.text, "a🎉b𝒳c");
});

test("an end before all text is there waits for the rest", () => {
  const { thread, asked } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "abc"]);
  thread.change(end(5));
  assert.deepEqual(asked, [["a1", 3]]);
  assert.equal(thread.snapshot().live?.whole(), false);
  thread.piece([7, 3, 5, "de"]);
  assert.equal(thread.snapshot().live?.whole(), true);
});

test("a missed step asks for the page again", () => {
  const { thread, asked } = started();
  thread.change({ ...begin, step: 3 });
  assert.deepEqual(asked, ["reopen"]);
});

test("pieces of another reply are not taken", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([6, 0, 3, "abc"]);
  assert.equal(thread.snapshot().live?.text, "");
});

test("a refused message is given back with the reason", () => {
  const { thread } = started();
  thread.change({ step: 2, kind: "refused", why: "No budget" });
  const { returned, alert, pending, items } = thread.snapshot();
  assert.deepEqual([returned?.text, alert, pending, items], ["Hello", "No budget", null, []]);
});

test("a page that holds the answer ends the waiting, one that does not keeps it", () => {
  const { thread } = started();
  thread.open(page({ step: 4 }));
  assert.equal(thread.snapshot().pending?.text, "Hello");
  thread.open(page({ step: 5, messages: [message("u1", "user", "Hello")] }));
  assert.equal(thread.snapshot().pending, null);
});

test("an edit cuts the branch and makes a version", () => {
  const { thread } = started();
  thread.open(page({ messages: [message("u0", "user", "old"), message("a0", "assistant", "reply")] }));
  thread.expect({ kind: "edit", text: "new", target: "u0" });
  thread.change({ ...begin, replaces: "u0" });
  const { items } = thread.snapshot();
  assert.deepEqual(items.map((item) => item.id), ["u1", "a1"]);
  assert.deepEqual(items[0].siblings, ["u0", "u1"]);
});

test("earlier messages come before, none of them twice", () => {
  const { thread } = started();
  thread.open(page({ messages: [message("m3", "user")], older: true }));
  thread.prepend({
    chat: "chat",
    messages: [message("m1", "user"), message("m2", "assistant"), message("m3", "user")],
    older: false,
  });
  assert.deepEqual(thread.snapshot().items.map((item) => item.id), ["m1", "m2", "m3"]);
  assert.equal(thread.snapshot().older, false);
});
