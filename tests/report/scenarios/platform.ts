import type { DemoChange } from "../../../src/demo/change.ts";
import { CHECKS } from "../../../src/health/mod.ts";
import type { RunOptions } from "../../../src/health/run.ts";
import { OpenStackError } from "../../../src/openstack/errors.ts";
import { listServers } from "../../../src/openstack/compute/operations.ts";
import { earlier } from "../earlier_run.ts";
import { ago, type Scenario } from "../scenario.ts";

const HOUR_MS = 3_600_000;

function ranges(remembered: Readonly<Record<string, string>>): Partial<RunOptions> {
  return earlier({ checks: { "api-version": { remembered: { versions: remembered }, sightings: {} } } });
}

/** Earlier answers of Nova, all of them so fast. */
function answers(seconds: number, runs: number): Partial<RunOptions> {
  const samples = Array.from({ length: runs }, (_, index) => ({
    at: Date.now() - (runs - index) * HOUR_MS,
    value: seconds,
  }));
  return {
    ...earlier({ series: { "api-reach/compute latency": samples } }),
    thresholds: { "api-latency-trend": { floor_seconds: 0.2 } },
  };
}

/** The object store behind another address, which nobody has to reach. */
function endpoint(url: string): DemoChange {
  return {
    service: "identity",
    collection: "endpoints",
    where: { id: "b0455afece9943a09bbc8da84c308a77" },
    set: { url },
  };
}

const SECURE = { changes: [endpoint("https://objects.cloud.example/v1/AUTH_%(project_id)s")] };

function certificate(validTo: string, error?: string): Partial<RunOptions> {
  return {
    peerCertificate: () =>
      Promise.resolve({
        validFrom: ago({ days: 300 }),
        validTo,
        subject: "objects.cloud.example",
        issuer: "Example CA",
        trusted: error === undefined,
        ...(error === undefined ? {} : { error }),
      }),
  };
}

const GOOD = certificate(ago({ days: -31 }));
const ENDPOINT = "objects.cloud.example:443";

/** A check that sends a few requests and finds nothing. */
const COMPANION = "nova-forced-down";

/** A check of which it is pretended that it needs a Nova of the future. */
function demanding(requires: string): Partial<RunOptions> {
  const registry = CHECKS.filter(({ id }) => id === "api-version" || id === COMPANION).map((check) =>
    check.id === COMPANION ? { ...check, operations: [{ ...listServers, requires }] } : check
  );
  return { registry, checks: ["api-version", COMPANION] };
}

/** All that Nova knows of a server whose cell is down. */
const partialServer: DemoChange = {
  service: "compute",
  collection: "servers",
  add: {
    id: "0ddba11c-0000-4000-8000-000000000001",
    status: "UNKNOWN",
    tenant_id: "e42ad6510a4d4d65aeaf37ae950f644d",
    created: ago({ days: 1 }),
  },
};

/** Scenarios of the checks of the platform. */
export const platformScenarios: readonly Scenario[] = [
  { check: "api-auth", outcome: "ok" },
  {
    check: "api-auth",
    outcome: "warning",
    run: {
      issueToken: () => new Promise<void>((resolve) => setTimeout(resolve, 30)),
      thresholds: { "api-auth": { warning_seconds: 0.02 } },
    },
    finds: ["identity"],
    says: "s to issue a token",
  },
  {
    check: "api-auth",
    outcome: "critical",
    run: {
      issueToken: () =>
        Promise.reject(new OpenStackError({ what: "log in", reason: "unavailable", detail: "HTTP 503" })),
    },
    finds: ["identity"],
    says: "issued no token",
  },

  { check: "api-reach", outcome: "ok", as: "alice" },
  {
    check: "api-reach",
    outcome: "warning",
    as: "alice",
    demo: { faults: [{ service: "image", kind: "latency", ms: 300 }] },
    run: { thresholds: { "api-reach": { warning_seconds: 0.25 } } },
    finds: ["image"],
  },
  {
    check: "api-reach",
    outcome: "warning",
    when: "a web page answers",
    as: "alice",
    demo: { faults: [{ service: "image", kind: "html", status: 200 }] },
    finds: ["image"],
    says: "does not answer like such a service",
  },
  {
    check: "api-reach",
    outcome: "critical",
    as: "alice",
    demo: { faults: [{ service: "image", kind: "status", status: 503 }] },
    finds: ["image"],
    says: "HTTP 503",
  },

  {
    check: "api-latency-trend",
    outcome: "ok",
    when: "slower, but fast enough",
    as: "alice",
    run: answers(0.0001, 5),
  },
  {
    check: "api-latency-trend",
    outcome: "warning",
    as: "alice",
    demo: { faults: [{ service: "compute", kind: "latency", ms: 300 }] },
    run: answers(0.14, 5),
    finds: ["compute"],
    says: "times its usual 0.14 s",
  },
  {
    check: "api-latency-trend",
    outcome: "critical",
    as: "alice",
    demo: { faults: [{ service: "compute", kind: "latency", ms: 300 }] },
    run: answers(0.05, 5),
    finds: ["compute"],
  },
  {
    check: "api-latency-trend",
    outcome: "not applicable",
    when: "too few runs",
    as: "alice",
    run: answers(0.05, 4),
    says: "has not yet measured 5 times",
  },
  { check: "api-latency-trend", outcome: "not applicable", when: "no memory", as: "alice" },

  { check: "api-cert-expiry", outcome: "ok", as: "alice", demo: SECURE, run: GOOD },
  {
    check: "api-cert-expiry",
    outcome: "warning",
    as: "alice",
    demo: SECURE,
    run: certificate(ago({ days: -29 })),
    finds: [ENDPOINT],
    says: "ends in 28d",
  },
  {
    check: "api-cert-expiry",
    outcome: "critical",
    as: "alice",
    demo: SECURE,
    run: certificate(ago({ hours: 2 })),
    finds: [ENDPOINT],
    says: "ended 2h",
  },
  { check: "api-cert-expiry", outcome: "not applicable", as: "alice", says: "no endpoint speaks TLS" },

  { check: "api-cert-trust", outcome: "ok", as: "alice", demo: SECURE, run: GOOD },
  {
    check: "api-cert-trust",
    outcome: "warning",
    as: "alice",
    demo: { changes: [endpoint("http://objects.cloud.example/v1/AUTH_%(project_id)s")] },
    finds: ["plain http"],
    says: "in clear to object-store",
  },
  {
    check: "api-cert-trust",
    outcome: "critical",
    as: "alice",
    demo: SECURE,
    run: certificate(ago({ days: -90 }), "it is signed by itself"),
    finds: [ENDPOINT],
    says: "it is signed by itself",
  },

  { check: "api-catalog", outcome: "ok", as: "alice" },
  {
    check: "api-catalog",
    outcome: "warning",
    as: "alice",
    demo: { changes: [endpoint("not an address")] },
    finds: ["object-store"],
  },
  {
    check: "api-catalog",
    outcome: "warning",
    when: "a region has less",
    as: "alice",
    demo: {
      changes: [{
        service: "identity",
        collection: "endpoints",
        where: { id: "b6de8a01c44941e28d9d6c3ea813befd" },
        add: { id: "0ddba11c000040008000000000000001", region: "RegionTwo", region_id: "RegionTwo" },
      }],
    },
    finds: ["compute", "image", "network"],
    says: "the catalog has no image service in region RegionTwo",
  },
  {
    check: "api-catalog",
    outcome: "critical",
    as: "alice",
    demo: { without: ["image"] },
    finds: ["image"],
    says: "the catalog has no image service",
  },

  { check: "api-version", outcome: "ok", as: "alice" },
  {
    check: "api-version",
    outcome: "ok",
    when: "nothing has changed",
    as: "alice",
    run: ranges({ compute: "microversions 2.1 to 2.93" }),
  },
  {
    check: "api-version",
    outcome: "warning",
    when: "it changed since the run before",
    as: "alice",
    run: ranges({ compute: "microversions 2.1 to 2.90", placement: "microversions 1.0 to 1.39" }),
    finds: ["compute"],
    says: "compute offers microversions 2.1 to 2.93; in the run before it offered microversions 2.1 to 2.90",
  },
  {
    check: "api-version",
    outcome: "critical",
    run: demanding("2.200"),
    finds: ["compute"],
    says: "checks need 2.200",
  },

  { check: "api-clock", outcome: "ok", as: "alice", run: { now: () => Date.now() + 3000 } },
  {
    check: "api-clock",
    outcome: "warning",
    as: "alice",
    run: { now: () => Date.now() + 10_000 },
    finds: ["this machine"],
    says: "ahead",
  },
  {
    check: "api-clock",
    outcome: "critical",
    as: "alice",
    run: { now: () => Date.now() - 70_000 },
    finds: ["this machine"],
    says: "behind",
  },

  { check: "api-errors", outcome: "ok", run: { checks: ["api-errors", COMPANION] } },
  {
    check: "api-errors",
    outcome: "warning",
    demo: { faults: [{ service: "compute", path: "os-services", kind: "status", status: 503, times: 1 }] },
    run: { checks: ["api-errors", COMPANION] },
    finds: ["compute"],
  },
  {
    check: "api-errors",
    outcome: "critical",
    demo: { faults: [{ service: "compute", path: "os-services", kind: "status", status: 503 }] },
    run: { checks: ["api-errors", COMPANION] },
    finds: ["compute"],
  },

  { check: "api-partial", outcome: "ok" },
  {
    check: "api-partial",
    outcome: "critical",
    as: "alice",
    demo: { changes: [partialServer] },
    finds: ["servers"],
    says: "in a cell that does not answer",
  },
  {
    check: "api-partial",
    outcome: "critical",
    when: "its services are unknown",
    demo: {
      changes: [{
        service: "compute",
        collection: "services",
        add: { binary: "nova-compute", host: "cmp-09", status: "UNKNOWN" },
      }],
    },
    finds: ["compute services"],
  },

  { check: "token-ttl", outcome: "ok", as: "alice" },
  {
    check: "token-ttl",
    outcome: "warning",
    as: "alice",
    demo: { tokenTtlSeconds: 590 },
    finds: ["identity"],
    says: "9m",
  },
];
