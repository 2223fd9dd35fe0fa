/** @import {RefObject} from "react" */
/** @import {Settings} from "./chat_settings.jsx" */
/** @import {Head, Tally} from "./header.jsx" */
/** @import {Limits} from "./limits.jsx" */
/** @import {Line} from "./line.jsx" */
/** @import {Bill, FileCost, ShortQuote} from "./quotes.jsx" */
/** @import {Earlier, Page, Piece, Step, ThreadState} from "./thread.js" */
/** @import {Voices} from "./voice.js" */
/** @import {Signs} from "./writing.js" */
/** @import {Person} from "../components/person.js" */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useAway } from "../components/connection.jsx";
import { say } from "../words.js";
import { moveTo } from "../components/here_link.jsx";
import { useActs } from "./acts.js";
import { MODEL_CHOSEN } from "../sidebar/palette.jsx";
import { Composer, ownIn } from "./composer.jsx";
import { Conversation } from "./conversation.jsx";
import { Elsewhere } from "./elsewhere.jsx";
import { Header } from "./header.jsx";
import { WaitingLine } from "./line.jsx";
import { tell } from "./quotes.jsx";
import { insert } from "./insertion.js";
import { OnlyRead } from "./only_read.jsx";
import { Role } from "./role.js";
import { presentIn, useLook, Writing } from "./others.jsx";
import { useTabTitle } from "./tab_title.js";
import { Leaving } from "./leaving.jsx";
import { Temporary } from "./temporary.jsx";
import { createThread } from "./thread.js";
import { Voice } from "./voice.js";
import { Loading, Missing, Welcome } from "./welcome.jsx";
import "./talk.css";

/** The chat that the address names; empty for a new one. */
const addressed = () => window.location.pathname.split("/chat/")[1]?.replace(/\/$/, "") ?? "";

/**
 * A model that may answer; prices in micro-dollars.
 *
 * @typedef {object} Model
 * @property {string} id
 * @property {string} name
 * @property {string} [hindrance] Why it cannot be used.
 * @property {string} vendor
 * @property {boolean} simulated
 * @property {number} window What it can be told at most, in tokens.
 * @property {number} longest The longest reply it is asked for.
 * @property {number} typical The price of a typical message.
 * @property {number} input Of a million tokens; likewise `output`.
 * @property {number} output
 * @property {("image" | "document" | "audio")[]} takes Beside words.
 * @property {boolean} temperature Whether it takes one.
 * @property {string[]} efforts How hard it can be asked to think.
 * @property {{width: number, height: number, microUsd: number, writes: boolean}} [draws] The pictures it draws, in pixels, what one costs, and whether it writes beside them.
 */

/**
 * What a message will cost; `refusal` says why it cannot be sent.
 *
 * @typedef {object} Quote
 * @property {number} [question] Which was asked.
 * @property {Bill} [likely]
 * @property {Bill} [most]
 * @property {number} [left] Tokens left of the budget while the most is held.
 * @property {string} [from] What the likely length of the reply is taken from.
 * @property {number} [messages] Earlier ones sent along.
 * @property {number} [dropped] Of the last messages, those that are not.
 * @property {boolean} [charged] Whether earlier messages are.
 * @property {Record<string, FileCost>} [attachments] What each file costs, by its id.
 * @property {number} [droppedFiles] Of the files of earlier messages, those that are not sent.
 * @property {Record<string, ShortQuote>} [retries] What another reply of each model costs, by its id, where that was asked.
 * @property {string} [refusal]
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
 * @property {Limits} limits
 * @property {Voices} voice
 * @property {number} mostMib The size of a file at most; 0 while it is not known.
 * @property {boolean} lost Whether the server is out of reach.
 * @property {Head} head
 * @property {Tally} gauge
 * @property {string} name
 * @property {{chat?: string, people?: Person[]}} here Who else looks at a chat, as it was told last.
 * @property {Signs | {}} typing The newest signs that others write.
 * @property {Line} line What waits in line, when that has changed.
 * @property {(step: number) => void} onTaken
 * @property {(chat: string) => void} onReopen
 * @property {(chat: string, message: string, have: number[], number: number) => void} onResync
 * @property {(chat: string) => void} onUnarchive
 * @property {(chat: string, before: string) => void} onEarlier
 * @property {(chat: string, text: string, model: string, begun: NewChat, attachments: string[]) => void} onSend
 * @property {(chat: string, message: string, text: string, model: string, attachments: string[]) => void} onEdit
 * @property {(chat: string, message: string, model: string) => void} onRegenerate
 * @property {(chat: string, message: string) => void} onContinue
 * @property {(chat: string, text: string, model: string, other: string, begun: NewChat, attachments: string[]) => void} onCompare
 * @property {(chat: string, message: string) => void} onStop
 * @property {(chat: string, message: string, reaction: string, complaints: string[], words: string) => void} onReact
 * @property {(chat: string, message: string) => void} onBranch
 * @property {(chat: string, model: string) => void} onModel
 * @property {(question: number, chat: string, text: string, models: string[], begun: NewChat, attachments: string[]) => void} onQuote
 * @property {(question: number, chat: string, message: string, deed: string, text: string, model: string, attachments: string[]) => void} onQuoteAnew
 * @property {(question: number, chat: string, message: string) => void} onQuoteRetries
 * @property {(chat: string, title: string) => void} onRename
 * @property {(chat: string, settings: Settings) => void} onSetUp
 * @property {(chat: string, message: string) => void} onLeaveOut
 * @property {(chat: string, isLooking: boolean) => void} onLook
 * @property {(chat: string, isWriting: boolean) => void} onWrite
 * @property {(chat: string) => void} onArchive
 * @property {(chat: string, title: string) => void} onMove
 * @property {(chat: string, title: string) => void} onDelete
 */

/** @typedef {Settings & {is_temporary: boolean}} NewChat What a new chat begins with. */

/** The folder that the address of a new chat names; empty for none. */
const folder = () => new URLSearchParams(window.location.search).get("folder") ?? "";

/** @typedef {ReturnType<typeof useActs>} Acts What the reader can do. */

/** What a chat begins with, unless told otherwise. @type {Settings} */
const USUAL = { system_prompt: "", parameters: {}, project_id: "" };
/** What is told of a chat that nothing is known of yet. @type {Head & Tally} */
const UNKNOWN = {};

/** What a model is called below its replies. @param {Model} model */
function calledIn({ name, simulated, draws }) {
  return simulated ? say(draws ? "conversation-made-up-pictures" : "conversation-made-up", { name }) : name;
}

/** Whose reply is being written in a shared chat, in words. @param {ThreadState} state */
function runningIn({ items, live, owner }) {
  const payer = items.find((item) => item.id === live?.id)?.payer;
  if (!live) return "";
  return payer && payer.id !== owner ? say("line-after", { name: payer.name }) : say("line-after-mine");
}

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
      unanswered: () => say("composer-unanswered"),
      resync: ({ id, have, haveThoughts, number }) =>
        events.current.onResync(chat(), id, [have, haveThoughts], number),
    });
    return made;
  });
  const state = useSyncExternalStore(thread.subscribe, thread.snapshot, thread.snapshot);
  const { opened, earlier, change, piece, quote, models, name } = props;
  const away = useAway(props.lost);
  const [model, setModel] = useState("");
  const [begun, setBegun] = useState(USUAL);
  const head = props.head.chat === state.chat ? props.head : UNKNOWN;
  const gauge = props.gauge.chat === state.chat ? props.gauge : UNKNOWN;

  // The order matters: one update may carry several of them.
  useEffect(() => {
    if (!("messages" in opened)) return;
    // The router does not know of an address taken without a navigation, so after a reconnection
    // the server opens the chat of the old one.
    if (opened.chat !== addressed()) {
      events.current.onReopen(addressed());
      return;
    }
    const another = thread.snapshot().chat !== opened.chat;
    setBegun((now) => (another || now.project_id !== folder() ? { ...USUAL, project_id: folder() } : now));
    thread.open(opened);
    setModel((now) => (opened.news && opened.role === "editor" ? now : (opened.model ?? "")));
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
    if (piece.length) thread.piece(piece);
  }, [thread, piece]);

  useEffect(() => tell(quote), [quote]);

  // A new chat gets its address without loading the page again.
  useEffect(() => {
    if (state.chat && !state.missing && !window.location.pathname.endsWith(state.chat)) {
      moveTo(`/chat/${state.chat}`);
    }
  }, [state.chat, state.missing]);

  const acts = useActs(thread, events, model, setModel, begun);

  useEffect(() => {
    /** @param {Event} event */
    const choose = (event) => acts.model(/** @type {CustomEvent<string>} */ (event).detail);
    window.addEventListener(MODEL_CHOSEN, choose);
    return () => window.removeEventListener(MODEL_CHOSEN, choose);
  }, [acts]);

  const running = Boolean(state.live || state.rival);
  useEffect(() => {
    if (!running) return undefined;
    /** @param {KeyboardEvent} event */
    const stop = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && ownIn(thread.snapshot())) acts.stop();
    };
    document.addEventListener("keydown", stop);
    return () => document.removeEventListener("keydown", stop);
  }, [acts, thread, running]);

  useTabTitle(state);
  useLook(state, events);
  const present = presentIn(state, props.here);
  const names = useMemo(
    () => Object.fromEntries(models.map((one) => [one.id, calledIn(one)])),
    [models],
  );
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
        <Missing words={state.missing} kept={state.kept} />
      </div>
    );
  }
  return (
    <Voice.Provider value={props.voice}>
      <Role.Provider value={state.role}>
      <div className="tk" data-role={state.role}>
        <Header thread={state} head={head} gauge={gauge} models={models} model={model} begun={begun} here={present} onBegin={setBegun} acts={acts} />
        <Temporary thread={state} acts={acts} />
        <Conversation thread={state} models={models} model={model} names={names} mostMib={props.mostMib} leftOut={gauge.context?.leftOutId ?? ""} acts={acts}>
          {empty && !state.archived && state.role !== "viewer" && <Welcome name={name} onPick={insert} />}
        </Conversation>
        <Leaving day={state.leaves} />
        {state.shared && <Elsewhere thread={state} acts={acts} />}
        {state.shared && <WaitingLine thread={state} told={props.line} running={runningIn(state)} />}
        {state.shared && <Writing chat={state.chat} people={present} told={props.typing} />}
        {state.archived || state.role === "viewer" ? (
          <OnlyRead thread={state} acts={acts} />
        ) : (
          <Composer
            thread={state}
            draftKey={state.temporary ? "" : `draft:${state.owner}:${state.chat || "new"}`}
            models={models}
            model={model}
            about={[gauge, begun, head, props.limits]}
            limits={props.limits}
            mostMib={props.mostMib}
            away={away}
            acts={acts}
          />
        )}
      </div>
      </Role.Provider>
    </Voice.Provider>
  );
}
