import assert from "node:assert/strict";
import type { Report } from "../report.ts";
import { BARE, SAMPLE } from "./_sample_report.ts";
import { renderJson } from "./json.ts";
import { isReportFormat, RENDERERS } from "./mod.ts";
import { renderNagios } from "./nagios.ts";
import { renderText } from "./text.ts";
import { wrap } from "./words.ts";

const LOUD: Report = {
  ...BARE,
  state: "CRITICAL",
  areas: [
    { area: "compute", state: "NOT CHECKED", ran: 0, of: 2, findings: 0 },
    { area: "instances", state: "CRITICAL", ran: 1, of: 1, findings: 2 },
    { area: "storage", state: "UNKNOWN", ran: 0, of: 2, findings: 0 },
    { area: "load_balancer", state: "NOT CHECKED", ran: 0, of: 1, findings: 0 },
  ],
  checks: [
    {
      id: "nova-service-down",
      area: "compute",
      title: "Services",
      state: "not permitted",
      reason: "compute services: not permitted: Policy doesn't allow it",
      findings: 0,
    },
    {
      id: "nova-heartbeat",
      area: "compute",
      title: "Heartbeats",
      state: "not permitted",
      reason: "compute services: not permitted: Policy doesn't allow it",
      findings: 0,
    },
    {
      id: "server-error",
      area: "instances",
      title: "Servers",
      state: "critical",
      findings: 2,
      measures: [
        { label: "quota compute cores", value: 50, unit: "%", warning: 80, critical: 95 },
        { label: "certificate a|b='c'", value: 40.5, unit: "d", warning: 30, critical: 14, below: true },
        { label: "login", value: 0.2, unit: "s", warning: 1 },
      ],
    },
    {
      id: "volume-error",
      area: "storage",
      title: "Volumes",
      state: "unknown",
      reason: "volumes: HTTP 503: The server is currently unavailable",
      request_id: "req-1",
      findings: 0,
    },
    {
      id: "volume-stuck",
      area: "storage",
      title: "Volumes",
      state: "unknown",
      reason: "volumes: HTTP 503: The server is currently unavailable",
      request_id: "req-1",
      findings: 0,
    },
    {
      id: "lb-operating",
      area: "load_balancer",
      title: "Load balancers",
      state: "not applicable",
      reason: "the catalog has no load-balancer service",
      findings: 0,
    },
  ],
  findings: [
    finding("critical", "server db-01 has been in ERROR for 2d 1h: No valid host was found | 3 were asked"),
    finding("warning", "server web-01 has been in ERROR for 5m"),
  ],
  coverage: { ran: 1, of: 6, not_permitted: 2, not_applicable: 1, unknown: 2 },
  requests: {
    total: 9,
    retries: 2,
    faults: 3,
    by_service: { "block-storage": 3, "compute": 6 },
    slowest: [{ what: "block-storage.volumes.list", service: "block-storage", ms: 1234 }],
  },
  incomplete: "the deadline of 60 s ended the run; 2 of 6 checks are unknown",
};

function finding(severity: "warning" | "critical", text: string): Report["findings"][number] {
  return {
    key: `server-error/${text.length}`,
    check: "server-error",
    area: "instances",
    severity,
    text,
    resource: { kind: "server", id: String(text.length), name: "web" },
    evidence: {},
    remedy: "Repair it.",
  };
}

Deno.test("renderText() is short when nothing is found", () => {
  assert.equal(
    renderText(BARE),
    `OK: nothing found
prod, project acme, region RegionOne, 2026-11-21T12:00:00Z

  OK       image

1 of 1 checks ran in 0.8 s
1 request: image 1
`,
  );
});

Deno.test("renderText() groups, says what was skipped and why, and counts requests", () => {
  assert.equal(
    renderText(LOUD),
    `CRITICAL: 1 critical, 2 checks unknown, 1 warning
prod, project acme, region RegionOne, 2026-11-21T12:00:00Z
INCOMPLETE: the deadline of 60 s ended the run; 2 of 6 checks are unknown

  CRITICAL instances
  UNKNOWN  storage
  not read compute, load balancer

INSTANCES
  CRITICAL server db-01 has been in ERROR for 2d 1h: No valid host was found |
           3 were asked [server-error]
  WARNING  server web-01 has been in ERROR for 5m [server-error]
           > Repair it.

UNKNOWN  2 checks
  volumes: HTTP 503: The server is currently unavailable (req-1)
    volume-error, volume-stuck

SKIPPED  3 checks
  not applicable: the catalog has no load-balancer service
    lb-operating
  not permitted: the role of this login does not cover what they read
    nova-service-down, nova-heartbeat

1 of 6 checks ran in 0.8 s
9 requests, 3 failed, 2 repeated: block-storage 3, compute 6
slowest read: block-storage.volumes.list, 1.2 s
`,
  );
});

Deno.test("renderText() tells what changed, what does not count, what is full and what lies about", () => {
  const text = renderText(SAMPLE);
  for (
    const words of [
      /\nSince 2026-11-21T11:00:00Z: 1 new, 1 worse/,
      /\nCHANGES {2}since /,
      /\n {2}new {6}/,
      /\n {2}resolved /,
      /\n {11}\$ openstack /,
      /\nIN USE\n/,
      /full on 2026-12-09 if it goes on/,
      /\nUNUSED\n {2}[^\n]*volumes without a server: 3 \(61 GiB\), the oldest for 21d/,
      /\nSCORE {2}[^\n]*71 of 85/,
      /\nNOT COUNTED {2}2 findings\n/,
    ]
  ) assert.match(text, words);
});

Deno.test("renderText() keeps to 78 columns, or to the width it is given", () => {
  for (const width of [78, 50, 120]) {
    for (const line of renderText(LOUD, { width }).split("\n")) assert.ok(line.length <= width, line);
  }
});

Deno.test("renderText() colours states alone, and only when told to", () => {
  assert.equal(renderText(LOUD).includes("\x1b"), false);
  const colored = renderText(LOUD, { color: true });
  assert.ok(colored.startsWith("\x1b[1;31mCRITICAL\x1b[0m: 1 critical"));
  assert.ok(colored.includes("  \x1b[1;33mWARNING\x1b[0m  server web-01"));
  // deno-lint-ignore no-control-regex
  assert.equal(colored.replace(/\x1b\[[\d;]+m/g, ""), renderText(LOUD));
});

Deno.test("renderText() lets no check bury the others", () => {
  const findings = Array.from({ length: 25 }, (_, index) => finding("warning", `server ${index} is broken`));
  const text = renderText({ ...LOUD, findings });
  assert.ok(text.includes("\n           and 5 more [server-error]\n"));
  assert.equal(text.match(/is broken/g)?.length, 20);
});

Deno.test("renderJson() gives the model", () => {
  assert.deepEqual(JSON.parse(renderJson(LOUD)), LOUD);
  assert.ok(renderJson(LOUD).endsWith("}\n"));
});

Deno.test("renderNagios() gives state, performance data and long output", () => {
  assert.equal(
    renderNagios(LOUD),
    [
      "CRITICAL: prod: 1 critical, 2 checks unknown, 1 warning, 1 of 6 checks ran, incomplete | 'critical'=1 " +
      "'warning'=1 'unknown'=2 'time'=0.84s 'requests'=9 'quota compute cores'=50%;80;95 " +
      "'certificate a_b__c_'=40.5;30:;14: 'login'=0.2s;1",
      "CRITICAL: server db-01 has been in ERROR for 2d 1h: No valid host was found / 3 were asked [server-error]",
      "WARNING: server web-01 has been in ERROR for 5m [server-error]",
      "UNKNOWN: volume-error: volumes: HTTP 503: The server is currently unavailable",
      "UNKNOWN: volume-stuck: volumes: HTTP 503: The server is currently unavailable",
      "",
    ].join("\n"),
  );
  assert.ok(renderNagios(BARE).startsWith("OK: prod: nothing found, 1 of 1 checks ran | "));
});

Deno.test("renderNagios() stays below 4 kB, whatever is found", () => {
  const findings = Array.from({ length: 500 }, (_, index) => finding("warning", `server ${index} is bröken`));
  const measures = Array.from({ length: 500 }, (_, index) => ({
    label: `quota ${index}`,
    value: index,
    unit: "%" as const,
  }));
  const checks = LOUD.checks.map((check) => ({ ...check, measures }));
  const text = renderNagios({ ...LOUD, findings, checks });
  assert.ok(new TextEncoder().encode(text).byteLength < 4096);
  const [first = ""] = text.split("\n");
  assert.ok(first.includes("'quota 0'=0%"));
  const shown = text.match(/is bröken/g)?.length ?? 0;
  assert.ok(shown > 10);
  assert.ok(text.includes(`and ${500 - shown + 2} more`), "the two unknown checks count too");
});

Deno.test("every format ends with a newline and is known by name", () => {
  for (const [name, { render, extension }] of Object.entries(RENDERERS)) {
    assert.ok(isReportFormat(name));
    assert.ok(render(LOUD).endsWith("\n"));
    assert.match(extension, /^[a-z]+$/);
  }
  assert.equal(isReportFormat("toString"), false);
});

Deno.test("wrap() keeps a word that is longer than a line", () => {
  assert.deepEqual(wrap("a bb ccccccccc d", { width: 5, hang: 1 }), ["a bb", " ccccccccc", " d"]);
});
