// An OpenID provider for the tests: oidc-provider, whose people are read anew from a file.
//
// node provider.mjs PORT FILE, where the file holds {client, claimsInToken, people: {login: claims}}.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const [port, file] = process.argv.slice(2);
const read = () => JSON.parse(readFileSync(file, "utf8"));
const { client, claimsInToken } = read();
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys: [key] },
  cookies: { keys: ["a secret of the tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  conformIdTokenClaims: !claimsInToken,
  // This machine is no place that it would call by itself.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  findAccount: (_context, login) => {
    const known = read().people[login];
    return known && { accountId: login, claims: () => ({ sub: login, ...known }) };
  },
  // Nobody is asked what the app may know: it is the company's own.
  loadExistingGrant: async (context) => {
    const { session, client: asking, params } = context.oidc;
    const grant = new context.oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
    grant.addOIDCScope(String(params.scope));
    await grant.save();
    return grant;
  },
});
provider.on("backchannel.error", (_context, fault) => process.stderr.write(`${fault.stack}\n`));
provider.listen(Number(port), "127.0.0.1", () => process.stdout.write("listening\n"));
