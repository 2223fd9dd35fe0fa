import { useEffect, useId, useRef, useState } from "react";
import { CopyButton } from "../components/copy_button.jsx";
import { focusNear } from "../components/return_focus.jsx";

/**
 * A new key, and a model that it may ask for: to talk with, or to make vectors.
 *
 * @typedef {{secret: string, name: string, model: string, task: "chat" | "embed"}} Issued
 */

/**
 * Shows a new key, this once: here alone it is kept, and only for as long as the dialog is open.
 *
 * @param {object} props
 * @param {Issued | {}} props.given Empty when it was taken.
 * @param {string} props.returnTo Id of what gets the focus when the dialog is closed.
 * @param {() => void} props.onTaken
 */
export function IssuedKey({ given, returnTo, onTaken }) {
  const [issued, setIssued] = useState(/** @type {Issued | null} */ (null));
  const taken = useRef(onTaken);
  useEffect(() => {
    taken.current = onTaken;
  });
  useEffect(() => {
    if (!("secret" in given)) return;
    setIssued(given);
    taken.current();
  }, [given]);
  const close = () => {
    setIssued(null);
    // The form, which had the focus before, is gone.
    focusNear(document.getElementById(returnTo));
  };
  return issued && <Shown {...issued} onClose={close} />;
}

/** @param {Issued & {onClose: () => void}} props */
function Shown({ secret, name, model, task, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const base = `${window.location.origin}/v1`;
  return (
    <dialog
      ref={dialog}
      className="dialog issued-key"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
    >
      <h2 id={`${id}-title`}>Your new key</h2>
      <p id={`${id}-text`} className="muted">
        Copy “{name}” now: it is not shown again. Only its digest is kept here, so a key that is lost
        must be revoked, and another one made.
      </p>
      <div className="one-line">
        <input
          readOnly
          aria-label="API key"
          value={secret}
          className="input"
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton read={() => secret} label="Copy" className="button primary" />
      </div>
      <Snippet title="curl" text={curl(base, secret, model, task)} />
      <Snippet title="Python" text={python(base, secret, model, task)} />
      <Snippet title="Base URL for editors and other apps" text={base} />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          Done
        </button>
      </div>
    </dialog>
  );
}

/** @param {{title: string, text: string}} props */
function Snippet({ title, text }) {
  return (
    <section className="snippet">
      <header>
        <h3>{title}</h3>
        <CopyButton read={() => text} label={`Copy ${title}`} iconOnly />
      </header>
      <pre tabIndex={0} role="region" aria-label={title}>
        <code>{text}</code>
      </pre>
    </section>
  );
}

/** @param {string} base @param {string} secret @param {string} model @param {Issued["task"]} task */
function curl(base, secret, model, task) {
  const [path, asked] = {
    chat: ["chat/completions", { model, messages: [{ role: "user", content: "Hello" }] }],
    embed: ["embeddings", { model, input: "Hello" }],
  }[task];
  return `curl ${base}/${path} \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify(asked)}'`;
}

/** @param {string} base @param {string} secret @param {string} model @param {Issued["task"]} task */
function python(base, secret, model, task) {
  const asking = {
    chat: `answer = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
    embed: `answer = client.embeddings.create(
    model=${JSON.stringify(model)},
    input="Hello",
)
print(answer.data[0].embedding)`,
  }[task];
  return `from openai import OpenAI

client = OpenAI(
    base_url="${base}",
    api_key="${secret}",
)
${asking}`;
}
