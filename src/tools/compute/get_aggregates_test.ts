import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getAggregates } from "./get_aggregates.ts";

Deno.test("get_aggregates shows zones and hosts", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getAggregates);
    assert.deepEqual(rowsOf(answer), [
      { name: "az1", availability_zone: "az1", hosts: ["cmp-01", "cmp-02"], id: "1" },
      { name: "az2", availability_zone: "az2", hosts: ["cmp-03"], id: "2" },
    ]);
    assert.equal(record.requests, 2);
    const byHost = await call(getAggregates, { filters: { hosts: "cmp-03" } });
    assert.deepEqual(rowsOf(byHost.answer).map((row) => row["name"]), ["az2"]);
    assert.ok("aggregate" in (await call(getAggregates, { names: "2" })).answer);
  });
});

Deno.test("get_aggregates is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getAggregates)).error?.reason, "not permitted");
  });
});
