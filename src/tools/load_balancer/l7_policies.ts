/** L7 policies as the tools show them.
 *
 * @module
 */
import {
  listLoadBalancerL7Policies,
  showLoadBalancerL7Policy,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerL7Policy, readLoadBalancerL7Policy } from "../../openstack/load_balancer/types.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type Names, type NamesOf } from "../names.ts";
import { LISTENERS } from "./listeners.ts";
import { belongsTo, COMMON_COLUMNS, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { listenerNames, poolNames } from "./part_names.ts";
import { POOL_OPERATIONS, POOLS } from "./pools.ts";

/** The operations that reading L7 policies may need. */
export const L7_POLICY_OPERATIONS = [
  ...POOL_OPERATIONS,
  listLoadBalancerL7Policies,
  showLoadBalancerL7Policy,
];

const COLUMNS: readonly Column<LoadBalancerL7Policy, NamesOf>[] = [
  ...STATE_COLUMNS,
  {
    name: "listener",
    level: "basic",
    value: (policy, names) => nameOf(names?.["listeners"], policy.listenerId),
    resolve: belongsTo(LISTENERS, ({ listenerId }) => [listenerId], "listener_id"),
  },
  {
    name: "position",
    level: "basic",
    value: (policy) => policy.position,
    filter: "position",
    sort: "position",
  },
  { name: "action", level: "basic", value: (policy) => policy.action, filter: "action", fold: "upper" },
  {
    name: "target",
    level: "detailed",
    joined: true,
    value: (policy, names) => targetOf(policy, names?.["pools"]),
  },
  { name: "rules", level: "detailed", value: (policy) => policy.ruleIds?.length },
  {
    name: "redirect_pool",
    level: "extra",
    value: (policy, names) => nameOf(names?.["pools"], policy.redirectPoolId),
    resolve: belongsTo(POOLS, ({ redirectPoolId }) => [redirectPoolId], "redirect_pool_id"),
  },
  { name: "redirect_http_code", level: "full", value: (policy) => policy.redirectHttpCode },
  { name: "listener_id", level: "extra", value: (policy) => policy.listenerId },
  { name: "rule_ids", level: "extra", value: (policy) => policy.ruleIds },
  ...COMMON_COLUMNS,
];

/** L7 policies: Load Balancer API "List L7 policies". */
export const L7_POLICIES: ListSpec<LoadBalancerL7Policy, NamesOf> = {
  ...PART_SPEC,
  noun: ["l7 policy", "l7 policies"],
  list: listLoadBalancerL7Policies,
  show: { operation: showLoadBalancerL7Policy, parameter: "policy_id", key: "l7policy" },
  read: readLoadBalancerL7Policy,
  columns: COLUMNS,
  join: (policies, wants, context) =>
    joinAll({
      listeners: listenerNames(
        wants("listener") ? policies.map(({ listenerId }) => listenerId) : [],
        context,
      ),
      pools: poolNames(
        wants("target") || wants("redirect_pool") ? policies.map(({ redirectPoolId }) => redirectPoolId) : [],
        context,
      ),
    }),
};

/** Where a policy sends requests: a pool, a URL, a prefix of URLs. */
export function targetOf(
  { redirectPoolId, redirectUrl, redirectPrefix }: LoadBalancerL7Policy,
  pools: Names | undefined,
): string | undefined {
  return nameOf(pools, redirectPoolId) ?? redirectUrl ?? redirectPrefix;
}
