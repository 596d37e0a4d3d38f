import * as z from "zod";
import { listStackEvents } from "../../openstack/orchestration/operations.ts";
import { readStackEvent, type Stack, type StackEvent } from "../../openstack/orchestration/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { PART_ARGUMENTS, referenceArgument, renamed } from "../list_arguments.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";
import {
  aboutStack,
  addressOfStack,
  failureOf,
  findStack,
  hasStatus,
  STACK_ARGUMENT,
  STACK_COMPAT,
  STACK_OPERATIONS,
} from "./stacks.ts";

/** Events of an answer that did not say how many. */
const USUAL_EVENTS = 30;

/** What happened to a stack and its resources. */
export const getStackEvents = tool({
  name: "get_stack_events",
  toolset: "orchestration",
  title: "Events of a stack",
  description: "Events of a Heat stack or one of its resources, newest first, with reasons of failures.",
  input: z.strictObject({ stack: STACK_ARGUMENT, resource: referenceArgument, ...PART_ARGUMENTS }),
  operations: [...STACK_OPERATIONS, listStackEvents],
  essential: [listStackEvents],
  compat: { ...STACK_COMPAT, resource_name: renamed("resource") },
  run: async ({ stack: reference, resource, ...args }, context) => {
    const stack = await findStack(reference, context);
    return aboutStack(await answerList(eventsOf(stack, resource), args, context), stack);
  },
});

const COLUMNS: readonly Column<StackEvent>[] = [
  { name: "time", level: "basic", value: (event) => toUtc(event.at) },
  { name: "resource", level: "basic", value: (event) => event.resourceName, filter: "resource_name" },
  {
    name: "status",
    level: "basic",
    value: (event) => event.status,
    resolve: (wanted) => Promise.resolve(hasStatus(wanted)),
  },
  { name: "reason", level: "basic", value: failureOf },
  { name: "physical_id", level: "full", value: (event) => event.physicalId },
  { name: "id", level: "full", value: (event) => event.id },
];

function eventsOf(stack: Stack, resource: string | undefined): ListSpec<StackEvent> {
  return {
    noun: ["event", "events"],
    place: resource === undefined ? "on record for this stack" : `on record for resource ${resource}`,
    list: listStackEvents,
    path: addressOfStack(stack),
    query: () => Promise.resolve({ sort_dir: "desc", ...(resource ? { resource_name: resource } : {}) }),
    read: readStackEvent,
    id: (event) => event.id,
    name: (event) => event.resourceName,
    columns: COLUMNS,
    usualRows: USUAL_EVENTS,
  };
}
