import assert from "node:assert/strict";
import {
  readBackup,
  readSnapshot,
  readStorageAttachment,
  readVolume,
  readVolumeAvailabilityZone,
  readVolumeCluster,
  readVolumeGroup,
  readVolumeMessage,
  readVolumePool,
  readVolumeQos,
  readVolumeService,
  readVolumeTransfer,
  readVolumeType,
  readVolumeTypeEncryption,
} from "./types.ts";

const VOLUME = {
  "id": "70ea3c2f-d599-4f99-b2e5-08c027d9b606",
  "status": "in-use",
  "size": 1,
  "availability_zone": "nova",
  "created_at": "2026-11-21T11:04:18.000000",
  "updated_at": "2026-11-21T11:04:21.000000",
  "name": "staging-disk",
  "description": null,
  "volume_type": "standard",
  "snapshot_id": null,
  "source_volid": null,
  "metadata": {},
  "user_id": "32f1b62a",
  "bootable": "false",
  "encrypted": false,
  "multiattach": false,
  "attachments": [{
    "id": "70ea3c2f-d599-4f99-b2e5-08c027d9b606",
    "attachment_id": "c1a25599",
    "volume_id": "70ea3c2f-d599-4f99-b2e5-08c027d9b606",
    "server_id": "050bd8af",
    "host_name": null,
    "device": "/dev/sdb",
    "attached_at": "2026-11-21T11:04:21.000000",
  }],
  "os-vol-tenant-attr:tenant_id": "e42ad651",
};

Deno.test("readVolume() reads a volume as its owner sees it", () => {
  const volume = readVolume(VOLUME);
  assert.equal(volume?.bootable, false);
  assert.equal(volume?.projectId, "e42ad651");
  assert.equal(volume?.typeId, undefined);
  assert.equal(volume?.host, undefined);
  assert.equal(volume?.imageId, undefined);
  assert.deepEqual(volume?.attachments, [{
    attachmentId: "c1a25599",
    serverId: "050bd8af",
    device: "/dev/sdb",
    host: undefined,
    attachedAt: "2026-11-21T11:04:21.000000",
  }]);
});

Deno.test("readVolume() reads what newer versions and administrators see", () => {
  const volume = readVolume({
    ...VOLUME,
    "bootable": "true",
    "volume_image_metadata": { "image_id": "3d624342", "image_name": "cirros" },
    "volume_type_id": "13dc9359",
    "consumes_quota": true,
    "os-vol-host-attr:host": "ctl-01@ssd#ssd",
    "os-vol-mig-status-attr:migstat": "migrating",
  });
  assert.equal(volume?.bootable, true);
  assert.equal(volume?.imageName, "cirros");
  assert.equal(volume?.typeId, "13dc9359");
  assert.equal(volume?.host, "ctl-01@ssd#ssd");
  assert.equal(volume?.migrationStatus, "migrating");
  assert.equal(readVolume({ name: "x" }), undefined);
});

Deno.test("readSnapshot() and readBackup() read their owners from their own places", () => {
  const snapshot = readSnapshot({ "id": "s", "os-extended-snapshot-attributes:project_id": "p" });
  assert.equal(snapshot?.projectId, "p");
  const backup = { id: "b", is_incremental: false, has_dependent_backups: true, fail_reason: null };
  assert.equal(readBackup(backup)?.projectId, undefined);
  assert.equal(readBackup(backup)?.hasDependents, true);
  assert.equal(readBackup({ ...backup, "os-backup-project-attr:project_id": "p" })?.projectId, "p");
});

Deno.test("readVolumeService() reads the backend where there is one", () => {
  const scheduler = readVolumeService({
    binary: "cinder-scheduler",
    host: "ctl-01",
    zone: "nova",
    status: "enabled",
    state: "up",
    updated_at: "2026-11-21T11:35:36.000000",
    cluster: null,
    disabled_reason: null,
  });
  assert.equal(scheduler?.backendState, undefined);
  assert.equal(scheduler?.frozen, undefined);
  const volume = readVolumeService({
    binary: "cinder-volume",
    host: "ctl-01@ssd",
    status: "enabled",
    state: "up",
    backend_state: "down",
    replication_status: "disabled",
    active_backend_id: null,
    frozen: false,
  });
  assert.equal(volume?.backendState, "down");
  assert.equal(volume?.frozen, false);
  assert.equal(readVolumeService({ binary: "cinder-volume" }), undefined);
});

Deno.test("readVolumePool() reads capacities that are no numbers", () => {
  const pool = (capabilities: unknown) => readVolumePool({ name: "h@b#p", capabilities });
  assert.equal(pool({ total_capacity_gb: "infinite", free_capacity_gb: "unknown" })?.totalGb, "infinite");
  assert.equal(pool({ total_capacity_gb: "infinite", free_capacity_gb: "unknown" })?.freeGb, "unknown");
  assert.equal(pool({ total_capacity_gb: 10240, free_capacity_gb: 10157.5 })?.freeGb, 10157.5);
  assert.equal(pool({ max_over_subscription_ratio: "20.0" })?.maxOverSubscription, 20);
  assert.equal(pool({ max_over_subscription_ratio: "auto" })?.maxOverSubscription, undefined);
  assert.equal(pool({ storage_protocol: ["ceph", "rbd"] })?.storageProtocol, "ceph");
  assert.equal(readVolumePool({ name: "h@b#p" })?.totalGb, undefined);
});

Deno.test("readVolumeType() reads whether it is public in both forms", () => {
  assert.equal(readVolumeType({ "id": "1", "os-volume-type-access:is_public": false })?.isPublic, false);
  assert.equal(readVolumeType({ id: "1", is_public: true, qos_specs_id: null })?.isPublic, true);
  assert.equal(readVolumeType({ id: "1" })?.isPublic, undefined);
});

Deno.test("readVolumeAvailabilityZone(), readVolumeMessage() and readStorageAttachment() read theirs", () => {
  assert.deepEqual(readVolumeAvailabilityZone({ zoneName: "nova", zoneState: { available: false } }), {
    name: "nova",
    available: false,
  });
  const message = readVolumeMessage({
    id: "5429fffa",
    request_id: "req-936666d2",
    resource_type: "VOLUME",
    resource_uuid: "b5eb9ef3",
    event_id: "VOLUME_000002",
    message_level: "ERROR",
    user_message: "No storage could be allocated for this volume request.",
  });
  assert.equal(message?.resourceId, "b5eb9ef3");
  assert.equal(message?.text, "No storage could be allocated for this volume request.");
  assert.deepEqual(readStorageAttachment({ id: "a", status: "attached", instance: "s", volume_id: "v" }), {
    id: "a",
    status: "attached",
    volumeId: "v",
    serverId: "s",
  });
});

Deno.test("readVolumeTypeEncryption() tells a type without encryption from no answer", () => {
  assert.equal(readVolumeTypeEncryption({})?.provider, undefined);
  assert.notEqual(readVolumeTypeEncryption({}), undefined);
  assert.equal(readVolumeTypeEncryption([]), undefined);
  const body = { provider: "luks", cipher: "aes-xts-plain64", key_size: 256, control_location: "front-end" };
  assert.deepEqual(readVolumeTypeEncryption(body), {
    provider: "luks",
    cipher: "aes-xts-plain64",
    keySizeBits: 256,
    controlLocation: "front-end",
  });
});

Deno.test("readVolumeQos() reads who keeps to it and what it says", () => {
  const qos = readVolumeQos({
    id: "d73f7511",
    name: "gold",
    consumer: "front-end",
    specs: { total_iops_sec: "500" },
  });
  assert.equal(qos?.consumer, "front-end");
  assert.deepEqual(qos?.specs, { total_iops_sec: "500" });
  assert.equal(readVolumeQos({ name: "gold" }), undefined);
});

Deno.test("readVolumeGroup() knows volumes only where they were asked for", () => {
  const group = readVolumeGroup({
    id: "5c31f250",
    status: "available",
    name: "db",
    group_type: "0de4425c",
    volume_types: ["a4156a22"],
    group_snapshot_id: null,
    volumes: [],
  });
  assert.deepEqual(group?.volumeIds, []);
  assert.deepEqual(group?.volumeTypeIds, ["a4156a22"]);
  assert.equal(group?.projectId, undefined);
  assert.equal(readVolumeGroup({ id: "5c31f250" })?.volumeIds, undefined);
  assert.equal(readVolumeGroup({}), undefined);
});

Deno.test("readVolumeTransfer() reads who gives and who took, where that is told", () => {
  const transfer = readVolumeTransfer({
    id: "5401bd5f",
    name: "gift",
    volume_id: "d3a75f15",
    no_snapshots: false,
    source_project_id: "dca76f28",
    destination_project_id: null,
    accepted: false,
  });
  assert.equal(transfer?.sourceProjectId, "dca76f28");
  assert.equal(transfer?.destinationProjectId, undefined);
  assert.equal(transfer?.accepted, false);
  assert.equal(readVolumeTransfer({ id: "5401bd5f" })?.accepted, undefined);
});

Deno.test("readVolumeCluster() reads replication where the microversion has it", () => {
  const cluster = readVolumeCluster({
    name: "one@ssd",
    binary: "cinder-volume",
    num_hosts: 2,
    num_down_hosts: 1,
    replication_status: "failed-over",
    active_backend_id: "site-b",
    frozen: true,
  });
  assert.deepEqual([cluster?.hosts, cluster?.downHosts], [2, 1]);
  assert.deepEqual([cluster?.activeBackendId, cluster?.frozen], ["site-b", true]);
  assert.equal(readVolumeCluster({ name: "one@ssd" })?.replicationStatus, undefined);
  assert.equal(readVolumeCluster({ binary: "cinder-volume" }), undefined);
});
