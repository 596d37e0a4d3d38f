import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { isWire } from "../../openstack/read.ts";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getProjectDetails } from "./get_project_details.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_project_details ${name}`, () => withTools(options, body));
}

function numbersIn(value: unknown): Readonly<Record<string, unknown>> {
  assert.ok(isWire(value));
  return value;
}

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

test("shows the login's own project with its roles there and what it uses", {}, async ({ call }) => {
  const { answer, requests } = await call(getProjectDetails);
  const { usage, unavailable, ...rest } = answer;
  assert.deepEqual(rest, {
    scope: "project acme, region RegionOne",
    project: {
      name: "acme",
      id: ACME,
      domain: "Default",
      domain_id: "default",
      enabled: true,
      description: "Acme corporation",
      parent: "domain Default",
      tags: [],
      roles: ["creator", "load-balancer_member", "member", "reader"],
    },
  });
  const totals = numbersIn(usage);
  assert.equal(totals["routers"], 1);
  assert.equal(totals["images"], 1);
  assert.ok(Number(totals["instances"]) > 0 && Number(totals["gigabytes"]) > 0);
  assert.match(JSON.stringify(unavailable), /^\[\{"what":"members".*not permitted[^[]*\]$/);
  // The project, its members, the quotas of three services with a version, and the images.
  assert.equal(requests.length, 7);
  for (
    const args of [{ project: "acme" }, { project: ACME }, { project_name: "acme" }, { project_name: "" }]
  ) {
    assert.deepEqual((await call(getProjectDetails, args)).answer["project"], rest["project"]);
  }
});

test("fits 450 tokens", { user: "operator" }, async ({ call }) => {
  assert.ok(encode(JSON.stringify((await call(getProjectDetails)).answer)).length <= 450);
});

test("names members and how they came by their roles", { user: "operator" }, async ({ call }) => {
  const { answer } = await call(getProjectDetails);
  const members = new Map(rowsOf(answer["members"]).map((row) => [row["name"], row["roles"]]));
  assert.deepEqual([...members.keys()], ["adam", "alice", "bob", "operator"]);
  assert.deepEqual(members.get("bob"), [
    "creator",
    "load-balancer_member",
    "member",
    "reader (group acme-auditors)",
  ]);
  assert.deepEqual(members.get("operator"), [
    "admin",
    "member (included in admin)",
    "reader (included in member)",
  ]);
  assert.ok(!("unavailable" in answer));
});

test("says what was inherited, and from where", { user: "operator" }, async ({ call, demo }) => {
  const base = "http://keystone/v3";
  const assignment = (links: Record<string, string>, role: string) => ({
    role: { id: role, name: role },
    user: { id: "u1", name: "dora", domain: { id: "d1", name: "Partners" } },
    scope: { project: { id: ACME, name: "acme" } },
    links,
  });
  const above = `${base}/OS-INHERIT`;
  const role_assignments = [
    assignment({ assignment: `${above}/domains/default/users/u1/roles/a/inherited_to_projects` }, "a"),
    assignment({ assignment: `${above}/projects/p9/users/u1/roles/b/inherited_to_projects` }, "b"),
    assignment({ assignment: `${base}/projects/p9/users/u1/roles/b` }, "b"),
  ];
  demo.setFaults([{ path: "role_assignments", kind: "status", status: 200, body: { role_assignments } }]);
  const { answer } = await call(getProjectDetails);
  assert.deepEqual(rowsOf(answer["members"]), [{
    name: "dora",
    domain: "Partners",
    roles: ["a (inherited from domain Default)", "b"],
    id: "u1",
  }]);
});

test("shows an administrator any project, and its roles there", { user: "admin" }, async ({ call }) => {
  const { answer } = await call(getProjectDetails, { project: "globex" });
  const project = answer["project"];
  assert.ok(typeof project === "object" && project !== null && "roles" in project && "name" in project);
  assert.equal(project.name, "globex");
  assert.deepEqual(project.roles, []);
  assert.ok(Number(numbersIn(answer["usage"])["networks"]) > 0);
  assert.equal((await call(getProjectDetails, { project: "nope" })).error?.reason, "not found");
});

test(
  "tells the administrator of one project what roles it has in others",
  { user: "operator" },
  async ({ call, demo }) => {
    demo.setFaults([{ path: "role_assignments", kind: "status", status: 503 }]);
    const { answer } = await call(getProjectDetails, { project: "globex" });
    assert.ok(!JSON.stringify(answer["project"]).includes("roles") && !("members" in answer));
    assert.match(
      JSON.stringify(answer["unavailable"]),
      /"members of globex, and this user's roles.*HTTP 503/,
    );
  },
);

test(
  "shows a member its other project, without roles that it is not told",
  { user: "bob", project: "acme" },
  async (bench) => {
    const { answer } = await bench.call(getProjectDetails, { project: "globex" });
    const project = answer["project"];
    assert.ok(typeof project === "object" && project !== null && !("roles" in project));
    assert.ok(!("usage" in answer) && !("members" in answer));
    assert.match(JSON.stringify(answer["unavailable"]), /"members of globex.*not permitted.*"what":"use"/);
  },
);

test("does not make zero of a use that was not read", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", kind: "status", status: 503 }]);
  const { answer } = await call(getProjectDetails);
  assert.ok(!("instances" in numbersIn(answer["usage"])));
  assert.match(JSON.stringify(answer["unavailable"]), /"use of compute".*HTTP 503/);
});

test("answers the show of set_project", { user: "admin" }, async ({ call }) => {
  const shown = await call(
    getProjectDetails,
    { action: "show", project_name: "globex", description: "", enable: null },
    { name: "set_project" },
  );
  assert.match(JSON.stringify(shown.answer["project"]), /"name":"globex"/);
});

test(
  "sends who is refused another project's use to that project",
  { user: "admin" },
  async ({ call, demo }) => {
    demo.setFaults([{ service: "compute", path: "os-quota-sets", kind: "status", status: 403 }]);
    const { answer } = await call(getProjectDetails, { project: "globex" });
    assert.match(String(answer["scope"]), /^project globex/);
    assert.match(JSON.stringify(answer["unavailable"]), /"use of compute".*"Log in to project globex\."/);
  },
);

test("does not tell a member of projects that are not its own", {}, async ({ call }) => {
  for (const project of ["globex", "nope", "ad4aa8bd80aa4721bda7c33f83ec5cdb"]) {
    assert.equal((await call(getProjectDetails, { project })).error?.reason, "not permitted");
  }
});

test("needs a name where the login has no project", { user: "admin", system: true }, async ({ call }) => {
  const { error } = await call(getProjectDetails);
  assert.equal(error?.reason, "refused by policy");
  assert.match(error.next ?? "", /^Name a project/);
  const { answer } = await call(getProjectDetails, { project: "acme" });
  assert.ok("project" in answer);
  assert.match(String(answer["scope"]), /^project acme/);
});

test("does not take another project's answer for the one asked for", {}, async ({ call, demo }) => {
  for (const body of [{}, { project: {} }, { project: { id: "other", name: "acme" } }]) {
    demo.setFaults([{ path: "/v3/projects/", kind: "status", status: 200, body }]);
    assert.equal((await call(getProjectDetails)).error?.reason, "unexpected answer");
  }
});

test("asks which of several equal names is meant", { user: "admin" }, async ({ call, demo }) => {
  const projects = ["1", "2"].map((id) => ({ id, name: "twin", domain_id: id }));
  demo.setFaults([{ path: "/v3/projects\\?", kind: "status", status: 200, body: { projects } }]);
  const { error } = await call(getProjectDetails, { project: "twin" });
  assert.equal(error?.reason, "ambiguous");
  assert.equal(error.candidates?.length, 2);
});
