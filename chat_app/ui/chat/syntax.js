/**
 * The Markdown of a message: what is understood.
 *
 * What a model writes is hostile input. No HTML is parsed: markup shows as the text it is, but for
 * a few tags without attributes (`tags.js`). Nothing nests without end, and a text of nothing but
 * marks is shown as it is: either would take time that grows with the square of its length.
 *
 * @import {Definition, FootnoteDefinition, Nodes, Root} from "mdast"
 * @import {Construct, ConstructRecord, Effects, Extension} from "micromark-util-types"
 */

import { fromMarkdown } from "mdast-util-from-markdown";
import { blockQuote, list } from "micromark-core-commonmark";
import { normalizeIdentifier } from "micromark-util-normalize-identifier";
import remarkCjkFriendly from "remark-cjk-friendly";
import remarkCjkStrikethrough from "remark-cjk-friendly-gfm-strikethrough";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { unified } from "unified";
import { addressEnds } from "./addresses.js";
import { ENVIRONMENT_NODES, ENVIRONMENTS } from "./environments.js";
import { FORMULAS } from "./maths.js";
import { drawTags, FOREIGN_HTML, TAG_LINE, TAG_LINES } from "./tags.js";

/** @typedef {{definitions: Definition[], notes: string[]}} Known What stands elsewhere in the text. */
/** @typedef {{tree: Root, notes: FootnoteDefinition[], calls: string[]}} Reading */

/** Column beyond which no quote, list or note begins: so deep may they nest. */
const DEEPEST_COLUMN = 100;
/** Marks in one paragraph, heading or cell from which on it is shown as it is. */
const MOST_MARKS = 400;
const MARKS = /[*_~[\]!<]/g;
const LEAVES = ["paragraph", "heading", "tableCell"];

// One `~` means "about" or "to" wherever Chinese and Japanese are written.
const TWO_TILDES = { singleTilde: false };
const PLUGINS = unified()
  .use(remarkGfm, TWO_TILDES)
  .use(remarkCjkFriendly)
  .use(remarkCjkStrikethrough, TWO_TILDES)
  .use(remarkMath)
  .freeze()
  .data();
const OWN = [addressEnds(), FORMULAS, ENVIRONMENTS, { disable: { null: ["htmlFlow"] }, flow: { 60: [TAG_LINE, FOREIGN_HTML] } }];
const INLINE = [...(PLUGINS.micromarkExtensions ?? []), ...OWN];
const SYNTAX = [...INLINE, shallow(INLINE)];
const TREE = [...(PLUGINS.fromMarkdownExtensions ?? []).flat(), TAG_LINES, ENVIRONMENT_NODES];

/** Parts of a line that are none where only blocks are asked for, or a line is all marks. */
const CORE = [
  ...["attention", "autolink", "characterReference", "hardBreakEscape"],
  ...["labelEnd", "labelStartImage", "labelStartLink"],
];
const WITHIN = [...CORE, ...INLINE.flatMap(({ text = {} }) => every(text).map(({ name = "" }) => name))];
/** Spans of code, escapes and tags stay: they say where a `<details>` is none. @type {Extension} */
const BLOCKS_ONLY = { disable: { null: WITHIN } };
/** @type {Extension} */
const AS_IT_IS = { disable: { null: [...WITHIN, "htmlText"] } };

/**
 * Read the blocks of a text, and in them no more than code, escapes and tags.
 *
 * @param {string} text
 * @returns {Root}
 */
export function outline(text) {
  return fromMarkdown(joined(text), { extensions: [...SYNTAX, BLOCKS_ONLY], mdastExtensions: TREE });
}

/**
 * Read a part of a text that is whole in itself.
 *
 * @param {string} text
 * @param {Known} known The definitions elsewhere that it refers to.
 * @returns {Reading} Its tree without notes; the notes; which notes it calls, in order.
 */
export function read(text, known) {
  const extensions = [...SYNTAX, told(known), ...(isAllMarks(text) ? [AS_IT_IS] : [])];
  const tree = fromMarkdown(joined(text), { extensions, mdastExtensions: TREE });
  drawTags(tree);
  // The first definition of a name counts, and these may stand before.
  tree.children.unshift(...known.definitions);
  /** @type {Reading} */
  const reading = { tree, notes: [], calls: [] };
  takeNotes(tree, reading);
  return reading;
}

/**
 * The parser drops a first byte order mark, and places in the text are one off: a joiner means the same.
 *
 * @param {string} text
 */
const joined = (text) => text.replaceAll("\ufeff", "\u2060");

/** How a name is known to the parser. @param {string} label */
export const nameOf = (label) => normalizeIdentifier(label);

/** @param {string} text */
function isAllMarks(text) {
  /** @param {string} part */
  const marks = (part) => part.match(MARKS)?.length ?? 0;
  /** @param {Nodes} node @returns {boolean} */
  const dense = (node) =>
    LEAVES.includes(node.type)
      ? marks(text.slice(node.position?.start.offset, node.position?.end.offset)) > MOST_MARKS
      : "children" in node && node.children.some(dense);
  return marks(text) > MOST_MARKS && dense(outline(text));
}

/** @param {Nodes} node @param {Reading} reading */
function takeNotes(node, reading) {
  if (node.type === "footnoteReference") reading.calls.push(node.identifier);
  if (!("children" in node)) return;
  const kept = [];
  for (const child of node.children) {
    if (child.type === "footnoteDefinition") reading.notes.push(child);
    else {
      takeNotes(child, reading);
      kept.push(child);
    }
  }
  node.children = /** @type {typeof node.children} */ (kept);
}

/** Tell the parser which names are defined elsewhere. @param {Known} known @returns {Extension} */
function told({ definitions, notes }) {
  let done = false;
  return {
    document: {
      null: {
        name: "told",
        tokenize(_effects, _ok, nok) {
          const parser = /** @type {typeof this.parser & {gfmFootnotes?: string[]}} */ (this.parser);
          if (!done) {
            (parser.gfmFootnotes ??= []).push(...notes);
            parser.defined.push(...definitions.map(({ identifier }) => nameOf(identifier)));
          }
          done = true;
          return nok;
        },
      },
    },
  };
}

/**
 * Have quotes, lists and notes nest so deep and no deeper.
 *
 * @param {Extension[]} extensions
 * @returns {Extension}
 */
function shallow(extensions) {
  /** @type {ConstructRecord} */
  const core = { 62: blockQuote };
  for (const code of "*+-0123456789") core[code.charCodeAt(0)] = list;
  /** @type {ConstructRecord} */
  const document = {};
  const names = [];
  for (const record of [core, ...extensions.map((extension) => extension.document ?? {})]) {
    for (const [code, given] of Object.entries(record)) {
      const constructs = [given ?? []].flat();
      names.push(...constructs.map(({ name = "" }) => name));
      document[Number(code)] = constructs.map(boundedBy);
    }
  }
  return { disable: { null: names }, document };
}

/** @param {Construct} construct @returns {Construct} */
function boundedBy(construct) {
  const { continuation } = construct;
  /** @type {Construct} */
  const bounded = {
    ...construct,
    name: `shallow-${construct.name}`,
    tokenize(effects, ok, nok) {
      const start = construct.tokenize.call(this, effects, ok, nok);
      return (code) => (this.now().column > DEEPEST_COLUMN ? nok(code) : start(code));
    },
  };
  if (continuation) {
    // A line goes on with a quote, or with another item, where another of the same kind begins.
    bounded.continuation = {
      ...continuation,
      tokenize(effects, ok, nok) {
        /** @type {Effects["attempt"]} */
        const attempt = (given, good, bad) => effects.attempt(given === construct ? bounded : given, good, bad);
        return continuation.tokenize.call(this, { ...effects, attempt }, ok, nok);
      },
    };
  }
  return bounded;
}

/** @param {ConstructRecord} record @returns {Construct[]} */
function every(record) {
  return Object.values(record).flatMap((given) => given ?? []);
}
