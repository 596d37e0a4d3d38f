/** Versions and microversions: pairs of integers, never decimals (2.30 is newer than 2.9).
 *
 * @module
 */
import { list, member, text, type Wire, wire } from "./read.ts";
import { knownServices } from "./services.ts";

/** The microversions that a service offers; without `max` it has none. */
export interface VersionRange {
  readonly min?: string;
  readonly max?: string;
}

/** Compares two versions of the form `2.93`.
 *
 * @returns A negative number if the first is older, zero if they are equal.
 */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}

/** The older of the given versions; undefined ones do not count. */
export function oldest(...versions: readonly (string | undefined)[]): string | undefined {
  return versions.reduce((best, version) => {
    if (version === undefined) return best;
    return best === undefined || compareVersions(version, best) < 0 ? version : best;
  }, undefined);
}

/** Reads the range out of a version document in any of its forms; the wanted major version decides among several.
 *
 * @param versionPath Path of the wanted version, `/v3` for instance.
 * @param headers Of the answer: some services tell their limits there alone.
 */
export function readVersionRange(
  body: unknown,
  versionPath: string | undefined,
  headers?: Headers,
): VersionRange {
  const wanted = versionPath?.slice(2).split(".")[0];
  const documents = versionDocuments(body).filter((document) => {
    const major = /^v?(\d+)/.exec(text(document, "id") ?? "")?.[1];
    return wanted === undefined || major === undefined || major === wanted;
  });
  // Of several documents of one major version (v2.0 and v2.1) the one with microversions is meant.
  const ranges = documents.map(rangeOf).filter((range) => range.max !== undefined);
  const best = ranges.sort((a, b) => compareVersions(b.max ?? "0", a.max ?? "0"))[0];
  return best ?? (headers ? headerRange(headers) : {});
}

/** Ironic says `X-OpenStack-Ironic-API-Maximum-Version: 1.78`, Magnum `OpenStack-API-Maximum-Version: container-infra 1.10`. */
function headerRange(headers: Headers): VersionRange {
  const found: Record<string, string> = {};
  for (const [name, value] of headers) {
    const [, which] = /^(?:x-)?openstack-(?:\w+-)?api-(minimum|maximum)-version$/.exec(name) ?? [];
    const version = /(?:^|\s)(\d+\.\d+)\s*$/.exec(value)?.[1];
    if (which && version) found[which] = version;
  }
  const { minimum: min, maximum: max } = found;
  return { ...(max ? { max } : {}), ...(min ? { min } : {}) };
}

/** The version documents in a body; none if it is something else. */
export function versionDocuments(body: unknown): Wire[] {
  const several = list(body, "versions") ?? list(member(body, "versions"), "values");
  if (several) return several.map(wire);
  const one = member(body, "version");
  if (text(one, "id") !== undefined) return [one];
  return text(body, "id") === undefined ? [] : [wire(body)];
}

const KNOWN = new Set(knownServices().map(({ type }) => type));

/** Whether a body is what a service says where it tells its versions: a proxy or another service says something else.
 *
 * Swift alone tells its abilities there; what the client does not know may say anything.
 */
export function isVersionAnswer(service: string, body: unknown): boolean {
  if (service !== "object-store" && KNOWN.has(service)) return versionDocuments(body).length > 0;
  return typeof body === "object" && body !== null && Object.keys(body).length > 0;
}

function rangeOf(document: Wire): VersionRange {
  const max = microversion(document, "max_version") ?? microversion(document, "version");
  const min = microversion(document, "min_version");
  return { ...(max ? { max } : {}), ...(min ? { min } : {}) };
}

/** A limit that cannot be compared is none. */
function microversion(document: Wire, key: string): string | undefined {
  const found = text(document, key);
  return found !== undefined && /^\d+\.\d+$/.test(found) ? found : undefined;
}
