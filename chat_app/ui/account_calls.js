/** Calls of the API about the account: past the state of the page, which keeps no secrets. */

import { translated } from "./recognition.js";
import { say } from "./words.js";

/** What the server said against it. */
export class Refused extends Error {
  /** @param {{message: string, code: string}} told */
  constructor({ message, code }) {
    super(message);
    this.code = code;
  }
}

/**
 * Call the API.
 *
 * @param {string} method
 * @param {string} path Below `/api/auth`.
 * @param {object} [body]
 * @returns {Promise<any>} The answer; fails with a `Refused` or, out of reach, with another error.
 */
export async function call(method, path, body) {
  const response = await fetch(`/api/auth${path}`, {
    method,
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Refused(answer);
}

/** What went wrong, in the reader's words. @param {unknown} fault */
export function inWords(fault) {
  return fault instanceof Refused ? translated(fault.message) : say("auth-unreachable");
}
