import { equal } from "node:assert/strict";
import { nearMiss, suggestion } from "./suggest.ts";

for (
  const [word, expected] of [
    ["OS_PASWORD", "OS_PASSWORD"],
    ["OS_PASSWORD", undefined],
    ["OS_USERNMAE", "OS_USERNAME"],
    ["OS_TYPE", undefined],
    ["OS_KYE", "OS_KEY"],
    ["OS_HOMEDIR", undefined],
  ] as const
) {
  Deno.test(`nearMiss() of ${word} is ${expected}`, () => {
    equal(nearMiss(word, ["OS_PASSWORD", "OS_USERNAME", "OS_KEY", "OS_TOKEN"]), expected);
  });
}

Deno.test("suggestion() is generous, and silent when nothing resembles the word", () => {
  equal(suggestion("RISKEY", ["human", "always", "risky"]), "risky");
  equal(suggestion("alw", ["human", "always", "risky"]), "always");
  equal(suggestion("zzz", ["human", "always", "risky"]), undefined);
});
