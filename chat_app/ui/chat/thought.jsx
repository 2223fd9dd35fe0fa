/** @import {Message} from "./thread.js" */

import { number, say } from "../words.js";
import { DislikeIcon, LikeIcon } from "./icons.jsx";
import "./members.css";

/** What the others in a chat think of a reply, where they said. @param {{item: Message}} props */
export function Thought({ item: { reactions = {} } }) {
  const { like = 0, dislike = 0 } = reactions;
  if (!like && !dislike) return null;
  return (
    <>
      {like > 0 && (
        <span className="tk-thought" role="img" aria-label={say("message-others-like", { count: like })} title={say("message-others-like", { count: like })}>
          <LikeIcon />
          {number(like)}
        </span>
      )}
      {dislike > 0 && (
        <span className="tk-thought" role="img" aria-label={say("message-others-dislike", { count: dislike })} title={say("message-others-dislike", { count: dislike })}>
          <DislikeIcon />
          {number(dislike)}
        </span>
      )}
    </>
  );
}
