/** Resources of the Load Balancer API v2, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text, without a zone.
 *
 * @module
 */
import { count, flag, list, text, texts } from "../read.ts";

/** A load balancer. */
export interface LoadBalancer {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  /** `ACTIVE`, `ERROR` or one of `PENDING_*`. */
  readonly provisioningStatus: string | undefined;
  /** `ONLINE`, `DEGRADED`, `ERROR`, `OFFLINE`, `NO_MONITOR` or `DRAINING`. */
  readonly operatingStatus: string | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly vipAddress: string | undefined;
  readonly vipPortId: string | undefined;
  readonly vipSubnetId: string | undefined;
  readonly vipNetworkId: string | undefined;
  readonly provider: string | undefined;
  readonly flavorId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly listenerIds: readonly string[] | undefined;
  readonly poolIds: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A pool of members. */
export interface LoadBalancerPool {
  readonly id: string;
  readonly name: string | undefined;
  readonly projectId: string | undefined;
  readonly provisioningStatus: string | undefined;
  readonly operatingStatus: string | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly protocol: string | undefined;
  readonly algorithm: string | undefined;
  /** Absent if nothing watches its members. */
  readonly healthMonitorId: string | undefined;
  readonly memberIds: readonly string[] | undefined;
  readonly listenerIds: readonly string[] | undefined;
  readonly loadBalancerIds: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A virtual machine that does a load balancer's work. */
export interface Amphora {
  readonly id: string;
  /** `ALLOCATED`, `READY`, `BOOTING`, `ERROR` and others. */
  readonly status: string | undefined;
  /** `MASTER`, `BACKUP` or `STANDALONE`. */
  readonly role: string | undefined;
  /** Absent for a spare one. */
  readonly loadBalancerId: string | undefined;
  /** Id of its server. */
  readonly serverId: string | undefined;
  readonly imageId: string | undefined;
  readonly managementIp: string | undefined;
  readonly certExpiration: string | undefined;
  /** Whether its certificate is being replaced. */
  readonly certBusy: boolean | undefined;
  readonly zone: string | undefined;
  readonly vrrpPriority: number | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Reads a load balancer; undefined without an id. */
export function readLoadBalancer(value: unknown): LoadBalancer | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    projectId: ownerOf(value),
    provisioningStatus: text(value, "provisioning_status"),
    operatingStatus: text(value, "operating_status"),
    adminStateUp: flag(value, "admin_state_up"),
    vipAddress: text(value, "vip_address"),
    vipPortId: text(value, "vip_port_id"),
    vipSubnetId: text(value, "vip_subnet_id"),
    vipNetworkId: text(value, "vip_network_id"),
    provider: text(value, "provider"),
    flavorId: text(value, "flavor_id"),
    availabilityZone: text(value, "availability_zone"),
    listenerIds: idsOf(value, "listeners"),
    poolIds: idsOf(value, "pools"),
    tags: texts(value, "tags"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a pool; undefined without an id. */
export function readLoadBalancerPool(value: unknown): LoadBalancerPool | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    projectId: ownerOf(value),
    provisioningStatus: text(value, "provisioning_status"),
    operatingStatus: text(value, "operating_status"),
    adminStateUp: flag(value, "admin_state_up"),
    protocol: text(value, "protocol"),
    algorithm: text(value, "lb_algorithm"),
    healthMonitorId: text(value, "healthmonitor_id"),
    memberIds: idsOf(value, "members"),
    listenerIds: idsOf(value, "listeners"),
    loadBalancerIds: idsOf(value, "loadbalancers"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads an amphora; undefined without an id. */
export function readAmphora(value: unknown): Amphora | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    status: text(value, "status"),
    role: text(value, "role"),
    loadBalancerId: text(value, "loadbalancer_id"),
    serverId: text(value, "compute_id"),
    imageId: text(value, "image_id"),
    managementIp: text(value, "lb_network_ip"),
    certExpiration: text(value, "cert_expiration"),
    certBusy: flag(value, "cert_busy"),
    zone: text(value, "cached_zone"),
    vrrpPriority: count(value, "vrrp_priority"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

function ownerOf(value: unknown): string | undefined {
  return text(value, "project_id") ?? text(value, "tenant_id");
}

function idsOf(value: unknown, key: string): readonly string[] | undefined {
  return list(value, key)?.map((item) => text(item, "id")).filter((id) => id !== undefined);
}
