/** Limits of projects and what is used of them.
 *
 * @module
 */
import { ALL_PROJECTS } from "../../openstack/dns/headers.ts";
import { listZones, showDnsQuota } from "../../openstack/dns/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import type { Project } from "../../openstack/identity/types.ts";
import { showImageUsage } from "../../openstack/image/operations.ts";
import { readImageUsage } from "../../openstack/image/types.ts";
import {
  listLoadBalancerL7Policies,
  listLoadBalancerListeners,
  listLoadBalancerPools,
  listLoadBalancers,
} from "../../openstack/load_balancer/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { readQuota, UNLIMITED } from "../../openstack/quota.ts";
import {
  COMPUTE_QUOTA,
  DNS_QUOTA,
  IMAGE_QUOTA,
  LOAD_BALANCER_QUOTA,
  NETWORK_QUOTA,
  type QuotaReading,
  type QuotaRow,
  type QuotaSource,
  rowsOfLines,
  SHARE_QUOTA,
  VOLUME_QUOTA,
} from "../../openstack/quota_source.ts";
import { list, text, wire } from "../../openstack/read.ts";
import type { Collection, CollectionsOf, Loaded, Reader } from "../collection.ts";

/** Limit and use of one resource of a project. */
export interface QuotaUse {
  readonly projectId: string;
  /** The project's name, if others than the login's are looked at. */
  readonly projectName: string | undefined;
  /** `compute`, `network`, `block-storage`. */
  readonly service: string;
  /** As tools name it: `cores`, `ram_mib`, `gigabytes_ssd`. */
  readonly resource: string;
  /** Undefined if there is none. */
  readonly limit: number | undefined;
  readonly inUse: number;
  readonly reserved: number;
}

/** A project whose quota is read. */
interface QuotaOwner {
  readonly id: string;
  readonly name?: string | undefined;
}

interface Owners {
  readonly asked: readonly QuotaOwner[];
  /** Why these are not all. */
  readonly incomplete?: string;
}

/** The token's project, or all that can have something: each takes a call, for few services list quotas. */
async function ownersFor(reader: Reader): Promise<Owners> {
  if (!reader.allProjects) return { asked: [{ id: reader.projectId() }] };
  const all = (await reader.collected("projects")).filter(canOwn);
  const asked = all.slice(0, reader.maxHosts);
  return asked.length === all.length
    ? { asked }
    : { asked, incomplete: `those of ${asked.length} of ${all.length} projects were read` };
}

/** A disabled project gets nothing more, and those that Heat makes for the users of a stack have no more than them. */
function canOwn({ enabled, description }: Project): boolean {
  return enabled !== false && description !== "Heat stack user project";
}

/** What a service says of a project. */
interface OwnedRows {
  readonly owner: QuotaOwner;
  readonly rows: readonly QuotaRow[];
}

/** What was read of some projects. */
interface Found<T> {
  readonly found: readonly T[];
  /** Why it is not all. */
  readonly incomplete?: string;
}

/** Reads something of every project. One that vanishes meanwhile costs no more than what would be known of it. */
async function ofEach<T>(reader: Reader, read: (owner: QuotaOwner) => Promise<T>): Promise<Found<T>> {
  const { asked: [first, ...others], ...rest } = await ownersFor(reader);
  if (!first) return { found: [] };
  // The first goes alone: who is refused is refused once.
  const one = await read(first);
  const results = await Promise.allSettled(others.map(read));
  const errors = results.flatMap((result): unknown[] => result.status === "rejected" ? [result.reason] : []);
  const stranger = errors.find((error) => !(error instanceof OpenStackError));
  if (stranger !== undefined) throw stranger;
  const found = [one, ...results.flatMap((result) => result.status === "fulfilled" ? [result.value] : [])];
  const [error] = errors;
  if (!(error instanceof OpenStackError)) return { found, ...rest };
  const incomplete = `those of ${errors.length} projects could not be read, the first: ${error.message}`;
  return { found, incomplete };
}

function rowsOf(source: QuotaSource, title: string, reader: Reader): Promise<Found<OwnedRows>> {
  const { operation, key, query } = source;
  return ofEach(reader, async (owner) => {
    const { body, requestId } = await reader.send(operation, {
      path: { project_id: owner.id },
      ...(query ? { query } : {}),
    });
    const rows = rowsIn(wire(body)[key], source);
    if (rows.length === 0) throw withoutQuota(title, operation, requestId);
    return { owner, rows };
  });
}

/** The lines that a sum is held against, for a whole project. */
function rowsIn(quota: unknown, reading: QuotaReading): QuotaRow[] {
  return rowsOfLines(readQuota(quota)?.lines ?? {}, reading)
    .filter(({ kind }) => kind === "project" || kind === "volume type");
}

function withoutQuota(title: string, operation: Operation, requestId?: string): OpenStackError {
  return new OpenStackError({
    what: `read the ${title}`,
    service: operation.service,
    operation: operation.id,
    reason: "unexpected answer",
    ...(requestId ? { requestId } : {}),
    detail: "the answer has no resource with its limit",
  });
}

/** A row whose use is known. */
function useOf(
  service: string,
  owner: QuotaOwner,
  { resource, limit, inUse, reserved = 0 }: QuotaRow,
): QuotaUse[] {
  if (inUse === undefined) return [];
  return [{
    projectId: owner.id,
    projectName: owner.name,
    service,
    resource,
    limit: limit === UNLIMITED ? undefined : limit,
    inUse,
    reserved,
  }];
}

/** Declares the quotas of a service that tells their use itself. */
function quotaOf(title: string, source: QuotaSource): Collection<QuotaUse> {
  return {
    title,
    operations: [source.operation, listProjects],
    extension: true,
    async load(reader) {
      const { found, ...rest } = await rowsOf(source, title, reader);
      const items = found.flatMap(({ owner, rows }) =>
        rows.flatMap((row) => useOf(source.service, owner, row))
      );
      if (items.length === 0 && found.length > 0) return { absent: "the service tells limits alone" };
      return { items, ...rest };
    },
  };
}

/** Nova's quota. */
export const computeQuota: Collection<QuotaUse> = quotaOf("compute quota", COMPUTE_QUOTA);

/** Neutron's quota. */
export const networkQuota: Collection<QuotaUse> = quotaOf("network quota", NETWORK_QUOTA);

/** Cinder's quota. */
export const volumeQuota: Collection<QuotaUse> = quotaOf("volume quota", VOLUME_QUOTA);

/** Manila's quota. */
export const shareQuota: Collection<QuotaUse> = quotaOf("share quota", SHARE_QUOTA);

/** So many of something, and whose they are. */
interface Owned {
  readonly projectId: string | undefined;
  readonly count: number;
}

/** What of Octavia is counted from lists, because the service tells limits alone. */
const LOAD_BALANCER_COUNTS: Readonly<Record<string, (reader: Reader) => Promise<readonly Owned[]>>> = {
  load_balancers: async (reader) =>
    (await reader.collected("loadBalancers")).map(({ projectId }) => ({ projectId, count: 1 })),
  listeners: async (reader) =>
    (await reader.collected("listeners")).map(({ projectId }) => ({ projectId, count: 1 })),
  l7_policies: async (reader) =>
    (await reader.collected("listeners"))
      .map(({ projectId, l7PolicyIds = [] }) => ({ projectId, count: l7PolicyIds.length })),
  l7_rules: (reader) =>
    reader.list(listLoadBalancerL7Policies, {
      scope: "project_id",
      // Octavia sends no more than the fields that it is asked for.
      query: { fields: ["id", "project_id", "rules"] },
      read: (policy) => ({
        projectId: text(policy, "project_id"),
        count: list(policy, "rules")?.length ?? 0,
      }),
    }),
  pools: async (reader) =>
    (await reader.collected("memberPools")).map(({ projectId }) => ({ projectId, count: 1 })),
  members: async (reader) =>
    (await reader.collected("memberPools"))
      .map(({ projectId, memberIds = [] }) => ({ projectId, count: memberIds.length })),
  health_monitors: async (reader) =>
    (await reader.collected("memberPools"))
      .map(({ projectId, healthMonitorId }) => ({ projectId, count: healthMonitorId === undefined ? 0 : 1 })),
};

/** Octavia's quota. Only what is limited is counted, and by default nothing is. */
export const loadBalancerQuota: Collection<QuotaUse> = {
  title: "load balancer quota",
  operations: [
    LOAD_BALANCER_QUOTA.operation,
    listProjects,
    listLoadBalancers,
    listLoadBalancerListeners,
    listLoadBalancerPools,
    listLoadBalancerL7Policies,
  ],
  async load(reader) {
    const { found, ...rest } = await rowsOf(LOAD_BALANCER_QUOTA, this.title, reader);
    const limited = found.map(({ owner, rows }) => ({ owner, rows: rows.filter(isLimited) }));
    const wanted = new Set(limited.flatMap(({ rows }) => rows.map(({ resource }) => resource)));
    const counted = new Map(
      await Promise.all(
        Object.entries(LOAD_BALANCER_COUNTS).filter(([resource]) => wanted.has(resource))
          .map(async ([resource, count]) => [resource, sums(await count(reader))] as const),
      ),
    );
    const items = limited.flatMap(({ owner, rows }) =>
      rows.flatMap((row) => {
        const counts = counted.get(row.resource);
        return counts ? useOf("load-balancer", owner, { ...row, inUse: counts.get(owner.id) ?? 0 }) : [];
      })
    );
    return { items, ...rest };
  },
};

function isLimited({ limit }: QuotaRow): boolean {
  return limit !== undefined && limit !== UNLIMITED;
}

/** How many each project has. */
function sums(items: readonly Owned[]): ReadonlyMap<string | undefined, number> {
  const found = new Map<string | undefined, number>();
  for (const { projectId, count } of items) found.set(projectId, (found.get(projectId) ?? 0) + count);
  return found;
}

/** Designate's quota; of what it limits, a project has zones. */
export const dnsQuota: Collection<QuotaUse> = {
  title: "DNS quota",
  operations: [showDnsQuota, listZones, listProjects],
  async load(reader) {
    const { found, ...rest } = await ofEach(reader, async (owner) => {
      const { body, requestId } = await reader.send(showDnsQuota, {
        path: { project_id: owner.id },
        headers: actingAs(owner, reader),
      });
      const row = rowsIn(body, DNS_QUOTA).find(({ resource }) => resource === "zones");
      if (!row) throw withoutQuota(this.title, showDnsQuota, requestId);
      return { owner, row };
    });
    const zones = await reader.list(listZones, {
      // A zone that another project shares counts there.
      scope: "infrastructure",
      ...(reader.allProjects ? { headers: ALL_PROJECTS } : {}),
      read: (zone) => text(zone, "project_id"),
    });
    const counts = sums(zones.map((projectId) => ({ projectId, count: 1 })));
    return {
      items: found.flatMap(({ owner, row }) =>
        useOf("dns", owner, { ...row, inUse: counts.get(owner.id) ?? 0 })
      ),
      ...rest,
    };
  },
};

/** Another project's is told to who acts as that project, which an administrator may. */
function actingAs({ id }: QuotaOwner, { session }: Reader): Readonly<Record<string, string>> {
  return id === session.project?.id ? {} : { "X-Auth-Sudo-Project-Id": id };
}

/** Glance's quota, where unified limits are on. */
export const imageQuota: Collection<QuotaUse> = {
  title: "image quota",
  operations: [showImageUsage],
  extension: true,
  async load(reader): Promise<Loaded<QuotaUse>> {
    const owner = { id: reader.projectId() };
    const { body, requestId } = await reader.send(showImageUsage);
    const usage = readImageUsage(body);
    if (usage === undefined) throw withoutQuota(this.title, showImageUsage, requestId);
    const rows = rowsOfLines(usage.lines, IMAGE_QUOTA);
    if (rows.length === 0) return { absent: "Glance has no quotas here" };
    if (reader.allProjects) return { absent: "Glance tells the use of the login's own project alone" };
    return { items: rows.flatMap((row) => useOf("image", owner, row)) };
  },
};

/** What the items of this file's collections are. */
export interface QuotaItems {
  readonly computeQuota: QuotaUse;
  readonly networkQuota: QuotaUse;
  readonly volumeQuota: QuotaUse;
  readonly shareQuota: QuotaUse;
  readonly loadBalancerQuota: QuotaUse;
  readonly dnsQuota: QuotaUse;
  readonly imageQuota: QuotaUse;
}

/** The collections of quotas, by the name that checks use. */
export const quotaCollections: CollectionsOf<QuotaItems> = {
  computeQuota,
  networkQuota,
  volumeQuota,
  shareQuota,
  loadBalancerQuota,
  dnsQuota,
  imageQuota,
};
