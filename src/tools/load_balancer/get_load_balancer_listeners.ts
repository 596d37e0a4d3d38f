import * as z from "zod";
import { listLoadBalancerListeners } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { LISTENER_CHANGES, LISTENER_OPERATIONS, LISTENERS } from "./listeners.ts";

/** Listeners. */
export const getLoadBalancerListeners = tool({
  name: "get_load_balancer_listeners",
  toolset: "load_balancer",
  title: "Listeners",
  description:
    "Listeners of load balancers: protocol, port, default pool, status, TLS, timeouts. Filter by load_balancer.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: LISTENER_OPERATIONS,
  essential: [listLoadBalancerListeners],
  compat: {
    ...LIST_COMPAT,
    lb_name_or_id: filtering("load_balancer"),
    load_balancer: filtering("load_balancer"),
    listener_name_or_id: renamed("names"),
  },
  readsOf: {
    set_load_balancer_listener: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { lb_name_or_id: filtering("load_balancer"), listener_name_or_id: renamed("names") },
      ignored: LISTENER_CHANGES,
    },
  },
  run: (args, context) => answerList(LISTENERS, args, context),
});
