/** @import {ReactNode} from "react" */

import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { onAction } from "../components/shortcuts.js";
import { say } from "../words.js";

/**
 * The sidebar: a column on wide screens, a drawer behind a menu button on narrow ones.
 * The keys of its search put the cursor there, wherever the reader is.
 *
 * @param {{children: ReactNode}} props
 */
export function Sidebar({ children }) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const drawer = useRef(/** @type {HTMLElement | null} */ (null));
  const { pathname } = useLocation();

  useEffect(() => {
    setOpen(false);
    // Another kind of page brings a new sidebar, whose list would start at its top.
    drawer.current?.querySelector('.chats [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [pathname]);

  useEffect(() => {
    document.getElementById("main")?.toggleAttribute("inert", open);
    if (open) drawer.current?.focus();
  }, [open]);

  useEffect(() => {
    const narrow = matchMedia("(max-width: 767px)");
    const undo = onAction("search", () => {
      setOpen(narrow.matches);
      requestAnimationFrame(() => /** @type {HTMLInputElement | null} */ (document.getElementById("search-chats"))?.select());
    });
    const onResize = () => setOpen(false);
    narrow.addEventListener("change", onResize);
    return () => {
      undo();
      narrow.removeEventListener("change", onResize);
    };
  }, []);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button sidebar-toggle"
        aria-label={say(open ? "frame-close-menu" : "frame-open-menu")}
        aria-expanded={open}
        aria-controls="sidebar"
        onClick={() => (open ? close() : setOpen(true))}
      >
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
          <path d={open ? "M6 6l12 12M18 6L6 18" : "M4 7h16M4 12h16M4 17h16"} />
        </svg>
      </button>
      {open && <div className="sidebar-scrim" onClick={close} />}
      <aside
        id="sidebar"
        ref={drawer}
        tabIndex={-1}
        className="sidebar"
        data-open={open}
        aria-label={say("frame-sidebar")}
        onKeyDown={(event) => {
          if (open && event.key === "Escape" && !event.defaultPrevented) close();
        }}
      >
        {children}
      </aside>
    </>
  );
}
