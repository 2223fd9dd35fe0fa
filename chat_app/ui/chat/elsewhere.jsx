/** @import {Acts} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */

import { say } from "../words.js";
import { CloseIcon } from "./icons.jsx";
import "./line.css";

/** Says that somebody went on in another version, with a way to go there. @param {{thread: ThreadState, acts: Acts}} props */
export function Elsewhere({ thread: { elsewhere }, acts }) {
  return (
    <div className="ln-elsewhere" role="status">
      {elsewhere && (
        <p>
          <span>{say("elsewhere", { name: elsewhere.who.name })}</span>
          <button type="button" className="button quiet" onClick={() => acts.branch(elsewhere.message)}>
            {say("elsewhere-show")}
          </button>
          <button type="button" className="icon-button" aria-label={say("elsewhere-dismiss")} title={say("elsewhere-dismiss")} onClick={acts.stay}>
            <CloseIcon />
          </button>
        </p>
      )}
    </div>
  );
}
