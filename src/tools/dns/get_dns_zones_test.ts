import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import * as z from "zod";
import { rowsOf, withTools } from "../testing.ts";
import { getDnsZones } from "./get_dns_zones.ts";

const OTHER = {
  id: "11111111-2222-4333-8444-555555555555",
  name: "globex.test.",
  type: "SECONDARY",
  status: "ERROR",
  action: "UPDATE",
  serial: 7,
  ttl: 300,
  email: "root@globex.test",
  masters: ["192.0.2.5", "192.0.2.6:5353"],
  project_id: "of-globex",
  created_at: "2026-11-21T11:04:23.000000",
};

function pageWith(...zones: readonly unknown[]): string {
  return JSON.stringify({ zones, links: {}, metadata: { total_count: zones.length } });
}

Deno.test("get_dns_zones tells a zone in few words and one request", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests, size } = await call(getDnsZones);
    assert.equal(requests.length, 1);
    assert.equal(answer["total"], 1);
    assert.deepEqual(answer["columns"], ["name", "status", "serial", "ttl_seconds", "email", "id"]);
    assert.deepEqual(rowsOf(answer)[0]?.["name"], "acme.test.");
    assert.ok(size < 300);
  });
});

Deno.test("get_dns_zones finds a zone with and without the dot at its end, by id and by a part", async () => {
  await withTools({}, async ({ call }) => {
    for (
      const args of [
        { names: "acme.test" },
        { names: "acme.test." },
        { names: "Acme.TEST" },
        { names: "67bdc511-95ae-492f-a6f0-ede65ffd6806" },
        { zone_name: "acme.test" },
      ]
    ) {
      const { answer } = await call(getDnsZones, args);
      const zone = answer["zone"];
      assert.ok(typeof zone === "object" && zone !== null && "name" in zone, JSON.stringify(args));
      assert.equal(zone.name, "acme.test.");
    }
    for (
      const [args, total] of [
        [{ name_contains: "ME.te" }, 1],
        [{ name_contains: "globex" }, 0],
        [{ filters: { name: "acme.test" } }, 1],
        [{ filters: { status: "active", type: "primary", ttl_seconds: 3600 } }, 1],
        [{ filters: { status: "ERROR" } }, 0],
        [{ filters: { action: "none" } }, 1],
      ] as const
    ) {
      assert.equal((await call(getDnsZones, args)).answer["total"], total, JSON.stringify(args));
    }
    assert.equal((await call(getDnsZones, { names: "acme" })).error?.reason, "not found");
  });
});

Deno.test("get_dns_zones marks what is unusual: secondary, shared, failed", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{
      path: "/v2/zones",
      kind: "garbage",
      body: pageWith({ ...OTHER, shared: true }),
    }]);
    const { answer } = await call(getDnsZones);
    const [zone] = rowsOf(answer);
    assert.deepEqual(
      ["type", "status", "action", "masters", "shared"].map((column) => zone?.[column]),
      ["SECONDARY", "ERROR", "UPDATE", "192.0.2.5, 192.0.2.6:5353", true],
    );
  });
});

Deno.test("get_dns_zones drops another project's zone that is not shared", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/v2/zones", kind: "garbage", body: pageWith(OTHER) }]);
    const { answer } = await call(getDnsZones);
    assert.equal(answer["shown"], 0);
    assert.equal(answer["left_out"], "1 of other projects");
  });
});

Deno.test("get_dns_zones counts with Designate's count, without walking the pages", async () => {
  await withTools({}, async ({ call, demo }) => {
    const zones = [{ ...OTHER, shared: true }];
    const links = { next: "http://127.0.0.1/v2/zones?limit=1&marker=x" };
    demo.setFaults([{
      path: "/v2/zones",
      kind: "garbage",
      body: JSON.stringify({ zones, links, metadata: { total_count: 41 } }),
    }]);
    const { answer, requests } = await call(getDnsZones, { limit: 1 });
    assert.equal(answer["total"], 41);
    assert.equal(typeof answer["next"], "string");
    assert.equal(requests.length, 1);
  });
});

Deno.test("get_dns_zones asks for all projects only if the operator allowed it", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getDnsZones);
    assert.equal(answer["total"], 0);
    assert.equal((await call(getDnsZones, { names: "acme.test" })).error?.reason, "not found");
  });
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getDnsZones)).answer["total"], 1);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getDnsZones, { detail: "full" });
    assert.equal(rowsOf(answer)[0]?.["project"], "acme");
    const one = await call(getDnsZones, { names: "67bdc511-95ae-492f-a6f0-ede65ffd6806" });
    assert.ok("zone" in one.answer);
  });
});

Deno.test("get_dns_zones still shows zones where the names of projects cannot be read", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call, demo }) => {
    demo.setFaults([{ path: "/v3/projects", kind: "status", status: 503 }]);
    const { answer } = await call(getDnsZones, { detail: "full" });
    assert.match(String(rowsOf(answer)[0]?.["project"]), /^[0-9a-f]{32}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of projects/);
  });
});

Deno.test("get_dns_zones answers for set_dns_zone", async () => {
  await withTools({}, async ({ call }) => {
    const listed = await call(getDnsZones, { action: "list", ttl: 1 }, { name: "set_dns_zone" });
    assert.equal(listed.answer["total"], 1);
    const shown = await call(getDnsZones, { action: "show", name: "acme.test" }, { name: "set_dns_zone" });
    assert.ok("zone" in shown.answer);
  });
});

Deno.test("get_dns_zones costs few tokens in every conversation", () => {
  const { name, description, input } = getDnsZones;
  const schema = z.toJSONSchema(input, { io: "input" });
  assert.ok(encode(JSON.stringify({ name, description, schema })).length < 300);
});
