/** @import {Acts, Model, Quote} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { lengthOf, room, tooLong } from "./characters.js";
import { figure } from "./charge.jsx";
import { CloseIcon, AlertIcon, SendIcon, StopIcon } from "./icons.jsx";
import "./composer.css";

const QUOTE_AFTER_MS = 400;

/**
 * Where a message is written: the box, the model, what it can cost, and Send or Stop.
 *
 * @param {{thread: ThreadState, draftKey: string, models: Model[], model: string, quote: Quote, acts: Acts}} props
 */
export function Composer({ thread, draftKey, models, model, quote, acts }) {
  const { live, pending, returned, alert } = thread;
  const [text, setText] = useDraft(draftKey, thread.view, Boolean(pending));
  const [asked, setAsked] = useState(0);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const counted = useRef(0);
  const length = lengthOf(text);
  const chosen = models.find((one) => one.id === model);
  const known = quote.question === asked ? quote : {};
  const words = whyNot({ length, live, pending, chosen, models, quote: known });

  // A refused message comes back to the box, before whatever was typed meanwhile.
  useEffect(() => {
    if (returned?.text && returned.kind === "send") {
      setText((now) => (now ? `${returned.text}\n${now}` : returned.text));
      box.current?.focus();
    }
  }, [returned, setText]);

  // The quote follows the typing at a distance.
  useEffect(() => {
    if (!length || tooLong(length)) {
      setAsked(0);
      return undefined;
    }
    const timer = setTimeout(() => {
      counted.current += 1;
      setAsked(counted.current);
      acts.quote(counted.current, text.trim(), model);
    }, QUOTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [acts, text, length, model]);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  // Ready to be written in, unless the reader already writes elsewhere, such as in the search.
  useEffect(() => {
    const isWriting = document.activeElement?.matches("input, textarea");
    if (!isWriting && window.matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, [draftKey]);

  const send = () => {
    if (words !== null || !length) return;
    acts.send(text.trim(), model);
    setText("");
  };
  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  return (
    <div className="tk-dock">
      {alert && (
        <div className="tk-alert" role="alert">
          <AlertIcon />
          <span>{alert}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={acts.dismiss}>
            <CloseIcon />
          </button>
        </div>
      )}
      <form
        className="tk-composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={box}
          rows={1}
          aria-label="Message"
          aria-describedby="tk-hint"
          placeholder="Write a message"
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={keys}
        />
        <div className="tk-tools">
          <select
            aria-label="Model"
            className="tk-select"
            value={model}
            onChange={(event) => acts.model(event.target.value)}
          >
            {!chosen && <option value={model}>{model || "No model"}</option>}
            {models.map((one) => (
              <option key={one.id} value={one.id} disabled={Boolean(one.hindrance)}>
                {one.hindrance ? `${one.name} (${one.hindrance})` : one.name}
              </option>
            ))}
          </select>
          <p id="tk-hint" className="tk-hint">
            <Hint words={words} length={length} quote={known} />
          </p>
          {live ? (
            <button type="button" className="tk-send" aria-label="Stop" title="Stop (Esc)" onClick={acts.stop}>
              <StopIcon filled />
            </button>
          ) : (
            <button
              type="submit"
              className="tk-send"
              aria-label="Send"
              title={words ?? "Send (Enter)"}
              disabled={words !== null || !length}
            >
              <SendIcon />
            </button>
          )}
        </div>
      </form>
    </div>
  );
}

/**
 * What stands in the place of the composer where a chat can only be read.
 *
 * @param {{onTakeBack: () => void}} props
 */
export function Archived({ onTakeBack }) {
  return (
    <div className="tk-dock">
      <div className="tk-archived" role="status">
        <span>This chat is archived: it can be read, not written in.</span>
        <button type="button" className="button" onClick={onTakeBack}>
          Unarchive
        </button>
      </div>
    </div>
  );
}

/**
 * One line under the box: why nothing can be sent, else what sending can cost.
 *
 * @param {{words: string | null, length: number, quote: Quote}} props
 */
function Hint({ words, length, quote }) {
  if (words) return <span className={tooLong(length) ? "tk-bad" : undefined}>{words}</span>;
  const cost =
    quote.most === undefined
      ? ""
      : `up to ${figure(quote.most)} tokens · ${figure(Math.max(0, quote.left ?? 0))} left after`;
  return [room(length), cost].filter(Boolean).join(" · ");
}

/**
 * Why sending is not possible, in words; null when it is.
 *
 * @param {Pick<ThreadState, "live" | "pending"> & {length: number, chosen?: Model, models: Model[], quote: Quote}} state
 */
function whyNot({ length, live, pending, chosen, models, quote }) {
  if (live) return "A reply is being written; Esc stops it";
  if (pending) return "Sending…";
  if (tooLong(length)) return tooLong(length);
  if (models.length && models.every((one) => one.hindrance)) return "No model is set up on this server";
  if (chosen?.hindrance) return `${chosen.name} cannot be used: ${chosen.hindrance}`;
  return quote.refusal || null;
}

/**
 * A text that survives a reload, kept for each chat in this browser.
 *
 * While a message is under way its text stays kept, in case the page is reloaded before the server
 * has taken it. A new chat that gets its id (same `view`, other `key`) takes its text along.
 *
 * @param {string} key
 * @param {number} view
 * @param {boolean} underWay
 * @returns {[string, (next: string | ((now: string) => string)) => void]}
 */
function useDraft(key, view, underWay) {
  const [draft, setDraft] = useState({ key: "", view: -1, text: "" });
  useEffect(() => {
    if (!key) return;
    setDraft((now) => {
      if (now.key === key) return now;
      if (now.view !== view) return { key, view, text: localStorage.getItem(key) ?? "" };
      localStorage.removeItem(now.key);
      return { ...now, key };
    });
  }, [key, view]);
  useEffect(() => {
    if (!draft.key || underWay) return;
    if (draft.text) localStorage.setItem(draft.key, draft.text);
    else localStorage.removeItem(draft.key);
  }, [draft, underWay]);
  const [setText] = useState(
    () => /** @param {string | ((now: string) => string)} next */ (next) =>
      setDraft((now) => ({ ...now, text: typeof next === "function" ? next(now.text) : next })),
  );
  return [draft.text, setText];
}
