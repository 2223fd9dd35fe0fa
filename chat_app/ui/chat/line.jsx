/** @import {ThreadState} from "./thread.js" */

import { useCallback, useEffect, useRef, useState } from "react";
import { Avatar, Name } from "../components/person.jsx";
import { Refusal } from "../components/upload.js";
import { translated } from "../recognition.js";
import { say } from "../words.js";
import { attach, attachedOf } from "./attachments.js";
import { AlertIcon } from "./icons.jsx";
import { insert } from "./insertion.js";
import "./line.css";

/**
 * Something that waits until the replies before it have ended, as the server tells of it.
 *
 * @typedef {object} Waiting
 * @property {string} waiting_id
 * @property {"send" | "compare" | "edit" | "regenerate" | "continue"} kind
 * @property {string} message
 * @property {{user_id: string, name: string}} sender
 * @property {number} position 1 for the next one; 0 where it was refused.
 * @property {{message: string} | null} [refused]
 */

/** @typedef {{chat?: string, count?: number, queue?: Waiting[]}} Line What the server tells when it changes. */

/** What is shown of a message that writes nothing new. @type {Record<string, string>} */
const DEEDS = { regenerate: "line-regenerate", continue: "line-continue" };

/**
 * What waits in line in a shared chat, who sent it, and after what it comes.
 *
 * @param {{thread: ThreadState, told: Line, running: string}} props `running`: whose reply is being written, in words.
 */
export function WaitingLine({ thread: { chat, owner, role, joined }, told, running }) {
  const [line, setLine] = useState(/** @type {Line} */ ({}));
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const read = useCallback(async () => {
    /** @type {Waiting[]} */
    const queue = await ask("GET", `/api/chat/${chat}/queue`);
    setLine({ chat: chat ?? "", count: waitingIn(queue), queue });
  }, [chat]);
  useEffect(() => {
    read().catch(() => {});
  }, [read, joined]);
  useEffect(() => {
    if (told.chat) setLine(told);
  }, [told]);
  const queue = line.chat === chat ? (line.queue ?? []) : [];
  if (!queue.length) return null;

  /** @param {Waiting} each @param {boolean} givesBack Whether it goes back into the box, if it is the reader's. */
  const takeOut = async (each, givesBack) => {
    try {
      const { message, attachments } = await ask("DELETE", `/api/chat/${chat}/queue/${each.waiting_id}`);
      if (givesBack && each.sender.user_id === owner) {
        if (message) insert(message);
        for (const file of attachments) attach(attachedOf(file));
      }
    } catch (refusal) {
      // Its turn came just now, or the server is away: the line says which.
      if (!(refusal instanceof Refusal)) return;
    }
    await read().catch(() => {});
    /** @type {HTMLElement | null} */ (place.current?.querySelector("button"))?.focus();
  };
  const hidden = (line.count ?? 0) - waitingIn(queue);
  return (
    <section className="ln" aria-label={say("line-title")} ref={place}>
      <ol>
        {queue.map((each) => {
          const { waiting_id: id, sender, message, kind, position, refused } = each;
          const person = { id: sender.user_id, name: sender.name };
          const isMine = sender.user_id === owner;
          return (
            <li key={id} className={refused ? "ln-refused" : undefined}>
              <Avatar person={person} size={22} />
              <div className="ln-what">
                <p className="ln-who">
                  {isMine ? <strong>{say("line-you")}</strong> : <Name person={person} />}
                  <span className="ln-when">{refused ? say("line-refused") : when(position, running)}</span>
                </p>
                <p className="ln-words" dir="auto">
                  {message || say(DEEDS[kind] ?? "line-files")}
                </p>
                {refused && (
                  <p className="ln-why" role="alert">
                    <AlertIcon />
                    {translated(refused.message)}
                  </p>
                )}
              </div>
              {refused && !DEEDS[kind] && (
                <button type="button" className="button" onClick={() => takeOut(each, true)}>
                  {say("line-write-again")}
                </button>
              )}
              {(isMine || role === "owner") && (
                <button type="button" className="button quiet" onClick={() => takeOut(each, !refused)}>
                  {say(refused ? "line-discard" : "message-cancel")}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <p className="visually-hidden" role="status">
        {queue.some(({ sender, position }) => position && sender.user_id === owner) ? say("line-joined") : ""}
      </p>
      {hidden > 0 && <p className="ln-more">{say("line-more", { count: hidden })}</p>}
    </section>
  );
}

/** @param {Waiting[]} queue */
const waitingIn = (queue) => queue.filter(({ position }) => position > 0).length;

/** @param {number} position @param {string} running */
function when(position, running) {
  if (position > 1) return say("line-place", { position });
  return running || say("line-soon");
}

/**
 * @param {string} method @param {string} address
 * @returns {Promise<any>} What waits, or what was taken out.
 */
async function ask(method, address) {
  const answer = await fetch(address, { method });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told, answer.status);
  return told.queue ?? told;
}
