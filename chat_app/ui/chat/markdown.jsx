/** @import {ComponentProps} from "react" */
/** @import {Root} from "hast" */
/** @import {Block, Cut as CutText} from "./blocks.js" */

import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { createContext, memo, useContext, useId, useMemo, useState } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import "katex/dist/katex.min.css";
import { say } from "../words.js";
import "./markdown.css";
import { createReader } from "./blocks.js";
import { CodeBlock } from "./code.jsx";
import { Diagram } from "./diagram.jsx";
import { ImageIcon } from "./icons.jsx";
import { drawBlock, drawNotes } from "./prose.js";
import { Growing, Table } from "./table.jsx";
import { splitThoughts } from "./thoughts.js";

/*
 * What a model writes is hostile input: only links to other sites survive, and a picture is fetched
 * when the reader asks. `syntax.js` and `prose.js` say what of it becomes elements.
 */

const LINK = /^(https?:\/\/|mailto:)/i;
/** A place of this server; two slashes would name another one. */
const OWN_LINK = /^\/(?![/\\])/;

/** Whether the app wrote the text itself: then links to its own places work. */
export const OwnWords = createContext(false);
const PICTURE = /^https:\/\//i;

/**
 * Text of a message as Markdown. `live` marks text that still grows.
 *
 * @param {{text: string, live: boolean}} props
 */
export function Markdown({ text, live }) {
  // Two messages may have notes of the same name.
  const own = `${useId()}-`;
  const parts = splitThoughts(text);
  return parts.map((part, index) => {
    const growing = live && index === parts.length - 1;
    const prose = (
      <Growing.Provider key={index} value={growing}>
        <Prose text={part.text} live={growing} own={`${own}${index}-`} />
      </Growing.Provider>
    );
    return part.thought ? (
      <details key={index} className="tk-thought">
        <summary>{say("reply-thinking")}</summary>
        {prose}
      </details>
    ) : (
      prose
    );
  });
}

/** @param {{text: string, live: boolean, own: string}} props */
function Prose({ text, live, own }) {
  const [reader] = useState(() => createReader());
  const cut = useMemo(() => reader.read(text, live), [reader, text, live]);
  return <Cut cut={cut} own={own} />;
}

/**
 * What a reader made of a text: its blocks, and below them its notes.
 *
 * @param {{cut: CutText, own: string}} props
 */
export function Cut({ cut, own }) {
  return (
    <>
      {cut.blocks.map((block, index) => (
        <BlockView key={index} block={block} own={own} />
      ))}
      {cut.noted.length > 0 && <Elements tree={drawNotes(cut, own)} />}
    </>
  );
}

const BlockView = memo(
  /** @param {{block: Block, own: string}} props */
  ({ block, own }) => <Elements tree={drawBlock(block, own)} />,
);

/** @param {{tree: Root}} props */
function Elements({ tree }) {
  return toJsxRuntime(tree, { Fragment, jsx, jsxs, components: COMPONENTS, ignoreInvalidStyle: true });
}

const FOOTNOTE = /^#[\w-]+-fn(ref)?-/;

/** @param {ComponentProps<"a">} props */
function Link({ href: given, children, id, "aria-describedby": describedBy, "aria-label": label }) {
  const href = given ?? "";
  const isOwn = useContext(OwnWords) && OWN_LINK.test(href);
  if (isOwn) return <a href={href}>{children}</a>;
  if (!LINK.test(href) && !FOOTNOTE.test(href)) return <span>{children}</span>;
  if (FOOTNOTE.test(href)) {
    // By hand: the router would take a jump for a new page.
    /** @param {React.MouseEvent} event */
    const jump = (event) => {
      event.preventDefault();
      const target = document.getElementById(href.slice(1));
      if (!target) return;
      if (!target.matches("a")) target.tabIndex = -1;
      target.scrollIntoView({ block: "nearest" });
      target.focus();
    };
    return (
      <a href={href} id={id} onClick={jump} aria-describedby={describedBy} aria-label={label}>
        {children}
      </a>
    );
  }
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}

/**
 * A picture of another site tells that site who is reading: it waits for a click.
 *
 * @param {ComponentProps<"img">} props
 */
function Picture({ src, alt }) {
  const [wanted, setWanted] = useState(false);
  if (!src || !PICTURE.test(src)) return alt ? <em>{alt}</em> : null;
  if (wanted) {
    return <img className="tk-picture" src={src} alt={alt ?? ""} referrerPolicy="no-referrer" />;
  }
  return (
    <button type="button" className="tk-load" onClick={() => setWanted(true)}>
      <ImageIcon />
      <span>
        {say(alt ? "reply-load-image-of" : "reply-load-image", { host: hostOf(src), ...(alt && { what: alt }) })}
      </span>
    </button>
  );
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return say("reply-other-site");
  }
}

/** Code, or the diagram that it tells. @param {ComponentProps<"pre"> & {"data-diagram"?: string}} props */
function Fence({ children, "data-diagram": diagram }) {
  return diagram ? <Diagram>{children}</Diagram> : <CodeBlock>{children}</CodeBlock>;
}

/**
 * The box of a task list; only the text beside it says what it is for.
 *
 * @param {ComponentProps<"input">} props
 */
function TaskBox({ checked }) {
  return <input type="checkbox" disabled checked={checked} aria-label={say(checked ? "reply-task-done" : "reply-task-open")} />;
}

const COMPONENTS = { a: Link, img: Picture, input: TaskBox, pre: Fence, table: Table };
