import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { moveTo } from "../../components/links/here_link.jsx";
import { Archived, Composer } from "./composer.jsx";
import { Conversation } from "./conversation.jsx";
import { createThread } from "./thread.js";
import { Loading, Missing, Welcome } from "./welcome.jsx";
import "./talk.css";

/** The chat that the address names; empty for a new one. */
const addressed = () => window.location.pathname.split("/chat/")[1]?.replace(/\/$/, "") ?? "";

/**
 * The conversation and its composer.
 *
 * Props that start with `on` are events to the server; the others are what it sends, described in
 * `thread.js`. `models` is [{i: id, n: name, x: why it cannot be used}], `quote` is
 * {n: which question, m: most it can cost, r: what is left after, x: why it cannot be sent}.
 */
export function Talk(props) {
  const events = useRef(props);
  useEffect(() => {
    events.current = props;
  });
  const [thread] = useState(() => {
    const chat = () => made.snapshot().chat ?? "";
    const made = createThread({
      reopen: () => events.current.onReopen(chat()),
      resync: (id, have) => events.current.onResync(chat(), id, have),
    });
    return made;
  });
  const state = useSyncExternalStore(thread.subscribe, thread.snapshot, thread.snapshot);
  const { opened, earlier, change, piece, quote, models, name, simulatedOnly } = props;
  const [model, setModel] = useState("");

  // The order matters: one update may carry several of them.
  useEffect(() => {
    if (opened.m === undefined) return;
    // The router does not know of an address taken without a navigation, so after a reconnection
    // the server opens the chat of the old one.
    if (opened.c !== addressed()) {
      events.current.onReopen(addressed());
      return;
    }
    thread.open(opened);
    setModel(opened.g);
    events.current.onTaken(opened.s);
  }, [thread, opened]);
  useEffect(() => {
    if (earlier.m === undefined) return;
    thread.prepend(earlier);
    events.current.onTaken(-1);
  }, [thread, earlier]);
  useEffect(() => {
    if (change.s !== undefined) thread.change(change);
  }, [thread, change]);
  useEffect(() => {
    if (piece.length) thread.piece(piece);
  }, [thread, piece]);

  // A new chat gets its address without loading the page again.
  useEffect(() => {
    if (state.chat && !state.missing && !window.location.pathname.endsWith(state.chat)) {
      moveTo(`/chat/${state.chat}`);
    }
  }, [state.chat, state.missing]);

  const acts = useMemo(() => {
    const chat = () => thread.snapshot().chat;
    return {
      send(text, chosen) {
        thread.expect({ kind: "send", text });
        events.current.onSend(chat(), text, chosen);
      },
      edit(id, text) {
        thread.expect({ kind: "edit", text, target: id });
        events.current.onEdit(chat(), id, text);
      },
      regenerate(id) {
        thread.expect({ kind: "regenerate", text: "", target: id });
        events.current.onRegenerate(chat(), id);
      },
      model(id) {
        setModel(id);
        events.current.onModel(chat(), id);
      },
      stop: () => events.current.onStop(chat()),
      quote: (n, text, chosen) => events.current.onQuote(n, chat(), text, chosen),
      react: (id, reaction) => events.current.onReact(chat(), id, reaction),
      branch: (id) => events.current.onBranch(chat(), id),
      earlier: (id) => events.current.onEarlier(chat(), id),
      unarchive: () => events.current.onUnarchive(chat()),
      settle: (id) => thread.settle(id),
      dismiss: () => thread.dismiss(),
    };
  }, [thread]);

  const running = Boolean(state.live);
  useEffect(() => {
    if (!running) return undefined;
    const stop = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) acts.stop();
    };
    document.addEventListener("keydown", stop);
    return () => document.removeEventListener("keydown", stop);
  }, [acts, running]);

  const names = useMemo(() => Object.fromEntries(models.map((one) => [one.i, one.n])), [models]);
  const empty = !state.items.length && !state.pending;
  if (state.chat === null) {
    return (
      <div className="tk">
        <Loading />
      </div>
    );
  }
  if (state.missing) {
    return (
      <div className="tk">
        <Missing words={state.missing} />
      </div>
    );
  }
  return (
    <div className="tk">
      <Conversation thread={state} names={names} acts={acts}>
        {empty && !state.archived && (
          <Welcome
            name={name}
            simulated={simulatedOnly}
            onPick={(text) => acts.send(text, model)}
          />
        )}
      </Conversation>
      {state.archived ? (
        <Archived onTakeBack={acts.unarchive} />
      ) : (
        <Composer
          thread={state}
          draftKey={`draft:${state.owner}:${state.chat || "new"}`}
          models={models}
          model={model}
          quote={quote}
          acts={acts}
        />
      )}
    </div>
  );
}
