/** @import {Choice} from "../components/commands.js" */
/** @import {KeyboardEvent, RefObject} from "react" */

import { useContext, useEffect, useId, useMemo, useRef, useState } from "react";
import { commands, matching, nameIn, useChosen, usePrompts } from "../components/commands.js";
import { Field } from "../components/field.jsx";
import { say } from "../words.js";
import { blanksOf, filled } from "./blanks.js";
import { Role } from "./role.js";
import "./command_menu.css";

/** A command that something stands behind. */
const BEGUN = /^\/[^\s/]+\s+/;

/**
 * The list that opens on `/` in the composer: commands of the app, and the reader's prompts.
 *
 * The focus stays in the box, as in a combobox of the ARIA patterns; the box says which entry is
 * meant. What is chosen in the palette comes here too, beside what is being written. Returns what the
 * box needs for that, what it does with keys (true where a key was for the list), what it holds
 * once it is emptied, and what is to be drawn.
 *
 * @param {{
 *   place: string,
 *   text: string,
 *   setText: (text: string) => void,
 *   box: RefObject<HTMLTextAreaElement | null>,
 * }} composer `place`: what tells one chat's box from another's.
 */
export function useCommandMenu({ place, text, setText, box }) {
  const id = useId();
  const [given, setGiven] = useState({ text: "", active: 0, shut: false });
  const [filling, setFilling] = useState(/** @type {Choice | null} */ (null));
  const name = nameIn(text);
  const prompts = usePrompts(name !== null);
  const role = useContext(Role);
  const own = useMemo(() => commands(role), [role]);
  const choices = useMemo(
    () => (name === null ? [] : matching([...own, ...prompts], name)),
    [name, own, prompts],
  );
  // What was shut or gone through is that of the text as it was then.
  const { active, shut } = given.text === text ? given : { active: 0, shut: false };
  const chosen = choices[Math.min(active, choices.length - 1)];
  const open = Boolean(chosen) && !shut && !filling;

  /** @param {string} next */
  const write = (next) => {
    setText(next);
    setGiven({ text: next, active: 0, shut: true });
    // Once React has written it, and a dialog that kept the focus is gone.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.length, next.length);
    });
  };
  // What is being written beside a name behind `/`: it stays, or comes back once the command is sent.
  const begun = name === null ? text.trim() : "";
  const aside = useRef(/** @type {Map<string, string>} */ (new Map()));
  /** @param {string} content */
  const add = (content) => write(begun ? `${begun}\n\n${content}` : content);
  /** @param {Choice} choice */
  const take = (choice) => {
    if (choice.takes) write(`/${choice.name} ${begun.replace(BEGUN, "")}`);
    else if (choice.content === undefined) {
      if (begun) aside.current.set(place, begun);
      write(`/${choice.name}`);
    } else if (blanksOf(choice.content).length) setFilling(choice);
    else add(choice.content);
  };
  const emptied = () => {
    const kept = aside.current.get(place) ?? "";
    aside.current.delete(place);
    return kept;
  };
  const [chosenElsewhere, setChosenElsewhere] = useState(/** @type {Choice | null} */ (null));
  useChosen(setChosenElsewhere);
  const taking = useRef(take);
  useEffect(() => {
    taking.current = take;
  });
  // In a render of its own: by then, the box holds the draft of its chat.
  useEffect(() => {
    if (!chosenElsewhere) return;
    setChosenElsewhere(null);
    taking.current(chosenElsewhere);
  }, [chosenElsewhere]);
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (!open || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isWhole = chosen.content === undefined && chosen.name === name;
    if (step) setGiven({ text, active: (active + step + choices.length) % choices.length, shut });
    else if (event.key === "Escape") setGiven({ text, active, shut: true });
    else if (event.key === "Tab" && !event.shiftKey) take(chosen);
    // A command that is written out is sent.
    else if (event.key === "Enter" && !event.shiftKey && !isWhole) take(chosen);
    else return false;
    event.preventDefault();
    return true;
  };

  const entry = (/** @type {Choice} */ one) => `${id}-${one.content === undefined ? "c" : "p"}-${one.name}`;
  const menu = (
    <>
      {open && <List id={id} choices={choices} chosen={chosen} idOf={entry} onTake={take} />}
      <p className="visually-hidden" role="status">
        {open ? say("commands-found", { count: choices.length }) : ""}
      </p>
      {filling && (
        <Blanks
          prompt={filling}
          onClose={() => setFilling(null)}
          onFilled={(whole) => {
            setFilling(null);
            add(whole);
          }}
        />
      )}
    </>
  );
  const attributes = /** @type {const} */ ({
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": open ? id : undefined,
    "aria-activedescendant": open ? entry(chosen) : undefined,
  });
  return { attributes, keys, emptied, menu };
}

/**
 * @param {{
 *   id: string,
 *   choices: Choice[],
 *   chosen: Choice,
 *   idOf: (choice: Choice) => string,
 *   onTake: (choice: Choice) => void,
 * }} props
 */
function List({ id, choices, chosen, idOf, onTake }) {
  const active = idOf(chosen);
  useEffect(() => {
    document.getElementById(active)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div className="tk-commands-place">
      <div id={id} role="listbox" aria-label={say("commands-title")} className="tk-commands">
        {choices.map((one) => (
          <div
            key={idOf(one)}
            id={idOf(one)}
            role="option"
            aria-selected={one === chosen}
            className="tk-command"
            // The focus stays in the box.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(one)}
          >
            <span className="tk-command-name" dir="ltr">
              /{one.name} {one.takes && <i>{one.takes}</i>}
            </span>
            <span className="tk-command-about" dir="auto">
              {one.about}
            </span>
            {one.content !== undefined && (
              <span className="badge">{one.shared ? say("prompts-shared") : say("prompts-mine")}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

/**
 * A small form that asks what is to stand in the blanks of a prompt.
 *
 * @param {{prompt: Choice, onClose: () => void, onFilled: (text: string) => void}} props
 */
function Blanks({ prompt, onClose, onFilled }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  const content = prompt.content ?? "";
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const submit = (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    onFilled(filled(content, /** @type {Record<string, string>} */ (values)));
  };
  /** @param {KeyboardEvent<HTMLTextAreaElement>} event */
  const enter = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      // Escape is for the dialog: it stops no reply.
      onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}
    >
      <h2 id={`${id}-title`}>{say("prompts-fill-title", { name: prompt.name })}</h2>
      <form className="dialog-form" onSubmit={submit}>
        {blanksOf(content).map((blank) => (
          <Field key={blank} label={blank}>
            <textarea
              name={blank}
              rows={1}
              required
              dir="auto"
              className="input tk-blank"
              onKeyDown={enter}
            />
          </Field>
        ))}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {say("frame-cancel")}
          </button>
          <button type="submit" className="button primary">
            {say("prompts-use")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
