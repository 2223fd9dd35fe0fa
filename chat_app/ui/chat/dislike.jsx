/** @import {Acts} from "./talk.jsx" */
/** @import {Message} from "./thread.js" */

import * as Popover from "@radix-ui/react-popover";
import { useEffect, useId, useRef, useState } from "react";
import { say } from "../words.js";
import { Action } from "./actions.jsx";
import { DislikeIcon } from "./icons.jsx";
import "./dislike.css";

/** What can be wrong with a reply, as the server knows it. */
const COMPLAINTS = ["not_true", "not_asked", "style", "length", "refused", "harmful"];
/** Most characters that say why, as the server has it. */
const LONGEST = 1000;
/** How long thanks are shown, in milliseconds. */
const THANKS_MS = 4000;

/**
 * **Dislike**, which then asks why; whoever does not care to say goes on.
 *
 * @param {{item: Message, acts: Acts}} props
 */
export function Dislike({ item, acts }) {
  const [isAsking, setAsking] = useState(false);
  const [thanked, setThanked] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const on = item.reaction === "dislike";
  useEffect(() => {
    if (!thanked) return undefined;
    const timer = setTimeout(() => setThanked(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [thanked]);
  return (
    <Popover.Root open={isAsking} onOpenChange={setAsking}>
      <Popover.Anchor asChild>
        <span className="tk-anchor">
          <Action
            refTo={button}
            label={say("message-dislike")}
            icon={<DislikeIcon filled={on} />}
            pressed={on}
            onClick={() => {
              acts.react(item.id, on ? "" : "dislike");
              setAsking(!on);
            }}
          />
        </span>
      </Popover.Anchor>
      <span role="status" className="tk-thanks">
        {thanked ? say("feedback-thanks") : ""}
      </span>
      <Popover.Portal>
        <Popover.Content
          className="tk-why"
          aria-label={say("feedback-title")}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
        >
          <Why
            onSay={(complaints, words) => {
              acts.react(item.id, "dislike", complaints, words);
              setAsking(false);
              setThanked(true);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** @param {{onSay: (complaints: string[], words: string) => void}} props */
function Why({ onSay }) {
  const [complaints, setComplaints] = useState(/** @type {string[]} */ ([]));
  const [words, setWords] = useState("");
  const title = useId();
  /** @param {string} one */
  const turn = (one) =>
    setComplaints(complaints.includes(one) ? complaints.filter((each) => each !== one) : [...complaints, one]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSay(complaints, words.trim());
      }}
    >
      <p id={title} className="tk-why-title">
        {say("feedback-title")}
      </p>
      <div className="tk-chips" role="group" aria-labelledby={title}>
        {COMPLAINTS.map((one) => (
          <button
            key={one}
            type="button"
            className="tk-chip"
            aria-pressed={complaints.includes(one)}
            onClick={() => turn(one)}
          >
            {say(`feedback-${one.replace("_", "-")}`)}
          </button>
        ))}
      </div>
      <textarea
        className="input"
        rows={2}
        dir="auto"
        maxLength={LONGEST}
        aria-label={say("feedback-words")}
        placeholder={say("feedback-words")}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <p className="muted">{say("feedback-hint")}</p>
      <div className="dialog-actions">
        <Popover.Close className="button">{say("feedback-skip")}</Popover.Close>
        <button type="submit" className="button primary" disabled={!complaints.length && !words.trim()}>
          {say("feedback-submit")}
        </button>
      </div>
    </form>
  );
}
