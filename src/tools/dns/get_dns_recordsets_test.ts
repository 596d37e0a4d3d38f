import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getDnsRecordsets } from "./get_dns_recordsets.ts";

function namesOf(answer: Readonly<Record<string, unknown>>): unknown[] {
  return rowsOf(answer).map((row) => `${row["name"]} ${row["type"]}`).toSorted();
}

Deno.test("get_dns_recordsets lists those of a zone and marks Designate's own", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getDnsRecordsets, { zone: "acme.test" });
    assert.equal(answer["zone"], "acme.test.");
    assert.equal(answer["total"], 4);
    assert.equal(requests.length, 2);
    const managed = rowsOf(answer).filter((row) => row["managed"] === true).map((row) => row["type"]);
    assert.deepEqual(managed.toSorted(), ["NS", "SOA"]);
    assert.ok(requests.every(({ path }) => path.startsWith("/dns/v2/zones") || path.startsWith("/v2/zones")));
  });
});

Deno.test("get_dns_recordsets lists those of all zones, each with its zone, in one request", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getDnsRecordsets);
    assert.equal(requests.length, 1);
    assert.equal(answer["total"], 4);
    assert.ok(rowsOf(answer).every((row) => row["zone"] === "acme.test."));
  });
});

Deno.test("get_dns_recordsets takes a name for all its types, with or without the dot", async () => {
  await withTools({}, async ({ call }) => {
    for (const names of ["acme.test", "acme.test.", ["acme.test"]]) {
      const { answer } = await call(getDnsRecordsets, { names, zone: "acme.test" });
      assert.deepEqual(namesOf(answer), ["acme.test. NS", "acme.test. SOA"]);
    }
    const two = await call(getDnsRecordsets, { names: "db.acme.test, www.acme.test" });
    assert.deepEqual(namesOf(two.answer), ["db.acme.test. A", "www.acme.test. A"]);
    const none = await call(getDnsRecordsets, { names: "no.acme.test" });
    assert.match(String(none.answer["note"]), /no recordsets with name = no\.acme\.test/);
  });
});

Deno.test("get_dns_recordsets finds a recordset by its id", async () => {
  const id = "7777ad55-2d2f-4239-a705-5d3815a457a9";
  await withTools({}, async ({ call }) => {
    for (const zone of [{}, { zone: "acme.test" }]) {
      const { answer } = await call(getDnsRecordsets, { names: id, ...zone });
      const found = answer["recordset"];
      assert.ok(typeof found === "object" && found !== null && "name" in found && "records" in found);
      assert.equal(found.name, "db.acme.test.");
      assert.deepEqual(found.records, ["10.20.0.10"]);
    }
  });
});

Deno.test("get_dns_recordsets filters and sorts as Designate can, and otherwise itself", async () => {
  await withTools({}, async ({ call }) => {
    for (
      const [filters, total] of [
        [{ records: "10.20.0.10" }, 1],
        [{ records: "10.20.0.1" }, 0],
        [{ type: "a" }, 2],
        [{ type: ["A", "NS"] }, 3],
        [{ zone: "acme.test" }, 4],
        [{ managed: true }, 2],
        [{ status: "error" }, 0],
      ] as const
    ) {
      const { answer } = await call(getDnsRecordsets, { filters });
      assert.equal(answer["total"], total, JSON.stringify(filters));
    }
    const sorted = await call(getDnsRecordsets, { sort: "-name", limit: 1 });
    assert.equal(rowsOf(sorted.answer)[0]?.["name"], "www.acme.test.");
    assert.equal(sorted.answer["total"], 4);
    const rest = await call(getDnsRecordsets, { sort: "-name", cursor: sorted.answer["next"] });
    assert.equal(rowsOf(rest.answer).length, 3);
    const unknown = await call(getDnsRecordsets, { filters: { zone: "nowhere.test" } });
    assert.equal(unknown.error?.reason, "not found");
  });
});

Deno.test("get_dns_recordsets shows an administrator other projects' only if the operator allowed it", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getDnsRecordsets)).answer["total"], 0);
    assert.equal((await call(getDnsRecordsets, { zone: "acme.test" })).error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getDnsRecordsets)).answer["total"], 4);
    assert.equal((await call(getDnsRecordsets, { zone: "acme.test" })).answer["total"], 4);
  });
});

Deno.test("get_dns_recordsets answers for set_dns_recordset", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(
      getDnsRecordsets,
      { action: "list", zone_name: "acme.test", ttl: 60 },
      { name: "set_dns_recordset" },
    );
    assert.equal(answer["total"], 4);
  });
});

Deno.test("get_dns_recordsets knows no case, as DNS does", async () => {
  await withTools({}, async ({ call, demo }) => {
    const listed = await call(getDnsRecordsets, { zone: "ACME.test", names: "DB.acme.test" });
    assert.equal(rowsOf(listed.answer)[0]?.["name"], "db.acme.test.");
    const recordsets = [{ id: "r1", name: "Cap.acme.test.", type: "A", records: ["192.0.2.9"] }];
    demo.setFaults([{ path: "/recordsets", kind: "garbage", body: JSON.stringify({ recordsets }) }]);
    for (const args of [{ names: "cap.acme.test" }, { filters: { name: "CAP.acme.test." } }]) {
      assert.equal(rowsOf((await call(getDnsRecordsets, args)).answer).length, 1);
    }
  });
});
