import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getNetworkQosPolicies } from "./get_network_qos_policies.ts";

Deno.test("get_network_qos_policies shows own and shared ones with their rules", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const { answer } = await call(getNetworkQosPolicies, { sort: "name" });
      const [own, shared] = rowsOf(answer).map(({ id: _id, ...row }) => row);
      assert.deepEqual(own, {
        name: "acme-voice",
        rules: [
          "dscp_marking dscp_mark=46",
          "minimum_bandwidth egress min_kbps=2000",
          "packet_rate_limit egress max_kpps=50 max_burst_kpps=5",
        ],
        shared: false,
        default: false,
      });
      assert.deepEqual(shared, {
        name: "standard-100mbit",
        rules: [
          "bandwidth_limit egress max_kbps=100000 max_burst_kbps=80000",
          "bandwidth_limit ingress max_kbps=100000 max_burst_kbps=0",
        ],
        shared: true,
        default: true,
      });
    });
  }
});

Deno.test("get_network_qos_policies keeps to the scope", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getNetworkQosPolicies);
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["standard-100mbit"]);
    assert.equal((await call(getNetworkQosPolicies, { names: "acme-voice" })).error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getNetworkQosPolicies)).answer["total"], 2);
  });
});

Deno.test("get_network_qos_policies filters on its own by what Neutron ignores", async () => {
  await withTools({}, async ({ call }) => {
    for (const field of ["default", "shared"]) {
      const { answer } = await call(getNetworkQosPolicies, { filters: { [field]: true } });
      assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["standard-100mbit"], field);
    }
  });
});

Deno.test("get_network_qos_policies answers the reading actions of set_network_qos_policies", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_network_qos_policies" };
    const args = { action: "list", policy_name: "", description: "", shared: false };
    assert.equal((await call(getNetworkQosPolicies, args, as)).answer["total"], 2);
    const shown = await call(getNetworkQosPolicies, { action: "show", policy_name: "acme-voice" }, as);
    assert.match(JSON.stringify(shown.answer), /"name":"acme-voice".*"project":"acme"/);
  });
});

Deno.test("get_network_qos_policies says that a Neutron without the extension has none", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/qos", kind: "status", status: 404 }]);
    const { error } = await call(getNetworkQosPolicies);
    assert.equal(error?.reason, "not deployed");
    assert.match(JSON.stringify(error), /qos/);
  });
});
