import * as z from "zod";
import { listLoadBalancerPools } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { POOL_OPERATIONS, POOLS } from "./pools.ts";

/** Pools of load balancers. */
export const getLoadBalancerPools = tool({
  name: "get_load_balancer_pools",
  toolset: "load_balancer",
  title: "Pools of load balancers",
  description:
    "Pools of load balancers: protocol, algorithm, number of members, health monitor, status. Filter by load_balancer or listener.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: POOL_OPERATIONS,
  essential: [listLoadBalancerPools],
  compat: {
    ...LIST_COMPAT,
    lb_name_or_id: filtering("load_balancer"),
    load_balancer: filtering("load_balancer"),
    listener_name_or_id: filtering("listener"),
    listener: filtering("listener"),
    pool_name_or_id: renamed("names"),
  },
  readsOf: {
    set_load_balancer_pool: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { listener_name_or_id: filtering("listener"), pool_name_or_id: renamed("names") },
      ignored: ["name", "protocol", "lb_algorithm", "description", "admin_state_up"],
    },
  },
  run: (args, context) => answerList(POOLS, args, context),
});
