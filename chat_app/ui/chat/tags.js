/**
 * The few tags that models write in Markdown and that are drawn: `<br>`, `<sub>`, `<sup>`, `<kbd>`,
 * `<details>` and `<summary>`, without attributes. Any other tag stays the text it is.
 *
 * @import {Nodes, Paragraph, Parents, PhrasingContent, RootContent, RootContentMap} from "mdast"
 * @import {Extension as TreeExtension} from "mdast-util-from-markdown"
 * @import {Construct, Effects, State} from "micromark-util-types"
 */

import { htmlFlow } from "micromark-core-commonmark";
import { say } from "../words.js";

const INLINE = ["sub", "sup", "kbd"];
const HOLDERS = ["root", "blockquote", "listItem", "footnoteDefinition", "tableCell"];
const TAG = /^<(\/?)(br|sub|sup|kbd|details|summary)\s*(\/?)>$/i;
const HOLDER = /^<\/?(details|summary)\s*>$/i;
const NAMES = ["br", ...INLINE, "details", "summary", "think", "thinking"];
/** How deep `<details>` and the like nest; what goes deeper stays text. */
const DEEPEST = 20;
const LONGEST = "</summary  />".length;

/** Return a growing text without the tag that has only begun. @param {string} text */
export function withoutHalfTag(text) {
  const half = /<\/?([a-z]*)\s*\/?$/i.exec(text);
  const begun = half?.[1]?.toLowerCase();
  return begun !== undefined && NAMES.some((name) => name.startsWith(begun)) ? text.slice(0, half?.index) : text;
}

/** Succeeds where one of the tags begins; it is only looked ahead. @type {Construct} */
const TAG_AHEAD = {
  partial: true,
  tokenize: (effects, ok, nok) => aheadOf(effects, ok, nok, TAG),
};

/** Likewise for those that hold blocks. @type {Construct} */
const HOLDER_AHEAD = {
  partial: true,
  tokenize: (effects, ok, nok) => aheadOf(effects, ok, nok, HOLDER),
};

/** @param {Effects} effects @param {State} ok @param {State} nok @param {RegExp} known @returns {State} */
function aheadOf(effects, ok, nok, known) {
  let tag = "";
  return (code) => {
    effects.enter("data");
    return next(code);
  };

  /** @type {State} */
  function next(code) {
    if (code === null || code < 0 || tag.length > LONGEST) return nok(code);
    tag += String.fromCodePoint(code);
    effects.consume(code);
    if (code !== 62) return next;
    effects.exit("data");
    return known.test(tag) ? ok : nok;
  }
}

/**
 * A line that begins with `<details>`, `<summary>` or the end of one is a paragraph of its own, so
 * that lists, tables and other paragraphs end there.
 *
 * @type {Construct}
 */
export const TAG_LINE = {
  name: "tagLine",
  tokenize(effects, ok, nok) {
    return effects.check(HOLDER_AHEAD, start, nok);

    /** @type {State} */
    function start(code) {
      effects.enter("tagLine");
      effects.enter("chunkText", { contentType: "text" });
      return rest(code);
    }

    /** @type {State} */
    function rest(code) {
      if (code === null || code < -2) {
        effects.exit("chunkText");
        effects.exit("tagLine");
        return ok(code);
      }
      effects.consume(code);
      return rest;
    }
  },
};

/** Makes paragraphs of such lines; a line of `===` below makes no heading of one. @type {TreeExtension} */
export const TAG_LINES = {
  enter: {
    tagLine(token) {
      this.enter({ type: "paragraph", children: [] }, token);
    },
  },
  exit: {
    tagLine(token) {
      this.exit(token);
    },
  },
};

/** HTML that fills lines of its own, unless it begins with a tag that is drawn. @type {Construct} */
export const FOREIGN_HTML = {
  ...htmlFlow,
  name: "foreignHtml",
  tokenize(effects, ok, nok) {
    return effects.check(TAG_AHEAD, nok, htmlFlow.tokenize.call(this, effects, ok, nok));
  },
};

/**
 * How many more `<details>` a paragraph opens than it closes, where `open` are open before it.
 *
 * @param {Paragraph} paragraph
 * @param {number} open
 */
export function depthAfter(paragraph, open) {
  return paragraph.children.reduce((depth, node) => {
    if (isTag(node, "details", false)) return depth + 1;
    return isTag(node, "details", true) ? Math.max(0, depth - 1) : depth;
  }, open);
}

/** Turn the tags in a tree of Markdown into elements. @param {Nodes} node */
export function drawTags(node) {
  if (!("children" in node)) return;
  node.children.forEach(drawTags);
  if (node.type === "paragraph" && node.children.some(isBlockTag)) return;
  if (HOLDERS.includes(node.type)) put(node, fold(node.children.flatMap(split)));
  put(node, pair(node.children, INLINE));
}

/** @typedef {RootContent | PhrasingContent} Child */
/** @typedef {RootContentMap["tag"]} Tag */

/**
 * A holder takes what its kind takes: tags stand where words or blocks do.
 *
 * @param {Parents} node
 * @param {Child[]} children
 */
function put(node, children) {
  /** @type {{children: Child[]}} */ (node).children = children;
}

/** @param {Child} node */
const named = (node) => (node.type === "html" ? TAG.exec(node.value) : null);
/** @param {Child} node @param {string} name @param {boolean} closing */
const isTag = (node, name, closing) => {
  const tag = named(node);
  return tag?.[2]?.toLowerCase() === name && (closing ? tag[1] === "/" : !tag[1] && !tag[3]);
};
/** @param {Child} node */
const isBlockTag = (node) =>
  ["details", "summary"].some((name) => isTag(node, name, false) || isTag(node, name, true));
/** @param {string} name @param {Child[]} children @returns {Tag} */
const element = (name, children) => ({ type: "tag", data: { hName: name }, children });

/** Take the tags of blocks out of a paragraph. @param {Child} node @returns {Child[]} */
function split(node) {
  if (node.type !== "paragraph" || !node.children.some(isBlockTag)) return [node];
  /** @type {Child[]} */
  const parts = [];
  /** @type {PhrasingContent[]} */
  let words = [];
  const flush = () => {
    const said = words.some((word) => word.type !== "text" || word.value.trim());
    if (said) parts.push({ type: "paragraph", children: /** @type {PhrasingContent[]} */ (pair(words, INLINE)) });
    words = [];
  };
  for (const child of node.children) {
    if (isBlockTag(child)) {
      flush();
      parts.push(child);
    } else {
      words.push(child);
    }
  }
  flush();
  return parts;
}

/**
 * Put what stands between `<details>` and its end into it; without an end, all that follows.
 *
 * @param {Child[]} nodes
 * @returns {Child[]}
 */
function fold(nodes) {
  const whole = element("div", []);
  const open = [whole];
  for (const node of nodes) {
    if (isTag(node, "details", false) && open.length <= DEEPEST) open.push(element("details", []));
    else if (isTag(node, "details", true) && open.length > 1) close(open);
    else open.at(-1)?.children.push(node);
  }
  while (open.length > 1) close(open);
  return whole.children.map(asText);
}

/** @param {Tag[]} open */
function close(open) {
  const details = open.pop() ?? element("details", []);
  const rest = pair(details.children, ["summary"]);
  const found = rest.find((node) => node.type === "tag" && node.data.hName === "summary");
  const summary = found?.type === "tag" ? found : element("summary", []);
  summary.children = summary.children.flatMap((node) =>
    node.type === "paragraph" ? node.children : [node],
  );
  if (!summary.children.length) summary.children = [{ type: "text", value: say("reply-details") }];
  details.children = [summary, ...rest.filter((node) => node !== summary).map(asText)];
  open.at(-1)?.children.push(details);
}

/** A tag of a block that belongs to none is shown. @param {Child} node @returns {Child} */
function asText(node) {
  return isBlockTag(node) ? { type: "paragraph", children: [/** @type {PhrasingContent} */ (node)] } : node;
}

/**
 * Put what stands between a tag and its end into an element; without an end, all that follows.
 *
 * @param {Child[]} nodes
 * @param {string[]} names
 * @returns {Child[]}
 */
function pair(nodes, names, depth = 0) {
  /** @type {Child[]} */
  const found = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    const name = names.find((one) => isTag(node, one, false));
    if (named(node)?.[2]?.toLowerCase() === "br") {
      found.push({ type: "break" });
    } else if (name && depth < DEEPEST) {
      const rest = nodes.slice(at + 1);
      const end = rest.findIndex((one) => isTag(one, name, true));
      const inside = end < 0 ? rest : rest.slice(0, end);
      found.push(element(name, pair(inside, names, depth + 1)));
      at = end < 0 ? nodes.length : at + 1 + end;
    } else {
      found.push(node);
    }
  }
  return found;
}
