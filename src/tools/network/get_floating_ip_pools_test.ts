import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { stringifyJson } from "../../text/json.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getFloatingIpPools } from "./get_floating_ip_pools.ts";

Deno.test("get_floating_ip_pools counts addresses for an administrator", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getFloatingIpPools);
    const { id: _id, ...pool } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(pool, {
      name: "public",
      ranges: ["203.0.113.0/24"],
      ipv4_total: 241,
      ipv4_used: 8,
      ipv4_left: 233,
      ipv4_used_percent: 3.3,
      floating_ips: 5,
    });
    assert.deepEqual(answer["quota"], { limit: 50, used: 5, left: 45 });
    assert.equal("unavailable" in answer, false);
    assert.equal(record.requests, 4, "networks, addresses, floating IPs, quota");
    assert.ok(encode(JSON.stringify(answer)).length < 150);
  });
});

Deno.test("get_floating_ip_pools keeps IPv4 and IPv6 apart, and counts exactly", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const { answer: before } = await call(getFloatingIpPools, { fields: ["ranges"] });
    const networkId = rowsOf(before)[0]?.["id"];
    const subnet = (ip_version: number, cidr: string, used_ips: number, total_ips: number | bigint) => ({
      subnet_id: cidr,
      ip_version,
      cidr,
      used_ips,
      total_ips,
    });
    const body = {
      network_ip_availabilities: [{
        network_id: networkId,
        subnet_ip_availability: [
          subnet(4, "203.0.113.0/24", 250, 253),
          subnet(4, "198.51.100.0/25", 3, 123),
          subnet(6, "2001:db8::/64", 5, 18446744073709551615n),
        ],
      }],
    };
    const path = "/network-ip-availabilities";
    demo.setFaults([{ service: "network", path, kind: "garbage", body: stringifyJson(body) }]);
    const [pool] = rowsOf((await call(getFloatingIpPools)).answer);
    assert.deepEqual([pool?.["ipv4_total"], pool?.["ipv4_used"], pool?.["ipv4_left"]], [376, 253, 123]);
    assert.equal(pool?.["ipv4_used_percent"], 67.3);
    assert.equal(pool?.["ipv6_left"], 18446744073709551610n);
    assert.equal(pool !== undefined && "ipv6_used_percent" in pool, false);
  });
});

Deno.test("get_floating_ip_pools tells a member ranges, quota and what it may not know", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getFloatingIpPools);
    const { id: _id, ...pool } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(pool, { name: "public", ranges: ["203.0.113.0/24"], floating_ips: 5 });
    assert.deepEqual(answer["quota"], { limit: 50, used: 5, left: 45 });
    assert.match(JSON.stringify(answer["unavailable"]), /total and used addresses.*not permitted/);
  });
});

Deno.test("get_floating_ip_pools counts everybody's floating IPs where the operator allows it", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getFloatingIpPools);
    assert.equal(rowsOf(answer)[0]?.["floating_ips"], 6);
    // A quota is one project's.
    assert.equal("quota" in answer, false);
  });
});

Deno.test("get_floating_ip_pools leaves out what cannot be read", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults(["/network-ip-availabilities", "/floatingips", "/quotas"].map((path) => ({
      service: "network",
      path,
      kind: "status",
      status: 403,
    })));
    const { answer } = await call(getFloatingIpPools);
    // An administrator sees the subnets of external networks, and so the totals.
    const { id: _id, ...pool } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(pool, { name: "public", ranges: ["203.0.113.0/24"], ipv4_total: 241 });
    assert.match(JSON.stringify(answer["unavailable"]), /used addresses.*floating IPs.*quota/);
  });
});
