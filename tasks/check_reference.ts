/** The reference of the health checks, made from their declarations.
 *
 * @module
 */
import { AREAS, type Check, CHECKS, TOPICS } from "../src/health/mod.ts";

/** Every check by area: what it asks, how bad its findings can be, its limits, and what it reads. */
export function checkReference(): string {
  return [
    "# Health checks",
    "",
    "Written by `deno task docs` from the declarations in `src/health/checks`. Do not edit.",
    "",
    `${CHECKS.length} checks. \`report --checks\` and \`--exclude\` take areas (${
      names(AREAS)
    }), topics across`,
    `areas (${
      names(TOPICS)
    }) and ids. The limits are defaults; \`--thresholds FILE\` or a profile sets others`,
    "(`quota: {warning_percent: 70}`). A check *for administrators* is `not permitted`, and neutral, to anybody else.",
    "What is only told (`info`) leaves its check OK.",
    "",
    ...AREAS.flatMap((area) => section(area, CHECKS.filter((check) => check.area === area))),
  ].join("\n").trimEnd() + "\n";
}

function names(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

function section(area: string, checks: readonly Check[]): string[] {
  if (checks.length === 0) return [];
  return [`## ${area}`, "", ...checks.flatMap(entry)];
}

function entry({ id, title, topic, needs, severities, thresholds, remedy, operations }: Check): string[] {
  const limits = Object.entries(thresholds).map(([name, value]) =>
    `\`${name}\` ${typeof value === "number" ? value : value.join(", ")}`
  );
  const calls = operations.map(({ id }) => `\`${id}\``);
  return [
    `### ${id}`,
    "",
    `${title}. ${remedy}`,
    "",
    `- Findings: ${severities.join(", ")}${topic ? `; topic \`${topic}\`` : ""}${
      needs === "admin" ? "; for administrators" : ""
    }`,
    ...(limits.length > 0 ? [`- Limits: ${limits.join("; ")}`] : []),
    ...(calls.length > 0 ? [`- Reads: ${calls.join(", ")}`] : []),
    "",
  ];
}
