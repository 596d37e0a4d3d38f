import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getSubnets } from "./get_subnets.ts";

function cidrs(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["cidr"]).sort();
}

const SEEN = [
  "10.10.0.0/24",
  "10.20.0.0/24",
  "10.99.0.0/24",
  "192.168.77.0/24",
  "198.51.100.0/24",
  "fd00:10::/64",
];

Deno.test("get_subnets shows a member its own subnets and shared ones", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getSubnets);
    assert.deepEqual(cidrs(answer), SEEN);
    const db = rowsOf(answer).find((row) => row["cidr"] === "10.20.0.0/24");
    assert.equal(db?.["network"], "acme-db");
    assert.equal(db?.["gateway_ip"], "10.20.0.1");
    // Subnets, names of networks.
    assert.equal(record.requests, 2);
    assert.ok(encode(JSON.stringify(answer)).length <= 500);
  });
});

Deno.test("get_subnets shows an administrator what belongs to the project or is shared with it", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getSubnets);
    assert.deepEqual(cidrs(answer), SEEN);
    assert.ok(!("unavailable" in answer));
    assert.equal((await call(getSubnets, { names: "globex-app-v4" })).error?.reason, "not found");
    const vlan = rowsOf(answer).find((row) => row["cidr"] === "198.51.100.0/24");
    assert.ok("subnet" in (await call(getSubnets, { names: vlan?.["id"] })).answer);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getSubnets);
    assert.deepEqual(cidrs(answer), [...SEEN, "10.30.0.0/24", "203.0.113.0/24"].sort());
    const [row] = rowsOf(answer).filter((one) => one["cidr"] === "10.30.0.0/24");
    assert.ok("subnet" in (await call(getSubnets, { names: row?.["id"] })).answer);
  });
});

Deno.test("get_subnets filters by the name of a network, in Neutron", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getSubnets, { filters: { network: "acme-web" } });
    assert.deepEqual(cidrs(answer), ["10.10.0.0/24", "fd00:10::/64"]);
    assert.ok(!("scanned" in answer));
    assert.equal(requests.filter(({ path }) => path.endsWith("/subnets")).length, 1);
    assert.deepEqual(cidrs((await call(getSubnets, { filters: { ip_version: 6 } })).answer), [
      "fd00:10::/64",
    ]);
    const { error } = await call(getSubnets, { filters: { network: "nowhere" } });
    assert.equal(error?.reason, "not found");
  });
});

Deno.test("get_subnets shows one with its pools", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getSubnets, { names: "acme-db-v4" });
    assert.match(JSON.stringify(answer), /"allocation_pools":\["10\.20\.0\.2-10\.20\.0\.254"\]/);
  });
});

Deno.test("get_subnets shows ids where the names of networks cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/networks", kind: "status", status: 500 }]);
    const { answer } = await call(getSubnets);
    assert.deepEqual(cidrs(answer), SEEN);
    assert.match(String(rowsOf(answer)[0]?.["network"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of networks/);
  });
});

Deno.test("get_subnets says when an older Neutron cannot tell what is shared", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/subnets\\?.*shared", kind: "status", status: 400 }]);
    const { answer } = await call(getSubnets);
    assert.deepEqual(cidrs(answer), SEEN.filter((cidr) => cidr !== "198.51.100.0/24"));
    assert.match(JSON.stringify(answer["unavailable"]), /subnets that others share/);
    assert.ok(!("total" in answer));
  });
});

Deno.test("get_subnets answers what set_subnets reads", async () => {
  await withTools({}, async ({ call }) => {
    const defaults = { cidr: "", description: "", ip_version: 4, enable_dhcp: true, dns_nameservers: "[]" };
    const as = { name: "set_subnets" };
    const listed = await call(getSubnets, { action: "list", network_id: "acme-web", ...defaults }, as);
    assert.deepEqual(cidrs(listed.answer), ["10.10.0.0/24", "fd00:10::/64"]);
    const shown = await call(getSubnets, { action: "show", subnet_name: "acme-web-v4", gateway_ip: "" }, as);
    assert.ok("subnet" in shown.answer);
  });
});
