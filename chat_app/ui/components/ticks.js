/** Marks on an axis that people can count by: whole numbers, 1, 2 or 5 of a power of ten apart. */

const FEWEST = 3;
const STEPS = [1, 2, 5, 10];

/**
 * Return marks from 0 up to or above a number, three to six of them.
 *
 * @param {number} most What has to fit below the last one; not negative.
 * @returns {number[]}
 */
export function roundTicks(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most / FEWEST, 1)));
  const fits = STEPS.find((each) => Math.ceil(most / (each * power)) <= FEWEST + 2) ?? STEPS.at(-1);
  const step = Number(fits) * power;
  const count = Math.max(Math.ceil(most / step), 1);
  return Array.from({ length: count + 1 }, (_, place) => place * step);
}
