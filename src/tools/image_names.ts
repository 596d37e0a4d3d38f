/** Names of images, remembered and asked for together.
 *
 * @module
 */
import { listImages } from "../openstack/image/operations.ts";
import { readImage } from "../openstack/image/types.ts";
import { unavailablePart } from "../openstack/errors.ts";
import type { Join } from "./list_spec.ts";
import type { ToolContext } from "./tool.ts";

const FIVE_MINUTES_MS = 300_000;
/** Ids in one request: their list must fit a URL. */
const BATCH = 100;

/** Names by id. An image that cannot be seen any more has none; if Glance does not answer, that is said instead. */
export async function imageNames(
  ids: readonly string[],
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, string>>> {
  if (ids.length === 0) return { joined: new Map() };
  const missing: string[] = [];
  // The loads below run at once and only note what is missing; then one request asks for all of it.
  const batch = Promise.resolve().then(() => readNames(missing, context));
  try {
    const names = await Promise.all([...new Set(ids)].map(async (id) => {
      const name = await context.cloud.cached(`image name ${id}`, isText, FIVE_MINUTES_MS, async () => {
        missing.push(id);
        return (await batch).get(id) ?? "";
      });
      return [id, name] as const;
    }));
    return { joined: new Map(names.filter(([, name]) => name !== "")) };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("image names", error)] };
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

async function readNames(ids: readonly string[], context: ToolContext): Promise<ReadonlyMap<string, string>> {
  const batches = Array.from(
    { length: Math.ceil(ids.length / BATCH) },
    (_, index) => ids.slice(index * BATCH, (index + 1) * BATCH),
  );
  const pages = await Promise.all(
    batches.map((batch) => context.cloud.list(listImages, { query: { id: `in:${batch.join(",")}` } })),
  );
  return new Map(
    pages.flat().flatMap((value) => {
      const image = readImage(value);
      return image?.name === undefined ? [] : [[image.id, image.name] as const];
    }),
  );
}
