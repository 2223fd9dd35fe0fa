/** Calls the server's API as the one who has signed in. */

import { Refusal } from "./upload.js";

/**
 * @param {string} method
 * @param {string} where
 * @param {object} [body]
 * @returns {Promise<any>} It fails with a `Refusal` or, where the server is out of reach, with another error.
 */
export async function asked(method, where, body) {
  const answer = await fetch(where, {
    method,
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told, answer.status);
  return told;
}
