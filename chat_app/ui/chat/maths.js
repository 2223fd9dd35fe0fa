/**
 * Formulas: `$x$`, `$$x$$`, `\(x\)` and `\[x\]` among words, `$$…$$` and `\[…\]` on lines of their own.
 *
 * Models write all of them, and money as well: a `$` opens a formula only where no blank follows,
 * and closes it only where none stands before and no digit behind. The tokens are those of
 * `micromark-extension-math`, of which `remark-math` makes nodes.
 *
 * @import {Code, Construct, Extension, ParseContext, Previous, State} from "micromark-util-types"
 */

import { math } from "micromark-extension-math";

const DOLLAR = 36;
const BACKSLASH = 92;

/** @param {Code} code */
export const isLineEnd = (code) => code === null || code < -2;
/** @param {Code} code */
const isBlank = (code) => code === null || code < 0 || code === 32;
/** @param {Code} code */
const isDigit = (code) => code !== null && code >= 48 && code <= 57;
/** @type {Previous} */
const notAfterDollar = (code) => code !== DOLLAR;

/**
 * Up to where no formula of a kind ends: without it, each `\(` of a line that closes none would be
 * read to the end of that line.
 *
 * @type {WeakMap<ParseContext, Record<string, number>>}
 */
const UNCLOSED = new WeakMap();

/**
 * Characters one after another, as one token.
 *
 * @param {"mathTextSequence" | "mathFlowFenceSequence"} type
 * @param {number[]} codes
 * @param {(previous: Code, next: Code) => boolean} [fits] Judges what stands before and behind.
 * @returns {Construct}
 */
const sequence = (type, codes, fits = () => true) => ({
  partial: true,
  tokenize(effects, ok, nok) {
    const before = this.previous;
    let at = 0;
    return (code) => {
      effects.enter(type);
      return next(code);
    };

    /** @type {State} */
    function next(code) {
      if (at === codes.length) {
        effects.exit(type);
        return fits(before, code) ? ok(code) : nok(code);
      }
      if (code !== codes[at]) return nok(code);
      at += 1;
      effects.consume(code);
      return next;
    }
  },
});

/**
 * A formula among words.
 *
 * @param {string} name
 * @param {Construct} opening
 * @param {Construct} closing
 * @param {{first: number, oneLine?: boolean, onlyFirst?: boolean, previous?: Previous}} rules
 *   The character `closing` begins with; whether the formula stays on its line; whether that
 *   character can stand nowhere within; what may stand before.
 * @returns {Construct}
 */
const among = (name, opening, closing, { first, oneLine = false, onlyFirst = false, previous }) => ({
  name,
  ...(previous && { previous }),
  tokenize(effects, ok, nok) {
    const self = this;
    const unclosed = UNCLOSED.get(self.parser) ?? {};
    UNCLOSED.set(self.parser, unclosed);
    return (code) => {
      if (self.now().offset < (unclosed[name] ?? 0)) return nok(code);
      effects.enter("mathText");
      return effects.attempt(opening, between, nok)(code);
    };

    /** @type {State} */
    function between(code) {
      if (code === null || (oneLine && isLineEnd(code))) {
        unclosed[name] = self.now().offset;
        return nok(code);
      }
      if (isLineEnd(code)) {
        effects.enter("lineEnding");
        effects.consume(code);
        effects.exit("lineEnding");
        return between;
      }
      if (code === first) return effects.attempt(closing, done, onlyFirst ? nok : data)(code);
      return data(code);
    }

    /** @type {State} */
    function data(code) {
      effects.enter("mathTextData");
      effects.consume(code);
      return code === BACKSLASH ? escaped : within;
    }

    /** @type {State} */
    function escaped(code) {
      if (isLineEnd(code)) return within(code);
      effects.consume(code);
      return within;
    }

    /** @type {State} */
    function within(code) {
      if (isLineEnd(code) || code === first) {
        effects.exit("mathTextData");
        return between(code);
      }
      effects.consume(code);
      return code === BACKSLASH ? escaped : within;
    }

    /** @type {State} */
    function done(code) {
      effects.exit("mathText");
      return ok(code);
    }
  },
});

/** @param {number[]} codes @param {(previous: Code, next: Code) => boolean} [fits] */
const inText = (codes, fits) => sequence("mathTextSequence", codes, fits);
const ROUND = among("roundFormula", inText([BACKSLASH, 40]), inText([BACKSLASH, 41]), {
  first: BACKSLASH,
  oneLine: true,
});
const SQUARE = among("squareFormula", inText([BACKSLASH, 91]), inText([BACKSLASH, 93]), {
  first: BACKSLASH,
});
const TWO_DOLLARS = among(
  "twoDollars",
  inText([DOLLAR, DOLLAR], (_, next) => next !== DOLLAR),
  inText([DOLLAR, DOLLAR]),
  { first: DOLLAR, previous: notAfterDollar },
);
const ONE_DOLLAR = among(
  "oneDollar",
  inText([DOLLAR], (_, next) => next !== DOLLAR && !isBlank(next)),
  inText([DOLLAR], (before, next) => !isBlank(before) && next !== DOLLAR && !isDigit(next)),
  { first: DOLLAR, oneLine: true, onlyFirst: true, previous: notAfterDollar },
);

/** The next line of a block, where its container goes on. @type {Construct} */
export const NEXT_LINE = {
  partial: true,
  tokenize(effects, ok, nok) {
    const self = this;
    return (code) => {
      if (code === null) return nok(code);
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return (next) => (self.parser.lazy[self.now().line] || isLineEnd(next) ? nok(next) : ok(next));
    };
  },
};

/**
 * A formula that fills lines. On its first line it must end where the line ends; begun there and
 * not ended, it goes on to the line that ends it, or to a blank one.
 *
 * @param {string} name
 * @param {number[]} opens
 * @param {number[]} closes
 * @param {boolean} oneLine Whether the first line must end it.
 * @returns {Construct}
 */
const onLines = (name, opens, closes, oneLine) => ({
  name,
  concrete: true,
  tokenize(effects, ok, nok) {
    const self = this;
    const opening = sequence("mathFlowFenceSequence", opens, (_, next) => next !== DOLLAR);
    const closing = sequence("mathFlowFenceSequence", closes);
    let onFirst = true;
    let ended = false;
    return (code) => {
      effects.enter("mathFlow");
      effects.enter("mathFlowFence");
      return effects.attempt(opening, opened, nok)(code);
    };

    /** @type {State} */
    function opened(code) {
      effects.exit("mathFlowFence");
      return line(code);
    }

    /** @type {State} */
    function line(code) {
      if (isLineEnd(code)) {
        if (onFirst && oneLine && !ended) return nok(code);
        if (self.interrupt) return ok(code);
        onFirst = false;
        return ended ? done(code) : effects.attempt(NEXT_LINE, line, done)(code);
      }
      if (ended && onFirst && !isBlank(code)) return nok(code);
      if (!ended && code === closes[0]) {
        return effects.attempt({ ...closing, tokenize: fence }, after, value)(code);
      }
      return value(code);
    }

    /** @type {Construct["tokenize"]} */
    function fence(inner, good, bad) {
      return (code) => {
        inner.enter("mathFlowFence");
        return inner.attempt(
          closing,
          (next) => {
            inner.exit("mathFlowFence");
            return good(next);
          },
          bad,
        )(code);
      };
    }

    /** @type {State} */
    function after(code) {
      ended = true;
      return line(code);
    }

    /** @type {State} */
    function value(code) {
      effects.enter("mathFlowValue");
      effects.consume(code);
      return code === BACKSLASH ? escaped : within;
    }

    /** @type {State} */
    function escaped(code) {
      if (isLineEnd(code)) return within(code);
      effects.consume(code);
      return within;
    }

    /** @type {State} */
    function within(code) {
      if (isLineEnd(code) || code === closes[0] || (ended && onFirst && !isBlank(code))) {
        effects.exit("mathFlowValue");
        return line(code);
      }
      effects.consume(code);
      return within;
    }

    /** @type {State} */
    function done(code) {
      effects.exit("mathFlow");
      return ok(code);
    }
  },
});

const [FENCE] = [math().flow?.[DOLLAR] ?? []].flat();

/** Dollars and nothing else on a line. @type {Construct} */
const DOLLARS_ALONE = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      effects.enter("mathFlowFence");
      return next(code);
    };

    /** @type {State} */
    function next(code) {
      if (isLineEnd(code)) return ok(code);
      if (code !== DOLLAR && !isBlank(code)) return nok(code);
      effects.consume(code);
      return next;
    }
  },
};

/** What stands behind the two dollars of a fence would not be shown. @type {Construct} */
const BARE_FENCE = {
  ...FENCE,
  name: "bareMathFence",
  tokenize(effects, ok, nok) {
    return effects.check(DOLLARS_ALONE, FENCE.tokenize.call(this, effects, ok, nok), nok);
  },
};

/** What is known of formulas, in the place of `micromark-extension-math`'s own. @type {Extension} */
export const FORMULAS = {
  disable: { null: ["mathFlow", "mathText"] },
  flow: {
    [DOLLAR]: [onLines("dollarLine", [DOLLAR, DOLLAR], [DOLLAR, DOLLAR], true), BARE_FENCE],
    [BACKSLASH]: onLines("squareLines", [BACKSLASH, 91], [BACKSLASH, 93], false),
  },
  text: { [DOLLAR]: [TWO_DOLLARS, ONE_DOLLAR], [BACKSLASH]: [ROUND, SQUARE] },
};
