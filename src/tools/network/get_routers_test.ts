import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getRouters } from "./get_routers.ts";

Deno.test("get_routers shows gateways and interfaces", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getRouters);
    const [router, ...others] = rowsOf(answer);
    assert.deepEqual(others, []);
    const { id: _id, external_ips: outside, interfaces, ...rest } = router ?? {};
    assert.deepEqual(rest, { name: "acme-router", status: "ACTIVE", external_network: "public" });
    assert.match(String(outside), /^203\.0\.113\.\d+$/);
    assert.ok(Array.isArray(interfaces));
    assert.deepEqual(interfaces.toSorted(), ["acme-db-v4 10.20.0.1/24", "acme-web-v4 10.10.0.1/24"]);
    // Routers, their ports, the subnets of those, names of external networks.
    assert.equal(record.requests, 4);
    assert.ok(encode(JSON.stringify(answer)).length <= 160);
  });
});

Deno.test("get_routers asks once for the interfaces of all routers, distributed and highly available ones too", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer, requests } = await call(getRouters);
    assert.equal(rowsOf(answer).length, 2);
    const ports = requests.filter(({ path }) => path.endsWith("/ports"));
    assert.equal(ports.length, 1);
    const asked = new URLSearchParams(ports[0]?.query).getAll("device_owner");
    assert.deepEqual(asked, [
      "network:router_interface",
      "network:router_interface_distributed",
      "network:ha_router_replicated_interface",
    ]);
  });
});

Deno.test("get_routers tells an administrator what serves a router, and how", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getRouters, { names: "acme-router" });
    const text = JSON.stringify(answer);
    assert.match(text, /"routes":\[\],"snat":true,"ha":false,"distributed":false,"l3_agents":\["net-01"\]/);
    assert.equal((await call(getRouters, { names: "globex-router" })).error?.reason, "not found");
  });
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getRouters, { names: "acme-router" });
    assert.ok(!JSON.stringify(answer).includes("l3_agents"));
    assert.equal((await call(getRouters, { filters: { ha: true } })).error?.reason, "not permitted");
  });
});

Deno.test("get_routers finds the routers of a network", async () => {
  await withTools({}, async ({ call }) => {
    const named = async (filters: Record<string, unknown>) => {
      const { answer } = await call(getRouters, { filters });
      return rowsOf(answer).map((row) => row["name"]);
    };
    assert.deepEqual(await named({ networks: "acme-web" }), ["acme-router"]);
    assert.deepEqual(await named({ networks: "acme-isolated" }), []);
    assert.deepEqual(await named({ external_network: "public", status: "active" }), ["acme-router"]);
    assert.deepEqual(await named({ external_network: "provider-vlan100" }), []);
    const { answer } = await call(getRouters, { fields: ["networks"] });
    assert.deepEqual([rowsOf(answer)[0]?.["networks"]].flat().sort(), ["acme-db", "acme-web"]);
  });
});

Deno.test("get_routers leaves out interfaces that could not be read, and shows addresses without their subnets", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/ports", kind: "status", status: 503 }]);
    const without = await call(getRouters);
    assert.ok(!("interfaces" in (rowsOf(without.answer)[0] ?? {})));
    assert.match(JSON.stringify(without.answer["unavailable"]), /interfaces of routers/);
    demo.setFaults([{ service: "network", path: "/subnets", kind: "status", status: 500 }]);
    const { answer } = await call(getRouters);
    assert.match(String(rowsOf(answer)[0]?.["interfaces"]), /[0-9a-f-]{36} 10\.[12]0\.0\.1(,|$)/);
    assert.match(JSON.stringify(answer["unavailable"]), /subnets of interfaces/);
  });
});

Deno.test("get_routers shows static routes, and which agent of a highly available router is active", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call, demo }) => {
    const router = {
      id: "r1",
      name: "ha",
      status: "ACTIVE",
      ha: true,
      routes: [{ destination: "10.9.0.0/16", nexthop: "10.0.0.9" }],
      external_gateway_info: null,
    };
    const agents = [
      { id: "a1", host: "net-01", ha_state: "active", alive: true, admin_state_up: true },
      { id: "a2", host: "net-02", ha_state: "standby", alive: false, admin_state_up: false },
    ];
    const answering = (path: string, body: unknown) =>
      ({ service: "network", path, kind: "status", status: 200, body }) as const;
    demo.setFaults([answering("/l3-agents", { agents }), answering("/routers", { routers: [router] })]);
    const { answer } = await call(getRouters, { detail: "full" });
    const [row] = rowsOf(answer);
    assert.deepEqual(row?.["routes"], ["10.9.0.0/16 via 10.0.0.9"]);
    assert.deepEqual(row["l3_agents"], ["net-01 active", "net-02 standby not alive disabled"]);
    assert.equal(row["ha"], true);
    assert.deepEqual(row["interfaces"], []);
  });
});
