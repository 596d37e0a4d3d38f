import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

function service(host: string, set: Fields): DemoChange {
  return { service: "block_storage", collection: "services", where: { host }, set };
}

function pool(capabilities: Fields): DemoChange {
  const name = "ctl-01@hdd#hdd";
  return { service: "block_storage", collection: "pools", where: { name }, set: { capabilities } };
}

/** The second backup service and the like: what is down is not the last of its kind. */
const SCHEDULERS: DemoChange = {
  service: "block_storage",
  collection: "services",
  where: { binary: "cinder-scheduler" },
  add: { host: "ctl-02" },
};

/** Scenarios of the checks of Cinder's services, backends and pools. */
export const volumeServiceScenarios: readonly Scenario[] = [
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
