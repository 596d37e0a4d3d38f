/** The machines that do the work of load balancers, as far as checks look.
 *
 * @module
 */
import { listServerRefs, showServer } from "../../openstack/compute/operations.ts";
import { readServerRef } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listImages } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import {
  listAmphorae,
  listLoadBalancerProviders,
  listLoadBalancers,
} from "../../openstack/load_balancer/operations.ts";
import {
  type Amphora,
  type LoadBalancer,
  readAmphora,
  readLoadBalancer,
  readLoadBalancerProvider,
} from "../../openstack/load_balancer/types.ts";
import type { Collection, CollectionsOf } from "../collection.ts";
import { member } from "../../openstack/read.ts";
import { picking } from "../pick.ts";

const AMPHORA = [
  "id",
  "status",
  "role",
  "loadBalancerId",
  "serverId",
  "imageId",
  "managementIp",
  "certExpiration",
  "certBusy",
  "zone",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of an amphora. */
export type HealthAmphora = Pick<Amphora, typeof AMPHORA[number]>;

/** Providers that run amphorae; others do their work elsewhere. */
const OF_AMPHORAE = /^(?:amphora|octavia)/;

/** Amphorae, whoever the load balancer belongs to. */
export const amphorae: Collection<HealthAmphora> = {
  title: "amphorae",
  operations: [listAmphorae, listLoadBalancerProviders],
  async load(reader) {
    const items = await reader.list(listAmphorae, { read: picking(readAmphora, AMPHORA) });
    if (items.length > 0) return { items };
    const providers = await reader.list(listLoadBalancerProviders, { read: readLoadBalancerProvider });
    return providers.some(({ name }) => OF_AMPHORAE.test(name))
      ? { items }
      : { absent: "no provider of load balancers runs amphorae here" };
  },
};

/** What checks keep of the load balancer of an amphora. */
export type AmphoraOwner = Pick<LoadBalancer, "id" | "name" | "projectId">;

/** The load balancers of every project: amphorae belong to none. */
export const amphoraOwners: Collection<AmphoraOwner> = {
  title: "load balancers of all projects",
  operations: [listLoadBalancers],
  async load(reader) {
    if (reader.allProjects) return { items: await reader.collected("loadBalancers") };
    const query = { fields: ["id", "name", "project_id"] };
    return { items: await reader.list(listLoadBalancers, { query, read: readLoadBalancer }) };
  },
};

/** What became of the server of an amphora. */
export interface AmphoraServer {
  readonly id: string;
  readonly exists: boolean;
}

/** So many servers that a list does not have are asked for one by one. */
const MAX_MISSING = 20;

/** The servers that amphorae run in; where Nova would not say, one is left out. */
export const amphoraServers: Collection<AmphoraServer> = {
  title: "servers of amphorae",
  operations: [listAmphorae, listServerRefs, showServer],
  async load(reader) {
    const wanted = new Set((await reader.collected("amphorae")).flatMap(({ serverId }) => serverId ?? []));
    if (wanted.size === 0) return { items: [] };
    // A few are asked for one by one, many are looked for among all servers.
    const listed = wanted.size <= MAX_MISSING ? [] : await reader.list(listServerRefs, {
      query: { all_tenants: "true" },
      read: readServerRef,
    });
    const present = listed.filter(({ id }) => wanted.has(id));
    for (const { id } of present) wanted.delete(id);
    // The list leaves out what is in a cell that does not answer.
    const asked = await Promise.all(
      [...wanted].slice(0, MAX_MISSING).map(async (id) => {
        try {
          const { body } = await reader.send(showServer, { path: { server_id: id } });
          if (readServerRef(member(body, "server"))) return { id, exists: true };
        } catch (error) {
          if (error instanceof OpenStackError && error.reason === "not found") return { id, exists: false };
          throw error;
        }
        throw new OpenStackError({
          what: "read the server of an amphora",
          service: "compute",
          reason: "unexpected answer",
          detail: "the answer has no server",
        });
      }),
    );
    const items = [...present.map(({ id }) => ({ id, exists: true })), ...asked];
    if (wanted.size <= MAX_MISSING) return { items };
    return { items, incomplete: `${MAX_MISSING} of ${wanted.size} that Nova does not list were asked for` };
  },
};

/** What checks keep of an image that amphorae run on, or can be made of. */
export type AmphoraImage = Pick<Image, "id" | "name" | "status" | "createdAt"> & {
  readonly tags: readonly string[];
};

/** Images with tags, by which Octavia finds its own, and those that amphorae run on, whoever owns them. */
export const amphoraImages: Collection<AmphoraImage> = {
  title: "images of amphorae",
  operations: [listAmphorae, listImages],
  async load(reader) {
    const amphorae = await reader.collected("amphorae");
    if (amphorae.length === 0) return { items: [] };
    const used = new Set(amphorae.map(({ imageId }) => imageId));
    const items = await reader.list(listImages, {
      read: (raw): AmphoraImage | undefined => {
        const image = readImage(raw);
        if (!image) return undefined;
        const { id, name, status, createdAt, tags = [] } = image;
        return tags.length > 0 || used.has(id) ? { id, name, status, createdAt, tags } : undefined;
      },
    });
    return { items };
  },
};

/** What the items of this file's collections are. */
export interface AmphoraItems {
  readonly amphorae: HealthAmphora;
  readonly amphoraOwners: AmphoraOwner;
  readonly amphoraServers: AmphoraServer;
  readonly amphoraImages: AmphoraImage;
}

/** The collections of this file, by the name that checks use. */
export const amphoraCollections: CollectionsOf<AmphoraItems> = {
  amphorae,
  amphoraOwners,
  amphoraServers,
  amphoraImages,
};
