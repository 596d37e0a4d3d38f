import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

const TEAM_FILES = "3ec37884-3479-4ffd-9323-f30717a2ca30";

function share(set: Fields): DemoChange {
  return { service: "share", collection: "shares", where: { name: "team-files" }, set };
}

function replica(add: Fields): DemoChange {
  return {
    service: "share",
    collection: "replicas",
    add: {
      id: "9c1b5d3e-0d34-4f10-b7a8-3e1d3f1f2a10",
      share_id: TEAM_FILES,
      status: "available",
      replica_state: "in_sync",
      availability_zone: "nova",
      created_at: zoneless({ days: 3 }),
      updated_at: zoneless({ days: 3 }),
      ...add,
    },
  };
}

function pool(capabilities: Fields): DemoChange {
  return { service: "share", collection: "pools", where: { backend: "nfs1" }, set: { capabilities } };
}

/** Scenarios of the checks of Manila. */
export const sharedFileSystemScenarios: readonly Scenario[] = [
  { check: "share-error", outcome: "ok", as: "alice" },
  { check: "share-error", outcome: "ok", run: { allProjects: true } },
  {
    check: "share-error",
    outcome: "critical",
    as: "alice",
    demo: { changes: [share({ status: "shrinking_possible_data_loss_error" })] },
    finds: ["team-files"],
    says: "share team-files has been in shrinking_possible_data_loss_error",
  },
  {
    check: "share-error",
    outcome: "warning",
    as: "alice",
    when: "it is being made for too long",
    demo: { changes: [share({ status: "creating", created_at: zoneless({ minutes: 31 }) })] },
    finds: ["team-files"],
    says: "share team-files has been creating for 31m",
  },
  {
    check: "share-error",
    outcome: "ok",
    as: "alice",
    when: "it is being made",
    demo: { changes: [share({ status: "creating", created_at: zoneless({ minutes: 25 }) })] },
  },
  {
    check: "share-error",
    outcome: "critical",
    as: "alice",
    when: "a replica failed",
    demo: { changes: [replica({ replica_state: "error" })] },
    finds: ["9c1b5d3e-0d34-4f10-b7a8-3e1d3f1f2a10"],
    says: "share replica 9c1b5d3e-0d34-4f10-b7a8-3e1d3f1f2a10 has been in error",
  },
  {
    check: "share-error",
    outcome: "ok",
    as: "alice",
    when: "the replica is of another project's share",
    demo: { changes: [replica({ share_id: "00000000-0000-4000-8000-000000000000", status: "error" })] },
  },
  {
    check: "share-error",
    outcome: "critical",
    run: { allProjects: true },
    when: "an instance failed, the share did not",
    demo: { changes: [share({ instance: { status: "error", updated_at: zoneless({ hours: 2 }) } })] },
    finds: ["0f6e3c7a-3479-4ffd-9323-f30717a2ca30"],
    says: "has been in error for 2h",
  },
  { check: "share-backend", outcome: "ok" },
  { check: "share-backend", outcome: "not permitted", as: "alice" },
  {
    check: "share-backend",
    outcome: "critical",
    demo: {
      changes: [{
        service: "share",
        collection: "services",
        where: { binary: "manila-share" },
        set: { state: "down", updated_at: zoneless({ minutes: 6 }) },
      }],
    },
    finds: ["ctl-01@nfs1"],
    says: "manila-share on ctl-01@nfs1 has been down for 6m",
  },
  {
    check: "share-backend",
    outcome: "warning",
    demo: { changes: [pool({ total_capacity_gb: 100, free_capacity_gb: 20 })] },
    finds: ["ctl-01@nfs1#fake_pool_for_nfs1"],
    says: "share pool ctl-01@nfs1#fake_pool_for_nfs1 is 80 % full: 80 of 100 GiB",
  },
  {
    check: "share-backend",
    outcome: "ok",
    info: true,
    demo: { changes: [pool({ total_capacity_gb: "unknown", free_capacity_gb: "unknown" })] },
    says: "does not tell how full it is",
  },
];
