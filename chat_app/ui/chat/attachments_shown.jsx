/** @import {Attached} from "./attachments_shelf.js" */

import { useState } from "react";
import { say, size as written } from "../words.js";
import { fileAddress } from "./attachments.js";
import { DocumentIcon, ImageIcon, SheetIcon, SlidesIcon, SoundIcon, TextIcon } from "./icons.jsx";
import { Viewer } from "./viewer.jsx";
import "./attachments.css";

/** The largest that a picture is which stands alone, in pixels. */
const ALONE = { width: 320, height: 240 };
/** The height of pictures beside each other. */
const BESIDE_PX = 140;
/** The most that are shown in their own shape; of more, each is a square, so that a phone shows three in a row. */
const FEW = 3;
/** The side of such a square. */
const SQUARE_PX = 104;
/** The narrowest that one is. */
const LEAST_PX = 96;
/** Width by height. */
const TALLEST = 0.6;
const FLATTEST = { alone: 4, beside: 2 };

/** Write `1:05`. @param {number} seconds */
function lengthOfSound(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Say how much there is in a file. @param {Attached} file */
export function toldOf({ kind, asText, pages, seconds, size }) {
  return [
    pages ? say("file-pages", { count: pages }) : "",
    seconds === undefined ? "" : lengthOfSound(seconds),
    written(size),
    asText && kind === "document" ? say("attach-as-text") : "",
  ].filter(Boolean);
}

/** Stands for a file that has no picture. @param {{type: string}} props Its media type. */
export function Symbol({ type }) {
  if (type.startsWith("image/")) return <ImageIcon />;
  if (type.startsWith("audio/")) return <SoundIcon />;
  if (type.includes("spreadsheet") || type.includes("csv")) return <SheetIcon />;
  if (type.includes("presentation")) return <SlidesIcon />;
  return type.startsWith("text/") ? <TextIcon /> : <DocumentIcon />;
}

/**
 * A picture as small as it is shown here; the whole one comes when it is opened.
 *
 * @param {{file: Attached, before?: string}} props `before`: what is shown until it is there.
 */
export function Picture({ file, before }) {
  const [state, setState] = useState("awaited");
  if (state === "broken") return <ImageIcon />;
  return (
    <img
      src={fileAddress(file.id, "thumb")}
      alt={file.name}
      width={file.width}
      height={file.height}
      loading="lazy"
      decoding="async"
      style={before && state === "awaited" ? { backgroundImage: `url("${before}")` } : undefined}
      onLoad={() => setState("there")}
      onError={() => setState("broken")}
    />
  );
}

/**
 * The files of a message that was sent.
 *
 * @param {{files: Attached[]}} props
 */
export function MessageFiles({ files }) {
  const [opened, setOpened] = useState("");
  if (!files.length) return null;
  const pictures = files.filter(({ kind }) => kind === "image").length;
  return (
    <>
      <ul className="at-shown" aria-label={say("attach-files")}>
        {files.map((file) =>
          file.kind === "image" ? (
            <li key={file.id} className="at-tile" style={room(file, pictures)}>
              <button type="button" aria-label={say("attach-open", { name: file.name })} title={file.name} onClick={() => setOpened(file.id)}>
                <Picture file={file} />
              </button>
              {file.tokens ? <Tokens count={file.tokens} /> : null}
            </li>
          ) : (
            <li key={file.id} className="at-card">
              <button
                type="button"
                className="at-face"
                aria-label={say("attach-open", { name: file.name })}
                title={file.name}
                onClick={() => setOpened(file.id)}
              >
                <Symbol type={file.type} />
              </button>
              <span className="at-words">
                <bdi className="at-name" title={file.name}>
                  {file.name}
                </bdi>
                <span className="at-told">
                  {toldOf(file).join(" · ")}
                  {file.tokens ? <Tokens count={file.tokens} /> : null}
                </span>
              </span>
              {file.kind === "audio" && <audio controls preload="none" src={fileAddress(file.id)} aria-label={file.name} />}
            </li>
          ),
        )}
      </ul>
      {opened && <Viewer files={files} first={opened} onClose={() => setOpened("")} />}
    </>
  );
}

/** What a file adds to each message that it goes along with. @param {{count: number}} props */
function Tokens({ count }) {
  return (
    <span className="at-tokens" title={say("attach-carried")}>
      {say("receipt-tokens", { count })}
    </span>
  );
}

/** The room that a picture takes, before it is there; of what is very long or tall the middle is shown. @param {Attached} file @param {number} pictures How many there are. */
function room({ width = 1, height = 1 }, pictures) {
  if (pictures > FEW) return { inlineSize: `${SQUARE_PX}px`, aspectRatio: 1 };
  const isAlone = pictures === 1;
  const ratio = Math.min(isAlone ? FLATTEST.alone : FLATTEST.beside, Math.max(TALLEST, width / height));
  const inline = isAlone ? Math.max(LEAST_PX, Math.min(width, ALONE.width, ALONE.height * ratio)) : BESIDE_PX * ratio;
  return { inlineSize: `${Math.round(inline)}px`, aspectRatio: ratio };
}
