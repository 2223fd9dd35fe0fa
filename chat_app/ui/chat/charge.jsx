import { useId, useState } from "react";

const METHODS = {
  usage: "reported by the provider",
  api: "counted by the provider",
  estimate: "estimated",
};
const number = new Intl.NumberFormat("en-GB");
/** Digits in groups, set apart by a narrow space. */
export const figure = (value) => number.format(value).replaceAll(",", "\u202f");

/**
 * What a reply cost, and how that was worked out.
 *
 * `item.b` is [user, reply, system, overhead, total, method, counts cached, reply cached,
 * micro-USD or null, billed or null], and billed [prompt, cached, output, thinking, total].
 */
export function Charge({ item }) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const [user, reply, system, overhead, total, method, cacheHit, cached, cost, billed] = item.b;
  const rows = [
    ["Your message", user],
    ["Reply", reply],
    ["System prompt", system],
    ["Overhead", overhead],
  ];
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
          <Row key={name} name={name} value={value === null ? "–" : figure(value)} />
        ))}
        <Row name="Total" value={figure(total)} strong />
        {cached ? (
          <Row name="Charged" value="0: an identical question was answered before" />
        ) : (
          <Row
            name="Counted"
            value={`${METHODS[method] ?? method ?? "–"}${cacheHit ? ", counts from cache" : ""}`}
          />
        )}
        {cost === null ? null : <Row name="Cost" value={dollars(cost)} />}
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

function dollars(microUsd) {
  return `$${(microUsd / 1e6).toFixed(microUsd && microUsd < 10_000 ? 6 : 4)}`;
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
