import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getRoles } from "./get_roles.ts";

Deno.test("get_roles lists roles and what they include", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const { answer, requests } = await call(getRoles);
    const included = new Map(rowsOf(answer).map((row) => [row["name"], row["includes"]]));
    assert.deepEqual([included.get("admin"), included.get("member"), included.get("reader")], [
      ["member"],
      ["reader"],
      [],
    ]);
    assert.equal(requests.length, 2);
    assert.ok(encode(JSON.stringify(answer)).length <= 300);
    demo.setFaults([{ path: "role_inferences", kind: "status", status: 500 }]);
    const unread = (await call(getRoles)).answer;
    assert.ok(!JSON.stringify(unread["columns"]).includes("includes"));
    assert.match(JSON.stringify(unread["unavailable"]), /"roles that roles include".*HTTP 500/);
  });
});

Deno.test("get_roles lists the roles of a domain when it is named", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer, requests } = await call(getRoles, { filters: { domain: "heat" } });
    assert.equal(answer["scope"], "roles of a domain");
    assert.deepEqual(answer["rows"], []);
    assert.match(requests.find(({ path }) => path === "/v3/roles")?.query ?? "", /domain_id=\w+/);
  });
});

Deno.test("get_roles tells members their own", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getRoles);
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), [
      "creator",
      "load-balancer_member",
      "member",
      "reader",
    ]);
    assert.match(JSON.stringify(answer["unavailable"]), /not permitted/);
    assert.equal((await call(getRoles, { names: "admin" })).error?.reason, "not permitted");
  });
});

Deno.test("get_roles answers the list of set_roles", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const args = { action: "list", role_name: "", description: "", domain_id: "" };
    const listed = await call(getRoles, args, { name: "set_roles" });
    assert.deepEqual(listed.answer, (await call(getRoles)).answer);
  });
});
