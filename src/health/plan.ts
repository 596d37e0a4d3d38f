/** What a run would do, without doing it: the calls that would be sent, and the checks that would not run.
 *
 * @module
 */
import type { Allowlist } from "../openstack/allowlist.ts";
import type { Operation } from "../openstack/operation.ts";
import type { Check } from "./check.ts";
import { CHECKS } from "./checks/mod.ts";
import { COLLECTIONS } from "./collections/mod.ts";
import { type Plan, PLAN_FORMAT, type PlannedCall, type PlannedCheck } from "./planned.ts";
import { covers } from "./roles.ts";
import { selectFrom } from "./selection.ts";

/** What a plan is made for. */
export interface PlanOptions {
  readonly checks?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** In words, as the report would state it. */
  readonly scope: string;
  readonly roles: readonly string[];
  readonly allowlist: Pick<Allowlist, "entries">;
  /** The checks to choose from; for tests. @default {CHECKS} */
  readonly registry?: readonly Check[];
}

/** The plan of a run for a login. Only the login itself is needed for it.
 *
 * @throws {RangeError} If the choice of checks is wrong.
 */
export function planReport(options: PlanOptions): Plan {
  const { registry = CHECKS, roles, allowlist } = options;
  const { checks } = selectFrom(registry, options.checks, options.exclude);
  const deployed = new Set(allowlist.entries.map(({ service }) => service));
  const planned = checks.map((check) => ({ check, planned: planOf(check, roles, deployed) }));
  const running = planned.filter(({ planned }) => planned.runs).map(({ check }) => check);
  return {
    schema: PLAN_FORMAT,
    scope: options.scope,
    checks: planned.map(({ planned }) => planned),
    calls: callsOf(running, deployed),
    probes: running.some(({ data }) => data.includes("probes"))
      ? allowlist.entries.map(({ root }) => root)
      : [],
  };
}

function planOf(check: Check, roles: readonly string[], deployed: ReadonlySet<string>): PlannedCheck {
  const { id, area, title, needs, thresholds } = check;
  const head = { id, area, title, needs, thresholds };
  const required = check.data.flatMap((name): readonly Operation[] => COLLECTIONS[name].operations);
  const absent = required.find((op) => !deployed.has(op.service));
  if (absent) return { ...head, runs: false, why: `the catalog has no ${absent.service} service` };
  // A check may ask for more than its calls do, or come to a verdict without some of them.
  if (required.some(({ service }) => !covers(roles, { service, needs }))) {
    return {
      ...head,
      runs: false,
      why: `needs the role ${needs}; the login has ${roles.join(", ") || "none"}`,
    };
  }
  return { ...head, runs: true };
}

/** Each call once, with the checks that share it. */
function callsOf(checks: readonly Check[], deployed: ReadonlySet<string>): PlannedCall[] {
  const byId = new Map<string, { readonly op: Operation; readonly checks: string[] }>();
  for (const check of checks) {
    for (const op of check.operations) {
      const known = byId.get(op.id) ?? { op, checks: [] };
      byId.set(op.id, { op, checks: [...known.checks, check.id] });
    }
  }
  return [...byId.values()].filter(({ op }) => deployed.has(op.service)).map(({ op, checks }) => ({
    service: op.service,
    method: op.method,
    path: op.path,
    ...(op.microversion === undefined ? {} : { microversion: op.microversion }),
    times: timesOf(op),
    checks,
  })).sort((a, b) => order(a) < order(b) ? -1 : 1);
}

function order({ service, path }: PlannedCall): string {
  return `${service} ${path}`;
}

/** The login fills these in: they do not multiply a call. */
const OF_THE_LOGIN = new Set(["project_id", "user_id", "tenant_id"]);

function timesOf({ path, page }: Operation): PlannedCall["times"] {
  const fields = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  if (fields.some((name) => !OF_THE_LOGIN.has(name))) return "one an item";
  return page && page.by !== "none" ? "one a page" : "once";
}
