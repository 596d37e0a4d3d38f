/** Checks of Neutron's agents, and of the networks and routers that depend on them.
 *
 * @module
 */
import type { Agent, Network, Router } from "../../openstack/network/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, type RunContext } from "../check.ts";
import type { Hosting } from "../collections/network_agents.ts";
import { command } from "../command.ts";
import { serviceDown } from "../down_services.ts";
import { duration, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { hasInterface, routerResource } from "./routers.ts";

function agentResource({ id, host, availabilityZone }: Agent): FoundResource {
  return {
    kind: "network agent",
    id,
    name: host ?? id,
    ...(host === undefined ? {} : { host }),
    ...(availabilityZone === undefined ? {} : { zone: availabilityZone }),
  };
}

function agentEvidence({ type, binary, alive, adminStateUp, heartbeat }: Agent) {
  return { agent_type: type, binary, alive, admin_state_up: adminStateUp, heartbeat_timestamp: heartbeat };
}

function agentName(agent: Agent): string {
  return `${agent.type ?? "agent"} on ${agent.host ?? agent.id}`;
}

const showAgent = ({ id }: FoundResource) => command("openstack", "network", "agent", "show", id);

/** Whose loss cuts networks off; OVN's gateways do what the L3 agents do elsewhere. */
const VITAL = /^(L3|DHCP) agent$|gateway/i;

const down = serviceDown({
  id: "neutron-agent-down",
  area: "network",
  title: "Network agents that are down",
  data: "agents",
  remedy: "Look at the host, its connection to the message bus, and its clock.",
  next: showAgent,
  matches: ({ adminStateUp }) => adminStateUp !== false,
  watch: (agent) => ({
    resource: agentResource(agent),
    kind: agent.type ?? agent.binary ?? "agent",
    up: agent.alive === true,
    lastSeen: agent.heartbeat,
    evidence: agentEvidence(agent),
  }),
  vital: (kind) => VITAL.test(kind),
});

const disabled = lasting({
  id: "neutron-agent-disabled",
  area: "network",
  title: "Network agents that are disabled",
  data: "agents",
  limits: { warning_hours: 24 },
  remedy: "Enable it when the work on it is done, or delete it.",
  next: showAgent,
  matches: ({ adminStateUp }) => adminStateUp === false,
  resource: agentResource,
  subject: agentName,
  says: () => "has been disabled",
  evidence: agentEvidence,
});

/** What OVN's agents tell is when they last caught up with a change: that may be long ago. */
function isOvn({ type }: Agent): boolean {
  return type?.startsWith("OVN") ?? false;
}

const clock = check({
  id: "neutron-agent-clock",
  area: "network",
  title: "Network agents whose heartbeats have the wrong time",
  data: ["agents"],
  severities: ["warning"],
  // The second is how long Neutron by default takes an agent for alive.
  thresholds: { ahead_seconds: 30, old_seconds: 75 },
  remedy: "Look at the time synchronization (NTP) of the agent's host and of the hosts that Neutron runs on.",
  next: showAgent,
  run: (data, ctx) =>
    data.all("agents").flatMap((agent): Draft[] => {
      const beat = parseTime(agent.heartbeat);
      if (beat === undefined) return [];
      const ahead = beat - ctx.now;
      const wrong = ahead > duration(ctx, "ahead_seconds")
        ? `has a heartbeat from ${age(ahead)} in the future`
        : agent.alive === true && !isOvn(agent) && -ahead > duration(ctx, "old_seconds")
        ? `counts as alive, but its last heartbeat is ${age(-ahead)} old`
        : undefined;
      if (wrong === undefined) return [];
      return [{
        severity: "warning",
        text: `${agentName(agent)} ${wrong}`,
        resource: agentResource(agent),
        evidence: agentEvidence(agent),
      }];
    }),
});

const sync = lasting({
  id: "neutron-agent-sync",
  area: "network",
  title: "Network agents whose resources Placement does not know",
  data: "agents",
  limits: { warning_minutes: 15 },
  remedy: "Look at Neutron's log for what Placement answers; restart the agent to have it tried again.",
  next: showAgent,
  matches: ({ resourcesSynced }) => resourcesSynced === false,
  resource: agentResource,
  subject: agentName,
  says: () => "has resources that are not synchronized with Placement",
  evidence: (agent) => ({ ...agentEvidence(agent), resources_synced: false }),
});

/** The agents that do their work: those that are disabled stop it by default. */
function working(agents: readonly Agent[]): ReadonlyMap<string, Agent> {
  return new Map(
    agents.filter((agent) => agent.alive === true && agent.adminStateUp !== false)
      .map((agent) => [agent.id, agent]),
  );
}

function inScope(ctx: Pick<RunContext, "allProjects" | "login">, { projectId }: Network | Router): boolean {
  return ctx.allProjects || projectId === ctx.login.project?.id;
}

const noDhcp = check({
  id: "net-no-dhcp",
  area: "network",
  title: "Networks without a DHCP agent that works",
  data: ["agents", "dhcpHostings", "networks", "subnets", "ports"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Bring the DHCP agents of the network back, or add the network to another one.",
  next: ({ id }) => command("openstack", "network", "agent", "list", "--network", id),
  run(data, ctx) {
    const up = working(data.all("agents"));
    const hostings = Map.groupBy(data.all("dhcpHostings"), ({ hostedId }) => hostedId);
    const dhcp = new Set(
      data.all("subnets").filter((subnet) => subnet.dhcp === true && subnet.ipv6AddressMode !== "slaac")
        .map(({ networkId }) => networkId),
    );
    // Neutron gives a network its agents with the first port that needs them.
    const used = new Set(
      data.all("ports").filter(({ deviceOwner = "" }) => !deviceOwner.startsWith("network:"))
        .map(({ networkId }) => networkId),
    );
    return data.all("networks").filter((network) => inScope(ctx, network) && dhcp.has(network.id))
      .flatMap((network): Draft[] => {
        const of = hostings.get(network.id) ?? [];
        const left = of.filter(({ agentId }) => up.has(agentId)).length;
        if (of.length === 0 ? !used.has(network.id) : left > 1 || left === of.length) return [];
        const resource = resourceOf("network", network);
        const what = of.length === 0 ? "is served by no DHCP agent" : servedBy(left, of.length, "DHCP");
        return [{
          severity: left === 0 ? "critical" : "warning",
          text: `network ${resource.name} ${what}`,
          resource,
          evidence: { dhcp_agents: of.length, dhcp_agents_alive: left },
        }];
      });
  },
});

function servedBy(left: number, of: number, kind: string): string {
  if (of === 1) return `is served by one ${kind} agent alone, which is not up`;
  return left === 0
    ? `is served by ${of} ${kind} agents, none of which is up`
    : `is served by ${left} of its ${of} ${kind} agents`;
}

const noAgent = check({
  id: "router-no-agent",
  area: "network",
  title: "Routers without an L3 agent that works",
  data: ["agents", "routerHostings", "routers", "ports"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy:
    "Bring the L3 agents of the router back, or add the router to another one; where two are active, look at " +
    "the network between their hosts.",
  next: ({ id }) => command("openstack", "network", "agent", "list", "--router", id, "--long"),
  run(data, ctx) {
    const up = working(data.all("agents"));
    const hosts = new Map(data.all("agents").map(({ id, host = id }) => [id, host]));
    const hostings = Map.groupBy(data.all("routerHostings"), ({ hostedId }) => hostedId);
    const connected = hasInterface(data.all("ports"));
    return data.all("routers").filter((router) =>
      // Neutron gives a router its agent with its first interface or its gateway.
      inScope(ctx, router) && router.adminStateUp !== false && (router.gateway || connected(router))
    ).flatMap((router): Draft[] => {
      const of = hostings.get(router.id) ?? [];
      const trouble = hostingTrouble(router, of, up, hosts);
      if (!trouble) return [];
      const resource = routerResource(router);
      return [{
        severity: trouble.severity,
        text: `router ${resource.name} ${trouble.says}`,
        resource,
        evidence: {
          ha: router.ha,
          l3_agents: of.map(({ agentId, haState }) =>
            [hosts.get(agentId) ?? agentId, haState, up.has(agentId) ? "up" : "down"]
              .filter((word) => word !== undefined).join(" ")
          ),
        },
      }];
    });
  },
});

/** A distributed router is on every host that needs it, without being given to an agent, but for its way out. */
function isEverywhere({ distributed, gateway }: Router): boolean {
  return distributed === true && (gateway === undefined || gateway.enableSnat === false);
}

function hostingTrouble(
  router: Router,
  of: readonly Hosting[],
  up: ReadonlyMap<string, Agent>,
  hosts: ReadonlyMap<string, string>,
): { readonly severity: "warning" | "critical"; readonly says: string } | undefined {
  const left = of.filter(({ agentId }) => up.has(agentId));
  if (of.length === 0 && isEverywhere(router)) return undefined;
  if (of.length === 0) return { severity: "critical", says: "is served by no L3 agent" };
  if (left.length === 0) return { severity: "critical", says: servedBy(0, of.length, "L3") };
  // Without any state nobody was asked, or this Neutron does not tell.
  if (router.ha !== true || of.every(({ haState }) => haState === undefined)) return undefined;
  const named = (some: readonly Hosting[]) =>
    some.map(({ agentId }) => hosts.get(agentId) ?? agentId).join(", ");
  const active = of.filter(({ haState }) => haState === "active");
  const both = active.filter(({ agentId }) => up.has(agentId));
  if (active.length === 0) {
    const where = of.length === 1
      ? "not active on its only L3 agent"
      : `active on none of its ${of.length} L3 agents`;
    return { severity: "critical", says: `is ${where}` };
  }
  if (both.length > 1) {
    return { severity: "critical", says: `is active on ${both.length} L3 agents at once: ${named(both)}` };
  }
  if (both.length === 0) {
    return { severity: "warning", says: `is active on ${named(active)} alone, whose L3 agent is not up` };
  }
  const ready = left.some(({ haState }) => haState === "standby");
  return ready ? undefined : { severity: "warning", says: "has no standby on an L3 agent that is up" };
}

/** The checks of agents. */
export const networkAgentChecks: readonly Check[] = [down, disabled, clock, sync, noDhcp, noAgent];
