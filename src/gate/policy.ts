/** What the operator and the caller's token let a change do, and whether it must be confirmed.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import { type Effect, isRead, type Operation } from "../openstack/operation.ts";

/** When a change must be confirmed, the strictest first. */
export type ConfirmLevel = "human" | "always" | "risky" | "never";

/** What was decided at start, with the caller's bounds applied. */
export interface ChangePolicy {
  readonly allowWrite: boolean;
  readonly allowAdmin: boolean;
  readonly allProjects: boolean;
  readonly confirm: ConfirmLevel;
  readonly maxTargets: number;
  /** The caller, if it is its token that only reads. */
  readonly readOnlyCaller?: string;
}

const RISKY: ReadonlySet<Effect> = new Set(["disruptive", "exposing", "destructive"]);

/** Whether a change of so many targets must be confirmed.
 *
 * @param isSearched Whether they were found by a part of a name or by filters rather than named.
 */
export function needsConfirmation(
  level: ConfirmLevel,
  operations: readonly Operation[],
  targets: number,
  isSearched = false,
): boolean {
  if (level === "never") return false;
  if (level !== "risky") return true;
  return isSearched || targets > 1 || operations.some((op) => RISKY.has(op.effect) || op.needs === "admin");
}

const CONFIRMED: Readonly<Record<ConfirmLevel, string>> = {
  human: "a person confirms each plan in a form",
  always: "each plan must be confirmed",
  risky:
    "plans that interrupt, expose, destroy, need the admin role, have several targets or do not name them must be confirmed",
  never: "nothing has to be confirmed",
};

/** In words: what a policy lets a caller change. */
export function describeLeave(policy: ChangePolicy): string {
  if (!policy.allowWrite) return "none: the server was started without --allow-write";
  if (policy.readOnlyCaller !== undefined) return `none: the token of ${policy.readOnlyCaller} only reads`;
  const what = policy.allowAdmin
    ? "what this login may, the cloud's own objects included"
    : "what this login may in projects";
  return `${what}; ${CONFIRMED[policy.confirm]}; up to ${policy.maxTargets} targets at once`;
}

/** Refuses what this server, or this caller, may not do at all.
 *
 * @throws {OpenStackError} `refused by policy`, naming the flag.
 */
export function refuseForbidden(what: string, operations: readonly Operation[], policy: ChangePolicy): void {
  if (operations.every(isRead)) throw new TypeError(`"${what}" names no operation that changes anything`);
  if (!policy.allowWrite) {
    throw refusal(
      what,
      "the server was started without --allow-write: it only reads",
      "The operator can start it with --allow-write (or ALLOW_MODIFY_OPERATIONS=true).",
    );
  }
  if (policy.readOnlyCaller !== undefined) {
    throw refusal(
      what,
      `the token of ${policy.readOnlyCaller} only reads`,
      "Use a token that may change things.",
    );
  }
}

/** Refuses more targets than one change may touch.
 *
 * @throws {OpenStackError} `refused by policy`, naming the flag.
 */
export function refuseTooMany(what: string, targets: number, things: string, policy: ChangePolicy): void {
  if (targets <= policy.maxTargets) return;
  throw refusal(
    what,
    `it would touch ${targets} ${things}; one change may touch ${policy.maxTargets}`,
    "Narrow the choice, or let the operator raise --max-targets.",
  );
}

/** A refusal by rules of this server rather than the cloud's. */
export function refusal(what: string, detail: string, next: string): OpenStackError {
  return new OpenStackError({ what, reason: "refused by policy", detail, next });
}
