/** What is known of the platform itself: its endpoints, certificates and versions, and of the run.
 *
 * @module
 */
import type { AllowEntry } from "../../openstack/allowlist.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { PeerCertificate } from "../../openstack/peer_certificate.ts";
import { bypasses } from "../../openstack/transport.ts";
import { serviceInfo } from "../../openstack/services.ts";
import { isVersionAnswer } from "../../openstack/version.ts";
import type { Collection, CollectionsOf, Loaded, Reader, ServiceStatistics } from "../collection.ts";

/** A login that was tried for its time. */
export interface TokenIssue {
  readonly ms: number;
  /** Why it failed. */
  readonly error?: string;
}

/** An endpoint that was asked for its version document. */
export interface Probe {
  readonly service: string;
  readonly url: string;
  /** Absent if nothing answered. */
  readonly ms?: number;
  readonly status?: number;
  /** Why the answer is not the one of such a service. */
  readonly error?: { readonly reason: string; readonly detail: string; readonly requestId?: string };
  /** How far the service's clock is ahead of ours in milliseconds, where the answer had a date. */
  readonly skewMs?: number;
}

/** A certificate with the address that shows it. */
export interface EndpointCertificate extends PeerCertificate {
  readonly host: string;
  readonly port: number;
  /** The services that stand behind the address. */
  readonly services: readonly string[];
}

/** The microversions of a service. */
export interface ServiceVersions {
  readonly service: string;
  readonly min: string | undefined;
  readonly max: string | undefined;
}

/** A login beside the session's, tried once. */
export const tokenIssue: Collection<TokenIssue> = {
  title: "a new login",
  operations: [],
  async load({ issueToken, signal }) {
    if (!issueToken) return { absent: "this run has no way to log in a second time" };
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    try {
      await issueToken(signal);
      return { items: [{ ms: ms() }] };
    } catch (error) {
      if (!(error instanceof OpenStackError)) throw error;
      return { items: [{ ms: ms(), error: error.detail ?? error.message }] };
    }
  },
};

/** Every endpoint of the catalog that may be used. */
export const probes: Collection<Probe> = {
  title: "endpoints",
  operations: [],
  async load(reader) {
    const { entries } = reader.allowlist;
    const first = await Promise.all(entries.map((entry) => probe(reader, entry)));
    if (!first.some(isSlow)) return { items: first };
    // The run's own reads may be what slows an endpoint down: the slow ones get a second chance in peace.
    await reader.others();
    const items: Probe[] = [];
    for (const [index, entry] of entries.entries()) {
      const found = first[index];
      if (found) items.push(isSlow(found) ? faster(found, await probe(reader, entry)) : found);
    }
    return { items };
  },
};

const SLOW_MS = 500;

function isSlow({ ms, error }: Probe): boolean {
  return error === undefined && ms !== undefined && ms > SLOW_MS;
}

function faster(first: Probe, second: Probe): Probe {
  return second.error === undefined && (second.ms ?? Infinity) < (first.ms ?? Infinity) ? second : first;
}

async function probe(reader: Reader, entry: AllowEntry): Promise<Probe> {
  const head = { service: entry.service, url: entry.root };
  try {
    const { status, headers, elapsedMs, body, requestId } = await reader.probe(entry);
    if (!isVersionAnswer(entry.service, body)) {
      const error = { reason: "unexpected answer", detail: "the answer is not a version document" };
      return { ...head, status, error: { ...error, ...(requestId ? { requestId } : {}) } };
    }
    const skewMs = skewOf(headers.get("date"), reader.now());
    return { ...head, ms: Math.round(elapsedMs), status, ...(skewMs === undefined ? {} : { skewMs }) };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    const { status, reason, requestId } = error;
    return {
      ...head,
      ...(status === undefined ? {} : { status }),
      error: { reason, detail: error.detail ?? error.message, ...(requestId ? { requestId } : {}) },
    };
  }
}

/** The header has whole seconds: half of one is the best guess of the rest. */
function skewOf(date: string | null, now: number): number | undefined {
  const parsed = date?.endsWith("GMT") ? Date.parse(date) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed + 500 - now;
}

/** The certificates of the endpoints and of the auth URL, each address once. */
export const certificates: Collection<EndpointCertificate> = {
  title: "certificates",
  operations: [],
  async load(reader) {
    const { settings, peerCertificate } = reader;
    if (!peerCertificate) return { absent: "this run has no way to look at certificates" };
    const addresses = secureAddresses(reader);
    const direct = addresses.filter(({ host }) =>
      settings.proxy === undefined || bypasses(host, settings.noProxy ?? [])
    );
    if (direct.length === 0 && addresses.length > 0) {
      return { absent: "every endpoint is behind the proxy, which hides their certificates" };
    }
    const looks = await Promise.allSettled(
      direct.map(async ({ host, port, services }) => ({
        ...await peerCertificate(host, port, reader.signal),
        host,
        port,
        services,
      })),
    );
    reader.signal.throwIfAborted();
    return collected(looks, direct.length);
  },
};

function collected<T>(results: readonly PromiseSettledResult<T>[], of: number): Loaded<T> {
  const items = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
  const errors = results.flatMap((result): unknown[] => result.status === "rejected" ? [result.reason] : []);
  const stranger = errors.find((error) => !(error instanceof OpenStackError));
  if (stranger !== undefined) throw stranger;
  const [first] = errors;
  if (!(first instanceof OpenStackError)) return { items };
  if (items.length === 0 && of === 1) throw first;
  return { items, incomplete: `${errors.length} of ${of} could not be read, the first: ${first.message}` };
}

interface SecureAddress {
  readonly host: string;
  readonly port: number;
  readonly services: readonly string[];
}

function secureAddresses({ allowlist, settings }: Reader): SecureAddress[] {
  const byOrigin = new Map<string, Set<string>>();
  const add = (url: string, service: string) => {
    const { origin, protocol } = new URL(url);
    if (protocol !== "https:") return;
    const services = byOrigin.get(origin) ?? new Set();
    byOrigin.set(origin, services.add(service));
  };
  add(settings.auth.authUrl, "identity");
  for (const entry of allowlist.entries) add(entry.origin, entry.service);
  return [...byOrigin].map(([origin, services]) => {
    const { hostname, port } = new URL(origin);
    return {
      // A bracketed IPv6 address is no name that a socket knows.
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? 443 : Number(port),
      services: [...services].sort(),
    };
  });
}

/** The microversions of every deployed service that has such. */
export const versions: Collection<ServiceVersions> = {
  title: "service versions",
  operations: [],
  async load(reader) {
    const services = reader.allowlist.entries.map((entry) => entry.service)
      .filter((service) => serviceInfo(service).microversionType !== undefined);
    const ranges = await Promise.allSettled(services.map(async (service): Promise<ServiceVersions> => {
      const { min, max } = await reader.versions(service);
      return { service, min, max };
    }));
    reader.signal.throwIfAborted();
    return collected(ranges, services.length);
  },
};

/** What the run itself has sent. */
export const statistics: Collection<ServiceStatistics> = {
  title: "the run's own requests",
  operations: [],
  last: true,
  load: (reader) => Promise.resolve({ items: reader.statistics() }),
};

/** What the items of this file's collections are. */
export interface PlatformItems {
  readonly tokenIssue: TokenIssue;
  readonly probes: Probe;
  readonly certificates: EndpointCertificate;
  readonly versions: ServiceVersions;
  readonly statistics: ServiceStatistics;
}

/** The collections of the platform and of the run, by the name that checks use. */
export const platformCollections: CollectionsOf<PlatformItems> = {
  tokenIssue,
  probes,
  certificates,
  versions,
  statistics,
};
