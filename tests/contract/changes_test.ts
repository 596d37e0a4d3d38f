/** The contract between our declarations and a cloud, for what changes it: scenarios with things of the suite's own.
 *
 * It runs unchanged on the demo and on any real cloud that `CONTRACT_CHANGES` gives free. A scenario deletes what it
 * made, however it ends; what an aborted run left is deleted by the next one after an hour.
 *
 * @module
 */
import assert from "node:assert/strict";
import { isRead } from "../../src/openstack/operation.ts";
import { ALL_OPERATIONS } from "../../src/openstack/operations.ts";
import { sweep } from "./changes/leftovers.ts";
import { Stage } from "./changes/stage.ts";
import { type ContractCloud, contractTargets } from "./logins.ts";
import type { Act, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

Deno.test("every declared operation that changes something is exercised by a scenario", () => {
  const exercised = new Set(SCENARIOS.flatMap(({ operations }) => operations.map(({ id }) => id)));
  const missing = ALL_OPERATIONS.filter((operation) => !isRead(operation) && !exercised.has(operation.id));
  assert.deepEqual(missing.map(({ id }) => id), []);
});

for (const target of contractTargets()) {
  Deno.test({
    name: `changes on ${target.name}`,
    ignore: !target.mayChange,
    fn: async (t) => {
      await using cloud = await target.open();
      await t.step("leftovers of aborted runs are deleted", () => sweep(cloud.member));
      for (const scenario of SCENARIOS) await playScenario(t, scenario, cloud);
    },
  });
}

async function playScenario(t: Deno.TestContext, scenario: Scenario, cloud: ContractCloud): Promise<void> {
  await using stage = await Stage.set(cloud);
  const missing = await scenario.missing?.(stage);
  if (missing !== undefined) {
    await t.step({ name: `${scenario.name}: ${missing}`, ignore: true, fn: () => {} });
    return;
  }
  await t.step(scenario.name, async (step) => {
    const act: Act = async (name, part) => {
      assert(await step.step(name, part), `the scenario ended at "${name}"`);
    };
    await scenario.play(act, stage);
    const possible = scenario.operations.filter(({ needs }) => needs !== "admin" || cloud.admin);
    const idle = possible.filter(({ id }) => !stage.exercised.has(id));
    assert.deepEqual(idle.map(({ id }) => id), [], "not exercised");
  });
}
