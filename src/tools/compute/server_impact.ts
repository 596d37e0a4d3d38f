/** What a change of servers interrupts and loses, for the warnings of its plan.
 *
 * @module
 */
import type { Server, ServerVolume } from "../../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listLoadBalancerMembers, listLoadBalancerPools } from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerPool, readLoadBalancerPool } from "../../openstack/load_balancer/types.ts";
import { text } from "../../openstack/read.ts";
import { readParts } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import type { ServerOrder } from "./server_orders.ts";

/** What a plan says of its consequences. */
export interface Impact {
  readonly warnings: readonly string[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** The operations that {@linkcode readImpact} may need. */
export const IMPACT_OPERATIONS = [listLoadBalancerPools, listLoadBalancerMembers];

/** Finds out what a change of these servers costs. The number of requests does not grow with the servers. */
export async function readImpact(
  servers: readonly Server[],
  { interrupts = false, loses }: ServerOrder,
  context: ToolContext,
): Promise<Impact> {
  if (servers.length === 0) return { warnings: [], unavailable: [] };
  const pools = interrupts ? await readPools(servers, context) : { warnings: [], unavailable: [] };
  const unknown = loses === "server" ? servers.filter(hasUnknownVolumes) : [];
  return {
    warnings: [
      ...interrupts ? listed("floating addresses lead to", servers, floatingOf) : [],
      ...pools.warnings,
      ...loses === "server" ? listed("volumes deleted with their server:", servers, deletedVolumes) : [],
      ...loses === "server" ? listed("volumes that stay:", servers, keptVolumes) : [],
      ...loses === "server" || loses === "disks" ? listed("local disks are lost:", servers, localDisks) : [],
      ...loses === "disks" ? listed("root volumes are overwritten:", servers, rootVolume) : [],
      ...loses === "ephemeral disks" ? listed("lost when off the host:", servers, ephemeralDisk) : [],
      ...loses === "server" ? listed("in server groups:", servers, groupsOf) : [],
      ...loses === undefined ? [] : listed("made by a Heat stack, which will miss them:", servers, stackOf),
    ],
    unavailable: [...pools.unavailable, ...unreadVolumes(unknown)],
  };
}

/** Servers that a warning names; more are counted. */
const MOST_NAMED = 8;

/** `what a (x, y), b (z) and 3 more`; no warning if it is true of none. */
function listed(
  what: string,
  servers: readonly Server[],
  of: (server: Server) => readonly string[],
): string[] {
  const parts = servers.flatMap((server) => {
    const details = of(server);
    return details.length === 0 ? [] : [`${server.name ?? server.id} (${details.join(", ")})`];
  });
  if (parts.length === 0) return [];
  const more = parts.length - MOST_NAMED;
  return [`${what} ${parts.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
}

function floatingOf({ addresses = [] }: Server): string[] {
  return addresses.filter(({ type }) => type === "floating").map(({ address }) => address);
}

function volumesThat(server: Server, is: (volume: ServerVolume) => boolean): string[] {
  return server.volumes?.filter(is).map(({ id }) => id) ?? [];
}

function deletedVolumes(server: Server): string[] {
  return volumesThat(server, ({ deleteOnTermination }) => deleteOnTermination === true);
}

function keptVolumes(server: Server): string[] {
  return volumesThat(server, ({ deleteOnTermination }) => deleteOnTermination === false);
}

function hasUnknownVolumes({ volumes }: Server): boolean {
  return volumes === undefined ||
    volumes.some(({ deleteOnTermination }) => deleteOnTermination === undefined);
}

function unreadVolumes(servers: readonly Server[]): Record<string, unknown>[] {
  if (servers.length === 0) return [];
  return [{
    what: `which volumes are deleted with ${
      servers.slice(0, MOST_NAMED).map(({ name, id }) => name ?? id).join(", ")
    }`,
    service: "compute",
    reason: "unexpected answer",
    detail: `not said for ${servers.length} of the servers`,
  }];
}

function localDisks(server: Server): string[] {
  const { bootsFromVolume, flavor, launchedAt } = server;
  if (launchedAt === undefined) return [];
  const size = flavor?.diskGb ? ` ${flavor.diskGb} GiB` : "";
  return [...bootsFromVolume ? [] : [`root${size}`], ...ephemeralDisk(server)];
}

function ephemeralDisk({ flavor }: Server): string[] {
  return flavor?.ephemeralGb ? [`ephemeral ${flavor.ephemeralGb} GiB`] : [];
}

/** Which of its volumes it boots from, Nova does not say. */
function rootVolume({ bootsFromVolume }: Server): string[] {
  return bootsFromVolume ? ["boots from a volume"] : [];
}

/** Nova tells them when a server is shown, and not in a list. */
function groupsOf({ serverGroups = [] }: Server): readonly string[] {
  return serverGroups;
}

/** What the servers of a scaling group bear. */
function stackOf({ metadata }: Server): string[] {
  const stack = metadata?.["metering.stack"];
  return stack === undefined ? [] : [stack];
}

/** Pools whose members one plan reads. */
const MOST_POOLS = 10;
/** A plan and its confirmation follow one another: the second reading is spared. */
const ONE_MINUTE_MS = 60_000;

/** Octavia finds no members by address: its pools are gone through. */
async function readPools(servers: readonly Server[], context: ToolContext): Promise<Impact> {
  const addresses = new Set(
    servers.flatMap((server) => server.addresses?.map(({ address }) => address) ?? []),
  );
  if (addresses.size === 0) return { warnings: [], unavailable: [] };
  try {
    const pools = await listPools(servers, context);
    const { values, unavailable } = await readParts(pools.slice(0, MOST_POOLS), {
      what: "members",
      name: (pool) => `pool ${calledBy(pool)}`,
      read: (pool) => memberAddresses(pool, context),
    });
    const poolsOf = (server: Server) =>
      [...values].filter(([, members]) => server.addresses?.some(({ address }) => members.has(address)))
        .map(([pool]) => calledBy(pool));
    return {
      warnings: listed("members of load balancer pools:", servers, poolsOf),
      unavailable: [...unavailable, ...leftOut(pools.length - MOST_POOLS)],
    };
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not deployed" && error.status === undefined) {
      return { warnings: [], unavailable: [] };
    }
    return { warnings: [], unavailable: [unavailablePart("load balancer pools with these servers", error)] };
  }
}

function calledBy({ name, id }: LoadBalancerPool): string {
  return name || id;
}

/** Pools with members, of the one project that the servers belong to; Octavia shows administrators everybody's. */
async function listPools(
  servers: readonly Server[],
  context: ToolContext,
): Promise<readonly LoadBalancerPool[]> {
  const [project, ...others] = new Set(servers.flatMap(({ projectId }) => projectId ?? []));
  const query = project !== undefined && others.length === 0 ? { project_id: project } : {};
  const name = `load balancer pools ${JSON.stringify(query)}`;
  const values = await context.cloud.cached(
    name,
    Array.isArray,
    ONE_MINUTE_MS,
    () => context.cloud.list(listLoadBalancerPools, { query }),
  );
  return values.flatMap((value) => readLoadBalancerPool(value) ?? [])
    .filter(({ memberIds }) => memberIds === undefined || memberIds.length > 0);
}

async function memberAddresses(pool: LoadBalancerPool, context: ToolContext): Promise<ReadonlySet<string>> {
  const name = `members of load balancer pool ${pool.id}`;
  const values = await context.cloud.cached(
    name,
    Array.isArray,
    ONE_MINUTE_MS,
    () => context.cloud.list(listLoadBalancerMembers, { path: { pool_id: pool.id } }),
  );
  return new Set(values.flatMap((value) => text(value, "address") ?? []));
}

function leftOut(pools: number): Record<string, unknown>[] {
  if (pools <= 0) return [];
  return [{
    what: `members of ${pools} more load balancer pools`,
    service: listLoadBalancerMembers.service,
    reason: "refused by policy",
    detail: `one plan reads the members of ${MOST_POOLS} pools`,
  }];
}
