import { say } from "../words.js";
import "./leaving.css";

/** Says quietly that a chat goes soon, as nobody touched it for long. @param {{day: string}} props */
export function Leaving({ day }) {
  if (!day) return null;
  return <p className="tk-leaving">{say("chat-leaves", { day })}</p>;
}
