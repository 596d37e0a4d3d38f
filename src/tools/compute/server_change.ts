/** Changes of servers that exist: their plan, what is sent, and how their end is known.
 *
 * @module
 */
import type { Change, Observation, Plan, Sent, Target } from "../../gate/mod.ts";
import { listFlavors, showServer, showServerAction } from "../../openstack/compute/operations.ts";
import {
  readFlavor,
  readServer,
  readServerAction,
  type Server,
  type ServerAction,
} from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { Operation } from "../../openstack/operation.ts";
import { wire } from "../../openstack/read.ts";
import { truncateText } from "../../text/sanitize.ts";
import { findTargets, type TargetArguments } from "../list_targets.ts";
import { scopeText } from "../scope.ts";
import type { ToolContext } from "../tool.ts";
import { SERVER_ACTIONS, type ServerAction as Action, type ServerActionName } from "./server_actions.ts";
import { IMPACT_OPERATIONS, readImpact } from "./server_impact.ts";
import { type ActionArguments, ORDER_OPERATIONS, type ServerOrder } from "./server_orders.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

/** Arguments of a change of servers. */
export type ServerChangeArguments =
  & Change["args"]
  & TargetArguments
  & ActionArguments
  & {
    /** Parts of names, as older tools filtered. */
    readonly _flavor_contains?: string | undefined;
    readonly _image_contains?: string | undefined;
  };

/** The operations that changing servers may need. */
export const SERVER_CHANGE_OPERATIONS: readonly Operation[] = [
  ...SERVER_OPERATIONS,
  showServerAction,
  ...ORDER_OPERATIONS,
  ...IMPACT_OPERATIONS,
  ...Object.values(SERVER_ACTIONS).map(({ operation }) => operation),
];

/** The change that an action on the chosen servers is. */
export function serverChange(
  name: ServerActionName,
  args: ServerChangeArguments,
  context: ToolContext,
): Change {
  const action = SERVER_ACTIONS[name];
  return {
    action: name,
    things: "servers",
    operations: [action.operation],
    isSearched: args.names === undefined,
    args,
    scope: () => scopeText(context),
    plan: () => planAction(action, args, context),
  };
}

async function planAction(action: Action, args: ServerChangeArguments, context: ToolContext): Promise<Plan> {
  const prepared = await action.prepare?.(args, context);
  const servers = await findServers(args, context);
  const order = { ...action, ...prepared };
  const planned = servers.map((server) => ({ server, target: targetOf(server, order, context) }));
  const touched = planned.filter(({ target }) => target.refused === undefined && !target.unchanged);
  const impact = await readImpact(touched.map(({ server }) => server), order, context);
  return {
    targets: planned.map(({ target }) => target),
    warnings: [...order.warnings ?? [], ...impact.warnings],
    unavailable: impact.unavailable,
  };
}

/** Names that are looked up one by one, at two requests each; more are looked for in one reading of the list. */
const FEW_NAMES = 3;

const { show: _show, references: _references, byName: _byName, byPart: _byPart, ...LISTED_SERVERS } = SERVERS;

/** The servers that fit every condition of a call, older tools' parts of flavors and images among them.
 *
 * @throws {OpenStackError} If nothing was named, a name does not exist or is ambiguous, or something cannot be read.
 */
export async function findServers(
  args: ServerChangeArguments,
  context: ToolContext,
): Promise<readonly Server[]> {
  const { names, filters, name_contains, _flavor_contains, _image_contains } = args;
  const named = names?.flatMap((name) => name.split(",")) ?? [];
  const isByParts = _flavor_contains !== undefined || _image_contains !== undefined;
  const servers = await findTargets(isByParts || named.length > FEW_NAMES ? LISTED_SERVERS : SERVERS, {
    names,
    filters,
    // A part that every name has: these conditions choose among all servers.
    name_contains: name_contains ?? (isByParts ? "" : undefined),
  }, context);
  return isByParts ? await bearing(servers, args, context) : servers;
}

/** Those whose flavor and image have a name with the given parts. */
async function bearing(
  servers: readonly Server[],
  { _flavor_contains: flavor = "", _image_contains: image = "" }: ServerChangeArguments,
  context: ToolContext,
): Promise<readonly Server[]> {
  const joined = await SERVERS.join?.(servers, (column) => column === "image" && image !== "", context);
  const [unread] = joined?.unavailable ?? [];
  if (unread) {
    throw new OpenStackError({
      what: "choose servers by image",
      reason: "unavailable",
      detail: `the names of images could not be read: ${String(unread["detail"])}`,
    });
  }
  const isUnnamed = flavor !== "" && servers.some((server) => server.flavor?.name === undefined);
  const flavors = isUnnamed ? await flavorNames(context) : new Map<string, string>();
  const has = (name: string | undefined, part: string) =>
    part === "" || name?.toLowerCase().includes(part.toLowerCase());
  return servers.filter((server) =>
    has(server.flavor?.name ?? flavors.get(server.flavor?.id ?? ""), flavor) &&
    has(joined?.joined.images.get(server.image?.id ?? ""), image)
  );
}

/** Names by id: until 2.46 a server has the id of its flavor alone. */
async function flavorNames(context: ToolContext): Promise<ReadonlyMap<string, string>> {
  const values = await context.cloud.list(listFlavors, { query: { is_public: "None" } });
  return new Map(values.flatMap((value) => {
    const flavor = readFlavor(value);
    return flavor?.name === undefined ? [] : [[flavor.id, flavor.name] as const];
  }));
}

function targetOf(server: Server, order: Action, context: ToolContext): Target {
  const { status, taskState, locked, lockedReason, flavor, volumes, projectId } = server;
  return {
    name: server.name ?? server.id,
    id: server.id,
    owner: { kind: "project", ...(projectId === undefined ? {} : { id: projectId }) },
    now: stateText(server),
    will: order.will ?? order.to.join(" or "),
    // The body has the ids that names of images and flavors stand for now.
    state: { status, taskState, locked, lockedReason, flavor, volumes, body: order.body },
    ...judged(server, order),
    apply: async (send) => {
      const path = { server_id: server.id };
      const answer = await send(
        order.operation,
        order.body === undefined ? { path } : { path, body: order.body },
      );
      return {
        ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
        ...order.read?.(server, answer),
      };
    },
    observe: (sent) => observe(server, order, sent, context),
  };
}

function stateText({ status = "UNKNOWN", taskState, locked }: Server): string {
  return `${status}${taskState === undefined ? "" : ` (${taskState})`}${locked ? ", locked" : ""}`;
}

/** Whether anything is to be sent for a server. */
function judged(server: Server, order: Action): Pick<Target, "refused" | "unchanged"> {
  const { status = "UNKNOWN", taskState } = server;
  const isFree = taskState === undefined || order.during?.(taskState) === true;
  if (isFree && order.isDone?.(server)) return { unchanged: true };
  if (taskState === undefined && order.already?.includes(status)) return { unchanged: true };
  const refused = isFree ? refusalOf(server, order) : `it is busy: ${taskState}`;
  return refused === undefined ? {} : { refused };
}

/** Why it would be refused, by Nova or by the lock: Nova itself lets administrators through one. */
function refusalOf(server: Server, { from, mindsNoLock, refuses }: ServerOrder): string | undefined {
  const { status = "UNKNOWN", locked, lockedReason, partial, launchedAt } = server;
  if (partial) return "its cell does not answer, so that its state is not known";
  if (locked && !mindsNoLock) {
    return `it is locked${lockedReason ? ` (${lockedReason})` : ""}: unlock it first`;
  }
  if (from && !from.includes(status)) return `it is ${status}; this needs ${from.join(" or ")}`;
  if (from && status === "ERROR" && launchedAt === undefined) return "it failed before it ever ran";
  return refuses?.(server);
}

/** Reads a server back. It has settled when nothing is being done with it and either its state is a new one, or the
 * record of what was done says how that ended. */
async function observe(
  before: Server,
  order: Action,
  sent: Sent | undefined,
  context: ToolContext,
): Promise<Observation> {
  const seen = await order.observe?.(before, context);
  if (seen) {
    return seen.settled === "failed" ? { ...seen, ...await whyFailed(before.id, sent, context) } : seen;
  }
  const server = await shown(before.id, context);
  if (!server) {
    return order.removes
      ? { settled: "done", after: "deleted" }
      : { settled: "failed", after: "gone", reason: "the server is not there any more" };
  }
  const after = stateText(server);
  const { status = "UNKNOWN", taskState } = server;
  if (order.isDone?.(server)) return { settled: "done", after };
  if (taskState !== undefined) return { after };
  if (order.to.includes(status) && !order.to.includes(before.status ?? "")) return { settled: "done", after };
  if (status === "ERROR" && before.status !== "ERROR") {
    return {
      settled: "failed",
      after,
      reason: faultOf(server),
      ...await whyFailed(server.id, sent, context),
    };
  }
  return { after, ...await recorded(server, order, sent, context) };
}

async function shown(id: string, context: ToolContext): Promise<Server | undefined> {
  try {
    const answer = await context.cloud.send(showServer, { path: { server_id: id } });
    const server = readServer(wire(answer.body)["server"]);
    if (server) return server;
    throw new OpenStackError({ what: `read server ${id}`, reason: "unexpected answer" });
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return undefined;
    throw error;
  }
}

/** How an action ended that leads to where it began, or did not lead to where it should. */
async function recorded(
  server: Server,
  order: Action,
  sent: Sent | undefined,
  context: ToolContext,
): Promise<Partial<Observation>> {
  if (sent === undefined) return {};
  if (sent.requestId === undefined) return { reason: "the answer had no request id to find its record by" };
  const record = await readRecord(server.id, sent.requestId, context);
  if (!record || !isFinished(record)) return {};
  if (record.message !== undefined) {
    return { settled: "failed", reason: failureOf(record) ?? faultOf(server) };
  }
  const { status = "UNKNOWN" } = server;
  if (order.to.includes(status)) return { settled: "done" };
  return status === "ERROR" ? { settled: "failed", reason: faultOf(server) } : {};
}

/** Undefined until Nova has written it. */
async function readRecord(
  id: string,
  requestId: string,
  context: ToolContext,
): Promise<ServerAction | undefined> {
  try {
    const answer = await context.cloud.send(showServerAction, {
      path: { server_id: id, request_id: requestId },
    });
    return readServerAction(wire(answer.body)["instanceAction"]);
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return undefined;
    throw error;
  }
}

/** Before 2.51 its owner is not told of the steps; then the server's state alone says that they are over. */
function isFinished({ message, events }: ServerAction): boolean {
  if (message !== undefined || events === undefined) return true;
  return events.length > 0 && events.every(({ finishTime }) => finishTime !== undefined);
}

/** Characters of an error; the whole stands in Nova. */
const LONGEST_ERROR = 400;

/** Why an action failed, as far as its record says. By default policy only administrators are told details. */
function failureOf({ events = [] }: ServerAction): string | undefined {
  const failed = events.filter(({ result }) => result === "Error");
  const details = failed.find((event) => event.details !== undefined)?.details;
  if (details !== undefined) return truncateText(details, LONGEST_ERROR);
  const step = failed.at(0)?.event;
  return step === undefined ? undefined : `the step ${step} failed; Nova tells no reason to this login`;
}

function faultOf({ fault }: Server): string {
  if (fault?.message === undefined) return "Nova tells no reason";
  return truncateText(fault.message, LONGEST_ERROR);
}

/** The reason that the record of an action has; nothing where it has none, for the failure is known in any case. */
async function whyFailed(
  id: string,
  sent: Sent | undefined,
  context: ToolContext,
): Promise<{ reason?: string }> {
  if (sent?.requestId === undefined) return {};
  try {
    const record = await readRecord(id, sent.requestId, context);
    const reason = record && failureOf(record);
    return reason === undefined ? {} : { reason };
  } catch (error) {
    if (error instanceof OpenStackError) return {};
    throw error;
  }
}
