/** @import {LinkProps} from "react-router" */

import { useSyncExternalStore } from "react";
import { Link, useLocation } from "react-router";

/** Told to the window when a page took another address without a navigation. */
const MOVED = "tally:moved";

/** Give the page shown another address; nothing is loaded, and links see it. @param {string} path */
export function moveTo(path) {
  window.history.replaceState(window.history.state, "", path);
  window.dispatchEvent(new Event(MOVED));
}

/** @param {() => void} listener */
const subscribe = (listener) => {
  window.addEventListener(MOVED, listener);
  return () => window.removeEventListener(MOVED, listener);
};

/**
 * A link within the app that says when it leads to the very page shown.
 *
 * @param {LinkProps & {to: string}} props
 */
export function HereLink({ to, ...props }) {
  const { pathname } = useLocation();
  const here = useSyncExternalStore(
    subscribe,
    () => window.location.pathname,
    () => pathname,
  );
  return <Link to={to} aria-current={here === to.split("?")[0] ? "page" : undefined} {...props} />;
}
