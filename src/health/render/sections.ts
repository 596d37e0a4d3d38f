/** A report put in the order in which a person reads it; the same for every format of text.
 *
 * @module
 */
import {
  type Area,
  AREAS,
  type CheckResult,
  type Finding,
  type Report,
  type Stock,
  type Topic,
  TOPICS,
} from "../report.ts";

/** The findings of one check. */
export interface CheckGroup {
  readonly check: string;
  /** The first of them, the worst first. */
  readonly shown: readonly Finding[];
  /** How many more there are. */
  readonly more: number;
  /** What usually helps, each sentence once. */
  readonly remedies: readonly string[];
  /** What to type next, about the first of them. */
  readonly next: readonly string[];
}

/** A part of the report: an area, or a topic across areas. */
export interface Section {
  readonly name: Area | Topic;
  /** In words: `load balancer`. */
  readonly title: string;
  readonly groups: readonly CheckGroup[];
}

/** A check that finds the same everywhere would bury the others; what is only told may bury nothing at all. */
const MAX_OF_CHECK = { critical: 20, warning: 20, info: 3 } as const;

/** More than some command lines of one kind teach nothing. */
const MAX_NEXT = 2;

/** The sections that have findings which count: areas first, then the topics across them. */
export function sectionsOf(report: Report): Section[] {
  const counting = report.findings.filter(({ muted }) => !muted);
  const bySection = Map.groupBy(counting, ({ area, topic }) => topic ?? area);
  return [...AREAS, ...TOPICS].flatMap((name): Section[] => {
    const findings = bySection.get(name) ?? [];
    return findings.length === 0 ? [] : [{ name, title: wordsOf(name), groups: groupsOf(findings) }];
  });
}

/** A name with underscores in words. */
export function wordsOf(name: string): string {
  return name.replaceAll("_", " ");
}

function groupsOf(findings: readonly Finding[]): CheckGroup[] {
  // The findings come worst first, and so do the groups.
  return [...Map.groupBy(findings, ({ check }) => check)].map(([check, own]) => {
    const shown = own.slice(0, MAX_OF_CHECK[own[0]?.severity ?? "info"]);
    return {
      check,
      shown,
      more: own.length - shown.length,
      remedies: unique(shown.map(({ remedy }) => remedy)),
      next: unique(shown.flatMap(({ next }) => next ?? [])).slice(0, MAX_NEXT),
    };
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Areas by how they are, the worst first. */
export function areasByState({ areas }: Report): [state: string, areas: string[]][] {
  const order = ["CRITICAL", "UNKNOWN", "WARNING", "OK", "NOT CHECKED"];
  const groups = Map.groupBy(areas, ({ state }) => state);
  return [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([state, own]) => [state, own.map(({ area }) => wordsOf(area))]);
}

/** Checks that lack the same have one reason. */
export interface Gap {
  readonly reason: string;
  readonly checks: readonly string[];
}

/** What could not be decided. */
export function unknownGaps({ checks }: Report): Gap[] {
  return gapsOf(
    checks.filter(({ state }) => state === "unknown"),
    ({ reason, request_id }) =>
      `${reason ?? "no reason given"}${request_id === undefined ? "" : ` (${request_id})`}`,
  );
}

/** How the judge writes what was refused. */
const REFUSED = /: not permitted\b/;

/** What was left out, and is neutral. What the login's role does not cover is one gap, whatever was refused: the
 * service's own sentences about it add nothing.
 */
export function skippedGaps({ checks }: Report): Gap[] {
  const skipped = checks.filter(({ state }) => state === "not applicable" || state === "not permitted");
  const [refused, others] = [true, false].map((wanted) =>
    skipped.filter(({ state, reason = "" }) => (state === "not permitted" && REFUSED.test(reason)) === wanted)
  );
  return [
    ...gapsOf(others ?? [], ({ state, reason }) => `${state}: ${reason ?? "no reason given"}`),
    ...gapsOf(refused ?? [], ({ state }) => `${state}: the role of this login does not cover what they read`),
  ];
}

/** What a check that came to a verdict could not see all the same: a part that is not permitted, or not there. */
export function partlyRead({ checks }: Report): Gap[] {
  const parts = checks.filter(({ state }) => state === "ok" || state === "warning" || state === "critical")
    .flatMap(({ id, place, unavailable = [] }) =>
      unavailable.filter(({ state }) => state === "not permitted")
        .map(({ what, state }) => ({ id: inPlace(id, place), reason: `${state}: ${what}` }))
    );
  const groups = Map.groupBy(parts, ({ reason }) => reason);
  return [...groups].map(([reason, own]) => ({ reason, checks: unique(own.map(({ id }) => id)) }));
}

function gapsOf(checks: readonly CheckResult[], reasonOf: (check: CheckResult) => string): Gap[] {
  const groups = Map.groupBy(checks, (check) => inPlace(reasonOf(check), check.place));
  return [...groups].map(([reason, own]) => ({ reason, checks: unique(own.map(({ id }) => id)) }));
}

/** A text that names its place, in a report on several. */
export function inPlace(text: string, place: string | undefined): string {
  return place === undefined ? text : `${place}: ${text}`;
}

/** A finding's text with its place, and with its project where those of several are told. */
export function findingWords({ text, place, resource }: Finding): string {
  const { project_name: project } = resource;
  const owned = project === undefined || text.includes(project) ? text : `${text} (project ${project})`;
  return inPlace(owned, place);
}

/** Stocks of one group, the fullest first. */
export interface StockGroup {
  readonly group: string;
  readonly shown: readonly Stock[];
  readonly more: number;
}

const MAX_STOCKS = 10;

/** Bars to draw: what has a limit, the fullest of each group. */
export function stockGroups({ stocks }: Report): StockGroup[] {
  const limited = stocks.filter(({ percent }) => percent !== undefined);
  return [...Map.groupBy(limited, ({ group }) => group)].map(([group, own]) => {
    const fullest = own.toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
    return { group, shown: fullest.slice(0, MAX_STOCKS), more: Math.max(0, own.length - MAX_STOCKS) };
  });
}

/** What a stock holds, in numbers: `22 of 42 cores`. */
export function stockWords({ used, total, unit }: Stock): string {
  return [`${grouped(used)}${total === undefined ? "" : ` of ${grouped(total)}`}`, unit].filter((word) =>
    word !== ""
  )
    .join(" ");
}

function grouped(value: number): string {
  return (Math.round(value * 10) / 10).toLocaleString("en-US").replaceAll(",", " ");
}

/** What a holding holds, in words: `60 GiB, 4 vCPUs`. */
export function holdsWords(holds: Readonly<Record<string, number>>): string {
  return Object.entries(holds).filter(([, value]) => value !== 0).map(([name, value]) => {
    const [, noun = name, unit] = /^(\w+?)_(gib|mib|bytes)$/.exec(name) ?? [];
    const label = unit === undefined ? undefined : UNITS[unit];
    const words = [grouped(value), label, noun === "size" ? undefined : nounOf(noun, value)];
    return words.filter((word) => word !== undefined).join(" ");
  }).join(", ");
}

function nounOf(name: string, count: number): string {
  const words = NOUNS[name] ?? wordsOf(name);
  return count === 1 ? words.replace(/(?<=ss)es$|s$/, "") : words;
}

const UNITS: Readonly<Record<string, string>> = { gib: "GiB", mib: "MiB", bytes: "bytes" };

const NOUNS: Readonly<Record<string, string>> = { vcpus: "vCPUs", ram: "of RAM", disk: "of disk" };
