import assert from "node:assert/strict";
import { ago, entry, failure, FakeCloud, type FakeOptions, NOW } from "./_fake_cloud.ts";
import { type Check, check } from "./check.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { REPORT_SCHEMA } from "./report_schema.ts";
import { type RunOptions, runReport } from "./run.ts";
import type { CheckResult, Report } from "./report.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

function run(fake: FakeOptions, options: Partial<RunOptions> = {}): Promise<Report> {
  return runReport({ cloud: new FakeCloud(fake), tool: TOOL, now: () => NOW, ...options });
}

function resultOf(report: Report, id: string): CheckResult {
  const found = report.checks.find((check) => check.id === id);
  assert.ok(found, `no check ${id}`);
  return found;
}

function areaStates(report: Report): Record<string, string> {
  return Object.fromEntries(report.areas.map(({ area, state }) => [area, state]));
}

const MEMBER = { roles: ["member", "reader"] };
const BROKEN_SERVER = {
  id: "server-1",
  name: "web-01",
  status: "ERROR",
  tenant_id: "acme-id",
  updated: ago({ hours: 2 }),
};
const SERVICE_LIST = "compute.services.list";

Deno.test("runReport() is OK when nothing is found", async () => {
  const report = await run({}, { checks: ["instances"] });
  assert.equal(report.state, "OK");
  assert.deepEqual(report.findings, []);
  assert.equal(report.coverage.ran, report.coverage.of);
  assert.equal(report.incomplete, undefined);
});

Deno.test("runReport() reads each list once, and none that no chosen check needs", async () => {
  const cloud = new FakeCloud();
  await runReport({
    cloud,
    tool: TOOL,
    now: () => NOW,
    checks: ["server-rescue", "server-error", "server-no-ip"],
  });
  assert.deepEqual(cloud.sent.map(({ operation }) => operation).sort(), [
    "compute.servers.list",
    "network.ports.list",
  ]);
});

Deno.test("runReport() describes itself", async () => {
  const report = await run({}, { checks: ["server-rescue"] });
  assert.equal(report.schema, "openstack-mcp/report/1");
  assert.deepEqual(report.tool, TOOL);
  assert.equal(report.cloud, "test");
  assert.deepEqual(report.scope, {
    text: "project acme, region RegionOne",
    project: { id: "acme-id", name: "acme" },
    region: "RegionOne",
    all_projects: false,
  });
  assert.equal(report.generated_at, "2026-11-21T12:00:00Z");
  assert.equal(report.requests.total, 1);
  assert.deepEqual(report.requests.by_service, { compute: 1 });
  assert.equal(report.requests.slowest[0]?.what, "compute.servers.list");
});

Deno.test("runReport() makes findings with key, evidence and remedy", async () => {
  const report = await run({
    answers: {
      "compute.servers.list": [BROKEN_SERVER],
      "compute.servers.show": { server: { ...BROKEN_SERVER, fault: { message: "No valid host" } } },
    },
  }, { checks: ["server-error"] });
  assert.equal(report.state, "WARNING");
  assert.deepEqual(report.findings, [{
    key: "server-error/server-1",
    check: "server-error",
    area: "instances",
    severity: "warning",
    text: "server web-01 has been in ERROR for 2h: No valid host",
    resource: { kind: "server", id: "server-1", name: "web-01", project: "acme-id" },
    since: "2026-11-21T10:00:00Z",
    evidence: { status: "ERROR", updated: "2026-11-21T10:00:00Z", fault: "No valid host" },
    remedy:
      "Read the fault and the failed action; repair what it names, then reset the state or build it anew.",
    next: "openstack server show server-1 -c fault",
  }]);
});

Deno.test("runReport() does not let names of tenants act on a terminal", async () => {
  const answers = { "compute.servers.list": [{ ...BROKEN_SERVER, name: "\x1b[31mweb\u202e\n01" }] };
  const report = await run({ answers }, { checks: ["server-error"] });
  assert.equal(report.findings[0]?.resource.name, "web 01");
  assert.equal(
    report.findings[0]?.text,
    "server web 01 has been in ERROR for 2h: its fault could not be read",
  );
});

Deno.test("runReport() orders findings: critical first, then by area, check and name", async () => {
  const server = (id: string, name: string, hours: number) => ({
    ...BROKEN_SERVER,
    id,
    name,
    updated: ago({ hours }),
  });
  const answers = {
    "compute.servers.list": [server("3", "c", 1), server("2", "b", 30), server("1", "a", 1)],
    "image.images.list": (sent: { query?: Readonly<Record<string, unknown>> }) =>
      sent.query?.["os_hidden"] ? [] : [{ id: "4", status: "queued", updated_at: ago({ days: 2 }) }],
  };
  const report = await run({ answers }, { checks: ["image", "server-error"] });
  assert.deepEqual(report.findings.map(({ key }) => key), [
    "server-error/2",
    "image-stuck/4",
    "server-error/1",
    "server-error/3",
  ]);
});

Deno.test("a check is not permitted, and neutral, where the role does not cover the call", async () => {
  const report = await run({ session: MEMBER, answers: { [SERVICE_LIST]: failure(403) } }, {
    exclude: ["platform"],
  });
  const result = resultOf(report, "nova-service-down");
  assert.equal(result.state, "not permitted");
  assert.equal(result.reason, "compute services: not permitted: the service said 403");
  assert.equal(result.request_id, "req-403");
  assert.equal(report.state, "OK");
  assert.equal(areaStates(report)["compute"], "OK", "the other checks of the area ran");
});

Deno.test("a refusal of what the role covers is UNKNOWN", async () => {
  const report = await run({ answers: { [SERVICE_LIST]: failure(403) } }, { checks: ["nova-service-down"] });
  assert.equal(resultOf(report, "nova-service-down").state, "unknown");
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("an area that was asked for, and of which nothing could run, is UNKNOWN", async () => {
  const fake = { session: MEMBER, answers: { [SERVICE_LIST]: failure(403) } };
  const asked = await run(fake, { checks: ["nova-service-down", "image"] });
  assert.deepEqual(areaStates(asked), { compute: "UNKNOWN", image: "OK" });
  assert.equal(asked.state, "UNKNOWN");
});

Deno.test("an area that nobody asked for by name is not checked, and neutral", async () => {
  const answers = Object.fromEntries(
    ["services", "hypervisors", "aggregates", "migrations"].map((name) => [
      `compute.${name}.list`,
      failure(403),
    ]),
  );
  const report = await run({
    session: MEMBER,
    answers: { ...answers, "placement.resource_providers.list": failure(403) },
  }, { exclude: ["platform", "nova-antiaffinity", "nova-host-status", "nova-az-alive"] });
  assert.equal(areaStates(report)["compute"], "NOT CHECKED");
  assert.equal(report.state, "OK");
});

Deno.test("requireAll makes every refusal UNKNOWN", async () => {
  const report = await run({ session: MEMBER, answers: { [SERVICE_LIST]: failure(403) } }, {
    exclude: ["platform"],
    requireAll: true,
  });
  assert.equal(resultOf(report, "nova-service-down").state, "unknown");
  assert.equal(resultOf(report, "neutron-agent-down").state, "unknown");
  assert.equal(report.coverage.not_permitted, 0);
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("an empty list that only administrators can fill proves nothing to others", async () => {
  const member = await run({ session: MEMBER }, { checks: ["neutron-agent-down"] });
  assert.equal(resultOf(member, "neutron-agent-down").state, "not permitted");
  const admin = await run({}, { checks: ["neutron-agent-down"] });
  assert.equal(resultOf(admin, "neutron-agent-down").state, "ok");
});

Deno.test("a service that is not deployed makes its checks not applicable", async () => {
  const missing = new OpenStackError({
    what: "list stacks",
    service: "orchestration",
    operation: "orchestration.stacks.list",
    reason: "not deployed",
    detail: "the catalog has no orchestration service",
  });
  const report = await run({ answers: { "orchestration.stacks.list": missing } }, {
    checks: ["orchestration", "image"],
  });
  const result = resultOf(report, "stack-failed");
  assert.equal(result.state, "not applicable");
  assert.equal(result.reason, "the catalog has no orchestration service");
  assert.equal(report.coverage.not_applicable, 4);
});

Deno.test("a list that could not be read is UNKNOWN, with the reason and the request id", async () => {
  const report = await run({ answers: { "compute.servers.list": failure(503) } }, {
    checks: ["server-error"],
  });
  assert.deepEqual(resultOf(report, "server-error"), {
    id: "server-error",
    area: "instances",
    title: "Servers in ERROR",
    state: "unknown",
    reason: "servers: HTTP 503: the service said 503",
    request_id: "req-503",
    findings: 0,
    unavailable: [{
      what: "servers",
      state: "unknown",
      reason: "HTTP 503",
      service: "compute",
      status: 503,
      detail: "the service said 503",
      request_id: "req-503",
    }],
  });
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("a part that is missing keeps the findings of the rest, and the verdict UNKNOWN", async () => {
  const quota = { quota_set: { cores: { limit: 10, in_use: 9, reserved: 0 } } };
  const answers = {
    "compute.quotas.show": quota,
    "network.quotas.details": failure(500),
    "block-storage.quotas.show": quota,
  };
  const report = await run({ answers }, { checks: ["quota"] });
  const result = resultOf(report, "quota");
  assert.equal(result.state, "unknown");
  assert.equal(result.findings, 2);
  assert.equal(result.reason, "network quota: HTTP 500: the service said 500");
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("a missing part does not lower what is critical", async () => {
  const answers = {
    "compute.quotas.show": { quota_set: { cores: { limit: 10, in_use: 10, reserved: 0 } } },
    "network.quotas.details": failure(500),
    "block-storage.quotas.show": failure(500),
  };
  const report = await run({ answers }, { checks: ["quota"] });
  assert.equal(resultOf(report, "quota").state, "critical");
  assert.equal(report.state, "CRITICAL");
});

Deno.test("a check that fails itself is UNKNOWN and spares the others", async () => {
  const faulty: Check = check({
    id: "faulty",
    area: "platform",
    title: "A check with a mistake",
    data: [],
    severities: ["warning"],
    thresholds: {},
    remedy: "Correct it.",
    run: () => {
      throw new TypeError("undefined is not a function");
    },
  });
  const sound: Check = check({
    id: "sound",
    area: "platform",
    title: "A check without one",
    data: ["servers"],
    severities: ["warning"],
    thresholds: {},
    remedy: "None.",
    run: () => [],
  });
  const report = await run({}, { registry: [faulty, sound] });
  assert.equal(resultOf(report, "faulty").state, "unknown");
  assert.equal(resultOf(report, "faulty").reason, "a defect of openstack-mcp: undefined is not a function");
  assert.equal(resultOf(report, "sound").state, "ok");
});

Deno.test("a collection that fails by a mistake of ours is UNKNOWN too", async () => {
  const answers = { "compute.servers.list": new TypeError("not iterable") };
  const report = await run({ answers }, { checks: ["server-error"] });
  assert.match(
    resultOf(report, "server-error").reason ?? "",
    /openstack-mcp failed to read it: not iterable/,
  );
});

Deno.test("the deadline ends a run with what is known, and lowers nothing", async () => {
  const answers = { "compute.servers.list": [{ ...BROKEN_SERVER, updated: ago({ days: 2 }) }] };
  const fake = { answers, hangs: ["block-storage.volumes.list"] };
  const report = await run(fake, { checks: ["server-error", "volume-error"], deadlineMs: 20 });
  assert.equal(report.state, "CRITICAL");
  assert.equal(resultOf(report, "server-error").state, "critical");
  assert.equal(resultOf(report, "volume-error").state, "unknown");
  assert.equal(report.incomplete, "the deadline of 0.02 s ended the run; 1 of 2 checks are unknown");
});

Deno.test("the deadline raises OK and WARNING to UNKNOWN", async () => {
  const fake = {
    hangs: ["block-storage.volumes.list"],
    answers: { "compute.servers.list": [BROKEN_SERVER] },
  };
  const report = await run(fake, { checks: ["server-error", "volume-error"], deadlineMs: 20 });
  assert.equal(resultOf(report, "server-error").state, "warning");
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("a deadline that was not needed leaves no trace", async () => {
  const report = await run({}, { checks: ["image"], deadlineMs: 60_000 });
  assert.equal(report.state, "OK");
  assert.equal(report.incomplete, undefined);
});

Deno.test("the caller's signal ends a run without a report", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const running = run({ hangs: ["compute.servers.list"] }, {
    checks: ["server-error"],
    signal: controller.signal,
  });
  controller.abort(reason);
  await assert.rejects(running, reason);
});

Deno.test("a login that fails is thrown", async () => {
  const cloud = new FakeCloud();
  const failed = new OpenStackError({ what: "log in", reason: "login failed" });
  const broken = {
    call: (options: Parameters<FakeCloud["call"]>[0]) => ({
      ...cloud.call(options),
      session: () => Promise.reject(failed),
    }),
  };
  await assert.rejects(runReport({ cloud: broken, tool: TOOL }), failed);
});

Deno.test("a login that outlasts the deadline is timed out", async () => {
  const cloud = new FakeCloud();
  const slow = {
    call: (options: Parameters<FakeCloud["call"]>[0]) => ({
      ...cloud.call(options),
      session: () => {
        const { promise, reject } = Promise.withResolvers<never>();
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
        return promise;
      },
    }),
  };
  await assert.rejects(
    runReport({ cloud: slow, tool: TOOL, deadlineMs: 10 }),
    (error) => error instanceof OpenStackError && error.reason === "timed out",
  );
});

Deno.test("lists are kept to the token's project, whatever the role", async () => {
  const cloud = new FakeCloud({
    answers: {
      "network.ports.list": [{ id: "1", project_id: "acme-id" }, { id: "2", project_id: "globex-id" }],
    },
  });
  const report = await runReport({
    cloud,
    tool: TOOL,
    registry: [countOf("ports"), countOf("servers"), countOf("images")],
  });
  assert.equal(report.findings.find(({ check }) => check === "count-ports")?.text, "1 ports");
  const queries = Object.fromEntries(cloud.sent.map(({ operation, query }) => [operation, query]));
  assert.deepEqual(queries["network.ports.list"], { project_id: "acme-id" });
  assert.deepEqual(queries["compute.servers.list"], {});
  assert.deepEqual(queries["image.images.list"], { owner: "acme-id", os_hidden: true });
});

Deno.test("allProjects asks for all, and keeps all", async () => {
  const cloud = new FakeCloud({
    answers: {
      "network.ports.list": [{ id: "1", project_id: "acme-id" }, { id: "2", project_id: "globex-id" }],
    },
  });
  const registry = [countOf("ports"), countOf("servers"), countOf("stacks")];
  const report = await runReport({ cloud, tool: TOOL, allProjects: true, registry });
  assert.equal(report.findings.find(({ check }) => check === "count-ports")?.text, "2 ports");
  assert.equal(report.scope.text, "all projects, region RegionOne");
  const queries = Object.fromEntries(cloud.sent.map(({ operation, query }) => [operation, query]));
  assert.deepEqual(queries["network.ports.list"], {});
  assert.deepEqual(queries["compute.servers.list"], { all_tenants: "true" });
  // To an administrator Heat lists all, and refuses the parameter that asks for them.
  assert.deepEqual(queries["orchestration.stacks.list"], {});
});

Deno.test("allProjects is refused to who is no administrator", async () => {
  await assert.rejects(
    run({ session: MEMBER }, { allProjects: true }),
    (error) => error instanceof OpenStackError && error.reason === "refused by policy",
  );
});

Deno.test("allProjects reads the quotas of every enabled project", async () => {
  const cloud = new FakeCloud({
    answers: {
      "identity.projects.list": [
        { id: "1", name: "acme", enabled: true },
        { id: "2", name: "globex", enabled: true },
        { id: "3", name: "gone", enabled: false },
      ],
      "compute.quotas.show": { quota_set: { cores: { limit: 10, in_use: 9, reserved: 0 } } },
      "network.quotas.details": { quota: { port: { limit: -1, used: 9, reserved: 0 } } },
      "block-storage.quotas.show": { quota_set: { volumes: { limit: 10, in_use: 0, reserved: 0 } } },
    },
  });
  const report = await runReport({ cloud, tool: TOOL, allProjects: true, checks: ["quota"] });
  const own = report.findings.filter(({ check }) => check === "quota");
  assert.deepEqual(own.map(({ key }) => key), ["quota/1/compute/cores", "quota/2/compute/cores"]);
  assert.equal(report.findings[1]?.text, "quota compute cores of project globex is 90 % used: 9 of 10");
  assert.equal(cloud.sent.filter(({ operation }) => operation === "identity.projects.list").length, 1);
});

Deno.test("maxHosts bounds what is asked one by one, and the verdict says so", async () => {
  const providers = [1, 2, 3].map((id) => ({ uuid: String(id), name: `host-${id}` }));
  const answers = {
    "placement.resource_providers.list": providers,
    "placement.inventories.list": { inventories: {} },
    "placement.usages.list": { usages: {} },
  };
  const report = await run({ answers }, { checks: ["placement-overcommit"], maxHosts: 2 });
  assert.equal(
    resultOf(report, "placement-overcommit").reason,
    "inventories and usages of resource providers: incomplete: 2 of 3 were read; --max-hosts allows more",
  );
  assert.equal(report.state, "UNKNOWN");
});

Deno.test("progress counts to the end", async () => {
  const seen: string[] = [];
  await run({}, {
    checks: ["image-stuck", "server-rescue", "server-error"],
    progress: ({ done, total }) => seen.push(`${done}/${total}`),
  });
  assert.deepEqual(seen, ["1/3", "2/3", "3/3"]);
});

Deno.test("thresholds take the place of defaults", async () => {
  const answers = { "compute.servers.list": [BROKEN_SERVER] };
  const thresholds = { "server-error": { critical_hours: 1 } };
  const report = await run({ answers }, { checks: ["server-error"], thresholds });
  assert.equal(report.state, "CRITICAL");
});

Deno.test("a slow endpoint is asked again when the cloud is quiet", async () => {
  let asked = 0;
  const cloud = new FakeCloud({ entries: [entry("compute")] });
  const slowAtFirst = {
    call: (options: Parameters<FakeCloud["call"]>[0]) => {
      const call = cloud.call(options);
      return {
        ...call,
        probe: async (address: Parameters<typeof call.probe>[0]) => ({
          ...await call.probe(address),
          elapsedMs: asked++ === 0 ? 3000 : 20,
        }),
      };
    },
  };
  const report = await runReport({
    cloud: slowAtFirst,
    tool: TOOL,
    now: () => NOW,
    checks: ["api-reach", "api-errors"],
  });
  assert.equal(asked, 2);
  assert.equal(report.state, "OK");
});

Deno.test("the token is in no part of a report", async () => {
  const report = await run({});
  assert.equal(JSON.stringify(report).includes("secret-token"), false);
});

Deno.test("a report of every kind of result fits its schema", async () => {
  const reports = [
    await run({}),
    await run({ session: MEMBER, answers: { "compute.servers.list": [BROKEN_SERVER] } }),
    await run({ answers: { "compute.servers.list": failure(503), [SERVICE_LIST]: failure(403) } }),
    await run({ hangs: ["compute.servers.list"] }, { deadlineMs: 20 }),
  ];
  for (const report of reports) {
    assert.deepEqual(violations(REPORT_SCHEMA, JSON.parse(JSON.stringify(report))), []);
  }
  assert.notDeepEqual(violations(REPORT_SCHEMA, { ...reports[0], state: "FINE", extra: 1 }), []);
});

/** A check that finds how many items a collection has. */
function countOf(name: "ports" | "servers" | "images" | "stacks"): Check {
  return check({
    id: `count-${name}`,
    area: "platform",
    title: `The number of ${name}`,
    data: [name],
    severities: ["warning"],
    thresholds: {},
    remedy: "None.",
    run: (data) => [{
      severity: "warning",
      text: `${data.all(name).length} ${name}`,
      resource: { kind: "list", id: name, name },
      evidence: {},
    }],
  });
}

/** As much of JSON Schema as the report's needs. */
function violations(schema: unknown, value: unknown, path = "$"): string[] {
  if (!isObject(schema)) return [`${path}: no schema`];
  if ("const" in schema) return value === schema["const"] ? [] : [`${path}: not ${schema["const"]}`];
  if (Array.isArray(schema["enum"])) {
    return schema["enum"].includes(value) ? [] : [`${path}: not in the list`];
  }
  if (Array.isArray(schema["anyOf"])) {
    const fits = schema["anyOf"].some((one) => violations(one, value, path).length === 0);
    return fits ? [] : [`${path}: fits none`];
  }
  switch (schema["type"]) {
    case "object":
      return isObject(value) ? objectViolations(schema, value, path) : [`${path}: no object`];
    case "array":
      return Array.isArray(value)
        ? value.flatMap((item, index) => violations(schema["items"], item, `${path}[${index}]`))
        : [`${path}: no array`];
    case "integer":
      return Number.isInteger(value) && Number(value) >= Number(schema["minimum"] ?? -Infinity)
        ? []
        : [`${path}: no such integer`];
    case "string":
      return typeof value === "string" &&
          (schema["format"] !== "date-time" || !Number.isNaN(Date.parse(value)))
        ? []
        : [`${path}: no such text`];
    case "number":
      return typeof value === "number" ? [] : [`${path}: no number`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path}: no boolean`];
    default:
      return [`${path}: no type`];
  }
}

function objectViolations(schema: Record<string, unknown>, value: Record<string, unknown>, path: string) {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const missing = required.filter((name) => !(name in value)).map((name) => `${path}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    if (name in properties) return violations(properties[name], member, `${path}.${name}`);
    const rest = schema["additionalProperties"];
    return rest === false ? [`${path}.${name}: unknown`] : violations(rest, member, `${path}.${name}`);
  });
  return [...missing, ...wrong];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

Deno.test("a proxy's 404 does not pass for an extension that is not there", async () => {
  const from = (reason: "not found" | "unexpected answer") =>
    run({
      answers: {
        "network.agents.list": new OpenStackError({
          what: "list agents",
          service: "network",
          operation: "network.agents.list",
          reason,
          status: 404,
        }),
      },
    }, { checks: ["neutron-agent-down"] });
  const absent = await from("not found");
  assert.equal(resultOf(absent, "neutron-agent-down").state, "not applicable");
  const hidden = await from("unexpected answer");
  assert.equal(resultOf(hidden, "neutron-agent-down").state, "unknown");
});

Deno.test("an endpoint that answers with something else is not one that answers", async () => {
  const report = await run({ probes: { network: { body: {} } } }, { checks: ["api-reach"] });
  assert.equal(report.state, "WARNING");
  assert.match(report.findings[0]?.text ?? "", /^network does not answer like such a service: HTTP 200/);
});
