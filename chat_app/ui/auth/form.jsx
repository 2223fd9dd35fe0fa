/** @import {InputHTMLAttributes} from "react" */

import { useState } from "react";
import { Field } from "../components/field.jsx";
import { translated } from "../recognition.js";
import { languages, say } from "../words.js";
import { CodeStep } from "./code_step.jsx";
import { enter } from "./entering.js";

/** @typedef {InputHTMLAttributes<HTMLInputElement> & {name: string, label: string, hint?: string}} Wanted */

/** The language that was chosen on the way in, which the account keeps. */
function chosenHere() {
  const chosen = new URLSearchParams(location.search).get("language");
  return chosen && chosen in languages ? { language: chosen } : {};
}

/**
 * Sends an account's e-mail and password to the API, which answers with an HttpOnly cookie or, where
 * there is a second factor, asks for a code of it: then all is sent again, with that.
 *
 * @param {object} props
 * @param {string} props.action
 * @param {string} props.submit
 * @param {Wanted[]} props.fields
 * @param {boolean} [props.byLink] The page was opened by a link; what stands behind its # is sent, too.
 */
export function CredentialsForm({ action, submit, fields, byLink }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);

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
          ...(byLink ? Object.fromEntries(new URLSearchParams(location.hash.slice(1))) : chosenHere()),
          ...Object.fromEntries(new FormData(event.currentTarget)),
        }),
      });
      if (response.ok) {
        enter();
        return;
      }
      const answer = await response.json();
      if (answer.code === "SECOND_FACTOR_NEEDED") setNeedsCode(true);
      else setError(translated(answer.message));
    } catch {
      setError(say("auth-unreachable"));
    }
    setBusy(false);
  };

  return (
    <form onSubmit={send} className="credentials" aria-describedby="credentials-error">
      <div hidden={needsCode} className="credentials">
        {fields.map(({ label, hint, ...input }) => (
          <Field key={input.name} label={label} hint={hint} controlId={input.name}>
            <div className="credentials-input">
              <input
                {...input}
                id={input.name}
                type={input.type === "password" && shown ? "text" : input.type}
                className="input"
              />
              {input.type === "password" && (
                <button
                  type="button"
                  className="credentials-show"
                  aria-pressed={shown}
                  onClick={() => setShown(!shown)}
                >
                  {say(shown ? "auth-hide-password" : "auth-show-password")}
                </button>
              )}
            </div>
          </Field>
        ))}
      </div>
      {needsCode && <CodeStep />}
      <div id="credentials-error" role="alert" className="credentials-error">
        {error && <p className="notice danger">{error}</p>}
      </div>
      <button type="submit" className="button primary" disabled={busy}>
        {submit}
      </button>
    </form>
  );
}
