import type { DemoChange } from "../../../src/demo/change.ts";
import { server, volume } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const OWNER = "os-vol-tenant-attr:tenant_id";
const DB_01_DATA = "e4437317-dfcd-426f-9dfc-0e7f5613d64a";

function transfer(created_at: string, accepted: boolean): DemoChange {
  return {
    service: "block_storage",
    collection: "transfers",
    add: {
      id: "7ad3f6bb-3a94-4f4e-bd21-8c2cb0a01b10",
      name: "for-globex",
      volume_id: DB_01_DATA,
      source_project_id: ACME,
      destination_project_id: null,
      accepted,
      no_snapshots: false,
      created_at,
    },
  };
}

const ENCRYPTED: DemoChange = {
  service: "block_storage",
  collection: "types",
  where: { name: "fast" },
  set: {
    encryption: { provider: "luks", cipher: "aes-xts-plain64", key_size: 256, control_location: "front-end" },
  },
};

/** Scenarios of the checks of volumes. */
export const volumeScenarios: readonly Scenario[] = [
  { check: "volume-stuck", outcome: "ok", as: "alice" },
  {
    check: "volume-stuck",
    outcome: "warning",
    as: "alice",
    demo: { changes: [volume("logs", { status: "detaching", updated_at: zoneless({ minutes: 31 }) })] },
    finds: ["logs"],
    says: "volume logs has been detaching for 31m",
  },
  {
    check: "volume-stuck",
    outcome: "ok",
    as: "alice",
    when: "it has not lasted long enough",
    demo: { changes: [volume("logs", { status: "detaching", updated_at: zoneless({ minutes: 25 }) })] },
  },
  {
    check: "volume-stuck",
    outcome: "critical",
    run: { allProjects: true },
    demo: { changes: [volume("app-data", { status: "extending", updated_at: zoneless({ hours: 3 }) })] },
    finds: ["app-data"],
  },
  {
    check: "volume-stuck",
    outcome: "ok",
    as: "alice",
    when: "it is another project's",
    demo: { changes: [volume("app-data", { status: "extending", updated_at: zoneless({ hours: 3 }) })] },
  },
  { check: "volume-error", outcome: "ok", as: "adam" },
  {
    check: "volume-error",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [
        volume("logs", { status: "error_extending", updated_at: zoneless({ hours: 1 }) }),
        {
          service: "block_storage",
          collection: "messages",
          add: {
            id: "5506e117-a9ba-4a83-a7ca-b90a9b7c0de5",
            event_id: "VOLUME_VOLUME_002_003",
            message_level: "ERROR",
            resource_type: "VOLUME",
            resource_uuid: "db99a8eb-5d32-48d3-9747-e5569903e627",
            project_id: ACME,
            request_id: "req-1",
            user_message: "extend volume:Compute service failed to extend volume.",
            created_at: zoneless({ hours: 1 }),
            guaranteed_until: zoneless({ days: -29 }),
          },
        },
      ],
    },
    finds: ["logs"],
    says: "extend volume:Compute service failed to extend volume.",
  },
  {
    check: "volume-error",
    outcome: "critical",
    as: "alice",
    demo: { changes: [volume("logs", { status: "error", updated_at: zoneless({ hours: 25 }) })] },
  },
  { check: "volume-migration", outcome: "ok", run: { allProjects: true } },
  { check: "volume-migration", outcome: "not permitted", as: "alice" },
  {
    check: "volume-migration",
    outcome: "warning",
    run: { allProjects: true },
    when: "it failed",
    demo: {
      changes: [volume("logs", {
        "os-vol-mig-status-attr:migstat": "error",
        migration_status: "error",
        updated_at: zoneless({ hours: 1 }),
      })],
    },
    finds: ["logs"],
    says: "volume logs (10 GiB) has had the migration status error for 1h",
  },
  {
    check: "volume-migration",
    outcome: "critical",
    run: { allProjects: true },
    when: "it lasts",
    demo: {
      changes: [volume("logs", {
        "os-vol-mig-status-attr:migstat": "migrating",
        updated_at: zoneless({ hours: 25 }),
      })],
    },
  },
  {
    check: "volume-migration",
    outcome: "ok",
    run: { allProjects: true },
    when: "one is under way, its copy beside it",
    demo: {
      changes: [
        volume("logs", { "os-vol-mig-status-attr:migstat": "migrating", updated_at: zoneless({ hours: 3 }) }),
        volume("archive-2025", {
          "os-vol-mig-status-attr:migstat": "target:db99a8eb-5d32-48d3-9747-e5569903e627",
          updated_at: zoneless({ hours: 30 }),
        }),
      ],
    },
  },
  { check: "volume-unattached", outcome: "ok", as: "alice" },
  {
    check: "volume-unattached",
    outcome: "warning",
    as: "alice",
    demo: { changes: [volume("archive-2025", { updated_at: zoneless({ days: 21 }) })] },
    finds: ["archive-2025"],
    says: "volume archive-2025 (1 GiB) has been unattached for 21d",
  },
  {
    check: "volume-unattached",
    outcome: "critical",
    run: { allProjects: true },
    demo: { changes: [volume("orphaned", { updated_at: null, created_at: zoneless({ days: 61 }) })] },
    finds: ["orphaned"],
  },
  {
    check: "volume-unattached",
    outcome: "ok",
    as: "alice",
    when: "they are templates, await their transfer or are in use",
    demo: {
      changes: [
        volume("archive-2025", {
          name: "ubuntu-golden",
          bootable: "true",
          updated_at: zoneless({ days: 90 }),
        }),
        volume("cluster-disk", { metadata: { role: "template" }, updated_at: zoneless({ days: 90 }) }),
        volume("logs", { updated_at: zoneless({ days: 90 }) }),
        volume("staging-disk", {
          status: "awaiting-transfer",
          attachments: [],
          updated_at: zoneless({ days: 90 }),
        }),
      ],
    },
  },
  { check: "volume-unencrypted", outcome: "not applicable" },
  { check: "volume-unencrypted", outcome: "not permitted", as: "alice" },
  {
    check: "volume-unencrypted",
    outcome: "ok",
    info: true,
    run: { allProjects: true },
    demo: { changes: [ENCRYPTED] },
    finds: ["fast", "shared-disk", "standard"],
    says: "volume type standard keeps 5 volumes (57 GiB) unencrypted",
  },
  {
    check: "volume-unencrypted",
    outcome: "ok",
    info: true,
    as: "alice",
    when: "a volume of the project is encrypted",
    demo: {
      changes: [ENCRYPTED, ...["db-01-data", "db-02-data"].map((name) => volume(name, { encrypted: true }))],
    },
    run: { thresholds: { "volume-unencrypted": { open_types: ["shared-disk"] } } },
    finds: ["standard"],
  },
  {
    check: "volume-unencrypted",
    outcome: "ok",
    run: {
      allProjects: true,
      thresholds: { "volume-unencrypted": { open_types: ["fast", "shared-disk", "standard"] } },
    },
    demo: { changes: [ENCRYPTED] },
  },
  { check: "transfer-pending", outcome: "ok", as: "alice" },
  {
    check: "transfer-pending",
    outcome: "warning",
    as: "alice",
    demo: { changes: [transfer(zoneless({ days: 8 }), false)] },
    finds: ["for-globex"],
    says: "volume transfer for-globex has waited for 8d",
  },
  {
    check: "transfer-pending",
    outcome: "ok",
    when: "it was accepted",
    run: { allProjects: true },
    demo: { changes: [transfer(zoneless({ days: 8 }), true)] },
  },
  { check: "volume-orphan", outcome: "ok", run: { allProjects: true } },
  { check: "volume-orphan", outcome: "not applicable", when: "the report is on one project" },
  { check: "volume-orphan", outcome: "not permitted", as: "alice" },
  {
    check: "volume-orphan",
    outcome: "warning",
    run: { allProjects: true },
    demo: {
      changes: [
        volume("orphaned", { [OWNER]: "11112222333344445555666677778888" }),
        server("ci-runner", { tenant_id: "11112222333344445555666677778888" }),
      ],
    },
    finds: ["11112222333344445555666677778888"],
    says:
      "project 11112222333344445555666677778888 does not exist any more and owns 1 volume (40 GiB), 1 server",
  },
];
