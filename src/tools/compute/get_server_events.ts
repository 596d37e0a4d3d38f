import * as z from "zod";
import { listServerActions, showServerAction } from "../../openstack/compute/operations.ts";
import {
  readServerAction,
  type ServerAction,
  type ServerActionEvent,
} from "../../openstack/compute/types.ts";
import { listUsers } from "../../openstack/identity/operations.ts";
import { wire } from "../../openstack/read.ts";
import { fence, truncateText } from "../../text/sanitize.ts";
import { age, parseTime, toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { PART_ARGUMENTS } from "../list_arguments.ts";
import { nameOf, type Names, userNames } from "../names.ts";
import { ofPart, readParts } from "../parts.ts";
import { tool, type ToolContext } from "../tool.ts";
import {
  aboutServer,
  findServerTrace,
  SERVER_ARGUMENT,
  SERVER_COMPAT,
  type ServerReference,
} from "./server_argument.ts";
import { SERVER_OPERATIONS } from "./servers.ts";

/** Actions whose events one answer reads: each costs a request, for Nova lists actions without their events. */
const MOST_ACTIONS = 50;
/** Actions of an answer that did not say how many. */
const USUAL_ACTIONS = 20;
/** Characters of a traceback; its end says what happened. */
const LONGEST_TRACEBACK = 1500;

/** What was done with a server, and how it went. */
export const getServerEvents = tool({
  name: "get_server_events",
  toolset: "compute",
  title: "Server events",
  description:
    "What was done with a server, newest first: actions with their steps, duration, result, error, request id. Knows deleted servers by id.",
  input: z.strictObject({ server: SERVER_ARGUMENT, ...PART_ARGUMENTS }),
  operations: [...SERVER_OPERATIONS, listServerActions, showServerAction, listUsers],
  essential: [listServerActions],
  compat: SERVER_COMPAT,
  run: async ({ server: reference, ...args }, context) => {
    const server = await findServerTrace(reference, context);
    return aboutServer(await answerList(actionsOf(server, args.detail === "full"), args, context), server);
  },
});

/** What is read beside the list of actions. */
interface ActionJoin {
  /** The actions as they are shown one by one, with their events. */
  readonly shown: ReadonlyMap<ServerAction, ServerAction>;
  /** Names of those who asked for them. */
  readonly users: Names;
}

/** Columns that only a shown action has. */
const EVENT_COLUMNS = ["duration", "result", "error", "events"];

function actionsOf(server: ServerReference, inFull: boolean): ListSpec<ServerAction, ActionJoin> {
  return {
    noun: ["action", "actions"],
    place: "on record for this server",
    list: listServerActions,
    path: { server_id: server.id },
    read: readServerAction,
    id: (action) => action.requestId,
    name: (action) => action.action,
    owner: (action) => action.projectId,
    columns: inFull ? [...COLUMNS, FULL_EVENTS] : [...COLUMNS, BRIEF_EVENTS],
    usualRows: USUAL_ACTIONS,
    costly: { columns: EVENT_COLUMNS, rows: MOST_ACTIONS },
    join: (actions, wants, context) => readEvents(server, actions, wants, context),
  };
}

const COLUMNS: readonly Column<ServerAction, ActionJoin>[] = [
  { name: "action", level: "basic", value: (action) => action.action },
  { name: "started", level: "basic", value: (action) => toUtc(action.startTime) },
  // The list alone says of a failed action that it failed, and of any other nothing.
  { name: "failed", level: "basic", value: (action) => action.message === "Error" ? true : undefined },
  { name: "updated", level: "full", value: (action) => toUtc(action.updatedAt) },
  { name: "duration", level: "detailed", joined: true, value: shown(durationOf) },
  { name: "result", level: "detailed", joined: true, value: shown(resultOf) },
  // Few actions have one; that it is not known, the result says.
  {
    name: "error",
    level: "detailed",
    joined: true,
    value: (action, joined) => errorOf(joined?.shown.get(action)),
  },
  { name: "request_id", level: "basic", value: (action) => action.requestId },
  {
    name: "user",
    level: "full",
    joined: true,
    value: (action, joined) => nameOf(joined?.users, action.userId),
  },
  { name: "user_id", level: "extra", value: (action) => action.userId },
  { name: "project_id", level: "extra", value: (action) => action.projectId },
];

const BRIEF_EVENTS: Column<ServerAction, ActionJoin> = {
  name: "events",
  level: "detailed",
  joined: true,
  value: shown((events) => events.map(eventText)),
};

const FULL_EVENTS: Column<ServerAction, ActionJoin> = {
  ...BRIEF_EVENTS,
  level: "full",
  value: shown((events) => events.map(eventObject)),
};

/** A value made of an action's events, where they could be read. */
function shown(value: (events: readonly ServerActionEvent[], action: ServerAction) => unknown) {
  return (action: ServerAction, joined: ActionJoin | undefined) =>
    // Nova tells the latest step first.
    ofPart(joined?.shown, action, (found) => value(found.events?.toReversed() ?? [], found));
}

async function readEvents(
  server: ServerReference,
  actions: readonly ServerAction[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<ActionJoin>> {
  const inFull = EVENT_COLUMNS.some(wants);
  const [users, { values, unavailable }] = await Promise.all([
    userNames(wants("user") ? actions.map(({ userId }) => userId) : [], context),
    inFull ? readShown(server, actions, context) : { values: new Map(), unavailable: [] },
  ]);
  return {
    joined: { shown: values, users: users.joined },
    unavailable: [...unavailable, ...users.unavailable ?? []],
    missing: inFull && values.size === 0 ? EVENT_COLUMNS : [],
  };
}

function readShown(server: ServerReference, actions: readonly ServerAction[], context: ToolContext) {
  return readParts(actions, {
    what: "events",
    name: (action) => `${action.action} ${action.requestId}`,
    read: async ({ requestId }) => {
      const path = { server_id: server.id, request_id: requestId };
      const answer = await context.cloud.send(showServerAction, { path });
      const action = readServerAction(wire(answer.body)["instanceAction"]);
      return action?.events && action;
    },
  });
}

function durationOf(events: readonly ServerActionEvent[], action: ServerAction): string | undefined {
  const began = parseTime(action.startTime);
  const ends = events.map((event) => parseTime(event.finishTime));
  if (began === undefined || ends.length === 0) return undefined;
  const last = Math.max(...ends.map((end) => end ?? NaN));
  return Number.isNaN(last) ? undefined : age(last - began);
}

/** An action without events was only taken note of: how it went is not known. */
function resultOf(events: readonly ServerActionEvent[], action: ServerAction): string | undefined {
  if (action.message === "Error" || events.some((event) => event.result === "Error")) return "Error";
  if (events.some((event) => event.finishTime === undefined)) return "in progress";
  return events.findLast((event) => event.result !== undefined)?.result;
}

/** Why the latest step failed that did. */
function errorOf(action: ServerAction | undefined): unknown {
  const details = action?.events?.find((event) => event.details !== undefined)?.details;
  return details === undefined ? undefined : fence(details.trim());
}

/** `compute_suspend_instance Success 2s on cmp-01`. */
function eventText(event: ServerActionEvent): string {
  return [
    event.event,
    event.result ?? "in progress",
    durationBetween(event),
    event.host === undefined ? undefined : `on ${event.host}`,
  ].filter((part) => part !== undefined).join(" ");
}

function durationBetween({ startTime, finishTime }: ServerActionEvent): string | undefined {
  const [began, ended] = [parseTime(startTime), parseTime(finishTime)];
  return began === undefined || ended === undefined ? undefined : age(ended - began);
}

function eventObject(event: ServerActionEvent): Record<string, unknown> {
  const { traceback } = event;
  const members = {
    event: event.event,
    started: toUtc(event.startTime),
    finished: toUtc(event.finishTime),
    result: event.result ?? "in progress",
    host: event.host,
    traceback: traceback && fence(truncateText(traceback, LONGEST_TRACEBACK, { keep: "end" })),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
