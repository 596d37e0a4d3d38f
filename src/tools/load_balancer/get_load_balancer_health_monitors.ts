import * as z from "zod";
import { listLoadBalancerHealthMonitors } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { HEALTH_MONITOR_OPERATIONS, HEALTH_MONITORS } from "./health_monitors.ts";

/** Health monitors. */
export const getLoadBalancerHealthMonitors = tool({
  name: "get_load_balancer_health_monitors",
  toolset: "load_balancer",
  title: "Health monitors",
  description: "Health monitors of load balancer pools: type, check, timing, status. Filter by pool.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: HEALTH_MONITOR_OPERATIONS,
  essential: [listLoadBalancerHealthMonitors],
  compat: {
    ...LIST_COMPAT,
    pool_name_or_id: filtering("pool"),
    pool: filtering("pool"),
    monitor_name_or_id: renamed("names"),
  },
  readsOf: {
    set_load_balancer_health_monitor: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { pool_name_or_id: filtering("pool"), monitor_name_or_id: renamed("names") },
      ignored: [
        "name",
        "monitor_type",
        "delay",
        "timeout",
        "max_retries",
        "max_retries_down",
        "admin_state_up",
        "http_method",
        "url_path",
        "expected_codes",
      ],
    },
  },
  run: (args, context) => answerList(HEALTH_MONITORS, args, context),
});
