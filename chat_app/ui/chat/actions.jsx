/** @import {Acts} from "./talk.jsx" */
/** @import {Message} from "./thread.js" */
/** @import {ReactNode, Ref} from "react" */

import * as Menu from "@radix-ui/react-dropdown-menu";
import { useEffect, useId, useRef, useState } from "react";
import { direction, say } from "../words.js";
import { DoneIcon, LikeIcon, MoreIcon, NextIcon, PreviousIcon } from "./icons.jsx";

/** How long it is said that something was done, in milliseconds. */
const SAID_MS = 1600;

/**
 * Something to do with a message, as an entry of its menu.
 *
 * @typedef {object} Entry
 * @property {string} label
 * @property {ReactNode} icon
 * @property {() => string | void} [onDo] Returns what to say once it is done, such as "Copied".
 * @property {boolean} [leads] Whether the focus goes where it leads, and not back.
 * @property {string} [hindrance] Why it cannot be done now, in words.
 * @property {ReactNode} [note] What is said below its name, made once the menu is open.
 * @property {Entry[]} [choices] What it opens, in the place of `onDo`.
 * @property {(choices: ReactNode) => ReactNode} [around] What its choices stand in.
 */

/**
 * What can be done with a message: `children` in a row, and behind **Message actions** what needs more room.
 *
 * @param {{more?: Entry[], always?: boolean, children: ReactNode}} props `always`: without the pointer over it as well.
 */
export function ActionBar({ more = [], always = false, children }) {
  const [said, setSaid] = useState("");
  const after = useRef(/** @type {Entry["onDo"] | null} */ (null));
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className={`tk-actions${always ? " tk-open" : ""}`}>
      {children}
      {more.length > 0 && (
        <Menu.Root modal={false} dir={direction}>
          <Menu.Trigger className="icon-button" aria-label={say("message-actions")} title={say("message-actions")}>
            {said ? <DoneIcon /> : <MoreIcon />}
          </Menu.Trigger>
          <span className="visually-hidden" role="status">
            {said}
          </span>
          <Menu.Portal>
            <Menu.Content
              className="menu"
              align="start"
              sideOffset={4}
              collisionPadding={8}
              onCloseAutoFocus={(event) => {
                if (!after.current) return;
                event.preventDefault();
                after.current();
                after.current = null;
              }}
            >
              <Entries
                of={more}
                onChosen={({ leads, onDo }) => {
                  if (leads) after.current = onDo;
                  else setSaid(onDo?.() ?? "");
                }}
              />
            </Menu.Content>
          </Menu.Portal>
        </Menu.Root>
      )}
    </div>
  );
}

/** @param {{of: Entry[], onChosen: (entry: Entry) => void}} props */
function Entries({ of, onChosen }) {
  const id = useId();
  return of.map((entry, place) => {
    const { label, icon, hindrance, note, choices, around = plainly } = entry;
    const [name, about] = [`${id}${place}`, `${id}${place}-note`];
    const shown = (
      <>
        {icon}
        {note ? (
          <span className="tk-noted">
            <span id={name}>{label}</span>
            <span id={about} className="tk-hindrance">
              {note}
            </span>
          </span>
        ) : (
          <span>{label}</span>
        )}
        {hindrance && <span className="tk-hindrance">{hindrance}</span>}
      </>
    );
    if (!choices) {
      return (
        <Menu.Item
          key={label}
          className="menu-item"
          disabled={Boolean(hindrance)}
          onSelect={() => onChosen(entry)}
          {...(note && { "aria-labelledby": name, "aria-describedby": about })}
        >
          {shown}
        </Menu.Item>
      );
    }
    return (
      <Menu.Sub key={label}>
        <Menu.SubTrigger className="menu-item" disabled={Boolean(hindrance)}>
          {shown}
          <NextIcon />
        </Menu.SubTrigger>
        <Menu.Portal>
          <Menu.SubContent className="menu submenu" collisionPadding={8}>
            {around(<Entries of={choices} onChosen={onChosen} />)}
          </Menu.SubContent>
        </Menu.Portal>
      </Menu.Sub>
    );
  });
}

/** @param {ReactNode} choices */
const plainly = (choices) => choices;

/** The way from one version of a message to the others. @param {{item: Message, busy: boolean, acts: Acts}} props */
export function Versions({ item, busy, acts }) {
  const all = item.siblings ?? [];
  if (all.length < 2) return null;
  const at = all.indexOf(item.id);
  return (
    <span className="tk-versions">
      <Action
        label={say("message-previous-version")}
        icon={<PreviousIcon />}
        disabled={busy || at <= 0}
        onClick={() => acts.branch(all[at - 1])}
      />
      <span aria-label={say("message-version", { number: at + 1, count: all.length })}>
        {at + 1}/{all.length}
      </span>
      <Action
        label={say("message-next-version")}
        icon={<NextIcon />}
        disabled={busy || at >= all.length - 1}
        onClick={() => acts.branch(all[at + 1])}
      />
    </span>
  );
}

/** @param {{item: Message, acts: Acts}} props */
export function Like({ item, acts }) {
  const on = item.reaction === "like";
  return (
    <Action
      label={say("message-like")}
      icon={<LikeIcon filled={on} />}
      pressed={on}
      onClick={() => acts.react(item.id, on ? "" : "like")}
    />
  );
}

/**
 * A button of the row; pictures alone, so its name is its tooltip as well.
 *
 * @param {{
 *   label: string,
 *   icon: ReactNode,
 *   onClick: () => void,
 *   disabled?: boolean,
 *   pressed?: boolean,
 *   refTo?: Ref<HTMLButtonElement>,
 *   note?: string,
 *   near?: {onPointerEnter: () => void, onFocus: () => void},
 * }} props `note`: what the tooltip says in its place. `near`: told when somebody comes near.
 */
export function Action({ label, icon, onClick, disabled, pressed, refTo, note, near }) {
  return (
    <button
      ref={refTo}
      type="button"
      className="icon-button"
      aria-label={label}
      title={note || label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
      {...near}
    >
      {icon}
    </button>
  );
}
