/** How much the HTML report stands on: what could not be checked and why, every check, and what the run cost.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { CheckResult, CheckState, Report } from "../report.ts";
import {
  numberCell,
  placeMarkup,
  rowMarkup,
  type Section,
  stateMarkup,
  tableMarkup,
  timeMarkup,
  titleOf,
} from "./html_parts.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";

const SKIPPED: readonly (readonly [state: CheckState, title: string])[] = [
  ["unknown", "Unknown"],
  ["not permitted", "Not permitted"],
  ["not applicable", "Not applicable"],
];

/** What could not be checked, each reason once; undefined if everything could. */
export function skippedSection(report: Report): Section | undefined {
  const skipped = report.checks.filter(({ state }) => SKIPPED.some(([one]) => one === state));
  const gaps = partly(report);
  if (skipped.length === 0 && gaps.length === 0) return undefined;
  return {
    id: "skipped",
    title: "Not checked",
    count: skipped.length,
    body: [
      SKIPPED.map(([state, title]) => skippedGroup(title, skipped.filter((check) => check.state === state))),
      gaps.length > 0 && markup`<h3>Checked in part</h3><ul class="plain">${gaps}</ul>`,
    ],
  };
}

function skippedGroup(title: string, checks: readonly CheckResult[]): MarkupValue {
  if (checks.length === 0) return undefined;
  const reasons = Map.groupBy(
    checks,
    ({ reason, request_id }) =>
      `${reason ?? "no reason given"}${request_id === undefined ? "" : ` (${request_id})`}`,
  );
  const rows = [...reasons].map(([reason, some]) => rowMarkup(reason, markup`<td>${some.map(named)}</td>`));
  return markup`<h3>${title} <span class="soft">${plural(checks.length, "check")}</span></h3>
${tableMarkup({ kind: "cards even", columns: ["Reason", "Checks"], rows })}`;
}

function named({ id, title, place }: CheckResult, index: number): Markup {
  return markup`${index > 0 && ", "}<code title="${title}">${id}</code>${placeMarkup(place)}`;
}

/** What checks that came to a verdict could not read. */
function partly({ checks }: Report): Markup[] {
  const judged = checks.filter(({ state }) => !SKIPPED.some(([one]) => one === state));
  return judged.flatMap(({ id, place, unavailable = [] }) =>
    unavailable.map(({ what, state, reason, detail }) => {
      const words = [what, state === "unknown" ? reason : state, ...detail === undefined ? [] : [detail]];
      return markup`<li><code>${id}</code>${placeMarkup(place)}: ${words.join(": ")}</li>
`;
    })
  );
}

/** Every check with its verdict. */
export function checksSection({ checks }: Report): Section {
  return {
    id: "checks",
    title: "All checks",
    count: checks.length,
    body: markup`<details><summary>What was looked at</summary>${
      tableMarkup({
        columns: ["Check", "Area", "What would be found", "State", { numbers: "Findings" }],
        rows: checks.map(checkRow),
      })
    }</details>`,
  };
}

function checkRow({ id, area, place, title, state, findings }: CheckResult): Markup {
  return rowMarkup([markup`<code>${id}</code>`, placeMarkup(place)], [
    markup`<td>${titleOf(area)}</td><td>${title}</td><td>${stateMarkup(state)}</td>`,
    numberCell("Findings", findings),
  ]);
}

/** What the run cost, and what made it. */
export function footMarkup({ coverage, requests, duration_ms, tool, generated_at }: Report): Markup {
  const services = Object.entries(requests.by_service).map(([service, count]) => `${service} ${count}`);
  const slowest = requests.slowest.map(({ what, ms }) => `${what} ${(ms / 1000).toFixed(1)} s`);
  const silent = [
    `${coverage.unknown} unknown`,
    `${coverage.not_permitted} not permitted`,
    `${coverage.not_applicable} not applicable`,
  ];
  const verdicts = `${coverage.ran} of ${plural(coverage.of, "check")} came to a verdict`;
  const facts: readonly (readonly [name: string, value: MarkupValue])[] = [
    ["Coverage", `${verdicts}; ${silent.join(", ")}`],
    ["Requests", `${requests.total}, ${requests.retries} repeated, ${requests.faults} failed`],
    ["By service", services.join(", ")],
    ["Slowest reads", slowest.join(", ")],
    ["Duration", `${(duration_ms / 1000).toFixed(1)} s`],
    ["Made by", `${tool.name} ${tool.version}`],
    ["Made at", timeMarkup(generated_at)],
  ];
  return markup`<footer>
<dl class="facts">
${
    facts.filter(([, value]) => value !== "").map(([name, value]) =>
      markup`<dt>${name}</dt><dd>${value}</dd>
`
    )
  }</dl>
</footer>
`;
}
