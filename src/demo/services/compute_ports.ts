/**
 * The network side of a new server: which networks it gets, and its ports there.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, numberOf, textOf, textsOf } from "../json.ts";
import { type Call, isAdmin, Refusal } from "../service.ts";
import { addItem, changeItem, itemWith } from "../state.ts";
import { stamp } from "../time.ts";

/** One interface that a server is to have. */
export interface Link {
  readonly network: Item;
  /** A port that was there before. */
  readonly port?: Item;
  /** The address that was asked for; any if empty. */
  readonly address: string;
  readonly tag: Json;
}

/** The networks that a project may put servers on without naming them. */
function offered(seed: Item, call: Call): Item[] {
  return itemsOf(seed["networks"]).filter((one) =>
    one["project_id"] === call.caller.projectId || one["shared"] === true
  );
}

const AMBIGUOUS = "Multiple possible networks found, use a Network ID to be more specific.";

function usual(seed: Item, call: Call, auto: boolean): Link[] {
  const networks = offered(seed, call).filter((one) => textsOf(one["subnets"]).length > 0);
  if (networks.length > 1) throw new Refusal(409, AMBIGUOUS);
  const [network] = networks;
  if (network) return [{ network, address: "", tag: null }];
  if (!auto) return [];
  throw new Refusal(400, `Unable to automatically allocate a network for project ${call.caller.projectId}`);
}

/** The interfaces that the networks of a request mean. */
export function linksOf(seed: Item, call: Call, networks: Json | undefined): Link[] {
  if (networks === "none") return [];
  const list = itemsOf(networks);
  if (list.length === 0) return usual(seed, call, networks === "auto");
  return list.map((one) =>
    typeof one["port"] === "string" ? byPort(seed, call, one) : byNetwork(seed, call, one)
  );
}

function byPort(seed: Item, call: Call, asked: Item): Link {
  const port = itemWith(seed, "ports", asked["port"]);
  const own = port?.["project_id"] === call.caller.projectId || isAdmin(call.caller);
  if (!port || !own) throw new Refusal(400, `Port id ${asked["port"]} could not be found.`);
  if (textOf(port["device_id"]) !== "") throw new Refusal(409, `Port ${textOf(port["id"])} is still in use.`);
  const network = itemWith(seed, "networks", port["network_id"]) ?? {};
  return { network, port, address: "", tag: asked["tag"] ?? null };
}

function byNetwork(seed: Item, call: Call, asked: Item): Link {
  const id = textOf(asked["uuid"]);
  const network = itemWith(seed, "networks", id);
  const open = network?.["shared"] === true || network?.["router:external"] === true ||
    network?.["project_id"] === call.caller.projectId || isAdmin(call.caller);
  if (!network || !open) throw new Refusal(400, `Network ${id} could not be found.`);
  if (network["router:external"] === true && network["shared"] !== true && !isAdmin(call.caller)) {
    throw new Refusal(403, `It is not allowed to create an interface on external network ${id}`);
  }
  if (textsOf(network["subnets"]).length === 0) {
    throw new Refusal(400, `Network ${id} requires a subnet in order to boot instances on.`);
  }
  const address = textOf(asked["fixed_ip"]);
  if (address !== "") checkAddress(seed, network, address);
  return { network, address, tag: asked["tag"] ?? null };
}

function checkAddress(seed: Item, network: Item, address: string): void {
  const subnet = subnetsOf(seed, network).find((one) => one["ip_version"] === 6 || holds(one, address));
  if (!subnet) {
    const id = textOf(network["id"]);
    throw new Refusal(400, `Fixed IP ${address} is not a valid ip address for network ${id}.`);
  }
  const port = itemsOf(seed["ports"]).find((one) =>
    itemsOf(one["fixed_ips"]).some((ip) => ip["ip_address"] === address && ip["subnet_id"] === subnet["id"])
  );
  if (!port) return;
  const server = textOf(port["device_id"]);
  throw new Refusal(400, `Fixed IP address ${address} is already in use on instance ${server}.`);
}

// ---- addresses ---------------------------------------------------------------------------------

function subnetsOf(seed: Item, network: Item): Item[] {
  return itemsOf(seed["subnets"]).filter((one) => one["network_id"] === network["id"]);
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

function holds(subnet: Item, address: string): boolean {
  const [base = "", bits = "32"] = textOf(subnet["cidr"]).split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

/** The first address of a subnet's pools that no port has. */
function freeAddress(seed: Item, subnet: Item): string | undefined {
  const used = new Set(
    itemsOf(seed["ports"]).flatMap((port) => itemsOf(port["fixed_ips"])).map((ip) =>
      textOf(ip["ip_address"])
    ),
  );
  for (const pool of itemsOf(subnet["allocation_pools"])) {
    const last = toNumber(textOf(pool["end"]));
    for (let number = toNumber(textOf(pool["start"])); number <= last; number++) {
      const address = toAddress(number);
      if (!used.has(address)) return address;
    }
  }
  return undefined;
}

/** The address that a machine gives itself out of its hardware address. */
function ownAddress(subnet: Item, mac: string): string {
  const [prefix = ""] = textOf(subnet["cidr"]).split("/");
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac.split(":").map((part) => parseInt(part, 16));
  const words = [(a ^ 2) * 256 + b, c * 256 + 0xff, 0xfe00 + d, e * 256 + f];
  return prefix + words.map((word) => word.toString(16)).join(":");
}

function fixedIps(seed: Item, { network, address }: Link, mac: string): Item[] {
  const subnets = subnetsOf(seed, network);
  const found: Item[] = [];
  const old = subnets.find((one) => one["ip_version"] === 4);
  const ip = old && (address || freeAddress(seed, old));
  if (old && ip) found.push({ subnet_id: old["id"] ?? null, ip_address: ip });
  for (const subnet of address === "" ? subnets.filter((one) => one["ip_version"] === 6) : []) {
    found.push({ subnet_id: subnet["id"] ?? null, ip_address: ownAddress(subnet, mac) });
  }
  return found;
}

function randomMac(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(3));
  return ["fa", "16", "3e", ...Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))].join(":");
}

// ---- ports -------------------------------------------------------------------------------------

const BINDING: Item = {
  "binding:vif_type": "ovs",
  "binding:vif_details": {
    port_filter: true,
    connectivity: "l2",
    ovs_hybrid_plug: false,
    datapath_type: "system",
    bridge_name: "br-int",
    bound_drivers: { "0": "cloudfake" },
  },
};

function bound(server: Item, at: number): Item {
  return {
    ...BINDING,
    status: "ACTIVE",
    device_id: server["id"] ?? null,
    device_owner: `compute:${textOf(server["OS-EXT-AZ:availability_zone"]) || "nova"}`,
    "binding:host_id": server["OS-EXT-SRV-ATTR:host"] ?? "",
    updated_at: `${stamp(at)}Z`,
  };
}

function newPort(seed: Item, link: Link, server: Item, groups: string[], at: number): Item {
  const mac = randomMac();
  const project = server["tenant_id"] ?? null;
  const ips = fixedIps(seed, link, mac);
  const name = textOf(server["OS-EXT-SRV-ATTR:hostname"]);
  return {
    id: crypto.randomUUID(),
    name: "",
    network_id: link.network["id"] ?? null,
    tenant_id: project,
    mac_address: mac,
    admin_state_up: true,
    fixed_ips: ips,
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    security_groups: groups,
    description: "",
    "binding:vnic_type": "normal",
    "binding:profile": {},
    port_security_enabled: true,
    qos_policy_id: null,
    qos_network_policy_id: null,
    dns_name: name,
    dns_assignment: ips.map(({ ip_address = null }) => ({
      ip_address,
      hostname: name,
      fqdn: `${name}.cloud.test.`,
    })),
    dns_domain: "",
    propagate_uplink_status: true,
    resource_request: null,
    ip_allocation: "immediate",
    tags: [],
    created_at: `${stamp(at)}Z`,
    revision_number: 3,
    project_id: project,
    ...bound(server, at),
  };
}

/** The ports that were there before a server and outlive it. */
export const GIVEN = "given_ports";

/** Plugs a server in; its ports in the order of its interfaces. */
export function plug(seed: Item, links: readonly Link[], server: Item, groups: string[], at: number): Item[] {
  return links.map((link) => {
    if (!link.port) {
      const port = newPort(seed, link, server, groups, at);
      addItem(seed, "ports", port);
      count(itemOf(seed["quotas"])[textOf(port["project_id"])], "port", "used", 1);
      return port;
    }
    changeItem(seed, "ports", link.port["id"], bound(server, at));
    seed[GIVEN] = [...textsOf(seed[GIVEN]), textOf(link.port["id"])];
    return itemWith(seed, "ports", link.port["id"]) ?? link.port;
  });
}

/** The addresses of a server by network, as its ports have them. */
export function addressesOf(seed: Item, ports: readonly Item[]): Item {
  const found: Record<string, Item[]> = {};
  for (const port of ports) {
    const network = textOf(itemWith(seed, "networks", port["network_id"])?.["name"]);
    const list = found[network] ??= [];
    for (const ip of itemsOf(port["fixed_ips"])) {
      const addr = textOf(ip["ip_address"]);
      list.push({
        version: addr.includes(":") ? 6 : 4,
        addr,
        "OS-EXT-IPS:type": "fixed",
        "OS-EXT-IPS-MAC:mac_addr": port["mac_address"] ?? null,
      });
    }
  }
  return found;
}

/** A port as Nova lists it among the interfaces of a server. */
export function interfaceOf(port: Item, tag: Json): Item {
  return {
    net_id: port["network_id"] ?? null,
    port_id: port["id"] ?? null,
    mac_addr: port["mac_address"] ?? null,
    port_state: port["status"] ?? null,
    fixed_ips: port["fixed_ips"] ?? [],
    tag,
  };
}

/** The security groups that are meant by names or ids. */
export function groupsOf(seed: Item, call: Call, names: readonly string[]): Item[] {
  const own = itemsOf(seed["security_groups"]).filter((one) => one["project_id"] === call.caller.projectId);
  return names.map((name) => {
    const found = own.filter((one) => one["id"] === name || one["name"] === name);
    const [group] = found;
    if (!group) throw new Refusal(400, `Unable to find security_group with name or id '${name}'`);
    if (found.length > 1) {
      throw new Refusal(
        409,
        `Multiple security_groups found matching '${name}'. Use an ID to be more specific.`,
      );
    }
    return group;
  });
}

/** Counts something in the quota of a project, where the seed has one. */
export function count(quota: Json | undefined, key: string, used: string, more: number): void {
  const one = itemOf(itemOf(quota)[key]);
  if (one[used] !== undefined) one[used] = numberOf(one[used]) + more;
}
