/**
 * What the recorded cloud has none of: QoS policies, trunks, subnet pools, address groups, port forwardings. A few of
 * each, in the forms of a Neutron that has them.
 *
 * @module
 */

import { type Item, itemsOf, type Json, textOf } from "../json.ts";

const MADE = "2026-11-21T11:05:00Z";

const SCOPE = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a101";
const POOL = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a102";
const POLICY = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a103";
const GROUP = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a104";
const FLOATING = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a105";

/** Adds them to the recorded state, which is left as it is. */
export function withRecords(seed: Item): Item {
  const owners = {
    acme: ownerOf(seed, "acme-web"),
    globex: ownerOf(seed, "globex-app"),
    provider: ownerOf(seed, "public"),
  };
  const add = (plural: string, items: Item[]): Json[] => [...itemsOf(seed[plural]), ...items];
  const forwardings = portForwardings(seed);
  return {
    ...seed,
    address_scopes: add("address_scopes", [addressScope(owners.provider)]),
    subnetpools: add("subnetpools", subnetPools(owners.provider, owners.acme)),
    policies: add("policies", qosPolicies(owners.provider, owners.acme)),
    address_groups: add("address_groups", [addressGroup(owners.acme)]),
    trunks: add("trunks", trunks(seed, owners.acme)),
    rbac_policies: add("rbac_policies", [
      rbacPolicy("d1", owners.provider, "*", "qos_policy", POLICY),
      rbacPolicy("d2", owners.provider, "*", "subnetpool", POOL),
      rbacPolicy("d3", owners.provider, "*", "address_scope", SCOPE),
      rbacPolicy("d4", owners.acme, owners.globex, "address_group", GROUP),
    ]),
    floatingips: add("floatingips", [floatingIp(seed, owners.acme, forwardings)]),
    network_ip_availabilities: itemsOf(seed["network_ip_availabilities"]).map(withOneMore),
    port_forwardings: forwardings,
  };
}

function networkCalled(seed: Item, name: string): Item {
  return itemsOf(seed["networks"]).find((one) => one["name"] === name) ?? {};
}

function ownerOf(seed: Item, network: string): string {
  return textOf(networkCalled(seed, network)["project_id"]);
}

/** The port that a recorded floating IP leads to, and the other one of the same server. */
function portsOf(seed: Item, description: string): Item[] {
  const ip = itemsOf(seed["floatingips"]).find((one) => one["description"] === description);
  const ports = itemsOf(seed["ports"]);
  const port = ports.find((one) => one["id"] === ip?.["port_id"]);
  if (!port) return [];
  return [port, ...ports.filter((one) => one["device_id"] === port["device_id"] && one !== port)];
}

function common(projectId: string, description = ""): Item {
  return {
    description,
    project_id: projectId,
    tenant_id: projectId,
    tags: [],
    created_at: MADE,
    updated_at: MADE,
    revision_number: 1,
  };
}

function addressScope(projectId: string): Item {
  return {
    id: SCOPE,
    name: "internal",
    project_id: projectId,
    tenant_id: projectId,
    shared: true,
    ip_version: 4,
  };
}

function subnetPools(provider: string, acme: string): Item[] {
  const shared: Item = {
    id: POOL,
    name: "internal-v4",
    ...common(provider, "What projects cut their subnets out of"),
    shared: true,
    is_default: true,
    ip_version: 4,
    prefixes: ["10.64.0.0/12"],
    min_prefixlen: "20",
    max_prefixlen: "28",
    default_prefixlen: "24",
    default_quota: 4096,
    address_scope_id: SCOPE,
  };
  return [shared, {
    ...shared,
    id: "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a112",
    name: "acme-lab",
    ...common(acme),
    shared: false,
    is_default: false,
    prefixes: ["192.168.128.0/17"],
    min_prefixlen: "24",
    default_prefixlen: "26",
    default_quota: null,
    address_scope_id: null,
  }];
}

function qosPolicies(provider: string, acme: string): Item[] {
  const rule = (policy: string, at: number, type: string, values: Item): Item => ({
    id: `2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a2${at}`,
    qos_policy_id: policy,
    type,
    ...values,
  });
  const own = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a113";
  return [
    {
      id: POLICY,
      name: "standard-100mbit",
      ...common(provider),
      shared: true,
      is_default: true,
      rules: [
        rule(POLICY, 10, "bandwidth_limit", { max_kbps: 100000, max_burst_kbps: 80000, direction: "egress" }),
        rule(POLICY, 11, "bandwidth_limit", { max_kbps: 100000, max_burst_kbps: 0, direction: "ingress" }),
      ],
    },
    {
      id: own,
      name: "acme-voice",
      ...common(acme),
      shared: false,
      is_default: false,
      rules: [
        rule(own, 12, "dscp_marking", { dscp_mark: 46 }),
        rule(own, 13, "minimum_bandwidth", { min_kbps: 2000, direction: "egress" }),
        rule(own, 14, "packet_rate_limit", { max_kpps: 50, max_burst_kpps: 5, direction: "egress" }),
      ],
    },
  ];
}

function addressGroup(projectId: string): Item {
  return {
    id: GROUP,
    name: "offices",
    description: "Where administrators log in from",
    project_id: projectId,
    tenant_id: projectId,
    addresses: ["198.51.100.0/25", "203.0.113.250/32"],
  };
}

function trunks(seed: Item, projectId: string): Item[] {
  const [parent, sub] = portsOf(seed, "bastion");
  if (!parent || !sub) return [];
  return [{
    id: "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a106",
    name: "bastion-trunk",
    ...common(projectId),
    admin_state_up: true,
    status: "ACTIVE",
    port_id: textOf(parent["id"]),
    sub_ports: [{ port_id: textOf(sub["id"]), segmentation_type: "vlan", segmentation_id: 101 }],
  }];
}

function rbacPolicy(end: string, projectId: string, target: string, type: string, id: string): Item {
  return {
    id: `2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a1${end}`,
    project_id: projectId,
    tenant_id: projectId,
    action: "access_as_shared",
    object_type: type,
    object_id: id,
    target_tenant: target,
  };
}

function portForwardings(seed: Item): Item[] {
  const [port] = portsOf(seed, "bastion");
  if (!port) return [];
  const inside: Item = {
    internal_port_id: textOf(port["id"]),
    internal_ip_address: textOf(itemsOf(port["fixed_ips"])[0]?.["ip_address"]),
  };
  return [
    {
      id: "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a107",
      protocol: "tcp",
      external_port: 2222,
      external_port_range: "2222:2222",
      internal_port: 22,
      internal_port_range: "22:22",
      description: "ssh to the bastion",
      ...inside,
    },
    {
      id: "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a108",
      protocol: "udp",
      external_port_range: "5000:5010",
      internal_port_range: "6000:6010",
      description: "",
      ...inside,
    },
  ];
}

/** One that is associated with no port, because single ports of it lead on. It shows them in brief. */
function floatingIp(seed: Item, projectId: string, forwardings: readonly Item[]): Item {
  const router = itemsOf(seed["floatingips"]).find((one) => one["description"] === "bastion")?.["router_id"];
  return {
    id: FLOATING,
    floating_ip_address: "203.0.113.201",
    floating_network_id: textOf(networkCalled(seed, "public")["id"]),
    router_id: router ?? null,
    port_id: null,
    fixed_ip_address: null,
    status: "DOWN",
    qos_policy_id: null,
    port_details: null,
    dns_domain: "acme.test.",
    dns_name: "ssh",
    port_forwardings: forwardings.map((one) => {
      const { external_port_range: _outer, internal_port_range: _inner, description: _words, ...brief } = one;
      return brief;
    }),
    ...common(projectId, "ports of the bastion"),
  };
}

/** The floating IP above takes one address of the external network. */
function withOneMore(availability: Item): Item {
  if (availability["network_name"] !== "public") return availability;
  const more = (item: Item): Item => ({ ...item, used_ips: Number(item["used_ips"]) + 1 });
  return {
    ...more(availability),
    subnet_ip_availability: itemsOf(availability["subnet_ip_availability"]).map(more),
  };
}
