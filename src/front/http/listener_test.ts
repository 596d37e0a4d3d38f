import assert from "node:assert/strict";
import { CloudPorts } from "../cloud_ports.ts";
import { serveHttp } from "./mod.ts";
import { Bench, caller, messagesOf, modern, objectOf, older, resultOf, withHeaders } from "./testing.ts";

const ERAS = [["a modern", modern], ["an older", older]] as const;
const CALL = { name: "get_instance", arguments: { names: ["web-01"] } };

/** Sends bytes as they are, and reads what comes until the other end closes or half a second has gone by. */
async function raw(port: number, text: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  const timer = setTimeout(() => connection.closeWrite().catch(() => {}), 500);
  const parts: string[] = [];
  const buffer = new Uint8Array(8_192);
  for (;;) {
    const read = await connection.read(buffer).catch(() => null);
    if (read === null) break;
    parts.push(new TextDecoder().decode(buffer.subarray(0, read)));
    if (parts.join("").includes("\r\n\r\n")) break;
  }
  clearTimeout(timer);
  return parts.join("");
}

for (const [era, request] of ERAS) {
  Deno.test(`serveHttp() answers ${era} client's tools/list at each of its paths`, async () => {
    await using bench = new Bench({ http: { path: "/tools/mcp" } });
    for (const path of ["/mcp", "/openstack", "/tools/mcp"]) {
      const response = await fetch(bench.url(path), request("tools/list"));
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.equal(response.headers.get("x-accel-buffering"), "no");
      const { tools } = await resultOf(response);
      assert.ok(Array.isArray(tools) && tools.length > 5);
    }
  });

  Deno.test(`serveHttp() forwards ${era} client's call with its trace`, async () => {
    await using bench = new Bench();
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const response = await fetch(bench.url(), withHeaders(request("tools/call", CALL), { traceparent }));
    const { content, structuredContent } = await resultOf(response);
    assert.deepEqual({ content, structuredContent }, {
      content: [{ type: "text", text: "{}" }],
      structuredContent: {},
    });
    assert.deepEqual(bench.cloud.calls, [{
      kind: "call",
      id: 1,
      tool: "get_instance",
      arguments: { names: ["web-01"] },
      deadlineMs: 5_000,
      progress: false,
      confirmation: { canAsk: false },
      traceparent,
    }]);
  });

  Deno.test(`serveHttp() streams progress to ${era} client`, async () => {
    await using bench = new Bench({ answers: false });
    const params = { ...CALL, _meta: { progressToken: "p" } };
    const pending = fetch(bench.url(), request("tools/call", params));
    const { id } = await bench.cloud.call();
    bench.cloud.say({ kind: "progress", id, done: 1, total: 2, message: "half" });
    bench.cloud.answer(id);
    const response = await pending;
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const [progress, last] = await messagesOf(response);
    assert.deepEqual(progress?.["params"], { progressToken: "p", progress: 1, total: 2, message: "half" });
    assert.ok(last && "result" in last);
  });

  Deno.test(`serveHttp() answers ${era} client with plain JSON, without progress, if that is wanted`, async () => {
    await using bench = new Bench({ http: { jsonResponse: true }, answers: false });
    const params = { ...CALL, _meta: { progressToken: "p" } };
    const pending = fetch(bench.url(), request("tools/call", params));
    const { id, progress } = await bench.cloud.call();
    assert.equal(progress, false);
    bench.cloud.answer(id);
    const response = await pending;
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    assert.deepEqual((await resultOf(response))["structuredContent"], {});
  });

  for (const jsonResponse of [false, true]) {
    const form = jsonResponse ? "JSON" : "stream";
    Deno.test(`serveHttp() gives up the call of ${era} client that went away (${form})`, async () => {
      await using bench = new Bench({ answers: false, http: { jsonResponse } });
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: bench.service.port });
      const { headers, body } = request("tools/call", CALL);
      const lines = [...new Headers(headers)].map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${lines}Content-Length: ${`${body}`.length}\r\n`;
      await connection.write(new TextEncoder().encode(`${head}\r\n${body}`));
      const { id } = await bench.cloud.call();
      connection.close();
      assert.equal(await bench.cloud.cancellation(), id);
      const metrics = await (await fetch(bench.url("/metrics"))).text();
      assert.match(metrics, /^openstack_mcp_calls_in_flight 0$/m);
      assert.match(metrics, /tool="get_instance",outcome="cancelled"} 1$/m);
      assert.deepEqual(bench.refusals, []);
    });
  }

  Deno.test(`serveHttp() shows ${era} client that it lives while an answer takes its time`, async () => {
    await using bench = new Bench({ answers: false, limits: { keepAliveMs: 20 } });
    const pending = fetch(bench.url(), request("tools/call", CALL));
    const { id } = await bench.cloud.call();
    const response = await pending;
    const text = response.text();
    setTimeout(() => bench.cloud.answer(id, { json: '{"late":true}' }), 70);
    assert.match(await text, /^: keepalive\n\n(?:: keepalive\n\n)+event: message\ndata: .*"late":true/);
  });
}

Deno.test("serveHttp() asks a modern client's person, and carries the reply to the cloud's side", async () => {
  await using bench = new Bench({ answers: false });
  const forms = { elicitation: { form: {} } };
  const first = fetch(bench.url(), modern("tools/call", { name: "set_instance" }, forms));
  const { id, confirmation } = await bench.cloud.call();
  assert.deepEqual(confirmation, { canAsk: true });
  bench.cloud.answer(id, { json: '{"plan":{}}', ask: { message: "Stop web-01?", state: "sealed" } });
  const { resultType, requestState, inputRequests } = await resultOf(await first);
  assert.deepEqual({ resultType, requestState }, { resultType: "input_required", requestState: "sealed" });
  const { method, params } = objectOf(objectOf(inputRequests)["confirm"]);
  assert.equal(method, "elicitation/create");
  assert.deepEqual(params, {
    mode: "form",
    message: "Stop web-01?",
    requestedSchema: {
      type: "object",
      properties: { confirm: { type: "boolean", title: "Do this" } },
      required: ["confirm"],
    },
  });
  const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
  const again = { name: "set_instance", requestState, inputResponses };
  const second = fetch(bench.url(), modern("tools/call", again, forms));
  const repeated = await bench.cloud.call(1);
  assert.deepEqual(repeated.confirmation, { canAsk: true, state: "sealed", reply: "accept" });
  bench.cloud.answer(repeated.id, { json: '{"rows":[]}' });
  assert.deepEqual((await resultOf(await second))["structuredContent"], { rows: [] });
});

Deno.test("serveHttp() never asks an older client, whatever it says that it can", async () => {
  await using bench = new Bench({ answers: false });
  const _meta = { "io.modelcontextprotocol/clientCapabilities": { elicitation: {} } };
  const pending = fetch(bench.url(), older("tools/call", { name: "set_instance", _meta }));
  const { id, confirmation } = await bench.cloud.call();
  assert.equal(confirmation?.canAsk, false);
  bench.cloud.answer(id, { json: '{"plan":{}}', ask: { message: "Stop?", state: "sealed" } });
  assert.deepEqual((await resultOf(await pending))["structuredContent"], { plan: {} });
});

Deno.test("serveHttp() serves each caller its own tools, and sends its calls and token to its own cloud", async () => {
  const callers = [
    await caller("token-a", { name: "a", tools: ["get_instance"] }),
    await caller("token-b", { name: "b", tools: ["get_flavors"], cloud: "other" }),
  ];
  await using bench = new Bench({ front: { callers } });
  const other = bench.addCloud("other");
  const as = (token: string, init: RequestInit) => withHeaders(init, { authorization: `Bearer ${token}` });
  for (const [, request] of ERAS) {
    for (const [token, name] of [["token-a", "get_instance"], ["token-b", "get_flavors"]] as const) {
      const result = await resultOf(await fetch(bench.url(), as(token, request("tools/list"))));
      const { tools } = result;
      assert.ok(Array.isArray(tools));
      assert.deepEqual(tools.map((tool) => tool.name), [name]);
      if (request === modern) assert.equal(result["cacheScope"], "private");
      await resultOf(await fetch(bench.url(), as(token, request("tools/call", CALL))));
    }
  }
  assert.deepEqual(bench.cloud.calls.map(({ token }) => token), ["token-a", "token-a"]);
  assert.deepEqual(other.calls.map(({ token }) => token), ["token-b", "token-b"]);
});

Deno.test("serveHttp() refuses who shows no valid token, and says so in the log without the token", async () => {
  await using bench = new Bench({ front: { callers: [await caller("token-a", { name: "a" })] } });
  const none = await fetch(bench.url(), modern("tools/list"));
  assert.equal(none.status, 401);
  assert.equal(none.headers.get("www-authenticate"), 'Bearer realm="openstack-mcp"');
  await none.body?.cancel();
  const wrong = await fetch(
    bench.url(),
    withHeaders(modern("tools/list"), { authorization: "Bearer s3cret" }),
  );
  assert.equal(wrong.headers.get("www-authenticate"), 'Bearer realm="openstack-mcp", error="invalid_token"');
  assert.deepEqual(await wrong.json(), {
    jsonrpc: "2.0",
    id: null,
    error: { code: 401, message: "The bearer token is not valid" },
  });
  const inUrl = await fetch(bench.url("/mcp?access_token=token-a"), modern("tools/list"));
  assert.equal(inUrl.status, 400);
  await inUrl.body?.cancel();
  assert.equal(bench.refusals.length, 3);
  assert.doesNotMatch(JSON.stringify(bench.reports), /s3cret|token-a/);
  assert.equal(bench.cloud.calls.length, 0);
});

Deno.test("serveHttp() guards every path against other hosts and origins", async () => {
  await using bench = new Bench();
  for (const path of ["/mcp", "/openstack", "/healthz", "/readyz", "/metrics", "/nowhere"]) {
    const get = (lines: string) => raw(bench.service.port, `GET ${path} HTTP/1.1\r\n${lines}\r\n`);
    assert.match(await get("Host: evil.example\r\n"), /^HTTP\/1.1 403/);
    assert.match(await get("Host: localhost\r\nOrigin: https://evil.example\r\n"), /^HTTP\/1.1 403/);
    assert.match(await get(""), /^HTTP\/1.1 400/);
    assert.match(await get("Host: a b/#\r\n"), /^HTTP\/1.1 400/);
  }
  const whole = await raw(
    bench.service.port,
    "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
  );
  assert.match(whole, /^HTTP\/1.1 403/);
  assert.match(whole, /"jsonrpc":"2.0"/);
});

Deno.test("serveHttp() refuses what is not there or not allowed", async () => {
  await using bench = new Bench({ http: { metrics: false } });
  const cases = [
    ["/nowhere", { method: "POST" }, 404, null],
    ["/metrics", {}, 404, null],
    ["/mcp", {}, 405, "POST"],
    ["/mcp", { method: "DELETE" }, 405, "POST"],
    ["/openstack", { method: "OPTIONS" }, 405, "POST"],
    ["/healthz", { method: "POST" }, 405, "GET, HEAD"],
    ["/mcp", { method: "POST", body: "{}" }, 415, null],
    ["/mcp", withHeaders(modern("tools/list"), { "x-large": "x".repeat(33_000) }), 431, null],
    ["/mcp", { ...modern("tools/list"), body: "x".repeat(4 * 1024 * 1024 + 1) }, 413, null],
    ["/mcp", { ...modern("tools/list"), body: "{" }, 400, null],
    ["/mcp", { ...modern("tools/list"), body: "" }, 400, null],
    ["/mcp", { ...modern("tools/list"), body: "null" }, 400, null],
    ["/mcp", { ...modern("tools/list"), body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, null],
    ["/mcp", withHeaders(modern("tools/list"), { "mcp-method": "tools/call" }), 400, null],
    ["/mcp", modern("no/such"), 404, null],
  ] as const;
  for (const [path, init, status, allow] of cases) {
    const response = await fetch(bench.url(path), init);
    assert.equal(response.status, status, `${path} ${JSON.stringify(init).slice(0, 200)}`);
    assert.equal(response.headers.get("allow"), allow);
    const { jsonrpc, error } = objectOf(await response.json());
    assert.equal(jsonrpc, "2.0");
    assert.ok(objectOf(error)["message"]);
  }
  // Clients that try a GET first do so each time: that is told only to whoever wants to know all.
  const told = cases.filter(([, , status]) => status !== 405);
  assert.equal(bench.refusals.length, told.length);
});

Deno.test("serveHttp() says that a body is no JSON as JSON-RPC says it", async () => {
  await using bench = new Bench();
  const response = await fetch(bench.url(), { ...modern("tools/list"), body: "{" });
  const error = { code: -32700, message: "The body is not valid JSON" };
  assert.deepEqual(await response.json(), { jsonrpc: "2.0", id: null, error });
});

Deno.test("serveHttp() waits for a body only so long", async () => {
  await using bench = new Bench({ limits: { bodyMs: 50 } });
  const head =
    "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
  assert.match(await raw(bench.service.port, head), /^HTTP\/1.1 408/);
});

Deno.test("serveHttp() turns the 17th call of one caller away, whatever a proxy says, and takes the next", async () => {
  await using bench = new Bench({ answers: false });
  const first = Array.from({ length: 16 }, () => fetch(bench.url(), modern("tools/call", CALL)));
  await bench.cloud.call(15);
  const forwarded = { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" };
  const refused = await fetch(bench.url(), withHeaders(modern("tools/call", CALL), forwarded));
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "1");
  const { id, error } = objectOf(await refused.json());
  assert.equal(id, 1);
  assert.equal(objectOf(error)["code"], 429);
  assert.equal((await resultOf(await fetch(bench.url(), modern("tools/list"))))["resultType"], "complete");
  for (const call of bench.cloud.calls) bench.cloud.answer(call.id);
  await Promise.all(first.map(async (response) => await resultOf(await response)));
  const next = fetch(bench.url(), modern("tools/call", CALL));
  bench.cloud.answer((await bench.cloud.call(16)).id);
  assert.equal((await next).status, 200);
  await (await next).body?.cancel();
});

Deno.test("serveHttp() counts the calls of callers apart, and 64 in all", async () => {
  const names = ["a", "b", "c", "d", "e"];
  const callers = await Promise.all(names.map((name) => caller(name, { name })));
  await using bench = new Bench({ answers: false, front: { callers } });
  const call = (name: string) =>
    fetch(bench.url(), withHeaders(older("tools/call", CALL), { authorization: `Bearer ${name}` }));
  const under = names.slice(0, 4).flatMap((name) => Array.from({ length: 16 }, () => call(name)));
  await bench.cloud.call(63);
  const refused = await call("e");
  assert.equal(refused.status, 429);
  await refused.body?.cancel();
  for (const { id } of bench.cloud.calls) bench.cloud.answer(id);
  for (const response of under) await resultOf(await response);
  const next = call("e");
  bench.cloud.answer((await bench.cloud.call(64)).id);
  await resultOf(await next);
});

Deno.test("serveHttp() counts every call of a batch", async () => {
  await using bench = new Bench();
  const batch = (count: number) => ({
    ...withHeaders(older("tools/call"), { "mcp-protocol-version": "2025-03-26" }),
    body: JSON.stringify(
      Array.from({ length: count }, (_, id) => ({ jsonrpc: "2.0", id, method: "tools/call", params: CALL })),
    ),
  });
  const response = await fetch(bench.url(), batch(16));
  assert.equal((await messagesOf(response)).length, 16);
  const refused = await fetch(bench.url(), batch(17));
  assert.equal(refused.status, 429);
  assert.equal(objectOf(await refused.json())["id"], null);
  const again = await fetch(bench.url(), batch(16));
  assert.equal((await messagesOf(again)).length, 16);
});

Deno.test("serveHttp() refuses arguments that nest too deeply for another thread", async () => {
  await using bench = new Bench();
  const nested = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call" }).slice(0, -1) +
    `,"params":{"name":"get_instance","arguments":{"names":${"[".repeat(5_000)}${"]".repeat(5_000)}}}}`;
  const response = await fetch(bench.url(), { ...older("tools/call"), body: nested });
  const { isError, structuredContent } = await resultOf(response);
  assert.equal(isError, true);
  assert.equal(objectOf(objectOf(structuredContent)["error"])["reason"], "invalid argument");
});

Deno.test("serveHttp() answers probes without a token, from what is known", async () => {
  await using bench = new Bench({ front: { callers: [await caller("t", { name: "a" })] } });
  const probe = async (path: string) => {
    const response = await fetch(bench.url(path));
    return [response.status, await response.text()];
  };
  assert.deepEqual(await probe("/healthz"), [200, "ok\n"]);
  assert.deepEqual(await probe("/readyz"), [200, "ready\n"]);
  bench.clouds.lost("demo", 1, true);
  assert.deepEqual(await probe("/readyz"), [503, "not ready\n"]);
  assert.deepEqual(await probe("/readyz"), [503, "not ready\n"]);
  assert.deepEqual(bench.wanted, ["demo"]);
  assert.deepEqual(await probe("/healthz"), [200, "ok\n"]);
  const head = await fetch(bench.url("/healthz"), { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.deepEqual(bench.refusals, []);
});

Deno.test("serveHttp() shows its figures to callers alone", async () => {
  await using bench = new Bench({ answers: false, front: { callers: [await caller("t", { name: "a" })] } });
  const metrics = async (headers: Record<string, string>) => {
    const response = await fetch(bench.url("/metrics"), { headers });
    return { status: response.status, text: await response.text() };
  };
  assert.equal((await metrics({})).status, 401);
  const authorization = "Bearer t";
  const pending = fetch(bench.url(), withHeaders(modern("tools/call", CALL), { authorization }));
  const { id } = await bench.cloud.call();
  assert.match((await metrics({ authorization })).text, /^openstack_mcp_calls_in_flight 1$/m);
  bench.cloud.answer(id, { upstream: { "compute 200": 2 } });
  await resultOf(await pending);
  bench.clouds.lost("demo", 1, true);
  const { text } = await metrics({ authorization });
  for (
    const line of [
      'openstack_mcp_calls_total{tool="get_instance",outcome="ok"} 1',
      'openstack_mcp_call_duration_seconds_count{tool="get_instance"} 1',
      'openstack_mcp_upstream_requests_total{service="compute",status="200"} 2',
      'openstack_mcp_rejected_total{status="401"} 1',
      "openstack_mcp_calls_in_flight 0",
      "openstack_mcp_calls_waiting 0",
      "openstack_mcp_worker_restarts_total 1",
    ]
  ) assert.ok(text.split("\n").includes(line), `${line}\n\n${text}`);
});

Deno.test("serveHttp() reports the port that it took, and its close answers what is under way", async () => {
  await using bench = new Bench({ answers: false });
  assert.deepEqual(bench.reports, [{ kind: "listening", host: "127.0.0.1", port: bench.service.port }]);
  const pending = fetch(bench.url(), modern("tools/call", CALL));
  const { id } = await bench.cloud.call();
  const closed = bench.service.close();
  setTimeout(() => bench.cloud.answer(id, { json: '{"last":true}' }), 50);
  assert.deepEqual((await resultOf(await pending))["structuredContent"], { last: true });
  await closed;
  await assert.rejects(fetch(bench.url("/healthz")));
});

Deno.test("serveHttp() does not wait for ever when it closes", async () => {
  await using bench = new Bench({ answers: false, limits: { closeMs: 20 } });
  const pending = fetch(bench.url(), modern("tools/call", CALL)).then((response) => response.text());
  const listening = fetch(bench.url(), modern("subscriptions/listen", { notifications: {} }));
  await bench.cloud.call();
  const ended = pending.then(() => {}, () => {});
  await bench.service.close();
  await ended;
  await (await listening).text().catch(() => {});
});

Deno.test("serveHttp() cannot take a port that is taken", () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const http = {
    host: "127.0.0.1",
    port: taken.addr.port,
    path: "/mcp",
    allowedHosts: [],
    allowedOrigins: [],
    jsonResponse: false,
    metrics: false,
  };
  const front = {
    name: "",
    version: "",
    tools: [],
    compat: false,
    callDeadlineMs: 1,
    allowWrite: false,
    cloud: "",
  };
  const clouds = new CloudPorts(() => {});
  assert.throws(() => serveHttp({ http, front, clouds, report: () => {} }), Deno.errors.AddrInUse);
});
