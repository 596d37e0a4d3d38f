/** Other ways to log in than by a password, as far as every Keystone has them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { withCloud } from "./cloud.ts";
import { objectOf, run } from "./program.ts";
import { RawCloud } from "./raw_cloud.ts";

/** What a login gave: the methods that its token stands on, or why there is none. */
async function loginOf(env: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const { stdout } = await run({ args: ["tools", "call", "get_capabilities"], env });
  return objectOf(JSON.parse(stdout));
}

Deno.test("a login by two methods at once works, and its token stands on both", async () => {
  await withCloud(async (cloud) => {
    const login = cloud.login("alice");
    const { token } = await RawCloud.logIn(login);
    const env = {
      ...login,
      OS_AUTH_TYPE: "v3multifactor",
      OS_AUTH_METHODS: "v3password,v3token",
      OS_TOKEN: token,
    };
    const { auth, error } = await loginOf(env);
    assert.equal(error, undefined);
    const { methods } = objectOf(auth);
    assert.ok(Array.isArray(methods));
    assert.deepEqual(methods.toSorted(), ["password", "token"]);
  });
});

Deno.test("a token logs in by itself, and a passcode that is refused says what to check", async () => {
  await withCloud(async (cloud) => {
    const { OS_PASSWORD: _password, ...login } = cloud.login("alice");
    const { token } = await RawCloud.logIn(cloud.login("alice"));
    const { OS_USERNAME: _user, OS_USER_DOMAIN_NAME: _domain, ...place } = login;
    const byToken = await loginOf({ ...place, OS_AUTH_TYPE: "v3token", OS_TOKEN: token });
    assert.equal(objectOf(byToken["project"])["name"], "acme");
    const byPasscode = await loginOf({ ...login, OS_AUTH_TYPE: "v3totp", OS_PASSCODE: "000000" });
    const error = objectOf(byPasscode["error"]);
    assert.equal(error["reason"], "login failed");
    assert.match(String(error["next"]), /passcode/);
    assert.doesNotMatch(JSON.stringify(byPasscode), /000000/);
  });
});
