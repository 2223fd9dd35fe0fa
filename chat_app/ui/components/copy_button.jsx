import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { say } from "../words.js";

/**
 * Copies what `read` returns and says that it did.
 *
 * @param {{read: () => string, label: string, iconOnly?: boolean, className?: string}} props
 */
export function CopyButton({ read, label, iconOnly = false, className = "icon-button" }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  /** @param {React.MouseEvent<HTMLButtonElement>} event */
  const copy = async ({ currentTarget }) => {
    await copyText(read(), currentTarget);
    setCopied(true);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button type="button" className={className} onClick={copy} aria-label={label} title={label}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      {!iconOnly && <span aria-hidden="true">{copied ? say("frame-copied") : label}</span>}
      <span className="visually-hidden" role="status">
        {copied ? say("frame-copied") : ""}
      </span>
    </button>
  );
}

/**
 * Put a text on the clipboard, by the browser's own where the page may use it, else the way of a
 * plain-HTTP page.
 *
 * @param {string} text
 * @param {HTMLElement} button What was pressed. In an open dialog, nothing outside of it can be selected.
 */
export async function copyText(text, button) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  button.after(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  button.focus();
}
