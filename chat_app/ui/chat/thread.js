/**
 * The open chat as the browser knows it: what arrived from the server, put together.
 *
 * The server sends small things over the websocket and never the same text twice: one `Page` of
 * history when a chat is opened, the `Earlier` one before the oldest message here, one `Step` of one
 * message at a time, and the newest text of the running reply in a `Piece`. Only that one, which
 * comes several times a second, has no words in it.
 *
 * React may run one effect for two updates, so either can be missed. A hole in the numbers of steps
 * asks for the page again, a hole in the text asks for the text from where it breaks off.
 */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {"user" | "assistant"} role
 * @property {Part[]} parts What it says.
 * @property {"streaming" | "complete" | "stopped" | "partial" | "failed"} status
 * @property {string[]} [siblings] The ids of its versions, its own among them.
 * @property {string} [model]
 * @property {number} [number] Of the running reply.
 * @property {"like" | "dislike" | "" | null} [reaction]
 * @property {number} [tokens] Charged for it.
 * @property {Breakdown} [breakdown]
 * @property {string} [error] What went wrong, in words.
 * @property {string} [finish] Why it ended, where it did not simply end.
 * @property {number} [dropped] Earlier messages that did not fit.
 */

/**
 * What a reply cost and how that was worked out, in tokens.
 *
 * @typedef {object} Breakdown
 * @property {number} user
 * @property {number} reply
 * @property {number} system
 * @property {number} overhead
 * @property {number} history
 * @property {number} waived
 * @property {number} total
 * @property {"usage" | "api" | "estimate"} method
 * @property {boolean} countsCached Whether counts were known from before.
 * @property {boolean} cached Whether the reply was.
 * @property {number | null} microUsd
 * @property {"billed" | "estimated" | null} costMethod
 * @property {Billed} [billed] What the provider says.
 */

/** @typedef {Record<"prompt" | "cached" | "output" | "thinking" | "total", number | null>} Billed */

/**
 * @typedef {{chat: string, messages: Message[], older: boolean}} Earlier `older`: whether more come before.
 */

/**
 * @typedef {object} Opened
 * @property {string} user Id of the reader.
 * @property {number} step Number of the newest step.
 * @property {string} [model]
 * @property {number} [number] Of the running reply; 0 where none runs.
 * @property {boolean} [archived] Whether it can only be read.
 * @property {string} [missing] Why the chat cannot be shown, in words.
 *
 * @typedef {Partial<Earlier> & Opened & {chat: string, messages: Message[]}} Page `chat` is "" for a new one.
 */

/**
 * A numbered step of one message; `length` in code points.
 *
 * @typedef {{step: number} & (Begin | End | Refused | Liked)} Step
 * @typedef {{kind: "begin", chat: string, question: string, reply: string, number: number, model: string, replaces: string}} Begin
 * @typedef {{kind: "end", reply: string, length: number, ending: Partial<Message>}} End
 * @typedef {{kind: "refused", why: string}} Refused
 * @typedef {{kind: "liked", message: string, reaction: Message["reaction"]}} Liked
 */

/** @typedef {{kind: "text", text: string}} Part A piece of what a message says. */

/** @typedef {[number: number, at: number, end: number, text: string]} Piece Offsets in code points. */

/**
 * @typedef {{kind: "send" | "edit" | "regenerate", text: string, target?: string}} Pending What the reader asked for.
 */
/** @typedef {{reopen: () => void, resync: (id: string, have: number) => void}} Ask */
/** @typedef {ReturnType<typeof createThread>} Thread */
/** @typedef {ReturnType<typeof createLive>} Live */

/**
 * @typedef {object} ThreadState
 * @property {string | null} chat Its id, "" for a new one; null before anything has arrived.
 * @property {number} view Grows when another chat is shown.
 * @property {string} owner
 * @property {string} missing
 * @property {boolean} archived
 * @property {Message[]} items Oldest first.
 * @property {boolean} older
 * @property {number} step
 * @property {Live | null} live
 * @property {Pending | null} pending
 * @property {Pending | null} returned What the server refused.
 * @property {string | null} alert
 */

/** How long an answer to a resync may take, in milliseconds. */
const RETRY_MS = 2000;
/** How long the server may take to take or refuse a message, in milliseconds. */
const ANSWER_MS = 20_000;

/** Return what a message says in text. @param {Pick<Message, "parts">} message */
export function textOf({ parts }) {
  return parts.map((part) => part.text).join("");
}

/** Return the parts of a text. @param {string} text @returns {Part[]} */
function partsOf(text) {
  return text ? [{ kind: "text", text }] : [];
}

/** Make the store of one open chat. @param {Ask} ask */
export function createThread(ask) {
  let state = emptyState();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @param {Partial<ThreadState>} fields */
  const set = (fields) => {
    state = { ...state, ...fields };
    for (const listener of listeners) listener();
  };
  /** @param {string} id @param {Partial<Message>} fields */
  const edit = (id, fields) =>
    set({ items: state.items.map((item) => (item.id === id ? { ...item, ...fields } : item)) });

  return {
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    snapshot: () => state,

    /** Show a chat from its newest page. @param {Page} page */
    open(page) {
      const running = page.number ? page.messages.find((item) => item.number === page.number) : null;
      const same = state.chat === page.chat;
      // Ids sort by time: a newer one than any known is the answer to what was asked for.
      /** @param {Message[]} items */
      const newest = (items) => items.reduce((id, item) => (item.id > id ? item.id : id), "");
      const answered = running || newest(page.messages) > newest(state.items);
      set({
        ...emptyState(),
        chat: page.chat,
        view: same ? state.view : state.view + 1,
        owner: page.user,
        missing: page.missing ?? "",
        archived: Boolean(page.archived),
        items: page.messages,
        older: Boolean(page.older),
        step: page.step,
        live: running ? createLive(page.number ?? 0, running.id) : null,
        alert: same ? state.alert : null,
        pending: same && !answered ? state.pending : null,
        returned: same ? state.returned : null,
      });
    },

    /** Put an earlier page before what is here. @param {Earlier} page */
    prepend(page) {
      if (page.chat !== state.chat) return;
      const known = new Set(state.items.map((item) => item.id));
      const fresh = page.messages.filter((item) => !known.has(item.id));
      set({ items: [...fresh, ...state.items], older: page.older });
    },

    /** Remember what the reader asked for until the server takes or refuses it. @param {Pending} pending */
    expect(pending) {
      set({ pending, alert: null });
      setTimeout(() => {
        if (state.pending === pending) refuse({ why: "The server did not answer. Is the connection up?" });
      }, ANSWER_MS);
    },

    /** Take one step of one message. @param {Step} change */
    change(change) {
      if (state.chat === null || change.step <= state.step) return;
      if (change.step > state.step + 1) {
        ask.reopen();
        return;
      }
      set({ step: change.step });
      if (change.kind === "begin") begin(change);
      else if (change.kind === "end") end(change);
      else if (change.kind === "refused") refuse(change);
      else edit(change.message, { reaction: change.reaction });
    },

    /** Append the newest text of the running reply. @param {Piece} piece */
    piece([number, at, until, text]) {
      const live = state.live;
      if (!live || number !== live.number || until <= live.have) return;
      if (at > live.have) {
        fetchRest(live);
        return;
      }
      live.append(at === live.have ? text : Array.from(text).slice(live.have - at).join(""), until);
    },

    /** The reply has been shown to its end: keep it as an ordinary message. @param {string} id */
    settle(id) {
      const live = state.live;
      if (!live || live.id !== id || !live.ending) return;
      const { ending, text } = live;
      const items = state.items.map((item) =>
        item.id === id ? { ...item, ...ending, parts: partsOf(text), number: 0 } : item,
      );
      set({ live: null, items });
    },

    dismiss: () => set({ alert: null }),
  };

  /** @param {Begin} step */
  function begin(step) {
    const { pending } = state;
    if (!pending) {
      ask.reopen();
      return;
    }
    const cut = step.replaces ? state.items.findIndex((item) => item.id === step.replaces) : -1;
    const replaced = cut < 0 ? null : state.items[cut];
    const items = cut < 0 ? [...state.items] : state.items.slice(0, cut);
    /** @param {string} id */
    const siblings = (id) => (replaced ? [...(replaced.siblings ?? [replaced.id]), id] : undefined);
    if (step.question) {
      items.push({
        id: step.question,
        role: "user",
        parts: partsOf(pending.text),
        status: "complete",
        siblings: siblings(step.question),
      });
    }
    items.push({
      id: step.reply,
      role: "assistant",
      parts: [],
      status: "streaming",
      model: step.model,
      number: step.number,
      siblings: step.question ? undefined : siblings(step.reply),
    });
    const live = createLive(step.number, step.reply);
    set({ chat: step.chat, items, pending: null, alert: null, live });
  }

  /** @param {End} step */
  function end(step) {
    const live = state.live;
    if (!live || live.id !== step.reply) return;
    live.finish(step.ending, step.length);
    if (live.have < step.length) fetchRest(live);
  }

  /** Ask for the text from the hole on, and again until it is filled. @param {Live} live */
  function fetchRest(live) {
    if (live.asking) return;
    const { have } = live;
    ask.resync(live.id, have);
    live.asking = setTimeout(() => {
      live.asking = undefined;
      if (state.live === live && live.have === have && !live.whole()) fetchRest(live);
    }, RETRY_MS);
  }

  /** @param {Pick<Refused, "why">} step */
  function refuse(step) {
    set({ pending: null, returned: state.pending, alert: step.why });
  }
}

/** @returns {ThreadState} */
function emptyState() {
  return {
    chat: null,
    view: 0,
    owner: "",
    missing: "",
    archived: false,
    items: [],
    older: false,
    step: 0,
    live: null,
    pending: null,
    returned: null,
    alert: null,
  };
}

/**
 * The text of the running reply, kept apart so that only its own message renders as it grows.
 *
 * @param {number} number
 * @param {string} id
 */
function createLive(number, id) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    number,
    id,
    text: "",
    /** Code points of it. */
    have: 0,
    total: Infinity,
    /** @type {Partial<Message> | null} */
    ending: null,
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    asking: undefined,
    /** @param {string} text @param {number} end */
    append(text, end) {
      this.text += text;
      this.have = end;
      tell();
    },
    /** @param {Partial<Message>} ending @param {number} total */
    finish(ending, total) {
      this.ending = ending;
      this.total = total;
      tell();
    },
    /** Whether all text that will ever come has come. */
    whole() {
      return this.ending !== null && this.have >= this.total;
    },
    /** @param {() => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
