/**
 * Where an address in plain words ends: before the marks of scripts that put no blank there.
 *
 * @import {Code, Construct, Extension, State} from "micromark-util-types"
 */

import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";

/** The links of GitHub's Markdown, ended by more marks than it knows. @returns {Extension} */
export function addressEnds() {
  const literal = gfmAutolinkLiteral().text ?? {};
  /** @type {Record<number, Construct[]>} */
  const text = {};
  for (const [code, given] of Object.entries(literal)) {
    const constructs = [given ?? []].flat().filter(({ name = "" }) => name in LINKS);
    if (constructs.length) text[Number(code)] = constructs.map((one) => LINKS[one.name ?? ""](one));
  }
  return { disable: { null: Object.keys(LINKS) }, text };
}

/** Full-width marks and brackets, and quotation marks: no address goes on behind one. */
const MARK = /[\p{P}\p{S}\p{Z}]/u;
/** @param {Code} code */
const isMark = (code) =>
  code !== null &&
  ((code >= 0x2018 && code <= 0x201f) ||
    code === 0x2026 ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xfe10 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xffef)) &&
  MARK.test(String.fromCodePoint(code));

/** @type {Record<string, (construct: Construct) => Construct>} */
const LINKS = {
  protocolAutolink: (construct) => ({ ...endedByMarks(construct), name: "boundedAutolink" }),
  wwwAutolink: (construct) => ({
    ...endedByMarks(construct),
    name: "boundedWwwAutolink",
    // No blank stands before an address among letters that know none.
    previous(code) {
      return code === null || code > 0x2e7f || Boolean(construct.previous?.call(this, code));
    },
  }),
};

/** Have a construct take a mark for the end of the text. @param {Construct} construct @returns {Construct} */
function endedByMarks(construct) {
  /** @type {Construct["tokenize"]} */
  function tokenize(effects, ok, nok) {
    /** @type {Code} */
    let code = null;
    let left = false;
    /** @param {State} next @returns {State} */
    const leave = (next) => () => {
      left = true;
      return next(code);
    };
    /** @param {State} state @returns {State} */
    const bounded = (state) => (given) => {
      code = given;
      const after = state(isMark(given) ? null : given);
      return left || !after ? after : bounded(after);
    };
    // What may stand before it is asked of `previous`, once.
    const anywhere = Object.create(this, { previous: { value: null } });
    return bounded(construct.tokenize.call(anywhere, effects, leave(ok), leave(nok)));
  }
  return { ...construct, tokenize };
}

