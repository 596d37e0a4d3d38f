import * as z from "zod";
import { Collector } from "../../health/collector.ts";
import type { Outcome } from "../../health/collection.ts";
import { COLLECTIONS, type Item } from "../../health/collections/mod.ts";
import { type LimitedQuota, limitedQuotas, NEAR_PERCENT } from "../../health/quota_use.ts";
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { showNetworkQuota } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { table } from "../list_table.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import {
  type Capacity,
  CAPACITY_OPERATIONS,
  capacityAnswer,
  MOST_PROVIDERS,
  readCapacity,
} from "./capacity.ts";
import { type Evidence, healthAnswer, problemsOf } from "./cluster_health.ts";
import { countTable, INFRASTRUCTURE_OPERATIONS, type Part, readInfrastructure } from "./infrastructure.ts";
import {
  countsOf,
  INVENTORY_COLLECTIONS,
  INVENTORY_OPERATIONS,
  type Kind,
  readInventory,
} from "./inventory.ts";
import { CallCloud } from "./report_cloud.ts";

/** Services whose processes are counted; engines of others are get_service_status's. */
const WATCHED: ReadonlySet<string> = new Set(["compute", "network", "block-storage"]);

const QUOTA_COLLECTIONS = ["computeQuota", "networkQuota", "volumeQuota"] as const;

const QUOTA_TITLES = QUOTA_COLLECTIONS.map((name) => COLLECTIONS[name].title);

const OPERATIONS: readonly Operation[] = [
  ...INVENTORY_OPERATIONS,
  ...INFRASTRUCTURE_OPERATIONS.filter(({ service }) => WATCHED.has(service)),
  showComputeQuota,
  showNetworkQuota,
  showVolumeQuota,
  ...CAPACITY_OPERATIONS,
];

/** The whole cloud at a glance. */
export const getClusterStatus = tool({
  name: "get_cluster_status",
  toolset: "health",
  title: "Cluster status",
  description:
    "The cloud at a glance: inventory by state, failures, quotas near their limit, a health score with its parts; for administrators also capacity and services.",
  input: z.strictObject({}),
  operations: OPERATIONS,
  // What cannot be read is told, and the rest is shown.
  essential: [],
  aliases: { get_openstack_cluster_status: {} },
  run: async (_args, context) => {
    const found = await readAll(context);
    return {
      scope: await scopeText(context),
      ...(found.isAdmin ? { covers: coverText(found.project, context.allProjects) } : {}),
      ...answerOf(found, context),
    };
  },
});

/** What was read of the cloud, and what could not be. */
interface Found {
  readonly kinds: readonly Kind[];
  readonly quotas: readonly Outcome<Item<"computeQuota">>[];
  readonly infrastructure: ClusterInfrastructure;
  readonly isAdmin: boolean;
  /** Name of the token's project, if it has one. */
  readonly project: string | undefined;
}

/** What administrators alone are told. */
interface ClusterInfrastructure {
  readonly processes?: readonly Part[];
  /** Whether these are the processes of all services. */
  readonly complete?: boolean;
  readonly capacity?: Capacity;
  readonly unavailable: readonly ToolAnswer[];
}

async function readAll(context: ToolContext): Promise<Found> {
  const { cloud, allProjects, now, signal } = context;
  const session = await cloud.session();
  const counted = new CallCloud(cloud);
  const common = { cloud: counted, session, now, signal, maxHosts: MOST_PROVIDERS };
  const inventory = new Collector({ ...common, names: INVENTORY_COLLECTIONS, allProjects });
  // Those of every project would take three requests each.
  const own = new Collector({ ...common, names: QUOTA_COLLECTIONS, allProjects: false });
  const isAdmin = session.roles.includes("admin");
  try {
    const [kinds, quotas, infrastructure] = await Promise.all([
      readInventory(inventory, context),
      Promise.all(QUOTA_COLLECTIONS.map((name) => own.get(name))),
      isAdmin ? clusterInfrastructure(context) : { unavailable: [NOT_PERMITTED] },
    ]);
    return { kinds, quotas, infrastructure, isAdmin, project: session.project?.name };
  } finally {
    counted.settle();
  }
}

/** What is of the project and what of everybody: an administrator is shown both. */
function coverText(project: string | undefined, allProjects: boolean): string {
  return [
    ...(allProjects ? ["inventory of all projects"] : project ? [`inventory of project ${project}`] : []),
    ...(project ? [`quotas of project ${project}`] : []),
    "infrastructure of the whole cloud",
  ].join(", ");
}

const NOT_PERMITTED = {
  what: "capacity, compute services, network agents, volume services",
  reason: "not permitted",
  detail: "only an administrator is told of the infrastructure",
  next: "Log in with the admin role.",
};

async function clusterInfrastructure(context: ToolContext): Promise<ClusterInfrastructure> {
  const [{ parts, unavailable }, capacity] = await Promise.all([
    readInfrastructure((service) => WATCHED.has(service), context),
    capacityPart(context),
  ]);
  return {
    ...(unavailable.length > 0 && parts.length === 0 ? {} : { processes: parts }),
    complete: unavailable.length === 0,
    ...capacity,
    unavailable: [...unavailable, ...capacity.unavailable],
  };
}

async function capacityPart(context: ToolContext): Promise<ClusterInfrastructure> {
  try {
    const capacity = await readCapacity(context);
    return { capacity, unavailable: capacity.source === "placement" ? capacity.read.unavailable : [] };
  } catch (error) {
    return { unavailable: [unavailablePart("capacity", error)] };
  }
}

/** Lines about what has failed; more are counted. */
const MOST_PROBLEMS = 12;

function answerOf(found: Found, context: ToolContext): ToolAnswer {
  const { kinds, quotas, infrastructure, project } = found;
  const absent = kinds.filter(({ outcome }) => outcome.state === "not applicable").map(({ key }) => key);
  const unavailable = [
    ...(project === undefined ? [withoutProject([...absent, "quotas"])] : []),
    ...kinds.flatMap(({ key, outcome }) => unreadOf(key.replaceAll("_", " "), outcome)),
    ...quotas.flatMap((outcome, index) => unreadOf(QUOTA_TITLES[index] ?? "quota", outcome)),
    ...infrastructure.unavailable,
  ];
  const limited = limitedQuotas(quotas.flatMap((outcome) => outcome.state === "ok" ? outcome.items : []));
  const { processes, capacity } = infrastructure;
  // A service without an endpoint for this scope does not fail: it was never asked.
  const unasked = new Set(context.cloud.allowlist.refused.map(({ service }) => service));
  const failing = new Set(unavailable.filter(isFailure).map(({ service }) => String(service)))
    .difference(unasked);
  const evidence: Evidence = {
    asked: askedOf(kinds, infrastructure).difference(unasked).union(failing),
    failing,
    kinds,
    inProject: project !== undefined,
    processes,
    complete: infrastructure.complete ?? false,
    capacity,
    quotas: quotas.every(({ state }) => state === "ok") ? limited : undefined,
  };
  return {
    health: healthAnswer(evidence),
    problems: cut(problemsOf(evidence)),
    inventory: Object.fromEntries(
      kinds.flatMap(({ key, outcome }) => outcome.state === "ok" ? [[key, countsOf(outcome.items)]] : []),
    ),
    ...(absent.length === 0 || project === undefined ? {} : { not_deployed: absent }),
    ...(capacity ? { capacity: capacityAnswer(capacity) } : {}),
    ...(processes ? { services: countTable(processes) } : {}),
    ...nearLimits(limited, evidence.quotas !== undefined),
    ...(unavailable.length === 0 ? {} : { unavailable }),
  };
}

/** What belongs to projects cannot be asked for without one. */
function withoutProject(kinds: readonly string[]): ToolAnswer {
  return {
    what: kinds.join(", ").replaceAll("_", " "),
    reason: "refused by policy",
    detail: "the login is not scoped to a project",
    next: "Log in with a project (--project, OS_PROJECT_NAME).",
  };
}

function cut(problems: readonly string[]): string[] {
  const more = problems.length - MOST_PROBLEMS;
  return [...problems.slice(0, MOST_PROBLEMS), ...more > 0 ? [`and ${more} more`] : []];
}

function unreadOf(what: string, outcome: Outcome<unknown>): ToolAnswer[] {
  if ("error" in outcome) return [unavailablePart(what, outcome.error)];
  if (outcome.state !== "ok" || outcome.incomplete === undefined) return [];
  return [{ what, reason: "unexpected answer", detail: outcome.incomplete }];
}

/** The services that had a question put to them. */
function askedOf(
  kinds: readonly Kind[],
  { processes, capacity }: ClusterInfrastructure,
): ReadonlySet<string> {
  return new Set([
    ...kinds.filter(({ outcome }) => outcome.state !== "not applicable").map(({ service }) => service),
    ...(processes ?? []).map(({ service }) => service),
    ...(capacity ? ["placement"] : []),
  ]);
}

/** Reasons that a service which works may have. */
const REFUSALS: ReadonlySet<unknown> = new Set(["not permitted", "not deployed", "refused by policy"]);

function isFailure({ service, reason }: ToolAnswer): boolean {
  return service !== undefined && !REFUSALS.has(reason);
}

/** That nothing is near its limit can be said only if everything was read. */
function nearLimits(limited: readonly LimitedQuota[], complete: boolean): ToolAnswer {
  const near = limited.filter(({ percent }) => percent >= NEAR_PERCENT);
  if (near.length === 0) return complete ? { quotas_near_limit: [] } : {};
  return {
    quotas_near_limit: table(
      ["service", "resource", "used", "limit", "used_percent"].map((name) => ({ name })),
      near.map(({ service, resource, used, limit, percent }) => [service, resource, used, limit, percent]),
    ),
  };
}
