/** @import {Model} from "./talk.jsx" */

import * as Popover from "@radix-ui/react-popover";
import { useEffect, useRef, useState } from "react";
import { Field } from "../components/field.jsx";
import { direction, number, say } from "../words.js";
import { SettingsIcon } from "./icons.jsx";
import "./chat_settings.css";

/** The longest system prompt, in code points. */
const LONGEST_PROMPT = 20_000;
const MOST_DARING = 2;

/**
 * What a chat asks of its model beside the messages; what is left out is the usual.
 *
 * @typedef {{temperature?: number, max_output_tokens?: number, reasoning_effort?: string}} Parameters
 */
/** @typedef {{system_prompt: string, parameters: Parameters, project_id?: string}} Settings `project_id`: the folder of a new chat. */

/** Whether anything is not as usual. @param {Settings} settings */
export function isUnusual({ system_prompt, parameters }) {
  return Boolean(system_prompt) || Object.keys(parameters).length > 0;
}

/**
 * Parameters and system prompt of a chat, behind a button that is marked where they are not the usual.
 *
 * @param {{
 *   settings: Settings,
 *   model?: Model,
 *   disabled?: boolean,
 *   open: boolean,
 *   onOpen: (open: boolean) => void,
 *   onSave: (settings: Settings) => void,
 * }} props
 */
export function ChatSettings({ settings, model, disabled = false, open, onOpen, onSave }) {
  const marked = isUnusual(settings);
  const name = say(marked ? "parameters-changed" : "parameters-button");
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger className="icon-button hd-settings" aria-label={name} title={name} data-marked={marked} disabled={disabled}>
        <SettingsIcon />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover st-panel"
          dir={direction}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={say("parameters-title")}
        >
          <Form
            settings={settings}
            model={model}
            onCancel={() => onOpen(false)}
            onSave={(chosen) => {
              onOpen(false);
              onSave(chosen);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/**
 * @param {{settings: Settings, model?: Model, onCancel: () => void, onSave: (settings: Settings) => void}} props
 */
function Form({ settings, model, onCancel, onSave }) {
  const { temperature, max_output_tokens, reasoning_effort } = settings.parameters;
  const [prompt, setPrompt] = useState(settings.system_prompt);
  const [heat, setHeat] = useState(written(temperature));
  const [longest, setLongest] = useState(written(max_output_tokens));
  const [effort, setEffort] = useState(reasoning_effort ?? "");
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useEffect(() => box.current?.focus(), []);

  const efforts = model?.efforts ?? [];
  const wrongs = {
    heat: heat && !(Number(heat) >= 0 && Number(heat) <= MOST_DARING) ? say("parameters-temperature-wrong") : "",
    longest: longest && !/^[1-9]\d{0,6}$/.test(longest) ? say("parameters-longest-wrong") : "",
    prompt: Array.from(prompt).length > LONGEST_PROMPT ? say("parameters-prompt-long", { count: LONGEST_PROMPT }) : "",
  };
  const isWrong = Object.values(wrongs).some(Boolean);
  /** @param {React.FormEvent} event */
  const save = (event) => {
    event.preventDefault();
    if (isWrong) return;
    onSave({
      system_prompt: prompt.trim(),
      parameters: {
        ...(heat && { temperature: Number(heat) }),
        ...(longest && { max_output_tokens: Number(longest) }),
        ...(effort && { reasoning_effort: effort }),
      },
    });
  };
  const toUsual = () => {
    setPrompt("");
    setHeat("");
    setLongest("");
    setEffort("");
    box.current?.focus();
  };
  return (
    <form className="st-form" onSubmit={save} noValidate>
      <h2>{say("parameters-title")}</h2>
      <Field label={say("parameters-prompt")} hint={say("parameters-prompt-hint")} fault={wrongs.prompt}>
        <textarea
          ref={box}
          className="input st-prompt"
          dir="auto"
          rows={4}
          placeholder={say("parameters-usual")}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
      </Field>
      <div className="st-pair">
        <Field
          label={say("parameters-temperature")}
          hint={model && !model.temperature ? say("parameters-not-taken", { model: model.name }) : say("parameters-temperature-hint")}
          fault={wrongs.heat}
        >
          <input
            className="input"
            inputMode="decimal"
            placeholder={say("parameters-usual")}
            value={heat}
            onChange={(event) => setHeat(event.target.value.trim().replace(",", "."))}
          />
        </Field>
        <Field
          label={say("parameters-longest")}
          hint={say("parameters-longest-hint", { count: model?.longest ?? 0 })}
          fault={wrongs.longest}
        >
          <input
            className="input"
            inputMode="numeric"
            placeholder={model ? number(model.longest) : ""}
            value={longest}
            onChange={(event) => setLongest(event.target.value.trim())}
          />
        </Field>
      </div>
      {(efforts.length > 0 || effort) && (
        <Field
          label={say("parameters-effort")}
          hint={effort && !efforts.includes(effort) ? say("parameters-not-taken", { model: model?.name ?? "" }) : say("parameters-effort-hint")}
        >
          <select className="input" value={effort} onChange={(event) => setEffort(event.target.value)}>
            <option value="">{say("parameters-usual")}</option>
            {(efforts.includes(effort) || !effort ? efforts : [...efforts, effort]).map((one) => (
              <option key={one} value={one}>
                {say(`parameters-effort-${one}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <div className="st-foot">
        <button
          type="button"
          className="button quiet"
          disabled={!prompt && !heat && !longest && !effort}
          onClick={toUsual}
        >
          {say("parameters-back")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {say("parameters-cancel")}
        </button>
        <button type="submit" className="button primary" disabled={isWrong}>
          {say("parameters-save")}
        </button>
      </div>
    </form>
  );
}

/** @param {number | undefined} value */
function written(value) {
  return value === undefined ? "" : String(value);
}
