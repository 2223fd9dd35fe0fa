import { upload } from "../components/upload.js";

/**
 * An import as the server tells of it, see `/docs`.
 *
 * @typedef {object} Import
 * @property {string} import_id
 * @property {"chatgpt" | "claude" | "open-webui" | "librechat" | "chat-ui" | "tally"} source
 * @property {"running" | "done" | "failed"} status
 * @property {number} total_chats
 * @property {number} saved_chats
 * @property {number} archived_chats
 * @property {number} known_chats
 * @property {Record<string, number>} left_out
 */

const ADDRESS = "/api/imports";
const ASKED_EVERY_MS = 700;

/**
 * Send a file, and say how much of it has arrived.
 *
 * @param {File} file
 * @param {(share: number) => void} onSent Of 1.
 * @returns {Promise<Import>}
 */
export const send = (file, onSent) => upload(ADDRESS, file, onSent);

/**
 * Ask how far an import is until it has ended.
 *
 * @param {Import} begun
 * @param {(now: Import) => void} onMoved
 * @param {AbortSignal} signal
 */
export async function follow(begun, onMoved, signal) {
  let now = begun;
  while (now.status === "running" && !signal.aborted) {
    onMoved(now);
    await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    const answer = await fetch(`${ADDRESS}/${now.import_id}`, { signal });
    if (answer.ok) now = await answer.json();
  }
  return now;
}

/** Return the import that runs already, as after a reload. @param {AbortSignal} signal @returns {Promise<Import | undefined>} */
export async function running(signal) {
  const answer = await fetch(ADDRESS, { signal });
  const { imports } = answer.ok ? await answer.json() : { imports: [] };
  return imports.find((/** @type {Import} */ one) => one.status === "running");
}
