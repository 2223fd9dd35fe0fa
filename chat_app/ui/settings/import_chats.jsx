/** @import {Import} from "./sending.js" */

import { useCallback, useEffect, useId, useRef, useState } from "react";
import { CircleCheck, CircleX } from "lucide-react";
import { HereLink } from "../components/here_link.jsx";
import { Refusal } from "../components/upload.js";
import { say } from "../words.js";
import { follow, running, send } from "./sending.js";

/** @type {Record<Import["source"], string>} */
const NAMES = {
  chatgpt: "ChatGPT",
  claude: "Claude",
  "open-webui": "Open WebUI",
  librechat: "LibreChat",
  "chat-ui": "HuggingFace chat-ui",
  tally: "Tally",
};
/** @type {Record<Import["source"], () => string>} */
const WHERE = {
  chatgpt: () => say("import-where-chatgpt"),
  claude: () => say("import-where-claude"),
  "open-webui": () => say("import-where-open-webui"),
  librechat: () => say("import-where-librechat"),
  "chat-ui": () => say("import-where-chat-ui"),
  tally: () => say("import-where-tally"),
};
/** @type {Record<string, (count: number) => string>} */
const LEFT_OUT = {
  pictures: (count) => say("import-left-pictures", { count }),
  recordings: (count) => say("import-left-recordings", { count }),
  files: (count) => say("import-left-files", { count }),
  tools: (count) => say("import-left-tools", { count }),
  errors: (count) => say("import-left-errors", { count }),
  empty_chats: (count) => say("import-left-empty-chats", { count }),
  cut_texts: (count) => say("import-left-cut-texts", { count }),
};
const MIB = 1024 * 1024;

/** @typedef {{words: string, share?: number}} Stage What is being done; without a share of 1 it is not known how long. */

/**
 * Chooses files of chats, sends them one after the other, and tells what came of each.
 *
 * @param {{maxMib: number, refused: string, onRefused: (message: string) => void}} props
 *   `refused`: what the server said last, in the reader's language; `onRefused` has it put so.
 */
export function ImportChats({ maxMib, refused, onRefused }) {
  const id = useId();
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [stage, setStage] = useState(/** @type {Stage | null} */ (null));
  const [fault, setFault] = useState("");
  // Which of several files it was; those behind it are not sent.
  const [stoppedAt, setStoppedAt] = useState("");
  const [done, setDone] = useState(/** @type {Import[]} */ ([]));
  const leaving = useRef(new AbortController());

  const finish = useCallback(async (/** @type {Import} */ begun) => {
    const ended = await follow(
      begun,
      ({ saved_chats: saved, known_chats: known, total_chats: total }) =>
        setStage({
          words: say("import-saving", { done: saved + known, total }),
          share: (saved + known) / Math.max(1, total),
        }),
      leaving.current.signal,
    );
    if (ended.status === "failed") setFault(say("import-failed"));
    else if (ended.status === "done") setDone((before) => [...before, ended]);
  }, []);

  // What was begun before the page was loaded goes on.
  useEffect(() => {
    const here = new AbortController();
    leaving.current = here;
    running(here.signal)
      .then((begun) => begun && finish(begun).finally(() => setStage(null)))
      .catch(() => undefined);
    return () => here.abort();
  }, [finish]);

  /** @param {File[]} files */
  const bring = async (files) => {
    setFault("");
    setStoppedAt("");
    onRefused("");
    setDone([]);
    for (const file of files) {
      if (maxMib && file.size > maxMib * MIB) {
        setFault(say("import-too-large", { name: file.name, count: maxMib }));
        break;
      }
      try {
        setStage({ words: say("import-sending", { name: file.name }), share: 0 });
        const begun = await send(file, (share) =>
          setStage(
            share < 1
              ? { words: say("import-sending", { name: file.name }), share }
              : { words: say("import-reading", { name: file.name }) },
          ),
        );
        await finish(begun);
      } catch (problem) {
        if (problem instanceof Refusal) onRefused(problem.message);
        else setFault(say("import-unreachable"));
        if (files.length > 1) setStoppedAt(file.name);
        break;
      }
    }
    setStage(null);
  };

  const words = fault || refused;
  return (
    <div className="import">
      <div className="beside">
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept=".json,.zip,application/json,application/zip"
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            // The same file again is a change, too.
            currentTarget.value = "";
            if (files.length) bring(files);
          }}
        />
        <button
          type="button"
          className="button primary"
          aria-describedby={`${id}-hint`}
          disabled={stage !== null}
          onClick={() => chooser.current?.click()}
        >
          {say("import-choose")}
        </button>
        <span id={`${id}-hint`} className="muted small numbers">
          {maxMib > 0 && say("import-choose-hint", { count: maxMib })}
        </span>
      </div>
      {stage && <Progress {...stage} />}
      {words && (
        <div className="notice danger" role="alert">
          <CircleX aria-hidden="true" />
          <div>
            {stoppedAt && <p>{say("import-stopped-at", { name: stoppedAt })}</p>}
            <div dir="auto">{words}</div>
          </div>
        </div>
      )}
      <div role="status" className="import-reports">
        {done.map((one) => (
          <Report key={one.import_id} told={one} />
        ))}
      </div>
      <details>
        <summary>{say("import-where")}</summary>
        <dl className="import-where">
          {Object.entries(WHERE).map(([source, where]) => (
            <div key={source}>
              <dt>{NAMES[/** @type {Import["source"]} */ (source)]}</dt>
              <dd>{where()}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

/** @param {Stage} props */
function Progress({ words, share }) {
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div className="import-progress">
      <span className="small numbers">{words}</span>
      <span
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className={percent === undefined ? "meter unknown" : "meter"}
      >
        <span style={{ width: `${percent ?? 100}%` }} />
      </span>
    </div>
  );
}

/** What came of a file. @param {{told: Import}} props */
function Report({ told }) {
  const left = Object.entries(told.left_out).map(([kind, count]) => LEFT_OUT[kind]?.(count) ?? kind);
  const source = NAMES[told.source];
  return (
    <div className="notice success">
      <CircleCheck aria-hidden="true" />
      <div className="import-report">
        <p>
          <strong>
            {told.saved_chats
              ? say("import-done", { count: told.saved_chats, source })
              : say("import-nothing-new")}
          </strong>
        </p>
        {told.archived_chats > 0 && <p>{say("import-archived", { count: told.archived_chats })}</p>}
        {told.known_chats > 0 && told.saved_chats > 0 && (
          <p>{say("import-known", { count: told.known_chats })}</p>
        )}
        {left.length > 0 && (
          <>
            <p>{say("import-left-out")}</p>
            <ul>
              {left.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </>
        )}
        {told.saved_chats > 0 && (
          <HereLink to="/" className="link">
            {say("import-open")}
          </HereLink>
        )}
      </div>
    </div>
  );
}
