/** Resources of the Orchestration API v1, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import { count, flag, list, member, text, texts, type Wire, wire } from "../read.ts";

/** A stack. */
export interface Stack {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Such as `CREATE_COMPLETE` or `UPDATE_FAILED`. */
  readonly status: string | undefined;
  readonly statusReason: string | undefined;
  /** For administrators, whose list holds the stacks of all projects. */
  readonly projectId: string | undefined;
  /** Name of the user that made it. */
  readonly owner: string | undefined;
  /** The stack that it is a part of. */
  readonly parentId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly deletedAt: string | undefined;
}

/** What only the answer for one stack has. */
export interface StackDetails {
  readonly description: string | undefined;
  /** By name; Heat masks those that the template hides ({@linkcode HIDDEN}). */
  readonly parameters: Wire;
  readonly timeoutMinutes: number | undefined;
  readonly rollbackDisabled: boolean | undefined;
  /** Undefined for a stack that is deleted, and where they were not asked for. */
  readonly outputs: readonly StackOutput[] | undefined;
}

/** What Heat shows for a parameter that the template hides. */
export const HIDDEN = "******";

/** A value that a stack gives out. */
export interface StackOutput {
  readonly key: string;
  readonly description: string | undefined;
  /** Of any type. */
  readonly value: unknown;
  /** Why there is no value. */
  readonly error: string | undefined;
}

/** A resource of a stack. */
export interface StackResource {
  readonly name: string;
  /** Such as `OS::Nova::Server`. */
  readonly type: string | undefined;
  /** Id of what it stands for; before that is created, nothing or a name that Heat made up. */
  readonly physicalId: string | undefined;
  /** Such as `CREATE_FAILED`. */
  readonly status: string | undefined;
  readonly statusReason: string | undefined;
  readonly requiredBy: readonly string[] | undefined;
  /** The resource that is the nested stack which this one is in. */
  readonly parentResource: string | undefined;
  /** Id of the stack that it is in. */
  readonly stackId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Something that happened to a resource, or to the stack itself. */
export interface StackEvent {
  readonly id: string;
  readonly resourceName: string | undefined;
  readonly physicalId: string | undefined;
  readonly status: string | undefined;
  readonly statusReason: string | undefined;
  /** Id of the stack that the resource is in. */
  readonly stackId: string | undefined;
  readonly at: string | undefined;
}

/** An engine of Heat; there is one entry for each worker process. */
export interface OrchestrationService {
  readonly id: string;
  readonly binary: string | undefined;
  readonly host: string | undefined;
  readonly hostname: string | undefined;
  readonly engineId: string | undefined;
  /** `up` or `down`. */
  readonly status: string | undefined;
  readonly reportIntervalSeconds: number | undefined;
  readonly updatedAt: string | undefined;
  /** When it was stopped in good order. */
  readonly deletedAt: string | undefined;
}

/** Reads a stack; undefined without an id. */
export function readStack(value: unknown): Stack | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "stack_name"),
    description: text(value, "description"),
    status: text(value, "stack_status"),
    statusReason: text(value, "stack_status_reason"),
    projectId: text(value, "project"),
    owner: text(value, "stack_owner"),
    parentId: text(value, "parent"),
    tags: texts(value, "tags"),
    createdAt: text(value, "creation_time"),
    updatedAt: text(value, "updated_time"),
    deletedAt: text(value, "deletion_time"),
  };
}

/** Reads the stack of an answer about one; undefined without an id. */
export function readStackDetails(body: unknown): StackDetails | undefined {
  const stack = member(body, "stack");
  if (text(stack, "id") === undefined) return undefined;
  return {
    description: descriptionOf(stack),
    parameters: member(stack, "parameters"),
    timeoutMinutes: count(stack, "timeout_mins"),
    rollbackDisabled: flag(stack, "disable_rollback"),
    outputs: list(stack, "outputs")?.flatMap((output) => readStackOutput(output) ?? []),
  };
}

/** Reads an output; undefined without a key. */
export function readStackOutput(value: unknown): StackOutput | undefined {
  const key = text(value, "output_key");
  if (key === undefined) return undefined;
  return {
    key,
    description: descriptionOf(value),
    value: wire(value)["output_value"] ?? undefined,
    error: text(value, "output_error"),
  };
}

/** What Heat says where a template says nothing. */
const NO_DESCRIPTION = new Set(["No description", "No description given"]);

function descriptionOf(value: unknown): string | undefined {
  const description = text(value, "description");
  return description !== undefined && NO_DESCRIPTION.has(description) ? undefined : description;
}

/** Reads a resource; undefined without a name. */
export function readStackResource(value: unknown): StackResource | undefined {
  const name = text(value, "resource_name");
  if (name === undefined) return undefined;
  return {
    name,
    type: text(value, "resource_type"),
    physicalId: text(value, "physical_resource_id"),
    status: text(value, "resource_status"),
    statusReason: text(value, "resource_status_reason"),
    requiredBy: texts(value, "required_by"),
    parentResource: text(value, "parent_resource"),
    stackId: stackIdOf(value),
    createdAt: text(value, "creation_time"),
    updatedAt: text(value, "updated_time"),
  };
}

/** The stack stands among the links alone. */
function stackIdOf(value: unknown): string | undefined {
  const stack = list(value, "links")?.find((link) => text(link, "rel") === "stack");
  return text(stack, "href")?.split("/").at(-1);
}

/** Reads an event; undefined without an id. */
export function readStackEvent(value: unknown): StackEvent | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    resourceName: text(value, "resource_name"),
    physicalId: text(value, "physical_resource_id"),
    status: text(value, "resource_status"),
    statusReason: text(value, "resource_status_reason"),
    stackId: stackIdOf(value),
    at: text(value, "event_time"),
  };
}

/** Reads an engine; undefined without an id. */
export function readOrchestrationService(value: unknown): OrchestrationService | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    binary: text(value, "binary"),
    host: text(value, "host"),
    hostname: text(value, "hostname"),
    engineId: text(value, "engine_id"),
    status: text(value, "status"),
    reportIntervalSeconds: count(value, "report_interval"),
    updatedAt: text(value, "updated_at"),
    deletedAt: text(value, "deleted_at"),
  };
}
