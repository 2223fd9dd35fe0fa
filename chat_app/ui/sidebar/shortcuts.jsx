/** @import {Action, Refusal} from "../components/shortcuts.js" */

import { useEffect, useState, useSyncExternalStore } from "react";
import { Keyboard } from "lucide-react";
import { useNavigate } from "react-router";
import { Dialog } from "../components/dialog.jsx";
import {
  actions,
  bind,
  isChanged,
  keysOf,
  listenToKeys,
  onAction,
  perform,
  pressed,
  reset,
  snapshot,
  spelled,
  subscribe,
} from "../components/shortcuts.js";
import { say } from "../words.js";

/** Keys that are always the same. */
const FIXED = [
  ["shortcuts-send", "Enter"],
  ["shortcuts-line", "Shift+Enter"],
  ["shortcuts-stop", "Escape"],
  ["shortcuts-commands", "/"],
];

/** Keys as caps. @param {{keys: string}} props */
export function Keys({ keys }) {
  return (
    <span className="keys">
      {spelled(keys).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}

/** The keys of an action, as they are now. @param {{action: Action}} props */
export function KeysOf({ action }) {
  useSyncExternalStore(subscribe, snapshot, snapshot);
  return <Keys keys={keysOf(action)} />;
}

/** The button that opens the sheet. */
export function ShortcutsButton() {
  const name = say("shortcuts-title");
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} onClick={() => perform("shortcuts")}>
      <Keyboard aria-hidden="true" />
    </button>
  );
}

/**
 * Listens to the keys of every page, and shows them on a sheet.
 *
 * @param {{onDeleteChat: (chat: string) => void}} props
 */
export function Shortcuts({ onDeleteChat }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  useEffect(listenToKeys, []);
  useEffect(() => {
    const undo = [
      onAction("shortcuts", () => setOpen(true)),
      onAction("new-chat", () => navigate("/")),
      onAction("composer", () => /** @type {HTMLElement | null} */ (document.querySelector(".tk textarea"))?.focus()),
      onAction("delete-chat", () => {
        const chat = window.location.pathname.split("/chat/")[1]?.replace(/\/$/, "");
        if (chat && document.querySelector('.tk[data-role="owner"]')) onDeleteChat(chat);
      }),
    ];
    return () => undo.forEach((take) => take());
  }, [navigate, onDeleteChat]);
  return open ? <Sheet onClose={() => setOpen(false)} /> : null;
}

/** @param {{onClose: () => void}} props */
function Sheet({ onClose }) {
  useSyncExternalStore(subscribe, snapshot, snapshot);
  const [waiting, setWaiting] = useState(/** @type {Action | null} */ (null));
  const [refused, setRefused] = useState("");

  /** @param {React.KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" && !event.shiftKey) {
      setWaiting(null);
      return;
    }
    const keys = pressed(event);
    if (!keys) return;
    const refusal = bind(waiting, keys);
    setRefused(refusal ? inWords(refusal, keys) : "");
    setWaiting(null);
  };
  return (
    <Dialog title={say("shortcuts-title")} text={say("shortcuts-text")} className="dialog shortcuts" onClose={() => !waiting && onClose()}>
      <div onKeyDownCapture={onKeyDown}>
        <ul>
          {actions.map((action) => (
            <li key={action}>
              <span>{say(`shortcuts-${action}`)}</span>
              <button
                type="button"
                className="button quiet"
                aria-label={say("shortcuts-change", { name: say(`shortcuts-${action}`), keys: spelled(keysOf(action)).join(" ") })}
                onClick={() => {
                  setRefused("");
                  setWaiting(action);
                }}
                onBlur={() => setWaiting(null)}
              >
                {waiting === action ? <em>{say("shortcuts-press")}</em> : <Keys keys={keysOf(action)} />}
              </button>
            </li>
          ))}
          {FIXED.map(([name, keys]) => (
            <li key={name}>
              <span>{say(name)}</span>
              <span className="fixed">
                <Keys keys={keys} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      <p role="status" className={refused ? "refused" : "visually-hidden"}>
        {refused}
      </p>
      <div className="dialog-actions">
        {isChanged() && (
          <button
            type="button"
            className="button"
            onClick={() => {
              reset();
              setRefused("");
            }}
          >
            {say("shortcuts-reset")}
          </button>
        )}
        <button type="button" className="button primary" onClick={onClose}>
          {say("shortcuts-done")}
        </button>
      </div>
    </Dialog>
  );
}

/** @param {Refusal} refusal @param {string} keys */
function inWords({ why, by }, keys) {
  const written = spelled(keys).join("+");
  if (why === "taken") return say("shortcuts-taken", { keys: written, name: say(`shortcuts-${by}`) });
  return say(why === "browser" ? "shortcuts-of-browser" : "shortcuts-of-page", { keys: written });
}
