/** @import {Choice} from "../components/commands.js" */
/** @import {Piece, Row} from "./chat_list.jsx" */

import { Fragment, useEffect, useId, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Archive, ChartColumn, Contrast, Cpu, FolderPlus, Gauge, Keyboard, LogOut, MessageCircle, PanelLeft, Search, Settings, SquarePen, SquareSlash, TextQuote, Trash2 } from "lucide-react";
import { commands as slashCommands, handOver, hasComposer, usePrompts } from "../components/commands.js";
import { Dialog } from "../components/dialog.jsx";
import { onAction, perform } from "../components/shortcuts.js";
import { say } from "../words.js";
import { KeysOf } from "./shortcuts.jsx";

/**
 * What the server found for a query, see `palette.py`.
 *
 * @typedef {object} Found
 * @property {string} query
 * @property {Row[]} rows
 * @property {{id: string, name: string}[]} models
 */

/**
 * @typedef {object} PaletteProps
 * @property {Found | {}} found
 * @property {boolean} isAdmin
 * @property {(query: string) => void} onFind
 * @property {(ids: string[], to: string) => void} onPut
 * @property {(kind: string, ids: string[], title: string, folder: string) => void} onAsk
 * @property {(where: string, folder: string) => void} onGo
 * @property {() => void} onTheme
 * @property {() => void} onSignOut
 */

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {React.ReactNode} icon
 * @property {string} name What it is found by.
 * @property {React.ReactNode} [label] How the name is shown.
 * @property {React.ReactNode} [note]
 * @property {React.ReactNode} [keys]
 * @property {() => void} run
 */

/** Told to the window where another model was chosen for the open chat; `detail` is its id. */
export const MODEL_CHOSEN = "tally:model";
const PAUSE_MS = 150;

/** Everything there is to go to or to do, behind one key. @param {PaletteProps} props */
export function Palette(props) {
  const [open, setOpen] = useState(false);
  useEffect(() => onAction("palette", () => setOpen((before) => !before)), []);
  return open ? <Opened {...props} onClose={() => setOpen(false)} /> : null;
}

/** @param {PaletteProps & {onClose: () => void}} props */
function Opened(props) {
  const { found, onFind, onClose } = props;
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const find = useRef(onFind);
  const groups = useGroups(props, text);
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.min(at, entries.length - 1);
  const waits = !("query" in found) || found.query !== text;
  const entered = useRef(false);

  useEffect(() => {
    const timer = setTimeout(() => find.current(text), text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current, groups]);

  /** @param {Entry | undefined} entry */
  const choose = (entry) => {
    if (!entry) return;
    onClose();
    // What it opens may want the focus, which goes back from the dialog first.
    setTimeout(entry.run, 30);
  };
  // Who is quicker than the server means what it finds first.
  useEffect(() => {
    if (waits || !entered.current) return;
    entered.current = false;
    choose(entries[0]);
  });
  /** @param {React.KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowDown: current === last ? 0 : current + 1,
      ArrowUp: current <= 0 ? last : current - 1,
      PageDown: Math.min(current + 8, last),
      PageUp: Math.max(current - 8, 0),
    };
    if (event.key in moves) setAt(moves[event.key]);
    else if (event.key === "Enter") {
      choose(entries[current]);
      entered.current = waits;
    }
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={say("palette-title")} className="dialog palette" onClose={onClose}>
      <div className="palette-box">
        <Search aria-hidden="true" />
        <input
          type="text"
          maxLength={500}
          role="combobox"
          aria-label={say("palette-title")}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}list`}
          aria-activedescendant={entries.length ? `${id}${current}` : undefined}
          placeholder={say("palette-hint")}
          autoComplete="off"
          spellCheck={false}
          data-first
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            entered.current = false;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="palette-list" role="listbox" aria-label={say("palette-results")} id={`${id}list`} ref={list} aria-busy={waits}>
        {groups.map(({ name, entries: some }) => (
          <div key={name} role="group" aria-label={name}>
            <div className="palette-group" aria-hidden="true">
              {name}
            </div>
            {some.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                <div
                  key={entry.id}
                  id={`${id}${index}`}
                  role="option"
                  aria-selected={index === current}
                  className="palette-entry"
                  onPointerMove={() => setAt(index)}
                  onClick={() => choose(entry)}
                >
                  {entry.icon}
                  <span className="palette-words">
                    <bdi>{entry.label ?? entry.name}</bdi>
                    {entry.note && <bdi className="palette-note">{entry.note}</bdi>}
                  </span>
                  {entry.keys}
                </div>
              );
            })}
          </div>
        ))}
        {!entries.length && !waits && <p className="empty">{say("palette-none", { query: text })}</p>}
      </div>
      <p className="palette-foot">{say("search-filters")}</p>
      <p className="visually-hidden" role="status">
        {waits ? "" : say("palette-count", { count: entries.length })}
      </p>
    </Dialog>
  );
}

/** @param {PaletteProps} props @param {string} text */
function useGroups(props, text) {
  const navigate = useNavigate();
  const prompts = usePrompts(Boolean(text.trim()));
  const { found, isAdmin, onPut, onAsk, onGo, onTheme, onSignOut } = props;
  return useMemo(() => {
    const wanted = fold(text);
    /** @param {string} name */
    const fits = (name) => wanted.split(/\s+/).every((word) => fold(name).includes(word));
    // What was found for other words is of use as far as it fits these.
    const isNew = "query" in found && found.query === text;
    const rows = "rows" in found ? found.rows.filter((row) => isNew || fits(row.title)) : [];
    const models = "models" in found ? found.models : [];
    const chat = window.location.pathname.split("/chat/")[1]?.replace(/\/$/, "") ?? "";
    const role = document.querySelector(".tk")?.getAttribute("data-role");
    /** @param {string} to */
    const page = (to) => () => navigate(to);
    /** @type {Entry[]} */
    const commands = [
      { id: "new", icon: <SquarePen />, name: say("sidebar-new-chat"), keys: <KeysOf action="new-chat" />, run: page("/") },
      { id: "folder", icon: <FolderPlus />, name: say("sidebar-new-folder"), run: () => onAsk("folder", [], "", "") },
      { id: "archived", icon: <Archive />, name: say("sidebar-archive-view"), run: () => onGo("archive", "") },
      { id: "trash", icon: <Trash2 />, name: say("sidebar-trash"), run: () => onGo("trash", "") },
      { id: "sidebar", icon: <PanelLeft />, name: say("shortcuts-sidebar"), keys: <KeysOf action="sidebar" />, run: () => perform("sidebar") },
      { id: "theme", icon: <Contrast />, name: say("palette-theme"), run: onTheme },
      { id: "keys", icon: <Keyboard />, name: say("shortcuts-title"), keys: <KeysOf action="shortcuts" />, run: () => perform("shortcuts") },
      { id: "out", icon: <LogOut />, name: say("frame-sign-out"), run: onSignOut },
    ];
    if (chat && role === "owner") {
      commands.unshift(
        { id: "archive", icon: <Archive />, name: say("palette-archive-chat"), run: () => onPut([chat], "archive") },
        { id: "delete", icon: <Trash2 />, name: say("shortcuts-delete-chat"), keys: <KeysOf action="delete-chat" />, run: () => onAsk("delete", [chat], "", "") },
      );
    }
    /** @type {Entry[]} */
    const pages = [
      { id: "usage", icon: <Gauge />, name: say("frame-usage"), run: page("/usage") },
      { id: "settings", icon: <Settings />, name: say("frame-settings"), run: page("/settings") },
      ...(isAdmin
        ? [
            { id: "admin", icon: <ChartColumn />, name: say("palette-admin"), run: page("/admin") },
            { id: "people", icon: <ChartColumn />, name: say("palette-people"), run: page("/admin/users") },
            { id: "audit", icon: <ChartColumn />, name: say("palette-audit"), run: page("/admin/audit") },
          ]
        : []),
    ];
    /** @param {Entry[]} some */
    const fitting = (some) => some.filter((entry) => fits(entry.name));
    /** @param {Choice} choice @returns {Entry} */
    const written = (choice) => ({
      id: `${choice.content === undefined ? "command" : "prompt"} ${choice.name}`,
      icon: choice.content === undefined ? <SquareSlash /> : <TextQuote />,
      name: `/${choice.name} ${choice.about}`,
      label: (
        <span dir="ltr">
          /{choice.name} {choice.takes && <i>{choice.takes}</i>}
        </span>
      ),
      note: choice.about,
      run: () => {
        if (!hasComposer()) navigate("/");
        handOver(choice);
      },
    });
    // What is only read is no place for them: they begin a new chat there, which is one's own.
    const slashes = slashCommands((hasComposer() && role) || "owner");
    const behindSlash = {
      name: say("palette-slash"),
      entries: fitting([...slashes, ...(wanted ? prompts : [])].map(written)),
    };
    /** @type {{name: string, entries: Entry[]}[]} */
    const groups = [
      {
        name: say(text.trim() ? "palette-chats" : "palette-recent"),
        entries: rows.map((row) => ({
          id: row.chat_id,
          icon: <MessageCircle />,
          name: row.title || say("sidebar-untitled"),
          label: row.title ? marked(row.title_pieces) : undefined,
          note: row.said.length ? marked(row.said) : undefined,
          run: row.days_left ? () => onGo("trash", "") : page(addressOf(row)),
        })),
      },
      { name: say("palette-commands"), entries: fitting(commands) },
      {
        name: say("palette-models"),
        // All of them at once would bury the rest.
        entries: role && role !== "viewer" && wanted
          ? fitting(
              models.map((model) => ({
                id: model.id,
                icon: <Cpu />,
                name: model.name,
                run: () => window.dispatchEvent(new CustomEvent(MODEL_CHOSEN, { detail: model.id })),
              })),
            )
          : [],
      },
      { name: say("palette-pages"), entries: fitting(pages) },
    ];
    // Who writes the slash means nothing else first.
    if (wanted.startsWith("/")) groups.unshift(behindSlash);
    else groups.push(behindSlash);
    return groups.filter((group) => group.entries.length);
  }, [found, isAdmin, navigate, onAsk, onGo, onPut, onSignOut, onTheme, prompts, text]);
}

/** Where a line of the list leads: to the message that a search found, where it did. @param {Row} row */
export function addressOf(row) {
  return `/chat/${row.chat_id}${row.message_id ? `?message=${row.message_id}` : ""}`;
}

/** @param {Piece[]} pieces */
function marked(pieces) {
  return pieces.map((piece, at) => (piece.hit ? <mark key={at}>{piece.text}</mark> : <Fragment key={at}>{piece.text}</Fragment>));
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
