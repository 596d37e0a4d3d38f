import * as z from "zod";
import { listLoadBalancers } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { BALANCER_CHANGES, LOAD_BALANCER_OPERATIONS, LOAD_BALANCERS } from "./balancers.ts";

/** Load balancers. */
export const getLoadBalancerList = tool({
  name: "get_load_balancer_list",
  toolset: "load_balancer",
  title: "Load balancers",
  description: "Load balancers with status, VIP, floating IP and listeners.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: LOAD_BALANCER_OPERATIONS,
  essential: [listLoadBalancers],
  compat: { ...LIST_COMPAT, lb_name_or_id: renamed("names") },
  readsOf: {
    set_load_balancer: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { lb_name_or_id: renamed("names") },
      ignored: BALANCER_CHANGES,
    },
  },
  run: (args, context) => answerList(LOAD_BALANCERS, args, context),
});
