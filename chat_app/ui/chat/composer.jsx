/** @import {Chosen} from "./attachments_shelf.js" */
/** @import {Limits} from "./limits.jsx" */
/** @import {Acts, Model, Quote} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { say } from "../words.js";
import { Attach, Attachments, CarriedAlong } from "./attachments.jsx";
import { useAttachments, useDraftedFiles } from "./attachments.js";
import { DropTarget } from "./attachments_drop.jsx";
import { inWordsOf, lackOf, ModelLacks } from "./attachments_lack.jsx";
import { lengthOf, room, tooLong } from "./characters.js";
import { useCommandMenu } from "./command_menu.jsx";
import { CompareWith } from "./compare.jsx";
import { useDictate } from "./dictate.jsx";
import { useDraft } from "./draft.js";
import { CloseIcon, AlertIcon, SendIcon, StopIcon } from "./icons.jsx";
import { Limit, whyLimited } from "./limits.jsx";
import { useInsertions } from "./insertion.js";
import { inWords, QuoteDetails, useQuote } from "./quotes.jsx";
import "./composer.css";

/**
 * Where a message is written: the box, what it will cost, and Send or Stop.
 *
 * @param {{thread: ThreadState, draftKey: string, models: Model[], model: string, about: unknown, limits: Limits, mostMib: number, away: boolean, acts: Acts}} props
 *   `about`: what else a quote depends on.
 */
export function Composer({ thread, draftKey, models, model, about, limits, mostMib, away, acts }) {
  const { pending, returned, alert } = thread;
  const other = othersIn(thread);
  const live = ownIn(thread);
  const [second, setOther] = useState("");
  const [text, setText] = useDraft(draftKey, thread.view, Boolean(pending));
  const place = draftKey || `unkept:${thread.view}`;
  const shelf = useAttachments(place, mostMib);
  const { files } = shelf;
  useDraftedFiles(place, thread);
  const [waits, setWaits] = useState(false);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const length = lengthOf(text);
  const chosen = models.find((one) => one.id === model);
  const written = length && !tooLong(length) ? text.trim() : "";
  const asked = second && second !== model && !written.startsWith("/") ? [model, second] : [model];
  const isEmpty = !length && !shelf.items.length;
  const isPriced = written || (files.length && !length);
  const known = useQuote(isPriced ? (question) => acts.quote(question, written, asked, files) : null, [
    written,
    files.map(({ id }) => id),
    asked,
    thread.view,
    about,
  ]);
  const hearers = models.filter(({ id }) => asked.includes(id));
  const lack = lackOf(files, hearers);
  const limited = whyLimited(limits, !thread.chat, text);
  const hindered = lack ? inWordsOf(lack) : shelf.hasFault ? say("attach-fault-first") : null;
  const inTheWay = away ? say("connection-cannot-send") : limited ?? hindered;
  const words = inTheWay ?? whyNot({ length, live, pending, chosen, models, quote: known });
  // Who just sent something sees that it is being answered.
  const goesWithoutSaying = isEmpty && !inTheWay && Boolean(live || pending);

  // A refused message comes back to the box, before whatever was typed meanwhile.
  useEffect(() => {
    if (returned?.kind !== "send") return;
    if (returned.text) setText((now) => (now ? `${returned.text}\n${now}` : returned.text));
    box.current?.focus();
  }, [returned, setText]);

  useInsertions(
    useCallback(
      (given) => {
        setText((now) => (now.trim() ? `${now.trimEnd()}\n\n${given}` : given));
        requestAnimationFrame(() => {
          box.current?.focus();
          box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
        });
      },
      [setText],
    ),
  );

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

  const slash = useCommandMenu({ place, text, setText, box });
  const send = () => {
    if (words !== null || isEmpty) return;
    setWaits(shelf.isSending);
    if (shelf.isSending) return;
    const attachments = shelf.take().map((file) => ({ ...file, asText: known.attachments?.[file.id]?.asText }));
    if (second && second !== model && !text.startsWith("/")) acts.compare(text.trim(), model, second, attachments);
    else acts.send(text.trim(), model, attachments);
    setOther("");
    setText(slash.emptied());
    acts.write("");
  };
  // What was sent while files were on their way goes with the last of them.
  const goOut = useRef(send);
  useEffect(() => {
    goOut.current = send;
  });
  useEffect(() => {
    if (!waits || (shelf.isSending && !hindered)) return;
    setWaits(false);
    goOut.current();
  }, [waits, shelf.isSending, hindered]);
  const { add } = shelf;
  const bring = useCallback(
    /** @param {Chosen[]} brought */
    (brought) => {
      add(brought);
      // A phone would put its keyboard over them.
      if (window.matchMedia("(pointer: fine)").matches) box.current?.focus();
    },
    [add],
  );
  const dictate = useDictate(box, setText);
  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    if (slash.keys(event)) return;
    if (event.key === "Escape" && waits) {
      event.preventDefault();
      setWaits(false);
    }
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
          <button type="button" className="icon-button" aria-label={say("composer-dismiss")} onClick={acts.dismiss}>
            <CloseIcon />
          </button>
        </div>
      )}
      <Limit limits={limits} isNew={!thread.chat} />
      <ModelLacks lack={lack} models={models} onModel={acts.model} />
      {slash.menu}
      <DropTarget onChosen={bring} />
      <form
        className="tk-composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Attachments shelf={shelf} costs={known.attachments} mostMib={mostMib} />
        <CarriedAlong amount={known.likely?.files} count={files.length} />
        <textarea
          ref={box}
          rows={1}
          aria-label={say("composer-message")}
          aria-describedby="tk-hint"
          placeholder={say("composer-placeholder")}
          dir="auto"
          value={text}
          onChange={(event) => {
            setText(event.target.value || slash.emptied());
            acts.write(event.target.value);
          }}
          onKeyDown={keys}
          {...slash.attributes}
        />
        {dictate.said}
        <div className="tk-tools">
          <Attach onChosen={bring} />
          {dictate.button}
          <CompareWith models={models} model={model} other={second === model ? "" : second} onChange={setOther} />
          <p id="tk-hint" className={goesWithoutSaying ? "tk-hint tk-unasked" : "tk-hint"}>
            <Hint
              words={words ?? (waits ? say("attach-waits") : null)}
              before={[other ? say("line-will-wait", { name: other.name }) : "", thread.shared && known.likely ? say("quote-payer") : ""]}
              length={length}
              quote={known}
            />
          </p>
          {!words && <QuoteDetails quote={known} />}
          {other && thread.role === "owner" && (
            <button type="button" className="icon-button" aria-label={say("line-stop", { name: other.name })} title={say("line-stop", { name: other.name })} onClick={() => acts.stop()}>
              <StopIcon />
            </button>
          )}
          {live ? (
            <button type="button" className="tk-send" aria-label={say("composer-stop")} title={say("composer-stop-key")} onClick={() => acts.stop()}>
              <StopIcon filled />
            </button>
          ) : waits ? (
            <button type="button" className="tk-send" aria-label={say("attach-wait-no-more")} title={say("attach-wait-no-more")} onClick={() => setWaits(false)}>
              <CloseIcon />
            </button>
          ) : (
            <button
              type="submit"
              className="tk-send"
              aria-label={say("composer-send")}
              title={words ?? say("composer-send-key")}
              disabled={words !== null || isEmpty}
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
 * One line under the box: why nothing can be sent, else what sending will cost.
 *
 * @param {{words: string | null, before: string[], length: number, quote: Quote}} props
 */
function Hint({ words, before, length, quote }) {
  if (words) return <span className={tooLong(length) ? "tk-bad" : undefined}>{words}</span>;
  return [room(length), ...before, inWords(quote)].filter(Boolean).join(" · ");
}

/** Who else in a shared chat is being answered; null where nobody is. @param {ThreadState} thread */
export function othersIn({ shared, items, live, owner }) {
  const payer = shared && live ? items.find((item) => item.id === live.id)?.payer : undefined;
  return payer && payer.id !== owner ? payer : null;
}

/** The reader's own reply that is being written, which they can stop; null where there is none. @param {ThreadState} thread */
export function ownIn(thread) {
  return othersIn(thread) ? null : (thread.live ?? thread.rival);
}

/**
 * Why sending is not possible, in words; null when it is.
 *
 * @param {Pick<ThreadState, "live" | "pending"> & {length: number, chosen?: Model, models: Model[], quote: Quote}} state
 */
function whyNot({ length, live, pending, chosen, models, quote }) {
  if (live) return say("composer-writing");
  if (pending) return say("composer-sending");
  if (tooLong(length)) return tooLong(length);
  if (models.length && models.every((one) => one.hindrance)) return say("composer-no-model");
  if (chosen?.hindrance) return say("composer-not-usable", { model: chosen.name, why: chosen.hindrance });
  return quote.refusal || null;
}
