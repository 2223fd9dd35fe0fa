/**
 * The Markdown of a message: what is drawn of it.
 *
 * Only links to other sites survive, and formulas may not grow, reach out or run.
 *
 * @import {Element, Nodes as HastNodes, Root, Text} from "hast"
 * @import {Code, Html, Nodes, Parents, Root as MarkdownRoot} from "mdast"
 * @import {State} from "mdast-util-to-hast"
 * @import {Block, Cut} from "./blocks.js"
 */

import { defaultHandlers, toHast } from "mdast-util-to-hast";
import rehypeHighlight from "rehype-highlight";
import rehypeKatex from "rehype-katex";
import { unified } from "unified";
import { takeSides } from "./sides.js";

const BLOCK_HOLDERS = ["root", "blockquote", "listItem", "footnoteDefinition"];
const CLOSED_FENCE = /^[\s>]*(`{3,}|~{3,})\s*$/;
const ELEMENTS = unified()
  .use(rehypeHighlight, { detect: false })
  .use(rehypeKatex, { trust: false, strict: "ignore", maxSize: 20, maxExpand: 100, errorColor: "inherit" })
  .freeze();

/**
 * Make the elements of a block.
 *
 * @param {Block} block
 * @param {string} own Prefix of ids, fit for one: two messages may have notes of the same name.
 * @returns {Root}
 */
export function drawBlock(block, own) {
  return draw(block.reading().tree, own, block.called, block.text);
}

/**
 * Make the elements of the notes, which stand below the whole.
 *
 * @param {Cut} cut
 * @param {string} own
 * @returns {Root}
 */
export function drawNotes({ noted, called }, own) {
  const readings = noted.map((block) => block.reading());
  /** @type {Nodes[]} */
  const definitions = noted.flatMap(({ known }) => known.definitions);
  /** @type {Nodes} */
  const calls = {
    type: "paragraph",
    children: called.map((identifier) => ({ type: "footnoteReference", identifier })),
  };
  const children = [...definitions, calls, ...readings.flatMap(({ notes }) => notes)];
  const all = draw(/** @type {Nodes} */ ({ type: "root", children }), own, []);
  return { ...all, children: all.children.filter((node) => "properties" in node && "dataFootnotes" in node.properties) };
}

/**
 * @param {Nodes} tree
 * @param {string} own
 * @param {string[]} called
 * @param {string} [source] What the tree was read from.
 * @returns {Root}
 */
function draw(tree, own, called, source = "") {
  /** @param {State} state @param {MarkdownRoot} root */
  const counted = (state, root) => {
    for (const identifier of called) count(state, identifier);
    return /** @type {Element} */ (defaultHandlers.root(state, root));
  };
  /** @param {State} state @param {Code} node */
  const code = (state, node) => {
    const fence = defaultHandlers.code(state, node);
    if (isDiagram(node, source)) fence.properties.dataDiagram = "whole";
    return fence;
  };
  const hast = toHast(tree, { clobberPrefix: own, handlers: { root: counted, html: asText, code } });
  const drawn = /** @type {Root} */ (ELEMENTS.runSync(/** @type {Root} */ (hast)));
  reachFormulas(drawn);
  ownNotes(drawn, own);
  takeSides(drawn);
  return drawn;
}

/**
 * Whether a fence tells a diagram, and has ended: half a diagram is none.
 *
 * @param {Code} node
 * @param {string} source
 */
function isDiagram({ lang, position }, source) {
  const lines = source.slice(position?.start.offset, position?.end.offset).split(/\r\n|\n|\r/);
  return lang?.toLowerCase() === "mermaid" && lines.length > 2 && CLOSED_FENCE.test(lines.at(-1) ?? "");
}

/**
 * Markup that is not drawn is the text it is; among blocks, a paragraph of it.
 *
 * @param {State} _state
 * @param {Html} node
 * @param {Parents | undefined} parent
 * @returns {Element | Text}
 */
function asText(_state, { value }, parent) {
  /** @type {Text} */
  const text = { type: "text", value };
  const amongBlocks = !parent || BLOCK_HOLDERS.includes(parent.type) || parent.data?.hName === "details";
  return amongBlocks ? { type: "element", tagName: "p", properties: {}, children: [text] } : text;
}

/**
 * Note a call of a note in an earlier block, as `mdast-util-to-hast` does.
 *
 * @param {State} state
 * @param {string} identifier
 */
function count(state, identifier) {
  const id = identifier.toUpperCase();
  const calls = state.footnoteCounts.get(id) ?? 0;
  if (!calls) state.footnoteOrder.push(id);
  state.footnoteCounts.set(id, calls + 1);
}

/**
 * A formula that is wider than the page scrolls, so the keyboard must be able to reach it.
 *
 * @param {HastNodes} node
 */
function reachFormulas(node) {
  const classes = "properties" in node ? node.properties.className : [];
  if (Array.isArray(classes) && classes.includes("katex-display")) {
    /** @type {Element} */ (node).properties.tabIndex = 0;
  } else if ("children" in node) node.children.forEach(reachFormulas);
}

/**
 * The heading of the notes is the one id that takes no prefix.
 *
 * @param {HastNodes} node
 * @param {string} own
 */
function ownNotes(node, own) {
  if ("properties" in node) {
    const { properties } = node;
    if (properties.id === "footnote-label") properties.id = own + properties.id;
    if (properties.ariaDescribedBy) properties.ariaDescribedBy = [`${own}footnote-label`];
  }
  if ("children" in node) for (const child of node.children) ownNotes(child, own);
}
