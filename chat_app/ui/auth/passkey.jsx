import { useEffect, useState } from "react";
import { KeyRound } from "lucide-react";
import { call, inWords } from "../account_calls.js";
import { hasPasskeys, NotConfirmed, signByPasskey } from "../passkeys.js";
import { say } from "../words.js";
import { enter } from "./entering.js";

/** Signs in by a passkey, where the browser has them; nothing else is asked for then. */
export function PasskeySignIn() {
  const [isThere, setThere] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  // The page is built without a browser, which alone knows.
  useEffect(() => setThere(hasPasskeys()), []);
  const signIn = async () => {
    setBusy(true);
    setFault("");
    try {
      const question = await call("POST", "/passkeys/sign-in/options");
      const credential = await signByPasskey(question);
      await call("POST", "/passkeys/sign-in", { ticket: question.ticket, credential });
      enter();
    } catch (refusal) {
      setFault(refusal instanceof NotConfirmed ? say("auth-passkey-not-confirmed") : inWords(refusal));
      setBusy(false);
    }
  };
  if (!isThere) return null;
  return (
    <div className="auth-passkey">
      <button type="button" className="button" disabled={busy} onClick={signIn}>
        <KeyRound size={16} strokeWidth={1.75} aria-hidden="true" />
        {say("auth-passkey")}
      </button>
      <div role="alert">{fault && <p className="notice danger">{fault}</p>}</div>
    </div>
  );
}
