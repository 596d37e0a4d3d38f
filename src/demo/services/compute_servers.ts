/**
 * Nova's servers: the store, the views by version, the filters of the list.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { indexBy, pattern, select, sorted, type SortKey, type Test, truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, numberOf, omit, textOf, textsOf } from "../json.ts";
import { visible, type Windows } from "../microversion.ts";
import { type Call, isAdmin, Refusal } from "../service.ts";
import { stamp } from "../time.ts";
import { POWER, POWER_STATE, TASK_STATE, VM_STATE, withStatus } from "./compute_states.ts";
import { forbidden, notFound } from "./nova.ts";

/** When each field of a server is shown. */
const WINDOWS: Windows = {
  "OS-EXT-SRV-ATTR:host": { admin: true },
  "OS-EXT-SRV-ATTR:instance_name": { admin: true },
  "OS-EXT-SRV-ATTR:hypervisor_hostname": { admin: true },
  "OS-EXT-SRV-ATTR:reservation_id": { since: 3, admin: true },
  "OS-EXT-SRV-ATTR:launch_index": { since: 3, admin: true },
  "OS-EXT-SRV-ATTR:kernel_id": { since: 3, admin: true },
  "OS-EXT-SRV-ATTR:ramdisk_id": { since: 3, admin: true },
  "OS-EXT-SRV-ATTR:root_device_name": { since: 3, admin: true },
  "OS-EXT-SRV-ATTR:user_data": { since: 3, admin: true },
  "locked": { since: 9 },
  "host_status": { since: 16, admin: true },
  "description": { since: 19 },
  "tags": { since: 26 },
  "trusted_image_certificates": { since: 63 },
  "server_groups": { since: 71 },
  "locked_reason": { since: 73 },
  "pinned_availability_zone": { since: 96 },
  "scheduler_hints": { since: 100 },
};

const HOSTNAME = "OS-EXT-SRV-ATTR:hostname";
const VOLUMES = "os-extended-volumes:volumes_attached";

/** What the demo keeps with a server and nobody sees. */
const PRIVATE = ["demo:locked_by", "demo:former"];

/** The statuses in which a server tells its fault. */
const FAULTY = ["ERROR", "DELETED"];

/** What the versions after the recorded one added to a server; the values of one that asked for nothing. */
const AFTER_RECORDING: Item = { pinned_availability_zone: null, scheduler_hints: {} };

/** Options of {@linkcode Servers}. */
export interface ServersOptions {
  /** How many servers the project gets; as recorded if undefined. */
  count: number | undefined;
  projectId: string;
  /** The hosts that copies are spread over; without any they are where their models are. */
  places?: readonly HostPlace[];
}

/** A compute host and its availability zone. */
export interface HostPlace {
  readonly host: string;
  readonly zone: string;
}

/** What a project uses of the things that Nova counts. */
export interface Uses {
  readonly instances: number;
  readonly cores: number;
  readonly ram: number;
}

/** What belongs to a server, but not into its body. */
export interface Belongings {
  /** The flavor as versions before 2.47 show it. */
  flavor: Item;
  securityGroups: Item[];
}

/** All servers, newest first. */
export class Servers {
  readonly #all: Item[];
  /** Those that were deleted meanwhile, for whoever asks what changed. */
  readonly #gone: Item[] = [];
  readonly #byId: Map<string, Item>;
  readonly #flavors: Item;
  readonly #groups: readonly Item[];
  readonly #securityGroups: Item;
  readonly #faults: Item;
  /** What the project has more, or less, than was recorded, by quota. */
  readonly added: Uses;
  readonly #recorded: readonly Item[];
  readonly #models = new Map<string, string>();
  readonly #texts = new WeakMap<Item, Map<string, string>>();

  constructor(seed: Item, options: ServersOptions) {
    this.#flavors = { ...itemOf(seed["flavor_links"]) };
    this.#groups = itemsOf(seed["server_groups"]);
    this.#securityGroups = { ...itemOf(seed["security_groups"]) };
    this.#faults = { ...itemOf(seed["faults"]) };
    const recorded = sorted(itemsOf(seed["servers"]), [{ key: "created", descending: true }]);
    this.#recorded = recorded;
    this.#all = [...this.#resize(recorded, options)];
    this.added = this.grown(options.projectId);
    this.#byId = indexBy(this.#all);
  }

  /** Every server that is there. */
  get all(): readonly Item[] {
    return this.#all;
  }

  /** Every server that is there or was. */
  get ever(): readonly Item[] {
    return [...this.#all, ...this.#gone];
  }

  /** Those that are copies of recorded ones. */
  get copies(): readonly Item[] {
    return this.#all.filter((server) => this.#models.has(textOf(server["id"])));
  }

  /** What a project uses more, or less, than was recorded. */
  grown(projectId: string): Uses {
    const [now, then] = [usesOf(this.#all, projectId), usesOf(this.#recorded, projectId)];
    return {
      instances: now.instances - then.instances,
      cores: now.cores - then.cores,
      ram: now.ram - then.ram,
    };
  }

  /** The server of an id, whoever may see it. */
  get(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  /** The server that an id or a name means. */
  named(idOrName: string): Item | undefined {
    return this.#byId.get(idOrName) ?? this.#all.find((server) => server["name"] === idOrName);
  }

  /** Puts another server in the place of the one it was: what was kept of the old one's text goes with it. */
  change(id: string, fields: Item, at: number): Item {
    const server = this.#byId.get(id);
    if (!server) throw new Error(`the demo has no server ${id}`);
    const changed = withStatus({ ...server, ...fields, updated: `${stamp(at)}Z` });
    this.#all[this.#all.indexOf(server)] = changed;
    this.#byId.set(id, changed);
    return changed;
  }

  /** Adds a server as the newest. */
  add(server: Item, belongings: Belongings): Item {
    const id = textOf(server["id"]);
    const added = withStatus(server);
    this.#all.unshift(added);
    this.#byId.set(id, added);
    this.giveTo(id, belongings);
    return added;
  }

  /** Takes a server away; who asks for changes still finds it. */
  remove(id: string, at: number): void {
    const states = { [VM_STATE]: "deleted", [TASK_STATE]: null, [POWER_STATE]: POWER.none };
    const ended = { "OS-SRV-USG:terminated_at": `${stamp(at)}.000000` };
    const gone = this.change(id, { ...states, ...ended, addresses: {}, [VOLUMES]: [] }, at);
    this.#all.splice(this.#all.indexOf(gone), 1);
    this.#byId.delete(id);
    this.#gone.unshift(gone);
    for (const group of this.#groups) {
      group["members"] = textsOf(group["members"]).filter((member) => member !== id);
    }
  }

  giveTo(id: string, { flavor, securityGroups }: Partial<Belongings>): void {
    if (flavor) this.#flavors[id] = flavor;
    if (securityGroups) this.#securityGroups[id] = securityGroups;
  }

  /** The flavor of a server as versions before 2.47 show it. */
  flavorRef(id: string): Item {
    return itemOf(this.#flavors[id]);
  }

  setFault(id: string, fault: Item | null): void {
    if (fault) this.#faults[id] = fault;
    else delete this.#faults[id];
  }

  /** The group that a server was told to join. */
  join(id: string, groupId: string): void {
    const group = this.#groups.find((one) => one["id"] === groupId);
    if (group) group["members"] = [...textsOf(group["members"]), id];
  }

  #resize(recorded: Item[], { count, projectId, places = [] }: ServersOptions): Item[] {
    if (count === undefined) return recorded;
    const own = recorded.filter((server) => server["tenant_id"] === projectId);
    if (count <= own.length) {
      const kept = new Set(own.slice(0, count));
      return recorded.filter((server) => server["tenant_id"] !== projectId || kept.has(server));
    }
    const models = own.filter((server) => server["status"] === "ACTIVE" && server["image"] !== "");
    const oldest = Date.parse(textOf(recorded.at(-1)?.["created"]));
    const clones: Item[] = [];
    for (let n = 1; n <= count - own.length; n++) {
      const model = models[n % models.length];
      if (!model) break;
      const clone = this.#clone(model, n, oldest);
      clones.push({ ...clone, ...placed(clone, places[n % places.length]) });
    }
    return [...recorded, ...clones];
  }

  /** A healthy server like a recorded one; each a minute older than the one before. */
  #clone(model: Item, n: number, oldest: number): Item {
    const hex = n.toString(16).padStart(12, "0");
    const id = `00000000-0000-4000-8000-${hex}`;
    const name = `farm-${String(n).padStart(5, "0")}`;
    const born = new Date(oldest - n * 60_000).toISOString().slice(0, 19);
    const modelId = textOf(model["id"]);
    this.#flavors[id] = this.#flavors[modelId] ?? null;
    this.#models.set(id, modelId);
    return {
      ...model,
      id,
      name,
      created: `${born}Z`,
      updated: `${born}Z`,
      "OS-SRV-USG:launched_at": `${born}.000000`,
      "OS-EXT-SRV-ATTR:instance_name": `instance-${(n + 0x1000).toString(16).padStart(8, "0")}`,
      [HOSTNAME]: name,
      [VOLUMES]: [],
      addresses: cloneAddresses(itemOf(model["addresses"]), n),
      links: itemsOf(model["links"]).map((link) => ({
        ...link,
        href: textOf(link["href"]).replace(modelId, id),
      })),
    };
  }

  /** The flavor id of a server, also where its body no longer tells. */
  flavorId(server: Item): string {
    return textOf(itemOf(this.#flavors[textOf(server["id"])])["id"]);
  }

  /** The recorded server that a server is a copy of, or is. */
  modelOf(id: string): string {
    return this.#models.get(id) ?? id;
  }

  /** The project of a server; undefined if there is no such server. */
  ownerOf(id: string): Json | undefined {
    return this.#byId.get(id)?.["tenant_id"];
  }

  /** A server that the caller may see. */
  find(call: Call, id: string): Item {
    const server = this.#byId.get(id);
    const own = server?.["tenant_id"] === call.caller.projectId;
    if (!server || !(own || isAdmin(call.caller))) throw notFound(`Instance ${id} could not be found.`);
    return server;
  }

  /** Like {@linkcode find}, also of those that are gone. */
  findAny(call: Call, id: string): Item {
    const gone = this.#gone.find((server) => server["id"] === id);
    const own = gone?.["tenant_id"] === call.caller.projectId;
    return gone && (own || isAdmin(call.caller)) ? gone : this.find(call, id);
  }

  /** A server as {@linkcode view} shows it in a list, ready for the wire: what has been written once is kept. */
  text(server: Item, call: Call): string {
    const own = server["tenant_id"] === call.caller.projectId;
    const form = `${call.version} ${isAdmin(call.caller)} ${own}`;
    const texts = this.#texts.get(server) ?? new Map<string, string>();
    this.#texts.set(server, texts);
    const text = texts.get(form) ?? JSON.stringify(this.view(server, call, false));
    texts.set(form, text);
    return text;
  }

  brief(server: Item): Item {
    const { id = null, name = null, links = null } = server;
    return { id, name, links };
  }

  /** One server as a version shows it. Groups are named for a single server only. */
  view(server: Item, call: Call, single: boolean): Item {
    const admin = isAdmin(call.caller);
    const { version } = call;
    const shown = omit(visible({ ...AFTER_RECORDING, ...server }, WINDOWS, version, admin), PRIVATE);
    if (version < 47) shown["flavor"] = this.#flavors[textOf(server["id"])] ?? null;
    if (version < 3) shown[VOLUMES] = itemsOf(server[VOLUMES]).map(({ id = null }) => ({ id }));
    if (version < (admin ? 3 : 90)) delete shown[HOSTNAME];
    if (version >= 98 && server["image"] !== "") {
      shown["image"] = { ...itemOf(server["image"]), properties: {} };
    }
    const id = textOf(server["id"]);
    const groups = this.#securityGroups[id] ?? this.#securityGroups[this.modelOf(id)];
    if (groups !== undefined && server["tenant_id"] === call.caller.projectId) {
      shown["security_groups"] = groups;
    }
    return single ? { ...shown, ...this.#singleView(server, call) } : shown;
  }

  /** What a list leaves out. */
  #singleView(server: Item, call: Call): Item {
    const fault = FAULTY.includes(textOf(server["status"])) ? this.#faults[textOf(server["id"])] : undefined;
    return {
      ...(fault === undefined ? {} : { fault: faultView(itemOf(fault), isAdmin(call.caller)) }),
      ...(call.version >= 71 ? { server_groups: this.#groupsOf(server) } : {}),
    };
  }

  #groupsOf(server: Item): Json[] {
    const id = textOf(server["id"]);
    return this.#groups.filter((group) => textsOf(group["members"]).includes(id)).map((group) =>
      group["id"] ?? null
    );
  }

  /** The servers that a list request asks for, in its order. */
  list(call: Call, detail: boolean): Item[] {
    checkQuery(call);
    const everywhere = allProjects(call, detail);
    const tests: Test[] = everywhere ? [] : [(server) => server["tenant_id"] === call.caller.projectId];
    for (const [key, value] of call.search) {
      const make = this.#filters[key];
      if (!make || !mayFilter(call, key) || (!everywhere && PROJECT_KEYS.includes(key))) continue;
      tests.push(make(value));
    }
    const statuses = call.search.getAll("status").map((one) => one.toUpperCase());
    if (statuses.length > 0) tests.push(statusTest(statuses, call));
    const found = select(this.#asked(call), tests);
    const keys = sortKeys(call);
    return keys.length === 0 ? found : sorted(found, keys);
  }

  /** The servers a list is about: deleted ones are told to whoever asks for changes, or for them by name. */
  #asked(call: Call): readonly Item[] {
    const deleted = isAdmin(call.caller) ? call.search.get("deleted") : null;
    const byStatus = call.search.getAll("status").some((one) => one.toUpperCase() === "DELETED");
    if (byStatus || (deleted !== null && truth(deleted) === true)) return this.#gone;
    if (deleted !== null || !call.search.has("changes-since")) return this.#all;
    return sorted([...this.#all, ...this.#gone], [{ key: "created", descending: true }]);
  }

  readonly #filters: Readonly<Record<string, (value: string) => Test>> = {
    ...Object.fromEntries(Object.entries(EXACT).map(([key, field]) => [key, exact(field)])),
    ...Object.fromEntries(Object.entries(REGEX).map(([key, field]) => [key, regex(field)])),
    "ip": addressTest(4),
    "ip6": addressTest(6),
    "image": imageTest,
    "image_ref": imageTest,
    "flavor": (value) => (server) => this.flavorId(server) === value,
    "locked": (value) => (server) => server["locked"] === truth(value),
    "changes-since": (value) => timeTest(value, (then, asked) => then >= asked),
    "changes-before": (value) => timeTest(value, (then, asked) => then <= asked),
    "tags": tagTest((has, wanted) => wanted.every(has)),
    "tags-any": tagTest((has, wanted) => wanted.some(has)),
    "not-tags": tagTest((has, wanted) => !wanted.every(has)),
    "not-tags-any": tagTest((has, wanted) => !wanted.some(has)),
  };
}

function usesOf(servers: readonly Item[], projectId: string): Uses {
  const uses = { instances: 0, cores: 0, ram: 0 };
  for (const server of servers) {
    if (server["tenant_id"] !== projectId) continue;
    const flavor = itemOf(server["flavor"]);
    uses.instances += 1;
    uses.cores += numberOf(flavor["vcpus"]);
    uses.ram += numberOf(flavor["ram"]);
  }
  return uses;
}

/** What a server shows of the host it is on. Projects see a hash alone, of themselves and the host. */
function placed(server: Item, place: HostPlace | undefined): Item {
  if (!place) return {};
  const { host, zone } = place;
  return {
    "OS-EXT-SRV-ATTR:host": host,
    "OS-EXT-SRV-ATTR:hypervisor_hostname": host,
    "OS-EXT-AZ:availability_zone": zone,
    hostId: createHash("sha224").update(textOf(server["tenant_id"]) + host).digest("hex"),
    host_status: "UP",
  };
}

function cloneAddresses(addresses: Item, n: number): Item {
  const [network = "acme-web"] = Object.keys(addresses);
  const [model] = itemsOf(addresses[network]);
  const addr = `10.${64 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
  const mac = `fa:16:3f:${
    [n >> 16, (n >> 8) & 255, n & 255].map((b) => b.toString(16).padStart(2, "0")).join(":")
  }`;
  return { [network]: [{ ...model, version: 4, addr, "OS-EXT-IPS-MAC:mac_addr": mac }] };
}

/** The trace behind a fault is for administrators, or for everybody if it is not the cloud's own fault. */
function faultView(fault: Item, admin: boolean): Item {
  return admin || fault["code"] !== 500 ? fault : omit(fault, ["details"]);
}

// ---- what a list may be asked ------------------------------------------------------------------

/** Query keys that compare a field as a whole. */
const EXACT: Readonly<Record<string, string>> = {
  "user_id": "user_id",
  "project_id": "tenant_id",
  "tenant_id": "tenant_id",
  "uuid": "id",
  "vm_state": "OS-EXT-STS:vm_state",
  "task_state": "OS-EXT-STS:task_state",
  "power_state": "OS-EXT-STS:power_state",
  "host": "OS-EXT-SRV-ATTR:host",
  "node": "OS-EXT-SRV-ATTR:hypervisor_hostname",
  "launch_index": "OS-EXT-SRV-ATTR:launch_index",
  "reservation_id": "OS-EXT-SRV-ATTR:reservation_id",
  "launched_at": "OS-SRV-USG:launched_at",
  "terminated_at": "OS-SRV-USG:terminated_at",
  "config_drive": "config_drive",
  "progress": "progress",
  "root_device_name": "OS-EXT-SRV-ATTR:root_device_name",
};

/** Query keys that are regular expressions. */
const REGEX: Readonly<Record<string, string>> = {
  "name": "name",
  "display_name": "name",
  "description": "description",
  "display_description": "description",
  "hostname": HOSTNAME,
  "key_name": "key_name",
  "availability_zone": "OS-EXT-AZ:availability_zone",
  "kernel_id": "OS-EXT-SRV-ATTR:kernel_id",
  "ramdisk_id": "OS-EXT-SRV-ATTR:ramdisk_id",
  "created_at": "created",
  "access_ip_v4": "accessIPv4",
  "access_ip_v6": "accessIPv6",
};

/** Keys that only mean something together with `all_tenants`. */
const PROJECT_KEYS = ["project_id", "tenant_id"];

/** The keys that everybody may use, by the version they came with. The rest is dropped for non-administrators. */
const FREE: Readonly<Record<string, number>> = {
  "reservation_id": 1,
  "name": 1,
  "status": 1,
  "image": 1,
  "flavor": 1,
  "ip": 1,
  "changes-since": 1,
  "ip6": 5,
  "tags": 26,
  "tags-any": 26,
  "not-tags": 26,
  "not-tags-any": 26,
  "changes-before": 66,
  "locked": 73,
  "availability_zone": 83,
  "config_drive": 83,
  "key_name": 83,
  "created_at": 83,
  "launched_at": 83,
  "terminated_at": 83,
  "power_state": 83,
  "task_state": 83,
  "vm_state": 83,
  "progress": 83,
  "user_id": 83,
  "hostname": 90,
};

const SORTABLE: Readonly<Record<string, string>> = {
  "created_at": "created",
  "updated_at": "updated",
  "display_name": "name",
  "display_description": "description",
  "uuid": "id",
  "id": "id",
  "host": "OS-EXT-SRV-ATTR:host",
  "node": "OS-EXT-SRV-ATTR:hypervisor_hostname",
  "vm_state": "OS-EXT-STS:vm_state",
  "task_state": "OS-EXT-STS:task_state",
  "power_state": "OS-EXT-STS:power_state",
  "availability_zone": "OS-EXT-AZ:availability_zone",
  "launched_at": "OS-SRV-USG:launched_at",
  "terminated_at": "OS-SRV-USG:terminated_at",
  "user_id": "user_id",
  "project_id": "tenant_id",
  "key_name": "key_name",
  "hostname": HOSTNAME,
  "image_ref": "image",
  "config_drive": "config_drive",
  "progress": "progress",
  "launch_index": "OS-EXT-SRV-ATTR:launch_index",
  "root_device_name": "OS-EXT-SRV-ATTR:root_device_name",
  "kernel_id": "OS-EXT-SRV-ATTR:kernel_id",
  "ramdisk_id": "OS-EXT-SRV-ATTR:ramdisk_id",
  "access_ip_v4": "accessIPv4",
  "access_ip_v6": "accessIPv6",
  "auto_disk_config": "OS-DCF:diskConfig",
  "instance_type_id": "id",
  "locked": "locked",
};

/** Keys that the schema knows besides the filters. */
const OTHER_KEYS = [
  "sort_key",
  "sort_dir",
  "all_tenants",
  "soft_deleted",
  "deleted",
  "status",
  "limit",
  "marker",
  "locked_by",
  "auto_disk_config",
];

/** Keys that the schema took in later than 2.1. */
const SCHEMA_SINCE: Readonly<Record<string, number>> = {
  "tags": 26,
  "tags-any": 26,
  "not-tags": 26,
  "not-tags-any": 26,
  "changes-before": 66,
  "locked": 73,
};

function isKnown(key: string, version: number): boolean {
  const known = key in EXACT || key in REGEX || key in FREE || key === "image_ref" ||
    OTHER_KEYS.includes(key);
  return known && version >= (SCHEMA_SINCE[key] ?? 1);
}

function checkQuery(call: Call): void {
  for (const key of call.search.keys()) {
    if (key.startsWith("_")) {
      if (isAdmin(call.caller)) throw new Refusal(400, `Invalid filter field: ${key}.`);
    } else if (call.version >= 75 && !isKnown(key, call.version)) {
      throw new Refusal(400, `'${key}' does not match any of the regexes: '^_'`);
    }
    if (key in REGEX || key === "ip" || key === "ip6") checkPattern(call, key);
  }
  for (const key of ["changes-since", "changes-before"]) {
    const value = call.search.get(key);
    if (value !== null && isKnown(key, call.version) && Number.isNaN(Date.parse(value))) {
      const message =
        `Invalid input for query parameters ${key}. Value: ${value}. '${value}' is not a 'date-time'`;
      throw new Refusal(400, message);
    }
  }
}

function checkPattern(call: Call, key: string): void {
  for (const value of call.search.getAll(key)) {
    try {
      new RegExp(value);
    } catch {
      const message =
        `Invalid input for query parameters ${key}. Value: ${value}. '${value}' is not a 'regex'`;
      throw new Refusal(400, message);
    }
  }
}

function allProjects(call: Call, detail: boolean): boolean {
  const text = call.search.get("all_tenants");
  if (text === null) return false;
  const wanted = text === "" || truth(text);
  if (wanted === undefined) {
    const allowed = "'0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'";
    throw new Refusal(400, `Unrecognized value '${text}', acceptable values are: ${allowed}`);
  }
  if (wanted && !isAdmin(call.caller)) {
    throw forbidden(`os_compute_api:servers:${detail ? "detail" : "index"}:get_all_tenants`);
  }
  return wanted;
}

function mayFilter(call: Call, key: string): boolean {
  return isAdmin(call.caller) || call.version >= (FREE[key] ?? Infinity);
}

/** The states a server can be in; others are an error or, before 2.38, an empty list. */
const STATUSES = new Set(
  ("ACTIVE BUILD DELETED ERROR HARD_REBOOT MIGRATING PASSWORD PAUSED REBOOT REBUILD RESCUE RESIZE REVERT_RESIZE " +
    "SHELVED SHELVED_OFFLOADED SHUTOFF SOFT_DELETED SUSPENDED VERIFY_RESIZE").split(" "),
);

function statusTest(statuses: string[], call: Call): Test {
  if (!statuses.some((status) => STATUSES.has(status)) && call.version >= 38) {
    throw new Refusal(400, "Invalid status value");
  }
  if (statuses.length === 1 && statuses[0] === "DELETED" && !isAdmin(call.caller)) {
    throw new Refusal(403, "Only administrators may list deleted instances");
  }
  return (server) => statuses.includes(textOf(server["status"]));
}

function sortKeys(call: Call): SortKey[] {
  const directions = call.search.getAll("sort_dir");
  if (!call.search.has("sort_key") && directions.length === 0) return [];
  const keys = call.search.has("sort_key") ? call.search.getAll("sort_key") : ["created_at"];
  return keys.map((key, at) => {
    const field = SORTABLE[key];
    if (field === undefined) {
      const allowed = Object.keys(SORTABLE).sort().map((one) => `'${one}'`).join(", ");
      throw new Refusal(
        400,
        `Invalid input for query parameters sort_key. Value: ${key}. '${key}' is not one of [${allowed}]`,
      );
    }
    return { key: field, descending: (directions[at] ?? directions[0] ?? "desc") !== "asc" };
  });
}

function exact(field: string): (value: string) => Test {
  return (value) => (server) => String(server[field] ?? "") === value;
}

/** The database compares without regard to case. */
function regex(field: string): (value: string) => Test {
  return (value) => {
    const fits = pattern(value, "i");
    return (server) => fits.test(textOf(server[field]));
  };
}

function addressTest(version: number): (value: string) => Test {
  return (value) => {
    const fits = pattern(value);
    const has = (one: Item) => numberOf(one["version"]) === version && fits.test(textOf(one["addr"]));
    return (server) => Object.values(itemOf(server["addresses"])).some((list) => itemsOf(list).some(has));
  };
}

function imageTest(value: string): Test {
  return (server) => textOf(itemOf(server["image"])["id"]) === value;
}

function timeTest(value: string, holds: (then: number, asked: number) => boolean): Test {
  const asked = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return (server) => holds(Date.parse(textOf(server["updated"])), asked);
}

function tagTest(
  holds: (has: (tag: string) => boolean, wanted: string[]) => boolean,
): (value: string) => Test {
  return (value) => {
    const wanted = value.split(",");
    return (server) => {
      const tags = textsOf(server["tags"]);
      return holds((tag) => tags.includes(tag), wanted);
    };
  };
}
