/**
 * How Nova makes servers.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, numberOf, textOf, textsOf } from "../json.ts";
import type { Schema } from "../schema.ts";
import { type Answer, type Call, post, Refusal, reply, type Route } from "../service.ts";
import { stamp } from "../time.ts";
import type { Step } from "./compute_lifecycle.ts";
import { tooSmall } from "./compute_neighbours.ts";
import type { Workshop } from "./compute_order.ts";
import { addressesOf, groupsOf, interfaceOf, type Link, linksOf, plug } from "./compute_ports.ts";
import { checkQuota } from "./compute_quota.ts";
import { DESCRIPTION, DISK_CONFIG, hasKeypair, HOSTNAME, imageRef, USER_DATA } from "./compute_rebuild.ts";
import { embedded, flavorFor, linked } from "./compute_resize.ts";
import { POWER, POWER_STATE, resting, TASK_STATE, VM_STATE } from "./compute_states.ts";
import { attach, type Disk, disksOf } from "./compute_volumes.ts";
import {
  BOOLEAN,
  checkBody,
  madePassword,
  METADATA,
  NAME,
  needsAdmin,
  needsMember,
  novaBody,
  ROOT,
  since,
} from "./nova.ts";

// ---- what may be asked -------------------------------------------------------------------------

const COUNT: Schema = { type: ["integer", "string"], pattern: "^[0-9]*$", minimum: 1, minLength: 1 };
const TAG: Schema = { type: "string", minLength: 1, maxLength: 60, pattern: "^[^,/]*$" };
const WHOLE: Schema = { type: ["integer", "string", "null"], pattern: "^-?[0-9]+$" };
const UUID: Schema = { type: "string", format: "uuid" };

/** Tags of devices were there in 2.32, then forgotten, and came back. */
function tagged(version: number, from: number): Record<string, Schema> {
  return version === 32 || version >= from ? { tag: TAG } : {};
}

function networksSchema(version: number): Schema {
  const list: Schema = {
    type: "array",
    items: {
      type: "object",
      properties: {
        fixed_ip: { type: "string", format: "ip" },
        port: { anyOf: [UUID, { type: "null" }] },
        uuid: version >= 37 ? UUID : { type: "string" },
        ...tagged(version, version < 37 ? 33 : 42),
      },
      additionalProperties: false,
    },
  };
  return version < 37 ? list : { anyOf: [list, { type: "string", enum: ["none", "auto"] }] };
}

function mappingSchema(version: number): Schema {
  const text: Schema = { type: "string", maxLength: 255 };
  return {
    type: "object",
    properties: {
      source_type: { type: "string", enum: ["volume", "image", "snapshot", "blank"] },
      uuid: { type: "string", minLength: 1, maxLength: 255, pattern: "^[a-zA-Z0-9._-]*$" },
      image_id: UUID,
      volume_id: UUID,
      snapshot_id: UUID,
      destination_type: { type: "string", enum: ["local", "volume"] },
      guest_format: text,
      device_type: text,
      disk_bus: text,
      device_name: { type: "string", minLength: 1, maxLength: 255 },
      virtual_name: text,
      boot_index: WHOLE,
      volume_size: WHOLE,
      delete_on_termination: BOOLEAN,
      no_device: {},
      connection_info: { type: "string" },
      ...tagged(version, 42),
      ...since(version, 67, { volume_type: { type: ["string", "null"], maxLength: 255 } }),
    },
    additionalProperties: false,
  };
}

function serverSchema(version: number): Schema {
  return {
    type: "object",
    properties: {
      name: NAME,
      imageRef: { anyOf: [UUID, { type: "string", maxLength: 0 }] },
      flavorRef: { type: ["string", "integer"], minLength: 1 },
      adminPass: { type: "string" },
      metadata: METADATA,
      networks: networksSchema(version),
      "OS-DCF:diskConfig": DISK_CONFIG,
      accessIPv4: { type: "string" },
      accessIPv6: { type: "string" },
      availability_zone: NAME,
      block_device_mapping: { type: "array" },
      block_device_mapping_v2: { type: "array", items: mappingSchema(version) },
      config_drive: BOOLEAN,
      key_name: NAME,
      min_count: COUNT,
      max_count: COUNT,
      return_reservation_id: BOOLEAN,
      security_groups: {
        type: "array",
        items: { type: "object", properties: { name: NAME }, additionalProperties: false },
      },
      user_data: USER_DATA,
      ...(version < 57 ? { personality: { type: "array" } } : {}),
      ...since(version, 19, { description: DESCRIPTION }),
      ...since(version, 52, { tags: { type: "array", items: TAG, maxItems: 50 } }),
      ...since(version, 63, { trusted_image_certificates: { type: ["array", "null"] } }),
      ...since(version, 74, { host: NAME, hypervisor_hostname: NAME }),
      ...since(version, 90, { hostname: HOSTNAME }),
    },
    required: version >= 37 ? ["name", "flavorRef", "networks"] : ["name", "flavorRef"],
    additionalProperties: false,
  };
}

const HINTS: Schema = { type: "object", properties: { group: UUID } };

function createSchema(version: number): Schema {
  return {
    type: "object",
    properties: {
      server: serverSchema(version),
      "os:scheduler_hints": HINTS,
      "OS-SCH-HNT:scheduler_hints": HINTS,
    },
    required: ["server"],
    additionalProperties: false,
  };
}

// ---- what is asked -----------------------------------------------------------------------------

/** A request that has been checked. */
interface Plan {
  readonly asked: Item;
  readonly hints: Item;
  readonly flavor: Item;
  /** Empty where the server boots from a volume. */
  readonly image: string;
  readonly links: readonly Link[];
  readonly disks: readonly Disk[];
  readonly groups: readonly Item[];
  readonly zone: string;
  readonly least: number;
  readonly most: number;
}

function truthy(value: Json | undefined): boolean {
  return value !== undefined && /^(true|1|t|yes|y|on)$/i.test(String(value));
}

function countsOf(asked: Item): { least: number; most: number } {
  const { min_count, max_count } = asked;
  const least = Number(min_count ?? 1);
  const most = Number(max_count ?? least);
  if (least > most) throw new Refusal(400, "min_count must be <= max_count");
  return { least, most };
}

function zoneOf(shop: Workshop, asked: Item): string {
  const [zone = ""] = textOf(asked["availability_zone"]).split(":");
  if (zone !== "" && !shop.hosts.zones().includes(zone)) {
    throw new Refusal(400, "The requested availability zone is not available");
  }
  return zone;
}

function groupOf(shop: Workshop, call: Call, hints: Item): void {
  const id = hints["group"];
  if (typeof id !== "string") return;
  const group = itemsOf(shop.seed["server_groups"]).find((one) => one["id"] === id);
  if (group?.["project_id"] !== call.caller.projectId) {
    throw new Refusal(400, `Instance group ${id} could not be found.`);
  }
}

/** The image that a server boots from, and the one its disk is made of. */
function imageOf(shop: Workshop, call: Call, asked: Item, flavor: Item): string {
  const id = textOf(asked["imageRef"]);
  const mappings = itemsOf(asked["block_device_mapping_v2"]);
  const boot = mappings.find((one) => Number(one["boot_index"] ?? -1) === 0);
  if (id === "" && mappings.length === 0) throw new Refusal(400, "Missing imageRef attribute");
  if (id === "" && !boot) {
    const reason = "Boot sequence for the instance and image/block device mapping combination is not valid.";
    throw new Refusal(400, `Block Device Mapping is Invalid: ${reason}`);
  }
  const source = boot?.["source_type"] === "image" ? textOf(boot["uuid"]) : id;
  if (source !== "") checkImage(shop, call, source, flavor, boot?.["destination_type"] !== "volume");
  return boot && boot["destination_type"] !== "local" ? "" : source;
}

function checkImage(shop: Workshop, call: Call, id: string, flavor: Item, local: boolean): void {
  const image = shop.neighbours.image(call, id);
  if (!image) throw new Refusal(400, "Can not find requested image");
  if (image["status"] !== "active") throw new Refusal(400, `Image ${id} is not active.`);
  const reason = tooSmall(image, flavor, local);
  if (reason !== undefined) throw new Refusal(400, reason);
}

function groupNames(asked: Item): string[] {
  const names = itemsOf(asked["security_groups"]).map((one) => textOf(one["name"]));
  return names.length === 0 ? ["default"] : [...new Set(names)];
}

function planOf(shop: Workshop, call: Call, body: Item): Plan {
  const asked = itemOf(body["server"]);
  const hints = itemOf(body["os:scheduler_hints"] ?? body["OS-SCH-HNT:scheduler_hints"]);
  const { network, blockStorage } = shop.neighbours;
  if (asked["host"] !== undefined || asked["hypervisor_hostname"] !== undefined) {
    needsAdmin(call, "os_compute_api:servers:create:requested_destination");
  }
  const counts = countsOf(asked);
  const zone = zoneOf(shop, asked);
  const flavor = flavorFor(shop, call, String(asked["flavorRef"]));
  const image = imageOf(shop, call, asked, flavor);
  const key = asked["key_name"];
  if (typeof key === "string" && !hasKeypair(shop, call.caller.userId, key)) {
    throw new Refusal(400, "Invalid key_name provided.");
  }
  groupOf(shop, call, hints);
  const groups = groupsOf(network, call, groupNames(asked));
  const links = linksOf(network, call, asked["networks"]);
  const mappings = itemsOf(asked["block_device_mapping_v2"]);
  const disks = disksOf(blockStorage, call, mappings, (id) => shop.neighbours.image(call, id) !== undefined);
  if (counts.most > 1 && disks.some((disk) => disk.volume)) {
    throw new Refusal(400, "Cannot attach one or more volumes to multiple instances");
  }
  const project = call.caller.projectId;
  const { least, most } = counts;
  checkQuota(shop, project, {
    instances: least,
    cores: least * numberOf(flavor["vcpus"]),
    ram: least * numberOf(flavor["ram"]),
  });
  return { asked, hints, flavor, image, links, disks, groups, zone, least, most };
}

/** As many as there is room for, between what must and what may be. */
function affordable(shop: Workshop, call: Call, { flavor, least, most }: Plan): number {
  for (let count = most; count > least; count--) {
    try {
      const [cores, ram] = [count * numberOf(flavor["vcpus"]), count * numberOf(flavor["ram"])];
      checkQuota(shop, call.caller.projectId, { instances: count, cores, ram });
      return count;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return least;
}

// ---- making it ---------------------------------------------------------------------------------

/** A name that a host can have. */
function hostnameOf(name: string): string {
  const clean = name.toLowerCase().replace(/[^a-z0-9-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63);
  return clean === "" ? "server" : clean;
}

function newServer(call: Call, plan: Plan, name: string, reservation: string, index: number): Item {
  const { asked, flavor, image, hints, zone } = plan;
  const id = crypto.randomUUID();
  const time = `${stamp(call.now)}Z`;
  const { metadata = {}, key_name = null, user_data = null } = asked;
  return {
    id,
    name,
    status: "BUILD",
    tenant_id: call.caller.projectId,
    user_id: call.caller.userId,
    metadata,
    hostId: "",
    image: image === "" ? "" : imageRef(call, image),
    flavor: embedded(flavor),
    created: time,
    updated: time,
    addresses: {},
    accessIPv4: asked["accessIPv4"] ?? "",
    accessIPv6: asked["accessIPv6"] ?? "",
    links: [
      { rel: "self", href: `${call.origin}${ROOT}/servers/${id}` },
      { rel: "bookmark", href: `${call.origin}/servers/${id}` },
    ],
    "OS-DCF:diskConfig": asked["OS-DCF:diskConfig"] ?? "MANUAL",
    progress: 0,
    "OS-EXT-AZ:availability_zone": "",
    config_drive: truthy(asked["config_drive"]) ? "True" : "",
    key_name,
    "OS-SRV-USG:launched_at": null,
    "OS-SRV-USG:terminated_at": null,
    "OS-EXT-SRV-ATTR:host": null,
    "OS-EXT-SRV-ATTR:instance_name": `instance-${id.slice(0, 8)}`,
    "OS-EXT-SRV-ATTR:hypervisor_hostname": null,
    "OS-EXT-SRV-ATTR:reservation_id": reservation,
    "OS-EXT-SRV-ATTR:launch_index": index,
    "OS-EXT-SRV-ATTR:hostname": asked["hostname"] ?? hostnameOf(name),
    "OS-EXT-SRV-ATTR:kernel_id": "",
    "OS-EXT-SRV-ATTR:ramdisk_id": "",
    "OS-EXT-SRV-ATTR:root_device_name": "/dev/sda",
    "OS-EXT-SRV-ATTR:user_data": user_data,
    [TASK_STATE]: null,
    [VM_STATE]: "building",
    [POWER_STATE]: POWER.none,
    "os-extended-volumes:volumes_attached": [],
    locked: false,
    locked_reason: null,
    description: call.version >= 19 ? asked["description"] ?? null : name,
    tags: [...new Set(textsOf(asked["tags"]))],
    trusted_image_certificates: asked["trusted_image_certificates"] ?? null,
    host_status: "",
    pinned_availability_zone: zone === "" ? null : zone,
    scheduler_hints: hints,
  };
}

const NO_HOST = "No valid host was found. ";

function buildStep(shop: Workshop, plan: Plan): Step {
  const host = shop.hosts.pick(plan.zone, plan.flavor);
  return {
    action: "create",
    event: host === undefined
      ? "conductor_schedule_and_build_instances"
      : "compute__do_build_and_run_instance",
    task: host === undefined ? "scheduling" : "spawning",
    doomed: host === undefined ? NO_HOST : undefined,
    finish: (server, at) => built(shop, plan, server, host ?? "", at),
  };
}

/** Everything that a server has once it stands. */
function built(shop: Workshop, plan: Plan, server: Item, host: string, at: number): Item {
  const { network, blockStorage } = shop.neighbours;
  const id = textOf(server["id"]);
  const place = shop.hosts.on(host, textOf(server["tenant_id"]));
  const placed = { ...server, ...place };
  const ports = plug(network, plan.links, placed, plan.groups.map((one) => textOf(one["id"])), at);
  const volumes = attach(blockStorage, plan.disks, placed, at);
  const tags = plan.links.map((link) => link.tag);
  itemOf(shop.seed["interfaces"])[id] = ports.map((port, at) => interfaceOf(port, tags[at] ?? null));
  itemOf(shop.seed["attachments"])[id] = volumes;
  const name = textOf(server["name"]);
  itemOf(shop.seed["console"])[id] = `[    0.000000] Linux version 6.1.0\n${name} ttyS0\n${name} login: `;
  return {
    ...place,
    ...resting("active"),
    addresses: addressesOf(network, ports),
    "OS-SRV-USG:launched_at": `${stamp(at)}.000000`,
    "os-extended-volumes:volumes_attached": volumes.map((one) => ({
      id: one["volumeId"] ?? null,
      delete_on_termination: one["delete_on_termination"] ?? false,
    })),
  };
}

function randomName(): string {
  return `r-${crypto.randomUUID().replaceAll("-", "").slice(0, 8)}`;
}

/** The route that makes servers. */
export function createRoutes(shop: Workshop): Route[] {
  return [post("/servers", (call) => create(shop, call))];
}

function create(shop: Workshop, call: Call): Answer {
  const body = novaBody(call);
  checkBody(body, createSchema(call.version));
  needsMember(call, "os_compute_api:servers:create");
  const plan = planOf(shop, call, itemOf(body));
  const reservation = randomName();
  const number = affordable(shop, call, plan);
  const asked = textOf(plan.asked["name"]);
  const names = number === 1 ? [asked] : Array.from({ length: number }, (_, at) => `${asked}-${at + 1}`);
  const servers = names.map((name, index) => {
    const server = newServer(call, plan, name, reservation, index);
    const securityGroups = plan.groups.map(({ name = null }) => ({ name }));
    shop.servers.add(server, { flavor: linked(plan.flavor), securityGroups });
    if (typeof plan.hints["group"] === "string") shop.servers.join(textOf(server["id"]), plan.hints["group"]);
    return shop.lifecycle.begin(call, server, buildStep(shop, plan));
  });
  if (truthy(plan.asked["return_reservation_id"])) return reply({ reservation_id: reservation }, 202);
  const [first = {}] = servers;
  const self = itemsOf(first["links"])[0]?.["href"];
  const shown: Item = {
    id: first["id"] ?? null,
    links: first["links"] ?? [],
    "OS-DCF:diskConfig": first["OS-DCF:diskConfig"] ?? null,
    security_groups: groupNames(plan.asked).map((name) => ({ name })),
    adminPass: plan.asked["adminPass"] ?? madePassword(),
  };
  return reply({ server: shown }, 202, { Location: textOf(self) });
}
