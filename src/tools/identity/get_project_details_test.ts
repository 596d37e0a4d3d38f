import assert from "node:assert/strict";
import { type Bench, type ToolsOptions, withTools } from "../testing.ts";
import { getProjectDetails } from "./get_project_details.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_project_details ${name}`, () => withTools(options, body));
}

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

test("shows the login's own project with its roles there", {}, async ({ call }) => {
  const { answer, requests } = await call(getProjectDetails);
  assert.deepEqual(answer, {
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
  assert.deepEqual(requests.map((request) => request.path), [`/v3/projects/${ACME}`]);
  for (
    const args of [{ project: "acme" }, { project: ACME }, { project_name: "acme" }, { project_name: "" }]
  ) {
    assert.deepEqual((await call(getProjectDetails, args)).answer, answer);
  }
});

test("shows an administrator any project, and its roles there", { user: "admin" }, async ({ call }) => {
  const { answer } = await call(getProjectDetails, { project: "globex" });
  const project = answer["project"];
  assert.ok(typeof project === "object" && project !== null && "roles" in project && "name" in project);
  assert.equal(project.name, "globex");
  assert.deepEqual(project.roles, []);
  assert.equal((await call(getProjectDetails, { project: "nope" })).error?.reason, "not found");
});

test(
  "tells the administrator of one project what roles it has in others",
  { user: "operator" },
  async ({ call, demo }) => {
    demo.setFaults([{ path: "role_assignments", kind: "status", status: 503 }]);
    const { answer } = await call(getProjectDetails, { project: "globex" });
    assert.ok(!JSON.stringify(answer["project"]).includes("roles"));
    assert.match(JSON.stringify(answer["unavailable"]), /"roles in globex".*HTTP 503/);
  },
);

test(
  "shows a member its other project, without roles that it is not told",
  { user: "bob", project: "acme" },
  async (bench) => {
    const { answer } = await bench.call(getProjectDetails, { project: "globex" });
    const project = answer["project"];
    assert.ok(typeof project === "object" && project !== null && !("roles" in project));
    assert.match(JSON.stringify(answer["unavailable"]), /"roles in globex".*not permitted/);
  },
);

test("does not tell a member of projects that are not its own", {}, async ({ call }) => {
  for (const project of ["globex", "nope", "ad4aa8bd80aa4721bda7c33f83ec5cdb"]) {
    assert.equal((await call(getProjectDetails, { project })).error?.reason, "not permitted");
  }
});

test("needs a name where the login has no project", { user: "admin", system: true }, async ({ call }) => {
  assert.equal((await call(getProjectDetails)).error?.reason, "refused by policy");
  const { answer } = await call(getProjectDetails, { project: "acme" });
  assert.ok("project" in answer);
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
