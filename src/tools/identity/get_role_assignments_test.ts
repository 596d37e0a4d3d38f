import assert from "node:assert/strict";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getRoleAssignments } from "./get_role_assignments.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_role_assignments ${name}`, () => withTools(options, body));
}

/** Who has what, in the order of the answer. */
function holders(answer: unknown): unknown[] {
  return rowsOf(answer).map(({ user, group, role }) => `${user || group} ${role}`);
}

test("lists those of the project by names, in one request", { user: "operator" }, async ({ call }) => {
  const { answer, requests } = await call(getRoleAssignments);
  assert.equal(answer["scope"], "role assignments in project acme");
  const found = holders(answer);
  assert.ok(found.includes("alice member") && found.includes("operator admin"));
  // A group is shown as such, and does not spoil the rest.
  assert.ok(found.includes("acme-auditors reader"));
  assert.ok(rowsOf(answer).every((row) => row["project"] === "acme"));
  assert.deepEqual(requests.map(({ path }) => path), ["/v3/role_assignments"]);
  assert.match(requests[0]?.query ?? "", /scope\.project\.id=\w+&include_names=true/);
});

test("resolves groups and included roles", { user: "operator" }, async ({ call }) => {
  const { answer } = await call(getRoleAssignments, { effective: true });
  assert.equal(answer["scope"], "role assignments in project acme, effective");
  const ways = rowsOf(answer).filter((row) => row["user"] === "bob" && row["role"] === "reader");
  assert.deepEqual(ways.map((row) => row["via"]).sort(), ["group acme-auditors", "included in member"]);
  assert.ok(rowsOf(answer).every((row) => !("group" in row)));
});

test("finds what a user has, also by groups", { user: "operator" }, async ({ call }) => {
  for (const args of [{ user: "bob" }, { filters: { user: "bob" } }]) {
    const { answer } = await call(getRoleAssignments, args);
    assert.match(String(answer["scope"]), /effective$/);
    assert.ok(rowsOf(answer).every((row) => row["user"] === "bob"));
    assert.ok(rowsOf(answer).some((row) => row["via"] === "group acme-auditors"));
  }
  const made = await call(getRoleAssignments, { user: "bob", effective: false });
  assert.ok(!holders(made.answer).includes("bob reader"));
  assert.equal((await call(getRoleAssignments, { user: "nobody" })).error?.reason, "not found");
});

test("filters by group, role, project and place", { user: "operator" }, async ({ call }) => {
  const filtered = async (filters: Readonly<Record<string, unknown>>, more = {}) =>
    holders((await call(getRoleAssignments, { filters, ...more })).answer);
  assert.deepEqual(await filtered({ group: "acme-auditors" }), ["acme-auditors reader"]);
  assert.deepEqual(await filtered({ group: "acme-auditors", role: "reader" }, { effective: true }), [
    "bob reader",
  ]);
  assert.deepEqual(await filtered({ role: "admin" }), ["operator admin"]);
  assert.ok((await filtered({ project: "globex" })).includes("gina member"));
  assert.ok((await filtered({ system: true })).includes("admin admin"));
  assert.deepEqual(await filtered({ domain: "heat" }), ["heat_domain_admin admin"]);
});

test("asks the service for no more than what is wanted", { user: "operator" }, async ({ call }) => {
  const { requests } = await call(getRoleAssignments, { filters: { role: "reader", project: "globex" } });
  const asked = requests.find(({ path }) => path === "/v3/role_assignments")?.query ?? "";
  assert.match(asked, /role\.id=\w+/);
  assert.match(asked, /scope\.project\.id=\w+/);
  assert.equal(requests.length, 3);
});

test("names the place that it looked in, and what to do if nothing was there", { user: "operator" }, async ({
  call,
}) => {
  const scopeOf = async (filters: Record<string, unknown>) =>
    (await call(getRoleAssignments, { filters })).answer["scope"];
  assert.equal(await scopeOf({ project: "globex" }), "role assignments in project globex");
  assert.equal(await scopeOf({ domain: "heat" }), "role assignments on domain heat");
  const { answer } = await call(getRoleAssignments, { filters: { user: "gina" } });
  assert.equal(answer["note"], "no role assignments with user = gina; all=true looks everywhere");
  const nowhere = await call(getRoleAssignments, { filters: { user: "gina", role: "admin" }, all: true });
  assert.doesNotMatch(String(nowhere.answer["note"]), /all=true/);
});

test("lists everything on demand", { user: "operator" }, async ({ call }) => {
  const { answer } = await call(getRoleAssignments, { all: true, limit: 1000 });
  assert.equal(answer["scope"], "role assignments everywhere on this cloud");
  const rows = rowsOf(answer);
  assert.ok(rows.some((row) => row["system"] === true) && rows.some((row) => row["domain"] === "heat"));
  assert.ok(rows.some((row) => row["project"] === "globex"));
});

test("lists everything with --all-projects", { user: "admin", allProjects: true }, async ({ call }) => {
  assert.match(String((await call(getRoleAssignments)).answer["scope"]), /everywhere/);
});

test("lists everything for a login to the system", { user: "admin", system: true }, async ({ call }) => {
  assert.match(String((await call(getRoleAssignments)).answer["scope"]), /everywhere/);
});

test(
  "tells what holds in the projects below, and what came from above",
  { user: "operator" },
  async ({ call, demo }) => {
    const base = "http://keystone/v3";
    const role = { id: "r", name: "reader" };
    const user = { id: "u", name: "dora", domain: { id: "default", name: "Default" } };
    const links = {
      assignment: `${base}/OS-INHERIT/domains/default/users/u/roles/r/inherited_to_projects`,
    };
    const inherited = { "OS-INHERIT:inherited_to": "projects" };
    const bodyOf = (scope: Record<string, unknown>) => ({ role_assignments: [{ role, user, scope, links }] });
    const path = "role_assignments";
    const made = bodyOf({ domain: { id: "default", name: "Default" }, ...inherited });
    demo.setFaults([{ path, kind: "status", status: 200, body: made }]);
    const domain = await call(getRoleAssignments, { filters: { domain: "Default" } });
    assert.deepEqual(rowsOf(domain.answer), [
      { user: "dora", role: "reader", via: "for the projects below", domain: "Default" },
    ]);
    const arrived = bodyOf({ project: { id: "p", name: "acme" }, ...inherited });
    demo.setFaults([{ path, kind: "status", status: 200, body: arrived }]);
    const project = await call(getRoleAssignments, { effective: true, inherited: "true" });
    assert.deepEqual(rowsOf(project.answer), [
      { user: "dora", role: "reader", via: "inherited from domain Default", project: "acme" },
    ]);
  },
);

test("tells a member its own roles, and that there is more", {}, async ({ call }) => {
  const { answer } = await call(getRoleAssignments);
  assert.equal(answer["scope"], "roles of user alice as the token has them");
  assert.deepEqual(holders(answer), [
    "alice creator",
    "alice load-balancer_member",
    "alice member",
    "alice reader",
  ]);
  assert.ok(!("total" in answer));
  assert.match(JSON.stringify(answer["unavailable"]), /"other role assignments.*not permitted/);
});

test("finds a member's own roles by its own names and ids", {}, async ({ call, client }) => {
  const { user, project } = client.sessions.current ?? {};
  for (
    const filters of [{ user: "alice" }, { user: user?.id }, { project: "acme" }, { project: project?.id }]
  ) {
    assert.equal((await call(getRoleAssignments, { filters })).answer["shown"], 4);
  }
});

test("is not permitted to a member that asks for others", {}, async ({ call }) => {
  for (
    const filters of [{ user: "bob" }, { group: "acme-auditors" }, { project: "globex" }, { system: true }]
  ) {
    assert.notEqual((await call(getRoleAssignments, { filters })).error, undefined);
  }
});

test("shows ids where the names of groups cannot be read", { user: "operator" }, async ({ call, demo }) => {
  demo.setFaults([{ path: "/v3/groups", kind: "status", status: 500 }]);
  const { answer } = await call(getRoleAssignments, { effective: true });
  assert.ok(rowsOf(answer).some((row) => /^group [0-9a-f]{32}$/.test(String(row["via"]))));
  assert.match(JSON.stringify(answer["unavailable"]), /names of groups/);
});
