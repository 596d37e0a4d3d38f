import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import type { AllowEntry } from "./allowlist.ts";
import { pause } from "./retry.ts";
import { closedPort, json, serve, serveBytes, type TestServer, testSettings } from "./testing.ts";
import {
  allowlistGuard,
  bypasses,
  movedBySlash,
  requestHeaders,
  Transport,
  type TransportAnswer,
  TransportError,
  type TransportFault,
  type TransportLimits,
  withoutQuery,
} from "./transport.ts";

const PERMIT = () => undefined;

interface Making {
  readonly limits?: TransportLimits;
  readonly timeoutMs?: number;
}

function transportOf({ limits, timeoutMs = 5_000 }: Making = {}): Transport {
  return new Transport({
    settings: testSettings("http://unused", { requestTimeoutMs: timeoutMs }),
    guard: PERMIT,
    ...(limits ? { limits } : {}),
  });
}

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

function ask(transport: Transport, url: string, asking: Asking = {}): Promise<TransportAnswer> {
  const { method = "GET", headers = {}, ...rest } = asking;
  return transport.request({ method, url: new URL(url), headers: new Headers(headers), ...rest });
}

async function rejectsWith(
  answer: Promise<unknown>,
  fault: TransportFault,
  message?: RegExp,
): Promise<TransportError> {
  const error = await answer.then(() => assert.fail("it was answered"), (error: unknown) => error);
  assert.ok(error instanceof TransportError, String(error));
  assert.equal(error.fault, fault, error.message);
  if (message) assert.match(error.message, message);
  return error;
}

Deno.test("Transport sends what it is given and reads the answer to its end", async () => {
  await using server = serve(() =>
    json({ id: 1 }, { status: 201, headers: { "X-OpenStack-Request-ID": "req-1", "X-Subject-Token": "t" } })
  );
  using transport = transportOf();
  const answer = await ask(transport, `${server.url}/v3/a%2Fb?x=1&y=%20`, {
    method: "POST",
    headers: { "X-Auth-Token": "token-1", "Accept": "application/json" },
    body: '{"a":"ä"}',
  });
  assert.equal(answer.status, 201);
  assert.deepEqual(answer.body, { id: 1 });
  assert.equal(answer.json, true);
  assert.equal(answer.requestId, "req-1");
  assert.equal(answer.headers.get("x-subject-token"), "t");
  assert.ok(answer.elapsedMs > 0);
  const [hit] = server.hits;
  assert.equal(hit?.method, "POST");
  assert.equal(hit?.path, "/v3/a%2Fb?x=1&y=%20");
  assert.equal(hit?.body, '{"a":"ä"}');
  assert.equal(hit?.headers.get("x-auth-token"), "token-1");
  assert.equal(hit?.headers.get("accept"), "application/json");
});

Deno.test("Transport tells JSON from text and from nothing", async () => {
  const table: [BodyInit | null, unknown, boolean][] = [
    ['{"a":[1,null,true]}', { a: [1, null, true] }, true],
    ["12345678901234567890", 12345678901234567890n, true],
    ['{"total":9007199254740993,"free":-9223372036854775808}', {
      total: 9007199254740993n,
      free: -9223372036854775808n,
    }, true],
    ["null", null, true],
    ["\ufeff{}", {}, true],
    ["<html>no</html>", "<html>no</html>", false],
    ['{"cut":', '{"cut":', false],
    ["", undefined, false],
    [null, undefined, false],
    [new Uint8Array([0x22, 0xff, 0x22]), "\ufffd", true],
  ];
  await using server = serve((_, index) => new Response(table[index]?.[0] ?? null));
  using transport = transportOf();
  for (const [sent, body, isJson] of table) {
    const answer = await ask(transport, server.url);
    assert.deepEqual([answer.body, answer.json], [body, isJson], String(sent));
  }
});

Deno.test("Transport keeps the service's request id, whatever its header is called, unless it is no id", async () => {
  const table: [Record<string, string>, string | undefined][] = [
    [{ "X-Openstack-Request-Id": "req-1", "X-Compute-Request-Id": "req-2" }, "req-1"],
    [{ "X-Compute-Request-Id": "req-2" }, "req-2"],
    [{ "X-Trans-Id": "tx9743ae0444a24e72a2056-006b0181d3" }, "tx9743ae0444a24e72a2056-006b0181d3"],
    [{}, undefined],
    [{ "X-Openstack-Request-Id": "" }, undefined],
    [{ "X-Openstack-Request-Id": "<script>" }, undefined],
    [{ "X-Openstack-Request-Id": "x".repeat(201) }, undefined],
  ];
  await using server = serve((_, index) => json({}, { headers: table[index]?.[0] ?? {} }));
  using transport = transportOf();
  for (const [headers, expected] of table) {
    assert.equal((await ask(transport, server.url)).requestId, expected, JSON.stringify(headers));
  }
});

Deno.test("Transport never follows a redirect, and the token never leaves for the other host", async () => {
  await using other = serve(() => json({ stolen: true }));
  for (const status of [301, 302, 303, 307, 308]) {
    await using server = serve(() =>
      new Response(null, { status, headers: { Location: `${other.url}/v3` } })
    );
    using transport = transportOf();
    for (const method of ["GET", "POST", "DELETE"]) {
      const answer = await ask(transport, server.url, { method, headers: { "X-Auth-Token": "token-1" } });
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("location"), `${other.url}/v3`);
    }
    assert.equal(server.hits.length, 3);
  }
  assert.deepEqual(other.hits, []);
});

Deno.test("Transport asks its guard first: what it refuses is not sent", async () => {
  await using server = serve(() => json({}));
  using transport = new Transport({
    settings: testSettings(server.url),
    guard: (url) => url.pathname.startsWith("/no") ? "no way there" : undefined,
  });
  await rejectsWith(ask(transport, `${server.url}/no`), "refused", /^no way there$/);
  await ask(transport, `${server.url}/yes`);
  assert.deepEqual(server.hits.map(({ path }) => path), ["/yes"]);
});

Deno.test("Transport refuses an answer above its limit", async () => {
  await using server = serve(({ path }) => new Response("x".repeat(Number(path.slice(1)))));
  using transport = transportOf({ limits: { answerBytes: 100_000 } });
  assert.equal((await ask(transport, `${server.url}/100000`)).body, "x".repeat(100_000));
  await rejectsWith(
    ask(transport, `${server.url}/100001`),
    "too large",
    /^the answer is larger than 100000 bytes$/,
  );
  await rejectsWith(ask(transport, `${server.url}/50000000`), "too large");
  // Room that a refused answer took is free again.
  assert.equal((await ask(transport, `${server.url}/5`)).body, "xxxxx");
});

Deno.test("Transport counts a compressed answer by what it unpacks to", async () => {
  const bomb = await gzip(new Uint8Array(64 << 20));
  assert.ok(bomb.byteLength < 100_000);
  const headers = { "Content-Encoding": "gzip", "Content-Type": "application/json" };
  await using server = serve(() => new Response(bomb, { headers }));
  using transport = transportOf({ limits: { answerBytes: 1 << 20 } });
  await rejectsWith(ask(transport, server.url), "too large");
});

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

Deno.test("Transport unpacks an ordinary compressed answer", async () => {
  const packed = await gzip(new TextEncoder().encode('{"a":1}'));
  await using server = serve(() => new Response(packed, { headers: { "Content-Encoding": "gzip" } }));
  using transport = transportOf();
  assert.deepEqual((await ask(transport, server.url)).body, { a: 1 });
});

Deno.test("Transport limits what all answers hold together", async () => {
  const release = Promise.withResolvers<void>();
  await using server = serve(() => {
    const stream = new ReadableStream({
      async start(controller) {
        controller.enqueue(new Uint8Array(60_000));
        await release.promise;
        controller.close();
      },
    });
    return new Response(stream);
  });
  using transport = transportOf({ limits: { answerBytes: 100_000, inFlightBytes: 100_000 } });
  const first = ask(transport, server.url);
  await until(() => server.hits.length === 1);
  await pause(50);
  await rejectsWith(
    ask(transport, server.url),
    "too large",
    /^the answers under way are larger than 100000 bytes/,
  );
  release.resolve();
  assert.equal((await first).status, 200);
  assert.equal((await ask(transport, server.url)).status, 200);
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 500, "it never came to that");
    await pause(10);
  }
}

Deno.test("Transport ends a request that nobody answers", async () => {
  await using server = serveBytes(undefined, { hold: true });
  using transport = transportOf({ timeoutMs: 100 });
  const started = performance.now();
  await rejectsWith(ask(transport, server.url), "timeout", /^no answer within 0.1 s$/);
  assert.ok(performance.now() - started < 2_000);
});

Deno.test("Transport ends a request whose answer stops in the middle", async () => {
  await using server = serveBytes('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":', { hold: true });
  using transport = transportOf({ timeoutMs: 100 });
  await rejectsWith(ask(transport, server.url), "timeout", /^no complete answer within 0.1 s$/);
});

Deno.test("Transport ends an answer that drips for ever", async () => {
  let dripping: ReturnType<typeof setInterval> | undefined;
  await using server = serve(() =>
    new Response(
      new ReadableStream({
        start(controller) {
          dripping = setInterval(() => controller.enqueue(new Uint8Array(1)), 10);
        },
        cancel: () => clearInterval(dripping),
      }),
    )
  );
  using transport = transportOf({ timeoutMs: 100 });
  await rejectsWith(ask(transport, server.url), "timeout");
  await until(() => server.hits.length === 1);
  clearInterval(dripping);
});

Deno.test("Transport keeps to a limit that no timer can hold", async () => {
  await using server = serve(() => json({}));
  using transport = transportOf({ timeoutMs: Number.MAX_SAFE_INTEGER });
  assert.equal((await ask(transport, server.url)).status, 200);
});

Deno.test("Transport gives the reason of the caller's signal, before, during and in the queue", async () => {
  await using server = serveBytes(undefined, { hold: true });
  using transport = transportOf({ limits: { perHost: 1 } });
  const isGone = (reason: unknown) => reason === "gone";
  await assert.rejects(ask(transport, server.url, { signal: AbortSignal.abort("gone") }), isGone);
  assert.equal(server.hits.length, 0);
  const [first, second] = [new AbortController(), new AbortController()];
  const sent = ask(transport, server.url, { signal: first.signal });
  const queued = ask(transport, server.url, { signal: second.signal });
  await until(() => server.hits.length === 1);
  second.abort("gone");
  await assert.rejects(queued, isGone);
  first.abort("gone");
  await assert.rejects(sent, isGone);
  assert.equal(server.hits.length, 1);
});

Deno.test("Transport gives the caller's reason also while the answer is read", async () => {
  await using server = serveBytes('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":', { hold: true });
  using transport = transportOf();
  const gone = new AbortController();
  const answer = ask(transport, server.url, { signal: gone.signal });
  await until(() => server.hits.length === 1);
  await pause(50);
  gone.abort(new Error("gone"));
  await assert.rejects(answer, { message: "gone" });
});

Deno.test("Transport tells by the fault whether anything was sent", async (t) => {
  const table: [name: string, server: () => TestServer, fault: TransportFault, message: RegExp][] = [
    ["closed without a word", () => serveBytes(undefined), "lost", /connection closed|reset/],
    ["garbage", () => serveBytes("\x00\x01 no HTTP\r\n\r\n"), "lost", /invalid HTTP/],
    ["cut body", () => serveBytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), "lost", /body/],
    [
      "cut chunk",
      () => serveBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
      "lost",
      /body/,
    ],
    [
      "broken gzip",
      () => serveBytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
      "lost",
      /./,
    ],
  ];
  for (const [name, make, fault, message] of table) {
    await t.step(name, async () => {
      await using server = make();
      using transport = transportOf();
      const error = await rejectsWith(
        ask(transport, `${server.url}/certificates/denied?x=tls`),
        fault,
        message,
      );
      assert.equal(server.hits.length, 1);
      assert.doesNotMatch(error.message, /certificates|127\.0\.0\.1/);
    });
  }
});

Deno.test("Transport takes a connection that is reset for a lost answer", async (t) => {
  for (const begun of ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"]) {
    await t.step(begun === "" ? "before the answer" : "in its middle", async () => {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => {
          if (begun === "") socket.resetAndDestroy();
          else socket.write(begun, () => setTimeout(() => socket.resetAndDestroy(), 20));
        });
      });
      const { promise: listening, resolve } = Promise.withResolvers<void>();
      server.listen(0, "127.0.0.1", resolve);
      await listening;
      const address = server.address();
      assert.ok(typeof address === "object" && address !== null);
      using transport = transportOf();
      await rejectsWith(ask(transport, `http://127.0.0.1:${address.port}`), "lost");
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      await closed;
    });
  }
});

Deno.test("Transport sends what is no read once, although a connection that was kept is cut", async () => {
  const heard: string[] = [];
  const server = createHttpServer((request, response) => {
    heard.push(request.method ?? "");
    request.resume().on(
      "end",
      () => request.method === "GET" ? response.end("{}") : request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const url = `http://127.0.0.1:${address.port}`;
  try {
    using transport = transportOf();
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      heard.length = 0;
      await ask(transport, url);
      await rejectsWith(
        ask(transport, url, { method, ...(method === "DELETE" ? {} : { body: "{}" }) }),
        "lost",
      );
      assert.deepEqual(heard, ["GET", method]);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

Deno.test("Transport takes a refused connection for one, whatever its URL is called", async () => {
  using transport = transportOf();
  const port = closedPort();
  for (const path of ["/", "/v1/certificates", "/tls/handshake", "/access/denied?x=not+allowed"]) {
    const error = await rejectsWith(ask(transport, `http://127.0.0.1:${port}${path}`), "connect", /refused/i);
    assert.doesNotMatch(error.message, /certificates|tls|denied|127\.0\.0\.1|client error/);
  }
});

Deno.test("Transport says so when no TLS is spoken where https was asked for", async () => {
  await using server = serveBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  using transport = transportOf();
  const url = `https://127.0.0.1:${server.port}`;
  await rejectsWith(
    ask(transport, url),
    "connect",
    /^no TLS is spoken there; the address may be meant with http$/,
  );
});

Deno.test("Transport refuses what the runtime does not speak or permit", async () => {
  using transport = transportOf();
  // Port 6000 is on the list of ports that fetch never asks; the test run may reach loopback only.
  await rejectsWith(ask(transport, "http://127.0.0.1:6000/"), "refused", /blocked/);
  await rejectsWith(ask(transport, "ftp://127.0.0.1/"), "refused", /not supported/);
  const error = await rejectsWith(ask(transport, "http://192.0.2.1/"), "refused", /^Requires net access/);
  assert.doesNotMatch(error.message, /--allow-net/);
});

Deno.test("Transport sends eight requests at once to one host, and serves the rest in turn", async () => {
  const release = Promise.withResolvers<void>();
  await using server = serve(async () => {
    await release.promise;
    return json({});
  });
  await using other = serve(() => json({}));
  using transport = transportOf();
  const answers = Array.from({ length: 20 }, (_, index) => ask(transport, `${server.url}/${index}`));
  await until(() => server.hits.length === 8);
  await pause(50);
  assert.equal(server.hits.length, 8);
  // Another host has places of its own.
  await ask(transport, other.url);
  release.resolve();
  await Promise.all(answers);
  assert.equal(server.peak, 8);
  // The first eight race for their connections; after them the order is that of arrival, give or take the eight.
  const order = server.hits.map(({ path }) => Number(path.slice(1)));
  assert.deepEqual(new Set(order.slice(0, 8)), new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  for (const [place, index] of order.entries()) assert.ok(Math.abs(place - index) < 8, order.join());
});

Deno.test("Transport frees the place of a request that failed", async () => {
  await using server = serve((_, index) => index < 2 ? new Response("x".repeat(100)) : json({}));
  using transport = transportOf({ limits: { perHost: 1, answerBytes: 50 } });
  const answers = [ask(transport, server.url), ask(transport, server.url), ask(transport, server.url)];
  const results = await Promise.allSettled(answers);
  assert.deepEqual(results.map(({ status }) => status), ["rejected", "rejected", "fulfilled"]);
});

Deno.test("Transport.close() ends what comes later and what waits, and leaks nothing", async () => {
  const release = Promise.withResolvers<void>();
  await using server = serve(async () => {
    await release.promise;
    return json({});
  });
  const transport = transportOf({ limits: { perHost: 1 } });
  const sent = ask(transport, server.url);
  const waiting = ask(transport, server.url);
  await until(() => server.hits.length === 1);
  transport.close();
  release.resolve();
  await sent;
  await rejectsWith(waiting, "lost", /^the client is closed$/);
  await rejectsWith(ask(transport, server.url), "lost", /^the client is closed$/);
  transport.close();
  assert.equal(server.hits.length, 1);
});

Deno.test("allowlistGuard() permits origin and path prefix, and nothing beside them", () => {
  const entry = (origin: string, pathPrefix: string): AllowEntry => ({
    service: "compute",
    alias: "compute",
    origin,
    pathPrefix,
    base: origin,
    root: origin,
  });
  const guard = allowlistGuard(() => [
    entry("https://api.example", "/compute/"),
    entry("https://api.example", "/volume/"),
    entry("http://127.0.0.1:8774", "/"),
    entry("http://[::1]:5000", "/"),
    entry("https://api.example", "/odd%20name/"),
  ]);
  const permitted = [
    "https://api.example/compute",
    "https://api.example/compute/",
    "https://api.example/compute/v2.1/servers?name=../../x#/../..",
    "https://api.example/compute/../volume/v3",
    "https://api.example/compute/a%2Fb",
    "https://api.example/compute/a/%2e%2e/b",
    "https://api.example/compute/100%25",
    "https://api.example/odd%20name/x",
    "https://API.Example:443/compute/",
    "https://api.example\\compute\\x",
    "http://127.0.0.1:8774/anything/at/all",
    "http://2130706433:8774/",
    "http://[0:0:0:0:0:0:0:1]:5000/v3",
  ];
  for (const url of permitted) assert.equal(guard(new URL(url)), undefined, url);
  const refused = [
    "https://api.example/",
    "https://api.example/computer",
    "https://api.example/Compute/",
    "https://api.example/network/v2.0",
    "https://api.example/compute/../network",
    "https://api.example/compute/%2e%2e/network",
    "https://api.example/compute/..%2fnetwork",
    "https://api.example/compute/%2e%2e%2fnetwork",
    "https://api.example/compute/..%5cnetwork",
    "https://api.example/compute/%252e%252e%252fnetwork",
    "https://api.example/compute/%25252e%25252e/network",
    "https://api.example/compute//%2e%2e/%2e%2e/network",
    "https://api.example/compute/%2f%2e%2e/network",
    "https://api.example//evil.example/compute/",
    "https://api.example/%2fevil.example/compute/",
    "https://api.example//[nonsense/compute/",
    "https://api.example:444/compute/",
    "http://api.example/compute/",
    "https://api.example./compute/",
    "https://x.api.example/compute/",
    "https://api.example@evil.example/compute/",
    "https://api.example.evil.example/compute/",
    "https://user:pass@api.example/compute/",
    "https://user@api.example/compute/",
    "http://127.0.0.1/",
    "http://127.0.0.1:8775/",
    "http://localhost:8774/",
    "https://127.0.0.1:8774/",
    "http://[::1]:5001/",
    "file:///compute/",
    "data:text/plain,x",
  ];
  for (const url of refused) assert.equal(typeof guard(new URL(url)), "string", url);
});

Deno.test("allowlistGuard() shows no password and no query", () => {
  const guard = allowlistGuard(() => []);
  assert.equal(
    guard(new URL("https://user:hunter22@h/x?token=y")),
    "https://h is not an address that the catalog names",
  );
});

Deno.test("allowlistGuard() follows a list that changes", () => {
  let entries: AllowEntry[] = [];
  const guard = allowlistGuard(() => entries);
  const url = new URL("http://h/x");
  assert.equal(typeof guard(url), "string");
  entries = [{
    service: "a",
    alias: "a",
    origin: "http://h",
    pathPrefix: "/",
    base: "http://h",
    root: "http://h/",
  }];
  assert.equal(guard(url), undefined);
});

Deno.test("bypasses() reads the usual forms of no_proxy", () => {
  const table: [host: string, rules: string[], port: string, expected: boolean][] = [
    ["h.example", [], "80", false],
    ["h.example", ["*"], "80", true],
    ["h.example", ["h.example"], "80", true],
    ["H.Example", ["h.EXAMPLE"], "80", true],
    ["h.example.", ["h.example"], "80", true],
    ["h.example", ["example"], "80", true],
    ["h.example", [".example"], "80", true],
    ["h.example", ["*.example"], "80", true],
    ["example", [".example"], "80", true],
    ["h.example", ["xample"], "80", false],
    ["h.example", ["other", " h.example "], "80", true],
    ["h.example", [""], "80", false],
    ["h.example", ["h.example:80"], "80", true],
    ["h.example", ["h.example:80"], "8774", false],
    ["h.example", ["*:80"], "8774", false],
    ["10.0.0.5", ["10.0.0.5"], "80", true],
    ["10.0.0.5", ["10.0.0.0/8"], "80", true],
    ["10.0.0.5", ["10.0.0.0/30"], "80", false],
    ["10.0.0.5", ["0.0.0.0/0"], "80", true],
    ["10.0.0.5", ["10.0.0.4/31"], "80", true],
    ["10.0.0.5", ["10.0.0.0/33"], "80", false],
    ["10.0.0.5", ["10.0.0.0/"], "80", false],
    ["10.0.0.5", ["0.0.5"], "80", false],
    ["10.0.0.5", ["5"], "80", false],
    ["200.0.0.1", ["200.0.0.0/24"], "80", true],
    ["[::1]", ["::1"], "80", true],
    ["[::1]", ["[::1]"], "80", true],
    ["[::1]", ["[::1]:80"], "80", true],
    ["[::1]", ["[::1]:80"], "81", false],
    ["[2001:db8::80]", ["2001:db8::80"], "443", true],
  ];
  for (const [host, rules, port, expected] of table) {
    assert.equal(bypasses(host, rules, port), expected, `${host} ${rules.join()} ${port}`);
  }
});

Deno.test("requestHeaders() does not show a value that cannot be sent", () => {
  for (const value of ["hunter22\nX-Evil: 1", "hunter22\r\nX: 1", "hunter22\0", "hunter22€"]) {
    assert.throws(() => requestHeaders({ "X-Auth-Token": value }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.doesNotMatch(Deno.inspect(error), /hunter22/);
      assert.match(error.message, /X-Auth-Token/);
      return true;
    });
  }
  assert.throws(() => requestHeaders({ "X\nEvil": "1" }), TypeError);
  assert.equal(requestHeaders({ "X-Auth-Token": "t\n" }).get("x-auth-token"), "t");
  // The later of two spellings counts, alone.
  assert.equal(requestHeaders({ "Content-Type": "a", "content-type": "b" }).get("content-type"), "b");
});

Deno.test("movedBySlash() accepts a slash at the end and no other difference", () => {
  const table: [asked: string, location: string | null, status: number, expected: string | undefined][] = [
    ["http://h/v3/", "http://h/v3", 301, "http://h/v3"],
    ["http://h/v3", "http://h/v3/", 308, "http://h/v3/"],
    ["http://h/v3", "/v3/", 302, "http://h/v3/"],
    ["http://h/v3?x=1", "/v3/?x=1", 302, "http://h/v3/?x=1"],
    ["http://h/v3", "/v3/", 300, undefined],
    ["http://h/v3", "/v3/", 200, undefined],
    ["http://h/v3", null, 302, undefined],
    ["http://h/v3", "http://h/v3", 302, undefined],
    ["http://h/v3", "http://other/v3/", 302, undefined],
    ["http://h/v3", "https://h/v3/", 302, undefined],
    ["http://h/v3", "http://h:81/v3/", 302, undefined],
    ["http://h/v3", "http://user@h/v3/", 302, undefined],
    ["http://h/v3", "/v3//", 302, undefined],
    ["http://h/v3", "/v3/?x=1", 302, undefined],
    ["http://h/v3", "http://[nonsense", 302, undefined],
  ];
  for (const [asked, location, status, expected] of table) {
    const headers = new Headers(location === null ? {} : { Location: location });
    const answer = { status, headers, body: undefined, json: false, elapsedMs: 0 };
    assert.equal(movedBySlash(answer, new URL(asked))?.href, expected, `${asked} to ${location}`);
  }
});

Deno.test("withoutQuery() shows neither query nor user", () => {
  assert.equal(withoutQuery("https://user:hunter22@h/x?token=y#z"), "https://h/x");
  assert.equal(withoutQuery("/x?y"), "/x");
  assert.equal(withoutQuery(`/${"x".repeat(500)}`).length, 200);
});
