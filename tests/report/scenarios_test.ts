import assert from "node:assert/strict";
import { CHECKS } from "../../src/health/mod.ts";
import { nameOf, reportOf } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/mod.ts";

for (const scenario of SCENARIOS) {
  Deno.test(nameOf(scenario), async () => {
    const report = await reportOf(scenario);
    const result = report.checks.find(({ id }) => id === scenario.check);
    // An area may have the name of one of its checks: then others ran as well.
    const found = report.findings.filter(({ check }) => check === scenario.check);
    assert.ok(result);
    assert.equal(
      result.state,
      scenario.outcome,
      JSON.stringify({ result, findings: found }, null, 1),
    );
    const names = found.map(({ resource }) => resource.name);
    if (scenario.finds) assert.deepEqual(names, scenario.finds);
    else if (scenario.outcome === "ok" && !scenario.info) assert.deepEqual(names, []);
    if (scenario.says !== undefined) {
      const said = [result.reason ?? "", ...found.map(({ text }) => text)].join("\n");
      assert.ok(said.includes(scenario.says), said);
    }
    if (scenario.info) assert.ok(found.some(({ severity }) => severity === "info"));
    const declared = CHECKS.find(({ id }) => id === scenario.check)?.severities ?? [];
    for (const { severity, text, remedy, resource } of found) {
      assert.ok(declared.includes(severity), `${severity} is not among its severities`);
      assert.ok(text.includes(resource.name) && remedy !== "" && resource.id !== "");
    }
  });
}

Deno.test("every check is shown fine and in each of its severities", () => {
  const shown = Map.groupBy(SCENARIOS, ({ check }) => check);
  const missing = CHECKS.flatMap(({ id, severities }) => {
    const has = new Set((shown.get(id) ?? []).map(({ outcome, info }) => info ? "info" : outcome));
    const expected = ["ok", ...severities] as const;
    return expected.filter((outcome) => !has.has(outcome)).map((outcome) => `${id}: ${outcome}`);
  });
  assert.deepEqual(missing, []);
});
