/** The report for issue trackers, wikis and chats that read Markdown.
 *
 * @module
 */
import { age, parseTime } from "../../text/time.ts";
import type { Finding, Report } from "../report.ts";
import type { Renderer } from "./renderer.ts";
import {
  areasByState,
  type CheckGroup,
  findingWords,
  type Gap,
  holdsWords,
  inPlace,
  partlyRead,
  sectionsOf,
  skippedGaps,
  stockGroups,
  stockWords,
  unknownGaps,
  wordsOf,
} from "./sections.ts";
import { changeWords, countWords } from "./words.ts";

/** Renders as Markdown with tables. What the cloud says cannot become markup. */
export function renderMarkdown(report: Report): string {
  return [
    `# ${report.state}: ${countWords(report)}`,
    "",
    escaped(`${report.cloud}, ${report.scope.text}, ${report.generated_at}`),
    ...(report.incomplete ? ["", `**Incomplete**: ${escaped(report.incomplete)}`] : []),
    ...(report.changes ? ["", escaped(changeWords(report.changes))] : []),
    "",
    ...table(["State", "Areas"], areasByState(report).map(([state, areas]) => [state, areas.join(", ")])),
    ...placeLines(report),
    ...resolvedLines(report),
    ...sectionsOf(report).flatMap(({ title, groups }) => [
      "",
      `## ${capital(title)}`,
      ...groups.flatMap((group) => groupLines(group)),
    ]),
    ...gapLines("Unknown", unknownGaps(report)),
    ...capacityLines(report),
    ...leakLines(report),
    ...scoreLines(report),
    ...mutedLines(report),
    ...gapLines("Not seen", partlyRead(report)),
    ...gapLines("Skipped", skippedGaps(report)),
    "",
    footer(report),
  ].join("\n") + "\n";
}

/** What Markdown, or HTML within it, would read as more than a character. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#|~!&@]/g, (char) => `\\${char}`).replaceAll("\n", " ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [
    `| ${heads.join(" | ")} |`,
    `| ${heads.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row.map(escaped).join(" | ")} |`),
  ];
}

function placeLines({ places }: Report): string[] {
  if (!places) return [];
  const rows = places.map(({ place, state, scope, error, coverage }) => [
    place,
    state,
    error ?? scope,
    `${coverage.ran} of ${coverage.of}`,
  ]);
  return ["", ...table(["Cloud", "State", "Scope", "Checks"], rows)];
}

function resolvedLines({ changes }: Report): string[] {
  if (!changes || changes.resolved.length === 0) return [];
  return [
    "",
    "## Resolved",
    "",
    ...changes.resolved.map(({ text, check, place }) =>
      `- ${escaped(inPlace(text, place))} (${escaped(check)})`
    ),
  ];
}

function groupLines({ check, shown, more, remedies, next }: CheckGroup): string[] {
  return [
    "",
    ...shown.map((finding) =>
      `- **${labelOf(finding)}** ${escaped(findingWords(finding))} (${escaped(check)})`
    ),
    ...(more > 0 ? [`- and ${more} more`] : []),
    "",
    ...remedies.map(escaped),
    ...(next.length > 0 ? ["", "```sh", ...next.map((line) => line.replaceAll("```", "'''")), "```"] : []),
  ];
}

function labelOf({ severity, change }: Finding): string {
  const word = severity === "info" ? "Note" : severity.toUpperCase();
  return change === "new" || change === "worse" ? `${word}, ${change}` : word;
}

function gapLines(title: string, gaps: readonly Gap[]): string[] {
  if (gaps.length === 0) return [];
  return [
    "",
    `## ${title}`,
    "",
    ...table(["Why", "Checks"], gaps.map(({ reason, checks }) => [reason, checks.join(", ")])),
  ];
}

function capacityLines(report: Report): string[] {
  const rows = stockGroups(report).flatMap(({ group, shown }) =>
    shown.map((stock) => [
      wordsOf(group),
      inPlace(stock.name, stock.place),
      `${(stock.percent ?? 0).toFixed(1)} %`,
      stockWords(stock),
      stock.forecast ? `${stock.forecast.full_on} (${stock.forecast.basis})` : "",
    ])
  );
  return rows.length === 0
    ? []
    : ["", "## In use", "", ...table(["", "What", "Use", "", "Full on, if it goes on"], rows)];
}

function leakLines({ holdings, generated_at }: Report): string[] {
  if (holdings.length === 0) return [];
  const now = parseTime(generated_at) ?? 0;
  const rows = holdings.map(({ what, count, oldest, holds, place }) => {
    const began = parseTime(oldest);
    return [
      inPlace(what, place),
      String(count),
      holdsWords(holds),
      began === undefined ? "" : age(now - began),
    ];
  });
  return ["", "## Unused", "", ...table(["What", "Count", "Holds", "Oldest"], rows)];
}

function scoreLines({ scores = [] }: Report): string[] {
  return scores.flatMap(({ points, of, parts, not_scored, rule, place }) => [
    "",
    `## Score ${escaped(inPlace(`${points} of ${of}`, place))}`,
    "",
    ...table(["Part", "Points", "Why"], [
      ...parts.map((part) => [wordsOf(part.part), `${part.points} of ${part.of}`, part.why]),
      ...not_scored.map(({ part, why }) => [wordsOf(part), "not scored", why]),
    ]),
    "",
    escaped(rule),
  ]);
}

function mutedLines({ findings }: Report): string[] {
  const rows = findings.flatMap(({ text, check, place, muted }) =>
    muted ? [[inPlace(text, place), check, `${muted.why}: ${muted.reason}`, muted.until ?? ""]] : []
  );
  if (rows.length === 0) return [];
  return ["", "## Not counted", "", ...table(["Finding", "Check", "Why", "Until"], rows)];
}

function footer({ coverage, requests, duration_ms }: Report): string {
  return escaped(
    `${coverage.ran} of ${coverage.of} checks ran in ${
      (duration_ms / 1000).toFixed(1)
    } s with ${requests.total} requests, ` +
      `${requests.retries} repeated, ${requests.faults} failed`,
  );
}

/** This format. */
export const markdown: Renderer = { extension: "md", render: renderMarkdown };
