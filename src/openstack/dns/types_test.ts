import assert from "node:assert/strict";
import { readDnsQuota, readDnsServiceStatus, readRecordset, readZone } from "./types.ts";

Deno.test("readZone() reads a zone; before 2023.1 nothing says whether it is shared", () => {
  const zone = {
    id: "67bdc511",
    project_id: "e42ad651",
    name: "acme.test.",
    email: "hostmaster@acme.test",
    description: null,
    ttl: 3600,
    serial: 1795259065,
    status: "ACTIVE",
    action: "NONE",
    type: "PRIMARY",
    masters: [],
  };
  const read = readZone(zone);
  assert.equal(read?.name, "acme.test.");
  assert.equal(read?.ttlSeconds, 3600);
  assert.equal(read?.serial, 1795259065);
  assert.equal(read?.description, undefined);
  assert.deepEqual(read?.masters, []);
  assert.equal(read?.shared, undefined);
  assert.equal(readZone({ ...zone, shared: true })?.shared, true);
  assert.equal(readZone({ name: "acme.test." }), undefined);
});

Deno.test("readRecordset() reads the records of a name, which may have the zone's time to live", () => {
  const recordset = readRecordset({
    id: "7777ad55",
    zone_id: "67bdc511",
    zone_name: "acme.test.",
    name: "db.acme.test.",
    type: "A",
    records: ["10.20.0.10"],
    ttl: null,
  });
  assert.deepEqual(recordset?.records, ["10.20.0.10"]);
  assert.equal(recordset?.ttlSeconds, undefined);
  assert.equal(recordset?.zoneName, "acme.test.");
  assert.equal(readRecordset({ name: "db.acme.test." }), undefined);
});

Deno.test("readDnsQuota() reads limits, and takes nothing else for them", () => {
  assert.equal(readDnsQuota({ zones: 10, zone_recordsets: 500 })?.recordsetsPerZone, 500);
  assert.equal(readDnsQuota({ zones: 10 })?.recordsPerZone, undefined);
  assert.equal(readDnsQuota({}), undefined);
});

Deno.test("readDnsServiceStatus() reads a process and its last sign of life", () => {
  const status = readDnsServiceStatus({
    id: "ad79dc4d",
    hostname: "ctl-01",
    service_name: "worker",
    status: "UP",
    heartbeated_at: "2026-11-21T12:15:35.000000",
  });
  assert.equal(status?.serviceName, "worker");
  assert.equal(status?.status, "UP");
  assert.equal(status?.heartbeatAt, "2026-11-21T12:15:35.000000");
  assert.equal(readDnsServiceStatus({ hostname: "ctl-01" }), undefined);
});
