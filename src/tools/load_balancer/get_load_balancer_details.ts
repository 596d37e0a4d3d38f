import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import {
  listLoadBalancerL7Policies,
  listLoadBalancerMembers,
  showLoadBalancerStatus,
} from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancer,
  type LoadBalancerL7Policy,
  type LoadBalancerListener,
  type LoadBalancerPool,
  type LoadBalancerTree,
  readLoadBalancerL7Policy,
  readLoadBalancerMember,
  readLoadBalancerTree,
} from "../../openstack/load_balancer/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { objectOf } from "../list_table.ts";
import { type Parts, readParts } from "../parts.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { BALANCER_CHANGES, LOAD_BALANCERS } from "./balancers.ts";
import { type BalancerParts, describeTree, type Members } from "./describe_tree.ts";
import { L7_POLICY_OPERATIONS } from "./l7_policies.ts";
import { LISTENERS } from "./listeners.ts";
import { MEMBER_SERVER_OPERATIONS, memberServers } from "./member_servers.ts";
import { ownQuery } from "../network/references.ts";
import { MOST_READ } from "./parts_of_each.ts";
import { POOLS, readMonitors } from "./pools.ts";

/** A load balancer with everything below it. */
export const getLoadBalancerDetails = tool({
  name: "get_load_balancer_details",
  toolset: "load_balancer",
  title: "Load balancer in full",
  description:
    "Status tree of a load balancer: problems, VIP, listeners, pools, health monitors, members with their servers, L7 policies; what fails comes first.",
  input: z.strictObject({ load_balancer: z.string().min(1).max(255).describe("name or id") }),
  operations: [
    ...L7_POLICY_OPERATIONS,
    ...MEMBER_SERVER_OPERATIONS,
    showLoadBalancerStatus,
    listLoadBalancerMembers,
  ],
  essential: [showLoadBalancerStatus],
  aliases: { get_load_balancer_status: {} },
  compat: {
    lb_name_or_id: renamed("load_balancer"),
    name: renamed("load_balancer"),
    names: (value) => ({ load_balancer: Array.isArray(value) && value.length === 1 ? value[0] : value }),
  },
  readsOf: {
    set_load_balancer: {
      actions: { status: {} },
      compat: { lb_name_or_id: renamed("load_balancer") },
      ignored: BALANCER_CHANGES,
    },
  },
  run: async ({ load_balancer }, context) => {
    const balancer = await findOne(LOAD_BALANCERS, load_balancer, context);
    const tree = await readTree(balancer, context);
    const [head, { parts, unavailable }] = await Promise.all([
      describeHead(balancer, context),
      readBelow(balancer, tree, context),
    ]);
    const failed = [...head.unavailable, ...unavailable];
    return {
      scope: await scopeText(context),
      load_balancer: { ...head.shown, ...describeTree(tree, parts, context.answerTokens) },
      ...(failed.length > 0 ? { unavailable: failed } : {}),
    };
  },
});

async function readTree({ id }: LoadBalancer, context: ToolContext): Promise<LoadBalancerTree> {
  const { body } = await context.cloud.send(showLoadBalancerStatus, { path: { loadbalancer_id: id } });
  const tree = readLoadBalancerTree(body);
  if (tree) return tree;
  throw new OpenStackError({
    what: "read the status tree",
    service: showLoadBalancerStatus.service,
    operation: showLoadBalancerStatus.id,
    reason: "unexpected answer",
    detail: "the answer does not hold the tree",
  });
}

/** Members that the tables below it show, or that say nothing here. */
const NOT_SHOWN = new Set(["listeners", "vip_port_id"]);

async function describeHead(
  balancer: LoadBalancer,
  context: ToolContext,
): Promise<{ shown: ToolAnswer; unavailable: readonly Readonly<Record<string, unknown>>[] }> {
  const columns = LOAD_BALANCERS.columns.filter(({ name, level }) =>
    level !== "extra" && !NOT_SHOWN.has(name)
  );
  const wanted = new Set(columns.map(({ name }) => name));
  const join = await LOAD_BALANCERS.join?.([balancer], (name) => wanted.has(name), context);
  const missing = new Set(join?.missing);
  return {
    shown: objectOf(columns.filter(({ name }) => !missing.has(name)), balancer, join?.joined),
    unavailable: join?.unavailable ?? [],
  };
}

/** What the tree does not say: protocols, ports, algorithms, weights, checks, servers, policies. */
async function readBelow(
  balancer: LoadBalancer,
  tree: LoadBalancerTree,
  context: ToolContext,
): Promise<{ parts: BalancerParts; unavailable: readonly Readonly<Record<string, unknown>>[] }> {
  const query = { ...await ownQuery(context), loadbalancer_id: balancer.id };
  const inTree = tree.listeners.flatMap(({ pools }) => pools);
  const places = inTree.flatMap(({ members }) => members);
  const [listeners, pools] = await Promise.all([
    readList<LoadBalancerListener>("listeners", LISTENERS, query, context),
    readList<LoadBalancerPool>("pools", POOLS, query, context),
  ]);
  const all = pools.joined ?? inTree;
  const hasMonitor = inTree.some(({ healthMonitor }) => healthMonitor) ||
    pools.joined?.some(({ healthMonitorId }) => healthMonitorId !== undefined);
  const hasPolicies = listeners.joined?.some(({ l7PolicyIds }) => l7PolicyIds?.length !== 0);
  const [members, monitors, policies] = await Promise.all([
    readMembers(all, context),
    hasMonitor ? readMonitors(all, context) : undefined,
    hasPolicies ? readPolicies(listeners.joined ?? [], context) : undefined,
  ]);
  const listed = [...members.values.values()].flat();
  const servers = await memberServers(listed.length > 0 ? listed : places, context);
  return {
    parts: {
      listeners: listeners.joined,
      pools: pools.joined,
      members: members.values,
      monitors: monitors?.joined,
      policies: policies?.joined,
      serverAt: servers.joined,
    },
    unavailable: [listeners, pools, members, monitors, policies, servers].flatMap((part) =>
      part?.unavailable ?? []
    ),
  };
}

async function readList<Item>(
  what: string,
  spec: Pick<ListSpec<Item, unknown>, "list" | "read">,
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<Join<readonly Item[] | undefined>> {
  try {
    const found = await context.cloud.list(spec.list, { query });
    return { joined: found.flatMap((value) => spec.read(value) ?? []) };
  } catch (error) {
    return { joined: undefined, unavailable: [unavailablePart(`details of ${what}`, error)] };
  }
}

async function readMembers(
  pools: readonly { readonly id: string; readonly name: string | undefined }[],
  context: ToolContext,
): Promise<Parts<string, Members>> {
  const names = new Map(pools.map(({ id, name }) => [id, name ?? id]));
  const ids = [...names.keys()];
  const { values, unavailable } = await readParts(ids.slice(0, MOST_READ), {
    what: "details of members",
    name: (id) => `pool ${names.get(id) ?? id}`,
    read: async (id) => {
      const found = await context.cloud.list(listLoadBalancerMembers, { path: { pool_id: id } });
      return found.flatMap((value) => readLoadBalancerMember(value) ?? []);
    },
  });
  const left = ids.length - MOST_READ;
  const beyond = {
    what: `details of members of ${left} more pools`,
    reason: "refused by policy",
    detail: `one answer reads the members of ${MOST_READ} pools at most`,
    next: "get_load_balancer_pool_members reads those of a named pool.",
  };
  return { values, unavailable: left > 0 ? [...unavailable, beyond] : unavailable };
}

/** Octavia filters by one listener at most: those of the project are read. */
async function readPolicies(
  listeners: readonly LoadBalancerListener[],
  context: ToolContext,
): Promise<Join<readonly LoadBalancerL7Policy[] | undefined>> {
  const ids = new Set(listeners.map(({ id }) => id));
  const spec = { list: listLoadBalancerL7Policies, read: readLoadBalancerL7Policy };
  const { joined, ...rest } = await readList("L7 policies", spec, await ownQuery(context), context);
  return {
    ...rest,
    joined: joined?.filter(({ listenerId }) => listenerId !== undefined && ids.has(listenerId)),
  };
}
