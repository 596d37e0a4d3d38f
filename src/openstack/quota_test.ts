import assert from "node:assert/strict";
import { readAbsoluteLimits, readQuota, UNLIMITED } from "./quota.ts";

Deno.test("readQuota() reads Nova's detail", () => {
  const quota = readQuota({ id: "e42ad651", cores: { limit: -1, in_use: 1049, reserved: 0 } });
  assert.equal(quota?.projectId, "e42ad651");
  assert.deepEqual(quota?.lines, {
    cores: { limit: UNLIMITED, inUse: 1049, reserved: 0, allocated: undefined },
  });
});

Deno.test("readQuota() reads Cinder's use, with a line for each type", () => {
  const quota = readQuota({
    id: "e42ad651",
    gigabytes: { limit: 2000, in_use: 86, reserved: 2, allocated: 10 },
    gigabytes_ssd: { limit: -1, in_use: 60, reserved: 0 },
  });
  assert.equal(quota?.lines["gigabytes"]?.allocated, 10);
  assert.equal(quota?.lines["gigabytes_ssd"]?.inUse, 60);
});

Deno.test("readQuota() reads Neutron's details, numbers as text too", () => {
  const quota = readQuota({ network: { limit: 100, used: 4, reserved: "0" } });
  assert.deepEqual(quota?.lines["network"], { limit: 100, inUse: 4, reserved: 0, allocated: undefined });
  assert.equal(quota?.projectId, undefined);
});

Deno.test("readQuota() leaves the use of bare limits unknown", () => {
  const quota = readQuota({ project_id: "p", load_balancer: -1, pool: null });
  assert.deepEqual(quota?.lines, {
    load_balancer: { limit: -1, inUse: undefined, reserved: undefined, allocated: undefined },
  });
});

Deno.test("readQuota() gives nothing for what is no quota", () => {
  assert.equal(readQuota(undefined), undefined);
  assert.equal(readQuota([]), undefined);
});

Deno.test("readAbsoluteLimits() reads numbers alone", () => {
  const limits = { rate: [], absolute: { maxTotalInstances: 50, totalInstancesUsed: 16, odd: null } };
  assert.deepEqual(readAbsoluteLimits(limits), { maxTotalInstances: 50, totalInstancesUsed: 16 });
  assert.equal(readAbsoluteLimits({}), undefined);
});
