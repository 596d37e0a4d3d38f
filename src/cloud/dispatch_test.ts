import assert from "node:assert/strict";
import * as z from "zod";
import { buildAllowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { operation } from "../openstack/operation.ts";
import { SessionHolder } from "../openstack/session.ts";
import { json, serve, type TestServer, testSession, testSettings } from "../openstack/testing.ts";
import { allowlistGuard, Transport } from "../openstack/transport.ts";
import { createOutputGuard } from "../text/guard_output.ts";
import { Redactor } from "../text/redact.ts";
import { type Tool, tool, type ToolSpec } from "../tools/tool.ts";
import type { CallMessage, LogMessage, ServePolicy } from "../wire/messages.ts";
import { dispatchCall } from "./dispatch.ts";

const listServers = operation({
  id: "compute.servers.list",
  method: "GET",
  path: "/servers",
  effect: "read",
  needs: "reader",
});

const readSecret = operation({ ...listServers, id: "compute.secrets.show", effect: "sensitive" });

const INPUT = z.strictObject({ name: z.string().optional(), limit: z.int().min(1).optional() });

/** A tool that answers what `run` gives. */
function testTool(name: string, run: ToolSpec<typeof INPUT>["run"], changes: Partial<Tool> = {}): Tool {
  return {
    ...tool({
      name,
      toolset: "compute",
      title: name,
      description: name,
      input: INPUT,
      operations: [listServers],
      aliases: { [`${name}_older`]: { name: "preset" } },
      run,
    }),
    ...changes,
  };
}

const echo = testTool("get_echo", (args) => Promise.resolve({ args }));

interface Called {
  readonly answer: Record<string, unknown>;
  readonly error: Record<string, unknown>;
  readonly isError: boolean;
  readonly text: string;
  readonly logs: readonly LogMessage[];
}

interface CallOptions {
  readonly tools?: readonly Tool[];
  readonly policy?: Partial<ServePolicy>;
  readonly signal?: AbortSignal;
  readonly server?: TestServer;
  readonly redactor?: Redactor;
  readonly deadlineMs?: number;
}

/** Dispatches a call to a cloud whose only service is compute. */
async function call(
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  options: CallOptions = {},
): Promise<Called> {
  const { tools = [echo], redactor = new Redactor() } = options;
  const url = options.server?.url ?? "http://127.0.0.1:1";
  const settings = testSettings(url);
  const catalog = [{
    type: "compute",
    endpoints: [{ interface: "public", url: `${url}/compute` }],
  }] satisfies Session["catalog"];
  const session = testSession({ catalog });
  const allowlist = buildAllowlist({ settings, catalog: session.catalog, projectId: "p1" });
  using transport = new Transport({ settings, guard: allowlistGuard(() => allowlist.entries) });
  const sessions = new SessionHolder({ session, login: () => Promise.reject(new Error("no login")) });
  const client = new Client({ settings, sessions, transport, allowlist: () => allowlist });
  const logs: LogMessage[] = [];
  const message: CallMessage = {
    kind: "call",
    id: 7,
    tool: name,
    arguments: args,
    deadlineMs: options.deadlineMs ?? 5_000,
    progress: false,
  };
  const policy = {
    tools: tools.map(({ name }) => name),
    answerTokens: 6_000,
    allProjects: false,
    allowSensitive: false,
    ...options.policy,
  };
  const { json: text, isError } = await dispatchCall(message, {
    client,
    registry: tools,
    policy,
    log: (entry) => void logs.push(entry),
  }, {
    signal: options.signal ?? new AbortController().signal,
    guard: createOutputGuard({ redactor }),
    progress: () => {},
  });
  const answer = JSON.parse(text);
  return { answer, error: answer.error ?? {}, isError, text, logs };
}

Deno.test("dispatchCall() gives what the tool answers, under its own name and under an older one", async () => {
  const { answer, isError } = await call("get_echo", { limit: 3 });
  assert.deepEqual({ answer, isError }, { answer: { args: { limit: 3 } }, isError: false });
  assert.deepEqual((await call("get_echo_older", { limit: 3 })).answer, {
    args: { name: "preset", limit: 3 },
  });
});

Deno.test("dispatchCall() keeps integers beyond 2^53 exact", async () => {
  const big = testTool("get_big", () => Promise.resolve({ bytes: 9223372036854775807n }));
  assert.equal((await call("get_big", {}, { tools: [big] })).text, '{"bytes":9223372036854775807}');
});

Deno.test("dispatchCall() suggests the tool that was meant", async () => {
  const { error, isError } = await call("get_ecko");
  assert.equal(isError, true);
  assert.deepEqual(error, {
    what: "call get_ecko",
    reason: "invalid argument",
    detail: "there is no such tool (did you mean get_echo?)",
    next: "tools/list names the tools.",
  });
});

for (const name of ["constructor", "toString", "__proto__", "", "x".repeat(10_000)]) {
  Deno.test(`dispatchCall() finds no tool by the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
    const { error, text, logs } = await call(name);
    assert.equal(error["reason"], "invalid argument");
    assert.ok(text.length < 300, "a name is not given back at length");
    assert.ok(JSON.stringify(logs).length < 300);
  });
}

Deno.test("dispatchCall() refuses a tool that was not chosen, and names the flag", async () => {
  for (const name of ["get_echo", "get_echo_older"]) {
    const { error, isError } = await call(name, {}, { policy: { tools: [] } });
    assert.equal(isError, true);
    assert.equal(error["reason"], "refused by policy");
    assert.match(String(error["next"]), /--tools get_echo\b/);
  }
});

Deno.test("dispatchCall() refuses what can show secrets without leave, chosen or not", async () => {
  const run = () => Promise.resolve({ seen: true });
  const secret = testTool("get_secret", run, { operations: [readSecret], sensitive: true });
  for (const tools of [[], ["get_secret"]]) {
    const { error } = await call("get_secret", {}, { tools: [secret], policy: { tools } });
    assert.equal(error["reason"], "refused by policy");
    assert.match(String(error["next"]), /--allow-sensitive/);
  }
  const allowed = await call("get_secret", {}, { tools: [secret], policy: { allowSensitive: true } });
  assert.deepEqual(allowed.answer, { seen: true });
});

Deno.test("dispatchCall() says what is wrong with arguments before anything is asked", async () => {
  await using server = serve(() => json({ servers: [] }));
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ nam: "x" }, /unknown argument "nam" \(did you mean name\?\); allowed: name, limit/],
    [{ limit: "three" }, /limit: .*expected (int|number)/],
    [{ limit: 0 }, /limit: /],
  ];
  for (const [args, words] of cases) {
    const { error, isError } = await call("get_echo", args, { server });
    assert.equal(isError, true);
    assert.equal(error["reason"], "invalid argument");
    assert.match(String(error["detail"]), words);
  }
  assert.equal(server.hits.length, 0);
});

Deno.test("dispatchCall() gives a failure as the tool tells it", async () => {
  const failing = testTool("get_failing", () => {
    throw new OpenStackError({
      what: "list servers",
      reason: "not permitted",
      status: 403,
      requestId: "req-1",
    });
  });
  const { error, isError, logs } = await call("get_failing", {}, { tools: [failing] });
  assert.equal(isError, true);
  assert.deepEqual(error, {
    what: "list servers",
    reason: "not permitted",
    status: 403,
    request_id: "req-1",
  });
  assert.deepEqual(logs.map(({ level, fields }) => [level, fields?.["outcome"]]), [[
    "info",
    "not permitted",
  ]]);
});

Deno.test("dispatchCall() says that the time was up", async () => {
  const slow = testTool(
    "get_slow",
    (_args, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const signal = AbortSignal.abort(new DOMException("deadline passed", "TimeoutError"));
  const started = testTool("get_late", (_args, { signal }) => Promise.reject(signal.reason));
  const { error } = await call("get_late", {}, { tools: [started], signal, deadlineMs: 300 });
  assert.deepEqual(error, {
    what: "call get_late",
    reason: "timed out",
    detail: "not finished within 0.3 s",
    next: "Ask for less, or raise --timeout.",
  });
  const controller = new AbortController();
  const pending = call("get_slow", {}, { tools: [slow], signal: controller.signal });
  setTimeout(() => controller.abort());
  assert.equal((await pending).error["detail"], "cancelled by the client");
});

Deno.test("dispatchCall() ends the request to the cloud when the call is given up", async () => {
  const gone = Promise.withResolvers<void>();
  await using server = serve(() => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
      cancel: () => gone.resolve(),
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  });
  const controller = new AbortController();
  const reading = testTool("get_reading", async (_args, { cloud }) => {
    await cloud.send(listServers);
    return {};
  });
  const pending = call("get_reading", {}, { tools: [reading], server, signal: controller.signal });
  while (server.hits.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  await gone.promise;
  assert.equal((await pending).isError, true);
});

Deno.test("dispatchCall() tells a defect as one, and logs where it is", async () => {
  const broken = testTool("get_broken", () => {
    throw new RangeError("off by one");
  });
  const { error, isError, logs } = await call("get_broken", {}, { tools: [broken] });
  assert.equal(isError, true);
  assert.deepEqual(error, {
    what: "call get_broken",
    reason: "unexpected answer",
    detail: "internal error: RangeError: off by one",
    next: "This is a defect of the server; its log has the details.",
  });
  const defect = logs.find(({ level }) => level === "error");
  assert.equal(defect?.text, "get_broken failed: RangeError: off by one");
  assert.match(String(defect?.fields?.["stack"]), /dispatch_test\.ts/);
});

Deno.test("dispatchCall() logs one line a call: who, how, how long, what it cost, and no argument", async () => {
  await using server = serve(() =>
    json({ servers: [] }, { headers: { "x-openstack-request-id": "req-42", "connection": "close" } })
  );
  const reading = testTool("get_reading", async (_args, { cloud }) => {
    await cloud.send(listServers);
    return { done: true };
  });
  const { logs } = await call("get_reading", { name: "precious" }, { tools: [reading], server });
  const [entry, ...others] = logs;
  assert.deepEqual(others, []);
  const { ms, ...fields } = entry?.fields ?? {};
  assert.deepEqual({ ...entry, fields }, {
    kind: "log",
    level: "info",
    text: "call",
    fields: {
      id: 7,
      tool: "get_reading",
      outcome: "ok",
      requests: server.hits.length,
      request_ids: server.hits.map(() => "req-42"),
    },
  });
  assert.ok(typeof ms === "number" && Number.isInteger(ms));
  assert.doesNotMatch(JSON.stringify(logs), /precious/);
});

Deno.test("dispatchCall() lets no secret out: in names, in messages of services, in defects", async () => {
  const redactor = new Redactor();
  redactor.add("s3cr3t-token");
  const leaky = testTool("get_leaky", () =>
    Promise.resolve({
      name: "web-s3cr3t-token",
      "s3cr3t-token": 1,
      rows: [["s3cr3t\u200b-token"]],
      encoded: btoa("s3cr3t-token"),
    }));
  const failing = testTool("get_failing", () => {
    throw new OpenStackError({ what: "list", reason: "unavailable", detail: "for s3cr3t-token" });
  });
  const broken = testTool("get_broken", () => {
    throw new Error("with s3cr3t-token");
  });
  for (const one of [leaky, failing, broken]) {
    const { text } = await call(one.name, {}, { tools: [one], redactor });
    assert.match(text, /\[redacted\]/);
    assert.ok(!text.includes("s3cr3t"), text);
    assert.ok(!text.includes(btoa("s3cr3t-token")), text);
  }
});

Deno.test("dispatchCall() gives the tools that are served to a tool, and no others", async () => {
  const seen = testTool(
    "get_seen",
    (_args, { tools }) => Promise.resolve({ tools: tools.map(({ name }) => name) }),
  );
  const secret = testTool("get_secret", () => Promise.resolve({}), { sensitive: true });
  const { answer } = await call("get_seen", {}, {
    tools: [seen, secret, echo],
    policy: { tools: ["get_seen", "get_secret"] },
  });
  assert.deepEqual(answer, { tools: ["get_seen"] });
});
