/** @import {Acts} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */

import { say } from "../words.js";
import { ownIn } from "./composer.jsx";

/**
 * What stands in the place of the composer where nothing can be written: why, and the way back for
 * who has one. What the reader asked for before can be stopped still.
 *
 * @param {{thread: ThreadState, acts: Acts}} props
 */
export function OnlyRead({ thread, acts }) {
  const isOwner = thread.role === "owner";
  const why = thread.archived ? "members-only-read-archived" : "members-only-read";
  return (
    <div className="tk-dock">
      <div className="tk-archived">
        <span role="status">{say(isOwner ? "composer-archived" : why)}</span>
        {ownIn(thread) && (
          <button type="button" className="button" title={say("composer-stop-key")} onClick={() => acts.stop()}>
            {say("composer-stop")}
          </button>
        )}
        {isOwner && (
          <button type="button" className="button" onClick={acts.unarchive}>
            {say("composer-unarchive")}
          </button>
        )}
      </div>
    </div>
  );
}
