import type { DemoChange } from "../../../src/demo/change.ts";
import type { Json } from "../../../src/demo/json.ts";
import type { Fields } from "../demo_changes.ts";
import type { Scenario } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const ADDRESS_GROUP = "0a1b2c3d-0000-4000-8000-000000000005";
const ROUTER_PORT = "25bda544-6225-4a8f-a1ae-3fad4bfa07dd";
/** The port of server db-01, which the group db guards. */
const DB_PORT = "b2d3697c-46f0-40d1-bb2b-6e709d7efc86";
/** The port of server web-01, which a floating IP leads to. */
const WEB_PORT = "7f984d3f-94d6-4428-961c-36e080b57b6b";

function network(collection: string, change: Omit<DemoChange, "service" | "collection">): DemoChange {
  return { service: "network", collection, ...change };
}

/** A rule that lets in over TCP. */
function rule(given: Fields): Record<string, Json> {
  return {
    id: crypto.randomUUID(),
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
    remote_address_group_id: null,
    project_id: ACME,
    ...given,
  };
}

function port(number: number): Record<string, Json> {
  return { port_range_min: number, port_range_max: number };
}

/** Gives a group of the project other rules. */
function rules(name: string, ...given: Record<string, Json>[]): DemoChange {
  return network("security_groups", {
    where: { name, project_id: ACME },
    set: { security_group_rules: given },
  });
}

const WORLD = { remote_ip_prefix: "0.0.0.0/0" };
const WORLD_6 = { ethertype: "IPv6", remote_ip_prefix: "::/0" };

/** Nothing is open to the world any more but a web server. */
const CLOSED = rules("web", rule({ ...port(443), ...WORLD }));

/** Takes from servers what leads to them. */
const NO_FLOATING_IPS = network("floatingips", { set: { port_id: null, fixed_ip_address: null } });

/** The subnet of the web servers gets a range for IPv6, and the router an address in it. */
function ipv6(cidr: string): readonly DemoChange[] {
  const subnet = { name: "acme-web-v6" };
  const subnetId = "856eeb5a-37a5-4cb4-9b63-9fd5366143ee";
  return [
    network("subnets", { where: subnet, set: { cidr } }),
    network("ports", {
      where: { id: ROUTER_PORT },
      set: { fixed_ips: [{ subnet_id: subnetId, ip_address: cidr.replace("/64", "1") }] },
    }),
  ];
}

/** Moves server db-01 to another network. */
function dbMovesTo(networkId: string, subnetId: string, address: string): DemoChange {
  return network("ports", {
    where: { id: DB_PORT },
    set: { network_id: networkId, fixed_ips: [{ subnet_id: subnetId, ip_address: address }] },
  });
}

const TO_EXTERNAL = dbMovesTo(
  "846a2e5d-c9a7-476f-9e97-9c4587958cb5",
  "67409d41-cb12-4a18-b69b-4f37dad5cf32",
  "203.0.113.77",
);
const TO_PROVIDER = dbMovesTo(
  "ea0fe28a-0fea-4246-ab74-21f77168cc2e",
  "d9d51cbd-5642-494c-a453-a46066d47560",
  "198.51.100.20",
);
const TO_ISOLATED = dbMovesTo(
  "e10e175e-9839-4407-8114-b4c5a98fce19",
  "8dc28537-b758-4ff7-ae81-0e8a95a89031",
  "192.168.77.9",
);

/** A port of a floating IP that leads to a port of server db-01. */
function forwarding(internal_port: number): DemoChange {
  return network("floatingips", {
    where: { floating_ip_address: "203.0.113.134" },
    set: {
      port_forwardings: [{
        id: "0a1b2c3d-0000-4000-8000-000000000002",
        protocol: "tcp",
        external_port: 2222,
        internal_port,
        internal_port_id: DB_PORT,
        internal_ip_address: "10.20.0.10",
      }],
    },
  });
}

/** A group that guards nothing. */
function newGroup(...given: Record<string, Json>[]): DemoChange {
  return network("security_groups", {
    where: { name: "db" },
    add: { id: "0a1b2c3d-0000-4000-8000-000000000001", name: "old", security_group_rules: given },
  });
}

const SSH_DB = rules("db", rule({ ...port(22), ...WORLD }));

/** Makes port 22 of the project's default group, in which the load balancer and some servers are, open. */
function sshInDefault(world: Record<string, Json>): DemoChange {
  return rules("default", rule({ ...port(22), ...world }));
}

const UNREACHABLE = "though nothing that it guards can be reached from outside";

/** Scenarios of the checks of security groups and of what else guards ports. */
export const exposureScenarios: readonly Scenario[] = [
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "a floating IP leads to a server",
    as: "alice",
    finds: ["web"],
    says: "security group web lets the world in to 22: reachable through 203.0.113.132 (server web-01), ",
  },
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "only a forwarded port leads to a server",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB, forwarding(22)] },
    finds: ["db"],
    says: "reachable through 203.0.113.134:2222 (server db-01)",
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "another port is forwarded",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB, forwarding(5432)] },
    finds: ["db"],
    says: UNREACHABLE,
  },
  {
    check: "sg-world-ssh",
    outcome: "unknown",
    when: "forwarded ports are not told",
    as: "alice",
    demo: {
      changes: [
        CLOSED,
        SSH_DB,
        network("floatingips", {
          where: { floating_ip_address: "203.0.113.134" },
          set: { router_id: "b48ae539-41da-4a09-8f45-98777649d9b7", port_forwardings: null },
        }),
      ],
    },
    finds: ["db"],
    says: "a floating IP forwards ports",
  },
  { check: "sg-world-ssh", outcome: "ok", as: "alice", demo: { changes: [CLOSED] } },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "the servers have no way to outside",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB] },
    finds: ["db"],
    says: `security group db lets the world in to 22, ${UNREACHABLE}`,
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "no port uses the group",
    as: "alice",
    demo: { changes: [CLOSED, newGroup(rule({ ...port(3389), ...WORLD }))] },
    finds: ["old"],
    says: "lets the world in to 3389, though no port uses it",
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "the server is on an isolated network",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB, TO_ISOLATED] },
    finds: ["db"],
    says: UNREACHABLE,
  },
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "the server is on an external network",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB, TO_EXTERNAL] },
    finds: ["db"],
    says: "reachable through 203.0.113.77 (server db-01)",
  },
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "the server is on a provider's public network",
    as: "alice",
    demo: { changes: [CLOSED, SSH_DB, TO_PROVIDER] },
    finds: ["db"],
    says: "reachable through 198.51.100.20 (server db-01)",
  },
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "public IPv6 addresses need no floating IP",
    as: "alice",
    demo: { changes: [CLOSED, NO_FLOATING_IPS, sshInDefault(WORLD_6), ...ipv6("2001:db8:10::/64")] },
    finds: ["default"],
    says: "reachable through",
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "private IPv6 addresses lead nowhere",
    as: "alice",
    demo: { changes: [CLOSED, NO_FLOATING_IPS, sshInDefault(WORLD_6)] },
    finds: ["default"],
    says: UNREACHABLE,
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "a rule for IPv4 does not open IPv6",
    as: "alice",
    demo: { changes: [CLOSED, NO_FLOATING_IPS, sshInDefault(WORLD), ...ipv6("2001:db8:10::/64")] },
    finds: ["default"],
    says: UNREACHABLE,
  },
  {
    check: "sg-world-ssh",
    outcome: "warning",
    when: "a rule for IPv6 does not open the floating IP",
    as: "alice",
    demo: { changes: [CLOSED, sshInDefault(WORLD_6)] },
    finds: ["default"],
    says: UNREACHABLE,
  },
  {
    check: "sg-world-ssh",
    outcome: "ok",
    when: "the group is another project's",
    as: "alice",
    demo: {
      changes: [
        CLOSED,
        network("security_groups", {
          where: { name: "app" },
          set: { security_group_rules: [rule({ ...port(22), ...WORLD })] },
        }),
      ],
    },
  },
  {
    check: "sg-world-ssh",
    outcome: "not permitted",
    when: "the service hides other projects' groups",
    run: { allProjects: true },
    says: "does not show",
  },
  {
    check: "sg-world-ssh",
    outcome: "critical",
    when: "the world is in an address group",
    as: "alice",
    demo: {
      changes: [
        network("address_groups", {
          add: { id: ADDRESS_GROUP, name: "all", project_id: ACME, addresses: ["10.0.0.0/8", "0.0.0.0/0"] },
        }),
        rules("web", rule({ ...port(22), remote_address_group_id: ADDRESS_GROUP })),
      ],
    },
    finds: ["web"],
  },
  {
    check: "sg-world-ssh",
    outcome: "ok",
    when: "an address group holds less than the world",
    as: "alice",
    demo: {
      changes: [
        network("address_groups", {
          add: { id: ADDRESS_GROUP, name: "some", project_id: ACME, addresses: ["10.0.0.0/8", "::/0"] },
        }),
        rules("web", rule({ ...port(22), remote_address_group_id: ADDRESS_GROUP })),
      ],
    },
  },
  { check: "sg-world-db", outcome: "ok", as: "alice" },
  {
    check: "sg-world-db",
    outcome: "critical",
    as: "alice",
    demo: { changes: [rules("db", rule({ port_range_min: 5000, port_range_max: 6000, ...WORLD }))] },
    finds: ["db"],
    says: `security group db lets the world in to 5432, 5984, ${UNREACHABLE}`,
  },
  {
    check: "sg-world-db",
    outcome: "warning",
    when: "no port uses the group",
    as: "alice",
    demo: { changes: [newGroup(rule({ ...port(3306), ...WORLD }))] },
    finds: ["old"],
  },
  { check: "sg-world-all", outcome: "ok", as: "alice" },
  {
    check: "sg-world-all",
    outcome: "ok",
    when: "the rule is for ICMP",
    as: "alice",
    demo: { changes: [rules("web", rule({ ...WORLD, protocol: "icmp" }))] },
  },
  {
    check: "sg-world-all",
    outcome: "warning",
    as: "alice",
    demo: { changes: [rules("db", rule({ ...WORLD, protocol: null }))] },
    finds: ["db"],
    says: `lets the world in to every port, ${UNREACHABLE}`,
  },
  {
    check: "sg-world-all",
    outcome: "critical",
    as: "alice",
    demo: { changes: [rules("web", rule(WORLD))] },
    finds: ["web"],
    says: "reachable through",
  },
  { check: "sg-remote-any", outcome: "ok", when: "every rule names a source", as: "alice" },
  {
    check: "sg-remote-any",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: { changes: [rules("web", rule(port(443)))] },
    finds: ["web"],
    says: "security group web lets anybody in to 443, because no source is named: reachable through",
  },
  {
    check: "sg-remote-any",
    outcome: "warning",
    as: "alice",
    demo: { changes: [rules("db", rule(port(5432)))] },
    finds: ["db"],
    says: `lets anybody in to 5432, because no source is named, ${UNREACHABLE}`,
  },
  {
    check: "sg-remote-any",
    outcome: "warning",
    when: "what can be reached is harmless",
    as: "alice",
    demo: { changes: [rules("web", rule(port(443)), rule({ ...port(22), ethertype: "IPv6" }))] },
    finds: ["web"],
  },
  {
    check: "sg-remote-any",
    outcome: "critical",
    as: "alice",
    demo: { changes: [rules("web", rule(port(22)))] },
    finds: ["web"],
    says: "reachable through",
  },
  { check: "sg-unused", outcome: "ok", as: "alice" },
  {
    check: "sg-unused",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: { changes: [newGroup()] },
    finds: ["old"],
    says: "security group old is used by no port",
  },
  {
    check: "sg-unused",
    outcome: "ok",
    when: "a rule of another group names it",
    as: "alice",
    demo: {
      changes: [
        newGroup(),
        rules("db", rule({ ...port(5432), remote_group_id: "0a1b2c3d-0000-4000-8000-000000000001" })),
      ],
    },
  },
  {
    check: "sg-unused",
    outcome: "not permitted",
    when: "the service hides other projects' groups",
    run: { allProjects: true },
    says: "does not show",
  },
  { check: "port-security-off", outcome: "ok", as: "alice" },
  {
    check: "port-security-off",
    outcome: "warning",
    when: "port security is off",
    as: "alice",
    demo: {
      changes: [
        network("ports", {
          where: { id: WEB_PORT },
          set: { port_security_enabled: false, security_groups: [] },
        }),
      ],
    },
    finds: [WEB_PORT],
    says: "of server web-01 has port security switched off: reachable through 203.0.113.132",
  },
  {
    check: "port-security-off",
    outcome: "warning",
    when: "there is no group",
    as: "alice",
    demo: { changes: [network("ports", { where: { id: DB_PORT }, set: { security_groups: [] } })] },
    finds: [DB_PORT],
    says: "of server db-01 has no security group",
  },
  {
    check: "port-security-off",
    outcome: "ok",
    when: "the port is another project's",
    demo: { changes: [network("ports", { where: { id: DB_PORT }, set: { security_groups: [] } })] },
  },
  {
    check: "port-security-off",
    outcome: "warning",
    when: "all projects are looked at",
    demo: { changes: [network("ports", { where: { id: DB_PORT }, set: { security_groups: [] } })] },
    run: { allProjects: true },
    finds: [DB_PORT],
  },
  {
    check: "port-aap-wide",
    outcome: "ok",
    when: "the pairs are as wide as they may be",
    as: "alice",
    demo: { changes: [pairs("10.20.0.0/24", "10.20.0.200", "2001:db8::/64")] },
  },
  {
    check: "port-aap-wide",
    outcome: "warning",
    when: "a pair is wider",
    as: "alice",
    demo: { changes: [pairs("10.20.0.0/23")] },
    finds: [DB_PORT],
    says: "of server db-01 may use 10.20.0.0/23",
  },
  {
    check: "port-aap-wide",
    outcome: "warning",
    when: "a pair is for any address",
    as: "alice",
    demo: { changes: [pairs("::/0")] },
    finds: [DB_PORT],
    says: "may use any address",
  },
];

function pairs(...addresses: readonly string[]): DemoChange {
  const allowed = addresses.map((ip_address) => ({ ip_address, mac_address: "fa:16:3e:00:00:01" }));
  return network("ports", { where: { id: DB_PORT }, set: { allowed_address_pairs: allowed } });
}
