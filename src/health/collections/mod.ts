/** Every collection, by the name that checks use.
 *
 * @module
 */
import type { Aggregate, ComputeService, Hypervisor, Migration } from "../../openstack/compute/types.ts";
import type { Backup, Snapshot, VolumePool, VolumeService } from "../../openstack/block_storage/types.ts";
import type { ApplicationCredential, Project } from "../../openstack/identity/types.ts";
import type { LoadBalancer } from "../../openstack/load_balancer/types.ts";
import type { Agent, FloatingIp, Network, Router, SecurityGroup } from "../../openstack/network/types.ts";
import type { Stack } from "../../openstack/orchestration/types.ts";
import type { Collection, ServiceStatistics } from "../collection.ts";
import * as compute from "./compute.ts";
import * as network from "./network.ts";
import * as placement from "./placement.ts";
import * as platform from "./platform.ts";
import * as project from "./project.ts";
import * as storage from "./storage.ts";

/** What the items of each collection are. */
export interface ItemTypes {
  readonly tokenIssue: platform.TokenIssue;
  readonly probes: platform.Probe;
  readonly certificates: platform.EndpointCertificate;
  readonly versions: platform.ServiceVersions;
  readonly statistics: ServiceStatistics;
  readonly servers: compute.HealthServer;
  readonly faults: compute.FaultOf;
  readonly computeServices: ComputeService;
  readonly hypervisors: Hypervisor;
  readonly aggregates: Aggregate;
  readonly providers: placement.ProviderCapacity;
  readonly movingMigrations: Migration;
  readonly recentMigrations: Migration;
  readonly ports: network.HealthPort;
  readonly externalNetworks: Network;
  readonly routers: Router;
  readonly floatingIps: FloatingIp;
  readonly securityGroups: SecurityGroup;
  readonly agents: Agent;
  readonly volumes: storage.HealthVolume;
  readonly snapshots: Snapshot;
  readonly backups: Backup;
  readonly volumeServices: VolumeService;
  readonly pools: VolumePool;
  readonly images: storage.HealthImage;
  readonly loadBalancers: LoadBalancer;
  readonly stacks: Stack;
  readonly projects: Project;
  readonly computeQuota: project.QuotaUse;
  readonly networkQuota: project.QuotaUse;
  readonly volumeQuota: project.QuotaUse;
  readonly applicationCredentials: ApplicationCredential;
  readonly ownCredential: ApplicationCredential;
}

/** The name of a collection. */
export type CollectionName = keyof ItemTypes;

/** What the items of a collection are. */
export type Item<N extends CollectionName> = ItemTypes[N];

/** The collections. */
export const COLLECTIONS: { readonly [N in CollectionName]: Collection<Item<N>> } = {
  tokenIssue: platform.tokenIssue,
  probes: platform.probes,
  certificates: platform.certificates,
  versions: platform.versions,
  statistics: platform.statistics,
  servers: compute.servers,
  faults: compute.faults,
  computeServices: compute.computeServices,
  hypervisors: compute.hypervisors,
  aggregates: compute.aggregates,
  providers: placement.providers,
  movingMigrations: compute.movingMigrations,
  recentMigrations: compute.recentMigrations,
  ports: network.ports,
  externalNetworks: network.externalNetworks,
  routers: network.routers,
  floatingIps: network.floatingIps,
  securityGroups: network.securityGroups,
  agents: network.agents,
  volumes: storage.volumes,
  snapshots: storage.snapshots,
  backups: storage.backups,
  volumeServices: storage.volumeServices,
  pools: storage.pools,
  images: storage.images,
  loadBalancers: project.loadBalancers,
  stacks: project.stacks,
  projects: project.projects,
  computeQuota: project.computeQuota,
  networkQuota: project.networkQuota,
  volumeQuota: project.volumeQuota,
  applicationCredentials: project.applicationCredentials,
  ownCredential: project.ownCredential,
};
