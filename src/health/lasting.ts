/** Checks of one kind: something is in a state that it should not stay in for so long.
 *
 * @module
 */
import { age, parseTime } from "../text/time.ts";
import { type Check, check, type Draft, type RunContext } from "./check.ts";
import type { CollectionName, Item } from "./collections/mod.ts";
import type { Area, EvidenceValue, FoundResource, Severity, Topic } from "./report.ts";

const UNITS: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** A limit that is a duration, in milliseconds; its name ends in its unit.
 *
 * @throws {TypeError} If it does not.
 */
export function duration(ctx: { limit(name: string): number }, name: string): number {
  const unit = UNITS[name.slice(name.lastIndexOf("_") + 1)];
  if (unit === undefined) throw new TypeError(`Limit "${name}" has no unit of time`);
  return ctx.limit(name) * unit;
}

/** Since when a state holds, against what is tolerated. */
export interface Held {
  readonly severity: Severity;
  /** Milliseconds; absent if nothing tells. */
  readonly since?: number | undefined;
  /** No service tells since when: a run saw it first then. */
  readonly sinceFirstSeen?: boolean;
  /** `for 3d 4h`, or that nothing tells. */
  readonly words: string;
}

/** How long a state may hold, in milliseconds. */
export interface HoldLimits {
  readonly warningMs?: number;
  readonly criticalMs?: number;
}

/** Judges how long a state has held.
 *
 * @param since As the service wrote it.
 * @returns Undefined while it is tolerated. If its beginning is not known it counts as a warning that says so.
 */
export function held(since: string | undefined, now: number, limits: HoldLimits): Held | undefined {
  const { warningMs = Infinity, criticalMs = Infinity } = limits;
  const began = parseTime(since);
  if (began === undefined) {
    return {
      severity: warningMs === Infinity ? "critical" : "warning",
      words: "for a time that is not known",
    };
  }
  const lasted = Math.max(0, now - began);
  if (lasted < Math.min(warningMs, criticalMs)) return undefined;
  return {
    severity: lasted >= criticalMs ? "critical" : "warning",
    since: began,
    words: `for ${age(lasted)}`,
  };
}

/** Judges how long a state has held of which no service tells the beginning: since a run saw it first.
 *
 * What was there when we first looked may be older than any run: it is told at once, with what is known of its age.
 *
 * @param key What tells the state apart from others of the check, mostly the resource's id.
 * @returns Undefined while it is tolerated.
 */
export function heldAsSeen(
  ctx: Pick<RunContext, "now" | "sighted">,
  key: string,
  limits: HoldLimits,
): Held | undefined {
  const { warningMs = Infinity, criticalMs = Infinity } = limits;
  const { since, fromStart } = ctx.sighted(key);
  const lasted = Math.max(0, ctx.now - since);
  if (!fromStart && lasted < Math.min(warningMs, criticalMs)) return undefined;
  const known = lasted > 0;
  return {
    severity: lasted >= criticalMs || warningMs === Infinity ? "critical" : "warning",
    since: known ? since : undefined,
    sinceFirstSeen: true,
    words: !known
      ? "for a time that is not known"
      : fromStart
      ? `for at least ${age(lasted)}`
      : `for ${age(lasted)}`,
  };
}

/** A resource as a finding names it: one without a name goes by its id. */
export function resourceOf(
  kind: string,
  item: { readonly id: string; readonly name?: string | undefined; readonly projectId?: string | undefined },
): FoundResource {
  const { id, name, projectId } = item;
  return { kind, id, name: name ?? id, ...(projectId === undefined ? {} : { project: projectId }) };
}

/** The fields of a check of this kind; see {@linkcode lasting}. */
export interface LastingSpec<D extends CollectionName> {
  readonly id: string;
  readonly area: Area;
  readonly topic?: Topic;
  readonly title: string;
  readonly data: D;
  /** `warning_…` and `critical_…`, either of them, with a unit of time. */
  readonly limits: Readonly<Record<string, number>>;
  readonly remedy: string;
  /** See the check's. */
  readonly next?: (resource: FoundResource) => string;
  /** Whether an item is in the state. */
  readonly matches: (item: Item<D>) => boolean;
  /** Since when, as the service wrote it. @default Since a run saw it first, for services that do not tell. */
  readonly since?: (item: Item<D>) => string | undefined;
  readonly resource: (item: Item<D>) => FoundResource;
  /** What the text begins with. @default The resource's kind and name. */
  readonly subject?: (item: Item<D>) => string;
  /** What follows it: `is in rescue`. */
  readonly says: (item: Item<D>) => string;
  /** What follows the duration. */
  readonly because?: (item: Item<D>) => string | undefined;
  readonly evidence: (item: Item<D>) => Readonly<Record<string, EvidenceValue | undefined>>;
}

/** Declares a check of a state that should not last. */
export function lasting<const D extends CollectionName>(spec: LastingSpec<D>): Check {
  const names = Object.keys(spec.limits);
  const warning = names.find((name) => name.startsWith("warning_"));
  const critical = names.find((name) => name.startsWith("critical_"));
  return check<D, never, Readonly<Record<string, number>>>({
    id: spec.id,
    area: spec.area,
    ...(spec.topic ? { topic: spec.topic } : {}),
    title: spec.title,
    data: [spec.data],
    thresholds: spec.limits,
    severities: [...warning ? ["warning" as const] : [], ...critical ? ["critical" as const] : []],
    remedy: spec.remedy,
    ...(spec.next ? { next: spec.next } : {}),
    run: (data, ctx) =>
      data.all(spec.data).filter(spec.matches).flatMap((item): Draft[] => {
        const limits = {
          ...(warning ? { warningMs: duration(ctx, warning) } : {}),
          ...(critical ? { criticalMs: duration(ctx, critical) } : {}),
        };
        const resource = spec.resource(item);
        const found = spec.since
          ? held(spec.since(item), ctx.now, limits)
          : heldAsSeen(ctx, resource.id, limits);
        if (!found) return [];
        const { severity, since, sinceFirstSeen, words } = found;
        const subject = spec.subject?.(item) ?? `${resource.kind} ${resource.name}`;
        const because = spec.because?.(item);
        return [{
          severity,
          text: `${subject} ${spec.says(item)} ${words}${because ? `: ${because}` : ""}`,
          resource,
          since,
          ...(sinceFirstSeen ? { sinceFirstSeen } : {}),
          evidence: spec.evidence(item),
        }];
      }),
  });
}
