/** @import {Billed, Breakdown, Message} from "./thread.js" */

import { useId, useState } from "react";

/** @type {Record<Breakdown["method"], string>} */
const METHODS = {
  usage: "reported by the provider",
  api: "counted by the provider",
  estimate: "estimated",
};
const number = new Intl.NumberFormat("en-GB");
/** Write `12,345`, as every other page does. @param {number} value */
export const figure = (value) => number.format(value);

/**
 * What a reply cost, and how that was worked out.
 *
 * @param {{tokens: number, breakdown: Breakdown}} props
 */
export function Charge({ tokens, breakdown }) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const { cached, method, microUsd, costMethod, billed, waived, total } = breakdown;
  const rows = parts(breakdown);
  const whole = rows.reduce((sum, [, part]) => sum + part, 0);
  return (
    <>
      <button
        type="button"
        className="tk-charge"
        title="What this reply cost"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        {figure(tokens)} tokens{cached ? " · from cache" : ""}
      </button>
      <dl id={panel} className="tk-bill" hidden={!open}>
        {rows.map(([name, value]) => (
          <Row key={name} name={name} value={withShare(value, whole)} />
        ))}
        {waived ? <Row name="Waived" value={`−${figure(waived)}`} /> : null}
        <Row name="Total" value={figure(total)} strong />
        {cached ? (
          <Row name="Charged" value="0: an identical question was answered before" />
        ) : (
          <Row
            name="Counted"
            value={`${METHODS[method] ?? method ?? "–"}${breakdown.countsCached ? ", counts from cache" : ""}`}
          />
        )}
        {microUsd === null ? null : <Row name="Cost" value={dollars(microUsd, costMethod)} />}
        {billed ? <Row name="Billed by provider" value={describe(billed)} /> : null}
      </dl>
    </>
  );
}

/** @param {Breakdown} breakdown @returns {[name: string, tokens: number][]} */
function parts({ user, history, reply, system, overhead }) {
  return [
    ["Your message", user],
    ...(history ? [/** @type {[string, number]} */ (["Earlier messages", history])] : []),
    ["Reply", reply],
    ["System prompt", system],
    ["Overhead", overhead],
  ];
}

/** @param {{name: string, value: string, strong?: boolean}} props */
function Row({ name, value, strong = false }) {
  return (
    <div className={strong ? "tk-strong" : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** @param {number} tokens @param {number} whole */
function withShare(tokens, whole) {
  return whole ? `${figure(tokens)} (${Math.round((100 * tokens) / whole)} %)` : figure(tokens);
}

/** @param {number} microUsd @param {Breakdown["costMethod"]} method */
function dollars(microUsd, method) {
  const words = `$${(microUsd / 1e6).toFixed(microUsd && microUsd < 10_000 ? 6 : 4)}`;
  return method === "estimated" ? `≈ ${words}, estimated` : words;
}

/** @param {Billed} billed */
function describe(billed) {
  const names = /** @type {const} */ (["prompt", "cached", "output", "thinking"]);
  const said = names.flatMap((name) => (billed[name] ? `${figure(billed[name])} ${name}` : []));
  return `${billed.total === null ? "" : figure(billed.total)}${said.length ? ` (${said.join(", ")})` : ""}`;
}
