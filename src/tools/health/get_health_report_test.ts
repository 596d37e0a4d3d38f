import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { CHECKS, runReport } from "../../health/mod.ts";
import { stringifyJson } from "../../text/json.ts";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getHealthReport } from "./get_health_report.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_health_report ${name}`, () => withTools(options, body));
}

const OPERATOR = { user: "operator" };

test("comes to the verdicts of the report command", OPERATOR, async ({ call, client }) => {
  const { answer } = await call(getHealthReport, { exclude: "platform" });
  const report = await runReport({
    cloud: client,
    tool: { name: "test", version: "" },
    exclude: ["platform"],
  });
  assert.equal(answer["state"], report.state);
  assert.deepEqual(answer["areas"], Object.fromEntries(report.areas.map(({ area, state }) => [area, state])));
  assert.deepEqual(
    rowsOf(answer["findings"]).map((row) => [row["severity"], row["check"], row["id"], row["text"]]),
    report.findings.map(({ severity, check, resource, text }) => [severity, check, resource.id, text]),
  );
  assert.equal(answer["score"], `${report.scores?.[0]?.points} of ${report.scores?.[0]?.of}`);
});

test("tells a member what it could not check, once", {}, async ({ call }) => {
  const { answer } = await call(getHealthReport);
  const unavailable = JSON.stringify(answer["unavailable"]);
  assert.equal(unavailable.split('"not permitted"').length, 2);
  assert.match(unavailable, /compute services.*"\d\d checks; only_problems=false names them"/);
  const { answer: all } = await call(getHealthReport, { only_problems: false });
  const refused = rowsOf(all["checks"]).filter(({ state }) => state === "not permitted");
  assert.ok(refused.some(({ id }) => id === "nova-service-down"));
  assert.notEqual(answer["state"], "OK");
});

test("does not say OK of what it could not read", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{ service: "image", kind: "status", status: 503 }]);
  const { answer } = await call(getHealthReport, { checks: "image-stuck" });
  assert.equal(answer["state"], "UNKNOWN");
  assert.equal(answer["checked"], "0 of 1 checks");
  assert.match(JSON.stringify(answer["unavailable"]), /"images".*HTTP 503.*"checks":\["image-stuck"\]/);
});

test("gives each finding its evidence, and each check its remedy once", OPERATOR, async ({ call }) => {
  const { answer } = await call(getHealthReport, { checks: ["instances"] });
  const findings = rowsOf(answer["findings"]);
  const failed = findings.filter((row) => row["check"] === "server-error");
  assert.ok(failed.length > 1);
  assert.ok(failed.every(({ evidence }) => JSON.stringify(evidence).includes('"status":"ERROR"')));
  assert.deepEqual(
    Object.keys(Object(answer["remedies"])).sort(),
    [...new Set(findings.map((row) => row["check"]))].sort(),
  );
});

test("chooses by area and check, and leaves out", OPERATOR, async ({ call }) => {
  const { answer } = await call(getHealthReport, {
    checks: "dns,image-stuck",
    exclude: "dns-service",
    only_problems: false,
  });
  assert.deepEqual(rowsOf(answer["checks"]).map((row) => row["id"]), ["dns-zone", "image-stuck"]);
  const older = await call(getHealthReport, { areas: "dns", only_problems: "false" });
  assert.deepEqual(rowsOf(older.answer["checks"]).map((row) => row["id"]), ["dns-zone", "dns-service"]);
});

test("refuses a check that is not there", OPERATOR, async ({ call }) => {
  const { error } = await call(getHealthReport, { checks: "netwrok" });
  assert.equal(error?.reason, "invalid argument");
  assert.match(error.detail ?? "", /did you mean "network"/);
});

test("shows every check on request", OPERATOR, async ({ call }) => {
  const { answer } = await call(getHealthReport, { only_problems: false });
  assert.equal(rowsOf(answer["checks"]).length, CHECKS.length);
});

test("counts what it sent in the record of the call", OPERATOR, async ({ call }) => {
  const { record, requests } = await call(getHealthReport, { checks: "network" });
  assert.equal(record.requests, requests.length);
});

test("cuts findings to the room of the answer, and says so", OPERATOR, async ({ call, demo, client }) => {
  const { project } = await client.sessions.get();
  const servers = Array.from({ length: 300 }, (_, index) => ({
    id: `s${index}`,
    name: `web-${index}`,
    status: "ERROR",
    tenant_id: project?.id,
    updated: "2026-01-01T00:00:00Z",
    fault: { message: "No valid host was found.", created: "2026-01-01T00:00:00Z" },
  }));
  demo.setFaults([{
    service: "compute",
    path: "servers/detail",
    kind: "status",
    status: 200,
    body: { servers },
  }]);
  const { answer, size } = await call(getHealthReport, { checks: "server-error" }, { answerTokens: 1000 });
  const total = Object(answer["findings"]).total;
  assert.equal(total, 300);
  assert.ok(rowsOf(answer["findings"]).length < 300);
  assert.equal(typeof Object(answer["findings"]).next, "string");
  assert.ok(size <= 4000);
});

test(
  "looks at every project where the operator allows that",
  { ...OPERATOR, allProjects: true },
  async ({ call }) => {
    const { answer } = await call(getHealthReport, { checks: "instances" });
    assert.match(String(answer["scope"]), /^all projects/);
    assert.ok(rowsOf(answer["findings"]).every((row) => typeof row["project"] === "string"));
  },
);

test("fits 2300 tokens", OPERATOR, async ({ call }) => {
  assert.ok(encode(stringifyJson((await call(getHealthReport)).answer)).length <= 2300);
});

test("goes on where its answer had no room for more", OPERATOR, async ({ call }) => {
  const whole = await call(getHealthReport, { exclude: "platform" }, { answerTokens: 50_000 });
  const expected = rowsOf(whole.answer["findings"]).map(({ check, id }) => `${check} ${id}`);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const args = { exclude: "platform", ...(cursor === undefined ? {} : { cursor }) };
    const { answer } = await call(getHealthReport, args, { answerTokens: 1500 });
    found.push(...rowsOf(answer["findings"]).map(({ check, id }) => `${check} ${id}`));
    const { next } = Object(answer["findings"]);
    cursor = typeof next === "string" ? next : undefined;
  } while (cursor !== undefined);
  assert.ok(expected.length > 5);
  assert.deepEqual(found, expected);
});

test("leaves out what is milder than asked for, and counts it all the same", OPERATOR, async ({ call }) => {
  const { answer } = await call(getHealthReport, { severity: "critical" });
  const rows = rowsOf(answer["findings"]);
  assert.ok(rows.every(({ severity }) => severity === "critical"));
  assert.equal(rows.length, answer["critical"]);
  assert.ok(Number(answer["warning"]) > 0);
});
