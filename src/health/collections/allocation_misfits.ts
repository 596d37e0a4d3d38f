/** Allocations of Placement that do not fit the servers of Nova.
 *
 * Servers come and go while both are read. So what seems not to fit is looked at once more, one by one; what is gone
 * by then, or fits, is left out.
 *
 * @module
 */
import {
  listAllServers,
  listMigrations,
  listServers,
  showServer,
} from "../../openstack/compute/operations.ts";
import { readServer } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import {
  listProviderAllocations,
  listResourceProviders,
  showAllocations,
} from "../../openstack/placement/operations.ts";
import {
  type Amounts,
  type ConsumerAllocations,
  readConsumerAllocations,
} from "../../openstack/placement/types.ts";
import { wire } from "../../openstack/read.ts";
import { parseTime } from "../../text/time.ts";
import type { Collection, Reader } from "../collection.ts";
import type { HealthServer } from "./compute.ts";
import type { HealthAllocation } from "./placement.ts";

/** A consumer whose allocations and server do not fit. */
export interface Misfit {
  /** - `orphan`: neither a server nor an open migration is known that has its id.
   * - `missing`: a server on a host that has given it nothing.
   * - `double`: a server holds the same on two hosts, and is not on its way from one to the other.
   */
  readonly kind: "orphan" | "missing" | "double";
  readonly consumerId: string;
  readonly projectId: string | undefined;
  /** Undefined for an orphan. */
  readonly server: HealthServer | undefined;
  /** The names of the providers that gave it something. */
  readonly providers: readonly string[];
  /** What it holds in sum. */
  readonly resources: Amounts;
}

/** So many of a kind are looked at once more; where there are more, it is no matter of bad luck. */
const MAX_VERIFIED = 20;

/** Nova changes servers and allocations one after the other: what changed so lately may be under way. */
const SETTLED_MS = 10 * 60_000;

/** All of them. */
export const allocationMisfits: Collection<Misfit> = {
  title: "allocations against servers",
  operations: [
    listResourceProviders,
    listProviderAllocations,
    showAllocations,
    listAllServers,
    listServers,
    listMigrations,
    showServer,
  ],
  async load(reader) {
    const all = await reader.collected("providerRefs");
    const allocations = await reader.collected("allocations");
    const [servers, migrations] = await Promise.all([
      reader.collected("placedServers"),
      reader.collected("openMigrations"),
    ]);
    const holdings = Map.groupBy(allocations, ({ consumerId }) => consumerId);
    const moving = new Set(migrations.flatMap(({ uuid, serverId }) => [uuid ?? "", serverId ?? ""]));
    const complete = all.length <= reader.maxHosts;
    const read = new Set(all.slice(0, reader.maxHosts).map(({ name, id }) => name ?? id));
    const known = new Map(servers.map((server) => [server.id, server]));
    const settled = servers.filter((server) => isSettled(server, reader.now()) && !moving.has(server.id));
    const orphans = [...holdings].filter(([id]) => !known.has(id) && !moving.has(id))
      .map(([id, held]) => misfitOf("orphan", id, held, undefined));
    const missing = settled.filter((server) =>
      server.host !== undefined && !holdings.has(server.id) &&
      (complete || read.has(server.hypervisorHostname ?? server.host))
    ).map((server) => misfitOf("missing", server.id, [], server));
    const double = settled.flatMap((server) => {
      const held = holdings.get(server.id) ?? [];
      return isTwice(held) ? [misfitOf("double", server.id, held, server)] : [];
    });
    return {
      items: [
        ...await verified(reader, orphans),
        ...await verified(reader, missing),
        ...await verified(reader, double),
      ],
      ...(complete ? {} : {
        incomplete:
          `the allocations of ${reader.maxHosts} of ${all.length} providers were read; --max-hosts allows more`,
      }),
    };
  },
};

function misfitOf(
  kind: Misfit["kind"],
  consumerId: string,
  held: readonly HealthAllocation[],
  server: HealthServer | undefined,
): Misfit {
  const resources: Record<string, number> = {};
  for (const line of held) {
    for (const [name, amount] of Object.entries(line.resources)) {
      resources[name] = (resources[name] ?? 0) + amount;
    }
  }
  return {
    kind,
    consumerId,
    projectId: server?.projectId,
    server,
    providers: [...new Set(held.map(({ providerName }) => providerName))].sort(),
    resources,
  };
}

function isSettled({ partial, taskState, status, updated }: HealthServer, now: number): boolean {
  const changed = parseTime(updated);
  return !partial && taskState === undefined && status !== "BUILD" &&
    (changed === undefined || now - changed >= SETTLED_MS);
}

/** Whether the same class comes from two trees. That a host's disk is shared storage's is no second host. */
function isTwice(held: readonly HealthAllocation[]): boolean {
  const roots = new Map<string, string>();
  for (const { rootId, resources } of held) {
    for (const name of Object.keys(resources)) {
      if ((roots.get(name) ?? rootId) !== rootId) return true;
      roots.set(name, rootId);
    }
  }
  return false;
}

async function verified(reader: Reader, misfits: readonly Misfit[]): Promise<Misfit[]> {
  const looked = await Promise.all(misfits.slice(0, MAX_VERIFIED).map((misfit) => lookAgain(reader, misfit)));
  return [...looked.flat(), ...misfits.slice(MAX_VERIFIED)];
}

/** Types of consumers that Nova has; another service that calls its consumers something else knows of them itself. */
const NOVAS = new Set([undefined, "unknown", "INSTANCE", "MIGRATION"]);

async function lookAgain(reader: Reader, misfit: Misfit): Promise<Misfit[]> {
  const [held, server] = await Promise.all([
    reader.send(showAllocations, { path: { consumer_id: misfit.consumerId } })
      .then(({ body }) => readConsumerAllocations(body)),
    readOne(reader, misfit.consumerId),
  ]);
  if (!held) return [misfit];
  return stillMisfit(misfit, held, server)
    ? [{ ...misfit, projectId: misfit.projectId ?? held.projectId }]
    : [];
}

function stillMisfit({ kind }: Misfit, held: ConsumerAllocations, exists: boolean): boolean {
  switch (kind) {
    case "orphan":
      return held.allocations.length > 0 && !exists && NOVAS.has(held.consumerType);
    case "missing":
      return held.allocations.length === 0 && exists;
    case "double":
      return held.allocations.length > 1 && exists;
  }
}

/** Whether Nova has such a server; one that waits for its final deletion is in no list. */
async function readOne(reader: Reader, id: string): Promise<boolean> {
  try {
    const { body } = await reader.send(showServer, { path: { server_id: id } });
    return readServer(wire(body)["server"]) !== undefined;
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return false;
    throw error;
  }
}
