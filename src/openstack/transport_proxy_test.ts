import assert from "node:assert/strict";
import type { CloudSettings } from "./settings.ts";
import { closedPort, json, serve, testdata, testSettings } from "./testing.ts";
import { Transport, type TransportAnswer, TransportError } from "./transport.ts";

/** What a proxy was asked: its request line and headers, without the body. */
interface ProxyServer extends AsyncDisposable {
  readonly port: number;
  readonly heads: readonly string[];
}

const HEAD_END = "\r\n\r\n";

/** A proxy for plain requests and for tunnels; it passes bytes on until either side ends. */
function serveProxy(refusal?: string): ProxyServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heads: string[] = [];
  const running = new Set<Promise<void>>();
  const accepting = (async () => {
    for await (const client of listener) {
      const served = pass(client, heads, refusal).finally(() => running.delete(served));
      running.add(served);
    }
  })();
  return {
    port: listener.addr.port,
    heads,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.allSettled(running);
    },
  };
}

async function pass(client: Deno.TcpConn, heads: string[], refusal: string | undefined): Promise<void> {
  const buffer = new Uint8Array(16_384);
  const size = await client.read(buffer) ?? 0;
  const text = new TextDecoder().decode(buffer.subarray(0, size));
  heads.push(text.slice(0, text.indexOf(HEAD_END)));
  const [method = "", target = ""] = text.split(" ");
  if (refusal !== undefined) {
    await client.write(new TextEncoder().encode(`HTTP/1.1 ${refusal}\r\nContent-Length: 0${HEAD_END}`));
    client.close();
    return;
  }
  const { hostname, port } = new URL(method === "CONNECT" ? `http://${target}` : target);
  const upstream = await Deno.connect({ hostname, port: Number(port) });
  if (method === "CONNECT") await client.write(new TextEncoder().encode(`HTTP/1.1 200 OK${HEAD_END}`));
  else await upstream.write(buffer.subarray(0, size));
  await Promise.allSettled([
    client.readable.pipeTo(upstream.writable),
    upstream.readable.pipeTo(client.writable),
  ]);
}

async function ask(url: string, changes: Partial<CloudSettings>): Promise<TransportAnswer> {
  using transport = new Transport({ settings: testSettings(url, changes), guard: () => undefined });
  return await transport.request({
    method: "GET",
    url: new URL(url),
    headers: new Headers({ "X-Auth-Token": "token-1" }),
  });
}

Deno.test("Transport goes through the proxy that it is given", async () => {
  await using server = serve(() => json({ ok: true }));
  await using proxy = serveProxy();
  const answer = await ask(`${server.url}/v3`, { proxy: `http://127.0.0.1:${proxy.port}` });
  assert.deepEqual(answer.body, { ok: true });
  assert.equal(proxy.heads.length, 1);
  assert.match(proxy.heads[0] ?? "", new RegExp(`^GET ${server.url}/v3 HTTP/1\\.1\r\n`));
  assert.doesNotMatch(proxy.heads[0] ?? "", /proxy-authorization/i);
});

Deno.test("Transport tells the proxy its user, decoded, and the server nothing of it", async () => {
  await using server = serve(() => json({ ok: true }));
  await using proxy = serveProxy();
  await ask(server.url, { proxy: `http://us%40er:p%3Aw@127.0.0.1:${proxy.port}` });
  const sent = /^proxy-authorization: Basic (.*)$/im.exec(proxy.heads[0] ?? "")?.[1];
  assert.equal(atob(sent ?? ""), "us@er:p:w");
});

Deno.test("Transport tunnels https, so that the proxy sees neither path nor token", async () => {
  const tls = { cert: testdata("server.pem"), key: testdata("server_key.pem") };
  await using server = serve(() => json({ ok: true }), { tls });
  await using proxy = serveProxy();
  const answer = await ask(`${server.url}/secret-path`, {
    proxy: `http://127.0.0.1:${proxy.port}`,
    caCerts: testdata("ca.pem"),
  });
  assert.deepEqual(answer.body, { ok: true });
  assert.equal(server.hits[0]?.headers.get("x-auth-token"), "token-1");
  assert.match(proxy.heads.join(), new RegExp(`^CONNECT localhost:${server.port} HTTP/1\\.1\r\n`));
  assert.doesNotMatch(proxy.heads.join(), /token-1|secret-path/);
});

Deno.test("Transport tells the proxy its user before a tunnel opens", async () => {
  const tls = { cert: testdata("server.pem"), key: testdata("server_key.pem") };
  await using server = serve(() => json({ ok: true }), { tls });
  await using proxy = serveProxy();
  await ask(server.url, { proxy: `http://user:pass@127.0.0.1:${proxy.port}`, caCerts: testdata("ca.pem") });
  assert.match(proxy.heads.join(), new RegExp(`^Proxy-Authorization: Basic ${btoa("user:pass")}$`, "im"));
  // A mistake of the runtime (2.9.6), not a wish: it tells an http proxy's user to the server in the tunnel, too. Where
  // this line fails the runtime was mended, and the warning about it can go.
  assert.equal(server.hits[0]?.headers.get("proxy-authorization"), `Basic ${btoa("user:pass")}`);
});

Deno.test("Transport goes past the proxy to hosts that bypass it", async () => {
  await using server = serve(() => json({ ok: true }));
  await using proxy = serveProxy();
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  for (const rule of ["127.0.0.1", "127.0.0.0/8", "*", `127.0.0.1:${server.port}`]) {
    await ask(server.url, { proxy: proxyUrl, noProxy: ["example.com", rule] });
  }
  assert.deepEqual(proxy.heads, []);
  await ask(server.url, { proxy: proxyUrl, noProxy: ["example.com", "127.0.0.1:1"] });
  assert.equal(proxy.heads.length, 1);
  assert.equal(server.hits.length, 5);
});

Deno.test("Transport uses one transport for proxied and direct hosts side by side", async () => {
  await using direct = serve(() => json({}));
  await using proxied = serve(() => json({}));
  await using proxy = serveProxy();
  const settings = testSettings(direct.url, {
    proxy: `http://127.0.0.1:${proxy.port}`,
    noProxy: [`127.0.0.1:${direct.port}`],
  });
  using transport = new Transport({ settings, guard: () => undefined });
  for (const { url } of [direct, proxied]) {
    await transport.request({ method: "GET", url: new URL(url), headers: new Headers() });
  }
  assert.match(proxy.heads.join(), new RegExp(`^GET ${proxied.url}`));
  assert.equal(proxy.heads.length, 1);
});

Deno.test("Transport asks its guard about the target, not about the proxy", async () => {
  await using proxy = serveProxy();
  const settings = testSettings("http://127.0.0.1:9/", { proxy: `http://127.0.0.1:${proxy.port}` });
  using transport = new Transport({ settings, guard: (url) => url.port === "9" ? "no" : undefined });
  const request = { method: "GET", url: new URL("http://127.0.0.1:9/"), headers: new Headers() };
  await assert.rejects(transport.request(request), { fault: "refused" });
  assert.deepEqual(proxy.heads, []);
});

Deno.test("Transport tells a proxy that is away or that refuses", async () => {
  await using server = serve(() => json({}), {
    tls: { cert: testdata("server.pem"), key: testdata("server_key.pem") },
  });
  const away = { proxy: `http://user:hunter22@127.0.0.1:${closedPort()}`, caCerts: testdata("ca.pem") };
  await using refusing = serveProxy("403 Forbidden");
  const refused = { proxy: `http://user:hunter22@127.0.0.1:${refusing.port}`, caCerts: testdata("ca.pem") };
  for (const changes of [away, refused]) {
    await assert.rejects(ask(server.url, changes), (error) => {
      assert.ok(error instanceof TransportError, String(error));
      assert.equal(error.fault, "connect", error.message);
      assert.doesNotMatch(Deno.inspect(error), /hunter22/);
      return true;
    });
  }
  assert.deepEqual(server.hits, []);
});
