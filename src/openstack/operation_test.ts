import assert from "node:assert/strict";
import { type Effect, isRead, operation, type OperationSpec } from "./operation.ts";

const SPEC: OperationSpec = {
  id: "block-storage.volumes.list",
  method: "GET",
  path: "/volumes/detail",
  effect: "read",
  needs: "reader",
};

Deno.test("operation() reads the service off the id and freezes the rest", () => {
  const op = operation(SPEC);
  assert.equal(op.service, "block-storage");
  assert.equal(op.path, SPEC.path);
  assert.ok(Object.isFrozen(op));
});

Deno.test("operation() throws on a malformed declaration", () => {
  for (const id of ["", "compute", "compute.list", ".servers.list"]) {
    assert.throws(() => operation({ ...SPEC, id }), TypeError, id);
  }
  for (const path of ["", "volumes", "https://elsewhere/"]) {
    assert.throws(() => operation({ ...SPEC, path }), TypeError, path);
  }
});

Deno.test("isRead() tells what may be sent again", () => {
  const table: [Effect, boolean][] = [
    ["read", true],
    ["sensitive", true],
    ["write", false],
    ["disruptive", false],
    ["exposing", false],
    ["destructive", false],
  ];
  for (const [effect, expected] of table) {
    assert.equal(isRead(operation({ ...SPEC, effect })), expected, effect);
  }
});
