import assert from "node:assert/strict";
import {
  ago,
  entry,
  failure,
  type FakeAnswers,
  FakeCloud,
  type FakeOptions,
  NOW,
  zoneless,
} from "../_fake_cloud.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listServers } from "../../openstack/compute/operations.ts";
import { type RunOptions, runReport } from "../run.ts";
import type { Report } from "../report.ts";
import { CHECKS } from "./mod.ts";

/** A state of the cloud and what a check says to it. */
interface Case extends FakeOptions {
  readonly run?: Partial<RunOptions>;
  /** The keys of the findings without the check's id, in order. */
  readonly finds: readonly string[];
  /** What one of the texts holds. */
  readonly says?: string;
}

/** The cases of a check: at least one in which it finds something, and one that comes close to it. */
interface Cases {
  readonly warning?: Case;
  readonly critical?: Case;
  /** Nearly the same, and all right. */
  readonly ok: Omit<Case, "finds" | "says">;
  /** Where the question does not arise; or is not seen by this login. */
  readonly skipped?: Omit<Case, "finds">;
}

async function report(id: string, { run, ...fake }: Partial<Case>): Promise<Report> {
  const cloud = new FakeCloud(fake);
  return await runReport({
    cloud,
    tool: { name: "openstack-mcp", version: "1.2.3" },
    now: () => NOW,
    checks: [id],
    issueToken: () => Promise.resolve(),
    peerCertificate: () => Promise.resolve(CERTIFICATE),
    ...run,
  });
}

const CERTIFICATE = {
  validFrom: ago({ days: 30 }),
  validTo: ago({ days: -60 }),
  subject: "cloud.example",
  issuer: "Example CA",
  trusted: true,
};

function certificate(changes: Partial<typeof CERTIFICATE> & { error?: string }): Partial<RunOptions> {
  return { peerCertificate: () => Promise.resolve({ ...CERTIFICATE, ...changes }) };
}

function servers(...given: Record<string, unknown>[]): FakeAnswers {
  return {
    "compute.servers.list": given.map((server, index) => ({
      id: `s${index}`,
      name: `web-0${index}`,
      tenant_id: "acme-id",
      created: ago({ days: 400 }),
      addresses: { acme: [{ addr: "10.0.0.1", "OS-EXT-IPS:type": "fixed" }] },
      ...server,
    })),
  };
}

const TASK = "OS-EXT-STS:task_state";
const POWER = "OS-EXT-STS:power_state";

function services(...given: Record<string, unknown>[]): FakeAnswers {
  return {
    "compute.services.list": given.map((service, index) => ({
      id: `n${index}`,
      binary: "nova-compute",
      host: `cmp-0${index}`,
      zone: "nova",
      status: "enabled",
      state: "up",
      updated_at: zoneless({ seconds: 5 }),
      ...service,
    })),
  };
}

function volumeServices(...given: Record<string, unknown>[]): FakeAnswers {
  return {
    "block-storage.services.list": given.map((service, index) => ({
      binary: "cinder-volume",
      host: `sto-0${index}`,
      status: "enabled",
      state: "up",
      updated_at: zoneless({ seconds: 5 }),
      ...service,
    })),
  };
}

function agents(...given: Record<string, unknown>[]): FakeAnswers {
  return {
    "network.agents.list": given.map((agent, index) => ({
      id: `a${index}`,
      agent_type: "Open vSwitch agent",
      host: `cmp-0${index}`,
      alive: true,
      admin_state_up: true,
      heartbeat_timestamp: ago({ seconds: 5 }).replace("T", " ").replace("Z", ""),
      ...agent,
    })),
  };
}

function twoHosts(total: number): FakeAnswers {
  return {
    ...services({}, {}),
    "compute.hypervisors.list": [
      { id: "h0", hypervisor_hostname: "cmp-00", service: { host: "cmp-00" } },
      { id: "h1", hypervisor_hostname: "cmp-01", service: { host: "cmp-01" } },
    ],
    "placement.resource_providers.list": [{ uuid: "h0", name: "cmp-00" }, { uuid: "h1", name: "cmp-01" }],
    "placement.inventories.list": { inventories: { VCPU: { total, reserved: 0, allocation_ratio: 1 } } },
    "placement.usages.list": { usages: { VCPU: 1 } },
  };
}

function provider(used: number, inventory: Record<string, unknown>): FakeAnswers {
  return {
    "placement.resource_providers.list": [{ uuid: "h1", name: "cmp-01" }],
    "placement.inventories.list": {
      inventories: { VCPU: { total: 10, reserved: 0, allocation_ratio: 1, ...inventory } },
    },
    "placement.usages.list": { usages: { VCPU: used } },
  };
}

function list(operation: string, ...items: Record<string, unknown>[]): FakeAnswers {
  return { [operation]: items.map((item, index) => ({ id: `i${index}`, name: `thing-${index}`, ...item })) };
}

/** A group with one rule, on a port that a floating IP leads to unless it is said otherwise. */
function group(rule: Record<string, unknown>, use: "reachable" | "used" | "unused" = "reachable") {
  return {
    "network.security_groups.list": [{
      id: "g1",
      name: "web",
      security_group_rules: [{ id: "r1", direction: "ingress", remote_ip_prefix: "0.0.0.0/0", ...rule }],
    }],
    "network.ports.list": use === "unused" ? [] : [{ id: "p1", security_groups: ["g1"], fixed_ips: [{}] }],
    "network.floatingips.list": use === "reachable" ? [{ id: "f1", port_id: "p1" }] : [],
  };
}

const TCP = { protocol: "tcp", port_range_min: 22, port_range_max: 22 };

const CASES: Readonly<Record<string, Cases>> = {
  "api-auth": {
    critical: {
      run: { issueToken: () => Promise.reject(failure(500)) },
      finds: ["identity"],
      says: "service identity issued no token: the service said 500",
    },
    ok: {},
  },
  "api-reach": {
    critical: { probes: { compute: { error: failure(503) } }, finds: ["compute"], says: "HTTP 503" },
    warning: { probes: { compute: { ms: 1001 } }, finds: ["compute"], says: "1.001 s" },
    ok: { probes: { compute: { ms: 1000 }, image: { error: failure(403) } } },
  },
  "api-cert-expiry": {
    critical: {
      run: certificate({ validTo: ago({ days: -13 }) }),
      finds: ["cloud.example:443"],
      says: "ends in 13d",
    },
    warning: { run: certificate({ validTo: ago({ days: -29 }) }), finds: ["cloud.example:443"] },
    ok: { run: certificate({ validTo: ago({ days: -31 }) }) },
    skipped: {
      entries: [entry("compute", "http://127.0.0.1:8774")],
      settings: {
        auth: {
          type: "v3password",
          authUrl: "http://127.0.0.1:5000/v3",
          user: {},
          password: "",
          scope: { kind: "system" },
        },
      },
    },
  },
  "api-cert-trust": {
    critical: {
      run: certificate({ trusted: false, error: "it is signed by itself" }),
      finds: ["cloud.example:443"],
      says: "it is signed by itself",
    },
    warning: {
      entries: [entry("compute", "http://cloud.example"), entry("image", "http://127.0.0.1:9292")],
      finds: ["http"],
      says: "in clear to compute",
    },
    ok: { entries: [entry("compute", "http://127.0.0.1:8774"), entry("image", "http://[::1]:9292")] },
  },
  "api-catalog": {
    critical: {
      session: {
        catalog: [{ type: "identity", endpoints: [] }, { type: "compute", endpoints: [] }, {
          type: "network",
          endpoints: [],
        }],
      },
      finds: ["image/missing"],
    },
    warning: {
      refused: [{
        service: "compute",
        reason: "unavailable",
        detail: "no public endpoint in region RegionOne",
      }],
      session: {
        catalog: ["identity", "image", "network", "compute", "volumev3", "block-storage"].map((
          type,
          index,
        ) => ({
          type,
          endpoints: [{ interface: "public", url: `https://cloud.example:${8000 + index}/v3` }],
        })),
      },
      finds: ["block-storage/public interface/addresses", "compute"],
    },
    ok: {
      session: {
        catalog: ["identity", "image", "network", "compute", "volumev3", "block-storage"].map((type) => ({
          type,
          endpoints: [{ interface: "public", url: `https://cloud.example/volume/v3/%(project_id)s` }],
        })),
      },
    },
  },
  "api-version": {
    warning: {
      versions: { compute: { min: "2.1", max: "2.90" } },
      finds: ["compute"],
      says: "microversion 2.90 at most; the oldest supported release has 2.93",
    },
    ok: { versions: { compute: { min: "2.1", max: "2.100" } } },
  },
  "api-clock": {
    critical: {
      probes: { compute: { ahead: 61 } },
      finds: ["compute"],
      says: "the clock of compute is 1m",
    },
    warning: {
      probes: Object.fromEntries(
        ["block-storage", "compute", "identity", "image", "network", "placement"].map((service) => [
          service,
          { ahead: -10 },
        ]),
      ),
      finds: ["here"],
      says: "the clock of this machine is 9s ahead",
    },
    ok: { probes: { compute: { ahead: 3 } } },
  },
  "api-errors": {
    critical: {
      faults: { compute: 3 },
      run: { checks: ["api-errors", "server-rescue"] },
      finds: ["compute"],
    },
    warning: {
      faults: { compute: 1 },
      run: { checks: ["api-errors", "server-rescue"] },
      finds: ["compute"],
      says: "1 of 1 requests to compute failed",
    },
    ok: { run: { checks: ["api-errors", "server-rescue"] } },
  },
  "api-partial": {
    critical: {
      answers: { "compute.servers.list": [{ id: "s1", status: "UNKNOWN", tenant_id: "acme-id" }] },
      finds: ["servers"],
      says: "list of servers: 1 of 1 are in a cell",
    },
    ok: { answers: servers({ status: "UNKNOWN" }) },
  },
  "token-ttl": {
    warning: { session: { expiresAt: ago({ minutes: -9 }) }, finds: ["identity"], says: "9m" },
    ok: { session: { expiresAt: ago({ minutes: -10 }) } },
  },
  "nova-service-down": {
    critical: {
      answers: services(
        { binary: "nova-scheduler", host: "ctl-01", state: "down", updated_at: zoneless({ minutes: 6 }) },
        { binary: "nova-scheduler", host: "ctl-02" },
      ),
      finds: ["n0"],
      says: "nova-scheduler on ctl-01 has been down for 6m",
    },
    warning: {
      answers: services({}, { state: "down", updated_at: zoneless({ minutes: 16 }) }),
      finds: ["n1"],
    },
    ok: {
      answers: services(
        {},
        { state: "down", updated_at: zoneless({ minutes: 14 }) },
        { state: "down", status: "disabled", updated_at: zoneless({ days: 1 }) },
        { state: "down", forced_down: true, updated_at: zoneless({ days: 1 }) },
      ),
    },
  },
  "nova-service-disabled": {
    warning: {
      answers: services({ status: "disabled", disabled_reason: "memory is bad" }),
      finds: ["n0"],
      says: "for a time that is not known: memory is bad",
    },
    ok: { answers: services({}) },
  },
  "nova-forced-down": {
    warning: { answers: services({ forced_down: true }), finds: ["n0"] },
    ok: { answers: services({ forced_down: false }) },
  },
  "nova-heartbeat": {
    critical: {
      answers: services({ updated_at: zoneless({ seconds: 301 }) }),
      finds: ["n0"],
      says: "5m 1s ago",
    },
    warning: { answers: services({ updated_at: zoneless({ seconds: 61 }) }), finds: ["n0"] },
    ok: {
      answers: services({ updated_at: zoneless({ seconds: 59 }) }, {
        state: "down",
        updated_at: zoneless({ days: 1 }),
      }),
    },
  },
  "nova-hypervisor-down": {
    critical: {
      answers: {
        ...services({}, {}),
        ...list("compute.hypervisors.list", {
          hypervisor_hostname: "cmp-00",
          state: "down",
          status: "enabled",
          service: { host: "cmp-00" },
        }),
      },
      finds: ["i0", "n1"],
      says: "nova-compute on cmp-01 is up but has no hypervisor",
    },
    ok: {
      answers: {
        ...services({}),
        ...list("compute.hypervisors.list", { state: "up", status: "enabled", service: { host: "cmp-00" } }),
      },
    },
  },
  "nova-aggregate-alive": {
    critical: {
      answers: {
        ...services({}, { state: "down" }),
        ...list("compute.aggregates.list", { hosts: ["cmp-00", "cmp-01"] }),
      },
      finds: ["i0"],
      says: "has 1 of 2 hosts at work",
    },
    warning: {
      answers: {
        ...services({}, {}, { state: "down" }),
        ...list("compute.aggregates.list", { hosts: ["cmp-00", "cmp-01", "cmp-02"] }),
      },
      finds: ["i0"],
    },
    ok: {
      answers: { ...services({}), ...list("compute.aggregates.list", { hosts: ["cmp-00"] }, { hosts: [] }) },
    },
  },
  "placement-capacity": {
    critical: {
      answers: provider(17, { allocation_ratio: 2, reserved: 1 }),
      finds: ["cloud/VCPU"],
      says: "VCPU of the cloud is 94.4 % used: 17 of 18",
    },
    warning: { answers: provider(8, {}), finds: ["cloud/VCPU"] },
    ok: { answers: provider(7, {}) },
  },
  "placement-overcommit": {
    critical: { answers: provider(161, { allocation_ratio: 20 }), finds: ["h1"], says: "16.1 times" },
    warning: { answers: provider(41, { allocation_ratio: 20 }), finds: ["h1"] },
    ok: { answers: provider(40, { allocation_ratio: 20 }) },
  },
  "placement-survive-host": { ok: { answers: twoHosts(10) } },
  "placement-fragment": {
    ok: {
      answers: {
        ...twoHosts(10),
        ...list("compute.all_servers.list", {
          "OS-EXT-SRV-ATTR:host": "cmp-00",
          flavor: { original_name: "small", vcpus: 1, ram: 0 },
        }),
      },
    },
  },
  "nova-az-alive": { ok: { answers: services({}) } },
  "api-latency-trend": {
    ok: {
      run: {
        memory: {
          runs: 5,
          lastRun: NOW - 60_000,
          findings: {},
          unknown: [],
          checks: {},
          series: {
            "api-reach/compute latency": [5, 4, 3, 2, 1].map((minutes) => ({
              at: NOW - minutes * 60_000,
              value: 0.01,
            })),
          },
        },
      },
    },
  },
  "nova-migration-stuck": {
    critical: {
      answers: migrations("running", { status: "running", created_at: zoneless({ hours: 5 }) }),
      finds: ["i0"],
    },
    warning: {
      answers: migrations("preparing", { status: "preparing", created_at: zoneless({ hours: 2 }) }),
      finds: ["i0"],
      says: "migration of server s1 has been under way (preparing) for 2h",
    },
    ok: { answers: migrations("running", { status: "running", created_at: zoneless({ minutes: 59 }) }) },
  },
  "nova-migration-error": {
    critical: {
      answers: list(
        "compute.migrations.list",
        ...Array.from({ length: 6 }, () => ({
          status: "error",
          project_id: "acme-id",
          updated_at: zoneless({ hours: 1 }),
        })),
      ),
      finds: ["i0", "i1", "i2", "i3", "i4", "i5"],
    },
    warning: {
      answers: list("compute.migrations.list", { status: "failed", updated_at: zoneless({ hours: 1 }) }),
      finds: ["i0"],
    },
    ok: {
      answers: list(
        "compute.migrations.list",
        { status: "completed", updated_at: zoneless({ hours: 1 }) },
        { status: "error", updated_at: zoneless({ hours: 25 }) },
      ),
    },
  },
  "server-error": {
    critical: { answers: servers({ status: "ERROR", updated: ago({ hours: 25 }) }), finds: ["s0"] },
    warning: {
      answers: servers({ status: "ERROR", updated: ago({ hours: 23 }), fault: { message: "no host" } }),
      finds: ["s0"],
      says: "server web-00 has been in ERROR for 23h: no host",
    },
    ok: { answers: servers({ status: "ACTIVE", updated: ago({ hours: 25 }) }) },
  },
  "server-build-stuck": {
    critical: { answers: servers({ status: "BUILD", created: ago({ minutes: 61 }) }), finds: ["s0"] },
    warning: { answers: servers({ status: "BUILD", created: ago({ minutes: 16 }) }), finds: ["s0"] },
    ok: { answers: servers({ status: "BUILD", created: ago({ minutes: 14 }) }) },
  },
  "server-task-stuck": {
    critical: {
      answers: servers({ status: "ACTIVE", [TASK]: "rebooting", updated: ago({ minutes: 61 }) }),
      finds: ["s0"],
    },
    warning: {
      answers: servers({ status: "ACTIVE", [TASK]: "rebooting", updated: ago({ minutes: 31 }) }),
      finds: ["s0"],
      says: "at task rebooting for 31m",
    },
    ok: {
      answers: servers(
        { status: "ACTIVE", [TASK]: "rebooting", updated: ago({ minutes: 29 }) },
        { status: "BUILD", [TASK]: "spawning", updated: ago({ days: 1 }) },
        { status: "ACTIVE", [TASK]: "deleting", updated: ago({ days: 1 }) },
      ),
    },
  },
  "server-deleting-stuck": {
    critical: { answers: servers({ [TASK]: "deleting", updated: ago({ hours: 3 }) }), finds: ["s0"] },
    warning: { answers: servers({ [TASK]: "deleting", updated: ago({ minutes: 16 }) }), finds: ["s0"] },
    ok: { answers: servers({ [TASK]: "deleting", updated: ago({ minutes: 14 }) }) },
  },
  "server-power-mismatch": {
    warning: {
      answers: servers(
        { status: "ACTIVE", [POWER]: 4, updated: ago({ minutes: 11 }) },
        { status: "SHUTOFF", [POWER]: 1, updated: ago({ minutes: 11 }) },
      ),
      finds: ["s0", "s1"],
      says: "is ACTIVE but its power state is shutdown",
    },
    ok: {
      answers: servers(
        { status: "ACTIVE", [POWER]: 1, updated: ago({ days: 1 }) },
        { status: "SHUTOFF", [POWER]: 4, updated: ago({ days: 1 }) },
        { status: "ACTIVE", [POWER]: 4, [TASK]: "powering-on", updated: ago({ days: 1 }) },
        { status: "ACTIVE", [POWER]: 4, updated: ago({ minutes: 9 }) },
      ),
    },
  },
  "server-verify-resize": {
    critical: { answers: servers({ status: "VERIFY_RESIZE", updated: ago({ days: 8 }) }), finds: ["s0"] },
    warning: { answers: servers({ status: "VERIFY_RESIZE", updated: ago({ hours: 25 }) }), finds: ["s0"] },
    ok: { answers: servers({ status: "VERIFY_RESIZE", updated: ago({ hours: 23 }) }) },
  },
  "server-rescue": {
    warning: { answers: servers({ status: "RESCUE", updated: ago({ hours: 25 }) }), finds: ["s0"] },
    ok: { answers: servers({ status: "RESCUE", updated: ago({ hours: 23 }) }) },
  },
  "server-shutoff-old": {
    warning: { answers: servers({ status: "SHUTOFF", updated: ago({ days: 31 }) }), finds: ["s0"] },
    ok: { answers: servers({ status: "SHUTOFF", updated: ago({ days: 29 }) }) },
  },
  "server-paused-old": {
    warning: {
      answers: servers(
        { status: "PAUSED", updated: ago({ days: 15 }) },
        { status: "SUSPENDED", updated: ago({ days: 15 }) },
      ),
      finds: ["s0", "s1"],
    },
    ok: { answers: servers({ status: "PAUSED", updated: ago({ days: 13 }) }) },
  },
  "server-no-ip": {
    warning: {
      answers: {
        ...servers({ status: "ACTIVE", addresses: {}, updated: ago({ minutes: 11 }) }),
        "network.ports.list": [],
      },
      finds: ["s0"],
    },
    ok: {
      answers: {
        ...servers(
          { status: "ACTIVE", addresses: {}, updated: ago({ minutes: 11 }) },
          { status: "ACTIVE", addresses: undefined, updated: ago({ days: 1 }) },
          { status: "SHUTOFF", addresses: {}, updated: ago({ days: 1 }) },
        ),
        "network.ports.list": [{ id: "p1", device_id: "s0", fixed_ips: [{ ip_address: "10.0.0.9" }] }],
      },
    },
  },
  "neutron-agent-down": {
    critical: {
      answers: agents({
        agent_type: "L3 agent",
        alive: false,
        heartbeat_timestamp: zoneless({ minutes: 6 }),
      }),
      finds: ["a0"],
      says: "L3 agent on cmp-00 has been down for 6m; no other of its kind is up",
    },
    warning: {
      answers: agents({}, { alive: false, heartbeat_timestamp: zoneless({ minutes: 16 }) }),
      finds: ["a1"],
    },
    ok: {
      answers: agents(
        {},
        { alive: false, heartbeat_timestamp: zoneless({ minutes: 14 }) },
        { alive: false, admin_state_up: false, heartbeat_timestamp: zoneless({ days: 14 }) },
      ),
    },
  },
  "neutron-agent-disabled": {
    warning: { answers: agents({ admin_state_up: false }), finds: ["a0"] },
    ok: { answers: agents({ alive: false }) },
  },
  "net-no-dhcp": { ok: { answers: agents({ agent_type: "DHCP agent" }) } },
  "router-no-agent": { ok: { answers: agents({ agent_type: "L3 agent" }) } },
  "dns-service": {
    ok: {
      answers: list("dns.service_statuses.list", { status: "UP", heartbeated_at: ago({ seconds: 5 }) }),
    },
    skipped: {},
  },
  "ip-pool": { ok: { answers: list("network.networks.list", {}) }, skipped: {} },
  "port-binding-failed": {
    critical: {
      answers: list("network.ports.list", {
        "binding:vif_type": "binding_failed",
        "binding:host_id": "cmp-01",
      }),
      finds: ["i0"],
      says: "could not be bound on host cmp-01",
    },
    warning: {
      answers: list(
        "network.ports.list",
        { "binding:vif_type": "binding_failed" },
        ...Array.from({ length: 30 }, () => ({ "binding:vif_type": "ovs" })),
      ),
      finds: ["i0"],
    },
    ok: { answers: list("network.ports.list", { "binding:vif_type": "unbound" }) },
    skipped: { answers: list("network.ports.list", { status: "ACTIVE" }) },
  },
  "port-down": {
    critical: {
      answers: {
        ...servers({ status: "ACTIVE", updated: ago({ hours: 1 }) }),
        ...list("network.ports.list", ...Array.from({ length: 11 }, () => downPort(60))),
      },
      finds: Array.from({ length: 11 }, (_, index) => `i${index}`).sort(),
    },
    warning: {
      answers: {
        ...servers({ status: "ACTIVE", updated: ago({ hours: 1 }) }),
        ...list("network.ports.list", downPort(11)),
      },
      finds: ["i0"],
      says: "port thing-0 of server web-00 has been down for 11m",
    },
    ok: {
      answers: {
        ...servers({ status: "ACTIVE", updated: ago({ minutes: 9 }) }, { status: "SHUTOFF" }),
        ...list(
          "network.ports.list",
          downPort(60),
          { ...downPort(60), device_id: "s1" },
          { ...downPort(60), admin_state_up: false },
          { ...downPort(60), status: "ACTIVE" },
        ),
      },
    },
  },
  "fip-unused": {
    warning: {
      answers: list("network.floatingips.list", {
        floating_ip_address: "203.0.113.7",
        port_id: null,
        status: "DOWN",
        updated_at: ago({ days: 8 }),
      }),
      finds: ["i0"],
      says: "floating IP 203.0.113.7 has been unused for 8d",
    },
    ok: {
      answers: list(
        "network.floatingips.list",
        { port_id: null, updated_at: ago({ days: 6 }) },
        { port_id: "p1", updated_at: ago({ days: 8 }) },
        { port_id: null, port_forwardings: [{}], updated_at: ago({ days: 8 }) },
      ),
    },
  },
  "fip-down": {
    warning: {
      answers: {
        ...servers({ status: "SHUTOFF", updated: ago({ minutes: 20 }) }),
        "network.ports.list": [{ id: "p1", device_id: "s0" }],
        ...list(
          "network.floatingips.list",
          { port_id: "p1", status: "ACTIVE" },
          { port_id: "p2", status: "DOWN", updated_at: ago({ minutes: 16 }) },
        ),
      },
      finds: ["i0", "i1"],
      says: "floating IP i0 leads to server web-00, which has been SHUTOFF for 20m",
    },
    ok: {
      answers: {
        ...servers({ status: "SHUTOFF", updated: ago({ minutes: 14 }) }),
        "network.ports.list": [{ id: "p1", device_id: "s0" }],
        ...list(
          "network.floatingips.list",
          { port_id: "p1", status: "ACTIVE" },
          { port_id: null, status: "DOWN" },
          { port_id: "p3", status: "ACTIVE" },
        ),
      },
    },
  },
  "router-status": {
    warning: {
      answers: {
        ...list(
          "network.routers.list",
          { status: "ERROR", external_gateway_info: null },
          { status: "ACTIVE", external_gateway_info: null },
        ),
        "network.floatingips.list": [{ id: "f1", router_id: "i1", port_id: "p1" }],
      },
      finds: ["i0", "i1"],
      says: "router thing-1 has no gateway although 1 floating IP uses it",
    },
    ok: {
      answers: {
        ...list(
          "network.routers.list",
          { status: "ACTIVE", external_gateway_info: { network_id: "n1" } },
          { status: "ACTIVE", external_gateway_info: null },
        ),
        "network.floatingips.list": [{ id: "f1", router_id: "i0", port_id: "p1" }],
      },
    },
  },
  "sg-world-ssh": {
    critical: {
      answers: group(TCP),
      finds: ["g1"],
      says: "security group web lets the world in to 22: reachable through f1 (port p1)",
    },
    warning: { answers: group(TCP, "used"), finds: ["g1"] },
    ok: { answers: group({ ...TCP, remote_ip_prefix: "10.0.0.0/8" }) },
  },
  "sg-world-db": {
    critical: {
      answers: group({ protocol: "tcp", port_range_min: 5000, port_range_max: 6000 }, "used"),
      finds: ["g1"],
      says: "to 5432, 5984",
    },
    warning: {
      answers: group({ protocol: "6", port_range_min: 3306, port_range_max: 3306 }, "unused"),
      finds: ["g1"],
    },
    ok: { answers: group({ protocol: "tcp", port_range_min: 443, port_range_max: 443 }) },
  },
  "sg-world-all": {
    critical: { answers: group({ protocol: null }), finds: ["g1"] },
    warning: { answers: group({ protocol: "tcp", remote_ip_prefix: "::/0" }, "used"), finds: ["g1"] },
    ok: { answers: group({ protocol: "icmp" }) },
  },
  "cinder-service-down": {
    critical: {
      answers: volumeServices({ state: "down", updated_at: zoneless({ minutes: 6 }) }),
      finds: ["cinder-volume@sto-00"],
    },
    warning: {
      answers: volumeServices({}, { state: "down", updated_at: zoneless({ minutes: 16 }) }),
      finds: ["cinder-volume@sto-01"],
    },
    ok: {
      answers: volumeServices({}, { state: "down", status: "disabled", updated_at: zoneless({ days: 1 }) }),
    },
  },
  "cinder-service-disabled": {
    warning: { answers: volumeServices({ status: "disabled" }), finds: ["cinder-volume@sto-00"] },
    ok: { answers: volumeServices({ state: "down" }) },
  },
  "cinder-pool": {
    critical: {
      answers: pool({ total_capacity_gb: 100, free_capacity_gb: 9 }),
      finds: ["sto@ssd#ssd"],
      says: "pool sto@ssd#ssd is 91 % full",
    },
    warning: {
      answers: pool({
        total_capacity_gb: 100,
        free_capacity_gb: 90,
        provisioned_capacity_gb: 850,
        thin_provisioning_support: true,
        max_over_subscription_ratio: "10.0",
      }),
      finds: ["sto@ssd#ssd"],
      says: "85 % promised",
    },
    ok: { answers: pool({ total_capacity_gb: "infinite", free_capacity_gb: "unknown" }) },
  },
  "volume-stuck": {
    critical: {
      answers: list("block-storage.volumes.list", { status: "deleting", updated_at: zoneless({ hours: 3 }) }),
      finds: ["i0"],
    },
    warning: {
      answers: list("block-storage.volumes.list", {
        status: "creating",
        created_at: zoneless({ minutes: 31 }),
      }),
      finds: ["i0"],
      says: "volume thing-0 has been creating for 31m",
    },
    ok: {
      answers: list("block-storage.volumes.list", {
        status: "creating",
        updated_at: zoneless({ minutes: 29 }),
      }),
    },
  },
  "volume-error": {
    critical: {
      answers: list("block-storage.volumes.list", {
        status: "error_deleting",
        updated_at: zoneless({ hours: 25 }),
      }),
      finds: ["i0"],
    },
    warning: {
      answers: list("block-storage.volumes.list", { status: "error", updated_at: zoneless({ hours: 1 }) }),
      finds: ["i0"],
    },
    ok: {
      answers: list("block-storage.volumes.list", {
        status: "available",
        updated_at: zoneless({ hours: 25 }),
      }),
    },
  },
  "snapshot-stuck": {
    critical: {
      answers: list("block-storage.snapshots.list", {
        status: "error",
        updated_at: zoneless({ minutes: 1 }),
      }),
      finds: ["i0"],
    },
    warning: {
      answers: list("block-storage.snapshots.list", {
        status: "creating",
        updated_at: zoneless({ minutes: 31 }),
      }),
      finds: ["i0"],
    },
    ok: {
      answers: list("block-storage.snapshots.list", {
        status: "deleting",
        updated_at: zoneless({ minutes: 29 }),
      }),
    },
  },
  "backup-error": {
    critical: {
      answers: list("block-storage.backups.list", {
        status: "error",
        fail_reason: "no space",
        updated_at: zoneless({ minutes: 1 }),
      }),
      finds: ["i0"],
      says: "backup thing-0 has been in error for 1m: no space",
    },
    warning: {
      answers: list("block-storage.backups.list", { status: "creating", updated_at: zoneless({ hours: 5 }) }),
      finds: ["i0"],
    },
    ok: {
      answers: list("block-storage.backups.list", { status: "creating", updated_at: zoneless({ hours: 3 }) }),
    },
  },
  "volume-unencrypted": {
    ok: {
      answers: {
        ...list("block-storage.types.list", { name: "secret" }),
        "block-storage.types.show_encryption": { provider: "luks" },
      },
    },
    skipped: { answers: list("block-storage.types.list", { name: "plain" }) },
  },
  "volume-orphan": { ok: { run: { allProjects: true } }, skipped: {} },
  "image-stuck": {
    critical: { answers: images({ status: "queued", updated_at: ago({ hours: 25 }) }), finds: ["i0"] },
    warning: {
      answers: images({ status: "saving", updated_at: ago({ hours: 3 }) }),
      finds: ["i0"],
      says: "image golden has been saving for 3h",
    },
    ok: { answers: images({ status: "queued", updated_at: ago({ hours: 1 }) }) },
  },
  "image-member-pending": { ok: { session: { roles: ["member"] } } },
  "lb-provisioning": {
    critical: {
      answers: list("load-balancer.loadbalancers.list", {
        provisioning_status: "ERROR",
        updated_at: zoneless({ minutes: 1 }).slice(0, 19),
      }),
      finds: ["i0"],
    },
    warning: {
      answers: list("load-balancer.loadbalancers.list", {
        provisioning_status: "PENDING_UPDATE",
        updated_at: zoneless({ minutes: 16 }).slice(0, 19),
      }),
      finds: ["i0"],
      says: "load balancer thing-0 has been in PENDING_UPDATE for 16m",
    },
    ok: {
      answers: list("load-balancer.loadbalancers.list", {
        provisioning_status: "PENDING_CREATE",
        created_at: zoneless({ minutes: 14 }).slice(0, 19),
      }),
    },
  },
  "lb-operating": {
    critical: {
      answers: list("load-balancer.loadbalancers.list", { operating_status: "ERROR" }),
      finds: ["i0"],
    },
    warning: {
      answers: list(
        "load-balancer.loadbalancers.list",
        { operating_status: "DEGRADED" },
        { operating_status: "OFFLINE", admin_state_up: true, listeners: [{ id: "l" }], pools: [{ id: "p" }] },
      ),
      finds: ["i0", "i1"],
    },
    ok: {
      answers: list(
        "load-balancer.loadbalancers.list",
        { operating_status: "OFFLINE", admin_state_up: true, listeners: [], pools: [] },
        {
          operating_status: "OFFLINE",
          admin_state_up: false,
          listeners: [{ id: "l" }],
          pools: [{ id: "p" }],
        },
        { operating_status: "NO_MONITOR" },
      ),
    },
  },
  "stack-failed": {
    warning: {
      answers: stacks({
        stack_status: "UPDATE_FAILED",
        stack_status_reason: "no host",
        updated_time: ago({ hours: 1 }),
      }),
      finds: ["i0"],
      says: "stack shop has been in UPDATE_FAILED for 1h: no host",
    },
    ok: { answers: stacks({ stack_status: "UPDATE_COMPLETE", updated_time: ago({ hours: 1 }) }) },
  },
  "stack-stuck": {
    critical: {
      answers: stacks({ stack_status: "CREATE_IN_PROGRESS", creation_time: ago({ hours: 5 }) }),
      finds: ["i0"],
    },
    warning: {
      answers: stacks({ stack_status: "DELETE_IN_PROGRESS", updated_time: ago({ hours: 2 }) }),
      finds: ["i0"],
    },
    ok: { answers: stacks({ stack_status: "CREATE_IN_PROGRESS", creation_time: ago({ minutes: 59 }) }) },
  },
  "quota": {
    critical: {
      answers: {
        "compute.quotas.show": { quota_set: { cores: { limit: 20, in_use: 18, reserved: 1 } } },
        "network.quotas.details": { quota: { port: { limit: 0, used: 3, reserved: 0 } } },
      },
      finds: ["acme-id/compute/cores", "acme-id/network/ports"],
      says: "quota compute cores is 95 % used: 19 of 20, 1 of them reserved",
    },
    warning: {
      answers: {
        "block-storage.quotas.show": { quota_set: { volumes: { limit: 10, in_use: 8, reserved: 0 } } },
      },
      finds: ["acme-id/block-storage/volumes"],
    },
    ok: {
      answers: {
        "compute.quotas.show": {
          quota_set: {
            cores: { limit: -1, in_use: 9999, reserved: 0 },
            ram: { limit: 0, in_use: 0, reserved: 0 },
            instances: { limit: 10, in_use: 7, reserved: 0 },
          },
        },
      },
    },
  },
  "quota-negative": {
    warning: {
      answers: { "compute.quotas.show": { quota_set: { cores: { limit: 20, in_use: -1, reserved: 0 } } } },
      finds: ["acme-id/compute/cores"],
    },
    ok: {
      answers: { "compute.quotas.show": { quota_set: { cores: { limit: -1, in_use: 0, reserved: 0 } } } },
    },
  },
  "our-credential": {
    critical: {
      session: { roles: ["reader"], applicationCredential: { id: "i0", restricted: true } },
      answers: list("identity.application_credentials.list", { expires_at: ago({ days: -2 }) }),
      finds: ["user-1/expiry"],
    },
    warning: {
      session: { roles: ["admin"], applicationCredential: { id: "i0", restricted: false } },
      finds: ["user-1/roles", "user-1/unrestricted"],
      says: "user alice has the role admin, which none of these checks needs",
    },
    ok: { session: { roles: ["admin"] }, run: { checks: ["our-credential", "nova-forced-down"] } },
  },
  "password-expiry": {
    critical: {
      session: { passwordExpiresAt: zoneless({ days: -2 }) },
      finds: ["user-1"],
      says: "ends in 2d",
    },
    warning: { session: { passwordExpiresAt: zoneless({ days: -13 }) }, finds: ["user-1"] },
    ok: { session: { passwordExpiresAt: zoneless({ days: -15 }) } },
    skipped: { session: { methods: ["application_credential"] } },
  },
  "appcred-expiry": {
    critical: {
      answers: list("identity.application_credentials.list", { expires_at: zoneless({ days: -2 }) }),
      finds: ["i0"],
      says: "application credential thing-0 ends in 2d",
    },
    warning: {
      answers: list(
        "identity.application_credentials.list",
        { expires_at: zoneless({ days: -13 }) },
        { expires_at: null, unrestricted: true },
        { expires_at: zoneless({ days: 1 }) },
      ),
      finds: ["i0", "i1/unrestricted", "i2", "i1/endless"],
    },
    ok: { answers: list("identity.application_credentials.list", { expires_at: null, unrestricted: false }) },
  },
  "quota-unlimited": { ok: { run: { allProjects: true } }, skipped: {} },
  "identity-disabled-use": { ok: { run: { allProjects: true } }, skipped: {} },
  "identity-admins": {
    ok: {
      run: {
        memory: {
          runs: 1,
          lastRun: NOW,
          findings: {},
          unknown: [],
          checks: { "identity-admins": { remembered: { holders: [] }, sightings: {} } },
          series: {},
        },
      },
    },
    skipped: {},
  },
};

function migrations(status: string, migration: Record<string, unknown>): FakeAnswers {
  return {
    "compute.migrations.list": ({ query }) =>
      query?.["status"] === status ? [{ id: "i0", instance_uuid: "s1", ...migration }] : [],
  };
}

function downPort(minutes: number): Record<string, unknown> {
  return {
    status: "DOWN",
    admin_state_up: true,
    device_id: "s0",
    device_owner: "compute:nova",
    updated_at: ago({ minutes }),
  };
}

function pool(capabilities: Record<string, unknown>): FakeAnswers {
  return { "block-storage.pools.list": [{ name: "sto@ssd#ssd", capabilities }] };
}

function images(image: Record<string, unknown>): FakeAnswers {
  return {
    "image.images.list": ({ query }) =>
      query?.["os_hidden"] ? [] : [{ id: "i0", name: "golden", owner: "acme-id", ...image }],
  };
}

function stacks(stack: Record<string, unknown>): FakeAnswers {
  return { "orchestration.stacks.list": [{ id: "i0", stack_name: "shop", ...stack }] };
}

// What further checks find is shown on the demo cloud, by the scenarios of tests/report.
// What further checks find is shown on the demo cloud, by the scenarios of tests/report.
Deno.test("the cases are those of checks that there are", () => {
  const known = new Set(CHECKS.map(({ id }) => id));
  assert.deepEqual(Object.keys(CASES).filter((id) => !known.has(id)), []);
});

for (const { id } of CHECKS) {
  const cases = CASES[id];
  for (const severity of ["warning", "critical"] as const) {
    const given = cases?.[severity];
    if (!given) continue;
    Deno.test(`${id} is ${severity}`, async () => {
      const found = await report(id, given);
      const result = found.checks.find((check) => check.id === id);
      assert.equal(result?.state, severity, result?.reason);
      const own = found.findings.filter(({ check }) => check === id);
      assert.deepEqual(own.map(({ key }) => key), given.finds.map((key) => `${id}/${key}`));
      if (given.says !== undefined) {
        const texts = own.map(({ text }) => text);
        assert.ok(texts.some((text) => text.includes(given.says ?? "")), texts.join("\n"));
      }
    });
  }

  Deno.test(`${id} is ok`, async () => {
    const found = await report(id, cases?.ok ?? {});
    const result = found.checks.find((check) => check.id === id);
    assert.equal(result?.state, "ok", result?.reason ?? found.findings[0]?.text);
  });
}

for (const [id, { skipped }] of Object.entries(CASES)) {
  if (!skipped) continue;
  Deno.test(`${id} says where its question does not arise`, async () => {
    const result = (await report(id, skipped)).checks[0];
    assert.match(result?.state ?? "", /^not (applicable|permitted)$/);
    assert.ok(result?.reason);
  });
}

for (const { id, operations } of CHECKS) {
  if (operations.length === 0) continue;

  Deno.test(`${id} is unknown when nothing can be read`, async () => {
    const answers = Object.fromEntries(operations.map((op) => [op.id, failure(503)]));
    const session = { applicationCredential: { id: "c1", restricted: true } };
    const result = (await report(id, { answers, session })).checks[0];
    assert.equal(result?.state, "unknown");
    assert.match(result?.reason ?? "", /HTTP 503/);
    assert.equal(result?.request_id, "req-503");
  });

  Deno.test(`${id} is not permitted when the role covers nothing`, async () => {
    const answers = Object.fromEntries(operations.map((op) => [op.id, failure(403)]));
    const session = { roles: ["stranger"], applicationCredential: { id: "c1", restricted: true } };
    const result = (await report(id, { answers, session })).checks[0];
    assert.equal(result?.state, "not permitted");
  });
}

for (
  const id of [
    "api-reach",
    "api-clock",
    "api-version",
    "api-cert-expiry",
    "api-cert-trust",
    "api-errors",
    "api-auth",
  ]
) {
  Deno.test(`${id} is unknown when a deadline cuts it off`, async () => {
    const never = () => Promise.withResolvers<never>().promise;
    const found = await report(id, {
      hangs: ["compute", "compute.servers.list"],
      versions: { compute: new OpenStackError({ what: "read versions", reason: "timed out" }) },
      run: {
        checks: [id, "server-rescue"],
        deadlineMs: 10,
        issueToken: never,
        peerCertificate: never,
      },
    });
    assert.equal(found.checks.find((check) => check.id === id)?.state, "unknown");
  });
}

Deno.test("api-auth warns of a slow login", async () => {
  const issueToken = () => new Promise<void>((resolve) => setTimeout(resolve, 30));
  const thresholds = { "api-auth": { warning_seconds: 0.02 } };
  const found = await report("api-auth", { run: { issueToken, thresholds } });
  assert.equal(found.checks[0]?.state, "warning");
});

Deno.test("api-auth is not applicable where there is no second login", async () => {
  const cloud = new FakeCloud();
  const tool = { name: "openstack-mcp", version: "1.2.3" };
  const found = await runReport({ cloud, tool, checks: ["api-auth", "api-cert-expiry"] });
  assert.deepEqual(found.checks.map(({ state }) => state), ["not applicable", "not applicable"]);
});

Deno.test("api-version is critical below what a check of the run requires", async () => {
  const registry = CHECKS.filter(({ id }) => id === "api-version" || id === "server-rescue")
    .map((check) =>
      check.id === "api-version" ? check : { ...check, operations: [{ ...listServers, requires: "2.101" }] }
    );
  const found = await report("api-version", { run: { registry, checks: [] } });
  assert.equal(found.state, "CRITICAL");
  assert.equal(
    found.findings[0]?.text,
    "compute offers microversion 2.100 at most; checks need 2.101",
  );
});

Deno.test("security groups that the service hides from an administrator are not permitted, and never fine", async () => {
  const answers = {
    "network.security_groups.list": [],
    "network.ports.list": [{ id: "p1", security_groups: ["g1", "g2"] }],
  };
  const found = await report("sg-world-all", { answers, run: { allProjects: true } });
  assert.equal(found.checks[0]?.state, "not permitted");
  assert.match(found.checks[0]?.reason ?? "", /does not show this login 2 of the 2 security groups/);
  const strict = await report("sg-world-all", { answers, run: { allProjects: true, requireAll: true } });
  assert.equal(strict.checks[0]?.state, "unknown");
});

Deno.test("what is found among the security groups that are shown counts, and the others are named", async () => {
  const open = { id: "r1", direction: "ingress", ethertype: "IPv4", remote_ip_prefix: "0.0.0.0/0" };
  const answers = {
    "network.security_groups.list": [{ id: "g1", name: "open", security_group_rules: [open] }],
    "network.ports.list": [{ id: "p1", security_groups: ["g1", "g2"] }],
  };
  const found = await report("sg-world-all", { answers, run: { allProjects: true } });
  assert.equal(found.checks[0]?.state, "warning");
  assert.equal(found.checks[0]?.unavailable?.[0]?.state, "not permitted");
});

Deno.test("stacks of all projects, which nobody may list by default, are not permitted", async () => {
  const answers = { "orchestration.stacks.list": failure(403) };
  const found = await report("stack-failed", { answers, run: { allProjects: true } });
  assert.equal(found.checks[0]?.state, "not permitted");
});

Deno.test("ages follow the cloud's clock, not ours", async () => {
  const answers = servers({ status: "BUILD", created: ago({ minutes: 10 }) });
  const session = { clockSkewMs: 6 * 60_000 };
  const found = await report("server-build-stuck", { answers, session });
  assert.equal(found.checks[0]?.state, "warning");
});

Deno.test("placement-capacity adds zones where there are several, and shared storage once", async () => {
  const inventory = (total: number) => ({ total, reserved: 0, allocation_ratio: 1 });
  const answers = {
    ...services({ host: "cmp-01", zone: "az1" }, { host: "cmp-02", zone: "az2" }),
    "compute.hypervisors.list": [
      { id: "h1", service: { host: "cmp-01" } },
      { id: "h2", service: { host: "cmp-02" } },
    ],
    "placement.resource_providers.list": [
      { uuid: "h1", name: "cmp-01" },
      { uuid: "h2", name: "cmp-02" },
      { uuid: "d1", name: "shared disk" },
    ],
    "placement.inventories.list": ({ path }: { path?: Readonly<Record<string, string>> }) => ({
      inventories: path?.["provider_id"] === "d1" ? { DISK_GB: inventory(100) } : { VCPU: inventory(10) },
    }),
    "placement.usages.list": ({ path }: { path?: Readonly<Record<string, string>> }) => ({
      usages: path?.["provider_id"] === "d1"
        ? { DISK_GB: 10 }
        : { VCPU: path?.["provider_id"] === "h1" ? 10 : 0 },
    }),
  };
  const found = await report("placement-capacity", { answers });
  assert.deepEqual(found.findings.map(({ key }) => key), ["placement-capacity/az1/VCPU"]);
  assert.deepEqual(found.checks[0]?.measures?.map(({ label, value }) => `${label} ${value}`), [
    "DISK_GB of the cloud 10",
    "VCPU of the cloud 50",
    "VCPU of zone az1 100",
    "VCPU of zone az2 0",
  ]);
});

Deno.test("migrations under way are asked for once when they are refused", async () => {
  const cloud = new FakeCloud({
    answers: { "compute.migrations.list": failure(403) },
    session: { roles: ["member"] },
  });
  const tool = { name: "openstack-mcp", version: "1.2.3" };
  await runReport({ cloud, tool, checks: ["nova-migration-stuck"] });
  assert.equal(cloud.sent.length, 1);
});
