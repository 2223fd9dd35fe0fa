/** What the reader has marked on the page, in the words of Markdown. */

const BLOCKS = "P, H1, H2, H3, H4, H5, H6, UL, OL, LI, TABLE, TR, BLOCKQUOTE, PRE, DETAILS, SUMMARY, DIV, HR, FIGURE";
/** Parts of the page that nobody wrote. */
const FURNITURE = ".tk-code-head, button, .visually-hidden, .sr-only, figcaption, svg";

/**
 * Return the words in a range. Formulas are what they are written as, code stands in its fence.
 *
 * @param {Range} range
 */
export function wordsIn(range) {
  const box = document.createElement("div");
  box.append(range.cloneContents());
  for (const each of box.querySelectorAll(FURNITURE)) each.remove();
  for (const formula of box.querySelectorAll(".katex")) {
    const source = formula.querySelector("annotation")?.textContent ?? formula.textContent ?? "";
    formula.replaceWith(formula.closest(".katex-display") ? `$$${source}$$` : `$${source}$`);
  }
  // Marked within one block of code, it is code without a fence.
  const within = elementOf(range.commonAncestorContainer)?.closest("pre, code");
  const text = within ? (box.textContent ?? "") : written(box);
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

/** @param {Node} node @returns {Element | null} */
export const elementOf = (node) => (node instanceof Element ? node : node.parentElement);

/** @param {Node} node @returns {string} */
function written(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.textContent ?? "";
    // Line ends between elements stand there for nobody to read.
    return /^\s*\n\s*$/.test(text) ? "" : text.replace(/\s+/g, " ");
  }
  if (!(node instanceof Element)) return "";
  if (node.matches("br")) return "\n";
  if (node.matches("pre")) return `\n\n\`\`\`\n${(node.textContent ?? "").replace(/\n$/, "")}\n\`\`\`\n\n`;
  const inside = [...node.childNodes].map(written).join("");
  if (node.matches("td, th")) return `${inside.trim()}\t`;
  if (node.matches("li")) return `\n${markOf(node)}${inside.trim().replace(/\n+/g, "\n  ")}`;
  if (node.matches("tr")) return `\n${inside.trim()}`;
  return node.matches(BLOCKS) ? `\n\n${inside.trim()}\n\n` : inside;
}

/** @param {Element} item */
function markOf(item) {
  const list = item.parentElement;
  if (!list?.matches("ol")) return "- ";
  return `${(/** @type {HTMLOListElement} */ (list).start || 1) + [...list.children].indexOf(item)}. `;
}

/** Write words as a quotation. @param {string} words */
export const quotation = (words) => `${words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
