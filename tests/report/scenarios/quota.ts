import type { DemoChange } from "../../../src/demo/change.ts";
import type { PlaceMemory } from "../../../src/health/memory/memory.ts";
import type { Scenario } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const GLOBEX = "ad4aa8bd80aa4721bda7c33f83ec5cdb";

type Lines = NonNullable<DemoChange["set"]>;

function quotaIn(service: DemoChange["service"], set: Lines, project = ACME): DemoChange {
  return { service, collection: "quotas", under: project, set };
}

function line(limit: number, in_use: number, reserved = 0): Lines {
  return { limit, in_use, reserved };
}

/** What acme has of what Cinder counts, and a quota that says otherwise. */
function volumes(set: Lines): NonNullable<Scenario["demo"]> {
  return { changes: [quotaIn("block_storage", set)] };
}

/** A memory of a run that found reservations two hours ago, and none before that. */
function sightedBefore(hours: number, key: string): PlaceMemory {
  const since = Date.now() - hours * 3_600_000;
  return {
    runs: 5,
    lastRun: Date.now() - 300_000,
    findings: {},
    unknown: [],
    checks: { "quota-negative": { remembered: {}, sightings: { [key]: { since, fromStart: false } } } },
    series: {},
  };
}

const NETWORK_RESERVED = { changes: [quotaIn("network", { port: { limit: 500, used: 19, reserved: 2 } })] };
const PORTS = `${ACME}/network/ports`;

/** Scenarios of the checks of quotas. */
export const quotaScenarios: readonly Scenario[] = [
  {
    check: "quota",
    outcome: "ok",
    as: "alice",
    demo: { changes: [quotaIn("compute", { instances: line(50, 39) })] },
  },
  {
    check: "quota",
    outcome: "warning",
    as: "alice",
    when: "instances are at 80 %",
    demo: { changes: [quotaIn("compute", { instances: line(50, 38, 2) })] },
    finds: ["compute instances"],
    says: "quota compute instances is 80 % used: 40 of 50, 2 of them reserved",
  },
  {
    check: "quota",
    outcome: "critical",
    as: "adam",
    when: "a volume type is nearly full",
    demo: {
      changes: [
        quotaIn("compute", { instances: line(50, 17) }),
        quotaIn("block_storage", { gigabytes_fast: line(61, 60) }),
      ],
    },
    finds: ["block-storage gigabytes_fast"],
  },
  {
    check: "quota",
    outcome: "critical",
    as: "alice",
    when: "what Octavia and Designate limit is counted",
    demo: {
      changes: [
        quotaIn("compute", { instances: line(50, 17) }),
        quotaIn("load_balancer", { load_balancer: 1, member: 4, health_monitor: 0 }),
        quotaIn("dns", { zones: 1 }),
      ],
    },
    finds: ["dns zones", "load-balancer health_monitors", "load-balancer load_balancers"],
    says: "quota load-balancer health_monitors allows none, but 1 are in use",
  },
  {
    check: "quota",
    outcome: "critical",
    as: "alice",
    when: "images fill what Glance allows, shares what Manila does",
    demo: {
      changes: [
        quotaIn("compute", { instances: line(50, 17) }),
        { service: "image", collection: "images", where: { owner: ACME }, set: { size: 20 * 1024 ** 3 } },
        quotaIn("share", { gigabytes: line(10, 10) }),
      ],
    },
    finds: ["image image_size_mib", "shared-file-system gigabytes"],
  },
  {
    check: "quota",
    outcome: "warning",
    when: "all projects are looked at",
    run: { allProjects: true },
    demo: {
      changes: [
        quotaIn("compute", { instances: line(50, 17) }),
        quotaIn("network", { router: { limit: 10, used: 9, reserved: 0 } }, GLOBEX),
      ],
    },
    finds: ["network routers of project globex"],
  },
  {
    check: "quota",
    outcome: "unknown",
    when: "only some projects may be asked",
    run: { allProjects: true, maxHosts: 1 },
    says: "those of 1 of 4 projects were read",
  },
  {
    check: "quota",
    outcome: "ok",
    as: "alice",
    when: "there is no Octavia, Manila or Designate",
    demo: {
      without: ["load-balancer", "sharev2", "dns"],
      changes: [quotaIn("compute", { instances: line(50, 17) })],
    },
  },
  { check: "quota-negative", outcome: "ok", as: "alice" },
  { check: "quota-negative", outcome: "ok", run: { allProjects: true }, when: "of all projects" },
  {
    check: "quota-negative",
    outcome: "warning",
    as: "alice",
    when: "less than nothing is in use",
    demo: volumes({ snapshots_fast: line(-1, -1) }),
    finds: ["block-storage snapshots_fast"],
    says: "counts less than nothing",
  },
  {
    check: "quota-negative",
    outcome: "warning",
    as: "alice",
    when: "volumes are counted that are not there",
    demo: volumes({ volumes: line(50, 10), gigabytes: line(2000, 160) }),
    finds: ["block-storage gigabytes", "block-storage volumes"],
    says: "quota block-storage volumes counts 10 in use, but there are 7",
  },
  {
    check: "quota-negative",
    outcome: "ok",
    as: "alice",
    when: "the count is off by little, and sizes are counted without snapshots",
    demo: volumes({ volumes: line(50, 9), gigabytes: line(2000, 65) }),
  },
  {
    check: "quota-negative",
    outcome: "ok",
    as: "alice",
    when: "something is being made",
    demo: {
      changes: [
        quotaIn("block_storage", { volumes: line(50, 20, 1) }),
        {
          service: "block_storage",
          collection: "volumes",
          where: { name: "logs" },
          set: { status: "creating" },
        },
      ],
    },
  },
  {
    check: "quota-negative",
    outcome: "warning",
    as: "alice",
    when: "a reservation belongs to nothing",
    demo: volumes({ backups: line(10, 1, 1) }),
    finds: ["block-storage backups"],
    says: "has had 1 reserved for a time that is not known, and nothing is under way",
  },
  {
    check: "quota-negative",
    outcome: "ok",
    as: "alice",
    when: "Neutron reserves something in the first run",
    demo: NETWORK_RESERVED,
  },
  {
    check: "quota-negative",
    outcome: "ok",
    as: "alice",
    when: "Neutron has reserved something for less than an hour",
    demo: NETWORK_RESERVED,
    run: { memory: sightedBefore(0.9, PORTS) },
  },
  {
    check: "quota-negative",
    outcome: "warning",
    as: "alice",
    when: "Neutron has reserved something for hours",
    demo: NETWORK_RESERVED,
    run: { memory: sightedBefore(2, PORTS) },
    finds: ["network ports"],
    says: "has had 2 reserved for 2h",
  },
  {
    check: "quota-unlimited",
    outcome: "ok",
    info: true,
    run: { allProjects: true },
    finds: ["acme", "globex"],
    says: "project acme has no limit for compute cores, compute ram_mib",
  },
  {
    check: "quota-unlimited",
    outcome: "ok",
    when: "every project has limits",
    run: { allProjects: true },
    demo: {
      changes: [ACME, GLOBEX].map((project) =>
        quotaIn("compute", { cores: line(9000, 1050), ram: line(9_000_000, 2_147_328) }, project)
      ),
    },
  },
  { check: "quota-unlimited", outcome: "not applicable", when: "one project is looked at" },
];
