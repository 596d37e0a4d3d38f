/** What becomes of a change when the cloud, the client, the audit log or the process fails in the midst of it. */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { DemoCloud, DemoFault, DemoRequest } from "../../src/demo/mod.ts";
import { ON_REAL_CLOUD, type TestCloud, withDemo } from "./cloud.ts";
import { HttpServer } from "./http_program.ts";
import { type Message, objectOf, rowsOf, run, Server } from "./program.ts";

/** What a test of this file stands on. */
interface Bench {
  readonly cloud: TestCloud & { readonly demo: DemoCloud };
  readonly demo: DemoCloud;
  /** Names of servers that run, and that no other test of the same cloud touches. */
  readonly names: readonly string[];
  /** Path of an audit log that does not exist yet, in a directory of its own. */
  readonly audit: string;
}

interface BenchOptions {
  readonly transitionMs?: number;
}

/** A test that only the demo can serve, for it needs faults. */
function faultTest(
  name: string,
  test: (bench: Bench, context: Deno.TestContext) => Promise<void>,
  options: BenchOptions = {},
): void {
  Deno.test({
    name,
    ignore: ON_REAL_CLOUD,
    fn: async (context) => {
      const directory = await Deno.makeTempDir();
      try {
        await withDemo({ servers: 60, transitionMs: 100, ...options }, async (cloud) => {
          await test(
            {
              cloud,
              demo: cloud.demo,
              names: await runningServers(cloud),
              audit: `${directory}/audit.jsonl`,
            },
            context,
          );
        });
      } finally {
        await Deno.remove(directory, { recursive: true });
      }
    },
  });
}

async function runningServers({ demo, env }: Bench["cloud"]): Promise<string[]> {
  const { OS_PROJECT_NAME: project } = env();
  const domain = { name: "Default" };
  const login = await fetch(`${demo.authUrl}/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "alice", domain, password: demo.password } },
        },
        scope: { project: { name: project, domain } },
      },
    }),
  });
  await login.body?.cancel();
  const list = await fetch(`${demo.endpoints["compute"]}/servers/detail?status=ACTIVE&limit=1000`, {
    headers: {
      "x-auth-token": login.headers.get("x-subject-token") ?? "",
      "openstack-api-version": "compute 2.90",
    },
  });
  const { servers } = objectOf(await list.json());
  assert.ok(Array.isArray(servers));
  const names = servers.map(objectOf).filter(({ locked }) => locked !== true).map(({ name }) => String(name))
    .filter((name) => name.startsWith("farm-"));
  assert.ok(names.length >= 20, `only ${names.length} servers run`);
  return names;
}

const UNCONFIRMED = ["--allow-write", "--confirm", "never"];

/** A stdio program that has said hello, with its cloud thread at work. */
async function started(
  { cloud, audit }: Bench,
  args: readonly string[] = UNCONFIRMED,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const server = new Server({
    args: ["serve", ...args, "--audit-log", audit],
    env: { ...cloud.env(), ...env },
  });
  await server.initialize();
  await server.call("get_instance", { limit: 1 });
  return server;
}

async function withProgram(
  bench: Bench,
  args: readonly string[],
  test: (server: Server) => Promise<void>,
): Promise<void> {
  const server = await started(bench, args);
  try {
    await test(server);
  } finally {
    await server.end();
  }
}

function onlyRow(answer: Message): Record<string, unknown> {
  const [row, ...others] = rowsOf(answer);
  assert.ok(row && others.length === 0, JSON.stringify(answer));
  return row;
}

/** What would change anything, as the demo received it. */
function changesIn(demo: DemoCloud, from = 0): DemoRequest[] {
  return demo.requests.slice(from).filter(({ method, path }) =>
    method !== "GET" && method !== "HEAD" && !path.endsWith("/auth/tokens")
  );
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!await holds()) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function entriesOf(audit: string): Promise<Record<string, unknown>[]> {
  const text = await Deno.readTextFile(audit);
  return text.split("\n").filter((line) => line !== "").map((line) => objectOf(JSON.parse(line)));
}

async function eventsOf(audit: string): Promise<unknown[]> {
  return (await entriesOf(audit)).map(({ event, outcome }) => outcome ?? event);
}

const ACTION: Pick<DemoFault, "service" | "method" | "path"> = {
  service: "compute",
  method: "POST",
  path: "/action$",
};

/** What the action is answered with, and what is said of it. */
const ANSWERS:
  readonly (readonly [what: string, fault: Omit<DemoFault, "times">, outcome: string, reason: RegExp])[] = [
    ["a cut connection", { kind: "reset" }, "unknown", /^no answer: unavailable/],
    ["silence", { kind: "hang" }, "unknown", /^no answer: timed out/],
    ["HTTP 500", { kind: "status", status: 500 }, "unknown", /^no answer: HTTP 500/],
    ["HTTP 502", { kind: "html", status: 502 }, "unknown", /^no answer: HTTP 502/],
    ["HTTP 503", { kind: "html", status: 503 }, "unknown", /^no answer: HTTP 503/],
    ["HTTP 504", { kind: "html", status: 504 }, "unknown", /^no answer: HTTP 504/],
    ["HTTP 409", { kind: "status", status: 409 }, "failed", /^conflict/],
    ["HTTP 403", { kind: "status", status: 403 }, "failed", /^not permitted/],
    ["HTTP 429", { kind: "status", status: 429, headers: { "retry-after": "0" } }, "failed", /^unavailable/],
    ["a proxy's page", { kind: "html", status: 200 }, "unknown", /not JSON/],
    ["a redirect", { kind: "redirect", status: 307 }, "failed", /redirect/],
  ];

faultTest("an action is sent once, whatever is answered", async (bench, context) => {
  const { demo, names, audit } = bench;
  await withProgram(bench, [...UNCONFIRMED, "--request-timeout", "2"], async (program) => {
    for (const [at, [what, fault, outcome, reason]] of ANSWERS.entries()) {
      await context.step(what, async () => {
        demo.setFaults([{ ...ACTION, ...fault }]);
        const from = demo.requests.length;
        const { answer, isError } = await program.call("set_instance", { action: "stop", names: names[at] });
        assert.equal(isError, true);
        const row = onlyRow(answer);
        assert.equal(row["outcome"], outcome, JSON.stringify(answer));
        assert.match(String(row["reason"]), reason);
        assert.equal(changesIn(demo, from).length, 1);
        // Nothing had reached the server, and this is what reading it back shows.
        if (outcome === "unknown") assert.equal(row["after"], "ACTIVE", JSON.stringify(answer));
        assert.deepEqual((await eventsOf(audit)).slice(-4), ["planned", "confirmed", "sent", outcome]);
      });
    }
  });
});

/** A service in front of the demo's compute that can lose what it was answered, or go away. */
interface Proxy {
  readonly url: string;
  /** Whether the answer to a request is lost on its way back. */
  loses: (request: IncomingMessage) => boolean;
  /** Takes no more connections, and ends those that are there once they are answered. */
  goAway(): void;
}

async function withProxy(demo: DemoCloud, test: (proxy: Proxy) => Promise<void>): Promise<void> {
  const target = demo.endpoints["compute"] ?? "";
  const base = new URL(target).origin;
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of request) chunks.push(new Uint8Array(chunk));
    const { method = "GET", headers } = request;
    const kept = Object.entries(headers).filter(([name]) =>
      !["host", "connection", "content-length"].includes(name)
    );
    const answer = await fetch(`${base}${request.url}`, {
      method,
      headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
      ...(chunks.length > 0 ? { body: new Blob(chunks) } : {}),
    });
    const body = await answer.bytes();
    if (proxy.loses(request)) return request.socket.destroy();
    const forwarded = [...answer.headers].filter(([name]) => name !== "connection");
    response.writeHead(answer.status, { ...Object.fromEntries(forwarded), connection: "close" }).end(body);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const proxy: Proxy = {
    url: `http://127.0.0.1:${address.port}`,
    loses: () => false,
    goAway: () => void server.close(),
  };
  demo.changeCatalog({ service: "compute", url: target.replace(base, proxy.url) });
  try {
    await test(proxy);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

faultTest("a change whose answer was lost is unknown although the service did it", async (bench) => {
  const { demo, names, audit } = bench;
  await withProxy(demo, async (proxy) => {
    proxy.loses = ({ method }) => method === "POST";
    await withProgram(bench, UNCONFIRMED, async (program) => {
      const { answer, isError } = await program.call("set_instance", { action: "stop", names: names[0] });
      const { outcome, before, after, reason } = onlyRow(answer);
      assert.deepEqual([isError, outcome, before], [true, "unknown", "ACTIVE"], JSON.stringify(answer));
      assert.match(String(after), /^SHUTOFF|^ACTIVE \(powering-off\)/);
      assert.match(String(reason), /^no answer/);
      assert.match(String(answer["next"]), /do not repeat the change blindly/);
      assert.equal(changesIn(demo).length, 1);
      assert.equal((await eventsOf(audit)).at(-1), "unknown");
    });
  });
});

faultTest("a change that could not be sent is told and recorded as not sent", async (bench) => {
  const { demo, names, audit } = bench;
  await withProxy(demo, async (proxy) => {
    const server = await started(bench);
    // What stopping a server reads of Nova is known now; of the balancer it is read last.
    demo.setFaults([{ service: "load-balancer", kind: "latency", ms: 3_000, times: 1 }]);
    const first = demo.requests.length;
    const call = server.call("set_instance", { action: "stop", names: names[0] });
    await until(
      "the servers were read",
      () => demo.requests.slice(first).some(({ service }) => service === "compute"),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    proxy.goAway();
    const { answer, isError } = await call;
    const row = onlyRow(answer);
    assert.deepEqual([isError, row["outcome"]], [true, "not sent"], JSON.stringify(answer));
    assert.match(String(row["reason"]), /^unavailable/);
    assert.deepEqual(changesIn(demo), []);
    assert.deepEqual((await eventsOf(audit)).slice(-2), ["sent", "not sent"]);
    const { code, ms, stderr } = await server.end();
    // Nothing is waited for: the outcome is known.
    assert.equal(code, 0);
    assert.ok(ms < 5_000, `${ms} ms`);
    assert.doesNotMatch(stderr, /were sent and are waited for/);
  });
});

faultTest("a login that is refused when the token has ended changes nothing", async (bench) => {
  const { demo, names } = bench;
  await withProgram(bench, UNCONFIRMED, async (program) => {
    demo.setFaults([
      { ...ACTION, kind: "status", status: 401 },
      { service: "identity", method: "POST", path: "/auth/tokens$", kind: "status", status: 401 },
    ]);
    const { answer, isError } = await program.call("set_instance", { action: "stop", names: names[0] });
    const { outcome, reason } = onlyRow(answer);
    assert.equal(isError, true);
    assert.ok(outcome === "failed" || outcome === "not sent", JSON.stringify(answer));
    assert.match(String(reason), /^login failed/);
    assert.equal(changesIn(demo).length, 1);
    demo.setFaults([]);
    demo.revokeTokens();
    const from = demo.requests.length;
    const next = await program.call("set_instance", { action: "stop", names: names[1] });
    assert.equal(objectOf(next.answer["error"])["reason"], "login failed", JSON.stringify(next.answer));
    assert.deepEqual(changesIn(demo, from), []);
  });
});

faultTest(
  "what cannot be planned is not sent, what cannot be read back is pending",
  async (bench, context) => {
    const { demo, names } = bench;
    await withProgram(bench, UNCONFIRMED, async (program) => {
      for (const fault of [{ kind: "html", status: 503 }, { kind: "reset" }] as const) {
        await context.step(`no plan: ${fault.kind}`, async () => {
          demo.setFaults([{ service: "compute", method: "GET", ...fault }]);
          const from = demo.requests.length;
          const { answer, isError } = await program.call("set_instance", { action: "stop", names: names[0] });
          assert.equal(isError, true);
          assert.equal(objectOf(answer["error"])["reason"], "unavailable", JSON.stringify(answer));
          assert.deepEqual(changesIn(demo, from), []);
          demo.setFaults([]);
        });
      }
      await context.step("not read back", async () => {
        const from = demo.requests.length;
        const call = program.call("set_instance", { action: "stop", names: names[1], wait_seconds: 4 });
        await until("the action was sent", () => changesIn(demo, from).length > 0);
        demo.setFaults([{ service: "compute", method: "GET", kind: "html", status: 503 }]);
        const { answer, isError } = await call;
        const { outcome, reason } = onlyRow(answer);
        assert.deepEqual([isError, outcome], [false, "pending"], JSON.stringify(answer));
        assert.match(String(reason), /^could not be read back: .*503/);
        assert.equal(changesIn(demo, from).length, 1);
        demo.setFaults([]);
      });
    });
  },
  { transitionMs: 60_000 },
);

/** A late answer: the demo acts when it answers. */
const LATE: DemoFault = { ...ACTION, kind: "latency", ms: 2_500 };

faultTest("a client that gives up stops a plan, and no change that was sent", async (bench, context) => {
  const { demo, names, audit } = bench;
  await withProgram(bench, UNCONFIRMED, async (program) => {
    const cancelled = (id: number) =>
      program.notify("notifications/cancelled", { requestId: id, reason: "changed my mind" });
    await context.step("before the plan is done", async () => {
      demo.setFaults([{ service: "compute", method: "GET", kind: "latency", ms: 800 }]);
      const from = demo.requests.length;
      const before = (await entriesOf(audit).catch(() => [])).length;
      const { id } = program.begin("tools/call", {
        name: "set_instance",
        arguments: { action: "stop", names: names[0] },
      });
      await until("it is asked", async () => (await entriesOf(audit).catch(() => [])).length > before);
      cancelled(id);
      await until("it is refused", async () => (await eventsOf(audit)).at(-1) === "refused");
      demo.setFaults([]);
      await program.call("get_instance", { names: names[0] });
      assert.deepEqual(changesIn(demo, from), []);
    });
    await context.step("after it was sent", async () => {
      demo.setFaults([LATE]);
      const from = demo.requests.length;
      const { id } = program.begin("tools/call", {
        name: "set_instance",
        arguments: { action: "stop", names: names[1] },
      });
      await until("it is sent", async () => (await eventsOf(audit)).at(-1) === "sent");
      await new Promise((resolve) => setTimeout(resolve, 200));
      cancelled(id);
      await until("its outcome is known", async () => (await eventsOf(audit)).at(-1) === "pending");
      const [change, ...others] = changesIn(demo, from);
      assert.deepEqual([change?.status, others], [202, []]);
    });
  });
});

faultTest("over HTTP a connection that is closed stops no change that was sent", async (bench) => {
  const { cloud, demo, names, audit } = bench;
  const server = await HttpServer.start({ args: [...UNCONFIRMED, "--audit-log", audit], env: cloud.env() });
  try {
    await server.call("get_instance", { limit: 1 });
    demo.setFaults([LATE]);
    const client = new AbortController();
    const args = { name: "set_instance", arguments: { action: "stop", names: names[0] } };
    const call = server.request("tools/call", args, { signal: client.signal }).catch(() => "gone");
    await until("it is sent", async () => (await eventsOf(audit).catch(() => [])).at(-1) === "sent");
    await new Promise((resolve) => setTimeout(resolve, 200));
    client.abort();
    assert.equal(await call, "gone");
    await until("its outcome is known", async () => (await eventsOf(audit)).at(-1) === "pending");
    const [change, ...others] = changesIn(demo);
    assert.deepEqual([change?.status, others], [202, []]);
    assert.equal((await server.call("get_instance", { names: names[0] })).isError, false);
  } finally {
    await server.end();
  }
});

for (const way of ["end of input", "SIGTERM"] as const) {
  faultTest(`on ${way} the answer to a change that was sent is awaited, told and recorded`, async (bench) => {
    const { demo, names, audit } = bench;
    const server = await started(bench);
    demo.setFaults([LATE]);
    server.begin("tools/call", { name: "set_instance", arguments: { action: "stop", names: names[0] } });
    await until("it is sent", async () => (await eventsOf(audit).catch(() => [])).at(-1) === "sent");
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (way === "SIGTERM") server.kill("SIGTERM");
    const { code, ms, stderr } = way === "SIGTERM" ? await server.ended() : await server.end();
    assert.equal(code, 0);
    assert.ok(ms > 500 && ms < 10_000, `${ms} ms`);
    assert.match(stderr, /ending: 1 changes? (?:was|were) sent and (?:is|are) waited for/);
    assert.equal((await eventsOf(audit)).at(-1), "pending");
    assert.deepEqual(changesIn(demo).map(({ status }) => status), [202]);
  });
}

faultTest("on SIGTERM an HTTP server answers the client whose change was sent", async (bench) => {
  const { cloud, demo, names, audit } = bench;
  const server = await HttpServer.start({ args: [...UNCONFIRMED, "--audit-log", audit], env: cloud.env() });
  await server.call("get_instance", { limit: 1 });
  demo.setFaults([LATE]);
  const call = server.call("set_instance", { action: "stop", names: names[0] });
  await until("it is sent", async () => (await eventsOf(audit).catch(() => [])).at(-1) === "sent");
  await new Promise((resolve) => setTimeout(resolve, 200));
  const ended = server.end("SIGTERM");
  assert.equal(onlyRow((await call).answer)["outcome"], "done");
  assert.equal((await ended).code, 0);
  assert.equal((await eventsOf(audit)).at(-1), "done");
  assert.equal(changesIn(demo).length, 1);
});

faultTest("a process that is killed leaves the record of what it had sent", async (bench) => {
  const { demo, names, audit } = bench;
  const server = await started(bench);
  demo.setFaults([LATE]);
  server.begin("tools/call", { name: "set_instance", arguments: { action: "stop", names: names[0] } });
  await until("it is sent", async () => (await eventsOf(audit).catch(() => [])).at(-1) === "sent");
  server.kill("SIGKILL");
  await server.ended();
  assert.deepEqual(await eventsOf(audit), ["asked", "planned", "confirmed", "sent"]);
  demo.setFaults([]);
  // Whoever comes next appends to the same file.
  await withProgram(bench, UNCONFIRMED, async (program) => {
    const { answer } = await program.call("set_instance", { action: "stop", names: names[1] });
    assert.equal(onlyRow(answer)["outcome"], "done", JSON.stringify(answer));
  });
  assert.deepEqual((await eventsOf(audit)).slice(4), ["asked", "planned", "confirmed", "sent", "done"]);
});

faultTest("what cannot be recorded is not sent", async (bench, context) => {
  const { demo, names, audit, cloud } = bench;
  const away = `${audit}.away`;
  /** Ways in which an audit log becomes one that cannot be written. */
  const breakings: Readonly<Record<string, () => Promise<void>>> = {
    "a directory in its place": () => Deno.mkdir(audit),
    "a full disk": () => Deno.symlink("/dev/full", audit),
    "nothing behind its name": () => Deno.symlink(`${away}/nowhere/audit.jsonl`, audit),
  };
  await withProgram(bench, ["--allow-write"], async (program) => {
    for (const [what, breakIt] of Object.entries(breakings)) {
      await context.step(what, async () => {
        const args = { action: "stop", names: names[0] };
        const plan = await program.call("set_instance", args);
        const { confirm } = plan.answer;
        assert.ok(confirm, JSON.stringify(plan.answer));
        await Deno.rename(audit, away);
        await breakIt();
        try {
          const { answer, isError } = await program.call("set_instance", { ...args, confirm });
          assert.equal(isError, true);
          const { reason, detail } = objectOf(answer["error"]);
          assert.equal(reason, "refused by policy");
          assert.match(String(detail), /^the audit log could not be written/);
          assert.deepEqual(changesIn(demo), []);
        } finally {
          await Deno.remove(audit);
          await Deno.rename(away, audit);
        }
      });
    }
  });
  await context.step("from the start", async () => {
    const { code, stderr } = await run({
      args: ["serve", "--allow-write", "--audit-log", `${audit}/no/such/directory`],
      env: cloud.env(),
    });
    assert.notEqual(code, 0);
    assert.match(stderr, /--audit-log/);
  });
});

faultTest("a transition that fails is told with its reason", async (bench) => {
  const { demo, names } = bench;
  const [broken = "", unmoved = ""] = names;
  demo.failTransitions([
    { server: broken, action: "stop", how: "error", message: "the hypervisor is gone" },
    { server: unmoved, action: "stop", how: "back", message: "the guest does not react" },
  ]);
  await withProgram(bench, UNCONFIRMED, async (program) => {
    const { answer, isError } = await program.call("set_instance", {
      action: "stop",
      names: [broken, unmoved, names[2]],
    });
    assert.equal(isError, true);
    const rows = rowsOf(answer);
    assert.deepEqual(rows.map(({ outcome, after }) => [outcome, after]), [
      ["failed", "ERROR"],
      ["failed", "ACTIVE"],
      ["done", "SHUTOFF"],
    ], JSON.stringify(answer));
    for (const { outcome, reason } of rows) if (outcome === "failed") assert.ok(reason, JSON.stringify(rows));
    assert.equal(changesIn(demo).length, 3);
  });
});

faultTest("a server that changed by itself since the plan needs a new one", async (bench) => {
  const { demo, names } = bench;
  await withProgram(bench, ["--allow-write", "--max-targets", "2"], async (program) => {
    const args = { action: "delete", names: names[0] };
    const plan = await program.call("set_instance", args);
    demo.setServer(names[0] ?? "", { status: "SHUTOFF" });
    const again = await program.call("set_instance", { ...args, confirm: plan.answer["confirm"] });
    assert.match(String(again.answer["note"]), /for another plan/, JSON.stringify(again.answer));
    assert.equal(onlyRow(again.answer)["now"], "SHUTOFF");
    assert.deepEqual(changesIn(demo), []);
    const done = await program.call("set_instance", { ...args, confirm: again.answer["confirm"] });
    assert.equal(onlyRow(done.answer)["outcome"], "done");

    const from = demo.requests.length;
    const many = await program.call("set_instance", { action: "stop", names: names.slice(1, 4) });
    const { reason, detail } = objectOf(many.answer["error"]);
    assert.equal(reason, "refused by policy");
    assert.match(String(detail), /3 servers; one change may touch 2/);
    assert.deepEqual(changesIn(demo, from), []);
  });
});

faultTest("a target that fails keeps the others from nothing", async (bench) => {
  const { demo, names } = bench;
  const targets = names.slice(0, 5);
  await withProgram(bench, UNCONFIRMED, async (program) => {
    demo.setFaults([{ ...ACTION, kind: "status", status: 409, times: 1 }]);
    const { answer, isError } = await program.call("set_instance", { action: "stop", names: targets });
    assert.equal(isError, true);
    const outcomes = rowsOf(answer).map(({ outcome }) => outcome).sort();
    assert.deepEqual(outcomes, ["done", "done", "done", "done", "failed"], JSON.stringify(answer));
    assert.equal(changesIn(demo).length, 5);
  });
});

faultTest(
  "what takes longer than the call may is pending, and so is what is not waited for",
  async (bench) => {
    const { demo, names } = bench;
    await withProgram(bench, [...UNCONFIRMED, "--timeout", "5"], async (program) => {
      const begun = performance.now();
      const slow = await program.call("set_instance", { action: "stop", names: names[0] });
      assert.ok(performance.now() - begun < 7_000);
      const { outcome, after } = onlyRow(slow.answer);
      assert.deepEqual([slow.isError, outcome, after], [false, "pending", "ACTIVE (powering-off)"]);
      const quick = await program.call("set_instance", { action: "stop", names: names[1], wait: false });
      assert.equal(onlyRow(quick.answer)["outcome"], "pending", JSON.stringify(quick.answer));
      assert.equal(demo.requests.at(-1)?.method, "POST");
      assert.equal(changesIn(demo).length, 2);
    });
  },
  { transitionMs: 60_000 },
);

faultTest("two programs share an audit log line by line", async (bench) => {
  const { names, audit } = bench;
  const programs = await Promise.all([started(bench), started(bench)]);
  try {
    await Promise.all(
      programs.map((program, at) =>
        program.call("set_instance", { action: "stop", names: names.slice(at * 8, at * 8 + 8) })
      ),
    );
  } finally {
    await Promise.all(programs.map((program) => program.end()));
  }
  const entries = await entriesOf(audit);
  const own = Map.groupBy(entries, ({ instance }) => instance);
  assert.equal(own.size, 2);
  for (const lines of own.values()) {
    assert.deepEqual(lines.map(({ seq }) => seq), lines.map((_, at) => at + 1));
    assert.equal(lines.filter(({ event }) => event === "sent").length, 8);
    assert.equal(lines.filter(({ outcome }) => outcome === "done").length, 8);
  }
});
