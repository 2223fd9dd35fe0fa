/** @import {Acts} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */

import { GhostIcon } from "./icons.jsx";
import { say } from "../words.js";
import "./temporary.css";

/**
 * Chooses whether a new chat is to be temporary, and says of one that is what that means.
 *
 * @param {{thread: ThreadState, acts: Acts}} props
 */
export function Temporary({ thread, acts }) {
  const { chat, temporary, items, pending } = thread;
  const isNew = !chat && !items.length && !pending;
  if (!isNew && !temporary) return null;
  return (
    <div className="tk-temporary" data-on={temporary || undefined}>
      {temporary && <p role="status">{say("temporary-words")}</p>}
      {isNew && (
        <button
          type="button"
          className="button quiet"
          aria-pressed={temporary}
          onClick={() => acts.begin(!temporary)}
        >
          <GhostIcon />
          {say("temporary-chat")}
        </button>
      )}
    </div>
  );
}
