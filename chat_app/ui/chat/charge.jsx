/** @import {Billed, Breakdown} from "./thread.js" */

import * as Popover from "@radix-ui/react-popover";
import { money, number, say } from "../words.js";

/**
 * What a reply cost, and behind it how that was worked out.
 *
 * @param {{tokens: number, breakdown: Breakdown, payer?: string}} props `payer`: who pays, where that may be anybody.
 */
export function Charge({ tokens, breakdown, payer = "" }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="tk-charge" title={say("receipt-title")}>
        {say(breakdown.cached ? "receipt-tokens-cached" : "receipt-tokens", { count: tokens })}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="tk-bill" aria-label={say("receipt-title")} align="start" sideOffset={6} collisionPadding={8}>
          <Receipt breakdown={breakdown} payer={payer} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** @param {{breakdown: Breakdown, payer: string}} props */
function Receipt({ breakdown, payer }) {
  const { cached, method, countsCached, microUsd, costMethod, billed, waived, total } = breakdown;
  const rows = parts(breakdown);
  const whole = rows.reduce((sum, [, part]) => sum + part, 0);
  return (
    <dl>
      {rows.map(([name, value]) => (
        <Row key={name} name={say(name)} value={withShare(value, whole)} />
      ))}
      {waived ? <Row name={say("receipt-waived")} value={number(-waived)} /> : null}
      <Row name={say("receipt-total")} value={number(total)} strong />
      {cached ? (
        <Row name={say("receipt-charged")} value={say("receipt-charged-nothing")} />
      ) : (
        <Row name={say("receipt-counted")} value={say(countsCached ? `receipt-by-${method}-cached` : `receipt-by-${method}`)} />
      )}
      {microUsd === null ? null : (
        <Row
          name={say("receipt-cost")}
          value={costMethod === "estimated" ? say("receipt-cost-estimated", { cost: money(microUsd, true) }) : money(microUsd)}
        />
      )}
      {payer ? <Row name={say("receipt-payer")} value={payer} /> : null}
      {billed ? <Row name={say("receipt-billed")} value={describe(billed)} /> : null}
    </dl>
  );
}

/** @param {Breakdown} breakdown @returns {[message: string, tokens: number][]} */
function parts({ user, attachments, history, reply, system, overhead }) {
  return [
    ["receipt-message", user],
    ...(attachments ? [/** @type {[string, number]} */ (["receipt-files", attachments])] : []),
    ...(history ? [/** @type {[string, number]} */ (["receipt-history", history])] : []),
    ["receipt-reply", reply],
    ["receipt-system", system],
    ["receipt-overhead", overhead],
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
  if (!whole) return number(tokens);
  return say("receipt-share", { count: tokens, percent: Math.round((100 * tokens) / whole) });
}

/** @param {Billed} billed */
function describe(billed) {
  const names = /** @type {const} */ (["prompt", "cached", "output", "thinking"]);
  const said = names.flatMap((name) => (billed[name] ? say(`receipt-billed-${name}`, { count: billed[name] }) : []));
  return [...(billed.total === null ? [] : [number(billed.total)]), ...said].join(" · ");
}
