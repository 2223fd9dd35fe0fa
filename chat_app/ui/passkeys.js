/** Passkeys as this browser has them: what it is asked, and what it answers. */

/** What the server has it asked. @typedef {{options: any, ticket: string}} Question */

/** Whether this page may ask for passkeys at all: by https, or from this machine, under a name. */
export function hasPasskeys() {
  return (
    typeof PublicKeyCredential === "function" &&
    "parseCreationOptionsFromJSON" in PublicKeyCredential &&
    // The browser has no passkeys for an address in figures.
    !/^[\d.]+$|:/.test(location.hostname)
  );
}

/** The device did not confirm: somebody said no, or it took too long. */
export class NotConfirmed extends Error {}

/**
 * Have a device make a passkey.
 *
 * @param {Question} question
 */
export async function makePasskey({ options }) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return answer(navigator.credentials.create({ publicKey }));
}

/**
 * Have a device sign in by one.
 *
 * @param {Question} question
 */
export async function signByPasskey({ options }) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return answer(navigator.credentials.get({ publicKey }));
}

/** @param {Promise<Credential | null>} asked */
async function answer(asked) {
  try {
    const credential = /** @type {PublicKeyCredential | null} */ (await asked);
    if (credential) return credential.toJSON();
  } catch (fault) {
    // Whatever went wrong, browsers say no more than that it did not come to it.
    if (!(fault instanceof DOMException)) throw fault;
  }
  throw new NotConfirmed();
}
