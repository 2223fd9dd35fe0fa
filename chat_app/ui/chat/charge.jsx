import { useId, useState } from "react";

const METHODS = {
  usage: "reported by the provider",
  api: "counted by the provider",
  estimate: "estimated",
};
const number = new Intl.NumberFormat("en-GB");
/** Write `12,345`, as every other page does. */
export const figure = (value) => number.format(value);

/**
 * What a reply cost, and how that was worked out.
 *
 * `item.b` is [user, reply, system, overhead, total, method, counts cached, reply cached,
 * micro-USD or null, billed or null, history, waived, where the cost is from or null], and billed
 * [prompt, cached, output, thinking, total].
 */
export function Charge({ item }) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const [user, reply, system, overhead, total, method, cacheHit, cached, cost, billed] = item.b;
  const [history, waived, costMethod] = item.b.slice(10);
  const rows = [
    ["Your message", user],
    ["Earlier messages", history],
    ["Reply", reply],
    ["System prompt", system],
    ["Overhead", overhead],
  ].filter(([name, tokens]) => tokens || name !== "Earlier messages");
  const whole = rows.reduce((sum, [, tokens]) => sum + tokens, 0);
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
        {figure(item.k)} tokens{cached ? " · from cache" : ""}
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
            value={`${METHODS[method] ?? method ?? "–"}${cacheHit ? ", counts from cache" : ""}`}
          />
        )}
        {cost === null ? null : <Row name="Cost" value={dollars(cost, costMethod)} />}
        {billed ? <Row name="Billed by provider" value={describe(billed)} /> : null}
      </dl>
    </>
  );
}

function Row({ name, value, strong }) {
  return (
    <div className={strong ? "tk-strong" : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function withShare(tokens, whole) {
  return whole ? `${figure(tokens)} (${Math.round((100 * tokens) / whole)} %)` : figure(tokens);
}

function dollars(microUsd, method) {
  const words = `$${(microUsd / 1e6).toFixed(microUsd && microUsd < 10_000 ? 6 : 4)}`;
  return method === "estimated" ? `≈ ${words}, estimated` : words;
}

function describe([prompt, cached, output, thinking, total]) {
  const parts = [
    [prompt, "prompt"],
    [cached, "cached"],
    [output, "output"],
    [thinking, "thinking"],
  ];
  const said = parts.filter(([value]) => value).map(([value, name]) => `${figure(value)} ${name}`);
  return `${total === null ? "" : figure(total)}${said.length ? ` (${said.join(", ")})` : ""}`;
}
