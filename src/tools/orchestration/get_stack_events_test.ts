import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getStackEvents } from "./get_stack_events.ts";

Deno.test("get_stack_events tells what happened, newest first", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getStackEvents, { stack: "doomed" });
    assert.equal(requests.length, 2);
    assert.match(JSON.stringify(requests.at(-1)), /sort_dir=desc/);
    const rows = rowsOf(answer);
    assert.equal(rows[0]?.["resource"], "doomed");
    assert.equal(rows[0]?.["status"], "CREATE_FAILED");
    assert.match(JSON.stringify(rows[0]?.["reason"]), /untrusted_text.*No valid host/);
    const times = rows.map((row) => String(row["time"]));
    assert.deepEqual(times, times.toSorted().toReversed());
    assert.equal(rows.at(-1)?.["reason"], "");
  });
});

Deno.test("get_stack_events keeps to one resource, and says if it has none", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getStackEvents, { stack: "staging", resource: "server" });
    assert.ok(rowsOf(answer).length > 0);
    assert.ok(rowsOf(answer).every((row) => row["resource"] === "server"));
    const none = await call(getStackEvents, { stack: "staging", resource_name: "nothing" });
    assert.match(String(none.answer["note"]), /on record for resource nothing/);
  });
});

Deno.test("get_stack_events is read in pages without a gap", async () => {
  await withTools({}, async ({ call }) => {
    const all = rowsOf((await call(getStackEvents, { stack: "staging", fields: "id" })).answer);
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await call(getStackEvents, {
        stack: "staging",
        fields: "id",
        limit: 5,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...rowsOf(page.answer).map((row) => row["id"]));
      cursor = page.answer["next"];
    } while (cursor !== undefined);
    assert.deepEqual(seen, all.map((row) => row["id"]));
  });
});

Deno.test("get_stack_events filters by how it went", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getStackEvents, { stack: "doomed", filters: { status: "failed" } });
    assert.equal(answer["total"], 2);
  });
});

Deno.test("get_stack_events does not reach into another project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getStackEvents, { stack: "staging" })).error?.reason, "not found");
  });
});
