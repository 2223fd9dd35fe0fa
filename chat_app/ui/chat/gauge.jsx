/** @import {Amount} from "./quotes.jsx" */

import * as Popover from "@radix-ui/react-popover";
import { direction, money, number, percent, say, short } from "../words.js";
import "./gauge.css";

/**
 * What the next message carries along.
 *
 * @typedef {object} Context
 * @property {number} window What the model can be told at most, in tokens.
 * @property {number} used What stands in it before the message itself.
 * @property {Amount} system
 * @property {Amount} history
 * @property {number} messages How many earlier ones are sent along.
 * @property {boolean} charged Whether their tokens are.
 * @property {number} leftOut Of the last messages, those that are not.
 * @property {string} leftOutId The newest message that is left out by choice; "" where none is.
 */

/** @typedef {{exchanges: number, tokens: number, microUsd: number, estimated: boolean}} Cost Of a chat so far. */

/** Shares of the window from which on it is short of room. */
const NEARLY_FULL = 0.8;

/**
 * How full the window is, what carrying the history costs, and what the chat did cost so far.
 *
 * @param {{context: Context, cost?: Cost, newest: string, onLeaveOut: (id: string) => void}} props
 *   `newest`: the last message there is. `onLeaveOut`: takes all back without an id.
 */
export function Gauge({ context, cost, newest, onLeaveOut }) {
  const share = Math.min(1, context.used / context.window);
  const full = say("gauge-full", { used: number(context.used), window: number(context.window) });
  return (
    <div className="gg">
      <span
        role="meter"
        aria-label={say("gauge-window")}
        aria-valuemin={0}
        aria-valuemax={context.window}
        aria-valuenow={Math.min(context.used, context.window)}
        aria-valuetext={full}
        title={full}
        className="gg-ring"
        data-level={share >= 1 ? "danger" : share >= NEARLY_FULL ? "warning" : ""}
        style={/** @type {React.CSSProperties} */ ({ "--share": share })}
      />
      <Popover.Root>
        <Popover.Trigger className="gg-button" aria-label={say("gauge-details")} title={say("gauge-details")}>
          {cost?.exchanges ? (
            <>
              <span data-minor={cost.microUsd > 0}>{say("gauge-tokens", { tokens: short(cost.tokens) })}</span>
              {cost.microUsd > 0 && <span>{money(cost.microUsd, cost.estimated)}</span>}
            </>
          ) : (
            <span>{percent(share)}</span>
          )}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className="popover gg-panel"
            dir={direction}
            align="end"
            sideOffset={6}
            collisionPadding={8}
            aria-label={say("gauge-title")}
          >
            <Details context={context} cost={cost} newest={newest} share={share} onLeaveOut={onLeaveOut} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

/**
 * @param {{context: Context, cost?: Cost, newest: string, share: number, onLeaveOut: (id: string) => void}} props
 */
function Details({ context, cost, newest, share, onLeaveOut }) {
  const { system, history, messages, leftOut, leftOutId, charged } = context;
  const full = say("gauge-full", { used: number(context.used), window: number(context.window) });
  return (
    <>
      <h2>{say("gauge-title")}</h2>
      <p>{say("gauge-full-share", { full, share: percent(share) })}</p>
      <dl className="gg-rows">
        <Line name={say("gauge-system")} amount={system} />
        <Line name={say("gauge-history", { count: messages })} amount={history} />
      </dl>
      {messages > 0 && (
        <p className="gg-note">{carried(history, charged)}</p>
      )}
      {leftOut > 0 && <p className="gg-note">{say("gauge-left-out", { count: leftOut })}</p>}
      <div className="gg-acts">
        {messages > 0 && (
          <button type="button" className="button" onClick={() => onLeaveOut(newest)}>
            {say("gauge-leave-out")}
          </button>
        )}
        {leftOutId && (
          <button type="button" className="button" onClick={() => onLeaveOut("")}>
            {say("gauge-take-back")}
          </button>
        )}
      </div>
      {cost && (
        <p className="gg-cost">{spent(cost)}</p>
      )}
    </>
  );
}

/** Say what carrying the history costs a message. @param {Amount} history @param {boolean} charged */
function carried({ tokens, microUsd }, charged) {
  const told = { tokens: number(tokens) };
  if (!microUsd) return say(charged ? "gauge-carries-tokens" : "gauge-carries-nothing", told);
  return say(charged ? "gauge-carries-charged" : "gauge-carries-free", { ...told, money: money(microUsd) });
}

/** Say what a chat did cost. @param {Cost} cost */
function spent({ exchanges, tokens, microUsd, estimated }) {
  const told = { count: exchanges, tokens: number(tokens) };
  return microUsd ? say("gauge-cost", { ...told, money: money(microUsd, estimated) }) : say("gauge-cost-tokens", told);
}

/** @param {{name: string, amount: Amount}} props */
function Line({ name, amount }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {say("gauge-tokens", { tokens: number(amount.tokens) })}
        {amount.microUsd ? <span>{money(amount.microUsd)}</span> : null}
      </dd>
    </div>
  );
}
