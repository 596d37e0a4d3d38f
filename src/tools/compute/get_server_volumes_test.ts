import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getServerVolumes } from "./get_server_volumes.ts";

Deno.test("get_server_volumes joins attachments with what Cinder knows", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getServerVolumes, { instance_name: "db-01" });
    assert.deepEqual(rowsOf(answer), [{
      name: "db-01-data",
      size_gib: 20,
      type: "fast",
      status: "in-use",
      bootable: false,
      device: "/dev/sdb",
      delete_on_termination: false,
      id: "e4437317-dfcd-426f-9dfc-0e7f5613d64a",
    }]);
    // Two version documents, name, server, attachments, volume.
    assert.equal(record.requests, 6);
    const boot = await call(getServerVolumes, { server: "pet" });
    assert.equal(rowsOf(boot.answer)[0]?.["bootable"], true);
  });
});

Deno.test("get_server_volumes asks Cinder nothing about a server without volumes", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getServerVolumes, { server: "web-02" });
    assert.equal(answer["note"], "there are no attached volumes on this server");
    assert.ok(!requests.some((one) => one.path.startsWith("/v3/")));
  });
});

Deno.test("get_server_volumes shows the attachments when Cinder does not answer", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "block-storage", path: "/volumes", kind: "status", status: 500, body: {} }]);
    const { answer } = await call(getServerVolumes, { server: "db-01" });
    assert.deepEqual(answer["columns"], ["device", "delete_on_termination", "id"]);
    const [part] = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
    assert.equal(part.what, "details of volume e4437317-dfcd-426f-9dfc-0e7f5613d64a");
    assert.equal(part.reason, "HTTP 500");
  });
});

Deno.test("get_server_volumes does not take an unknown server for one without volumes", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getServerVolumes, { server: "app-01" })).error?.reason, "not found");
    assert.equal((await call(getServerVolumes, { server: "db-0." })).error?.reason, "not found");
  });
});
