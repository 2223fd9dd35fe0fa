/**
 * The keys of the app: what they do, which they are, and how this browser's reader changed them.
 *
 * Keys are written as `Mod+Shift+O`; `Mod` is Ctrl, or ⌘ on Apple's keyboards.
 */

/** @typedef {"palette" | "new-chat" | "search" | "composer" | "sidebar" | "delete-chat" | "shortcuts"} Action */

/** @type {Record<Action, string>} */
const USUAL = {
  palette: "Mod+K",
  "new-chat": "Mod+Shift+O",
  search: "Mod+Shift+F",
  composer: "Shift+Escape",
  sidebar: "Mod+Shift+S",
  "delete-chat": "Mod+Shift+Backspace",
  shortcuts: "?",
};
export const actions = /** @type {Action[]} */ (Object.keys(USUAL));

/** What browsers keep for themselves: tabs, windows, the address. */
const BROWSERS = new Set(
  ["N", "T", "W", "Q", "Tab", "L", "R", "Shift+N", "Shift+T", "Shift+W", "Shift+Q", "Shift+Tab", "Shift+R", "Shift+I", "Shift+J"]
    .map((keys) => `Mod+${keys}`)
    .concat(["Alt+F4", "F1", "F5", "F11", "F12", "Alt+ArrowLeft", "Alt+ArrowRight"]),
);
/** What moves and types: without Ctrl or Alt, a page cannot do without them. */
const PAGES = new Set(["Enter", "Escape", "Tab", " ", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown", "/"]);
const MODIFIERS = new Set(["Control", "Meta", "Alt", "AltGraph", "Shift", "CapsLock", "Fn", "Dead", "Process", "Unidentified"]);
const KEPT = "tally:shortcuts";

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** @type {Map<Action, () => void>} */
const handlers = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Partial<Record<Action, string>> | null} */
let changed = null;

/** Have an action do something; the newest who asks for it does it. @param {Action} action @param {() => void} handler @returns {() => void} Takes it back. */
export function onAction(action, handler) {
  const before = handlers.get(action);
  handlers.set(action, handler);
  return () => {
    if (handlers.get(action) !== handler) return;
    if (before) handlers.set(action, before);
    else handlers.delete(action);
  };
}

/** Do an action, as its keys would. @param {Action} action */
export function perform(action) {
  handlers.get(action)?.();
}

/** The keys of an action. @param {Action} action */
export function keysOf(action) {
  return own()[action] ?? USUAL[action];
}

/** Whether somebody changed any keys. */
export function isChanged() {
  return Object.keys(own()).length > 0;
}

/** @typedef {{why: "taken" | "browser" | "page", by?: Action}} Refusal */

/** Give an action other keys; where it cannot have them, say why. @param {Action} action @param {string} keys @returns {Refusal | null} */
export function bind(action, keys) {
  if (BROWSERS.has(keys)) return { why: "browser" };
  const last = keys.split("+").at(-1) || "+";
  if (!/^(Mod|Alt)\+/.test(keys) && (PAGES.has(last) || last.startsWith("Arrow")) && keys !== USUAL[action]) return { why: "page" };
  const by = actions.find((other) => other !== action && keysOf(other) === keys);
  if (by) return { why: "taken", by };
  const next = { ...own(), [action]: keys };
  if (keys === USUAL[action]) delete next[action];
  keep(next);
  return null;
}

/** Take the usual keys again. */
export function reset() {
  keep({});
}

/** Tell of changes. @param {() => void} listener */
export function subscribe(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What of the keys is shown now; other than before where they changed. */
export function snapshot() {
  return own();
}

/** Return the keys of a press, or nothing while only Shift and the like are down. @param {KeyboardEvent | React.KeyboardEvent} event */
export function pressed(event) {
  if (MODIFIERS.has(event.key)) return "";
  const letter = /^Key([A-Z])$/.exec(event.code);
  // On keyboards of other scripts the place of the key counts.
  const key = letter && !/^[a-z]$/i.test(event.key) ? letter[1] : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A sign has Shift in it already, as "?" does.
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return [(event.ctrlKey || event.metaKey) && "Mod", event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

/** Spell keys as they are on the keyboard: one text a key. @param {string} keys */
export function spelled(keys) {
  const parts = keys.endsWith("+") ? [...keys.slice(0, -1).split("+").filter(Boolean), "+"] : keys.split("+");
  /** @type {Record<string, string>} */
  const names = { Mod: isApple ? "⌘" : "Ctrl", Shift: isApple ? "⇧" : "Shift", Alt: isApple ? "⌥" : "Alt", Backspace: "⌫", Escape: "Esc", " ": "␣" };
  return parts.map((part) => names[part] ?? part.replace("Arrow", ""));
}

/** Listen to the keys of the page. @returns {() => void} Stops listening. */
export function listenToKeys() {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.repeat) return;
    const keys = pressed(event);
    const action = keys && actions.find((one) => keysOf(one) === keys);
    if (!action || !handlers.has(action)) return;
    if (!/^(Mod|Alt)\+/.test(keys) && keys.length === 1 && writes(event.target)) return;
    event.preventDefault();
    perform(action);
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

/** @param {EventTarget | null} target */
function writes(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @returns {Partial<Record<Action, string>>} */
function own() {
  if (changed) return changed;
  changed = {};
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    for (const action of actions) if (typeof kept[action] === "string") changed[action] = kept[action];
  } catch {
    // What a browser keeps may be anything, or be forbidden; then the usual keys are right.
  }
  return changed;
}

/** @param {Partial<Record<Action, string>>} next */
function keep(next) {
  changed = next;
  try {
    localStorage.setItem(KEPT, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing has them until the page is left.
  }
  for (const listener of listeners) listener();
}
