/** Checks of servers that move, and of where they may stand: migrations, evacuations, anti-affinity.
 *
 * @module
 */
import type { ComputeService, Migration, ServerGroup } from "../../openstack/compute/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthServer } from "../collections/compute.ts";
import { command } from "../command.ts";
import { duration, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { isCompute, serviceResource } from "./compute.ts";

function migrationResource({ id, uuid, serverId, projectId, sourceCompute }: Migration): FoundResource {
  return {
    kind: "migration",
    id: uuid ?? id,
    name: serverId === undefined ? id : `of server ${serverId}`,
    ...(projectId === undefined ? {} : { project: projectId }),
    ...(sourceCompute === undefined ? {} : { host: sourceCompute }),
  };
}

function migrationEvidence(migration: Migration) {
  return {
    server: migration.serverId,
    type: migration.type,
    status: migration.status,
    source: migration.sourceCompute,
    destination: migration.destCompute,
    created_at: migration.createdAt,
    updated_at: migration.updatedAt,
  };
}

const stuck = lasting({
  id: "nova-migration-stuck",
  area: "compute",
  title: "Migrations that do not end",
  data: "movingMigrations",
  limits: { warning_hours: 1, critical_hours: 4 },
  remedy: "Abort it or force it to complete; look at both hosts.",
  next: ({ host }) =>
    command("openstack", "server", "migration", "list", ...host === undefined ? [] : ["--host", host]),
  matches: () => true,
  since: (migration) => migration.createdAt,
  resource: migrationResource,
  says: (migration) => `has been under way (${migration.status})`,
  evidence: migrationEvidence,
});

const FAILED = new Set(["error", "failed"]);

const failed = check({
  id: "nova-migration-error",
  area: "compute",
  title: "Migrations that failed within a day",
  data: ["recentMigrations"],
  severities: ["warning", "critical"],
  thresholds: { window_hours: 24, critical_count: 5 },
  remedy: "Read the server's events and the logs of both hosts.",
  run(data, ctx) {
    const failed = data.all("recentMigrations").filter((migration) => {
      const ended = parseTime(migration.updatedAt ?? migration.createdAt);
      return FAILED.has(migration.status ?? "") &&
        (ended === undefined || ctx.now - ended <= duration(ctx, "window_hours"));
    });
    const severity = failed.length > ctx.limit("critical_count") ? "critical" : "warning";
    return failed.map((migration): Draft => {
      const resource = migrationResource(migration);
      const { serverId } = migration;
      return {
        severity,
        text: `${migration.type ?? "migration"} ${resource.name} failed (${migration.status})`,
        resource,
        since: parseTime(migration.updatedAt ?? migration.createdAt),
        evidence: migrationEvidence(migration),
        ...(serverId === undefined
          ? {}
          : { next: command("openstack", "server", "event", "list", serverId) }),
      };
    });
  },
});

const leftover = check({
  id: "nova-evacuate-leftover",
  area: "compute",
  title: "Hosts that are still down after their servers were evacuated",
  data: ["uncleanEvacuations", "computeServices"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Repair the host and restart its nova-compute, which removes what is left of the servers; or delete the service.",
  next: ({ name }) =>
    command("openstack", "server", "migration", "list", "--host", name, "--type", "evacuation"),
  run(data, ctx) {
    const services = data.all("computeServices").filter((service) => isCompute(service) && !service.partial);
    const bySource = Map.groupBy(data.all("uncleanEvacuations"), ({ sourceCompute }) => sourceCompute ?? "");
    return services.flatMap((service): Draft[] => {
      const left = bySource.get(service.host) ?? [];
      const isBack = service.state === "up" && service.forcedDown !== true;
      return left.length === 0 || isBack ? [] : [evacuated(service, left, ctx.now)];
    });
  },
});

function evacuated(service: ComputeService, left: readonly Migration[], now: number): Draft {
  const times = left.flatMap(({ updatedAt, createdAt }) => parseTime(updatedAt ?? createdAt) ?? []);
  const since = times.length === 0 ? undefined : Math.min(...times);
  const servers = new Set(left.flatMap(({ serverId }) => serverId ?? []));
  const when = since === undefined ? "" : ` ${age(Math.max(0, now - since))} ago`;
  const count = servers.size === 1 ? "1 server was" : `${servers.size} servers were`;
  return {
    severity: "warning",
    text: `host ${service.host} is still down: ${count} evacuated from it, the first${when}`,
    resource: serviceResource(service),
    since,
    evidence: {
      servers: servers.size,
      server_ids: [...servers].slice(0, 20),
      state: service.state,
      forced_down: service.forcedDown,
    },
  };
}

const antiAffinity = check({
  id: "nova-antiaffinity",
  area: "compute",
  title: "Server groups whose servers share a host although they must not",
  data: ["serverGroups", "servers"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Migrate one of the servers, so that the loss of one host cannot take them all.",
  next: ({ id }) => command("openstack", "server", "group", "show", id),
  run(data) {
    const servers = new Map(data.all("servers").map((server) => [server.id, server]));
    return data.all("serverGroups").flatMap((group) => crowded(group, servers));
  },
});

/** What a group with such a policy is: a promise, or a wish. */
const APART: Readonly<Record<string, "critical" | "warning">> = {
  "anti-affinity": "critical",
  "soft-anti-affinity": "warning",
};

/** Without an administrator's role the host has no name, but its id tells as well which servers share one. */
function crowded(group: ServerGroup, servers: ReadonlyMap<string, HealthServer>): Draft[] {
  const { policy = "", maxServersPerHost = 1, members = [] } = group;
  const severity = APART[policy];
  if (severity === undefined) return [];
  const placed = members.flatMap((id) => servers.get(id) ?? []);
  const hosts = Map.groupBy(placed, ({ host, hostId }) => host ?? hostId ?? "");
  hosts.delete("");
  const full = [...hosts.values()].filter((those) => those.length > maxServersPerHost);
  if (full.length === 0) return [];
  const resource = resourceOf("server group", group);
  const told = full.map((those) => `${namesOf(those).join(", ")} on ${those[0]?.host ?? "one host"}`);
  return [{
    severity,
    text: `server group ${resource.name} (${policy}) has servers on the same host: ${told.join("; ")}`,
    resource,
    evidence: {
      policy,
      max_server_per_host: maxServersPerHost,
      hosts: full.map(([first]) => first?.host ?? first?.hostId ?? ""),
      servers: full.flatMap(namesOf),
    },
  }];
}

function namesOf(servers: readonly HealthServer[]): string[] {
  return servers.map(({ name, id }) => name ?? id).sort();
}

/** The checks of this file. */
export const migrationChecks: readonly Check[] = [stuck, failed, leftover, antiAffinity];
