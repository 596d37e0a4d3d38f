import * as z from "zod";
import { listLoadBalancerL7Policies } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { L7_POLICIES, L7_POLICY_OPERATIONS } from "./l7_policies.ts";

/** L7 policies. */
export const getLoadBalancerL7Policies = tool({
  name: "get_load_balancer_l7_policies",
  toolset: "load_balancer",
  title: "L7 policies",
  description:
    "L7 policies of listeners: position, action, where they redirect to, number of rules, status. Filter by listener.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: L7_POLICY_OPERATIONS,
  essential: [listLoadBalancerL7Policies],
  compat: {
    ...LIST_COMPAT,
    listener_name_or_id: filtering("listener"),
    listener: filtering("listener"),
    policy_name_or_id: renamed("names"),
  },
  readsOf: {
    set_load_balancer_l7_policy: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { listener_name_or_id: filtering("listener"), policy_name_or_id: renamed("names") },
      ignored: [
        "name",
        "action_type",
        "description",
        "position",
        "redirect_pool_id",
        "redirect_url",
        "admin_state_up",
      ],
    },
  },
  run: (args, context) => answerList(L7_POLICIES, args, context),
});
