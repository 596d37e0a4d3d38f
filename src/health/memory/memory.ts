/** What runs leave for the runs after them, as it stands in a state file. It holds no secret.
 *
 * @module
 */
import { parseJson } from "../../text/json.ts";
import type { Remembered } from "../check.ts";
import type { Severity } from "../report.ts";
import type { Sample } from "./past.ts";

/** The version of {@linkcode Memory}. */
export const MEMORY_FORMAT = "openstack-mcp/memory/1";

/** A finding of earlier runs. */
export interface KnownFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly text: string;
  /** Milliseconds, as all times of a memory. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** In how many runs in a row it was seen. */
  readonly streak: number;
  /** In how many runs in a row it was missed since. */
  readonly missed: number;
  /** Whether it was ever seen in enough runs in a row to count. */
  readonly confirmed: boolean;
  /** What the login was not permitted to read when it was seen last: it is seen, and gone, without that. */
  readonly without?: readonly string[];
}

/** A state of which no service tells the beginning. */
export interface KnownSighting {
  readonly since: number;
  readonly fromStart: boolean;
}

/** What a check left. */
export interface KnownCheck {
  readonly remembered: Readonly<Record<string, Remembered>>;
  readonly sightings: Readonly<Record<string, KnownSighting>>;
}

/** What is remembered of one scope of a cloud. */
export interface PlaceMemory {
  readonly runs: number;
  readonly lastRun: number;
  readonly findings: Readonly<Record<string, KnownFinding>>;
  /** The checks that were unknown in the last run. */
  readonly unknown: readonly string[];
  readonly checks: Readonly<Record<string, KnownCheck>>;
  /** Measures by `check/label`, stocks by `stock/group/name`. */
  readonly series: Readonly<Record<string, readonly Sample[]>>;
}

/** Somebody's word that a finding is known. */
export interface Acknowledgement {
  readonly key: string;
  readonly reason: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
}

/** Everything in a state file. */
export interface Memory {
  readonly schema: typeof MEMORY_FORMAT;
  /** By cloud and region, then by scope: what one project's report finds says nothing of another's. */
  readonly places: Readonly<Record<string, Readonly<Record<string, PlaceMemory>>>>;
  readonly acknowledgements: readonly Acknowledgement[];
  /** When a report was last printed in full, in milliseconds. */
  readonly lastFull?: number;
}

/** A memory of nothing. */
export const NO_MEMORY: Memory = { schema: MEMORY_FORMAT, places: {}, acknowledgements: [] };

/** Writes a memory as a file holds it. */
export function writeMemory(memory: Memory): string {
  return `${JSON.stringify(memory)}\n`;
}

/** Reads a memory out of a file's text.
 *
 * @throws {SyntaxError} If it is no JSON.
 * @throws {TypeError} If it is not a memory of this version.
 */
export function readMemory(text: string): Memory {
  const value = parseJson(text);
  const schema = member(value, "schema");
  if (schema !== MEMORY_FORMAT) {
    throw new TypeError(
      typeof schema === "string" && schema.startsWith("openstack-mcp/memory/")
        ? `it was written by another version (${schema}, this one reads ${MEMORY_FORMAT})`
        : "it is not a state file of openstack-mcp",
    );
  }
  const lastFull = member(value, "lastFull");
  return {
    schema: MEMORY_FORMAT,
    places: record(
      member(value, "places"),
      "places",
      (scopes, where) => record(scopes, where, placeMemory),
    ),
    acknowledgements: list(member(value, "acknowledgements"), "acknowledgements", acknowledgement),
    ...(lastFull === undefined ? {} : { lastFull: number(lastFull, "lastFull") }),
  };
}

/** Reads what is remembered of one scope.
 *
 * @throws {TypeError} If it is not that.
 */
export function placeMemory(value: unknown, where = "memory"): PlaceMemory {
  return {
    runs: number(member(value, "runs"), `${where}.runs`),
    lastRun: number(member(value, "lastRun"), `${where}.lastRun`),
    findings: record(member(value, "findings"), `${where}.findings`, knownFinding),
    unknown: list(member(value, "unknown"), `${where}.unknown`, text),
    checks: record(member(value, "checks"), `${where}.checks`, knownCheck),
    series: record(
      member(value, "series"),
      `${where}.series`,
      (samples, where) => list(samples, where, sample),
    ),
  };
}

/** Reads an acknowledgement.
 *
 * @throws {TypeError} If it is none.
 */
export function acknowledgement(value: unknown, where: string): Acknowledgement {
  return {
    key: text(member(value, "key"), `${where}.key`),
    reason: text(member(value, "reason"), `${where}.reason`),
    until: text(member(value, "until"), `${where}.until`),
  };
}

function knownFinding(value: unknown, where: string): KnownFinding {
  const without = member(value, "without");
  return {
    check: text(member(value, "check"), `${where}.check`),
    severity: severity(member(value, "severity"), `${where}.severity`),
    text: text(member(value, "text"), `${where}.text`),
    firstSeen: number(member(value, "firstSeen"), `${where}.firstSeen`),
    lastSeen: number(member(value, "lastSeen"), `${where}.lastSeen`),
    streak: number(member(value, "streak"), `${where}.streak`),
    missed: number(member(value, "missed"), `${where}.missed`),
    confirmed: member(value, "confirmed") === true,
    ...(without === undefined ? {} : { without: list(without, `${where}.without`, text) }),
  };
}

function knownCheck(value: unknown, where: string): KnownCheck {
  return {
    remembered: record(member(value, "remembered"), `${where}.remembered`, remembered),
    sightings: record(member(value, "sightings"), `${where}.sightings`, (sighting, where) => ({
      since: number(member(sighting, "since"), `${where}.since`),
      fromStart: member(sighting, "fromStart") === true,
    })),
  };
}

function remembered(value: unknown, where: string): Remembered {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return list(value, where, remembered);
  return record(value, where, remembered);
}

function sample(value: unknown, where: string): Sample {
  return {
    at: number(member(value, "at"), `${where}.at`),
    value: number(member(value, "value"), `${where}.value`),
  };
}

function severity(value: unknown, where: string): Severity {
  if (value === "info" || value === "warning" || value === "critical") return value;
  throw new TypeError(`${where}: must be info, warning or critical`);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function number(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`${where}: must be a number`);
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${where}: must be a string`);
}

function record<T>(
  value: unknown,
  where: string,
  read: (value: unknown, where: string) => T,
): Record<string, T> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${where}: must be an object`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [name, read(own, `${where}.${name}`)]),
  );
}

function list<T>(value: unknown, where: string, read: (value: unknown, where: string) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError(`${where}: must be a list`);
  return value.map((own: unknown, index) => read(own, `${where}[${index}]`));
}
