import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelves, kindOf, MOST_FILES } from "../../chat_app/ui/chat/attachments_shelf.js";

/** @import {Attached, Fault} from "../../chat_app/ui/chat/attachments_shelf.js" */

const DRAFT = "draft:me:chat";

/** @param {string} id @returns {Attached} */
const kept = (id) => ({ id, name: `${id}.png`, kind: "image", type: "image/png", size: 1 });
const chosen = (name = "a.png") => ({ source: new File(["x"], name, { type: "image/png" }) });

/** Shelves whose server answers when it is told to. @param {{gone?: string[], stored?: Record<string, string>}} [given] */
function shelves({ gone = [], stored = {} } = {}) {
  /** @type {{name: string, arrive: (id: string) => Promise<void>, fail: (problem: Error) => Promise<void>, signal: AbortSignal, onSent: (share: number) => void}[]} */
  const calls = [];
  /** @type {string[]} */
  const dropped = [];
  const made = createShelves({
    send: (source, onSent, signal) =>
      new Promise((done, fail) => {
        const later = () => new Promise((next) => setImmediate(next));
        calls.push({
          name: source.name,
          signal,
          onSent,
          arrive: async (id) => {
            done(kept(id));
            await later();
          },
          fail: async (problem) => {
            fail(problem);
            await later();
          },
        });
      }),
    exists: async (id) => !gone.includes(id),
    drop: (id) => dropped.push(id),
    explain: () => ({ kind: "unreachable" }),
    store: {
      getItem: (key) => stored[key] ?? null,
      setItem: (key, value) => {
        stored[key] = value;
      },
      removeItem: (key) => {
        delete stored[key];
      },
    },
  });
  /** @param {string} place */
  const ids = (place) => made.at(place).items.map(({ file }) => file?.id);
  return { made, calls, dropped, stored, ids };
}

test("a file is sent as soon as it is chosen, tells how far it is, and is kept once it has arrived", async () => {
  const { made, calls, stored, ids } = shelves();
  made.add(DRAFT, [chosen()]);
  calls[0].onSent(0.5);
  assert.equal(made.at(DRAFT).items[0].share, 0.5);
  assert.deepEqual(stored, {});
  await calls[0].arrive("f1");
  assert.deepEqual(ids(DRAFT), ["f1"]);
  assert.deepEqual(JSON.parse(stored[`files:${DRAFT}`]), [kept("f1")]);
});

test("what has arrived comes back with the draft, and what the server no longer has says so", async () => {
  const { made } = shelves({ gone: ["f2"], stored: { [`files:${DRAFT}`]: JSON.stringify([kept("f1"), kept("f2")]) } });
  await made.restore(DRAFT);
  const told = made.at(DRAFT).items.map(({ name, file, fault }) => [name, file?.id, fault?.kind]);
  assert.deepEqual(told, [
    ["f1.png", "f1", undefined],
    ["f2.png", undefined, "gone"],
  ]);
});

test("files arrive at the draft that they were chosen for, wherever the reader is meanwhile", async () => {
  const { made, calls, ids } = shelves();
  made.add("draft:me:new", [chosen()]);
  made.move("draft:me:new", DRAFT);
  await calls[0].arrive("f1");
  assert.deepEqual([ids(DRAFT), ids("draft:me:new")], [["f1"], []]);
});

test("a message has so many files at most; those that are too many are counted, not sent", () => {
  const { made, calls } = shelves();
  assert.equal(made.add(DRAFT, Array.from({ length: MOST_FILES + 2 }, () => chosen())), 2);
  assert.equal(made.add(DRAFT, [chosen()]), 1);
  assert.equal(made.at(DRAFT).items.length, MOST_FILES);
  assert.ok(calls.length < MOST_FILES);
});

test("three are on their way at once, and each that has arrived makes way for the next one", async () => {
  const { made, calls, ids } = shelves();
  made.add(DRAFT, ["a", "b", "c", "d", "e"].map(chosen));
  assert.deepEqual(calls.map(({ name }) => name), ["a", "b", "c"]);
  await calls[1].arrive("f2");
  assert.deepEqual(calls.map(({ name }) => name), ["a", "b", "c", "d"]);
  await calls[0].fail(new Error());
  made.remove(DRAFT, made.at(DRAFT).items[2].key);
  await calls[2].fail(new Error());
  assert.deepEqual(calls.map(({ name }) => name), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(ids(DRAFT), [undefined, "f2", undefined, undefined]);
});

test("what is known to be wrong is never sent", () => {
  const { made, calls } = shelves();
  made.add(DRAFT, [{ ...chosen(), fault: { kind: "too-large" } }]);
  assert.deepEqual([calls.length, made.at(DRAFT).items[0].fault], [0, { kind: "too-large" }]);
});

test("a file that did not get through keeps its place, and is sent again when asked to", async () => {
  const { made, calls, ids } = shelves();
  made.add(DRAFT, [chosen()]);
  await calls[0].fail(new Error());
  const [{ key, fault }] = made.at(DRAFT).items;
  assert.deepEqual(fault, { kind: "unreachable" });
  made.retry(key);
  await calls[1].arrive("f1");
  assert.deepEqual([ids(DRAFT), made.at(DRAFT).items[0].fault], [["f1"], undefined]);
});

test("taking a file away ends its sending, and has the server forget what came with this page alone", async () => {
  const { made, calls, dropped } = shelves();
  made.add(DRAFT, [chosen(), chosen()]);
  made.remove(DRAFT, made.at(DRAFT).items[0].key);
  assert.equal(calls[0].signal.aborted, true);
  await calls[0].arrive("too-late");
  await calls[1].arrive("f1");
  made.remove(DRAFT, made.at(DRAFT).items[0].key);
  made.put(DRAFT, [kept("of-a-message")]);
  made.remove(DRAFT, made.at(DRAFT).items[0].key);
  assert.deepEqual(dropped, ["too-late", "f1"]);
  assert.deepEqual(made.at(DRAFT).items, []);
});

test("files of a message stay kept until it is taken, and come back before newer ones when it is refused", async () => {
  const { made, stored, ids } = shelves();
  made.put(DRAFT, [kept("f1")]);
  assert.deepEqual(made.take(DRAFT), [kept("f1")]);
  assert.deepEqual(JSON.parse(stored[`files:${DRAFT}`]), [kept("f1")]);
  made.put(DRAFT, [kept("f2")]);
  made.giveBack(DRAFT);
  assert.deepEqual(ids(DRAFT), ["f1", "f2"]);
  made.take(DRAFT);
  made.settle(DRAFT);
  assert.deepEqual([stored, ids(DRAFT)], [{}, []]);
});

test("what is no draft is kept by no browser", () => {
  const { made, stored } = shelves();
  made.put("edit:message", [kept("f1")]);
  assert.deepEqual(stored, {});
});

for (const [type, kind] of [
  ["image/webp", "image"],
  ["audio/ogg", "audio"],
  ["text/csv; charset=utf-8", "text"],
  ["application/json", "text"],
  ["application/pdf", "document"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"],
]) {
  test(`${type} is of the kind ${kind}`, () => assert.equal(kindOf(type), kind));
}
