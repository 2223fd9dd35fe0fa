/** @import {ChatListProps} from "./chat_list.jsx" */

import { Ellipsis, Folder, Pencil, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Menu, MenuItem } from "../components/menu.jsx";
import { number, say } from "../words.js";

/** What a dragged line of the list carries: ids of chats, as JSON. */
export const CHATS = "application/x-tally-chats";
const FEW = 5;

/** Have chats be dropped on an element. @param {(ids: string[]) => void} onDrop */
export function takesChats(onDrop) {
  /** @param {React.DragEvent<HTMLElement>} event @param {boolean} over */
  const mark = (event, over) => {
    if (!event.dataTransfer.types.includes(CHATS)) return;
    event.preventDefault();
    event.currentTarget.toggleAttribute("data-over", over);
  };
  return {
    /** @param {React.DragEvent<HTMLElement>} event */
    onDragOver: (event) => mark(event, true),
    /** @param {React.DragEvent<HTMLElement>} event */
    onDragLeave: (event) => mark(event, false),
    /** @param {React.DragEvent<HTMLElement>} event */
    onDrop: (event) => {
      mark(event, false);
      const carried = event.dataTransfer.getData(CHATS);
      if (carried) onDrop(JSON.parse(carried));
    },
  };
}

/** The folders above the chats; chats can be dropped on them. @param {ChatListProps} props */
export function Folders({ folders, moreFolders, onGo, onMove, onAsk, onMoreFolders }) {
  const [all, setAll] = useState(false);
  const navigate = useNavigate();
  if (!folders.length) return null;
  const shown = all ? folders : folders.slice(0, FEW);
  return (
    <section aria-label={say("sidebar-folders")} className="folders">
      <h2>{say("sidebar-folders")}</h2>
      <ul>
        {shown.map((one) => (
          <li key={one.project_id} className="chat-row">
            <button type="button" className="chat-link folder" onClick={() => onGo("folder", one.project_id)} {...takesChats((ids) => onMove(ids, one.project_id))}>
              <Folder aria-hidden="true" />
              <bdi className="chat-title">{one.name}</bdi>
              <span className="numbers">{number(one.chats)}</span>
            </button>
            <Menu icon={<Ellipsis aria-hidden="true" />} name={say("sidebar-folder-actions", { name: one.name })} className="chat-actions">
              <MenuItem icon={<SquarePen aria-hidden="true" />} onSelect={() => navigate(`/?folder=${encodeURIComponent(one.project_id)}`)}>
                {say("sidebar-new-chat-here")}
              </MenuItem>
              <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => onAsk("folder", [], one.name, one.project_id)}>
                {say("sidebar-edit-folder")}
              </MenuItem>
              <MenuItem icon={<Trash2 aria-hidden="true" />} danger onSelect={() => onAsk("delete-folder", [], one.name, one.project_id)}>
                {say("sidebar-delete")}
              </MenuItem>
            </Menu>
          </li>
        ))}
      </ul>
      {(folders.length > FEW || moreFolders) && (!all || moreFolders) && (
        <button type="button" className="button quiet" onClick={() => (all ? onMoreFolders() : setAll(true))}>
          {say("sidebar-more-folders")}
        </button>
      )}
    </section>
  );
}
