import { useState } from "react";
import { Field } from "../components/field.jsx";
import { say } from "../words.js";

/** The second question of a sign-in: a code of the app, or one for when it is lost. */
export function CodeStep() {
  const [isLost, setLost] = useState(false);
  return (
    <>
      <Field
        key={String(isLost)}
        label={say(isLost ? "auth-recovery-code" : "auth-code")}
        hint={say(isLost ? "auth-recovery-code-hint" : "auth-code-hint")}
      >
        <input
          name={"code"}
          inputMode={isLost ? "text" : "numeric"}
          autoComplete={isLost ? "off" : "one-time-code"}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          required
          // It comes in the place of what was filled in last.
          autoFocus
          className="input codes"
        />
      </Field>
      <button type="button" className="link" onClick={() => setLost(!isLost)}>
        {say(isLost ? "auth-use-app" : "auth-use-recovery-code")}
      </button>
    </>
  );
}
