/** One health question, declared once: what it reads, what it tolerates, and a pure function to a verdict.
 *
 * @module
 */
import type { Allowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { Needs, Operation } from "../openstack/operation.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import { type CollectionName, COLLECTIONS, type Item } from "./collections/mod.ts";
import type { Past, Sighting } from "./memory/past.ts";
import type {
  Area,
  EvidenceValue,
  FoundResource,
  Holding,
  Measure,
  Severity,
  Stock,
  Topic,
} from "./report.ts";
import { highestNeed } from "./roles.ts";

/** The limits of a check. Names carry the unit (`warning_minutes`); lists hold words. */
export type Limits = Readonly<Record<string, number | readonly string[]>>;

/** The names of the limits that are numbers. */
type NumberIn<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T] & string;

/** The names of the limits that are lists of words. */
type WordsIn<T> = { [K in keyof T]: T[K] extends readonly string[] ? K : never }[keyof T] & string;

/** What a check may know of the login: everything but the token. */
export type Login = Omit<Session, "token">;

/** What was collected for a check. */
export interface Data<D extends CollectionName, O extends CollectionName> {
  /** The items of a collection that the check needs. */
  all<N extends D>(name: N): readonly Item<N>[];
  /** The items of a collection that the check can do without; undefined if they could not be read. */
  maybe<N extends O>(name: N): readonly Item<N>[] | undefined;
}

/** What can be kept from one run to the next. */
export type Remembered =
  | string
  | number
  | boolean
  | readonly Remembered[]
  | { readonly [name: string]: Remembered };

/** What a check finds beside its data, whatever its limits are. */
export interface RunContext {
  readonly login: Login;
  readonly settings: CloudSettings;
  readonly allowlist: Allowlist;
  readonly allProjects: boolean;
  /** The cloud's time in milliseconds: our clock, corrected by what Keystone's is ahead. */
  readonly now: number;
  /** The highest role that any check of this run needs. */
  readonly needs: Needs;
  /** The calls that the checks of this run may send. */
  readonly operations: readonly Operation[];
  /** A limit that is a number. */
  limit(name: string): number;
  /** A limit that is a list of words. */
  words(name: string): readonly string[];
  /** Notes a number for graphs. */
  measure(measure: Measure): void;
  /** Notes what something can hold, with its use; the percentage is worked out. */
  stock(stock: Omit<Stock, "percent" | "forecast" | "place">): void;
  /** Notes what lies about unused. */
  holding(holding: Omit<Holding, "place">): void;
  /** What earlier runs of this place left; undefined without a memory. */
  readonly past: Past | undefined;
  /** Keeps something for the next run, which finds it in {@linkcode past}. Never a secret. */
  remember(name: string, value: Remembered): void;
  /** Since when a state holds of which no service tells the beginning: tells every run of it under one key. */
  sighted(key: string): Sighting;
  /** Notes that a part of the data is missing although nothing was refused: the verdict is UNKNOWN at best. */
  incomplete(what: string, detail: string): void;
  /** Notes that the service does not show this login a part of the data: neutral, as a refusal is. */
  notShown(what: string, detail: string): void;
}

/** What a check finds beside its data; it can ask for its own limits only. */
export interface CheckContext<T extends Limits> extends Omit<RunContext, "limit" | "words"> {
  /** A limit that is a number. */
  limit(name: NumberIn<T>): number;
  /** A limit that is a list of words. */
  words(name: WordsIn<T>): readonly string[];
}

/** A finding as a check makes it; the run adds what is the same for the whole check. */
export interface Draft {
  readonly severity: Severity;
  readonly text: string;
  readonly resource: FoundResource;
  /** A time in milliseconds. */
  readonly since?: number | undefined;
  /** No service tells since when: a run saw it first then. */
  readonly sinceFirstSeen?: boolean | undefined;
  /** Members without a value are left out. */
  readonly evidence: Readonly<Record<string, EvidenceValue | undefined>>;
  /** Where it differs from the check's. */
  readonly remedy?: string;
  /** A command line to type next, made by `command`; where it differs from the check's. */
  readonly next?: string;
  /** What follows the check's id in the key. @default The id of the resource. */
  readonly key?: string;
}

/** A verdict that is none: the question does not arise here, or may not be asked. */
export interface Skipped {
  readonly skipped: "not applicable" | "not permitted";
  readonly reason: string;
}

/** Says that a question does not arise here. */
export function notApplicable(reason: string): Skipped {
  return { skipped: "not applicable", reason };
}

/** Says that the login cannot see what the question is about, although nothing was refused. */
export function notPermitted(reason: string): Skipped {
  return { skipped: "not permitted", reason };
}

/** The fields of a check; see {@linkcode check}. */
export interface CheckSpec<D extends CollectionName, O extends CollectionName, T extends Limits> {
  /** As in the catalog of checks: `nova-service-down`. */
  readonly id: string;
  readonly area: Area;
  /** The section across areas to which its findings belong. */
  readonly topic?: Topic;
  /** The question as a statement of what is wrong: `Compute services that are down`. */
  readonly title: string;
  /** Collections without which there is no verdict. */
  readonly data: readonly D[];
  /** Collections that may be missing: the findings of the rest are kept, the verdict is UNKNOWN at best. */
  readonly optional?: readonly O[];
  /** The role that it needs, where its operations do not tell: a field that only administrators see. */
  readonly needs?: Needs;
  /** The defaults of its limits. */
  readonly thresholds: T;
  /** How bad its findings can be, whatever the limits are. */
  readonly severities: readonly Severity[];
  /** What usually helps. */
  readonly remedy: string;
  /** The command line to type next about a resource, made by `command`. */
  readonly next?: (resource: FoundResource) => string;
  /** Comes to a verdict. Pure; an empty list means that all is well. */
  run(data: Data<D, O>, ctx: CheckContext<T>): readonly Draft[] | Skipped;
}

/** A declared check, whatever it reads. */
export interface Check {
  readonly id: string;
  readonly area: Area;
  readonly topic?: Topic;
  readonly title: string;
  readonly data: readonly CollectionName[];
  readonly optional: readonly CollectionName[];
  /** Every call that its collections may send. */
  readonly operations: readonly Operation[];
  readonly needs: Needs;
  readonly thresholds: Limits;
  readonly severities: readonly Severity[];
  readonly remedy: string;
  readonly next?: (resource: FoundResource) => string;
  readonly run: (data: Data<CollectionName, CollectionName>, ctx: RunContext) =>
    | readonly Draft[]
    | Skipped;
}

/** Declares a check. Its operations, and the role it needs, follow from the collections it reads. */
export function check<
  const D extends CollectionName = never,
  const O extends CollectionName = never,
  const T extends Limits = Limits,
>(spec: CheckSpec<D, O, T>): Check {
  const { data, optional = [] } = spec;
  const operations = [
    ...new Set([...data, ...optional].flatMap((name): readonly Operation[] => COLLECTIONS[name].operations)),
  ];
  const required = data.flatMap((name): readonly Operation[] => COLLECTIONS[name].operations);
  return Object.freeze({
    id: spec.id,
    area: spec.area,
    ...(spec.topic ? { topic: spec.topic } : {}),
    title: spec.title,
    data,
    optional,
    operations,
    needs: spec.needs ?? highestNeed(required.map((op) => op.needs)),
    thresholds: spec.thresholds,
    severities: spec.severities,
    remedy: spec.remedy,
    ...(spec.next ? { next: spec.next } : {}),
    run: (all: Data<CollectionName, CollectionName>, ctx: RunContext) => spec.run(all, ctx),
  });
}
