import "./welcome.css";

const IDEAS = [
  ["Explain something", "Explain how a token budget works, in three short paragraphs."],
  ["Compare in a table", "Compare SQLite and PostgreSQL in a Markdown table with five rows."],
  ["Write code", "Write a Python function that merges two sorted lists, with a test."],
  ["Work out a formula", "Derive the quadratic formula step by step, with the maths written out."],
];

/**
 * The start of a new chat: a greeting, and some things to ask.
 *
 * @param {{name: string, simulated: boolean, onPick: (text: string) => void}} props
 */
export function Welcome({ name, simulated, onPick }) {
  return (
    <div className="tk-welcome">
      <h1>{name ? `What is on your mind, ${name}?` : "What is on your mind?"}</h1>
      <p>Every reply shows what it cost, to the token.</p>
      {simulated && (
        <p className="tk-simulated">
          No provider key is set up, so the <strong>simulated model</strong> answers: it streams made-up
          text and calls no one.
        </p>
      )}
      <ul className="tk-ideas" aria-label="Suggestions">
        {IDEAS.map(([title, text]) => (
          <li key={title}>
            <button type="button" onClick={() => onPick(text)}>
              <strong>{title}</strong>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A chat that is not there, with a way back. @param {{words: string}} props */
export function Missing({ words }) {
  return (
    <div className="tk-welcome">
      <h1>This chat is not here</h1>
      <p role="alert">{words}</p>
      <a className="button primary" href="/">
        Start a new chat
      </a>
    </div>
  );
}

/** The shape of a conversation while it is fetched. */
export function Loading() {
  return (
    <div className="tk-loading" role="status" aria-label="Loading the conversation">
      <i />
      <i />
      <i />
    </div>
  );
}
