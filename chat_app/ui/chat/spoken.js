/**
 * What is read aloud of a message: its words, sentence by sentence, without code and marks.
 *
 * `services/turns/spoken_words.py` does the same for models that read aloud.
 *
 * @import {Nodes} from "mdast"
 */

import { createReader } from "./blocks.js";
import { withoutThoughts } from "./thoughts.js";

/** Voices stop in the middle of what is much longer. */
const LONGEST = 240;
const LINES = ["paragraph", "heading", "tableRow"];
const ADDRESS = /https?:\/\/(?:www\.)?([^/\s?#]+)\S*/g;
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });

/**
 * Return the sentences of a message of Markdown.
 *
 * @param {string} text
 * @param {{code: string, formula: string}} said What is said in the place of these.
 * @param {boolean} growing Whether more will come: then the last one is not whole.
 */
export function spoken(text, said, growing) {
  const lines = createReader(Infinity)
    .read(withoutThoughts(text), false)
    .blocks.flatMap((block) => told(block.reading().tree, said).split("\n"));
  const found = lines.flatMap((line) => [...sentences.segment(line.trim())].map(({ segment }) => segment.trim()));
  const whole = growing ? found.slice(0, -1) : found;
  return whole.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)).flatMap(cut);
}

/** @param {Nodes} node @param {{code: string, formula: string}} said @returns {string} */
function told(node, said) {
  switch (node.type) {
    case "code":
      return `\n${said.code}.\n`;
    case "math":
      return `\n${said.formula}.\n`;
    case "break":
      return "\n";
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "definition":
    case "footnoteDefinition":
    case "footnoteReference":
      return "";
    case "tableCell":
      return `${inside(node, said)}, `;
    case "text":
      return node.value.replace(ADDRESS, "$1");
    default:
      if ("children" in node) {
        const words = inside(node, said);
        return LINES.includes(node.type) ? `\n${words.replace(/\s+/g, " ").replace(/, $/, "")}\n` : words;
      }
      return "value" in node ? node.value : "";
  }
}

/** @param {{children: Nodes[]}} node @param {{code: string, formula: string}} said */
const inside = (node, said) => node.children.map((child) => told(child, said)).join("");

/** Cut what is too long at a comma or a blank. @param {string} sentence @returns {string[]} */
function cut(sentence) {
  if (sentence.length <= LONGEST) return [sentence];
  const head = sentence.slice(0, LONGEST);
  const at = Math.max(head.lastIndexOf(","), head.lastIndexOf("、"), head.lastIndexOf("，"), head.lastIndexOf(" ")) + 1 || LONGEST;
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim())];
}

/** Scripts that one language has to itself, those of others before. @type {[string, RegExp][]} */
const SCRIPTS = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  ["uk", /[іїєґ]/giu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["fa", /[پچژگ]/gu],
  ["ar", /\p{Script=Arabic}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["th", /\p{Script=Thai}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
];
/** Words that are frequent in one language and rare in the others. @type {[string, string][]} */
const FREQUENT = [
  ["en", "the and of is are was that with for this you it not have they"],
  ["de", "der die das und ist nicht ein eine mit auf für sich auch werden ich"],
  ["fr", "le la les et est une des dans pour que qui pas avec sur vous"],
  ["es", "el la los las y es una que en por con para del se como"],
  ["it", "il la gli e è una che di non per con sono della nel anche"],
  ["pt", "o a os as e é uma que em não para com do da você"],
  ["nl", "de het een en is niet van met voor zijn dat op ook wordt deze"],
  ["sv", "och att det är en som på för inte med av den till har"],
  ["pl", "i w nie na jest się to że z do jak przez oraz są"],
  ["tr", "ve bir bu için ile de da çok olarak değil gibi daha"],
];

/**
 * Guess which language a text is in.
 *
 * @param {string} text
 * @param {string} otherwise The language where nothing tells.
 */
export function languageOf(text, otherwise) {
  const sample = text.slice(0, 2000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, letter] of SCRIPTS) {
    if ((sample.match(letter)?.length ?? 0) > letters / 20) return language;
  }
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = FREQUENT.map(([language, list]) => {
    const known = new Set(list.split(" "));
    return { language, hits: words.filter((word) => known.has(word)).length };
  });
  const best = scores.reduce((one, other) => (other.hits > one.hits ? other : one));
  return best.hits > words.length / 20 ? best.language : otherwise;
}
