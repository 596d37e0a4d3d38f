import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Change, Confirmations } from "../gate/mod.ts";
import { TEST_POLICY } from "../wire/testing.ts";
import * as z from "zod";
import { buildAllowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { type Operation, operation } from "../openstack/operation.ts";
import { SessionHolder } from "../openstack/session.ts";
import { json, serve, type TestServer, testSession, testSettings } from "../openstack/testing.ts";
import { allowlistGuard, Transport } from "../openstack/transport.ts";
import { createOutputGuard } from "../text/guard_output.ts";
import { Redactor } from "../text/redact.ts";
import { type Tool, tool, type ToolSpec } from "../tools/tool.ts";
import type { CallerBound, CallMessage, LogMessage, ServePolicy } from "../wire/messages.ts";
import { dispatchCall, type LedgerCall } from "./dispatch.ts";

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
  readonly token?: string;
  /** Whether the client may change anything. @default What the policy says. */
  readonly mayChange?: boolean;
  readonly ledgerCalls?: LedgerCall[];
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
  const mayChange = options.mayChange ?? options.policy?.allowWrite ?? false;
  const client = new Client({ settings, sessions, transport, allowlist: () => allowlist, mayChange });
  const logs: LogMessage[] = [];
  const message: CallMessage = {
    kind: "call",
    id: 7,
    tool: name,
    arguments: args,
    deadlineMs: options.deadlineMs ?? 5_000,
    progress: false,
    ...(options.token === undefined ? {} : { token: options.token }),
  };
  const policy = { ...TEST_POLICY, tools: tools.map(({ name }) => name), ...options.policy };
  const { json: text, isError } = await dispatchCall(message, {
    client,
    registry: tools,
    policy,
    confirmations: new Confirmations(new Uint8Array(32)),
    ledgerOf: (call) => {
      options.ledgerCalls?.push(call);
      return { audit: () => Promise.resolve(), consume: () => Promise.resolve(true), step: () => {} };
    },
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
      caller: "test",
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

const stopServer = operation({
  id: "compute.servers.stop",
  method: "POST",
  path: "/servers/{server_id}/action",
  effect: "disruptive",
  needs: "member",
});

const deleteServer = operation({ ...stopServer, id: "compute.servers.delete", effect: "destructive" });

/** A tool that stops one server, with what a test makes of the change. */
function stopping(change: Partial<Change> = {}, send: Operation = stopServer): Tool {
  const run: ToolSpec<typeof INPUT>["run"] = (args, { gate }) =>
    gate.change({
      action: "stop",
      things: "servers",
      operations: [stopServer],
      args,
      scope: () => Promise.resolve("project acme"),
      plan: () =>
        Promise.resolve({
          targets: [{
            name: "web",
            id: "1",
            owner: { kind: "project", id: "p1" },
            now: "ACTIVE",
            will: "SHUTOFF",
            state: null,
            apply: async (sender) => {
              await sender(send, { path: { server_id: "1" }, body: { "os-stop": null } });
              return {};
            },
          }],
        }),
      ...change,
    });
  return testTool("set_x", run, { operations: [listServers, stopServer], readOnly: false });
}

const WRITING = { allowWrite: true, confirm: "never" } as const;

function accepting(): TestServer {
  return serve(() => new Response(null, { status: 202, headers: { connection: "close" } }));
}

Deno.test("dispatchCall() changes what the policy lets through, and counts what was sent", async () => {
  await using server = accepting();
  const { answer, isError, logs } = await call("set_x", {}, {
    tools: [stopping()],
    policy: WRITING,
    server,
  });
  assert.deepEqual([isError, answer["rows"]], [false, [["web", "1", "done", "ACTIVE", "", "", ""]]]);
  assert.deepEqual(server.hits.map(({ method, path, body }) => [method, path, body]), [
    ["POST", "/compute/v2.1/servers/1/action", '{"os-stop":null}'],
  ]);
  assert.equal(logs.at(-1)?.fields?.["requests"], 1);
});

Deno.test("dispatchCall() gives an answer that tells of a failure as an error, rows and all", async () => {
  await using server = serve(() => json({ conflictingRequest: { message: "locked" } }, { status: 409 }));
  const { answer, isError } = await call("set_x", {}, { tools: [stopping()], policy: WRITING, server });
  assert.equal(isError, true);
  assert.match(JSON.stringify(answer["rows"]), /"failed".*locked/);
});

Deno.test("dispatchCall() changes nothing through a client that only reads, whatever gate and tool say", async () => {
  await using server = accepting();
  const { text, isError } = await call("set_x", {}, {
    tools: [stopping()],
    policy: WRITING,
    mayChange: false,
    server,
  });
  assert.equal(isError, true);
  assert.match(text, /"not sent".*refused by policy.*--allow-write/);
  assert.equal(server.hits.length, 0);
});

Deno.test("dispatchCall() keeps a tool from changing anything beside the gate", async () => {
  await using server = accepting();
  const run: ToolSpec<typeof INPUT>["run"] = async (_args, { cloud }) => {
    await cloud.send(stopServer, { path: { server_id: "1" } });
    return {};
  };
  const sneaky = testTool("set_x", run, { operations: [listServers, stopServer], readOnly: false });
  const { error } = await call("set_x", {}, { tools: [sneaky], policy: WRITING, server });
  assert.match(String(error["detail"]), /compute\.servers\.stop" was not declared by this call/);
  assert.equal(server.hits.length, 0);
});

Deno.test("dispatchCall() sends no operation that the tool, or the change, did not declare", async () => {
  await using server = accepting();
  const changes = [
    stopping({ operations: [deleteServer] }, deleteServer),
    stopping({}, deleteServer),
  ];
  for (const tool of changes) {
    const { text, isError } = await call("set_x", {}, { tools: [tool], policy: WRITING, server });
    assert.equal(isError, true);
    assert.match(text, /compute\.servers\.delete.{1,4} was not declared by/);
  }
  assert.equal(server.hits.length, 0);
});

Deno.test("dispatchCall() has the tool that reads answer for one that changes, and refuses what it changes", async () => {
  const reader = testTool("get_x", (args) => Promise.resolve({ args }), {
    readsOf: { set_x: { actions: { list: {}, show: { name: "one" } }, ignored: ["size"] } },
  });
  const tools = [echo, reader];
  const shown = await call("set_x", { action: "Show", size: 1 }, { tools });
  assert.deepEqual([shown.isError, shown.answer], [false, { args: { name: "one" } }]);
  const ledgerCalls: LedgerCall[] = [];
  const refused = await call("set_x", { action: "delete" }, { tools, ledgerCalls });
  assert.equal(refused.error["reason"], "refused by policy");
  assert.match(String(refused.error["detail"]), /without --allow-write: of set_x it answers list, show/);
  assert.deepEqual(ledgerCalls.map(({ tool }) => tool), ["set_x"], "the attempt is written down");
  const { error } = await call("set_x", { action: "delete" }, { tools, policy: WRITING });
  assert.equal(error["reason"], "invalid argument");
  assert.match(String(error["detail"]), /only reads; action must be one of: list, show/);
});

Deno.test("dispatchCall() refuses a change on a server that only reads", async () => {
  await using server = accepting();
  const { error } = await call("set_x", {}, { tools: [stopping()], mayChange: true, server });
  assert.equal(error["reason"], "refused by policy");
  assert.match(String(error["detail"]), /--allow-write/);
  assert.equal(server.hits.length, 0);
});

function bound(name: string, token: string, more: Partial<CallerBound> = {}): CallerBound {
  const sha256 = createHash("sha256").update(token).digest("hex");
  return { name, sha256, readOnly: false, tools: ["get_echo", "set_x"], ...more };
}

const CALLERS = {
  ...WRITING,
  callers: [
    bound("ann", "t-ann"),
    bound("bob", "t-bob", { readOnly: true }),
    bound("eve", "t-eve", { tools: ["get_echo", "get_absent"] }),
  ],
};

Deno.test("dispatchCall() answers nobody without a token that it knows, not even that a tool exists", async () => {
  for (const token of [undefined, "", "t-ann ", "wrong"]) {
    for (const name of ["get_echo", "get_nothing"]) {
      const { error, isError, logs } = await call(name, {}, {
        policy: CALLERS,
        ...(token === undefined ? {} : { token }),
      });
      assert.equal(isError, true);
      assert.deepEqual(error, {
        what: `call ${name}`,
        reason: "refused by policy",
        detail: "the call carries no token that this cloud is open to",
        next: "Send a valid bearer token.",
      });
      assert.equal(logs[0]?.fields?.["caller"], undefined);
      assert.doesNotMatch(JSON.stringify(logs), /t-ann|wrong/);
    }
  }
});

Deno.test("dispatchCall() answers a caller by its token, and names it to the log and the ledger", async () => {
  await using server = accepting();
  const ledgerCalls: LedgerCall[] = [];
  const { isError, logs } = await call("set_x", {}, {
    tools: [echo, stopping()],
    policy: CALLERS,
    token: "t-ann",
    server,
    ledgerCalls,
  });
  assert.equal(isError, false);
  assert.equal(logs.at(-1)?.fields?.["caller"], "ann");
  assert.deepEqual(ledgerCalls, [{ caller: "ann", tool: "set_x" }]);
});

Deno.test("dispatchCall() lets a caller that only reads read, and change nothing", async () => {
  await using server = accepting();
  const as = { tools: [echo, stopping()], policy: CALLERS, token: "t-bob", server };
  assert.equal((await call("get_echo", {}, as)).isError, false);
  const { error } = await call("set_x", {}, as);
  assert.equal(error["reason"], "refused by policy");
  assert.match(String(error["detail"]), /token of bob only reads/);
  assert.equal(server.hits.length, 0);
});

Deno.test("dispatchCall() keeps a caller to its tools; its bounds widen nothing", async () => {
  const absent = testTool("get_absent", () => Promise.resolve({ seen: true }));
  const policy = { ...CALLERS, tools: ["get_echo", "set_x"] };
  const ledgerCalls: LedgerCall[] = [];
  const as = { tools: [echo, stopping(), absent], policy, token: "t-eve" };
  assert.equal((await call("get_echo", {}, as)).isError, false);
  const { error } = await call("set_x", {}, { ...as, ledgerCalls });
  assert.match(String(error["detail"]), /this caller's token does not reach this tool/);
  assert.deepEqual(ledgerCalls, [{ caller: "eve", tool: "set_x" }], "the attempt is written down");
  assert.match(String((await call("get_absent", {}, as)).error["detail"]), /started without this tool/);
});

Deno.test("dispatchCall() looks at all projects with an administrator's login alone", async () => {
  const { error } = await call("get_echo", {}, { policy: { allProjects: true } });
  assert.equal(error["reason"], "refused by policy");
  assert.match(String(error["detail"]), /--all-projects, which needs the role admin/);
});
