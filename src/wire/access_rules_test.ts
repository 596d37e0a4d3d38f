import assert from "node:assert/strict";
import { isAccessRulesAnswer } from "./access_rules.ts";

Deno.test("isAccessRulesAnswer() wants every list", () => {
  const answer = { rules: [], roles: [], notes: [], enforcement: [], probed: false };
  assert.equal(isAccessRulesAnswer(answer), true);
  const others = [null, "rules", {}, { ...answer, notes: "none" }, { rules: [], roles: [] }];
  for (const other of others) assert.equal(isAccessRulesAnswer(other), false, JSON.stringify(other));
});
