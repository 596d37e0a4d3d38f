import assert from "node:assert/strict";
import { operation } from "../../openstack/operation.ts";
import { coversOperation } from "./access_rules.ts";

const show = operation({
  id: "compute.servers.show",
  method: "GET",
  path: "/servers/{server_id}",
  effect: "read",
  needs: "reader",
});
const volumes = operation({
  id: "block-storage.volumes.list",
  method: "GET",
  path: "/volumes/detail",
  effect: "read",
  needs: "reader",
});
const users = operation({
  id: "identity.users.list",
  method: "GET",
  path: "/users",
  effect: "read",
  needs: "admin",
});
const NOVA = { base: "http://cloud/compute/v2.1" };
const CINDER = { base: "http://cloud/volume/v3/p1" };

function rule(service: string, path: string, method = "GET") {
  return { id: "r", service, method, path };
}

Deno.test("coversOperation() knows the wildcards of rules", () => {
  for (
    const path of [
      "/compute/v2.1/servers/*",
      "/compute/v2.1/servers/{server_id}",
      "/compute/v2.1/**",
      "**",
      "/compute/*/servers/*",
    ]
  ) {
    assert.equal(coversOperation([rule("compute", path)], show, NOVA), true, path);
  }
});

Deno.test("coversOperation() lets nothing else through", () => {
  const others = [
    rule("compute", "/compute/v2.1/servers"),
    rule("compute", "/v2.1/servers/*"),
    rule("compute", "/compute/v2.1/*"),
    rule("compute", "/compute/v2.1/servers/*", "POST"),
    rule("network", "**"),
    rule("compute", "/compute/v2x1/servers/*"),
  ];
  assert.equal(coversOperation(others, show, NOVA), false);
  assert.equal(coversOperation([], show, NOVA), false);
});

Deno.test("coversOperation() takes an older type for the service it means", () => {
  assert.equal(coversOperation([rule("volumev3", "/volume/v3/*/volumes/**")], volumes, CINDER), true);
});

Deno.test("coversOperation() leaves Keystone out", () => {
  assert.equal(coversOperation([], users, { base: "http://cloud/identity/v3" }), true);
});
