// A certified OpenID provider as a public body would run one, for tests:
//   node openid_provider.mjs PORT CALLBACK ACCOUNTS, where ACCOUNTS is JSON: login -> its claims.
// Prints "ready" once it listens. Whoever types the login is let in; every client must use PKCE.
import Provider from "oidc-provider";

const [port, callback, accounts] = process.argv.slice(2);
const known = JSON.parse(accounts);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: "entreciudades", client_secret: "a-secret-of-tests", redirect_uris: [callback] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  cookies: { keys: ["tests"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...known[id] }) }),
});
provider.listen(port, "localhost", () => console.log("ready"));
