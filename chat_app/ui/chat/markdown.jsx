/** @import {ComponentProps, ReactElement, ReactNode} from "react" */
/** @import {Root} from "hast" */
/** @import {Block, Cut as CutText} from "./blocks.js" */

import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { memo, useId, useMemo, useRef, useState } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import "katex/dist/katex.min.css";
import { CopyButton } from "../components/copy_button.jsx";
import "./markdown.css";
import { createReader } from "./blocks.js";
import { ImageIcon } from "./icons.jsx";
import { drawBlock, drawNotes } from "./prose.js";
import { splitThoughts } from "./thoughts.js";

/*
 * What a model writes is hostile input: only links to other sites survive, and a picture is fetched
 * when the reader asks. `syntax.js` and `prose.js` say what of it becomes elements.
 */

const LINK = /^(https?:\/\/|mailto:)/i;
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
    const prose = <Prose key={index} text={part.text} live={growing} own={`${own}${index}-`} />;
    return part.thought ? (
      <details key={index} className="tk-thought">
        <summary>Thinking</summary>
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
        Load image from {hostOf(src)}
        {alt ? `: ${alt}` : ""}
      </span>
    </button>
  );
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return "another site";
  }
}

/** @param {ComponentProps<"pre">} props */
function CodeBlock({ children }) {
  const box = useRef(/** @type {HTMLPreElement | null} */ (null));
  const code = /** @type {ReactElement<{className?: string}> | undefined} */ (children);
  const language = /language-([\w+#.-]+)/.exec(code?.props?.className ?? "")?.[1] ?? "text";
  return (
    <div className="tk-code">
      <div className="tk-code-head">
        <span>{language}</span>
        <CopyButton
          className="tk-copy"
          read={() => box.current?.textContent ?? ""}
          label="Copy"
        />
      </div>
      <pre ref={box} tabIndex={0} aria-label={`Code, ${language}`}>
        {children}
      </pre>
    </div>
  );
}

/** @param {ComponentProps<"table">} props */
function Table({ children }) {
  return (
    <div className="tk-table" tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  );
}

/**
 * The box of a task list; only the text beside it says what it is for.
 *
 * @param {ComponentProps<"input">} props
 */
function TaskBox({ checked }) {
  return <input type="checkbox" disabled checked={checked} aria-label={checked ? "Done" : "To do"} />;
}

const COMPONENTS = { a: Link, img: Picture, input: TaskBox, pre: CodeBlock, table: Table };
