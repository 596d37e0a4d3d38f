/** The plan of a report for people.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { Plan, PlannedCheck } from "../planned.ts";
import { wrap } from "./words.ts";

const WIDTH = 78;

/** Renders what a run would do. */
export function renderPlan(plan: Plan, { width = WIDTH }: { readonly width?: number } = {}): string {
  const running = plan.checks.filter(({ runs }) => runs);
  const idle = plan.checks.filter(({ runs }) => !runs);
  return [
    `DRY RUN: ${running.length} of ${
      plural(plan.checks.length, "check")
    } would run; only the login was tried`,
    ...wrap(plan.scope, { width }),
    "",
    `CALLS  ${plural(plan.calls.length, "kind")}, ${plural(plan.probes.length, "version document")}`,
    ...plan.calls.flatMap(({ service, method, path, microversion, times, checks }) => [
      `  ${service}  ${method} ${path}${
        microversion === undefined ? "" : ` (up to ${microversion})`
      }  ${times}`,
      ...wrap(checks.join(", "), { width: width - 6 }).map((line) => `      ${line}`),
    ]),
    ...plan.probes.map((url) => `  GET ${url}`),
    ...(idle.length === 0
      ? []
      : ["", `WOULD NOT RUN  ${plural(idle.length, "check")}`, ...idleLines(idle, width)]),
  ].join("\n") + "\n";
}

function idleLines(checks: readonly PlannedCheck[], width: number): string[] {
  const reasons = Map.groupBy(checks, ({ why }) => why ?? "");
  return [...reasons].flatMap(([why, own]) => [
    ...wrap(why, { width: width - 2, hang: 2 }).map((line) => `  ${line}`),
    ...wrap(own.map(({ id }) => id).join(", "), { width: width - 4 }).map((line) => `    ${line}`),
  ]);
}
