import assert from "node:assert/strict";
import { hasPair, pairsText } from "./pairs_text.ts";

Deno.test("pairsText() keeps to one order, whatever the service's", () => {
  assert.equal(pairsText({ b: "2", a: "1" }), "a=1, b=2");
  assert.equal(pairsText({}), "");
  assert.equal(pairsText(undefined), undefined);
});

Deno.test("hasPair() finds one of several pairs, a key, and that there are none", async () => {
  const found = async (wanted: string, pairs: Readonly<Record<string, string>> | undefined) =>
    (await hasPair<typeof pairs>((item) => item)(wanted)).test(pairs);
  const pairs = { "hw:cpu_policy": "dedicated", multiattach: "<is> True" };
  assert.ok(await found("hw:cpu_policy=dedicated", pairs));
  assert.ok(await found("multiattach", pairs));
  assert.ok(!await found("multiattach=", pairs));
  assert.ok(!await found("", pairs));
  assert.ok(await found("", {}));
  assert.ok(!await found("", undefined), "unknown is not none");
});
