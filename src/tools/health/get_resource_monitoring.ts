import * as z from "zod";
import { listAggregates } from "../../openstack/compute/operations.ts";
import { readAggregate } from "../../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { UNLIMITED } from "../../openstack/quota.ts";
import type { QuotaRow } from "../../openstack/quota_source.ts";
import { QUOTA_SOURCES, readQuotaRows } from "../identity/quotas.ts";
import { LIST_ARGUMENTS, wordsArgument } from "../list_arguments.ts";
import { fit, table } from "../list_table.ts";
import {
  ADDRESS_OPERATIONS,
  addressCounts,
  readAddressUse,
  type SubnetAddresses,
} from "../network/ip_availability.ts";
import { UNKNOWN } from "../parts.ts";
import { ownProject, scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import {
  type Capacity,
  CAPACITY_OPERATIONS,
  capacityAnswer,
  percentOf,
  readCapacity,
  readHypervisors,
} from "./capacity.ts";
import {
  aggregateUses,
  classesOf,
  figureColumns,
  figuresOf,
  fullestOf,
  type HostUse,
  hostUses,
} from "./host_use.ts";
import { POOL_COLUMNS, POOL_SOURCES, poolCells, type StoragePool, usedPercent } from "./storage_pools.ts";

const PARTS = ["classes", "hosts", "aggregates", "pools", "addresses"] as const;

type PartName = typeof PARTS[number];

/** What the cloud has, and what of it is used. */
export const getResourceMonitoring = tool({
  name: "get_resource_monitoring",
  toolset: "health",
  title: "Capacity and use",
  description: `Capacity and use; parts: ${
    PARTS.join(", ")
  } (default all), fullest first. Administrators only; others get their quota use.`,
  input: z.strictObject({
    parts: wordsArgument,
    detail: LIST_ARGUMENTS.detail,
    limit: LIST_ARGUMENTS.limit,
  }),
  operations: [
    ...CAPACITY_OPERATIONS,
    listAggregates,
    ...POOL_SOURCES.map(({ operation }) => operation),
    ...ADDRESS_OPERATIONS,
    ...QUOTA_SOURCES.flatMap(({ operation, limitsOnly }) =>
      limitsOnly ? [operation, limitsOnly] : [operation]
    ),
  ],
  // Every part can be told without the others.
  essential: [],
  aliases: { monitor_resources: {}, monitor_openstack_resources: {} },
  run: async ({ parts, detail = "detailed", limit = ROWS[detail] }, context) => {
    const wanted = partsOf(parts);
    const { roles } = await context.cloud.session();
    const read = roles.includes("admin")
      ? await readAll(wanted, detail === "full", context)
      : await readOwn(wanted, context);
    const room = context.answerTokens / Math.max(1, read.tables.length);
    return {
      scope: await scopeText(context),
      ...Object.fromEntries(read.tables.map((one) => [one.key, tableAnswer(one, limit, room)])),
      ...(read.unavailable.length === 0 ? {} : { unavailable: read.unavailable }),
    };
  },
});

/** Rows of each part, unless said. */
const ROWS = { basic: 3, detailed: 20, full: 1000 } as const;

/** @throws {OpenStackError} `invalid argument` if there is no such part. */
function partsOf(words: readonly string[] | undefined): ReadonlySet<PartName> {
  const known = (word: string) => PARTS.find((part) => part === word);
  const wrong = words?.find((word) => !known(word));
  if (wrong !== undefined) {
    throw new OpenStackError({
      what: "monitor resources",
      reason: "invalid argument",
      detail: `there is no part "${wrong.slice(0, 60)}"; there are: ${PARTS.join(", ")}`,
    });
  }
  return new Set(words?.flatMap((word) => known(word) ?? []) ?? PARTS);
}

/** One part of the answer. */
interface PartTable {
  readonly key: string;
  /** Stands before the rows: sums, where they come from. */
  readonly head?: ToolAnswer;
  readonly columns: readonly { readonly name: string; readonly usual?: unknown }[];
  /** The fullest first. */
  readonly rows: readonly unknown[][];
}

interface Read {
  readonly tables: readonly PartTable[];
  readonly unavailable: readonly ToolAnswer[];
}

function tableAnswer({ head, columns, rows }: PartTable, limit: number, room: number): ToolAnswer {
  const shown = fit(rows.slice(0, limit), room);
  const left = rows.length - shown.length;
  return {
    ...head,
    ...(left > 0 ? { total: rows.length, shown: shown.length } : {}),
    ...table(columns, shown),
  };
}

/** Tries to make a part; that it could not be read is a part of the answer too. */
async function attempt(what: string, make: () => Promise<Read>): Promise<Read> {
  try {
    return await make();
  } catch (error) {
    return { tables: [], unavailable: [unavailablePart(what, error)] };
  }
}

async function readAll(wanted: ReadonlySet<PartName>, full: boolean, context: ToolContext): Promise<Read> {
  const hypervisors = once(() => readHypervisors(context));
  const capacity = once(() => readCapacity(context, hypervisors));
  const hosts = once(async () => {
    const [read, known] = await Promise.all([capacity(), hypervisors()]);
    return hostUses(read, known);
  });
  const parts: Readonly<Record<PartName, () => Promise<Read>>> = {
    classes: () => attempt("capacity by class", async () => classPart(await capacity())),
    hosts: () => attempt("hosts", async () => hostPart(await capacity(), await hosts(), full)),
    aggregates: () => attempt("aggregates", () => aggregatePart(hosts, full, context)),
    pools: () => poolPart(context),
    addresses: () => addressPart(context),
  };
  const read = await Promise.all(PARTS.filter((part) => wanted.has(part)).map((part) => parts[part]()));
  return { tables: read.flatMap(({ tables }) => tables), unavailable: merged(read.flatMap(unreadOf)) };
}

function unreadOf({ unavailable }: Read): readonly ToolAnswer[] {
  return unavailable;
}

/** One failure that several parts share is told once. */
function merged(unavailable: readonly ToolAnswer[]): ToolAnswer[] {
  const kinds = Map.groupBy(unavailable, ({ what: _what, ...rest }) => JSON.stringify(rest));
  return [...kinds.values()].flatMap((kind) =>
    kind.slice(0, 1).map((first) => ({
      ...first,
      what: [...new Set(kind.map(({ what }) => String(what)))].join(", "),
    }))
  );
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => pending ??= load();
}

function classPart(capacity: Capacity): Read {
  const { columns, rows, ...head } = capacityAnswer(capacity);
  return {
    tables: [{ key: "classes", head, columns: columns.map((name) => ({ name })), rows }],
    unavailable: capacity.source === "placement" ? capacity.read.unavailable : [],
  };
}

/** Where figures by host come from, if not from Placement. */
function sourceOf(capacity: Capacity): ToolAnswer {
  return capacity.source === "placement" ? {} : { source: "Nova, as drivers report it" };
}

function hostPart(capacity: Capacity, hosts: readonly HostUse[], full: boolean): Read {
  const present = classesOf(hosts);
  return {
    tables: [{
      key: "hosts",
      head: sourceOf(capacity),
      columns: [
        { name: "name" },
        { name: "state", usual: "up" },
        { name: "disabled", usual: false },
        ...figureColumns(full).map((name) => ({ name })),
      ],
      rows: hosts.toSorted((a, b) => fullestOf(b.lines) - fullestOf(a.lines)).map((host) => [
        host.name,
        host.host === undefined ? "shared" : host.state,
        host.disabled,
        ...figuresOf(host.lines, full, present),
      ]),
    }],
    unavailable: capacity.source === "placement" ? capacity.read.unavailable : [],
  };
}

async function aggregatePart(
  hosts: () => Promise<readonly HostUse[]>,
  full: boolean,
  context: ToolContext,
): Promise<Read> {
  const [values, known] = await Promise.all([context.cloud.list(listAggregates), hosts()]);
  const aggregates = values.flatMap((value) => readAggregate(value) ?? []);
  const present = classesOf(known);
  const uses = aggregateUses(aggregates, known).toSorted((a, b) => fullestOf(b.lines) - fullestOf(a.lines));
  return {
    tables: [{
      key: "aggregates",
      columns: ["name", "availability_zone", "hosts", ...figureColumns(full)].map((name) => ({ name })),
      rows: uses.map((use) => [
        use.name,
        use.availabilityZone ?? "",
        use.hosts,
        ...figuresOf(use.lines, full, present),
      ]),
    }],
    unavailable: [],
  };
}

/** Volume pools and share pools in one table; a service that is not deployed has none. */
async function poolPart(context: ToolContext): Promise<Read> {
  const read = await Promise.all(POOL_SOURCES.map(async ({ title, operation, query, read }) => {
    try {
      const values = await context.cloud.list(operation, { query });
      return { pools: values.flatMap((value) => poolOf(operation.service, read(value))), unavailable: [] };
    } catch (error) {
      const isAbsent = error instanceof OpenStackError && error.reason === "not deployed" &&
        title !== POOL_SOURCES[0]?.title;
      return { pools: [], unavailable: isAbsent ? [] : [unavailablePart(title, error)] };
    }
  }));
  const pools = read.flatMap(({ pools }) => pools)
    .toSorted((a, b) => (usedPercent(b.pool) ?? 0) - (usedPercent(a.pool) ?? 0));
  const unavailable = read.flatMap(({ unavailable }) => unavailable);
  if (pools.length === 0 && unavailable.length > 0) return { tables: [], unavailable };
  return {
    tables: [{
      key: "pools",
      columns: POOL_COLUMNS,
      rows: pools.map(({ service, pool }) => poolCells(service, pool)),
    }],
    unavailable,
  };
}

function poolOf(service: string, pool: StoragePool | undefined) {
  return pool ? [{ service, pool }] : [];
}

async function addressPart(context: ToolContext): Promise<Read> {
  const { rows, unavailable } = await readAddressUse(context);
  if (rows.length === 0 && unavailable.length > 0) return { tables: [], unavailable };
  const sums = [4, 6].flatMap((version) => {
    const counts = addressCounts(rows, version);
    return counts ? [[`ipv${version}`, counts]] : [];
  });
  return {
    tables: [{
      key: "addresses",
      head: Object.fromEntries(sums),
      columns: ["network", "subnet", "cidr", "total", "used", "left", "used_percent"].map((name) => ({
        name,
      })),
      rows: rows.toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1)).map(addressCells),
    }],
    unavailable,
  };
}

function addressCells({ network, subnet, cidr, total, used, left, percent }: SubnetAddresses): unknown[] {
  return [network, subnet, cidr ?? "", total ?? "", used ?? "", left ?? "", percent ?? ""];
}

/** What a login without the role admin is told: its project's share of the cloud. */
async function readOwn(wanted: ReadonlySet<PartName>, context: ToolContext): Promise<Read> {
  const hidden = {
    what: PARTS.filter((part) => wanted.has(part)).join(", "),
    reason: "not permitted",
    detail: "only an administrator is told of the infrastructure; quota_use is the project's own",
    next: "Log in with the admin role.",
  };
  const { id } = await ownProject(context, "read the quota");
  const read = await Promise.all(QUOTA_SOURCES.map(async (source) => {
    try {
      const rows = await readQuotaRows(source, id, context);
      return { rows: rows.flatMap((row) => quotaCells(source.service, row)), unavailable: [] };
    } catch (error) {
      return { rows: [], unavailable: [unavailablePart(`quota of ${source.service}`, error)] };
    }
  }));
  const unavailable = [hidden, ...read.flatMap(({ unavailable }) => unavailable)];
  if (unavailable.length > QUOTA_SOURCES.length) return { tables: [], unavailable };
  return {
    tables: [{
      key: "quota_use",
      columns: ["service", "resource", "used", "limit", "used_percent"].map((name) => ({ name })),
      rows: read.flatMap(({ rows }) => rows).toSorted((a, b) => b.percent - a.percent)
        .map(({ cells }) => cells),
    }],
    unavailable,
  };
}

/** What is used of a limit; that of which nothing is used is get_quota's. */
function quotaCells(service: string, { kind, resource, limit, inUse, reserved = 0 }: QuotaRow) {
  if (kind !== "project" || !inUse) return [];
  const isLimited = limit !== undefined && limit !== UNLIMITED;
  const percent = isLimited ? percentOf(inUse + reserved, limit) : undefined;
  const shown = limit === UNLIMITED ? "unlimited" : limit ?? UNKNOWN;
  return [{ percent: percent ?? -1, cells: [service, resource, inUse + reserved, shown, percent ?? ""] }];
}
