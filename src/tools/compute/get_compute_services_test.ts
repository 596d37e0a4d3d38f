import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getComputeServices } from "./get_compute_services.ts";

Deno.test("get_compute_services tells state, status and why a service is disabled", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getComputeServices);
    const disabled = rowsOf(answer).filter((row) => row["status"] === "disabled");
    assert.deepEqual(disabled.map((row) => [row["binary"], row["host"], row["state"]]), [
      ["nova-compute", "cmp-02", "up"],
    ]);
    assert.match(String(disabled[0]?.["disabled_reason"]), /ECC memory/);
    assert.ok(!rowsOf(answer).some((row) => "forced_down" in row));
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_compute_services takes names, filters and the arguments of older tools", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const total = async (args: Record<string, unknown>, name?: string) =>
      (await call(getComputeServices, args, name ? { name } : {})).answer["total"];
    assert.equal(await total({ filters: { host: "cmp-02", forced_down: false } }), 1);
    assert.equal(await total({ filters: { state: "down" } }), 0);
    assert.equal(await total({ filter: "cmp", detail_level: "full", limit: 100 }), 3);
    assert.equal(await total({ filter: "50DE7843" }), 1);
    assert.equal(await total({ action: "list", host: "cmp-01" }, "set_compute_agents"), 1);
    const { answer } = await call(getComputeServices, { names: "nova-compute@cmp-01" });
    assert.ok("compute_service" in answer);
  });
});

Deno.test("get_compute_services does not call a service of a lost cell up", async () => {
  const services = [{ binary: "nova-compute", host: "far-01", status: "UNKNOWN" }];
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{ path: "/os-services", kind: "garbage", body: JSON.stringify({ services }) }]);
    const [service] = rowsOf((await call(getComputeServices)).answer);
    assert.deepEqual([service?.["state"], service?.["status"], service?.["cell_down"]], [
      "unknown",
      "UNKNOWN",
      true,
    ]);
  });
});

Deno.test("get_compute_services is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getComputeServices)).error?.reason, "not permitted");
  });
});
