/** Barbican, as far as checks look: metadata, never a payload.
 *
 * It answers for the token's project alone, whoever asks.
 *
 * @module
 */
import { listOrders, listSecrets } from "../../openstack/key_manager/operations.ts";
import { type Order, readOrder, readSecret, type Secret } from "../../openstack/key_manager/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";
import { picking } from "../pick.ts";

const SECRET = [
  "id",
  "ref",
  "name",
  "status",
  "type",
  "expiresAt",
  "updatedAt",
] as const;

/** What checks keep of a secret. */
export type HealthSecret = Pick<Secret, typeof SECRET[number]>;

/** Secrets of the project that have not expired. */
export const secrets: Collection<HealthSecret> = {
  title: "secrets",
  operations: [listSecrets],
  load: (reader) => loadOwn(reader, listSecrets, picking(readSecret, SECRET)),
};

/** Orders of the project. */
export const orders: Collection<Order> = {
  title: "orders of secrets",
  operations: [listOrders],
  load: (reader) => loadOwn(reader, listOrders, readOrder),
};

async function loadOwn<T>(reader: Reader, operation: Operation, read: (raw: unknown) => T | undefined) {
  // Barbican fails on a token without a project.
  reader.projectId();
  return { items: await reader.list(operation, { read }) };
}

/** What the items of this file's collections are. */
export interface KeyManagerItems {
  readonly secrets: HealthSecret;
  readonly orders: Order;
}

/** The collections of this service, by the name that checks use. */
export const keyManagerCollections: CollectionsOf<KeyManagerItems> = { secrets, orders };
