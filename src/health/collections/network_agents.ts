/** Neutron's agents, and what they serve.
 *
 * @module
 */
import {
  listAgentNetworks,
  listAgentRouters,
  listAgents,
  listRouterAgents,
} from "../../openstack/network/operations.ts";
import { type Agent, readAgent, readRouter } from "../../openstack/network/types.ts";
import { list, text } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed, type Loaded, type Reader } from "../collection.ts";

/** Neutron's agents on all hosts. */
export const agents: Collection<Agent> = listed({
  title: "network agents",
  operation: listAgents,
  emptyIfRefused: true,
  extension: true,
  read: readAgent,
});

/** That an agent serves a network or a router. */
export interface Hosting {
  readonly agentId: string;
  /** Id of the network or router. */
  readonly hostedId: string;
  /** Of a router with several agents, what it is on this one: `active` or `standby`. */
  readonly haState?: string | undefined;
}

/** The agents of a kind, of which so many are asked as a run may ask hosts; or why there is nothing to ask. */
async function agentsOf(
  reader: Reader,
  type: string,
): Promise<{ readonly asked: readonly Agent[]; readonly of: number } | { readonly absent: string }> {
  const all = await reader.collected("agents");
  if (all.some((agent) => agent.type?.startsWith("OVN"))) return { absent: `OVN works without any ${type}` };
  const own = all.filter((agent) => agent.type === type);
  if (own.length === 0) return { absent: `this cloud has no ${type}` };
  return { asked: own.slice(0, reader.maxHosts), of: own.length };
}

function leftOut(what: string, asked: number, of: number): string[] {
  return asked < of ? [`${asked} of ${of} ${what} were asked; --max-hosts allows more`] : [];
}

function loaded(items: readonly Hosting[], missing: readonly string[]): Loaded<Hosting> {
  return missing.length === 0 ? { items } : { items, incomplete: missing.join("; ") };
}

/** Which DHCP agents serve which networks: one call for each agent. */
export const dhcpHostings: Collection<Hosting> = {
  title: "networks of DHCP agents",
  operations: [listAgents, listAgentNetworks],
  extension: true,
  async load(reader) {
    const found = await agentsOf(reader, "DHCP agent");
    if ("absent" in found) return found;
    const lists = await Promise.all(found.asked.map(async ({ id: agentId }): Promise<Hosting[]> => {
      const { body } = await reader.send(listAgentNetworks, { path: { agent_id: agentId } });
      return (list(body, "networks") ?? []).flatMap((network) => {
        const hostedId = text(network, "id");
        return hostedId === undefined ? [] : [{ agentId, hostedId }];
      });
    }));
    return loaded(lists.flat(), leftOut("DHCP agents", found.asked.length, found.of));
  },
};

/** Which L3 agents serve which routers: one call for each agent, and one for each router with several, because only
 * that tells which of them is active.
 */
export const routerHostings: Collection<Hosting> = {
  title: "routers of L3 agents",
  operations: [listAgents, listAgentRouters, listRouterAgents],
  extension: true,
  async load(reader) {
    const found = await agentsOf(reader, "L3 agent");
    if ("absent" in found) return found;
    const own = reader.allProjects ? undefined : reader.projectId();
    const several = new Set<string>();
    const lists = await Promise.all(found.asked.map(async ({ id: agentId }): Promise<Hosting[]> => {
      const { body } = await reader.send(listAgentRouters, { path: { agent_id: agentId } });
      return (list(body, "routers") ?? []).flatMap((value) => {
        const router = readRouter(value);
        if (!router || (own !== undefined && router.projectId !== own)) return [];
        if (router.ha) several.add(router.id);
        return [{ agentId, hostedId: router.id }];
      });
    }));
    const asked = new Set([...several].slice(0, reader.maxHosts));
    const told = await Promise.all([...asked].map((id) => agentsOfRouter(reader, id)));
    return loaded(
      [...lists.flat().filter(({ hostedId }) => !asked.has(hostedId)), ...told.flat()],
      [
        ...leftOut("L3 agents", found.asked.length, found.of),
        ...leftOut("routers with several agents", asked.size, several.size),
      ],
    );
  },
};

async function agentsOfRouter(reader: Reader, hostedId: string): Promise<Hosting[]> {
  const { body } = await reader.send(listRouterAgents, { path: { router_id: hostedId } });
  return (list(body, "agents") ?? []).flatMap((value) => {
    const agent = readAgent(value);
    return agent ? [{ agentId: agent.id, hostedId, haState: agent.haState }] : [];
  });
}

/** What the items of this file's collections are. */
export interface NetworkAgentItems {
  readonly agents: Agent;
  readonly dhcpHostings: Hosting;
  readonly routerHostings: Hosting;
}

/** The collections of agents, by the name that checks use. */
export const networkAgentCollections: CollectionsOf<NetworkAgentItems> = {
  agents,
  dhcpHostings,
  routerHostings,
};
