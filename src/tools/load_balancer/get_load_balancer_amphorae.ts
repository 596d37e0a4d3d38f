import * as z from "zod";
import { listAmphorae } from "../../openstack/load_balancer/operations.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { AMPHORA_OPERATIONS, AMPHORAE } from "./amphorae.ts";
import { STATS_FIELDS } from "./stats.ts";

const STATS_VIEW = ["load_balancer", "role", "status", ...STATS_FIELDS.map(([name]) => name)];

const { name_contains: _part, ...ARGUMENTS } = LIST_ARGUMENTS;
const { filter: _filter, search_term: _term, ...COMPAT } = LIST_COMPAT;

/** Amphorae, the machines behind load balancers. */
export const getLoadBalancerAmphorae = tool({
  name: "get_load_balancer_amphorae",
  toolset: "load_balancer",
  title: "Amphorae",
  description:
    "Amphorae (machines behind load balancers): load_balancer, role, status, certificate expiry; fields server, host, bytes_in. Administrators only.",
  input: z.strictObject(ARGUMENTS),
  operations: AMPHORA_OPERATIONS,
  essential: [listAmphorae],
  compat: {
    ...COMPAT,
    lb_name_or_id: filtering("load_balancer"),
    load_balancer: filtering("load_balancer"),
    amphora_id: renamed("names"),
  },
  readsOf: {
    set_load_balancer_amphora: {
      actions: { list: {}, show: { detail: "full" }, stats: { fields: STATS_VIEW } },
      compat: { amphora_id: renamed("names") },
    },
  },
  run: (args, context) => answerList(AMPHORAE, args, context),
});
