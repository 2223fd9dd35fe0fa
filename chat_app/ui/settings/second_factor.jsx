/** @import {Status} from "./proof.jsx" */

import { useState } from "react";
import { Download } from "lucide-react";
import { call } from "../account_calls.js";
import { CopyButton } from "../components/copy_button.jsx";
import { Dialog } from "../components/dialog.jsx";
import { moment, say } from "../words.js";
import { useLoaded } from "./loaded.jsx";
import { Asking, askStatus, CodeField, Proof } from "./proof.jsx";

/** @typedef {"start" | "renew" | "disable"} Deed */
/** What an app is set up with. @typedef {{secret: string, uri: string, qr_svg: string}} Setup */

/** @type {Record<Deed, () => string>} */
const TITLES = {
  start: () => say("second-factor-set-up"),
  renew: () => say("second-factor-new-codes"),
  disable: () => say("second-factor-turn-off"),
};
/** @type {Record<Deed, () => string>} */
const TEXTS = {
  start: () => say("second-factor-set-up-text"),
  renew: () => say("second-factor-new-codes-text"),
  disable: () => say("second-factor-turn-off-text"),
};

/** Sets an authenticator app up, takes it off, and makes codes for when it is lost. */
export function SecondFactor() {
  const { got: status, load, instead } = useLoaded(askStatus);
  const [doing, setDoing] = useState(/** @type {Deed | null} */ (null));
  const close = () => {
    setDoing(null);
    load();
  };
  if (!status) return instead;
  return (
    <div className="stacked">
      <State status={status} />
      <div className="beside">
        {status.confirmed_at ? (
          <>
            <button type="button" className="button" onClick={() => setDoing("renew")}>
              {say("second-factor-new-codes")}
            </button>
            <button type="button" className="button" onClick={() => setDoing("disable")}>
              {say("second-factor-turn-off")}
            </button>
          </>
        ) : (
          <button type="button" className="button primary" onClick={() => setDoing("start")}>
            {say("second-factor-set-up")}
          </button>
        )}
      </div>
      {doing && <Doing what={doing} status={status} onClose={close} />}
    </div>
  );
}

/** @param {{status: Status}} props */
function State({ status }) {
  if (!status.confirmed_at) return <p>{say("second-factor-off")}</p>;
  const left = status.recovery_codes_left;
  return (
    <p>
      <span className="badge accent">{say("second-factor-on")}</span>{" "}
      {say("second-factor-since", { moment: moment(status.confirmed_at) })}{" "}
      {say("second-factor-codes-left", { count: left })}
    </p>
  );
}

/**
 * The dialog for one of the changes: proof first, then what follows from it.
 *
 * @param {{what: Deed, status: Status, onClose: () => void}} props
 */
function Doing({ what, status, onClose }) {
  const [setup, setSetup] = useState(/** @type {Setup | null} */ (null));
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  if (codes) return <Codes codes={codes} onClose={onClose} />;
  if (setup) {
    return <Confirming setup={setup} onConfirmed={setCodes} onClose={onClose} />;
  }
  /** @param {Record<string, string>} proof */
  const go = async (proof) => {
    if (what === "start") {
      setSetup(await call("POST", "/second-factor", proof));
    } else if (what === "renew") {
      setCodes((await call("POST", "/second-factor/recovery-codes", proof)).recovery_codes);
    } else {
      await call("POST", "/second-factor/disable", proof);
      onClose();
    }
  };
  return (
    <Dialog title={TITLES[what]()} text={TEXTS[what]()} onClose={onClose}>
      <Asking
        onSend={go}
        onCancel={onClose}
        action={what === "start" ? say("proof-go-on") : TITLES[what]()}
        isDangerous={what === "disable"}
      >
        <Proof status={status} />
      </Asking>
    </Dialog>
  );
}

/**
 * Shows what the app is set up with, and asks for its first code.
 *
 * @param {{setup: Setup, onConfirmed: (codes: string[]) => void, onClose: () => void}} props
 */
function Confirming({ setup, onConfirmed, onClose }) {
  /** @param {Record<string, string>} filled */
  const confirm = async ({ code }) => {
    onConfirmed((await call("POST", "/second-factor/confirm", { code })).recovery_codes);
  };
  const grouped = setup.secret.replace(/(.{4})(?=.)/g, "$1 ");
  return (
    <Dialog title={say("second-factor-scan-title")} text={say("second-factor-scan-text")} onClose={onClose}>
      <img
        alt={say("second-factor-picture")}
        src={`data:image/svg+xml,${encodeURIComponent(setup.qr_svg)}`}
        className="qr-code"
      />
      <div className="secret-key">
        <span className="muted small">{say("second-factor-secret")}</span>
        <code dir="ltr">{grouped}</code>
        <CopyButton read={() => setup.secret} label={say("frame-copy")} iconOnly />
      </div>
      <a href={setup.uri} className="link small">{say("second-factor-open-app")}</a>
      <Asking onSend={confirm} onCancel={onClose} action={say("second-factor-confirm")}>
        <CodeField label={say("auth-code")} hint={say("second-factor-code-hint")} />
      </Asking>
    </Dialog>
  );
}

/**
 * Shows codes for recovery, this once.
 *
 * @param {{codes: string[], onClose: () => void}} props
 */
function Codes({ codes, onClose }) {
  const text = `${codes.join("\n")}\n`;
  return (
    <Dialog
      title={say("second-factor-codes-title")}
      text={say("second-factor-codes-text")}
      className="dialog shown-once"
      onClose={onClose}
    >
      <ol className="recovery-codes" dir="ltr" aria-label={say("second-factor-codes-title")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="dialog-actions">
        <a
          className="button"
          download="recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          <Download size={16} strokeWidth={1.75} aria-hidden="true" />
          {say("second-factor-download")}
        </a>
        <CopyButton read={() => text} label={say("frame-copy")} className="button" />
        <button type="button" className="button primary" data-first onClick={onClose}>
          {say("second-factor-kept")}
        </button>
      </div>
    </Dialog>
  );
}
