/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Message, Pending, ThreadState} from "./thread.js" */
/** @import {ReactNode, RefObject} from "react" */

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { say } from "../words.js";
import { MessageFiles } from "./attachments_shown.jsx";
import { between, Comings } from "./comings.jsx";
import { Compared } from "./compare.jsx";
import { othersIn } from "./composer.jsx";
import { DownIcon } from "./icons.jsx";
import { Reply } from "./message.jsx";
import { QuotePassage } from "./passage.jsx";
import { UserMessage } from "./question.jsx";

/** How near to the end counts as reading the end, in pixels. */
const NEAR = 12;
/** How near to the top earlier messages are fetched, in pixels. */
const AHEAD = 800;

/**
 * The messages of a chat, oldest first, following the newest text until the reader scrolls up.
 *
 * @param {{thread: ThreadState, models: Model[], model: string, names: Record<string, string>, mostMib: number, leftOut: string, acts: Acts, children: ReactNode}} props
 *   `leftOut`: the newest message that models are not told of; "" where they are told of all.
 */
export function Conversation({ thread, models, model, names, mostMib, leftOut, acts, children }) {
  const { items, live, rival, older, view, archived, found, comings, shared, role, owner } = thread;
  const scroller = /** @type {RefObject<HTMLDivElement>} */ (useRef(/** @type {HTMLDivElement | null} */ (null)));
  const content = /** @type {RefObject<HTMLDivElement>} */ (useRef(/** @type {HTMLDivElement | null} */ (null)));
  const follows = useRef(true);
  const lastTop = useRef(0);
  const anchor = useRef(/** @type {{element: Element, top: number} | null} */ (null));
  const askedBefore = useRef("");
  const [away, setAway] = useState(false);
  // What is asked while somebody else is answered waits in line, and is shown there.
  const other = othersIn(thread);
  const pending = other ? null : thread.pending;
  const busy = Boolean((!other && (live || rival)) || thread.pending || archived);
  const first = items[0]?.id ?? "";

  const toEnd = useCallback(() => {
    const box = scroller.current;
    // A chat that is taken away while it is measured.
    if (!box) return;
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
    if (!older || askedBefore.current === first) return;
    askedBefore.current = first;
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
    askedBefore.current = "";
    follow(false);
  }, [view, follow]);

  // Who came for one message is taken there, and reads on from it.
  useLayoutEffect(() => {
    const place = found && scroller.current.querySelector(`[data-id~="${CSS.escape(found.id)}"]`);
    if (!(place instanceof HTMLElement)) return undefined;
    follows.current = false;
    place.dataset.found = "";
    place.scrollIntoView({ block: "center" });
    lastTop.current = scroller.current.scrollTop;
    setAway(true);
    return () => {
      delete place.dataset.found;
    };
  }, [found]);

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
      const box = scroller.current;
      if (box && box.scrollHeight - box.clientHeight <= NEAR) {
        // Where all of it is seen, as of a shorter version, there is nowhere to jump to.
        follows.current = true;
        setAway(false);
      }
      if (follows.current) toEnd();
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [toEnd]);

  const target = pending?.target;
  const shown = useMemo(
    () => (target ? items.slice(0, items.findIndex((item) => item.id === target)) : items),
    [items, target],
  );
  const articles = useMemo(() => articlesOf(shown), [shown]);
  const asked = useMemo(() => models.filter(({ id }) => id === model), [models, model]);
  const lastReply = articles.findLast(({ item }) => item.role === "assistant")?.item.id;
  const cut = leftOut ? articles.findLastIndex(({ item, rest }) => (rest.at(-1) ?? item).id <= leftOut) : -1;
  /** @param {Article} article */
  const draw = ({ item, rest, files }) => {
    if (item.role === "user") {
      const author = item.author && item.author.id !== owner ? item.author : null;
      return <UserMessage key={item.id} item={item} other={author} edits={!author || role === "owner"} asked={asked} mostMib={mostMib} busy={busy} acts={acts} />;
    }
    const reply = { files, models, names, busy, acts, reader: shared ? owner : "" };
    if (isCompared(item)) return <Compared key={item.id} item={item} thread={thread} {...reply} />;
    const end = rest.at(-1) ?? item;
    return (
      <Reply
        key={item.id}
        item={item}
        rest={rest}
        live={live?.id === end.id ? live : null}
        last={item.id === lastReply}
        {...reply}
      />
    );
  };
  /** @param {string} after @param {string} [before] */
  const came = (after, before) => <Comings key={`came ${after}`} comings={between(comings, after, before)} />;
  return (
    <div className="tk-frame">
      <div className="tk-scroll" ref={scroller} onScroll={onScroll}>
        <div className="tk-log" role="log" aria-label={say("conversation")} aria-live="polite" aria-busy={Boolean(live || rival || pending)} ref={content}>
          {older && (
            <button type="button" className="button quiet tk-earlier" onClick={loadEarlier}>
              {say("conversation-earlier")}
            </button>
          )}
          {articles.flatMap((article, index) => [
            // Of those before what is loaded, the older ones are told with that.
            ...(index || !older ? [came(articles[index - 1]?.item.id ?? "", article.item.id)] : []),
            draw(article),
            ...(index === cut ? [<LeftOut key="left-out" acts={acts} />] : []),
          ])}
          {came(articles.at(-1)?.item.id ?? "")}
          {pending && <Expected pending={pending} />}
          {children}
        </div>
      </div>
      <QuotePassage within={content} />
      {away && (
        <button type="button" className="tk-jump" aria-label={say("conversation-latest")} onClick={() => follow(true)}>
          <DownIcon />
          <span aria-hidden="true">{say("conversation-latest")}</span>
        </button>
      )}
      <p className="visually-hidden" role="status">
        {live || rival ? say("conversation-writing") : ""}
      </p>
    </div>
  );
}

/** @typedef {{item: Message, rest: Message[], files: Attached[]}} Article A message, what goes on with it, and the files that it answers. */

/** @type {Message[]} */
const NOTHING = [];
/** @type {Attached[]} */
const NO_FILES = [];

/** Put together what is one text: a reply, and those that go on where it was cut. @param {Message[]} items */
function articlesOf(items) {
  /** @type {Article[]} */
  const articles = [];
  for (const item of items) {
    const before = articles.at(-1);
    if (item.role === "assistant" && before?.item.role === "assistant") before.rest = [...before.rest, item];
    else articles.push({ item, rest: NOTHING, files: before?.item.attachments ?? NO_FILES });
  }
  return articles;
}

/** @param {Message} item @returns {item is Message & {rival: Message}} */
const isCompared = (item) => Boolean(item.rival);

/** Where what models are told begins. @param {{acts: Acts}} props */
function LeftOut({ acts }) {
  return (
    <p className="tk-left-out">
      <span>{say("leave-out-line")}</span>
      <button type="button" className="button quiet" onClick={() => acts.leaveOut("")}>
        {say("leave-out-back")}
      </button>
    </p>
  );
}

/** What was just sent, until the server has taken it. @param {{pending: Pending}} props */
function Expected({ pending }) {
  return (
    <>
      {(pending.text || pending.attachments?.length) && (
        <div className="tk-article tk-you">
          <MessageFiles files={pending.attachments ?? []} />
          {pending.text && (
            <div className="tk-bubble" dir="auto">
              {pending.text}
            </div>
          )}
          <div className="tk-actions" />
        </div>
      )}
      <div className="tk-article tk-reply tk-live">
        <p className="tk-typing" role="img" aria-label={say("message-typing")}>
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
