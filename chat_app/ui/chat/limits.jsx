import { Link } from "react-router";
import { day, say } from "../words.js";
import { AlertIcon } from "./icons.jsx";

/**
 * How near the reader is to what they may have.
 *
 * @typedef {object} Limits
 * @property {number} places Of chats; 0 while it is not known.
 * @property {number} left Of those.
 * @property {string} until When the next token budget opens, where this one is used up; else empty.
 * @property {string} helper An administrator who may give more tokens.
 * @property {boolean} admin Whether the reader may.
 */

/**
 * Why a limit keeps a text from being sent, in words; null where none does. Commands cost no tokens.
 *
 * @param {Limits} limits
 * @param {boolean} isNew Whether it begins a chat.
 * @param {string} text
 */
export function whyLimited(limits, isNew, text) {
  if (isNew && limits.places && !limits.left) return say("limits-places-short");
  if (limits.until && !text.startsWith("/")) return say("limits-budget-short");
  return null;
}

/**
 * The limit that was reached, with the ways out, above the box.
 *
 * @param {{limits: Limits, isNew: boolean}} props
 */
export function Limit({ limits, isNew }) {
  const { places, left, until, helper, admin } = limits;
  const isFull = isNew && places > 0 && !left;
  if (!until && !isFull) return null;
  const help = admin ? say("limits-raise") : helper && say("limits-ask", { name: helper });
  const whereTo = until ? say(admin ? "limits-people" : "limits-where") : say("limits-costly");
  return (
    <div className="tk-limit" role="status">
      <AlertIcon />
      <p>
        {until ? say("limits-budget", { date: day(until) }) : say("limits-places", { limit: places })}{" "}
        {until && help}{" "}
        <Link to={until && admin ? "/admin/users" : "/usage"}>{whereTo}</Link>
      </p>
    </div>
  );
}
