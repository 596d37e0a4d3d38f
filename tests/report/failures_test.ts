import assert from "node:assert/strict";
import type { DemoFault } from "../../src/demo/mod.ts";
import { type Check, CHECKS, operationsOf, type Report, runReport } from "../../src/health/mod.ts";
import type { Operation } from "../../src/openstack/operation.ts";
import { type Bench, withTools } from "../../src/tools/testing.ts";

const TOOL = { name: "openstack-mcp", version: "0.0.0" };

/** The path of an operation as an expression for the demo's faults; it stands at the end of the real one. */
function pathOf({ path }: Operation): string {
  const escaped = path.split(/\{\w+\}/).map((part) => RegExp.escape(part)).join("[^/?]+");
  return `${escaped}(\\?|$)`;
}

/** Calls that only give names to what is found: without them there are ids instead. */
const NAMING: ReadonlySet<string> = new Set([
  "compute.servers.list: port-security-off",
  "compute.servers.list: port-aap-wide",
  "identity.projects.list: usage-top",
]);

function using(op: Operation): Check[] {
  return CHECKS.filter(({ id, operations }) =>
    operations.some((own) => own.id === op.id) && !NAMING.has(`${op.id}: ${id}`)
  );
}

/** Further types under which the demo's catalog has a service. */
const CATALOG_TYPES: Readonly<Record<string, readonly string[]>> = {
  "block-storage": ["block-storage", "volumev3"],
  "shared-file-system": ["sharev2"],
};

function typesOf(service: string): readonly string[] {
  return CATALOG_TYPES[service] ?? [service];
}

/** A service that stays silent is not waited for longer. */
const PATIENCE_MS = 1000;

/** So many clouds fail at the same time: most of the time goes by waiting to try again. */
const CLOUDS = 6;

Deno.test("no check is OK while a call of it fails, whichever it is", async () => {
  const left = operationsOf(CHECKS);
  const wrong: string[] = [];
  const work = async () => {
    await withTools({ user: "admin", settings: { requestTimeoutMs: PATIENCE_MS } }, async (bench) => {
      for (let op = left.pop(); op; op = left.pop()) wrong.push(...await withFailing(op, bench));
    });
  };
  await Promise.all(Array.from({ length: CLOUDS }, work));
  assert.deepEqual(wrong, []);
});

/** How a call can fail without the service being away. */
const WAYS: readonly Omit<DemoFault, "service" | "path">[] = [
  { kind: "status", status: 503 },
  { kind: "garbage" },
  { kind: "html", status: 404 },
  { kind: "html", status: 200 },
  { kind: "status", status: 200, body: {} },
];

/** What is wrong with a report while an operation fails, in whichever way. */
async function withFailing(op: Operation, bench: Bench): Promise<string[]> {
  const wrong: string[] = [];
  for (const way of WAYS) {
    const found = await withFault(op, way, bench);
    wrong.push(...found.map((id) => `${op.id}, ${way.kind} ${way.status ?? ""}: ${id} is ok`));
  }
  return wrong;
}

/** The checks that pass although a call of theirs fails. */
async function withFault(
  op: Operation,
  way: (typeof WAYS)[number],
  { client, demo }: Bench,
): Promise<string[]> {
  const [service = ""] = typesOf(op.service);
  const path = pathOf(op);
  demo.setFaults([{ ...way, service, method: op.method, path }]);
  /** The results of some checks, if the call was sent at all: some are only where there is something to ask about. */
  const judged = async (checks: readonly Check[]) => {
    const before = demo.requests.length;
    const ids = checks.map(({ id }) => id);
    const report = await runReport({
      cloud: client,
      tool: TOOL,
      checks: ids,
      allProjects: true,
      allowSensitive: true,
    });
    assertTold(report);
    const hit = demo.requests.slice(before).some((sent) =>
      sent.method === op.method && typesOf(op.service).includes(sent.service) &&
      new RegExp(path).test(sent.path)
    );
    return hit ? report.checks.filter(({ id }) => ids.includes(id)) : [];
  };
  const own = using(op);
  const suspects = (await judged(own)).filter(({ state }) => state === "ok").map(({ id }) => id);
  const passed: string[] = [];
  for (const check of own.filter(({ id }) => suspects.includes(id))) {
    // It may have been another check that sent the call.
    const [alone] = await judged([check]);
    if (alone?.state === "ok") passed.push(check.id);
  }
  return passed;
}

/** What is unknown says why. */
function assertTold(report: Report): void {
  for (const { id, state, reason } of report.checks) {
    if (state === "unknown") assert.ok(reason !== undefined && reason !== "", id);
  }
}

Deno.test("a service that stays silent leaves its own checks unknown, and the run ends in time", async (test) => {
  const services = [...new Set(operationsOf(CHECKS).map(({ service }) => service))].filter((name) =>
    name !== "identity"
  );
  const settings = { requestTimeoutMs: PATIENCE_MS };
  for (const service of services) {
    await test.step(service, async () => {
      const demo = { faults: typesOf(service).map((type) => ({ service: type, kind: "hang" as const })) };
      await withTools({ user: "admin", settings, demo }, async ({ client }) => {
        const started = performance.now();
        const report = await runReport({
          cloud: client,
          tool: TOOL,
          allProjects: true,
          deadlineMs: 4 * PATIENCE_MS,
        });
        const ms = performance.now() - started;
        assert.ok(ms < 6 * PATIENCE_MS, `${Math.round(ms)} ms`);
        assert.ok(report.state === "UNKNOWN" || report.state === "CRITICAL", report.state);
        const own = CHECKS.filter(({ data, operations }) =>
          data.length > 0 && operations.length > 0 && operations.every((op) => op.service === service)
        );
        const ok = report.checks.filter(({ id, state }) =>
          state === "ok" && own.some((check) => check.id === id)
        );
        assert.deepEqual(ok.map(({ id }) => id), []);
      });
    });
  }
});

Deno.test("a service that is not there makes its checks not applicable", async (test) => {
  const services = [...new Set(operationsOf(CHECKS).map(({ service }) => service))].filter((name) =>
    name !== "identity"
  );
  for (const service of services) {
    await test.step(service, async () => {
      const demo = { without: [...typesOf(service)] };
      await withTools({ user: "admin", demo }, async ({ client }) => {
        const report = await runReport({ cloud: client, tool: TOOL, allProjects: true });
        const own = CHECKS.filter(({ operations, optional }) =>
          optional.length === 0 && operations.length > 0 && operations.every((op) => op.service === service)
        );
        for (const { id } of own) {
          const result = report.checks.find((check) => check.id === id);
          assert.equal(result?.state, "not applicable", `${id}: ${result?.reason}`);
        }
      });
    });
  }
});

Deno.test("what only administrators may read is not permitted to a member, and never OK", async () => {
  await withTools({ user: "alice" }, async ({ client }) => {
    const report = await runReport({ cloud: client, tool: TOOL });
    const admin = new Set(CHECKS.filter(({ needs }) => needs === "admin").map(({ id }) => id));
    const passed = report.checks.filter(({ id, state }) =>
      admin.has(id) && state !== "not permitted" && state !== "not applicable"
    );
    assert.deepEqual(passed.map(({ id, state }) => `${id} ${state}`), []);
  });
});
