import assert from "node:assert/strict";
import type { DemoMessage } from "./worker.ts";

function next(worker: Worker): Promise<DemoMessage> {
  return new Promise((resolve) =>
    worker.addEventListener("message", (event) => resolve(event.data), { once: true })
  );
}

Deno.test("the worker runs a demo with nothing but its own address", async () => {
  const permissions = {
    net: ["127.0.0.1"],
    read: false,
    env: false,
    write: false,
    run: false,
    ffi: false,
    sys: false,
  };
  const url = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", deno: { permissions } });
  try {
    const answer = next(worker);
    worker.postMessage({ kind: "start", options: { password: "s3cret", servers: 20 } });
    const ready = await answer;
    assert.equal(ready.kind, "ready");
    if (ready.kind !== "ready") return;
    assert.equal(ready.password, "s3cret");
    assert.ok(ready.users.some((user) => user.name === "operator"));
    const keystone = await fetch(ready.authUrl);
    assert.equal(keystone.status, 200);
    await keystone.body?.cancel();
  } finally {
    worker.terminate();
  }
});

Deno.test("the worker says why it cannot start", async () => {
  const url = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", deno: { permissions: "none" } });
  try {
    const answer = next(worker);
    worker.postMessage({ kind: "start" });
    const failed = await answer;
    assert.equal(failed.kind, "failed");
  } finally {
    worker.terminate();
  }
});
