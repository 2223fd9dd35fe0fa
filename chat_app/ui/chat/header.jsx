/** @import {Parameters, Settings} from "./chat_settings.jsx" */
/** @import {Context, Cost} from "./gauge.jsx" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Person} from "../components/person.js" */
/** @import {ThreadState} from "./thread.js" */

import { useEffect, useRef, useState } from "react";
import { Menu, MenuItem, MenuLine, MenuLink, MenuSub } from "../components/menu.jsx";
import { say } from "../words.js";
import { ChatSettings } from "./chat_settings.jsx";
import { Gauge } from "./gauge.jsx";
import { ArchiveIcon, DeleteIcon, DownloadIcon, EditIcon, FolderIcon, MoreIcon, PeopleIcon, PromptIcon, ReceiptIcon, ShareIcon } from "./icons.jsx";
import { ModelMenu } from "./model_menu.jsx";
import { CostByPerson } from "./person_costs.jsx";
import { Share } from "./share.jsx";
import { Members } from "./members.jsx";
import { Here } from "./others.jsx";
import "./header.css";

/**
 * What the server tells of the open chat; empty for a new one.
 *
 * @typedef {object} Head
 * @property {string} [chat] Its id.
 * @property {string} [title]
 * @property {string} [system] What the model is told first, where it is not the usual.
 * @property {Parameters} [parameters]
 */

/**
 * What changes with each reply; `context` is missing where the model cannot be used.
 *
 * @typedef {{chat?: string, cost?: Cost, context?: Context}} Tally
 */

/** The longest title, in code points. */
const LONGEST_TITLE = 200;
/** Kinds of file that a chat can be saved as, each under its name. */
const FILES = { Markdown: "md", PDF: "pdf", JSON: "json" };

/**
 * What stands over the conversation: the chat's name, its model, what it carries along and did cost,
 * and what can be done with it.
 *
 * @param {{
 *   thread: ThreadState,
 *   head: Head,
 *   gauge: Tally,
 *   models: Model[],
 *   model: string,
 *   begun: Settings,
 *   here: Person[],
 *   onBegin: (settings: Settings) => void,
 *   acts: Acts,
 * }} props `head`, `gauge`: of this very chat. `begun`: what a new chat begins with. `here`: who else looks at it.
 */
export function Header({ thread, head, gauge, models, model, begun, here, onBegin, acts }) {
  const [open, setOpen] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [costing, setCosting] = useState(false);
  const [naming, setNaming] = useState(false);
  const { chat, archived, temporary, items, live, pending } = thread;
  const settings = chat ? { system_prompt: head.system ?? "", parameters: head.parameters ?? {} } : begun;
  const newest = items.at(-1)?.id ?? "";
  const [meeting, setMeeting] = useState(false);
  const owns = thread.role === "owner";
  const rename = archived || temporary || !owns ? null : acts.rename;
  const title = temporary ? say("temporary-chat") : (head.title ?? thread.title);
  return (
    <header className="hd">
      <div className="hd-name">
        {chat ? (
          <Title key={chat} title={title} onRename={rename} editing={naming} onEditing={setNaming} />
        ) : (
          <span className="hd-new">{say("header-new-chat")}</span>
        )}
      </div>
      <Here people={here} />
      <div className="hd-tools">
        {thread.shared && (
          <button type="button" className="icon-button hd-members" aria-label={say("members-button")} title={say("members-button")} onClick={() => setMeeting(true)}>
            <PeopleIcon />
          </button>
        )}
        {gauge.context && (
          <Gauge
            context={gauge.context}
            cost={gauge.cost}
            newest={live || pending ? "" : newest}
            onLeaveOut={acts.leaveOut}
          />
        )}
        {thread.role !== "viewer" && <ModelMenu models={models} model={model} disabled={archived} onChoose={acts.model} />}
        {owns && (
          <ChatSettings
            settings={settings}
            model={models.find((one) => one.id === model)}
            disabled={archived}
            open={open}
            onOpen={setOpen}
            onSave={(chosen) => (chat ? acts.setUp(chosen) : onBegin({ ...begun, ...chosen }))}
          />
        )}
      </div>
      <div className="hd-menu">
        {chat && (
          <ChatMenu
            chat={chat}
            title={title}
            thread={thread}
            acts={acts}
            onName={rename && (() => setNaming(true))}
            onSettings={() => setOpen(true)}
            onShare={() => setSharing(true)}
            onMembers={() => setMeeting(true)}
            onCosts={thread.shared && thread.role === "owner" ? () => setCosting(true) : null}
          />
        )}
      </div>
      {chat && meeting && (
        <Members key={chat} chat={chat} me={thread.owner} role={thread.role} version={thread.step} onClose={() => setMeeting(false)} />
      )}
      {chat && costing && <CostByPerson chat={chat} onClose={() => setCosting(false)} />}
      {chat && sharing && <Share key={chat} chat={chat} onClose={() => setSharing(false)} />}
    </header>
  );
}

/**
 * @param {{
 *   chat: string,
 *   title: string,
 *   thread: ThreadState,
 *   acts: Acts,
 *   onName: (() => void) | null,
 *   onSettings: () => void,
 *   onShare: () => void,
 *   onMembers: () => void,
 *   onCosts: (() => void) | null,
 * }} props
 */
function ChatMenu({ chat, title, thread: { archived, temporary, role }, acts, onName, onSettings, onShare, onMembers, onCosts }) {
  const owns = role === "owner";
  return (
    <Menu icon={<MoreIcon />} name={say("header-actions")}>
      {onName && (
        <MenuItem icon={<EditIcon />} onSelect={onName}>
          {say("header-rename")}
        </MenuItem>
      )}
      <MenuSub icon={<DownloadIcon />} name={say("header-export")}>
        {Object.entries(FILES).map(([name, kind]) => (
          <MenuLink key={kind} href={`/api/chat/${chat}/export?format=${kind}`} download>
            {name}
          </MenuLink>
        ))}
      </MenuSub>
      {!archived && owns && (
        <MenuItem icon={<PromptIcon />} onSelect={onSettings}>
          {say("header-system-prompt")}
        </MenuItem>
      )}
      {onCosts && (
        <MenuItem icon={<ReceiptIcon />} onSelect={onCosts}>
          {say("person-costs")}
        </MenuItem>
      )}
      {/* What is in no list lies nowhere in it. */}
      {!temporary && (
        <>
          {owns && (
            <MenuItem icon={<ShareIcon />} onSelect={onShare}>
              {say("header-share")}
            </MenuItem>
          )}
          <MenuItem icon={<PeopleIcon />} onSelect={onMembers}>
            {say("members-button")}
          </MenuItem>
          <MenuItem icon={<FolderIcon />} onSelect={() => acts.move(title)}>
            {say("header-move")}
          </MenuItem>
          {owns && (
            <MenuItem icon={<ArchiveIcon />} onSelect={archived ? acts.unarchive : acts.archive}>
              {say(archived ? "header-unarchive" : "header-archive")}
            </MenuItem>
          )}
        </>
      )}
      {owns && (
        <>
          <MenuLine />
          <MenuItem icon={<DeleteIcon />} danger onSelect={() => acts.delete(title)}>
            {say("header-delete")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/**
 * The chat's name; a click makes a box of it, Enter or leaving it keeps what was written, Escape does not.
 *
 * @param {{
 *   title: string,
 *   onRename: ((title: string) => void) | null,
 *   editing: boolean,
 *   onEditing: (editing: boolean) => void,
 * }} props
 */
function Title({ title, onRename, editing, onEditing }) {
  const [kept, setKept] = useState("");
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const given = useRef(true);
  useEffect(() => setKept(""), [title]);
  useEffect(() => {
    given.current = !editing;
  }, [editing]);
  const shown = kept || title || say("header-unnamed");

  /** @param {string} text @param {boolean} [focus] */
  const close = (text, focus = true) => {
    if (given.current) return;
    given.current = true;
    onEditing(false);
    const name = text.replaceAll(/\s+/g, " ").trim();
    if (name && name !== title) {
      setKept(name);
      onRename?.(name);
    }
    if (focus) requestAnimationFrame(() => button.current?.focus());
  };
  if (editing) {
    return (
      <input
        className="input hd-title-box"
        aria-label={say("header-title")}
        dir="auto"
        defaultValue={title}
        autoFocus
        onFocus={(event) => event.target.select()}
        onInput={(event) => cut(event.currentTarget, /** @type {InputEvent} */ (event.nativeEvent))}
        onBlur={(event) => close(event.target.value, false)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          close(event.key === "Enter" ? event.currentTarget.value : "");
        }}
      />
    );
  }
  return (
    <h1>
      {onRename ? (
        <button
          ref={button}
          type="button"
          className="hd-title"
          title={say("header-rename")}
          onClick={() => onEditing(true)}
        >
          <bdi>{shown}</bdi>
          <EditIcon />
        </button>
      ) : (
        <span className="hd-title">
          <bdi>{shown}</bdi>
        </span>
      )}
    </h1>
  );
}

/** Keep a box from holding more than a title; `maxlength` would count UTF-16. @param {HTMLInputElement} box @param {InputEvent} event */
function cut(box, event) {
  const letters = Array.from(box.value);
  if (letters.length > LONGEST_TITLE && !event.isComposing) box.value = letters.slice(0, LONGEST_TITLE).join("");
}
