import type { DemoChange } from "../../../src/demo/change.ts";
import type { Json } from "../../../src/demo/json.ts";
import { type Scenario, zoneless } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const OWNER = "os-vol-tenant-attr:tenant_id";
const SNAPSHOT_OWNER = "os-extended-snapshot-attributes:project_id";
const DB_01_DATA = "e4437317-dfcd-426f-9dfc-0e7f5613d64a";
const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
const NOBODY = "00000000-0000-4000-8000-000000000000";

function volume(name: string, set: Readonly<Record<string, Json>>): DemoChange {
  return { service: "block_storage", collection: "volumes", where: { name }, set };
}

function service(host: string, set: Readonly<Record<string, Json>>): DemoChange {
  return { service: "block_storage", collection: "services", where: { host }, set };
}

function pool(capabilities: Readonly<Record<string, Json>>): DemoChange {
  const name = "ctl-01@hdd#hdd";
  return { service: "block_storage", collection: "pools", where: { name }, set: { capabilities } };
}

function snapshot(set: Readonly<Record<string, Json>>): DemoChange {
  return { service: "block_storage", collection: "snapshots", where: { name: "db-01-nightly" }, set };
}

function backup(set: Readonly<Record<string, Json>>): DemoChange {
  return { service: "block_storage", collection: "backups", where: { name: "archive-backup" }, set };
}

function server(name: string, set: Readonly<Record<string, Json>>): DemoChange {
  return { service: "compute", collection: "servers", where: { name }, set };
}

/** The second backup service and the like: what is down is not the last of its kind. */
const SCHEDULERS: DemoChange = {
  service: "block_storage",
  collection: "services",
  where: { binary: "cinder-scheduler" },
  add: { host: "ctl-02" },
};

const serviceScenarios: readonly Scenario[] = [
  { check: "cinder-service-down", outcome: "ok" },
  { check: "cinder-service-down", outcome: "not permitted", as: "alice" },
  {
    check: "cinder-service-down",
    outcome: "warning",
    demo: { changes: [service("ctl-01@ssd", { state: "down", updated_at: zoneless({ minutes: 16 }) })] },
    finds: ["ctl-01@ssd"],
    says: "cinder-volume on ctl-01@ssd has been down for 16m",
  },
  {
    check: "cinder-service-down",
    outcome: "ok",
    when: "another of its kind is up, and it has been silent for less than 15 minutes",
    demo: { changes: [service("ctl-01@ssd", { state: "down", updated_at: zoneless({ minutes: 12 }) })] },
  },
  {
    check: "cinder-service-down",
    outcome: "critical",
    demo: {
      changes: [SCHEDULERS, {
        ...service("ctl-02", { state: "down", updated_at: zoneless({ minutes: 6 }) }),
      }],
    },
    finds: ["ctl-02"],
  },
  { check: "cinder-service-disabled", outcome: "ok" },
  {
    check: "cinder-service-disabled",
    outcome: "warning",
    demo: { changes: [service("ctl-01@hdd", { status: "disabled", disabled_reason: "disks are changed" })] },
    finds: ["ctl-01@hdd"],
    says: "has been disabled for a time that is not known: disks are changed",
  },
  { check: "cinder-backend-down", outcome: "ok" },
  {
    check: "cinder-backend-down",
    outcome: "critical",
    demo: { changes: [service("ctl-01@hdd", { backend_state: "down" })] },
    finds: ["ctl-01@hdd"],
    says: "volume service ctl-01@hdd has had its backend down",
  },
  { check: "cinder-pool", outcome: "ok" },
  {
    check: "cinder-pool",
    outcome: "warning",
    when: "it is full",
    demo: { changes: [pool({ total_capacity_gb: 100, free_capacity_gb: 19.5 })] },
    finds: ["ctl-01@hdd#hdd"],
    says: "storage pool ctl-01@hdd#hdd is 80.5 % full: 80.5 of 100 GiB",
  },
  {
    check: "cinder-pool",
    outcome: "critical",
    when: "it promised more than it may",
    demo: {
      changes: [pool({
        total_capacity_gb: 100,
        free_capacity_gb: 90,
        provisioned_capacity_gb: 1850,
        thin_provisioning_support: true,
        max_over_subscription_ratio: "20.0",
      })],
    },
    says: "is 92.5 % promised: 1850 of 2000 GiB",
  },
  {
    check: "cinder-pool",
    outcome: "ok",
    when: "it is just below the limit",
    demo: { changes: [pool({ total_capacity_gb: 1000, free_capacity_gb: 201 })] },
  },
  {
    check: "cinder-pool",
    outcome: "ok",
    info: true,
    when: "the driver has no figures",
    demo: { changes: [pool({ total_capacity_gb: "infinite", free_capacity_gb: "unknown" })] },
    finds: ["ctl-01@hdd#hdd"],
    says: "does not tell how full it is: its size is infinite, its free space unknown",
  },
  { check: "cinder-replication", outcome: "ok" },
  { check: "cinder-replication", outcome: "not permitted", as: "adam" },
  {
    check: "cinder-replication",
    outcome: "warning",
    when: "a backend failed over and is frozen",
    demo: {
      changes: [
        service("ctl-01@ssd", {
          replication_status: "failed-over",
          active_backend_id: "site-b",
          frozen: true,
        }),
      ],
    },
    finds: ["ctl-01@ssd"],
    says: "volume service ctl-01@ssd has failed over to site-b and is frozen",
  },
  {
    check: "cinder-replication",
    outcome: "warning",
    when: "a cluster lost a host",
    demo: {
      changes: [
        {
          service: "block_storage",
          collection: "clusters",
          add: {
            name: "one@ssd",
            binary: "cinder-volume",
            state: "up",
            status: "enabled",
            num_hosts: 2,
            num_down_hosts: 1,
            replication_status: "not-capable",
            frozen: false,
            active_backend_id: null,
            last_heartbeat: zoneless({ seconds: 5 }),
            created_at: zoneless({ days: 90 }),
            updated_at: zoneless({ seconds: 5 }),
            disabled_reason: null,
          },
        },
        // It is told of the cluster.
        service("ctl-01@ssd", { cluster: "one@ssd", frozen: true }),
      ],
    },
    finds: ["one@ssd"],
    says: "has 1 of 2 hosts down",
  },
];

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

const volumeScenarios: readonly Scenario[] = [
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

const attachmentScenarios: readonly Scenario[] = [
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    run: { allProjects: true },
  },
  { check: "volume-attach-mismatch", outcome: "ok", as: "alice" },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "it is in use without an attachment",
    demo: { changes: [volume("archive-2025", { status: "in-use", updated_at: zoneless({ hours: 1 }) })] },
    finds: ["archive-2025"],
    says: "volume archive-2025 (1 GiB) is in-use without an attachment",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "it is reserved for no server",
    demo: { changes: [volume("archive-2025", { status: "reserved", updated_at: zoneless({ hours: 1 }) })] },
    says: "is reserved, but for no server",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "it was reserved a moment ago",
    demo: { changes: [volume("archive-2025", { status: "reserved", updated_at: zoneless({ minutes: 2 }) })] },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "it is reserved for a shelved server",
    demo: {
      changes: [
        volume("archive-2025", { status: "reserved", updated_at: zoneless({ hours: 1 }) }),
        server("web-06", {
          "os-extended-volumes:volumes_attached": [
            { id: "016daaa7-df31-4f9e-894e-e6b428ef6b13", delete_on_termination: false },
          ],
        }),
        {
          service: "block_storage",
          collection: "attachments",
          add: {
            id: "2b1f6d2e-6e63-4c55-a2f1-4f3a5a0e8a11",
            status: "reserved",
            instance: "f1584c92-c9f3-464a-a4c6-e041e307ab10",
            volume_id: "016daaa7-df31-4f9e-894e-e6b428ef6b13",
          },
        },
      ],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "its server does not exist",
    demo: {
      changes: [
        volume("logs", {
          updated_at: zoneless({ hours: 1 }),
          attachments: [{ attachment_id: "a", volume_id: "v", server_id: NOBODY, device: "/dev/vdb" }],
        }),
        server("web-01", { "os-extended-volumes:volumes_attached": [] }),
        {
          service: "block_storage",
          collection: "attachments",
          where: { instance: WEB_01 },
          set: { instance: NOBODY },
        },
      ],
    },
    finds: ["logs"],
    says: `has an attachment to server ${NOBODY}, which does not exist`,
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "Nova does not know of it",
    demo: { changes: [server("web-01", { "os-extended-volumes:volumes_attached": [] })] },
    finds: ["logs"],
    says: "is attached to server web-01 in Cinder, but not in Nova",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "Nova is at it",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [],
        "OS-EXT-STS:task_state": "shelving",
      })],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    run: { allProjects: true },
    when: "a migration has a second volume for the server",
    demo: {
      changes: [{
        service: "block_storage",
        collection: "volumes",
        where: { name: "logs" },
        add: {
          id: "5a0b7f3c-6f0a-4a53-9d53-64d55a1a7e10",
          "os-vol-mig-status-attr:migstat": "target:db99a8eb-5d32-48d3-9747-e5569903e627",
        },
      }],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "critical",
    as: "alice",
    when: "more than five disagree",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [
          "db99a8eb-5d32-48d3-9747-e5569903e627",
          "016daaa7-df31-4f9e-894e-e6b428ef6b13",
          ...[1, 2, 3, 4, 5].map((one) => `00000000-0000-4000-8000-00000000000${one}`),
        ].map((id) => ({ id, delete_on_termination: false })),
      })],
    },
    says:
      "volume 00000000-0000-4000-8000-000000000001 is attached to server web-01 in Nova, but Cinder does not list it",
  },
  { check: "volume-delete-with-server", outcome: "ok", as: "alice" },
  {
    check: "volume-delete-with-server",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [
          { id: "db99a8eb-5d32-48d3-9747-e5569903e627", delete_on_termination: true },
        ],
      })],
    },
    finds: ["logs"],
    says: "volume logs (10 GiB) is deleted with server web-01 and has no copy",
  },
  {
    check: "volume-delete-with-server",
    outcome: "ok",
    as: "alice",
    when: "it is the root disk, or there is a snapshot of it",
    demo: {
      changes: [
        server("pet", {
          "os-extended-volumes:volumes_attached": [
            { id: "4cb5ec6f-60cf-473c-951a-1b6d8034bc93", delete_on_termination: true },
          ],
        }),
        server("db-01", {
          "os-extended-volumes:volumes_attached": [{ id: DB_01_DATA, delete_on_termination: true }],
        }),
      ],
    },
  },
];

/** A full backup of db-01-data, and increments on it, one a day. */
function chain(increments: number, full: Readonly<Record<string, Json>> = {}): DemoChange[] {
  const backups = Array.from({ length: increments + 1 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    name: `db-01-${at}`,
    volume_id: DB_01_DATA,
    is_incremental: at > 0,
    data_timestamp: zoneless({ days: increments - at }),
    created_at: zoneless({ days: increments - at }),
    ...(at === 0 ? full : {}),
  }));
  return backups.map((add) => ({
    service: "block_storage",
    collection: "backups",
    where: { name: "archive-backup" },
    add,
  }));
}

const copyScenarios: readonly Scenario[] = [
  { check: "volume-no-backup", outcome: "ok", as: "alice" },
  {
    check: "volume-no-backup",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ created_at: zoneless({ days: 8 }) })] },
    finds: ["db-01-data"],
    says: "volume db-01-data (20 GiB) was copied 8d ago for the last time",
  },
  {
    check: "volume-no-backup",
    outcome: "warning",
    when: "there is no copy at all",
    as: "alice",
    demo: { changes: [volume("logs", { created_at: zoneless({ days: 8 }) })] },
    finds: ["logs"],
    says: "volume logs (10 GiB) has existed for 8d and has neither a backup nor a snapshot",
  },
  {
    check: "volume-no-backup",
    outcome: "critical",
    as: "alice",
    demo: { changes: [volume("logs", { created_at: zoneless({ days: 366 }) })] },
    finds: ["logs"],
  },
  {
    check: "volume-no-backup",
    outcome: "warning",
    as: "alice",
    when: "the only copy failed",
    demo: {
      changes: [
        volume("db-01-data", { created_at: zoneless({ days: 8 }) }),
        snapshot({ status: "error" }),
      ],
    },
    finds: ["db-01-data"],
  },
  { check: "snapshot-stuck", outcome: "ok", as: "alice" },
  {
    check: "snapshot-stuck",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ status: "creating", updated_at: zoneless({ minutes: 31 }) })] },
    finds: ["db-01-nightly"],
  },
  {
    check: "snapshot-stuck",
    outcome: "critical",
    as: "alice",
    demo: { changes: [snapshot({ status: "error_deleting", updated_at: zoneless({ minutes: 1 }) })] },
    says: "snapshot db-01-nightly has been in error_deleting for 1m",
  },
  { check: "snapshot-old", outcome: "ok", as: "alice" },
  {
    check: "snapshot-old",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ created_at: zoneless({ days: 91 }) })] },
    finds: ["db-01-nightly"],
    says: "snapshot db-01-nightly is 91d old",
  },
  {
    check: "snapshot-old",
    outcome: "ok",
    as: "alice",
    when: "it is another project's",
    demo: {
      changes: [snapshot({
        created_at: zoneless({ days: 91 }),
        [SNAPSHOT_OWNER]: "ad4aa8bd80aa4721bda7c33f83ec5cdb",
      })],
    },
  },
  { check: "backup-error", outcome: "ok", as: "alice" },
  {
    check: "backup-error",
    outcome: "warning",
    as: "alice",
    demo: { changes: [backup({ status: "creating", updated_at: zoneless({ hours: 5 }) })] },
    finds: ["archive-backup"],
  },
  {
    check: "backup-error",
    outcome: "critical",
    as: "alice",
    demo: {
      changes: [
        backup({ status: "error", fail_reason: "the store is full", updated_at: zoneless({ days: 2 }) }),
      ],
    },
    says: "backup archive-backup has been in error for 2d: the store is full",
  },
  { check: "backup-chain", outcome: "ok", as: "alice" },
  {
    check: "backup-chain",
    outcome: "ok",
    as: "alice",
    when: "it is short enough",
    demo: { changes: chain(30) },
  },
  {
    check: "backup-chain",
    outcome: "warning",
    as: "alice",
    when: "it is long",
    demo: { changes: chain(31) },
    finds: ["db-01-31"],
    says: "is the last of 31 incremental backups on one full backup",
  },
  {
    check: "backup-chain",
    outcome: "warning",
    as: "alice",
    when: "its beginning failed",
    demo: { changes: chain(2, { status: "error" }) },
    finds: ["db-01-2"],
    says: "2 incremental backups without a full backup that is available",
  },
];

/** Scenarios of the checks of Cinder. */
export const storageScenarios: readonly Scenario[] = [
  ...serviceScenarios,
  ...volumeScenarios,
  ...attachmentScenarios,
  ...copyScenarios,
];
