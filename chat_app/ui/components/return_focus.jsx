import { useEffect, useState } from "react";

/**
 * Stands in a dialog: when that goes, the focus returns to where it was before. Where that is gone,
 * as the button of a row that was deleted, it goes to the nearest place around it that takes it.
 */
export function ReturnFocus() {
  const [path] = useState(() => pathTo(document.activeElement));
  useEffect(
    () => () => {
      // Radix leaves the focus nowhere, a moment after the dialog has gone.
      setTimeout(() => {
        if (document.activeElement === document.body) focusFirst(path);
      });
    },
    [path],
  );
  return null;
}

/** Give the focus to an element or, where it cannot take it, to the nearest around it that can. @param {Element | null} element */
export function focusNear(element) {
  focusFirst(pathTo(element));
}

/** An element and all around it; of what is in a menu, its button. @param {Element | null} element */
function pathTo(element) {
  const menu = element?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  const path = [];
  for (let at = menu ? document.getElementById(menu) : element; at; at = at.parentElement) path.push(at);
  return path;
}

/** @param {Element[]} path */
function focusFirst(path) {
  for (const element of path) {
    if (!(element instanceof HTMLElement && element.isConnected)) continue;
    element.focus();
    if (document.activeElement === element) return;
  }
}
