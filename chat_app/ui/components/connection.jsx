import { useEffect, useState, useSyncExternalStore } from "react";
import { say } from "../words.js";
import "./connection.css";

/** So long a connection may be gone before anybody is told: most are back by then, in milliseconds. */
const PATIENCE_MS = 600;
/** So long it is said that it is back. */
const BACK_MS = 3000;
/** So often a page without a connection asks whether its person is still signed in. */
const ASK_MS = 5000;

/** @param {() => void} listener */
function onNetwork(listener) {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/**
 * Whether the server is out of reach: the socket is gone, or the browser knows of no network.
 *
 * @param {boolean} lost Whether the socket cannot be had.
 */
export function useAway(lost) {
  const offline = useSyncExternalStore(onNetwork, () => !navigator.onLine, () => false);
  return lost || offline;
}

/** Go to the sign-in where that is why there is no connection: a handshake is refused without words. */
async function leaveIfSignedOut() {
  const answer = await fetch("/api/auth/me").catch(() => null);
  // Who signs out here is led on by the answer to that.
  if (answer?.status !== 401 || document.documentElement.dataset.leaving) return;
  // Forgetting the tab's token keeps the next person at this browser from the last one's state.
  sessionStorage.removeItem("token");
  // This very tab may have closed the account.
  const closed = sessionStorage.getItem("closing");
  location.replace(`/login?${closed ? "closed" : `next=${encodeURIComponent(location.pathname + location.search)}`}`);
}

/**
 * Tells that the connection is lost, what can be done meanwhile, and that it is back.
 *
 * @param {{lost: boolean}} props
 */
export function Connection({ lost }) {
  const away = useAway(lost);
  const [told, setTold] = useState(/** @type {"" | "away" | "back"} */ (""));
  useEffect(() => {
    const timer = away
      ? setTimeout(() => setTold("away"), PATIENCE_MS)
      : setTimeout(() => setTold(""), BACK_MS);
    if (!away) setTold((now) => (now === "away" ? "back" : now));
    return () => clearTimeout(timer);
  }, [away]);
  useEffect(() => {
    if (told !== "away") return undefined;
    leaveIfSignedOut();
    const timer = setInterval(leaveIfSignedOut, ASK_MS);
    return () => clearInterval(timer);
  }, [told]);
  return (
    <div className="connection" role="status" data-told={told || undefined}>
      {told === "away" && (
        <>
          <strong>{say("connection-lost")}</strong>
          <span>{say("connection-meanwhile")}</span>
        </>
      )}
      {told === "back" && <strong>{say("connection-back")}</strong>}
    </div>
  );
}
