import assert from "node:assert/strict";
import { test } from "node:test";
import { loadParts } from "./drawing.mjs";

const { draw } = await loadParts();
/** @param {string} text */
const inside = (text) => draw(text, false).replace(/^<div>|<\/div>$/g, "");

for (const [text, shown] of [
  ["3~5天，100~200元", "<p>3~5天，100~200元</p>"],
  ["~~gone~~", "<p><del>gone</del></p>"],
  ["~~「削除」~~です", "<p><del>「削除」</del>です</p>"],
  ["**重要：**内容", "<p><strong>重要：</strong>内容</p>"],
  ["これは**「強調」**です", "<p>これは<strong>「強調」</strong>です</p>"],
  ["H<sub>2</sub>O<br>x<sup>2</sup> <KBD>Ctrl</KBD >", "<p>H<sub>2</sub>O<br/>\nx<sup>2</sup> <kbd>Ctrl</kbd></p>"],
  ["a<sub>1", "<p>a<sub>1</sub></p>"],
  ["<details>\n<summary>A **b**</summary>\n\ntext\n\n</details>\n\nend", "<details dir=\"ltr\"><summary>A <strong>b</strong></summary><p>text</p></details>\n<p>end</p>"],
  ["<details>\n\nnameless", "<details dir=\"ltr\"><summary>Details</summary><p>nameless</p></details>"],
  ["<think>why ```\n</think>\nso", '<details class="tk-thought"><summary>Thinking</summary><p>why ```</p></details><p>so</p>'],
  ["<think>still", '<details class="tk-thought"><summary>Thinking</summary><p>still</p></details>'],
  ["`<br>` \\<br> &lt;br&gt;", "<p><code>&lt;br&gt;</code> &lt;br&gt; &lt;br&gt;</p>"],
  ["<br onclick=x> <sub class=a>x", "<p>&lt;br onclick=x&gt; &lt;sub class=a&gt;x</p>"],
  ["the <think> tag", "<p>the &lt;think&gt; tag</p>"],
]) {
  test(`it is drawn as meant: ${JSON.stringify(text)}`, () => assert.equal(inside(text), shown));
}

test("tags are drawn in the cells of a table and in the items of a list", () => {
  assert.match(inside("| a |\n|---|\n| x<br>H<sub>2</sub> |"), /<td dir="ltr">x<br\/>\nH<sub>2<\/sub><\/td>/);
  const list = inside("1. Q\n   <details>\n   <summary>A</summary>\n\n   - t\n   </details>\n2. R");
  assert.match(list, /<li>\s*<p>Q<\/p>\s*<details dir="ltr"><summary>A<\/summary><ul dir="ltr">\s*<li>t<\/li>\s*<\/ul><\/details>\s*<\/li>/);
});

for (const [text, address] of [
  ["（https://example.org）。", "https://example.org"],
  ["见https://example.org/a。然后", "https://example.org/a"],
  ["**参照：https://example.org。**続き", "https://example.org"],
  ["「www.example.org」を", "http://www.example.org"],
  ["看www.example.org，再", "http://www.example.org"],
  ["“https://example.org”", "https://example.org"],
  ["https://ja.wikipedia.org/wiki/日本", "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC"],
  ["(https://example.org/a_(b))", "https://example.org/a_(b)"],
]) {
  test(`an address ends where it ends: ${text}`, () =>
    assert.deepEqual(
      [...inside(text).matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
      [address],
    ));
}

/** The formulas of a text, those on lines of their own with a `=` before. @param {string} text */
const formulas = (text) =>
  [...inside(text).matchAll(/(katex-display" tabindex="0">)?<span class="katex">.*?<annotation[^>]*>([^<]*)/gs)].map(
    ([, display, tex]) => (display ? "=" : "") + tex.trim(),
  );

for (const [text, found] of /** @type {[string, string[]][]} */ ([
  ["costs $5 and $10, or $ 5 $", []],
  ["$x^2$ and $y$", ["x^2", "y"]],
  ["a \\(x\\) b \\[y\\] c", ["x", "y"]],
  ["open \\(x and \\(y", []],
  ["\\[x\\]", ["=x"]],
  ["text\n\\[\nx\n+ y\n- z\n= 1\n\\]\nmore", ["=x\n+ y\n- z\n= 1"]],
  ["- item\n  \\[\n  x\n  \\]\n- item", ["=x"]],
  ["so\n$$x + y$$\nand\n$$ z $$", ["=x + y", "=z"]],
  ["$$\na\n\nb\n$$", ["=a\n\nb"]],
  ["$$ x = 1\nand 2 $$ then", ["x = 1\nand 2"]],
  ["`$a$` \\$b$ \\\\(c\\\\)", []],
  ["```\n$5 \\(x\\)\n```", []],
  ["\\[1\\] is a note\n- and this a list", ["1"]],
  ["from $5 to \\$6 and $7", []],
  ["\\begin{align}\na &= b\n- c\n\\end{align}", ["=\\begin{align}\na &amp;= b\n- c\n\\end{align}"]],
  ["so\n\\begin{gather*} x \\\\ y \\end{gather*}.\nthen", ["=\\begin{gather*} x \\\\ y \\end{gather*}."]],
  ["- a\n  \\begin{equation}\\label{e}\n  x\n  \\end{equation}\n- b", ["=\\begin{equation}\nx\n\\end{equation}"]],
  ["> \\begin{cases}\n> a & b\n> \\end{cases}\nlazy", ["=\\begin{cases}\na &amp; b\n\\end{cases}"]],
  ["the \\begin{pmatrix}1\\end{pmatrix} and \\begin{align}x\\end{align} too", ["\\begin{pmatrix}1\\end{pmatrix}", "=\\begin{align}x\\end{align}"]],
  ["\\begin{pmatrix}\n\\begin{pmatrix}1\\end{pmatrix}\n\\end{pmatrix}\n\nend", ["=\\begin{pmatrix}\n\\begin{pmatrix}1\\end{pmatrix}\n\\end{pmatrix}"]],
  ["\\begin{eqnarray}\na\n\\end{eqnarray} where *b*", ["=\\begin{align}\na\n\\end{align}"]],
  ["\\[\n\\begin{aligned}\nx\n\\end{aligned}\n\\]", ["=\\begin{aligned}\nx\n\\end{aligned}"]],
  ["\\begin{align} begins one, \\begin{itemize}\n\\item no\n\\end{itemize}", []],
  ["\\begin{align}\na &= b\n\nnever ended", []],
  ["`\\begin{align}x\\end{align}` \\\\begin{align}x", []],
])) {
  test(`money and maths are told apart: ${JSON.stringify(text)}`, () => assert.deepEqual(formulas(text), found));
}

for (const [text, shown] of /** @type {[string, RegExp][]} */ ([
  ["- أول\n- ثان **x**\n\nend", /<ul dir="rtl">/],
  ["English:\n\n1. `npm install` ثم شغل\n2. انتهى", /<ol dir="rtl">/],
  ["> اقتباس", /<blockquote dir="rtl">/],
  ["| الاسم | Name |\n| --- | --- |\n| أحمد علي | Ali |", /<table dir="rtl">.*<th dir="rtl">.*<th dir="ltr">/s],
  ["| Name | שם |\n| --- | --- |\n| Alexander | א |", /<table dir="ltr">.*<td dir="rtl">א/s],
  ["- one\n- two", /<ul dir="ltr">/],
  ["- a\n  - ثلاثة أسطر طويلة", /<ul dir="rtl">\s*<li>a\s*<ul dir="rtl">/],
  ["- 1\n- 2", /<ul>/],
])) {
  test(`what is written from the right stands there: ${JSON.stringify(text)}`, () => assert.match(inside(text), shown));
}

for (const [text, live, drawn] of /** @type {[string, boolean, boolean][]} */ ([
  ["```mermaid\ngraph TD\n  A-->B\n```", false, true],
  ["> ~~~Mermaid\n> graph TD\n> ~~~\n\nend", false, true],
  ["```mermaid\ngraph TD\n  A-->B\n```\nand on", true, true],
  ["```mermaid\ngraph TD\n  A-->B", true, false],
  ["```mermaid\ngraph TD\n  A-->B", false, false],
  ["````mermaid\ngraph TD\n```\n", true, false],
  ["```mermaid\n```", false, false],
  ["```js\nmermaid\n```", false, false],
])) {
  test(`a diagram is drawn once it is whole: ${JSON.stringify(text)}`, () =>
    assert.equal(draw(text, live).includes("tk-diagram"), drawn));
}

const CORPUS = [
  "H<sub>2</sub>O and x<sup>2</sup><br>press <kbd>Ctrl</kbd>+<kbd>C</kbd>.",
  "| 物質 | 式 |\n| --- | --- |\n| 水 | H<sub>2</sub>O<br>純粋 |\n",
  "<details>\n<summary>More **here**</summary>\n\n- one\n- two\n\n1. a\n\n</details>\n\nThe end",
  "<think>\nLet me see. It is 3~5.\n\nSo\n</think>\n\nThe answer is **42**.",
  "> <details><summary>Q</summary>\n> yes\n> </details>\n\n**重要：**3~5天，~~旧~~新。",
  "See（https://example.org）。\n\n* one *two*\n* **three**\n\ntext ~~old~~ `code`",
];

for (const text of CORPUS) {
  test(`no half of a mark is seen while it grows: ${JSON.stringify(text.slice(0, 24))}`, () => {
    const letters = Array.from(text);
    for (let end = 1; end <= letters.length; end++) {
      const html = draw(letters.slice(0, end).join(""), true);
      assert.doesNotMatch(html, /&lt;|\*\*|~~/, JSON.stringify(letters.slice(0, end).join("")));
    }
    assert.equal(draw(text, true), draw(text, false));
  });
}

const random = (() => {
  let seed = 42;
  /** @param {number} below */
  return (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
})();
const SHARDS = [
  ..."<>/=\"'` \n\t&;!-?x",
  ...["br", "sub", "sup", "kbd", "details", "summary", "think", "script", "svg", "img", "a", "iframe", "style"],
  ...["<br>", "<sub>", "</sub>", "<details>", "</details>", "<summary>", "</summary>", "<think>", "</think>"],
  ...["<br onclick=x>", "<sub/onload=x>", '<kbd style="x">', "<details open ontoggle=x>", "<summary id=x>", "<sup\nx=y>"],
  ...["<script>", "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "<?x", "\n\n", "**", "- ", "> ", "| a |\n|---|\n| "],
  ...["[x](javascript:y)", "&#60;br&#62;", "\\", "\u0000", "~~", "```\n", "$x$", "[^1]", "\n[^1]: "],
];
const BARE = /^(br|sub|sup|kbd|details|summary)$/;

test("of 3 000 hostile texts nothing but bare tags gets through, growing or whole", () => {
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: 2 + random(14) }, () => SHARDS[random(SHARDS.length)]).join("");
    const html = draw(text, Boolean(round % 2));
    for (const [tag, name, attributes] of html.matchAll(/<([a-z][^\s/>]*)((?:[^>"]|"[^"]*")*)>/gi)) {
      assert.doesNotMatch(name, /^(script|img|iframe|style|form|object|embed|base|link|meta)$/, text);
      assert.doesNotMatch(attributes.replace(/"[^"]*"/g, '""'), /\son|\bsrc|srcdoc/, text);
      assert.doesNotMatch(attributes, /javascript:/i, text);
      const given = attributes.replace(/ class="tk-thought"| dir="(ltr|rtl)"/g, "").replace(/\/$/, "");
      if (BARE.test(name)) assert.equal(given, "", `${tag} of ${JSON.stringify(text)}`);
    }
  }
});
