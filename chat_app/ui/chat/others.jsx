/** @import {RefObject} from "react" */
/** @import {Person} from "../components/person.js" */
/** @import {TalkProps} from "./talk.jsx" */
/** @import {ThreadState} from "./thread.js" */
/** @import {Signs} from "./writing.js" */

import * as Popover from "@radix-ui/react-popover";
import { useEffect, useRef, useState } from "react";
import { Avatar } from "../components/person.jsx";
import { direction, say } from "../words.js";
import { firstSeen, writersAfter } from "./writing.js";
import "./others.css";

/** So many are shown; the others are counted. */
const SHOWN = 3;
/** So long arrivals wait for others, to be said as one, in milliseconds. */
const GATHER_MS = 1500;

/** Who is here while nothing was told of it. @type {Person[]} */
const NOBODY = [];

/**
 * Who looks at the open chat, of what was told last.
 *
 * @param {ThreadState} thread
 * @param {TalkProps["here"]} told
 */
export function presentIn({ chat, shared }, told) {
  return shared && told.chat === chat ? (told.people ?? NOBODY) : NOBODY;
}

/** How names read in a row, by how many there are. */
const NAMED = {
  here: ["others-here-one", "others-here-two", "others-here-three", "others-here-more"],
  came: ["others-came-one", "others-came-two", "others-came-three", "others-came-more"],
  writing: ["others-writing-one", "others-writing-two", "others-writing-three", "others-writing-more"],
};

/** Name people in a sentence. @param {keyof typeof NAMED} of @param {Person[]} people At least one. */
function named(of, people) {
  const rest = people.length > SHOWN;
  const [first, second, third] = people.slice(0, rest ? SHOWN - 1 : SHOWN).map(({ name }) => name);
  if (rest) return say(NAMED[of][SHOWN], { first, second, count: people.length - SHOWN + 1 });
  return say(NAMED[of][people.length - 1], { first, ...(second && { second }), ...(third && { third }) });
}

/** Who else looks at the chat: marks, and their names behind them. @param {{people: Person[]}} props */
export function Here({ people }) {
  if (!people.length) return null;
  const shown = people.slice(0, people.length > SHOWN + 1 ? SHOWN : SHOWN + 1);
  const words = named("here", people);
  return (
    <Popover.Root>
      <Popover.Trigger className="ot-here" aria-label={words} title={words}>
        {shown.map((person) => (
          <Avatar key={person.id} person={person} size={26} />
        ))}
        {people.length > shown.length && <span className="ot-more">+{people.length - shown.length}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover ot-panel" dir={direction} align="end" sideOffset={6} collisionPadding={8} aria-label={say("others-title")}>
          <h2>{say("others-title")}</h2>
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <Avatar person={person} size={28} />
                <bdi>{person.name}</bdi>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/**
 * Who is writing, in a line that is always there, so that nothing moves; and, for screen readers
 * alone, who has come. That somebody writes is not said aloud: it would interrupt all the time.
 *
 * @param {{chat: string, people: Person[], told: Signs | {}}} props `told`: the newest signs.
 */
export function Writing({ chat, people, told }) {
  const [writers, setWriters] = useState(/** @type {ReturnType<typeof writersAfter>} */ ([]));
  useEffect(() => setWriters([]), [chat]);
  useEffect(() => {
    if (!("signs" in told) || told.chat !== chat) return;
    const { signs } = told;
    const toldAt = firstSeen(told);
    setWriters((now) => writersAfter(now, signs, Date.now(), toldAt));
  }, [chat, told]);
  useEffect(() => {
    if (!writers.length) return undefined;
    const next = Math.min(...writers.map(({ until }) => until));
    const timer = setTimeout(() => setWriters((now) => writersAfter(now, [], Date.now())), next - Date.now());
    return () => clearTimeout(timer);
  }, [writers]);
  return (
    <div className="ot-line">
      <p className="ot-writing">
        {writers.length > 0 && (
          <>
            <span className="ot-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <bdi>{named("writing", writers)}</bdi>
          </>
        )}
      </p>
      <p className="visually-hidden" role="status">
        {useArrivals(chat, people)}
      </p>
    </div>
  );
}

/**
 * Say who came since the chat was opened: several at once together, each once, and nobody who was
 * here before.
 *
 * @param {string} chat
 * @param {Person[]} people Nobody's list until it was told who is here.
 */
function useArrivals(chat, people) {
  const [words, setWords] = useState("");
  const known = useRef({ chat: "", ids: new Set(), came: /** @type {Person[]} */ ([]) });
  useEffect(() => {
    if (people === NOBODY) return undefined;
    const now = known.current;
    if (now.chat !== chat) {
      known.current = { chat, ids: new Set(people.map(({ id }) => id)), came: [] };
      setWords("");
      return undefined;
    }
    now.came.push(...people.filter(({ id }) => !now.ids.has(id)));
    for (const { id } of people) now.ids.add(id);
    if (!now.came.length) return undefined;
    const timer = setTimeout(() => setWords(named("came", now.came.splice(0))), GATHER_MS);
    return () => clearTimeout(timer);
  }, [chat, people]);
  return words;
}

/**
 * Tell whether the reader has the tab of a shared chat before them: what comes then is seen.
 *
 * @param {ThreadState} thread
 * @param {RefObject<TalkProps>} events
 */
export function useLook({ chat, shared }, events) {
  useEffect(() => {
    if (!chat || !shared) return undefined;
    const tell = () => events.current.onLook(chat, !document.hidden);
    if (document.hidden) tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [chat, shared, events]);
}
