import assert from "node:assert/strict";
import { ALL_OPERATIONS } from "./operations.ts";
import { serviceInfo } from "./services.ts";
import { compareVersions } from "./version.ts";

Deno.test("every operation has an id of its own, below a service that is known by that name", () => {
  const ids = ALL_OPERATIONS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, service } of ALL_OPERATIONS) {
    assert.equal(serviceInfo(service).type, service, id);
    assert.match(id, /^[a-z-]+(\.[a-z0-9_]+){2}$/);
  }
});

Deno.test("no two operations are one call, but for actions, for what is secret, or given to administrators", () => {
  const calls = ALL_OPERATIONS.filter(({ path }) => !path.endsWith("/action")).map(
    ({ service, method, path, microversion, effect, needs }) =>
      [service, method, path, microversion, effect === "sensitive", needs === "admin"].join(" "),
  );
  assert.equal(new Set(calls).size, calls.length);
});

Deno.test("paths are relative, and leave queries and bodies to the caller", () => {
  for (const { id, path } of ALL_OPERATIONS) {
    assert.match(path, /^(\/|(\/([a-zA-Z0-9_-]+|\{[a-z0-9_]+\}))+)$/, id);
  }
});

Deno.test("what reads is a GET, but for what the API asks for otherwise", () => {
  for (const { id, method, effect } of ALL_OPERATIONS) {
    if (effect === "read") assert.ok(method === "GET" || method === "HEAD", id);
  }
});

Deno.test("microversions stand where the service has them, and above what is required", () => {
  for (const { id, service, microversion, requires } of ALL_OPERATIONS) {
    if (microversion === undefined) {
      assert.equal(requires, undefined, id);
      continue;
    }
    assert(serviceInfo(service).microversionType !== undefined, id);
    assert(requires === undefined || compareVersions(requires, microversion) <= 0, id);
  }
});
