/** Quotas, in the one form that all services' forms are brought to.
 *
 * @module
 */
import { count, isWire, text, type Wire, wire } from "./read.ts";

/** What a limit is when there is none. */
export const UNLIMITED = -1;

/** Limit and use of one resource. */
export interface QuotaLine {
  /** {@linkcode UNLIMITED} if there is no limit. */
  readonly limit: number | undefined;
  /** Undefined where the service says limits alone. */
  readonly inUse: number | undefined;
  readonly reserved: number | undefined;
  /** Passed on to child projects; Cinder alone says it. */
  readonly allocated: number | undefined;
}

/** The quota of a project. */
export interface Quota {
  /** As the answer names it; not every service does. */
  readonly projectId: string | undefined;
  /** By the service's own names; Cinder adds one of each kind for a volume type, as `gigabytes_ssd`. */
  readonly lines: Readonly<Record<string, QuotaLine>>;
}

/** Limits of Nova's that bound one object or one user. No sum is held against them, and yet Nova says that zero is used. */
const WITHOUT_USE = new Set([
  "key_pairs",
  "metadata_items",
  "server_group_members",
  "injected_files",
  "injected_file_content_bytes",
  "injected_file_path_bytes",
]);

const NOT_RESOURCES = new Set(["id", "project_id", "tenant_id"]);

/** Reads the quota below `quota_set` (Nova, Cinder) or `quota` (Neutron, Octavia).
 *
 * A bare number is a limit without use, as in the defaults. Neutron says `used` for `in_use`.
 *
 * @returns Undefined if the value is no object: that is no quota, rather than one without limits.
 */
export function readQuota(value: unknown): Quota | undefined {
  if (!isWire(value)) return undefined;
  const lines = new Map<string, QuotaLine>();
  for (const [name, found] of Object.entries(value)) {
    if (NOT_RESOURCES.has(name)) continue;
    const line = lineOf(name, found, count(value, name));
    if (line.limit !== undefined || line.inUse !== undefined) lines.set(name, line);
  }
  return {
    projectId: text(value, "id") ?? text(value, "project_id") ?? text(value, "tenant_id"),
    lines: Object.fromEntries(lines),
  };
}

function lineOf(name: string, found: unknown, bareLimit: number | undefined): QuotaLine {
  const limitAlone = { inUse: undefined, reserved: undefined, allocated: undefined };
  if (!isWire(found)) return { limit: bareLimit, ...limitAlone };
  const limit = count(found, "limit");
  if (WITHOUT_USE.has(name)) return { limit, ...limitAlone };
  return {
    limit,
    inUse: count(found, "in_use") ?? count(found, "used"),
    reserved: count(found, "reserved"),
    allocated: count(found, "allocated"),
  };
}

/** The absolute limits below `limits` (Nova, Cinder), by the service's own names.
 *
 * @returns Undefined if there are none.
 */
export function readAbsoluteLimits(value: unknown): Readonly<Record<string, number>> | undefined {
  const absolute = wire(value)["absolute"];
  if (!isWire(absolute)) return undefined;
  return readNumbers(absolute);
}

/** The numbers of an object, by their names; what is no number is left out. */
export function readNumbers(value: Wire): Readonly<Record<string, number>> {
  const numbers = new Map<string, number>();
  for (const name of Object.keys(value)) {
    const found = count(value, name);
    if (found !== undefined) numbers.set(name, found);
  }
  return Object.fromEntries(numbers);
}
