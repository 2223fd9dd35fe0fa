/** @import {Role} from "./role.js" */

import { say } from "../words.js";

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
 * @param {Role} role
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
