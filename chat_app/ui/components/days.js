/** Days as people write them, and as forms send them: `2026-11-21`. */

const UTC = /** @type {const} */ ({ timeZone: "UTC", calendar: "gregory" });

/**
 * Write a day as people read it: `21 Nov 2026`.
 *
 * @param {string} day
 * @param {string} locale
 */
export const shownDay = (day, locale) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", ...UTC }).format(new Date(day));

/**
 * Write a day without its year, for the axis of a chart: `21 Nov`.
 *
 * @param {string} day
 * @param {string} locale
 */
export const shortDay = (day, locale) =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...UTC }).format(new Date(day));

/**
 * Read a day: as `shownDay` writes it, in figures in the locale's order, or year first.
 *
 * @param {string} text
 * @param {string} locale
 * @returns {string} Empty where it is none.
 */
export function readDay(text, locale) {
  const parts = text.normalize("NFKC").match(/\p{L}+|\p{Nd}+/gu) ?? [];
  const figures = parts.map(inFigures).filter((part) => /^\d+$/.test(part));
  const month = monthNamed(text, locale);
  const isYearFirst = figures[0]?.length === 4;
  const order = isYearFirst ? ["year", "month", "day"] : orderOf(locale);
  const places = month ? order.filter((each) => each !== "month") : order;
  if (figures.length !== places.length) return "";
  const read = Object.fromEntries(places.map((each, place) => [each, Number(figures[place])]));
  const century = figures[places.indexOf("year")].length < 3 ? 2000 : 0;
  return asDay(century + read.year, month || read.month, read.day);
}

/** Figures of any script, as ASCII; all else as it is. @param {string} text */
const inFigures = (text) =>
  text.replace(/\p{Nd}/gu, (figure) => {
    const code = /** @type {number} */ (figure.codePointAt(0));
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code - zero);
  });

/** @param {string} locale @returns {string[]} */
const orderOf = (locale) =>
  new Intl.DateTimeFormat(locale, { year: "numeric", month: "numeric", day: "numeric", ...UTC })
    .formatToParts()
    .map((part) => part.type)
    .filter((type) => ["year", "month", "day"].includes(type));

/** The number of the month that a text names; 0 where it names none. @param {string} text @param {string} locale */
function monthNamed(text, locale) {
  const plain = (/** @type {string} */ words) =>
    words.normalize("NFKC").replaceAll(".", "").toLocaleLowerCase(locale);
  const said = plain(text);
  const isNamed = (/** @type {number} */ month) =>
    /** @type {const} */ (["long", "short"]).some((length) => {
      const name = new Intl.DateTimeFormat(locale, { month: length, day: "numeric", ...UTC })
        .formatToParts(Date.UTC(2026, month, 15))
        .find((part) => part.type === "month")?.value;
      return name && !/^\p{Nd}+/u.test(name) && said.includes(plain(name));
    });
  return Array.from({ length: 12 }, (_, month) => month).findLastIndex(isNamed) + 1;
}

/** @param {number} year @param {number} month @param {number} day */
function asDay(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year > 999 && year < 10_000 ? date.toISOString().slice(0, 10) : "";
}
