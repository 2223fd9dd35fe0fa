/** @import {KeyboardEvent, PointerEvent, ReactNode} from "react" */

import * as Dialog from "@radix-ui/react-dialog";
import { useRef, useState } from "react";
import { say } from "../words.js";
import { Action } from "./actions.jsx";
import { CloseIcon, EnlargeIcon, ZoomInIcon, ZoomOutIcon } from "./icons.jsx";
import "./large.css";

const LEAST = 0.25;
const MOST = 8;
const STEP = 1.25;

/**
 * A button **Open large**, and behind it a dialog in which something is looked at closely: nearer and
 * further by `+`, `-` and `0`, moved about by the arrow keys or, a picture, by dragging.
 *
 * @param {{title: string, isPicture?: boolean, dir?: string, children: ReactNode}} props
 *   `dir`: which way it is written, whatever the page is: it is read from its own beginning.
 */
export function Large({ title, isPicture = false, dir = "ltr", children }) {
  return (
    <Dialog.Root>
      <Dialog.Trigger className="icon-button tk-enlarge" aria-label={say("reply-open-large")} title={say("reply-open-large")}>
        <EnlargeIcon />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="tk-large" aria-describedby={undefined} onOpenAutoFocus={toRegion}>
          <Closely title={title} isPicture={isPicture} dir={dir}>
            {children}
          </Closely>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The arrow keys move at once. @param {Event} event */
function toRegion(event) {
  event.preventDefault();
  const dialog = /** @type {HTMLElement} */ (event.target);
  /** @type {HTMLElement | null} */ (dialog.querySelector("[role=region]"))?.focus();
}

/** @param {{title: string, isPicture: boolean, dir: string, children: ReactNode}} props */
function Closely({ title, isPicture, dir, children }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [scale, setScale] = useState(1);
  const held = useRef(/** @type {{x: number, y: number} | null} */ (null));
  /** @param {number} factor */
  const zoom = (factor) => setScale((now) => Math.min(MOST, Math.max(LEAST, factor ? now * factor : 1)));
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const factor = { "+": STEP, "=": STEP, "-": 1 / STEP, _: 1 / STEP, 0: 0 }[event.key];
    if (factor === undefined) return;
    event.preventDefault();
    zoom(factor);
  };
  /** @param {PointerEvent<HTMLDivElement>} event */
  const grab = (event) => {
    if (!isPicture || event.pointerType !== "mouse" || event.button) return;
    held.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  /** @param {PointerEvent<HTMLDivElement>} event */
  const drag = (event) => {
    if (!held.current || !box.current) return;
    box.current.scrollBy(held.current.x - event.clientX, held.current.y - event.clientY);
    held.current = { x: event.clientX, y: event.clientY };
  };
  const release = () => {
    held.current = null;
  };
  return (
    <div className="tk-large-frame" onKeyDown={keys}>
      <div className="tk-large-head">
        <Dialog.Title asChild>
          <h2>{title}</h2>
        </Dialog.Title>
        <Action label={say("reply-zoom-out")} icon={<ZoomOutIcon />} disabled={scale <= LEAST} onClick={() => zoom(1 / STEP)} />
        <button type="button" className="tk-tool" title={`${say("reply-zoom-reset")} (0)`} onClick={() => zoom(0)}>
          <span aria-live="polite">{say("reply-zoom", { percent: Math.round(scale * 100) })}</span>
          <span className="visually-hidden">{say("reply-zoom-reset")}</span>
        </button>
        <Action label={say("reply-zoom-in")} icon={<ZoomInIcon />} disabled={scale >= MOST} onClick={() => zoom(STEP)} />
        <Dialog.Close className="icon-button" aria-label={say("reply-close")} title={say("reply-close")}>
          <CloseIcon />
        </Dialog.Close>
      </div>
      <div
        ref={box}
        className={`tk-large-region${isPicture ? " tk-movable" : ""}`}
        role="region"
        aria-label={title}
        tabIndex={0}
        dir={dir}
        onPointerDown={grab}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={release}
      >
        <div className="tk-large-thing" style={{ zoom: scale }}>
          {children}
        </div>
      </div>
      <p className="tk-large-hint">{say("reply-large-hint")}</p>
    </div>
  );
}
