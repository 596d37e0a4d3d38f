/** What happens to calls when threads die, hang or throw, and when the process is told to end meanwhile. */
import assert from "node:assert/strict";
import { AuditLog } from "../../src/keeper/audit_log.ts";
import { Nonces } from "../../src/keeper/nonces.ts";
import { TEST_POLICY } from "../../src/wire/testing.ts";
import { CloudKeeper } from "../../src/keeper/cloud_keeper.ts";
import { threadPermissions } from "../../src/keeper/entries.ts";
import type { CloudSettings } from "../../src/openstack/settings.ts";
import { CloudPort, type PortAnswer } from "../../src/wire/cloud_port.ts";
import { PERMISSION_FLAGS } from "../../tasks/permissions.ts";
import type { Death, Moment } from "../fixtures/dying_worker.ts";
import { withCloud, withDemo } from "./cloud.ts";
import { type Message, objectOf, run, Server } from "./program.ts";

const SETTINGS: CloudSettings = {
  name: "test",
  auth: {
    type: "v3password",
    authUrl: "http://127.0.0.1:1/v3",
    user: { name: "alice" },
    password: "correct-horse",
    scope: { kind: "unscoped" },
  },
  interfaces: ["public"],
  services: {},
  allowHttpEndpoints: true,
  requestTimeoutMs: 1_000,
};

/** How threads die of calls. */
interface Dying {
  readonly how: Death;
  /** @default {"before"} */
  readonly when?: Moment;
  /** So many threads die, from the first on. */
  readonly deaths: number;
  /** Calls that are made at once. */
  readonly calls: number;
  /** Calls that are made when those were answered. @default {0} */
  readonly later?: number;
  /** @default {No file} */
  readonly audit?: AuditLog;
}

/** Calls through real threads, of which the first so many die of a call. */
async function callThroughDying(
  { how, when = "before", deaths, calls, later = 0, audit = new AuditLog({ log: () => {} }) }: Dying,
): Promise<{ answers: PortAnswer[]; threads: number }> {
  // The first thread logs in.
  let threads = -1;
  const port: CloudPort = new CloudPort(() => cloud.want());
  const cloud: CloudKeeper = new CloudKeeper({
    settings: SETTINGS,
    policy: TEST_POLICY,
    changes: {
      audit,
      nonces: new Nonces(),
      confirmKey: new Uint8Array(32).toBase64(),
    },
    onPort: (end, thread) => port.use(end, thread),
    onLost: (thread) => port.lost(thread),
    onLoginFailed: (json) => port.fail({ json, isError: true }),
    log: () => {},
    // Patient enough for a busy machine, on which a thread takes its time to start.
    pulse: { everyMs: 250, patience: 8 },
    makeWorker: (net) => {
      const worker = new Worker(new URL("../fixtures/dying_worker.ts", import.meta.url), {
        type: "module",
        deno: { permissions: threadPermissions(net) },
      });
      threads++;
      if (threads > 0 && threads <= deaths) worker.postMessage({ kind: "die", how, when });
      return worker;
    },
  });
  const ask = () => port.ask({ kind: "call", tool: "get_x", arguments: {}, deadlineMs: 20_000 });
  try {
    const answers = await Promise.all(Array.from({ length: calls }, ask));
    answers.push(...await Promise.all(Array.from({ length: later }, ask)));
    return { answers, threads };
  } finally {
    port.close();
    await cloud.close();
  }
}

const ANSWERED = '{"answered":true}';

for (const how of ["close", "ended", "freeze"] as const) {
  Deno.test(`a call that sent no change runs once more when its thread dies of it (${how})`, async () => {
    const { answers, threads } = await callThroughDying({ how, deaths: 1, calls: 2 });
    assert.deepEqual(answers.map(({ json }) => json), [ANSWERED, ANSWERED]);
    assert.equal(threads, 2);
  });

  Deno.test(`a change whose thread dies after sending is unknown, and not sent again (${how})`, async () => {
    const path = await Deno.makeTempFile();
    try {
      const audit = new AuditLog({ path, log: () => {} });
      const { answers: [answer, next], threads } = await callThroughDying({
        how,
        when: "after",
        deaths: 1,
        calls: 1,
        later: 1,
        audit,
      });
      assert.equal(answer?.isError, true);
      const { columns, rows } = objectOf(JSON.parse(answer.json));
      assert.deepEqual([columns, rows], [
        ["name", "id", "outcome", "before", "after", "request_id", "reason"],
        [["web-01", "2c46", "unknown", "", "", "", "the thread that worked on it ended"]],
      ]);
      // The next call has a thread of its own.
      assert.deepEqual([next?.json, threads], [ANSWERED, 2]);
      const lines = (await Deno.readTextFile(path)).trim().split("\n");
      const entries = lines.map((line) => objectOf(JSON.parse(line)));
      assert.deepEqual(entries.map(({ event, outcome }) => [event, outcome]), [
        ["sent", undefined],
        ["outcome", "unknown"],
      ]);
      assert.equal(audit.underWay, 0);
    } finally {
      await Deno.remove(path);
    }
  });
}

Deno.test("a call that killed two threads is not tried a third time", async () => {
  const { answers: [answer], threads } = await callThroughDying({ how: "ended", deaths: 9, calls: 1 });
  assert.match(answer?.json ?? "", /"unavailable","detail":"the thread that worked on it ended, twice"/);
  assert.equal(threads, 2);
});

Deno.test("a secret that is thrown in a thread reaches neither the keeper nor standard error", async () => {
  const secret = "Tr0ub4dor-and-3";
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...PERMISSION_FLAGS,
      new URL("../fixtures/malformed_orders.ts", import.meta.url).pathname,
      secret,
    ],
    stdin: "null",
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.equal(code, 0);
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  const kinds = lines.map((line) => {
    const { entry, reports } = objectOf(JSON.parse(line));
    assert.ok(Array.isArray(reports));
    return [entry, reports.map((report) => objectOf(report)["kind"])];
  });
  assert.deepEqual(kinds, [
    ["cloud", ["log", "ended"]],
    ["cloud", ["log", "ended"]],
    ["front", ["log", "failed"]],
    ["front", ["log", "failed"]],
    ["demo", ["failed"]],
    ["demo", ["failed"]],
  ]);
  assert.match(lines[0] ?? "", /the cloud thread failed: .*\[redacted\]/);
  for (const line of lines.filter((line) => !line.includes('"demo"'))) {
    assert.ok(!line.includes(secret), line);
  }
});

for (const way of ["end of input", "SIGTERM", "SIGINT", "SIGHUP"] as const) {
  Deno.test(`serve ends within a second on ${way} although a call hangs`, async () => {
    await withDemo({}, async ({ env, demo }) => {
      const server = new Server({ env: env() });
      await server.initialize();
      await server.call("get_instance", { limit: 1 });
      demo.setFaults([{ service: "compute", kind: "hang" }]);
      const before = demo.requests.length;
      server.begin("tools/call", { name: "get_instance", arguments: {} });
      while (demo.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
      if (way !== "end of input") server.kill(way);
      const { code, ms, stderr } = way === "end of input" ? await server.end() : await server.ended();
      assert.equal(code, way === "SIGINT" || way === "SIGHUP" ? 130 : 0);
      assert.ok(ms < 1_000, `${ms} ms`);
      assert.doesNotMatch(stderr, / error /);
    });
  });
}

Deno.test("serve ends within a second although the login hangs", async () => {
  await withDemo({ faults: [{ service: "identity", kind: "hang" }] }, async ({ env, demo }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    server.begin("tools/call", { name: "get_instance", arguments: {} });
    while (demo.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const { code, ms } = await server.end();
    assert.equal(code, 0);
    assert.ok(ms < 1_000, `${ms} ms`);
  });
});

for (
  const [args, expected, output] of [
    [["tools", "call", "get_instance"], 130, ""],
    [["report"], 3, "UNKNOWN: interrupted before the report was finished"],
    [["check"], 130, ""],
  ] as const
) {
  Deno.test(`${args.join(" ")} ends within a second on SIGINT although the cloud hangs`, async () => {
    await withDemo({ faults: [{ service: "compute", kind: "hang" }] }, async ({ env, demo }) => {
      const program = new Server({ args, env: env() });
      while (!demo.requests.some(({ service }) => service === "compute")) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      program.kill("SIGINT");
      const { code, ms, stdout } = await program.ended();
      assert.equal(code, expected);
      assert.ok(ms < 1_000, `${ms} ms`);
      assert.equal(stdout, output);
    });
  });
}

Deno.test("report ends with its state although nobody reads it", async () => {
  await withDemo({ faults: [{ kind: "latency", ms: 100 }] }, async ({ env, demo }) => {
    const program = new Server({ args: ["report"], env: env() });
    while (demo.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await program.breakPipe();
    const { code, stderr } = await program.ended();
    assert.deepEqual({ code, stderr }, { code: 2, stderr: "" });
  });
});

Deno.test("serve answers what it can by itself before it ends with its input", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    const hello = server.initialize();
    const list = server.request("tools/list");
    const { code } = await server.end();
    assert.equal(code, 0);
    // Everything that it wrote was read by now.
    const tooLate = Promise.resolve<Message>({ error: "none came" });
    for (const answer of [hello, list]) assert.ok("result" in await Promise.race([answer, tooLate]));
  });
});

Deno.test("a call ends at its deadline, and the server works on", async () => {
  await withDemo({}, async ({ env, demo }) => {
    const server = new Server({ args: ["serve", "--timeout", "3"], env: env() });
    await server.initialize();
    await server.call("get_flavors");
    demo.setFaults([{ service: "compute", kind: "hang" }]);
    const { answer, isError } = await server.call("get_instance");
    assert.equal(isError, true);
    const { detail, ...error } = objectOf(answer["error"]);
    assert.deepEqual(error, {
      what: "call get_instance",
      reason: "timed out",
      next: "Ask for less, or raise --timeout.",
    });
    // On a busy machine a part of the time has passed before the thread has the call.
    assert.match(String(detail), /^not finished within (3|[12](\.[1-9])?|0\.[1-9]) s$/);
    demo.setFaults([]);
    assert.equal((await server.call("get_instance")).isError, false);
    await server.end();
  });
});

Deno.test("a thread whose catalog changed is replaced while it still answers", async () => {
  await withDemo({}, async ({ env, demo }) => {
    const moved = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => Response.json({ images: [] }, { headers: { connection: "close" } }),
    );
    const server = new Server({ env: env() });
    await server.initialize();
    await server.call("get_flavors");
    demo.changeCatalog({ service: "image", url: `http://127.0.0.1:${moved.addr.port}` });
    demo.revokeTokens();
    for (let call = 0; call < 3; call++) assert.equal((await server.call("get_instance")).isError, false);
    const logins = demo.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/tokens"));
    assert.equal(logins.length, 2, "the new thread works with the login that told of the change");
    const { code, stderr } = await server.end();
    assert.equal(code, 0);
    assert.equal(stderr.match(/another thread is made/g)?.length, 1, stderr);
    await moved.shutdown();
  });
});

Deno.test("what fails for want of a working thread is told on one line of standard error", async () => {
  await withDemo({}, async ({ env, demo }) => {
    demo.setFaults([{
      service: "compute",
      kind: "status",
      status: 500,
      body: { computeFault: { code: 500, message: "first\nsecond\u2028third \x1b[31mred" } },
    }]);
    const { code, stdout, stderr } = await run({
      args: ["tools", "call", "get_instance", "--log-level", "debug"],
      env: env(),
    });
    assert.equal(code, 1);
    assert.ok(!(stdout + stderr).includes("\x1b"));
    const lines = stderr.trim().split("\n");
    for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (debug|info|warning|error) /);
  });
});
