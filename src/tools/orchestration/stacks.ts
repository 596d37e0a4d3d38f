/** Stacks, as the tools of the toolset `orchestration` find and list them.
 *
 * @module
 */
import * as z from "zod";
import { listStacks, showStack } from "../../openstack/orchestration/operations.ts";
import {
  HIDDEN,
  readStack,
  readStackDetails,
  type Stack,
  type StackDetails,
} from "../../openstack/orchestration/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { Operation } from "../../openstack/operation.ts";
import type { Wire } from "../../openstack/read.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { fence, truncateText, type UntrustedText } from "../../text/sanitize.ts";
import { toUtc } from "../../text/time.ts";
import { findOne } from "../list_find.ts";
import { PART_COMPAT, renamed } from "../list_arguments.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import { nameOf, type Names, projectNames } from "../names.ts";
import { ofPart, type Parts, readParts } from "../parts.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";

/** What {@linkcode findStack} sends. */
export const STACK_OPERATIONS: readonly Operation[] = [listStacks];

/** Characters of a reason; what went wrong stands at its beginning. */
const LONGEST_REASON = 600;
/** Stacks that one answer reads the details of: each costs a request. */
const MOST_SHOWN = 25;

/** Id or exact name of a stack. */
export const STACK_ARGUMENT = z.string().min(1).max(255).describe("name or id");

/** What other tools call it, beside what lists accept. */
export const STACK_COMPAT = {
  ...PART_COMPAT,
  stack_name: renamed("stack"),
  stack_id: renamed("stack"),
  name: renamed("stack"),
};

/** Where a stack stands: Heat redirects what has only one of the two, and may lead into another project. */
export function addressOfStack({ name, id }: Stack): { stack_name: string; stack_id: string } {
  if (name !== undefined) return { stack_name: name, stack_id: id };
  throw new OpenStackError({
    what: `address stack ${id}`,
    service: listStacks.service,
    reason: "unexpected answer",
    detail: "the list does not name it",
  });
}

/** Finds a stack, a nested one too, and never one of another project unless the operator allowed that.
 *
 * @throws As {@linkcode findOne}.
 */
export function findStack(reference: string, context: ToolContext): Promise<Stack> {
  return findOne(stacksWith({ nested: true }), reference, context);
}

/** Says which stack an answer is about. */
export function aboutStack({ scope, ...answer }: ToolAnswer, stack: Stack): ToolAnswer {
  return { scope, stack: stack.name ?? stack.id, stack_status: stack.status, ...answer };
}

/** Why something failed, as data; of what did not fail there is nothing to say. */
export function failureOf(
  { status, statusReason }: {
    readonly status: string | undefined;
    readonly statusReason: string | undefined;
  },
): UntrustedText | undefined {
  if (!isFailed(status) || statusReason === undefined) return undefined;
  return fence(truncateText(statusReason, LONGEST_REASON));
}

/** Whether a status is one of failure: `CREATE_FAILED`. */
export function isFailed(status: string | undefined): boolean {
  return status?.endsWith("FAILED") ?? false;
}

/** A condition on a status, as a whole (`CREATE_FAILED`) or how it went alone (`FAILED`). */
export function hasStatus<Item extends { readonly status: string | undefined }>(wanted: string): Part<Item> {
  const word = wanted.toUpperCase();
  return { test: ({ status }) => status === word || (status?.endsWith(`_${word}`) ?? false) };
}

const OUTCOMES = ["COMPLETE", "FAILED", "IN_PROGRESS"];

/** The same for Heat, which keeps what is done and how it went apart. */
function statusQuery(wanted: string): { readonly query?: Readonly<Record<string, QueryValue>> } {
  const word = wanted.toUpperCase();
  const status = OUTCOMES.find((outcome) => word === outcome || word.endsWith(`_${outcome}`));
  if (status === undefined) return {};
  const action = word.slice(0, -status.length - 1);
  return { query: { status, ...(action === "" ? {} : { action }) } };
}

/** The parameters of a stack that may be shown, and the names of those that its template hides. */
export function parametersOf({ parameters }: StackDetails): { shown: Wire; hidden: string[] } {
  const own = Object.entries(parameters).filter(([name]) => !name.startsWith("OS::"));
  return {
    shown: Object.fromEntries(own.filter(([, value]) => value !== HIDDEN)),
    hidden: own.filter(([, value]) => value === HIDDEN).map(([name]) => name),
  };
}

/** Reads what only the answer for one stack has.
 *
 * @throws {OpenStackError} If it cannot be read.
 */
export async function readDetails(
  stack: Stack,
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<StackDetails> {
  const what = `show stack ${stack.name ?? stack.id}`;
  const { body } = await context.cloud.send(showStack, { path: addressOfStack(stack), query, what });
  const details = readStackDetails(body);
  if (details) return details;
  throw new OpenStackError({
    what,
    service: showStack.service,
    reason: "unexpected answer",
    detail: "the answer does not hold the stack",
  });
}

/** What is read beside the list. */
interface StackJoin {
  readonly names: Names;
  readonly projects: Names | undefined;
  readonly details: Parts<Stack, StackDetails>["values"] | undefined;
}

type StackColumn = Column<Stack, StackJoin>;

/** A column of what Heat tells of one stack alone. */
function ofDetails(
  name: string,
  value: (details: StackDetails) => unknown,
  objectOnly = false,
): StackColumn {
  return {
    name,
    level: "full",
    joined: true,
    objectOnly,
    value: (stack, joined) => ofPart(joined?.details, stack, value),
  };
}

const DETAIL_COLUMNS: readonly StackColumn[] = [
  ofDetails("description", (details) => details.description),
  ofDetails("parameters", (details) => parametersOf(details).shown, true),
  {
    name: "hidden_parameters",
    level: "full",
    joined: true,
    objectOnly: true,
    // Where nothing could be read, the parameters say so.
    value: (stack, joined) => {
      const details = joined?.details?.get(stack);
      const hidden = details ? parametersOf(details).hidden : [];
      return hidden.length > 0 ? hidden : undefined;
    },
  },
  ofDetails("timeout_minutes", (details) => details.timeoutMinutes),
  ofDetails(
    "rollback_on_failure",
    (details) => details.rollbackDisabled === undefined ? undefined : !details.rollbackDisabled,
  ),
];

function columnsWith(nested: boolean): readonly StackColumn[] {
  return [
    { name: "name", level: "basic", value: (stack) => stack.name, filter: "name", sort: "stack_name" },
    {
      name: "status",
      level: "basic",
      value: (stack) => stack.status,
      resolve: (wanted) => Promise.resolve({ ...hasStatus<Stack>(wanted), ...statusQuery(wanted) }),
    },
    { name: "reason", level: "detailed", value: failureOf },
    {
      name: "created",
      level: "detailed",
      value: (stack) => toUtc(stack.createdAt),
      sort: "creation_time",
    },
    { name: "updated", level: "detailed", value: (stack) => toUtc(stack.updatedAt) },
    { name: "owner", level: "detailed", value: (stack) => stack.owner, filter: "username" },
    // Heat filters by tags too, but breaks if there is another condition beside: the project's, for instance.
    { name: "tags", level: "detailed", value: (stack) => stack.tags },
    {
      name: "parent",
      level: nested ? "detailed" : "full",
      value: (stack, joined) => nameOf(joined?.names, stack.parentId),
    },
    ...DETAIL_COLUMNS,
    {
      name: "project",
      level: "full",
      needs: "admin",
      joined: true,
      value: (stack, joined) => nameOf(joined?.projects, stack.projectId),
    },
    { name: "project_id", level: "extra", needs: "admin", value: (stack) => stack.projectId },
    { name: "id", level: "basic", value: (stack) => stack.id },
  ];
}

const LOOKS_LIKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Stacks: Orchestration API "List stacks". They are found by the list alone: showing one leaves the project.
 *
 * @param options.nested Whether stacks that are resources of others are among them.
 */
export function stacksWith({ nested }: { readonly nested: boolean }): ListSpec<Stack, StackJoin> {
  return {
    noun: ["stack", "stacks"],
    list: listStacks,
    read: readStack,
    id: (stack) => stack.id,
    name: (stack) => stack.name,
    owner: (stack) => stack.projectId,
    query: async (context) => ({ ...await projectQuery(context), ...(nested ? { show_nested: true } : {}) }),
    byName: (name) => LOOKS_LIKE_ID.test(name) ? { id: name } : { name },
    sortQuery: (key, direction) => ({ sort_keys: key, sort_dir: direction }),
    columns: columnsWith(nested),
    join: joinStacks,
    costly: { columns: DETAIL_COLUMNS.map(({ name }) => name), rows: MOST_SHOWN },
  };
}

/** To an administrator Heat lists the stacks of all projects, unless it is asked for those of one. */
async function projectQuery(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  const { project, roles } = await context.cloud.session();
  return roles.includes("admin") && project && !context.allProjects ? { tenant: project.id } : {};
}

async function joinStacks(
  stacks: readonly Stack[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<StackJoin>> {
  const wanted = DETAIL_COLUMNS.some(({ name }) => wants(name));
  const [projects, details] = await Promise.all([
    projectNames(wants("project") ? stacks.map((stack) => stack.projectId) : [], context),
    wanted ? detailsOf(stacks.slice(0, MOST_SHOWN), context) : undefined,
  ]);
  return {
    joined: {
      names: new Map(stacks.map(({ id, name }) => [id, name ?? id])),
      projects: projects.joined,
      details: details?.values,
    },
    unavailable: [
      ...projects.unavailable ?? [],
      ...details?.unavailable ?? [],
      ...wanted && stacks.length > MOST_SHOWN ? [beyond(stacks.length - MOST_SHOWN)] : [],
      ...context.allProjects && stacks.every(({ projectId }) => projectId === undefined) ? [OWN_ONLY] : [],
    ],
  };
}

/** Who is an administrator is for Heat's policy to say. Only whom it takes for one is told whose a stack is. */
const OWN_ONLY = {
  what: "stacks of other projects",
  service: listStacks.service,
  reason: "not permitted",
  detail: "Heat does not take this login for an administrator's, and lists its own project",
};

function beyond(more: number): Readonly<Record<string, unknown>> {
  return {
    what: `details of ${more} stacks`,
    reason: "refused by policy",
    detail: `an answer reads them for ${MOST_SHOWN} stacks: each costs a request`,
  };
}

function detailsOf(stacks: readonly Stack[], context: ToolContext): Promise<Parts<Stack, StackDetails>> {
  return readParts(stacks, {
    what: "details",
    name: (stack) => stack.name ?? stack.id,
    read: (stack) => readDetails(stack, { resolve_outputs: false }, context),
  });
}
