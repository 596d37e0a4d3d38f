import type { DemoChange } from "../../../src/demo/change.ts";
import { changes, type Fields } from "../demo_changes.ts";
import { ago, type Scenario } from "../scenario.ts";

/** The projects of alice, of another tenant, and of the administrator. */
const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const GLOBEX = "ad4aa8bd80aa4721bda7c33f83ec5cdb";
const ADMINS = "fbf52500b9fc49a58526504a47ecb628";

function fip(description: string, set: Fields): DemoChange {
  return { service: "network", collection: "floatingips", where: { description }, set };
}

const ALL = { allProjects: true };
const SPARE = "spare, paid for and unused";

const floating: readonly Scenario[] = [
  { check: "fip-unused", outcome: "ok", as: "alice" },
  {
    check: "fip-unused",
    outcome: "warning",
    as: "alice",
    demo: changes(fip(SPARE, { updated_at: ago({ days: 8 }) })),
    finds: ["203.0.113.134"],
    says: "floating IP 203.0.113.134 has been unused for 8d",
  },
  {
    check: "fip-unused",
    outcome: "ok",
    when: "for 6 days",
    as: "alice",
    demo: changes(fip(SPARE, { updated_at: ago({ days: 6 }) })),
  },
  {
    check: "fip-unused",
    outcome: "ok",
    when: "it is another project's",
    demo: changes(fip(SPARE, { updated_at: ago({ days: 8 }) })),
  },
  {
    check: "fip-unused",
    outcome: "warning",
    demo: changes(fip(SPARE, { updated_at: ago({ days: 8 }) })),
    run: ALL,
    finds: ["203.0.113.134"],
  },
  { check: "fip-down", outcome: "ok", as: "alice" },
  {
    check: "fip-down",
    outcome: "warning",
    when: "it is down",
    as: "alice",
    demo: changes(fip("web-01", { status: "DOWN", updated_at: ago({ minutes: 16 }) })),
    finds: ["203.0.113.132"],
    says: "floating IP 203.0.113.132 has been DOWN for 16m",
  },
  {
    check: "fip-down",
    outcome: "ok",
    when: "it is down for 14 minutes",
    as: "alice",
    demo: changes(fip("web-01", { status: "DOWN", updated_at: ago({ minutes: 14 }) })),
  },
  {
    check: "fip-down",
    outcome: "warning",
    when: "its server does not run",
    as: "alice",
    demo: changes({
      service: "compute",
      collection: "servers",
      where: { name: "web-01" },
      set: { status: "SHUTOFF", updated: ago({ minutes: 16 }) },
    }),
    finds: ["203.0.113.132"],
    says: "leads to server web-01, which has been SHUTOFF for 16m",
  },
  {
    check: "fip-down",
    outcome: "ok",
    when: "it is a load balancer's, which OVN takes for down",
    as: "alice",
    demo: changes(fip("web-lb", { status: "DOWN", updated_at: ago({ days: 1 }) })),
  },
  { check: "fip-error", outcome: "ok", run: ALL },
  {
    check: "fip-error",
    outcome: "critical",
    demo: changes(fip("web-01", { status: "ERROR", updated_at: ago({ minutes: 1 }) })),
    run: ALL,
    finds: ["203.0.113.132"],
    says: "floating IP 203.0.113.132 has been in state ERROR for 1m",
  },
];

/** The external network with so many of its 241 addresses in use; the demo adds one. */
function taken(used: number): DemoChange {
  const subnet = { subnet_id: "67409d41-cb12-4a18-b69b-4f37dad5cf32", ip_version: 4, cidr: "203.0.113.0/24" };
  return {
    service: "network",
    collection: "network_ip_availabilities",
    where: { network_name: "public" },
    set: { subnet_ip_availability: [{ ...subnet, used_ips: used - 1, total_ips: 241 }] },
  };
}

const ipPool: readonly Scenario[] = [
  { check: "ip-pool", outcome: "ok" },
  { check: "ip-pool", outcome: "not permitted", as: "alice" },
  { check: "ip-pool", outcome: "ok", when: "79.7 % are in use", demo: changes(taken(192)) },
  {
    check: "ip-pool",
    outcome: "warning",
    demo: changes(taken(193)),
    finds: ["public"],
    says: "network public has 193 of 241 addresses in use (80.1 %)",
  },
  { check: "ip-pool", outcome: "critical", demo: changes(taken(241)), finds: ["public"], says: "(100 %)" },
];

/** Pools that hold these addresses of acme-db alone; five servers and a router have one there. */
function pools(...addresses: readonly number[]): DemoChange {
  return {
    service: "network",
    collection: "subnets",
    where: { name: "acme-db-v4" },
    set: {
      allocation_pools: addresses.map((last) => ({ start: `10.20.0.${last}`, end: `10.20.0.${last}` })),
    },
  };
}

const SIX_OF_SEVEN = pools(1, 10, 41, 93, 98, 193, 200);

/** Another project may use acme-db. */
const SHARED: DemoChange = {
  service: "network",
  collection: "rbac_policies",
  add: {
    id: "f0000000-0000-4000-8000-000000000002",
    project_id: ACME,
    object_type: "network",
    object_id: "22060e01-da28-4443-b956-5a007ff3e40f",
    action: "access_as_shared",
    target_tenant: GLOBEX,
  },
};

const ipSubnet: readonly Scenario[] = [
  { check: "ip-subnet", outcome: "ok", as: "alice" },
  { check: "ip-subnet", outcome: "ok", run: ALL },
  {
    check: "ip-subnet",
    outcome: "warning",
    as: "alice",
    demo: changes(SIX_OF_SEVEN),
    finds: ["acme-db-v4"],
    says: "subnet acme-db-v4 (10.20.0.0/24) has 6 of 7 addresses in use (85.7 %)",
  },
  {
    check: "ip-subnet",
    outcome: "warning",
    demo: changes(SIX_OF_SEVEN),
    run: ALL,
    finds: ["acme-db-v4"],
    says: "6 of 7",
  },
  { check: "ip-subnet", outcome: "ok", when: "it is another project's", demo: changes(SIX_OF_SEVEN) },
  {
    check: "ip-subnet",
    outcome: "unknown",
    when: "the ports of others on a shared network are hidden",
    as: "alice",
    demo: changes(SHARED),
    says: "those of other projects on 1 subnet of shared networks are not shown",
  },
  {
    check: "ip-subnet",
    outcome: "warning",
    when: "a shared network is nearly full with the own ports",
    as: "alice",
    demo: changes(SHARED, SIX_OF_SEVEN),
    finds: ["acme-db-v4"],
    says: "has at least 6 of 7 addresses in use",
  },
  {
    check: "ip-subnet",
    outcome: "ok",
    when: "five of six are in use",
    as: "alice",
    demo: changes(pools(10, 41, 93, 98, 193, 200)),
  },
  {
    check: "ip-subnet",
    outcome: "ok",
    when: "what is in use is outside of the pools",
    run: ALL,
    demo: changes(pools(200, 201, 202)),
  },
  {
    check: "ip-subnet",
    outcome: "critical",
    as: "alice",
    demo: changes(pools(10, 41)),
    finds: ["acme-db-v4"],
    says: "2 of 2 addresses in use (100 %)",
  },
];

const POOL = "f0000000-0000-4000-8000-000000000001";

/** A pool of 256 addresses, out of which a project has these subnets. */
function pool(set: Fields, ...cidrs: readonly string[]): DemoChange[] {
  const made: DemoChange = {
    service: "network",
    collection: "subnetpools",
    add: {
      id: POOL,
      name: "edge-v4",
      project_id: ADMINS,
      shared: true,
      ip_version: 4,
      prefixes: ["10.200.0.0/24"],
      default_quota: null,
      ...set,
    },
  };
  return [
    made,
    ...cidrs.map((cidr, index): DemoChange => ({
      service: "network",
      collection: "subnets",
      where: { name: "acme-db-v4" },
      add: {
        id: `f0000000-0000-4000-8000-10000000000${index}`,
        name: `cut-${index}`,
        cidr,
        subnetpool_id: POOL,
        project_id: ACME,
      },
    })),
  ];
}

const subnetPool: readonly Scenario[] = [
  { check: "subnetpool", outcome: "ok" },
  { check: "subnetpool", outcome: "not permitted", as: "alice" },
  {
    check: "subnetpool",
    outcome: "ok",
    when: "three quarters are given",
    demo: changes(...pool({}, "10.200.0.0/25", "10.200.0.128/26")),
  },
  {
    check: "subnetpool",
    outcome: "warning",
    demo: changes(...pool({}, "10.200.0.0/25", "10.200.0.128/26", "10.200.0.192/27")),
    finds: ["edge-v4"],
    says: "subnet pool edge-v4 has 224 of 256 addresses given to subnets (87.5 %)",
  },
  {
    check: "subnetpool",
    outcome: "critical",
    demo: changes(...pool({}, "10.200.0.0/25", "10.200.0.128/25")),
    finds: ["edge-v4"],
  },
  {
    check: "subnetpool",
    outcome: "critical",
    when: "a project has all that it may have",
    demo: changes(...pool({ default_quota: 64 }, "10.200.0.0/26")),
    run: ALL,
    finds: ["edge-v4"],
    says: `(quota of project ${ACME}) has 64 of 64 addresses in use`,
  },
  {
    check: "subnetpool",
    outcome: "ok",
    when: "another project has all that it may have",
    demo: changes(...pool({ default_quota: 64 }, "10.200.0.0/26")),
  },
  {
    check: "subnetpool",
    outcome: "critical",
    when: "IPv6 counts in networks",
    demo: changes(...pool({ ip_version: 6, prefixes: ["fd00:200::/62"] }, "fd00:200::/62")),
    finds: ["edge-v4"],
    says: "4 of 4 networks of /64",
  },
];

/** Scenarios of the checks of addresses. */
export const addressScenarios: readonly Scenario[] = [...floating, ...ipPool, ...ipSubnet, ...subnetPool];
