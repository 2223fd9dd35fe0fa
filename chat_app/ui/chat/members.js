/**
 * Who is in a chat, as the server tells of them (see `/docs`).
 *
 * @typedef {object} Member
 * @property {string} user_id
 * @property {string} name
 * @property {string} email
 * @property {"owner" | "editor" | "viewer"} role
 */

import { asked } from "../components/asked.js";

/** @typedef {"editor" | "viewer"} MemberRole */

/** @param {string} chat @param {string} [person] */
const address = (chat, person) => `/api/chat/${chat}/members${person ? `/${person}` : ""}`;

/** Who is in a chat, the owner first. @param {string} chat @returns {Promise<Member[]>} */
export const list = async (chat) => (await asked("GET", address(chat))).members;

/** Let somebody in, if the address is anybody's. @param {string} chat @param {string} email @param {MemberRole} role */
export const invite = (chat, email, role) => asked("POST", address(chat), { email, role });

/** @param {string} chat @param {string} person @param {MemberRole} role */
export const change = (chat, person, role) => asked("PATCH", address(chat, person), { role });

/** Take somebody out; oneself, to leave. @param {string} chat @param {string} person */
export const remove = (chat, person) => asked("DELETE", address(chat, person));
