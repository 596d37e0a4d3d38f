import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { officialType } from "../../openstack/services.ts";
import { age, parseTime } from "../../text/time.ts";
import { suggest } from "../../text/suggest.ts";
import { fit, table } from "../list_table.ts";
import { LIST_ARGUMENTS, wordsArgument } from "../list_arguments.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { type Balancing, BALANCING_OPERATIONS, readBalancing } from "./balancing.ts";
import { type ApiState, probeApis } from "./endpoints.ts";
import { countTable, INFRASTRUCTURE_OPERATIONS, type Part, readInfrastructure } from "./infrastructure.ts";

/** Whether APIs answer and the services behind them are up. */
export const getServiceStatus = tool({
  name: "get_service_status",
  toolset: "health",
  title: "Service status",
  description:
    "Asks every API of the catalog now (version, latency); for administrators also the services, agents and amphorae behind them: state, last heartbeat, why disabled.",
  input: z.strictObject({
    services: wordsArgument,
    detail: LIST_ARGUMENTS.detail,
  }),
  operations: [...INFRASTRUCTURE_OPERATIONS, ...BALANCING_OPERATIONS],
  // It tells of what is there, and APIs are asked without any operation.
  essential: [],
  asksEveryService: true,
  aliases: { get_openstack_service_status: {} },
  run: async (args, context) => {
    const { roles, clockSkewMs = 0 } = await context.cloud.session();
    const types = args.services && officialTypes(args.services, context);
    const wanted = (service: string) => types === undefined || types.has(service);
    const [apis, { parts, unavailable: unread }, balancing] = await Promise.all([
      probeApis(wanted, context),
      readInfrastructure(wanted, context),
      balancingOf(wanted, roles.includes("admin"), context),
    ]);
    const unavailable = [...unread, ...balancing.unavailable];
    const now = context.now() + clockSkewMs;
    return {
      scope: await scopeText(context),
      apis: apiTable(apis),
      ...(parts.length === 0 ? {} : partTables(parts, args.detail ?? "detailed", now, context)),
      ...balancing.members,
      ...(unavailable.length > 0 ? { unavailable } : {}),
    };
  },
});

async function balancingOf(
  wanted: (service: string) => boolean,
  isAdmin: boolean,
  context: ToolContext,
): Promise<Balancing> {
  const isDeployed = context.cloud.allowlist.entries.some(({ service }) => service === "load-balancer");
  if (!isDeployed || !wanted("load-balancer")) return { members: {}, unavailable: [] };
  return await readBalancing(isAdmin, context);
}

/** The services that a filter means.
 *
 * @throws {OpenStackError} `invalid argument` if the catalog has none of a type: that must not read as "it is not down".
 */
function officialTypes(types: readonly string[], context: ToolContext): ReadonlySet<string> {
  const { entries, refused } = context.cloud.allowlist;
  const known = [...new Set([...entries, ...refused].map(({ service }) => service))];
  const wrong = types.find((type) => !known.includes(officialType(type)));
  if (wrong === undefined) return new Set(types.map(officialType));
  const near = suggest(wrong, known);
  throw new OpenStackError({
    what: "get the status of services",
    reason: "invalid argument",
    detail: `the catalog has no service of type "${wrong.slice(0, 60)}"${
      near ? ` (did you mean ${near}?)` : ""
    }; there are: ${known.join(", ")}`,
  });
}

const API_COLUMNS = ["service", "state", "version", "latency_ms", "http_status", "problem", "request_id"].map(
  (
    name,
  ) => ({
    name,
  }),
);

function apiTable(apis: readonly ApiState[]): ToolAnswer {
  const rows = apis.toSorted((a, b) => Number(a.state === "up") - Number(b.state === "up")).map((api) => [
    api.service,
    api.state,
    api.version ?? "",
    api.latencyMs ?? "",
    // Versions are told with 200 or 300: it says something of a failure alone.
    api.state === "up" ? "" : api.httpStatus ?? "",
    api.problem ?? "",
    api.requestId ?? "",
  ]);
  return { ...countsOf(apis.map(({ state }) => state)), ...table(API_COLUMNS, rows) };
}

function countsOf(states: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(states, (state) => state);
  return Object.fromEntries([...groups].map(([state, members]) => [state.replace(" ", "_"), members.length]));
}

/** Parts that are up and enabled are shown up to this number, unless everything was asked for. */
const HEALTHY_PARTS = 40;

const PART_COLUMNS = [
  "binary",
  "host",
  "zone",
  "state",
  "disabled",
  "notes",
  "heartbeat_ago",
  "last_heartbeat",
  "service",
].map((name) => ({ name, ...(name === "disabled" ? { usual: false } : {}) }));

/** Counts by binary, and the parts themselves, the troubled ones first. */
function partTables(
  parts: readonly Part[],
  detail: "basic" | "detailed" | "full",
  now: number,
  context: ToolContext,
): ToolAnswer {
  const troubled = parts.filter((part) => !isHealthy(part));
  const healthy = parts.filter(isHealthy);
  const most = { basic: 0, detailed: HEALTHY_PARTS, full: Infinity }[detail];
  const chosen = [...troubled, ...healthy.length <= most ? healthy : []];
  const rows = fit(chosen.map((part) => cells(part, now, detail === "full")), context.answerTokens);
  const left = parts.length - rows.length;
  return {
    counts: countTable(parts),
    ...(rows.length === 0 ? {} : { parts: table(PART_COLUMNS, rows) }),
    ...(left > 0 ? { left_out: leftText(left, chosen.length - rows.length) } : {}),
  };
}

function leftText(left: number, cut: number): string {
  return cut > 0
    ? `${left} parts, as the answer has no room for more`
    : `${left} parts that are up (detail=full)`;
}

function isHealthy({ state, disabled, notes }: Part): boolean {
  return state === "up" && !disabled && notes.length === 0;
}

function cells(part: Part, now: number, full: boolean): unknown[] {
  const { service, binary, host, zone = "", state, disabled, notes, lastSeen = "" } = part;
  const seen = parseTime(lastSeen);
  const ago = seen === undefined ? "" : age(Math.max(0, now - seen));
  const more = full ? [lastSeen, service] : [state === "up" ? "" : lastSeen, ""];
  return [binary, host, full ? zone : "", state, disabled, notes.join("; "), ago, ...more];
}
