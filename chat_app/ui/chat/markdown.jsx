import { memo, useEffect, useRef, useState } from "react";
import ReactMarkdown from "react-markdown";
import rehypeHighlight from "rehype-highlight";
import rehypeKatex from "rehype-katex";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import "katex/dist/katex.min.css";
import "./markdown.css";
import { markMaths, mend, splitBlocks } from "./blocks.js";
import { CheckIcon, CopyIcon, ImageIcon } from "./icons.jsx";

/*
 * What a model writes is hostile input. No HTML is parsed (there is no rehype-raw), so markup shows
 * as the text it is; only links to other sites survive; a picture is fetched when the reader asks.
 */

const REMARK = [remarkGfm, remarkMath];
const REHYPE = [
  [rehypeHighlight, { detect: false }],
  [rehypeKatex, { trust: false, strict: "ignore", maxSize: 20, maxExpand: 100 }],
  () => reachFormulas,
];
const LINK = /^(https?:\/\/|mailto:)/i;
const FOOTNOTE = /^#user-content-fn/;
const PICTURE = /^https:\/\//i;

/** A formula that is wider than the page scrolls, so the keyboard must be able to reach it. */
function reachFormulas(node) {
  const classes = node.properties?.className ?? [];
  if (classes.includes("katex-display")) node.properties.tabIndex = 0;
  else node.children?.forEach(reachFormulas);
}

/** Text of a message as Markdown. `live` marks text that still grows. */
export function Markdown({ text, live }) {
  const blocks = splitBlocks(text);
  return blocks.map((block, index) => (
    <Block key={index} text={live && index === blocks.length - 1 ? mend(block) : block} />
  ));
}

const Block = memo(function Block({ text }) {
  return (
    <ReactMarkdown
      remarkPlugins={REMARK}
      rehypePlugins={REHYPE}
      urlTransform={safeUrl}
      components={COMPONENTS}
    >
      {markMaths(text)}
    </ReactMarkdown>
  );
});

function safeUrl(url, key) {
  if (key === "src") return PICTURE.test(url) ? url : "";
  return LINK.test(url) || FOOTNOTE.test(url) ? url : "";
}

function Link({ href, children, id }) {
  if (!href) return <span>{children}</span>;
  if (FOOTNOTE.test(href)) {
    return (
      <a href={href} id={id}>
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

/** A picture of another site tells that site who is reading: it waits for a click. */
function Picture({ src, alt }) {
  const [wanted, setWanted] = useState(false);
  if (!src) return alt ? <em>{alt}</em> : null;
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

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return "another site";
  }
}

function CodeBlock({ children }) {
  const box = useRef(null);
  const language = /language-([\w+#.-]+)/.exec(children?.props?.className ?? "")?.[1] ?? "text";
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

function Table({ children }) {
  return (
    <div className="tk-table" tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  );
}

/** The box of a task list; only the text beside it says what it is for. */
function TaskBox({ checked }) {
  return <input type="checkbox" disabled checked={checked} aria-label={checked ? "Done" : "To do"} />;
}

const COMPONENTS = { a: Link, img: Picture, input: TaskBox, pre: CodeBlock, table: Table };

/** Copies what `read` returns and says that it did. */
export function CopyButton({ read, label, iconOnly = false, className = "icon-button" }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await copyText(read());
    setCopied(true);
  };
  return (
    <button type="button" className={className} onClick={copy} aria-label={label} title={label}>
      {copied ? <CheckIcon /> : <CopyIcon />}
      {!iconOnly && <span aria-hidden="true">{copied ? "Copied" : label}</span>}
      <span className="visually-hidden" role="status">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}

/** The clipboard of the browser where the page may use it, else the way of a plain-HTTP page. */
async function copyText(text) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}
