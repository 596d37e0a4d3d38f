import assert from "node:assert/strict";
import {
  readExportLocation,
  readShare,
  readShareAccessRule,
  readShareInstance,
  readShareNetwork,
  readSharePool,
  readShareService,
  readShareSnapshot,
  readShareType,
} from "./types.ts";

const SHARE = {
  "id": "d7e906ba",
  "size": 10,
  "availability_zone": "nova",
  "created_at": "2026-11-21T17:07:34.434136",
  "status": "available",
  "name": "team-files",
  "description": null,
  "project_id": "dca76f28",
  "share_network_id": null,
  "share_proto": "NFS",
  "metadata": { "team": "blue" },
  "is_public": false,
};

Deno.test("readShare() knows the type in the forms of old and new versions", () => {
  const old = readShare({ ...SHARE, share_type: "default", volume_type: "default" });
  assert.equal(old?.type, "default");
  const today = readShare({ ...SHARE, share_type: "6602e156", share_type_name: "default", volume_type: "x" });
  assert.equal(today?.type, "default");
  assert.equal(readShare({ ...SHARE, share_type: "6602e156", share_type_name: null })?.type, "6602e156");
});

Deno.test("readShare() reads export locations only where the share itself tells them", () => {
  assert.equal(readShare(SHARE)?.exportLocations, undefined);
  assert.deepEqual(readShare({ ...SHARE, export_locations: ["10.0.0.10:/a"] })?.exportLocations, [
    "10.0.0.10:/a",
  ]);
  assert.deepEqual(readShare(SHARE)?.metadata, { team: "blue" });
  assert.equal(readShare(SHARE)?.host, undefined);
  assert.equal(readShare({ name: "x" }), undefined);
});

Deno.test("readShareAccessRule() leaves the key out", () => {
  const rule = readShareAccessRule({
    "id": "1",
    "access_type": "cephx",
    "access_to": "bob",
    "access_level": "rw",
    "state": "active",
    "access_key": "AQDkGpFTAAAA",
  });
  assert.equal(rule?.to, "bob");
  assert.ok(!JSON.stringify(rule).includes("AQDkGpFTAAAA"));
  assert.equal(readShareAccessRule({}), undefined);
});

Deno.test("readExportLocation() needs a path", () => {
  assert.deepEqual(readExportLocation({ path: "10.0.0.10:/a", preferred: true }), {
    path: "10.0.0.10:/a",
    preferred: true,
    isAdminOnly: undefined,
  });
  assert.equal(readExportLocation({ id: "1" }), undefined);
});

Deno.test("readShareNetwork() reads one subnet of old versions and several of new ones", () => {
  const old = readShareNetwork({ id: "1", neutron_net_id: "n", neutron_subnet_id: "s", cidr: "10.0.0.0/24" });
  assert.deepEqual(old?.subnets.map(({ networkId, subnetId, cidr }) => [networkId, subnetId, cidr]), [
    ["n", "s", "10.0.0.0/24"],
  ]);
  const today = readShareNetwork({
    id: "1",
    share_network_subnets: [{ neutron_net_id: "", neutron_subnet_id: "" }, { neutron_net_id: "n" }],
  });
  assert.deepEqual(today?.subnets.map(({ networkId }) => networkId), [undefined, "n"]);
  assert.equal(readShareNetwork(null), undefined);
});

Deno.test("readShareType() reads the visibility by both names, and specs that are no text", () => {
  const type = readShareType({
    "id": "1",
    "name": "default",
    "os-share-type-access:is_public": true,
    "extra_specs": { "snapshot_support": "True", "mount_snapshot_support": false, "odd": null },
  });
  assert.equal(type?.isPublic, true);
  assert.deepEqual(type?.extraSpecs, { snapshot_support: "True", mount_snapshot_support: "false" });
  assert.equal(readShareType({ id: "1", "share_type_access:is_public": false })?.isPublic, false);
  assert.equal(readShareType({ id: "1" })?.extraSpecs, undefined);
});

Deno.test("readShareSnapshot(), readShareService() need an id", () => {
  assert.equal(readShareSnapshot({ id: "1", share_id: "2", size: 3 })?.shareId, "2");
  assert.equal(readShareSnapshot({ share_id: "2" }), undefined);
  assert.equal(readShareService({ id: 2, binary: "manila-share", host: "a@nfs1" })?.id, "2");
  assert.equal(readShareService({ binary: "manila-share" }), undefined);
});

Deno.test("readSharePool() reads capacities in figures and words", () => {
  const pool = readSharePool({
    "name": "ctl-01@nfs1#pool",
    "host": "ctl-01",
    "backend": "nfs1",
    "capabilities": {
      "total_capacity_gb": "infinite",
      "free_capacity_gb": 12.5,
      "allocated_capacity_gb": 3,
      "thin_provisioning": [true, false],
      "share_backend_name": "nfs1",
    },
  });
  assert.equal(pool?.totalGb, "infinite");
  assert.equal(pool?.freeGb, 12.5);
  assert.equal(pool?.thin, true);
  assert.equal(readSharePool({ name: "x" })?.freeGb, undefined);
  assert.equal(readSharePool({}), undefined);
});

Deno.test("readShareInstance() reads instances and replicas alike", () => {
  const replica = readShareInstance({
    id: "r1",
    share_id: "s1",
    status: "available",
    replica_state: "in_sync",
  });
  assert.deepEqual([replica?.shareId, replica?.replicaState, replica?.host], ["s1", "in_sync", undefined]);
  const instance = readShareInstance({ id: "i1", share_id: "s1", replica_state: null, host: "ctl@nfs#pool" });
  assert.deepEqual([instance?.replicaState, instance?.host], [undefined, "ctl@nfs#pool"]);
  assert.equal(readShareInstance({ share_id: "s1" }), undefined);
});
