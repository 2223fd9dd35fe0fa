/**
 * The open chat as the browser knows it: what arrived from the server, put together.
 *
 * The server sends small things over the websocket and never the same text twice:
 *
 * - `opened`: one page of history when a chat is opened,
 *   {c: chat id or "", s: sequence, g: model, m: [message…], o: older ones exist,
 *    n: number of the running reply or 0, w: id of the user, a: 1 where it can only be read,
 *    x: why the chat cannot be shown};
 * - `earlier`: the page before the oldest one here, {c, m, o};
 * - `change`: one step of one message, {s: sequence, k: kind, …}, by kind:
 *   "begin" {c: chat, u: user message, a: reply, n: its number, g: model, p: message it replaces},
 *   "end" {a: reply, y: status, z: length in code points, d: fields of the message},
 *   "refused" {t: why, in words}, "liked" {i: message, l: reaction};
 * - `piece`: [n, at, end, text], the newest text of reply n, offsets in code points.
 *
 * React may run one effect for two updates, so either can be missed. A hole in the sequence asks
 * for the page again, a hole in the text asks for the text from where it breaks off.
 *
 * A message is {i: id, r: "u" | "a", t: text, s: status, g: model, k: tokens charged, b: breakdown,
 * e: what went wrong in words, h: earlier messages left out, f: finish reason, l: reaction, v: [sibling ids], n: running number}.
 */

/** How long an answer to a resync may take, in milliseconds. */
const RETRY_MS = 2000;
/** How long the server may take to take or refuse a message, in milliseconds. */
const ANSWER_MS = 20_000;

/** Make the store of one open chat. `ask` carries `reopen()` and `resync(id, have)`. */
export function createThread(ask) {
  let state = emptyState();
  const listeners = new Set();
  const set = (fields) => {
    state = { ...state, ...fields };
    for (const listener of listeners) listener();
  };
  const edit = (id, fields) =>
    set({ items: state.items.map((item) => (item.i === id ? { ...item, ...fields } : item)) });

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,

    /** Show a chat from its newest page. */
    open(page) {
      const running = page.n ? page.m.find((item) => item.n === page.n) : null;
      const same = state.chat === page.c;
      // Ids sort by time: a newer one than any known is the answer to what was asked for.
      const newest = (items) => items.reduce((id, item) => (item.i > id ? item.i : id), "");
      const answered = running || newest(page.m) > newest(state.items);
      set({
        ...emptyState(),
        chat: page.c,
        view: same ? state.view : state.view + 1,
        owner: page.w,
        missing: page.x ?? "",
        archived: Boolean(page.a),
        items: page.m,
        older: Boolean(page.o),
        seq: page.s,
        live: running ? createLive(page.n, running.i) : null,
        alert: same ? state.alert : null,
        pending: same && !answered ? state.pending : null,
        returned: same ? state.returned : null,
      });
    },

    /** Put an earlier page before what is here. */
    prepend(page) {
      if (page.c !== state.chat) return;
      const known = new Set(state.items.map((item) => item.i));
      const fresh = page.m.filter((item) => !known.has(item.i));
      set({ items: [...fresh, ...state.items], older: Boolean(page.o) });
    },

    /** Remember what the reader asked for until the server takes or refuses it. */
    expect(pending) {
      set({ pending, alert: null });
      setTimeout(() => {
        if (state.pending === pending) refuse({ t: "The server did not answer. Is the connection up?" });
      }, ANSWER_MS);
    },

    /** Take one step of one message; true when it opened a new chat. */
    change(step) {
      if (state.chat === null || step.s <= state.seq) return;
      if (step.s > state.seq + 1) {
        ask.reopen();
        return;
      }
      set({ seq: step.s });
      if (step.k === "begin") begin(step);
      else if (step.k === "end") end(step);
      else if (step.k === "refused") refuse(step);
      else if (step.k === "liked") edit(step.i, { l: step.l });
    },

    /** Append the newest text of the running reply. */
    piece([n, at, end, text]) {
      const live = state.live;
      if (!live || n !== live.n || end <= live.have) return;
      if (at > live.have) {
        fetchRest(live);
        return;
      }
      live.append(at === live.have ? text : Array.from(text).slice(live.have - at).join(""), end);
    },

    /** The reply has been shown to its end: keep it as an ordinary message. */
    settle(id) {
      const live = state.live;
      if (!live || live.id !== id || !live.ending) return;
      const { ending, text } = live;
      const items = state.items.map((item) =>
        item.i === id ? { ...item, ...ending, t: text, n: 0 } : item,
      );
      set({ live: null, items });
    },

    dismiss: () => set({ alert: null }),
  };

  function begin(step) {
    const { pending } = state;
    if (!pending) {
      ask.reopen();
      return;
    }
    const cut = step.p ? state.items.findIndex((item) => item.i === step.p) : -1;
    const replaced = cut < 0 ? null : state.items[cut];
    const items = cut < 0 ? [...state.items] : state.items.slice(0, cut);
    const versions = (id) => (replaced ? [...(replaced.v ?? [replaced.i]), id] : undefined);
    if (step.u) items.push({ i: step.u, r: "u", t: pending.text, s: "complete", v: versions(step.u) });
    items.push({
      i: step.a,
      r: "a",
      t: "",
      s: "streaming",
      g: step.g,
      n: step.n,
      v: step.u ? undefined : versions(step.a),
    });
    set({ chat: step.c, items, pending: null, alert: null, live: createLive(step.n, step.a) });
  }

  function end(step) {
    const live = state.live;
    if (!live || live.id !== step.a) return;
    live.finish({ s: step.y, ...step.d }, step.z);
    if (live.have < step.z) fetchRest(live);
  }

  /** Ask for the text from the hole on, and again until it is filled. */
  function fetchRest(live) {
    if (live.asking) return;
    const { have } = live;
    ask.resync(live.id, have);
    live.asking = setTimeout(() => {
      live.asking = 0;
      if (state.live === live && live.have === have && !live.whole()) fetchRest(live);
    }, RETRY_MS);
  }

  function refuse(step) {
    set({ pending: null, returned: state.pending, alert: step.t });
  }
}

function emptyState() {
  return {
    chat: null,
    view: 0,
    owner: "",
    missing: "",
    archived: false,
    items: [],
    older: false,
    seq: 0,
    live: null,
    pending: null,
    returned: null,
    alert: null,
  };
}

/** The text of the running reply, kept apart so that only its own message renders as it grows. */
function createLive(n, id) {
  const listeners = new Set();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    n,
    id,
    text: "",
    have: 0,
    total: null,
    ending: null,
    asking: 0,
    append(text, end) {
      this.text += text;
      this.have = end;
      tell();
    },
    finish(ending, total) {
      this.ending = ending;
      this.total = total;
      tell();
    },
    /** Whether all text that will ever come has come. */
    whole() {
      return this.ending !== null && this.have >= this.total;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
