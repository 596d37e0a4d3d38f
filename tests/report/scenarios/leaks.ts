/** Scenarios of what is paid for.
 *
 * @module
 */
import type { DemoChange } from "../../../src/demo/change.ts";
import { ago, type Scenario, zoneless } from "../scenario.ts";

const LAUNCHED = "OS-SRV-USG:launched_at";
const WEB = { role: "web", env: "prod" };

/** The six web servers, launched some time ago. */
function webLaunched(...times: Parameters<typeof zoneless>): DemoChange {
  return {
    service: "compute",
    collection: "servers",
    where: { metadata: WEB },
    set: { [LAUNCHED]: zoneless(...times) },
  };
}

/** Nothing that lies about. */
const TIDY: readonly DemoChange[] = [
  { service: "compute", collection: "servers", set: { status: "ACTIVE" } },
  { service: "block_storage", collection: "volumes", set: { status: "in-use" } },
  { service: "network", collection: "floatingips", where: { port_id: null }, remove: true },
];

/** Scenarios of the checks of what is paid for. */
export const leakScenarios: readonly Scenario[] = [
  { check: "usage-top", outcome: "ok", as: "alice" },
  {
    check: "usage-top",
    outcome: "ok",
    when: "the growth stays below the limit",
    as: "alice",
    demo: { changes: [webLaunched({ days: 12 })] },
  },
  {
    check: "usage-top",
    outcome: "warning",
    as: "alice",
    demo: { changes: [webLaunched({ days: 10 })] },
    finds: ["acme"],
    says: "% more than in the 7 days before",
  },
  {
    check: "usage-top",
    outcome: "warning",
    when: "there was nothing before",
    as: "alice",
    demo: { changes: [webLaunched({ days: 7 })] },
    finds: ["acme"],
    says: "and none in the 7 days before",
  },
  {
    check: "usage-top",
    outcome: "warning",
    when: "an administrator looks at all projects",
    demo: { changes: [webLaunched({ days: 10 })] },
    run: { allProjects: true },
    finds: ["acme"],
  },
  {
    check: "usage-top",
    outcome: "ok",
    when: "an administrator looks at a project of its own",
    demo: { changes: [webLaunched({ days: 10 })] },
  },

  { check: "idle-cost", outcome: "ok", as: "alice", demo: { changes: TIDY } },
  {
    check: "idle-cost",
    outcome: "ok",
    when: "nothing lies about for so long",
    as: "alice",
    run: { thresholds: { "idle-cost": { idle_days: 2 } } },
  },
  {
    check: "idle-cost",
    outcome: "ok",
    info: true,
    as: "alice",
    finds: ["acme"],
    says: "project acme holds unused: 1 stopped server (1 vCPU, 2 GiB of RAM, 20 GiB of disk)",
  },
  {
    check: "idle-cost",
    outcome: "ok",
    info: true,
    when: "snapshots grow old",
    as: "alice",
    demo: {
      changes: [
        ...TIDY,
        {
          service: "block_storage",
          collection: "snapshots",
          where: { name: "archive-snap" },
          set: { created_at: zoneless({ days: 31 }) },
        },
      ],
    },
    finds: ["acme"],
    says: "project acme holds unused: 1 old snapshot (1 GiB)",
  },
  {
    check: "idle-cost",
    outcome: "ok",
    info: true,
    when: "a server that boots from a volume is stopped",
    as: "alice",
    demo: {
      changes: [
        ...TIDY,
        {
          service: "compute",
          collection: "servers",
          where: { name: "pet" },
          set: { status: "SHUTOFF", updated: ago({ days: 1 }) },
        },
      ],
    },
    says: "1 stopped server (1 vCPU, 2 GiB of RAM)",
  },
  {
    check: "idle-cost",
    outcome: "ok",
    info: true,
    when: "an administrator looks at all projects",
    run: { allProjects: true },
    finds: ["all projects"],
    says: "all projects hold unused:",
  },
  {
    check: "idle-cost",
    outcome: "unknown",
    when: "a part cannot be read",
    as: "alice",
    demo: { faults: [{ path: "/volumes/detail", kind: "status", status: 500 }] },
    finds: ["acme"],
    says: "volumes: HTTP 500",
  },
];
