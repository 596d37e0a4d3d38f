import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listQosPolicies, showQosPolicy } from "../../openstack/network/operations.ts";
import { type QosPolicy, type QosRule, readQosPolicy } from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { joinAll, projectNames } from "../names.ts";
import { tool } from "../tool.ts";
import { commonColumns, type WithNames } from "./references.ts";

/** QoS policies and their rules. */
export const getNetworkQosPolicies = tool({
  name: "get_network_qos_policies",
  toolset: "network",
  title: "Network QoS policies",
  description: "Network QoS policies with their rules: bandwidth, packet rate, DSCP; shared, default.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listQosPolicies, showQosPolicy, listProjects],
  compat: { ...LIST_COMPAT, policy_name: renamed("names") },
  readsOf: {
    set_network_qos_policies: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { policy_name: renamed("names") },
      ignored: ["description", "shared"],
    },
  },
  run: (args, context) => answerList(QOS_POLICIES, args, context),
});

/** QoS policies: Networking API "List QoS policies". */
export const QOS_POLICIES: ListSpec<QosPolicy, WithNames> = {
  noun: ["QoS policy", "QoS policies"],
  list: listQosPolicies,
  show: { operation: showQosPolicy, parameter: "policy_id", key: "policy" },
  read: readQosPolicy,
  id: (policy) => policy.id,
  name: (policy) => policy.name,
  owner: ({ shared, projectId }) => shared ? undefined : projectId,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }],
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (policy) => policy.name, sort: "name" },
    { name: "rules", level: "basic", value: (policy) => policy.rules?.map(ruleText) },
    {
      name: "shared",
      level: "detailed",
      value: (policy) => policy.shared,
      filter: "shared",
      fold: "lower",
      usual: false,
    },
    { name: "default", level: "detailed", value: (policy) => policy.isDefault, fold: "lower", usual: false },
    ...commonColumns<QosPolicy>(),
    { name: "id", level: "basic", value: (policy) => policy.id },
  ],
  join: async (policies, wants, context) => {
    const owners = wants("project") ? policies.map(({ projectId }) => projectId) : [];
    const { joined, ...rest } = await joinAll({ projects: projectNames(owners, context) });
    return { joined: { names: joined }, ...rest };
  },
};

/** `bandwidth_limit egress max_kbps=10000 max_burst_kbps=8000`, `dscp_marking dscp_mark=46`. */
function ruleText({ type, direction, ...rule }: QosRule): string {
  const values = Object.entries({
    max_kbps: rule.maxKbps,
    max_burst_kbps: rule.maxBurstKbps,
    min_kbps: rule.minKbps,
    max_kpps: rule.maxKpps,
    max_burst_kpps: rule.maxBurstKpps,
    min_kpps: rule.minKpps,
    dscp_mark: rule.dscpMark,
  }).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${value}`]);
  return [type, direction, ...values].filter((part) => part !== undefined).join(" ");
}
