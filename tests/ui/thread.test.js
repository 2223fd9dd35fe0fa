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
  title: "",
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
    unanswered: () => "No answer came",
    resync: ({ id, have }) => asked.push([id, have]),
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

/** A chat of two exchanges that is open already, with the first of them paged in. */
function reading() {
  const { thread, asked } = started();
  thread.open(page({ step: 2, messages: [message("u1", "user", "two"), message("a1", "assistant", "2")], older: true }));
  thread.prepend({ chat: "chat", messages: [message("u0", "user", "one"), message("a0", "assistant", "1")], older: false });
  return { thread, asked };
}
/** @param {ReturnType<typeof started>["thread"]} thread */
const said = (thread) => thread.snapshot().items.map(textOf);
/** @param {Partial<Page>} fields @returns {Page} */
const news = (fields) => page({ step: 3, news: true, ...fields });

test("what was written elsewhere goes behind what is here, and the rest stays as it is", () => {
  const { thread } = reading();
  const before = thread.snapshot();
  const more = [message("u2", "user", "three"), { ...message("a2", "assistant"), number: 9 }];
  thread.open(news({ after: "a1", messages: more, number: 9 }));
  const { items, view, older, live } = thread.snapshot();
  assert.deepEqual(said(thread), ["one", "1", "two", "2", "three", ""]);
  assert.deepEqual([view, older, live?.number], [before.view, false, 9]);
  assert.ok(before.items.every((item, at) => item === items[at]));
});

test("a message that is different now is changed in its place", () => {
  const { thread } = reading();
  thread.open(news({ after: "a1", messages: [{ ...message("a0", "assistant", "1"), reaction: "like" }] }));
  assert.deepEqual(said(thread), ["one", "1", "two", "2"]);
  assert.equal(thread.snapshot().items[1].reaction, "like");
});

test("another branch takes the place of this one from where they part", () => {
  const { thread } = reading();
  const before = thread.snapshot().items;
  const branch = [message("u1", "user", "two"), message("a3", "assistant", "other")];
  thread.open(news({ messages: branch, older: true }));
  assert.deepEqual(said(thread), ["one", "1", "two", "other"]);
  assert.equal(thread.snapshot().items[2], before[2]);
  assert.equal(thread.snapshot().older, false);
});

test("news behind a message that never came asks for the chat again", () => {
  const { thread, asked } = reading();
  thread.open(news({ after: "a7", messages: [] }));
  assert.deepEqual(asked, ["reopen"]);
  assert.deepEqual(said(thread), ["one", "1", "two", "2"]);
});

test("what the reader asked for stays under way while news come in", () => {
  const { thread } = reading();
  thread.expect({ kind: "send", text: "mine" });
  thread.open(news({ after: "a1", messages: [message("u2", "user", "theirs")] }));
  thread.change({ step: 4, kind: "refused", why: "A reply is being written" });
  assert.equal(thread.snapshot().returned?.text, "mine");
});

test("the reply that is being shown goes on through news", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([7, 0, 3, "abc"]);
  thread.open(news({ after: "a1", messages: [], number: 7, title: "Renamed" }));
  thread.piece([7, 3, 5, "de"]);
  assert.equal(thread.snapshot().live?.text, "abcde");
  assert.equal(thread.snapshot().title, "Renamed");
});

test("a reply that has ended elsewhere stands there whole", () => {
  const { thread } = started();
  thread.change(begin);
  thread.open(news({ after: "a1", messages: [message("a1", "assistant", "all of it")] }));
  assert.equal(thread.snapshot().live, null);
  assert.deepEqual(said(thread), ["Hello", "all of it"]);
});

test("a deleted chat that comes back is shown again", () => {
  const { thread, asked } = reading();
  thread.open(news({ missing: "This chat was deleted" }));
  assert.equal(thread.snapshot().missing, "This chat was deleted");
  thread.open(page({ step: 4, news: true, messages: [message("u1", "user", "two")] }));
  assert.deepEqual(said(thread), ["two"]);
  assert.deepEqual(asked, []);
});

test("what was thought comes beside the text, a late piece of either once", () => {
  const { thread } = started();
  thread.change(begin);
  thread.piece([7, 0, 2, "Hm", 1]);
  thread.piece([7, 0, 3, "abc"]);
  thread.piece([7, 1, 4, "mmm", 1]);
  thread.change({ ...end(3), thoughts: 4 });
  thread.settle("a1");
  const reply = thread.snapshot().items[1];
  assert.deepEqual([textOf(reply), reply.thinking], ["abc", "Hmmm"]);
});

test("two replies to one question are written each for itself", () => {
  const { thread } = started();
  thread.change({ ...begin, rival: "b1", other: "another" });
  thread.piece([7, 0, 2, "ab"]);
  thread.piece([-7, 0, 3, "xyz"]);
  thread.change({ ...end(3), reply: "b1" });
  thread.settle("b1");
  assert.equal(thread.snapshot().rival, null);
  assert.equal(thread.snapshot().live?.text, "ab");
  thread.change({ ...end(2), step: 4 });
  thread.settle("a1");
  const { items, live } = thread.snapshot();
  assert.equal(live, null);
  assert.deepEqual([textOf(items[1]), items[1].rival && textOf(items[1].rival)], ["ab", "xyz"]);
});

test("what goes on with a reply stands behind it", () => {
  const { thread } = started();
  thread.change(begin);
  thread.change(end(0));
  thread.settle("a1");
  thread.expect({ kind: "continue", text: "" });
  thread.change({ ...begin, step: 4, question: "", reply: "a2", number: 8 });
  assert.deepEqual(
    thread.snapshot().items.map((item) => item.id),
    ["u1", "a1", "a2"],
  );
});

test("a message keeps its files, and they say what they came to once its reply is settled", () => {
  const { thread } = started();
  const files = ["f1", "f2"].map((id) => ({ id, name: id, kind: /** @type {const} */ ("text"), type: "text/plain", size: 1 }));
  thread.expect({ kind: "send", text: "", attachments: files });
  thread.change(begin);
  const [mine] = thread.snapshot().items;
  assert.deepEqual([mine.parts, mine.attachments], [[], files]);
  thread.change({ ...end(0), files: [7, 9] });
  const tokens = thread.snapshot().items[0].attachments?.map((file) => file.tokens);
  assert.deepEqual(tokens, [7, 9]);
});
