/** For every tool: each request that it sends fails in turn, and its answer never reads as empty, zero or healthy.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  type DemoCloud,
  type DemoFault,
  type DemoOptions,
  type DemoRequest,
  startDemo,
} from "../demo/mod.ts";
import { Semaphore } from "../openstack/semaphore.ts";
import { stringifyJson } from "../text/json.ts";
import { TOOLS } from "./mod.ts";
import { type Called, rowsOf, SERVICE_FAULTS, withClient } from "./testing.ts";
import type { Tool } from "./tool.ts";
import type { TruthCall } from "./truth_call.ts";
import { TRUTH_CALLS } from "./truth_calls.ts";

/** How long a service that stays silent is waited for. What is slow for another reason fails as well, and must be
 * told in any case.
 */
const PATIENCE_MS = 500;
const AT_ONCE = 64;

/** Values that are others at every call. */
const VOLATILE = new Set(["latency_ms"]);

Deno.test("every tool has a call in the truth matrix", () => {
  assert.deepEqual(Object.keys(TRUTH_CALLS).sort(), TOOLS.map(({ name }) => name).sort());
});

// Calls of a toolset run side by side: most of their time they wait for a service that stays silent.
for (const [toolset, tools] of Map.groupBy(TOOLS, (tool) => tool.toolset)) {
  Deno.test(`every tool of ${toolset} tells of every failure`, async () => {
    const places = new Semaphore(AT_ONCE);
    const calls = tools.flatMap((tool) => (TRUTH_CALLS[tool.name] ?? []).map((call) => ({ tool, call })));
    try {
      const doubts = await Promise.all(calls.map(({ tool, call }) => doubtsOf(tool, call, places)));
      assert.deepEqual(doubts.flat(), []);
    } finally {
      await closeAll();
    }
  });
}

/** What is wrong with a call's answers when its requests fail, one by one. */
async function doubtsOf(tool: Tool, call: TruthCall, places: Semaphore): Promise<readonly string[]> {
  const { user = "operator", args = {} } = call;
  const what = `${tool.name} ${JSON.stringify(args)} by ${user}`;
  const whole = await places.run(() => callOnce(tool, call));
  if (whole.error) return [`${what}: ${whole.error.message}`];
  const sent = distinct(whole.requests);
  if (sent.length === 0) return [`${what}: sends nothing`];
  const found = await Promise.all(
    sent.flatMap((request) =>
      Object.keys(SERVICE_FAULTS).map((name) => places.run(() => doubtOf(tool, call, whole, request, name)))
    ),
  );
  return found.flatMap((doubt) => doubt === undefined ? [] : [`${what}: ${doubt}`]);
}

/** What is wrong with the answer when one request fails. */
async function doubtOf(
  tool: Tool,
  call: TruthCall,
  whole: Called,
  { service, method, path }: DemoRequest,
  name: string,
): Promise<string | undefined> {
  const fault = SERVICE_FAULTS[name];
  assert.ok(fault);
  const { answer, error } = await callOnce(tool, call, {
    ...fault,
    service,
    method,
    path: `^${RegExp.escape(path)}(\\?|$)`,
  });
  if (error) return undefined;
  const where = `${method} ${service}${path}, ${name}`;
  const already = JSON.stringify(whole.answer["unavailable"]);
  const told = "unavailable" in answer && JSON.stringify(answer["unavailable"]) !== already;
  if (!told && !call.tells?.(answer, service)) return `${where}: not told in ${JSON.stringify(answer)}`;
  const difference = differenceOf(answer, whole.answer, new Set([...VOLATILE, ...call.differs ?? []]));
  return difference && `${where}: ${difference}`;
}

async function callOnce(tool: Tool, call: TruthCall, fault?: DemoFault): Promise<Called> {
  return await withDemo(call.demo, async (demo) => {
    const called: Called[] = [];
    const options = {
      user: "operator",
      ...(fault?.kind === "hang" ? { settings: { requestTimeoutMs: PATIENCE_MS } } : {}),
      ...call,
    };
    await withClient(demo, options, async (bench) => {
      demo.setFaults(fault ? [fault] : []);
      const one = await bench.call(tool, call.args ?? {});
      called.push({ ...one, answer: comparable(one.answer, bench.client.sessions.current?.user.id ?? "") });
    });
    const [only] = called;
    assert.ok(only);
    return only;
  });
}

/** Demo clouds that have been asked, and not been changed by it: to ask takes less time than to start one. */
const idle = new Map<string, DemoCloud[]>();

async function withDemo<T>(
  options: DemoOptions | undefined,
  body: (demo: DemoCloud) => Promise<T>,
): Promise<T> {
  const kind = JSON.stringify(options ?? {});
  const demo = idle.get(kind)?.pop() ?? await startDemo(options);
  try {
    const result = await body(demo);
    demo.setFaults(options?.faults ?? []);
    return result;
  } finally {
    if (demo.requests.every(onlyReads)) {
      demo.requests.length = 0;
      idle.set(kind, [...idle.get(kind) ?? [], demo]);
    } else {
      await demo.close();
    }
  }
}

function onlyReads({ method, path }: DemoRequest): boolean {
  return method === "GET" || method === "HEAD" || path.endsWith("/auth/tokens");
}

async function closeAll(): Promise<void> {
  const demos = [...idle.values()].flat();
  idle.clear();
  await Promise.all(demos.map((demo) => demo.close()));
}

/** Each demo cloud has ports and times of its own, and an operator with an id of its own. */
function comparable(answer: Called["answer"], userId: string): Called["answer"] {
  const text = stringifyJson(answer).replaceAll(/127\.0\.0\.1:\d+/g, "demo").replaceAll(userId, "user")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "time");
  const parsed: unknown = JSON.parse(text);
  return isObject(parsed) ? parsed : {};
}

function distinct(requests: readonly DemoRequest[]): DemoRequest[] {
  return [...new Map(requests.map((one) => [`${one.service} ${one.method} ${one.path}`, one])).values()];
}

/** Members that are about the size of a list; one that is shorter says so in `unavailable`. */
const SIZES = new Set(["total", "shown", "scanned", "left_out", "unavailable", "next"]);

/** Where a part says what the whole does not say; undefined if nowhere. */
function differenceOf(part: unknown, whole: unknown, ignored: ReadonlySet<string>): string | undefined {
  if (isTable(part) && isTable(whole)) return rowDifference(part, whole, ignored);
  if (isObject(part) && isObject(whole)) {
    for (const [key, value] of Object.entries(part)) {
      if (ignored.has(key) || SIZES.has(key)) continue;
      if (!(key in whole)) return `${key} is said only where a part is missing: ${JSON.stringify(value)}`;
      const inner = differenceOf(value, whole[key], ignored);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (part === "unknown" || isAlike(part, whole) || JSON.stringify(part) === JSON.stringify(whole)) {
    return undefined;
  }
  return `${JSON.stringify(part)} where the whole answer says ${JSON.stringify(whole)}`;
}

/** Hours that were used grow from call to call. */
function isAlike(part: unknown, whole: unknown): boolean {
  if (typeof part !== "number" || typeof whole !== "number" || Number.isInteger(whole)) return false;
  return Math.abs(part - whole) < whole / 100;
}

function rowDifference(part: unknown, whole: unknown, ignored: ReadonlySet<string>): string | undefined {
  const rows = rowsOf(whole);
  const left = rowsOf(part);
  if (left.length === 0 && rows.length > 0) return "an empty list";
  const strange = left.find((row) => rows.every((one) => differenceOf(row, one, ignored) !== undefined));
  return strange && `a row that the whole answer does not have: ${JSON.stringify(strange)}`;
}

function isTable(value: unknown): boolean {
  return isObject(value) && Array.isArray(value["columns"]) && Array.isArray(value["rows"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
