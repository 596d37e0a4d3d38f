import assert from "node:assert/strict";
import type { Session } from "../openstack/auth/session.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import { CloudKeeper } from "./cloud_keeper.ts";

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

const POLICY = { tools: [], answerTokens: 6000, allProjects: false, allowSensitive: false };

function session(computeUrl = "https://nova.example.com/v2.1"): Session {
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

function keeper() {
  const workers: FakeWorker[] = [];
  const told: string[] = [];
  const cloud = new CloudKeeper({
    settings: SETTINGS,
    policy: POLICY,
    onPort: (port) => {
      port.close();
      told.push("port");
    },
    onLost: () => told.push("lost"),
    onLoginFailed: (json) => told.push(json),
    log: ({ text }) => told.push(`log: ${text}`),
    makeWorker: (net) => {
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
  return { cloud, workers, told, at };
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
