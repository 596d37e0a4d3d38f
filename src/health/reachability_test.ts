import assert from "node:assert/strict";
import { readFloatingIp, readNetwork, readRouter, readSubnet } from "../openstack/network/types.ts";
import type { HealthPort } from "./collections/network.ts";
import { type NetworkView, untoldForwardings, waysToPorts } from "./reachability.ts";

type Raw = Readonly<Record<string, unknown>>;

function port(id: string, given: Partial<HealthPort> = {}): HealthPort {
  return {
    id,
    name: undefined,
    projectId: "acme",
    networkId: "web",
    status: "ACTIVE",
    adminStateUp: true,
    deviceId: `server-of-${id}`,
    deviceOwner: "compute:nova",
    hostId: undefined,
    vifType: undefined,
    createdAt: undefined,
    updatedAt: undefined,
    portSecurityEnabled: true,
    fixedIps: 1,
    addresses: [{ subnetId: "web-v4", address: "10.0.0.5" }],
    allowedAddresses: [],
    ipAllocation: undefined,
    securityGroupIds: ["g1"],
    ...given,
  };
}

function all<T>(read: (raw: unknown) => T | undefined, raws: readonly Raw[]): T[] {
  return raws.flatMap((raw) => read(raw) ?? []);
}

interface Given {
  readonly ports: readonly HealthPort[];
  readonly floatingIps?: readonly Raw[];
  readonly networks?: readonly Raw[];
  readonly subnets?: readonly Raw[];
  readonly routers?: readonly Raw[];
}

function view({ ports, floatingIps = [], networks = [], subnets = [], routers = [] }: Given): NetworkView {
  const known = all(readNetwork, networks);
  return {
    ports,
    floatingIps: all(readFloatingIp, floatingIps),
    externalNetworks: known.filter(({ external }) => external === true),
    networks: known,
    subnets: all(readSubnet, subnets),
    routers: all(readRouter, routers),
  };
}

function addresses(given: Given): Record<string, string[]> {
  const ways = waysToPorts(view(given));
  return Object.fromEntries([...ways].map(([id, found]) => [id, found.map(({ address }) => address)]));
}

const GATEWAY = { external_gateway_info: { network_id: "public", enable_snat: true } };

function interfaceOf(router: string, subnetId: string): HealthPort {
  return port(`interface-${subnetId}`, {
    deviceOwner: "network:ha_router_replicated_interface",
    deviceId: router,
    addresses: [{ subnetId, address: undefined }],
  });
}

Deno.test("waysToPorts() finds public IPv6 addresses behind a router with a gateway, and no others", () => {
  const given = {
    subnets: [
      { id: "v6", network_id: "web", project_id: "acme", cidr: "2001:db8::/64", gateway_ip: "2001:db8::1" },
      { id: "ula", network_id: "web", project_id: "acme", cidr: "fd00::/64", gateway_ip: "fd00::1" },
    ],
    networks: [{ id: "web", project_id: "acme", shared: false }],
    ports: [
      port("p1", {
        addresses: [
          { subnetId: "v6", address: "2001:db8::5" },
          { subnetId: "ula", address: "fd00::5" },
          { subnetId: "web-v4", address: "10.0.0.5" },
        ],
      }),
      interfaceOf("r1", "v6"),
      interfaceOf("r1", "ula"),
    ],
  };
  assert.deepEqual(addresses({ ...given, routers: [{ id: "r1", ...GATEWAY }] }), { p1: ["2001:db8::5"] });
  assert.deepEqual(addresses({ ...given, routers: [{ id: "r1", external_gateway_info: null }] }), {});
  assert.deepEqual(addresses({ ...given, routers: [] }), {});
});

Deno.test("waysToPorts() finds public IPv4 addresses behind a router that translates nothing", () => {
  const given = {
    subnets: [{ id: "web-v4", network_id: "web", project_id: "acme", cidr: "203.0.113.0/24" }],
    networks: [{ id: "web", project_id: "acme", shared: false }],
    ports: [
      port("p1", { addresses: [{ subnetId: "web-v4", address: "203.0.113.5" }] }),
      interfaceOf("r1", "web-v4"),
    ],
  };
  const router = (enable_snat: boolean) => ({
    id: "r1",
    external_gateway_info: { network_id: "public", enable_snat },
  });
  assert.deepEqual(addresses({ ...given, routers: [router(false)] }), { p1: ["203.0.113.5"] });
  assert.deepEqual(addresses({ ...given, routers: [router(true)] }), {});
});

Deno.test("waysToPorts() finds public addresses on networks that others provide with a gateway", () => {
  const given = (network: Raw, subnet: Raw) => ({
    ports: [port("p1", { addresses: [{ subnetId: "s1", address: "203.0.113.5" }] })],
    networks: [{ id: "web", project_id: "admin", shared: true, ...network }],
    subnets: [{ id: "s1", network_id: "web", cidr: "203.0.113.0/24", gateway_ip: "203.0.113.1", ...subnet }],
  });
  assert.deepEqual(addresses(given({}, {})), { p1: ["203.0.113.5"] });
  assert.deepEqual(addresses(given({ shared: false }, {})), { p1: ["203.0.113.5"] });
  assert.deepEqual(addresses(given({ shared: false, project_id: "acme" }, {})), {});
  assert.deepEqual(addresses(given({}, { gateway_ip: null })), {});
  assert.deepEqual(addresses(given({}, { cidr: "100.64.0.0/24" })), {});
});

Deno.test("waysToPorts() takes every address on an external network, but none of the network's own ports", () => {
  const given = {
    networks: [{ id: "web", "router:external": true }],
    ports: [
      port("p1", { addresses: [{ subnetId: "hidden", address: "10.1.0.5" }] }),
      port("p2", { deviceOwner: "network:router_gateway" }),
    ],
  };
  assert.deepEqual(addresses(given), { p1: ["10.1.0.5"] });
});

Deno.test("waysToPorts() follows a floating IP of an address that servers take over from each other", () => {
  const given = {
    floatingIps: [{
      id: "f1",
      port_id: "vip",
      fixed_ip_address: "10.0.0.100",
      floating_ip_address: "203.0.113.9",
    }],
    ports: [
      port("vip", { deviceOwner: undefined, deviceId: undefined }),
      port("p1", { allowedAddresses: ["10.0.0.100"] }),
      port("p2", { allowedAddresses: ["10.0.0.0/24"] }),
      port("p3", { allowedAddresses: ["10.0.0.101"] }),
      port("p4", { allowedAddresses: ["10.0.0.100"], networkId: "other" }),
    ],
  };
  assert.deepEqual(addresses(given), {
    vip: ["203.0.113.9"],
    p1: ["203.0.113.9"],
    p2: ["203.0.113.9"],
  });
});

Deno.test("waysToPorts() takes forwarded ports for what they lead to; a range may lead anywhere", () => {
  const forwarding = { id: "f", protocol: "tcp", internal_port_id: "p1" };
  const ways = waysToPorts(view({
    ports: [port("p1")],
    floatingIps: [{
      id: "f1",
      floating_ip_address: "203.0.113.9",
      port_forwardings: [
        { ...forwarding, external_port: 2222, internal_port: 22 },
        { ...forwarding, external_port_range: "8000:8010", internal_port_range: "80:90" },
        forwarding,
      ],
    }],
  }));
  assert.deepEqual(ways.get("p1"), [
    { address: "203.0.113.9:2222", family: "IPv4", only: { protocol: "tcp", min: 22, max: 22 } },
    { address: "203.0.113.9:8000-8010", family: "IPv4", only: { protocol: "tcp", min: 80, max: 90 } },
    { address: "203.0.113.9", family: "IPv4" },
  ]);
});

Deno.test("untoldForwardings() counts floating IPs that are routed to nobody named", () => {
  const floatingIps = all(readFloatingIp, [
    { id: "f1", router_id: "r1", port_id: null },
    { id: "f2", router_id: "r1", port_id: null, port_forwardings: [] },
    { id: "f3", router_id: "r1", port_id: "p1" },
    { id: "f4", router_id: null, port_id: null },
  ]);
  assert.equal(untoldForwardings(floatingIps), 1);
});
