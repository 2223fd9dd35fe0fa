/** @import {Acts} from "./talk.jsx" */
/** @import {Pending, ThreadState} from "./thread.js" */
/** @import {ReactNode, RefObject} from "react" */

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { DownIcon } from "./icons.jsx";
import { Reply, UserMessage } from "./message.jsx";

/** How near to the end counts as reading the end, in pixels. */
const NEAR = 12;
/** How near to the top earlier messages are fetched, in pixels. */
const AHEAD = 800;

/**
 * The messages of a chat, oldest first, following the newest text until the reader scrolls up.
 *
 * @param {{thread: ThreadState, names: Record<string, string>, acts: Acts, children: ReactNode}} props
 */
export function Conversation({ thread, names, acts, children }) {
  const { items, live, pending, older, view, archived } = thread;
  const scroller = /** @type {RefObject<HTMLDivElement>} */ (useRef(/** @type {HTMLDivElement | null} */ (null)));
  const content = /** @type {RefObject<HTMLDivElement>} */ (useRef(/** @type {HTMLDivElement | null} */ (null)));
  const follows = useRef(true);
  const lastTop = useRef(0);
  const anchor = useRef(/** @type {{element: Element, top: number} | null} */ (null));
  const asked = useRef("");
  const [away, setAway] = useState(false);
  const busy = Boolean(live || pending || archived);
  const first = items[0]?.id ?? "";

  const toEnd = useCallback(() => {
    const box = scroller.current;
    // The greeting of an empty chat is read from its top.
    box.scrollTop = box.querySelector(".tk-article") ? box.scrollHeight : 0;
    lastTop.current = box.scrollTop;
  }, []);
  const follow = useCallback(
    /** @param {boolean} smooth */
    (smooth) => {
      follows.current = true;
      setAway(false);
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (smooth && !calm) {
        scroller.current.scrollTo({ top: scroller.current.scrollHeight, behavior: "smooth" });
      } else toEnd();
    },
    [toEnd],
  );

  const loadEarlier = useCallback(() => {
    if (!older || asked.current === first) return;
    asked.current = first;
    anchor.current = holdPlace(scroller.current);
    acts.earlier(first);
  }, [acts, first, older]);

  const onScroll = () => {
    const box = scroller.current;
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    // Growing text never moves the reader up: only the reader does.
    if (below <= NEAR) follows.current = true;
    else if (box.scrollTop < lastTop.current - 1) follows.current = false;
    lastTop.current = box.scrollTop;
    setAway(!follows.current && below > NEAR);
    if (box.scrollTop < AHEAD) loadEarlier();
  };

  useLayoutEffect(() => {
    asked.current = "";
    follow(false);
  }, [view, follow]);

  // Earlier messages push the others down; the one being read stays where it was.
  useLayoutEffect(() => {
    const place = anchor.current;
    anchor.current = null;
    if (place?.element.isConnected && !follows.current) {
      scroller.current.scrollTop += place.element.getBoundingClientRect().top - place.top;
      lastTop.current = scroller.current.scrollTop;
    }
  }, [first]);

  useLayoutEffect(() => {
    if (pending) follow(false);
  }, [pending, follow]);

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd();
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [toEnd]);

  const lastReply = items.findLast((item) => item.role === "assistant")?.id;
  const shown = pending?.target ? items.slice(0, items.findIndex((item) => item.id === pending.target)) : items;
  return (
    <div className="tk-frame">
      <div className="tk-scroll" ref={scroller} onScroll={onScroll}>
        <div className="tk-log" role="log" aria-label="Conversation" aria-live="polite" ref={content}>
          {older && (
            <button type="button" className="button quiet tk-earlier" onClick={loadEarlier}>
              Load earlier messages
            </button>
          )}
          {shown.map((item) =>
            item.role === "user" ? (
              <UserMessage key={item.id} item={item} busy={busy} acts={acts} />
            ) : (
              <Reply
                key={item.id}
                item={item}
                live={live?.id === item.id ? live : null}
                modelName={names[item.model ?? ""] ?? item.model ?? ""}
                last={item.id === lastReply}
                busy={busy}
                acts={acts}
              />
            ),
          )}
          {pending && <Expected pending={pending} />}
          {children}
        </div>
      </div>
      {away && (
        <button type="button" className="tk-jump" aria-label="Jump to latest" onClick={() => follow(true)}>
          <DownIcon />
          <span aria-hidden="true">Jump to latest</span>
        </button>
      )}
      <p className="visually-hidden" role="status">
        {live ? "The assistant is writing a reply" : ""}
      </p>
    </div>
  );
}

/** What was just sent, until the server has taken it. @param {{pending: Pending}} props */
function Expected({ pending }) {
  return (
    <>
      {pending.text && (
        <div className="tk-article tk-you">
          <div className="tk-bubble" dir="auto">
            {pending.text}
          </div>
          <div className="tk-actions" />
        </div>
      )}
      <div className="tk-article tk-reply tk-live">
        <p className="tk-typing" role="img" aria-label="The assistant is typing">
          <i />
          <i />
          <i />
        </p>
      </div>
    </>
  );
}

/** @param {Element} box */
function holdPlace(box) {
  const top = box.getBoundingClientRect().top;
  for (const element of box.querySelectorAll(".tk-article")) {
    const rect = element.getBoundingClientRect();
    if (rect.bottom > top) return { element, top: rect.top };
  }
  return null;
}
