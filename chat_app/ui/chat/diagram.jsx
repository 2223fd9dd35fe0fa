/** @import {ComponentProps, ReactElement} from "react" */
/** @import {Drawing} from "./mermaid.js" */

import { useEffect, useState, useSyncExternalStore } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { say } from "../words.js";
import { CodeBlock, saveFile } from "./code.jsx";
import { CodeIcon, DiagramIcon, DownloadIcon } from "./icons.jsx";
import { Large } from "./large.jsx";
import { drawDiagram } from "./mermaid.js";
import "./diagram.css";

/** Kinds that are wide rather than high. */
const LOW = /^\s*(?:(?:flowchart|graph)\s+(?:LR|RL)|gantt|gitGraph|timeline|journey|kanban|packet)\b|^\s*direction\s+(?:LR|RL)\b/m;

/** @param {() => void} tell */
function watchTheme(tell) {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ["class"] });
  return () => observer.disconnect();
}
const isNight = () => document.documentElement.classList.contains("dark");

/**
 * A diagram in the words of Mermaid: its picture, or its words where it cannot be drawn.
 *
 * @param {ComponentProps<"pre">} props
 */
export function Diagram({ children }) {
  const source = wordsOf(children).trim();
  const isDark = useSyncExternalStore(watchTheme, isNight, () => false);
  const [drawing, setDrawing] = useState(/** @type {Drawing | null} */ (null));
  const [fault, setFault] = useState("");
  const [asCode, setAsCode] = useState(false);
  useEffect(() => {
    let wanted = true;
    setFault("");
    drawDiagram({ source, isDark }).then(
      (drawn) => wanted && setDrawing(drawn),
      (error) => wanted && setFault(String(error?.message ?? error).split("\n")[0]),
    );
    return () => {
      wanted = false;
    };
  }, [source, isDark]);

  if (fault) {
    return (
      <>
        <CodeBlock>{children}</CodeBlock>
        <p className="tk-note">{say("reply-diagram-fault", { fault })}</p>
      </>
    );
  }
  const title = say("reply-diagram");
  const picture = drawing && (
    <img
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.svg)}`}
      width={drawing.width}
      height={drawing.height}
      alt={altOf(source)}
    />
  );
  return (
    <figure className="tk-diagram" aria-label={title} aria-busy={!drawing}>
      <div className="tk-code-head">
        <span className="tk-code-name">mermaid</span>
        <button type="button" className="tk-tool" aria-pressed={asCode} title={say("reply-as-code")} onClick={() => setAsCode(!asCode)}>
          {asCode ? <DiagramIcon /> : <CodeIcon />}
          <span className="tk-tool-name">{say("reply-as-code")}</span>
        </button>
        <button
          type="button"
          className="tk-tool"
          title={say("reply-download")}
          disabled={!drawing}
          onClick={() => saveFile("diagram.svg", drawing?.svg ?? "", "image/svg+xml")}
        >
          <DownloadIcon />
          <span className="tk-tool-name">{say("reply-download")}</span>
        </button>
        <CopyButton className="tk-tool" read={() => source} label={say("message-copy")} />
      </div>
      {asCode ? (
        <pre tabIndex={0} aria-label={say("reply-code", { language: "mermaid" })}>
          {children}
        </pre>
      ) : (
        <div className={`tk-diagram-frame${LOW.test(source) ? " tk-low" : ""}`}>
          {picture || <span className="tk-note">{say("reply-diagram-coming")}</span>}
          {picture && (
            <Large title={title} isPicture>
              {picture}
            </Large>
          )}
        </div>
      )}
    </figure>
  );
}

/** @param {React.ReactNode} children @returns {string} */
function wordsOf(children) {
  if (Array.isArray(children)) return children.map(wordsOf).join("");
  if (typeof children === "string") return children;
  return wordsOf(/** @type {ReactElement<{children?: React.ReactNode}> | undefined} */ (children)?.props?.children ?? "");
}

/** What a diagram calls itself, else the words it is drawn from. @param {string} source */
function altOf(source) {
  const given = /^\s*(?:accTitle|title)\s*:\s*(.+)$/m.exec(source)?.[1];
  return given?.trim() || say("reply-diagram-of", { source: source.replace(/\s+/g, " ").slice(0, 300) });
}
