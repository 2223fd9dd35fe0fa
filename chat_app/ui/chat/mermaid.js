/**
 * Draws Mermaid's diagrams where they can do no harm.
 *
 * A diagram is hostile input, and Mermaid has let scripts through before (CVE-2025-54880, -54881).
 * So it runs in a frame of no origin, which reaches neither the page nor any network, and what comes
 * out of it is shown as a picture, in which nothing runs and nothing is fetched. `docs/adr/0030`.
 */

import address from "@mermaid-js/tiny/dist/mermaid.tiny.js?url";
import { say } from "../words.js";
import inTheFrame from "./diagram_frame.js?raw";

/** How long a drawing may take, in milliseconds; then the frame is given up. */
const PATIENCE_MS = 10_000;
/** Fonts that the picture finds as well as the frame: text is measured there and written here. */
const FONT = "Helvetica, Arial, sans-serif";

/** @typedef {{source: string, isDark: boolean}} Wish */
/** @typedef {{svg: string, width: number, height: number}} Drawing In CSS pixels. */

/** @type {Promise<HTMLIFrameElement> | null} */
let room = null;
/** Each waits for the one before: Mermaid keeps the settings of one drawing. @type {Promise<unknown>} */
let last = Promise.resolve();
/** @type {Map<string, Promise<Drawing>>} */
const known = new Map();
/** Drawings kept, for a chat that is opened again. */
const MOST_KNOWN = 50;

/**
 * Draw a diagram.
 *
 * @param {Wish} wish
 * @returns {Promise<Drawing>}
 * @throws {Error} It is no diagram, in Mermaid's words, or takes too long.
 */
export function drawDiagram(wish) {
  const key = `${wish.isDark}${wish.source}`;
  const found = known.get(key);
  if (found) return found;
  const drawing = last.then(() => draw(wish));
  last = drawing.catch((fault) => {
    // What no drawing comes of stays so; what was in the way may be gone next time.
    if (!(fault instanceof SyntaxError)) known.delete(key);
  });
  known.set(key, drawing);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? "");
  return drawing;
}

/** @param {Wish} wish @returns {Promise<Drawing>} */
async function draw(wish) {
  room ??= makeRoom();
  try {
    const frame = await room;
    const { svg, fault } = await answer(frame, wish);
    if (!svg) throw new SyntaxError(fault);
    return asPicture(svg);
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) leaveRoom();
    throw fault;
  }
}

/** @returns {Promise<HTMLIFrameElement>} */
async function makeRoom() {
  const script = await (await fetch(address)).text();
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "";
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  // It must be laid out, as text is measured in it.
  frame.style.cssText = "position:fixed;inset-block-start:0;inset-inline-start:-4000px;width:1200px;height:800px;border:0;visibility:hidden";
  // Beside it holds that of the page, which knows the frame's one script.
  const policy = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'";
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><body><script>${inTheFrame}</script>`;
  const loaded = new Promise((done) => {
    frame.addEventListener("load", done, { once: true });
  });
  document.body.append(frame);
  await loaded;
  frame.contentWindow?.postMessage({ script }, "*");
  return frame;
}

/** Begin anew next time: whatever held the frame up is gone with it. */
async function leaveRoom() {
  const left = room;
  room = null;
  (await left?.catch(() => null))?.remove();
}

/** @param {HTMLIFrameElement} frame @param {Wish} wish @returns {Promise<{svg?: string, fault?: string}>} */
function answer(frame, wish) {
  return new Promise((done, fail) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => fail(new Error("It takes too long")), PATIENCE_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      port1.close();
      done(data);
    };
    frame.contentWindow?.postMessage({ ...wish, colours: coloursOf(wish), font: FONT }, "*", [port2]);
  });
}

/** The page's own colours, under the names that Mermaid has for them. @param {Wish} wish */
function coloursOf({ isDark }) {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const [text, line, paper] = [colour("text"), colour("muted"), colour("surface")];
  return {
    darkMode: isDark,
    background: paper,
    edgeLabelBackground: paper,
    ...{ textColor: text, titleColor: text, lineColor: line, signalColor: line, signalTextColor: text },
    ...{ primaryColor: colour("accent-soft"), primaryTextColor: text, primaryBorderColor: colour("accent") },
    ...{ secondaryColor: colour("warning-soft"), secondaryTextColor: text, secondaryBorderColor: colour("warning") },
    ...{ tertiaryColor: colour("sunken"), tertiaryTextColor: text, tertiaryBorderColor: colour("line-strong") },
    ...{ noteBkgColor: colour("warning-soft"), noteTextColor: text, noteBorderColor: colour("warning") },
    ...{ pie1: colour("accent"), pie2: colour("warning"), pie3: line, pie4: colour("danger"), pie5: colour("accent-hover") },
    ...{ useGradient: false, pieOpacity: "1", pieSectionTextColor: colour("on-accent"), pieOuterStrokeColor: line, pieStrokeColor: paper },
    ...{ taskBkgColor: colour("accent"), taskTextColor: colour("on-accent"), taskBorderColor: colour("accent") },
    ...{ taskTextOutsideColor: text, taskTextDarkColor: text, gridColor: colour("line"), sectionBkgColor: colour("sunken") },
  };
}

/** Give it the size that it says it has, as a picture needs one. @param {string} svg @returns {Drawing} */
function asPicture(svg) {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const [, , width = 0, height = 0] = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new SyntaxError(say("reply-diagram-no-size"));
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  root.style.removeProperty("max-width");
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}
