/** Health monitors as the tools show them.
 *
 * @module
 */
import {
  listLoadBalancerHealthMonitors,
  showLoadBalancerHealthMonitor,
} from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancerHealthMonitor,
  readLoadBalancerHealthMonitor,
} from "../../openstack/load_balancer/types.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { nameOf, type Names } from "../names.ts";
import { belongsTo, COMMON_COLUMNS, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { poolNames } from "./part_names.ts";
import { POOL_OPERATIONS, POOLS } from "./pools.ts";

/** The operations that reading health monitors may need. */
export const HEALTH_MONITOR_OPERATIONS = [
  ...POOL_OPERATIONS,
  listLoadBalancerHealthMonitors,
  showLoadBalancerHealthMonitor,
];

const COLUMNS: readonly Column<LoadBalancerHealthMonitor, Names>[] = [
  ...STATE_COLUMNS,
  { name: "type", level: "basic", value: (monitor) => monitor.type, filter: "type", fold: "upper" },
  {
    name: "pool",
    level: "basic",
    value: (monitor, pools) => monitor.poolIds?.map((id) => nameOf(pools, id)).join(", "),
    resolve: belongsTo(POOLS, (monitor) => monitor.poolIds, "pool_id"),
  },
  { name: "http_method", level: "detailed", value: (monitor) => monitor.httpMethod },
  { name: "url_path", level: "detailed", value: (monitor) => monitor.urlPath },
  { name: "expected_codes", level: "detailed", value: (monitor) => monitor.expectedCodes },
  { name: "delay_seconds", level: "detailed", value: (monitor) => monitor.delay },
  { name: "timeout_seconds", level: "detailed", value: (monitor) => monitor.timeout },
  { name: "max_retries", level: "detailed", value: (monitor) => monitor.maxRetries },
  { name: "max_retries_down", level: "full", value: (monitor) => monitor.maxRetriesDown },
  { name: "http_version", level: "full", value: (monitor) => monitor.httpVersion },
  { name: "domain_name", level: "full", value: (monitor) => monitor.domainName },
  { name: "pool_ids", level: "extra", value: (monitor) => monitor.poolIds },
  ...COMMON_COLUMNS,
];

/** Health monitors: Load Balancer API "List health monitors". */
export const HEALTH_MONITORS: ListSpec<LoadBalancerHealthMonitor, Names> = {
  ...PART_SPEC,
  noun: ["health monitor", "health monitors"],
  list: listLoadBalancerHealthMonitors,
  show: { operation: showLoadBalancerHealthMonitor, parameter: "healthmonitor_id", key: "healthmonitor" },
  read: readLoadBalancerHealthMonitor,
  columns: COLUMNS,
  join: (monitors, wants, context) =>
    poolNames(wants("pool") ? monitors.flatMap(({ poolIds }) => poolIds ?? []) : [], context),
};
