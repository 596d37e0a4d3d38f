import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { member } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getShares } from "./get_shares.ts";

Deno.test("get_shares lists in one request and few tokens", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getShares);
    const [{ id: _id, ...share } = {}] = rowsOf(answer);
    const expected = {
      name: "team-files",
      status: "available",
      size_gib: 10,
      protocol: "NFS",
      type: "default",
    };
    assert.deepEqual(share, expected);
    assert.deepEqual(requests.filter(({ path }) => path.includes("/shares")).length, 1);
    assert.ok(encode(JSON.stringify(answer)).length <= 110);
  });
});

Deno.test("get_shares tells of a named share where it is, who may mount it, and its snapshots", async () => {
  await withTools({}, async ({ call }) => {
    const share = member((await call(getShares, { names: "team-files" })).answer, "share");
    const paths = share["export_locations"];
    assert.ok(Array.isArray(paths) && paths.length === 2);
    assert.match(String(paths[0]), /^10\.0\.0\.10:/);
    assert.deepEqual(share["access_rules"], ["ip 10.10.0.0/24 rw"]);
    assert.deepEqual(share["snapshots"], ["team-files-monday"]);
    assert.ok(!("host" in share));
  });
});

Deno.test("get_shares tells an administrator the host, and paths that are not for clients", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const share = member((await call(getShares, { names: "team-files" })).answer, "share");
    assert.equal(share["host"], "ctl-01@nfs1#fake_pool_for_nfs1");
    assert.match(String(share["export_locations"]), /11\.0\.0\.11:\S+ \(administrators only\)$/);
  });
});

Deno.test("get_shares never shows the key of an access rule", async () => {
  await withTools({}, async ({ call, demo }) => {
    const rule = {
      id: "1",
      access_type: "cephx",
      access_to: "bob",
      access_level: "rw",
      state: "error",
      access_key: "AQDkGpFTAAAA",
    };
    demo.setFaults([{
      path: "/share-access-rules",
      kind: "status",
      status: 200,
      body: { access_list: [rule] },
    }]);
    const { answer } = await call(getShares, { names: "team-files" });
    assert.deepEqual(member(answer, "share")["access_rules"], ["cephx bob rw (error)"]);
    assert.ok(!JSON.stringify(answer).includes("AQDkGpFTAAAA"));
  });
});

Deno.test("get_shares tells what could not be read, and shows the rest", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/export_locations|/snapshots", kind: "status", status: 503 }]);
    const { answer } = await call(getShares, { names: "team-files" });
    const share = member(answer, "share");
    assert.equal(share["export_locations"], "unknown");
    assert.equal(share["snapshots"], "unknown");
    assert.deepEqual(share["access_rules"], ["ip 10.10.0.0/24 rw"]);
    assert.match(JSON.stringify(answer["unavailable"]), /export locations of team-files.*snapshots/);
  });
});

Deno.test("get_shares reads the paths in the share itself of an old Manila", async () => {
  const settings = { services: { "shared-file-system": { defaultMicroversion: "2.8" } } };
  await withTools({ settings }, async ({ call }) => {
    const { answer, requests } = await call(getShares, { fields: ["export_locations", "type"] });
    const [row] = rowsOf(answer);
    assert.match(String(row?.["export_locations"]), /^10\.0\.0\.10:/);
    assert.equal(row?.["type"], "default");
    assert.ok(requests.every(({ path }) => !path.includes("/export_locations")));
  });
});

Deno.test("get_shares filters, and knows no share of another project", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getShares, { filters: { status: "AVAILABLE" } })).answer["total"], 1);
    assert.equal((await call(getShares, { filters: { protocol: "cifs" } })).answer["total"], 0);
    assert.equal((await call(getShares, { filters: { share_network: "storage" } })).answer["total"], 0);
    const { error } = await call(getShares, { filters: { share_network: "nothing" } });
    assert.equal(error?.reason, "not found");
    assert.equal((await call(getShares, { filters: { host: "x" } })).error?.reason, "not permitted");
  });
  await withTools({ user: "gina" }, async ({ call }) => {
    assert.equal((await call(getShares)).answer["total"], 0);
    assert.equal((await call(getShares, { names: "team-files" })).error?.reason, "not found");
  });
});

Deno.test("get_shares shows an administrator other projects only with --all-projects", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getShares)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getShares, { fields: ["project"] });
    assert.equal(rowsOf(answer)[0]?.["project"], "acme");
    assert.match(String(answer["scope"]), /^all projects/);
  });
});

Deno.test("get_shares answers what set_share reads", async () => {
  await withTools({}, async ({ call }) => {
    const list = await call(getShares, { action: "list" }, { name: "set_share" });
    assert.equal(list.answer["total"], 1);
    const show = await call(getShares, { action: "show", names: "team-files" }, { name: "set_share" });
    assert.equal(member(show.answer, "share")["size_gib"], 10);
  });
});
