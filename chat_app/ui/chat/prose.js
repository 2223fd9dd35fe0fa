/**
 * The Markdown of a message: what is understood, and what is drawn of it.
 *
 * What a model writes is hostile input. No HTML is parsed: markup shows as the text it is, but for
 * a few tags without attributes, which become elements made here.
 */

import { htmlFlow } from "micromark-core-commonmark";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import rehypeHighlight from "rehype-highlight";
import rehypeKatex from "rehype-katex";
import remarkCjkFriendly from "remark-cjk-friendly";
import remarkCjkStrikethrough from "remark-cjk-friendly-gfm-strikethrough";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { drawTags, TAG_LINE } from "./tags.js";

// One `~` means "about" or "to" wherever Chinese and Japanese are written.
const TWO_TILDES = { singleTilde: false };

const REMARK = [
  [remarkGfm, TWO_TILDES],
  remarkCjkFriendly,
  [remarkCjkStrikethrough, TWO_TILDES],
  remarkMath,
  remarkBounds,
  () => drawTags,
];

const REHYPE = [
  [rehypeHighlight, { detect: false }],
  [rehypeKatex, { trust: false, strict: "ignore", maxSize: 20, maxExpand: 100 }],
  () => reachFormulas,
];

/** What reading and drawing a message with ids of its own takes; `own` is fit for an id. */
export function proseOf(own) {
  return {
    remarkPlugins: REMARK,
    rehypePlugins: [...REHYPE, () => (tree) => ownNotes(tree, own)],
    remarkRehypeOptions: { clobberPrefix: own },
  };
}

/** A formula that is wider than the page scrolls, so the keyboard must be able to reach it. */
function reachFormulas(node) {
  const classes = node.properties?.className ?? [];
  if (classes.includes("katex-display")) node.properties.tabIndex = 0;
  else node.children?.forEach(reachFormulas);
}

/** The heading of the footnotes is the one id that takes no prefix. */
function ownNotes(node, own) {
  const { properties } = node;
  if (properties?.id === "footnote-label") properties.id = own + properties.id;
  if (properties?.ariaDescribedBy) properties.ariaDescribedBy = [`${own}footnote-label`];
  node.children?.forEach((child) => ownNotes(child, own));
}

/** Where an address ends, and where HTML does not begin. */
function remarkBounds() {
  const data = this.data();
  const literal = gfmAutolinkLiteral().text;
  const text = {};
  for (const code of Object.keys(literal)) {
    const constructs = [literal[code]].flat().filter(({ name }) => name in LINKS);
    if (constructs.length) text[code] = constructs.map((one) => LINKS[one.name](one));
  }
  data.micromarkExtensions.push({
    disable: { null: ["htmlFlow", ...Object.keys(LINKS)] },
    text,
    flow: { 60: FOREIGN_HTML },
  });
}

/** Full-width marks and brackets, and quotation marks: no address goes on behind one. */
const MARK = /[\p{P}\p{S}\p{Z}]/u;
const isMark = (code) =>
  ((code >= 0x2018 && code <= 0x201f) ||
    code === 0x2026 ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xfe10 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xffef)) &&
  MARK.test(String.fromCodePoint(code));

const LINKS = {
  protocolAutolink: (construct) => ({ ...endedByMarks(construct), name: "boundedAutolink" }),
  wwwAutolink: (construct) => ({
    ...endedByMarks(construct),
    name: "boundedWwwAutolink",
    // No blank stands before an address among letters that know none.
    previous: (code) => code === null || code > 0x2e7f || construct.previous(code),
  }),
};

/** Have a construct take a mark for the end of the text. */
function endedByMarks(construct) {
  function tokenize(effects, ok, nok) {
    let code = null;
    let left = false;
    const leave = (next) => () => {
      left = true;
      return next(code);
    };
    const bounded = (state) => (given) => {
      code = given;
      const after = state(isMark(given) ? null : given);
      return left || !after ? after : bounded(after);
    };
    // What may stand before it is asked of `previous`, once.
    const anywhere = Object.create(this, { previous: { value: null } });
    return bounded(construct.tokenize.call(anywhere, effects, leave(ok), leave(nok)));
  }
  return { ...construct, tokenize };
}

/** HTML that fills lines of its own, unless it begins with a tag that is drawn. */
const FOREIGN_HTML = {
  ...htmlFlow,
  name: "foreignHtml",
  tokenize(effects, ok, nok) {
    return effects.check(TAG_LINE, nok, htmlFlow.tokenize.call(this, effects, ok, nok));
  },
};
