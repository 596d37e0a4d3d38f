/**
 * Records the seed of the embedded demo cloud (`src/demo/seed/*.json`) from a real OpenStack.
 *
 * The login comes from the `OS_*` variables of a cloud administrator. The cloud must have the projects and
 * users that the demo shows (see {@linkcode MEMBERS}), all with the administrator's password: what belongs to
 * a user or can only be read inside a project (keypairs, secrets, stacks, containers) is read as that member.
 *
 * While it runs, the script brings the cloud into a state worth looking at (a host taken out of service, a
 * quota nearly used up, a server in the making) and puts everything back before it ends.
 *
 *     deno run --allow-env --allow-net --allow-write=src/demo/seed tests/record_demo.ts
 *
 * @module
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

/** One user of each project whose eyes are needed. */
const MEMBERS: Readonly<Record<string, string>> = { acme: "alice", globex: "gina" };

const SEED = new URL("../src/demo/seed/", import.meta.url);

/** What is sent so that a service answers in the newest form it knows. */
const NEWEST: Readonly<Record<string, Record<string, string>>> = {
  compute: { "OpenStack-API-Version": "compute 2.93" },
  placement: { "OpenStack-API-Version": "placement 1.39" },
  "block-storage": { "OpenStack-API-Version": "volume 3.70" },
  sharev2: { "X-OpenStack-Manila-API-Version": "2.73" },
};

const DISABLED_HOST = "cmp-02";
const DISABLED_REASON = "ECC memory errors on DIMM A2, replacement ordered";
const STUCK_SERVER = "report-worker";
/** How long the stuck server is said to have been in the making. */
const STUCK_FOR_MS = 3 * 3_600_000;

// ---- reading untyped answers -------------------------------------------------------------------

function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldsOf(value: Json | undefined): Fields {
  if (!isFields(value)) throw new TypeError(`expected an object, got ${JSON.stringify(value)}`);
  return value;
}

function listOf(value: Json | undefined): Fields[] {
  if (!Array.isArray(value)) throw new TypeError(`expected a list, got ${JSON.stringify(value)}`);
  return value.map(fieldsOf);
}

function textOf(value: Json | undefined): string {
  if (typeof value !== "string") throw new TypeError(`expected a text, got ${JSON.stringify(value)}`);
  return value;
}

function setting(name: string): string {
  const value = Deno.env.get(name);
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

// ---- a login -----------------------------------------------------------------------------------

interface Call {
  method?: string;
  body?: Json;
  headers?: Record<string, string>;
}

class Login {
  readonly projectId: string;
  readonly userId: string;
  readonly #token: string;
  readonly #urls = new Map<string, string>();

  private constructor(token: string, body: Fields) {
    this.#token = token;
    this.projectId = textOf(fieldsOf(body["project"])["id"]);
    this.userId = textOf(fieldsOf(body["user"])["id"]);
    for (const service of listOf(body["catalog"])) {
      const open = listOf(service["endpoints"]).find((one) => one["interface"] === "public");
      if (open) this.#urls.set(textOf(service["type"]), textOf(open["url"]));
    }
  }

  static async open(user: string, project: string): Promise<Login> {
    const domain = { name: "Default" };
    const auth = {
      identity: {
        methods: ["password"],
        password: { user: { name: user, domain, password: setting("OS_PASSWORD") } },
      },
      scope: { project: { name: project, domain } },
    };
    const answer = await fetch(`${setting("OS_AUTH_URL")}/auth/tokens`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ auth }),
    });
    if (!answer.ok) throw new Error(`login of ${user}: ${answer.status} ${await answer.text()}`);
    const body: Json = await answer.json();
    return new Login(answer.headers.get("X-Subject-Token") ?? "", fieldsOf(fieldsOf(body)["token"]));
  }

  get urls(): ReadonlyMap<string, string> {
    return this.#urls;
  }

  url(service: string): string {
    const url = this.#urls.get(service);
    if (url === undefined) throw new Error(`the catalogue has no ${service}`);
    return url;
  }

  async send(service: string, path: string, call: Call = {}): Promise<Response> {
    const headers: Record<string, string> = {
      "Accept": "application/json",
      "X-Auth-Token": this.#token,
      ...NEWEST[service],
      ...call.headers,
    };
    const init: RequestInit = { method: call.method ?? "GET", headers };
    if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(call.body);
    }
    return await fetch(this.url(service) + path, init);
  }

  async get(service: string, path: string, headers: Record<string, string> = {}): Promise<Fields> {
    return await this.call(service, path, { headers });
  }

  async call(service: string, path: string, call: Call): Promise<Fields> {
    const answer = await this.send(service, path, call);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${call.method ?? "GET"} ${service} ${path}: ${answer.status} ${text}`);
    const body: Json = text === "" ? {} : JSON.parse(text);
    return fieldsOf(body);
  }

  async list(
    service: string,
    path: string,
    key: string,
    headers: Record<string, string> = {},
  ): Promise<Fields[]> {
    return listOf((await this.get(service, path, headers))[key]);
  }
}

// ---- the state worth looking at ----------------------------------------------------------------

/** What a step changed, undone in the reverse order whatever happens in between. */
type Undo = () => Promise<void>;

async function disableHost(admin: Login): Promise<Undo> {
  const services = await admin.list("compute", "/os-services?binary=nova-compute", "services");
  const chosen = services.find((one) => one["host"] === DISABLED_HOST);
  if (!chosen) throw new Error(`no nova-compute on ${DISABLED_HOST}`);
  const path = `/os-services/${textOf(chosen["id"])}`;
  const body = { status: "disabled", disabled_reason: DISABLED_REASON };
  await admin.call("compute", path, { method: "PUT", body });
  return async () => {
    await admin.call("compute", path, { method: "PUT", body: { status: "enabled" } });
  };
}

async function tightenQuota(admin: Login, project: string): Promise<Undo> {
  const path = `/os-quota-sets/${project}`;
  const before = fieldsOf((await admin.get("compute", path))["quota_set"]);
  const usual = fieldsOf((await admin.get("compute", `${path}/defaults`))["quota_set"]);
  const detail = fieldsOf((await admin.get("compute", `${path}/detail`))["quota_set"]);
  const instances = Number(fieldsOf(detail["instances"])["in_use"]) + 1;
  await admin.call("compute", path, { method: "PUT", body: { quota_set: { instances, force: true } } });
  return async () => {
    if (before["instances"] === usual["instances"]) {
      await admin.call("compute", path, { method: "DELETE" });
      return;
    }
    await admin.call("compute", path, {
      method: "PUT",
      body: { quota_set: { instances: before["instances"] ?? -1 } },
    });
  };
}

interface Stuck {
  id: string;
  body: Fields;
  undo: Undo;
}

/** Makes a server and keeps the last answer in which Nova was still busy with it. */
async function catchBuilding(admin: Login, member: Login): Promise<Stuck> {
  const one = (rows: Fields[], name: string): string => {
    const found = rows.find((row) => row["name"] === name);
    if (!found) throw new Error(`the cloud has no ${name}`);
    return textOf(found["id"]);
  };
  const server = {
    name: STUCK_SERVER,
    imageRef: one(await member.list("image", "/v2/images", "images"), "debian-12"),
    flavorRef: one(await member.list("compute", "/flavors", "flavors"), "m1.small"),
    networks: [{ uuid: one(await member.list("network", "/v2.0/networks", "networks"), "acme-db") }],
  };
  const made = fieldsOf(
    (await member.call("compute", "/servers", { method: "POST", body: { server } }))["server"],
  );
  const id = textOf(made["id"]);
  let body: Fields | undefined;
  for (;;) {
    const now = fieldsOf((await admin.get("compute", `/servers/${id}`))["server"]);
    if (now["status"] !== "BUILD") break;
    if (now["OS-EXT-STS:task_state"] !== null && now["OS-EXT-SRV-ATTR:host"] !== null) body = now;
  }
  const undo = async () => {
    await member.call("compute", `/servers/${id}`, { method: "DELETE" });
  };
  if (!body) {
    await undo();
    throw new Error("the server was built before it could be seen building: run again");
  }
  return { id, body, undo };
}

/**
 * No healthy cloud keeps a server in the making for hours, so this much is derived from what was recorded:
 * the same body, the same action and the same port, only begun earlier and not ended.
 */
function makeStuck(compute: Fields, network: Fields, stuck: Stuck, now: number): void {
  const began = (zone: string) => new Date(now - STUCK_FOR_MS).toISOString().slice(0, 19) + zone;
  const rows = listOf(compute["servers"]);
  const at = rows.findIndex((row) => row["id"] === stuck.id);
  // Lists name no groups, and the host had not been taken out of service when the body was caught.
  const { server_groups: _, ...body } = stuck.body;
  const onDisabled = body["OS-EXT-SRV-ATTR:host"] === DISABLED_HOST;
  rows[at] = {
    ...body,
    created: began("Z"),
    updated: began("Z"),
    host_status: onDisabled ? "MAINTENANCE" : "UP",
  };
  compute["servers"] = rows;
  for (const action of listOf(fieldsOf(compute["actions"])[stuck.id])) {
    Object.assign(action, { start_time: began(".000000"), updated_at: began(".000000") });
    for (const event of listOf(action["events"])) {
      Object.assign(event, { start_time: began(".000000"), finish_time: null, result: null });
    }
  }
  for (const port of listOf(network["ports"])) {
    if (port["device_id"] !== stuck.id) continue;
    Object.assign(port, { status: "DOWN", created_at: began("Z"), updated_at: began("Z") });
  }
  for (const port of listOf(fieldsOf(compute["interfaces"])[stuck.id])) port["port_state"] = "DOWN";
}

// ---- what is recorded of each service ----------------------------------------------------------

/** Lists that are kept as they come: seed key, path, key in the answer. */
type Lists = readonly (readonly [key: string, path: string, member: string])[];

async function lists(login: Login, service: string, table: Lists): Promise<Fields> {
  const seed: Fields = {};
  for (const [key, path, member] of table) seed[key] = await login.list(service, path, member);
  return seed;
}

/** The same path read once for each of some ids. */
async function each(ids: Iterable<string>, read: (id: string) => Promise<Json>): Promise<Fields> {
  const found: Fields = {};
  for (const id of ids) found[id] = await read(id);
  return found;
}

function ids(rows: Json | undefined): string[] {
  return listOf(rows).map((row) => textOf(row["id"]));
}

async function recordIdentity(admin: Login, alice: Login): Promise<Fields> {
  const seed = await lists(admin, "identity", [
    ["projects", "/projects", "projects"],
    ["domains", "/domains", "domains"],
    ["users", "/users", "users"],
    ["groups", "/groups", "groups"],
    ["roles", "/roles", "roles"],
    ["services", "/services", "services"],
    ["endpoints", "/endpoints", "endpoints"],
    ["regions", "/regions", "regions"],
    ["role_assignments", "/role_assignments", "role_assignments"],
    ["role_inferences", "/role_inferences", "role_inferences"],
  ]);
  const body = { application_credential: { name: "nightly-report", description: "health report by cron" } };
  const path = `/users/${alice.userId}/application_credentials`;
  const made = fieldsOf(
    (await alice.call("identity", path, { method: "POST", body }))["application_credential"],
  );
  try {
    seed["application_credentials"] = await alice.list("identity", path, "application_credentials");
  } finally {
    await alice.call("identity", `${path}/${textOf(made["id"])}`, { method: "DELETE" });
  }
  return seed;
}

/** At 2.1 a server names its flavor by id, from 2.47 on by its properties: both are needed. */
async function flavorLinks(admin: Login): Promise<Fields> {
  const rows = await admin.list("compute", "/servers/detail?all_tenants=1", "servers", {
    "OpenStack-API-Version": "compute 2.1",
  });
  return Object.fromEntries(rows.map((row) => [textOf(row["id"]), row["flavor"] ?? null]));
}

async function recordActions(admin: Login, server: string): Promise<Json> {
  const path = `/servers/${server}/os-instance-actions`;
  const actions = await admin.list("compute", path, "instanceActions");
  const full: Json[] = [];
  for (const { request_id } of actions) {
    full.push((await admin.get("compute", `${path}/${textOf(request_id)}`))["instanceAction"] ?? null);
  }
  return full;
}

async function recordConsole(admin: Login, server: string): Promise<Json> {
  const body = { "os-getConsoleOutput": { length: 6 } };
  const answer = await admin.send("compute", `/servers/${server}/action`, { method: "POST", body });
  const told: Json = await answer.json();
  return answer.ok ? fieldsOf(told)["output"] ?? null : null;
}

/** Groups are shown to members of the project only. */
async function groupsOfServers(members: Login[]): Promise<Fields> {
  const found: Fields = {};
  for (const login of members) {
    for (const row of await login.list("compute", "/servers/detail", "servers")) {
      if (row["security_groups"] !== undefined) found[textOf(row["id"])] = row["security_groups"];
    }
  }
  return found;
}

async function recordKeypairs(admin: Login, user: string): Promise<Json> {
  const listed = await admin.list("compute", `/os-keypairs?user_id=${user}`, "keypairs");
  const full: Json[] = [];
  for (const { keypair } of listed) {
    const name = encodeURIComponent(textOf(fieldsOf(keypair)["name"]));
    full.push((await admin.get("compute", `/os-keypairs/${name}?user_id=${user}`))["keypair"] ?? null);
  }
  return full;
}

const SOME_EXTENSIONS = 16;

async function recordCompute(admin: Login, members: Login[]): Promise<Fields> {
  const seed = await lists(admin, "compute", [
    ["servers", "/servers/detail?all_tenants=1", "servers"],
    ["flavors", "/flavors/detail?is_public=None", "flavors"],
    ["aggregates", "/os-aggregates", "aggregates"],
    ["services", "/os-services", "services"],
    ["hypervisors", "/os-hypervisors/detail?with_servers=true", "hypervisors"],
    ["availability_zones", "/os-availability-zone/detail", "availabilityZoneInfo"],
    ["server_groups", "/os-server-groups?all_projects=1", "server_groups"],
    ["migrations", "/os-migrations", "migrations"],
    ["extensions", "/extensions", "extensions"],
  ]);
  const at = (version: string) => ({ "OpenStack-API-Version": `compute ${version}` });
  const projects = [admin, ...members].map((login) => login.projectId);
  const servers = ids(seed["servers"]);
  seed["flavor_links"] = await flavorLinks(admin);
  seed["security_groups"] = await groupsOfServers(members);
  // Why a server failed is told by a single answer only.
  seed["faults"] = await each(
    ids(listOf(seed["servers"]).filter((row) => row["status"] === "ERROR")),
    async (id) => fieldsOf((await admin.get("compute", `/servers/${id}`))["server"])["fault"] ?? null,
  );
  // The list is a relic that never changes: some of it stands for all.
  seed["extensions"] = listOf(seed["extensions"]).slice(0, SOME_EXTENSIONS);
  // Until 2.53 services and hypervisors had numbers, until 2.88 hypervisors had figures.
  seed["services_2.52"] = await admin.list("compute", "/os-services", "services", at("2.52"));
  seed["hypervisors_2.52"] = await admin.list("compute", "/os-hypervisors", "hypervisors", at("2.52"));
  seed["hypervisors_2.87"] = await admin.list("compute", "/os-hypervisors/detail", "hypervisors", at("2.87"));
  seed["actions"] = await each(servers, (id) => recordActions(admin, id));
  seed["console"] = await each(servers, (id) => recordConsole(admin, id));
  seed["attachments"] = await each(
    servers,
    (id) => admin.list("compute", `/servers/${id}/os-volume_attachments`, "volumeAttachments"),
  );
  seed["interfaces"] = await each(
    servers,
    (id) => admin.list("compute", `/servers/${id}/os-interface`, "interfaceAttachments"),
  );
  seed["keypairs"] = await each(
    members.map((login) => login.userId),
    (user) => recordKeypairs(admin, user),
  );
  // The oldest form holds every resource that a later one dropped.
  seed["quotas"] = await each(
    projects,
    async (id) => (await admin.get("compute", `/os-quota-sets/${id}/detail`, at("2.1")))["quota_set"] ?? null,
  );
  seed["quota_defaults"] =
    (await admin.get("compute", `/os-quota-sets/${admin.projectId}/defaults`, at("2.1")))["quota_set"] ??
      null;
  seed["limits"] = await each(
    projects,
    async (id) => (await admin.get("compute", `/limits?tenant_id=${id}`, at("2.1")))["limits"] ?? null,
  );
  return seed;
}

async function recordPlacement(admin: Login, servers: string[], projects: string[]): Promise<Fields> {
  const seed = await lists(admin, "placement", [
    ["resource_providers", "/resource_providers", "resource_providers"],
    ["resource_classes", "/resource_classes", "resource_classes"],
  ]);
  seed["traits"] = (await admin.get("placement", "/traits"))["traits"] ?? [];
  const providers = listOf(seed["resource_providers"]).map((one) => textOf(one["uuid"]));
  for (const part of ["inventories", "usages", "traits", "aggregates", "allocations"]) {
    seed[`provider_${part}`] = await each(
      providers,
      (id) => admin.get("placement", `/resource_providers/${id}/${part}`),
    );
  }
  seed["allocations"] = await each(servers, (id) => admin.get("placement", `/allocations/${id}`));
  seed["usages"] = await each(projects, (id) => admin.get("placement", `/usages?project_id=${id}`));
  return seed;
}

const NETWORK: Lists = [
  "extensions",
  "networks",
  "subnets",
  "ports",
  "routers",
  "floatingips",
  "agents",
  "availability_zones",
  "network-ip-availabilities",
  "subnetpools",
  "rbac-policies",
  "trunks",
  "address-groups",
  "address-scopes",
  "service-providers",
  "flavors",
  "segments",
].map((path) => [path.replaceAll("-", "_"), `/v2.0/${path}`, path.replaceAll("-", "_")] as const);

async function recordNetwork(admin: Login, members: Login[]): Promise<Fields> {
  const seed = await lists(admin, "network", NETWORK);
  // Groups an administrator sees of its own project only.
  const read = (login: Login) => login.list("network", "/v2.0/security-groups", "security_groups");
  seed["security_groups"] = (await Promise.all([admin, ...members].map(read))).flat();
  // Every rule stands in its group as well: the demo takes the list of rules from there.
  const projects = [admin, ...members].map((login) => login.projectId);
  seed["policies"] = await admin.list("network", "/v2.0/qos/policies", "policies");
  seed["rule_types"] = await admin.list("network", "/v2.0/qos/rule-types", "rule_types");
  const quota = (path: string) => async (id: string) =>
    (await admin.get("network", `/v2.0/quotas/${id}${path}`))["quota"] ?? null;
  seed["quotas"] = await each(projects, quota("/details"));
  seed["quota_defaults"] = await quota("/default")(admin.projectId);
  return seed;
}

async function recordBlockStorage(admin: Login, members: Login[]): Promise<Fields> {
  const service = "block-storage";
  const seed = await lists(admin, service, [
    ["volumes", "/volumes/detail?all_tenants=1", "volumes"],
    ["snapshots", "/snapshots/detail?all_tenants=1", "snapshots"],
    ["backups", "/backups/detail?all_tenants=1", "backups"],
    ["types", "/types?is_public=None", "volume_types"],
    ["services", "/os-services", "services"],
    ["pools", "/scheduler-stats/get_pools?detail=true", "pools"],
    ["availability_zones", "/os-availability-zone", "availabilityZoneInfo"],
    ["messages", "/messages", "messages"],
    ["transfers", "/volume-transfers/detail?all_tenants=1", "transfers"],
    ["groups", "/groups/detail?all_tenants=1", "groups"],
    ["group_types", "/group_types?is_public=None", "group_types"],
    ["qos_specs", "/qos-specs", "qos_specs"],
    ["resource_filters", "/resource_filters", "resource_filters"],
    ["extensions", "/extensions", "extensions"],
  ]);
  const attachments = await admin.list(service, "/attachments?all_tenants=1", "attachments");
  seed["attachments"] = [];
  for (const id of ids(attachments)) {
    seed["attachments"].push((await admin.get(service, `/attachments/${id}`))["attachment"] ?? null);
  }
  const projects = [admin, ...members];
  const quota = (query: string) => async (id: string) =>
    (await admin.get(service, `/os-quota-sets/${id}${query}`))["quota_set"] ?? null;
  seed["quotas"] = await each(projects.map((login) => login.projectId), quota("?usage=true"));
  seed["quota_defaults"] = await quota("/defaults")(admin.projectId);
  seed["limits"] = {};
  for (const login of projects) {
    seed["limits"][login.projectId] = (await login.get(service, "/limits"))["limits"] ?? null;
  }
  return seed;
}

async function recordImage(admin: Login): Promise<Fields> {
  const seed = await lists(admin, "image", [["images", "/v2/images?limit=1000", "images"]]);
  const hidden = await admin.list("image", "/v2/images?limit=1000&os_hidden=true", "images");
  seed["images"] = [...listOf(seed["images"]), ...hidden];
  const shared = listOf(seed["images"]).filter((image) => image["visibility"] === "shared");
  seed["members"] = await each(
    ids(shared),
    (id) => admin.list("image", `/v2/images/${id}/members`, "members"),
  );
  seed["stores"] = await admin.list("image", "/v2/info/stores/detail", "stores");
  seed["import"] = await admin.get("image", "/v2/info/import");
  return seed;
}

/** The end of a stack's story is enough. */
const LATEST_EVENTS = 12;

async function recordOrchestration(admin: Login, members: Login[]): Promise<Fields> {
  const service = "orchestration";
  const seed: Fields = { stacks: [], listed: [], resources: {}, events: {}, templates: {} };
  seed["services"] = await admin.list(service, "/services", "services");
  for (const login of members) {
    for (const listed of await login.list(service, "/stacks", "stacks")) {
      const id = textOf(listed["id"]);
      const path = `/stacks/${textOf(listed["stack_name"])}/${id}`;
      // A list and a single answer differ in their fields; the list's are a subset but for one.
      const stack = fieldsOf((await login.get(service, path))["stack"]);
      seed["stacks"] = [...listOf(seed["stacks"]), stack];
      seed["listed"] = [...listOf(seed["listed"]), listed];
      fieldsOf(seed["resources"])[id] = await login.list(service, `${path}/resources`, "resources");
      const events = await login.list(service, `${path}/events`, "events");
      fieldsOf(seed["events"])[id] = events.slice(-LATEST_EVENTS);
      fieldsOf(seed["templates"])[id] = await login.get(service, `${path}/template`);
    }
  }
  return seed;
}

async function recordLoadBalancer(admin: Login, projects: string[]): Promise<Fields> {
  const service = "load-balancer";
  const seed = await lists(admin, service, [
    ["loadbalancers", "/v2/lbaas/loadbalancers", "loadbalancers"],
    ["listeners", "/v2/lbaas/listeners", "listeners"],
    ["pools", "/v2/lbaas/pools", "pools"],
    ["healthmonitors", "/v2/lbaas/healthmonitors", "healthmonitors"],
    ["l7policies", "/v2/lbaas/l7policies", "l7policies"],
    ["flavors", "/v2/lbaas/flavors", "flavors"],
    ["flavorprofiles", "/v2/lbaas/flavorprofiles", "flavorprofiles"],
    ["availability_zones", "/v2/lbaas/availabilityzones", "availability_zones"],
    ["providers", "/v2/lbaas/providers", "providers"],
    ["amphorae", "/v2/octavia/amphorae", "amphorae"],
  ]);
  seed["members"] = await each(
    ids(seed["pools"]),
    (id) => admin.list(service, `/v2/lbaas/pools/${id}/members`, "members"),
  );
  const balancer = (part: string) => async (id: string) =>
    await admin.get(service, `/v2/lbaas/loadbalancers/${id}/${part}`);
  seed["statuses"] = await each(ids(seed["loadbalancers"]), balancer("status"));
  seed["stats"] = await each(ids(seed["loadbalancers"]), balancer("stats"));
  seed["quotas"] = await each(
    projects,
    async (id) => (await admin.get(service, `/v2/lbaas/quotas/${id}`))["quota"] ?? null,
  );
  seed["quota_list"] = await admin.list(service, "/v2/lbaas/quotas", "quotas");
  seed["versions"] = (await admin.get(service, "/"))["versions"] ?? [];
  return seed;
}

/** Lists whose service shows nothing of another project: one reading for each member. */
async function byProject(members: Login[], read: (login: Login) => Promise<Json>): Promise<Fields> {
  const found: Fields = {};
  for (const login of members) found[login.projectId] = await read(login);
  return found;
}

async function recordKeyManager(members: Login[]): Promise<Fields> {
  const seed: Fields = {};
  for (const key of ["secrets", "containers", "orders"]) {
    seed[key] = await byProject(members, (login) => login.list("key-manager", `/v1/${key}?limit=100`, key));
  }
  return seed;
}

async function recordDns(admin: Login, members: Login[]): Promise<Fields> {
  const seed: Fields = {
    service_statuses: await admin.list("dns", "/v2/service_statuses", "service_statuses"),
    pools: await admin.list("dns", "/v2/pools", "pools"),
    limits: await members[0]?.get("dns", "/v2/limits") ?? null,
  };
  for (const key of ["zones", "recordsets"]) {
    const read = (login: Login) => login.list("dns", `/v2/${key}?limit=1000`, key);
    seed[key] = (await Promise.all(members.map(read))).flat();
  }
  seed["quotas"] = await byProject(members, (login) => login.get("dns", `/v2/quotas/${login.projectId}`));
  return seed;
}

async function recordShares(admin: Login, projects: string[]): Promise<Fields> {
  const seed = await lists(admin, "sharev2", [
    ["shares", "/shares/detail?all_tenants=1", "shares"],
    ["snapshots", "/snapshots/detail?all_tenants=1", "snapshots"],
    ["share_networks", "/share-networks/detail?all_tenants=1", "share_networks"],
    ["share_types", "/types?is_public=all", "share_types"],
    ["services", "/services", "services"],
    ["pools", "/scheduler-stats/pools/detail", "pools"],
    ["availability_zones", "/availability-zones", "availability_zones"],
  ]);
  seed["quotas"] = await each(
    projects,
    async (id) => (await admin.get("sharev2", `/quota-sets/${id}/detail`))["quota_set"] ?? null,
  );
  return seed;
}

async function recordObjects(members: Login[]): Promise<Fields> {
  const seed: Fields = { accounts: {}, containers: {}, info: {} };
  for (const login of members) {
    // Outside of every account.
    const info: Json = await (await fetch(new URL("/info", login.url("object-store")))).json();
    seed["info"] = info;
    const account = await login.send("object-store", "?format=json");
    const containers: Json = await account.json();
    const counters = [...account.headers].filter(([name]) => /^x-account-/.test(name));
    fieldsOf(seed["accounts"])[login.projectId] = { headers: Object.fromEntries(counters), containers };
    for (const { name } of listOf(containers)) {
      const answer = await login.send("object-store", `/${textOf(name)}?format=json`);
      const objects: Json = await answer.json();
      const headers = [...answer.headers].filter(([key]) => /^x-(container|storage)-/.test(key));
      fieldsOf(seed["containers"])[`${login.projectId}/${textOf(name)}`] = {
        headers: Object.fromEntries(headers),
        objects,
      };
    }
  }
  return seed;
}

// ---- writing -----------------------------------------------------------------------------------

/** Addresses of this cloud become `demo://TYPE`, which the demo replaces by its own. */
function withoutAddresses(text: string, urls: ReadonlyMap<string, string>): string {
  let clean = text;
  for (const [type, url] of urls) clean = clean.replaceAll(new URL(url).origin, `demo://${type}`);
  return clean;
}

async function write(name: string, seed: Json, urls: ReadonlyMap<string, string>): Promise<number> {
  const text = withoutAddresses(JSON.stringify(seed), urls);
  if (text.includes(setting("OS_PASSWORD"))) throw new Error(`${name}: the password is in the answers`);
  await Deno.writeTextFile(new URL(`${name}.json`, SEED), `${text}\n`);
  return text.length;
}

async function main(): Promise<void> {
  const admin = await Login.open(setting("OS_USERNAME"), setting("OS_PROJECT_NAME"));
  const members: Login[] = [];
  for (const [project, user] of Object.entries(MEMBERS)) members.push(await Login.open(user, project));
  const [alice] = members;
  if (!alice) throw new Error("nobody to record as");
  const projects = [admin, ...members].map((login) => login.projectId);
  const undo: Undo[] = [];
  const now = Date.now();
  try {
    const stuck = await catchBuilding(admin, alice);
    undo.unshift(stuck.undo);
    undo.unshift(await disableHost(admin));
    undo.unshift(await tightenQuota(admin, alice.projectId));
    const compute = await recordCompute(admin, members);
    const network = await recordNetwork(admin, members);
    makeStuck(compute, network, stuck, now);
    const seeds: Record<string, Fields> = {
      meta: { recorded_at: new Date(now).toISOString() },
      identity: await recordIdentity(admin, alice),
      compute,
      placement: await recordPlacement(admin, ids(compute["servers"]), projects),
      network,
      block_storage: await recordBlockStorage(admin, members),
      image: await recordImage(admin),
      orchestration: await recordOrchestration(admin, members),
      load_balancer: await recordLoadBalancer(admin, projects),
      key_manager: await recordKeyManager(members),
      dns: await recordDns(admin, members),
      share: await recordShares(admin, projects),
      object_store: await recordObjects(members),
    };
    for (const [name, seed] of Object.entries(seeds)) {
      const size = await write(name, seed, admin.urls);
      await Deno.stdout.write(new TextEncoder().encode(`${name}: ${size} bytes\n`));
    }
  } finally {
    for (const step of undo) await step();
  }
}

await main();
