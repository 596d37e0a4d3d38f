import assert from "node:assert/strict";
import * as z from "zod";
import { OpenStackError } from "../openstack/errors.ts";
import { mayShow, ownProject, scopeText } from "./scope.ts";
import { type ToolsOptions, withTools } from "./testing.ts";
import { tool, type ToolContext } from "./tool.ts";

/** What a function of this module says in the place of a tool. */
async function inside<T>(options: ToolsOptions, ask: (context: ToolContext) => Promise<T>): Promise<T> {
  const asked: T[] = [];
  const asking = tool({
    name: "ask",
    toolset: "compute",
    title: "Ask",
    description: "For tests.",
    input: z.strictObject({}),
    operations: [],
    run: async (_args, context) => {
      asked.push(await ask(context));
      return {};
    },
  });
  await withTools(options, async ({ call }) => {
    const { error } = await call(asking);
    if (error) throw error;
  });
  const [only] = asked;
  assert.ok(only !== undefined);
  return only;
}

Deno.test("scopeText() names project and region", async () => {
  assert.equal(await inside({}, scopeText), "project acme, region RegionOne");
  assert.equal(
    await inside({ user: "bob", project: "globex" }, scopeText),
    "project globex, region RegionOne",
  );
});

Deno.test("scopeText() names the system", async () => {
  assert.equal(await inside({ user: "admin", system: true }, scopeText), "system, region RegionOne");
});

Deno.test("scopeText() says all projects of those who may and want to see them", async () => {
  assert.equal(
    await inside({ user: "admin", allProjects: true }, scopeText),
    "all projects, region RegionOne",
  );
  // The operator's leave alone does not make a member see more.
  assert.equal(await inside({ allProjects: true }, scopeText), "project acme, region RegionOne");
  // Neither does the role alone.
  assert.equal(await inside({ user: "operator" }, scopeText), "project acme, region RegionOne");
});

Deno.test("scopeText() prefers the region that was asked for", async () => {
  const settings = { region: "RegionOne" };
  assert.equal(await inside({ settings }, scopeText), "project acme, region RegionOne");
});

Deno.test("ownProject() comes from the token", async () => {
  const project = await inside({ user: "bob", project: "globex" }, (context) => ownProject(context, "test"));
  assert.equal(project.name, "globex");
});

Deno.test("ownProject() refuses a login without a project", async () => {
  const asked = inside({ user: "admin", system: true }, (context) => ownProject(context, "count"));
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof OpenStackError);
    assert.equal(error.reason, "refused by policy");
    assert.equal(error.what, "count");
    return true;
  });
});

Deno.test("mayShow() keeps to the token's project", async () => {
  const shows = (owner: "own" | "foreign" | "nobody", options: ToolsOptions) =>
    inside(options, async (context) => {
      const { project } = await context.cloud.session();
      const id = { own: project?.id, foreign: "e0e0", nobody: undefined }[owner];
      return { shown: await mayShow(context, id) };
    });
  assert.deepEqual(await shows("own", {}), { shown: true });
  assert.deepEqual(await shows("nobody", {}), { shown: true });
  assert.deepEqual(await shows("foreign", {}), { shown: false });
  assert.deepEqual(await shows("foreign", { user: "operator" }), { shown: false });
  assert.deepEqual(await shows("foreign", { user: "operator", allProjects: true }), { shown: true });
});
