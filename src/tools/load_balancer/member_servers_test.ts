import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerPoolMembers } from "./get_load_balancer_pool_members.ts";

Deno.test("memberServers() names no server where two have the address", async () => {
  const port = (device_id: string, subnet_id: string) => ({
    id: crypto.randomUUID(),
    device_id,
    device_owner: "compute:az1",
    fixed_ips: [{ subnet_id, ip_address: "10.10.0.57" }],
  });
  await withTools({}, async ({ call, demo }) => {
    const ports = [port("first", "elsewhere"), port("second", "534e400f-1e16-49da-85ee-da6434a572f0")];
    demo.setFaults([{ service: "network", path: "/ports", kind: "status", status: 200, body: { ports } }]);
    const servers = async () => {
      const { answer } = await call(getLoadBalancerPoolMembers, { pool: "web-pool" });
      return rowsOf(answer).map((row) => row["server"] ?? "");
    };
    // The member's subnet tells which of them it is.
    assert.deepEqual(await servers(), ["second", "", ""]);
    const same = [port("first", "534e400f-1e16-49da-85ee-da6434a572f0"), ...ports];
    demo.setFaults([{
      service: "network",
      path: "/ports",
      kind: "status",
      status: 200,
      body: { ports: same },
    }]);
    assert.deepEqual(await servers(), ["", "", ""]);
  });
});
