import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getStackResources } from "./get_stack_resources.ts";

const ID = "d7e5bde6-472d-49ef-a407-9ec428880c94";

function resource(name: string, status: string, stack: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    resource_name: name,
    resource_type: "OS::Heat::TestResource",
    resource_status: status,
    resource_status_reason: "went wrong",
    physical_resource_id: "",
    required_by: [],
    links: [{ rel: "stack", href: `http://heat/v1/p/stacks/${stack}` }],
    ...more,
  };
}

Deno.test("get_stack_resources lists what a stack is made of", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getStackResources, { stack: "staging" });
    assert.equal(answer["stack"], "staging");
    assert.equal(answer["stack_status"], "CREATE_COMPLETE");
    assert.equal(requests.length, 2);
    const server = rowsOf(answer).find((row) => row["name"] === "server");
    assert.equal(server?.["type"], "OS::Nova::Server");
    assert.equal(server?.["physical_id"], "050bd8af-0cb5-4640-b5c2-4ae7775cc344");
    const full = await call(getStackResources, { stack: ID, detail: "full" });
    const net = rowsOf(full.answer).find((row) => row["name"] === "net");
    assert.deepEqual(net?.["required_by"], ["port", "subnet"]);
  });
});

Deno.test("get_stack_resources puts what failed first, the innermost before all", async () => {
  const resources = [
    resource("fine", "CREATE_COMPLETE", `staging/${ID}`),
    resource("busy", "CREATE_IN_PROGRESS", `staging/${ID}`),
    resource("group", "CREATE_FAILED", `staging/${ID}`),
    resource("0", "CREATE_FAILED", "staging-group/5f", { parent_resource: "group" }),
  ];
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/resources", kind: "garbage", body: JSON.stringify({ resources }) }]);
    const { answer, requests } = await call(getStackResources, { stack: "staging", nested_depth: 2 });
    const rows = rowsOf(answer);
    assert.deepEqual(rows.map((row) => row["name"]), ["0", "group", "busy", "fine"]);
    assert.deepEqual(rows.map((row) => row["parent_resource"]), ["group", "", "", ""]);
    assert.deepEqual(rows[0]?.["reason"], { untrusted_text: "went wrong" });
    assert.equal(rows[3]?.["reason"], "");
    assert.match(JSON.stringify(requests.at(-1)), /nested_depth=2/);
  });
});

Deno.test("get_stack_resources filters by how it went, and goes on after a part", async () => {
  await withTools({}, async ({ call }) => {
    const failed = await call(getStackResources, { stack: "doomed", filters: { status: "FAILED" } });
    assert.equal(failed.answer["total"], 1);
    const none = await call(getStackResources, { stack: "staging", filters: { status: "FAILED" } });
    assert.match(String(none.answer["note"]), /no resources with status = FAILED/);
    const first = await call(getStackResources, { stack: "staging", limit: 5 });
    const rest = await call(getStackResources, { stack: "staging", cursor: first.answer["next"] });
    assert.equal(rowsOf(first.answer).length + rowsOf(rest.answer).length, 7);
  });
});

Deno.test("get_stack_resources does not reach into another project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    for (const stack of ["staging", ID]) {
      assert.equal((await call(getStackResources, { stack })).error?.reason, "not found");
    }
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getStackResources, { stack: ID })).answer["total"], 7);
  });
});

Deno.test("get_stack_resources takes the names of older tools", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getStackResources, { stack_name: "doomed" })).answer["total"], 1);
  });
});
