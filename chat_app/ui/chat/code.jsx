/** @import {ComponentProps, ReactElement, ReactNode} from "react" */

import { useRef, useState } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { say } from "../words.js";
import { DownloadIcon, WrapIcon } from "./icons.jsx";

/** Where the browser keeps whether long lines are broken. */
const WRAP_KEY = "wrap-code";

/**
 * How files of a language end, where its name is not it.
 *
 * @type {Record<string, string>}
 */
const ENDINGS = {
  ...{ bash: "sh", batch: "bat", "c#": "cs", "c++": "cpp", clojure: "clj", csharp: "cs", console: "sh", docker: "dockerfile" },
  ...{ elixir: "ex", erlang: "erl", fortran: "f90", golang: "go", haskell: "hs", javascript: "js", julia: "jl", kotlin: "kt" },
  ...{ latex: "tex", makefile: "mk", markdown: "md", matlab: "m", mermaid: "mmd", objectivec: "m", ocaml: "ml", perl: "pl" },
  ...{ plaintext: "txt", powershell: "ps1", python: "py", python3: "py", ruby: "rb", rust: "rs", shell: "sh", terraform: "tf" },
  ...{ text: "txt", typescript: "ts", vbnet: "vb", yaml: "yml", zsh: "sh" },
};

/** The language and the words of what a fence holds. @param {ReactNode} children */
export function codeOf(children) {
  const code = /** @type {ReactElement<{className?: string}> | undefined} */ (children);
  return /language-([\w+#.-]+)/.exec(code?.props?.className ?? "")?.[1] ?? "text";
}

/** A block of code, with ways to break its long lines, to keep it as a file and to copy it. @param {ComponentProps<"pre">} props */
export function CodeBlock({ children }) {
  const box = useRef(/** @type {HTMLPreElement | null} */ (null));
  const [wraps, setWraps] = useState(() => Boolean(globalThis.localStorage?.getItem(WRAP_KEY)));
  const language = codeOf(children);
  // The line break behind the last line belongs to the fence.
  const read = () => (box.current?.textContent ?? "").replace(/\n$/, "");
  const wrap = () => {
    setWraps(!wraps);
    if (wraps) localStorage.removeItem(WRAP_KEY);
    else localStorage.setItem(WRAP_KEY, "yes");
  };
  return (
    <div className="tk-code">
      <div className="tk-code-head">
        <span className="tk-code-name">{language}</span>
        <button type="button" className="tk-tool" aria-pressed={wraps} title={say("reply-wrap")} onClick={wrap}>
          <WrapIcon />
          <span className="tk-tool-name">{say("reply-wrap")}</span>
        </button>
        <button
          type="button"
          className="tk-tool"
          title={say("reply-download")}
          onClick={() => saveFile(`code.${ENDINGS[language.toLowerCase()] ?? language.toLowerCase()}`, `${read()}\n`)}
        >
          <DownloadIcon />
          <span className="tk-tool-name">{say("reply-download")}</span>
        </button>
        <CopyButton className="tk-tool" read={read} label={say("message-copy")} />
      </div>
      <pre
        ref={box}
        tabIndex={0}
        className={wraps ? "tk-wrapped" : undefined}
        aria-label={say("reply-code", { language })}
      >
        {children}
      </pre>
    </div>
  );
}

/**
 * Give the reader a file to keep.
 *
 * @param {string} name
 * @param {string} content
 * @param {string} [kind]
 */
export function saveFile(name, content, kind = "text/plain") {
  const url = URL.createObjectURL(new Blob([content], { type: `${kind};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[^\w.+#-]/g, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
