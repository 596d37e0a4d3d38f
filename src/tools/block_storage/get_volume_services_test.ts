import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeServices } from "./get_volume_services.ts";

const SERVICES = [
  { binary: "cinder-scheduler", host: "ctl-01", zone: "nova", status: "enabled", state: "up" },
  {
    binary: "cinder-volume",
    host: "ctl-01@ssd",
    zone: "nova",
    status: "disabled",
    state: "down",
    backend_state: "down",
    disabled_reason: "moving",
    frozen: true,
    updated_at: "2026-11-21T11:35:36.000000",
  },
];

Deno.test("get_volume_services tells states, reasons and the age of heartbeats", async () => {
  const now = () => Date.UTC(2026, 10, 21, 11, 36, 36);
  await withTools({ user: "operator", now }, async ({ call, demo }) => {
    demo.setFaults([{ path: "/os-services", kind: "garbage", body: JSON.stringify({ services: SERVICES }) }]);
    const { answer, record } = await call(getVolumeServices);
    const [scheduler, volume] = rowsOf(answer);
    assert.equal(scheduler?.["heartbeat_age_s"], "");
    assert.deepEqual(volume, {
      binary: "cinder-volume",
      host: "ctl-01@ssd",
      state: "down",
      status: "disabled",
      backend_state: "down",
      disabled_reason: "moving",
      frozen: true,
      zone: "nova",
      heartbeat_age_s: 60,
    });
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_volume_services takes names, filters and the arguments of older tools", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const total = async (args: Record<string, unknown>, name?: string) =>
      (await call(getVolumeServices, args, name ? { name } : {})).answer["total"];
    assert.equal(await total({}), 4);
    assert.equal(await total({ filters: { host: "ctl-01@ssd" } }), 1);
    assert.equal(await total({ filters: { state: "down" } }), 0);
    assert.equal(await total({ filter: "VOLUME", limit: 100, detail_level: "full" }), 2);
    assert.equal(await total({ filter: "@hdd" }), 1);
    assert.equal(await total({ action: "list", host: "" }, "set_volume_service"), 4);
    const { answer } = await call(getVolumeServices, { names: "cinder-volume@ctl-01@ssd" });
    assert.equal(wire(answer["block_storage_service"])["backend_state"], "up");
  });
});

Deno.test("get_volume_services is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getVolumeServices)).error?.reason, "not permitted");
  });
});
