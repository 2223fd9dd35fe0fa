/** @import {FolderRow} from "./chat_list.jsx" */

import { useId, useRef, useState } from "react";
import { Folder, FolderMinus, FolderPlus } from "lucide-react";
import { Dialog } from "../components/dialog.jsx";
import { say } from "../words.js";

/**
 * What a dialog is about.
 *
 * @typedef {object} Question
 * @property {"delete" | "move" | "folder" | "delete-folder" | "empty-trash"} kind
 * @property {string[]} ids Chats.
 * @property {string} title What the chat or folder is called, where it is one.
 * @property {string} folder The mark of the folder; empty for a new one.
 * @property {{id: string, name: string}[]} models Those that new chats of a folder may have.
 */

/** @typedef {{name: string, system_prompt: string, model: string}} Wanted */

/**
 * @typedef {object} AskingProps
 * @property {Question | {}} asking
 * @property {FolderRow[]} folders
 * @property {() => void} onClose
 * @property {(ids: string[], to: string) => void} onPut
 * @property {(ids: string[], folder: string) => void} onMove
 * @property {(folder: string, wanted: Wanted, ids: string[]) => void} onSaveFolder
 * @property {(folder: string) => void} onDeleteFolder
 * @property {() => void} onEmptyTrash
 */

/** The dialogs of the list of chats, one at a time. @param {AskingProps} props */
export function Asking(props) {
  const { asking, onClose, onPut, onDeleteFolder, onEmptyTrash } = props;
  if (!("kind" in asking)) return null;
  const { kind, ids, title, folder } = asking;
  const count = ids.length;
  if (kind === "delete") {
    return (
      <Sure
        title={count === 1 ? say("sidebar-delete-one") : say("sidebar-delete-many", { count })}
        text={count === 1 && title ? say("sidebar-delete-one-text", { title }) : say("sidebar-delete-many-text")}
        action={say("sidebar-delete")}
        onDo={() => onPut(ids, "trash")}
        onClose={onClose}
      />
    );
  }
  if (kind === "delete-folder") {
    return (
      <Sure
        title={say("sidebar-delete-folder")}
        text={say("sidebar-delete-folder-text", { title })}
        action={say("sidebar-delete")}
        onDo={() => onDeleteFolder(folder)}
        onClose={onClose}
      />
    );
  }
  if (kind === "empty-trash") {
    return (
      <Sure
        title={say("sidebar-empty-trash-sure")}
        text={say("sidebar-empty-trash-text")}
        action={say("sidebar-empty-trash")}
        onDo={onEmptyTrash}
        onClose={onClose}
      />
    );
  }
  if (kind === "folder") return <FolderForm {...props} key={folder} folder={folder} ids={ids} models={asking.models} />;
  return <MoveTo {...props} ids={ids} title={title} />;
}

/** @param {{title: string, text: string, action: string, onDo: () => void, onClose: () => void}} props */
function Sure({ title, text, action, onDo, onClose }) {
  return (
    <Dialog title={title} text={text} alert onClose={onClose}>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {say("sidebar-cancel")}
        </button>
        <button type="button" className="button danger" onClick={onDo}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}

/** @param {AskingProps & Pick<Question, "folder" | "ids" | "models">} props */
function FolderForm({ folder, ids, folders, models, onSaveFolder, onClose }) {
  const old = folders.find((one) => one.project_id === folder);
  const [name, setName] = useState(old?.name ?? "");
  const [prompt, setPrompt] = useState(old?.system_prompt ?? "");
  const [model, setModel] = useState(old?.model ?? "");
  const id = useId();
  return (
    <Dialog title={say(old ? "sidebar-edit-folder" : "sidebar-new-folder")} text={say("sidebar-folder-text")} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onSaveFolder(folder, { name, system_prompt: prompt, model }, ids);
        }}
      >
        <div className="field">
          <label htmlFor={`${id}n`}>{say("sidebar-folder-name")}</label>
          <input id={`${id}n`} className="input" value={name} maxLength={100} data-first onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${id}m`}>{say("sidebar-folder-model")}</label>
          <select id={`${id}m`} className="input" value={model} onChange={(event) => setModel(event.target.value)}>
            <option value="">{say("sidebar-folder-model-usual")}</option>
            {models.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}p`}>{say("sidebar-folder-prompt")}</label>
          <textarea id={`${id}p`} className="input" rows={4} maxLength={20_000} value={prompt} onChange={(event) => setPrompt(event.target.value)} />
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {say("sidebar-cancel")}
          </button>
          <button type="submit" className="button primary" disabled={!name.trim()}>
            {say("sidebar-save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** @param {AskingProps & {ids: string[], title: string}} props */
function MoveTo({ ids, title, folders, onMove, onSaveFolder, onClose }) {
  const [name, setName] = useState("");
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const wanted = name.trim().toLowerCase();
  const found = folders.filter((one) => one.name.toLowerCase().includes(wanted));
  const isNew = wanted !== "" && !folders.some((one) => one.name.toLowerCase() === wanted);
  const text = ids.length === 1 && title ? say("sidebar-move-one", { title }) : say("sidebar-move-many", { count: ids.length });
  const make = () => onSaveFolder("", { name, system_prompt: "", model: "" }, ids);
  /** @param {React.KeyboardEvent} event */
  const onKeyDown = (event) => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || !buttons.length) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  };
  return (
    <Dialog title={say("sidebar-move-title")} text={text} onClose={onClose}>
      <form
        className="dialog-form"
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          if (found.length && wanted) onMove(ids, found[0].project_id);
          else if (isNew) make();
        }}
      >
        <input
          className="input"
          aria-label={say("sidebar-folder-name")}
          placeholder={say("sidebar-folder-find")}
          value={name}
          maxLength={100}
          data-first
          onChange={(event) => setName(event.target.value)}
        />
        <ul className="move-list" ref={list}>
          {found.map((one) => (
            <li key={one.project_id}>
              <button type="button" className="menu-item" onClick={() => onMove(ids, one.project_id)}>
                <Folder aria-hidden="true" />
                <bdi>{one.name}</bdi>
              </button>
            </li>
          ))}
          {isNew && (
            <li>
              <button type="button" className="menu-item" onClick={make}>
                <FolderPlus aria-hidden="true" />
                {say("sidebar-folder-make", { name: name.trim() })}
              </button>
            </li>
          )}
          {!wanted && (
            <li>
              <button type="button" className="menu-item" onClick={() => onMove(ids, "")}>
                <FolderMinus aria-hidden="true" />
                {say("sidebar-no-folder")}
              </button>
            </li>
          )}
        </ul>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {say("sidebar-cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
