import assert from "node:assert/strict";
import { TEST_POLICY } from "../wire/testing.ts";
import * as z from "zod";
import { type DemoCloud, startDemo } from "../demo/mod.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import { TOOLS } from "../tools/mod.ts";
import { tool } from "../tools/tool.ts";
import type { CloudReport } from "../wire/control.ts";
import type { Session } from "../openstack/auth/mod.ts";
import { CloudPort, type PortAnswer } from "../wire/cloud_port.ts";
import type { AuditEntry, ServePolicy } from "../wire/messages.ts";
import { TASKS } from "./tasks.ts";
import { CloudThread, type CloudThreadOptions } from "./thread.ts";

function settingsOf(demo: DemoCloud, password = demo.password): CloudSettings {
  return {
    name: "demo",
    auth: {
      type: "v3password",
      authUrl: demo.authUrl,
      user: { name: "alice", domainName: "Default" },
      password,
      scope: { kind: "project", project: { name: "acme", domainName: "Default" } },
    },
    region: "RegionOne",
    interfaces: ["public"],
    services: {},
    allowHttpEndpoints: true,
    requestTimeoutMs: 5_000,
  };
}

interface Working {
  readonly demo: DemoCloud;
  readonly port: CloudPort;
  readonly thread: CloudThread;
  readonly reports: CloudReport<Session>[];
  readonly call: (tool: string, args?: Record<string, unknown>, deadlineMs?: number) => Promise<PortAnswer>;
}

/** What a test of changes adds. */
interface Changing {
  readonly policy?: Partial<ServePolicy>;
  /** Plays the keeper. */
  readonly onReport?: (report: CloudReport<Session>, thread: CloudThread) => void;
}

/** A thread that logged in and works, with the asking end of its port. */
async function working(
  test: (parts: Working) => Promise<void>,
  tools = TOOLS.map((tool) => tool.name),
  own: Partial<Pick<CloudThreadOptions, "registry" | "tasks">> = {},
  changing: Changing = {},
): Promise<void> {
  const demo = await startDemo();
  const settings = settingsOf(demo);
  const reports: CloudReport<Session>[] = [];
  const options = {
    report: (report: CloudReport<Session>) => {
      reports.push(report);
      changing.onReport?.(report, thread);
    },
    registry: TOOLS,
    tasks: TASKS,
    ...own,
  };
  const door = new CloudThread(options);
  const thread = new CloudThread(options);
  const port = new CloudPort();
  try {
    await door.obey({ kind: "login", settings });
    const [report] = reports;
    assert.ok(report?.kind === "session", JSON.stringify(report));
    const { port1, port2 } = new MessageChannel();
    const policy = { ...TEST_POLICY, tools, ...changing.policy };
    await thread.obey({
      kind: "work",
      settings,
      session: report.session,
      policy,
      port: port1,
      confirmKey: new Uint8Array(32).toBase64(),
    });
    port.use(port2);
    await test({
      demo,
      port,
      thread,
      reports,
      call: (tool, args = {}, deadlineMs = 10_000) =>
        port.ask({ kind: "call", tool, arguments: args, deadlineMs }),
    });
    port1.close();
  } finally {
    port.close();
    door.close();
    thread.close();
    await demo.close();
  }
}

Deno.test("CloudThread answers a call and logs one line of it, without its arguments", async () => {
  await working(async ({ call, reports }) => {
    const { json, isError } = await call("get_instance", { names: ["web-01"] });
    assert.equal(isError, false);
    assert.match(json, /"name":"web-01"/);
    const logs = reports.filter((report) => report.kind === "log");
    assert.equal(logs.length, 1);
    const { fields = {} } = logs[0] ?? {};
    assert.equal(fields["tool"], "get_instance");
    assert.equal(fields["outcome"], "ok");
    assert.ok(Number(fields["requests"]) >= 2);
    assert.doesNotMatch(JSON.stringify(logs), /web-01/);
  });
});

Deno.test("CloudThread suggests the tool that was meant", async () => {
  await working(async ({ call }) => {
    const { json, isError } = await call("get_instanse");
    assert.ok(isError);
    assert.match(json, /invalid argument.*did you mean get_instance\?/);
  });
});

Deno.test("CloudThread refuses tools that were not chosen, and sensitive ones without leave, and names the flag", async () => {
  await working(async ({ call }) => {
    assert.match((await call("get_flavors")).json, /refused by policy.*--tools get_flavors/);
    assert.match(
      (await call("get_console_log", { server: "web-01" })).json,
      /refused by policy.*--allow-sensitive/,
    );
  }, ["get_instance", "get_console_log"]);
});

Deno.test("CloudThread ends a call at its deadline and says so", async () => {
  await working(async ({ call, demo }) => {
    await call("get_instance", { limit: 1 });
    demo.setFaults([{ service: "compute", kind: "hang" }]);
    const { json, isError } = await call("get_instance", {}, 200);
    assert.ok(isError);
    assert.match(json, /"timed out".*0\.2 s/);
  });
});

Deno.test("CloudThread never lets a password or a token out, whatever a service says", async () => {
  await working(async ({ call, demo, reports }) => {
    const session = reports.find((report) => report.kind === "session");
    assert.ok(session?.kind === "session");
    const { token } = session.session;
    demo.setFaults([{
      service: "compute",
      kind: "status",
      status: 500,
      body: { computeFault: { code: 500, message: `no ${token} and no ${demo.password}` } },
    }]);
    const { json } = await call("get_instance");
    assert.match(json, /no \[redacted\] and no \[redacted\]/);
    const logs = JSON.stringify(reports.filter((report) => report.kind === "log"));
    assert.ok(!logs.includes(token) && !logs.includes(demo.password));
  });
});

Deno.test("CloudThread drains: it answers what it has, then says that it is done", async () => {
  await working(async ({ call, thread, reports, demo }) => {
    demo.setFaults([{ service: "compute", kind: "latency", ms: 200, times: 1 }]);
    const pending = call("get_flavors");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await thread.obey({ kind: "drain" });
    assert.ok(!reports.some((report) => report.kind === "drained"));
    assert.equal((await pending).isError, false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(reports.some((report) => report.kind === "drained"));
  });
});

Deno.test("CloudThread answers a refused login without its secret, and does not try again at once", async () => {
  const demo = await startDemo();
  const reports: CloudReport<Session>[] = [];
  const thread = new CloudThread({ report: (report) => reports.push(report), registry: TOOLS, tasks: TASKS });
  try {
    const settings = settingsOf(demo, "wrong-horse-battery");
    await thread.obey({ kind: "login", settings });
    await thread.obey({ kind: "login", settings });
    assert.deepEqual(reports.map((report) => report.kind), ["login failed", "login failed"]);
    assert.doesNotMatch(JSON.stringify(reports), /wrong-horse-battery/);
    assert.match(JSON.stringify(reports[1]), /no other login is tried before/);
    assert.equal(demo.requests.filter(({ method }) => method === "POST").length, 1);
  } finally {
    thread.close();
    await demo.close();
  }
});

Deno.test("CloudThread asks for another thread when the catalog names an address beyond its reach", async () => {
  await working(async ({ call, demo, reports }) => {
    demo.changeCatalog({ service: "image", url: "http://127.0.0.1:1234/" });
    demo.revokeTokens();
    await call("get_flavors");
    const changed = reports.find((report) => report.kind === "catalog changed");
    assert.ok(changed?.kind === "catalog changed");
    assert.match(JSON.stringify(changed.session.catalog), /127\.0\.0\.1:1234/);
  });
});

Deno.test("CloudThread answers for a tool whose answer cannot be written, and works on", async () => {
  const broken = tool({
    name: "get_broken",
    toolset: "compute",
    title: "Broken",
    description: "An answer that breaks when it is looked at",
    input: z.strictObject({}),
    operations: [],
    run: () =>
      Promise.resolve({
        get member(): never {
          throw new RangeError("off by one");
        },
      }),
  });
  const registry = [broken, ...TOOLS];
  await working(
    async ({ call, reports }) => {
      const { json, isError } = await call("get_broken");
      assert.equal(isError, true);
      assert.equal(JSON.parse(json).error.reason, "unexpected answer");
      assert.ok(reports.some((report) => report.kind === "log" && report.level === "error"));
      assert.equal((await call("get_flavors")).isError, false);
    },
    registry.map(({ name }) => name),
    { registry },
  );
});

Deno.test("CloudThread keeps tokens secret that were renewed since", async () => {
  await working(async ({ call, demo, reports }) => {
    const session = reports.find((report) => report.kind === "session");
    assert.ok(session?.kind === "session");
    for (let renewal = 0; renewal < 2; renewal++) {
      demo.revokeTokens();
      assert.equal((await call("get_flavors", { name_contains: String(renewal) })).isError, false);
    }
    demo.setFaults([{
      service: "compute",
      kind: "status",
      status: 400,
      body: { badRequest: { code: 400, message: `old ${session.session.token}` } },
    }]);
    const { json } = await call("get_instance");
    assert.match(json, /old \[redacted\]/);
  });
});

Deno.test("CloudThread shows no secret that a tenant or a service put into a name", async () => {
  await working(async ({ call, demo, reports }) => {
    const session = reports.find((report) => report.kind === "session");
    assert.ok(session?.kind === "session");
    const { token } = session.session;
    demo.setFaults([{
      service: "compute",
      path: "flavors",
      kind: "status",
      status: 200,
      body: { flavors: [{ id: "1", name: `m1.${token}`, ram: 1, vcpus: 1, disk: 1, links: [] }] },
    }]);
    const { json } = await call("get_flavors");
    assert.match(json, /m1\.\[redacted\]/);
    assert.ok(!json.includes(token));
  });
});

Deno.test("CloudThread keeps the password of a proxy to itself, however it is written", async () => {
  const demo = await startDemo();
  try {
    for (const password of ["proxy-pass-100%", "proxy%2Dpass%2Dword"]) {
      const reports: CloudReport<Session>[] = [];
      const report = (report: CloudReport<Session>) => reports.push(report);
      const thread = new CloudThread({ report, registry: TOOLS, tasks: TASKS });
      const proxy = `http://user:${password}@127.0.0.1:1`;
      await thread.obey({ kind: "login", settings: { ...settingsOf(demo), proxy } });
      for (const form of [password, password.replaceAll("%2D", "-")]) {
        assert.equal(thread.guard(`by ${form}`), "by [redacted]");
      }
      assert.deepEqual(reports.map(({ kind }) => kind), ["login failed"]);
      assert.doesNotMatch(JSON.stringify(reports), /proxy-pass|proxy%2D/);
      thread.close();
    }
  } finally {
    await demo.close();
  }
});

Deno.test("CloudThread ends the doctor at its deadline, and tells a defect of a task as one", async () => {
  await working(async ({ port, demo }) => {
    demo.setFaults([{ service: "compute", kind: "hang" }]);
    const doctor = { kind: "run", task: "doctor", options: {}, deadlineMs: 300 } as const;
    const { json, isError } = await port.ask(doctor);
    assert.equal(isError, true);
    assert.equal(JSON.parse(json).error.reason, "timed out");
  });
  const fail = () => Promise.reject(new RangeError("off by one"));
  await working(
    async ({ port, reports }) => {
      const { json } = await port.ask({
        kind: "run",
        task: "report",
        options: {},
        deadlineMs: 5_000,
      });
      assert.match(json, /"unexpected answer","detail":"internal error: RangeError: off by one"/);
      assert.ok(reports.some((report) => report.kind === "log" && report.level === "error"));
    },
    [],
    { tasks: { "report": fail, "doctor": fail, "access rules": fail } },
  );
});

Deno.test("CloudThread refuses thresholds that are none, and an unknown check, as wrong arguments", async () => {
  await working(async ({ port }) => {
    for (
      const options of [{ thresholds: [] }, { thresholds: null }, { thresholds: "x" }, { checks: ["x"] }]
    ) {
      const { json, isError } = await port.ask({
        kind: "run",
        task: "report",
        options,
        deadlineMs: 5_000,
      });
      assert.equal(isError, true);
      assert.equal(JSON.parse(json).error.reason, "invalid argument");
    }
  });
});

const WRITING = { allowWrite: true, confirm: "never" } as const;
const LOCK = { action: "lock", names: ["web-01"] };

/** Writes everything down, and takes every confirmation the first time. */
function attentiveKeeper() {
  const entries: AuditEntry[] = [];
  const used = new Set<string>();
  const onReport = (report: CloudReport<Session>, thread: CloudThread) => {
    if (report.kind === "audit") entries.push(report.entry);
    const ok = report.kind !== "consume" || used.size !== used.add(report.nonce).size;
    if (report.kind === "audit" || report.kind === "consume") {
      thread.obey({ kind: "noted", sequence: report.sequence, ok });
    }
  };
  return { entries, onReport };
}

Deno.test("CloudThread has each step of a change written down under one call, with who asked for it", async () => {
  const { entries, onReport } = attentiveKeeper();
  await working(
    async ({ call }) => {
      for (let turn = 0; turn < 2; turn++) {
        assert.equal(
          (await call("set_instance", { ...LOCK, action: turn ? "unlock" : "lock" })).isError,
          false,
        );
      }
    },
    undefined,
    {},
    { policy: WRITING, onReport },
  );
  const events = ["asked", "planned", "confirmed", "sent", "outcome"];
  assert.deepEqual(entries.map(({ event }) => event), [...events, ...events]);
  const calls = entries.map(({ call }) => call);
  assert.equal(new Set(calls.slice(0, 5)).size, 1);
  assert.equal(new Set(calls).size, 2);
  for (const { caller, tool } of entries) assert.deepEqual([caller, tool], ["test", "set_instance"]);
});

Deno.test("CloudThread lets a confirmation be used once, and changes nothing that the keeper does not write", async () => {
  const { onReport } = attentiveKeeper();
  await working(
    async ({ call, demo }) => {
      const stop = { action: "stop", names: ["web-01"], wait: false };
      const { confirm } = JSON.parse((await call("set_instance", stop)).json);
      const changes = () => demo.requests.filter(({ path }) => path.endsWith("/action")).length;
      assert.equal(changes(), 0);
      const both = await Promise.all([
        call("set_instance", { ...stop, confirm }),
        call("set_instance", { ...stop, confirm }),
      ]);
      assert.equal(changes(), 1);
      assert.equal(both.filter(({ json }) => json.includes("used before")).length, 1);
    },
    undefined,
    {},
    { policy: { allowWrite: true }, onReport },
  );
  const refusing: Changing["onReport"] = (report, thread) => {
    if (report.kind !== "audit") return;
    thread.obey({ kind: "noted", sequence: report.sequence, ok: false, detail: "no space left" });
  };
  await working(
    async ({ call, demo }) => {
      const { json, isError } = await call("set_instance", LOCK);
      assert.equal(isError, true);
      assert.match(json, /refused by policy.*no space left/);
      assert.ok(!demo.requests.some(({ path }) => path.endsWith("/action")));
    },
    undefined,
    {},
    { policy: WRITING, onReport: refusing },
  );
});

Deno.test("CloudThread sees a change through that was sent when it is to drain in a hurry, and gives reads up", async () => {
  const { entries, onReport } = attentiveKeeper();
  await working(
    async ({ call, demo, thread, reports }) => {
      demo.setFaults([
        { service: "compute", path: "/action", kind: "latency", ms: 150 },
        { service: "compute", path: "/flavors", kind: "hang" },
      ]);
      const change = call("set_instance", LOCK);
      const read = call("get_flavors");
      while (!entries.some(({ event }) => event === "sent")) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      thread.obey({ kind: "drain", hurry: true });
      assert.match((await read).json, /cancelled/);
      const { json } = await change;
      assert.match(json, /"pending".*req-/);
      assert.ok(reports.some(({ kind }) => kind === "drained"));
    },
    undefined,
    {},
    { policy: WRITING, onReport },
  );
  assert.deepEqual(entries.slice(-2).map(({ event, outcome }) => [event, outcome]), [
    ["sent", undefined],
    ["outcome", "pending"],
  ]);
});

Deno.test("CloudThread tells the asking side of each step before the change is sent", async () => {
  const { port1, port2 } = new MessageChannel();
  const steps: unknown[] = [];
  const demo = await startDemo();
  const settings = settingsOf(demo);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  port2.onmessage = ({ data }) => {
    if (data.kind === "step") {
      steps.push({
        ...data,
        sent: demo.requests.some(({ path }) => path.endsWith("/action")),
      });
    }
    if (data.kind === "result") answer();
  };
  const { onReport } = attentiveKeeper();
  const reports: CloudReport<Session>[] = [];
  const thread: CloudThread = new CloudThread({
    report: (report) => {
      reports.push(report);
      // The keeper takes its time: by then the step has been heard.
      if (report.kind === "audit") setTimeout(() => onReport(report, thread), 20);
    },
    registry: TOOLS,
    tasks: TASKS,
  });
  const door = new CloudThread({
    report: (report) => void reports.push(report),
    registry: TOOLS,
    tasks: TASKS,
  });
  try {
    await door.obey({ kind: "login", settings });
    const [report] = reports;
    assert.ok(report?.kind === "session");
    const policy = { ...TEST_POLICY, ...WRITING, tools: ["set_instance"] };
    const confirmKey = new Uint8Array(32).toBase64();
    await thread.obey({ kind: "work", settings, session: report.session, policy, port: port1, confirmKey });
    port2.postMessage({
      kind: "call",
      id: 1,
      tool: "set_instance",
      arguments: { ...LOCK, wait: false },
      deadlineMs: 10_000,
      progress: false,
    });
    await answered;
  } finally {
    door.close();
    thread.close();
    port1.close();
    port2.close();
    await demo.close();
  }
  const [first, second] = steps;
  assert.ok(typeof first === "object" && first !== null && typeof second === "object" && second !== null);
  const { target, ...step } = Object.fromEntries(Object.entries(first));
  assert.match(String(target), /^[0-9a-f-]{36}$/);
  assert.deepEqual(step, { kind: "step", id: 1, name: "web-01", outcome: "sent", sent: false });
  assert.deepEqual(second, { ...first, outcome: "pending", sent: true });
});
