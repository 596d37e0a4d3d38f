import type { DemoChange } from "../../../src/demo/change.ts";
import { changes, type Fields } from "../demo_changes.ts";
import { seen } from "../earlier_run.ts";
import type { Scenario } from "../scenario.ts";

const CMP_01 = "a0770322-feb8-4bdf-bdb9-818dcd84c4d7";
/** Its compute service is disabled in the recorded cloud. */
const CMP_02 = "9ca7a86c-84cb-4acd-9c26-c42160d0cd98";
const CMP_03 = "8e622320-dd08-4d52-bb09-5101bdaccf4e";

/** Servers on cmp-03. */
const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
const DB_01 = "9fba290c-52c0-42bf-b363-c5931e34a04d";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

function usages(provider: string, set: Readonly<Record<string, number>>): DemoChange {
  return {
    service: "placement",
    collection: "provider_usages",
    under: provider,
    set: { usages: { VCPU: 13, MEMORY_MB: 25_088, DISK_GB: 241, ...set } },
  };
}

/** So many cores, promised once; of the rest there is plenty. */
function cores(provider: string, total: number): DemoChange {
  const inventory = { reserved: 0, min_unit: 1, step_size: 1, allocation_ratio: 1 };
  return {
    service: "placement",
    collection: "provider_inventories",
    under: provider,
    set: {
      inventories: {
        VCPU: { ...inventory, total, max_unit: total },
        MEMORY_MB: { ...inventory, total: 999_999, max_unit: 999_999 },
        DISK_GB: { ...inventory, total: 9999, max_unit: 9999 },
      },
    },
  };
}

/** What a provider gave, instead of all that was recorded. */
function given(provider: string, ...consumers: readonly string[]): DemoChange {
  const resources = { VCPU: 4, MEMORY_MB: 8192, DISK_GB: 80 };
  return {
    service: "placement",
    collection: "provider_allocations",
    under: provider,
    set: { allocations: Object.fromEntries(consumers.map((id) => [id, { resources }])) },
  };
}

/** What a consumer holds, when it is asked for alone. */
function holds(consumer: string, ...providers: readonly string[]): DemoChange {
  const resources = { VCPU: 4, MEMORY_MB: 8192, DISK_GB: 80 };
  return {
    service: "placement",
    collection: "allocations",
    under: consumer,
    set: { allocations: Object.fromEntries(providers.map((id) => [id, { resources }])) },
  };
}

function gone(where: DemoChange["where"] & object): DemoChange {
  return { service: "compute", collection: "servers", where, remove: true };
}

/** A further server, to which nothing was given. */
function unplaced(index: number): DemoChange {
  const id = `0ddba11c-0000-4000-8000-${String(index).padStart(12, "0")}`;
  return {
    service: "compute",
    collection: "servers",
    where: { id: WEB_01 },
    add: { id, name: `unplaced-${index}` },
  };
}

function provider(name: string, set: Fields): DemoChange {
  return { service: "placement", collection: "resource_providers", where: { name }, set };
}

const DOUBLE = changes(given(CMP_02, DB_01), holds(DB_01, CMP_02, CMP_03));

/** Scenarios of the checks of Placement. */
export const placementScenarios: readonly Scenario[] = [
  { check: "placement-capacity", outcome: "ok" },
  {
    check: "placement-capacity",
    outcome: "ok",
    when: "a zone just below the limit",
    demo: changes(usages(CMP_03, { VCPU: 818 })),
  },
  {
    check: "placement-capacity",
    outcome: "ok",
    when: "a host out of service is full",
    demo: changes(usages(CMP_02, { VCPU: 1024 })),
  },
  {
    check: "placement-capacity",
    outcome: "warning",
    demo: changes(usages(CMP_03, { VCPU: 820 })),
    finds: ["VCPU of zone az2"],
    says: "VCPU of zone az2 is 80.1 % used: 820 of 1024",
  },
  {
    check: "placement-capacity",
    outcome: "critical",
    demo: changes(usages(CMP_03, { DISK_GB: 4095 })),
    finds: ["DISK_GB of zone az2"],
    says: "99.9 % used",
  },
  {
    check: "placement-capacity",
    outcome: "critical",
    when: "an aggregate is full",
    demo: changes(usages(CMP_01, { VCPU: 1024 }), usages(CMP_03, { VCPU: 1024 }), {
      service: "compute",
      collection: "aggregates",
      where: { name: "az1" },
      add: { id: 3, uuid: "0ddba11c-0000-4000-8000-000000000003", name: "gpu", hosts: ["cmp-01"] },
    }),
    finds: ["VCPU of aggregate gpu", "VCPU of the cloud", "VCPU of zone az1", "VCPU of zone az2"],
  },
  { check: "placement-capacity", outcome: "not permitted", as: "alice" },
  {
    check: "placement-capacity",
    outcome: "unknown",
    when: "more hosts than may be asked",
    run: { maxHosts: 2 },
    says: "2 of 3 were read",
  },

  { check: "placement-overcommit", outcome: "ok", demo: changes(usages(CMP_03, { VCPU: 256 })) },
  {
    check: "placement-overcommit",
    outcome: "warning",
    demo: changes(usages(CMP_03, { VCPU: 263 })),
    finds: ["cmp-03"],
    says: "263 virtual processors on 64 (4.1 times)",
  },
  {
    check: "placement-overcommit",
    outcome: "critical",
    demo: changes(usages(CMP_03, { VCPU: 1031 })),
    finds: ["cmp-03"],
  },

  { check: "placement-survive-host", outcome: "ok" },
  {
    check: "placement-survive-host",
    outcome: "warning",
    demo: changes(cores(CMP_03, 38)),
    finds: ["cmp-01"],
    says: "host cmp-01 holds 23 VCPU, and the other hosts have room for 25 (1.08 times)",
  },
  {
    check: "placement-survive-host",
    outcome: "critical",
    demo: changes(cores(CMP_03, 35)),
    finds: ["cmp-01"],
    says: "(0.95 times)",
  },
  {
    check: "placement-survive-host",
    outcome: "not applicable",
    when: "one host is at work",
    demo: changes({
      service: "compute",
      collection: "services",
      where: { host: "cmp-03" },
      set: { state: "down" },
    }),
  },

  { check: "placement-fragment", outcome: "ok" },
  {
    check: "placement-fragment",
    outcome: "warning",
    demo: changes(cores(CMP_03, 20)),
    finds: ["c1.large"],
    says: "(8192 MEMORY_MB, 8 VCPU, 40 DISK_GB), fits only 1 host of 2 at work",
  },
  {
    check: "placement-fragment",
    outcome: "critical",
    demo: changes(cores(CMP_01, 30), cores(CMP_03, 20)),
    finds: ["c1.large"],
    says: "fits no host of 2 at work",
  },

  { check: "placement-orphan", outcome: "ok", when: "one project's report knows of all servers" },
  {
    check: "placement-orphan",
    outcome: "warning",
    demo: changes(gone({ name: "web-03" })),
    finds: ["743db127-1839-4a04-9618-b90ebcee0667"],
    says: "holds 20 DISK_GB, 2048 MEMORY_MB, 1 VCPU of cmp-01",
  },
  {
    check: "placement-orphan",
    outcome: "critical",
    demo: changes(gone({ tenant_id: ACME })),
  },
  { check: "placement-orphan", outcome: "not permitted", as: "alice" },

  { check: "placement-missing", outcome: "ok" },
  {
    check: "placement-missing",
    outcome: "ok",
    when: "the allocations were there at the second look",
    demo: changes(given(CMP_03)),
  },
  {
    check: "placement-missing",
    outcome: "warning",
    demo: changes(given(CMP_03), holds(WEB_01)),
    finds: ["web-01"],
    says: "server web-01 is on host cmp-03 but has no allocation there",
  },

  {
    check: "placement-missing",
    outcome: "warning",
    when: "hundreds",
    demo: changes(...Array.from({ length: 250 }, (_, index) => unplaced(index))),
    says: "more are in this state",
  },

  { check: "placement-double", outcome: "ok" },
  {
    check: "placement-double",
    outcome: "ok",
    when: "for less than an hour",
    demo: DOUBLE,
    run: seen("placement-double", DB_01, 50),
  },
  {
    check: "placement-double",
    outcome: "ok",
    when: "it is on its way",
    demo: changes(...DOUBLE.changes, {
      service: "compute",
      collection: "migrations",
      where: { id: 1 },
      set: { instance_uuid: DB_01, status: "migrating" },
    }),
  },
  {
    check: "placement-double",
    outcome: "warning",
    demo: DOUBLE,
    run: seen("placement-double", DB_01, 90),
    finds: ["db-01"],
    says: "of cmp-02 and cmp-03 for 1h",
  },

  { check: "placement-provider", outcome: "ok" },
  {
    check: "placement-provider",
    outcome: "warning",
    when: "none",
    demo: changes({
      service: "placement",
      collection: "resource_providers",
      where: { name: "cmp-03" },
      remove: true,
    }),
    finds: ["cmp-03"],
    says: "has no resource provider",
  },
  {
    check: "placement-provider",
    outcome: "warning",
    when: "another id",
    demo: changes(provider("cmp-03", { uuid: "0ddba11c-0000-4000-8000-000000000001" })),
    finds: ["cmp-03"],
    says: "with another id (0ddba11c-0000-4000-8000-000000000001)",
  },
  {
    check: "placement-provider",
    outcome: "warning",
    when: "another name",
    demo: changes(provider("cmp-03", { name: "cmp-3" })),
    finds: ["cmp-03"],
    says: "with another name: cmp-3",
  },
  {
    check: "placement-provider",
    outcome: "warning",
    when: "still marked as disabled",
    demo: changes({
      service: "compute",
      collection: "services",
      where: { host: "cmp-02" },
      set: { status: "enabled" },
    }),
    finds: ["cmp-02"],
    says: "is enabled, but Placement places nothing on it",
  },
  {
    check: "placement-provider",
    outcome: "warning",
    when: "not marked as disabled",
    demo: changes({
      service: "compute",
      collection: "services",
      where: { host: "cmp-03" },
      set: { status: "disabled" },
    }),
    finds: ["cmp-03"],
    says: "is disabled, but Placement does not know it",
  },
];
