/**
 * Puts what the server says of a chat that is open already into what the browser has of it, so that
 * nothing moves and nothing is drawn anew that did not change.
 */

/** @import {Message, Page} from "./thread.js" */

/**
 * The messages of a chat with those of a page in their places.
 *
 * A page with `after` brings what is new behind that message, and those before it that are different
 * now. One without brings the newest part of the branch: what comes before it stays.
 *
 * @param {Message[]} items Oldest first.
 * @param {boolean} older Whether more come before them.
 * @param {Page} page
 * @returns {{items: Message[], older: boolean} | null} Nothing where something in between is missing.
 */
export function merged(items, older, page) {
  const told = new Map(page.messages.map((item) => [item.id, item]));
  /** @param {Message} item */
  const renewed = (item) => {
    const now = told.get(item.id);
    return now && JSON.stringify(now) !== JSON.stringify(item) ? now : item;
  };
  if (page.after) {
    const at = items.findIndex((item) => item.id === page.after);
    if (at < 0) return null;
    const kept = items.slice(0, at + 1);
    const known = new Set(kept.map((item) => item.id));
    return { items: [...kept.map(renewed), ...page.messages.filter((item) => !known.has(item.id))], older };
  }
  const here = new Map(items.map((item) => [item.id, item]));
  const newest = page.messages.map((item) => renewed(here.get(item.id) ?? item));
  const first = items.findIndex((item) => item.id === page.messages[0]?.id);
  return first < 0
    ? { items: newest, older: Boolean(page.older) }
    : { items: [...items.slice(0, first), ...newest], older: first ? older : Boolean(page.older) };
}
