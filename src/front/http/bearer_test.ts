import assert from "node:assert/strict";
import { Bearer, refuseTokenInUrl } from "./bearer.ts";
import { Refusal } from "./refusal.ts";
import { caller } from "./testing.ts";

const CALLERS = [await caller("token-a", { name: "a" }), await caller("päss", { name: "b" })];

async function challengeOf(headers: Record<string, string>): Promise<string | null> {
  try {
    await new Bearer(CALLERS).identify(new Headers(headers));
    return assert.fail("nobody was refused");
  } catch (error) {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 401);
    return error.response().headers.get("www-authenticate");
  }
}

Deno.test("Bearer finds the caller of a token", async () => {
  const bearer = new Bearer(CALLERS);
  for (const authorization of ["Bearer token-a", "bearer  token-a "]) {
    const identity = await bearer.identify(new Headers({ authorization }));
    assert.deepEqual([identity?.caller.name, identity?.token], ["a", "token-a"]);
  }
});

Deno.test("Bearer asks nobody for a token where there are no callers", async () => {
  assert.equal(await new Bearer(undefined).identify(new Headers({ authorization: "Bearer x" })), undefined);
});

Deno.test("Bearer refuses everybody where the list of callers is empty", async () => {
  await assert.rejects(new Bearer([]).identify(new Headers({ authorization: "Bearer x" })), Refusal);
});

Deno.test("Bearer says what is needed, and that a token which was sent is not valid", async () => {
  const plain = 'Bearer realm="openstack-mcp"';
  assert.equal(await challengeOf({}), plain);
  for (
    const authorization of [
      "Bearer wrong",
      "Bearer token-a, Bearer token-a",
      "Bearer",
      "Bearer ",
      "token-a",
      "Basic token-a",
    ]
  ) assert.equal(await challengeOf({ authorization }), `${plain}, error="invalid_token"`, authorization);
});

Deno.test("refuseTokenInUrl() refuses a token in the query, and nothing else there", () => {
  for (const query of ["?access_token=x", "?a=1&token=", "?ACCESS_TOKEN=x", "?acc%65ss_token=x"]) {
    assert.throws(() => refuseTokenInUrl(new URL(`http://localhost/mcp${query}`)), { status: 400 }, query);
  }
  for (const query of ["", "?", "?tokens=x", "?a=token"]) {
    refuseTokenInUrl(new URL(`http://localhost/${query}`));
  }
});
