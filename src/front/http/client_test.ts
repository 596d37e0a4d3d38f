import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import assert from "node:assert/strict";
import { Bench, caller, type FakeCloud } from "./testing.ts";

const TESTDATA = new URL("../../openstack/testdata/", import.meta.url);

/** Answers the plan first, and the change once it was agreed to. */
async function planThenApply(cloud: FakeCloud): Promise<unknown> {
  const first = await cloud.call();
  cloud.answer(first.id, { json: '{"plan":{}}', ask: { message: "Stop web-01?", state: "sealed" } });
  const second = await cloud.call(1);
  cloud.answer(second.id, { json: '{"rows":[]}' });
  return second.confirmation;
}

Deno.test("the official client of the current revision lists, calls and is asked", async () => {
  await using bench = new Bench({
    answers: false,
    front: { callers: [await caller("t", { name: "a", tools: ["get_instance"] })] },
  });
  const client = new Client({ name: "test", version: "1" }, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: { pin: "2026-07-28" } },
  });
  client.setRequestHandler("elicitation/create", ({ params }) => {
    assert.equal(params.message, "Stop web-01?");
    return { action: "accept", content: { confirm: true } };
  });
  const requestInit = { headers: { authorization: "Bearer t" } };
  await client.connect(new StreamableHTTPClientTransport(new URL(bench.url()), { requestInit }));
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name), ["get_instance"]);
  const confirmation = planThenApply(bench.cloud);
  const { structuredContent } = await client.callTool({
    name: "set_instance",
    arguments: { action: "stop" },
  });
  assert.deepEqual(structuredContent, { rows: [] });
  assert.deepEqual(await confirmation, { canAsk: true, state: "sealed", reply: "accept" });
  await client.close();
});

Deno.test("the official client of an older revision lists, calls and hears of progress", async () => {
  await using bench = new Bench({ answers: false });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(bench.url())));
  assert.match(client.getInstructions() ?? "", /only reads/);
  assert.ok((await client.listTools()).tools.length > 5);
  const heard: unknown[] = [];
  const result = client.callTool({ name: "get_instance", arguments: {} }, {
    onprogress: ({ progress }) => heard.push(progress),
  });
  const { id } = await bench.cloud.call();
  bench.cloud.say({ kind: "progress", id, done: 1, message: "half" });
  bench.cloud.answer(id, { json: '{"rows":[]}' });
  assert.deepEqual((await result).structuredContent, { rows: [] });
  assert.deepEqual(heard, [1]);
  await client.close();
});

Deno.test("serveHttp() speaks TLS, over which HTTP/2 names the host in its own way", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, TESTDATA));
  const tls = { cert: await read("server.pem"), key: await read("server_key.pem") };
  await using bench = new Bench({ http: { tls } });
  for (const http2 of [true, false]) {
    using client = Deno.createHttpClient({ caCerts: [await read("ca.pem")], http2, http1: !http2 });
    const response = await fetch(`https://localhost:${bench.service.port}/healthz`, { client });
    assert.deepEqual([response.status, await response.text()], [200, "ok\n"]);
  }
});
