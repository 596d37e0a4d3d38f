import assert from "node:assert/strict";
import {
  readApplicationCredential,
  readProject,
  readRegion,
  readRegisteredEndpoint,
  readRegisteredService,
  readRoleAssignment,
  readUser,
} from "./types.ts";

Deno.test("readProject() reads a project", () => {
  const project = readProject({
    id: "e42ad651",
    name: "acme",
    domain_id: "default",
    description: "",
    enabled: true,
    parent_id: "default",
    is_domain: false,
    tags: [],
    options: {},
  });
  assert.deepEqual(project, {
    id: "e42ad651",
    name: "acme",
    domainId: "default",
    parentId: "default",
    description: undefined,
    enabled: true,
    isDomain: false,
    tags: [],
  });
  assert.equal(readProject({ name: "acme" }), undefined);
});

Deno.test("readRegisteredService() and readRegisteredEndpoint() do not take silence for enabled", () => {
  assert.equal(readRegisteredService({ id: "1", type: "image", enabled: false })?.enabled, false);
  assert.equal(readRegisteredService({ id: "1", type: "image" })?.enabled, undefined);
  const endpoint = readRegisteredEndpoint({
    id: "2",
    interface: "public",
    region: "RegionOne",
    service_id: "1",
    url: "https://volume.example/v3/%(project_id)s",
  });
  assert.equal(endpoint?.region, "RegionOne");
  assert.equal(endpoint?.enabled, undefined);
});

Deno.test("readRegion() reads a region without a parent", () => {
  assert.deepEqual(readRegion({ id: "RegionOne", description: "", parent_region_id: null }), {
    id: "RegionOne",
    parentId: undefined,
    description: undefined,
  });
});

Deno.test("readUser() reads when the password expires", () => {
  const user = { id: "u", name: "alice", domain_id: "default", enabled: true };
  assert.equal(readUser({ ...user, password_expires_at: null })?.passwordExpiresAt, undefined);
  const expires = "2026-12-01T00:00:00.000000";
  assert.equal(readUser({ ...user, password_expires_at: expires })?.passwordExpiresAt, expires);
});

Deno.test("readApplicationCredential() tells unlimited from limited to nothing", () => {
  const credential = { id: "c", name: "report", unrestricted: false, roles: [{ id: "r", name: "reader" }] };
  assert.equal(readApplicationCredential(credential)?.accessRules, undefined);
  assert.deepEqual(readApplicationCredential({ ...credential, access_rules: [] })?.accessRules, []);
  const rule = { id: "a", path: "/v2.1/servers", method: "GET", service: "compute" };
  assert.deepEqual(readApplicationCredential({ ...credential, access_rules: [rule] })?.accessRules, [rule]);
  assert.equal(readApplicationCredential(credential)?.roles?.[0]?.name, "reader");
});

Deno.test("readRoleAssignment() reads every scope, with and without names", () => {
  const role = { id: "r" };
  const bare = readRoleAssignment({ role, user: { id: "u" }, scope: { project: { id: "p" } } });
  assert.equal(bare?.user?.name, undefined);
  assert.equal(bare?.inherited, false);
  assert(bare?.scope?.kind === "project" && bare.scope.project.id === "p");
  const named = readRoleAssignment({
    role: { id: "r", name: "admin" },
    group: { id: "g", name: "admins", domain: { id: "default", name: "Default" } },
    scope: { "domain": { id: "default", name: "Default" }, "OS-INHERIT:inherited_to": "projects" },
  });
  assert.equal(named?.group?.domainName, "Default");
  assert.equal(named?.inherited, true);
  assert.equal(named?.scope?.kind, "domain");
  const system = readRoleAssignment({ role, user: { id: "u" }, scope: { system: { all: true } } });
  assert.deepEqual(system?.scope, { kind: "system" });
  assert.equal(readRoleAssignment({ user: { id: "u" } }), undefined);
});
