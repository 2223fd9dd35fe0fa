/** @import {Coming} from "./thread.js" */

import { say } from "../words.js";
import "./members.css";

const WORDS = { joined: "members-came", left: "members-left", removed: "members-taken-out" };

/** Quiet lines where people came into the chat, or went. @param {{comings: Coming[]}} props */
export function Comings({ comings }) {
  if (!comings.length) return null;
  return (
    <div className="tk-comings">
      {comings.map(({ before, person, how }) => (
        <p key={`${before} ${person.id}`}>{say(WORDS[how], { name: person.name })}</p>
      ))}
    </div>
  );
}

/**
 * Who came or went between two messages.
 *
 * @param {Coming[]} comings In order.
 * @param {string} after Id of the message before; "" where they are to stand at the beginning.
 * @param {string} [before] Id of the message that follows; none at the end.
 */
export function between(comings, after, before) {
  return comings.filter((one) => one.before > after && (!before || one.before <= before));
}
