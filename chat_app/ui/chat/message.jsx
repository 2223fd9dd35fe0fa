/** @import {Entry} from "./actions.jsx" */
/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Live, Message, Part} from "./thread.js" */
/** @import {RefObject} from "react" */

import { memo, useCallback, useRef } from "react";
import { copyText, CopyButton } from "../components/copy_button.jsx";
import { say } from "../words.js";
import { Action, ActionBar, Like, Versions } from "./actions.jsx";
import { Boundary } from "./boundary.jsx";
import { Charge } from "./charge.jsx";
import { Dislike } from "./dislike.jsx";
import { AlertIcon, ContinueIcon, CopyIcon, LeaveOutIcon, QuoteIcon, RegenerateIcon, TextIcon } from "./icons.jsx";
import { insert, toBox } from "./insertion.js";
import { Markdown, OwnWords } from "./markdown.jsx";
import { quotation } from "./passage.js";
import { quoteMarked } from "./passage.jsx";
import { Picture, PictureToCome, useDrawn } from "./picture.jsx";
import { plain } from "./plain.js";
import { useQuoteOf } from "./quotes.jsx";
import { ReadAloud } from "./read_aloud.jsx";
import { retries } from "./retries.jsx";
import { useReveal } from "./reveal.js";
import { useWrites } from "./role.js";
import { Thinking } from "./thinking.jsx";
import { Thought } from "./thought.jsx";
import { withoutThoughts } from "./thoughts.js";
import { drawnIn, textOf } from "./thread.js";
import "./message.css";

/**
 * `reader`: who reads, in a shared chat. `beside` another version of it, there is no need of a way to that. `rest` goes on where `item` was cut: all of them are one text, and `live` writes the last of them.
 *
 * @typedef {{item: Message, rest: Message[], files: Attached[], live: Live | null, models: Model[], names: Record<string, string>, last: boolean, beside?: boolean, busy: boolean, acts: Acts, reader: string}} ReplyProps
 */

/** A reply: running, finished, stopped or failed, always drawn the same way. */
export const Reply = memo(ShownReply);

/** @param {ReplyProps} props */
function ShownReply({ item, rest, files, live, models, names, last, beside = false, busy, acts, reader }) {
  const pieces = [item, ...rest];
  const ids = pieces.map((one) => one.id);
  const end = rest.at(-1) ?? item;
  const done = useCallback(() => acts.settle(end.id), [acts, end.id]);
  const article = /** @type {RefObject<HTMLElement>} */ (useRef(/** @type {HTMLElement | null} */ (null)));
  const shown = useReveal(live, done);
  const drawn = useDrawn(live);
  const parts = joined(pieces.flatMap((one) => (one === end && live ? drawnIn(shown, drawn) : one.parts)));
  const text = textOf({ parts });
  const draws = models.find((one) => one.id === item.model)?.draws;
  const toCome = live && !drawn.length ? draws : undefined;
  const waiting = live && !parts.length && toCome?.writes !== false;
  const said = live ? "" : withoutThoughts(text);
  const writes = useWrites();
  const again = useQuoteOf(acts, item.id, "retry");
  /** @type {Entry[]} */
  const more = [
    ...(live || !said ? [] : [asMarkdown(said), asText(said)]),
    ...(live || !said || !writes ? [] : [asQuotation(said, article), leaveOut(end.id, acts)]),
    ...(writes && !busy ? retries(item, files, models, acts) : []),
  ];
  return (
    <article
      ref={article}
      className={`tk-article tk-reply${live ? " tk-live" : ""}`}
      aria-label={say("message-assistant")}
      aria-busy={Boolean(live)}
      data-id={ids.join(" ")}
    >
      {pieces.map((one) => (
        <Thinking key={one.id} item={one} live={one === end ? live : null} />
      ))}
      {parts.map((part, place) =>
        part.kind === "picture" ? (
          <Picture key={part.id} picture={part} all={parts} />
        ) : (
          <div key={place} className="tk-prose" dir="auto">
            <Boundary text={part.text}>
              <OwnWords value={!item.model}>
                <Markdown text={part.text} live={Boolean(live) && place === parts.length - 1} />
              </OwnWords>
            </Boundary>
          </div>
        ),
      )}
      {waiting && (
        <p className="tk-typing" role="img" aria-label={say("message-typing")}>
          <i />
          <i />
          <i />
        </p>
      )}
      {toCome && <PictureToCome width={toCome.width} height={toCome.height} />}
      {!live && <Ending item={end} first={item} draws={Boolean(draws)} busy={busy} acts={acts} />}
      {!live && item.dropped && <p className="tk-note">{say("message-left-out", { count: item.dropped })}</p>}
      {live && text && (
        // Where nothing is moved by it, and it by nothing.
        <div className="tk-read-live">
          <ReadAloud replies={ids} text={text} live />
        </div>
      )}
      {!live && (
        <div className="tk-foot">
          <span className="tk-model">{names[item.model ?? ""] ?? item.model ?? ""}</span>
          {pieces.map(
            (one) => one.breakdown && <Charge key={one.id} tokens={one.tokens ?? 0} breakdown={one.breakdown} payer={reader && (otherPayer(one, reader)?.name ?? say("receipt-payer-you"))} />,
          )}
          <Thought item={item} />
          {reader && item.breakdown && <span className="tk-payer">{paidBy(item, reader)}</span>}
          <ActionBar more={more} always={last}>
            {!beside && pieces.map((one) => <Versions key={one.id} item={one} busy={busy} acts={acts} />)}
            {said && <CopyButton read={() => said} label={say("message-copy")} iconOnly />}
            {text && <ReadAloud replies={ids} text={text} live={false} />}
            {parts.length > 0 && <Like item={item} acts={acts} />}
            {parts.length > 0 && <Dislike item={item} acts={acts} />}
            {writes && (
              <Action
                label={say("message-regenerate")}
                icon={<RegenerateIcon />}
                disabled={busy}
                note={again.words}
                near={again.near}
                onClick={() => acts.regenerate(item.id)}
              />
            )}
          </ActionBar>
        </div>
      )}
    </article>
  );
}

/** Who else pays for a reply. @param {Message} item @param {string} reader */
function otherPayer({ payer }, reader) {
  return payer && payer.id !== reader ? payer : null;
}

/** @param {Message} item @param {string} reader */
function paidBy(item, reader) {
  const other = otherPayer(item, reader);
  return other ? say("message-paid-by", { name: other.name }) : say("message-paid-by-you");
}

/** Return parts with neighbouring texts as one. @param {Part[]} parts */
function joined(parts) {
  /** @type {Part[]} */
  const found = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind === "text" && last?.kind === "text") found[found.length - 1] = { ...last, text: last.text + part.text };
    else found.push(part);
  }
  return found;
}

/** @param {string} text @returns {Entry} */
const asMarkdown = (text) => ({ label: say("message-copy-markdown"), icon: <CopyIcon />, onDo: () => copied(text) });
/** @param {string} text @returns {Entry} */
const asText = (text) => ({ label: say("message-copy-text"), icon: <TextIcon />, onDo: () => copied(plain(text)) });

/** What is marked in it or, without that, all of it. @param {string} text @param {RefObject<HTMLElement>} article @returns {Entry} */
const asQuotation = (text, article) => ({
  label: say("message-quote"),
  icon: <QuoteIcon />,
  leads: true,
  onDo: () => {
    if (!quoteMarked(article.current)) insert(quotation(text));
  },
});

/** @param {string} id @param {Acts} acts @returns {Entry} */
const leaveOut = (id, acts) => ({ label: say("leave-out-here"), icon: <LeaveOutIcon />, onDo: () => acts.leaveOut(id) });

/** @param {string} text */
function copied(text) {
  copyText(text, /** @type {HTMLElement} */ (document.activeElement ?? document.body));
  return say("message-copied");
}

/** @type {Record<string, string>} */
const ENDINGS = {
  length: "message-ended-length",
  budget: "message-ended-budget",
  safety: "message-ended-safety",
};

/** How a reply ends that can be gone on with. */
const CUT = new Set(["length", "budget", "cancelled", "error"]);

/**
 * Says in words how a reply ended, where it did not simply end.
 *
 * @param {{item: Message, first: Message, draws: boolean, busy: boolean, acts: Acts}} props `first`: what the reply begins with; `draws`: its model, which goes on with nothing.
 */
function Ending({ item, first, draws, busy, acts }) {
  const writes = useWrites();
  const goingOn = useQuoteOf(acts, item.id, "continue");
  const more = writes && !draws && CUT.has(item.finish ?? "") && textOf(item) && (
    <button
      type="button"
      className="button"
      disabled={busy}
      title={goingOn.words || undefined}
      {...goingOn.near}
      onClick={() => {
        acts.goOn(item.id);
        toBox();
      }}
    >
      <ContinueIcon />
      {say("continue-reply")}
    </button>
  );
  if (item.status === "failed" || item.status === "partial") {
    return (
      <div className="tk-alert" role="alert">
        <AlertIcon />
        <span>
          {item.status === "partial" && <strong>{say("message-cut")} </strong>}
          {item.error || say("message-failed")}
        </span>
        {writes && (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => acts.regenerate(first.id)}
          >
            {say("message-retry")}
          </button>
        )}
        {more}
      </div>
    );
  }
  const words = ENDINGS[item.finish ?? ""] ?? (item.status === "stopped" ? "message-stopped" : "");
  return words ? (
    <div className="tk-cut">
      <p className="tk-note">{say(words)}</p>
      {more}
    </div>
  ) : null;
}
