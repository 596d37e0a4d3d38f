/** Resources of the Orchestration API v1, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import { count, text, texts } from "../read.ts";

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
  };
}
