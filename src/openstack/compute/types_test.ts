import assert from "node:assert/strict";
import {
  readAvailabilityZone,
  readComputeService,
  readConsoleLog,
  readFlavor,
  readHypervisor,
  readKeypair,
  readMigration,
  readServer,
  readServerAction,
  readServerGroup,
  readTextMap,
  readUsage,
  readVolumeAttachment,
} from "./types.ts";

/** As 2.93 lists it for an administrator. */
const SERVER = {
  "id": "c9b45d7a-7f3e-4cee-bfa7-b7c09ec82e48",
  "name": "db-01",
  "status": "ACTIVE",
  "tenant_id": "e42ad6510a4d4d65aeaf37ae950f644d",
  "user_id": "32f1b62a63e2481e97f7c111e948b5c2",
  "metadata": { "role": "db" },
  "hostId": "5b126a793f860e8bc29dc1b7a08e1d5ad623fb3645ee4bd066deeb95",
  "image": { "id": "3d624342-4bbe-4c0d-be6c-d330c9374948", "links": [] },
  "flavor": {
    "vcpus": 4,
    "ram": 8192,
    "disk": 80,
    "ephemeral": 0,
    "swap": 0,
    "original_name": "m1.large",
    "extra_specs": { "hw:cpu_policy": "dedicated" },
  },
  "created": "2026-11-21T11:04:18Z",
  "updated": "2026-11-21T11:04:20Z",
  "addresses": {
    "acme-db": [
      {
        "version": 4,
        "addr": "10.20.0.98",
        "OS-EXT-IPS:type": "fixed",
        "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:e5:4d:f3",
      },
      { "version": 4, "addr": "203.0.113.47", "OS-EXT-IPS:type": "floating" },
    ],
  },
  "accessIPv4": "",
  "accessIPv6": "",
  "OS-DCF:diskConfig": "MANUAL",
  "progress": 0,
  "OS-EXT-AZ:availability_zone": "az1",
  "config_drive": "True",
  "key_name": null,
  "OS-SRV-USG:launched_at": "2026-11-21T11:04:20.000000",
  "OS-SRV-USG:terminated_at": null,
  "OS-EXT-SRV-ATTR:host": "cmp-02",
  "OS-EXT-SRV-ATTR:instance_name": "instance-00000017",
  "OS-EXT-SRV-ATTR:hypervisor_hostname": "cmp-02.example",
  "OS-EXT-SRV-ATTR:hostname": "db-01",
  "OS-EXT-SRV-ATTR:root_device_name": "/dev/vda",
  "OS-EXT-SRV-ATTR:user_data": "IyEvYmluL3No",
  "OS-EXT-STS:task_state": null,
  "OS-EXT-STS:vm_state": "active",
  "OS-EXT-STS:power_state": 1,
  "os-extended-volumes:volumes_attached": [{ "id": "70ea3c2f", "delete_on_termination": true }],
  "host_status": "UP",
  "locked": true,
  "locked_reason": "ask first",
  "description": "the first",
  "tags": ["prod", "db"],
  "trusted_image_certificates": null,
  "server_groups": ["00940d86-b13c-4d79-8915-eeb67316159f"],
  "security_groups": [{ "name": "default" }, { "name": "web" }, { "name": "default" }],
};

Deno.test("readServer() reads everything that a new release tells an administrator", () => {
  assert.deepEqual(readServer(SERVER), {
    id: "c9b45d7a-7f3e-4cee-bfa7-b7c09ec82e48",
    name: "db-01",
    description: "the first",
    status: "ACTIVE",
    taskState: undefined,
    vmState: "active",
    powerState: "running",
    progress: 0,
    fault: undefined,
    projectId: "e42ad6510a4d4d65aeaf37ae950f644d",
    userId: "32f1b62a63e2481e97f7c111e948b5c2",
    created: "2026-11-21T11:04:18Z",
    updated: "2026-11-21T11:04:20Z",
    launchedAt: "2026-11-21T11:04:20.000000",
    terminatedAt: undefined,
    flavor: {
      id: undefined,
      name: "m1.large",
      vcpus: 4,
      ramMb: 8192,
      diskGb: 80,
      swapMb: 0,
      extraSpecs: { "hw:cpu_policy": "dedicated" },
      ephemeralGb: 0,
    },
    image: { id: "3d624342-4bbe-4c0d-be6c-d330c9374948", properties: undefined },
    bootsFromVolume: false,
    addresses: [
      { network: "acme-db", address: "10.20.0.98", version: 4, type: "fixed", mac: "fa:16:3e:e5:4d:f3" },
      { network: "acme-db", address: "203.0.113.47", version: 4, type: "floating", mac: undefined },
    ],
    accessIpv4: undefined,
    accessIpv6: undefined,
    volumes: [{ id: "70ea3c2f", deleteOnTermination: true }],
    securityGroups: ["default", "web"],
    keyName: undefined,
    metadata: { role: "db" },
    tags: ["prod", "db"],
    locked: true,
    lockedReason: "ask first",
    configDrive: true,
    diskConfig: "MANUAL",
    trustedImageCertificates: undefined,
    availabilityZone: "az1",
    pinnedAvailabilityZone: undefined,
    serverGroups: ["00940d86-b13c-4d79-8915-eeb67316159f"],
    schedulerHints: undefined,
    hostId: "5b126a793f860e8bc29dc1b7a08e1d5ad623fb3645ee4bd066deeb95",
    hostname: "db-01",
    host: "cmp-02",
    hypervisorHostname: "cmp-02.example",
    instanceName: "instance-00000017",
    hostStatus: "UP",
    rootDeviceName: "/dev/vda",
    hasUserData: true,
    partial: false,
  });
});

Deno.test("readServer() reads the flavor of 2.46 and older, which is an id", () => {
  const server = readServer({ ...SERVER, flavor: { id: "42", links: [] } });
  assert.equal(server?.flavor?.id, "42");
  assert.equal(server?.flavor?.name, undefined);
  assert.equal(server?.flavor?.vcpus, undefined);
  assert.equal(server?.flavor?.extraSpecs, undefined);
});

Deno.test("readServer() reads what 2.96, 2.98 and 2.100 brought", () => {
  const server = readServer({
    ...SERVER,
    image: { id: "3d624342", properties: { hw_disk_bus: "virtio", size: 3 } },
    pinned_availability_zone: "az1",
    scheduler_hints: { group: ["00940d86"] },
  });
  assert.deepEqual(server?.image, { id: "3d624342", properties: { hw_disk_bus: "virtio" } });
  assert.equal(server?.pinnedAvailabilityZone, "az1");
  assert.deepEqual(server?.schedulerHints, { group: ["00940d86"] });
});

Deno.test("readServer() knows a server that boots from a volume by its empty image", () => {
  const server = readServer({ ...SERVER, image: "" });
  assert.equal(server?.image, undefined);
  assert.equal(server?.bootsFromVolume, true);
});

Deno.test("readServer() marks what is left of a server whose cell is down", () => {
  const listed = readServer({
    created: "2018-12-03T21:06:18Z",
    id: "b6b0410f-b65f-4473-855e-5d82a71759e0",
    status: "UNKNOWN",
    tenant_id: "6f70656e737461636b20342065766572",
    links: [],
  });
  assert.equal(listed?.partial, true);
  assert.equal(listed?.projectId, "6f70656e737461636b20342065766572");
  for (const absent of ["name", "addresses", "flavor", "bootsFromVolume", "locked", "tags"] as const) {
    assert.equal(listed?.[absent], undefined);
  }
  const shown = readServer({
    "OS-EXT-AZ:availability_zone": "UNKNOWN",
    "OS-EXT-STS:power_state": 0,
    "created": "2018-12-03T21:06:18Z",
    "flavor": {
      "original_name": "m1.tiny.specs",
      "vcpus": 1,
      "ram": 512,
      "disk": 1,
      "swap": 0,
      "ephemeral": 0,
    },
    "id": "33748c23-38dd-4f70-b774-522fc69e7b67",
    "image": { "id": "70a599e0-31e7-49b7-b260-868f441e862b" },
    "status": "UNKNOWN",
    "tenant_id": "project",
    "user_id": "fake",
    "server_groups": [],
  });
  assert.equal(shown?.partial, true);
  assert.equal(shown?.flavor?.name, "m1.tiny.specs");
});

Deno.test("readServer() does not take a status that is unknown for a cell that is down", () => {
  assert.equal(readServer({ ...SERVER, status: "UNKNOWN" })?.partial, false);
});

Deno.test("readServer() reads a fault with and without its details", () => {
  const fault = { code: 500, created: "2026-11-21T11:03:37Z", message: "No valid host was found. " };
  const server = readServer({ ...SERVER, status: "ERROR", fault });
  assert.deepEqual(server?.fault, { ...fault, details: undefined });
  assert.equal(
    readServer({ ...SERVER, fault: { ...fault, details: "Traceback" } })?.fault?.details,
    "Traceback",
  );
});

Deno.test("readServer() leaves unknown what an older microversion or another role does not say", () => {
  const server = readServer({ id: "1", name: "old", status: "ACTIVE", addresses: {}, config_drive: "" });
  assert.deepEqual(server?.addresses, []);
  assert.equal(server?.configDrive, false);
  for (
    const absent of ["locked", "tags", "host", "hostStatus", "hasUserData", "volumes", "powerState"] as const
  ) {
    assert.equal(server?.[absent], undefined, absent);
  }
});

Deno.test("readServer() keeps a power state without a word as the number", () => {
  assert.equal(readServer({ ...SERVER, "OS-EXT-STS:power_state": 4 })?.powerState, "shutdown");
  assert.equal(readServer({ ...SERVER, "OS-EXT-STS:power_state": 9 })?.powerState, "9");
});

Deno.test("readServer() needs nothing but an id, and tolerates anything else", () => {
  assert.equal(readServer({ name: "no id" }), undefined);
  assert.equal(readServer(null), undefined);
  assert.equal(readServer([]), undefined);
  const odd = readServer({
    id: "1",
    addresses: [],
    flavor: "x",
    image: 3,
    tags: "a",
    metadata: null,
    fault: [],
  });
  assert.equal(odd?.addresses, undefined);
  assert.equal(odd?.flavor, undefined);
  assert.equal(odd?.tags, undefined);
});

Deno.test("readFlavor() reads swap as text and as a number, and what 2.102 took away", () => {
  const flavor = { id: "1", name: "m1.tiny", ram: 512, disk: 1, vcpus: 1 };
  assert.equal(readFlavor({ ...flavor, swap: "" })?.swapMb, 0);
  assert.equal(readFlavor({ ...flavor, swap: 512 })?.swapMb, 512);
  assert.equal(readFlavor(flavor)?.swapMb, undefined);
  assert.equal(
    readFlavor({ ...flavor, "OS-FLV-DISABLED:disabled": false, "rxtx_factor": 1.0 })?.rxtxFactor,
    1,
  );
  assert.equal(readFlavor(flavor)?.disabled, undefined);
  assert.deepEqual(readFlavor({ ...flavor, extra_specs: { "hw:cpu_policy": "shared" } })?.extraSpecs, {
    "hw:cpu_policy": "shared",
  });
});

Deno.test("readServerAction() tells an action without events from one that does not show them", () => {
  const action = { action: "create", request_id: "req-1", instance_uuid: "1", message: null };
  assert.equal(readServerAction(action)?.events, undefined);
  assert.deepEqual(readServerAction({ ...action, events: [] })?.events, []);
  const [event] = readServerAction({
    ...action,
    message: "Error",
    events: [{
      event: "compute_stop_instance",
      start_time: "2026-11-21T11:04:17.000000",
      finish_time: null,
      result: null,
      traceback: null,
      host: "cmp-01",
      hostId: "2091634baaccdc4c5a1d57069c833e402921df696b7f970791b12ec6",
      details: null,
    }],
  })?.events ?? [];
  assert.equal(event?.host, "cmp-01");
  assert.equal(event?.result, undefined);
  assert.equal(event?.finishTime, undefined);
});

Deno.test("readVolumeAttachment() reads the form with an id and the one of 2.89 without", () => {
  const common = { device: "/dev/sdb", serverId: "s", volumeId: "v" };
  assert.equal(readVolumeAttachment({ ...common, id: "v" })?.attachmentId, undefined);
  const later = { ...common, tag: null, delete_on_termination: false, attachment_id: "a", bdm_uuid: "b" };
  assert.deepEqual(readVolumeAttachment(later), {
    volumeId: "v",
    serverId: "s",
    device: "/dev/sdb",
    tag: undefined,
    deleteOnTermination: false,
    attachmentId: "a",
  });
});

Deno.test("readMigration() reads the history and a migration in progress", () => {
  const past = readMigration({
    id: 1,
    uuid: "44c21f9b",
    source_compute: "cmp-02",
    dest_compute: "cmp-01",
    instance_uuid: "4875098c",
    status: "finished",
    migration_type: "resize",
  });
  assert.equal(past?.id, "1");
  assert.equal(past?.serverId, "4875098c");
  assert.equal(past?.memory, undefined);
  const live = readMigration({
    id: 2,
    server_uuid: "4cfba335",
    status: "running",
    memory_total_bytes: 123456,
    memory_processed_bytes: 12345,
    memory_remaining_bytes: 111111,
    disk_total_bytes: 0,
    disk_processed_bytes: 0,
    disk_remaining_bytes: 0,
  });
  assert.equal(live?.serverId, "4cfba335");
  assert.deepEqual(live?.memory, { totalBytes: 123456, processedBytes: 12345, remainingBytes: 111111 });
});

Deno.test("readServerGroup() reads the list of policies and the one policy of 2.64", () => {
  assert.equal(
    readServerGroup({ id: "g", policies: ["anti-affinity"], metadata: {} })?.policy,
    "anti-affinity",
  );
  const later = readServerGroup({ id: "g", policy: "anti-affinity", rules: { max_server_per_host: 3 } });
  assert.equal(later?.policy, "anti-affinity");
  assert.equal(later?.maxServersPerHost, 3);
});

Deno.test("readKeypair() reads a keypair with and without its wrapping", () => {
  const keypair = { name: "k", public_key: "ssh-ed25519 AAAA", fingerprint: "a5:37" };
  assert.equal(readKeypair({ keypair })?.name, "k");
  assert.equal(
    readKeypair({ ...keypair, type: "ssh", created_at: "2026-11-21T11:03:17.000000" })?.type,
    "ssh",
  );
  assert.equal(readKeypair({ keypair: {} }), undefined);
});

Deno.test("readAvailabilityZone() tells hosts that are hidden from a zone without hosts", () => {
  const zone = { zoneName: "az1", zoneState: { available: true } };
  assert.equal(readAvailabilityZone({ ...zone, hosts: null })?.services, undefined);
  assert.deepEqual(readAvailabilityZone({ ...zone, hosts: {} })?.services, []);
  const service = { available: false, active: true, updated_at: "2026-11-21T11:27:25.000000" };
  assert.deepEqual(
    readAvailabilityZone({ ...zone, hosts: { "cmp-01": { "nova-compute": service } } })?.services,
    [
      {
        host: "cmp-01",
        binary: "nova-compute",
        active: true,
        available: false,
        updatedAt: "2026-11-21T11:27:25.000000",
      },
    ],
  );
});

Deno.test("readHypervisor() has a capacity until 2.87 and none from 2.88 on", () => {
  const common = {
    id: "a0770322-feb8-4bdf-bdb9-818dcd84c4d7",
    hypervisor_hostname: "cmp-01",
    state: "up",
    status: "enabled",
    service: { id: "d586541e", host: "cmp-01", disabled_reason: null },
  };
  const before = readHypervisor({
    ...common,
    vcpus: 64,
    vcpus_used: 23,
    memory_mb: 262144,
    memory_mb_used: 39424,
    local_gb: 4096,
    local_gb_used: 320,
    disk_available_least: null,
    running_vms: 8,
  });
  assert.deepEqual(before?.capacity, {
    vcpus: 64,
    vcpusUsed: 23,
    memoryMb: 262144,
    memoryMbUsed: 39424,
    diskGb: 4096,
    diskGbUsed: 320,
    diskGbLeast: undefined,
    runningVms: 8,
  });
  const after = readHypervisor({ ...common, uptime: null, servers: [{ name: "i-1", uuid: "u" }] });
  assert.equal(after?.capacity, undefined);
  assert.equal(after?.uptime, undefined);
  assert.deepEqual(after?.servers, [{ id: "u", name: "i-1" }]);
  assert.equal(readHypervisor({ ...common, id: 1 })?.id, "1");
});

Deno.test("readComputeService() keeps a service of a cell that is down, which has no id", () => {
  const partial = readComputeService({ binary: "nova-compute", host: "host1", status: "UNKNOWN" });
  assert.equal(partial?.partial, true);
  assert.equal(partial?.id, undefined);
  const whole = readComputeService({
    id: 1,
    binary: "nova-compute",
    host: "cmp-02",
    zone: "az1",
    status: "disabled",
    state: "down",
    disabled_reason: "memory errors",
    forced_down: true,
    updated_at: "2026-11-21T11:19:26.000000",
  });
  assert.equal(whole?.partial, false);
  assert.equal(whole?.forcedDown, true);
  assert.equal(whole?.disabledReason, "memory errors");
  assert.equal(readComputeService({ id: 1, host: "cmp-02" }), undefined);
});

Deno.test("readUsage() reads sums, with servers only if they are there", () => {
  const usage = { tenant_id: "p", total_vcpus_usage: 1.5, total_hours: 3, start: "a", stop: "b" };
  assert.equal(readUsage(usage)?.vcpuHours, 1.5);
  assert.equal(readUsage(usage)?.servers, undefined);
  const server = { instance_id: "s", hours: 1, flavor: "m1.tiny", ended_at: null, uptime: 1389 };
  assert.equal(readUsage({ ...usage, server_usages: [server] })?.servers?.[0]?.uptimeSeconds, 1389);
});

Deno.test("readConsoleLog() tells an empty console from an answer without one", () => {
  assert.equal(readConsoleLog({ output: "" }), "");
  assert.equal(readConsoleLog({ output: null }), undefined);
  assert.equal(readConsoleLog({}), undefined);
});

Deno.test("readTextMap() keeps texts, whatever they are called", () => {
  const map = readTextMap(JSON.parse('{"a": "1", "b": 2, "constructor": "3"}'));
  assert.deepEqual(map, { a: "1", constructor: "3" });
  assert.equal(readTextMap(null), undefined);
});
