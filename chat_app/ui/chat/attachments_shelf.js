/**
 * The files of all drafts of a tab: each is sent to the server as soon as it is chosen, and lies here
 * until its message is sent.
 *
 * Reading on in another chat ends nothing. What has arrived is kept with the draft in the browser, so
 * that it is there after a reload.
 */

/**
 * A file that the server keeps; what it has not, it is without.
 *
 * @typedef {object} Attached
 * @property {string} id
 * @property {string} name
 * @property {"image" | "document" | "text" | "audio"} kind
 * @property {string} type Its media type.
 * @property {number} size In bytes.
 * @property {number} [width] In pixels, likewise the next.
 * @property {number} [height]
 * @property {number} [pages]
 * @property {number} [seconds]
 * @property {number} [tokens] Its share of what the message cost, once that is settled.
 * @property {boolean} [asText] Whether the model gets its words instead of it.
 */

/** @typedef {"too-large" | "empty" | "folder" | "unreachable" | "gone" | "refused"} FaultKind */
/** @typedef {{kind: FaultKind, code?: string, status?: number, message?: string}} Fault `message`: the server's, in English. */

/** @typedef {{source: File, fault?: Fault}} Chosen A file to be sent, and what is wrong with it already. */

/**
 * A file on its way into a message.
 *
 * @typedef {object} Item
 * @property {string} key
 * @property {string} name
 * @property {string} type
 * @property {number} size
 * @property {number} share How much of it has been sent, of 1.
 * @property {File} [source] What is sent.
 * @property {Attached} [file] What the server made of it.
 * @property {Fault} [fault]
 */

/** @typedef {{items: Item[], sent: Item[]}} Shelf `sent`: with a message that the server has not taken yet. */

/** @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void, removeItem: (key: string) => void}} Store */

/**
 * @typedef {object} Means What the files are sent, looked for and kept with.
 * @property {(source: File, onSent: (share: number) => void, signal: AbortSignal) => Promise<Attached>} send
 * @property {(id: string) => Promise<boolean>} exists Whether the server has it still.
 * @property {(id: string) => void} drop Have the server forget it.
 * @property {(problem: unknown) => Fault} explain
 * @property {Store} store
 */

/** How many a message may have. */
export const MOST_FILES = 10;
/** How many are on their way at once; a browser has no more than six ways to a server, and the pages need some. */
const MOST_AT_ONCE = 3;
/** What a draft that is kept lies under; other places are forgotten with the page. */
const KEPT = "draft:";

/** @type {Shelf} */
const EMPTY = { items: [], sent: [] };

/** Make the store. @param {Means} means */
export function createShelves({ send, exists, drop, explain, store }) {
  /** @type {Map<string, Shelf>} */
  const shelves = new Map();
  /** @type {Map<string, AbortController>} */
  const sending = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  let count = 0;

  /** @param {string} place @param {Partial<Shelf>} fields */
  const set = (place, fields) => {
    const now = { ...(shelves.get(place) ?? EMPTY), ...fields };
    shelves.set(place, now);
    keep(place, now);
    for (const listener of listeners) listener();
  };

  /** @param {string} place @param {Shelf} shelf */
  const keep = (place, { items, sent }) => {
    if (!place.startsWith(KEPT)) return;
    const files = [...sent, ...items].flatMap(({ file }) => file ?? []);
    if (files.length) store.setItem(`files:${place}`, JSON.stringify(files));
    else store.removeItem(`files:${place}`);
  };

  /** @param {string} key @param {Partial<Item>} fields */
  const edit = (key, fields) => {
    for (const [place, { items }] of shelves) {
      if (items.some((item) => item.key === key)) {
        set(place, { items: items.map((item) => (item.key === key ? { ...item, ...fields } : item)) });
      }
    }
  };

  /** @param {Pick<Item, "name" | "type" | "size"> & Partial<Item>} of @returns {Item} */
  const item = (of) => ({ key: String((count += 1)), share: 0, ...of });
  /** @param {Attached} file */
  const itemOf = (file) => item({ name: file.name, type: file.type, size: file.size, share: 1, file });

  /** @param {string} key @param {File} source */
  const begin = async (key, source) => {
    const leaving = new AbortController();
    sending.set(key, leaving);
    try {
      const file = await send(source, (share) => edit(key, { share }), leaving.signal);
      if (leaving.signal.aborted) drop(file.id);
      else edit(key, { file, share: 1 });
    } catch (problem) {
      edit(key, { fault: explain(problem) });
    } finally {
      sending.delete(key);
      sendNext();
    }
  };

  /** Send what has not been, the oldest first. */
  const sendNext = () => {
    for (const { key, source, file, fault } of [...shelves.values()].flatMap(({ items }) => items)) {
      if (sending.size >= MOST_AT_ONCE) return;
      if (source && !file && !fault && !sending.has(key)) begin(key, source);
    }
  };

  return {
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    /** What lies at a place. @param {string} place */
    at: (place) => shelves.get(place) ?? EMPTY,

    /**
     * Bring back what is kept of a place, and ask whether it is there still.
     *
     * @param {string} place
     */
    async restore(place) {
      if (shelves.has(place)) return;
      /** @type {Attached[]} */
      const files = place.startsWith(KEPT) ? JSON.parse(store.getItem(`files:${place}`) ?? "[]") : [];
      const items = files.map(itemOf);
      set(place, { items });
      await Promise.all(
        items.map(async ({ key, file }) => {
          if (file && !(await exists(file.id))) edit(key, { file: undefined, fault: { kind: "gone" } });
        }),
      );
    },

    /**
     * Put files there, each with what is wrong with it already, and send them.
     *
     * @param {string} place
     * @param {Chosen[]} chosen
     * @returns {number} How many are too many.
     */
    add(place, chosen) {
      const { items } = this.at(place);
      const fresh = chosen
        .slice(0, Math.max(0, MOST_FILES - items.length))
        .map(({ source, fault }) => item({ name: source.name, type: source.type, size: source.size, source, fault }));
      set(place, { items: [...items, ...fresh] });
      sendNext();
      return chosen.length - fresh.length;
    },

    /** Put there what the server has already. @param {string} place @param {Attached[]} files */
    put(place, files) {
      const { items } = this.at(place);
      const known = new Set(items.map(({ file }) => file?.id));
      const fresh = files.filter(({ id }) => !known.has(id)).slice(0, Math.max(0, MOST_FILES - items.length));
      set(place, { items: [...items, ...fresh.map(itemOf)] });
    },

    /** @param {string} place @param {string} key */
    remove(place, key) {
      sending.get(key)?.abort();
      const { items } = this.at(place);
      const gone = items.find((one) => one.key === key);
      // What came with this page is in no message.
      if (gone?.source && gone.file) drop(gone.file.id);
      set(place, { items: items.filter((one) => one.key !== key) });
    },

    /** Send a file again that did not arrive. @param {string} key */
    retry(key) {
      edit(key, { fault: undefined, share: 0 });
      sendNext();
    },

    /** Take what is there into a message. @param {string} place @returns {Attached[]} */
    take(place) {
      const { items } = this.at(place);
      set(place, { items: [], sent: items });
      return items.flatMap(({ file }) => file ?? []);
    },

    /** The message was refused: put back what was in it. @param {string} place */
    giveBack(place) {
      const { items, sent } = this.at(place);
      if (sent.length) set(place, { items: [...sent, ...items], sent: [] });
    },

    /** The message was taken. @param {string} place */
    settle(place) {
      if (this.at(place).sent.length) set(place, { sent: [] });
    },

    /** A draft has another name, as of a chat that got its id. @param {string} from @param {string} to */
    move(from, to) {
      const shelf = shelves.get(from);
      if (!shelf || from === to) return;
      this.clear(from);
      set(to, shelf);
    },

    /** @param {string} place */
    clear(place) {
      shelves.delete(place);
      keep(place, EMPTY);
    },
  };
}

/** Say what is in it by its media type. @param {string} type @returns {Attached["kind"]} */
export function kindOf(type) {
  const [family] = type.split("/");
  if (family === "image" || family === "audio" || family === "text") return family;
  return type.startsWith("application/json") ? "text" : "document";
}
