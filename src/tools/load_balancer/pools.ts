/** Pools as the tools show them.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import {
  listLoadBalancerHealthMonitors,
  listLoadBalancerPools,
  showLoadBalancerPool,
} from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancerHealthMonitor,
  type LoadBalancerPool,
  readLoadBalancerHealthMonitor,
  readLoadBalancerPool,
} from "../../openstack/load_balancer/types.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf } from "../names.ts";
import { ofPart } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { LOAD_BALANCERS } from "./balancers.ts";
import { LISTENER_OPERATIONS, LISTENERS } from "./listeners.ts";
import { ownQuery } from "../network/references.ts";
import { belongsTo, COMMON_COLUMNS, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { listenerNames, loadBalancerNames } from "./part_names.ts";

/** Health monitors by the pools that they watch. */
export type Monitors = ReadonlyMap<string, LoadBalancerHealthMonitor>;

/** What is read beside a list of pools. */
export interface PoolJoin {
  readonly names: NamesOf;
  readonly monitors: Monitors | undefined;
}

/** The operations that reading pools may need. */
export const POOL_OPERATIONS = [
  ...LISTENER_OPERATIONS,
  listLoadBalancerPools,
  showLoadBalancerPool,
  listLoadBalancerHealthMonitors,
];

const COLUMNS: readonly Column<LoadBalancerPool, PoolJoin>[] = [
  ...STATE_COLUMNS,
  {
    name: "protocol",
    level: "basic",
    value: (pool) => pool.protocol,
    filter: "protocol",
    sort: "protocol",
    fold: "upper",
  },
  {
    name: "algorithm",
    level: "basic",
    value: (pool) => pool.algorithm,
    filter: "lb_algorithm",
    fold: "upper",
  },
  { name: "members", level: "basic", value: (pool) => pool.memberIds?.length },
  {
    name: "health_monitor",
    level: "detailed",
    joined: true,
    value: (pool, joined) =>
      pool.healthMonitorId === undefined ? undefined : ofPart(joined?.monitors, pool.id, monitorText),
  },
  {
    name: "load_balancer",
    level: "detailed",
    value: (pool, joined) =>
      pool.loadBalancerIds?.map((id) => nameOf(joined?.names["balancers"], id)).join(", "),
    resolve: belongsTo(LOAD_BALANCERS, (pool) => pool.loadBalancerIds, "loadbalancer_id"),
  },
  {
    name: "listener",
    level: "full",
    value: (pool, joined) => pool.listenerIds?.map((id) => nameOf(joined?.names["listeners"], id)),
    resolve: belongsTo(LISTENERS, (pool) => pool.listenerIds),
  },
  { name: "session_persistence", level: "full", value: (pool) => pool.sessionPersistence },
  { name: "cookie_name", level: "full", value: (pool) => pool.cookieName },
  { name: "tls_enabled", level: "full", value: (pool) => pool.tlsEnabled, usual: false },
  { name: "health_monitor_id", level: "extra", value: (pool) => pool.healthMonitorId },
  { name: "load_balancer_ids", level: "extra", value: (pool) => pool.loadBalancerIds },
  { name: "listener_ids", level: "extra", value: (pool) => pool.listenerIds },
  { name: "member_ids", level: "extra", value: (pool) => pool.memberIds },
  ...COMMON_COLUMNS,
];

/** Pools: Load Balancer API "List pools". */
export const POOLS: ListSpec<LoadBalancerPool, PoolJoin> = {
  ...PART_SPEC,
  noun: ["pool", "pools"],
  list: listLoadBalancerPools,
  show: { operation: showLoadBalancerPool, parameter: "pool_id", key: "pool" },
  read: readLoadBalancerPool,
  columns: COLUMNS,
  join: async (pools, wants, context) => {
    const watched = pools.some(({ healthMonitorId }) => healthMonitorId !== undefined);
    const [names, monitors] = await Promise.all([
      joinAll({
        balancers: loadBalancerNames(
          wants("load_balancer") ? pools.flatMap(({ loadBalancerIds }) => loadBalancerIds ?? []) : [],
          context,
        ),
        listeners: listenerNames(
          wants("listener") ? pools.flatMap(({ listenerIds }) => listenerIds ?? []) : [],
          context,
        ),
      }),
      wants("health_monitor") && watched ? readMonitors(pools, context) : undefined,
    ]);
    return {
      joined: { names: names.joined, monitors: monitors?.joined },
      unavailable: [...names.unavailable ?? [], ...monitors?.unavailable ?? []],
    };
  },
};

/** Health monitors of pools ({@linkcode listLoadBalancerHealthMonitors}): one pool's alone, else the project's. */
export async function readMonitors(
  pools: readonly { readonly id: string }[],
  context: ToolContext,
): Promise<Join<Monitors>> {
  const [only] = pools;
  const narrowed = pools.length === 1 && only ? { pool_id: only.id } : {};
  try {
    const query = { ...await ownQuery(context), ...narrowed };
    const found = await context.cloud.list(listLoadBalancerHealthMonitors, { query });
    const monitors = found.flatMap((value) => readLoadBalancerHealthMonitor(value) ?? []);
    return {
      joined: new Map(
        monitors.flatMap((monitor) => (monitor.poolIds ?? []).map((id) => [id, monitor] as const)),
      ),
    };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("health monitors", error)] };
  }
}

/** `HTTP GET /healthz every 5 s`. */
export function monitorText({ type, httpMethod, urlPath, delay }: LoadBalancerHealthMonitor): string {
  const rhythm = delay === undefined ? undefined : `every ${delay} s`;
  return [type, httpMethod, urlPath, rhythm].filter((word) => word !== undefined).join(" ");
}
