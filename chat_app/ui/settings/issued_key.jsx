import { CopyButton } from "../components/copy_button.jsx";
import { ShownOnce, useOnce } from "../components/shown_once.jsx";
import { say } from "../words.js";

/**
 * A new key, and a model that it may ask for: to talk with, or to make vectors.
 *
 * @typedef {{secret: string, name: string, model: string, task: "chat" | "embed"}} Issued
 */

/**
 * Shows a new key, this once.
 *
 * @param {{given: Issued | {}, returnTo: string, onTaken: () => void}} props
 */
export function IssuedKey({ given, returnTo, onTaken }) {
  const [issued, forget] = useOnce(given, onTaken);
  if (!issued) return null;
  const { secret, name, model, task } = issued;
  const base = `${window.location.origin}/v1`;
  return (
    <ShownOnce
      title={say("keys-issued-title")}
      text={say("keys-issued-text", { name })}
      label={say("keys-issued-label")}
      secret={secret}
      returnTo={returnTo}
      onClose={forget}
    >
      <Snippet title="curl" text={curl(base, secret, model, task)} />
      <Snippet title="Python" text={python(base, secret, model, task)} />
      <Snippet title={say("keys-issued-base")} text={base} />
      <p className="muted small">
        <a href="/docs" target="_blank" rel="noreferrer" className="link">
          {say("keys-issued-docs")}
        </a>
      </p>
    </ShownOnce>
  );
}

/** @param {{title: string, text: string}} props */
function Snippet({ title, text }) {
  return (
    <section className="snippet">
      <header>
        <h3>{title}</h3>
        <CopyButton read={() => text} label={say("keys-issued-copy", { what: title })} iconOnly />
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
  return `# pip install openai
from openai import OpenAI

client = OpenAI(
    base_url="${base}",
    api_key="${secret}",
)
${asking}`;
}
