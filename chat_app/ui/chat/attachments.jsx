/** @import {Attachments as Shelf} from "./attachments.js" */
/** @import {Attached, Chosen, Fault, Item} from "./attachments_shelf.js" */
/** @import {Amount, FileCost} from "./quotes.jsx" */

import { useEffect, useId, useRef, useState } from "react";
import { Link } from "react-router";
import { translated } from "../recognition.js";
import { money, number, say, size as written } from "../words.js";
import { ACCEPTED } from "./attachments.js";
import { MOST_FILES } from "./attachments_shelf.js";
import { Picture, Symbol, toldOf } from "./attachments_shown.jsx";
import { AttachIcon, CloseIcon, RegenerateIcon } from "./icons.jsx";
import { toBox } from "./insertion.js";
import { Viewer } from "./viewer.jsx";
import "./attachments.css";

/** Statuses of what is wrong with a file itself. */
const OF_THE_FILE = new Set([400, 413, 415]);

/** The button that chooses files. @param {{onChosen: (chosen: Chosen[]) => void, disabled?: boolean}} props */
export function Attach({ onChosen, disabled = false }) {
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file again is a change, too.
          currentTarget.value = "";
          onChosen(files.map((source) => ({ source })));
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={say("attach")}
        title={say("attach-hint", { count: MOST_FILES })}
        disabled={disabled}
        onClick={() => chooser.current?.click()}
      >
        <AttachIcon />
      </button>
    </>
  );
}

/**
 * The files of what is being written, with what each of them costs.
 *
 * @param {{shelf: Shelf, costs?: Record<string, FileCost>, mostMib: number}} props
 *   `costs`: by the id of a file. `mostMib`: the size of a file at most.
 */
export function Attachments({ shelf, costs = {}, mostMib }) {
  const { items, files, excess, remove, retry } = shelf;
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const [opened, setOpened] = useState("");
  if (!items.length && !excess) return null;
  const told = items.map(({ name, file, fault }) => (file && !fault ? name : "")).filter(Boolean);
  /** @param {string} key @param {number} at */
  const takeAway = (key, at) => {
    remove(key);
    requestAnimationFrame(() => {
      const others = list.current?.querySelectorAll(".at-remove") ?? [];
      const next = others[Math.min(at, others.length - 1)];
      if (next instanceof HTMLElement) next.focus();
      else toBox();
    });
  };
  return (
    <>
      {items.length > 0 && (
        <ul ref={list} className="at-list" aria-label={say("attach-files")}>
          {items.map((item, at) => (
            <Card
              key={item.key}
              item={item}
              cost={item.file && costs[item.file.id]}
              mostMib={mostMib}
              onOpen={() => setOpened(item.file?.id ?? "")}
              onRemove={() => takeAway(item.key, at)}
              onRetry={() => retry(item.key)}
            />
          ))}
        </ul>
      )}
      {excess > 0 && (
        <p className="at-note tk-bad" role="alert">
          {say("attach-too-many", { count: MOST_FILES })}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {told.length ? say("attach-ready", { count: told.length }) : ""}
      </p>
      {opened && <Viewer files={files} first={opened} onClose={() => setOpened("")} />}
    </>
  );
}

/**
 * @param {{
 *   item: Item,
 *   cost?: FileCost,
 *   mostMib: number,
 *   onOpen: () => void,
 *   onRemove: () => void,
 *   onRetry: () => void,
 * }} props
 */
function Card({ item, cost, mostMib, onOpen, onRemove, onRetry }) {
  const { name, file, fault, share } = item;
  const id = useId();
  const card = useRef(/** @type {HTMLLIElement | null} */ (null));
  const isFaulty = Boolean(fault);
  // What went wrong is not to be scrolled for.
  useEffect(() => {
    if (isFaulty) card.current?.scrollIntoView({ block: "nearest" });
  }, [isFaulty]);
  const isOpen = Boolean(file && !fault);
  const Face = isOpen ? "button" : "span";
  return (
    <li ref={card} className={fault ? "at-card at-faulty" : "at-card"}>
      <Face
        className="at-face"
        {...(isOpen ? { type: "button", onClick: onOpen, "aria-label": say("attach-open", { name }), title: name } : {})}
      >
        <Preview item={item} />
      </Face>
      <span className="at-words">
        <bdi id={id} className="at-name" title={name}>
          {name}
        </bdi>
        {fault ? (
          <span className="at-fault" role="alert">
            {wordsOf(fault, mostMib)}{" "}
            {fault.code === "STORAGE_FULL" && (
              <Link to="/settings#files" className="link">
                {say("attach-see-files")}
              </Link>
            )}
          </span>
        ) : (
          <span className="at-told" title={cost && say("attach-carried")}>
            {file ? [...toldOf({ ...file, asText: cost?.asText }), ...(cost ? [costWords(cost)] : [])].join(" · ") : progressWords(item)}
          </span>
        )}
      </span>
      {fault && isWorthTrying(fault) && (
        <button type="button" className="icon-button" aria-label={say("attach-retry")} title={say("attach-retry")} aria-describedby={id} onClick={onRetry}>
          <RegenerateIcon />
        </button>
      )}
      <button
        type="button"
        className="icon-button at-remove"
        aria-label={say("attach-remove")}
        title={say("attach-remove")}
        aria-describedby={id}
        onClick={onRemove}
      >
        <CloseIcon />
      </button>
      {!file && !fault && (
        <span
          role="progressbar"
          aria-label={say("attach-sending-name", { name })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share < 1 ? Math.floor(share * 100) : undefined}
          className={share < 1 ? "at-progress" : "at-progress at-unknown"}
        >
          <span style={{ inlineSize: `${share * 100}%` }} />
        </span>
      )}
    </li>
  );
}

/**
 * A small picture of a file: as the browser sees it, until the server has made one.
 *
 * @param {{item: Item}} props
 */
function Preview({ item: { source, file, fault, type } }) {
  const [own, setOwn] = useState("");
  const isPicture = type.startsWith("image/") && Boolean(source) && !fault;
  useEffect(() => {
    if (!isPicture || !source) return undefined;
    const address = URL.createObjectURL(source);
    setOwn(address);
    return () => URL.revokeObjectURL(address);
  }, [isPicture, source]);
  if (file?.kind === "image" && !fault) return <Picture file={file} before={own} />;
  if (own && !file && !fault) return <img src={own} alt="" onError={() => setOwn("")} />;
  return <Symbol type={file?.type ?? type} />;
}

/** @param {Amount} cost */
function costWords({ tokens, microUsd }) {
  const count = { count: tokens };
  return microUsd ? say("attach-cost", { ...count, money: money(microUsd) }) : say("receipt-tokens", count);
}

/** @param {Item} item */
function progressWords({ share, size }) {
  if (share >= 1) return say("attach-checking");
  return say("attach-sending", { percent: Math.floor(share * 100), size: written(size) });
}

/** What can be otherwise the next time, as it does not lie in the file. @param {Fault} fault */
function isWorthTrying({ kind, status = 0 }) {
  return kind === "unreachable" || (kind === "refused" && !OF_THE_FILE.has(status));
}

/** @param {Fault} fault @param {number} mostMib */
function wordsOf({ kind, message }, mostMib) {
  if (kind === "refused") return translated(message ?? "");
  return kind === "too-large" ? say("attach-fault-too-large", { count: mostMib }) : say(`attach-fault-${kind}`);
}

/**
 * What all files of a message cost together, each time they go along.
 *
 * @param {{amount?: Amount, count: number}} props
 */
export function CarriedAlong({ amount, count }) {
  if (!amount?.tokens) return null;
  return (
    <p className="at-note">
      {say(amount.microUsd ? "attach-carried-all-money" : "attach-carried-all", {
        count,
        tokens: number(amount.tokens),
        money: money(amount.microUsd),
      })}
    </p>
  );
}
