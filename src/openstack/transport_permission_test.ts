import assert from "node:assert/strict";
import { buildAllowlist, netEntry } from "./allowlist.ts";
import { json, serve, testSettings } from "./testing.ts";
import { allowlistGuard, Transport } from "./transport.ts";

/** Sends a request from a thread that may reach `net` and whose guard is switched off. */
async function askWithin(net: string[], url: string): Promise<string> {
  const worker = new Worker(new URL("testdata/request_worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: { net } },
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(url);
    return await promise;
  } finally {
    worker.terminate();
  }
}

Deno.test("The net list holds alone: with the guard off, the runtime refuses an address beside it", async () => {
  await using allowed = serve(() => json({}));
  await using other = serve(() => json({}));
  const net = [netEntry(allowed.url)];
  assert.equal(await askWithin(net, allowed.url), "200");
  assert.equal(await askWithin(net, other.url), `refused: Requires net access to "127.0.0.1:${other.port}"`);
  assert.match(await askWithin(net, `http://localhost:${allowed.port}`), /^refused: /);
  assert.match(await askWithin([], allowed.url), /^refused: /);
  assert.equal(other.hits.length, 0);
  assert.equal(allowed.hits.length, 1);
});

Deno.test("The net list holds alone: a redirect to a foreign host is an answer, not a way", async () => {
  await using other = serve(() => json({}));
  await using allowed = serve(() => new Response(null, { status: 307, headers: { Location: other.url } }));
  assert.equal(await askWithin([netEntry(allowed.url), netEntry(other.url)], allowed.url), "307");
  assert.equal(other.hits.length, 0);
});

Deno.test("netEntry() gives what the runtime takes, for every kind of host", async () => {
  await using server = serve(() => json({}));
  const { port } = server;
  for (
    const url of [
      `http://localhost:${port}`,
      `http://LOCALHOST:${port}`,
      `http://2130706433:${port}`,
      `http://127.1:${port}`,
    ]
  ) assert.equal(await askWithin([netEntry(url)], url), "200", url);
  // Nobody need listen or resolve there: what counts is that the permission fits.
  for (const url of [`http://[::1]:${port}`, `http://[0:0::1]:${port}`, `http://localhost.:${port}`]) {
    assert.match(await askWithin([netEntry(url)], url), /^(connect: |200$)/, url);
  }
});

Deno.test("The guard holds alone: where the runtime permits everything, it refuses what the catalog does not name", async () => {
  await using allowed = serve(() => json({}));
  await using other = serve(() => json({}));
  const settings = testSettings(`${allowed.url}/identity/v3`);
  const { entries } = buildAllowlist({ settings, catalog: [] });
  using transport = new Transport({ settings, guard: allowlistGuard(() => entries) });
  const ask = (url: string) =>
    transport.request({
      method: "GET",
      url: new URL(url),
      headers: new Headers({ "X-Auth-Token": "token-1" }),
    });
  assert.equal((await ask(`${allowed.url}/identity/v3/projects`)).status, 200);
  for (
    const url of [
      other.url,
      `${allowed.url}/compute`,
      `${allowed.url}/identity/..%2f`,
      `http://localhost:${allowed.port}/identity`,
    ]
  ) {
    await assert.rejects(ask(url), { name: "TransportError", fault: "refused" }, url);
  }
  assert.equal(other.hits.length, 0);
  assert.equal(allowed.hits.length, 1);
});
