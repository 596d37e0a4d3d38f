/** Chooses the checks of a run, and reads limits that the operator sets.
 *
 * @module
 */
import { suggest } from "../text/suggest.ts";
import type { Check, Limits } from "./check.ts";
import { type Area, AREAS, TOPICS } from "./report.ts";

/** The checks of a run. */
export interface Selection {
  readonly checks: readonly Check[];
  /** The areas that were asked for by name, or through one of their checks. */
  readonly asked: ReadonlySet<Area>;
}

/** Limits by check id; what is not named keeps its default. */
export type Thresholds = Readonly<Record<string, Limits>>;

/** Chooses checks by area, topic or id. Without a choice all are taken; an exclusion wins.
 *
 * @throws {RangeError} If a name is neither an area nor a check, or if nothing is left.
 */
export function selectFrom(
  registry: readonly Check[],
  include: readonly string[] = [],
  exclude: readonly string[] = [],
): Selection {
  const wanted = include.map((name) => matcher(registry, name));
  const unwanted = exclude.map((name) => matcher(registry, name));
  const named = registry.filter((check) => wanted.some((matches) => matches(check)));
  const checks = (wanted.length === 0 ? registry : named)
    .filter((check) => !unwanted.some((matches) => matches(check)));
  if (checks.length === 0) throw new RangeError("No check is left: everything chosen is also excluded");
  return {
    checks,
    asked: new Set(checks.filter((check) => named.includes(check)).map((check) => check.area)),
  };
}

function matcher(registry: readonly Check[], name: string): (check: Check) => boolean {
  const area = AREAS.find((area) => area === name);
  if (area) return (check) => check.area === area;
  const topic = TOPICS.find((topic) => topic === name);
  if (topic) return (check) => check.topic === topic;
  if (registry.some((check) => check.id === name)) return (check) => check.id === name;
  const names = [...AREAS, ...TOPICS, ...registry.map((check) => check.id)];
  throw new RangeError(
    `"${name}" is neither a check nor an area${meant(name, names)}; the areas are ${
      [...AREAS, ...TOPICS].join(", ")
    }`,
  );
}

function meant(name: string, candidates: readonly string[]): string {
  const near = suggest(name, candidates);
  return near === undefined ? "" : `, did you mean "${near}"?`;
}

/** Reads limits from outside: an object by check id, with an object of limits each.
 *
 * @throws {RangeError} If a check or a limit does not exist.
 * @throws {TypeError} If a value is of another kind than the limit's default.
 */
export function readThresholds(registry: readonly Check[], value: unknown): Thresholds {
  const checks = new Map(registry.map((check) => [check.id, check]));
  const thresholds = members(value, "thresholds").map(([id, limits]): [string, Limits] => {
    const check = checks.get(id);
    if (!check) throw new RangeError(`thresholds: no check "${id}"${meant(id, [...checks.keys()])}`);
    return [
      id,
      Object.fromEntries(members(limits, id).map(([name, limit]) => [name, read(check, name, limit)])),
    ];
  });
  return Object.fromEntries(thresholds);
}

function members(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${what}: must be an object`);
  }
  return Object.entries(value);
}

function read(check: Check, name: string, value: unknown): number | readonly string[] {
  const names = Object.keys(check.thresholds);
  const standard = names.includes(name) ? check.thresholds[name] : undefined;
  if (standard === undefined) {
    const known = names.length === 0 ? "it has none" : `its limits are ${names.join(", ")}`;
    throw new RangeError(`${check.id}: no limit "${name}"${meant(name, names)}; ${known}`);
  }
  return typeof standard === "number" ? readNumber(check.id, name, value) : readWords(check.id, name, value);
}

function readNumber(id: string, name: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(`${id}.${name}: must be a number that is not negative, not ${JSON.stringify(value)}`);
}

function readWords(id: string, name: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((word): word is string => typeof word === "string")) return value;
  throw new TypeError(`${id}.${name}: must be a list of words, not ${JSON.stringify(value)}`);
}
