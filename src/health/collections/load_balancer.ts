/** Octavia's load balancers, as far as checks look.
 *
 * @module
 */
import {
  listLoadBalancerListeners,
  listLoadBalancerMembers,
  listLoadBalancerPools,
  listLoadBalancers,
} from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancer,
  type LoadBalancerListener,
  type LoadBalancerMember,
  type LoadBalancerPool,
  readLoadBalancer,
  readLoadBalancerListener,
  readLoadBalancerMember,
  readLoadBalancerPool,
} from "../../openstack/load_balancer/types.ts";
import { listPorts } from "../../openstack/network/operations.ts";
import { readPort } from "../../openstack/network/types.ts";
import { chunk } from "../chunk.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";
import { pick, picking } from "../pick.ts";
import { amphoraCollections, type AmphoraItems } from "./amphorae.ts";
import { listenerCertificateCollections, type ListenerCertificateItems } from "./listener_certificates.ts";

/** Load balancers of the project, or of all. */
export const loadBalancers: Collection<LoadBalancer> = listed({
  title: "load balancers",
  operation: listLoadBalancers,
  scope: "project_id",
  read: readLoadBalancer,
});

const LISTENER = [
  "id",
  "name",
  "projectId",
  "adminStateUp",
  "provisioningStatus",
  "protocol",
  "protocolPort",
  "defaultPoolId",
  "loadBalancerIds",
  "l7PolicyIds",
  "defaultTlsContainerRef",
  "sniContainerRefs",
] as const;

/** What checks keep of a listener. */
export type HealthListener = Pick<LoadBalancerListener, typeof LISTENER[number]>;

/** Listeners of the project, or of all. */
export const listeners: Collection<HealthListener> = listed({
  title: "listeners",
  operation: listLoadBalancerListeners,
  scope: "project_id",
  read: picking(readLoadBalancerListener, LISTENER),
});

const POOL = [
  "id",
  "name",
  "projectId",
  "adminStateUp",
  "provisioningStatus",
  "operatingStatus",
  "protocol",
  "healthMonitorId",
  "memberIds",
  "loadBalancerIds",
] as const;

/** What checks keep of a pool of members. */
export type HealthMemberPool = Pick<LoadBalancerPool, typeof POOL[number]>;

/** Pools of members of the project, or of all. */
export const memberPools: Collection<HealthMemberPool> = listed({
  title: "pools of load balancers",
  operation: listLoadBalancerPools,
  scope: "project_id",
  read: picking(readLoadBalancerPool, POOL),
});

const MEMBER = [
  "id",
  "name",
  "address",
  "protocolPort",
  "adminStateUp",
  "operatingStatus",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of a member. */
export interface HealthMember extends Pick<LoadBalancerMember, typeof MEMBER[number]> {
  readonly poolId: string;
}

/** So many pools are asked for their members. */
const MAX_POOLS = 50;

/** Providers that add up the states of members to that of their pool. */
const ADDING_UP = new Set(["amphora", "amphorav2", "octavia", "ovn"]);

/** The members of pools that may have some that are down: Octavia lists members by pool alone. */
export const watchedMembers: Collection<HealthMember> = {
  title: "members of pools",
  operations: [listLoadBalancers, listLoadBalancerPools, listLoadBalancerMembers],
  async load(reader) {
    const [balancers, pools] = await Promise.all([
      reader.collected("loadBalancers"),
      reader.collected("memberPools"),
    ]);
    const adding = new Set(
      balancers.filter(({ provider = "" }) => ADDING_UP.has(provider)).map(({ id }) => id),
    );
    const addsUp = ({ loadBalancerIds = [] }: HealthMemberPool) =>
      loadBalancerIds.length > 0 && loadBalancerIds.every((id) => adding.has(id));
    const suspect = pools.filter((pool) =>
      isWatched(pool) && (pool.operatingStatus !== "ONLINE" || !addsUp(pool))
    );
    const lists = await Promise.all(
      suspect.slice(0, MAX_POOLS).map(({ id: poolId }) =>
        reader.list(listLoadBalancerMembers, {
          path: { pool_id: poolId },
          read: (raw): HealthMember | undefined => {
            const member = readLoadBalancerMember(raw);
            return member && { poolId, ...pick(member, MEMBER) };
          },
        })
      ),
    );
    const items = lists.flat();
    if (suspect.length <= MAX_POOLS) return { items };
    return { items, incomplete: `those of ${MAX_POOLS} of ${suspect.length} pools were read` };
  },
};

/** Whether the states of its members mean anything. */
function isWatched({ adminStateUp, healthMonitorId, memberIds = [] }: HealthMemberPool): boolean {
  return adminStateUp !== false && healthMonitorId !== undefined && memberIds.length > 0;
}

/** A port that holds the address of a load balancer. */
export interface VipPort {
  readonly id: string;
  readonly addresses: readonly string[];
}

/** Ids that one address has room for. */
const BATCH = 100;

/** The ports that load balancers name, whoever owns them. */
export const vipPorts: Collection<VipPort> = {
  title: "ports of load balancers",
  operations: [listLoadBalancers, listPorts],
  async load(reader) {
    const balancers = await reader.collected("loadBalancers");
    const ids = [...new Set(balancers.flatMap(({ vipPortId }) => vipPortId ?? []))];
    const lists = await Promise.all(
      chunk(ids, BATCH).map((id) =>
        reader.list(listPorts, {
          query: { id, fields: ["id", "fixed_ips"] },
          read: (raw): VipPort | undefined => {
            const port = readPort(raw);
            const addresses = port?.fixedIps?.flatMap(({ address }) => address ?? []) ?? [];
            return port && { id: port.id, addresses };
          },
        })
      ),
    );
    return { items: lists.flat() };
  },
};

/** What the items of this file's collections are. */
export interface LoadBalancerItems extends AmphoraItems, ListenerCertificateItems {
  readonly loadBalancers: LoadBalancer;
  readonly listeners: HealthListener;
  readonly memberPools: HealthMemberPool;
  readonly watchedMembers: HealthMember;
  readonly vipPorts: VipPort;
}

/** The collections of this service, by the name that checks use. */
export const loadBalancerCollections: CollectionsOf<LoadBalancerItems> = {
  ...amphoraCollections,
  ...listenerCertificateCollections,
  loadBalancers,
  listeners,
  memberPools,
  watchedMembers,
  vipPorts,
};
