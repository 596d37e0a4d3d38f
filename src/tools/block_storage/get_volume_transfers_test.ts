import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { type Bench, rowsOf, withTools } from "../testing.ts";
import { getVolumeTransfers } from "./get_volume_transfers.ts";

/** A transfer of the project's volume `archive-2025`, which nobody took yet. */
async function offer({ client, demo }: Bench): Promise<void> {
  const volume = "016daaa7-df31-4f9e-894e-e6b428ef6b13";
  const { project } = await client.sessions.get(new AbortController().signal);
  const transfers = [{
    id: "5401bd5f-10f8-4f21-a60f-1554c0e4f4f2",
    created_at: "2026-11-21T17:31:21.000000",
    name: "gift",
    volume_id: volume,
    no_snapshots: false,
    destination_project_id: null,
    source_project_id: project?.id,
    accepted: false,
  }];
  demo.setFaults([{ path: "/volume-transfers", kind: "garbage", body: JSON.stringify({ transfers }) }]);
}

Deno.test("get_volume_transfers names the volume, and says that there are none", async () => {
  await withTools({}, async (bench) => {
    const none = await bench.call(getVolumeTransfers);
    assert.equal(none.answer["note"], "there are no volume transfers in this scope");
    await offer(bench);
    const { answer, requests } = await bench.call(getVolumeTransfers);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "gift",
      volume: "archive-2025",
      accepted: false,
      created: "2026-11-21T17:31:21Z",
    });
    // Below 3.59 Cinder takes the limit for a filter, and finds nothing.
    const list = requests.find(({ path }) => path.includes("transfers"));
    assert.equal(list?.headers["openstack-api-version"], "volume 3.59");
    const total = async (args: Record<string, unknown>) =>
      (await bench.call(getVolumeTransfers, args)).answer["total"];
    assert.equal(await total({ filters: { volume: "archive-2025" } }), 1);
    assert.equal(await total({ filters: { volume: "logs" } }), 0);
    const shown = await bench.call(getVolumeTransfers, { action: "show", transfer_name: "gift" }, {
      name: "set_volume_transfer",
    });
    assert.equal(wire(shown.answer["volume_transfer"])["source_project"], "acme");
  });
});

Deno.test("get_volume_transfers says it when the service is too old for a list that can be trusted", async () => {
  const services = { "block-storage": { defaultMicroversion: "3.55" } };
  await withTools({ settings: { services } }, async ({ call }) => {
    assert.equal((await call(getVolumeTransfers)).error?.reason, "not deployed");
  });
});
