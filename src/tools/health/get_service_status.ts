import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { officialType } from "../../openstack/services.ts";
import { suggest } from "../../text/suggest.ts";
import { fit, table } from "../list_table.ts";
import { LIST_ARGUMENTS, wordsArgument } from "../list_arguments.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { type ApiState, probeApis } from "./endpoints.ts";
import { INFRASTRUCTURE_OPERATIONS, type Part, readInfrastructure } from "./infrastructure.ts";

/** Whether APIs answer and the services behind them are up. */
export const getServiceStatus = tool({
  name: "get_service_status",
  toolset: "health",
  title: "Service status",
  description:
    "Asks every API of the catalog now (latency, HTTP status); tells administrators which compute, network, volume and orchestration services are up, down or disabled.",
  input: z.strictObject({
    services: wordsArgument,
    detail: LIST_ARGUMENTS.detail,
  }),
  operations: INFRASTRUCTURE_OPERATIONS,
  // It tells of what is there, and APIs are asked without any operation.
  essential: [],
  asksEveryService: true,
  aliases: { get_openstack_service_status: {} },
  run: async (args, context) => {
    await context.cloud.session();
    const types = args.services && officialTypes(args.services, context);
    const wanted = (service: string) => types === undefined || types.has(service);
    const [apis, { parts, unavailable }] = await Promise.all([
      probeApis(wanted, context),
      readInfrastructure(wanted, context),
    ]);
    return {
      scope: await scopeText(context),
      apis: apiTable(apis),
      ...(parts.length === 0 ? {} : partTables(parts, args.detail ?? "detailed", context)),
      ...(unavailable.length > 0 ? { unavailable } : {}),
    };
  },
});

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

const API_COLUMNS = ["service", "state", "latency_ms", "http_status", "problem", "request_id"].map((
  name,
) => ({
  name,
}));

function apiTable(apis: readonly ApiState[]): ToolAnswer {
  const rows = apis.toSorted((a, b) => Number(a.state === "up") - Number(b.state === "up")).map((api) => [
    api.service,
    api.state,
    api.latencyMs ?? "",
    api.httpStatus ?? "",
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
const HEALTHY_PARTS = 20;

const PART_COLUMNS = ["service", "binary", "host", "zone", "state", "disabled", "notes", "last_seen"].map((
  name,
) => ({
  name,
  ...(name === "disabled" ? { usual: false } : {}),
}));

/** Counts by binary, and the parts themselves, the troubled ones first. */
function partTables(
  parts: readonly Part[],
  detail: "basic" | "detailed" | "full",
  context: ToolContext,
): ToolAnswer {
  const troubled = parts.filter((part) => !isHealthy(part));
  const healthy = parts.filter(isHealthy);
  const most = { basic: 0, detailed: HEALTHY_PARTS, full: Infinity }[detail];
  const chosen = [...troubled, ...healthy.length <= most ? healthy : []];
  const rows = fit(chosen.map((part) => cells(part, detail === "full")), context.answerTokens);
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

/** When a part was seen last says something of those that are not up; of all only if everything was asked for. */
function cells(part: Part, full: boolean): unknown[] {
  const { service, binary, host, zone, state, disabled, notes, lastSeen } = part;
  const seen = full || state !== "up" ? lastSeen : undefined;
  return [service, binary, host, zone ?? "", state, disabled, notes.join("; "), seen ?? ""];
}

const COUNT_COLUMNS = [
  { name: "binary" },
  ...["up", "down", "unknown", "disabled"].map((name) => ({ name, usual: 0 })),
];

function countTable(parts: readonly Part[]): ToolAnswer {
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
