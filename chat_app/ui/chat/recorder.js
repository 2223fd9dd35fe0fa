/** Records what somebody says, as a WAV: all vendors take it, and how long it is nobody has to guess. */

/** Samples a second: more than a voice has. */
const RATE_HZ = 16_000;
/** What is no louder, of 1, is silence. */
const SILENCE = 0.01;
const HEADER_BYTES = 44;

/**
 * Why nothing can be recorded: an id of the catalogue.
 *
 * @param {unknown} fault What asking for the microphone raised.
 */
export function whyNoMicrophone(fault) {
  const name = fault instanceof DOMException ? fault.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "dictate-denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "dictate-no-device";
  return "dictate-busy";
}

/** @typedef {Awaited<ReturnType<typeof record>>} Recorder */

/**
 * Begin to record.
 *
 * @param {(level: number) => void} onLevel How loud it is now, of 1; told with every frame.
 */
export async function record(onLevel) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
  });
  const recorder = new MediaRecorder(stream);
  /** @type {Blob[]} */
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(listen);
  recorder.start();

  function listen() {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    onLevel(Math.min(1, level * 4));
    frame = requestAnimationFrame(listen);
  }

  function release() {
    cancelAnimationFrame(frame);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  }

  return {
    /** End it, and return it; null where there is nothing to be heard. @returns {Promise<Blob | null>} */
    async stop() {
      await new Promise((resolve) => {
        recorder.onstop = resolve;
        recorder.stop();
      });
      release();
      return asWav(new Blob(pieces, { type: recorder.mimeType }));
    },
    /** End it, and keep nothing. */
    discard() {
      recorder.ondataavailable = null;
      if (recorder.state !== "inactive") recorder.stop();
      release();
    },
  };
}

/** Null where nothing is to be heard. @param {Blob} recorded */
async function asWav(recorded) {
  const context = new OfflineAudioContext(1, 1, RATE_HZ);
  // It is decoded at the rate of the context that decodes it.
  const sound = await context.decodeAudioData(await recorded.arrayBuffer());
  const samples = sound.getChannelData(0);
  if (samples.every((value) => Math.abs(value) < SILENCE)) return null;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + 2 * samples.length));
  /** @param {number} at @param {string} text */
  const write = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, view.byteLength - 8, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, 2 * RATE_HZ, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, index) => {
    view.setInt16(HEADER_BYTES + 2 * index, Math.round(Math.max(-1, Math.min(1, value)) * 32767), true);
  });
  return new Blob([view], { type: "audio/wav" });
}

/** What the server said against a recording. */
export class Refusal extends Error {
  /** @param {string} words In English. @param {boolean} passes Whether another try may do. */
  constructor(words, passes) {
    super(words);
    this.passes = passes;
  }
}

/**
 * Have a recording written down.
 *
 * @param {Blob} recording
 * @param {AbortSignal} signal Gives it up, which is heard as far as the vendor.
 * @returns {Promise<{text: string, tokens_used: number}>}
 */
export async function writeDown(recording, signal) {
  const form = new FormData();
  form.append("file", recording, "recording.wav");
  const answer = await fetch("/api/transcriptions", { method: "POST", body: form, signal });
  if (answer.ok) return answer.json();
  // What is no JSON came from something between here and the server.
  const { message } = await answer.json();
  throw new Refusal(message, answer.status >= 429 || answer.status === 403);
}
