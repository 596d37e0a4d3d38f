/** Nova and Placement, as far as checks look.
 *
 * @module
 */
import {
  listAggregates,
  listComputeServices,
  listHypervisors,
  listMigrations,
  listServers,
  showServer,
} from "../../openstack/compute/operations.ts";
import {
  type Aggregate,
  type ComputeService,
  type Hypervisor,
  type Migration,
  readAggregate,
  readComputeService,
  readHypervisor,
  readMigration,
  readServer,
  type Server,
} from "../../openstack/compute/types.ts";
import { wire } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";

/** Why a server failed. */
export interface HealthFault {
  readonly message: string | undefined;
  readonly created: string | undefined;
}

/** The fault of a server. */
export interface FaultOf extends HealthFault {
  readonly serverId: string;
  /** Whether Nova did not say: that it has none cannot be told then. */
  readonly unread?: boolean;
}

/** What checks keep of a server: ten thousand whole ones would not fit. */
export interface HealthServer extends
  Pick<
    Server,
    "id" | "name" | "status" | "taskState" | "powerState" | "projectId" | "created" | "updated" | "partial"
  > {
  readonly fault: HealthFault | undefined;
  /** How many fixed addresses it has; undefined where Nova does not say. */
  readonly fixedAddresses: number | undefined;
}

/** Servers of the project, or of all. */
export const servers: Collection<HealthServer> = listed({
  title: "servers",
  operation: listServers,
  scope: "all_tenants",
  read: (raw) => {
    const server = readServer(raw);
    if (!server) return undefined;
    const { id, name, status, taskState, powerState, projectId, created, updated, partial, fault } = server;
    return {
      id,
      name,
      status,
      taskState,
      powerState,
      projectId,
      created,
      updated,
      partial,
      fault: faultOf(fault),
      fixedAddresses: server.addresses?.filter((address) => address.type !== "floating").length,
    };
  },
});

function faultOf(fault: Server["fault"]): HealthFault | undefined {
  return fault && { message: fault.message?.trim(), created: fault.created };
}

/** So many failed servers are asked why; with more of them the reason is hardly each server's own. */
const MAX_FAULTS = 20;

/** The faults of failed servers, which lists leave out. They explain a finding and decide nothing. */
export const faults: Collection<FaultOf> = {
  title: "faults of servers",
  operations: [showServer],
  async load(reader) {
    const servers = await reader.collected("servers");
    const failed = servers.filter(({ status, fault }) => status === "ERROR" && !fault).slice(0, MAX_FAULTS);
    const found = await Promise.allSettled(failed.map(async ({ id }): Promise<FaultOf[]> => {
      const { body } = await reader.send(showServer, { path: { server_id: id } });
      const server = readServer(wire(body)["server"]);
      if (!server) return [{ serverId: id, message: undefined, created: undefined, unread: true }];
      const fault = faultOf(server.fault);
      return fault ? [{ serverId: id, ...fault }] : [];
    }));
    return {
      items: found.flatMap((result, index): FaultOf[] => {
        if (result.status === "fulfilled") return result.value;
        const serverId = failed[index]?.id ?? "";
        return [{ serverId, message: undefined, created: undefined, unread: true }];
      }),
    };
  },
};

/** Nova's services on all hosts. */
export const computeServices: Collection<ComputeService> = listed({
  title: "compute services",
  operation: listComputeServices,
  read: readComputeService,
});

/** Hypervisors. */
export const hypervisors: Collection<Hypervisor> = listed({
  title: "hypervisors",
  operation: listHypervisors,
  read: readHypervisor,
});

/** Host aggregates. */
export const aggregates: Collection<Aggregate> = listed({
  title: "aggregates",
  operation: listAggregates,
  read: readAggregate,
});

/** The states of a migration that is under way; `finished` waits for a person, and is told of the server. */
const MOVING = [
  "accepted",
  "queued",
  "preparing",
  "pre-migrating",
  "migrating",
  "running",
  "post-migrating",
  "confirming",
  "reverting",
];

/** Migrations under way, whenever they began: each state is asked for, because the history has no end. */
export const movingMigrations: Collection<Migration> = {
  title: "migrations",
  operations: [listMigrations],
  async load(reader) {
    const [first, ...others] = MOVING.map((status) => () => migrations(reader, { status }));
    // The first goes alone: who is refused is refused once, not nine times.
    const lists = [await first?.() ?? []];
    lists.push(...await Promise.all(others.map((read) => read())));
    // One that moves on while it is read may stand in two lists.
    return { items: [...new Map(lists.flat().map((migration) => [migration.id, migration])).values()] };
  },
};

const DAY_MS = 86_400_000;

/** Migrations that changed within the last day, the failed ones among them. */
export const recentMigrations: Collection<Migration> = {
  title: "recent migrations",
  operations: [listMigrations],
  async load(reader) {
    const since = new Date(reader.now() - DAY_MS).toISOString().replace(/\.\d+Z$/, "Z");
    return { items: await migrations(reader, { "changes-since": since }) };
  },
};

function migrations(reader: Reader, query: Readonly<Record<string, string>>): Promise<Migration[]> {
  return reader.list(listMigrations, { query, scope: "project_id", read: readMigration });
}

/** What the items of this file's collections are. */
export interface ComputeItems {
  readonly servers: HealthServer;
  readonly faults: FaultOf;
  readonly computeServices: ComputeService;
  readonly hypervisors: Hypervisor;
  readonly aggregates: Aggregate;
  readonly movingMigrations: Migration;
  readonly recentMigrations: Migration;
}

/** The collections of this service, by the name that checks use. */
export const computeCollections: CollectionsOf<ComputeItems> = {
  servers,
  faults,
  computeServices,
  hypervisors,
  aggregates,
  movingMigrations,
  recentMigrations,
};
