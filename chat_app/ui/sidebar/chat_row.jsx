/** @import {ChatListProps, Piece, Row} from "./chat_list.jsx" */

import { Fragment, useRef, useState } from "react";
import { Archive, ArchiveRestore, Ellipsis, FolderInput, Pencil, Pin, PinOff, Trash2, UsersRound } from "lucide-react";
import { HereLink } from "../components/here_link.jsx";
import { Menu, MenuItem } from "../components/menu.jsx";
import { say } from "../words.js";
import { TitleForm } from "./title_form.jsx";
import { CHATS } from "./folders.jsx";
import { addressOf } from "./palette.jsx";

/**
 * A chat of the list: a link with a menu; in the trash, words with a button.
 *
 * @param {{
 *   row: Row,
 *   list: ChatListProps,
 *   chosen: boolean | null,
 *   dragged: string[],
 *   onChoose: (upTo: boolean) => void,
 * }} props `chosen`: null while nothing is being chosen. `dragged`: the chats that go with it.
 */
export function ChatRow({ row, list, chosen, dragged, onChoose }) {
  const [renaming, setRenaming] = useState(false);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const id = row.chat_id;
  const title = row.title || say("sidebar-untitled");
  if (renaming) {
    const end = () => {
      setRenaming(false);
      requestAnimationFrame(() => box.current?.querySelector("a")?.focus());
    };
    return (
      <TitleForm
        title={row.title}
        onCancel={end}
        onSave={(wanted) => {
          list.onRename(id, wanted);
          end();
        }}
      />
    );
  }
  const inTrash = list.where === "trash" || row.days_left > 0;
  const words = (
    <>
      <bdi className="chat-title">
        {row.shared && <UsersRound className="chat-shared" role="img" aria-label={say("sidebar-is-shared")} />}
        {row.title ? pieces(row.title_pieces) : title}
      </bdi>
      {row.unread && <span className="chat-unread">{say("sidebar-unread")}</span>}
      {row.said.length > 0 && <bdi className="chat-said">{pieces(row.said)}</bdi>}
      {row.owner && !row.said.length && (
        <bdi className="chat-note">{say(row.deleted ? "sidebar-deleted-by" : "sidebar-owned-by", { name: row.owner })}</bdi>
      )}
      {inTrash && <span className="chat-note">{say("sidebar-days-left", { count: row.days_left })}</span>}
      {!inTrash && row.folder && list.where !== "folder" && (
        <bdi className="chat-note">{row.folder}</bdi>
      )}
    </>
  );
  return (
    <div
      className="chat-row"
      ref={box}
      data-chat={id}
      draggable={!inTrash}
      onDragStart={(event) => {
        event.dataTransfer.setData(CHATS, JSON.stringify(dragged));
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      {chosen !== null && (
        <label className="chat-choice">
          <input
            type="checkbox"
            checked={chosen}
            aria-label={say("sidebar-choose", { title })}
            onChange={(event) => onChoose(Boolean(/** @type {MouseEvent} */ (event.nativeEvent).shiftKey))}
          />
          <span className="chat-link">{words}</span>
        </label>
      )}
      {chosen === null && inTrash && (
        <>
          <div className="chat-link">{words}</div>
          <button type="button" className="button quiet chat-restore" aria-label={say("sidebar-restore-chat", { title })} onClick={() => list.onPut([id], "restore")}>
            {say("sidebar-restore")}
          </button>
        </>
      )}
      {chosen === null && row.deleted && <div className="chat-link">{words}</div>}
      {chosen === null && !inTrash && !row.deleted && (
        <>
          <HereLink to={addressOf(row)} className="chat-link" title={title} draggable={false}>
            {words}
          </HereLink>
          <Menu icon={<Ellipsis aria-hidden="true" />} name={say("sidebar-chat-actions", { title })} className="chat-actions">
            {row.archived && !row.owner ? (
              <MenuItem icon={<ArchiveRestore aria-hidden="true" />} onSelect={() => list.onPut([id], "unarchive")}>
                {say("sidebar-unarchive")}
              </MenuItem>
            ) : (
              <>
                {!row.owner && (
                  <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setRenaming(true)}>
                    {say("sidebar-rename")}
                  </MenuItem>
                )}
                <MenuItem icon={row.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />} onSelect={() => list.onPin(id, !row.pinned)}>
                  {say(row.pinned ? "sidebar-unpin" : "sidebar-pin")}
                </MenuItem>
                <MenuItem icon={<FolderInput aria-hidden="true" />} onSelect={() => list.onAsk("move", [id], title, "")}>
                  {say("sidebar-move")}
                </MenuItem>
                {!row.owner && (
                  <MenuItem icon={<Archive aria-hidden="true" />} onSelect={() => list.onPut([id], "archive")}>
                    {say("sidebar-archive")}
                  </MenuItem>
                )}
              </>
            )}
            {!row.owner && (
              <MenuItem icon={<Trash2 aria-hidden="true" />} danger onSelect={() => list.onAsk("delete", [id], title, "")}>
                {say("sidebar-delete")}
              </MenuItem>
            )}
          </Menu>
        </>
      )}
    </div>
  );
}

/** @param {Piece[]} some */
function pieces(some) {
  return some.map((piece, at) => (piece.hit ? <mark key={at}>{piece.text}</mark> : <Fragment key={at}>{piece.text}</Fragment>));
}
