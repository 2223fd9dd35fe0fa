/** @import {KeyboardEvent} from "react" */
/** @import {Attached} from "./attachments_shelf.js" */

import { useEffect, useState } from "react";
import { Dialog } from "../components/dialog.jsx";
import { Scroller } from "../components/scroller.jsx";
import { direction, say } from "../words.js";
import { Action } from "./actions.jsx";
import { fileAddress } from "./attachments.js";
import { Symbol, toldOf } from "./attachments_shown.jsx";
import { CloseIcon, DownloadIcon, NextIcon, PreviousIcon } from "./icons.jsx";
import "./viewer.css";

/**
 * Files looked at one by one, each with all the room there is; the arrow keys go from one to the next.
 *
 * @param {{files: Attached[], first: string, onClose: () => void}} props `first`: the id of the one shown first.
 */
export function Viewer({ files, first, onClose }) {
  const [shown, setShown] = useState(first);
  const at = Math.max(0, files.findIndex(({ id }) => id === shown));
  const file = files[at];
  /** @param {number} step */
  const go = (step) => {
    const next = files[at + step];
    if (next) setShown(next.id);
  };
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const forward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const isPlayer = event.target instanceof HTMLMediaElement;
    if (isPlayer || event.altKey || event.ctrlKey || event.metaKey || (event.key !== forward && event.key !== back)) return;
    event.preventDefault();
    go(event.key === forward ? 1 : -1);
  };
  if (!file) return null;
  return (
    <Dialog title={file.name} className="vw" onClose={onClose}>
      <div className="vw-frame" onKeyDown={keys}>
        <div className="vw-head">
          <span className="vw-told">
            {[...(files.length > 1 ? [say("viewer-place", { number: at + 1, count: files.length })] : []), ...toldOf(file)].join(" · ")}
          </span>
          {files.length > 1 && (
            <>
              <Action label={say("viewer-previous")} icon={<PreviousIcon />} disabled={at === 0} onClick={() => go(-1)} />
              <Action label={say("viewer-next")} icon={<NextIcon />} disabled={at === files.length - 1} onClick={() => go(1)} />
            </>
          )}
          <a className="icon-button" href={fileAddress(file.id)} download={file.name} aria-label={say("viewer-download")} title={say("viewer-download")}>
            <DownloadIcon />
          </a>
          <button type="button" className="icon-button" data-first aria-label={say("reply-close")} title={say("reply-close")} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        <Whole key={file.id} file={file} />
      </div>
    </Dialog>
  );
}

/** @param {{file: Attached}} props */
function Whole({ file }) {
  if (file.kind === "image") return <WholePicture file={file} />;
  if (file.kind === "audio") {
    return (
      <div className="vw-place">
        <div className="vw-sound">
          <Symbol type={file.type} />
          <audio controls autoPlay src={fileAddress(file.id)} aria-label={file.name} />
        </div>
      </div>
    );
  }
  return <Text file={file} />;
}

/** The small picture stands in its place until the whole one is there. @param {{file: Attached}} props */
function WholePicture({ file }) {
  const [state, setState] = useState("awaited");
  return (
    <div className="vw-place">
      {state === "broken" ? (
        <p role="alert">{say("viewer-failed")}</p>
      ) : (
        <img
          src={fileAddress(file.id)}
          alt={file.name}
          width={file.width}
          height={file.height}
          style={state === "awaited" ? { backgroundImage: `url("${fileAddress(file.id, "thumb")}")` } : undefined}
          onLoad={() => setState("there")}
          onError={() => setState("broken")}
        />
      )}
    </div>
  );
}

/** The words of a document, as a model reads them. @param {{file: Attached}} props */
function Text({ file }) {
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    fetch(fileAddress(file.id, "text"), { signal: leaving.signal })
      .then(async (answer) => (answer.ok ? setText(await answer.text()) : setFailed(true)))
      .catch(() => leaving.signal.aborted || setFailed(true));
    return () => leaving.abort();
  }, [file.id]);
  if (failed) {
    return (
      <div className="vw-place">
        <p role="alert">{say("viewer-failed")}</p>
      </div>
    );
  }
  if (text === null) {
    return (
      <div className="vw-paper" role="status" aria-label={say("viewer-loading")}>
        {["90%", "97%", "82%", "60%"].map((width) => (
          <div key={width} className="skeleton" style={{ inlineSize: width }} />
        ))}
      </div>
    );
  }
  return (
    <>
      {file.kind === "document" && <p className="vw-note">{say("viewer-as-words")}</p>}
      <Scroller name={file.name} className="vw-scroll">
        <pre className={file.kind === "text" ? "vw-paper vw-code" : "vw-paper"} dir="auto">
          {text.trim() ? text : say("viewer-no-words")}
        </pre>
      </Scroller>
    </>
  );
}
