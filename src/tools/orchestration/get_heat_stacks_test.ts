import assert from "node:assert/strict";
import { isWire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getHeatStacks } from "./get_heat_stacks.ts";

const LIST = String.raw`/stacks(\?|$)`;

function stackOf(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const stack = answer["stack"];
  assert.ok(isWire(stack));
  return stack;
}

Deno.test("get_heat_stacks lists stacks in one request, and says why one failed", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getHeatStacks);
    assert.equal(requests.length, 1);
    assert.equal(answer["total"], 2);
    const [doomed] = rowsOf(answer).filter((row) => row["name"] === "doomed");
    assert.equal(doomed?.["status"], "CREATE_FAILED");
    assert.match(JSON.stringify(doomed?.["reason"]), /untrusted_text.*No valid host was found/);
    const [staging] = rowsOf(answer).filter((row) => row["name"] === "staging");
    assert.equal(staging?.["reason"], "");
    assert.match(String(staging?.["created"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(staging?.["owner"], "alice");
  });
});

Deno.test("get_heat_stacks shows a named stack with its parameters, without its outputs", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getHeatStacks, { names: "staging" });
    const stack = stackOf(answer);
    assert.deepEqual(stack["parameters"], { image: "cirros-0.6.2", count: "1" });
    assert.equal(stack["description"], "A small staging environment");
    assert.equal(stack["rollback_on_failure"], false);
    assert.equal(stack["timeout_minutes"], 10);
    assert.ok(!("hidden_parameters" in stack));
    assert.equal(requests.length, 2);
    assert.match(requests[1]?.query ?? requests[1]?.path ?? "", /resolve_outputs=false/);
    const byId = await call(getHeatStacks, { names: "d7e5bde6-472d-49ef-a407-9ec428880c94" });
    assert.equal(stackOf(byId.answer)["name"], "staging");
  });
});

Deno.test("get_heat_stacks names hidden parameters and does not show them", async () => {
  await withTools({}, async ({ call, demo }) => {
    const stack = {
      id: "d7e5bde6",
      parameters: { "OS::stack_id": "d7e5bde6", db_password: "******", size: "1" },
    };
    demo.setFaults([{ path: "/stacks/staging/", kind: "garbage", body: JSON.stringify({ stack }) }]);
    const shown = stackOf((await call(getHeatStacks, { names: "staging" })).answer);
    assert.deepEqual(shown["parameters"], { size: "1" });
    assert.deepEqual(shown["hidden_parameters"], ["db_password"]);
  });
});

Deno.test("get_heat_stacks tells when the details cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/stacks/staging/", kind: "status", status: 503 }]);
    const { answer } = await call(getHeatStacks, { names: "staging" });
    assert.equal(stackOf(answer)["parameters"], "unknown");
    assert.equal(stackOf(answer)["status"], "CREATE_COMPLETE");
    assert.match(JSON.stringify(answer["unavailable"]), /details of staging/);
  });
});

Deno.test("get_heat_stacks filters and sorts", async () => {
  await withTools({}, async ({ call }) => {
    for (
      const [filters, total] of [
        [{ status: "failed" }, 1],
        [{ status: "CREATE_FAILED" }, 1],
        [{ status: ["FAILED", "COMPLETE"] }, 2],
        [{ status: "DELETE_FAILED" }, 0],
        [{ owner: "alice" }, 2],
        [{ owner: "bob" }, 0],
        [{ tags: "seed", owner: "alice" }, 2],
        [{ tags: "other" }, 0],
        [{ name: "doomed" }, 1],
      ] as const
    ) {
      assert.equal((await call(getHeatStacks, { filters })).answer["total"], total, JSON.stringify(filters));
    }
    const names = async (sort: string) =>
      rowsOf((await call(getHeatStacks, { sort })).answer).map((row) => row["name"]);
    assert.deepEqual(await names("name"), ["doomed", "staging"]);
    assert.deepEqual(await names("-name"), ["staging", "doomed"]);
  });
});

Deno.test("get_heat_stacks names the parents of nested stacks on request", async () => {
  await withTools({}, async ({ call, demo }) => {
    const stacks = [
      { id: "b", stack_name: "web-group", stack_status: "CREATE_COMPLETE", parent: "a" },
      { id: "a", stack_name: "web", stack_status: "CREATE_COMPLETE", parent: null },
    ];
    demo.setFaults([{
      path: "/stacks.*show_nested=true",
      kind: "garbage",
      body: JSON.stringify({ stacks }),
    }]);
    const { answer } = await call(getHeatStacks, { show_nested: true });
    assert.deepEqual(rowsOf(answer).map((row) => row["parent"]), ["web", ""]);
  });
});

Deno.test("get_heat_stacks asks Heat for the project of an administrator, and for all if allowed", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getHeatStacks)).answer["total"], 0);
    assert.equal((await call(getHeatStacks, { names: "staging" })).error?.reason, "not found");
    const byId = await call(getHeatStacks, { names: "d7e5bde6-472d-49ef-a407-9ec428880c94" });
    assert.equal(byId.error?.reason, "not found");
  });
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getHeatStacks)).answer["total"], 2);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getHeatStacks, { fields: "project" });
    assert.deepEqual(rowsOf(answer).map((row) => row["project"]), ["acme", "acme"]);
    assert.ok(!("unavailable" in answer));
  });
});

Deno.test("get_heat_stacks drops stacks of other projects that Heat lists all the same", async () => {
  const stacks = [{ id: "x", stack_name: "theirs", stack_status: "CREATE_COMPLETE", project: "another" }];
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{ path: LIST, kind: "garbage", body: JSON.stringify({ stacks }) }]);
    const { answer } = await call(getHeatStacks);
    assert.equal(answer["shown"], 0);
    assert.equal(answer["left_out"], "1 of other projects");
  });
});

Deno.test("get_heat_stacks says when Heat takes an administrator for a member", async () => {
  const stacks = [{ id: "x", stack_name: "own", stack_status: "CREATE_COMPLETE" }];
  await withTools({ user: "admin", allProjects: true }, async ({ call, demo }) => {
    demo.setFaults([{ path: LIST, kind: "garbage", body: JSON.stringify({ stacks }) }]);
    const { answer } = await call(getHeatStacks);
    assert.match(JSON.stringify(answer["unavailable"]), /stacks of other projects/);
  });
});

Deno.test("get_heat_stacks answers to its older names", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getHeatStacks, {}, { name: "get_stacks" })).answer["total"], 2);
    for (const name of ["set_heat_stack", "manage_heat_stack", "manage_stack"]) {
      const listed = await call(getHeatStacks, { action: "list", template: "", parameters: "" }, { name });
      assert.equal(listed.answer["total"], 2, name);
      const argument = name === "set_heat_stack" ? "stack_names" : "stack_name";
      const shown = await call(getHeatStacks, { action: "show", [argument]: "staging" }, { name });
      assert.equal(stackOf(shown.answer)["name"], "staging", name);
    }
  });
});

Deno.test("get_heat_stacks tells a login without a project that it needs one", async () => {
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    const { error } = await call(getHeatStacks);
    assert.equal(error?.reason, "unavailable");
    assert.equal(error.next, "Log in with a project (--project, OS_PROJECT_NAME).");
  });
});
