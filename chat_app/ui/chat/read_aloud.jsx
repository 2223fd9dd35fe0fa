import { useContext, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { say } from "../words.js";
import { Action } from "./actions.jsx";
import { SpeakIcon, StopIcon } from "./icons.jsx";
import { readByBrowser, readByServer, reading, stop, subscribe, tell } from "./reading_aloud.js";
import { Voice } from "./voice.js";
import "./read_aloud.css";

/** How many buttons a reply has: two for a moment, when it ends. @type {Map<string, number>} */
const places = new Map();
/** Of which reply the button that went had the focus. */
let focused = "";

/**
 * Reads a reply aloud, from its first sentence on while the rest is still written.
 *
 * @param {{replies: string[], text: string, live: boolean}} props `replies`: what the text is made of.
 */
export function ReadAloud({ replies, text, live }) {
  const { speaks } = useContext(Voice);
  const now = useSyncExternalStore(subscribe, reading, reading);
  const id = replies[0];
  const isMine = now.id === id;
  const isOn = isMine && now.isOn;
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => tell(id, { text, growing: live }), [id, isOn, text, live]);
  useLayoutEffect(() => {
    const own = button.current;
    places.set(id, (places.get(id) ?? 0) + 1);
    if (focused === id) own?.focus();
    focused = "";
    return () => {
      places.set(id, (places.get(id) ?? 1) - 1);
      // A reply that has ended has its button elsewhere.
      if (own === document.activeElement) focused = id;
      // One that is out of sight falls silent.
      queueMicrotask(() => {
        if (!places.get(id) && reading().id === id && reading().isOn) stop();
      });
    };
  }, [id]);
  const toggle = () => {
    if (isOn) stop();
    // What a model reads is made of the whole.
    else if (speaks && !live) void readByServer(id, replies);
    else readByBrowser(id, { text, growing: live });
  };
  return (
    <>
      <Action
        refTo={button}
        label={isOn ? say("read-aloud-stop") : say("read-aloud")}
        icon={isOn ? <StopIcon filled /> : <SpeakIcon />}
        onClick={toggle}
      />
      {isMine && now.words && (
        <span className="tk-read" role="status">
          {now.words}
        </span>
      )}
    </>
  );
}
