/** @import {ReactNode, SyntheticEvent} from "react" */

import { useId, useLayoutEffect, useRef, useState } from "react";
import { number, say } from "../words.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const CONTROL = "input:not([type=hidden]), select, textarea";

/** Say what is wrong with what stands in a control, as the browser found. @param {Control} control */
function why(control) {
  const { validity } = control;
  if (validity.customError) return control.validationMessage;
  if (validity.valueMissing) return say("field-missing");
  if (control instanceof HTMLSelectElement) return say("field-wrong");
  if (validity.tooShort) return say("field-too-short", { count: control.minLength });
  if (validity.tooLong) return say("field-too-long", { count: control.maxLength });
  if (control instanceof HTMLTextAreaElement) return say("field-wrong");
  if (validity.typeMismatch) return say("field-no-email");
  if (validity.badInput || validity.stepMismatch) return say("field-no-number");
  if (validity.rangeUnderflow) return say("field-too-small", { least: number(Number(control.min)) });
  if (validity.rangeOverflow) return say("field-too-large", { most: number(Number(control.max)) });
  return say("field-wrong");
}

/** @param {SyntheticEvent} event */
const control = (event) => /** @type {Control} */ (event.target);

/** The first control of a form that is not filled in right. @param {HTMLFormElement | null} form */
const firstWrong = (form) =>
  [...(form?.elements ?? [])].find((each) => !(/** @type {Control} */ (each).validity.valid));

/**
 * A control under its name, with a line below: what it is for or, in its place, what is wrong with it.
 *
 * What the browser checks (`required`, `type`, `min` …) is told here, in the place of its bubble.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {boolean} [props.isBare] Whether the name is for screen readers alone.
 * @param {string} [props.controlId] The control's, where it has one before the page's scripts run.
 * @param {string} [props.hint]
 * @param {string} [props.fault] What the server says is wrong; empty where nothing is.
 * @param {string} [props.className]
 * @param {ReactNode} props.children One control, and what stands beside it.
 */
export function Field({ label, isBare, controlId, hint, fault, className = "", children }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const own = useId();
  const [found, setFound] = useState("");
  const wrong = found || fault;
  const words = wrong || hint;
  // The control may come from anywhere, and be another one later: what ties it to its words is set
  // on the element itself.
  useLayoutEffect(() => {
    const field = /** @type {HTMLDivElement} */ (frame.current);
    const tie = () => {
      const held = field.querySelector(CONTROL);
      if (!held) return;
      held.id ||= `${own}-control`;
      /** @type {HTMLLabelElement} */ (field.querySelector("label")).htmlFor = held.id;
      held.setAttribute("aria-invalid", wrong ? "true" : "false");
      if (words) held.setAttribute("aria-describedby", `${own}-words`);
      else held.removeAttribute("aria-describedby");
    };
    tie();
    const watcher = new MutationObserver(tie);
    watcher.observe(field, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [own, wrong, words]);
  /** @param {SyntheticEvent} event */
  const complain = (event) => {
    event.preventDefault();
    setFound(why(control(event)));
    if (firstWrong(control(event).form) === event.target) control(event).focus();
  };
  /** @param {SyntheticEvent} event */
  const forgive = (event) => {
    if (found && control(event).validity?.valid) setFound("");
  };
  return (
    <div
      ref={frame}
      className={`field ${className}`.trim()}
      onInvalidCapture={complain}
      onInput={forgive}
      onBlur={forgive}
    >
      <label htmlFor={controlId} className={isBare ? "visually-hidden" : ""}>
        {label}
      </label>
      {children}
      {words && (
        <p id={`${own}-words`} className="muted small">
          {wrong ? (
            <span className="fault" role="alert">
              {wrong}
            </span>
          ) : (
            words
          )}
        </p>
      )}
    </div>
  );
}
