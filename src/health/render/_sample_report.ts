/** A report that holds everything a report can hold, for the tests of the renderers.
 *
 * @module
 */
import type { CheckResult, Finding, Report, Severity, Trend } from "../report.ts";

/** A name that tries to be markup, a table, a formula, a line of its own and something else to the eye. */
export const HOSTILE = `=1+1"<script>alert('x')</script>|a,b;\n\u202Etxt.exe\u0007`;

const MEMBER = "compute services: not permitted: Policy doesn't allow os_compute_api:os-services";

/** A finding; what matters to a test is given. */
export function sampleFinding(given: Partial<Finding> & { readonly check: string }): Finding {
  const resource = given.resource ?? { kind: "server", id: "srv-1", name: "web-01" };
  return {
    key: `${given.check}/${resource.id}`,
    area: "instances",
    severity: "warning",
    text: `${resource.kind} ${resource.name} is not as it should be`,
    evidence: { status: "ERROR" },
    remedy: "Look at it.",
    ...given,
    resource,
  };
}

const FINDINGS: readonly Finding[] = [
  sampleFinding({
    check: "nova-service-down",
    area: "compute",
    place: "prod/RegionOne",
    severity: "critical",
    text: "service nova-compute on cmp-02 has been down for 3h 12m",
    resource: { kind: "service", id: "svc-7", name: "nova-compute", zone: "az1", host: "cmp-02" },
    since: "2026-11-21T08:48:00Z",
    evidence: {
      state: "down",
      status: "enabled",
      updated_at: "2026-11-21T08:48:00Z",
      hosts: ["cmp-02", "cmp-03"],
    },
    remedy: "Look at the service's log on its host, and at the message queue.",
    next: "openstack compute service list --host cmp-02",
    change: "new",
    first_seen: "2026-11-21T12:00:00Z",
  }),
  sampleFinding({
    check: "server-error",
    place: "prod/RegionOne",
    severity: "critical",
    text: `server ${HOSTILE} has been in ERROR for 2d 1h: No valid host was found | 3 were asked`,
    resource: {
      kind: "server",
      id: "srv-2",
      name: HOSTILE,
      project: "e42ad6510a4d4d65aeaf37ae950f644d",
      project_name: "acme",
      zone: "az1",
    },
    since: "2026-11-19T11:00:00Z",
    since_first_seen: true,
    evidence: { status: "ERROR", fault: `@${HOSTILE}`, attempts: 3, locked: false },
    remedy: "Read the fault; rebuild or delete the server.",
    next: "openstack server show srv-2",
    change: "worse",
    first_seen: "2026-11-19T11:00:00Z",
  }),
  sampleFinding({
    check: "sg-world-ssh",
    area: "network",
    topic: "exposure",
    place: "prod/RegionTwo",
    text: "security group web lets the world in to 22",
    resource: {
      kind: "security group",
      id: "sg-1",
      name: "web",
      project: "e42ad6510a4d4d65aeaf37ae950f644d",
    },
    evidence: { ports: ["22"], exposure: "reachable" },
    remedy: "Let in only the addresses that need it, or a bastion's group.",
    next: "openstack security group rule list sg-1",
    change: "unchanged",
    first_seen: "2026-11-01T12:00:00Z",
  }),
  sampleFinding({
    check: "volume-unattached",
    area: "storage",
    topic: "leaks",
    place: "prod/RegionOne",
    text: "volume db-data (20 GiB) has been unattached for 21d",
    resource: { kind: "volume", id: "vol-1", name: "db-data", zone: "nova" },
    since: "2026-10-31T12:00:00Z",
    evidence: { status: "available", size: 20 },
    remedy: "Delete it if nobody needs it.",
    change: "better",
    first_seen: "2026-11-10T12:00:00Z",
  }),
  sampleFinding({
    check: "image-unused",
    area: "image",
    severity: "info",
    text: "image old-base has not been used by any server",
    resource: { kind: "image", id: "img-1", name: "old-base" },
    evidence: { size_gib: 2.5 },
  }),
  sampleFinding({
    check: "server-error",
    place: "prod/RegionOne",
    severity: "critical",
    text: "server lab-03 has been in ERROR for 40d",
    resource: { kind: "server", id: "srv-3", name: "lab-03" },
    muted: { why: "acknowledged", reason: "the lab is rebuilt in December", until: "2026-12-24T00:00:00Z" },
  }),
  sampleFinding({
    check: "port-down",
    area: "network",
    place: "prod/RegionTwo",
    text: "port vip-1 has been DOWN for 10m",
    resource: { kind: "port", id: "port-1", name: "vip-1" },
    muted: { why: "unconfirmed", reason: "seen in 1 of the 3 runs in a row that it takes" },
  }),
];

const CHECKS: readonly CheckResult[] = [
  {
    id: "api-latency",
    area: "platform",
    title: "Services that answer slowly",
    state: "ok",
    findings: 0,
    measures: [
      { label: "identity latency", value: 0.024, unit: "s", warning: 1 },
      { label: "compute latency", value: 241, unit: "ms", warning: 1000, critical: 5000 },
    ],
  },
  {
    id: "api-cert-expiry",
    area: "platform",
    title: "Certificates that end soon",
    state: "ok",
    findings: 0,
    measures: [
      {
        label: "certificate of keystone.example.org",
        value: 40.5,
        unit: "d",
        warning: 30,
        critical: 14,
        below: true,
      },
      { label: `certificate of ${HOSTILE}`, value: 9, unit: "d", warning: 30, critical: 14, below: true },
    ],
  },
  {
    id: "nova-service-down",
    area: "compute",
    place: "prod/RegionOne",
    title: "Compute services that are down",
    state: "critical",
    findings: 1,
  },
  {
    id: "nova-service-down",
    area: "compute",
    place: "prod/RegionTwo",
    title: "Compute services that are down",
    state: "not permitted",
    reason: MEMBER,
    findings: 0,
  },
  {
    id: "nova-heartbeat",
    area: "compute",
    place: "prod/RegionTwo",
    title: "Heartbeats that are late",
    state: "not permitted",
    reason: MEMBER,
    findings: 0,
  },
  {
    id: "server-error",
    area: "instances",
    place: "prod/RegionOne",
    title: "Servers in ERROR",
    state: "critical",
    findings: 1,
    measures: [{ label: "servers in ERROR", value: 1, unit: "" }],
  },
  {
    id: "sg-world-ssh",
    area: "network",
    topic: "exposure",
    place: "prod/RegionTwo",
    title: "Security groups that let the world in to SSH",
    state: "warning",
    findings: 1,
  },
  {
    id: "port-down",
    area: "network",
    place: "prod/RegionTwo",
    title: "Ports that are down",
    state: "ok",
    findings: 0,
  },
  {
    id: "volume-unattached",
    area: "storage",
    topic: "leaks",
    place: "prod/RegionOne",
    title: "Volumes without a server",
    state: "warning",
    findings: 1,
  },
  {
    id: "volume-error",
    area: "storage",
    place: "prod/RegionTwo",
    title: "Volumes in an error state",
    state: "unknown",
    reason: "volumes: HTTP 503: The server is currently unavailable",
    request_id: "req-1",
    findings: 0,
    unavailable: [{
      what: "volumes",
      state: "unknown",
      reason: "HTTP 503",
      service: "block-storage",
      status: 503,
    }],
  },
  {
    id: "quota",
    area: "quota",
    topic: "capacity",
    title: "Quota that is nearly used up",
    state: "ok",
    findings: 0,
    measures: [{ label: "quota compute cores", value: 50, unit: "%", warning: 80, critical: 95 }],
  },
  { id: "image-unused", area: "image", title: "Images that nobody uses", state: "ok", findings: 1 },
  {
    id: "lb-operating",
    area: "load_balancer",
    title: "Load balancers that do not work",
    state: "not applicable",
    reason: "the catalog has no load-balancer service",
    findings: 0,
  },
];

const DAY_MS = 86_400_000;
const NOON = Date.parse("2026-11-21T12:00:00Z");

function trend(label: string, unit: Trend["unit"], values: readonly number[]): Trend {
  return {
    label,
    unit,
    points: values.map((value, index) =>
      [
        new Date(NOON - (values.length - 1 - index) * DAY_MS).toISOString().replace(".000Z", "Z"),
        value,
      ] as const
    ),
    place: "prod/RegionOne",
  };
}

/** Everything at once. */
export const SAMPLE: Report = {
  schema: "openstack-mcp/report/1",
  tool: { name: "openstack-mcp", version: "1.2.3" },
  cloud: "prod",
  scope: { text: "all projects, regions RegionOne and RegionTwo", all_projects: true },
  generated_at: "2026-11-21T12:00:00Z",
  duration_ms: 8400,
  state: "CRITICAL",
  areas: [
    { area: "platform", state: "OK", ran: 2, of: 2, findings: 0 },
    { area: "compute", state: "CRITICAL", ran: 1, of: 3, findings: 1 },
    { area: "instances", state: "CRITICAL", ran: 1, of: 1, findings: 1 },
    { area: "network", state: "WARNING", ran: 2, of: 2, findings: 1 },
    { area: "storage", state: "UNKNOWN", ran: 1, of: 2, findings: 1 },
    { area: "image", state: "OK", ran: 1, of: 1, findings: 1 },
    { area: "load_balancer", state: "NOT CHECKED", ran: 0, of: 1, findings: 0 },
    { area: "quota", state: "OK", ran: 1, of: 1, findings: 0 },
  ],
  checks: CHECKS,
  findings: FINDINGS,
  coverage: { ran: 9, of: 13, not_permitted: 2, not_applicable: 1, unknown: 1 },
  requests: {
    total: 161,
    retries: 2,
    faults: 3,
    by_service: { "block-storage": 23, "compute": 138 },
    slowest: [{ what: "block-storage.volumes.list", service: "block-storage", ms: 1234 }],
  },
  stocks: [
    {
      group: "compute",
      name: "VCPU in zone az1",
      used: 172,
      total: 192,
      unit: "cores",
      percent: 89.6,
      warning_percent: 80,
      critical_percent: 90,
      place: "prod/RegionOne",
      forecast: { full_on: "2026-12-09", basis: "+1.1 cores a day, median of 20 days within 21" },
    },
    {
      group: "compute",
      name: "MEMORY_MB in zone az1",
      used: 65_536,
      total: 262_144,
      unit: "MiB",
      percent: 25,
      warning_percent: 80,
      critical_percent: 90,
      place: "prod/RegionOne",
    },
    {
      group: "addresses",
      name: "public",
      used: 253,
      total: 253,
      unit: "addresses",
      percent: 100,
      warning_percent: 80,
      critical_percent: 95,
      place: "prod/RegionTwo",
    },
    {
      group: "storage",
      name: "pool ctl-01@ssd#ssd",
      used: 1200.5,
      total: 4000,
      unit: "GiB",
      percent: 30,
      place: "prod/RegionOne",
    },
    {
      group: "quota",
      name: "compute instances",
      used: 17,
      total: 18,
      unit: "",
      percent: 94.4,
      warning_percent: 80,
      critical_percent: 95,
      place: "prod/RegionOne",
    },
    { group: "quota", name: "network port", used: 19, unit: "", place: "prod/RegionOne" },
  ],
  holdings: [
    {
      what: "volumes without a server",
      count: 3,
      oldest: "2026-10-31T12:00:00Z",
      holds: { size_gib: 61 },
      place: "prod/RegionOne",
    },
    { what: "floating IPs without a port", count: 2, holds: {}, place: "prod/RegionTwo" },
  ],
  scores: [{
    points: 71,
    of: 85,
    parts: [
      { part: "services", points: 20, of: 30, why: "1 of 14 compute services is down" },
      { part: "instances", points: 51, of: 55, why: "1 of 40 servers is in ERROR" },
    ],
    not_scored: [{ part: "storage", why: "volumes: HTTP 503" }],
    rule: "Each part gives its points times the share of what works.",
    place: "prod/RegionOne",
  }],
  changes: {
    since: "2026-11-21T11:00:00Z",
    new: 1,
    worse: 1,
    better: 1,
    unchanged: 1,
    newly_unknown: ["volume-error"],
    resolved: [{
      key: "server-build-stuck/srv-9",
      check: "server-build-stuck",
      severity: "critical",
      text: "server batch-09 has been in BUILD for 3h",
      first_seen: "2026-11-21T09:00:00Z",
      last_seen: "2026-11-21T11:00:00Z",
      place: "prod/RegionOne",
    }],
  },
  trends: [
    trend("compute latency", "s", [0.21, 0.2, 0.22, 0.8, 0.24, 0.23, 0.25, 0.241]),
    trend("VCPU in zone az1", "%", [70, 72.5, 75, 78, 80.5, 84, 87, 89.6]),
    trend("login", "s", [0.2]),
  ],
  places: [
    {
      place: "prod/RegionOne",
      state: "CRITICAL",
      scope: "all projects",
      coverage: { ran: 7, of: 7, not_permitted: 0, not_applicable: 0, unknown: 0 },
      requests: 101,
      duration_ms: 8100,
    },
    {
      place: "prod/RegionTwo",
      state: "UNKNOWN",
      scope: "all projects",
      coverage: { ran: 2, of: 6, not_permitted: 2, not_applicable: 1, unknown: 1 },
      requests: 60,
      duration_ms: 8400,
      incomplete: "the deadline of 60 s ended the run",
    },
    {
      place: "edge",
      state: "UNKNOWN",
      scope: "",
      coverage: { ran: 0, of: 0, not_permitted: 0, not_applicable: 0, unknown: 0 },
      requests: 0,
      duration_ms: 12,
      error: "login failed: HTTP 401",
    },
  ],
  incomplete: "prod/RegionTwo: the deadline of 60 s ended the run; edge: no report: login failed: HTTP 401",
};

/** Nothing but the members that are always there. */
export const BARE: Report = {
  schema: "openstack-mcp/report/1",
  tool: { name: "openstack-mcp", version: "1.2.3" },
  cloud: "prod",
  scope: { text: "project acme, region RegionOne", all_projects: false },
  generated_at: "2026-11-21T12:00:00Z",
  duration_ms: 840,
  state: "OK",
  areas: [{ area: "image", state: "OK", ran: 1, of: 1, findings: 0 }],
  checks: [{
    id: "image-stuck",
    area: "image",
    title: "Images that do not get ready",
    state: "ok",
    findings: 0,
  }],
  findings: [],
  stocks: [],
  holdings: [],
  coverage: { ran: 1, of: 1, not_permitted: 0, not_applicable: 0, unknown: 0 },
  requests: { total: 1, retries: 0, faults: 0, by_service: { image: 1 }, slowest: [] },
};

const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];

/** {@linkcode SAMPLE} with so many findings. */
export function crowdedReport(count: number): Report {
  const findings = Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(5, "0");
    return sampleFinding({
      check: "server-error",
      severity: SEVERITIES[Math.floor(3 * index / count)] ?? "info",
      text: `server app-${number} has been in ERROR for ${index}d`,
      resource: {
        kind: "server",
        id: `0000-${number}`,
        name: `app-${number}`,
        project: "e42ad6510a4d4d65aeaf37ae950f644d",
        zone: "az1",
      },
      since: "2026-11-20T12:00:00Z",
      next: `openstack server show 0000-${number}`,
    });
  });
  return { ...SAMPLE, findings };
}
