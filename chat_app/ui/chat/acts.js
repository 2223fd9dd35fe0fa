/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Settings} from "./chat_settings.jsx" */
/** @import {TalkProps} from "./talk.jsx" */
/** @import {Thread} from "./thread.js" */
/** @import {RefObject} from "react" */

import { useEffect, useMemo, useRef } from "react";
import { createSigns } from "./writing.js";

/**
 * What the reader can do in the open chat; it stays the same from one render to the next.
 *
 * @param {Thread} thread
 * @param {RefObject<TalkProps>} events
 * @param {string} model Who answers what is sent.
 * @param {(model: string) => void} setModel
 * @param {Settings} begun What a new chat begins with.
 */
export function useActs(thread, events, model, setModel, begun) {
  const beginning = useRef(begun);
  const answering = useRef(model);
  useEffect(() => {
    beginning.current = begun;
    answering.current = model;
  });
  return useMemo(() => {
    const chat = () => thread.snapshot().chat ?? "";
    const sign = createSigns((isWriting) => events.current.onWrite(chat(), isWriting));
    // Members choose for what they ask alone; an owner's choice is the chat's.
    const chosenHere = () => (thread.snapshot().role === "owner" ? "" : answering.current);
    const newChat = () => ({ ...beginning.current, is_temporary: thread.snapshot().temporary });
    return {
      /** @param {string} text @param {string} chosen @param {Attached[]} attachments */
      send(text, chosen, attachments) {
        thread.expect({ kind: "send", text, attachments });
        events.current.onSend(chat(), text, chosen, newChat(), idsOf(attachments));
      },
      /** Ask two models at once. @param {string} text @param {string} chosen @param {string} other @param {Attached[]} attachments */
      compare(text, chosen, other, attachments) {
        thread.expect({ kind: "send", text, attachments });
        events.current.onCompare(chat(), text, chosen, other, newChat(), idsOf(attachments));
      },
      /** @param {string} id @param {string} text @param {Attached[]} attachments */
      edit(id, text, attachments) {
        thread.expect({ kind: "edit", text, attachments, target: id });
        events.current.onEdit(chat(), id, text, chosenHere(), idsOf(attachments));
      },
      /** @param {string} id @param {string} [other] Another model than that of the next message. */
      regenerate(id, other = chosenHere()) {
        thread.expect({ kind: "regenerate", text: "", target: id });
        events.current.onRegenerate(chat(), id, other);
      },
      /** Go on with a reply that was cut. @param {string} id */
      goOn(id) {
        thread.expect({ kind: "continue", text: "" });
        events.current.onContinue(chat(), id);
      },
      /** Let the others see that the reader writes. @param {string} text What the box holds now. */
      write(text) {
        if (thread.snapshot().shared) sign(text);
      },
      /** @param {string} id */
      model(id) {
        setModel(id);
        if (thread.snapshot().role === "owner") events.current.onModel(chat(), id);
      },
      /** @param {string} [id] One of two replies; all that run without it. */
      stop: (id = "") => events.current.onStop(chat(), id),
      /** @param {boolean} temporary */
      begin: (temporary) => thread.begin(temporary),
      /** @param {number} n @param {string} text @param {string[]} chosen One model, or two. @param {Attached[]} attachments */
      quote: (n, text, chosen, attachments) =>
        events.current.onQuote(n, chat(), text, chosen, newChat(), idsOf(attachments)),
      /** @param {number} n @param {string} id @param {"edit" | "continue" | "retry"} deed @param {string} [text] @param {Attached[]} [attachments] */
      quoteAnew: (n, id, deed, text = "", attachments = []) =>
        events.current.onQuoteAnew(n, chat(), id, deed, text, chosenHere(), idsOf(attachments)),
      /** @param {number} n @param {string} id Of a reply. */
      quoteRetries: (n, id) => events.current.onQuoteRetries(n, chat(), id),
      /** @param {string} title */
      rename: (title) => events.current.onRename(chat(), title),
      /** @param {Settings} settings */
      setUp: (settings) => events.current.onSetUp(chat(), settings),
      /** @param {string} id */
      leaveOut: (id) => events.current.onLeaveOut(chat(), id),
      archive: () => events.current.onArchive(chat()),
      /** @param {string} title */
      move: (title) => events.current.onMove(chat(), title),
      /** @param {string} title */
      delete: (title) => events.current.onDelete(chat(), title),
      /** @param {string} id @param {string} reaction @param {string[]} [complaints] @param {string} [words] */
      react: (id, reaction, complaints = [], words = "") =>
        events.current.onReact(chat(), id, reaction, complaints, words),
      /** @param {string} id */
      branch: (id) => events.current.onBranch(chat(), id),
      /** @param {string} id */
      earlier: (id) => events.current.onEarlier(chat(), id),
      unarchive: () => events.current.onUnarchive(chat()),
      /** @param {string} id */
      settle: (id) => thread.settle(id),
      dismiss: () => thread.dismiss(),
      stay: () => thread.stay(),
    };
  }, [thread, events, setModel]);
}

/** @param {Attached[]} attachments */
const idsOf = (attachments) => attachments.map(({ id }) => id);
