/** Nova's control plane: services, hosts, migrations, and every server as its hosts know it.
 *
 * Infrastructure belongs to no project: it is read whole whenever the role permits, whatever the run is about.
 *
 * @module
 */
import { listVolumeAvailabilityZones } from "../../openstack/block_storage/operations.ts";
import {
  readVolumeAvailabilityZone,
  type VolumeAvailabilityZone,
} from "../../openstack/block_storage/types.ts";
import {
  listAggregates,
  listAllServers,
  listComputeServices,
  listHypervisors,
  listMigrations,
  listServers,
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
} from "../../openstack/compute/types.ts";
import { listNetworkAvailabilityZones } from "../../openstack/network/operations.ts";
import { type NetworkAvailabilityZone, readNetworkAvailabilityZone } from "../../openstack/network/types.ts";
import { utc } from "../../text/time.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";
import { type HealthServer, readHealthServer } from "./compute.ts";

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

/** The zones that Cinder has. */
export const volumeZones: Collection<VolumeAvailabilityZone> = listed({
  title: "availability zones of volumes",
  operation: listVolumeAvailabilityZones,
  read: readVolumeAvailabilityZone,
});

/** The zones that Neutron has, for networks and for routers. */
export const networkZones: Collection<NetworkAvailabilityZone> = listed({
  title: "availability zones of networks",
  operation: listNetworkAvailabilityZones,
  extension: true,
  read: readNetworkAvailabilityZone,
});

/** Every server of the cloud, whichever project the run is about.
 *
 * Hosts and Placement know nothing of projects. To hold them against the servers of one project would make strangers of
 * all others; so this asks for all of them, which only an administrator may, and only a check that needs it does.
 */
export const placedServers: Collection<HealthServer> = {
  title: "servers of all projects",
  operations: [listAllServers, listServers],
  async load(reader) {
    if (reader.allProjects) return { items: await reader.collected("servers") };
    return {
      items: await reader.list(listAllServers, { query: { all_tenants: "true" }, read: readHealthServer }),
    };
  },
};

/** The state of a migration that waits for a person: its server was resized, and nobody has said yet that it is well. */
const WAITING = "finished";

/** The states of a migration that is not at its end. */
const OPEN = [
  "accepted",
  "queued",
  "preparing",
  "pre-migrating",
  "migrating",
  "running",
  "post-migrating",
  "confirming",
  "reverting",
  WAITING,
];

/** Migrations that are not at their end, whenever they began: each state is asked for, because the history has no end. */
export const openMigrations: Collection<Migration> = {
  title: "open migrations",
  operations: [listMigrations],
  async load(reader) {
    const [first, ...others] = OPEN.map((status) => () =>
      reader.list(listMigrations, { query: { status }, read: readMigration })
    );
    // The first goes alone: who is refused is refused once, not ten times.
    const lists = [await first?.() ?? []];
    lists.push(...await Promise.all(others.map((read) => read())));
    // One that moves on while it is read may stand in two lists.
    return { items: [...new Map(lists.flat().map((migration) => [migration.id, migration])).values()] };
  },
};

/** Migrations under way. One that waits for a person is told of the server. */
export const movingMigrations: Collection<Migration> = {
  title: "migrations",
  operations: [listMigrations],
  async load(reader) {
    const own = reader.allProjects ? undefined : reader.projectId();
    const open = await reader.collected("openMigrations");
    return {
      items: open.filter(({ status, projectId }) =>
        status !== WAITING && (own === undefined || projectId === undefined || projectId === own)
      ),
    };
  },
};

const DAY_MS = 86_400_000;

/** Migrations that changed within the last day, the failed ones among them. */
export const recentMigrations: Collection<Migration> = {
  title: "recent migrations",
  operations: [listMigrations],
  async load(reader) {
    const since = utc(reader.now() - DAY_MS);
    const query = { "changes-since": since };
    return { items: await reader.list(listMigrations, { query, scope: "project_id", read: readMigration }) };
  },
};

/** Evacuations whose source host has not cleaned up yet: it does so when its compute service starts again. */
export const uncleanEvacuations: Collection<Migration> = {
  title: "evacuations",
  operations: [listMigrations],
  load: async (reader: Reader) => ({
    items: await reader.list(listMigrations, {
      query: { migration_type: "evacuation", status: "done" },
      read: (raw) => {
        const migration = readMigration(raw);
        // Filters of a list are no promise.
        return migration?.type === "evacuation" && migration.status === "done" ? migration : undefined;
      },
    }),
  }),
};

/** What the items of this file's collections are. */
export interface ControlPlaneItems {
  readonly computeServices: ComputeService;
  readonly hypervisors: Hypervisor;
  readonly aggregates: Aggregate;
  readonly volumeZones: VolumeAvailabilityZone;
  readonly networkZones: NetworkAvailabilityZone;
  readonly placedServers: HealthServer;
  readonly openMigrations: Migration;
  readonly movingMigrations: Migration;
  readonly recentMigrations: Migration;
  readonly uncleanEvacuations: Migration;
}

/** The collections of the control plane, by the name that checks use. */
export const controlPlaneCollections: CollectionsOf<ControlPlaneItems> = {
  computeServices,
  hypervisors,
  aggregates,
  volumeZones,
  networkZones,
  placedServers,
  openMigrations,
  movingMigrations,
  recentMigrations,
  uncleanEvacuations,
};
