/**
 * Formulas that models write as LaTeX's environments without any sign around: `\begin{align}` to
 * `\end{align}`, on lines of their own or among words.
 *
 * @import {ElementContent} from "hast"
 * @import {InlineMath, Math as MathLines} from "mdast-util-math"
 * @import {CompileContext, Extension as TreeExtension, Token} from "mdast-util-from-markdown"
 * @import {Code, Construct, Extension, ParseContext, State} from "micromark-util-types"
 */

import { isLineEnd, NEXT_LINE } from "./maths.js";

/** Those that fill lines; what KaTeX 0.16 lacks is drawn as the nearest that it has. @type {Record<string, string>} */
const ON_LINES = {
  ...{ align: "align", alignat: "alignat", equation: "equation", gather: "gather", CD: "CD" },
  ...{ eqnarray: "align", flalign: "align", multline: "gather" },
};
const AMONG_WORDS = [
  ...["aligned", "alignedat", "array", "cases", "dcases", "drcases", "gathered", "rcases", "smallmatrix", "split"],
  ...["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"],
];
const NAMES = [...Object.keys(ON_LINES), ...AMONG_WORDS].flatMap((name) => [name, `${name}*`]);
const OPENINGS = NAMES.map((name) => `\\begin{${name}}`);
/** Characters of the longest. */
const MEMORY = Math.max(...OPENINGS.map(({ length }) => length));
const OPENING = /^\\begin\{(\w+\*?)\}/;
/** What stands behind an opening on its line where that is no word about LaTeX. */
const MATHS = /^\s*$|[&=^_]|\\\\|^(\{[^}]*\}|\[[^\]]*\])+\s*$/;
const NO_WORDS = /^[\s.,;:]*$/;
const BACKSLASH = 92;

/** Up to where the end of an environment was looked for in vain. @type {WeakMap<ParseContext, Record<string, number>>} */
const UNENDED = new WeakMap();

/** @param {string} text @param {string} part */
const count = (text, part) => text.split(part).length - 1;
/** How many more of an environment a text begins than it ends. @param {string} text @param {string} name */
const depthOf = (text, name) => count(text, `\\begin{${name}}`) - count(text, `\\end{${name}}`);

/** The environment that a text begins with. @param {string} text */
const nameOf = (text) => OPENING.exec(text)?.[1] ?? "";
/** @param {Code} code */
const characterOf = (code) => (code === null || code < 0 ? " " : String.fromCodePoint(code));

/** An environment, and what stands behind its end. @param {string} text @param {string} name */
function partsOf(text, name) {
  const at = text.lastIndexOf(`\\end{${name}}`);
  const end = at < 0 ? text.length : at + `\\end{${name}}`.length;
  return [text.slice(0, end), text.slice(end)];
}

/** End a growing formula at its last whole line. @param {string} text */
export function endEnvironment(text) {
  const name = nameOf(text);
  if (!name || depthOf(text, name) <= 0) return text;
  const lines = text.slice(0, text.lastIndexOf("\n") + 1);
  return `${lines || `\\begin{${name}}\n`}\\end{${name}}`;
}

/** Looks at the line that begins an environment. @type {Construct} */
const BEGINS = {
  partial: true,
  tokenize(effects, ok, nok) {
    let line = "";
    return (code) => {
      effects.enter("environmentData");
      return next(code);
    };

    /** @type {State} */
    function next(code) {
      const name = nameOf(line);
      if (!name && !OPENINGS.some((opening) => opening.startsWith(line))) return nok(code);
      if (!isLineEnd(code)) {
        line += characterOf(code);
        effects.consume(code);
        return next;
      }
      effects.exit("environmentData");
      return name && isMaths(line, name) ? ok(code) : nok(code);
    }
  },
};

/** Whether a line is maths; words behind an environment's end say that it stands among them. @param {string} line @param {string} name */
function isMaths(line, name) {
  const [, behind] = partsOf(line, name);
  return depthOf(line, name) > 0 ? MATHS.test(line.slice(`\\begin{${name}}`.length)) : NO_WORDS.test(behind);
}

/** An environment on lines of its own, to the line that ends it or to a blank one. @type {Construct} */
const LINES = {
  name: "environmentLines",
  concrete: true,
  tokenize(effects, ok, nok) {
    const self = this;
    let name = "";
    let depth = 0;
    let text = "";
    return effects.check(BEGINS, first, nok);

    /** @type {State} */
    function first(code) {
      if (self.interrupt) return ok(code);
      effects.enter("environmentLines");
      return line(code);
    }

    /** @type {State} */
    function line(code) {
      effects.enter("environmentData");
      text = "";
      return within(code);
    }

    /** @type {State} */
    function within(code) {
      if (!isLineEnd(code)) {
        text += characterOf(code);
        effects.consume(code);
        return within;
      }
      effects.exit("environmentData");
      name ||= nameOf(text);
      depth += depthOf(text, name);
      return depth > 0 ? effects.attempt(NEXT_LINE, line, done)(code) : done(code);
    }

    /** @type {State} */
    function done(code) {
      effects.exit("environmentLines");
      return ok(code);
    }
  },
};

/** An environment among words, which must end. @type {Construct} */
const AMONG = {
  name: "environmentAmongWords",
  tokenize(effects, ok, nok) {
    const self = this;
    const unended = UNENDED.get(self.parser) ?? {};
    UNENDED.set(self.parser, unended);
    let text = "";
    let name = "";
    let depth = 0;
    const start = self.now().offset;
    return (code) => {
      effects.enter("environmentWords");
      effects.enter("environmentData");
      return within(code);
    };

    /** @type {State} */
    function within(code) {
      if (code === null) {
        if (name) unended[name] = self.now().offset;
        return nok(code);
      }
      if (isLineEnd(code)) {
        if (!name) return nok(code);
        effects.exit("environmentData");
        effects.enter("lineEnding");
        effects.consume(code);
        effects.exit("lineEnding");
        effects.enter("environmentData");
        return within;
      }
      text = (text + characterOf(code)).slice(-MEMORY);
      if (!name && !OPENINGS.some((opening) => opening.startsWith(text))) return nok(code);
      effects.consume(code);
      return text.endsWith("}") ? brace : within;
    }

    /** @type {State} */
    function brace(code) {
      name ||= nameOf(text);
      if (!name || start < (unended[name] ?? 0)) return nok(code);
      if (text.endsWith(`\\begin{${name}}`)) depth += 1;
      if (text.endsWith(`\\end{${name}}`)) depth -= 1;
      if (depth) return within(code);
      effects.exit("environmentData");
      effects.exit("environmentWords");
      return ok(code);
    }
  },
};

/** @type {Extension} */
export const ENVIRONMENTS = { flow: { [BACKSLASH]: LINES }, text: { [BACKSLASH]: AMONG } };

/** Makes formulas of them, as `remark-math` does of those with signs. @type {TreeExtension} */
export const ENVIRONMENT_NODES = {
  enter: {
    environmentLines(token) {
      begin(this, { type: "math", value: "" }, token);
    },
    environmentWords(token) {
      begin(this, { type: "inlineMath", value: "" }, token);
    },
    environmentData(token) {
      this.config.enter.data?.call(this, token);
    },
  },
  exit: {
    environmentLines: finish,
    environmentWords: finish,
    environmentData(token) {
      this.config.exit.data?.call(this, token);
    },
  },
};

/** @param {CompileContext} context @param {MathLines | InlineMath} node @param {Token} token */
function begin(context, node, token) {
  context.enter(node, token);
  context.buffer();
}

/** @this {CompileContext} @param {Token} token */
function finish(token) {
  const text = this.resume();
  const name = nameOf(text);
  const [formula, behind] = partsOf(text, name);
  const node = /** @type {MathLines | InlineMath} */ (this.stack.at(-1));
  this.exit(token);
  node.value = drawable(formula + (NO_WORDS.test(behind) ? behind : ""), name);
  const isBlock = node.type === "math";
  const display = isBlock || ON_LINES[name.replace("*", "")] ? "math-display" : "math-inline";
  /** @type {ElementContent[]} */
  const hChildren = [{ type: "text", value: node.value }];
  // What was cut is no formula yet: KaTeX would only tell so in red.
  node.data =
    depthOf(text, name) > 0
      ? { hName: isBlock ? "p" : "span", hChildren }
      : { hName: "code", hProperties: { className: ["language-math", display] }, hChildren };
  if (isBlock && !NO_WORDS.test(behind)) {
    const parent = /** @type {{children: unknown[]}} */ (this.stack.at(-1));
    parent.children.push({ type: "paragraph", children: [{ type: "text", value: behind.trim() }] });
  }
}

/** @param {string} formula @param {string} name */
function drawable(formula, name) {
  const plain = name.replace("*", "");
  const nearest = (ON_LINES[plain] ?? plain) + name.slice(plain.length);
  return formula
    .replaceAll(`{${name}}`, `{${nearest}}`)
    .replace(/\\label\{[^}]*\}/g, "")
    .trim();
}
