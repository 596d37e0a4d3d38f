/** Every tool that reads, as several logins call it.
 *
 * @module
 */
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { TOOLS } from "../../../src/tools/mod.ts";
import { objectOf, type Server } from "../../acceptance/program.ts";
import { type BenchCloud, demoCloud, type Login, realCloud, type User } from "../clouds.ts";
import type { BenchContext, Measurement } from "../measurement.ts";
import { type Recorded, type ToolCall, withRecorder } from "../recording.ts";
import type { Figure, Skipped } from "../result.ts";
import { sampleOf } from "../sample.ts";
import { requestsOf, withServer } from "../speaking.ts";

const ROUNDS = 5;
/** The first call of a kind logs in and learns what is kept between calls. */
const WARM_UPS = 1;

/** Who calls: it decides what is shown, and what is sent. */
interface Caller {
  readonly name: string;
  readonly user: User;
  readonly allProjects?: true;
}

const CALLERS: readonly Caller[] = [
  { name: "member", user: "alice" },
  { name: "admin", user: "admin" },
  { name: "admin, all projects", user: "admin", allProjects: true },
];

/** Arguments that a tool must have: what they name is taken from the first row of another tool's list. */
const FOUND: Readonly<Record<string, { readonly tool: string; readonly column: string }>> = {
  server: { tool: "get_instance", column: "id" },
  image: { tool: "get_image_detail_list", column: "id" },
  load_balancer: { tool: "get_load_balancer_list", column: "id" },
  stack: { tool: "get_heat_stacks", column: "id" },
  secret: { tool: "get_secrets", column: "id" },
  container: { tool: "get_object_containers", column: "name" },
};

/** Tools that ask many services at once: they take little longer than the slowest of the answers. */
const PARALLEL: ReadonlySet<string> = new Set(["get_cluster_status", "get_service_status"]);
const MOST_TIMES = 1.5;
const MOST_MS_MORE = 50;

/** Each tool's time, requests, bytes and tokens. */
export const everyTool: Measurement = {
  name: "every-tool",
  title: "warm calls of every tool that reads: time, requests, bytes received, tokens of the answer, outcome",
  run: measure,
};

async function* measure({ realClouds }: BenchContext): AsyncGenerator<Figure | Skipped> {
  await using cloud = realClouds === undefined ? await demoCloud() : realCloud(realClouds);
  if (realClouds === undefined) yield { subject: "real cloud", skipped: "none was given; this is the demo" };
  for (const caller of CALLERS) yield* figuresOf(caller, cloud);
}

async function* figuresOf(caller: Caller, cloud: BenchCloud): AsyncGenerator<Figure | Skipped> {
  const login = cloud.login(caller.user);
  const calls = await callsOf(caller, login);
  for (const { tool, skipped } of calls.missing) yield { subject: `${caller.name}: ${tool}`, skipped };
  const timed = await timedCalls(caller, login, calls.there);
  const answered = timed.filter(({ outcome }) => outcome === "ok").map(({ call }) => call);
  const recorded = await recordedCalls(caller, login, answered);
  for (const { call, ms, requests, tokens, outcome } of timed) {
    const subject = `${caller.name}: ${call.tool}`;
    const runs = recorded.get(call);
    yield {
      subject,
      value: ms,
      unit: "ms",
      beside: [
        { value: requests, unit: "requests" },
        ...runs?.[0] ? [{ value: runs[0].bytes, unit: "bytes" } as const] : [],
        { value: tokens, unit: "tokens" },
      ],
      note: outcome,
    };
    if (runs && PARALLEL.has(call.tool)) yield againstSlowest(subject, runs);
  }
}

interface Calls {
  readonly there: readonly ToolCall[];
  /** Tools that cannot be called, for there is nothing to give them. */
  readonly missing: readonly { readonly tool: string; readonly skipped: string }[];
}

/** A call of each tool, with what it must be given. */
async function callsOf(caller: Caller, login: Login): Promise<Calls> {
  const { value } = await withServer(login, async (server) => {
    const found = new Map<string, string | undefined>();
    for (const [argument, { tool, column }] of Object.entries(FOUND)) {
      found.set(argument, await firstOf(server, tool, column));
    }
    return found;
  }, argsOf(caller));
  const there: ToolCall[] = [];
  const missing: { tool: string; skipped: string }[] = [];
  for (const { name: tool, input, readOnly } of TOOLS) {
    if (!readOnly) continue;
    const needed = Object.entries(input.shape).flatMap(([argument, schema]) =>
      schema.safeParse(undefined).success ? [] : [argument]
    );
    const without = needed.find((argument) => value.get(argument) === undefined);
    if (without !== undefined) missing.push({ tool, skipped: `there is no ${without.replaceAll("_", " ")}` });
    else there.push({ tool, arguments: Object.fromEntries(needed.map((one) => [one, value.get(one)])) });
  }
  return { there, missing };
}

async function firstOf(server: Server, tool: string, column: string): Promise<string | undefined> {
  const { answer, isError } = await server.call(tool, { fields: [column], limit: 1 });
  if (isError) return undefined;
  const { columns, rows } = answer;
  const [row] = Array.isArray(rows) ? rows : [];
  const value = Array.isArray(columns) && Array.isArray(row) ? row[columns.indexOf(column)] : undefined;
  return typeof value === "string" ? value : undefined;
}

function argsOf({ allProjects }: Caller): string[] {
  return ["--toolsets", "all", "--allow-sensitive", ...allProjects ? ["--all-projects"] : []];
}

interface Timed {
  readonly call: ToolCall;
  readonly ms: number;
  readonly requests: number;
  readonly tokens: number;
  /** `ok`, or the reason of the error. */
  readonly outcome: string;
}

/** Calls through the program, as a client does. */
async function timedCalls(caller: Caller, login: Login, calls: readonly ToolCall[]): Promise<Timed[]> {
  const { value, log } = await withServer(
    login,
    (server) => Array.fromAsync(calls, (call) => timedCall(server, call)),
    argsOf(caller),
  );
  const requests = requestsOf(log);
  const perCall = WARM_UPS + ROUNDS;
  return value.map((one, index) => ({ ...one, requests: requests[(index + 1) * perCall - 1] ?? NaN }));
}

async function timedCall(server: Server, call: ToolCall): Promise<Omit<Timed, "requests">> {
  const times: number[] = [];
  let last = { text: "", outcome: "" };
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    const started = performance.now();
    const { result } = await server.request("tools/call", { name: call.tool, arguments: call.arguments });
    if (round >= 0) times.push(performance.now() - started);
    last = outcomeOf(objectOf(result));
  }
  return { call, ms: sampleOf(times).median, tokens: countTokens(last.text), outcome: last.outcome };
}

function outcomeOf(result: Readonly<Record<string, unknown>>): { text: string; outcome: string } {
  const { content, isError, structuredContent } = result;
  const [item] = Array.isArray(content) ? content : [];
  const { text } = objectOf(item);
  const { error } = objectOf(structuredContent ?? {});
  const reason = isError === true ? objectOf(error ?? {})["reason"] ?? "error" : "ok";
  return { text: String(text), outcome: String(reason) };
}

/** Calls within this process: what came from the services is seen there. */
async function recordedCalls(
  caller: Caller,
  login: Login,
  calls: readonly ToolCall[],
): Promise<ReadonlyMap<ToolCall, readonly Recorded[]>> {
  const options = caller.allProjects ? { allProjects: true } : {};
  return await withRecorder(login, options, async (record) => {
    const recorded = new Map<ToolCall, Recorded[]>();
    for (const call of calls) {
      await record(call);
      const rounds = PARALLEL.has(call.tool) ? ROUNDS : 1;
      recorded.set(call, await Array.fromAsync({ length: rounds }, () => record(call)));
    }
    return recorded;
  });
}

/** The time of a call and that of its slowest request are of the same run: a busy cloud is slow for both. */
function againstSlowest(subject: string, runs: readonly Recorded[]): Figure {
  const most = runs.map(({ slowestMs }) => slowestMs * MOST_TIMES + MOST_MS_MORE);
  const ratio = sampleOf(runs.map(({ ms, slowestMs }) => ms / slowestMs));
  return {
    subject: `${subject}, within the process`,
    value: sampleOf(runs.map(({ ms }) => ms)).median,
    unit: "ms",
    target: sampleOf(most).median,
    note: `${ratio.median.toFixed(2)} × its slowest request`,
  };
}
