/** Octavia, as far as checks look.
 *
 * @module
 */
import { listLoadBalancers } from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancer, readLoadBalancer } from "../../openstack/load_balancer/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";

/** Load balancers of the project, or of all. */
export const loadBalancers: Collection<LoadBalancer> = listed({
  title: "load balancers",
  operation: listLoadBalancers,
  scope: "project_id",
  read: readLoadBalancer,
});

/** What the items of this file's collections are. */
export interface LoadBalancerItems {
  readonly loadBalancers: LoadBalancer;
}

/** The collections of this service, by the name that checks use. */
export const loadBalancerCollections: CollectionsOf<LoadBalancerItems> = {
  loadBalancers,
};
