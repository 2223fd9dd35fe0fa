/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Live, Part, Picture as Drawn} from "./thread.js" */

import { useState, useSyncExternalStore } from "react";
import { say } from "../words.js";
import { attach, fileAddress } from "./attachments.js";
import { CopyIcon, DoneIcon, DownloadIcon, ImageIcon } from "./icons.jsx";
import { toBox } from "./insertion.js";
import { Viewer } from "./viewer.jsx";
import "./picture.css";

/** @type {Live["drawn"]} */
const NOTHING = [];
const deaf = () => () => undefined;

/** The pictures of a running reply so far. @param {Live | null} live */
export function useDrawn(live) {
  return useSyncExternalStore(live ? (listener) => live.subscribe(listener) : deaf, () => live?.drawn ?? NOTHING);
}

/**
 * A picture that a model drew, and what can be done with it. It is shown small; a click shows it whole.
 *
 * @param {{picture: Drawn, all: Part[]}} props `all`: what the reply says, with the pictures beside it.
 */
export function Picture({ picture, all }) {
  const { id, width, height } = picture;
  const [opened, setOpened] = useState(false);
  const words = picture.alt || say("picture");
  return (
    <figure className="pc">
      <button
        type="button"
        className="pc-open"
        aria-haspopup="dialog"
        title={say("picture-open")}
        style={sized(width, height)}
        onClick={() => setOpened(true)}
      >
        <img src={fileAddress(id, "thumb")} alt={words} width={width} height={height} loading="lazy" />
      </button>
      <figcaption className="pc-bar">
        <a className="button" href={fileAddress(id)} download="">
          <DownloadIcon />
          {say("picture-download")}
        </a>
        <Doing label={say("picture-copy")} done={say("picture-copied")} failed={say("picture-not-copied")} icon={<CopyIcon />} onDo={() => copy(id)} />
        <Doing label={say("picture-use")} done={say("picture-used")} icon={<ImageIcon />} onDo={() => use(picture)} />
      </figcaption>
      {opened && <Viewer files={all.flatMap((part) => (part.kind === "picture" ? asFile(part) : []))} first={id} onClose={() => setOpened(false)} />}
    </figure>
  );
}

/**
 * Where a picture will stand while it is being drawn: as large as it.
 *
 * @param {{width: number, height: number}} props In pixels.
 */
export function PictureToCome({ width, height }) {
  return (
    <div className="pc pc-to-come" role="img" aria-label={say("picture-drawing")} style={sized(width, height)}>
      <ImageIcon />
      <span aria-hidden="true">{say("picture-drawing")}</span>
    </div>
  );
}

/**
 * A button that says what came of it.
 *
 * @param {{label: string, done: string, failed?: string, icon: import("react").ReactNode, onDo: () => Promise<void> | void}} props
 */
function Doing({ label, done, failed = "", icon, onDo }) {
  const [said, setSaid] = useState("");
  const act = async () => {
    try {
      await onDo();
      setSaid(done);
    } catch {
      setSaid(failed);
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={act} onBlur={() => setSaid("")}>
        {said === done ? <DoneIcon /> : icon}
        {label}
      </button>
      <span className={said === failed ? "pc-said" : "visually-hidden"} role="status">
        {said}
      </span>
    </>
  );
}

/** As wide as there is room, and no wider than its small picture. @param {number} width @param {number} height */
const sized = (width, height) => ({ aspectRatio: `${width} / ${height}`, inlineSize: `min(100%, ${(512 * width) / Math.max(width, height)}px)` });

/** @param {Drawn} picture @returns {Attached} */
function asFile({ id, type, width, height, size, alt }) {
  return { id, name: alt || say("picture"), kind: "image", type, width, height, size };
}

/** Put a picture into the message that is being written. @param {Drawn} picture */
function use(picture) {
  attach(asFile(picture));
  toBox();
}

/** Put a picture on the clipboard, as PNG: the one kind that every browser takes. @param {string} id */
async function copy(id) {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(fileAddress(id)) })]);
}

/** @param {string} address */
async function asPng(address) {
  const content = await (await fetch(address)).blob();
  if (content.type === "image/png") return content;
  const bitmap = await createImageBitmap(content);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
