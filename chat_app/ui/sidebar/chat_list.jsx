/** @import {Question} from "./asking.jsx" */

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Archive, ArrowLeft, Command, FolderPlus, ListChecks, Search, Trash2, UsersRound } from "lucide-react";
import { perform } from "../components/shortcuts.js";
import { say } from "../words.js";
import { ChatRow } from "./chat_row.jsx";
import { Folders, takesChats } from "./folders.jsx";
import { Chosen } from "./chosen.jsx";
import { KeysOf } from "./shortcuts.jsx";

/** @typedef {{text: string, hit: boolean}} Piece */

/**
 * A line of the list, see `chat_rows.py`.
 *
 * @typedef {object} Row
 * @property {string} chat_id
 * @property {string} title
 * @property {Piece[]} title_pieces
 * @property {Piece[]} said
 * @property {string} message_id
 * @property {boolean} pinned
 * @property {boolean} unread Whether others did something in it since the reader looked.
 * @property {boolean} archived
 * @property {boolean} shared Whether others are or were in it.
 * @property {string} owner Whose it is; "" where it is one's own.
 * @property {boolean} deleted Whether its owner deleted it.
 * @property {string} project_id
 * @property {string} folder
 * @property {number} days_left
 * @property {"" | "pinned" | "today" | "yesterday" | "earlier"} heading
 */

/** @typedef {{project_id: string, name: string, chats: number, system_prompt: string, model: string}} FolderRow */
/** @typedef {"chats" | "folder" | "shared" | "archive" | "trash"} Where */

/**
 * What the list shows, described in `chat_list_state.py`, and events to it.
 *
 * @typedef {object} ChatListProps
 * @property {Row[]} rows
 * @property {boolean} loaded
 * @property {string} failure
 * @property {string} query
 * @property {boolean} more
 * @property {Where} where
 * @property {string} folder
 * @property {FolderRow[]} folders
 * @property {boolean} moreFolders
 * @property {string} places Words about how many chats are left; empty where there are plenty.
 * @property {boolean} sharedUnread Whether something is new in a chat of somebody else that is not open here.
 * @property {() => void} onRefresh
 * @property {(query: string) => void} onSearch
 * @property {(where: Where, folder: string) => void} onGo
 * @property {() => void} onMore
 * @property {() => void} onMoreFolders
 * @property {(chat: string, title: string) => void} onRename
 * @property {(chat: string, pinned: boolean) => void} onPin
 * @property {(ids: string[], to: "archive" | "unarchive" | "trash" | "restore") => void} onPut
 * @property {(ids: string[], folder: string) => void} onMove
 * @property {(kind: Question["kind"], ids: string[], title: string, folder: string) => void} onAsk
 */

/** How long a search waits for more letters, in milliseconds. */
const PAUSE_MS = 200;
const HEADINGS = {
  pinned: "sidebar-pinned",
  today: "sidebar-today",
  yesterday: "sidebar-yesterday",
  earlier: "sidebar-earlier",
};

/** Search, folders and chats. @param {ChatListProps} props */
export function ChatList(props) {
  const { rows, loaded, failure, more, where, onRefresh, onMore, onGo } = props;
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [chosen, setChosen] = useState(/** @type {Set<string> | null} */ (null));
  const last = useRef("");
  useKeptFocus(list, rows);
  useEffect(() => setChosen(null), [where, props.folder]);

  /** Choose a chat or let go of it, and with Shift all up to the one before. @param {string} id @param {boolean} upTo */
  const choose = (id, upTo) => {
    const next = new Set(chosen);
    const [from, to] = [last.current, id].map((one) => rows.findIndex((row) => row.chat_id === one));
    const on = !next.has(id);
    const some = upTo && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [rows[to]];
    for (const row of some) {
      if (on) next.add(row.chat_id);
      else next.delete(row.chat_id);
    }
    last.current = id;
    setChosen(next);
  };
  const ids = chosen && rows.filter((row) => chosen.has(row.chat_id)).map((row) => row.chat_id);

  return (
    <>
      <SearchBox {...props} />
      <nav
        aria-label={say("sidebar-chats")}
        className="chats"
        ref={list}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !chosen || event.defaultPrevented) return;
          event.stopPropagation();
          setChosen(null);
        }}
      >
        <Head {...props} choosing={Boolean(chosen)} onChoose={() => setChosen(chosen ? null : new Set())} />
        {!loaded && <Waiting />}
        {loaded && failure && (
          <div className="list-failure">
            <div role="alert" className="notice danger">
              {failure}
            </div>
            <button type="button" className="button" onClick={onRefresh}>
              {say("sidebar-try-again")}
            </button>
          </div>
        )}
        {loaded && !failure && !rows.length && <Nothing {...props} />}
        {loaded && !failure && rows.length > 0 && (
          <ul>
            {rows.map((row) => (
              <li key={row.chat_id}>
                {row.heading && where !== "trash" && <h2>{say(HEADINGS[row.heading])}</h2>}
                <ChatRow
                  row={row}
                  list={props}
                  chosen={chosen ? chosen.has(row.chat_id) : null}
                  dragged={ids?.includes(row.chat_id) ? ids : [row.chat_id]}
                  onChoose={(upTo) => choose(row.chat_id, upTo)}
                />
              </li>
            ))}
            {more && (
              <li>
                <button type="button" className="button quiet" onClick={onMore}>
                  {say("sidebar-show-older")}
                </button>
              </li>
            )}
          </ul>
        )}
      </nav>
      {ids && <Chosen ids={ids} rows={rows} list={props} onAll={setChosen} onEnd={() => setChosen(null)} />}
      {props.places && (
        <p role="status" className="slots">
          {props.places}
        </p>
      )}
      {!ids && (
        <div className="chat-places">
          <PlaceButton icon={<UsersRound aria-hidden="true" />} name={say("sidebar-shared")} here={where === "shared"} unread={props.sharedUnread} onClick={() => onGo("shared", "")} />
          <PlaceButton icon={<Archive aria-hidden="true" />} name={say("sidebar-archive-view")} here={where === "archive"} onClick={() => onGo("archive", "")} onDrop={(dropped) => props.onPut(dropped, "archive")} />
          <PlaceButton icon={<Trash2 aria-hidden="true" />} name={say("sidebar-trash")} here={where === "trash"} onClick={() => onGo("trash", "")} onDrop={(dropped) => props.onPut(dropped, "trash")} />
        </div>
      )}
    </>
  );
}

/** @param {{icon: React.ReactNode, name: string, here: boolean, unread?: boolean, onClick: () => void, onDrop?: (ids: string[]) => void}} props `unread`: whether something is new there. */
function PlaceButton({ icon, name, here, unread, onClick, onDrop }) {
  return (
    <button type="button" className="account-page" aria-current={here || undefined} onClick={onClick} {...(onDrop && takesChats(onDrop))}>
      {icon}
      {name}
      {unread && <> <span className="chat-unread">{say("sidebar-unread")}</span></>}
    </button>
  );
}

/** @param {ChatListProps} props */
function SearchBox({ query, onSearch }) {
  const [text, setText] = useState(query);
  const [asked, setAsked] = useState(query);
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  // Somebody else changed it: the server, when the page loads.
  if (query !== asked) {
    setAsked(query);
    if (query !== text) setText(query);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="search">
      <Search aria-hidden="true" />
      <input
        id="search-chats"
        type="text"
        maxLength={500}
        placeholder={say("sidebar-search")}
        aria-label={say("sidebar-search")}
        title={say("search-filters")}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const wanted = event.target.value;
          setText(wanted);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            setAsked(wanted);
            onSearch(wanted);
          }, PAUSE_MS);
        }}
      />
      <button type="button" aria-label={say("palette-title")} title={say("palette-title")} onClick={() => perform("palette")}>
        <KeysOf action="palette" />
        <Command aria-hidden="true" />
      </button>
    </div>
  );
}

/** What the list is of, and what can be done with all of it. @param {ChatListProps & {choosing: boolean, onChoose: () => void}} props */
function Head(props) {
  const { where, folder, folders, rows, query, onGo, onAsk, choosing, onChoose } = props;
  const shown = folders.find((one) => one.project_id === folder);
  const names = { chats: "", folder: shown?.name ?? folder, shared: say("sidebar-shared"), archive: say("sidebar-archive-view"), trash: say("sidebar-trash") };
  return (
    <>
      {where !== "chats" && (
        <div className="list-head">
          <button type="button" className="icon-button" aria-label={say("sidebar-all-chats")} title={say("sidebar-all-chats")} onClick={() => onGo("chats", "")}>
            <ArrowLeft aria-hidden="true" />
          </button>
          <h2>
            <bdi>{names[where]}</bdi>
          </h2>
        </div>
      )}
      {where === "chats" && !query && <Folders {...props} />}
      <div className="list-tools">
        {where === "chats" && (
          <button type="button" className="icon-button" aria-label={say("sidebar-new-folder")} title={say("sidebar-new-folder")} onClick={() => onAsk("folder", [], "", "")}>
            <FolderPlus aria-hidden="true" />
          </button>
        )}
        {rows.length > 0 && (
          <button type="button" className="icon-button" aria-label={say("sidebar-select")} title={say("sidebar-select")} aria-pressed={choosing} onClick={onChoose}>
            <ListChecks aria-hidden="true" />
          </button>
        )}
      </div>
      {where === "trash" && (
        <div className="list-note">
          <p>{say("sidebar-trash-text")}</p>
          {rows.length > 0 && (
            <button type="button" className="button" onClick={() => onAsk("empty-trash", [], "", "")}>
              {say("sidebar-empty-trash")}
            </button>
          )}
        </div>
      )}
      {where === "archive" && rows.length > 0 && <p className="list-note">{say("sidebar-archive-text")}</p>}
    </>
  );
}

/** @param {ChatListProps} props */
function Nothing({ query, where, folder, folders }) {
  const name = folders.find((one) => one.project_id === folder)?.name ?? folder;
  const words = query
    ? say("sidebar-none-found", { query })
    : where === "folder"
      ? say("sidebar-none-in-folder", { name })
      : say({ chats: "sidebar-none", shared: "sidebar-none-shared", archive: "sidebar-none-archived", trash: "sidebar-none-deleted" }[where]);
  return (
    <div className="empty">
      <p>{words}</p>
    </div>
  );
}

function Waiting() {
  return (
    <div role="status" className="list-waiting">
      {[82, 64, 74, 48, 70].map((width) => (
        <div key={width} className="skeleton" style={{ width: `${width}%` }} />
      ))}
      <span className="visually-hidden">{say("sidebar-loading")}</span>
    </div>
  );
}

/**
 * Where the row that had the focus goes away, the one that comes to stand in its place gets it.
 *
 * @param {React.RefObject<HTMLElement | null>} list
 * @param {Row[]} rows
 */
function useKeptFocus(list, rows) {
  const at = useRef(/** @type {{id: string, index: number} | null} */ (null));
  useEffect(() => {
    const box = list.current;
    /** @param {FocusEvent} event */
    const note = (event) => {
      const row = event.target instanceof Element ? event.target.closest("[data-chat]") : null;
      const index = row ? [...(box?.querySelectorAll("[data-chat]") ?? [])].indexOf(row) : -1;
      at.current = row instanceof HTMLElement ? { id: row.dataset.chat ?? "", index } : null;
    };
    box?.addEventListener("focusin", note);
    return () => box?.removeEventListener("focusin", note);
  }, [list]);
  useLayoutEffect(() => {
    const was = at.current;
    if (!was || rows.some((row) => row.chat_id === was.id)) return undefined;
    // A dialog that closes gives the focus back a moment later.
    const timer = setTimeout(() => {
      const active = document.activeElement;
      if (active && active !== document.body && active.id !== "sidebar") return;
      const left = [...(list.current?.querySelectorAll("[data-chat]") ?? [])];
      const next = left[Math.min(was.index, left.length - 1)];
      /** @type {HTMLElement | null} */ (next?.querySelector("a, button, input") ?? document.getElementById("search-chats"))?.focus();
    }, 50);
    return () => clearTimeout(timer);
  }, [list, rows]);
}
