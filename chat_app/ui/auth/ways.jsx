/** @import {ReactNode} from "react" */

import { useEffect } from "react";
import { say } from "../words.js";
import { useWays } from "./ways.js";

const REFUSALS = new Set([
  "away",
  "stale",
  "denied",
  "faulty",
  "unverified",
  "unknown",
  "off",
  "closed",
  "other",
]);

/**
 * What is for those who come in by a password; unseen, in its place, until it is known that they may.
 *
 * @param {{children: ReactNode}} props
 */
export function ByPassword({ children }) {
  const ways = useWays();
  if (ways && !ways.password) return null;
  return <div className={ways ? "auth-way" : "auth-way unsettled"}>{children}</div>;
}

/**
 * What is for strangers, who may sign up.
 *
 * @param {{children: ReactNode}} props
 */
export function ForStrangers({ children }) {
  const ways = useWays();
  if (ways && !ways.registration) return null;
  return children;
}

/** The way in by the company's identity provider, and why it was refused. */
export function ByProvider() {
  const ways = useWays();
  const query = new URLSearchParams(ways ? location.search : "");
  const refused = query.get("refused") ?? "";
  const next = query.get("next");
  const closed = query.has("closed");
  useEffect(() => {
    if (closed) sessionStorage.removeItem("closing");
  }, [closed]);
  return (
    <>
      {REFUSALS.has(refused) && (
        <p role="alert" className="notice danger">
          {say(`auth-refused-${refused}`)}
        </p>
      )}
      {closed && (
        <p role="status" className="notice">
          {say("auth-account-closed")}
        </p>
      )}
      {ways?.provider && (
        <>
          <a
            href={`/api/auth/oidc/start${next ? `?next=${encodeURIComponent(next)}` : ""}`}
            className={ways.password ? "button" : "button primary"}
          >
            {say("auth-sign-in-with", { provider: ways.provider })}
          </a>
          {ways.password && <p className="auth-or">{say("auth-or")}</p>}
        </>
      )}
    </>
  );
}
