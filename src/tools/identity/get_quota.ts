import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { UNLIMITED } from "../../openstack/quota.ts";
import { fit } from "../list_table.ts";
import { LIST_ARGUMENTS, referenceArgument, renamed } from "../list_arguments.ts";
import { UNKNOWN } from "../parts.ts";
import { regionOf } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { advised, findProject, PROJECT_OPERATIONS, seesAllProjects } from "./projects.ts";
import {
  countKeypairs,
  QUOTA_OPERATIONS,
  QUOTA_SOURCES,
  type QuotaRow,
  type QuotaSource,
  readQuotaRows,
} from "./quotas.ts";

/** Limits and use of a project in Nova, Neutron and Cinder. */
export const getQuota = tool({
  name: "get_quota",
  toolset: "identity",
  title: "Quota",
  description:
    "Limit, use and reservations of compute, network and block storage for the login's project or a named one; detail=full adds limits of single objects and volume types.",
  input: z.strictObject({
    project: referenceArgument,
    detail: LIST_ARGUMENTS.detail,
  }),
  operations: [...PROJECT_OPERATIONS, ...QUOTA_OPERATIONS],
  compat: { project_name: renamed("project"), project_id: renamed("project") },
  run: async (args, context) => {
    const project = await projectOf(args.project, context);
    const [quotas, keypairs] = await Promise.all([
      Promise.all(QUOTA_SOURCES.map((source) => quotaPart(source, project, context))),
      project.own ? keypairPart(context) : {},
    ]);
    const failures = quotas.flatMap(({ error }) => error ?? []);
    if (failures.length === quotas.length) throw failures[0];
    const region = regionOf(context);
    return {
      scope: `project ${project.name}${region ? `, region ${region}` : ""}`,
      ...tableOf(project, quotas, keypairs, args.detail === "full", context),
    };
  },
});

interface QuotaProject {
  readonly id: string;
  readonly name: string;
  readonly own: boolean;
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
  readonly service: string;
  readonly rows: readonly QuotaRow[];
  readonly error?: OpenStackError;
}

async function quotaPart(
  source: QuotaSource,
  { id, name, own }: QuotaProject,
  context: ToolContext,
): Promise<QuotaPart> {
  const { service } = source;
  try {
    return { service, rows: await readQuotaRows(source, id, context) };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    const foreign = !own && error.reason === "not permitted";
    return { service, rows: [], error: foreign ? advised(error, `Log in to project ${name}.`) : error };
  }
}

interface KeypairPart {
  readonly count?: number;
  readonly error?: unknown;
}

async function keypairPart(context: ToolContext): Promise<KeypairPart> {
  try {
    return { count: await countKeypairs(context) };
  } catch (error) {
    return { error };
  }
}

/** What a default answer shows. There are three lines more for every volume type. */
function isShown({ kind }: QuotaRow, { own }: QuotaProject): boolean {
  return kind === "project" || (kind === "user" && own);
}

function tableOf(
  project: QuotaProject,
  quotas: readonly QuotaPart[],
  keypairs: KeypairPart,
  full: boolean,
  context: ToolContext,
): ToolAnswer {
  const all = quotas.flatMap(({ service, rows }) =>
    rows.map((row) => ({ service, ...row, ...(row.kind === "user" ? { inUse: keypairs.count } : {}) }))
  );
  const chosen = full ? all : all.filter((row) => isShown(row, project));
  const rows = fit(chosen.map((row) => full ? [...cells(row), row.kind] : cells(row)), context.answerTokens);
  const hidden = all.length - rows.length;
  const unavailable = unread(quotas, keypairs);
  return {
    shown: rows.length,
    columns: ["service", "resource", "limit", "used", "reserved", ...full ? ["per"] : []],
    rows,
    ...(keypairs.count === undefined ? {} : { counted: ["key_pairs: those of this user"] }),
    ...(hidden > 0 ? { left_out: leftText(hidden, full) } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

type ServiceRow = QuotaRow & { readonly service: string };

function leftText(hidden: number, full: boolean): string {
  return full
    ? `${hidden} limits, as the answer has no room for more`
    : `${hidden} limits of single objects, users or volume types (detail=full)`;
}

function unread(quotas: readonly QuotaPart[], keypairs: KeypairPart): Readonly<Record<string, unknown>>[] {
  return [
    ...quotas.flatMap(({ service, error }) => error ? [unavailablePart(`quota of ${service}`, error)] : []),
    ...keypairs.error === undefined ? [] : [unavailablePart("use of key_pairs", keypairs.error)],
    ...quotas.filter(({ rows }) => rows.some(lacksUse)).map(({ service }) => ({
      what: `use of ${service} resources`,
      service,
      reason: "not deployed",
      detail: "the service tells limits alone",
    })),
  ];
}

function lacksUse({ kind, inUse }: QuotaRow): boolean {
  return (kind === "project" || kind === "volume type") && inUse === undefined;
}

/** No sum is held against the limit of a single object: what the service gives for its use says nothing. */
function cells({ service, resource, kind, limit, inUse, reserved }: ServiceRow): unknown[] {
  const use = kind === "object" ? ["", ""] : [inUse ?? UNKNOWN, reserved ?? UNKNOWN];
  return [service, resource, limit === UNLIMITED ? "unlimited" : limit ?? UNKNOWN, ...use];
}
