import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getFloatingIps } from "./get_floating_ips.ts";

Deno.test("get_floating_ips names servers, routers and networks", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const { answer, record } = await call(getFloatingIps);
      assert.equal(answer["total"], 5);
      assert.equal(record.requests, 5, "floating IPs, version, servers, routers, networks");
      const rows = rowsOf(answer);
      const bastion = rows.find((row) => row["description"] === "bastion");
      assert.deepEqual({ ...bastion, id: "" }, {
        address: "203.0.113.47",
        status: "ACTIVE",
        fixed_ip: "10.10.0.64",
        server: "bastion",
        other_device: "",
        router: "acme-router",
        network: "public",
        port_forwardings: 0,
        dns_name: "",
        description: "bastion",
        id: "",
      });
      const balancer = rows.find((row) => row["description"] === "web-lb");
      assert.match(String(balancer?.["other_device"]), /^Octavia lb-/);
      assert.equal(balancer?.["server"], "");
      const forwarding = rows.find((row) => row["address"] === "203.0.113.201");
      assert.equal(forwarding?.["port_forwardings"], 2);
      assert.equal(forwarding?.["dns_name"], "ssh.acme.test.");
      assert.ok(encode(JSON.stringify(answer)).length < 450);
    });
  }
});

Deno.test("get_floating_ips keeps to the project, and shows all to whom the operator allows it", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer, requests } = await call(getFloatingIps);
    assert.equal(answer["total"], 0);
    assert.match(requests[0]?.path ?? "", /floatingips/);
    assert.equal((await call(getFloatingIps, { names: "203.0.113.89" })).error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getFloatingIps)).answer["total"], 6);
  });
});

Deno.test("get_floating_ips finds by server, router, network, status, address and description", async () => {
  await withTools({}, async ({ call }) => {
    const addresses = async (args: Record<string, unknown>) =>
      rowsOf((await call(getFloatingIps, args)).answer).map((row) => row["address"]).sort();
    assert.deepEqual(await addresses({ filters: { server: "web-01" } }), ["203.0.113.132"]);
    assert.deepEqual(await addresses({ instance_name: "web-01" }), ["203.0.113.132"]);
    assert.deepEqual(await addresses({ filters: { status: "down" } }), ["203.0.113.134", "203.0.113.201"]);
    const free = await addresses({ filters: { server: "", other_device: "" } });
    assert.deepEqual(free, ["203.0.113.134", "203.0.113.201"]);
    assert.equal((await addresses({ filters: { network: "public" } })).length, 5);
    assert.equal((await addresses({ filters: { router: "acme-router" } })).length, 4);
    assert.deepEqual(await addresses({ filters: { fixed_ip: "10.10.0.64" } }), ["203.0.113.47"]);
    assert.deepEqual(await addresses({ name_contains: "113.2" }), ["203.0.113.201", "203.0.113.25"]);
    for (const names of ["203.0.113.47", "bastion"]) {
      assert.match(JSON.stringify((await call(getFloatingIps, { names })).answer), /"fixed_ip":"10.10.0.64"/);
    }
  });
});

Deno.test("get_floating_ips answers the reading actions of set_floating_ip", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_floating_ip" };
    assert.equal((await call(getFloatingIps, { action: "list" }, as)).answer["total"], 5);
    const shown = await call(getFloatingIps, {
      action: "show",
      floating_ip_address: "203.0.113.47",
      floating_ip_id: "",
      floating_network_id: "",
      port_id: "",
      description: "",
    }, as);
    assert.match(JSON.stringify(shown.answer), /"server":"bastion".*"port_id":"bc352e42/);
  });
});

Deno.test("get_floating_ips shows ids where names cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/routers", kind: "status", status: 500 }]);
    const { answer } = await call(getFloatingIps, { fields: ["router"] });
    assert.match(String(rowsOf(answer)[0]?.["router"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of routers/);
  });
});
