/** Checks of Cinder's services, backends and pools, for administrators.
 *
 * @module
 */
import type { VolumeCluster, VolumeService } from "../../openstack/block_storage/types.ts";
import { type Check, check, type Draft, notApplicable, type RunContext } from "../check.ts";
import { command } from "../command.ts";
import { serviceDown } from "../down_services.ts";
import { heldAsSeen, lasting } from "../lasting.ts";
import { poolUse } from "../pool_use.ts";
import type { FoundResource } from "../report.ts";

/** Without it no volume can be made. */
const VITAL = "cinder-scheduler";

function serviceResource({ binary, host, zone }: VolumeService): FoundResource {
  return {
    kind: "volume service",
    id: `${binary}@${host}`,
    name: host,
    host,
    ...(zone === undefined ? {} : { zone }),
  };
}

function serviceEvidence({ binary, zone, status, state, backendState, updatedAt }: VolumeService) {
  return { binary, zone, status, state, backend_state: backendState, updated_at: updatedAt };
}

function listServices({ host, name }: FoundResource): string {
  return command("openstack", "volume", "service", "list", "--host", host ?? name);
}

const down = serviceDown({
  id: "cinder-service-down",
  area: "storage",
  title: "Volume services that are down",
  data: "volumeServices",
  remedy: "Look at the host, its connection to the message bus and to its storage, and its clock.",
  next: listServices,
  matches: ({ status }) => status === "enabled",
  watch: (service) => ({
    resource: serviceResource(service),
    kind: service.binary,
    up: service.state === "up",
    lastSeen: service.updatedAt,
    evidence: serviceEvidence(service),
  }),
  vital: (kind) => kind === VITAL,
});

const disabled = lasting({
  id: "cinder-service-disabled",
  area: "storage",
  title: "Volume services that are disabled",
  data: "volumeServices",
  limits: { warning_hours: 24 },
  remedy: "Enable it when the work on it is done, or remove it.",
  next: listServices,
  matches: ({ status }) => status === "disabled",
  resource: serviceResource,
  subject: ({ binary, host }) => `${binary} on ${host}`,
  says: () => "has been disabled",
  because: ({ disabledReason }) => disabledReason,
  evidence: (service) => ({ ...serviceEvidence(service), disabled_reason: service.disabledReason }),
});

const backendDown = check({
  id: "cinder-backend-down",
  area: "storage",
  title: "Storage backends that their volume service cannot use",
  data: ["volumeServices"],
  severities: ["critical"],
  thresholds: {},
  remedy: "Look at the storage and at the log of its volume service: the service runs, its backend does not.",
  next: ({ host, name }) =>
    command(
      "openstack",
      "--os-volume-api-version",
      "3.49",
      "volume",
      "service",
      "list",
      "--host",
      host ?? name,
    ),
  run(data, ctx) {
    const services = data.all("volumeServices").filter(({ binary }) => binary === "cinder-volume");
    if (services.length > 0 && services.every(({ backendState }) => backendState === undefined)) {
      return notApplicable("this Cinder does not tell the state of its backends (3.49 does)");
    }
    return services.filter(({ backendState }) => backendState === "down").flatMap((service): Draft[] => {
      const resource = serviceResource(service);
      const found = heldAsSeen(ctx, resource.id, { criticalMs: 0 });
      if (!found) return [];
      const { severity, since, sinceFirstSeen, words } = found;
      return [{
        severity,
        text: `volume service ${service.host} has had its backend down ${words}`,
        resource,
        since,
        sinceFirstSeen,
        evidence: serviceEvidence(service),
      }];
    });
  },
});

const pool = check({
  id: "cinder-pool",
  area: "storage",
  topic: "capacity",
  title: "Storage pools that are nearly full or promised",
  data: ["pools"],
  severities: ["info", "warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 90 },
  remedy: "Add storage, retype volumes to another pool, or clean up.",
  next: () => command("openstack", "volume", "backend", "pool", "list", "--long"),
  run: (data, ctx) =>
    poolUse(data.all("pools"), {
      kind: "storage pool",
      warning: ctx.limit("warning_percent"),
      critical: ctx.limit("critical_percent"),
    }, ctx),
});

/** What a service tells of itself, and a cluster of all of its services. */
type Replicated =
  & Pick<VolumeCluster, "replicationStatus" | "activeBackendId" | "frozen" | "updatedAt">
  & Partial<Pick<VolumeCluster, "hosts" | "downHosts">>;

const TROUBLED: Readonly<Record<string, string>> = {
  "failed-over": "has failed over",
  "failing-over": "is failing over",
  "failover-error": "could not fail over",
  "error": "has its replication in error",
};

function replicationTroubles({ replicationStatus, activeBackendId, frozen, hosts, downHosts }: Replicated) {
  const words = TROUBLED[replicationStatus ?? ""];
  const target = activeBackendId === undefined ? "" : ` to ${activeBackendId}`;
  return [
    ...(words === undefined ? [] : [`${words}${replicationStatus === "failed-over" ? target : ""}`]),
    ...(frozen ? ["is frozen: nothing can be made or deleted there"] : []),
    ...(downHosts ? [`has ${downHosts} of ${hosts ?? "its"} hosts down`] : []),
  ];
}

const replication = check({
  id: "cinder-replication",
  area: "storage",
  title: "Backends that failed over or are frozen, and clusters with hosts down",
  data: ["volumeServices", "volumeClusters"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Repair the first site, then fail back and thaw the backend; start the services that are down.",
  next: ({ kind, name, host }) =>
    kind === "volume cluster"
      ? command("openstack", "--os-volume-api-version", "3.26", "block", "storage", "cluster", "show", name)
      : command("openstack", "volume", "service", "list", "--host", host ?? name),
  run(data, ctx) {
    const clusters = data.all("volumeClusters").filter(({ status }) => status !== "disabled");
    const clustered = new Set(clusters.map(({ name }) => name));
    // What its services tell is told of their cluster.
    const alone = data.all("volumeServices").filter(({ cluster }) => !clustered.has(cluster ?? ""));
    return [
      ...clusters.flatMap((cluster) => replicationDraft(clusterResource(cluster), cluster, ctx)),
      ...alone.flatMap((service) => replicationDraft(serviceResource(service), service, ctx)),
    ];
  },
});

function clusterResource({ binary = "cluster", name }: VolumeCluster): FoundResource {
  return { kind: "volume cluster", id: `${binary}@${name}`, name };
}

function replicationDraft(
  resource: FoundResource,
  told: Replicated,
  ctx: Pick<RunContext, "now" | "sighted">,
): Draft[] {
  const troubles = replicationTroubles(told);
  if (troubles.length === 0) return [];
  const found = heldAsSeen(ctx, resource.id, { warningMs: 0 });
  if (!found) return [];
  const { words, ...when } = found;
  return [{
    ...when,
    text: `${resource.kind} ${resource.name} ${troubles.join(" and ")}, ${words}`,
    resource,
    evidence: {
      replication_status: told.replicationStatus,
      active_backend_id: told.activeBackendId,
      frozen: told.frozen,
      num_down_hosts: told.downHosts,
      updated_at: told.updatedAt,
    },
  }];
}

/** The checks of Cinder's services, backends and pools. */
export const volumeServiceChecks: readonly Check[] = [
  down,
  disabled,
  backendDown,
  pool,
  replication,
];
