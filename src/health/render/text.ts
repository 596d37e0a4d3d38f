/** The report for a terminal and for mail: the headline, what changed, what is wrong and what to type next.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { age, parseTime } from "../../text/time.ts";
import type { Finding, Report, Score, Stock } from "../report.ts";
import type { Renderer, RenderOptions } from "./renderer.ts";
import {
  areasByState,
  type CheckGroup,
  findingWords,
  type Gap,
  holdsWords,
  inPlace,
  partlyRead,
  type Section,
  sectionsOf,
  skippedGaps,
  stockGroups,
  stockWords,
  unknownGaps,
  wordsOf,
} from "./sections.ts";
import { changeWords, countWords, wrap } from "./words.ts";

const WIDTH = 78;

/** The escape sequences of the states. */
const COLORS: Readonly<Record<string, string>> = {
  OK: "32",
  WARNING: "33",
  CRITICAL: "31",
  UNKNOWN: "35",
};

/** Renders for people. Lines keep to the width where a word does not exceed it; command lines are never broken. */
export function renderText(report: Report, options: RenderOptions = {}): string {
  const { color = false, width = WIDTH } = options;
  const paint = (word: string) => {
    const code = color ? COLORS[word.trim()] : undefined;
    return code === undefined ? word : `\x1b[1;${code}m${word}\x1b[0m`;
  };
  const style = { paint, width };
  const sections = sectionsOf(report);
  return [
    ...head(report, style),
    ...changeLines(report, style),
    ...sections.flatMap((section) => sectionLines(section, style)),
    ...gapLines("UNKNOWN", unknownGaps(report), style),
    ...capacityLines(report, style),
    ...leakLines(report, style),
    ...scoreLines(report, style),
    ...mutedLines(report, style),
    ...gapLines("NOT SEEN", partlyRead(report), style),
    ...gapLines("SKIPPED", skippedGaps(report), style),
    ...foot(report, style),
  ].map((line) => line.trimEnd()).join("\n") + "\n";
}

interface Style {
  readonly paint: (word: string) => string;
  readonly width: number;
}

const MARGIN = 11;

function head(report: Report, style: Style): string[] {
  const { paint, width } = style;
  return [
    `${paint(report.state)}: ${countWords(report)}`,
    ...wrap(`${report.cloud}, ${report.scope.text}, ${report.generated_at}`, { width }),
    ...(report.incomplete ? wrap(`INCOMPLETE: ${report.incomplete}`, { width, hang: 2 }) : []),
    ...(report.changes ? wrap(changeWords(report.changes), { width, hang: 2 }) : []),
    "",
    ...areasByState(report).flatMap(([state, areas]) =>
      labelled(state === "NOT CHECKED" ? "not read" : state, areas.join(", "), style)
    ),
    ...(report.places ?? []).flatMap(({ place, state, scope, error, coverage }) =>
      labelled(
        state,
        error === undefined
          ? `${place}: ${scope}, ${coverage.ran} of ${coverage.of} checks`
          : `${place}: ${error}`,
        style,
      )
    ),
  ];
}

function changeLines({ changes, findings, generated_at }: Report, style: Style): string[] {
  if (!changes?.since) return [];
  const news = findings.filter(({ change, muted }) =>
    !muted && change !== undefined && change !== "unchanged"
  );
  if (news.length + changes.resolved.length + changes.newly_unknown.length === 0) return [];
  const now = parseTime(generated_at) ?? 0;
  return [
    "",
    `CHANGES  since ${changes.since}`,
    ...limited(news, MAX_CHANGES).flatMap(({ change = "new", text, check, place }) =>
      labelled(change, `${inPlace(text, place)} [${check}]`, style)
    ),
    ...more(news.length - MAX_CHANGES, "changed findings"),
    ...limited(changes.resolved, MAX_CHANGES).flatMap(({ text, check, place, first_seen }) =>
      labelled(
        "resolved",
        `${inPlace(text, place)}; it was seen for ${age(now - (parseTime(first_seen) ?? now))} [${check}]`,
        style,
      )
    ),
    ...more(changes.resolved.length - MAX_CHANGES, "resolved findings"),
    ...changes.newly_unknown.slice(0, MAX_CHANGES).flatMap((id) =>
      labelled("unknown", `could not be told this time [${id}]`, style)
    ),
  ];
}

const MAX_CHANGES = 20;

function limited<T>(all: readonly T[], count: number): readonly T[] {
  return all.slice(0, count);
}

function more(count: number, of: string): string[] {
  return count > 0 ? [`${" ".repeat(MARGIN)}and ${count} more ${of}`] : [];
}

function sectionLines({ title, groups }: Section, style: Style): string[] {
  return ["", title.toUpperCase(), ...groups.flatMap((group) => groupLines(group, style))];
}

/** The word before a finding: what is only told is a note. */
function labelOf({ severity }: Finding): string {
  return severity === "info" ? "note" : severity.toUpperCase();
}

function groupLines({ check, shown, more: rest, remedies, next }: CheckGroup, style: Style): string[] {
  const indent = " ".repeat(MARGIN);
  const width = style.width - MARGIN;
  return [
    ...shown.flatMap((finding) => labelled(labelOf(finding), `${findingWords(finding)} [${check}]`, style)),
    ...(rest > 0 ? [`${indent}and ${rest} more [${check}]`] : []),
    ...remedies.flatMap((remedy) => wrap(`> ${remedy}`, { width, hang: 2 }).map((line) => indent + line)),
    // A broken command line cannot be pasted.
    ...next.map((line) => `${indent}$ ${line}`),
  ];
}

function labelled(label: string, text: string, { paint, width }: Style): string[] {
  const [first = "", ...rest] = wrap(text, { width: width - MARGIN });
  return [
    `  ${paint(label)}${" ".repeat(Math.max(1, MARGIN - 2 - label.length))}${first}`,
    ...rest.map((line) => " ".repeat(MARGIN) + line),
  ];
}

const BAR = 20;
const NAME_WIDTH = 34;

function capacityLines(report: Report, { width }: Style): string[] {
  const groups = stockGroups(report);
  if (groups.length === 0) return [];
  return [
    "",
    "IN USE",
    ...groups.flatMap(({ group, shown, more: rest }) => [
      `  ${wordsOf(group)}`,
      ...shown.flatMap((stock) => stockLines(stock, width)),
      ...(rest > 0 ? [`    and ${rest} that are less full`] : []),
    ]),
  ];
}

function stockLines(stock: Stock, width: number): string[] {
  const { percent = 0, forecast } = stock;
  const filled = Math.min(BAR, Math.floor(BAR * percent / 100));
  const bar = `${"#".repeat(filled)}${".".repeat(BAR - filled)}`;
  const name = inPlace(stock.name, stock.place);
  const figures = `${bar} ${percent.toFixed(1).padStart(5)} %  ${stockWords(stock)}`;
  const foretold = forecast
    ? wrap(`full on ${forecast.full_on} if it goes on: ${forecast.basis}`, { width: width - 6 }).map((line) =>
      `      ${line}`
    )
    : [];
  if (name.length > NAME_WIDTH) return [`    ${name}`, `      ${figures}`, ...foretold];
  const line = `    ${name.padEnd(NAME_WIDTH)} ${figures}`;
  return line.length > width ? [`    ${name}`, `      ${figures}`, ...foretold] : [line, ...foretold];
}

function leakLines({ holdings, generated_at }: Report, { width }: Style): string[] {
  if (holdings.length === 0) return [];
  const now = parseTime(generated_at) ?? 0;
  return [
    "",
    "UNUSED",
    ...holdings.flatMap(({ what, count, oldest, holds, place }) => {
      const held = holdsWords(holds);
      const began = parseTime(oldest);
      const text = [
        `${inPlace(what, place)}: ${count}${held === "" ? "" : ` (${held})`}`,
        ...began === undefined ? [] : [`the oldest for ${age(now - began)}`],
      ].join(", ");
      return wrap(text, { width: width - 2, hang: 2 }).map((line) => `  ${line}`);
    }),
  ];
}

function scoreLines({ scores = [] }: Report, style: Style): string[] {
  return scores.flatMap((score) => oneScore(score, style));
}

function oneScore({ points, of, parts, not_scored, rule, place }: Score, { width }: Style): string[] {
  const lost = parts.filter((part) => part.points < part.of);
  const lines = [
    ...lost.map((part) => `${wordsOf(part.part)} ${part.points} of ${part.of}: ${part.why}`),
    ...not_scored.map(({ part, why }) => `${wordsOf(part)} takes no points: ${why}`),
    `Rule: ${rule}`,
  ];
  return [
    "",
    `SCORE  ${inPlace(`${points} of ${of}`, place)}`,
    ...lines.flatMap((line) => wrap(line, { width: width - 2, hang: 2 }).map((own) => `  ${own}`)),
  ];
}

function mutedLines({ findings }: Report, style: Style): string[] {
  const muted = findings.filter((finding) => finding.muted);
  if (muted.length === 0) return [];
  return [
    "",
    `NOT COUNTED  ${plural(muted.length, "finding")}`,
    ...limited(muted, MAX_CHANGES).flatMap(({ text, check, place, muted }) =>
      labelled(
        "known",
        `${inPlace(text, place)} [${check}] (${muted?.why}: ${muted?.reason}${
          muted?.until === undefined ? "" : `, until ${muted.until}`
        })`,
        style,
      )
    ),
    ...more(muted.length - MAX_CHANGES, "findings"),
  ];
}

function gapLines(title: string, gaps: readonly Gap[], { width }: Style): string[] {
  if (gaps.length === 0) return [];
  const count = new Set(gaps.flatMap(({ checks }) => checks)).size;
  return [
    "",
    `${title}  ${plural(count, "check")}`,
    ...gaps.flatMap(({ reason, checks }) => [
      ...wrap(reason, { width: width - 2, hang: 2 }).map((line) => `  ${line}`),
      ...wrap(checks.join(", "), { width: width - 4 }).map((line) => `    ${line}`),
    ]),
  ];
}

function foot(report: Report, { width }: Style): string[] {
  const { coverage, requests } = report;
  const faults = requests.faults > 0 ? `, ${requests.faults} failed` : "";
  const retries = requests.retries > 0 ? `, ${requests.retries} repeated` : "";
  const [slowest] = requests.slowest;
  return [
    "",
    `${coverage.ran} of ${coverage.of} checks ran in ${(report.duration_ms / 1000).toFixed(1)} s`,
    ...wrap(
      `${plural(requests.total, "request")}${faults}${retries}: ${
        Object.entries(requests.by_service).map(([service, count]) => `${service} ${count}`).join(", ")
      }`,
      { width, hang: 2 },
    ),
    ...(slowest ? [`slowest read: ${slowest.what}, ${(slowest.ms / 1000).toFixed(1)} s`] : []),
  ];
}

/** This format. */
export const text: Renderer = { extension: "txt", render: renderText };
