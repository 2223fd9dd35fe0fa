/** @import {ChatListProps, Row} from "./chat_list.jsx" */

import { Archive, ArchiveRestore, FolderInput, Trash2, X } from "lucide-react";
import { say } from "../words.js";

/**
 * What can be done with the chats that were chosen, all at once.
 *
 * @param {{
 *   ids: string[],
 *   rows: Row[],
 *   list: ChatListProps,
 *   onAll: (ids: Set<string>) => void,
 *   onEnd: () => void,
 * }} props
 */
export function Chosen({ ids, rows, list, onAll, onEnd }) {
  const { where, onPut, onAsk } = list;
  const none = !ids.length;
  const own = rows.every((row) => !row.owner || !ids.includes(row.chat_id));
  const all = ids.length === rows.length;
  /** @param {() => void} act */
  const ending = (act) => () => {
    act();
    onEnd();
  };
  return (
    <div className="chosen" role="toolbar" aria-label={say("sidebar-chosen-actions")}>
      <label>
        <input
          type="checkbox"
          checked={all}
          aria-label={say("sidebar-choose-all")}
          onChange={() => onAll(new Set(all ? [] : rows.map((row) => row.chat_id)))}
        />
        <span role="status">{say("sidebar-chosen", { count: ids.length })}</span>
      </label>
      {where === "trash" ? (
        <Act icon={<ArchiveRestore aria-hidden="true" />} name={say("sidebar-restore")} off={none} onDo={ending(() => onPut(ids, "restore"))} />
      ) : (
        <>
          {where === "archive" ? (
            <Act icon={<ArchiveRestore aria-hidden="true" />} name={say("sidebar-unarchive")} off={none} onDo={ending(() => onPut(ids, "unarchive"))} />
          ) : (
            <>
              <Act icon={<FolderInput aria-hidden="true" />} name={say("sidebar-move")} off={none} onDo={ending(() => onAsk("move", ids, "", ""))} />
              {own && <Act icon={<Archive aria-hidden="true" />} name={say("sidebar-archive")} off={none} onDo={ending(() => onPut(ids, "archive"))} />}
            </>
          )}
          {own && <Act icon={<Trash2 aria-hidden="true" />} name={say("sidebar-delete")} off={none} onDo={ending(() => onAsk("delete", ids, "", ""))} />}
        </>
      )}
      <Act icon={<X aria-hidden="true" />} name={say("sidebar-cancel")} off={false} onDo={onEnd} />
    </div>
  );
}

/** @param {{icon: React.ReactNode, name: string, off: boolean, onDo: () => void}} props */
function Act({ icon, name, off, onDo }) {
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} disabled={off} onClick={onDo}>
      {icon}
    </button>
  );
}
