/** Checks of Manila: shares with their replicas and instances, and its backends for administrators.
 *
 * @module
 */
import type { ShareInstance, ShareService } from "../../openstack/shared_file_system/types.ts";
import { type Check, check, type Draft, type RunContext } from "../check.ts";
import type { HealthShare } from "../collections/shared_file_system.ts";
import { command } from "../command.ts";
import { duration, held, heldAsSeen, resourceOf } from "../lasting.ts";
import { poolUse } from "../pool_use.ts";
import type { EvidenceValue, FoundResource } from "../report.ts";

/** A share, or a copy of its data. */
interface Watched {
  readonly resource: FoundResource;
  readonly status: string;
  /** Since when it may be in this state, where Manila tells. */
  readonly since: string | undefined;
  readonly evidence: Readonly<Record<string, EvidenceValue | undefined>>;
}

const MOVING = new Set([
  "creating",
  "creating_from_snapshot",
  "deleting",
  "extending",
  "shrinking",
  "manage_starting",
  "unmanage_starting",
  "migrating",
  "migrating_to",
  "server_migrating",
  "server_migrating_to",
  "reverting",
  "replication_change",
  "backup_creating",
  "backup_restoring",
  "out_of_sync",
]);

const NEXT: Readonly<Record<string, readonly string[]>> = {
  "share": ["openstack", "share", "show"],
  "share replica": ["openstack", "share", "replica", "show"],
  "share instance": ["openstack", "share", "instance", "show"],
};

const error = check({
  id: "share-error",
  area: "shared_file_system",
  title: "Shares, replicas and instances in error or in between",
  data: ["shares"],
  optional: ["shareReplicas", "shareInstances"],
  needs: "reader",
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 30 },
  remedy:
    "Read Manila's messages and the log of the share service; repair what they name, then reset the status.",
  next: ({ kind, id }) => command(...NEXT[kind] ?? [], id),
  run(data, ctx) {
    const shares = data.all("shares");
    const byId = new Map(shares.map((share) => [share.id, share]));
    const replicas = (data.maybe("shareReplicas") ?? []).filter(({ shareId }) => byId.has(shareId ?? ""));
    const told = new Set([
      ...replicas.map(({ id }) => id),
      // Where the share itself is told its instance is no news.
      ...shares.filter(({ status }) => isTrouble(status)).map(({ id }) => id),
    ]);
    const instances = (data.maybe("shareInstances") ?? []).filter(({ id, shareId = "" }) =>
      byId.has(shareId) && !told.has(id) && !told.has(shareId)
    );
    return [
      ...shares.map(watchedShare),
      ...replicas.map((one) => watchedCopy("share replica", one, byId.get(one.shareId ?? ""))),
      ...instances.map((one) => watchedCopy("share instance", one, byId.get(one.shareId ?? ""))),
    ].flatMap((watched) => stateDraft(watched, duration(ctx, "warning_minutes"), ctx));
  },
});

function isTrouble(status = ""): boolean {
  return status.includes("error") || MOVING.has(status);
}

function watchedShare(share: HealthShare): Watched {
  const { status = "", availabilityZone: zone, host, createdAt } = share;
  return {
    resource: { ...resourceOf("share", share), ...placeOf(zone, host) },
    status,
    // Manila tells no other time of a share.
    since: status.startsWith("creating") ? createdAt : undefined,
    evidence: { status, size_gib: share.sizeGb, created_at: createdAt },
  };
}

function watchedCopy(kind: string, copy: ShareInstance, share: HealthShare | undefined): Watched {
  const { id, status = "", replicaState = "", availabilityZone: zone, host, updatedAt, createdAt } = copy;
  // A replica that works can be behind, or have lost its way.
  const worse = isTrouble(status) || !isTrouble(replicaState) ? status : replicaState;
  return {
    resource: { ...resourceOf(kind, { id, projectId: share?.projectId }), ...placeOf(zone, host) },
    status: worse,
    since: worse === status
      ? updatedAt ?? (status.startsWith("creating") ? createdAt : undefined)
      : undefined,
    evidence: {
      status,
      replica_state: copy.replicaState,
      share_id: copy.shareId,
      share: share?.name,
      updated_at: updatedAt,
    },
  };
}

function placeOf(zone: string | undefined, host: string | undefined): Pick<FoundResource, "zone" | "host"> {
  return { ...(zone === undefined ? {} : { zone }), ...(host === undefined ? {} : { host }) };
}

/** What is in error is lost at once; what is in between may take its time. */
function stateDraft(
  { resource, status, since, evidence }: Watched,
  warningMs: number,
  ctx: Pick<RunContext, "now" | "sighted">,
): Draft[] {
  if (!isTrouble(status)) return [];
  const failed = status.includes("error");
  const limits = failed ? { criticalMs: 0 } : { warningMs };
  const found = since === undefined
    ? heldAsSeen(ctx, `${resource.id}/${status}`, limits)
    : held(since, ctx.now, limits);
  if (!found) return [];
  return [{
    ...found,
    text: `${resource.kind} ${resource.name} has been ${failed ? `in ${status}` : status} ${found.words}`,
    resource,
    evidence,
  }];
}

function serviceResource({ id, host, zone }: ShareService): FoundResource {
  return { kind: "share service", id, name: host ?? id, ...placeOf(zone, host) };
}

const backend = check({
  id: "share-backend",
  area: "shared_file_system",
  title: "Share services that are down, and share pools that are nearly full",
  data: ["shareServices", "sharePools"],
  severities: ["info", "warning", "critical"],
  thresholds: { critical_minutes: 5, warning_percent: 80 },
  remedy: "Look at the host and its storage; add storage or clean up where a pool is full.",
  next: ({ kind, host, name }) =>
    kind === "share pool"
      ? command("openstack", "share", "pool", "list", "--detail")
      : command("openstack", "share", "service", "list", "--host", host ?? name),
  run(data, ctx) {
    const down = data.all("shareServices").filter(({ status, state }) =>
      status === "enabled" && state !== "up"
    );
    return [
      ...down.flatMap((service): Draft[] => {
        const { binary, host, zone, status, state, updatedAt } = service;
        const found = held(updatedAt, ctx.now, { criticalMs: duration(ctx, "critical_minutes") });
        if (!found) return [];
        const resource = serviceResource(service);
        return [{
          severity: found.severity,
          text: `${binary ?? resource.kind} on ${resource.name} has been down ${found.words}`,
          resource,
          since: found.since,
          evidence: { binary, host, zone, status, state, updated_at: updatedAt },
        }];
      }),
      ...poolUse(data.all("sharePools"), { kind: "share pool", warning: ctx.limit("warning_percent") }, ctx),
    ];
  },
});

/** The checks of this area. */
export const sharedFileSystemChecks: readonly Check[] = [error, backend];
