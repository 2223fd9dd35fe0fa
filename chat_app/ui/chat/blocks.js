/**
 * Cuts Markdown into blocks that are read and drawn on their own.
 *
 * A growing text is drawn many times. What stands before its last block never changes again, so it
 * keeps its result, and only the rest is parsed anew. Links and notes may be defined anywhere: a
 * block is told of the definitions elsewhere that it names.
 *
 * @import {Definition, RootContent} from "mdast"
 * @import {Known, Reading} from "./syntax.js"
 */

import { mend } from "./mend.js";
import { nameOf, outline, read } from "./syntax.js";
import { depthAfter } from "./tags.js";

/** Characters worth a block of its own; shorter ones stay together. */
const LEAST = 512;
const LABEL = /\[(\^?)((?:[^[\]\\]|\\[^])*)\]/g;

/**
 * @typedef {object} Block
 * @property {string} text
 * @property {Known} known What is defined elsewhere and named here.
 * @property {string[]} called The notes called before it, in order.
 * @property {() => Reading} reading
 */

/**
 * @typedef {object} Cut
 * @property {Block[]} blocks
 * @property {Block[]} noted Those with notes; they stand at the end of the whole.
 * @property {string[]} called The notes called in all, in order.
 */

/** @typedef {{text: string, labels: string[], definitions: Definition[], notes: string[]}} Piece */

/**
 * Make what reads one text as it grows; any other text begins anew.
 *
 * @param {number} [least] Characters of the shortest block.
 */
export function createReader(least = LEAST) {
  /** @type {Piece[]} */
  let settled = [];
  let length = 0;
  let before = "";
  /** @type {Block[]} */
  let blocks = [];

  return {
    /**
     * @param {string} text
     * @param {boolean} growing Whether more will come.
     * @returns {Cut} Blocks that did not change are the very same objects.
     */
    read(text, growing) {
      if (!text.startsWith(before)) [settled, length, before] = [[], 0, ""];
      const rest = text.slice(length);
      const lines = growing ? rest.slice(0, Math.max(rest.lastIndexOf("\n"), rest.lastIndexOf("\r")) + 1) : rest;
      const { pieces, open } = cut(lines, least);
      settled = [...settled, ...pieces];
      for (const piece of pieces) length += piece.text.length;
      before = text.slice(0, length);
      const last = { ...open, text: text.slice(length), labels: labelsOf(text.slice(length)) };
      const all = last.text.trim() ? [...settled, last] : settled;
      const known = gather(growing ? settled : all);
      const old = blocks;
      /** @type {string[]} */
      const called = [];
      blocks = all.map((piece, index) => {
        const source = growing && piece === last ? mend(piece.text) : piece.text;
        const block = blockOf(source, named(piece, known), known.notes.size ? [...called] : []);
        const same = old[index] && isSame(old[index], block) ? old[index] : block;
        if (known.notes.size && piece.labels.some((label) => label.startsWith("^"))) {
          called.push(...same.reading().calls);
        }
        return same;
      });
      const noted = all.flatMap(({ notes }, index) => (notes.length && known.notes.size ? [blocks[index]] : []));
      return { blocks, noted, called };
    },
  };
}

/**
 * Cut whole lines where a block is finished for good.
 *
 * @param {string} text
 * @param {number} least
 * @returns {{pieces: Piece[], open: Piece}}
 */
function cut(text, least) {
  const pieces = [];
  let start = 0;
  let depth = 0;
  let open = emptyPiece();
  /** @type {RootContent | undefined} */
  let previous;
  for (const node of outline(text).children) {
    const at = lineStart(text, node.position?.start.offset ?? 0);
    if (at - start >= least && !depth && previous && !mayBeOne(text, previous, node)) {
      pieces.push({ ...open, text: text.slice(start, at), labels: labelsOf(text.slice(start, at)) });
      start = at;
      open = emptyPiece();
    }
    if (node.type === "paragraph") depth = depthAfter(node, depth);
    define(node, open);
    previous = node;
  }
  return { pieces, open };
}

/** @returns {Piece} */
const emptyPiece = () => ({ text: "", labels: [], definitions: [], notes: [] });

/** @param {string} text @param {number} offset */
const lineStart = (text, offset) =>
  Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;

/**
 * A title on the line below belongs to a definition once it is closed.
 *
 * @param {string} text
 * @param {RootContent} first
 * @param {RootContent} second
 */
function mayBeOne(text, first, second) {
  if (first.type !== "definition" || second.type !== "paragraph") return false;
  const between = text.slice(first.position?.end.offset, second.position?.start.offset);
  return between.split(/\r\n|\n|\r/).length < 3;
}

/** Note what a part of the tree defines. @param {RootContent} node @param {Piece} piece */
function define(node, piece) {
  if (node.type === "definition") piece.definitions.push(node);
  if (node.type === "footnoteDefinition") piece.notes.push(nameOf(node.identifier));
  if ("children" in node) for (const child of node.children) define(child, piece);
}

/** What a text names in brackets; the name of a note begins with `^`. @param {string} text */
function labelsOf(text) {
  const labels = new Set();
  for (const [, note, label] of text.matchAll(LABEL)) labels.add(note + nameOf(label));
  return [...labels];
}

/** @param {Piece[]} pieces */
function gather(pieces) {
  /** @type {Map<string, Definition>} */
  const links = new Map();
  const notes = new Set();
  for (const piece of pieces) {
    for (const definition of piece.definitions) {
      const name = nameOf(definition.identifier);
      if (!links.has(name)) links.set(name, definition);
    }
    for (const note of piece.notes) notes.add(note);
  }
  return { links, notes };
}

/** @param {Piece} piece @param {ReturnType<typeof gather>} known @returns {Known} */
function named(piece, { links, notes }) {
  const definitions = links.size ? piece.labels.flatMap((label) => links.get(label) ?? []) : [];
  const called = notes.size ? piece.labels.filter((label) => notes.has(label.slice(1))) : [];
  return { definitions, notes: called.map((label) => label.slice(1)) };
}

/** @param {string} text @param {Known} known @param {string[]} called @returns {Block} */
function blockOf(text, known, called) {
  /** @type {Reading | undefined} */
  let done;
  return { text, known, called, reading: () => (done ??= read(text, known)) };
}

/** @param {Block} one @param {Block} other */
function isSame(one, other) {
  return (
    one.text === other.text &&
    isEqual(one.known.definitions, other.known.definitions) &&
    isEqual(one.known.notes, other.known.notes) &&
    isEqual(one.called, other.called)
  );
}

/** @template T @param {T[]} one @param {T[]} other */
const isEqual = (one, other) => one.length === other.length && one.every((item, at) => item === other[at]);
