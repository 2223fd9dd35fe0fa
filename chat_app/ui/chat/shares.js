/**
 * Links that show a chat, as the server tells of them (see `/docs`).
 *
 * @typedef {object} SharedLink
 * @property {string} link_id
 * @property {string} url
 * @property {boolean} include_costs
 * @property {boolean} include_names
 * @property {number} views
 * @property {string} taken_at
 * @property {string | null} expires_at
 */

import { asked } from "../components/asked.js";

/** @typedef {{expires_at: string | null, include_costs: boolean, include_names: boolean}} Wanted */

/** @param {string} chat @param {string} [link] */
const address = (chat, link) => `/api/chat/${chat}/share${link ? `/${link}` : ""}`;

/**
 * The links of a chat, newest first, and whether strangers may follow them.
 *
 * @param {string} chat
 * @returns {Promise<{links: SharedLink[], allows_public: boolean}>}
 */
export const list = (chat) => asked("GET", address(chat));

/** @param {string} chat @param {Wanted} wanted @returns {Promise<SharedLink>} */
export const make = (chat, wanted) => asked("POST", address(chat), wanted);

/** Have a link show the chat as it is now. @param {string} chat @param {string} link @returns {Promise<SharedLink>} */
export const renew = (chat, link) => asked("PATCH", address(chat, link), { branch: "current" });

/** @param {string} chat @param {string} link @returns {Promise<unknown>} */
export const revoke = (chat, link) => asked("DELETE", address(chat, link));
