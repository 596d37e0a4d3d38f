/** Checks of the project's stacks.
 *
 * @module
 */
import type { Stack } from "../../openstack/orchestration/types.ts";
import type { Check } from "../check.ts";
import { lasting, resourceOf } from "../lasting.ts";

function changed(stack: Stack): string | undefined {
  return stack.updatedAt ?? stack.createdAt;
}

function evidence({ status, statusReason, createdAt, updatedAt }: Stack) {
  return { status, status_reason: statusReason, created_at: createdAt, updated_at: updatedAt };
}

const failed = lasting({
  id: "stack-failed",
  area: "orchestration",
  title: "Stacks that failed",
  data: "stacks",
  limits: { warning_hours: 0 },
  remedy: "Find the resource that failed first in the stack's events; update the stack or delete it.",
  matches: (stack) => (stack.status ?? "").endsWith("_FAILED"),
  since: changed,
  resource: (stack) => resourceOf("stack", stack),
  says: (stack) => `has been in ${stack.status}`,
  because: (stack) => stack.statusReason,
  evidence,
});

const stuck = lasting({
  id: "stack-stuck",
  area: "orchestration",
  title: "Stacks that change without end",
  data: "stacks",
  limits: { warning_hours: 1, critical_hours: 4 },
  remedy: "Find the resource that is waited for in the stack's events; cancel the update.",
  matches: (stack) => (stack.status ?? "").endsWith("_IN_PROGRESS"),
  since: changed,
  resource: (stack) => resourceOf("stack", stack),
  says: (stack) => `has been in ${stack.status}`,
  evidence,
});

/** The checks of this area. */
export const orchestrationChecks: readonly Check[] = [failed, stuck];
