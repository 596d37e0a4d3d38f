/** One answer out of those of several clouds or regions.
 *
 * @module
 */
import { parseJson, stringifyJson } from "../text/json.ts";
import type { PortAnswer } from "./cloud_port.ts";
import type { Place } from "./places.ts";

/** The answer of one place. */
export interface PlaceAnswer {
  readonly place: Place;
  readonly answer: PortAnswer;
}

type Members = Readonly<Record<string, unknown>>;

interface Told {
  readonly place: Place;
  readonly members: Members;
}

/** Merges answers. Lists become one list with a column that names the cloud; other answers stand side by side. A place
 * that failed is told under `unavailable`; only if all of them failed is the whole an error.
 *
 * @param places Everything that can be chosen from: decides whether regions are named.
 */
export function mergeAnswers(answers: readonly PlaceAnswer[], places: readonly Place[]): PortAnswer {
  const labels = labelsOf(places);
  const told = answers.map(({ place, answer }) => ({ place, members: membersOf(answer.json) }));
  const failed = told.filter((_, index) => answers[index]?.answer.isError);
  const good = told.filter((_, index) => !answers[index]?.answer.isError);
  const unavailable = failed.map((one) => failureOf(one, labels));
  const upstream = sumOf(answers);
  const rest = upstream ? { upstream } : {};
  const scope = good.map((one) => scopeOf(one, labels)).join("; ");
  if (good.length === 0) {
    const [first] = failed;
    const error = memberOf(first?.members["error"]);
    return {
      json: stringifyJson({ error: { ...error, detail: "every cloud that was asked failed" }, unavailable }),
      isError: true,
      ...rest,
    };
  }
  const merged = good.every(({ members }) => isTable(members))
    ? mergeTables(good, labels)
    : { answers: good.map(({ place, members }) => ({ ...labelled(place, labels), ...members })) };
  const missing = [...unavailable, ...partsOf(merged)];
  const { unavailable: _parts, ...shown } = merged;
  return {
    json: stringifyJson({ scope, ...shown, ...(missing.length > 0 ? { unavailable: missing } : {}) }),
    isError: false,
    ...rest,
  };
}

type Label = "cloud" | "region";

/** What tells places apart. */
function labelsOf(places: readonly Place[]): readonly Label[] {
  const differs = (label: Label) => new Set(places.map((place) => place[label])).size > 1;
  const labels = (["cloud", "region"] as const).filter(differs);
  return labels.length > 0 ? labels : ["cloud"];
}

function labelled(place: Place, labels: readonly Label[]): Members {
  return Object.fromEntries(labels.map((label) => [label, place[label] ?? ""]));
}

function placeText(place: Place, labels: readonly Label[]): string {
  return labels.map((label) => `${label} ${place[label] ?? ""}`).join(", ");
}

/** Each answer says whose resources it shows. */
function scopeOf({ place, members }: Told, labels: readonly Label[]): string {
  const { scope } = members;
  return placeText(place, labels) + (typeof scope === "string" ? `: ${scope}` : "");
}

function failureOf({ place, members }: Told, labels: readonly Label[]): Members {
  const { status, ...error } = memberOf(members["error"]);
  return {
    ...labelled(place, labels),
    ...error,
    ...(status === undefined ? {} : { status }),
  };
}

function membersOf(json: string): Members {
  return memberOf(parseJson(json));
}

function memberOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function isTable({ columns, rows }: Members): boolean {
  return Array.isArray(columns) && Array.isArray(rows);
}

/** Members of a list that are joined; what else a place says of its list stands under its name. */
const JOINED = new Set(["scope", "total", "shown", "next", "scanned", "columns", "rows", "unavailable"]);

function mergeTables(told: readonly Told[], labels: readonly Label[]): Members {
  const columns = [...new Set(told.flatMap(({ members }) => listOf(members["columns"]).map(String)))];
  const rows = told.flatMap(({ place, members }) => {
    const own = listOf(members["columns"]).map(String);
    const places = columns.map((column) => own.indexOf(column));
    const mark = labels.map((label) => place[label] ?? "");
    return listOf(members["rows"]).map((row) => {
      const cells = listOf(row);
      return [...mark, ...places.map((index) => index < 0 ? "" : cells[index])];
    });
  });
  const unavailable = told.flatMap(({ place, members }) =>
    listOf(members["unavailable"]).map((part) => ({ ...labelled(place, labels), ...memberOf(part) }))
  );
  const others = told.flatMap(({ place, members }) => {
    const own = Object.entries(members).filter(([name]) => !JOINED.has(name));
    return own.length > 0 ? [{ ...labelled(place, labels), ...Object.fromEntries(own) }] : [];
  });
  const next = nextOf(told);
  return {
    ...totalsOf(told, "total"),
    ...totalsOf(told, "shown"),
    ...(next === undefined ? {} : { next }),
    ...totalsOf(told, "scanned"),
    columns: [...labels, ...columns],
    rows,
    ...(others.length > 0 ? { also: others } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

/** A sum is known only if all of it is. */
function totalsOf(told: readonly Told[], name: string): Members {
  const values = told.map(({ members }) => members[name]);
  if (!values.every((value) => typeof value === "number")) return {};
  return { [name]: values.reduce((sum, value) => sum + value, 0) };
}

function partsOf(merged: Members): readonly Members[] {
  return listOf(merged["unavailable"]).map(memberOf);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sumOf(answers: readonly PlaceAnswer[]): Readonly<Record<string, number>> | undefined {
  const sums: Record<string, number> = {};
  for (const { answer } of answers) {
    for (const [key, count] of Object.entries(answer.upstream ?? {})) sums[key] = (sums[key] ?? 0) + count;
  }
  return Object.keys(sums).length > 0 ? sums : undefined;
}

/** Where each list goes on; those that ended are not in it. */
function nextOf(told: readonly Told[]): string | undefined {
  const cursors = told.flatMap(({ place, members }) =>
    typeof members["next"] === "string" ? [[place.key, members["next"]] as const] : []
  );
  if (cursors.length === 0) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(cursors)));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The cursor of each place in a cursor of {@linkcode mergeAnswers}.
 *
 * @returns undefined if it is none.
 */
export function readMergedCursor(cursor: string): ReadonlyMap<string, string> | undefined {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const entries = Object.entries(memberOf(parsed));
    const cursors = entries.flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value] as const] : []
    );
    return cursors.length > 0 && cursors.length === entries.length ? new Map(cursors) : undefined;
  } catch {
    return undefined;
  }
}
