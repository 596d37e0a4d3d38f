/** What servers of the suite are made of: the least that the cloud has.
 *
 * @module
 */
import assert from "node:assert/strict";
import { listFlavors } from "../../../src/openstack/compute/operations.ts";
import { type Flavor, readFlavor } from "../../../src/openstack/compute/types.ts";
import { listImages } from "../../../src/openstack/image/operations.ts";
import { readImage } from "../../../src/openstack/image/types.ts";
import { listNetworks } from "../../../src/openstack/network/operations.ts";
import { flag, list, text } from "../../../src/openstack/read.ts";
import type { ContractLogin } from "../logins.ts";

/** What servers of the suite are made of. */
export interface Ingredients {
  readonly imageId: string;
  readonly networkId: string;
  readonly flavor: Flavor;
  /** The next one that is larger in every respect. */
  readonly larger: Flavor;
  /** The one with most memory. */
  readonly largest: Flavor;
}

/** Finds the ingredients. */
export async function findIngredients(login: ContractLogin): Promise<Ingredients> {
  const [images, flavors, networks] = await Promise.all([
    login.cloud.list(listImages, { query: { visibility: "public", status: "active" } }),
    login.cloud.list(listFlavors),
    login.cloud.list(listNetworks, { query: { project_id: login.projectId } }),
  ]);
  const [image] = images.map(readImage).filter((each) => each !== undefined)
    .toSorted((a, b) => (a.sizeBytes ?? 0) - (b.sizeBytes ?? 0) || (a.id < b.id ? -1 : 1));
  const sized = flavors.map(readFlavor).filter((each) => each !== undefined)
    .toSorted((a, b) => memoryOf(a) - memoryOf(b) || diskOf(a) - diskOf(b));
  const flavor = sized.find((each) => diskOf(each) >= (image?.minDiskGb ?? 0) && diskOf(each) > 0);
  const larger = flavor &&
    sized.find((each) => memoryOf(each) > memoryOf(flavor) && diskOf(each) >= diskOf(flavor));
  const largest = sized.at(-1);
  const network = networks.find((each) => !flag(each, "router:external") && list(each, "subnets")?.length);
  const networkId = text(network, "id");
  assert(image && flavor && larger && largest && networkId !== undefined, "nothing to make a server of");
  return { imageId: image.id, networkId, flavor, larger, largest };
}

function memoryOf({ ramMb = 0 }: Flavor): number {
  return ramMb;
}

function diskOf({ diskGb = 0 }: Flavor): number {
  return diskGb;
}
