/** The contract between our declarations and a cloud: every operation that reads is sent and its answer read.
 *
 * What changes a cloud is tried by `changes_test.ts`.
 *
 * It runs unchanged on the demo and on any real cloud; {@linkcode contractTargets} says how one is named.
 *
 * @module
 */
import assert from "node:assert/strict";
import { isRead } from "../../src/openstack/operation.ts";
import { ALL_OPERATIONS } from "../../src/openstack/operations.ts";
import { CASES } from "./cases.ts";
import { contractTargets } from "./logins.ts";
import { runCase } from "./run_case.ts";

Deno.test("every declared operation that reads has one case of the contract", () => {
  const cases = CASES.map(({ operation }) => operation.id).toSorted();
  assert.deepEqual(cases, ALL_OPERATIONS.filter(isRead).map((operation) => operation.id));
});

for (const target of contractTargets()) {
  for (const service of new Set(CASES.map(({ operation }) => operation.service))) {
    Deno.test(`contract of ${service} on ${target.name}`, async (t) => {
      await using cloud = await target.open();
      for (const each of CASES.filter(({ operation }) => operation.service === service)) {
        await t.step(each.operation.id, (step) => runCase(step, each, cloud));
      }
    });
  }
}
