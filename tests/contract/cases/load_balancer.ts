/** Cases of the Load Balancer API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/load_balancer/operations.ts";
import {
  readAmphora,
  readLoadBalancer,
  readLoadBalancerPool,
} from "../../../src/openstack/load_balancer/types.ts";
import { readQuota } from "../../../src/openstack/quota.ts";
import { member, text, wire } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import { firstOf, ownProject } from "./targets.ts";

/** Every case of the service. */
export const loadBalancerCases: readonly Case[] = [
  contract({
    operation: operations.listLoadBalancers,
    read: readLoadBalancer,
    key: (balancer) => balancer.id,
    holds: (balancers, { projectId }) => {
      for (const balancer of balancers) {
        assert.equal(balancer.projectId, projectId, "a load balancer of another project");
        assert(balancer.provisioningStatus && balancer.operatingStatus && balancer.vipAddress);
        assert(balancer.listenerIds && balancer.poolIds);
      }
    },
  }),
  contract({
    operation: operations.listLoadBalancerPools,
    read: readLoadBalancerPool,
    key: (pool) => pool.id,
    holds: (pools) => assert(pools.every(({ protocol, memberIds }) => protocol && memberIds)),
  }),
  contract({
    operation: operations.listLoadBalancerMembers,
    target: firstOf("pool_id", operations.listLoadBalancerPools),
    read: (value) => text(value, "id") === undefined ? undefined : wire(value),
    key: (each) => text(each, "id") ?? "",
    holds: (members) => assert(members.every((each) => text(each, "address"))),
  }),
  contract({
    operation: operations.listAmphorae,
    read: readAmphora,
    key: (amphora) => amphora.id,
    holds: (amphorae) => assert(amphorae.every(({ status }) => status)),
  }),
  contract({
    operation: operations.showLoadBalancerQuota,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota")),
    holds: ([quota]) => {
      const lines = quota?.lines ?? {};
      // Octavia 2.0 said `loadbalancer`; both forms are about.
      assert((lines["load_balancer"] ?? lines["loadbalancer"])?.limit !== undefined);
    },
    unknown: ["not permitted", "not found", "answered"],
  }),
];
