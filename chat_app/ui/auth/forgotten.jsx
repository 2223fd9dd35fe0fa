import { useState } from "react";
import { call, inWords } from "../account_calls.js";
import { Field } from "../components/field.jsx";
import { say } from "../words.js";
import { useWays } from "./ways.js";

/** How somebody gets a link to set a password: by mail, or where none is sent, from an administrator. */
export function Forgotten() {
  const ways = useWays();
  if (ways?.password && !ways.reset_by_mail) return <p className="notice">{say("error-no-mail")}</p>;
  return <ByMail />;
}

/** Has a link sent by mail; what it says tells nobody who has an account. */
function ByMail() {
  const [fault, setFault] = useState("");
  const [stage, setStage] = useState(/** @type {"" | "busy" | "sent"} */ (""));
  /** @param {React.SubmitEvent<HTMLFormElement>} event */
  const send = async (event) => {
    event.preventDefault();
    setFault("");
    setStage("busy");
    try {
      await call("POST", "/forgot-password", Object.fromEntries(new FormData(event.currentTarget)));
      setStage("sent");
    } catch (refusal) {
      setFault(inWords(refusal));
      setStage("");
    }
  };
  return (
    <form onSubmit={send} className="credentials">
      <Field label={say("auth-email")}>
        <input name={"email"} type="email" autoComplete="username" required className="input" />
      </Field>
      <div role="alert" className="credentials-error">
        {fault && <p className="notice danger">{fault}</p>}
      </div>
      <div role="status">
        {stage === "sent" && <p className="notice success">{say("auth-link-sent")}</p>}
      </div>
      <button type="submit" className="button primary" disabled={stage !== ""}>
        {say("auth-send-link")}
      </button>
    </form>
  );
}
