import * as z from "zod";
import { listLoadBalancerL7Rules } from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancerL7Policy,
  type LoadBalancerL7Rule,
  readLoadBalancerL7Rule,
} from "../../openstack/load_balancer/types.ts";
import { answerList } from "../list.ts";
import { filtering, PART_ARGUMENTS, PART_COMPAT, referenceArgument, renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { Column, Gathered, ListSpec } from "../list_spec.ts";
import { tool, type ToolContext } from "../tool.ts";
import { L7_POLICIES, L7_POLICY_OPERATIONS } from "./l7_policies.ts";
import { COMMON_COLUMNS, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { readOfEach } from "./parts_of_each.ts";

/** Rules of an L7 policy, or of all of them. */
export const getLoadBalancerL7Rules = tool({
  name: "get_load_balancer_l7_rules",
  toolset: "load_balancer",
  title: "L7 rules",
  description:
    "Rules of an L7 policy, or of all: what is compared, how, with which value. All rules must fit.",
  input: z.strictObject({ policy: referenceArgument, ...PART_ARGUMENTS }),
  operations: [...L7_POLICY_OPERATIONS, listLoadBalancerL7Rules],
  essential: [listLoadBalancerL7Rules],
  compat: {
    ...PART_COMPAT,
    policy_name_or_id: renamed("policy"),
    rule_id: filtering("id"),
  },
  readsOf: {
    set_load_balancer_l7_rule: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { policy_name_or_id: renamed("policy"), rule_id: filtering("id") },
      ignored: ["type", "compare_type", "value", "key", "invert", "admin_state_up"],
    },
  },
  run: async ({ policy, ...args }, context) => {
    const policies = policy === undefined
      ? await allPolicies(context)
      : [await findOne(L7_POLICIES, policy, context)];
    return await answerList(rulesOf(policies), args, context);
  },
});

/** A rule, and the name of its policy. */
interface PolicyRule extends LoadBalancerL7Rule {
  readonly policy: string;
}

async function allPolicies(context: ToolContext): Promise<readonly LoadBalancerL7Policy[]> {
  const query = { ...await L7_POLICIES.query?.(context) };
  const found = await context.cloud.list(L7_POLICIES.list, { query });
  return found.flatMap((value) => L7_POLICIES.read(value) ?? []);
}

function rulesOf(policies: readonly LoadBalancerL7Policy[]): ListSpec<PolicyRule> {
  return {
    ...PART_SPEC,
    noun: ["l7 rule", "l7 rules"],
    place: placeOf(policies),
    list: listLoadBalancerL7Rules,
    gather: (context) => gatherRules(policies, context),
    // The name of its policy was read with it.
    read: () => undefined,
    columns: COLUMNS,
  };
}

function placeOf([first, ...others]: readonly LoadBalancerL7Policy[]): string {
  if (!first) return "where there is no policy";
  return others.length === 0 ? `in policy ${policyName(first)}` : `in ${others.length + 1} policies`;
}

async function gatherRules(
  policies: readonly LoadBalancerL7Policy[],
  context: ToolContext,
): Promise<Gathered<PolicyRule>> {
  const { values, unavailable } = await readOfEach(policies, {
    what: "rules",
    things: "policies",
    next: "Name a policy.",
    name: policyName,
    read: ({ id }) => context.cloud.list(listLoadBalancerL7Rules, { path: { policy_id: id } }),
  });
  return {
    items: policies.flatMap((policy) =>
      (values.get(policy) ?? []).flatMap((value) => readLoadBalancerL7Rule(value) ?? []).map((rule) => ({
        ...rule,
        policy: policyName(policy),
      }))
    ),
    unavailable,
  };
}

function policyName({ id, name }: LoadBalancerL7Policy): string {
  return name ?? id;
}

const COLUMNS: readonly Column<PolicyRule>[] = [
  { name: "policy", level: "basic", value: (rule) => rule.policy },
  { name: "type", level: "basic", value: (rule) => rule.type, fold: "upper" },
  { name: "compare_type", level: "basic", value: (rule) => rule.compareType, fold: "upper" },
  { name: "key", level: "basic", value: (rule) => rule.key },
  { name: "value", level: "basic", value: (rule) => rule.value },
  { name: "invert", level: "basic", value: (rule) => rule.invert, usual: false },
  ...[...STATE_COLUMNS, ...COMMON_COLUMNS].filter(({ name }) => name !== "name" && name !== "description"),
];
