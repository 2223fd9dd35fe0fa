/**
 * The words of a message without the marks of Markdown, as one would write them in a letter.
 *
 * @import {List, Nodes, Parents, TableRow} from "mdast"
 */

import { createReader } from "./blocks.js";
import { nameOf } from "./syntax.js";
import { withoutThoughts } from "./thoughts.js";

const BLOCKS = "\n\n";
const WORDS = ["paragraph", "heading", "tableCell", "emphasis", "strong", "delete"];

/**
 * Write a text of Markdown in plain words; what was thought aloud is left out.
 *
 * Code and formulas stay as they are, an address follows its words, the cells of a table stand apart
 * by tabs, so that they fall into the cells of a sheet.
 *
 * @param {string} text
 */
export function plain(text) {
  return blocksOf(withoutThoughts(text)).join(BLOCKS);
}

/** @param {string} text @returns {string[]} */
function blocksOf(text) {
  const readings = createReader(Infinity)
    .read(text, false)
    .blocks.map((block) => block.reading());
  return readings.flatMap(({ tree, notes }) => {
    const addresses = addressesOf(tree);
    return [
      written(tree, BLOCKS, addresses),
      ...notes.map((note) => `[${note.identifier}] ${written(note, BLOCKS, addresses)}`),
    ].filter(Boolean);
  });
}

/** The addresses that are defined in a tree, by their names. @param {Nodes} node @returns {Map<string, string>} */
function addressesOf(node) {
  if (node.type === "definition") return new Map([[nameOf(node.identifier), node.url]]);
  // The first definition of a name counts.
  return new Map("children" in node ? node.children.toReversed().flatMap((child) => [...addressesOf(child)]) : []);
}

/** @typedef {Map<string, string>} Addresses */

/** @param {Parents} node @param {string} between @param {Addresses} addresses @returns {string} */
function written({ children }, between, addresses) {
  return children
    .map((child) => write(child, addresses))
    .filter(Boolean)
    .join(between);
}

/** @param {Nodes} node @param {Addresses} addresses @returns {string} */
function write(node, addresses) {
  switch (node.type) {
    case "break":
      return "\n";
    case "thematicBreak":
      return "———";
    case "definition":
      return "";
    case "footnoteReference":
      return `[${node.identifier}]`;
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "link":
      return withAddress(written(node, "", addresses), node.url);
    case "linkReference":
      return withAddress(written(node, "", addresses), addresses.get(nameOf(node.identifier)) ?? "");
    case "list":
      return items(node, addresses);
    case "table":
      return node.children.map((row) => cells(row, addresses)).join("\n");
    case "blockquote":
      return indented("> ", written(node, BLOCKS, addresses));
    case "tag":
      return written(/** @type {any} */ (node), node.data.hName === "details" ? BLOCKS : "", addresses);
    default:
      if ("children" in node) return written(node, WORDS.includes(node.type) ? "" : BLOCKS, addresses);
      return "value" in node ? node.value : "";
  }
}

/** @param {TableRow} row @param {Addresses} addresses */
const cells = (row, addresses) =>
  row.children.map((cell) => write(cell, addresses).replace(/\s+/g, " ")).join("\t");

/** @param {string} words @param {string} url */
function withAddress(words, url) {
  const shown = url.replace(/^mailto:/i, "");
  if (!words || !shown) return words || shown;
  return shown === words || shown.endsWith(`//${words}`) ? shown : `${words} (${shown})`;
}

/** @param {List} list @param {Addresses} addresses */
function items({ children, ordered, start, spread }, addresses) {
  return children
    .map((item, at) => {
      const mark = ordered ? `${(start ?? 1) + at}. ` : "• ";
      const task = typeof item.checked === "boolean" ? (item.checked ? "☑ " : "☐ ") : mark;
      return indented(task, written(item, item.spread ? BLOCKS : "\n", addresses));
    })
    .join(spread ? BLOCKS : "\n");
}

/**
 * Put a mark before the first line and its width before the others; the mark of a quotation before all.
 *
 * @param {string} mark
 * @param {string} text
 */
function indented(mark, text) {
  const rest = mark === "> " ? mark : " ".repeat(mark.length);
  return mark + text.replace(/\n(?!\n)/g, `\n${rest}`).replace(/\n\n/g, `\n${rest.trimEnd()}\n`);
}
