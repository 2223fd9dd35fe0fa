/** @import {Acts, Quote} from "./talk.jsx" */

import * as Popover from "@radix-ui/react-popover";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { direction, money, number, say } from "../words.js";
import { InfoIcon } from "./icons.jsx";
import "./quotes.css";

/**
 * Some tokens, and what the provider asks for them in millionths of a dollar.
 *
 * @typedef {{tokens: number, microUsd: number}} Amount
 */

/** @typedef {Amount & {asText: boolean}} FileCost What a file costs, and whether a model gets its words instead of it. */

/** @typedef {"message" | "history" | "system" | "files" | "overhead" | "reply" | "total"} PartName */
/** @typedef {Record<PartName, Amount>} Bill What an exchange costs, part by part. */
/** @typedef {{likely?: Pick<Bill, "total">, most?: Pick<Bill, "total">, refusal?: string}} ShortQuote */

/** The parts that make a bill, in the order in which they are read. @type {PartName[]} */
const PARTS = ["message", "history", "system", "files", "reply", "overhead"];
/** How long somebody must have stopped writing before the server is asked, in milliseconds. */
const ASK_AFTER_MS = 400;

/** Numbers of what was asked; the one answer that is at hand names its own. */
let asked = 0;

/** What is known before the answer has come. @type {Quote} */
const NONE = {};
/** The newest answer of the server; many may have asked, and only one hears of it. */
let newest = NONE;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Tell the newest answer to whoever has asked. @param {Quote} quote */
export function tell(quote) {
  newest = quote;
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
function subscribe(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * What something will cost, asked anew whenever it changes.
 *
 * @param {((question: number) => void) | null} ask Asks the server; nothing is asked without it.
 * @param {unknown[]} of What is asked about.
 * @param {number} [afterMs] How long to wait for it to change again.
 * @returns {Quote} Empty until the answer has come.
 */
export function useQuote(ask, of, afterMs = ASK_AFTER_MS) {
  const [mine, setMine] = useState(0);
  const asking = useRef(ask);
  useEffect(() => {
    asking.current = ask;
  });
  const key = ask ? JSON.stringify(of) : "";
  useEffect(() => {
    if (!key) {
      setMine(0);
      return undefined;
    }
    const timer = setTimeout(() => {
      asked += 1;
      setMine(asked);
      asking.current?.(asked);
    }, afterMs);
    return () => clearTimeout(timer);
  }, [key, afterMs]);
  // It stays when somebody else is answered.
  const heard = useRef(NONE);
  const read = () => {
    if (newest.question === mine) heard.current = newest;
    return mine && heard.current.question === mine ? heard.current : NONE;
  };
  return useSyncExternalStore(subscribe, read, () => NONE);
}

/** Say what something will likely cost, and what it costs at most. @param {Quote} quote */
export function inWords(quote) {
  return spoken("quote-line", quote, { left: number(Math.max(0, quote.left ?? 0)) });
}

/** The same in few words, for a button; or why it cannot be asked. @param {ShortQuote} quote */
export function inShort(quote) {
  return quote.refusal ?? spoken("quote-short", quote, {});
}

/** @param {string} id @param {ShortQuote} quote @param {Record<string, string>} besides */
function spoken(id, { likely, most }, besides) {
  if (!likely || !most) return "";
  if (!most.total.tokens) return say("quote-free");
  const tokens = { likely: number(likely.total.tokens), most: number(most.total.tokens), ...besides };
  if (!most.total.microUsd) return say(`${id}-tokens`, tokens);
  return say(id, { ...tokens, money: money(likely.total.microUsd) });
}

/** A button with the parts of a quote behind it. @param {{quote: Quote}} props */
export function QuoteDetails({ quote }) {
  const { likely, most } = quote;
  if (!likely || !most || !most.total.tokens) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-button tk-outlook-more" aria-label={say("quote-details")} title={say("quote-details")}>
        <InfoIcon />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover tk-outlook"
          dir={direction}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={say("quote-title")}
        >
          <Parts quote={quote} likely={likely} most={most} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** @param {{quote: Quote, likely: Bill, most: Bill}} props */
function Parts({ quote, likely, most }) {
  const shown = PARTS.filter((part) => most[part].tokens || part === "message" || part === "history");
  return (
    <>
      <h2>{say("quote-title")}</h2>
      <table>
        <thead>
          <tr>
            <td>{say("quote-tokens")}</td>
            <th scope="col">{say("quote-likely")}</th>
            <th scope="col">{say("quote-most")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((part) => (
            <tr key={part}>
              <th scope="row">{say(`quote-part-${part}`)}</th>
              <AmountCell amount={likely[part]} besides={part === "history" && !quote.charged} />
              <AmountCell amount={most[part]} besides={part === "history" && !quote.charged} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say("quote-part-total")}</th>
            <AmountCell amount={likely.total} />
            <AmountCell amount={most.total} />
          </tr>
        </tfoot>
      </table>
      <ul>
        <li>{say(`quote-from-${quote.from?.replaceAll("_", "-")}`)}</li>
        {quote.messages ? (
          <li>{say(quote.charged ? "quote-history-charged" : "quote-history-free", { count: quote.messages })}</li>
        ) : null}
        {quote.dropped ? <li>{say("quote-dropped", { count: quote.dropped })}</li> : null}
        {quote.droppedFiles ? <li>{say("quote-dropped-files", { count: quote.droppedFiles })}</li> : null}
        <li>{say("quote-held")}</li>
      </ul>
    </>
  );
}

/** @param {{amount: Amount, besides?: boolean}} props `besides`: the total is without these tokens. */
function AmountCell({ amount, besides = false }) {
  return (
    <td>
      {besides && amount.tokens ? `(${number(amount.tokens)})` : number(amount.tokens)}
      {amount.microUsd ? <span>{money(amount.microUsd)}</span> : null}
    </td>
  );
}

/**
 * What writing a reply again or going on with it will cost, asked for once somebody comes near the button.
 *
 * @param {Acts} acts
 * @param {string} id Of the reply.
 * @param {"continue" | "retry"} deed
 * @returns {{words: string, near: {onPointerEnter: () => void, onFocus: () => void}}}
 */
export function useQuoteOf(acts, id, deed) {
  const [isNear, setNear] = useState(0);
  const quote = useQuote(isNear ? (question) => acts.quoteAnew(question, id, deed) : null, [id, deed, isNear], 0);
  const come = () => setNear((now) => now + 1);
  return { words: inShort(quote), near: { onPointerEnter: come, onFocus: come } };
}
