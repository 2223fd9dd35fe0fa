/** @import {RefObject} from "react" */
/** @import {Earlier, Page, Piece, Step, Thread} from "./thread.js" */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { moveTo } from "../components/here_link.jsx";
import { Archived, Composer } from "./composer.jsx";
import { Conversation } from "./conversation.jsx";
import { createThread } from "./thread.js";
import { Loading, Missing, Welcome } from "./welcome.jsx";
import "./talk.css";

/** The chat that the address names; empty for a new one. */
const addressed = () => window.location.pathname.split("/chat/")[1]?.replace(/\/$/, "") ?? "";

/** @typedef {{id: string, name: string, hindrance?: string}} Model `hindrance`: why it cannot be used. */

/**
 * What a message can cost; `refusal` says why it cannot be sent. `question` tells which was asked.
 *
 * @typedef {{question?: number, most?: number, left?: number, refusal?: string}} Quote
 */

/**
 * What comes from the server, described in `thread.js` (empty when taken), and events to it.
 *
 * @typedef {object} TalkProps
 * @property {Page | {}} opened
 * @property {Earlier | {}} earlier
 * @property {Step | {}} change
 * @property {Piece | []} piece
 * @property {Quote} quote
 * @property {Model[]} models
 * @property {string} name
 * @property {boolean} simulatedOnly
 * @property {(step: number) => void} onTaken
 * @property {(chat: string) => void} onReopen
 * @property {(chat: string, message: string, have: number) => void} onResync
 * @property {(chat: string) => void} onUnarchive
 * @property {(chat: string, before: string) => void} onEarlier
 * @property {(chat: string, text: string, model: string) => void} onSend
 * @property {(chat: string, message: string, text: string) => void} onEdit
 * @property {(chat: string, message: string) => void} onRegenerate
 * @property {(chat: string) => void} onStop
 * @property {(chat: string, message: string, reaction: string) => void} onReact
 * @property {(chat: string, message: string) => void} onBranch
 * @property {(chat: string, model: string) => void} onModel
 * @property {(question: number, chat: string, text: string, model: string) => void} onQuote
 */

/** @typedef {ReturnType<typeof useActs>} Acts What the reader can do. */

/** The conversation and its composer. @param {TalkProps} props */
export function Talk(props) {
  const events = useRef(props);
  useEffect(() => {
    events.current = props;
  });
  const [thread] = useState(() => {
    const chat = () => made.snapshot().chat ?? "";
    const made = createThread({
      reopen: () => events.current.onReopen(chat()),
      resync: (id, have) => events.current.onResync(chat(), id, have),
    });
    return made;
  });
  const state = useSyncExternalStore(thread.subscribe, thread.snapshot, thread.snapshot);
  const { opened, earlier, change, piece, quote, models, name, simulatedOnly } = props;
  const [model, setModel] = useState("");

  // The order matters: one update may carry several of them.
  useEffect(() => {
    if (!("messages" in opened)) return;
    // The router does not know of an address taken without a navigation, so after a reconnection
    // the server opens the chat of the old one.
    if (opened.chat !== addressed()) {
      events.current.onReopen(addressed());
      return;
    }
    thread.open(opened);
    setModel(opened.model ?? "");
    events.current.onTaken(opened.step);
  }, [thread, opened]);
  useEffect(() => {
    if (!("messages" in earlier)) return;
    thread.prepend(earlier);
    events.current.onTaken(-1);
  }, [thread, earlier]);
  useEffect(() => {
    if ("step" in change) thread.change(change);
  }, [thread, change]);
  useEffect(() => {
    if (piece.length === 4) thread.piece(piece);
  }, [thread, piece]);

  // A new chat gets its address without loading the page again.
  useEffect(() => {
    if (state.chat && !state.missing && !window.location.pathname.endsWith(state.chat)) {
      moveTo(`/chat/${state.chat}`);
    }
  }, [state.chat, state.missing]);

  const acts = useActs(thread, events, setModel);

  const running = Boolean(state.live);
  useEffect(() => {
    if (!running) return undefined;
    /** @param {KeyboardEvent} event */
    const stop = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) acts.stop();
    };
    document.addEventListener("keydown", stop);
    return () => document.removeEventListener("keydown", stop);
  }, [acts, running]);

  const names = useMemo(() => Object.fromEntries(models.map((one) => [one.id, one.name])), [models]);
  const empty = !state.items.length && !state.pending;
  if (state.chat === null) {
    return (
      <div className="tk">
        <Loading />
      </div>
    );
  }
  if (state.missing) {
    return (
      <div className="tk">
        <Missing words={state.missing} />
      </div>
    );
  }
  return (
    <div className="tk">
      <Conversation thread={state} names={names} acts={acts}>
        {empty && !state.archived && (
          <Welcome
            name={name}
            simulated={simulatedOnly}
            onPick={(text) => acts.send(text, model)}
          />
        )}
      </Conversation>
      {state.archived ? (
        <Archived onTakeBack={acts.unarchive} />
      ) : (
        <Composer
          thread={state}
          draftKey={`draft:${state.owner}:${state.chat || "new"}`}
          models={models}
          model={model}
          quote={quote}
          acts={acts}
        />
      )}
    </div>
  );
}

/**
 * @param {Thread} thread
 * @param {RefObject<TalkProps>} events
 * @param {(model: string) => void} setModel
 */
function useActs(thread, events, setModel) {
  return useMemo(() => {
    const chat = () => thread.snapshot().chat ?? "";
    return {
      /** @param {string} text @param {string} chosen */
      send(text, chosen) {
        thread.expect({ kind: "send", text });
        events.current.onSend(chat(), text, chosen);
      },
      /** @param {string} id @param {string} text */
      edit(id, text) {
        thread.expect({ kind: "edit", text, target: id });
        events.current.onEdit(chat(), id, text);
      },
      /** @param {string} id */
      regenerate(id) {
        thread.expect({ kind: "regenerate", text: "", target: id });
        events.current.onRegenerate(chat(), id);
      },
      /** @param {string} id */
      model(id) {
        setModel(id);
        events.current.onModel(chat(), id);
      },
      stop: () => events.current.onStop(chat()),
      /** @param {number} n @param {string} text @param {string} chosen */
      quote: (n, text, chosen) => events.current.onQuote(n, chat(), text, chosen),
      /** @param {string} id @param {string} reaction */
      react: (id, reaction) => events.current.onReact(chat(), id, reaction),
      /** @param {string} id */
      branch: (id) => events.current.onBranch(chat(), id),
      /** @param {string} id */
      earlier: (id) => events.current.onEarlier(chat(), id),
      unarchive: () => events.current.onUnarchive(chat()),
      /** @param {string} id */
      settle: (id) => thread.settle(id),
      dismiss: () => thread.dismiss(),
    };
  }, [thread, events, setModel]);
}
