/** @import {RefObject} from "react" */
/** @import {Recorder} from "./recorder.js" */

import { useCallback, useEffect, useRef, useState } from "react";
import { say } from "../words.js";
import { translated } from "../recognition.js";
import { record, Refusal, whyNoMicrophone, writeDown } from "./recorder.js";

/** The longest recording that the server takes, in seconds. */
export const LONGEST_S = 300;
/** How long it is said what was done, in milliseconds. */
const SAID_MS = 6000;

/**
 * What dictation is at. `held`: a recording that did not get through; `words` say why.
 *
 * @typedef {{phase: "idle" | "asking" | "listening" | "writing" | "held", words: string, alert?: boolean, passes?: boolean}} Dictation
 */

/** @type {Dictation} */
const IDLE = { phase: "idle", words: "" };

/** The browser's own recogniser, where it has one. @returns {(new () => any) | undefined} */
export const recogniser = () => /** @type {any} */ (window).SpeechRecognition ?? /** @type {any} */ (window).webkitSpeechRecognition;

/**
 * Dictate into something.
 *
 * @param {boolean} byServer Whether the server writes recordings down; else the browser has to.
 * @param {(text: string) => void} onText Takes what was said.
 * @param {RefObject<HTMLElement | null>} meter Shows how loud it is, by its property `--level`.
 */
export function useDictation(byServer, onText, meter) {
  const [now, setNow] = useState(IDLE);
  const [seconds, setSeconds] = useState(0);
  const running = useRef(/** @type {{stop: () => void, discard: () => void} | null} */ (null));
  const held = useRef(/** @type {Blob | null} */ (null));
  /** Counts what was begun: what ends after something else began is let go. */
  const number = useRef(0);

  const tell = useCallback((/** @type {string} */ words, alert = false) => setNow({ phase: "idle", words, alert }), []);

  const send = useCallback(
    async (/** @type {Blob} */ recording) => {
      const mine = ++number.current;
      const given = new AbortController();
      held.current = recording;
      running.current = { stop: () => {}, discard: () => given.abort() };
      setNow({ phase: "writing", words: say("dictate-writing") });
      try {
        const { text, tokens_used: count } = await writeDown(recording, given.signal);
        if (mine !== number.current) return;
        held.current = null;
        if (text) onText(text);
        tell(text ? say("dictate-tokens", { count }) : say("dictate-nothing"), !text);
      } catch (fault) {
        if (mine !== number.current) return;
        const refused = fault instanceof Refusal;
        const words = refused ? translated(fault.message) : say("dictate-lost");
        setNow({ phase: "held", words, alert: true, passes: !refused || fault.passes });
      }
    },
    [onText, tell],
  );

  const throwAway = useCallback(() => {
    number.current += 1;
    running.current?.discard();
    running.current = null;
    held.current = null;
    setNow(IDLE);
  }, []);

  const stop = useCallback(() => {
    running.current?.stop();
    running.current = null;
  }, []);

  const start = useCallback(async () => {
    const mine = ++number.current;
    const began = (/** @type {{stop: () => void, discard: () => void}} */ what) => {
      running.current = what;
      setSeconds(0);
      setNow({ phase: "listening", words: byServer ? "" : say("dictate-browser") });
    };
    if (!byServer) {
      began(listen(onText, (id) => mine === number.current && (id ? tell(say(id), true) : setNow(IDLE))));
      return;
    }
    if (!navigator.mediaDevices) {
      tell(say("dictate-unsafe"), true);
      return;
    }
    setNow({ phase: "asking", words: say("dictate-asking") });
    try {
      const recorder = await record((level) => {
        // Past React: it changes with every frame.
        meter.current?.style.setProperty("--level", String(level));
        meter.current?.setAttribute("aria-valuenow", String(Math.round(100 * level)));
      });
      if (mine !== number.current) {
        recorder.discard();
        return;
      }
      began({ stop: () => void finish(recorder), discard: recorder.discard });
    } catch (fault) {
      if (mine === number.current) tell(say(whyNoMicrophone(fault)), true);
    }

    /** @param {Recorder} recorder */
    async function finish(recorder) {
      setNow({ phase: "writing", words: say("dictate-writing") });
      const recording = await recorder.stop();
      if (mine !== number.current) return;
      if (recording) await send(recording);
      else tell(say("dictate-nothing"), true);
    }
  }, [byServer, meter, onText, send, tell]);

  // The time, and its end.
  const listening = now.phase === "listening";
  useEffect(() => {
    if (!listening) return undefined;
    const timer = setInterval(() => setSeconds((past) => past + 1), 1000);
    return () => clearInterval(timer);
  }, [listening]);
  useEffect(() => {
    if (seconds >= LONGEST_S) stop();
  }, [seconds, stop]);

  // Escape throws away before anything else hears of it.
  const busy = listening || now.phase === "asking" || now.phase === "writing";
  useEffect(() => {
    if (!busy) return undefined;
    /** @param {KeyboardEvent} event */
    const keys = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      throwAway();
    };
    document.addEventListener("keydown", keys, true);
    return () => document.removeEventListener("keydown", keys, true);
  }, [busy, throwAway]);

  useEffect(() => {
    if (now.phase !== "idle" || !now.words || now.alert) return undefined;
    const timer = setTimeout(() => setNow(IDLE), SAID_MS);
    return () => clearTimeout(timer);
  }, [now]);

  useEffect(
    () => () => {
      number.current += 1;
      running.current?.discard();
    },
    [],
  );

  const again = () => held.current && void send(held.current);
  return { ...now, seconds, start, stop, again, throwAway, tell };
}

/**
 * Have the browser listen.
 *
 * @param {(text: string) => void} onText
 * @param {(why: string) => void} onEnd Why it ended: an id of the catalogue, "" where it simply did.
 */
function listen(onText, onEnd) {
  const Recogniser = /** @type {new () => any} */ (recogniser());
  const hears = new Recogniser();
  let why = "";
  hears.continuous = true;
  hears.lang = navigator.language;
  hears.onresult = (/** @type {any} */ event) => {
    for (let at = event.resultIndex; at < event.results.length; at += 1) {
      if (event.results[at].isFinal) onText(event.results[at][0].transcript.trim());
    }
  };
  hears.onerror = (/** @type {any} */ { error }) => {
    why = FAULTS[error] ?? "dictate-browser-failed";
  };
  hears.onend = () => onEnd(why);
  hears.start();
  return { stop: () => hears.stop(), discard: () => hears.abort() };
}

/** What the recogniser calls them (Web Speech API, `SpeechRecognitionErrorCode`). @type {Record<string, string>} */
const FAULTS = {
  aborted: "",
  "no-speech": "dictate-nothing",
  "audio-capture": "dictate-no-device",
  "not-allowed": "dictate-denied",
  "service-not-allowed": "dictate-denied",
};
