import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { CallerBound } from "../wire/messages.ts";
import { TEST_POLICY } from "../wire/testing.ts";
import { authenticate, unauthenticated } from "./authenticate.ts";

function bound(name: string, token: string): CallerBound {
  const sha256 = createHash("sha256").update(token).digest("hex");
  return { name, sha256, readOnly: false, tools: [] };
}

const ANN = bound("ann", "token-of-ann");
const POLICY = { ...TEST_POLICY, callers: [ANN, bound("bob", "Tökén-of-bob")] };

Deno.test("authenticate() takes anybody where no tokens are shown", async () => {
  assert.deepEqual(await authenticate(undefined, TEST_POLICY), { name: "test" });
  assert.deepEqual(await authenticate("whatever", TEST_POLICY), { name: "test" });
});

Deno.test("authenticate() knows each caller by its token", async () => {
  assert.deepEqual(await authenticate("token-of-ann", POLICY), { name: "ann", bound: ANN });
  assert.equal((await authenticate("Tökén-of-bob", POLICY))?.name, "bob");
});

for (const token of [undefined, "", "token-of-an", "token-of-ann ", "TOKEN-OF-ANN", ANN.sha256, "ann"]) {
  Deno.test(`authenticate() knows nobody by ${JSON.stringify(token)}`, async () => {
    assert.equal(await authenticate(token, POLICY), undefined);
  });
}

Deno.test("authenticate() knows nobody at a cloud that is open to no caller", async () => {
  assert.equal(await authenticate("token-of-ann", { ...TEST_POLICY, callers: [] }), undefined);
});

Deno.test("unauthenticated() gives a name back only in part", () => {
  const error = unauthenticated("x".repeat(10_000));
  assert.equal(error.reason, "refused by policy");
  assert.ok(JSON.stringify(error).length < 300);
});
