import * as z from "zod";
import { listAgents } from "../../openstack/network/operations.ts";
import { type Agent, readAgent } from "../../openstack/network/types.ts";
import { number } from "../../openstack/read.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed, searching } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";

/** Agents of Neutron on their hosts. */
export const getNetworkAgents = tool({
  name: "get_network_agents",
  toolset: "network",
  title: "Network agents",
  description:
    "Neutron agents by host: type, alive, enabled, age of the heartbeat, what they serve. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listAgents],
  compat: {
    ...LIST_COMPAT,
    // It looked into these.
    filter: searching("type,binary,host,id"),
    agent_id: renamed("names"),
  },
  readsOf: {
    set_network_agents: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { agent_id: renamed("names") },
    },
  },
  run: (args, context) => answerList(agentsAt(context.now()), args, context),
});

/** What an agent counts of what it serves, in its report. */
const SERVED = ["routers", "floating_ips", "networks", "ports", "devices"] as const;

/** Agents: Networking API "List all agents".
 *
 * @param now Milliseconds since the epoch, for the age of heartbeats.
 */
export function agentsAt(now: number): ListSpec<Agent> {
  return {
    noun: ["network agent", "network agents"],
    list: listAgents,
    read: readAgent,
    id: (agent) => agent.id,
    name: ({ binary, host }) => `${binary}@${host}`,
    columns: [
      { name: "host", level: "basic", value: (agent) => agent.host, filter: "host" },
      { name: "type", level: "basic", value: (agent) => agent.type, filter: "agent_type" },
      {
        name: "alive",
        level: "basic",
        value: (agent) => agent.alive ?? "unknown",
        filter: "alive",
        fold: "lower",
      },
      {
        name: "admin_state_up",
        level: "detailed",
        value: (agent) => agent.adminStateUp,
        filter: "admin_state_up",
        fold: "lower",
        usual: true,
      },
      { name: "heartbeat_age_s", level: "detailed", value: (agent) => ageOf(agent.heartbeat, now) },
      { name: "serves", level: "detailed", value: servedBy },
      {
        name: "zone",
        level: "detailed",
        value: (agent) => agent.availabilityZone,
        filter: "availability_zone",
      },
      { name: "binary", level: "full", value: (agent) => agent.binary, filter: "binary" },
      { name: "heartbeat", level: "full", value: (agent) => toUtc(agent.heartbeat) },
      { name: "started", level: "full", value: (agent) => toUtc(agent.startedAt) },
      { name: "created", level: "full", value: (agent) => toUtc(agent.createdAt) },
      {
        name: "resources_synced",
        level: "full",
        value: (agent) => agent.resourcesSynced,
        fold: "lower",
      },
      { name: "description", level: "full", value: (agent) => agent.description },
      {
        name: "configurations",
        level: "full",
        value: (agent) => agent.configurations,
        objectOnly: true,
      },
      { name: "id", level: "basic", value: (agent) => agent.id },
    ],
  };
}

/** Whole seconds; never below zero, because the clocks of two hosts differ a little. */
function ageOf(heartbeat: string | undefined, now: number): number | undefined {
  const at = Date.parse(toUtc(heartbeat) ?? "");
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((now - at) / 1000));
}

/** `2 routers, 5 floating_ips`; undefined where the agent reports no counts, as those of OVN. */
function servedBy({ configurations }: Agent): string | undefined {
  const counts = SERVED.flatMap((what) => {
    const count = number(configurations, what);
    return count === undefined ? [] : [`${count} ${what}`];
  });
  return counts.length === 0 ? undefined : counts.join(", ");
}
