import assert from "node:assert/strict";
import { readOrder, readSecret, readSecretContainer } from "./types.ts";

const SECRET = {
  "created": "2026-11-21T17:28:15",
  "updated": "2026-11-21T17:28:15",
  "status": "ACTIVE",
  "name": "web-key",
  "secret_type": "opaque",
  "expiration": "2027-02-28T19:14:44",
  "algorithm": "aes",
  "bit_length": 256,
  "mode": "cbc",
  "creator_id": "b581ccfd",
  "content_types": { "default": "text/plain" },
  "secret_ref": "https://keys.test/v1/secrets/2d65c022-d8a5-46a2-8eae-6dac5aa89e81",
};

Deno.test("readSecret() takes the id off the reference", () => {
  const secret = readSecret(SECRET);
  assert.equal(secret?.id, "2d65c022-d8a5-46a2-8eae-6dac5aa89e81");
  assert.equal(secret?.ref, SECRET.secret_ref);
  assert.equal(readSecret({ ...SECRET, secret_ref: `${SECRET.secret_ref}/` })?.id, secret?.id);
  assert.deepEqual(secret?.contentTypes, { default: "text/plain" });
  assert.equal(secret?.bitLength, 256);
});

Deno.test("readSecret() tolerates what is not there, and tells a payload that is missing", () => {
  const { content_types: _types, ...bare } = SECRET;
  const secret = readSecret({ ...bare, name: null, expiration: null, bit_length: null });
  assert.equal(secret?.contentTypes, undefined);
  assert.equal(secret?.expiresAt, undefined);
  assert.equal(secret?.name, undefined);
  assert.equal(readSecret({ name: "x" }), undefined);
  assert.equal(readSecret(null), undefined);
});

Deno.test("readSecretContainer() reads its secrets by id, and its consumers", () => {
  const container = readSecretContainer({
    "created": "2026-11-21T17:28:15",
    "status": "ACTIVE",
    "name": "web-tls",
    "type": "certificate",
    "creator_id": "b581ccfd",
    "secret_refs": [{ "name": "certificate", "secret_ref": SECRET.secret_ref }, { "name": "broken" }],
    "consumers": [{ "name": "octavia", "URL": "https://lb.test/1" }],
    "container_ref": "https://keys.test/v1/containers/6c2b6a92",
  });
  assert.equal(container?.id, "6c2b6a92");
  assert.deepEqual(container?.secrets, [{ name: "certificate", id: "2d65c022-d8a5-46a2-8eae-6dac5aa89e81" }]);
  assert.deepEqual(container?.consumers, [{ name: "octavia", url: "https://lb.test/1" }]);
  const bare = readSecretContainer({ container_ref: "https://keys.test/v1/containers/1" });
  assert.equal(bare?.secrets, undefined);
  assert.equal(readSecretContainer({ secret_ref: SECRET.secret_ref }), undefined);
});

Deno.test("readOrder() reads what is to be made out of its meta", () => {
  const order = {
    order_ref: "https://cloud.example/key-manager/v1/orders/o1",
    type: "key",
    status: "ERROR",
    meta: { name: "disk-key", expiration: "2026-12-01T00:00:00" },
    error_status_code: "500",
    error_reason: "no plugin",
  };
  const read = readOrder(order);
  assert.deepEqual([read?.id, read?.name], ["o1", "disk-key"]);
  assert.deepEqual([read?.expiresAt, read?.errorCode], ["2026-12-01T00:00:00", "500"]);
  assert.equal(readOrder({ order_ref: order.order_ref })?.name, undefined);
  assert.equal(readOrder({}), undefined);
});
