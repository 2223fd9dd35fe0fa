/** @import {ReactNode} from "react" */

import { useState } from "react";
import { call, inWords } from "../account_calls.js";
import { Field } from "../components/field.jsx";
import { NotConfirmed } from "../passkeys.js";
import { say } from "../words.js";

/** What an account has beside its password. @typedef {{confirmed_at: string | null, recovery_codes_left: number, has_password: boolean}} Status */

/**
 * The field in which somebody proves once more who they are; none where there is nothing to ask for.
 *
 * @param {{status: Status}} props
 */
export function Proof({ status }) {
  if (status.has_password) {
    return (
      <Field label={say("proof-password")}>
        <input
          name={"password"}
          type="password"
          autoComplete="current-password"
          required
          data-first
          className="input"
        />
      </Field>
    );
  }
  return status.confirmed_at ? <CodeField label={say("proof-code")} /> : null;
}

/**
 * A field for a code.
 *
 * @param {{label: string, hint?: string, fault?: string}} props
 */
export function CodeField({ label, hint, fault }) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      <input
        name={"code"}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        required
        data-first
        className="input codes"
      />
    </Field>
  );
}

/**
 * A form that sends what stands in it, and tells what went wrong.
 *
 * @param {object} props
 * @param {(filled: Record<string, string>) => Promise<void>} props.onSend
 * @param {() => void} props.onCancel
 * @param {string} props.action Word on the button that sends it.
 * @param {boolean} [props.isDangerous]
 * @param {ReactNode} [props.children]
 */
export function Asking({ onSend, onCancel, action, isDangerous = false, children }) {
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const send = async (event) => {
    event.preventDefault();
    const filled = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setFault("");
    try {
      await onSend(/** @type {Record<string, string>} */ (filled));
    } catch (refusal) {
      setFault(refusal instanceof NotConfirmed ? say("passkeys-not-confirmed") : inWords(refusal));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send} className="dialog-form">
      {children}
      <div role="alert">{fault && <p className="notice danger">{fault}</p>}</div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onCancel}>
          {say("frame-cancel")}
        </button>
        <button type="submit" className={isDangerous ? "button danger" : "button primary"} disabled={busy}>
          {action}
        </button>
      </div>
    </form>
  );
}

/** What the account has beside its password. @returns {Promise<Status>} */
export const askStatus = () => call("GET", "/second-factor");
