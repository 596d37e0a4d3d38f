/** What the login's project, or every project, has: counted by state, with what has failed.
 *
 * @module
 */
import type { Outcome } from "../../health/collection.ts";
import type { CollectionName, Item } from "../../health/collections/mod.ts";
import type { Collector } from "../../health/collector.ts";
import { balancerState, FAILED_STATES } from "../../health/score_parts.ts";
import { listVolumes } from "../../openstack/block_storage/operations.ts";
import { listServers } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listImages } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import { listLoadBalancers } from "../../openstack/load_balancer/operations.ts";
import { listFloatingIps, listNetworks, listRouters } from "../../openstack/network/operations.ts";
import { type Network, readNetwork } from "../../openstack/network/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listStacks } from "../../openstack/orchestration/operations.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that {@linkcode readInventory} sends, each once unless a list has several pages. */
export const INVENTORY_OPERATIONS: readonly Operation[] = [
  listServers,
  listVolumes,
  listNetworks,
  listRouters,
  listFloatingIps,
  listImages,
  listStacks,
  listLoadBalancers,
];

/** The collections of the health report that {@linkcode readInventory} reads. */
export const INVENTORY_COLLECTIONS = [
  "servers",
  "volumes",
  "routers",
  "floatingIps",
  "stacks",
  "loadBalancers",
] as const satisfies readonly CollectionName[];

/** One thing, as far as it is counted. */
export interface Counted {
  readonly name: string;
  /** What it is counted under. */
  readonly state: string;
  readonly failed: boolean;
}

/** The things of one kind, or why they could not be read. */
export interface Kind {
  /** Member of the answer. */
  readonly key: string;
  /** `load balancer`. */
  readonly noun: string;
  readonly service: string;
  readonly outcome: Outcome<Counted>;
}

/** Reads every kind, all at once.
 *
 * @param collector Knows {@linkcode INVENTORY_COLLECTIONS}.
 */
export function readInventory(collector: Pick<Collector, "get">, context: ToolContext): Promise<Kind[]> {
  const of = <const N extends CollectionName>(name: N, counted: (item: Item<N>) => Counted) =>
    collector.get(name).then((outcome) => mapped(outcome, counted));
  return Promise.all([
    kind("servers", "server", listServers, of("servers", serverOf)),
    kind("volumes", "volume", listVolumes, of("volumes", volumeOf)),
    kind("networks", "network", listNetworks, visible(listNetworks, networkOf, context)),
    kind("routers", "router", listRouters, of("routers", routerOf)),
    kind("floating_ips", "floating IP", listFloatingIps, of("floatingIps", floatingIpOf)),
    kind("images", "image", listImages, visible(listImages, imageOf, context)),
    kind("stacks", "stack", listStacks, of("stacks", stackOf)),
    kind("load_balancers", "load balancer", listLoadBalancers, of("loadBalancers", loadBalancerOf)),
  ]);
}

async function kind(
  key: string,
  noun: string,
  { service }: Operation,
  outcome: Promise<Outcome<Counted>>,
): Promise<Kind> {
  return { key, noun, service, outcome: await outcome };
}

function mapped<T>(outcome: Outcome<T>, counted: (item: T) => Counted): Outcome<Counted> {
  return outcome.state === "ok" ? { ...outcome, items: outcome.items.map(counted) } : outcome;
}

/** How many of each state there are, the most frequent first. */
export function countsOf(items: readonly Counted[]): Record<string, number> {
  const states = [...Map.groupBy(items, ({ state }) => state)].sort(([, a], [, b]) => b.length - a.length);
  return {
    total: items.length,
    ...Object.fromEntries(states.map(([state, members]) => [state, members.length])),
  };
}

const UNKNOWN = "unknown";

interface Named {
  readonly id: string;
  readonly name?: string | undefined;
}

function counted({ id, name }: Named, state: string | undefined, failed: RegExp): Counted {
  return { name: name ?? id, state: state ?? UNKNOWN, failed: state !== undefined && failed.test(state) };
}

function serverOf(server: Item<"servers">): Counted {
  return counted(server, server.status, FAILED_STATES.servers);
}

function volumeOf(volume: Item<"volumes">): Counted {
  return counted(volume, volume.status, FAILED_STATES.volumes);
}

function routerOf(router: Item<"routers">): Counted {
  return counted(router, router.status, /^ERROR$/);
}

/** One that nothing is behind is down, as it should be. */
function floatingIpOf(floatingIp: Item<"floatingIps">): Counted {
  const { id, address, portId, status } = floatingIp;
  return counted({ id, name: address }, portId === undefined ? "unused" : status, /^ERROR$/);
}

function stackOf(stack: Item<"stacks">): Counted {
  return counted(stack, stack.status, FAILED_STATES.stacks);
}

function loadBalancerOf(balancer: Item<"loadBalancers">): Counted {
  return counted(balancer, balancerState(balancer), FAILED_STATES.load_balancers);
}

/** What a list has for one login. */
interface Viewer {
  readonly projectId: string | undefined;
  /** Whether it is shown what neither belongs to it nor is shared with it. */
  readonly seesForeign: boolean;
}

/** Reads a kind that projects share. A member is shown what it can use; an administrator all, of which its own
 * and what is shared with everybody is kept.
 */
async function visible(
  operation: Operation,
  read: (value: unknown, viewer: Viewer) => Counted | undefined,
  context: ToolContext,
): Promise<Outcome<Counted>> {
  try {
    const { roles, project } = await context.cloud.session();
    const viewer = {
      projectId: project?.id,
      seesForeign: context.allProjects || project === undefined || !roles.includes("admin"),
    };
    const values = await context.cloud.list(operation);
    return { state: "ok", items: values.flatMap((value) => read(value, viewer) ?? []) };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    if (error.reason === "not deployed") return { state: "not applicable", reason: error.message };
    return { state: error.reason === "not permitted" ? "not permitted" : "failed", error };
  }
}

function networkOf(value: unknown, { projectId, seesForeign }: Viewer): Counted | undefined {
  const network = readNetwork(value);
  if (!network || !(seesForeign || isForAll(network) || network.projectId === projectId)) return undefined;
  const isOwn = network.projectId === projectId;
  // Some releases hide from members which networks are external: those are of other projects, and no more is known.
  const state = network.external
    ? "external"
    : network.shared
    ? "shared"
    : isOwn
    ? "own"
    : "of other projects";
  return { name: network.name ?? network.id, state, failed: network.status === "ERROR" };
}

function isForAll({ shared, external }: Network): boolean {
  return shared === true || external === true;
}

function imageOf(value: unknown, { projectId, seesForeign }: Viewer): Counted | undefined {
  const image = readImage(value);
  if (!image || !(seesForeign || isPublic(image) || image.owner === projectId)) return undefined;
  return { name: image.name ?? image.id, state: image.visibility ?? UNKNOWN, failed: false };
}

function isPublic({ visibility }: Image): boolean {
  return visibility === "public" || visibility === "community";
}
