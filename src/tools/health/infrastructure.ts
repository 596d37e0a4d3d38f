/** The services behind the APIs: what Nova, Neutron, Cinder, Heat, Designate and Manila say of their own parts.
 *
 * @module
 */
import { listVolumeServices } from "../../openstack/block_storage/operations.ts";
import { readVolumeService } from "../../openstack/block_storage/types.ts";
import { listComputeServices } from "../../openstack/compute/operations.ts";
import { readComputeService } from "../../openstack/compute/types.ts";
import { listDnsServiceStatuses } from "../../openstack/dns/operations.ts";
import { readDnsServiceStatus } from "../../openstack/dns/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { listAmphorae } from "../../openstack/load_balancer/operations.ts";
import { listAgents } from "../../openstack/network/operations.ts";
import { readAgent } from "../../openstack/network/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listOrchestrationServices } from "../../openstack/orchestration/operations.ts";
import { readOrchestrationService } from "../../openstack/orchestration/types.ts";
import { listShareServices } from "../../openstack/shared_file_system/operations.ts";
import { readShareService } from "../../openstack/shared_file_system/types.ts";
import { toUtc } from "../../text/time.ts";
import { table } from "../list_table.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";

/** The operations that reading them needs; administrators' all. */
export const INFRASTRUCTURE_OPERATIONS = [
  listComputeServices,
  listAgents,
  listVolumeServices,
  listOrchestrationServices,
  listDnsServiceStatuses,
  listShareServices,
];

/** One process on one host. */
export interface Part {
  /** Official type of the service that it belongs to. */
  readonly service: string;
  readonly binary: string;
  readonly host: string;
  readonly zone: string | undefined;
  /** `up` and `down` as the service says; anything else is not known. */
  readonly state: "up" | "down" | "unknown";
  readonly disabled: boolean;
  /** What else there is to know: why it is disabled, a backend that is down. */
  readonly notes: readonly string[];
  readonly lastSeen: string | undefined;
}

interface Source {
  readonly title: string;
  readonly operation: Operation;
  readonly read: (value: unknown) => Omit<Part, "service"> | undefined;
  /** To those who may not read it, it is empty rather than refused. */
  readonly hides?: boolean;
}

const SOURCES: readonly Source[] = [
  { title: "compute services", operation: listComputeServices, read: readNova },
  { title: "network agents", operation: listAgents, read: readNeutron, hides: true },
  { title: "volume services", operation: listVolumeServices, read: readCinder },
  { title: "orchestration engines", operation: listOrchestrationServices, read: readHeat },
  { title: "DNS services", operation: listDnsServiceStatuses, read: readDesignate },
  { title: "share services", operation: listShareServices, read: readManila },
];

function stateOf(state: string | undefined): Part["state"] {
  return state === "up" || state === "down" ? state : "unknown";
}

function readNova(value: unknown): Omit<Part, "service"> | undefined {
  const found = readComputeService(value);
  return found && {
    binary: found.binary,
    host: found.host,
    zone: found.zone,
    state: stateOf(found.state),
    disabled: found.status === "disabled",
    notes: notes(
      found.disabledReason,
      found.forcedDown ? "forced down" : undefined,
      found.partial ? "its cell does not answer" : undefined,
    ),
    lastSeen: toUtc(found.updatedAt),
  };
}

function readNeutron(value: unknown): Omit<Part, "service"> | undefined {
  const found = readAgent(value);
  return found && {
    binary: found.binary ?? found.type ?? "agent",
    host: found.host ?? found.id,
    zone: found.availabilityZone,
    state: found.alive === undefined ? "unknown" : found.alive ? "up" : "down",
    disabled: found.adminStateUp === false,
    notes: notes(found.resourcesSynced === false ? "resources not synchronised" : undefined),
    lastSeen: toUtc(found.heartbeat),
  };
}

function readCinder(value: unknown): Omit<Part, "service"> | undefined {
  const found = readVolumeService(value);
  return found && {
    binary: found.binary,
    host: found.host,
    zone: found.zone,
    state: stateOf(found.state),
    disabled: found.status === "disabled",
    notes: notes(
      found.disabledReason,
      found.backendState === "down" ? "backend down" : undefined,
      found.frozen ? "frozen" : undefined,
      found.replicationStatus === "failed-over" ? "failed over" : undefined,
    ),
    lastSeen: toUtc(found.updatedAt),
  };
}

function readHeat(value: unknown): Omit<Part, "service"> | undefined {
  const found = readOrchestrationService(value);
  return found && {
    binary: found.binary ?? "heat-engine",
    host: found.host ?? found.hostname ?? found.id,
    zone: undefined,
    state: stateOf(found.status),
    disabled: false,
    notes: [],
    lastSeen: toUtc(found.updatedAt),
  };
}

/** `WARNING` means that it works, and not well. */
function readDesignate(value: unknown): Omit<Part, "service"> | undefined {
  const found = readDnsServiceStatus(value);
  if (!found) return undefined;
  const status = found.status?.toLowerCase();
  return {
    binary: found.serviceName === undefined ? "designate" : `designate-${found.serviceName}`,
    host: found.hostname ?? found.id,
    zone: undefined,
    state: stateOf(status === "warning" ? "up" : status),
    disabled: false,
    notes: notes(status === "warning" ? "it reports a warning" : undefined),
    lastSeen: toUtc(found.heartbeatAt),
  };
}

function readManila(value: unknown): Omit<Part, "service"> | undefined {
  const found = readShareService(value);
  return found && {
    binary: found.binary ?? "manila",
    host: found.host ?? found.id,
    zone: found.zone,
    state: stateOf(found.state),
    disabled: found.status === "disabled",
    notes: [],
    lastSeen: toUtc(found.updatedAt),
  };
}

function notes(...found: readonly (string | undefined)[]): string[] {
  return found.filter((note) => note !== undefined);
}

/** What was read of the parts, and what could not be. */
export interface Infrastructure {
  readonly parts: readonly Part[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the parts of the wanted services that are deployed, all at once. */
export async function readInfrastructure(
  wanted: (service: string) => boolean,
  context: ToolContext,
): Promise<Infrastructure> {
  const { entries, refused } = context.cloud.allowlist;
  const deployed = new Set([...entries, ...refused].map(({ service }) => service));
  const isWanted = (service: string) => wanted(service) && deployed.has(service);
  const sources = SOURCES.filter(({ operation }) => isWanted(operation.service));
  const { roles } = await context.cloud.session();
  if (!roles.includes("admin")) {
    const hidden = [
      ...sources.map(({ title }) => title),
      ...isWanted(listAmphorae.service) ? ["amphorae"] : [],
    ];
    return { parts: [], unavailable: hidden.length === 0 ? [] : [onlyAdministrators(hidden)] };
  }
  const read = await Promise.all(sources.map((source) => readSource(source, context)));
  return {
    parts: read.flatMap(({ parts }) => parts),
    unavailable: read.flatMap(({ unavailable }) => unavailable),
  };
}

async function readSource(source: Source, context: ToolContext): Promise<Infrastructure> {
  const { title, operation: { service } } = source;
  try {
    const values = await context.cloud.list(source.operation);
    const parts = values.flatMap((value) => {
      const part = source.read(value);
      return part ? [{ service, ...part }] : [];
    });
    const unread = values.length - parts.length;
    if (unread > 0) {
      return { parts, unavailable: [unreadable(`${unread} of ${values.length} ${title}`, service)] };
    }
    return { parts, unavailable: source.hides && parts.length === 0 ? [hidden(title, service)] : [] };
  } catch (error) {
    return { parts: [], unavailable: [unavailablePart(title, error)] };
  }
}

/** What administrators alone are told, in one entry. */
function onlyAdministrators(titles: readonly string[]) {
  return {
    what: titles.join(", "),
    reason: "not permitted",
    detail: "only an administrator is told whether they are up",
    next: "Log in with the admin role.",
  };
}

function unreadable(what: string, service: string) {
  return { what, service, reason: "unexpected answer", detail: "the entries lack a host or a name" };
}

function hidden(what: string, service: string) {
  return {
    what,
    service,
    reason: "not permitted",
    detail: "the service names none: there are none, or this login may not see them",
  };
}

const COUNT_COLUMNS = [
  { name: "binary" },
  ...["up", "down", "unknown", "disabled"].map((name) => ({ name, usual: 0 })),
];

/** How many of each kind are up, down, not known, disabled. */
export function countTable(parts: readonly Part[]): ToolAnswer {
  const binaries = Map.groupBy(parts, ({ binary }) => binary);
  const rows = [...binaries].map(([binary, members]) => [
    binary,
    ...(["up", "down", "unknown"] as const).map((state) =>
      members.filter((part) => part.state === state).length
    ),
    members.filter(({ disabled }) => disabled).length,
  ]);
  return table(COUNT_COLUMNS, rows);
}
