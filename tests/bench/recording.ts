/** What a tool sends, taken down and sent again without it.
 *
 * @module
 */
import { dispatchCall } from "../../src/cloud/dispatch.ts";
import { Confirmations } from "../../src/gate/mod.ts";
import { TEST_POLICY } from "../../src/wire/testing.ts";
import { resolveSettings } from "../../src/config/mod.ts";
import { realWorld } from "../../src/keeper/world.ts";
import { type Allowlist, buildAllowlist, loginAllowlist } from "../../src/openstack/allowlist.ts";
import { login } from "../../src/openstack/auth/mod.ts";
import { Client } from "../../src/openstack/client.ts";
import { SessionHolder } from "../../src/openstack/session.ts";
import { allowlistGuard, Transport } from "../../src/openstack/transport.ts";
import { createOutputGuard } from "../../src/text/guard_output.ts";
import { Redactor } from "../../src/text/redact.ts";
import { runReport } from "../../src/health/run.ts";
import { TOOLS } from "../../src/tools/mod.ts";
import type { Login } from "./clouds.ts";

/** Requests that were under way together. Each wave began when those before it were answered. */
export type Waves = readonly (readonly Request[])[];

/** A tool call. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a call sent, and how long it and its requests took. */
export interface Recorded {
  readonly waves: Waves;
  readonly ms: number;
  /** The slowest single request, to the end of its answer. */
  readonly slowestMs: number;
  /** Bodies of all answers, as they are when nothing compresses them. */
  readonly bytes: number;
}

/** Calls tools within this process and takes down what they send. */
export type RecordCall = (call: ToolCall) => Promise<Recorded>;

/** How a recorder is started. */
export interface RecorderOptions {
  readonly allProjects?: boolean;
}

/** Takes down what a tool sends when everything that is kept between calls is there.
 *
 * @throws {Error} If the call gives an error.
 */
export async function recordWarm(environment: Login, call: ToolCall): Promise<Waves> {
  return await withRecorder(environment, {}, async (record) => {
    await record(call);
    return (await record(call)).waves;
  });
}

/** Runs a body with a recorder that is logged in, or logs in with its first call.
 *
 * The recorder throws an error if a call gives one.
 */
export async function withRecorder<T>(
  environment: Login,
  { allProjects = false }: RecorderOptions,
  body: (record: RecordCall) => Promise<T>,
): Promise<T> {
  return await withClient(
    environment,
    (client) => body((call) => recordFetches(() => runTool(client, call, allProjects)).then(recordedOf)),
  );
}

/** Makes a report on all projects within this process and takes down what it reads, but for the login.
 *
 * Other than a tool's, its requests do not come in waves: what one service is slow with holds up none of another's.
 */
export async function recordReport(environment: Login): Promise<readonly Lane[]> {
  return await withClient(environment, async (client) => {
    await client.call({ operations: [] }).session();
    const { sent } = await recordFetches(async () => {
      await runReport({ cloud: client, tool: { name: "bench", version: "0" }, allProjects: true });
    });
    return await lanesOf(sent);
  });
}

async function withClient<T>(environment: Login, body: (client: Client) => Promise<T>): Promise<T> {
  const { clouds } = resolveSettings({ command: "serve", flags: {} }, { ...realWorld(), env: environment });
  const [entry] = clouds;
  if (!entry) throw new Error("No cloud is configured");
  const { settings } = entry;
  let allowlist: Allowlist = loginAllowlist(settings);
  using transport = new Transport({ settings, guard: allowlistGuard(() => allowlist.entries) });
  const sessions = new SessionHolder({
    login: (signal) => login(settings, transport, signal),
    onSession: ({ catalog, project }) => {
      allowlist = buildAllowlist({ settings, catalog, ...(project ? { projectId: project.id } : {}) });
    },
  });
  const client = new Client({ settings, sessions, transport, allowlist: () => allowlist });
  return await body(client);
}

async function runTool(
  client: Client,
  { tool, arguments: args }: ToolCall,
  allProjects: boolean,
): Promise<void> {
  const { isError, json } = await dispatchCall(
    { kind: "call", id: 1, tool, arguments: args, deadlineMs: 60_000, progress: false },
    {
      client,
      registry: TOOLS,
      policy: { ...TEST_POLICY, allProjects, allowSensitive: true, tools: TOOLS.map((one) => one.name) },
      confirmations: new Confirmations(new Uint8Array(32)),
      ledgerOf: () => ({
        audit: () => Promise.resolve(),
        consume: () => Promise.resolve(false),
        step: () => {},
      }),
      log: () => {},
    },
    {
      signal: new AbortController().signal,
      progress: () => {},
      guard: createOutputGuard({ redactor: new Redactor() }),
    },
  );
  if (isError) throw new Error(`${tool}: ${json}`);
}

interface Sent {
  readonly request: Request;
  readonly started: number;
  /** When the answer began. */
  ended: number;
  /** When it was read, and its length; an answer that never came has none. */
  body: Promise<{ readonly at: number; readonly bytes: number }>;
}

/** The transport's is the only fetch of the product: what passes here is all that is sent. */
async function recordFetches(
  run: () => Promise<void>,
): Promise<{ readonly sent: readonly Sent[]; readonly ms: number }> {
  const sent: Sent[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const { method = "GET", headers } = init ?? {};
    const request = new Request(input, headers ? { method, headers } : { method });
    const started = performance.now();
    const record = {
      request,
      started,
      ended: Infinity,
      body: Promise.resolve({ at: started, bytes: 0 }),
    };
    sent.push(record);
    const response = await fetch(input, init);
    record.ended = performance.now();
    record.body = bodyOf(response.clone());
    return response;
  };
  const started = performance.now();
  try {
    await run();
  } finally {
    globalThis.fetch = fetch;
  }
  return { sent, ms: performance.now() - started };
}

async function recordedOf({ sent, ms }: { readonly sent: readonly Sent[]; readonly ms: number }): Promise<
  Recorded
> {
  const bodies = await Promise.all(sent.map((one) => one.body));
  return {
    waves: wavesOf(sent),
    ms,
    slowestMs: Math.max(0, ...bodies.map(({ at }, index) => at - (sent[index]?.started ?? at))),
    bytes: bodies.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** A call that has enough of an answer may leave its rest unread. */
async function bodyOf(response: Response): Promise<{ at: number; bytes: number }> {
  const bytes = await response.arrayBuffer().then((body) => body.byteLength, () => 0);
  return { at: performance.now(), bytes };
}

/** A request that began after another was answered may have needed its answer. */
function wavesOf(sent: readonly Sent[]): Waves {
  const waves: Sent[][] = [];
  for (const one of sent) {
    const before = waves.findLastIndex((wave) => wave.some((other) => other.ended <= one.started));
    (waves[before + 1] ??= []).push(one);
  }
  return waves.map((wave) => wave.map(({ request }) => request));
}

/** Sends recorded requests anew, those of a wave together, and reads the answers to their ends. */
export async function replay(waves: Waves): Promise<void> {
  for (const wave of waves) {
    await Promise.all(wave.map(async (request) => {
      const response = await fetch(request.clone(), { redirect: "manual" });
      await response.text();
      // A list of versions is answered with 300.
      if (response.status >= 400) throw new Error(`${request.url}: HTTP ${response.status}`);
    }));
  }
}

/** What was sent to one service, in its order. */
export interface Lane {
  readonly requests: readonly Request[];
  /** How many of them were under way together, at most. */
  readonly atOnce: number;
}

/** What only reads, by the place that it went to. */
async function lanesOf(sent: readonly Sent[]): Promise<readonly Lane[]> {
  const reads = sent.filter(({ request }) => ["GET", "HEAD"].includes(request.method));
  const timed = await Promise.all(
    reads.map(async ({ request, started, body }) => ({ request, started, ended: (await body).at })),
  );
  return [...Map.groupBy(timed, ({ request }) => new URL(request.url).origin).values()].map((lane) => ({
    requests: lane.map(({ request }) => request),
    atOnce: Math.max(
      ...lane.map(({ started }) =>
        lane.filter((other) => other.started <= started && started < other.ended).length
      ),
    ),
  }));
}

/** Sends the requests of lanes anew, those of each one after the other at as many hands as there were, and reads the
 * answers to their ends.
 */
export async function replayLanes(lanes: readonly Lane[]): Promise<void> {
  await Promise.all(lanes.map(async ({ requests, atOnce }) => {
    const waiting = requests.values();
    const send = async () => {
      // Whoever is free takes the next.
      for (const request of waiting) {
        const response = await fetch(request.clone(), { redirect: "manual" });
        await response.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, send));
  }));
}

/** How many requests there are, and how many were under way together. */
export function wavesText(waves: Waves): string {
  const sizes = waves.map((wave) => wave.length);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (count <= 1) return count === 1 ? "1 request" : "no request";
  return `${count} requests in waves of ${sizes.join(", ")}`;
}
