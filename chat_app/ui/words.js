/**
 * What the page says, in the reader's language, and its figures as the reader's country writes them.
 *
 * `chat_app/words` is the same on the server. English is part of the pages; another language's
 * catalogue comes as a script in the page's head, before anything is drawn.
 */

import { FluentBundle, FluentResource } from "@fluent/bundle";
import english from "../words/en.ftl?raw";

/** @typedef {Record<string, string | number>} Variables */

/** @type {{language: string, text: string, locale: string}} */
const given = /** @type {any} */ (globalThis).tallyWords ?? { language: "en", text: "", locale: "" };

/** Tag of the language shown. */
export const language = given.language;

/** Languages by tag, each under the name it has for itself. @type {Record<string, string>} */
export const languages = { en: "English", de: "Deutsch", es: "Español", ja: "日本語", ar: "العربية" };

/** The way it is written; Radix's menus, for one, want to be told. @type {"ltr" | "rtl"} */
export const direction = language === "ar" ? "rtl" : "ltr";

/** The language in the reader's country. Figures are in Latin digits everywhere, as the server's are. */
export const locale = `${localeOf(language)}-u-nu-latn`;

const MINUS = "\u2212";
const NOTHING = "\u2013";
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const LEAST_MONEY_MICRO = 100;
const KIB = 1024;

const bundles = [given.text, english].filter(Boolean).map((text) => {
  const bundle = new FluentBundle(locale, { useIsolating: direction === "rtl" });
  bundle.addResource(new FluentResource(text));
  return bundle;
});

/**
 * Return a message in the reader's language.
 *
 * @param {string} id
 * @param {Variables} [variables]
 */
export function say(id, variables = {}) {
  for (const bundle of bundles) {
    const pattern = bundle.getMessage(id)?.value;
    if (pattern) return bundle.formatPattern(pattern, variables, []);
  }
  return id;
}

/** Write `12,345`. @param {number} value */
export function number(value) {
  return withMinus(format("decimal", {}).format(value));
}

/** Write `12K`, for the axis of a chart. @param {number} value */
export function short(value) {
  return withMinus(format("compact", { notation: "compact" }).format(value));
}

/** Write a share of 1 as `12.3%`. @param {number} share */
export function percent(share) {
  return withMinus(format("percent", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share));
}

/**
 * Write micro-USD in dollars to four decimals; what is less than the last is `<$0.0001`.
 *
 * @param {number} microUsd
 * @param {boolean} [estimated]
 */
export function money(microUsd, estimated = false) {
  const tiny = Math.abs(microUsd) < LEAST_MONEY_MICRO && microUsd !== 0;
  const sign = !tiny ? "" : microUsd > 0 ? "<" : `>${MINUS}`;
  const amount = (tiny ? LEAST_MONEY_MICRO : microUsd) / 1_000_000;
  const written = format("money", {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  }).format(amount);
  return (estimated ? "≈\u2009" : "") + sign + withMinus(written.replace("US$", "$"));
}

/** Write how large a file is, as `320 KB` or `1.2 MB`. @param {number} bytes */
export function size(bytes) {
  if (bytes < KIB) return say("file-bytes", { count: bytes });
  if (bytes < KIB * KIB) return say("file-kib", { size: Math.ceil(bytes / KIB) });
  return say("file-mib", { size: Math.round((10 * bytes) / KIB / KIB) / 10 });
}

/** Write `Nov 21, 2026`. @param {Date | string} value A moment. */
export function day(value) {
  return dates("day", { dateStyle: "medium" }).format(new Date(value));
}

/** Write `Nov 21, 2026, 7:26 AM`. @param {Date | string | null} value A moment. */
export function moment(value) {
  return value === null ? NOTHING : dates("moment", { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));
}

/** Have the next page come in a language, and those after it. @param {string} tag */
export function noteLanguage(tag) {
  document.cookie = `language=${tag}; path=/; SameSite=Lax; max-age=${YEAR_SECONDS}`;
}

/** @type {Map<string, any>} */
const formats = new Map();

/** @param {string} name @param {Intl.NumberFormatOptions} options @returns {Intl.NumberFormat} */
function format(name, options) {
  if (!formats.has(name)) formats.set(name, new Intl.NumberFormat(locale, options));
  return formats.get(name);
}

/** @param {string} name @param {Intl.DateTimeFormatOptions} options @returns {Intl.DateTimeFormat} */
function dates(name, options) {
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(locale, options));
  return formats.get(name);
}

/** @param {string} tag */
function localeOf(tag) {
  const wanted = globalThis.document ? navigator.languages : [];
  return wanted.find((one) => one.split("-")[0] === tag) ?? tag;
}

/** @param {string} written */
function withMinus(written) {
  return written.replace("-", MINUS);
}
