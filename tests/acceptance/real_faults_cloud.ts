/** Faults of the cloud itself, made on a real one.
 *
 * @module
 */
import { BOTH, type Expected, type Fault } from "./real_fault.ts";
import { type Hands, member, members } from "./real_hands.ts";
import { makeServer } from "./real_makers.ts";

/** Processes that hang: for what they do, nobody comes. They are halted before all else, for a cloud is slow to notice. */
export const HALTED = [
  "nova-compute@cmp-03",
  "neutron-agents",
  "cinder-backup",
  "designate-worker",
] as const;

/** A recordset that no worker brings to the name servers: its zone waits. */
const waitingZone: Fault = async ({ alice, processes, named }, undo) => {
  if (!processes) return [];
  const zone = `/zones/${await alice.idOf("dns", "/zones", "acme.test.")}`;
  const settled = (read: unknown) => member(read, "status") === "ACTIVE";
  const recordset = await alice.send("dns", "POST", `${zone}/recordsets`, {
    name: `${named("record")}.acme.test.`,
    type: "A",
    records: ["192.0.2.1"],
  });
  undo.defer(async () => {
    await alice.until("dns", zone, settled);
    await alice.send("dns", "DELETE", `${zone}/recordsets/${member(recordset, "id")}`);
    await alice.until("dns", zone, settled);
  });
  return [{ check: "dns-zone", name: "acme.test.", by: BOTH }];
};

/** A project that was disabled while its server runs on, with an administrator of its own. */
const disabledProject: Fault = async ({ admin, logIn, named }, undo) => {
  const [name, user, password] = [named("project"), named("user"), crypto.randomUUID()];
  const project = await admin.send("identity", "POST", "/projects", { project: { name } });
  const projectId = String(member(project, "project", "id"));
  undo.defer(() => admin.remove("identity", `/projects/${projectId}`));
  const made = await admin.send("identity", "POST", "/users", {
    user: { name: user, password, default_project_id: projectId },
  });
  const userId = member(made, "user", "id");
  undo.defer(() => admin.remove("identity", `/users/${userId}`));
  const role = await admin.idOf("identity", "/roles?name=admin", "admin");
  await admin.send("identity", "PUT", `/projects/${projectId}/users/${userId}/roles/${role}`);
  const owner = await logIn(user, name, password);
  await using mine = new AsyncDisposableStack();
  mine.defer(() => removeGroups(owner));
  await makeServer(owner, {
    name: named("forgotten"),
    imageRef: await owner.idOf("image", "/images?name=cirros-0.6.2", "cirros-0.6.2"),
    networks: [{ uuid: await owner.idOf("network", "/networks?name=provider-vlan100", "provider-vlan100") }],
  }, mine);
  const enable = async (enabled: boolean) => {
    await admin.send("identity", "PATCH", `/projects/${projectId}`, { project: { enabled } });
  };
  const later = mine.move();
  undo.defer(async () => {
    await enable(true);
    // The tokens of a disabled project are gone for good.
    await owner.logInAgain();
    await later.disposeAsync();
  });
  await enable(false);
  return [
    { check: "identity-disabled-use", name, by: ["admin"] },
    { check: "identity-admins", name: user, by: ["admin"] },
  ];
};

/** Neutron makes a group for every project that it sees. */
async function removeGroups(owner: Hands): Promise<void> {
  const found = await owner.read("network", `/security-groups?project_id=${owner.projectId}`);
  for (const { id } of members(found, "security_groups")) {
    await owner.remove("network", `/security-groups/${id}`);
  }
}

/** What is registered and leads nowhere. */
const strayRecords: Fault = async ({ admin, named }, undo) => {
  const service = await admin.send("identity", "POST", "/services", {
    service: { name: named("service"), type: named("type") },
  });
  undo.defer(() => admin.remove("identity", `/services/${member(service, "service", "id")}`));
  const providers = await admin.read("placement", "/resource_providers?name=cmp-01");
  const provider = String(members(providers, "resource_providers")[0]?.["uuid"]);
  const consumer = crypto.randomUUID();
  await admin.send("placement", "PUT", `/allocations/${consumer}`, {
    allocations: { [provider]: { resources: { VCPU: 1 } } },
    project_id: admin.projectId,
    user_id: admin.userId,
    consumer_generation: null,
    consumer_type: "INSTANCE",
  });
  undo.defer(async () => {
    await admin.send("placement", "DELETE", `/allocations/${consumer}`);
  });
  return [
    { check: "endpoint-disabled", name: named("service"), by: ["admin"] },
    { check: "placement-orphan", name: consumer, by: ["admin"] },
  ];
};

/** Faults that stand in nobody's way. */
export const CLOUD_FAULTS: readonly Fault[] = [waitingZone, disabledProject, strayRecords];

/** Compute services that somebody has switched off, or given up. */
const idleComputes: Fault = async ({ admin, named }, undo) => {
  const services = members(await admin.read("compute", "/os-services?binary=nova-compute"), "services");
  const idOf = (host: string) => services.find((service) => service["host"] === host)?.["id"];
  const put = async (host: string, body: Readonly<Record<string, unknown>>) => {
    await admin.send("compute", "PUT", `/os-services/${idOf(host)}`, body);
  };
  undo.defer(() => put("cmp-01", { status: "enabled" }));
  await put("cmp-01", { status: "disabled", disabled_reason: named("reason") });
  undo.defer(() => put("cmp-02", { forced_down: false }));
  await put("cmp-02", { forced_down: true });
  return [
    { check: "nova-service-disabled", name: "cmp-01", by: ["admin"] },
    { check: "nova-forced-down", name: "cmp-02", by: ["admin"] },
    { check: "nova-az-alive", name: "az1", by: ["admin"], severity: "critical" },
    { check: "nova-aggregate-alive", name: "az1", by: ["admin"], severity: "critical" },
  ];
};

/** An agent and a storage backend that somebody has switched off. */
const idleAgents: Fault = async ({ admin, named }, undo) => {
  const agents = members(await admin.read("network", "/agents?binary=neutron-metadata-agent"), "agents");
  const agent = `/agents/${agents[0]?.["id"]}`;
  const switchAgent = async (admin_state_up: boolean) => {
    await admin.send("network", "PUT", agent, { agent: { admin_state_up } });
  };
  undo.defer(() => switchAgent(true));
  await switchAgent(false);
  const backend = { binary: "cinder-volume", host: "ctl-01@hdd" };
  undo.defer(async () => {
    await admin.send("volume", "PUT", "/os-services/enable", backend);
  });
  await admin.send("volume", "PUT", "/os-services/disable-log-reason", {
    ...backend,
    disabled_reason: named("reason"),
  });
  return [
    { check: "neutron-agent-disabled", name: String(agents[0]?.["host"]), by: ["admin"] },
    { check: "cinder-service-disabled", name: backend.host, by: ["admin"] },
  ];
};

/** A quota that is used up: acme may have as many servers as it has. */
const fullQuota: Fault = async ({ alice, admin }, undo) => {
  const path = `/os-quota-sets/${alice.projectId}`;
  const read = await admin.read("compute", `${path}/detail`);
  const quota = (name: string) => Number(member(read, "quota_set", "instances", name));
  const put = async (instances: number) => {
    await admin.send("compute", "PUT", path, { quota_set: { instances } });
  };
  const limit = quota("limit");
  undo.defer(() => put(limit));
  await put(quota("in_use"));
  return [{ check: "quota", name: "instances", by: BOTH, severity: "critical" }];
};

/** Faults that would keep others from being made: they come last. */
export const LAST_FAULTS: readonly Fault[] = [idleComputes, idleAgents, fullQuota];

/** What must be told of the halted processes. */
export const HALTED_EXPECTED: readonly Expected[] = [
  { check: "nova-service-down", name: "cmp-03", by: ["admin"], severity: "critical" },
  { check: "nova-hypervisor-down", name: "cmp-03", by: ["admin"] },
  { check: "nova-host-status", name: "cmp-03", by: ["admin"] },
  { check: "nova-az-alive", name: "az2", by: ["admin"], severity: "critical" },
  { check: "neutron-agent-down", name: "net-01", by: ["admin"], severity: "critical" },
  { check: "net-no-dhcp", name: "acme-web", by: ["admin"] },
  { check: "router-no-agent", name: "acme-router", by: ["admin"] },
  { check: "cinder-service-down", name: "ctl-01", by: ["admin"] },
  { check: "dns-service", name: "ctl-01", by: ["admin"] },
];
