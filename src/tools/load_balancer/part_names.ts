/** Names of the parts of load balancers, by their ids.
 *
 * @module
 */
import {
  listLoadBalancerListeners,
  listLoadBalancerPools,
  listLoadBalancers,
} from "../../openstack/load_balancer/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type ReadNames, searched } from "../names.ts";
import { ownQuery } from "../network/references.ts";

/** Names of load balancers ({@linkcode listLoadBalancers}). */
export const loadBalancerNames = namesFrom("names of load balancers", listLoadBalancers);

/** Names of listeners ({@linkcode listLoadBalancerListeners}). */
export const listenerNames = namesFrom("names of listeners", listLoadBalancerListeners);

/** Names of pools ({@linkcode listLoadBalancerPools}). */
export const poolNames = namesFrom("names of pools", listLoadBalancerPools);

/** Octavia filters by one id at most, and leaves out the fields that nobody asked for. */
function namesFrom(what: string, list: Operation): ReadNames {
  return async (ids, context) => {
    const query = { ...await ownQuery(context), fields: ["id", "name"] };
    return await searched(what, list, ids, context, query);
  };
}
