import assert from "node:assert/strict";
import { test } from "node:test";
import { readDay, shownDay } from "../../chat_app/ui/components/days.js";

const LOCALES = ["en", "en-GB", "de", "es", "ja", "ar", "ar-EG", "fr", "he", "hi", "ko", "ru", "zh"];
const DAYS = Array.from({ length: 366 }, (_, place) =>
  new Date(Date.UTC(2028, 0, 1 + place)).toISOString().slice(0, 10),
);

for (const locale of LOCALES) {
  test(`what is shown of a day is read as that day: ${locale}`, () => {
    const read = DAYS.map((day) => readDay(shownDay(day, locale), locale));
    assert.deepEqual(read, DAYS);
  });
}

for (const [text, locale, day] of [
  ["2026-11-21", "en", "2026-11-21"],
  ["2026/1/5", "de", "2026-01-05"],
  ["21.11.26", "de", "2026-11-21"],
  ["11/21/2026", "en", "2026-11-21"],
  ["21/11/2026", "en-GB", "2026-11-21"],
  ["21 november 2026", "en-GB", "2026-11-21"],
  ["21 NOV. 2026", "en-GB", "2026-11-21"],
  ["2026 Nov 21", "en", "2026-11-21"],
  ["٢٠٢٦-١١-٢١", "ar", "2026-11-21"],
  ["２０２６年１１月２１日", "ja", "2026-11-21"],
  ["29.2.2028", "de", "2028-02-29"],
  ["29.2.2027", "de", ""],
  ["13/13/2026", "en", ""],
  ["21 2026", "en", ""],
  ["1 2 3 2026", "en", ""],
  ["0000-01-01", "en", ""],
  ["99999-01-01", "en", ""],
  ["tomorrow", "en", ""],
  ["", "en", ""],
]) {
  test(`${JSON.stringify(text)} in ${locale} is ${day || "no day"}`, () => {
    assert.equal(readDay(text, locale), day);
  });
}
