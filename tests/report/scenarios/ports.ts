import type { DemoChange } from "../../../src/demo/change.ts";
import { changes, type Fields } from "../demo_changes.ts";
import { ago, type Scenario } from "../scenario.ts";

/** The project of the administrator. */
const ADMINS = "fbf52500b9fc49a58526504a47ecb628";
const WEB_01 = "7f984d3f-94d6-4428-961c-36e080b57b6b";
const WEB_02 = "a259af13-9007-46b2-99dd-bd8a96e64cbf";
const WEB_01_SERVER = "db2f1ad7-3b91-4117-9885-ff3081044870";

function port(id: string, set: Fields): DemoChange {
  return { service: "network", collection: "ports", where: { id }, set };
}

/** A further port, which nothing uses unless it is said otherwise. */
function another(name: string, add: Fields): DemoChange {
  const id = `f0000000-0000-4000-8000-${name.padStart(12, "0").slice(-12)}`;
  return {
    service: "network",
    collection: "ports",
    where: { id: WEB_01 },
    add: {
      id,
      name,
      device_id: "",
      device_owner: "",
      status: "DOWN",
      "binding:host_id": "",
      "binding:vif_type": "unbound",
      ...add,
    },
  };
}

function network(name: string, set: Fields): DemoChange {
  return { service: "network", collection: "networks", where: { name }, set };
}

const ALL = { allProjects: true };
const FAILED = { "binding:vif_type": "binding_failed" };

const bindingFailed: readonly Scenario[] = [
  { check: "port-binding-failed", outcome: "ok", run: ALL },
  { check: "port-binding-failed", outcome: "not permitted", as: "alice" },
  {
    check: "port-binding-failed",
    outcome: "warning",
    when: "1 port of 35",
    demo: changes(port(WEB_01, FAILED)),
    run: ALL,
    finds: [WEB_01],
    says: "could not be bound on host cmp-03",
  },
  {
    check: "port-binding-failed",
    outcome: "critical",
    when: "2 ports of 35",
    demo: changes(port(WEB_01, FAILED), port(WEB_02, FAILED)),
    run: ALL,
    finds: [WEB_01, WEB_02],
  },
];

const DOWN = { status: "DOWN", updated_at: ago({ minutes: 11 }) };

const down: readonly Scenario[] = [
  { check: "port-down", outcome: "ok", as: "alice" },
  {
    check: "port-down",
    outcome: "warning",
    when: "one for 11 minutes",
    as: "alice",
    demo: changes(port(WEB_01, DOWN)),
    finds: [WEB_01],
    says: `port ${WEB_01} of server web-01 has been down for 11m`,
  },
  {
    check: "port-down",
    outcome: "ok",
    when: "one for 9 minutes",
    as: "alice",
    demo: changes(port(WEB_01, { ...DOWN, updated_at: ago({ minutes: 9 }) })),
  },
  {
    check: "port-down",
    outcome: "ok",
    when: "it is switched off",
    as: "alice",
    demo: changes(port(WEB_01, { ...DOWN, admin_state_up: false })),
  },
  {
    check: "port-down",
    outcome: "critical",
    when: "those of two zones",
    demo: changes(
      { service: "network", collection: "ports", where: { device_owner: "compute:az1" }, set: DOWN },
      { service: "network", collection: "ports", where: { device_owner: "compute:az2" }, set: DOWN },
    ),
    run: ALL,
  },
];

const unbound: readonly Scenario[] = [
  { check: "port-unbound-old", outcome: "ok", as: "alice" },
  { check: "port-unbound-old", outcome: "ok", run: ALL },
  {
    check: "port-unbound-old",
    outcome: "warning",
    as: "alice",
    demo: changes(another("left", { updated_at: ago({ days: 8 }) })),
    finds: ["left"],
    says: "port left has been used by nothing for 8d",
  },
  {
    check: "port-unbound-old",
    outcome: "warning",
    demo: changes(another("left", { updated_at: ago({ days: 8 }) })),
    run: ALL,
    finds: ["left"],
  },
  {
    check: "port-unbound-old",
    outcome: "ok",
    when: "for 6 days",
    as: "alice",
    demo: changes(another("left", { updated_at: ago({ days: 6 }) })),
  },
  {
    check: "port-unbound-old",
    outcome: "ok",
    when: "another project's, in the own project",
    demo: changes(another("left", { updated_at: ago({ days: 8 }) })),
  },
  {
    check: "port-unbound-old",
    outcome: "ok",
    when: "it keeps an address that servers share",
    as: "alice",
    demo: changes(
      another("vip", {
        updated_at: ago({ days: 8 }),
        fixed_ips: [{ subnet_id: "534e400f-1e16-49da-85ee-da6434a572f0", ip_address: "10.10.0.9" }],
      }),
      port(WEB_02, {
        allowed_address_pairs: [{ ip_address: "10.10.0.9", mac_address: "fa:16:3e:00:00:09" }],
      }),
    ),
  },
];

function lost(count: number, age: Parameters<typeof ago>[0]): DemoChange[] {
  return Array.from({ length: count }, (_, index) =>
    another(`lost-${index}`, {
      device_id: `f1111111-0000-4000-8000-${String(index).padStart(12, "0")}`,
      device_owner: "compute:az1",
      updated_at: ago(age),
    }));
}

const orphan: readonly Scenario[] = [
  { check: "port-orphan", outcome: "ok", run: ALL },
  { check: "port-orphan", outcome: "not permitted", as: "alice" },
  {
    check: "port-orphan",
    outcome: "warning",
    demo: changes(...lost(1, { minutes: 16 })),
    run: ALL,
    finds: ["lost-0"],
    says: "belongs to server f1111111-0000-4000-8000-000000000000, which does not exist",
  },
  {
    check: "port-orphan",
    outcome: "ok",
    when: "its server may just have been deleted",
    demo: changes(...lost(1, { minutes: 14 })),
    run: ALL,
  },
  {
    check: "port-orphan",
    outcome: "ok",
    when: "its server is another project's",
    demo: changes(
      another("lent", {
        device_owner: "compute:az1",
        device_id: WEB_01_SERVER,
        project_id: ADMINS,
        updated_at: ago({ hours: 2 }),
      }),
    ),
  },
  {
    check: "port-orphan",
    outcome: "critical",
    when: "21 ports",
    demo: changes(...lost(21, { minutes: 16 })),
    run: ALL,
  },
  {
    check: "port-orphan",
    outcome: "unknown",
    when: "Nova does not say",
    demo: {
      ...changes(...lost(1, { minutes: 16 })),
      faults: [{ service: "compute", path: "/servers/f1111111", kind: "status", status: 503 }],
    },
    run: ALL,
  },
];

const BARE = { fixed_ips: [], name: "bare" };

const noIp: readonly Scenario[] = [
  { check: "port-no-ip", outcome: "ok", run: ALL },
  { check: "port-no-ip", outcome: "ok", as: "alice" },
  {
    check: "port-no-ip",
    outcome: "warning",
    demo: changes(port(WEB_01, BARE)),
    run: ALL,
    finds: ["bare"],
    says: "port bare has no address although network acme-web has 2 subnets",
  },
  {
    check: "port-no-ip",
    outcome: "ok",
    when: "none was wanted",
    demo: changes(port(WEB_01, { ...BARE, ip_allocation: "none" })),
    run: ALL,
  },
  {
    check: "port-no-ip",
    outcome: "ok",
    when: "it comes with the binding",
    demo: changes(port(WEB_01, { ...BARE, ip_allocation: "deferred" })),
    run: ALL,
  },
  {
    check: "port-no-ip",
    outcome: "ok",
    when: "the network has no subnet",
    demo: changes(port(WEB_01, BARE), network("acme-web", { subnets: [] })),
    run: ALL,
  },
];

function trunk(add: Fields): DemoChange {
  return {
    service: "network",
    collection: "trunks",
    add: {
      id: "f0000000-0000-4000-8000-000000000001",
      name: "carrier",
      project_id: "e42ad6510a4d4d65aeaf37ae950f644d",
      port_id: WEB_02,
      sub_ports: [],
      admin_state_up: true,
      ...add,
    },
  };
}

const trunkDegraded: readonly Scenario[] = [
  { check: "trunk-degraded", outcome: "ok", as: "alice" },
  { check: "trunk-degraded", outcome: "ok", run: ALL },
  {
    check: "trunk-degraded",
    outcome: "warning",
    as: "alice",
    demo: changes(trunk({ status: "DEGRADED", updated_at: ago({ minutes: 16 }) })),
    finds: ["carrier"],
    says: "trunk carrier has been in state DEGRADED for 16m",
  },
  {
    check: "trunk-degraded",
    outcome: "ok",
    when: "it is built for 14 minutes",
    as: "alice",
    demo: changes(trunk({ status: "BUILD", updated_at: ago({ minutes: 14 }) })),
  },
  {
    check: "trunk-degraded",
    outcome: "critical",
    demo: changes(trunk({ status: "ERROR", updated_at: ago({ minutes: 1 }) })),
    run: ALL,
    finds: ["carrier"],
  },
  {
    check: "trunk-degraded",
    outcome: "unknown",
    when: "the service hides a trunk from the administrator",
    demo: changes(
      another("sub", { device_owner: "trunk:subport", device_id: "f0000000-0000-4000-8000-000000000002" }),
    ),
    run: ALL,
    says: "the service does not show 1 that ports belong to",
  },
];

const mtu: readonly Scenario[] = [
  { check: "net-mtu", outcome: "ok", as: "alice" },
  { check: "net-mtu", outcome: "ok", run: ALL },
  {
    check: "net-mtu",
    outcome: "warning",
    when: "the two networks of a server differ",
    as: "alice",
    demo: changes(network("acme-db", { mtu: 1500 })),
    finds: ["bastion"],
    says: "server bastion has ports on networks of different MTU: acme-web 1450, acme-db 1500",
  },
  {
    check: "net-mtu",
    outcome: "warning",
    when: "it is too small for IPv6",
    as: "alice",
    demo: changes(network("acme-db", { mtu: 1200 }), network("acme-web", { mtu: 1200 })),
    finds: ["acme-web"],
  },
  {
    check: "net-mtu",
    outcome: "ok",
    when: "it is just enough for IPv6",
    as: "alice",
    demo: changes(network("acme-db", { mtu: 1280 }), network("acme-web", { mtu: 1280 })),
  },
  {
    check: "net-mtu",
    outcome: "ok",
    when: "a server's networks differ in another project",
    demo: changes(network("acme-db", { mtu: 1500 })),
  },
];

/** Scenarios of the checks of ports and trunks. */
export const portScenarios: readonly Scenario[] = [
  ...bindingFailed,
  ...down,
  ...unbound,
  ...orphan,
  ...noIp,
  ...trunkDegraded,
  ...mtu,
];
