import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getUserList } from "./get_user_list.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_user_list ${name}`, () => withTools(options, body));
}

function names(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["name"]);
}

test("lists the users of the project with their roles", { user: "operator" }, async ({ call }) => {
  const { answer, requests } = await call(getUserList);
  assert.equal(answer["scope"], "users with roles in project acme");
  assert.deepEqual(names(answer), ["adam", "alice", "bob", "operator"]);
  const adam = rowsOf(answer).find((row) => row["name"] === "adam");
  assert.deepEqual(adam?.["roles"], ["load-balancer_observer", "reader"]);
  assert.equal(adam?.["email"], "adam@cloud.test");
  // Assignments and users at once, and the name of the group that one role comes from.
  assert.deepEqual(requests.map(({ path }) => path).sort(), [
    "/v3/groups",
    "/v3/role_assignments",
    "/v3/users",
  ]);
  assert.ok(encode(JSON.stringify(answer)).length <= 300);
});

test("tells a member of itself, and that there is more", {}, async ({ call }) => {
  const { answer, requests } = await call(getUserList);
  assert.equal(answer["scope"], "user alice, roles in project acme");
  assert.deepEqual(rowsOf(answer).map(({ name, roles }) => [name, roles]), [
    ["alice", ["creator", "load-balancer_member", "member", "reader"]],
  ]);
  assert.ok(!("total" in answer));
  assert.ok(requests.every(({ path }) => path !== "/v3/users"));
  assert.match(JSON.stringify(answer["unavailable"]), /^\[\{"what":"other users".*not permitted/);
  assert.deepEqual((await call(getUserList, { all: true })).answer["rows"], answer["rows"]);
});

test("is not permitted where nothing of the member is asked for", {}, async ({ call }) => {
  for (const args of [{ names: "bob" }, { filters: { enabled: false } }, { project: "globex" }]) {
    assert.equal((await call(getUserList, args)).error?.reason, "not permitted");
  }
});

test(
  "lists all users on demand, and for the operator of all projects",
  { user: "admin" },
  async ({ call }) => {
    const { answer } = await call(getUserList, { all: true, limit: 1000 });
    assert.equal(answer["scope"], "all users of this cloud, roles in project admin");
    assert.ok(names(answer).includes("gina") && names(answer).includes("heat_domain_admin"));
    const glance = rowsOf(answer).find((row) => row["name"] === "glance");
    assert.equal(glance?.["default_project"], "service");
    assert.deepEqual(glance?.["roles"], []);
  },
);

test("lists all users with --all-projects", { user: "admin", allProjects: true }, async ({ call }) => {
  const { answer } = await call(getUserList);
  assert.ok(names(answer).includes("gina"));
  // A project that is named is meant all the same.
  const acme = await call(getUserList, { project: "acme" });
  assert.deepEqual(names(acme.answer), ["adam", "alice", "bob", "operator"]);
});

test("lists all users for a login to the system", { user: "admin", system: true }, async ({ call }) => {
  const { answer } = await call(getUserList);
  assert.equal(answer["scope"], "all users of this cloud");
  assert.ok(names(answer).includes("alice"));
  assert.ok(rowsOf(answer).every((row) => !("roles" in row)));
});

test("filters", { user: "admin" }, async ({ call }) => {
  const byRole = await call(getUserList, { project: "acme", filters: { roles: "load-balancer_observer" } });
  assert.deepEqual(names(byRole.answer), ["adam"]);
  const byDomain = await call(getUserList, { all: true, filters: { domain: "heat" } });
  assert.deepEqual(names(byDomain.answer), ["heat_domain_admin"]);
  const byDefault = await call(getUserList, { all: true, filters: { default_project: "service" } });
  assert.ok(names(byDefault.answer).includes("nova") && !names(byDefault.answer).includes("alice"));
  const byPart = await call(getUserList, { project_name: "acme", filter: "AL" });
  assert.deepEqual(names(byPart.answer), ["alice"]);
});

test("says where to look for a user without a role here", { user: "operator" }, async ({ call }) => {
  const { error } = await call(getUserList, { names: "gina" });
  assert.equal(error?.reason, "not found");
  assert.match(error.next ?? "", /^all=true/);
  const { answer } = await call(getUserList, { names: "gina", all: true });
  assert.match(JSON.stringify(answer["user"]), /"name":"gina".*"roles":\[\]/);
});

test("does not take unread details for none", { user: "operator" }, async ({ call, demo }) => {
  demo.setFaults([{ path: "/v3/users", kind: "status", status: 503 }]);
  const { answer } = await call(getUserList);
  assert.deepEqual(names(answer), ["adam", "alice", "bob", "operator"]);
  assert.ok(!JSON.stringify(answer["columns"]).includes("email"));
  assert.match(JSON.stringify(answer["unavailable"]), /"state and details of users".*HTTP 503/);
  assert.equal((await call(getUserList, { filters: { enabled: false } })).error?.reason, "unavailable");
});

test("says whose details Keystone does not list", { user: "operator" }, async ({ call, demo }) => {
  demo.setFaults([{ path: "/v3/users", kind: "status", status: 200, body: { users: [] } }]);
  const { answer } = await call(getUserList);
  assert.ok(rowsOf(answer).every((row) => row["email"] === "unknown" && row["enabled"] === "unknown"));
  assert.match(JSON.stringify(answer["unavailable"]), /"details of adam, alice, bob and 1 more"/);
});

test(
  "does not become shorter when an administrator is refused",
  { user: "operator" },
  async ({ call, demo }) => {
    demo.setFaults([{ path: "role_assignments", kind: "status", status: 403 }]);
    assert.equal((await call(getUserList)).error?.reason, "not permitted");
  },
);

test("tells when passwords expire and who is disabled", { user: "admin" }, async ({ call, demo }) => {
  const users = [
    { id: "1", name: "dora", domain_id: "default", enabled: false },
    {
      id: "2",
      name: "emil",
      domain_id: "default",
      enabled: true,
      password_expires_at: "2027-01-01T00:00:00.000000",
    },
  ];
  demo.setFaults([{ path: "/v3/users", kind: "status", status: 200, body: { users } }]);
  const rows = rowsOf((await call(getUserList, { all: true, fields: "enabled,password_expires" })).answer);
  assert.deepEqual(rows, [
    { name: "dora", enabled: false, password_expires: "", id: "1" },
    { name: "emil", enabled: true, password_expires: "2027-01-01T00:00:00Z", id: "2" },
  ]);
});

test("answers the reading actions of set_users", { user: "operator" }, async ({ call }) => {
  const whole = await call(getUserList);
  const listed = await call(getUserList, { action: "list", user_name: "", enabled: true }, {
    name: "set_users",
  });
  assert.deepEqual(listed.answer, whole.answer);
  const shown = await call(getUserList, { action: "show", user_name: "gina" }, { name: "set_users" });
  assert.match(JSON.stringify(shown.answer["user"]), /"name":"gina"/);
});
