/** The one voice of the page: it reads one message at a time, by the browser or by the server. */

import { language, say } from "../words.js";
import { translated } from "../recognition.js";
import { languageOf, spoken } from "./spoken.js";

/** How long a browser may take to begin, before it counts as one that has no voice, in milliseconds. */
const BEGINS_WITHIN_MS = 4000;

/** How much of a message there is. @typedef {{text: string, growing: boolean}} Told */

/**
 * @typedef {object} Reading
 * @property {string} id What is read, or was last.
 * @property {boolean} isOn
 * @property {string} words What is to be said of it.
 */

/** @type {Reading} */
let now = { id: "", isOn: false, words: "" };
/** @type {Set<() => void>} */
const listeners = new Set();
/** Ends what is under way. */
let end = () => {};
/** Takes what there is of the message by now. @type {(told: Told) => void} */
let goOn = () => {};

/** @param {Partial<Reading>} changes */
function change(changes) {
  now = { ...now, ...changes };
  for (const told of listeners) told();
}

/** @param {() => void} listener */
export function subscribe(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const reading = () => now;

export function stop(words = "") {
  end();
  end = () => {};
  goOn = () => {};
  change({ isOn: false, words });
}

/** Say how much of a message there is by now. @param {string} id @param {Told} told */
export function tell(id, told) {
  if (now.isOn && now.id === id) goOn(told);
}

/**
 * Read a message by the browser's own voice, as far as it is written and as it goes on; see `tell`.
 *
 * @param {string} id
 * @param {Told} told
 */
export function readByBrowser(id, told) {
  stop();
  const voice = window.speechSynthesis;
  change({ id, isOn: true, words: "" });
  if (!voice) {
    stop(say("read-aloud-no-voice"));
    return;
  }
  voice.cancel();
  let queued = 0;
  let under = 0;
  let newest = told;
  /** Else Chromium forgets them, and they never end. @type {SpeechSynthesisUtterance[]} */
  const kept = [];
  const timer = setTimeout(() => {
    if (!voice.getVoices().length) stop(say("read-aloud-no-voice"));
  }, BEGINS_WITHIN_MS);
  let isOver = false;
  end = () => {
    isOver = true;
    clearTimeout(timer);
    voice.cancel();
  };

  const speak = () => {
    if (isOver) return;
    const said = { code: say("read-aloud-code"), formula: say("read-aloud-formula") };
    const sentences = spoken(newest.text, said, newest.growing);
    const tongue = languageOf(newest.text, language);
    for (const sentence of sentences.slice(queued)) {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.lang = tongue;
      utterance.voice = voiceFor(voice.getVoices(), tongue);
      utterance.onstart = () => clearTimeout(timer);
      utterance.onend = () => {
        under -= 1;
        finish();
      };
      utterance.onerror = ({ error }) => {
        if (isOver || error === "interrupted" || error === "canceled") return;
        stop(say(voice.getVoices().length ? "read-aloud-failed" : "read-aloud-no-voice"));
      };
      kept.push(utterance);
      under += 1;
      voice.speak(utterance);
    }
    queued = Math.max(queued, sentences.length);
    finish();
  };
  const finish = () => {
    if (!isOver && !under && !newest.growing) stop();
  };
  goOn = (more) => {
    newest = more;
    speak();
  };
  speak();
}

/**
 * Choose a voice of this machine's, so that nothing of the text leaves it.
 *
 * @param {SpeechSynthesisVoice[]} voices @param {string} tongue
 */
function voiceFor(voices, tongue) {
  const here = voices.filter((voice) => voice.localService);
  const speaks = here.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === tongue);
  return speaks.find((voice) => voice.default) ?? speaks[0] ?? here.find((voice) => voice.default) ?? here[0] ?? null;
}

/**
 * Have the server's model read replies, one after another.
 *
 * @param {string} id
 * @param {string[]} replies
 */
export async function readByServer(id, replies) {
  stop();
  change({ id, isOn: true, words: say("read-aloud-preparing") });
  const sound = new Audio();
  const given = new AbortController();
  const addresses = /** @type {string[]} */ ([]);
  end = () => {
    given.abort();
    sound.pause();
    for (const address of addresses) URL.revokeObjectURL(address);
  };
  try {
    for (const reply of replies) {
      const answer = await fetch("/api/speech", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message_id: reply }),
        signal: given.signal,
      });
      if (!answer.ok) {
        const { message } = await answer.json();
        if (!given.signal.aborted) stop(translated(message));
        return;
      }
      sound.src = URL.createObjectURL(await answer.blob());
      addresses.push(sound.src);
      if (given.signal.aborted) return;
      change({ words: "" });
      await new Promise((resolve, fail) => {
        sound.onended = resolve;
        sound.onerror = fail;
        given.signal.addEventListener("abort", resolve);
        sound.play().catch(fail);
      });
    }
    if (!given.signal.aborted) stop();
  } catch {
    if (!given.signal.aborted) stop(say("read-aloud-failed"));
  }
}
