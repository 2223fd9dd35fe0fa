/** @import {Model} from "./talk.jsx" */

import * as Popover from "@radix-ui/react-popover";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { direction, money, say, short } from "../words.js";
import { ChevronIcon, DoneIcon, LockIcon } from "./icons.jsx";
import "./model_menu.css";

/** Vendors by the names they have for themselves. @type {Record<string, string>} */
const VENDORS = { gemini: "Google", openai: "OpenAI", anthropic: "Anthropic", xai: "xAI" };
/** The group of those that draw. */
const DRAWING = "draws";

/**
 * The model that answers, and behind it all that may: a combobox that opens a listbox with a search.
 *
 * @param {{models: Model[], model: string, onChoose: (id: string) => void, disabled?: boolean}} props
 */
export function ModelMenu({ models, model, onChoose, disabled = false }) {
  const [open, setOpen] = useState(false);
  const [begun, setBegun] = useState("");
  const list = useId();
  const chosen = models.find((one) => one.id === model);
  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!letter && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setBegun(letter ? event.key : "");
    setOpen(true);
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(now) => {
        setBegun("");
        setOpen(now);
      }}
    >
      <Popover.Trigger
        className="md-chosen"
        role="combobox"
        aria-label={say("models-model")}
        aria-haspopup="listbox"
        aria-controls={open ? list : undefined}
        disabled={disabled}
        onKeyDown={keys}
      >
        <span>{chosen?.name ?? (model || say("models-none"))}</span>
        {chosen?.simulated && <i className="md-made-up">{madeUp(chosen)}</i>}
        <ChevronIcon />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover md-menu"
          dir={direction}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={say("models-choose")}
        >
          <Choices
            id={list}
            models={models}
            model={model}
            begun={begun}
            onChoose={(id) => {
              setOpen(false);
              if (id !== model) onChoose(id);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** @param {{id: string, models: Model[], model: string, begun: string, onChoose: (id: string) => void}} props */
function Choices({ id, models, model, begun, onChoose }) {
  const [query, setQuery] = useState(begun);
  const [at, setAt] = useState(model);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const groups = useMemo(() => grouped(models, query), [models, query]);
  const shown = groups.flatMap(([, some]) => some);
  const active = shown.find((one) => one.id === at) ?? shown[0];
  /** @param {string} of */
  const optionId = (of) => `${id}-${of}`;

  useEffect(() => {
    box.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
  }, [active?.id]);

  /** @param {React.KeyboardEvent} event */
  const keys = (event) => {
    const from = shown.findIndex((one) => one.id === active?.id);
    const last = shown.length - 1;
    /** @type {Record<string, number>} */
    const to = {
      ArrowDown: from === last ? 0 : from + 1,
      ArrowUp: from <= 0 ? last : from - 1,
      PageDown: Math.min(from + 5, last),
      PageUp: Math.max(from - 5, 0),
      ...(query ? {} : { Home: 0, End: last }),
    };
    if (event.key in to) {
      event.preventDefault();
      if (shown.length) setAt(shown[to[event.key]].id);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active && !active.hindrance) onChoose(active.id);
    }
  };
  return (
    <>
      <input
        type="text"
        role="searchbox"
        className="input md-search"
        aria-label={say("models-search")}
        placeholder={say("models-search")}
        aria-controls={id}
        aria-activedescendant={active && optionId(active.id)}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={keys}
      />
      <div ref={box} id={id} role="listbox" aria-label={say("models-models")} className="md-list" tabIndex={-1}>
        {groups.map(([vendor, some]) => (
          <div key={vendor} role="group" aria-label={nameOf(vendor, some)}>
            <div className="md-vendor" aria-hidden="true">
              {nameOf(vendor, some)}
            </div>
            {some.map((one) => (
              <Choice
                key={one.id}
                id={optionId(one.id)}
                model={one}
                chosen={one.id === model}
                active={one.id === active?.id}
                onPoint={() => setAt(one.id)}
                onChoose={() => onChoose(one.id)}
              />
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="md-nothing" role="status">
          {say("models-not-found", { query })}
        </p>
      )}
      <p className="md-foot">{say("models-typical-means")}</p>
    </>
  );
}

/**
 * @param {{id: string, model: Model, chosen: boolean, active: boolean, onPoint: () => void, onChoose: () => void}} props
 */
function Choice({ id, model, chosen, active, onPoint, onChoose }) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={Boolean(model.hindrance)}
      data-active={active}
      className="md-option"
      onPointerMove={onPoint}
      onClick={model.hindrance ? undefined : onChoose}
    >
      <span className="md-tick">{chosen ? <DoneIcon /> : model.hindrance ? <LockIcon /> : null}</span>
      <span className="md-name">
        {model.name}
        {model.simulated && <i className="md-made-up">{madeUp(model)}</i>}
      </span>
      {model.draws && model.draws.microUsd > 0 && (
        <span className="md-typical">{say("models-picture", { money: money(model.draws.microUsd) })}</span>
      )}
      {model.typical > 0 && <span className="md-typical">{say("models-typical", { money: money(model.typical) })}</span>}
      <span className="md-more">
        {model.hindrance && <strong>{model.hindrance}</strong>}
        <span>{priceOf(model)}</span>
        <span>{say("models-window", { count: short(model.window) })}</span>
        <span>{say(model.draws ? "models-draws" : `models-takes-${model.takes.join("-") || "words"}`)}</span>
      </span>
    </div>
  );
}

/** What a model makes up. @param {Model} model */
const madeUp = ({ draws }) => say(draws ? "models-made-up-pictures" : "models-made-up");

/** @param {Model} model */
function priceOf({ input, output }) {
  if (!input && !output) return say("models-no-price");
  return say("models-per-million", { input: money(input), output: money(output) });
}

/** @param {string} vendor @param {Model[]} some */
function nameOf(vendor, some) {
  if (some[0].draws) return say("models-for-pictures");
  return some[0].simulated ? say("models-here") : (VENDORS[vendor] ?? vendor);
}

/**
 * The models with all the words of a query, by vendor, in their order; those that draw behind all others.
 *
 * @param {Model[]} models
 * @param {string} query
 * @returns {[vendor: string, models: Model[]][]}
 */
function grouped(models, query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  /** @type {Map<string, Model[]>} */
  const groups = new Map();
  for (const model of models) {
    const vendor = VENDORS[model.vendor] ?? "";
    const words = `${model.name} ${model.id} ${model.vendor} ${vendor} ${nameOf(model.vendor, [model])}`.toLowerCase();
    if (!wanted.every((word) => words.includes(word))) continue;
    const group = model.draws ? DRAWING : model.vendor;
    groups.set(group, [...(groups.get(group) ?? []), model]);
  }
  const drawing = groups.get(DRAWING);
  groups.delete(DRAWING);
  return drawing ? [...groups, [DRAWING, drawing]] : [...groups];
}
