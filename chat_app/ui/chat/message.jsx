/** @import {Acts} from "./talk.jsx" */
/** @import {Live, Message} from "./thread.js" */
/** @import {ComponentType, ReactNode, Ref} from "react" */

import { memo, useCallback, useEffect, useRef, useState } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { lengthOf, room, tooLong } from "./characters.js";
import { Charge } from "./charge.jsx";
import {
  AlertIcon,
  DislikeIcon,
  EditIcon,
  LikeIcon,
  NextIcon,
  PreviousIcon,
  RegenerateIcon,
} from "./icons.jsx";
import { Markdown } from "./markdown.jsx";
import { useReveal } from "./reveal.js";
import { textOf } from "./thread.js";
import "./message.css";

/** What a reader wrote, with a way to write it anew. */
export const UserMessage = memo(ShownUserMessage);

/** @param {{item: Message, busy: boolean, acts: Acts}} props */
function ShownUserMessage({ item, busy, acts }) {
  const [editing, setEditing] = useState(false);
  const edit = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => edit.current?.focus());
  };
  return (
    <article className="tk-article tk-you" aria-label="You" data-id={item.id}>
      {editing ? (
        <EditBox
          text={textOf(item)}
          busy={busy}
          onCancel={close}
          onSave={(text) => {
            setEditing(false);
            acts.edit(item.id, text);
          }}
        />
      ) : (
        <div className="tk-bubble" dir="auto">
          {textOf(item)}
        </div>
      )}
      {!editing && item.id && (
        <div className="tk-actions">
          <Versions item={item} busy={busy} acts={acts} />
          <Action
            refTo={edit}
            label="Edit"
            icon={<EditIcon />}
            disabled={busy}
            onClick={() => setEditing(true)}
          />
          <CopyButton read={() => textOf(item)} label="Copy" iconOnly />
        </div>
      )}
    </article>
  );
}

/** @param {{text: string, busy: boolean, onSave: (text: string) => void, onCancel: () => void}} props */
function EditBox({ text, busy, onSave, onCancel }) {
  const [value, setValue] = useState(text);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const length = lengthOf(value);
  const ready = length > 0 && !tooLong(length) && !busy;
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (ready) onSave(value.trim());
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div className="tk-edit">
      <textarea
        ref={box}
        aria-label="Edit message"
        dir="auto"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={keys}
      />
      <div className="tk-edit-foot">
        <span role="status" className={tooLong(length) ? "tk-bad" : undefined}>
          {tooLong(length) || room(length) || "Saving asks again; this version is kept."}
        </span>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          disabled={!ready}
          onClick={() => onSave(value.trim())}
        >
          Save
        </button>
      </div>
    </div>
  );
}

/**
 * @typedef {{item: Message, live: Live | null, modelName: string, last: boolean, busy: boolean, acts: Acts}} ReplyProps
 */

/** A reply: running, finished, stopped or failed, always drawn the same way. */
export const Reply = memo(ShownReply);

/** @param {ReplyProps} props */
function ShownReply({ item, live, modelName, last, busy, acts }) {
  const done = useCallback(() => acts.settle(item.id), [acts, item.id]);
  const shown = useReveal(live, done);
  const text = live ? shown : textOf(item);
  const waiting = live && !shown;
  return (
    <article
      className={`tk-article tk-reply${live ? " tk-live" : ""}`}
      aria-label="Assistant"
      aria-busy={Boolean(live)}
      data-id={item.id}
    >
      {waiting ? (
        <p className="tk-typing" role="img" aria-label="The assistant is typing">
          <i />
          <i />
          <i />
        </p>
      ) : (
        <div className="tk-prose" dir="auto">
          <Markdown text={text} live={Boolean(live)} />
        </div>
      )}
      {!live && <Ending item={item} busy={busy} acts={acts} />}
      {!live && item.dropped && <p className="tk-note">{leftOut(item.dropped)}</p>}
      {!live && (
        <div className="tk-foot">
          <span className="tk-model">{modelName}</span>
          {item.breakdown && <Charge tokens={item.tokens ?? 0} breakdown={item.breakdown} />}
          <div className={`tk-actions${last ? " tk-open" : ""}`}>
            <Versions item={item} busy={busy} acts={acts} />
            {textOf(item) && <CopyButton read={() => textOf(item)} label="Copy" iconOnly />}
            {textOf(item) && <Reaction kind="like" label="Like" Icon={LikeIcon} item={item} acts={acts} />}
            {textOf(item) && (
              <Reaction kind="dislike" label="Dislike" Icon={DislikeIcon} item={item} acts={acts} />
            )}
            <Action
              label="Regenerate"
              icon={<RegenerateIcon />}
              disabled={busy}
              onClick={() => acts.regenerate(item.id)}
            />
          </div>
        </div>
      )}
    </article>
  );
}

/** @type {Record<string, string>} */
const ENDINGS = {
  length: "Cut off at the longest reply allowed.",
  budget: "Stopped here: the token budget paid for no more.",
  safety: "The model broke off for safety reasons.",
};

/** Says that the model was not told all of the chat. @param {number} messages */
function leftOut(messages) {
  return messages === 1
    ? "1 earlier message did not fit and was left out."
    : `${messages} earlier messages did not fit and were left out.`;
}

/**
 * Says in words how a reply ended, where it did not simply end.
 *
 * @param {{item: Message, busy: boolean, acts: Acts}} props
 */
function Ending({ item, busy, acts }) {
  if (item.status === "failed" || item.status === "partial") {
    return (
      <div className="tk-alert" role="alert">
        <AlertIcon />
        <span>
          {item.status === "partial" && <strong>The reply was cut off. </strong>}
          {item.error || "Something went wrong; no reply was written."}
        </span>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => acts.regenerate(item.id)}
        >
          Retry
        </button>
      </div>
    );
  }
  const words = ENDINGS[item.finish ?? ""] ?? (item.status === "stopped" ? "This reply was stopped." : "");
  return words ? <p className="tk-note">{words}</p> : null;
}

/** @param {{item: Message, busy: boolean, acts: Acts}} props */
function Versions({ item, busy, acts }) {
  const all = item.siblings ?? [];
  if (all.length < 2) return null;
  const at = all.indexOf(item.id);
  return (
    <span className="tk-versions">
      <Action
        label="Previous version"
        icon={<PreviousIcon />}
        disabled={busy || at <= 0}
        onClick={() => acts.branch(all[at - 1])}
      />
      <span aria-label={`Version ${at + 1} of ${all.length}`}>
        {at + 1}/{all.length}
      </span>
      <Action
        label="Next version"
        icon={<NextIcon />}
        disabled={busy || at >= all.length - 1}
        onClick={() => acts.branch(all[at + 1])}
      />
    </span>
  );
}

/**
 * @param {{kind: "like" | "dislike", label: string, Icon: ComponentType<{filled?: boolean}>, item: Message, acts: Acts}} props
 */
function Reaction({ kind, label, Icon, item, acts }) {
  const on = item.reaction === kind;
  return (
    <Action
      label={label}
      icon={<Icon filled={on} />}
      pressed={on}
      onClick={() => acts.react(item.id, on ? "" : kind)}
    />
  );
}

/**
 * @param {{label: string, icon: ReactNode, onClick: () => void, disabled?: boolean, pressed?: boolean, refTo?: Ref<HTMLButtonElement>}} props
 */
function Action({ label, icon, onClick, disabled, pressed, refTo }) {
  return (
    <button
      ref={refTo}
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}
