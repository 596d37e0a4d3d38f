import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { UNLIMITED } from "../../openstack/quota.ts";
import type { QuotaRow } from "../../openstack/quota_source.ts";
import { officialType } from "../../openstack/services.ts";
import { suggest } from "../../text/suggest.ts";
import { fit } from "../list_table.ts";
import { LIST_ARGUMENTS, referenceArgument, renamed, wordsArgument } from "../list_arguments.ts";
import { UNKNOWN } from "../parts.ts";
import { projectScope, seesAllProjects } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import {
  MORE_QUOTA_OPERATIONS,
  QUOTA_SERVICES,
  type QuotaProject,
  type QuotaService,
} from "./more_quotas.ts";
import { advised, findProject, PROJECT_OPERATIONS } from "./projects.ts";
import { QUOTA_OPERATIONS } from "./quotas.ts";

/** Limits and use of a project in every service that has quotas. */
export const getQuota = tool({
  name: "get_quota",
  toolset: "identity",
  title: "Quota",
  description:
    "Limit, use and reservations of every service for the login's project or a named one; detail=full adds limits of single objects, volume types and what is neither limited nor used.",
  input: z.strictObject({
    project: referenceArgument,
    services: wordsArgument,
    detail: LIST_ARGUMENTS.detail,
  }),
  operations: [...PROJECT_OPERATIONS, ...QUOTA_OPERATIONS, ...MORE_QUOTA_OPERATIONS],
  compat: { project_name: renamed("project"), project_id: renamed("project"), service: renamed("services") },
  readsOf: {
    set_quota: {
      actions: { list: {}, show: {} },
      compat: { project_name: renamed("project") },
      ignored: [
        "cores",
        "instances",
        "ram",
        "volumes",
        "snapshots",
        "gigabytes",
        "networks",
        "ports",
        "routers",
        "floating_ips",
        "security_groups",
        "security_group_rules",
      ],
    },
  },
  run: async (args, context) => {
    const services = servicesFor(args.services);
    const project = await projectOf(args.project, context);
    const readable = services.filter(({ ownOnly }) => project.own || !ownOnly);
    const found = await Promise.all(readable.map((service) => quotaPart(service, project, context)));
    const quotas = args.services ? found : found.filter(isWorthAWord);
    const failures = quotas.flatMap(({ error }) => error ?? []);
    if (failures.length === quotas.length && failures[0]) throw failures[0];
    const untold = services.filter((service) => !readable.includes(service)).map(({ service }) => service);
    return {
      scope: projectScope(project.name, context),
      ...tableOf({ project, quotas, untold, full: args.detail === "full", context }),
    };
  },
});

/** The services of an argument, by any name that they have; all of them without it. */
function servicesFor(words: readonly string[] | undefined): readonly QuotaService[] {
  if (!words) return QUOTA_SERVICES;
  const known = QUOTA_SERVICES.map(({ service }) => service);
  const wanted = words.map((word) => {
    const service = officialType(word.toLowerCase().replaceAll("_", "-"));
    if (known.includes(service)) return service;
    const near = suggest(service, known);
    throw new OpenStackError({
      what: "read the quota",
      reason: "invalid argument",
      detail: `no quota of "${word.slice(0, 60)}"${near ? ` (did you mean ${near}?)` : ""}; there are: ${
        known.join(", ")
      }`,
    });
  });
  return QUOTA_SERVICES.filter(({ service }) => wanted.includes(service));
}

async function projectOf(reference: string | undefined, context: ToolContext): Promise<QuotaProject> {
  const session = await context.cloud.session();
  const { project: own } = session;
  // The token vouches for its own project. For an administrator its name may also be one of another domain.
  const isOwn = reference === undefined || reference === own?.id ||
    (reference === own?.name && !seesAllProjects(session));
  if (own && isOwn) return { id: own.id, name: own.name, own: true };
  const found = await findProject(reference, context, "read the quota");
  return { id: found.id, name: found.name ?? found.id, own: found.id === own?.id };
}

interface QuotaPart {
  readonly service: QuotaService;
  readonly rows: readonly QuotaRow[];
  readonly error?: OpenStackError;
  /** What could not be counted. */
  readonly uncounted: readonly { readonly resources: readonly string[]; readonly error: OpenStackError }[];
}

async function quotaPart(
  service: QuotaService,
  project: QuotaProject,
  context: ToolContext,
): Promise<QuotaPart> {
  const [limits, ...counts] = await Promise.all([
    outcomeOf(() => service.read(project, context)),
    ...countsOf(service, project).map(async ({ resources, read }) => ({
      resources,
      outcome: await outcomeOf(() => read(project, context)),
    })),
  ]);
  if ("error" in limits) return { service, rows: [], error: foreign(limits.error, project), uncounted: [] };
  const numbers = new Map(
    counts.flatMap(({ resources, outcome }) =>
      "error" in outcome ? [] : resources.map((resource, index) => [resource, outcome.value[index]] as const)
    ),
  );
  return {
    service,
    rows: limits.value.map((row) => ({ ...row, inUse: row.inUse ?? numbers.get(row.resource) })),
    uncounted: counts.flatMap(({ resources, outcome }) =>
      "error" in outcome ? [{ resources, error: outcome.error }] : []
    ),
  };
}

function countsOf({ counts = [] }: QuotaService, { own }: QuotaProject) {
  return counts.filter(({ ownOnly }) => own || !ownOnly);
}

type Outcome<T> = { readonly value: T } | { readonly error: OpenStackError };

async function outcomeOf<T>(read: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    return { error };
  }
}

function foreign(error: OpenStackError, { own, name }: QuotaProject): OpenStackError {
  return !own && error.reason === "not permitted" ? advised(error, `Log in to project ${name}.`) : error;
}

/** That a cloud does without a service of the rarer kind is not worth a word to who did not ask for it. */
function isWorthAWord({ service, error }: QuotaPart): boolean {
  return service.expected || error?.reason !== "not deployed";
}

/** What a default answer shows. There are three lines more for every volume type. */
function isShown({ kind, limit, inUse }: QuotaRow, { own }: QuotaProject): boolean {
  if (kind === "user") return own;
  return kind === "project" && (limit !== UNLIMITED || (inUse ?? 0) > 0);
}

interface Shown {
  readonly project: QuotaProject;
  readonly quotas: readonly QuotaPart[];
  /** Services that tell nothing of another project than the login's. */
  readonly untold: readonly string[];
  readonly full: boolean;
  readonly context: ToolContext;
}

function tableOf({ project, quotas, untold, full, context }: Shown): ToolAnswer {
  const all = quotas.flatMap(({ service, rows }) =>
    rows.map((row) => ({ service: service.service, ...row }))
  );
  const chosen = full ? all : all.filter((row) => isShown(row, project));
  const rows = fit(chosen.map((row) => full ? [...cells(row), row.kind] : cells(row)), context.answerTokens);
  const hidden = all.length - rows.length;
  const unavailable = [...unread(quotas, chosen), ...untoldPart(untold, project)];
  const keypairs = chosen.some(({ kind, inUse }) => kind === "user" && inUse !== undefined);
  return {
    shown: rows.length,
    columns: ["service", "resource", "limit", "used", "reserved", ...full ? ["per"] : []],
    rows,
    ...(keypairs ? { counted: ["key_pairs: those of this user"] } : {}),
    ...(hidden > 0 ? { left_out: leftText(hidden, full) } : {}),
    ...(rows.length === 0 && unavailable.length === 0
      ? { note: "no limits are set here, and no use is counted" }
      : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

type ServiceRow = QuotaRow & { readonly service: string };

function leftText(hidden: number, full: boolean): string {
  return full
    ? `${hidden} limits, as the answer has no room for more`
    : `${hidden} limits of single objects, users or volume types, or neither set nor used (detail=full)`;
}

function unread(
  quotas: readonly QuotaPart[],
  chosen: readonly ServiceRow[],
): Readonly<Record<string, unknown>>[] {
  const uncounted = new Set(quotas.flatMap((part) => part.uncounted.flatMap(({ resources }) => resources)));
  const limitsOnly = new Set(
    chosen.filter((row) => lacksUse(row) && !uncounted.has(row.resource)).map(({ service }) => service),
  );
  return [
    ...quotas.flatMap(({ service, error }) =>
      error ? [unavailablePart(`quota of ${service.service}`, error)] : []
    ),
    ...quotas.flatMap(({ uncounted }) =>
      uncounted.map(({ resources, error }) => unavailablePart(`use of ${resources.join(", ")}`, error))
    ),
    ...[...limitsOnly].map((service) => ({
      what: `use of ${service} resources`,
      service,
      reason: "not deployed",
      detail: "the service tells limits alone",
    })),
  ];
}

function untoldPart(
  untold: readonly string[],
  { name }: QuotaProject,
): Readonly<Record<string, unknown>>[] {
  if (untold.length === 0) return [];
  return [{
    what: `quota of ${untold.join(", ")}`,
    reason: "not permitted",
    detail: "told of the login's own project alone",
    next: `Log in to project ${name}.`,
  }];
}

function lacksUse({ kind, inUse }: QuotaRow): boolean {
  return (kind === "project" || kind === "volume type") && inUse === undefined;
}

/** No sum is held against the limit of a single object: what the service gives for its use says nothing. */
function cells({ service, resource, kind, limit, inUse, reserved, reserves = true }: ServiceRow): unknown[] {
  const use = kind === "object"
    ? ["", ""]
    : [inUse ?? UNKNOWN, reserved ?? (reserves && kind !== "user" ? UNKNOWN : "")];
  return [service, resource, limit === UNLIMITED ? "unlimited" : limit ?? UNKNOWN, ...use];
}
