/**
 * Blanks in a prompt, as `{{language}}`; the server reads them alike, see
 * `chat_app/services/library/blanks.py`.
 */

const BLANK = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/g;

/** Return the names of the blanks in a prompt, each once, in their order. @param {string} content */
export function blanksOf(content) {
  const names = [...content.matchAll(BLANK)].map((found) => found[1]).filter((name) => name.trim());
  return [...new Set(names)];
}

/**
 * Return a prompt with values in its blanks. A value is no prompt: blanks in it are left alone.
 *
 * @param {string} content
 * @param {Record<string, string>} values
 */
export function filled(content, values) {
  return content.replace(BLANK, (blank, name) => (Object.hasOwn(values, name) ? values[name] : blank));
}
