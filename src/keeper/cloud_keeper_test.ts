import assert from "node:assert/strict";
import type { Session } from "../openstack/auth/session.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import { AuditLog } from "./audit_log.ts";
import { type ChangeKeeping, CloudKeeper } from "./cloud_keeper.ts";
import { Nonces } from "./nonces.ts";
import type { AuditEntry } from "../wire/messages.ts";
import { TEST_POLICY } from "../wire/testing.ts";

const SETTINGS: CloudSettings = {
  name: "test",
  auth: {
    type: "v3password",
    authUrl: "https://keystone.example.com:5000/v3",
    user: { name: "alice", domainName: "Default" },
    password: "correct-horse",
    scope: { kind: "project", project: { name: "acme", domainName: "Default" } },
  },
  interfaces: ["public"],
  services: {},
  allowHttpEndpoints: false,
  requestTimeoutMs: 1000,
};

const POLICY = TEST_POLICY;
const CHANGES: ChangeKeeping = {
  audit: new AuditLog({ log: () => {} }),
  nonces: new Nonces(),
  confirmKey: new Uint8Array(32).toBase64(),
};

function session(computeUrl = "https://nova.example.com/v2.1", changes: Partial<Session> = {}): Session {
  return {
    token: "token-1",
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    obtainedAt: Date.now(),
    user: { id: "u", name: "alice" },
    project: { id: "p", name: "acme" },
    system: false,
    roles: ["member"],
    catalog: [{ type: "compute", endpoints: [{ interface: "public", url: computeUrl }] }],
    identityUrl: "https://keystone.example.com:5000/v3",
    methods: ["password"],
    ...changes,
  };
}

/** A thread that does nothing by itself: the test plays its part. */
class FakeWorker extends EventTarget implements Worker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly orders: Record<string, unknown>[] = [];
  terminated = false;

  constructor(readonly net: readonly string[]) {
    super();
  }

  postMessage(order: Record<string, unknown>): void {
    const { port } = order;
    if (port instanceof MessagePort) port.close();
    this.orders.push(order);
  }

  terminate(): void {
    this.terminated = true;
  }

  says(report: unknown): void {
    this.onmessage?.(new MessageEvent("message", { data: report }));
  }

  get kinds(): unknown[] {
    return this.orders.map((order) => order["kind"]);
  }
}

/**
 * @param refused Says why a thread with such a list may not be made.
 * @param changes The keeping of changes, if several clouds share it.
 * @param patience Pings without an answer that a thread may leave.
 */
function keeper(
  refused: (net: readonly string[]) => Error | undefined = () => undefined,
  changes: ChangeKeeping = CHANGES,
  patience = 2,
) {
  const workers: FakeWorker[] = [];
  const told: string[] = [];
  const ports: number[] = [];
  const lost: number[] = [];
  const cloud = new CloudKeeper({
    settings: SETTINGS,
    policy: POLICY,
    changes,
    onPort: (port, thread) => {
      port.close();
      ports.push(thread);
      told.push("port");
    },
    onLost: (thread) => {
      lost.push(thread);
      told.push("lost");
    },
    onLoginFailed: (json) => told.push(json),
    log: ({ text }) => told.push(`log: ${text}`),
    pulse: { everyMs: 5, patience },
    makeWorker: (net) => {
      const problem = refused(net);
      if (problem) throw problem;
      const worker = new FakeWorker(net);
      workers.push(worker);
      return worker;
    },
  });
  const at = (index: number) => {
    const worker = workers[index];
    assert.ok(worker, `thread ${index} was made`);
    return worker;
  };
  return { cloud, workers, told, ports, lost, at };
}

Deno.test("CloudKeeper makes the login thread ahead, for Keystone alone, and does not log in", () => {
  const { cloud, workers, at } = keeper();
  cloud.prepare();
  cloud.prepare();
  assert.equal(workers.length, 1);
  assert.deepEqual(at(0).net, ["keystone.example.com:5000"]);
  assert.deepEqual(at(0).orders, []);
  cloud.close();
  assert.ok(at(0).terminated);
});

Deno.test("CloudKeeper logs in once for all who want a cloud, and works with what the catalog names", () => {
  const { cloud, workers, told, at } = keeper();
  cloud.want();
  cloud.want();
  assert.deepEqual(at(0).kinds, ["login"]);
  at(0).says({ kind: "session", session: session() });
  assert.ok(at(0).terminated, "the login thread is gone");
  assert.deepEqual(at(1).net, ["keystone.example.com:5000", "nova.example.com:443"]);
  assert.deepEqual(at(1).kinds, ["work"]);
  assert.deepEqual(told, ["port"]);
  cloud.want();
  assert.equal(workers.length, 2);
  cloud.close();
});

Deno.test("CloudKeeper tells of a failed login, and asks the same thread again, which minds the storm", () => {
  const { cloud, workers, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "login failed", json: '{"error":{}}' });
  cloud.want();
  assert.deepEqual(told, ['{"error":{}}']);
  assert.deepEqual(at(0).kinds, ["login", "login"]);
  assert.equal(workers.length, 1);
  cloud.close();
});

Deno.test("CloudKeeper derives the addresses itself: a thread that lies gains nothing", () => {
  const { cloud, at } = keeper();
  cloud.want();
  const lying = session("http://169.254.169.254/v2.1");
  at(0).says({ kind: "session", session: lying, net: ["evil.example.com:443"] });
  assert.deepEqual(at(1).net, ["keystone.example.com:5000"]);
  cloud.close();
});

Deno.test("CloudKeeper makes another thread with the same session when one ends", () => {
  const { cloud, workers, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "ended" });
  assert.ok(at(1).terminated);
  assert.deepEqual(told, ["port", "lost"]);
  cloud.want();
  assert.equal(workers.length, 3, "no second login");
  assert.deepEqual(at(2).kinds, ["work"]);
  cloud.close();
});

Deno.test("CloudKeeper gives up on threads that end again and again, and says so", () => {
  const { cloud, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  for (let end = 1; end <= 4; end++) {
    at(end).says({ kind: "ended" });
    cloud.want();
  }
  assert.match(told.join("\n"), /ended several times/);
  cloud.close();
});

Deno.test("CloudKeeper drains a thread whose catalog changed, and works in another with the new list", () => {
  const { cloud, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "catalog changed", session: session("https://new.example.com/v2.1") });
  assert.deepEqual(at(1).kinds, ["work", "drain"]);
  assert.ok(!at(1).terminated, "it may answer what it has");
  assert.deepEqual(at(2).net, ["keystone.example.com:5000", "new.example.com:443"]);
  assert.deepEqual(told.filter((one) => one === "port"), ["port", "port"]);
  at(1).says({ kind: "drained" });
  assert.ok(at(1).terminated);
  cloud.close();
});

Deno.test("CloudKeeper answers when a thread cannot be made", () => {
  const told: string[] = [];
  const cloud = new CloudKeeper({
    settings: SETTINGS,
    policy: POLICY,
    changes: CHANGES,
    onPort: () => {},
    onLost: () => {},
    onLoginFailed: (json) => told.push(json),
    log: () => {},
    makeWorker: () => {
      throw new Deno.errors.NotCapable("Can't escalate parent thread permissions");
    },
  });
  cloud.want();
  assert.match(told.join(), /refused by policy.*escalate/);
  cloud.close();
});

Deno.test("CloudKeeper makes nothing ahead when there is a session to work with", () => {
  const { cloud, workers, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  cloud.prepare();
  at(1).says({ kind: "ended" });
  cloud.prepare();
  assert.equal(workers.length, 2);
  cloud.close();
});

Deno.test("CloudKeeper logs in anew when the session is over by the time its thread ends", () => {
  const { cloud, at } = keeper();
  cloud.want();
  at(0).says({
    kind: "session",
    session: session(undefined, { expiresAt: new Date(Date.now() - 1000).toISOString() }),
  });
  at(1).says({ kind: "ended" });
  cloud.want();
  assert.deepEqual(at(2).net, ["keystone.example.com:5000"]);
  assert.deepEqual(at(2).kinds, ["login"]);
  cloud.close();
});

Deno.test("CloudKeeper ends a thread that falls silent, and tells whose port leads nowhere", async () => {
  const { cloud, ports, lost, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  const silent = at(1);
  for (let turn = 0; turn < 100 && !silent.terminated; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.ok(silent.terminated);
  assert.deepEqual(lost, ports);
  assert.match(told.join("\n"), /fell silent/);
  cloud.want();
  assert.deepEqual(at(2).kinds, ["work"]);
  cloud.close();
});

Deno.test("CloudKeeper leaves a thread alone that answers its pings", async () => {
  const { cloud, workers, lost, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  const worker = at(1);
  let answered = 0;
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const pings = worker.orders.filter(({ kind }) => kind === "ping");
    for (const { sequence } of pings.slice(answered)) worker.says({ kind: "pong", sequence });
    answered = pings.length;
  }
  assert.deepEqual({ lost, threads: workers.length }, { lost: [], threads: 2 });
  cloud.close();
});

Deno.test("CloudKeeper takes a thread that cannot be loaded for one that ended", () => {
  const { cloud, lost, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  const event = new ErrorEvent("error", {
    message: "no such module, password correct-horse",
    cancelable: true,
  });
  at(1).onerror?.(event);
  assert.ok(event.defaultPrevented, "the runtime would end the process");
  assert.equal(lost.length, 1);
  assert.doesNotMatch(told.join("\n"), /correct-horse/);
  cloud.close();
});

Deno.test("CloudKeeper logs in again in another thread when the one that logs in ends", () => {
  const { cloud, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "ended" });
  assert.deepEqual(at(1).kinds, ["login"]);
  at(1).says({ kind: "session", session: session() });
  assert.deepEqual(told, ["port"]);
  cloud.close();
});

Deno.test("CloudKeeper makes no login thread again and again", () => {
  const { cloud, workers, told, at } = keeper();
  cloud.want();
  for (let end = 0; end < 4; end++) at(end).says({ kind: "ended" });
  assert.equal(workers.length, 4);
  assert.match(told.join("\n"), /ended several times/);
  cloud.close();
});

Deno.test("CloudKeeper does not hear what a thread said before it was ended", () => {
  const { cloud, workers, told, at } = keeper();
  cloud.want();
  cloud.close();
  at(0).says({ kind: "session", session: session() });
  at(0).says({ kind: "ended" });
  assert.deepEqual({ told, threads: workers.length }, { told: [], threads: 1 });
});

Deno.test("CloudKeeper answers those who wait before it says that a thread is lost for good", () => {
  const { cloud, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  for (let end = 1; end <= 4; end++) {
    at(end).says({ kind: "ended" });
    cloud.want();
  }
  const answered = told.findIndex((one) => one.includes("ended several times"));
  assert.deepEqual(told.slice(answered - 1, answered + 3), ["port", told[answered], "lost", "port"]);
  cloud.close();
});

Deno.test("CloudKeeper says that a drained thread is lost, for a call that was on its way to it", () => {
  const { cloud, ports, lost, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "catalog changed", session: session("https://new.example.com/v2.1") });
  assert.deepEqual(lost, []);
  at(1).says({ kind: "drained" });
  assert.deepEqual(lost, ports.slice(0, 1));
  at(2).says({ kind: "drained" });
  assert.ok(!at(2).terminated, "nobody asked it to");
  cloud.close();
  assert.ok(at(2).terminated);
});

Deno.test("CloudKeeper ends a draining thread with the others", () => {
  const { cloud, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "catalog changed", session: session("https://new.example.com/v2.1") });
  cloud.close();
  assert.ok(at(1).terminated && at(2).terminated);
});

Deno.test("CloudKeeper tells of the draining thread that ended, and the new one works on", () => {
  const { cloud, workers, ports, lost, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "catalog changed", session: session("https://new.example.com/v2.1") });
  at(1).says({ kind: "ended" });
  assert.deepEqual(lost, ports.slice(0, 1));
  cloud.want();
  assert.equal(workers.length, 3);
  assert.ok(!at(2).terminated);
  cloud.close();
});

Deno.test("CloudKeeper stays with the present thread when a changed catalog may not be used", () => {
  const refusal = new Deno.errors.NotCapable("Can't escalate parent thread permissions");
  const { cloud, told, at } = keeper((net) => net.includes("denied.example.com:443") ? refusal : undefined);
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  at(1).says({ kind: "catalog changed", session: session("https://denied.example.com/v2.1") });
  assert.deepEqual(at(1).kinds, ["work"]);
  assert.ok(!at(1).terminated);
  assert.deepEqual(told, [
    "port",
    `log: the catalog names other addresses, which may not be used: ${refusal.message}`,
  ]);
  cloud.close();
});

Deno.test("CloudKeeper answers when the catalog may not be used, and logs in anew for the next call", () => {
  const { cloud, told, at } = keeper((net) => net.length > 1 ? new URIError("invalid host") : undefined);
  cloud.want();
  at(0).says({ kind: "session", session: session() });
  assert.match(told.join(), /"reason":"refused by policy","detail":"invalid host"/);
  cloud.want();
  assert.deepEqual(at(1).kinds, ["login"]);
  cloud.close();
});

Deno.test("CloudKeeper answers when the auth URL itself may not be used", () => {
  const told: string[] = [];
  const cloud = new CloudKeeper({
    settings: { ...SETTINGS, auth: { ...SETTINGS.auth, authUrl: "http://169.254.169.254/v3" } },
    policy: POLICY,
    changes: CHANGES,
    onPort: () => {},
    onLost: () => {},
    onLoginFailed: (json) => told.push(json),
    log: () => {},
    makeWorker: () => assert.fail("no thread may be made"),
  });
  cloud.want();
  assert.match(told.join(), /refused by policy.*link-local/);
});

Deno.test("CloudKeeper survives a thread that hands over what is no session", () => {
  const { cloud, told, at } = keeper();
  cloud.want();
  at(0).says({ kind: "session", session: { catalog: null } });
  assert.match(told.join(), /"what":"reach the cloud"/);
  cloud.close();
});

function keeping(): ChangeKeeping {
  return { ...CHANGES, audit: new AuditLog({ log: () => {} }), nonces: new Nonces() };
}

/** An entry as a thread has it written. */
function auditEntry(event: AuditEntry["event"], more: Readonly<Record<string, unknown>> = {}): AuditEntry {
  const call = { call: "c1", caller: "test", tool: "set_instance", action: "stop" };
  return { ...call, event, target: { name: "web", id: "1" }, ...more };
}

/** A cloud whose working thread is there. */
function workingKeeper(changes = keeping(), patience = 10_000) {
  const parts = keeper(undefined, changes, patience);
  parts.cloud.want();
  parts.at(0).says({ kind: "session", session: session() });
  const worker = parts.at(1);
  const noted = () => worker.orders.filter(({ kind }) => kind === "noted");
  return { ...parts, worker, noted, audit: changes.audit };
}

/** Turns of the event loop until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(isSo());
}

Deno.test("CloudKeeper writes entries of a thread, and answers each when it is written", async () => {
  const { cloud, worker, noted } = workingKeeper();
  worker.says({ kind: "audit", sequence: 7, entry: auditEntry("asked") });
  assert.deepEqual(noted(), [], "it is not written yet");
  await until(() => noted().length > 0);
  assert.deepEqual(noted(), [{ kind: "noted", sequence: 7, ok: true }]);
  await cloud.close();
});

Deno.test("CloudKeeper says why an entry was not written, to the thread and in the log", async () => {
  const audit = new AuditLog({ path: "/nonexistent/audit.log", log: () => {} });
  const { cloud, worker, noted, told } = workingKeeper({ ...keeping(), audit });
  worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent") });
  await until(() => noted().length > 0);
  const { ok, detail } = noted()[0] ?? {};
  assert.equal(ok, false);
  assert.match(String(detail), /No such file/);
  assert.match(told.join("\n"), /audit log could not be written/);
  await cloud.close();
});

Deno.test("CloudKeeper lets a confirmation be used once, whichever thread and cloud asks", async () => {
  const changes = keeping();
  const [one, two] = [workingKeeper(changes), workingKeeper(changes)];
  const expiresAt = Date.now() + 60_000;
  one.worker.says({ kind: "consume", sequence: 1, nonce: "n", expiresAt });
  one.worker.says({ kind: "consume", sequence: 2, nonce: "n", expiresAt });
  two.worker.says({ kind: "consume", sequence: 1, nonce: "n", expiresAt });
  one.worker.says({ kind: "consume", sequence: 3, nonce: "late", expiresAt: Date.now() - 1 });
  await until(() => one.noted().length === 3 && two.noted().length === 1);
  assert.deepEqual([...one.noted(), ...two.noted()].map(({ sequence, ok }) => [sequence, ok]), [
    [1, true],
    [2, false],
    [3, false],
    [1, false],
  ]);
  await Promise.all([one.cloud.close(), two.cloud.close()]);
});

Deno.test("CloudKeeper ends at once when no change is under way", async () => {
  const { cloud, worker } = workingKeeper();
  const started = performance.now();
  await cloud.close();
  assert.ok(performance.now() - started < 40);
  assert.ok(!worker.kinds.includes("drain"));
});

Deno.test("CloudKeeper waits for a change that was sent before it ends its thread, and tells what became of it", async () => {
  const { cloud, worker, told, audit } = workingKeeper();
  worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent") });
  const closing = cloud.close();
  await until(() => worker.kinds.includes("drain"));
  assert.deepEqual(worker.orders.find(({ kind }) => kind === "drain"), { kind: "drain", hurry: true });
  assert.ok(!worker.terminated);
  worker.says({ kind: "audit", sequence: 2, entry: auditEntry("outcome", { outcome: "done" }) });
  await closing;
  assert.ok(worker.terminated);
  assert.equal(audit.underWay, 0);
  assert.match(told.join("\n"), /1 changes were sent and are waited for\nlog: what became of a change/);
});

Deno.test("CloudKeeper leaves no change of a thread that ended open, and none of another cloud touched", async () => {
  const changes = keeping();
  const [one, two] = [workingKeeper(changes), workingKeeper(changes)];
  one.worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent", { call: "one" }) });
  two.worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent", { call: "two" }) });
  one.worker.says({ kind: "ended" });
  await until(() => changes.audit.underWay === 1);
  assert.deepEqual(one.lost.length, 1);
  two.worker.says({ kind: "audit", sequence: 2, entry: auditEntry("outcome", { call: "two" }) });
  await until(() => changes.audit.underWay === 0);
  await Promise.all([one.cloud.close(), two.cloud.close()]);
});

Deno.test("CloudKeeper waits for the change of a draining thread too", async () => {
  const { cloud, worker, at } = workingKeeper();
  worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent") });
  worker.says({ kind: "catalog changed", session: session("https://new.example.com/v2.1") });
  const closing = cloud.close();
  await until(() => worker.kinds.filter((kind) => kind === "drain").length === 2);
  worker.says({ kind: "audit", sequence: 2, entry: auditEntry("outcome", { outcome: "failed" }) });
  await closing;
  assert.ok(worker.terminated && at(2).terminated);
});

Deno.test("CloudKeeper tells of a change whose thread fell silent while it was waited for", async () => {
  const logged: string[] = [];
  const audit = new AuditLog({ log: ({ text }) => logged.push(text) });
  const { cloud, worker } = workingKeeper({ ...keeping(), audit }, 2);
  worker.says({ kind: "audit", sequence: 1, entry: auditEntry("sent") });
  // Nothing answers its pings.
  await cloud.close();
  assert.ok(worker.terminated);
  assert.deepEqual(logged, ["a change was sent, and its outcome is not known"]);
  assert.equal(audit.underWay, 0);
});
