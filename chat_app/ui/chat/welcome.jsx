import { CopyButton } from "../components/copy_button.jsx";
import { say } from "../words.js";
import "./welcome.css";

const IDEAS = ["explain", "compare", "code", "formula"];

/**
 * The start of a new chat: a greeting, and some things to ask, which go into the composer.
 *
 * @param {{name: string, onPick: (text: string) => void}} props
 */
export function Welcome({ name, onPick }) {
  return (
    <div className="tk-welcome">
      <h1>{name ? say("welcome-greeting-name", { name }) : say("welcome-greeting")}</h1>
      <p>
        {say("welcome-promise")} {say("welcome-files")}
      </p>
      <ul className="tk-ideas" aria-label={say("welcome-suggestions")}>
        {IDEAS.map((idea) => (
          <li key={idea}>
            <button type="button" onClick={() => onPick(say(`welcome-${idea}-text`))}>
              <strong>{say(`welcome-${idea}`)}</strong>
              <span>{say(`welcome-${idea}-text`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * A chat that is not there, with a way back.
 *
 * @param {{words: string, kept: string[]}} props `kept`: what the reader sent there, and what nobody was asked any more.
 */
export function Missing({ words, kept }) {
  return (
    <div className="tk-welcome">
      <h1>{say("welcome-missing")}</h1>
      <p role="alert">{words}</p>
      {kept.length > 0 && (
        <section className="tk-kept">
          <p>{say("line-kept")}</p>
          {kept.map((text, place) => (
            <div key={place}>
              <p dir="auto">{text}</p>
              <CopyButton read={() => text} label={say("message-copy")} iconOnly />
            </div>
          ))}
        </section>
      )}
      <a className="button primary" href="/">
        {say("welcome-start-new")}
      </a>
    </div>
  );
}

/** The shape of a conversation while it is fetched. */
export function Loading() {
  return (
    <div className="tk-loading" role="status" aria-label={say("welcome-loading")}>
      <i />
      <i />
      <i />
    </div>
  );
}
