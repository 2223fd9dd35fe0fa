/** @import {ReactNode, RefObject} from "react" */

import { useCallback, useContext, useRef } from "react";
import { say } from "../words.js";
import { LONGEST_S, recogniser, useDictation } from "./dictation.js";
import { CloseIcon, MicrophoneIcon, RegenerateIcon, StopIcon } from "./icons.jsx";
import { Voice } from "./voice.js";
import "./dictate.css";

/** A press that lasts longer than this is held, and ends what it began, in milliseconds. */
const HELD_MS = 500;

/**
 * Dictate into the box that is written in: a button, and what is said of it.
 *
 * @param {RefObject<HTMLTextAreaElement | null>} box
 * @param {(next: (now: string) => string) => void} setText
 * @returns {{button: ReactNode, said: ReactNode}}
 */
export function useDictate(box, setText) {
  const { transcribes } = useContext(Voice);
  const meter = useRef(/** @type {HTMLSpanElement | null} */ (null));
  const pressed = useRef(0);
  const insert = useCallback(
    (/** @type {string} */ words) => {
      const area = box.current;
      const [start, end] = area ? [area.selectionStart, area.selectionEnd] : [Infinity, Infinity];
      let caret = 0;
      setText((now) => {
        const before = now.slice(0, start);
        const joined = before + (/\S$/.test(before) ? " " : "") + words;
        caret = joined.length;
        const after = now.slice(end);
        return joined + (/^\S/.test(after) ? " " : "") + after;
      });
      requestAnimationFrame(() => {
        area?.focus();
        area?.setSelectionRange(caret, caret);
      });
    },
    [box, setText],
  );
  const dictation = useDictation(transcribes, insert, meter);
  const { phase, seconds, words, alert, passes } = dictation;
  const isOn = phase === "asking" || phase === "listening";
  const isOff = !transcribes && !recogniser();
  const why = isOff ? say("dictate-off") : "";
  const toggle = () => {
    if (isOff) dictation.tell(why);
    else if (phase === "listening") dictation.stop();
    else if (phase === "asking" || phase === "writing") dictation.throwAway();
    // What is kept is not lost for another one.
    else if (phase === "held" && passes) dictation.again();
    else void dictation.start();
  };
  const button = (
    <button
      type="button"
      className={`icon-button tk-dictate${isOn ? " tk-dictating" : ""}`}
      aria-label={isOn ? say("dictate-stop") : say("dictate")}
      title={why || (isOn ? say("dictate-stop") : say("dictate"))}
      aria-disabled={isOff || phase === "writing"}
      onPointerDown={(event) => {
        if (event.button || isOn) return;
        pressed.current = event.timeStamp;
        event.currentTarget.setPointerCapture(event.pointerId);
        toggle();
      }}
      onPointerUp={(event) => {
        if (pressed.current && phase === "listening" && event.timeStamp - pressed.current > HELD_MS) dictation.stop();
      }}
      onClick={() => {
        // The click that a press ends with, which began or ended it already.
        if (!pressed.current) toggle();
        pressed.current = 0;
      }}
    >
      {isOn ? <StopIcon filled /> : <MicrophoneIcon />}
    </button>
  );
  const said = (isOn || words) && (
    <div className={`tk-dictation${alert ? " tk-bad" : ""}`}>
      {phase === "listening" && transcribes && (
        <span
          ref={meter}
          className="tk-level"
          role="meter"
          aria-label={say("dictate-level")}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={0}
        />
      )}
      {phase === "listening" && (
        <span className="tk-clock">{say("dictate-listening", { time: clock(seconds), longest: clock(LONGEST_S) })}</span>
      )}
      {words ? (
        <span role={alert ? "alert" : "status"}>{words}</span>
      ) : (
        <span className="tk-keys">{say("dictate-keys")}</span>
      )}
      {phase === "held" && passes && (
        <button type="button" className="button" onClick={dictation.again}>
          <RegenerateIcon />
          {say("dictate-again")}
        </button>
      )}
      {(isOn || phase === "held") && (
        <button type="button" className="button quiet tk-throw" onClick={dictation.throwAway}>
          <CloseIcon />
          {say("dictate-throw")}
        </button>
      )}
    </div>
  );
  return { button, said };
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
