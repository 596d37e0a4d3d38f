/** What servers are made of and what they use over time, as far as checks look.
 *
 * @module
 */
import {
  listAvailabilityZones,
  listFlavors,
  listKeypairs,
  listServerGroups,
  listUsages,
  showUsage,
} from "../../openstack/compute/operations.ts";
import {
  type AvailabilityZone,
  type Keypair,
  readAvailabilityZone,
  readFlavor,
  readKeypair,
  readServerGroup,
  readServerUsage,
  readUsage,
  type ServerGroup,
} from "../../openstack/compute/types.ts";
import { type Period, periodQuery } from "../../openstack/compute/usage_period.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listImages } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import { chunk } from "../chunk.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";
import type { HealthServer } from "./compute.ts";

/** What checks keep of a flavor. */
export type HealthFlavor = Pick<
  NonNullable<HealthServer["flavor"]>,
  "id" | "name" | "vcpus" | "ramMb" | "diskGb"
>;

/** Flavors that the login is offered: to an administrator all there are. */
export const flavors: Collection<HealthFlavor> = listed({
  title: "flavors",
  operation: listFlavors,
  // Nova lists public flavors alone unless it is told not to care, and listens to administrators only.
  query: { is_public: "None" },
  read: (raw) => {
    const flavor = readFlavor(raw);
    if (!flavor) return undefined;
    const { id, name, vcpus, ramMb, diskGb } = flavor;
    return { id, name, vcpus, ramMb, diskGb };
  },
});

/** Keypairs of the user who logged in: they belong to users, whatever the project is. */
export const keypairs: Collection<Keypair> = {
  title: "keypairs",
  operations: [listKeypairs],
  async load(reader) {
    if (!reader.session.project) {
      return { absent: "the login has no project, and Nova shows keypairs only to logins with one" };
    }
    return { items: await reader.list(listKeypairs, { read: readKeypair }) };
  },
};

/** Server groups of the project, or of all. */
export const serverGroups: Collection<ServerGroup> = {
  title: "server groups",
  operations: [listServerGroups],
  async load(reader) {
    demandProject(reader);
    const query = reader.allProjects ? { all_projects: true } : {};
    return { items: await reader.list(listServerGroups, { query, read: readServerGroup }) };
  },
};

/** The zones that servers can be put in. */
export const serverZones: Collection<AvailabilityZone> = {
  title: "availability zones",
  operations: [listAvailabilityZones],
  async load(reader) {
    demandProject(reader);
    return { items: await reader.list(listAvailabilityZones, { read: readAvailabilityZone }) };
  },
};

/** Nova refuses a login for the system, which has no servers of its own either. */
function demandProject(reader: Reader): void {
  if (!reader.allProjects) reader.projectId();
}

/** What checks keep of an image that servers were made from. */
export interface BootImage extends Pick<Image, "id" | "name" | "status" | "hidden"> {
  /** The operating system in it, where its owner says so: `linux`, `windows`. */
  readonly osType: string | undefined;
}

/** So many ids fit the URL of one request. */
const BATCH = 100;

/** The images that the servers were made from, whoever owns them, as far as the login sees them. */
export const bootImages: Collection<BootImage> = {
  title: "images of servers",
  operations: [listImages],
  async load(reader) {
    const servers = await reader.collected("servers");
    const ids = [...new Set(servers.flatMap(({ imageId }) => imageId ?? []))];
    // Glance leaves community and hidden images out unless it is asked for them.
    const queries = chunk(ids, BATCH).flatMap((batch) =>
      [false, true].map((hidden) => ({
        id: `in:${batch.join(",")}`,
        visibility: "all",
        member_status: "all",
        os_hidden: hidden,
      }))
    );
    const lists = await Promise.all(
      queries.map((query) => reader.list(listImages, { query, read: readBootImage })),
    );
    return { items: lists.flat() };
  },
};

function readBootImage(raw: unknown): BootImage | undefined {
  const image = readImage(raw);
  if (!image) return undefined;
  const { id, name, status, hidden, properties } = image;
  return { id, name, status, hidden, osType: properties["os_type"] };
}

/** What a project used of a week, and of the week before: allocated time, whether its servers ran or not. */
export interface WeeklyUsage {
  readonly projectId: string;
  /** Where all projects are looked at. */
  readonly projectName: string | undefined;
  readonly now: UsageHours;
  readonly before: UsageHours;
}

/** Hours of what servers have. */
export interface UsageHours {
  readonly vcpuHours: number;
  readonly ramGibHours: number;
  readonly diskGibHours: number;
}

const WEEK_MS = 7 * 86_400_000;
const MIB_PER_GIB = 1024;
const NOTHING: UsageHours = { vcpuHours: 0, ramGibHours: 0, diskGibHours: 0 };

/** Usage of the last seven days and of the seven before: of the project, or of all. */
export const weeklyUsages: Collection<WeeklyUsage> = {
  title: "usage reports",
  // What a project may read of itself and what an administrator may read of all are two calls.
  operations: [showUsage, listUsages, listProjects],
  async load(reader) {
    const end = reader.now();
    const start = end - WEEK_MS;
    const [now, before, names] = await Promise.all([
      usageOf({ start, end }, reader),
      usageOf({ start: start - WEEK_MS, end: start }, reader),
      reader.allProjects ? projectNames(reader) : new Map<string, string>(),
    ]);
    return {
      items: [...new Set([...now.keys(), ...before.keys()])].map((projectId) => ({
        projectId,
        projectName: names.get(projectId),
        now: now.get(projectId) ?? NOTHING,
        before: before.get(projectId) ?? NOTHING,
      })),
    };
  },
};

/** Names are a courtesy: without them the ids do. */
async function projectNames(reader: Reader): Promise<ReadonlyMap<string, string>> {
  try {
    const projects = await reader.collected("projects");
    return new Map(projects.flatMap(({ id, name }) => name === undefined ? [] : [[id, name]]));
  } catch {
    return new Map();
  }
}

/** The hours of a period by project. A page holds a part of the sums, so that they are added up. */
async function usageOf(period: Period, reader: Reader): Promise<ReadonlyMap<string, UsageHours>> {
  const query = periodQuery(period);
  const used = reader.allProjects
    ? await reader.list(listUsages, { query, read: readProjectHours })
    : await readOwnHours(query, reader);
  return new Map(
    [...Map.groupBy(used, ({ projectId }) => projectId)]
      .map(([projectId, parts]) => [projectId, parts.reduce<UsageHours>(added, NOTHING)]),
  );
}

interface ProjectHours extends UsageHours {
  readonly projectId: string;
}

function readProjectHours(raw: unknown): ProjectHours | undefined {
  const usage = readUsage(raw);
  if (!usage) return undefined;
  return {
    projectId: usage.projectId,
    vcpuHours: told(usage.vcpuHours),
    ramGibHours: told(usage.memoryMbHours) / MIB_PER_GIB,
    diskGibHours: told(usage.diskGbHours),
  };
}

function readOwnHours(query: { start: string; end: string }, reader: Reader): Promise<ProjectHours[]> {
  const projectId = reader.projectId();
  return reader.list(showUsage, {
    path: { project_id: projectId },
    query,
    read: (raw) => {
      const server = readServerUsage(raw);
      if (!server) return undefined;
      const hours = told(server.hours);
      return {
        projectId,
        vcpuHours: hours * told(server.vcpus),
        ramGibHours: hours * told(server.memoryMb) / MIB_PER_GIB,
        diskGibHours: hours * told(server.diskGb),
      };
    },
  });
}

/** What is not told must not count as nothing. */
function told(amount: number | undefined): number {
  if (amount !== undefined) return amount;
  throw new OpenStackError({
    what: "read the usage of a week",
    service: showUsage.service,
    reason: "unexpected answer",
    detail: "the answer does not hold the sums",
  });
}

function added(sum: UsageHours, part: UsageHours): UsageHours {
  return {
    vcpuHours: sum.vcpuHours + part.vcpuHours,
    ramGibHours: sum.ramGibHours + part.ramGibHours,
    diskGibHours: sum.diskGibHours + part.diskGibHours,
  };
}

/** What the items of this file's collections are. */
export interface InstanceItems {
  readonly flavors: HealthFlavor;
  readonly keypairs: Keypair;
  readonly serverGroups: ServerGroup;
  readonly serverZones: AvailabilityZone;
  readonly bootImages: BootImage;
  readonly weeklyUsages: WeeklyUsage;
}

/** The collections around servers, by the name that checks use. */
export const instanceCollections: CollectionsOf<InstanceItems> = {
  flavors,
  keypairs,
  serverGroups,
  serverZones,
  bootImages,
  weeklyUsages,
};
