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
      title="Link to set a password"
      text={`For ${email}. It works once, until ${worksUntil}, and is shown only now. Earlier links are dead.`}
      label="Link to set a password"
      secret={link}
      returnTo={returnTo}
      onClose={forget}
    />
  );
}
