import assert from "node:assert/strict";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getProjects } from "./get_projects.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_projects ${name}`, () => withTools(options, body));
}

function names(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["name"]).sort();
}

test("lists what a member may log in to", { user: "bob", project: "acme" }, async ({ call }) => {
  const { answer, requests } = await call(getProjects);
  assert.equal(answer["scope"], "projects of user bob");
  assert.deepEqual(names(answer), ["acme", "globex"]);
  assert.equal(rowsOf(answer).find((row) => row["name"] === "acme")?.["current"], true);
  assert.equal(rowsOf(answer).find((row) => row["name"] === "globex")?.["current"], false);
  assert.deepEqual(requests.map((request) => request.path), ["/v3/auth/projects"]);
});

test(
  "lists every project for an administrator, and its own on demand",
  { user: "operator" },
  async ({ call }) => {
    const { answer, requests } = await call(getProjects);
    assert.equal(answer["scope"], "all projects of this cloud");
    assert.ok(names(answer).includes("globex") && names(answer).includes("service"));
    assert.equal(requests.length, 2);
    const mine = await call(getProjects, { mine: "true" });
    assert.deepEqual(names(mine.answer), ["acme"]);
    assert.equal(mine.answer["scope"], "projects of user operator");
  },
);

test("names the domains", { user: "admin" }, async ({ call }) => {
  const { answer } = await call(getProjects, { filters: { domain: "heat" } });
  assert.ok(rowsOf(answer).length > 0);
  assert.ok(rowsOf(answer).every((row) => row["domain"] === "heat"));
  const byId = await call(getProjects, { filters: { domain: "default" } });
  assert.ok(names(byId.answer).includes("acme"));
  assert.deepEqual(rowsOf((await call(getProjects, { filters: { domain: "nope" } })).answer), []);
});

test("shows ids where the names of domains cannot be read", { user: "admin" }, async ({ call, demo }) => {
  demo.setFaults([{ path: "/v3/domains", kind: "status", status: 500 }]);
  const { answer } = await call(getProjects);
  assert.ok(rowsOf(answer).some((row) => /^[0-9a-f]{32}$/.test(String(row["domain"]))));
  assert.match(JSON.stringify(answer["unavailable"]), /names of domains/);
  // A condition on what is not known fits nothing, which would look like an empty list.
  assert.equal((await call(getProjects, { filters: { domain: "heat" } })).error?.reason, "unavailable");
});

test("does not say that what a member may not see is not there", {}, async ({ call }) => {
  const { error } = await call(getProjects, { names: "globex" });
  assert.equal(error?.reason, "not permitted");
});

test("shows one in full", { user: "admin" }, async ({ call }) => {
  const { answer, requests } = await call(getProjects, { names: "acme" });
  assert.deepEqual(answer["project"], {
    name: "acme",
    domain: "Default",
    enabled: true,
    current: false,
    description: "Acme corporation",
    tags: [],
    domain_id: "default",
    parent_id: "default",
    id: "e42ad6510a4d4d65aeaf37ae950f644d",
  });
  assert.equal(requests[0]?.query, "name=acme&limit=1000");
});

test(
  "does not fall back to fewer projects when all were asked for",
  { user: "admin" },
  async ({ call, demo }) => {
    demo.setFaults([{ path: "/v3/projects", kind: "status", status: 403 }]);
    assert.equal((await call(getProjects)).error?.reason, "not permitted");
  },
);

test("answers the list of set_project", { user: "admin" }, async ({ call }) => {
  const whole = await call(getProjects);
  const args = { action: "list", project_name: "", description: "", enable: null, tags: "" };
  assert.deepEqual((await call(getProjects, args, { name: "set_project" })).answer, whole.answer);
});
