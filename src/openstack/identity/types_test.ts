import assert from "node:assert/strict";
import {
  readApplicationCredential,
  readGroup,
  readProject,
  readRegion,
  readRegisteredEndpoint,
  readRegisteredService,
  readRoleAssignment,
  readRoleInference,
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

Deno.test("readRoleAssignment() reads out of links how a role was come by", () => {
  const base = "http://cloud/identity/v3";
  const origin = (links: Record<string, string>) =>
    readRoleAssignment({ role: { id: "member" }, user: { id: "u" }, links })?.origin;
  const none = { groupId: undefined, priorRoleId: undefined, inheritedFrom: undefined };
  assert.deepEqual(origin({ assignment: `${base}/projects/p/users/u/roles/member` }), none);
  assert.deepEqual(
    origin({
      assignment: `${base}/projects/p/groups/g/roles/member`,
      membership: `${base}/groups/g/users/u`,
    }),
    { ...none, groupId: "g" },
  );
  for (const rule of ["member/implies/admin", "admin/implies/member"]) {
    assert.deepEqual(origin({ prior_role: `${base}/prior_role/${rule}` }), { ...none, priorRoleId: "admin" });
  }
  assert.deepEqual(
    origin({ assignment: `${base}/OS-INHERIT/domains/d/users/u/roles/member/inherited_to_projects` }),
    { ...none, inheritedFrom: { kind: "domain", id: "d" } },
  );
});

Deno.test("readRoleInference() reads what a role includes", () => {
  const rule = { prior_role: { id: "a", name: "admin" }, implies: [{ id: "m", name: "member" }, null] };
  const read = readRoleInference(rule);
  assert.equal(read?.prior.name, "admin");
  assert.deepEqual(read?.implies.map(({ name }) => name), ["member"]);
  assert.deepEqual(readRoleInference({ prior_role: { id: "a" } })?.implies, []);
  assert.equal(readRoleInference({ implies: [] }), undefined);
});

Deno.test("readGroup() reads a group", () => {
  const group = { id: "g", name: "devs", domain_id: "default", description: "" };
  assert.deepEqual(readGroup(group), { id: "g", name: "devs", domainId: "default", description: undefined });
  assert.equal(readGroup({ name: "devs" }), undefined);
});
