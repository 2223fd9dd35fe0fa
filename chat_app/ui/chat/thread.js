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

/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Person} from "../components/person.js" */
/** @import {Role} from "./role.js" */

import { merged } from "./news.js";

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {"user" | "assistant"} role
 * @property {Part[]} parts What it says.
 * @property {Attached[]} [attachments] What was sent with it.
 * @property {"streaming" | "complete" | "stopped" | "partial" | "failed"} status
 * @property {string[]} [siblings] The ids of its versions, its own among them.
 * @property {string} [model]
 * @property {number} [number] Of the running reply.
 * @property {"like" | "dislike" | "" | null} [reaction] What the reader thinks of it.
 * @property {{like?: number, dislike?: number}} [reactions] How many others think so.
 * @property {number} [tokens] Charged for it.
 * @property {Breakdown} [breakdown]
 * @property {string} [error] What went wrong, in words.
 * @property {string} [finish] Why it ended, where it did not simply end.
 * @property {string} [thinking] What was thought before, as far as the vendor tells.
 * @property {number | null} [thinkingMs]
 * @property {Message} [rival] The other reply, while both are compared.
 * @property {number} [dropped] Earlier messages that did not fit.
 * @property {Person} [author] In a shared chat, who asked; nobody where the reader did just now.
 * @property {Person} [payer] Likewise, who pays.
 */

/**
 * What a reply cost and how that was worked out, in tokens.
 *
 * @typedef {object} Breakdown
 * @property {number} user
 * @property {number} [attachments] For the files sent with the message.
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

/** @typedef {{before: string, person: Person, how: "joined" | "left" | "removed"}} Coming It stands among the ids of messages by its time. */

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
 * @property {string[]} [kept] What of the reader's still waited there.
 * @property {string} [title]
 * @property {string} [found] The message to go to; with it come all from there to the end.
 * @property {boolean} [temporary]
 * @property {boolean} [shared] Whether others are or were in it.
 * @property {Role} [role] What the reader is in it.
 * @property {Coming[]} [comings] Who came into it and who went, in order.
 * @property {string} [leaves] Day on which it goes to the trash, where that is soon.
 * @property {boolean} [news] Whether it tells what was done elsewhere, beside what is under way here.
 * @property {string} [after] The message behind which it goes on.
 *
 * @typedef {Partial<Earlier> & Opened & {chat: string, messages: Message[]}} Page `chat` is "" for a new one.
 */

/**
 * A numbered step of one message; `length` in code points.
 *
 * @typedef {{step: number} & (Begin | End | Refused | Liked | Waits | Elsewhere)} Step
 * @typedef {{kind: "begin", chat: string, question: string, title: string, reply: string, number: number, model: string, replaces: string, rival?: string, other?: string}} Begin
 * @typedef {{kind: "end", reply: string, length: number, thoughts?: number, files?: number[], ending: Partial<Message>}} End `files`: what those of the message came to.
 * @typedef {{kind: "refused", why: string}} Refused
 * @typedef {{kind: "waits"}} Waits What was asked for waits in line.
 * @typedef {{kind: "elsewhere", who: Person, message: string}} Elsewhere
 * @typedef {{kind: "liked", message: string, reaction: Message["reaction"]}} Liked
 */

/** @typedef {{kind: "text", text: string} | Picture} Part A piece of what a message says. */

/**
 * A picture that a model drew; `size` in bytes, `alt` what it shows.
 *
 * @typedef {{kind: "picture", id: string, type: string, width: number, height: number, size: number, alt: string}} Picture
 */

/**
 * The newest of a reply: text, a picture, or what was thought. Offsets count code points and, one for
 * each, pictures.
 *
 * @typedef {[number: number, at: number, end: number, said: string | Picture, isThought?: 1]} Piece
 */

/**
 * @typedef {{kind: "send" | "edit" | "regenerate" | "continue", text: string, attachments?: Attached[], target?: string}} Pending What the reader asked for.
 */
/** @typedef {{reopen: () => void, resync: (live: Live) => void, unanswered: () => string}} Ask What to do, and what to say. */
/** @typedef {ReturnType<typeof createThread>} Thread */
/** @typedef {ReturnType<typeof createLive>} Live */

/**
 * @typedef {object} ThreadState
 * @property {string | null} chat Its id, "" for a new one; null before anything has arrived.
 * @property {number} view Grows when another chat is shown.
 * @property {string} owner
 * @property {string} missing
 * @property {string[]} kept What the reader sent there that was not sent on.
 * @property {string} title
 * @property {boolean} temporary Whether its text goes when it is closed; of a new one, whether it is to.
 * @property {boolean} archived
 * @property {boolean} shared Whether others are or were in it.
 * @property {Role} role What the reader is in it.
 * @property {Coming[]} comings Who came into it and who went, in order.
 * @property {string} leaves Day on which it goes to the trash unless somebody writes; "" where that is not soon.
 * @property {number} joined How often something of the reader's came into its line.
 * @property {{who: Person, message: string} | null} elsewhere Who went on in another version, and where.
 * @property {Message[]} items Oldest first.
 * @property {boolean} older
 * @property {number} step
 * @property {Live | null} live
 * @property {Live | null} rival The running reply beside it.
 * @property {Pending | null} pending
 * @property {Pending | null} returned What the server refused.
 * @property {{id: string} | null} found The message that the reader came for.
 * @property {string | null} alert
 */

/** How long an answer to a resync may take, in milliseconds. */
const RETRY_MS = 2000;
/** How long the server may take to take or refuse a message, in milliseconds. */
const ANSWER_MS = 20_000;

/** Return what a message says in text. @param {Pick<Message, "parts">} message */
export function textOf({ parts }) {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

/**
 * Return the parts of a text with pictures in it, or of its beginning.
 *
 * @param {string} text
 * @param {{at: number, picture: Picture}[]} drawn
 */
export function drawnIn(text, drawn) {
  /** @type {Part[]} */
  const parts = [];
  let told = 0;
  for (const { at, picture } of drawn) {
    if (at > text.length) break;
    parts.push(...partsOf(text.slice(told, at)), picture);
    told = at;
  }
  return [...parts, ...partsOf(text.slice(told))];
}

/** Return the parts of a text. @param {string} text @returns {Part[]} */
export function partsOf(text) {
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
      const same = state.chat === page.chat;
      const all = same && !state.missing ? merged(state.items, state.older, page) : { items: page.messages, older: Boolean(page.older) };
      if (!all) {
        ask.reopen();
        return;
      }
      const { items, older } = all;
      const live = liveOf(items, page);
      const rival = rivalOf(items, page);
      // Ids sort by time: a newer one than any known is the answer to what was asked for.
      /** @param {Message[]} some */
      const newest = (some) => some.reduce((id, item) => (item.id > id ? item.id : id), "");
      const answered = !page.news && (live || rival || newest(page.messages) > newest(state.items));
      set({
        ...emptyState(),
        chat: page.chat,
        view: same ? state.view : state.view + 1,
        owner: page.user,
        missing: page.missing ?? "",
        kept: page.kept ?? [],
        archived: Boolean(page.archived),
        shared: Boolean(page.shared),
        role: page.role ?? "owner",
        comings: page.comings ?? [],
        leaves: page.leaves ?? "",
        joined: same ? state.joined : 0,
        elsewhere: same && page.news ? elsewhereOf(items) : null,
        title: page.title ?? "",
        temporary: same && !page.chat ? state.temporary : Boolean(page.temporary),
        items,
        older,
        step: page.step,
        live,
        found: page.found ? { id: page.found } : page.news ? state.found : null,
        rival,
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
        if (state.pending === pending) refuse({ why: ask.unanswered() });
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
      else if (change.kind === "waits") set({ pending: null, joined: state.joined + 1 });
      else if (change.kind === "elsewhere") set({ elsewhere: change });
      else edit(change.message, { reaction: change.reaction });
    },

    /** Append the newest of the running reply. @param {Piece} piece */
    piece([number, at, until, said, isThought]) {
      const live = number < 0 ? state.rival : state.live;
      if (!live || number !== live.number) return;
      const have = isThought ? live.haveThoughts : live.have;
      if (until <= have) return;
      if (at > have) {
        fetchRest(live);
        return;
      }
      if (typeof said !== "string") {
        live.draw(said, until);
        return;
      }
      const fresh = at === have ? said : Array.from(said).slice(have - at).join("");
      if (isThought) live.think(fresh, until);
      else live.append(fresh, until);
    },

    /** The reply has been shown to its end: keep it as an ordinary message. @param {string} id */
    settle(id) {
      const live = underWay(id);
      if (!live?.ending) return;
      const { ending, text, thinking, drawn } = live;
      const ended = { ...ending, parts: drawnIn(text, drawn), number: 0, ...(thinking && { thinking }) };
      const items = state.items.map((item) => {
        if (item.id === id) return { ...item, ...ended };
        return item.rival?.id === id ? { ...item, rival: { ...item.rival, ...ended } } : item;
      });
      set(live === state.live ? { live: null, items } : { rival: null, items });
    },

    /** Choose whether a new chat is to be temporary. @param {boolean} temporary */
    begin: (temporary) => set({ temporary }),

    dismiss: () => set({ alert: null }),

    /** Stay where the reader is, though others went on elsewhere. */
    stay: () => set({ elsewhere: null }),
  };

  /**
   * The reply that runs, or that is still being shown: the one at hand, where it is that one.
   *
   * @param {Message[]} items
   * @param {Page} page
   */
  function liveOf(items, page) {
    const { live } = state;
    if (live && page.news && (!page.number || page.number === live.number)) {
      return items.some((item) => item.id === live.id && item.status === "streaming") ? live : null;
    }
    const running = page.number ? items.find((item) => item.number === page.number) : null;
    return running ? createLive(page.number ?? 0, running.id) : null;
  }

  /**
   * The running reply beside it, likewise.
   *
   * @param {Message[]} items
   * @param {Page} page
   */
  function rivalOf(items, page) {
    const shown = items.at(-1)?.rival;
    if (shown?.status !== "streaming") return null;
    if (page.news && state.rival?.id === shown.id) return state.rival;
    return shown.number ? createLive(shown.number, shown.id) : null;
  }

  /** Return what runs under an id, if it does. @param {string} id */
  function underWay(id) {
    return [state.live, state.rival].find((one) => one?.id === id);
  }

  /** Where others went on, unless the reader is there now. @param {Message[]} items */
  function elsewhereOf(items) {
    const { elsewhere } = state;
    return elsewhere && items.some((item) => item.id === elsewhere.message) ? null : elsewhere;
  }

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
        attachments: pending.attachments?.length ? pending.attachments : undefined,
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
      siblings: step.rival ? [step.reply, step.rival] : step.question ? undefined : siblings(step.reply),
      rival: step.rival
        ? { id: step.rival, role: "assistant", parts: [], status: "streaming", model: step.other, number: -step.number }
        : undefined,
    });
    const live = createLive(step.number, step.reply);
    const rival = step.rival ? createLive(-step.number, step.rival) : null;
    set({ rival, chat: step.chat, title: step.title || state.title, items, pending: null, alert: null, live, leaves: "" });
  }

  /** @param {End} step */
  function end(step) {
    const live = underWay(step.reply);
    if (!live) return;
    live.finish(step.ending, step.length);
    tellFiles(step);
    if (live.have < step.length || live.haveThoughts < (step.thoughts ?? 0)) fetchRest(live);
  }

  /** Say of the files of a message what they came to. @param {End} step */
  function tellFiles({ reply, files = [] }) {
    const at = state.items.findIndex((item) => item.id === reply || item.rival?.id === reply);
    const asked = state.items.slice(0, Math.max(0, at)).findLast((item) => item.role === "user");
    if (!files.length || !asked?.attachments) return;
    edit(asked.id, { attachments: asked.attachments.map((file, place) => ({ ...file, tokens: files[place] ?? file.tokens })) });
  }

  /** Ask for the text from the hole on, and again until it is filled. @param {Live} live */
  function fetchRest(live) {
    if (live.asking) return;
    const { have } = live;
    ask.resync(live);
    live.asking = setTimeout(() => {
      live.asking = undefined;
      if (underWay(live.id) === live && live.have === have && !live.whole()) fetchRest(live);
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
    kept: [],
    title: "",
    temporary: false,
    archived: false,
    shared: false,
    role: "owner",
    comings: [],
    leaves: "",
    joined: 0,
    elsewhere: null,
    items: [],
    older: false,
    step: 0,
    live: null,
    rival: null,
    pending: null,
    returned: null,
    found: null,
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
    /** Pictures, each behind so much of the text. @type {{at: number, picture: Picture}[]} */
    drawn: [],
    /** Code points of the text and, one for each, pictures. */
    have: 0,
    thinking: "",
    /** Code points of it. */
    haveThoughts: 0,
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
    /** @param {Picture} picture @param {number} end */
    draw(picture, end) {
      this.drawn = [...this.drawn, { at: this.text.length, picture }];
      this.have = end;
      tell();
    },
    /** @param {string} text @param {number} end */
    think(text, end) {
      this.thinking += text;
      this.haveThoughts = end;
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
