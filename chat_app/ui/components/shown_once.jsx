/** @import {ReactNode} from "react" */

import { useEffect, useId, useRef, useState } from "react";
import { say } from "../words.js";
import { CopyButton } from "./copy_button.jsx";
import { focusNear } from "./return_focus.jsx";

/**
 * Keep what the server gives once, and have it forget that, for as long as it is shown.
 *
 * @template {object} T
 * @param {T | {}} given Empty when it was taken.
 * @param {() => void} onTaken
 * @returns {[T | null, () => void]} What is to be shown, and what forgets it here, too.
 */
export function useOnce(given, onTaken) {
  const [held, setHeld] = useState(/** @type {T | null} */ (null));
  const taken = useRef(onTaken);
  useEffect(() => {
    taken.current = onTaken;
  });
  useEffect(() => {
    if (Object.keys(given).length === 0) return;
    setHeld(/** @type {T} */ (given));
    taken.current();
  }, [given]);
  return [held, () => setHeld(null)];
}

/**
 * A dialog with a secret, a button that copies it, and what is known of it beside.
 *
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.text
 * @param {string} props.label What the secret is.
 * @param {string} props.secret
 * @param {string} props.returnTo Id of what gets the focus afterwards, where what had it is gone.
 * @param {() => void} props.onClose
 * @param {ReactNode} [props.children]
 */
export function ShownOnce({ title, text, label, secret, returnTo, onClose, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const closed = () => {
    onClose();
    if (document.activeElement === document.body) focusNear(document.getElementById(returnTo));
  };
  return (
    <dialog
      ref={dialog}
      className="dialog shown-once"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={closed}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`} className="muted">
        {text}
      </p>
      <div className="one-line">
        <input
          readOnly
          aria-label={label}
          value={secret}
          className="input"
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton read={() => secret} label={say("frame-copy")} className="button primary" />
      </div>
      {children}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say("frame-close")}
        </button>
      </div>
    </dialog>
  );
}
