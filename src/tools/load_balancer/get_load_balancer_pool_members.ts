import * as z from "zod";
import { listLoadBalancerMembers } from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancerMember,
  type LoadBalancerPool,
  readLoadBalancerMember,
} from "../../openstack/load_balancer/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, referenceArgument, renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { Column, Gathered, ListSpec } from "../list_spec.ts";
import { UNKNOWN } from "../parts.ts";
import { type ReadsOf, tool, type ToolContext } from "../tool.ts";
import { LOAD_BALANCERS } from "./balancers.ts";
import { MEMBER_SERVER_OPERATIONS, memberServers, type ServerAt } from "./member_servers.ts";
import { COMMON_COLUMNS, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { readOfEach } from "./parts_of_each.ts";
import { POOL_OPERATIONS, POOLS } from "./pools.ts";

const MEMBER_READS: ReadsOf = {
  actions: { list: {}, show: { detail: "full" } },
  compat: { pool_name_or_id: renamed("pool"), member_id: renamed("names") },
  ignored: [
    "name",
    "address",
    "protocol_port",
    "weight",
    "admin_state_up",
    "backup",
    "monitor_address",
    "monitor_port",
  ],
};

/** Members of a pool, of the pools of a load balancer, or of all pools. */
export const getLoadBalancerPoolMembers = tool({
  name: "get_load_balancer_pool_members",
  toolset: "load_balancer",
  title: "Members of pools",
  description: "Members of a pool or load_balancer: address, port, weight, status, server.",
  input: z.strictObject({ pool: referenceArgument, load_balancer: referenceArgument, ...LIST_ARGUMENTS }),
  operations: [...POOL_OPERATIONS, ...MEMBER_SERVER_OPERATIONS, listLoadBalancerMembers],
  essential: [listLoadBalancerMembers],
  aliases: { get_load_balancer_members: {} },
  compat: {
    ...LIST_COMPAT,
    pool_name_or_id: renamed("pool"),
    lb_name_or_id: renamed("load_balancer"),
    member_id: renamed("names"),
  },
  readsOf: { set_load_balancer_pool_member: MEMBER_READS, set_load_balancer_member: MEMBER_READS },
  run: async ({ pool, load_balancer, ...args }, context) => {
    const pools = await poolsOf(pool, load_balancer, context);
    return await answerList(membersOf(pools), args, context);
  },
});

/** A member, and the name of its pool. */
interface PoolMember extends LoadBalancerMember {
  readonly pool: string;
}

/** The servers behind members; undefined if they could not be read. */
interface Servers {
  readonly at: ServerAt | undefined;
}

async function poolsOf(
  pool: string | undefined,
  balancer: string | undefined,
  context: ToolContext,
): Promise<readonly LoadBalancerPool[]> {
  const within = balancer === undefined ? undefined : await findOne(LOAD_BALANCERS, balancer, context);
  const isWithin = ({ loadBalancerIds }: LoadBalancerPool) =>
    within === undefined || (loadBalancerIds?.includes(within.id) ?? false);
  if (pool !== undefined) {
    const found = await findOne(POOLS, pool, context);
    return [found].filter(isWithin);
  }
  const query = {
    ...await POOLS.query?.(context),
    ...(within ? { loadbalancer_id: within.id } : {}),
  };
  const found = await context.cloud.list(POOLS.list, { query });
  return found.flatMap((value) => POOLS.read(value) ?? []).filter(isWithin);
}

function membersOf(pools: readonly LoadBalancerPool[]): ListSpec<PoolMember, Servers> {
  return {
    ...PART_SPEC,
    noun: ["member", "members"],
    place: placeOf(pools),
    list: listLoadBalancerMembers,
    gather: (context) => gatherMembers(pools, context),
    // Its pool's name was read with it.
    read: () => undefined,
    columns: COLUMNS,
    join: async (members, wants, context) => {
      if (!wants("server")) return { joined: { at: undefined } };
      const { joined, unavailable = [] } = await memberServers(members, context);
      return { joined: { at: joined }, unavailable };
    },
  };
}

function placeOf([first, ...others]: readonly LoadBalancerPool[]): string {
  if (!first) return "where there is no pool";
  return others.length === 0 ? `in pool ${poolName(first)}` : `in ${others.length + 1} pools`;
}

async function gatherMembers(
  pools: readonly LoadBalancerPool[],
  context: ToolContext,
): Promise<Gathered<PoolMember>> {
  const { values, unavailable } = await readOfEach(pools, {
    what: "members",
    things: "pools",
    next: "Name a pool.",
    name: poolName,
    read: ({ id }) => context.cloud.list(listLoadBalancerMembers, { path: { pool_id: id } }),
  });
  return {
    items: pools.flatMap((pool) =>
      (values.get(pool) ?? []).flatMap((value) => readLoadBalancerMember(value) ?? []).map((member) => ({
        ...member,
        pool: poolName(pool),
      }))
    ),
    unavailable,
  };
}

function poolName({ id, name }: LoadBalancerPool): string {
  return name ?? id;
}

const COLUMNS: readonly Column<PoolMember, Servers>[] = [
  ...STATE_COLUMNS,
  { name: "address", level: "basic", value: (member) => member.address },
  { name: "port", level: "basic", value: (member) => member.protocolPort },
  {
    name: "server",
    level: "basic",
    joined: true,
    value: (member, servers) => servers && (servers.at ? servers.at(member) : UNKNOWN),
  },
  { name: "pool", level: "basic", value: (member) => member.pool },
  { name: "weight", level: "detailed", value: (member) => member.weight, usual: 1 },
  { name: "backup", level: "detailed", value: (member) => member.backup, usual: false },
  { name: "subnet_id", level: "full", value: (member) => member.subnetId },
  { name: "monitor_address", level: "full", value: (member) => member.monitorAddress },
  { name: "monitor_port", level: "full", value: (member) => member.monitorPort },
  ...COMMON_COLUMNS,
];
