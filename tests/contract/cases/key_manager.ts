/** Cases of the key manager API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/key_manager/operations.ts";
import { readOrder, readSecret, readSecretContainer } from "../../../src/openstack/key_manager/types.ts";
import { readQuota } from "../../../src/openstack/quota.ts";
import { member } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import { unlessReader } from "./readers.ts";

const firstPayload = unlessReader(async ({ cloud }) => {
  const secrets = (await cloud.list(operations.listSecrets)).flatMap((item) => readSecret(item) ?? []);
  const found = secrets.find(({ contentTypes }) => contentTypes !== undefined);
  return found && { path: { secret_id: found.id } };
}, { path: { secret_id: crypto.randomUUID() } });

/** Every case of the service. */
export const keyManagerCases: readonly Case[] = [
  contract({
    operation: operations.listSecrets,
    read: readSecret,
    key: (secret) => secret.id,
    holds: (secrets) => {
      for (const { ref, status, type, creatorId, createdAt } of secrets) {
        assert(ref.includes("/secrets/") && status && type && creatorId && createdAt);
      }
    },
  }),
  contract({
    operation: operations.listSecretContainers,
    read: readSecretContainer,
    key: (container) => container.id,
    // What was seeded has none, unlike the demo.
    mayBeEmpty: true,
    holds: (containers) => {
      for (const { ref, type, secrets, consumers } of containers) {
        assert(ref.includes("/containers/") && type && secrets && consumers);
      }
    },
  }),
  contract({
    operation: operations.listOrders,
    read: readOrder,
    key: (order) => order.id,
    // What was seeded has none.
    mayBeEmpty: true,
    holds: (orders) => {
      for (const { ref, type, status, createdAt } of orders) {
        assert(ref.includes("/orders/") && type && status && createdAt);
      }
    },
  }),
  contract({
    operation: operations.showSecretPayload,
    target: firstPayload,
    read: (body) => body instanceof Uint8Array ? body : undefined,
    // Whether there is such a secret is looked at before the role is.
    refused: ["not permitted", "not found"],
    holds: ([payload]) => assert(payload && payload.length > 0),
  }),
  contract({
    operation: operations.showKeyManagerQuota,
    read: (body) => readQuota(member(body, "quotas")),
    holds: ([quota]) => {
      for (const name of ["secrets", "containers", "orders", "consumers"]) {
        assert(quota?.lines[name]?.limit !== undefined, `no limit of ${name}`);
      }
    },
  }),
];
