import * as z from "zod";
import {
  showLoadBalancerListenerStats,
  showLoadBalancerStats,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerStats, readLoadBalancerStats } from "../../openstack/load_balancer/types.ts";
import { member } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { Gathered, ListSpec } from "../list_spec.ts";
import { tool, type ToolContext } from "../tool.ts";
import { BALANCER_CHANGES, LOAD_BALANCERS } from "./balancers.ts";
import { LISTENER_CHANGES, LISTENER_OPERATIONS, LISTENERS } from "./listeners.ts";
import { readOfEach } from "./parts_of_each.ts";
import { STATS_FIELDS } from "./stats.ts";

/** Counters of load balancers and their listeners. */
export const getLoadBalancerStats = tool({
  name: "get_load_balancer_stats",
  toolset: "load_balancer",
  title: "Load balancer statistics",
  description:
    "Connections, bytes and request errors of a load_balancer with its listeners, of one listener, or of all load balancers.",
  input: z.strictObject({ load_balancer: referenceArgument, listener: referenceArgument }),
  operations: [...LISTENER_OPERATIONS, showLoadBalancerStats, showLoadBalancerListenerStats],
  essential: [showLoadBalancerStats],
  compat: { lb_name_or_id: renamed("load_balancer"), listener_name_or_id: renamed("listener") },
  readsOf: {
    set_load_balancer: {
      actions: { stats: {} },
      compat: { lb_name_or_id: renamed("load_balancer") },
      ignored: BALANCER_CHANGES,
    },
    set_load_balancer_listener: {
      actions: { stats: {} },
      compat: { listener_name_or_id: renamed("listener"), lb_name_or_id: renamed("load_balancer") },
      ignored: LISTENER_CHANGES,
    },
  },
  run: async ({ load_balancer, listener }, context) => {
    const counted = await countedThings(load_balancer, listener, context);
    return await answerList(countersOf(counted), {}, context);
  },
});

/** What has counters. */
interface Counted {
  readonly kind: "load balancer" | "listener";
  readonly id: string;
  readonly name: string | undefined;
}

interface Counters extends Counted {
  readonly stats: LoadBalancerStats;
}

async function countedThings(
  balancer: string | undefined,
  listener: string | undefined,
  context: ToolContext,
): Promise<readonly Counted[]> {
  if (listener !== undefined) {
    return [{ kind: "listener", ...nameAndId(await findOne(LISTENERS, listener, context)) }];
  }
  const query = await LOAD_BALANCERS.query?.(context);
  if (balancer === undefined) {
    const found = await context.cloud.list(LOAD_BALANCERS.list, query ? { query } : {});
    return found.flatMap((value) => LOAD_BALANCERS.read(value) ?? []).map((one) => ({
      kind: "load balancer",
      ...nameAndId(one),
    }));
  }
  const one = await findOne(LOAD_BALANCERS, balancer, context);
  const found = await context.cloud.list(LISTENERS.list, { query: { ...query, loadbalancer_id: one.id } });
  return [
    { kind: "load balancer", ...nameAndId(one) },
    ...found.flatMap((value) => LISTENERS.read(value) ?? []).map((each): Counted => ({
      kind: "listener",
      ...nameAndId(each),
    })),
  ];
}

function nameAndId({ id, name }: { readonly id: string; readonly name: string | undefined }) {
  return { id, name };
}

function countersOf(things: readonly Counted[]): ListSpec<Counters> {
  return {
    noun: ["load balancer", "load balancers"],
    list: LOAD_BALANCERS.list,
    gather: (context) => gatherCounters(things, context),
    read: () => undefined,
    id: ({ id }) => id,
    name: ({ name }) => name,
    columns: [
      { name: "name", level: "basic", value: ({ name }) => name },
      { name: "kind", level: "basic", value: ({ kind }) => kind },
      ...STATS_FIELDS.map(([name, value]): ListSpec<Counters>["columns"][number] => ({
        name,
        level: "basic",
        value: ({ stats }) => value(stats),
      })),
      { name: "id", level: "basic", value: ({ id }) => id },
    ],
  };
}

async function gatherCounters(things: readonly Counted[], context: ToolContext): Promise<Gathered<Counters>> {
  const { values, unavailable } = await readOfEach(things, {
    what: "statistics",
    things: "load balancers and listeners",
    next: "Name a load balancer or a listener.",
    name: ({ kind, name, id }) => `${kind} ${name ?? id}`,
    read: (thing) => readCounters(thing, context),
  });
  return {
    items: things.flatMap((thing) => {
      const stats = values.get(thing);
      return stats ? [{ ...thing, stats }] : [];
    }),
    unavailable,
  };
}

async function readCounters(
  { kind, id }: Counted,
  context: ToolContext,
): Promise<LoadBalancerStats | undefined> {
  const { body } = kind === "listener"
    ? await context.cloud.send(showLoadBalancerListenerStats, { path: { listener_id: id } })
    : await context.cloud.send(showLoadBalancerStats, { path: { loadbalancer_id: id } });
  return readLoadBalancerStats(member(body, "stats"));
}
