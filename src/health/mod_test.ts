import assert from "node:assert/strict";
import { CHECKS, operationsOf, planReport, selectChecks, validateThresholds } from "./mod.ts";

Deno.test("selectChecks() takes all without a choice, and asks for no area by name", () => {
  const { checks, asked } = selectChecks();
  assert.equal(checks.length, CHECKS.length);
  assert.equal(asked.size, 0);
});

Deno.test("selectChecks() takes areas and ids together; exclusion wins", () => {
  const { checks, asked } = selectChecks(["image", "server-error", "quota"], ["quota-negative"]);
  assert.deepEqual(checks.map(({ id }) => id), ["server-error", "image-stuck", "quota"]);
  assert.deepEqual([...asked], ["instances", "image", "quota"]);
});

Deno.test("selectChecks() excludes from all", () => {
  const { checks } = selectChecks([], ["platform"]);
  assert.equal(checks.some(({ area }) => area === "platform"), false);
});

Deno.test("selectChecks() suggests what an unknown name may mean", () => {
  assert.throws(() => selectChecks(["sever-error"]), (error) =>
    error instanceof RangeError &&
    error.message.startsWith('"sever-error" is neither a check nor an area, did you mean "server-error"?'));
  assert.throws(() => selectChecks([], ["storge"]), /did you mean "storage"/);
});

Deno.test("selectChecks() refuses a choice that leaves nothing", () => {
  assert.throws(() => selectChecks(["image"], ["image-stuck"]), RangeError);
});

Deno.test("validateThresholds() takes numbers and words in the place of defaults", () => {
  const thresholds = { "quota": { warning_percent: 70 }, "sg-world-ssh": { ports: ["22"] } };
  assert.deepEqual(validateThresholds(thresholds), thresholds);
  assert.deepEqual(validateThresholds({}), {});
});

Deno.test("validateThresholds() names the check, the limit and what would be right", () => {
  assert.throws(
    () => validateThresholds({ qouta: {} }),
    /thresholds: no check "qouta", did you mean "quota"\?/,
  );
  assert.throws(
    () => validateThresholds({ quota: { warn_percent: 70 } }),
    /quota: no limit "warn_percent".*its limits are warning_percent, critical_percent/,
  );
  assert.throws(() => validateThresholds({ "nova-forced-down": { hours: 1 } }), /it has none/);
  assert.throws(() => validateThresholds({ quota: { warning_percent: "80" } }), TypeError);
  assert.throws(() => validateThresholds({ quota: { warning_percent: -1 } }), TypeError);
  assert.throws(() => validateThresholds({ "sg-world-ssh": { ports: [22] } }), TypeError);
  assert.throws(() => validateThresholds({ quota: { toString: 1 } }), RangeError);
  assert.throws(() => validateThresholds({ quota: 80 }), TypeError);
  assert.throws(() => validateThresholds([]), TypeError);
  assert.throws(() => validateThresholds(null), TypeError);
});

Deno.test("planReport() names the calls of each check without sending them", () => {
  const plan = planReport(["nova-hypervisor-down"]);
  assert.deepEqual(plan.map(({ id, needs, operations }) => ({ id, needs, operations })), [{
    id: "nova-hypervisor-down",
    needs: "admin",
    operations: ["compute.hypervisors.list", "compute.services.list"],
  }]);
});

Deno.test("operationsOf() gives each call once, and only reads", () => {
  const operations = operationsOf(CHECKS);
  assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
  assert.deepEqual(operations.filter(({ effect }) => effect !== "read"), []);
});

Deno.test("every check has an id of its own, a remedy, and limits that name their unit", () => {
  assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
  const units = /_(seconds|minutes|hours|days|percent|count|hosts|ratio)$/;
  for (const { id, remedy, thresholds } of CHECKS) {
    assert.match(remedy, /\.$/, id);
    for (const [name, value] of Object.entries(thresholds)) {
      if (typeof value === "number") assert.match(name, units, `${id}.${name}`);
    }
  }
});
