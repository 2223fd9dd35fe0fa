/** How a person is shown: the same letters and the same colour wherever the name stands. */

/** @typedef {{id: string, name: string}} Person */

/** How many colours there are for people; `theme.py` has them as `--person-1` and so on. */
export const COLOURS = 12;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Return the first character of a text as a reader sees one. @param {string} text */
function firstOf(text) {
  const [first] = new Intl.Segmenter().segment(text);
  return first?.segment ?? "";
}

/**
 * Return what stands for a name: the first letters of its first and its last word.
 *
 * Whatever is around a word, as in `(Ada)`, is none of its letters.
 *
 * @param {string} name
 */
export function initialsOf(name) {
  const words = name
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Emoji_Presentation}]+/u, ""))
    .filter(Boolean);
  const shown = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return shown.map((word) => firstOf(word).toUpperCase()).join("") || "?";
}

/** Return the number of a person's colour, 1 to `COLOURS`: by the id, so that it stays. @param {string} id */
export function colourOf(id) {
  let hash = FNV_OFFSET;
  for (const character of id.replaceAll("-", "").toLowerCase()) {
    hash = Math.imul(hash ^ character.charCodeAt(0), FNV_PRIME) >>> 0;
  }
  return (hash % COLOURS) + 1;
}
