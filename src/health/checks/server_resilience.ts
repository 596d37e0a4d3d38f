/** Checks of what would be lost with a server, a host or a zone.
 *
 * @module
 */
import { parseTime } from "../../text/time.ts";
import type { HealthServer } from "../collections/compute.ts";
import type { Item } from "../collections/mod.ts";
import { type Check, check, type Draft } from "../check.ts";
import { command } from "../command.ts";
import { duration, type Held, held } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { isSettled, serverResource } from "../server_resource.ts";
import { dataTime, isWhole } from "../volume_copies.ts";

/** A copy of a server, or of one of its volumes. */
interface Copy {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly at: string | undefined;
}

/** The newest copy of each thing. */
class Copies {
  readonly #newest = new Map<string, Copy>();

  add(of: string | undefined, copy: Copy): void {
    if (of === undefined) return;
    const newest = newer(this.#newest.get(of), copy);
    if (newest) this.#newest.set(of, newest);
  }

  of(server: HealthServer): Copy | undefined {
    return [server.id, ...server.volumeIds].map((id) => this.#newest.get(id)).reduce(newer, undefined);
  }
}

function newer(a: Copy | undefined, b: Copy | undefined): Copy | undefined {
  if (!a || !b) return a ?? b;
  return (parseTime(b.at) ?? 0) > (parseTime(a.at) ?? 0) ? b : a;
}

function copyOf(
  kind: string,
  { id, name }: { readonly id: string; readonly name: string | undefined },
  at: string | undefined,
): Copy {
  return { kind, id, name: name ?? id, at };
}

function lacksCopy(server: HealthServer, copy: Copy | undefined, found: Held): Draft {
  const resource = serverResource(server);
  const text = copy
    ? `has had no new backup, snapshot or image ${found.words}: the newest is ${copy.kind} ${copy.name}`
    : `has existed ${found.words} and has no backup, snapshot or image of its own`;
  return {
    severity: found.severity,
    text: `server ${resource.name} ${text}`,
    resource,
    since: found.since,
    evidence: {
      created: server.created,
      volumes: server.volumeIds.length,
      newest_copy: copy?.id,
      newest_copy_kind: copy?.kind,
      newest_copy_at: copy?.at,
    },
  };
}

/** What copies are made from. */
interface CopySources {
  readonly images: readonly Item<"images">[];
  readonly snapshots: readonly Item<"snapshots">[] | undefined;
  readonly backups: readonly Item<"backups">[] | undefined;
}

function copiesOf({ images, snapshots = [], backups = [] }: CopySources): Copies {
  const copies = new Copies();
  for (const image of images.filter(({ status }) => status === "active")) {
    copies.add(image.serverId, copyOf("image", image, image.createdAt));
  }
  for (const snapshot of snapshots.filter(isWhole)) {
    copies.add(snapshot.volumeId, copyOf("snapshot", snapshot, snapshot.createdAt));
  }
  for (const backup of backups.filter(isWhole)) {
    copies.add(backup.volumeId, copyOf("backup", backup, dataTime(backup)));
  }
  return copies;
}

const noBackup = check({
  id: "server-no-backup",
  area: "instances",
  title: "Servers without a recent backup",
  data: ["servers", "images"],
  optional: ["snapshots", "backups"],
  severities: ["warning", "critical"],
  // A server that lived so long without any copy is no throw-away.
  thresholds: { warning_days: 7, critical_days: 365 },
  remedy:
    "Make a backup of its volumes, or an image of the server; leave out by an ignore rule what can be made anew.",
  next: ({ id }) => command("openstack", "image", "list", "--property", `instance_uuid=${id}`),
  run(data, ctx) {
    const parts = { snapshots: data.maybe("snapshots"), backups: data.maybe("backups") };
    const copies = copiesOf({ images: data.all("images"), ...parts });
    const limits = { warningMs: duration(ctx, "warning_days"), criticalMs: duration(ctx, "critical_days") };
    const lacking = data.all("servers").filter(isSettled).flatMap((server) => {
      const copy = copies.of(server);
      const found = copy
        ? held(copy.at, ctx.now, { warningMs: limits.warningMs })
        : held(server.created, ctx.now, limits);
      return found ? [{ server, copy, found }] : [];
    });
    // Volumes may have copies that could not be read: of their servers nothing is known then.
    const isUnknown = (server: HealthServer) =>
      (!parts.snapshots || !parts.backups) && server.volumeIds.length > 0;
    const unknown = lacking.filter(({ server }) => isUnknown(server)).length;
    if (unknown > 0) {
      ctx.incomplete("copies of volumes", `${unknown} servers may have some that cannot be read`);
    }
    return lacking.filter(({ server }) => !isUnknown(server))
      .map(({ server, copy, found }) => lacksCopy(server, copy, found));
  },
});

/** Servers that stand in for each other. */
interface Team {
  readonly resource: FoundResource;
  readonly servers: readonly HealthServer[];
  readonly next: string;
}

/** What stands before the number of a server among its likes: `web-` of `web-01`. */
function stemOf(name: string | undefined): string | undefined {
  const stem = /^(.*\D)\d+$/.exec(name ?? "")?.[1];
  return stem !== undefined && /\p{L}/u.test(stem) ? stem : undefined;
}

/** Teams by name, in each project. */
function namedTeams(servers: readonly HealthServer[], allProjects: boolean): Team[] {
  const numbered = servers.filter(({ name }) => stemOf(name) !== undefined);
  const teams = Map.groupBy(numbered, ({ projectId = "", name }) => `${projectId}/${stemOf(name)}`);
  return [...teams].map(([id, members]) => {
    const project = members[0]?.projectId;
    return {
      resource: {
        kind: "servers",
        id,
        name: `${stemOf(members[0]?.name)}*`,
        ...(project === undefined ? {} : { project }),
      },
      servers: members,
      next: command("openstack", "server", "list", "--long", ...(allProjects ? ["--all-projects"] : [])),
    };
  });
}

/** The one value that all have, if they have one. */
function common(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return first && values.every((value) => value === first) ? first : undefined;
}

function crowded({ resource, servers, next }: Team, zones: number): Draft[] {
  const onHost = common(servers.map(({ hostId }) => hostId)) !== undefined;
  const zone = common(servers.map(({ availabilityZone }) => availabilityZone));
  const inZone = zones > 1 && zone !== undefined;
  if (!onHost && !inZone) return [];
  const host = common(servers.map(({ host }) => host));
  const place = onHost
    ? host === undefined ? "on one host" : `on host ${host}`
    : `in zone ${zone}, and the cloud has ${zones}`;
  return [{
    severity: "warning",
    text: `${resource.kind} ${resource.name}: all ${servers.length} of them stand ${place}`,
    resource: {
      ...resource,
      ...(zone === undefined ? {} : { zone }),
      ...(host === undefined ? {} : { host }),
    },
    next,
    evidence: {
      servers: servers.slice(0, MOST_NAMED).map(({ name, id }) => name ?? id),
      server_count: servers.length,
      zone,
      zones,
      one_host: onHost,
    },
  }];
}

/** More names would hide what they say. */
const MOST_NAMED = 20;

const singleZone = check({
  id: "server-single-az",
  area: "instances",
  title: "Servers of one kind that would fail together",
  data: ["servers", "serverGroups", "serverZones"],
  severities: ["warning"],
  thresholds: { least_count: 2 },
  remedy: "Spread them: over zones when they are made, over hosts by a server group with anti-affinity.",
  run(data, ctx) {
    const zones = data.all("serverZones").filter(({ available }) => available !== false).length;
    const groups = data.all("serverGroups");
    const placed = new Map(
      data.all("servers").filter((server) => isSettled(server) && server.hostId).map((server) => [
        server.id,
        server,
      ]),
    );
    const grouped = new Set(groups.flatMap(({ members }) => members ?? []));
    const teams: Team[] = [
      // Those of the other kind are to be together.
      ...groups.filter(({ policy }) => policy?.includes("anti-affinity")).map((group) => ({
        resource: {
          kind: "server group",
          id: group.id,
          name: group.name ?? group.id,
          ...(group.projectId === undefined ? {} : { project: group.projectId }),
        },
        servers: (group.members ?? []).flatMap((id) => placed.get(id) ?? []),
        next: command("openstack", "server", "group", "show", group.id),
      })),
      ...namedTeams([...placed.values()].filter(({ id }) => !grouped.has(id)), ctx.allProjects),
    ];
    return teams.filter(({ servers }) => servers.length >= Math.max(2, ctx.limit("least_count")))
      .flatMap((team) => crowded(team, zones));
  },
});

/** The checks of what would be lost. */
export const serverResilienceChecks: readonly Check[] = [noBackup, singleZone];
