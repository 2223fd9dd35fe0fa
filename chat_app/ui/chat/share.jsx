/** @import {SharedLink} from "./shares.js" */

import { RefreshCw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { Dialog } from "../components/dialog.jsx";
import { Field } from "../components/field.jsx";
import { Refusal } from "../components/upload.js";
import { translated } from "../recognition.js";
import { moment, say } from "../words.js";
import { list, make, renew, revoke } from "./shares.js";
import "./share.css";

/** How long a new link may live, in days. */
const LIVES = [1, 7, 30, 90];
const FIELDS = { names: "names", costs: "costs", days: "days" };
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Shows a chat to others by links: those that there are, and a form for another one.
 *
 * @param {{chat: string, onClose: () => void}} props
 */
export function Share({ chat, onClose }) {
  const [links, setLinks] = useState(/** @type {SharedLink[] | null} */ (null));
  const [isPublic, setPublic] = useState(false);
  const [fault, setFault] = useState("");
  const [done, setDone] = useState("");
  const [newest, setNewest] = useState("");
  const maker = useRef(/** @type {HTMLButtonElement | null} */ (null));

  /** @param {() => Promise<string>} work What is done, and then said. */
  const attempt = async (work) => {
    setFault("");
    setDone("");
    try {
      setDone(await work());
    } catch (error) {
      setFault(error instanceof Refusal ? translated(error.message) : say("auth-unreachable"));
    }
  };
  useEffect(() => {
    attempt(async () => {
      const told = await list(chat);
      setLinks(told.links);
      setPublic(told.allows_public);
      return "";
    });
  }, [chat]);

  /** @param {import("./shares.js").Wanted} wanted */
  const add = (wanted) =>
    attempt(async () => {
      const made = await make(chat, wanted);
      setLinks((known) => [made, ...(known ?? [])]);
      setNewest(made.link_id);
      return say("share-made");
    });
  /** @param {SharedLink} link */
  const update = (link) =>
    attempt(async () => {
      const now = await renew(chat, link.link_id);
      setLinks((known) => (known ?? []).map((one) => (one.link_id === now.link_id ? now : one)));
      return say("share-updated");
    });
  /** @param {SharedLink} link */
  const remove = (link) =>
    attempt(async () => {
      await revoke(chat, link.link_id);
      setLinks((known) => (known ?? []).filter((one) => one.link_id !== link.link_id));
      // What had the focus is gone.
      maker.current?.focus();
      return say("share-revoked");
    });

  return (
    <Dialog
      title={say("share-title")}
      text={say(isPublic ? "share-text-public" : "share-text-organisation")}
      className="dialog share"
      onClose={onClose}
    >
      <div className="share-body">
        {fault && (
          <p role="alert" className="share-fault">
            {fault}
          </p>
        )}
        {links?.length ? (
          <ul className="share-links">
            {links.map((link) => (
              <Link
                key={link.link_id}
                link={link}
                isNew={link.link_id === newest}
                onUpdate={() => update(link)}
                onRevoke={() => remove(link)}
              />
            ))}
          </ul>
        ) : null}
        {links && <NewLink isFirst={links.length === 0} maker={maker} onMake={add} />}
        <p role="status" className="visually-hidden">
          {done}
        </p>
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {say("frame-close")}
        </button>
      </div>
    </Dialog>
  );
}

/** @param {{link: SharedLink, isNew: boolean, onUpdate: () => void, onRevoke: () => void}} props */
function Link({ link, isNew, onUpdate, onRevoke }) {
  const line = useRef(/** @type {HTMLDivElement | null} */ (null));
  // One goes on from there: the link is made to be copied.
  useEffect(() => {
    if (isNew) line.current?.querySelector("button")?.focus();
  }, [isNew]);
  const isOver = link.expires_at !== null && new Date(link.expires_at) <= new Date();
  const facts = [
    say("share-as-of", { moment: moment(link.taken_at) }),
    link.expires_at && say(isOver ? "share-over" : "share-ends", { moment: moment(link.expires_at) }),
    link.include_costs && say("share-with-costs"),
    link.include_names && say("share-with-names"),
    say("share-views", { count: link.views }),
  ];
  return (
    <li className="share-link">
      <div ref={line} className="one-line">
        <input
          readOnly
          dir="ltr"
          className="input"
          aria-label={say("share-link")}
          value={link.url}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton read={() => link.url} label={say("share-copy")} className="button primary" />
      </div>
      <div className="share-facts">
        <p className="muted small">{facts.filter(Boolean).join(" · ")}</p>
        <div className="share-tools">
          <button type="button" className="button quiet" title={say("share-update-hint")} onClick={onUpdate}>
            <RefreshCw size={15} strokeWidth={1.75} aria-hidden="true" />
            {say("share-update")}
          </button>
          <button type="button" className="button quiet share-revoke" onClick={onRevoke}>
            {say("share-revoke")}
          </button>
        </div>
      </div>
    </li>
  );
}

/**
 * @param {{
 *   isFirst: boolean,
 *   maker: React.RefObject<HTMLButtonElement | null>,
 *   onMake: (wanted: import("./shares.js").Wanted) => Promise<void>,
 * }} props `maker`: the button that makes a link.
 */
function NewLink({ isFirst, maker, onMake }) {
  const [busy, setBusy] = useState(false);
  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const wanted = new FormData(event.currentTarget);
    const days = Number(wanted.get(FIELDS.days));
    setBusy(true);
    await onMake({
      expires_at: days ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
      include_costs: wanted.has(FIELDS.costs),
      include_names: wanted.has(FIELDS.names),
    });
    setBusy(false);
  };
  return (
    <form className="share-new" onSubmit={submit}>
      {!isFirst && <h3>{say("share-another")}</h3>}
      <div className="share-wishes">
        <label className="check">
          <input type="checkbox" name={FIELDS.names} />
          {say("share-names")}
        </label>
        <label className="check">
          <input type="checkbox" name={FIELDS.costs} />
          {say("share-costs")}
        </label>
      </div>
      <div className="share-make">
        <Field label={say("share-life")}>
          <select name={FIELDS.days} className="input" defaultValue="0">
            <option value="0">{say("share-life-open")}</option>
            {LIVES.map((days) => (
              <option key={days} value={days}>
                {say("share-life-days", { count: days })}
              </option>
            ))}
          </select>
        </Field>
        <button
          ref={maker}
          type="submit"
          className={isFirst ? "button primary" : "button"}
          data-first
          aria-disabled={busy}
        >
          {say("share-make")}
        </button>
      </div>
    </form>
  );
}
