import { say } from "../words.js";
import { ShownOnce, useOnce } from "../components/shown_once.jsx";

/** @typedef {{link: string, email: string, worksUntil: string}} Issued */

/**
 * Shows a link by which somebody sets a password, this once.
 *
 * @param {{given: Issued | {}, returnTo: string, onTaken: () => void}} props
 */
export function PasswordLink({ given, returnTo, onTaken }) {
  const [issued, forget] = useOnce(given, onTaken);
  if (!issued) return null;
  const { link, email, worksUntil } = issued;
  return (
    <ShownOnce
      title={say("people-link-title")}
      text={say("people-link-text", { email, until: worksUntil })}
      label={say("people-link-title")}
      secret={link}
      returnTo={returnTo}
      onClose={forget}
    />
  );
}
