/** @import {Status} from "./proof.jsx" */

import { useState } from "react";
import { KeyRound, Pencil } from "lucide-react";
import { call } from "../account_calls.js";
import { Dialog } from "../components/dialog.jsx";
import { Field } from "../components/field.jsx";
import { Scroller } from "../components/scroller.jsx";
import { hasPasskeys, makePasskey } from "../passkeys.js";
import { moment, say } from "../words.js";
import { useLoaded } from "./loaded.jsx";
import { Asking, askStatus, Proof } from "./proof.jsx";

/** @typedef {{passkey_id: string, name: string, created_at: string, last_used_at: string | null}} Passkey */
/** @typedef {{what: "add" | "rename" | "remove", passkey?: Passkey}} Doing */

/** @returns {Promise<{passkeys: Passkey[], status: Status}>} */
async function read() {
  const [{ passkeys }, status] = await Promise.all([call("GET", "/passkeys"), askStatus()]);
  return { passkeys, status };
}

/** The passkeys of the account: added, renamed, removed. */
export function Passkeys() {
  const { got, load, instead } = useLoaded(read);
  const [doing, setDoing] = useState(/** @type {Doing | null} */ (null));
  const close = () => {
    setDoing(null);
    load();
  };
  if (!got) return instead;
  const { passkeys, status } = got;
  return (
    <div className="passkeys">
      {passkeys.length > 0 ? (
        <Table passkeys={passkeys} onDo={setDoing} />
      ) : (
        <div className="empty">
          <KeyRound aria-hidden="true" />
          <p>{say("passkeys-none")}</p>
        </div>
      )}
      {hasPasskeys() ? (
        <div>
          <button type="button" className="button" onClick={() => setDoing({ what: "add" })}>
            {say("passkeys-add")}
          </button>
        </div>
      ) : (
        <p className="muted small">{say("passkeys-unsupported")}</p>
      )}
      {doing && <Changing doing={doing} status={status} onClose={close} />}
    </div>
  );
}

/** @param {{passkeys: Passkey[], onDo: (doing: Doing) => void}} props */
function Table({ passkeys, onDo }) {
  const names = [say("passkeys-name"), say("passkeys-added"), say("settings-last-used")];
  return (
    <Scroller name={say("passkeys-title")} isTable>
      <table role="table" aria-label={say("passkeys-title")} tabIndex={-1} className="table">
        <thead role="rowgroup">
          <tr role="row">
            {names.map((name) => (
              <th key={name} scope="col" role="columnheader">{name}</th>
            ))}
            <th scope="col" role="columnheader">
              <span className="visually-hidden">{say("frame-actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {passkeys.map((passkey) => (
            <tr key={passkey.passkey_id} role="row">
              <th scope="row" role="rowheader">{passkey.name}</th>
              <td role="cell" data-label={names[1]}>{moment(passkey.created_at)}</td>
              <td role="cell" data-label={names[2]}>
                {passkey.last_used_at ? moment(passkey.last_used_at) : say("frame-never")}
              </td>
              <td role="cell" className="actions">
                <div>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={say("passkeys-rename-one", { name: passkey.name })}
                    title={say("passkeys-rename")}
                    onClick={() => onDo({ what: "rename", passkey })}
                  >
                    <Pencil aria-hidden="true" />
                  </button>
                  <button
                    type="button"
                    className="button quiet"
                    aria-label={say("passkeys-remove-one", { name: passkey.name })}
                    onClick={() => onDo({ what: "remove", passkey })}
                  >
                    {say("passkeys-remove")}
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** @param {{doing: Doing, status: Status, onClose: () => void}} props */
function Changing({ doing: { what, passkey }, status, onClose }) {
  const path = `/passkeys/${passkey?.passkey_id}`;
  /** @param {Record<string, string>} filled */
  const add = async ({ name, ...proof }) => {
    const question = await call("POST", "/passkeys/options", proof);
    const credential = await makePasskey(question);
    await call("POST", "/passkeys", { ticket: question.ticket, credential, name });
    onClose();
  };
  /** @param {Record<string, string>} filled */
  const rename = async ({ name }) => {
    await call("PATCH", path, { name });
    onClose();
  };
  /** @param {Record<string, string>} proof */
  const remove = async (proof) => {
    await call("POST", `${path}/remove`, proof);
    onClose();
  };
  if (what === "remove") {
    return (
      <Dialog
        title={say("passkeys-remove-one", { name: passkey?.name ?? "" })}
        text={say("passkeys-remove-text")}
        onClose={onClose}
      >
        <Asking onSend={remove} onCancel={onClose} action={say("passkeys-remove")} isDangerous>
          <Proof status={status} />
        </Asking>
      </Dialog>
    );
  }
  if (what === "rename") {
    return (
      <Dialog title={say("passkeys-rename-one", { name: passkey?.name ?? "" })} onClose={onClose}>
        <Asking onSend={rename} onCancel={onClose} action={say("frame-save")}>
          <NameField name={passkey?.name} />
        </Asking>
      </Dialog>
    );
  }
  return (
    <Dialog title={say("passkeys-add")} text={say("passkeys-add-text")} onClose={onClose}>
      <Asking onSend={add} onCancel={onClose} action={say("passkeys-add")}>
        <NameField />
        <Proof status={status} />
      </Asking>
    </Dialog>
  );
}

/** @param {{name?: string}} props */
function NameField({ name = "" }) {
  return (
    <Field label={say("passkeys-call-it")}>
      <input
        name={"name"}
        defaultValue={name}
        autoComplete="off"
        maxLength={200}
        required
        data-first
        className="input"
      />
    </Field>
  );
}
