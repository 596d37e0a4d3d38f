/** What Octavia says of what balances loads for it: its providers, and the amphorae of one of them.
 *
 * @module
 */
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listAmphorae, listLoadBalancerProviders } from "../../openstack/load_balancer/operations.ts";
import { type Amphora, readAmphora, readLoadBalancerProvider } from "../../openstack/load_balancer/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { table } from "../list_table.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";

/** The operations that {@linkcode readBalancing} sends. */
export const BALANCING_OPERATIONS = [listLoadBalancerProviders, listAmphorae];

/** Statuses of an amphora that does its work, or waits for some. */
const WELL: ReadonlySet<string | undefined> = new Set(["ALLOCATED", "READY"]);

/** Amphorae that are not well, as far as they are listed. */
const MOST_LISTED = 10;

/** Members of the answer, and what could not be read. */
export interface Balancing {
  readonly members: ToolAnswer;
  readonly unavailable: readonly ToolAnswer[];
}

/** Reads both at once, if there is an Octavia.
 *
 * @param isAdmin Whether the login is told of amphorae at all.
 */
export async function readBalancing(isAdmin: boolean, context: ToolContext): Promise<Balancing> {
  const nothing: Read<Amphora> = {};
  const [providers, amphorae] = await Promise.all([
    listOf(listLoadBalancerProviders, "load balancer providers", readLoadBalancerProvider, context),
    isAdmin ? listOf(listAmphorae, "amphorae", readAmphora, context) : nothing,
  ]);
  return {
    members: {
      ...(providers.items ? { load_balancer_providers: providers.items.map(({ name }) => name) } : {}),
      ...(amphorae.items ? { amphorae: amphoraAnswer(amphorae.items) } : {}),
    },
    unavailable: [providers.unavailable, amphorae.unavailable].filter((part) => part !== undefined),
  };
}

interface Read<T> {
  readonly items?: readonly T[];
  readonly unavailable?: ToolAnswer;
}

async function listOf<T>(
  operation: Operation,
  what: string,
  read: (value: unknown) => T | undefined,
  context: ToolContext,
): Promise<Read<T>> {
  try {
    return { items: (await context.cloud.list(operation)).flatMap((value) => read(value) ?? []) };
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not deployed") return {};
    return { unavailable: unavailablePart(what, error) };
  }
}

function amphoraAnswer(amphorae: readonly Amphora[]): ToolAnswer {
  const states = Map.groupBy(amphorae, ({ status = "unknown" }) => status);
  const unwell = amphorae.filter(({ status }) => !WELL.has(status));
  const listed = unwell.slice(0, MOST_LISTED);
  return {
    total: amphorae.length,
    ...Object.fromEntries([...states].map(([status, members]) => [status, members.length])),
    ...(listed.length === 0 ? {} : {
      not_well: table(
        ["status", "role", "load_balancer_id", "server_id", "id"].map((name) => ({ name })),
        listed.map((amphora) => [
          amphora.status ?? "unknown",
          amphora.role ?? "",
          amphora.loadBalancerId ?? "",
          amphora.serverId ?? "",
          amphora.id,
        ]),
      ),
      ...(unwell.length > listed.length
        ? { left_out: `${unwell.length - listed.length} more not well` }
        : {}),
    }),
  };
}
