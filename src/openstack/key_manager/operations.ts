/** Calls of the Key Manager API v1 (Barbican); section names are those of its API reference.
 *
 * Barbican refuses everything here to readers (403), answers for the token's project alone, and gives a hundred items
 * a page at most, ten unless asked.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Secrets: GET /v1/secrets. Metadata alone. What has expired is not listed any more. */
export const listSecrets = operation({
  id: "key-manager.secrets.list",
  method: "GET",
  path: "/secrets",
  effect: "read",
  needs: "member",
  page: { key: "secrets", by: "offset" },
});

/** Containers: GET /v1/containers, with the references of their secrets and who registered as a consumer. */
export const listSecretContainers = operation({
  id: "key-manager.containers.list",
  method: "GET",
  path: "/containers",
  effect: "read",
  needs: "member",
  page: { key: "containers", by: "offset" },
});

/** Orders: GET /v1/orders. What was to be made, and what came of it. */
export const listOrders = operation({
  id: "key-manager.orders.list",
  method: "GET",
  path: "/orders",
  effect: "read",
  needs: "member",
  page: { key: "orders", by: "offset" },
});

/** Quotas: GET /v1/quotas. Limits alone, below `quotas`; Barbican says nothing of their use. */
export const showKeyManagerQuota = operation({
  id: "key-manager.quotas.show",
  method: "GET",
  path: "/quotas",
  effect: "read",
  needs: "member",
});

/** Secrets: GET /v1/secrets/{uuid}/payload. A text comes as its bytes too. Without a payload it is a 404. */
export const showSecretPayload = operation({
  id: "key-manager.secret_payloads.show",
  method: "GET",
  path: "/secrets/{secret_id}/payload",
  effect: "sensitive",
  needs: "member",
  answers: "bytes",
});
