import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import { TransportError, type TransportFault } from "../openstack/transport.ts";
import type { Observation, Target } from "./change.ts";
import {
  ACCEPTED,
  GateBench,
  type GateCall,
  type Gated,
  RENAME,
  STOP,
  testChange,
  testTarget,
} from "./testing.ts";

/** Changes targets without being asked to confirm it. */
function apply(
  targets: readonly Target[],
  call: GateCall = {},
  args: Readonly<Record<string, unknown>> = {},
): Promise<Gated> {
  const policy = { confirm: "never", maxTargets: 100, ...call.policy } as const;
  return new GateBench().call(testChange(targets, { operations: [STOP, RENAME], args }), { ...call, policy });
}

/** The rows by column, without empty cells. */
function rowsOf({ answer, error }: Gated): Record<string, unknown>[] {
  assert.equal(error, undefined);
  const { columns, rows } = answer;
  assert.ok(Array.isArray(columns) && Array.isArray(rows));
  return rows.map((row: unknown) => {
    assert.ok(Array.isArray(row));
    return Object.fromEntries(
      columns.map((column, at) => [String(column), row[at]]).filter(([, cell]) => cell !== ""),
    );
  });
}

function outcomes(gated: Gated): unknown[] {
  return rowsOf(gated).map(({ outcome }) => outcome);
}

function refusal(status: number, detail: string): OpenStackError {
  return new OpenStackError({ what: "stop", reason: "conflict", status, requestId: "req-9", detail });
}

function faulty(fault: TransportFault): OpenStackError {
  const cause = new TransportError(fault, fault);
  return new OpenStackError({ what: "stop", reason: "unavailable", detail: fault, cause });
}

function sees(...observations: (Observation | Error)[]): NonNullable<Target["observe"]> {
  let looks = 0;
  return () => {
    const seen = observations[Math.min(looks++, observations.length - 1)];
    if (seen instanceof Error) return Promise.reject(seen);
    return Promise.resolve(seen ?? { after: "?" });
  };
}

const ON_ITS_WAY: Observation = { after: "ACTIVE (powering-off)" };
const OFF: Observation = { settled: "done", after: "SHUTOFF" };

Deno.test("a target is read back until it has settled, and the way is told", async () => {
  const web = testTarget("web", { observe: sees(ON_ITS_WAY, ON_ITS_WAY, OFF) });
  const gated = await apply([web]);
  assert.deepEqual(rowsOf(gated), [{
    name: "web",
    id: "id-web",
    outcome: "done",
    before: "ACTIVE",
    after: "SHUTOFF",
    request_id: "req-1",
  }]);
  assert.deepEqual(gated.progress, ["1/1 web: done"]);
  assert.deepEqual(gated.steps, [["web", "id-web", "sent"], ["web", "id-web", "done"]]);
  assert.equal(gated.failed, false);
});

Deno.test("a target that ends in an error has failed, with the reason", async () => {
  const observe = sees(ON_ITS_WAY, { settled: "failed", after: "ERROR", reason: "no valid host" });
  const gated = await apply([testTarget("web", { observe })]);
  const [row] = rowsOf(gated);
  assert.deepEqual([row?.["outcome"], row?.["after"], row?.["reason"]], ["failed", "ERROR", "no valid host"]);
  assert.equal(gated.failed, true);
});

Deno.test("a target that has not settled in time is pending, with what was seen last", async () => {
  const observe = sees({ ...ON_ITS_WAY, reason: "waits for the guest" });
  const gated = await apply([testTarget("web", { observe })], {}, { wait_seconds: 0.05 });
  const [row] = rowsOf(gated);
  assert.deepEqual([row?.["outcome"], row?.["after"], row?.["reason"]], [
    "pending",
    "ACTIVE (powering-off)",
    "waits for the guest",
  ]);
  assert.match(String(gated.answer["next"]), /pending.*do not repeat/);
  assert.equal(gated.failed, false);
});

Deno.test("a target is looked at once more at the very end of the time", async () => {
  const started = Date.now();
  const observe = () => Promise.resolve(Date.now() - started >= 90 ? OFF : ON_ITS_WAY);
  const pauses = { firstPollMs: 20, longestPollMs: 60 };
  const gated = await apply([testTarget("web", { observe })], { pauses }, { wait_seconds: 0.1 });
  assert.deepEqual(outcomes(gated), ["done"]);
});

Deno.test("nothing is read back if nobody wants to wait", async () => {
  const observe = () => assert.fail("read back");
  const [row] = rowsOf(await apply([testTarget("web", { observe })], {}, { wait: false }));
  assert.equal(row?.["outcome"], "pending");
});

Deno.test("what was answered is done where there is nothing to read back", async () => {
  const { observe: _observe, ...web } = testTarget("web", {
    apply: async (send) => {
      await send(STOP);
      return { after: "renamed", members: { image: "i-1" } };
    },
  });
  const gated = await apply([web]);
  assert.deepEqual(rowsOf(gated), [{
    name: "web",
    id: "id-web",
    outcome: "done",
    before: "ACTIVE",
    after: "renamed",
  }]);
  assert.equal(gated.answer["image"], "i-1");
});

Deno.test("a refusal of the service is a failure of its target alone", async () => {
  const targets = ["a", "b", "c"].map((name) => testTarget(name));
  const gated = await apply(targets, {
    send: (_op, name) => name === "b" ? Promise.reject(refusal(403, "not yours")) : Promise.resolve(ACCEPTED),
  });
  assert.deepEqual(outcomes(gated), ["done", "failed", "done"]);
  assert.deepEqual(rowsOf(gated)[1], {
    name: "b",
    id: "id-b",
    outcome: "failed",
    before: "ACTIVE",
    request_id: "req-9",
    reason: "conflict: not yours",
  });
});

for (
  const [name, error, outcome] of [
    ["no connection", faulty("connect"), "not sent"],
    ["a refusal of its own", faulty("refused"), "not sent"],
    ["TLS that failed", faulty("tls"), "not sent"],
    ["a lost connection", faulty("lost"), "unknown"],
    ["silence", faulty("timeout"), "unknown"],
    ["an answer that is too large", faulty("too large"), "unknown"],
    ["a gateway without an answer", refusal(504, "upstream"), "unknown"],
    ["a bad gateway", refusal(502, "upstream"), "unknown"],
    ["a success that is no JSON", refusal(202, "the answer is not JSON"), "unknown"],
    ["a defect of the service", refusal(500, "oops"), "unknown"],
    ["a service that is not there", refusal(503, "oops"), "unknown"],
    ["a refusal of the service", refusal(409, "no"), "failed"],
    [
      "a service that is not in the catalog",
      new OpenStackError({ what: "x", reason: "not deployed" }),
      "not sent",
    ],
    ["a defect of the tool", new TypeError("x is undefined"), "unknown"],
  ] satisfies [string, Error, string][]
) {
  Deno.test(`after ${name} a target is told as ${outcome}, and its record is complete`, async () => {
    const gated = await apply([testTarget("web")], { send: () => Promise.reject(error) });
    assert.deepEqual(outcomes(gated), [outcome]);
    assert.deepEqual(gated.sent, ["web"], "nothing is sent a second time");
    assert.equal(gated.failed, true);
    const [sent, told] = gated.audit.filter(({ target }) => target !== undefined);
    assert.deepEqual([sent?.event, told?.event, told?.["outcome"]], ["sent", "outcome", outcome]);
    assert.deepEqual(sent?.["target"], told?.["target"]);
    assert.notEqual(gated.steps.at(-1)?.[2], "sent");
    assert.match(String(rowsOf(gated)[0]?.["reason"]), outcome === "unknown" ? /^no answer/ : /\w/);
  });
}

Deno.test("what was sent without an answer stays unknown, with the state that is seen", async () => {
  const gated = await apply([testTarget("web", { observe: sees(OFF) })], {
    send: () => Promise.reject(faulty("lost")),
  });
  const [row] = rowsOf(gated);
  assert.deepEqual([row?.["outcome"], row?.["after"]], ["unknown", "SHUTOFF"]);
  assert.match(String(gated.answer["next"]), /unknown: sent without an answer/);
});

Deno.test("reading back may fail now and then, and in whatever way: the row is not lost", async () => {
  const passing = testTarget("web", { observe: sees(refusal(503, "busy"), OFF) });
  assert.deepEqual(outcomes(await apply([passing])), ["done"]);
  for (const error of [refusal(503, "busy"), new TypeError("x is undefined")]) {
    const targets = [testTarget("web", { observe: sees(error) }), testTarget("db")];
    const gated = await apply(targets, {}, { wait_seconds: 0.03 });
    assert.deepEqual(outcomes(gated), ["pending", "done"]);
    assert.match(String(rowsOf(gated)[0]?.["reason"]), /could not be read back: (busy|x is undefined)/);
    assert.ok(!gated.audit.some(({ event }) => event === "refused"));
  }
});

Deno.test("the id of what was created is told although it was never seen", async () => {
  const { id: _id, ...created } = testTarget("new", {
    now: "absent",
    apply: async (send) => {
      await send(STOP);
      return { id: "id-9", requestId: "req-2" };
    },
    observe: sees(refusal(404, "not found")),
  });
  const gated = await apply([created], {}, { wait_seconds: 0.03 });
  const [row] = rowsOf(gated);
  assert.deepEqual([row?.["id"], row?.["outcome"], row?.["request_id"]], ["id-9", "pending", "req-2"]);
  const [sent, told] = gated.audit.filter(({ target }) => target !== undefined);
  assert.deepEqual(sent?.["target"], { name: "new" });
  assert.deepEqual([told?.["target"], told?.["created"]], [{ name: "new" }, "id-9"]);
  assert.deepEqual(gated.steps, [["new", "new", "sent"], ["new", "new", "pending"]]);
});

Deno.test("a change of which a part was done is neither sent again nor told as not sent", async () => {
  const twice = testTarget("web", {
    apply: async (send) => {
      await send(STOP, { path: { id: "first" } });
      await send(RENAME, { path: { id: "second" } });
      return {};
    },
  });
  for (const error of [faulty("connect"), refusal(409, "exists")]) {
    const gated = await apply([twice], {
      send: (_op, name) => name === "second" ? Promise.reject(error) : Promise.resolve(ACCEPTED),
    });
    assert.deepEqual(gated.sent, ["first", "second"]);
    assert.deepEqual(outcomes(gated), ["failed"]);
    assert.match(String(rowsOf(gated)[0]?.["reason"]), /^a part was done, then: /);
  }
  const busy = [refusal(409, "Load Balancer 1 is immutable and cannot be updated.")];
  const gated = await apply([twice], {
    send: (_op, name) => {
      const error = name === "second" ? busy.pop() : undefined;
      return error ? Promise.reject(error) : Promise.resolve(ACCEPTED);
    },
  });
  assert.deepEqual(gated.sent, ["first", "second", "second"]);
  assert.deepEqual(outcomes(gated), ["done"]);
});

Deno.test("a busy root is asked again within the deadline, whether anybody waits for the end or not", async () => {
  const busy = refusal(409, "Load Balancer 1 is immutable and cannot be updated.");
  for (const wait of [true, false]) {
    const left = [busy, busy];
    const { observe: _observe, ...web } = testTarget("web");
    const gated = await apply([web], {
      send: () => {
        const error = left.pop();
        return error ? Promise.reject(error) : Promise.resolve(ACCEPTED);
      },
    }, { wait });
    assert.deepEqual([gated.sent.length, outcomes(gated)], [3, ["done"]]);
  }
  const late = await apply([testTarget("web")], {
    send: () => Promise.reject(busy),
    deadlineMs: 1_540,
    pauses: { busyMs: 10 },
  });
  assert.ok(late.sent.length > 1 && late.sent.length < 6, String(late.sent.length));
  assert.deepEqual(outcomes(late), ["failed"]);
});

Deno.test("a conflict that does not pass by itself is told at once", async () => {
  const gated = await apply([testTarget("web")], {
    send: () => Promise.reject(refusal(409, "Cannot 'stop' instance while it is in vm_state building")),
  });
  assert.deepEqual([gated.sent.length, outcomes(gated)], [1, ["failed"]]);
});

Deno.test("targets of one root are changed one after the other, each when the one before has settled", async () => {
  const course: string[] = [];
  const member = (name: string) => {
    let looks = 0;
    return testTarget(name, {
      root: "lb-1",
      apply: async (send) => {
        course.push(`send ${name}`);
        await send(STOP, { path: { id: name } });
        return {};
      },
      observe: () => {
        if (++looks < 3) return Promise.resolve(ON_ITS_WAY);
        course.push(`settled ${name}`);
        return Promise.resolve(OFF);
      },
    });
  };
  const gated = await apply(["a", "b", "c"].map(member));
  assert.deepEqual(course, ["send a", "settled a", "send b", "settled b", "send c", "settled c"]);
  assert.deepEqual(outcomes(gated), ["done", "done", "done"]);
});

Deno.test("targets of one root wait for each other although nobody waits for the last", async () => {
  const member = (name: string) => testTarget(name, { root: "lb-1", observe: sees(ON_ITS_WAY, OFF) });
  const gated = await apply(["a", "b"].map(member), {}, { wait: false });
  assert.deepEqual(outcomes(gated), ["done", "pending"]);
});

Deno.test("nothing follows a target of the same root that has not settled; other roots go on", async () => {
  const member = (name: string, more: Partial<Target> = {}) =>
    testTarget(name, { root: "lb-1", observe: sees(ON_ITS_WAY), ...more });
  const targets = [
    member("a"),
    member("b"),
    member("same", { unchanged: true }),
    member("bad", { refused: "it is in ERROR" }),
    testTarget("other"),
  ];
  const gated = await apply(targets, { deadlineMs: 1_560 });
  assert.deepEqual(gated.sent.toSorted(), ["a", "other"]);
  assert.deepEqual(rowsOf(gated).map(({ outcome, reason }) => [outcome, reason]), [
    ["pending", undefined],
    ["not sent", "the change before it had not settled in time"],
    ["unchanged", undefined],
    ["not sent", "it is in ERROR"],
    ["done", undefined],
  ]);
});

Deno.test("a failure does not keep the next of the same root from being sent", async () => {
  const targets = ["a", "b"].map((name) => testTarget(name, { root: "lb-1" }));
  const gated = await apply(targets, {
    send: (_op, name) => name === "a" ? Promise.reject(refusal(400, "no")) : Promise.resolve(ACCEPTED),
  });
  assert.deepEqual(outcomes(gated), ["failed", "done"]);
});

Deno.test("eight roots are changed at once and no more, and the rows come in the order of the plan", async () => {
  let open = 0;
  let peak = 0;
  const names = Array.from({ length: 20 }, (_, index) => `web-${index}`);
  const gated = await apply(names.map((name) => testTarget(name)), {
    send: async (_op, name) => {
      peak = Math.max(peak, ++open);
      await new Promise((resolve) => setTimeout(resolve, name === "web-0" ? 20 : 2));
      open--;
      return ACCEPTED;
    },
  });
  assert.equal(peak, 8);
  assert.deepEqual(rowsOf(gated).map(({ name }) => name), names);
  assert.equal(gated.progress.at(-1)?.startsWith("20/20 "), true);
});

Deno.test("what is yet to be created has no root to wait for", async () => {
  let open = 0;
  let peak = 0;
  const targets = ["a", "b", "c"].map((name) => {
    const { id: _id, ...created } = testTarget(name);
    return created;
  });
  await apply(targets, {
    send: async () => {
      peak = Math.max(peak, ++open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
      return ACCEPTED;
    },
  });
  assert.equal(peak, 3);
});

Deno.test("a call that was given up before anything was sent sends nothing", async () => {
  const gated = await apply([testTarget("web")], { signal: AbortSignal.abort() });
  assert.deepEqual(gated.sent, []);
  assert.deepEqual(outcomes(gated), ["not sent"]);
  assert.ok(!gated.audit.some(({ event }) => event === "sent"));
  assert.deepEqual(gated.steps, []);
});

Deno.test("a call that is given up while the audit log is written sends nothing, and that is written too", async () => {
  const controller = new AbortController();
  const gated = await apply([testTarget("web")], {
    signal: controller.signal,
    auditFails: ({ event }) => {
      if (event === "sent") controller.abort();
      return undefined;
    },
  });
  assert.deepEqual(gated.sent, []);
  assert.deepEqual(gated.audit.slice(-2).map(({ event, outcome }) => [event, outcome]), [
    ["sent", undefined],
    ["outcome", "not sent"],
  ]);
});

Deno.test("a change that was sent is not aborted with its call: its answer is awaited and written down", async () => {
  const controller = new AbortController();
  const gated = await apply([testTarget("web"), testTarget("db", { root: "id-web" })], {
    signal: controller.signal,
    send: async (_op, _name, signal) => {
      controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(signal.aborted, false);
      return ACCEPTED;
    },
  });
  assert.deepEqual(gated.sent, ["web"], "the next one is not sent any more");
  const [web, db] = rowsOf(gated);
  assert.deepEqual([web?.["outcome"], web?.["request_id"], db?.["outcome"]], [
    "pending",
    "req-1",
    "not sent",
  ]);
  assert.equal(gated.audit.at(-1)?.["outcome"], "pending");
});

Deno.test("an answer that does not come is awaited for so long after the call was given up, and no longer", async () => {
  const controller = new AbortController();
  let aborted = 0;
  const started = performance.now();
  const gated = await apply([testTarget("web")], {
    signal: controller.signal,
    pauses: { answerMs: 40 },
    send: (_op, _name, signal) => {
      controller.abort();
      return new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => {
          aborted = performance.now() - started;
          reject(signal.reason);
        })
      );
    },
  });
  assert.ok(aborted >= 35 && aborted < 1_000, `${aborted} ms`);
  assert.deepEqual(outcomes(gated), ["unknown"]);
  assert.match(String(rowsOf(gated)[0]?.["reason"]), /given up/);
  assert.equal(gated.audit.at(-1)?.["outcome"], "unknown");
});

Deno.test("a call that is given up while a target is read back ends at once, and the target is pending", async () => {
  const controller = new AbortController();
  const gated = await apply([
    testTarget("web", {
      observe: () => {
        controller.abort();
        return new Promise(() => {});
      },
    }),
  ], { signal: controller.signal });
  assert.deepEqual(outcomes(gated), ["pending"]);
});

Deno.test("the scope is known before anything is sent", async () => {
  const unreadable = testChange([testTarget("web")], {
    scope: () => Promise.reject(new OpenStackError({ what: "log in", reason: "login failed" })),
  });
  const { error, sent } = await new GateBench().call(unreadable, { policy: { confirm: "never" } });
  assert.equal(error?.reason, "login failed");
  assert.deepEqual(sent, []);
});
