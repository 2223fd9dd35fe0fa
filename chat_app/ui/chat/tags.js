/**
 * The few tags that models write in Markdown and that are drawn: `<br>`, `<sub>`, `<sup>`, `<kbd>`,
 * `<details>` and `<summary>`, without attributes. Any other tag stays the text it is.
 */

const INLINE = ["sub", "sup", "kbd"];
const HOLDERS = ["root", "blockquote", "listItem", "footnoteDefinition", "tableCell"];
const TAG = /^<(\/?)(br|sub|sup|kbd|details|summary)\s*(\/?)>$/i;
const NAMES = ["br", ...INLINE, "details", "summary", "think", "thinking"];
const LONGEST = "</summary  />".length;

/** Return a growing text without the tag that has only begun. */
export function withoutHalfTag(text) {
  const half = /<\/?([a-z]*)\s*\/?$/i.exec(text);
  const begun = half && NAMES.some((name) => name.startsWith(half[1].toLowerCase()));
  return begun ? text.slice(0, half.index) : text;
}

/** A construct of micromark that succeeds where one of the tags begins; it is only looked ahead. */
export const TAG_LINE = {
  partial: true,
  tokenize(effects, ok, nok) {
    let tag = "";
    const start = (code) => {
      effects.enter("data");
      return next(code);
    };
    const next = (code) => {
      if (code === null || code < 0 || tag.length > LONGEST) return nok(code);
      tag += String.fromCodePoint(code);
      effects.consume(code);
      if (code !== 62) return next;
      effects.exit("data");
      return TAG.test(tag) ? ok : nok;
    };
    return start;
  },
};

/** How many more `<details>` a line opens than it closes. */
export function depthOf(line) {
  const tags = line.match(/<\/?details\s*>/gi) ?? [];
  return tags.reduce((depth, tag) => depth + (tag[1] === "/" ? -1 : 1), 0);
}

/** Turn the tags in a tree of Markdown into elements. */
export function drawTags(node) {
  if (!node.children) return;
  node.children.forEach(drawTags);
  if (node.type === "paragraph" && node.children.some(isBlockTag)) return;
  if (HOLDERS.includes(node.type)) node.children = fold(node.children.flatMap(split));
  node.children = pair(node.children, INLINE);
}

const named = (node) => (node.type === "html" ? TAG.exec(node.value) : null);
const isTag = (node, name, closing) => {
  const tag = named(node);
  return tag?.[2].toLowerCase() === name && (closing ? tag[1] === "/" : !tag[1] && !tag[3]);
};
const isBlockTag = (node) =>
  ["details", "summary"].some((name) => isTag(node, name, false) || isTag(node, name, true));
const element = (name, children) => ({ type: "tag", data: { hName: name }, children });

/** Take the tags of blocks out of a paragraph. */
function split(node) {
  if (node.type !== "paragraph" || !node.children.some(isBlockTag)) return [node];
  const parts = [];
  let words = [];
  const flush = () => {
    const said = words.some((word) => word.type !== "text" || word.value.trim());
    if (said) parts.push({ type: "paragraph", children: pair(words, INLINE) });
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

/** Put what stands between `<details>` and its end into it; without an end, all that follows. */
function fold(nodes) {
  const open = [{ children: [] }];
  for (const node of nodes) {
    if (isTag(node, "details", false)) open.push(element("details", []));
    else if (isTag(node, "details", true) && open.length > 1) close(open);
    else open.at(-1).children.push(node);
  }
  while (open.length > 1) close(open);
  return open[0].children.map(asText);
}

function close(open) {
  const details = open.pop();
  const rest = pair(details.children, ["summary"]);
  const at = rest.findIndex((node) => node.data?.hName === "summary");
  const [summary] = at < 0 ? [element("summary", [])] : rest.splice(at, 1);
  summary.children = summary.children.flatMap((node) =>
    node.type === "paragraph" ? node.children : [node],
  );
  if (!summary.children.length) summary.children = [{ type: "text", value: "Details" }];
  details.children = [summary, ...rest.map(asText)];
  open.at(-1).children.push(details);
}

/** A tag of a block that belongs to none is shown. */
function asText(node) {
  return isBlockTag(node) ? { type: "paragraph", children: [node] } : node;
}

/** Put what stands between a tag and its end into an element; without an end, all that follows. */
function pair(nodes, names) {
  const found = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    const name = names.find((one) => isTag(node, one, false));
    if (named(node)?.[2].toLowerCase() === "br") {
      found.push({ type: "break" });
    } else if (name) {
      const rest = nodes.slice(at + 1);
      const end = rest.findIndex((one) => isTag(one, name, true));
      const inside = end < 0 ? rest : rest.slice(0, end);
      found.push(element(name, pair(inside, names)));
      at = end < 0 ? nodes.length : at + 1 + end;
    } else {
      found.push(node);
    }
  }
  return found;
}
