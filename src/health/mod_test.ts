import assert from "node:assert/strict";
import { entry } from "./_fake_cloud.ts";
import { isRead } from "../openstack/operation.ts";
import { CHECKS, operationsOf, planReport, validateThresholds } from "./mod.ts";
import { selectFrom } from "./selection.ts";

Deno.test("selectFrom() takes all without a choice, and asks for no area by name", () => {
  const { checks, asked } = selectFrom(CHECKS);
  assert.equal(checks.length, CHECKS.length);
  assert.equal(asked.size, 0);
});

Deno.test("selectFrom() takes areas and ids together; exclusion wins", () => {
  const { checks, asked } = selectFrom(CHECKS, ["dns", "server-error", "sg-unused"], ["dns-zone"]);
  assert.deepEqual(checks.map(({ id }) => id), ["server-error", "sg-unused", "dns-service"]);
  assert.deepEqual([...asked], ["instances", "network", "dns"]);
});

Deno.test("selectFrom() excludes from all", () => {
  const { checks } = selectFrom(CHECKS, [], ["platform"]);
  assert.equal(checks.some(({ area }) => area === "platform"), false);
});

Deno.test("selectFrom() suggests what an unknown name may mean", () => {
  assert.throws(() => selectFrom(CHECKS, ["sever-error"]), (error) =>
    error instanceof RangeError &&
    error.message.startsWith('"sever-error" is neither a check nor an area, did you mean "server-error"?'));
  assert.throws(() => selectFrom(CHECKS, [], ["storge"]), /did you mean "storage"/);
});

Deno.test("selectFrom() refuses a choice that leaves nothing", () => {
  assert.throws(() => selectFrom(CHECKS, ["dns"], ["dns-zone", "dns-service"]), RangeError);
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
  assert.throws(() => validateThresholds({ "router-status": { hours: 1 } }), /it has none/);
  assert.throws(() => validateThresholds({ quota: { warning_percent: "80" } }), TypeError);
  assert.throws(() => validateThresholds({ quota: { warning_percent: -1 } }), TypeError);
  assert.throws(() => validateThresholds({ "sg-world-ssh": { ports: [22] } }), TypeError);
  assert.throws(() => validateThresholds({ quota: { toString: 1 } }), RangeError);
  assert.throws(() => validateThresholds({ quota: 80 }), TypeError);
  assert.throws(() => validateThresholds([]), TypeError);
  assert.throws(() => validateThresholds(null), TypeError);
});

Deno.test("planReport() names the calls without sending them, each once with the checks that share it", () => {
  const allowlist = { entries: [entry("compute"), entry("identity")] };
  const plan = planReport({
    checks: ["nova-hypervisor-down", "nova-heartbeat", "lb-operating"],
    scope: "all projects",
    roles: ["admin"],
    allowlist,
  });
  assert.deepEqual(plan.checks.map(({ id, runs, why }) => ({ id, runs, why })), [
    { id: "nova-heartbeat", runs: true, why: undefined },
    { id: "nova-hypervisor-down", runs: true, why: undefined },
    { id: "lb-operating", runs: false, why: "the catalog has no load-balancer service" },
  ]);
  assert.deepEqual(plan.calls.map(({ method, path, times, checks }) => [method, path, times, ...checks]), [
    ["GET", "/os-hypervisors/detail", "one a page", "nova-hypervisor-down"],
    ["GET", "/os-services", "once", "nova-heartbeat", "nova-hypervisor-down"],
  ]);
});

Deno.test("planReport() says which role a check needs that the login does not have", () => {
  const allowlist = { entries: [entry("compute")] };
  const plan = planReport({ checks: ["nova-heartbeat"], scope: "", roles: ["member"], allowlist });
  assert.deepEqual(plan.calls, []);
  assert.equal(plan.checks[0]?.why, "needs the role admin; the login has member");
});

Deno.test("operationsOf() gives each call once, and only reads", () => {
  const operations = operationsOf(CHECKS);
  assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
  assert.deepEqual(operations.filter((op) => !isRead(op)), []);
});

Deno.test("every check has an id of its own, a remedy, and limits that name their unit", () => {
  assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
  const units = /_(seconds|minutes|hours|days|percent|count|hosts|ratio|bits)$/;
  for (const { id, remedy, thresholds } of CHECKS) {
    assert.match(remedy, /\.$/, id);
    for (const [name, value] of Object.entries(thresholds)) {
      if (typeof value === "number") assert.match(name, units, `${id}.${name}`);
    }
  }
});
