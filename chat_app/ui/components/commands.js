/** What can be chosen behind `/`, or in the palette: it goes into the composer. */

import { useEffect, useRef, useState } from "react";
import { say } from "../words.js";

const FRESH_MS = 10_000;

/**
 * What can be chosen behind `/`: a command of the app, or a prompt with its text.
 *
 * @typedef {{name: string, about: string, takes?: string, content?: string, shared?: boolean}} Choice
 */

/** What changes a chat itself, and is its owner's. */
const OF_OWNERS = new Set(["model", "title", "system"]);

/**
 * The app's commands, those of them that a reader of the open chat may give.
 *
 * @param {string} role As in `role.js`.
 */
export const commands = (role) => all().filter(({ name }) => role === "owner" || !OF_OWNERS.has(name));

/** A test holds them to those of the server. @returns {Choice[]} */
const all = () => [
  { name: "help", about: say("slash-help") },
  { name: "usage", about: say("slash-usage") },
  { name: "image", about: say("slash-image"), takes: say("slash-takes-text") },
  { name: "model", about: say("slash-model"), takes: say("slash-takes-name") },
  { name: "title", about: say("slash-title"), takes: say("slash-takes-text") },
  { name: "system", about: say("slash-system"), takes: say("slash-takes-text") },
  { name: "export", about: say("slash-export") },
];

/** What is written so far of a name behind `/`; null where no name is being written. @param {string} text */
export function nameIn(text) {
  const found = /^\/([^\s/]*)$/.exec(text);
  return found ? found[1].toLowerCase() : null;
}

/**
 * Return the choices that go with what is written, those that begin with it first.
 *
 * @param {Choice[]} choices
 * @param {string} name
 */
export function matching(choices, name) {
  const begins = choices.filter((one) => one.name.startsWith(name));
  const within = choices.filter(
    (one) => !begins.includes(one) && (one.name.includes(name) || one.about.toLowerCase().includes(name)),
  );
  return [...begins, ...within];
}

/**
 * The reader's prompts, asked for once they are wanted; of equal names the own one.
 *
 * @param {boolean} isWanted
 */
export function usePrompts(isWanted) {
  const [prompts, setPrompts] = useState(/** @type {Choice[]} */ ([]));
  const asked = useRef(-Infinity);
  useEffect(() => {
    if (!isWanted || performance.now() - asked.current < FRESH_MS) return undefined;
    asked.current = performance.now();
    const asking = new AbortController();
    read(asking.signal).then(setPrompts, () => {
      // The commands are there without; they are asked for again next time.
      asked.current = -Infinity;
    });
    return () => asking.abort();
  }, [isWanted]);
  return prompts;
}

/** @param {AbortSignal} signal @returns {Promise<Choice[]>} */
async function read(signal) {
  const answer = await fetch("/api/prompts", { signal });
  if (!answer.ok) throw new Error(answer.statusText);
  /** @type {{prompts: {name: string, description: string, content: string, shared: boolean}[]}} */
  const { prompts } = await answer.json();
  const byName = new Map(prompts.toReversed().map((one) => [one.name, one]));
  return [...byName.values()]
    .toReversed()
    .map(({ name, description, content, shared }) => ({ name, about: description || content, content, shared }));
}

/** The composer, while there is one. @type {((choice: Choice) => void) | null} */
let composer = null;
/** What was chosen where there was none. @type {Choice | null} */
let waiting = null;

/** Whether there is a composer to give it to. */
export const hasComposer = () => composer !== null;

/** Give a choice to the composer, or for the next one where there is none. @param {Choice} choice */
export function handOver(choice) {
  if (composer) composer(choice);
  else waiting = choice;
}

/**
 * Take what is chosen elsewhere on the page.
 *
 * @param {(choice: Choice) => void} take Stays the same from one render to the next.
 */
export function useChosen(take) {
  useEffect(() => {
    composer = take;
    if (waiting) take(waiting);
    waiting = null;
    return () => {
      composer = null;
    };
  }, [take]);
}
