import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import { testSession } from "../openstack/testing.ts";
import type { Change, Target } from "./change.ts";
import { LIFETIME_MS } from "./confirmation.ts";
import type { LedgerEntry } from "./ledger.ts";
import {
  GateBench,
  type GateCall,
  type Gated,
  RENAME,
  testChange,
  testTarget,
  withArguments,
} from "./testing.ts";

function objectOf(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === "object" && value !== null, JSON.stringify(value));
  return Object.fromEntries(Object.entries(value));
}

/** Whether the answer is a plan, and nothing was sent. */
function assertPlanned({ answer, sent, error }: Gated, note?: RegExp): void {
  assert.equal(error, undefined);
  assert.ok("plan" in answer, JSON.stringify(answer));
  assert.deepEqual(sent, []);
  if (note) assert.match(String(answer["note"]), note);
}

function events({ audit }: Gated): string[] {
  return audit.map(({ event }) => event);
}

const WEB = testTarget("web");

Deno.test("Gate plans first, and gives a token that is good for ten minutes", async () => {
  const bench = new GateBench(() => Date.UTC(2026, 0, 1));
  const planned = await bench.call(testChange([WEB, testTarget("off", { now: "SHUTOFF", unchanged: true })]));
  assertPlanned(planned);
  const { confirm: _confirm, ...answer } = planned.answer;
  assert.deepEqual(answer, {
    scope: "project acme",
    plan: {
      action: "stop",
      total: 2,
      columns: ["name", "id", "now", "will"],
      rows: [["web", "id-web", "ACTIVE", "SHUTOFF"], ["off", "id-off", "SHUTOFF", "unchanged"]],
    },
    expires: new Date(Date.UTC(2026, 0, 1) + LIFETIME_MS).toISOString(),
  });
  assert.equal(planned.ask, undefined, "this client cannot ask");
  assert.equal(planned.failed, false);
});

Deno.test("Gate acts once for a token, and makes a new plan when it is shown again", async () => {
  const bench = new GateBench();
  const change = testChange([WEB]);
  const { token } = await bench.call(change);
  const again = withArguments(change, { confirm: token });
  const done = await bench.call(again);
  assert.deepEqual(done.sent, ["web"]);
  assert.deepEqual(done.answer, {
    scope: "project acme",
    action: "stop",
    total: 1,
    columns: ["name", "id", "outcome", "before", "after", "request_id", "reason"],
    rows: [["web", "id-web", "done", "ACTIVE", "SHUTOFF", "req-1", ""]],
  });
  assertPlanned(await bench.call(again), /used before/);
});

Deno.test("Gate acts once when a token is shown twice at the same time", async () => {
  const bench = new GateBench();
  const change = testChange([WEB]);
  const { token } = await bench.call(change);
  const again = withArguments(change, { confirm: token });
  const both = await Promise.all([bench.call(again), bench.call(again)]);
  assert.deepEqual(both.flatMap(({ sent }) => sent), ["web"]);
  assert.equal(both.filter(({ answer }) => "plan" in answer).length, 1);
});

Deno.test("Gate makes a new plan, good by itself, when a target changed meanwhile", async () => {
  const bench = new GateBench();
  const { token } = await bench.call(testChange([WEB]));
  const changed = testChange([testTarget("web", { now: "ERROR", state: { status: "ERROR" } })]);
  const planned = await bench.call(withArguments(changed, { confirm: token }));
  assertPlanned(planned, /for another plan/);
  assert.notEqual(planned.token, token);
  const done = await bench.call(withArguments(changed, { confirm: planned.token }));
  assert.deepEqual(done.sent, ["web"]);
});

for (
  const [name, make, call] of [
    ["caller", (change: Change) => change, { caller: "bob" }],
    ["tool", (change: Change) => change, { tool: "set_volume" }],
    ["action", (change: Change) => ({ ...change, action: "delete" }), {}],
    ["argument", (change: Change) => withArguments(change, { force: true }), {}],
    ["set of targets", () => testChange([WEB, testTarget("db")], { args: { names: ["web"] } }), {}],
    ["scope", (change: Change) => ({ ...change, scope: () => Promise.resolve("region two") }), {}],
    ["user", (change: Change) => change, { session: testSession({ user: { id: "u2", name: "bob" } }) }],
    ["cloud", (change: Change) => change, { session: testSession({ identityUrl: "https://other/v3" }) }],
  ] satisfies [string, (change: Change) => Change, GateCall][]
) {
  Deno.test(`Gate takes no token that was given for another ${name}`, async () => {
    const bench = new GateBench();
    const change = testChange([WEB]);
    const { token } = await bench.call(change);
    assertPlanned(
      await bench.call(withArguments(make(change), { confirm: token }), call),
      /for another plan/,
    );
    const own = await bench.call(withArguments(change, { confirm: token }));
    assert.deepEqual(own.sent, ["web"], "the token was not used up");
  });
}

Deno.test("Gate takes a token although how long to wait is another now", async () => {
  const bench = new GateBench();
  const change = testChange([WEB]);
  const { token } = await bench.call(change);
  const done = await bench.call(
    withArguments(change, { confirm: token, wait: true, wait_seconds: 100, dry_run: false }),
  );
  assert.deepEqual(done.sent, ["web"]);
});

Deno.test("Gate acts at once where nothing is to be confirmed, and makes a plan for a token that does not count", async () => {
  const bench = new GateBench();
  const rename = testChange([WEB], { action: "rename", operations: [RENAME] });
  assert.deepEqual((await bench.call(rename)).sent, ["web"]);
  const planned = await bench.call(withArguments(rename, { confirm: "a.b" }));
  assertPlanned(planned, /altered/);
  const done = await bench.call(withArguments(rename, { confirm: planned.token }));
  assert.deepEqual(done.sent, ["web"]);
  assertPlanned(await bench.call(withArguments(rename, { confirm: planned.token })), /used before/);
});

Deno.test("Gate gives the plan alone for a dry run, with neither token nor question", async () => {
  const bench = new GateBench();
  const dry = withArguments(testChange([WEB]), { dry_run: true });
  for (const call of [{}, { policy: { confirm: "never" } }, { reply: { canAsk: true } }] as const) {
    const planned = await bench.call(dry, call);
    assertPlanned(planned);
    assert.deepEqual({ token: planned.token, ask: planned.ask }, { token: "", ask: undefined });
    assert.deepEqual(events(planned), ["asked", "planned"]);
  }
  const { token } = await bench.call(testChange([WEB]));
  assertPlanned(await bench.call(withArguments(dry, { confirm: token })));
});

Deno.test("Gate refuses where a person must confirm and none can be asked, token or not", async () => {
  const bench = new GateBench();
  const { token } = await bench.call(testChange([WEB]));
  for (const confirm of [undefined, token]) {
    const { error, sent } = await bench.call(withArguments(testChange([WEB]), { confirm }), {
      policy: { confirm: "human" },
    });
    assert.equal(error?.reason, "needs confirmation");
    assert.match(error?.detail ?? "", /cannot show one/);
    assert.deepEqual(sent, []);
  }
});

Deno.test("Gate asks a person, and acts once when the form is accepted", async () => {
  for (const confirm of ["human", "always", "risky"] as const) {
    const bench = new GateBench();
    const change = testChange([WEB]);
    const asked = await bench.call(change, { policy: { confirm }, reply: { canAsk: true } });
    assertPlanned(asked);
    assert.equal(asked.token === "", confirm === "human", "only a person may confirm then");
    const { state = "", message = "" } = asked.ask ?? {};
    assert.match(message, /^stop servers in project acme \(1\)\?\n- web \(id-web\): ACTIVE -> SHUTOFF$/);
    const accepted = { policy: { confirm }, reply: { canAsk: true, state, reply: "accept" } } as const;
    const done = await bench.call(change, accepted);
    assert.deepEqual(done.sent, ["web"]);
    const confirmed = done.audit.find(({ event }) => event === "confirmed");
    assert.equal(confirmed?.["by"], "form");
    const replayed = await bench.call(change, accepted);
    assertPlanned(replayed, /used before/);
    assert.match(replayed.ask?.message ?? "", /former confirmation does not count: used before/);
  }
});

Deno.test("Gate takes no state of a form for an argument where a person must confirm", async () => {
  const bench = new GateBench();
  const policy = { confirm: "human" } as const;
  const { ask } = await bench.call(testChange([WEB]), { policy, reply: { canAsk: true } });
  const confirm = ask?.state;
  assertPlanned(
    await bench.call(withArguments(testChange([WEB]), { confirm }), { policy, reply: { canAsk: true } }),
  );
});

Deno.test("Gate sends nothing for an accepted form whose state is another's or none", async () => {
  const bench = new GateBench();
  const { ask } = await bench.call(testChange([testTarget("db")]), { reply: { canAsk: true } });
  for (const state of [ask?.state, "a.b", ""]) {
    const reply = { canAsk: true, reply: "accept", ...(state === undefined ? {} : { state }) } as const;
    const planned = await bench.call(testChange([WEB]), { policy: { confirm: "human" }, reply });
    assertPlanned(planned);
    assert.ok(planned.ask);
  }
});

for (const reply of ["decline", "cancel"] as const) {
  Deno.test(`Gate sends nothing after ${reply}, whatever token comes along`, async () => {
    const bench = new GateBench();
    const change = testChange([WEB]);
    const { ask, token } = await bench.call(change, { reply: { canAsk: true } });
    const state = ask?.state ?? "";
    const again = withArguments(change, { confirm: token });
    const { error, sent, audit } = await bench.call(again, { reply: { canAsk: true, state, reply } });
    assert.equal(error?.reason, "needs confirmation");
    assert.deepEqual(sent, []);
    assert.equal(audit.at(-1)?.event, "refused");
  });
}

Deno.test("Gate cannot be made to show a person a line that is none of the plan's", async () => {
  const name = "web\n- harmless (id): nothing -> nothing\x1b[2K\u202e";
  const target = testTarget(name, { now: "ACTIVE\r\nx" });
  const { ask } = await new GateBench().call(testChange([target]), { reply: { canAsk: true } });
  assert.equal(ask?.message.split("\n").length, 2);
  for (const hidden of ["\x1b", "\u202e", "\r"]) assert.ok(!ask?.message.includes(hidden));
});

Deno.test("Gate tells a person of many targets and of warnings, and how many more there are", async () => {
  const targets = Array.from({ length: 40 }, (_, index) => testTarget(`web-${index}`));
  const plan = () =>
    Promise.resolve({
      targets,
      warnings: ["two of them serve 10.0.0.1"],
      unavailable: [{ what: "load balancers", reason: "HTTP 503" }],
    });
  const { ask, answer } = await new GateBench().call(testChange(targets, { plan }), {
    policy: { maxTargets: 50 },
    reply: { canAsk: true },
  });
  const lines = ask?.message.split("\n") ?? [];
  assert.equal(lines.filter((line) => line.startsWith("- web-")).length, 30);
  assert.ok(lines.includes("- and 10 more"));
  assert.ok(lines.includes("! two of them serve 10.0.0.1"));
  assert.ok(lines.includes("! could not be read: load balancers"));
  assert.equal(objectOf(answer["plan"])["total"], 40);
  assert.deepEqual(objectOf(answer["plan"])["warnings"], ["two of them serve 10.0.0.1"]);
});

Deno.test("Gate does nothing, and asks nobody, when nothing is to be done", async () => {
  const off = testTarget("off", { now: "SHUTOFF", unchanged: true });
  const broken = testTarget("broken", { refused: "it is in ERROR" });
  const { answer, sent, failed } = await new GateBench().call(testChange([off, broken]), {
    policy: { confirm: "human" },
  });
  assert.deepEqual(sent, []);
  assert.equal(failed, true);
  assert.deepEqual(answer["rows"], [
    ["off", "id-off", "unchanged", "SHUTOFF", "SHUTOFF", "", ""],
    ["broken", "id-broken", "not sent", "ACTIVE", "", "", "it is in ERROR"],
  ]);
  const { answer: empty } = await new GateBench().call(testChange([]));
  assert.match(String(empty["note"]), /no servers match/);
});

Deno.test("Gate counts only what is to be done when it decides whether to ask", async () => {
  const off = testTarget("off", { unchanged: true });
  const rename = (targets: readonly Target[]) => testChange(targets, { operations: [RENAME] });
  assert.deepEqual((await new GateBench().call(rename([WEB, off]))).sent, ["web"]);
  assertPlanned(await new GateBench().call(rename([WEB, testTarget("db")])));
});

for (
  const [name, targets, policy, words] of [
    ["a server that only reads", [WEB], { allowWrite: false }, /--allow-write/],
    ["a caller that only reads", [WEB], { readOnlyCaller: "ann" }, /token of ann/],
    ["too many targets", [WEB, testTarget("db")], { maxTargets: 1 }, /--max-targets/],
    ["a foreign target", [testTarget("x", { owner: { kind: "project", id: "p2" } })], {}, /another project/],
  ] satisfies [string, Target[], GateCall["policy"], RegExp][]
) {
  Deno.test(`Gate refuses ${name}, sends nothing, and writes that down`, async () => {
    const bench = new GateBench();
    const { token } = await bench.call(testChange([WEB]));
    for (const args of [{}, { dry_run: true }, { confirm: token }]) {
      const refused = await bench.call(withArguments(testChange(targets), args), { policy: { ...policy } });
      assert.equal(refused.error?.reason, "refused by policy");
      assert.match(`${refused.error?.detail} ${refused.error?.next}`, words);
      assert.deepEqual(refused.sent, []);
      assert.deepEqual(events(refused), ["asked", "refused"]);
      const { reason } = objectOf(refused.audit.at(-1)?.["error"]);
      assert.equal(reason, "refused by policy");
    }
  });
}

Deno.test("Gate writes down that targets could not be found, and passes a defect on", async () => {
  const bench = new GateBench();
  const absent = new OpenStackError({ what: "choose servers", reason: "not found" });
  const missing = await bench.call(testChange([], { plan: () => Promise.reject(absent) }));
  assert.equal(missing.error, absent);
  assert.deepEqual(events(missing), ["asked", "refused"]);
  const defect = testChange([], { plan: () => Promise.reject(new RangeError("off by one")) });
  await assert.rejects(bench.call(defect), RangeError);
});

Deno.test("Gate writes down each decision, in order, with who and what", async () => {
  const bench = new GateBench();
  const change = testChange([WEB]);
  const planned = await bench.call(change);
  assert.deepEqual(events(planned), ["asked", "planned"]);
  const done = await bench.call(withArguments(change, { confirm: planned.token }));
  const targets = [{
    name: "web",
    id: "id-web",
    project: "p1",
    now: "ACTIVE",
    will: "SHUTOFF",
    refused: undefined,
  }];
  const who = { user: "alice", project: "acme" };
  assert.deepEqual(done.audit, [
    { event: "asked", action: "stop", arguments: { names: ["web"], confirm: "(not recorded)" } },
    { event: "planned", action: "stop", ...who, targets, confirmation: "risky" },
    { event: "confirmed", action: "stop", ...who, targets, by: "token" },
    { event: "sent", action: "stop", target: { name: "web", id: "id-web" } },
    {
      event: "outcome",
      action: "stop",
      target: { name: "web", id: "id-web" },
      outcome: "done",
      before: "ACTIVE",
      after: "SHUTOFF",
      request_id: "req-1",
      reason: undefined,
    },
  ]);
});

Deno.test("Gate writes down that nothing had to be confirmed", async () => {
  const { audit } = await new GateBench().call(testChange([WEB]), { policy: { confirm: "never" } });
  assert.equal(audit.find(({ event }) => event === "planned")?.["confirmation"], "not needed");
  assert.equal(audit.find(({ event }) => event === "confirmed")?.["by"], "policy");
});

Deno.test("Gate writes no secret of the arguments down, and nothing at length", async () => {
  const secrets = {
    user_data: "#!/bin/sh s3cret-1",
    admin_pass: "s3cret-2",
    password: "s3cret-3",
    server: { adminPass: "s3cret-4", networks: [{ name: "net" }], user_data: "s3cret-5" },
    personality: [{ path: "/etc/x", contents: "s3cret-6" }],
    description: "d".repeat(2_000),
    description_list: ["e".repeat(2_000)],
  };
  const change = withArguments(testChange([WEB]), secrets);
  const { audit } = await new GateBench().confirmed(change);
  const text = JSON.stringify(audit);
  assert.doesNotMatch(text, /s3cret/);
  assert.ok(text.length < 4_000, String(text.length));
  assert.match(text, /"networks":\[\{"name":"net"\}\]/);
});

for (const event of ["asked", "planned", "confirmed", "sent"] as const) {
  Deno.test(`Gate sends nothing when the audit log cannot be written at "${event}"`, async () => {
    const bench = new GateBench();
    const { token } = await bench.call(testChange([WEB, testTarget("db")]));
    const auditFails = (entry: LedgerEntry) =>
      entry.event === event ? new Error("no space left on device") : undefined;
    const change = withArguments(testChange([WEB, testTarget("db")]), { confirm: token });
    const { sent, error, answer, failed, steps } = await bench.call(change, { auditFails });
    assert.deepEqual(sent, []);
    if (event === "sent") {
      assert.equal(failed, true);
      assert.match(JSON.stringify(answer["rows"]), /"not sent".*no space left/);
      assert.deepEqual(steps.filter(([name]) => name === "web").at(-1), ["web", "id-web", "failed"]);
    } else {
      assert.equal(error?.reason, "refused by policy");
      assert.match(error?.detail ?? "", /audit log could not be written: no space left/);
    }
  });
}

Deno.test("Gate tells that an outcome could not be written down, and what it is", async () => {
  const { answer, sent, failed } = await new GateBench().confirmed(testChange([WEB]), {
    auditFails: ({ event }) => event === "outcome" ? new Error("no space left on device") : undefined,
  });
  assert.deepEqual(sent, ["web"]);
  assert.equal(failed, false);
  assert.match(JSON.stringify(answer["rows"]), /"done"/);
  assert.match(JSON.stringify(answer["unavailable"]), /audit log.*not recorded: no space left/);
});

Deno.test("Gate refuses although the refusal cannot be written down", async () => {
  const { error } = await new GateBench().call(testChange([WEB]), {
    policy: { allowWrite: false },
    auditFails: ({ event }) => event === "refused" ? new Error("gone") : undefined,
  });
  assert.match(error?.detail ?? "", /--allow-write/);
});

Deno.test("Gate cuts the rows of a plan and of an answer that do not fit, and says so", async () => {
  const targets = Array.from({ length: 20 }, (_, index) => testTarget(`server-${index}`));
  const bench = new GateBench();
  const planned = await bench.call(testChange(targets), { answerTokens: 200 });
  const { total, shown, rows } = objectOf(planned.answer["plan"]);
  assert.ok(Array.isArray(rows) && typeof shown === "number");
  assert.deepEqual({ total, shown }, { total: 20, shown: rows.length });
  assert.ok(shown > 0 && shown < 20);
  const change = withArguments(testChange(targets), { confirm: planned.token });
  const { answer, sent } = await bench.call(change, { answerTokens: 200 });
  assert.equal(sent.length, 20);
  assert.ok(Array.isArray(answer["rows"]) && answer["rows"].length === answer["shown"]);
  assert.deepEqual([answer["total"], answer["outcomes"]], [20, { done: 20 }]);
  assert.ok(JSON.stringify(answer).length < 200 * 4);
});
