/** The cloud's side of the command `access-rules`: the rules, and what a person must know to use them.
 *
 * @module
 */
import { operationPath, rulesFor } from "../openstack/access_rules.ts";
import type { AllowEntry } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { CatalogEntry } from "../openstack/catalog.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { isRead, type Operation } from "../openstack/operation.ts";
import { officialType } from "../openstack/services.ts";
import { stringifyJson } from "../text/json.ts";
import { TOOLS } from "../tools/mod.ts";
import type { AccessRulesAnswer } from "../wire/access_rules.ts";
import { rolesFor } from "./credential_roles.ts";
import { type Enforcement, probeEnforcement, VERDICTS } from "./enforcement.ts";
import type { Task } from "./thread.ts";

/** Answers with the rules of the chosen tools; without leave to change anything, of their reads alone. */
export const accessRulesTask: Task = async (client, { policy }, _message, { signal, guard }) => {
  const session = await client.sessions.get(signal);
  const { entries } = client.allowlist;
  const tools = TOOLS.filter(({ name }) => policy.tools.includes(name));
  const operations = [...new Set(tools.flatMap((tool) => tool.operations))]
    .filter((op) => policy.allowWrite || isRead(op));
  const rules = rulesFor({
    operations,
    asksEveryService: tools.some((tool) => tool.asksEveryService),
    entries,
    catalog: session.catalog,
    ...(session.project ? { projectId: session.project.id } : {}),
  });
  if (rules.length === 0) throw nothingToGrant();
  // What a tool can do without is no reason to hand out a role: its answer says what was refused.
  const essential = new Set(tools.flatMap((tool) => tool.essential));
  const decisive = operations.filter((op) => !isRead(op) || essential.has(op));
  const roles = rolesFor(decisive.length > 0 ? decisive : operations, session.roles);
  const limits = session.applicationCredential?.accessRules;
  const answer: AccessRulesAnswer = {
    rules,
    roles,
    notes: notesOn({ operations, entries, session, roles, services: rules.map(({ service }) => service) }),
    enforcement: limits
      ? (await probeEnforcement(client, limits, signal)).map(told)
      : generalKnowledge(rules.map(({ service }) => officialType(service))),
    probed: limits !== undefined,
  };
  return { json: stringifyJson(guard(answer)), isError: false };
};

/** Keystone takes an empty list for no limit at all. */
function nothingToGrant(): OpenStackError {
  return new OpenStackError({
    what: "list access rules",
    reason: "invalid argument",
    detail: "the chosen tools send nothing to this cloud, and a credential with an empty list has no limits",
    next: "Choose tools with --toolsets or --tools.",
  });
}

function told({ service, state }: Enforcement): AccessRulesAnswer["enforcement"][number] {
  return { service, detail: VERDICTS[state].detail };
}

/** Services that are known to be different. */
const PECULIAR: Readonly<Record<string, string>> = {
  "identity": "Keystone does not hold its own callers to access rules: only their roles limit them there",
  "object-store":
    "Swift and Ceph gateways are seldom set up for access rules: they then refuse every call of such a credential, or check nothing",
};

/** What can be said of services that were not tried. */
export function generalKnowledge(services: readonly string[]): AccessRulesAnswer["enforcement"] {
  return [...new Set(services)].flatMap((service) => {
    const detail = PECULIAR[service];
    return detail === undefined ? [] : [{ service, detail }];
  });
}

/** What {@linkcode notesOn} judges by. */
export interface NoteSources {
  readonly operations: readonly Operation[];
  readonly entries: readonly AllowEntry[];
  readonly session: Pick<Session, "catalog" | "project">;
  /** The roles that were chosen for the credential. */
  readonly roles: readonly string[];
  /** The services as the rules spell them. */
  readonly services: readonly string[];
}

/** What the rules cannot do, or a person could take for a mistake in them. */
export function notesOn(sources: NoteSources): string[] {
  return [
    ...projectNotes(sources),
    ...roleNotes(sources),
    ...missingNotes(sources),
    ...sharedPathNotes(sources),
    ...aliasNotes(sources.session.catalog, sources.services),
    ...prefixNotes(sources),
  ];
}

function projectNotes({ session }: NoteSources): string[] {
  return session.project ? [] : [
    "This login is not scoped to a project, and an application credential always is: log in to a project to create it.",
  ];
}

function roleNotes({ operations, roles }: NoteSources): string[] {
  const admins = operations.filter(({ needs }) => needs === "admin").length;
  return [
    ...roles.length === 0 ? ["This login has no role that these tools are known to work with."] : [],
    ...admins > 0 && !roles.includes("admin")
      ? [
        `${admins} of ${operations.length} calls need the role admin by the services' default policies: without it their answers are "not permitted".`,
      ]
      : [],
  ];
}

function missingNotes({ operations, entries }: NoteSources): string[] {
  const there = new Set(entries.map(({ service }) => service));
  const missing = new Set(operations.map(({ service }) => service)).difference(there);
  return missing.size === 0
    ? []
    : [`No rules for ${[...missing].join(", ")}: this cloud has no usable address of it.`];
}

/** Actions differ by their bodies, which no rule sees. */
function sharedPathNotes({ operations, entries, session }: NoteSources): string[] {
  const calls = operations.filter(sharesPath).flatMap((op) => {
    const entry = entries.find(({ service }) => service === op.service);
    return entry ? [`${op.method} ${operationPath(op, entry, session.project?.id)}`] : [];
  });
  return [...new Set(calls)].map((call) =>
    `${call} lets every action of that path through, not only those of the chosen tools: the roles must keep the others out.`
  );
}

function sharesPath(op: Operation): boolean {
  return op.path.endsWith("/action") || (isRead(op) && op.method !== "GET" && op.method !== "HEAD");
}

function aliasNotes(catalog: readonly CatalogEntry[], services: readonly string[]): string[] {
  const types = new Set(catalog.map(({ type }) => type)).intersection(new Set(services));
  return [...Map.groupBy(types, officialType).values()].filter((names) => names.length > 1).map((names) =>
    `The catalogue lists one service as ${
      names.join(" and ")
    }: it knows itself by one of them, so each has its rules.`
  );
}

function prefixNotes({ operations, entries }: NoteSources): string[] {
  const used = new Set(operations.map(({ service }) => service));
  const prefixes = entries.filter(({ service, pathPrefix }) => used.has(service) && pathPrefix !== "/")
    .map(({ pathPrefix }) => pathPrefix.replace(/\/$/, ""));
  return prefixes.length === 0 ? [] : [
    `Paths begin with ${
      [...new Set(prefixes)].join(", ")
    } as in the catalogue: where a proxy takes that away before the service, take it out of the rules.`,
  ];
}
