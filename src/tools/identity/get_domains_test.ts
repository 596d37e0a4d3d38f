import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getDomains } from "./get_domains.ts";

Deno.test("get_domains lists domains", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const { answer, requests } = await call(getDomains);
    assert.equal(answer["scope"], "all domains of this cloud");
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]).sort(), ["Default", "heat"]);
    assert.equal(requests.length, 1);
    const one = (await call(getDomains, { names: "heat" })).answer["domain"];
    assert.match(JSON.stringify(one), /"name":"heat","enabled":true/);
    demo.setFaults([{ path: "/v3/domains", kind: "status", status: 403 }]);
    assert.equal((await call(getDomains)).error?.reason, "not permitted");
  });
});

Deno.test("get_domains tells members their own", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer } = await call(getDomains);
    assert.deepEqual(rowsOf(answer), [{
      name: "Default",
      description: "The default domain",
      id: "default",
    }]);
    assert.match(JSON.stringify(answer["unavailable"]), /^\[\{"what":"other domains".*not permitted/);
    assert.equal((await call(getDomains, { names: "heat" })).error?.reason, "not permitted");
    demo.setFaults([{ path: "/v3/domains/default", kind: "status", status: 500 }]);
    const unread = (await call(getDomains)).answer;
    assert.deepEqual(rowsOf(unread), [{ name: "Default", id: "default" }]);
    assert.match(
      JSON.stringify(unread["unavailable"]),
      /"state and description of domain Default".*HTTP 500/,
    );
  });
});

Deno.test("get_domains answers the list of set_domains", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const args = { action: "list", domain_name: "", description: "", enabled: true };
    const listed = await call(getDomains, args, { name: "set_domains" });
    assert.deepEqual(listed.answer, (await call(getDomains)).answer);
  });
});
