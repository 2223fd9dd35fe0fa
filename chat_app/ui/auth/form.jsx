/** @import {InputHTMLAttributes} from "react" */

import { useState } from "react";

/** @typedef {InputHTMLAttributes<HTMLInputElement> & {name: string, label: string, hint?: string}} Field */

const UNREACHABLE = "The server does not answer; try again in a moment.";

/** The path to go on to: only one of this site, so that no link can lead elsewhere. */
function destination() {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  const url = new URL(next, location.origin);
  const stays = next.startsWith("/") && url.origin === location.origin;
  return stays ? url.pathname + url.search + url.hash : "/";
}

/**
 * Sends an account's e-mail and password to the API, which answers with an HttpOnly cookie.
 *
 * @param {object} props
 * @param {string} props.action
 * @param {string} props.submit
 * @param {Field[]} props.fields
 * @param {boolean} [props.byLink] The page was opened by a link; what stands behind its # is sent, too.
 */
export function CredentialsForm({ action, submit, fields, byLink }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);

  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const send = async (event) => {
    event.preventDefault();
    setError("");
    setBusy(true);
    try {
      const response = await fetch(action, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          ...(byLink ? Object.fromEntries(new URLSearchParams(location.hash.slice(1))) : {}),
          ...Object.fromEntries(new FormData(event.currentTarget)),
        }),
      });
      if (response.ok) {
        // The tab starts afresh: nothing of whoever used it before is shown to this person.
        sessionStorage.removeItem("token");
        location.replace(destination());
        return;
      }
      const answer = await response.json();
      setError(answer.message);
    } catch {
      setError(UNREACHABLE);
    }
    setBusy(false);
  };

  return (
    <form onSubmit={send} className="credentials" aria-describedby="credentials-error">
      {fields.map(({ label, hint, ...input }) => (
        <div className="field" key={input.name}>
          <label htmlFor={input.name}>{label}</label>
          <div className="credentials-input">
            <input
              {...input}
              id={input.name}
              type={input.type === "password" && shown ? "text" : input.type}
              aria-describedby={hint ? `${input.name}-hint` : undefined}
              className="input"
            />
            {input.type === "password" && (
              <button
                type="button"
                className="credentials-show"
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              >
                {shown ? "Hide" : "Show"}
              </button>
            )}
          </div>
          {hint && <p id={`${input.name}-hint`} className="muted small">{hint}</p>}
        </div>
      ))}
      <div id="credentials-error" role="alert" className="credentials-error">
        {error && <p className="notice danger">{error}</p>}
      </div>
      <button type="submit" className="button primary" disabled={busy}>
        {submit}
      </button>
    </form>
  );
}
