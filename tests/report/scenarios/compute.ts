import type { DemoChange } from "../../../src/demo/change.ts";
import { changes, type Fields, server } from "../demo_changes.ts";
import { seen } from "../earlier_run.ts";
import { type Scenario, zoneless } from "../scenario.ts";

/** The first of the servers that are kept apart stands on cmp-01, the second on cmp-02, the third on cmp-03. */
const APART = ["db-02", "db-03", "db-01"];

function service(host: string, set: Fields, binary = "nova-compute"): DemoChange {
  return { service: "compute", collection: "services", where: { host, binary }, set };
}

/** The recorded cloud has a host out of service; most scenarios are about another one. */
const ENABLED = service("cmp-02", { status: "enabled", disabled_reason: null });

function down(host: string, since: Parameters<typeof zoneless>[0], binary?: string): DemoChange {
  return service(host, { state: "down", updated_at: zoneless(since) }, binary);
}

const CMP_02 = "3c9f6e95-d4ee-4c30-a12c-a9dea9a67b89";

function migration(set: Fields): DemoChange {
  return { service: "compute", collection: "migrations", where: { id: 1 }, set };
}

/** A further migration; they differ in their ids. */
function another(id: number, add: Fields): DemoChange {
  const uuid = `0ddba11c-0000-4000-8000-${String(id).padStart(12, "0")}`;
  return { service: "compute", collection: "migrations", where: { id: 1 }, add: { id, uuid, ...add } };
}

const EVACUATED = {
  migration_type: "evacuation",
  status: "done",
  source_compute: "cmp-02",
  updated_at: zoneless({ hours: 5 }),
};

function zones(service: "network" | "block_storage", ...names: readonly string[]): DemoChange[] {
  return names.map((name) => ({
    service,
    collection: "availability_zones",
    add: service === "network"
      ? { name, resource: "network", state: "available" }
      : { zoneName: name, zoneState: { available: true } },
  }));
}

function together(policy: string, rules: Readonly<Record<string, number>> = {}): DemoChange[] {
  return [
    { service: "compute", collection: "server_groups", where: { name: "db-apart" }, set: { policy, rules } },
    ...APART.slice(0, 2).map((name) =>
      server(name, { "OS-EXT-SRV-ATTR:host": "cmp-01", hostId: "one-host" })
    ),
  ];
}

/** Scenarios of the checks of Nova's control plane. */
export const computeScenarios: readonly Scenario[] = [
  { check: "nova-service-down", outcome: "ok" },
  {
    check: "nova-service-down",
    outcome: "ok",
    when: "not yet for long, or on purpose",
    demo: changes(down("cmp-01", { minutes: 14 }), down("cmp-02", { days: 3 })),
  },
  {
    check: "nova-service-down",
    outcome: "warning",
    demo: changes(down("cmp-03", { minutes: 16 })),
    finds: ["cmp-03"],
    says: "nova-compute on cmp-03 has been down for 16m",
  },
  {
    check: "nova-service-down",
    outcome: "critical",
    when: "the only scheduler",
    demo: changes(down("ctl-01", { minutes: 6 }, "nova-scheduler")),
    finds: ["ctl-01"],
    says: "no other of its kind is up",
  },
  { check: "nova-service-down", outcome: "not permitted", as: "alice" },

  { check: "nova-service-disabled", outcome: "ok", demo: changes(ENABLED) },
  {
    check: "nova-service-disabled",
    outcome: "ok",
    when: "for less than a day",
    run: seen("nova-service-disabled", CMP_02, 23 * 60),
  },
  {
    check: "nova-service-disabled",
    outcome: "warning",
    when: "at the first look",
    finds: ["cmp-02"],
    says: "has been disabled for a time that is not known: ECC memory errors",
  },
  {
    check: "nova-service-disabled",
    outcome: "warning",
    run: seen("nova-service-disabled", CMP_02, 25 * 60),
    finds: ["cmp-02"],
    says: "for 1d",
  },

  { check: "nova-forced-down", outcome: "ok" },
  {
    check: "nova-forced-down",
    outcome: "ok",
    when: "for less than a day",
    demo: changes(service("cmp-02", { forced_down: true })),
    run: seen("nova-forced-down", CMP_02, 23 * 60),
  },
  {
    check: "nova-forced-down",
    outcome: "warning",
    demo: changes(service("cmp-02", { forced_down: true })),
    run: seen("nova-forced-down", CMP_02, 25 * 60),
    finds: ["cmp-02"],
    says: "has been marked as forced down for 1d",
  },

  { check: "nova-heartbeat", outcome: "ok" },
  {
    check: "nova-heartbeat",
    outcome: "warning",
    run: { thresholds: { "nova-heartbeat": { warning_seconds: 0 } } },
    demo: changes(ENABLED),
    says: "counts as up but last reported",
  },
  {
    check: "nova-heartbeat",
    outcome: "critical",
    run: { now: () => Date.now() + 400_000 },
    says: "counts as up but last reported 6m",
  },

  { check: "nova-hypervisor-down", outcome: "ok" },
  {
    check: "nova-hypervisor-down",
    outcome: "critical",
    demo: changes({
      service: "compute",
      collection: "hypervisors_2.87",
      where: { hypervisor_hostname: "cmp-03" },
      set: { state: "down" },
    }),
    finds: ["cmp-03"],
  },
  {
    check: "nova-hypervisor-down",
    outcome: "critical",
    when: "a service without one",
    demo: changes({
      service: "compute",
      collection: "hypervisors",
      where: { hypervisor_hostname: "cmp-03" },
      remove: true,
    }),
    finds: ["cmp-03"],
    says: "is up but has no hypervisor",
  },

  { check: "nova-aggregate-alive", outcome: "ok", demo: changes(ENABLED) },
  {
    check: "nova-aggregate-alive",
    outcome: "warning",
    run: { thresholds: { "nova-aggregate-alive": { critical_hosts: 0 } } },
    finds: ["az1"],
  },
  {
    check: "nova-aggregate-alive",
    outcome: "critical",
    finds: ["az1"],
    says: "has 1 of 2 hosts at work",
  },

  { check: "nova-az-alive", outcome: "ok" },
  {
    check: "nova-az-alive",
    outcome: "ok",
    when: "the others have the same zones",
    demo: changes(...zones("block_storage", "az1", "az2"), ...zones("network", "az1", "az2")),
  },
  {
    check: "nova-az-alive",
    outcome: "warning",
    when: "Cinder has other zones",
    demo: changes(...zones("block_storage", "az1")),
    finds: ["az2"],
    says: "availability zone az2 of Nova is none of Cinder's: az1, nova",
  },
  {
    check: "nova-az-alive",
    outcome: "warning",
    when: "Neutron has other zones",
    demo: changes(...zones("network", "az2")),
    finds: ["az1"],
  },
  {
    check: "nova-az-alive",
    outcome: "critical",
    demo: changes(down("cmp-03", { minutes: 1 })),
    finds: ["az2"],
    says: "has no host at work: 0 of 1",
  },
  { check: "nova-az-alive", outcome: "not permitted", as: "alice" },

  {
    check: "nova-host-status",
    outcome: "ok",
    run: { allProjects: true },
    demo: changes({
      service: "compute",
      collection: "servers",
      where: { "OS-EXT-SRV-ATTR:host": "cmp-02" },
      set: { host_status: "UP" },
    }),
  },
  {
    check: "nova-host-status",
    outcome: "warning",
    run: { allProjects: true },
    finds: ["cmp-02"],
    says: "host cmp-02 is under maintenance and has",
  },
  {
    check: "nova-host-status",
    outcome: "warning",
    when: "a host with few servers is down",
    run: { allProjects: true },
    demo: changes({
      service: "compute",
      collection: "servers",
      where: { "OS-EXT-SRV-ATTR:host": "cmp-02" },
      set: { host_status: "DOWN" },
    }),
    finds: ["cmp-02"],
    says: "host cmp-02 is down and has 4 active servers",
  },
  {
    check: "nova-host-status",
    outcome: "critical",
    run: { allProjects: true },
    demo: changes({
      service: "compute",
      collection: "servers",
      where: { "OS-EXT-SRV-ATTR:host": "cmp-03" },
      set: { host_status: "DOWN" },
    }),
    says: "host cmp-03 is down and has 7 active servers",
  },
  {
    check: "nova-host-status",
    outcome: "not permitted",
    as: "alice",
    says: "to administrators only",
  },

  { check: "nova-migration-stuck", outcome: "ok" },
  {
    check: "nova-migration-stuck",
    outcome: "ok",
    when: "of another project",
    demo: changes(migration({ status: "migrating", created_at: zoneless({ hours: 5 }) })),
  },
  {
    check: "nova-migration-stuck",
    outcome: "warning",
    run: { allProjects: true },
    demo: changes(migration({ status: "migrating", created_at: zoneless({ hours: 2 }) })),
    finds: ["of server 4875098c-e391-4e82-95e1-756a067a526d"],
    says: "has been under way (migrating) for 2h",
  },
  {
    check: "nova-migration-stuck",
    outcome: "critical",
    run: { allProjects: true },
    demo: changes(migration({ status: "running", created_at: zoneless({ hours: 5 }) })),
  },

  { check: "nova-migration-error", outcome: "ok", run: { allProjects: true } },
  {
    check: "nova-migration-error",
    outcome: "warning",
    run: { allProjects: true },
    demo: changes(migration({ status: "error", updated_at: zoneless({ hours: 1 }) })),
    says: "failed (error)",
  },
  {
    check: "nova-migration-error",
    outcome: "critical",
    run: { allProjects: true },
    demo: changes(
      ...[2, 3, 4, 5, 6, 7].map((id) =>
        another(id, { status: "failed", updated_at: zoneless({ hours: 1 }) })
      ),
    ),
  },

  { check: "nova-evacuate-leftover", outcome: "ok" },
  {
    check: "nova-evacuate-leftover",
    outcome: "ok",
    when: "the host is back",
    demo: changes(another(2, EVACUATED)),
  },
  {
    check: "nova-evacuate-leftover",
    outcome: "warning",
    demo: changes(another(2, EVACUATED), down("cmp-02", { hours: 6 })),
    finds: ["cmp-02"],
    says: "1 server was evacuated from it, the first 5h",
  },

  { check: "nova-antiaffinity", outcome: "ok", project: "acme", as: "alice" },
  {
    check: "nova-antiaffinity",
    outcome: "ok",
    when: "so many may share a host",
    as: "alice",
    demo: changes(...together("anti-affinity", { max_server_per_host: 2 })),
  },
  {
    check: "nova-antiaffinity",
    outcome: "warning",
    as: "alice",
    demo: changes(...together("soft-anti-affinity")),
    finds: ["db-apart"],
    says: "db-02, db-03 on one host",
  },
  {
    check: "nova-antiaffinity",
    outcome: "critical",
    run: { allProjects: true },
    demo: changes(...together("anti-affinity")),
    finds: ["db-apart"],
    says: "db-02, db-03 on cmp-01",
  },
  {
    check: "nova-antiaffinity",
    outcome: "ok",
    when: "the group is of another project",
    demo: changes(...together("anti-affinity")),
  },
];
