/** @import {Member, MemberRole} from "./members.js" */
/** @import {Role} from "./role.js" */

import { LogOut, UserRoundMinus } from "lucide-react";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "../components/dialog.jsx";
import { Field } from "../components/field.jsx";
import { Avatar } from "../components/person.jsx";
import { Refusal } from "../components/upload.js";
import { translated } from "../recognition.js";
import { say } from "../words.js";
import { change, invite, list, remove } from "./members.js";
import "./members.css";

const ROLES = /** @type {const} */ (["editor", "viewer"]);
const NAMES = { owner: "members-owner", editor: "members-editor", viewer: "members-viewer" };
const FIELDS = { email: "email", role: "role" };

/**
 * Who is in a chat: the owner lets people in, says what each may do, and takes them out; members
 * see who is there, and may leave.
 *
 * @param {{chat: string, me: string, role: Role, version: unknown, onClose: () => void}} props
 *   `me`: id of the reader. `version`: another one means that it may be different now.
 */
export function Members({ chat, me, role, version, onClose }) {
  const [people, setPeople] = useState(/** @type {Member[] | null} */ (null));
  const [fault, setFault] = useState("");
  const [done, setDone] = useState("");
  const [leaving, setLeaving] = useState(false);
  const top = useRef(/** @type {HTMLUListElement | null} */ (null));
  const isOwner = role === "owner";

  const attempt = useCallback(
    /** @param {() => Promise<string>} work What is done, and then said. */
    async (work) => {
      setFault("");
      try {
        setDone(await work());
        return true;
      } catch (error) {
        setFault(error instanceof Refusal ? translated(error.message) : say("auth-unreachable"));
        return false;
      }
    },
    [],
  );
  const read = useCallback(async () => setPeople(await list(chat)), [chat]);
  useEffect(() => {
    attempt(async () => {
      await read();
      return "";
    });
  }, [attempt, read, version]);

  /** @param {Member} person @param {MemberRole} to */
  const letDo = (person, to) =>
    attempt(async () => {
      await change(chat, person.user_id, to);
      await read();
      return say("members-changed", { name: person.name, role: say(NAMES[to]) });
    });
  /** @param {Member} person */
  const takeOut = (person) =>
    attempt(async () => {
      await remove(chat, person.user_id);
      // What had the focus is gone.
      top.current?.focus();
      await read();
      return say("members-removed", { name: person.name });
    });
  const leave = () =>
    attempt(async () => {
      await remove(chat, me);
      window.location.assign("/");
      return "";
    });

  return (
    <Dialog
      title={say("members-title")}
      text={say(isOwner ? "members-text-owner" : "members-text")}
      className="dialog members"
      onClose={onClose}
    >
      <div className="members-body">
        {fault && (
          <p role="alert" className="notice danger">
            {fault}
          </p>
        )}
        {isOwner && (
          <Invitation
            onInvite={(email, to) =>
              attempt(async () => {
                await invite(chat, email, to);
                await read();
                return say("members-invited", { email });
              })
            }
          />
        )}
        <p role="status" className={done ? "muted small" : "visually-hidden"}>
          {done}
        </p>
        <ul className="members-list" ref={top} tabIndex={-1} aria-label={say("members-title")}>
          {(people ?? []).map((person) => (
            <li key={person.user_id}>
              <Avatar person={{ id: person.user_id, name: person.name }} size={32} />
              <span className="members-who">
                <bdi>{person.user_id === me ? say("members-you", { name: person.name }) : person.name}</bdi>
                <bdi className="muted small">{person.email}</bdi>
              </span>
              {isOwner && person.role !== "owner" ? (
                <>
                  <select
                    className="input"
                    aria-label={say("members-role-of", { name: person.name })}
                    value={person.role}
                    onChange={(event) => letDo(person, /** @type {MemberRole} */ (event.target.value))}
                  >
                    {ROLES.map((one) => (
                      <option key={one} value={one}>
                        {say(NAMES[one])}
                      </option>
                    ))}
                  </select>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={say("members-remove", { name: person.name })}
                    title={say("members-remove", { name: person.name })}
                    onClick={() => takeOut(person)}
                  >
                    <UserRoundMinus size={16} strokeWidth={1.75} aria-hidden="true" />
                  </button>
                </>
              ) : (
                <span className="muted small">{say(NAMES[person.role])}</span>
              )}
            </li>
          ))}
        </ul>
        {leaving && (
          <p role="alert" className="notice">
            {say("members-leave-sure")}
          </p>
        )}
      </div>
      <div className="dialog-actions">
        {!isOwner && (
          <button
            type="button"
            className={leaving ? "button danger" : "button"}
            onClick={() => (leaving ? leave() : setLeaving(true))}
          >
            <LogOut size={15} strokeWidth={1.75} aria-hidden="true" className="points" />
            {say("members-leave")}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {say("frame-close")}
        </button>
      </div>
    </Dialog>
  );
}

/** @param {{onInvite: (email: string, role: MemberRole) => Promise<boolean>}} props */
function Invitation({ onInvite }) {
  const [busy, setBusy] = useState(false);
  const hint = useId();
  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const wanted = new FormData(form);
    setBusy(true);
    const isDone = await onInvite(
      String(wanted.get(FIELDS.email)),
      /** @type {MemberRole} */ (wanted.get(FIELDS.role)),
    );
    setBusy(false);
    if (isDone) form.reset();
    form.querySelector("input")?.focus();
  };
  return (
    <form className="members-invite" onSubmit={submit} aria-describedby={hint}>
      <Field label={say("members-email")} className="members-email">
        <input name={FIELDS.email} type="email" required className="input" autoComplete="off" dir="ltr" data-first />
      </Field>
      <Field label={say("members-role")}>
        <select name={FIELDS.role} className="input" defaultValue="editor">
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {say(NAMES[one])}
            </option>
          ))}
        </select>
      </Field>
      <button type="submit" className="button primary" aria-disabled={busy}>
        {say("members-invite")}
      </button>
      <p id={hint} className="muted small">
        {say("members-invite-hint")}
      </p>
    </form>
  );
}
