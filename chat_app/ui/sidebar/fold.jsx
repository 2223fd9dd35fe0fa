import { useEffect, useSyncExternalStore } from "react";
import { PanelLeft } from "lucide-react";
import { onAction } from "../components/shortcuts.js";
import { say } from "../words.js";

/** Where this browser keeps that the sidebar is hidden; the page's head reads it before it is drawn. */
const KEPT = "sidebar";
const HIDDEN = "hidden";

/** @type {Set<() => void>} */
const listeners = new Set();

const isHidden = () => document.documentElement.dataset.sidebar === HIDDEN;

/** Hide the sidebar on wide screens, or show it again. */
function turn() {
  const hidden = !isHidden();
  document.documentElement.dataset.sidebar = hidden ? HIDDEN : "";
  if (hidden) localStorage.setItem(KEPT, HIDDEN);
  else localStorage.removeItem(KEPT);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
function subscribe(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The button that hides the sidebar and brings it back, as its keys do; kept in this browser. */
export function Fold() {
  const hidden = useSyncExternalStore(subscribe, isHidden, () => false);
  useEffect(() => onAction("sidebar", turn), []);
  const name = say(hidden ? "header-show-sidebar" : "header-hide-sidebar");
  return (
    <button
      type="button"
      className="icon-button fold"
      aria-label={name}
      title={name}
      aria-expanded={!hidden}
      aria-controls="sidebar"
      onClick={turn}
    >
      <PanelLeft className="points" aria-hidden="true" />
    </button>
  );
}
