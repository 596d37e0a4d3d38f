import type { DemoChange } from "../../../src/demo/change.ts";
import { changes, type Fields } from "../demo_changes.ts";
import { seen } from "../earlier_run.ts";
import { ago, type Scenario } from "../scenario.ts";

const DHCP = "cdc31737-4129-4257-a9fe-c0b818b65044";
const L3 = "c49f32d4-ed7e-440e-b577-8760b4e59e39";
const OVS = "6808be7a-cdea-45ed-b74f-95fcd3ca7ac9";

function agent(id: string, set: Fields): DemoChange {
  return { service: "network", collection: "agents", where: { id }, set };
}

/** A further agent of a kind. */
function another(id: string, add: Fields): DemoChange {
  const further = { id: `f0000000${id.slice(8)}`, host: "net-02", ...add };
  return { service: "network", collection: "agents", where: { id }, add: further };
}

function router(set: Fields): DemoChange {
  return { service: "network", collection: "routers", where: { name: "acme-router" }, set };
}

/** OVN has agents of its own instead of those that serve DHCP and route. */
const OVN = changes(
  agent(DHCP, { agent_type: "OVN Metadata agent", binary: "neutron-ovn-metadata-agent" }),
  agent(L3, { agent_type: "OVN Controller Gateway agent", binary: "ovn-controller" }),
);

const ALL = { allProjects: true };

const down: readonly Scenario[] = [
  { check: "neutron-agent-down", outcome: "ok" },
  { check: "neutron-agent-down", outcome: "not permitted", as: "alice" },
  {
    check: "neutron-agent-down",
    outcome: "critical",
    when: "the L3 agent is silent for 6 minutes",
    demo: changes(agent(L3, { alive: false, heartbeat_timestamp: ago({ minutes: 6 }) })),
    finds: ["net-01"],
    says: "L3 agent on net-01 has been down for 6m",
  },
  {
    check: "neutron-agent-down",
    outcome: "warning",
    when: "one of four is silent for 16 minutes",
    demo: changes(agent(OVS, { alive: false, heartbeat_timestamp: ago({ minutes: 16 }) })),
    finds: ["cmp-02"],
  },
  {
    check: "neutron-agent-down",
    outcome: "ok",
    when: "one of four is silent for 14 minutes",
    demo: changes(agent(OVS, { alive: false, heartbeat_timestamp: ago({ minutes: 14 }) })),
  },
];

const DISABLED = changes(agent(OVS, { admin_state_up: false }));

const disabled: readonly Scenario[] = [
  { check: "neutron-agent-disabled", outcome: "ok" },
  { check: "neutron-agent-disabled", outcome: "not permitted", as: "alice" },
  {
    check: "neutron-agent-disabled",
    outcome: "warning",
    when: "nobody knows since when",
    demo: DISABLED,
    finds: ["cmp-02"],
    says: "Open vSwitch agent on cmp-02 has been disabled for a time that is not known",
  },
  {
    check: "neutron-agent-disabled",
    outcome: "warning",
    when: "it was seen so 25 hours ago",
    demo: DISABLED,
    run: seen("neutron-agent-disabled", OVS, 25 * 60),
    finds: ["cmp-02"],
    says: "for 1d 1h",
  },
  {
    check: "neutron-agent-disabled",
    outcome: "ok",
    when: "it was seen so 23 hours ago",
    demo: DISABLED,
    run: seen("neutron-agent-disabled", OVS, 23 * 60),
  },
];

const clock: readonly Scenario[] = [
  { check: "neutron-agent-clock", outcome: "ok" },
  {
    check: "neutron-agent-clock",
    outcome: "warning",
    when: "a heartbeat is from the future",
    demo: changes(agent(OVS, { clock_ahead: 120 })),
    finds: ["cmp-02"],
    says: "in the future",
  },
  {
    check: "neutron-agent-clock",
    outcome: "warning",
    when: "a heartbeat is old although the agent counts as alive",
    demo: changes(agent(OVS, { clock_ahead: -120 })),
    finds: ["cmp-02"],
    says: "counts as alive",
  },
  {
    check: "neutron-agent-clock",
    outcome: "ok",
    when: "a heartbeat is a little early",
    demo: changes(agent(OVS, { clock_ahead: 20 })),
  },
  {
    check: "neutron-agent-clock",
    outcome: "ok",
    when: "OVN's agent had nothing to catch up with for long",
    demo: changes(agent(OVS, { agent_type: "OVN Controller agent", clock_ahead: -600 })),
  },
];

const UNSYNCED = changes(agent(OVS, { resources_synced: false }));

const sync: readonly Scenario[] = [
  { check: "neutron-agent-sync", outcome: "ok" },
  {
    check: "neutron-agent-sync",
    outcome: "ok",
    when: "it is new",
    demo: UNSYNCED,
    run: seen("neutron-agent-sync"),
  },
  {
    check: "neutron-agent-sync",
    outcome: "warning",
    demo: UNSYNCED,
    run: seen("neutron-agent-sync", OVS, 16),
    finds: ["cmp-02"],
    says: "not synchronized with Placement for 16m",
  },
];

const noDhcp: readonly Scenario[] = [
  { check: "net-no-dhcp", outcome: "ok", run: ALL },
  { check: "net-no-dhcp", outcome: "not permitted", as: "alice" },
  { check: "net-no-dhcp", outcome: "not applicable", when: "OVN is in use", demo: OVN, run: ALL },
  {
    check: "net-no-dhcp",
    outcome: "critical",
    when: "the only agent is down",
    demo: changes(agent(DHCP, { alive: false })),
    run: ALL,
    finds: ["acme-db", "acme-isolated", "acme-web", "globex-app", "provider-vlan100", "staging-net"],
    says: "network acme-db is served by one DHCP agent alone, which is not up",
  },
  {
    check: "net-no-dhcp",
    outcome: "critical",
    when: "both agents are down; an administrator asks for the own project",
    demo: changes(agent(DHCP, { alive: false }), another(DHCP, {})),
    finds: ["provider-vlan100"],
    says: "network provider-vlan100 is served by 2 DHCP agents, none of which is up",
  },
  {
    check: "net-no-dhcp",
    outcome: "warning",
    when: "one of two agents is down",
    demo: changes(another(DHCP, { alive: false })),
    finds: ["provider-vlan100"],
    says: "network provider-vlan100 is served by 1 of its 2 DHCP agents",
  },
];

const noAgent: readonly Scenario[] = [
  { check: "router-no-agent", outcome: "ok", run: ALL },
  { check: "router-no-agent", outcome: "not permitted", as: "alice" },
  { check: "router-no-agent", outcome: "not applicable", when: "OVN is in use", demo: OVN, run: ALL },
  {
    check: "router-no-agent",
    outcome: "critical",
    when: "the only agent is down",
    demo: changes(agent(L3, { alive: false })),
    run: ALL,
    finds: ["acme-router", "globex-router"],
    says: "router acme-router is served by one L3 agent alone, which is not up",
  },
  {
    check: "router-no-agent",
    outcome: "critical",
    when: "two agents are active",
    demo: changes(
      router({ ha: true }),
      agent(L3, { ha_state: "active" }),
      another(L3, { ha_state: "active" }),
    ),
    run: ALL,
    finds: ["acme-router"],
    says: "router acme-router is active on 2 L3 agents at once: net-01, net-02",
  },
  {
    check: "router-no-agent",
    outcome: "critical",
    when: "no agent is active",
    demo: changes(
      router({ ha: true }),
      agent(L3, { ha_state: "standby" }),
      another(L3, { ha_state: "standby" }),
    ),
    run: ALL,
    finds: ["acme-router"],
    says: "router acme-router is active on none of its 2 L3 agents",
  },
  {
    check: "router-no-agent",
    outcome: "warning",
    when: "no standby is left",
    demo: changes(
      router({ ha: true }),
      agent(L3, { ha_state: "active" }),
      another(L3, { ha_state: "standby", alive: false }),
    ),
    run: ALL,
    finds: ["acme-router"],
    says: "router acme-router has no standby on an L3 agent that is up",
  },
  {
    check: "router-no-agent",
    outcome: "warning",
    when: "the active agent is down and no other took over",
    demo: changes(
      router({ ha: true }),
      agent(L3, { ha_state: "standby" }),
      another(L3, { ha_state: "active", alive: false }),
    ),
    run: ALL,
    finds: ["acme-router"],
    says: "router acme-router is active on net-02 alone, whose L3 agent is not up",
  },
  {
    check: "router-no-agent",
    outcome: "ok",
    when: "one agent is active and one stands by",
    demo: changes(
      router({ ha: true }),
      agent(L3, { ha_state: "active" }),
      another(L3, { ha_state: "standby" }),
    ),
    run: ALL,
  },
];

/** Scenarios of the checks of Neutron's agents. */
export const networkAgentScenarios: readonly Scenario[] = [
  ...down,
  ...disabled,
  ...clock,
  ...sync,
  ...noDhcp,
  ...noAgent,
];
