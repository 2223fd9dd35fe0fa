/** @import {Attached, Chosen} from "./attachments_shelf.js" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Person} from "../components/person.js" */
/** @import {Message} from "./thread.js" */

import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { Avatar, Name } from "../components/person.jsx";
import { say } from "../words.js";
import { Action, ActionBar, Versions } from "./actions.jsx";
import { Attach, Attachments } from "./attachments.jsx";
import { filesOf, layOut, pastedFiles, useAttachments } from "./attachments.js";
import { inWordsOf, lackOf } from "./attachments_lack.jsx";
import { MessageFiles } from "./attachments_shown.jsx";
import { lengthOf, room, tooLong } from "./characters.js";
import { EditIcon } from "./icons.jsx";
import { inShort, useQuote } from "./quotes.jsx";
import { useWrites } from "./role.js";
import { textOf } from "./thread.js";
import "./message.css";

/** What a reader wrote, with a way to write it anew. */
export const UserMessage = memo(ShownUserMessage);

/**
 * @param {{item: Message, other: Person | null, edits: boolean, asked: Model[], mostMib: number, busy: boolean, acts: Acts}} props
 *   `other`: who else wrote it. `edits`: whether the reader may write it anew.
 *   `asked`: who answers it when it is written anew. `mostMib`: the size of a file at most.
 */
function ShownUserMessage({ item, other, edits, asked, mostMib, busy, acts }) {
  const [editing, setEditing] = useState(false);
  const writes = useWrites();
  const edit = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const files = item.attachments ?? NO_FILES;
  const text = textOf(item);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => edit.current?.focus());
  };
  return (
    <article className={`tk-article tk-you${other ? " tk-theirs" : ""}`} aria-label={other ? other.name : say("message-you")} data-id={item.id}>
      {other && (
        <p className="tk-author">
          <Avatar person={other} size={20} />
          <Name person={other} />
        </p>
      )}
      {editing ? (
        <EditBox
          id={item.id}
          acts={acts}
          text={text}
          files={files}
          asked={asked}
          mostMib={mostMib}
          busy={busy}
          onCancel={close}
          onSave={(written, attachments) => {
            setEditing(false);
            acts.edit(item.id, written, attachments);
          }}
        />
      ) : (
        <>
          <MessageFiles files={files} />
          {text && (
            <div className="tk-bubble" dir="auto">
              {text}
            </div>
          )}
        </>
      )}
      {!editing && item.id && (
        <ActionBar>
          <Versions item={item} busy={busy} acts={acts} />
          {writes && edits && (
            <Action
              refTo={edit}
              label={say("message-edit")}
              icon={<EditIcon />}
              disabled={busy}
              onClick={() => setEditing(true)}
            />
          )}
          {text && <CopyButton read={() => text} label={say("message-copy")} iconOnly />}
        </ActionBar>
      )}
    </article>
  );
}

/** @type {Attached[]} */
const NO_FILES = [];

/**
 * @param {{
 *   id: string,
 *   acts: Acts,
 *   text: string,
 *   files: Attached[],
 *   asked: Model[],
 *   mostMib: number,
 *   busy: boolean,
 *   onSave: (text: string, attachments: Attached[]) => void,
 *   onCancel: () => void,
 * }} props
 */
function EditBox({ id, acts, text, files: held, asked, mostMib, busy, onSave, onCancel }) {
  const [value, setValue] = useState(text);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const length = lengthOf(value);
  const written = length > 0 && !tooLong(length) ? value.trim() : "";
  const place = `edit:${id}`;
  const shelf = useAttachments(place, mostMib);
  const { files } = shelf;
  useLayoutEffect(() => layOut(place, held), [place, held]);
  const isPriced = written || (files.length && !length);
  const quote = useQuote(isPriced ? (question) => acts.quoteAnew(question, id, "edit", written, files) : null, [
    id,
    written,
    files.map((file) => file.id),
    asked.map((one) => one.id),
  ]);
  const lack = lackOf(files, asked);
  const fault =
    tooLong(length) || (lack && inWordsOf(lack)) || (shelf.hasFault && say("attach-fault-first")) || quote.refusal || "";
  const ready = Boolean(isPriced) && !busy && !fault && !shelf.isSending;
  const hint = shelf.isSending ? say("attach-waits") : [room(length), inShort(quote)].filter(Boolean).join(" · ");
  const save = () => ready && onSave(value.trim(), shelf.take());
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  /** @param {React.SyntheticEvent} event @param {Chosen[]} chosen */
  const take = (event, chosen) => {
    if (!chosen.length) return;
    event.preventDefault();
    shelf.add(chosen);
  };
  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div
      className="tk-edit"
      onDrop={(event) => take(event, filesOf(event.dataTransfer))}
      onPaste={(event) => take(event, pastedFiles(event.clipboardData))}
    >
      <Attachments shelf={shelf} costs={quote.attachments} mostMib={mostMib} />
      <textarea
        ref={box}
        aria-label={say("message-edit-box")}
        dir="auto"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={keys}
      />
      <div className="tk-edit-foot">
        <Attach onChosen={shelf.add} />
        <span role="status" className={fault ? "tk-bad" : undefined}>
          {fault || hint || say("message-edit-hint")}
        </span>
        <button type="button" className="button" onClick={onCancel}>
          {say("message-cancel")}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={!ready}
          onClick={save}
        >
          {say("message-save")}
        </button>
      </div>
    </div>
  );
}
