/** Faults of what projects own, made on a real cloud.
 *
 * @module
 */
import { BOTH, type Expected, type Fault } from "./real_fault.ts";
import { member } from "./real_hands.ts";
import {
  makeBalancer,
  makeFloatingIp,
  makeGroup,
  makeImage,
  makePort,
  makeServer,
  makeSnapshot,
  makeStack,
  makeVolume,
} from "./real_makers.ts";

/** A key that is too short for today; nobody has kept the private half. */
const WEAK_KEY =
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCbcMoyd4iVAcAOnUrRl5A8w+68kMGy18YMD1TaJUkXeLnAqOHgj8OTmQH4ppsTmKN1FWYDHDNv" +
  "mBd31wgQULkhbfo2FofJcfPGCUkwmLOyZwoDcUsm5VKnHzCqMgXikwsEGoCKJGcNz4v7mPO6JNcvmpuWHDKwZzsb4NSCb4fISw== weak";

/** A server that the world can log in to, made with all that makes it easy to lose. */
const openServer: Fault = async ({ alice, admin, named }, undo) => {
  const [image, keypair, server] = [named("image"), named("key"), named("open-server")];
  const imageId = await makeImage(alice, image, undo);
  const idle = named("idle-key");
  for (const name of [keypair, idle]) {
    await alice.send("compute", "POST", "/os-keypairs", {
      keypair: { name, type: "ssh", public_key: WEAK_KEY },
    });
    undo.defer(() => alice.remove("compute", `/os-keypairs/${name}`));
  }
  const tcp = { protocol: "tcp", remote_ip_prefix: "0.0.0.0/0" };
  const open = await makeGroup(alice, named("open"), [
    { ...tcp, port_range_min: 22, port_range_max: 22 },
    { ...tcp, port_range_min: 5432, port_range_max: 5432 },
    { protocol: "tcp", port_range_min: 3389, port_range_max: 3389 },
  ], undo);
  const wide = await makeGroup(alice, named("wide"), [{ remote_ip_prefix: "0.0.0.0/0" }], undo);
  const guarded = await makePort(alice, named("port"), "acme-web", { security_groups: [open, wide] }, undo);
  const bare = await makePort(alice, named("bare-port"), "acme-db", {
    port_security_enabled: false,
    security_groups: [],
  }, undo);
  await makeFloatingIp(alice, { port_id: guarded }, undo);
  await makeServer(alice, {
    name: server,
    key_name: keypair,
    imageRef: imageId,
    metadata: { db_password: "none" },
    networks: [{ port: guarded }, { port: bare }],
    block_device_mapping_v2: [
      {
        source_type: "image",
        destination_type: "local",
        boot_index: 0,
        uuid: imageId,
        delete_on_termination: true,
      },
      {
        source_type: "blank",
        destination_type: "volume",
        boot_index: -1,
        volume_size: 1,
        delete_on_termination: true,
      },
    ],
  }, undo);
  await admin.send("image", "POST", `/images/${imageId}/actions/deactivate`);
  undo.defer(async () => {
    await admin.send("image", "POST", `/images/${imageId}/actions/reactivate`);
  });
  return [
    // Neutron's own defaults hide the groups of other projects from an administrator.
    { check: "sg-world-ssh", name: named("open"), by: ["alice"], severity: "critical" },
    { check: "sg-world-db", name: named("open"), by: ["alice"], severity: "critical" },
    { check: "sg-world-all", name: named("wide"), by: ["alice"], severity: "critical" },
    { check: "sg-remote-any", name: named("open"), by: ["alice"], severity: "critical" },
    { check: "port-security-off", name: named("bare-port"), by: BOTH },
    { check: "server-secret-metadata", name: server, by: BOTH },
    { check: "volume-delete-with-server", name: server, by: BOTH },
    { check: "image-deactivated-used", name: server, by: BOTH },
    { check: "image-public-foreign", name: image, by: ["admin"] },
    { check: "keypair-weak", name: keypair, by: ["alice"] },
    { check: "keypair-unused", name: idle, by: ["alice"] },
  ];
};

/** Networks with what is left over in them, or full. */
const leftOverNetworks: Fault = async ({ alice, admin, named }, undo) => {
  await makeGroup(alice, named("unused-group"), [], undo);
  const address = await makeFloatingIp(alice, {}, undo);
  const router = await alice.send("network", "POST", "/routers", { router: { name: named("router") } });
  const routerId = member(router, "router", "id");
  undo.defer(() => alice.remove("network", `/routers/${routerId}`));
  const network = await alice.send("network", "POST", "/networks", { network: { name: named("net") } });
  const network_id = String(member(network, "network", "id"));
  undo.defer(() => alice.remove("network", `/networks/${network_id}`));
  const pool = await alice.send("network", "POST", "/subnetpools", {
    subnetpool: { name: named("pool"), prefixes: ["10.251.0.0/29"], default_prefixlen: 29 },
  });
  const subnetpool_id = member(pool, "subnetpool", "id");
  undo.defer(() => alice.remove("network", `/subnetpools/${subnetpool_id}`));
  const subnet = await alice.send("network", "POST", "/subnets", {
    subnet: { name: named("subnet"), network_id, subnetpool_id, prefixlen: 29, ip_version: 4 },
  });
  const subnetId = member(subnet, "subnet", "id");
  undo.defer(() => alice.remove("network", `/subnets/${subnetId}`));
  const ports = Array.from({ length: 5 }, (_, at) =>
    makePort(alice, named(`port-${at}`), named("net"), {
      ...(at === 0 ? { allowed_address_pairs: [{ ip_address: "10.0.0.0/8" }] } : {}),
    }, undo));
  await Promise.all(ports);
  await makePort(admin, named("nowhere"), "acme-isolated", {
    "binding:host_id": "no-such-host",
    device_owner: "compute:nova",
    device_id: crypto.randomUUID(),
  }, undo);
  return [
    { check: "sg-unused", name: named("unused-group"), by: ["alice"] },
    { check: "fip-unused", name: address, by: BOTH },
    { check: "router-empty", name: named("router"), by: BOTH },
    { check: "ip-subnet", name: named("subnet"), by: BOTH, severity: "critical" },
    { check: "subnetpool", name: named("pool"), by: ["admin"], severity: "critical" },
    { check: "port-unbound-old", name: named("port-1"), by: BOTH },
    { check: "port-aap-wide", name: named("port-0"), by: BOTH },
    { check: "port-binding-failed", name: named("nowhere"), by: ["admin"] },
    { check: "port-orphan", name: named("nowhere"), by: ["admin"] },
  ];
};

/** Volumes in states that an administrator can give them. */
const oddVolumes: Fault = async ({ alice, admin, named }, undo) => {
  const make = (name: string) => makeVolume(alice, admin, named(name), undo);
  const [idle, given, failed, reserved, stuck, moved] = await Promise.all(
    ["idle", "given", "failed", "reserved", "stuck", "moved"].map(make),
  );
  await makeSnapshot(alice, admin, idle ?? "", named("snapshot"), undo);
  const broken = await makeSnapshot(alice, admin, idle ?? "", named("broken-snapshot"), undo);
  const transfer = await alice.send("volume", "POST", "/volume-transfers", {
    transfer: { name: named("transfer"), volume_id: given },
  });
  const transferId = member(transfer, "transfer", "id");
  undo.defer(() => alice.remove("volume", `/volume-transfers/${transferId}`));
  const reset = (kind: string, id: string | undefined, status: Readonly<Record<string, string>>) =>
    admin.send("volume", "POST", `/${kind}/${id}/action`, { "os-reset_status": status });
  await Promise.all([
    reset("volumes", failed, { status: "error" }),
    reset("volumes", stuck, { status: "detaching" }),
    reset("volumes", moved, { migration_status: "error" }),
    reset("snapshots", broken, { status: "error" }),
  ]);
  const attachment = await alice.send("volume", "POST", "/attachments", {
    attachment: { volume_uuid: reserved, instance_uuid: crypto.randomUUID() },
  });
  const attachmentId = member(attachment, "attachment", "id");
  undo.defer(() => alice.remove("volume", `/attachments/${attachmentId}`));
  undo.defer(async () => {
    await reset("volumes", moved, { migration_status: "none" });
  });
  return [
    { check: "volume-unattached", name: named("idle"), by: BOTH },
    { check: "snapshot-old", name: named("snapshot"), by: BOTH },
    { check: "snapshot-stuck", name: named("broken-snapshot"), by: BOTH },
    { check: "transfer-pending", name: named("transfer"), by: BOTH },
    { check: "volume-error", name: named("failed"), by: BOTH },
    { check: "volume-attach-mismatch", name: named("reserved"), by: BOTH },
    { check: "volume-stuck", name: named("stuck"), by: BOTH },
    { check: "volume-migration", name: named("moved"), by: ["admin"] },
  ];
};

/** Load balancers that serve with half of their members, without any, or are never finished. */
const lameBalancers: Fault = async ({ alice, processes, named }, undo) => {
  const subnet = await alice.idOf("network", "/subnets?name=acme-db-v4", "acme-db-v4");
  const monitored = {
    name: named("members"),
    protocol: "HTTP",
    lb_algorithm: "ROUND_ROBIN",
    members: [
      { name: named("down"), address: "10.20.0.240", protocol_port: 80 },
      { name: named("fine"), address: "10.20.0.241", protocol_port: 80 },
    ],
    healthmonitor: { type: "TCP", delay: 5, timeout: 3, max_retries: 2 },
  };
  const alone = {
    name: named("alone"),
    protocol: "HTTP",
    lb_algorithm: "ROUND_ROBIN",
    members: [{ name: named("unwatched"), address: "10.20.0.242", protocol_port: 80 }],
  };
  const listener = { protocol: "HTTP" };
  const path = await makeBalancer(alice, {
    name: named("balancer"),
    vip_subnet_id: subnet,
    listeners: [
      { ...listener, name: named("watched"), protocol_port: 80, default_pool: monitored },
      { ...listener, name: named("unwatched"), protocol_port: 81, default_pool: alone },
    ],
  }, undo);
  // Made with its load balancer, a listener without a pool would never be finished.
  await alice.until("loadBalancer", path, isActive);
  await alice.send("loadBalancer", "POST", "/listeners", {
    listener: {
      ...listener,
      name: named("empty"),
      protocol_port: 82,
      loadbalancer_id: path.split("/").at(-1),
    },
  });
  await alice.until("loadBalancer", path, isActive);
  const status = (read: unknown) => member(read, "loadbalancer", "operating_status");
  await alice.until("loadBalancer", path, (read) => status(read) === "DEGRADED");
  const expected: readonly Expected[] = [
    { check: "lb-operating", name: named("balancer"), by: BOTH, severity: "warning" },
    { check: "lb-member", name: named("members"), by: BOTH, severity: "warning" },
    { check: "lb-pool-no-monitor", name: named("alone"), by: BOTH },
    { check: "lb-empty", name: named("empty"), by: BOTH },
  ];
  if (!processes) return expected;
  processes.halt("octavia-worker");
  await makeBalancer(alice, { name: named("waiting"), vip_subnet_id: subnet }, undo);
  return [...expected, { check: "lb-provisioning", name: named("waiting"), by: BOTH }];
};

function isActive(read: unknown): boolean {
  return member(read, "loadbalancer", "provisioning_status") === "ACTIVE";
}

/** A stack that failed. */
const failedStack: Fault = async ({ alice, named }, undo) => {
  const failed = await makeStack(alice, named("failed"), { fail: true }, undo);
  const status = (read: unknown) => member(read, "stack", "stack_status");
  await alice.until("orchestration", failed, (read) => status(read) === "CREATE_FAILED");
  return [{ check: "stack-failed", name: named("failed"), by: BOTH }];
};

/** What a member leaves that ends soon, and what it shows to all. */
const carelessMember: Fault = async ({ alice, admin, named }, undo) => {
  const [credential, container] = [named("credential"), named("container")];
  const role = { id: await admin.idOf("identity", "/roles?name=member", "member") };
  const made = await alice.send("identity", "POST", `/users/${alice.userId}/application_credentials`, {
    application_credential: { name: credential, expires_at: inDays(2), roles: [role] },
  });
  const id = member(made, "application_credential", "id");
  undo.defer(() => alice.remove("identity", `/users/${alice.userId}/application_credentials/${id}`));
  const trust = await alice.send("identity", "POST", "/OS-TRUST/trusts", {
    trust: {
      trustor_user_id: alice.userId,
      trustee_user_id: await admin.idOf("identity", "/users?name=adam", "adam"),
      project_id: alice.projectId,
      impersonation: false,
      roles: [role],
      expires_at: `${inDays(5)}Z`,
    },
  });
  const trustId = String(member(trust, "trust", "id"));
  undo.defer(() => alice.remove("identity", `/OS-TRUST/trusts/${trustId}`));
  await alice.send("objectStore", "PUT", `/${container}`, undefined, {
    "x-container-read": ".r:*,.rlistings",
    "x-container-meta-quota-bytes": "10",
  });
  undo.defer(() => alice.remove("objectStore", `/${container}`));
  await alice.send("objectStore", "PUT", `/${container}/object`, "0123456789", {
    "content-type": "text/plain",
  });
  undo.defer(() => alice.remove("objectStore", `/${container}/object`));
  const secret = await alice.send("keyManager", "POST", "/secrets", {
    name: named("secret"),
    payload: "nothing",
    payload_content_type: "text/plain",
    expiration: inDays(3),
  });
  const secretId = String(member(secret, "secret_ref")).split("/").at(-1);
  undo.defer(() => alice.remove("keyManager", `/secrets/${secretId}`));
  return [
    { check: "appcred-expiry", name: credential, by: ["alice"], severity: "critical" },
    { check: "trust-expiry", name: trustId, by: ["alice"] },
    { check: "swift-public", name: container, by: ["alice"] },
    { check: "swift-quota", name: container, by: ["alice"], severity: "critical" },
    { check: "barbican-expiry", name: named("secret"), by: ["alice"], severity: "critical" },
  ];
};

/** A share in error, its service halted, and an image that nobody uploads. */
const unfinishedThings: Fault = async ({ alice, admin, processes, named }, undo) => {
  const image = await alice.send("image", "POST", "/images", {
    name: named("empty-image"),
    disk_format: "raw",
    container_format: "bare",
  });
  undo.defer(() => alice.remove("image", `/images/${member(image, "id")}`));
  const share = await alice.send("share", "POST", "/shares", {
    share: { name: named("share"), share_proto: "NFS", size: 1, share_type: "default" },
  });
  const path = `/shares/${member(share, "share", "id")}`;
  const reset = async (status: string) => {
    await admin.send("share", "POST", `${path}/action`, { reset_status: { status } });
  };
  undo.defer(async () => {
    await reset("available");
    await alice.remove("share", path);
  });
  await alice.until("share", path, (read) => member(read, "share", "status") === "available");
  await reset("error");
  const expected: readonly Expected[] = [
    { check: "image-stuck", name: named("empty-image"), by: BOTH },
    { check: "share-error", name: named("share"), by: BOTH },
  ];
  if (!processes) return expected;
  processes.halt("manila-share");
  return [...expected, { check: "share-backend", name: "ctl-01", by: ["admin"] }];
};

/** Faults of a project's own things. */
export const PROJECT_FAULTS: readonly Fault[] = [
  openServer,
  leftOverNetworks,
  oddVolumes,
  lameBalancers,
  failedStack,
  carelessMember,
  unfinishedThings,
];

/** A stack that is being made for so long that a report sees it. Heat cannot delete it before its end. */
export const slowStack: Fault = async ({ alice, named }, undo) => {
  await makeStack(alice, named("slow"), { wait_secs: 18 }, undo);
  return [{ check: "stack-stuck", name: named("slow"), by: BOTH }];
};

/** A time so many days from now, ISO 8601 in UTC without a fraction and without its zone. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, "");
}
