/** Markdown to try things with: what models write, what belongs together, and shards of both. */

export const MARKDOWN = [
  "one\n\ntwo\n\n# three\nfour\n***\nfive",
  "text\n```js\na\n\nb\n```\nmore\n~~~\na\n\n```\n\nb\n~~~\nend",
  "$$\na\n\nb\n$$\nand\n\\[\na\n= b\n- c\n\\]\nthen $x$ for $5 and \\(y\\) or $10",
  "- a\n\n- b\n\n  c\n\nd\n\n1. a\n\n2. b\n\n   ```\n   x\n\n   y\n   ```\nlazy",
  "see [a], [the other][B] and ![picture][ b ]\n\nmore words here\n\n[a]: https://x.org\n[b]: https://y.org 'title'\n\n[a]: https://not.org",
  "see [a] and [b]\n\n[a]: https://x.org\n'a title\non two lines'\n\n[b]: https://y.org\n'no title\n\nend of it all",
  "> quoted [a]\n> more\nlazy\n\n> [a]: https://x.org\n\n[a] again, after the quote",
  "text[^1] and[^note] more[^1]\n\nthen other words[^2], unknown[^3]\n\n[^1]: first, with [a]\n\n    and more\n\n[^note]: second calls[^2]\n[^2]: third\n\n[a]: https://x.org\n\nafter the notes[^1]",
  "<details>\n<summary>A</summary>\n\ntext that is long enough for blocks\n\n- list\n\n</details>\n\nend of this and more\n\n<details>\n\nnever closed\n\nstill inside",
  "| a | b |\n|---|---|\n| [c] | d |\nno pipe\n\nafter the table\n\nhead | er\n--- | ---\n[c]: https://x.org\n\n[c]: https://x.org",
  "Setext\n===\n\nother\nlines\n---\n\n    code\n\n    more code\n\n<div>\n[a]: x\n\n</div>\n\n<!-- c\n\nd -->\n\n<script>\n\nx</script>\nend",
  "a line\r\n\r\nanother line\r\rthird [x]\r\n\r\n[x]: https://x.org\r\n\ttab\n\n\ufeffmark",
  "[a\\]b]\n\nwords between them\n\n[a\\]b]: https://x.org\n\n[ẞ] and [ss]\n\n[SS]: https://s.org",
  "so\n\\begin{align}\na &= b \\\\\n- c\n\\end{align}\nthen \\begin{pmatrix}1\\end{pmatrix} and\n\n- عنصر\n- two\n\n```mermaid\ngraph TD\n```",
  "**bold over\n\nblocks** is none, `code\n\nneither`, \\[ open\n\nend \\] of it",
];

export const SHARDS = [
  ..."ab \n\t*_`~[]()!<>#-+1.:|$\\^=&'\"",
  ...["\n\n", "\n\n", "\n\n", "words and words ", "\n- ", "\n  ", "\n    ", "\n> ", "\n1. ", "\n# ", "\n---\n", "\n===\n"],
  ...["\n```\n", "\n~~~\n", "\n$$\n", "\n\\[\n", "\\]\n", "$x$", "\\(y\\)", "\n\\begin{align}\n", "\\end{align}", "\\begin{matrix}", "\\end{matrix}", "**b**", "`c`", "| a |\n|---|\n| b |\n"],
  ...["[a]", "[b][a]", "\n\n[a]: https://x.org\n", "\n[b]: /u 't'\n", "[^1]", "[^2]", "\n\n[^1]: note\n", "\n[^2]: a [a] [^1]\n"],
  ...["\n<details>\n", "<summary>s</summary>\n", "\n</details>\n", "<br>", "<sub>x</sub>", "\n<div>\n", "\n<!-- ", " -->\n"],
];

/** @param {number} length @param {string} part */
const times = (length, part) => part.repeat(Math.ceil(length / part.length));
/** @param {number} length @param {number} size @param {(at: number) => string} make */
const each = (length, size, make) => Array.from({ length: Math.ceil(length / size) }, (_, at) => make(at)).join("");
/** @param {number} length @param {string} open @param {string} close */
const nested = (length, open, close) => `${times(length / 2, open)  }a${  times(length / 2, close)}`;
/** @param {number} length @param {(at: number) => string} make */
const steps = (length, make) => each(length, Math.sqrt(length), make);

/**
 * Texts of about `length` characters that make a careless parser slow, or overflow its stack.
 *
 * @type {Record<string, (length: number) => string>}
 */
export const HOSTILE = {
  "definitions": (length) => each(length, 19, (at) => `[a${at}]: http://x.y\n`),
  "definitions, apart": (length) => each(length, 20, (at) => `[a${at}]: http://x.y\n\n`),
  "definitions and links": (length) => each(length, 32, (at) => `see [a${at}] here\n\n[a${at}]: /u\n\n`),
  "open definitions": (length) => times(length, "[a]:\n"),
  "open titles": (length) => times(length, "[a]: x '\n"),
  "notes": (length) => each(length, 30, (at) => `t[^a${at}]\n\n[^a${at}]: note\n\n`),
  "notes in notes": (length) => times(length, "[^a]:"),
  "calls of one note": (length) => `${times(length, "[^a] ")}\n\n[^a]: x`,
  "quotes in quotes": (length) => times(length, ">"),
  "quotes, spaced": (length) => times(length, "> "),
  "deeper and deeper quotes": (length) => steps(length, (at) => `${">".repeat(at)} a\n`),
  "lists in lists": (length) => times(length, "- "),
  "deeper and deeper lists": (length) => steps(length, (at) => `${"  ".repeat(at)}- a\n`),
  "items": (length) => times(length, "- a\n"),
  "quoted lines": (length) => times(length, "> a\n"),
  "brackets": (length) => times(length, "["),
  "brackets in brackets": (length) => nested(length, "[", "]"),
  "closing brackets": (length) => times(length, "a]"),
  "half links": (length) => times(length, "[a](<b"),
  "half links in links": (length) => times(length, "[ (]("),
  "pictures in links": (length) => times(length, "![[]()"),
  "links": (length) => times(length, "[a](b)"),
  "lines of brackets": (length) => times(length, `${"[".repeat(60)}\n`),
  "paragraphs of brackets": (length) => times(length, `${"[".repeat(199)}a${"]".repeat(199)}\n\n`),
  "open stars": (length) => times(length, "*a "),
  "closing stars": (length) => times(length, "a_ "),
  "stars and lines": (length) => times(length, "*a_ "),
  "stars in stars": (length) => nested(length, "*", "*"),
  "stars in words": (length) => times(length, "a**b"),
  "tildes": (length) => times(length, "~~a"),
  "paragraphs of stars": (length) => times(length, `${"*a_ ".repeat(99)}\n\n`),
  "ticks": (length) => steps(length * 2, (at) => `e${"`".repeat(at)}`),
  "ticks and words": (length) => times(length / 2, "`") + times(length / 2, "a"),
  "fences": (length) => times(length, "```\n"),
  "dollars": (length) => times(length, "$"),
  "open formulas": (length) => times(length, "$a "),
  "open round formulas": (length) => times(length, "\\(a "),
  "open square formulas": (length) => times(length, "\\[a\n"),
  "open environments": (length) => times(length, "\\begin{align}\n"),
  "open environments in a line": (length) => times(length, "a \\begin{matrix} "),
  "environments in environments": (length) => nested(length, "\\begin{matrix}", "\\end{matrix}"),
  "ends of environments": (length) => `\\begin{align}\n${times(length, "a \\end{gather}\n")}`,
  "open square formulas in a line": (length) => times(length, "a \\[ "),
  "one table": (length) => `|a|b|\n|-|-|\n${times(length, "|c|d|\n")}`,
  "a wide table": (length) => `${times(length / 2, "|a")}|\n${times(length / 2, "|-")}|\n`,
  "heads of tables": (length) => times(length, "|a|\n"),
  "markup": (length) => times(length, "<a"),
  "comments": (length) => times(length, "<!-- a\n"),
  "details": (length) => times(length, "<details>\n"),
  "details in a line": (length) => times(length, "<details>"),
  "summaries": (length) => times(length, "<summary>a</summary>\n"),
  "sub in sub": (length) => times(length, "<sub>"),
  "thoughts": (length) => times(length, "<think>a</think>\n"),
  "open thoughts": (length) => times(length, "<think>\n"),
  "paragraphs": (length) => times(length, "a\n\n"),
  "lines": (length) => times(length, "a\n"),
  "addresses": (length) => times(length, "http://a.b "),
  "headings": (length) => times(length, "a\n=\n"),
  "blank lines": (length) => times(length, "\n \n"),
  "blanks": (length) => `a${times(length, " ")}b`,
  "backslashes": (length) => times(length, "\\"),
  "entities": (length) => times(length, "&amp"),
  "braces in a formula": (length) => `$$\n${times(length, "{")}\n$$`,
};
