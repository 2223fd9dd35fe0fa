/** @import {Live, Message} from "./thread.js" */

import { useEffect, useState } from "react";
import { say } from "../words.js";
import { NextIcon } from "./icons.jsx";
import "./thinking.css";

/** Time between two renders of growing thoughts, in milliseconds: most people do not look. */
const EVERY_MS = 250;

/**
 * What the model thought before it wrote, folded: plain text, for it is no part of the reply.
 *
 * @param {{item: Message, live: Live | null}} props
 */
export function Thinking({ item, live }) {
  const running = useThoughts(live);
  const text = live ? running : (item.thinking ?? "");
  if (!text) return null;
  return (
    <details className="tk-thinking">
      <summary>
        <NextIcon />
        <span>{words(item, live)}</span>
      </summary>
      <div className="tk-thoughts" dir="auto">
        {text}
      </div>
    </details>
  );
}

/** How long it thought and what that took, as far as it is known. @param {Message} item @param {Live | null} live */
function words(item, live) {
  if (live && !live.text) return say("thinking-now");
  const tokens = item.breakdown?.billed?.thinking ?? 0;
  const milliseconds = item.thinkingMs;
  if (milliseconds === undefined || milliseconds === null) return say("thinking-before");
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return tokens ? say("thinking-took-tokens", { seconds, tokens }) : say("thinking-took", { seconds });
}

/** The thoughts of a running reply, as they grow. @param {Live | null} live */
function useThoughts(live) {
  const [text, setText] = useState("");
  useEffect(() => {
    if (!live) return undefined;
    let timer = 0;
    const show = () => {
      timer = 0;
      setText(live.thinking);
    };
    const unsubscribe = live.subscribe(() => {
      timer ||= window.setTimeout(show, EVERY_MS);
    });
    show();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [live]);
  return live ? text : "";
}
