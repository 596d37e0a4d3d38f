import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { pause } from "./retry.ts";
import type { CloudSettings } from "./settings.ts";
import { json, serve, testdata, testSettings } from "./testing.ts";
import { Transport, type TransportAnswer, TransportError } from "./transport.ts";

const CA = testdata("ca.pem");
const SERVER = { cert: testdata("server.pem"), key: testdata("server_key.pem") };

async function ask(url: string, changes: Partial<CloudSettings>): Promise<TransportAnswer> {
  using transport = new Transport({ settings: testSettings(url, changes), guard: () => undefined });
  return await transport.request({
    method: "GET",
    url: new URL(url),
    headers: new Headers({ "X-Auth-Token": "t" }),
  });
}

async function rejectsAsTls(answer: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(answer, (error) => {
    assert.ok(error instanceof TransportError, String(error));
    assert.equal(error.fault, "tls", error.message);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /https?:/);
    return true;
  });
}

Deno.test("Transport trusts the certificate authority that it is given", async () => {
  await using server = serve(() => json({ ok: true }), { tls: SERVER });
  assert.deepEqual((await ask(server.url, { caCerts: CA })).body, { ok: true });
  // A bundle of several certificates, as clouds ship it.
  const bundle = `# a comment\n${testdata("other_ca.pem")}\n${CA}`;
  assert.deepEqual((await ask(server.url, { caCerts: bundle })).body, { ok: true });
});

Deno.test("Transport trusts nobody else, and sends nothing to a server that it does not trust", async () => {
  await using server = serve(() => json({ ok: true }), { tls: SERVER });
  await rejectsAsTls(ask(server.url, {}), /^invalid peer certificate: UnknownIssuer$/);
  await rejectsAsTls(ask(server.url, { caCerts: testdata("other_ca.pem") }), /^invalid peer certificate/);
  await rejectsAsTls(
    ask(`https://127.0.0.1:${server.port}`, { caCerts: CA }),
    /certificate not valid for name "127\.0\.0\.1"/,
  );
  assert.deepEqual(server.hits, []);
});

Deno.test("Transport shows its client certificate to a server that asks for one", async () => {
  const server = createServer(
    { ca: CA, ...SERVER, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      response.end(JSON.stringify({ name: peerName(request.socket) }));
    },
  );
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  try {
    const address = server.address();
    assert.ok(isAddress(address));
    const url = `https://localhost:${address.port}`;
    const clientCert = testdata("client.pem");
    const clientKey = testdata("client_key.pem");
    assert.deepEqual((await ask(url, { caCerts: CA, clientCert, clientKey })).body, {
      name: "openstack-mcp",
    });
    await rejectsAsTls(ask(url, { caCerts: CA }), /CertificateRequired/);
    // Half a pair is no certificate.
    await rejectsAsTls(ask(url, { caCerts: CA, clientCert }), /CertificateRequired/);
  } finally {
    const { promise: closed, resolve: done } = Promise.withResolvers<void>();
    server.close(() => done());
    server.closeAllConnections();
    await closed;
  }
});

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function peerName(socket: unknown): string | undefined {
  const isTls = (value: unknown): value is TLSSocket =>
    typeof value === "object" && value !== null && "getPeerCertificate" in value;
  const name = isTls(socket) ? socket.getPeerCertificate().subject.CN : undefined;
  return Array.isArray(name) ? name.join() : name;
}

Deno.test("Transport takes a TLS connection that breaks off for a lost answer", async () => {
  const stalled = () =>
    new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(10)) }));
  await using server = serve(stalled, { tls: SERVER });
  // A relay that cuts the connection, so that TLS never says goodbye.
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const relaying = (async () => {
    const client = await listener.accept();
    const upstream = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    const cut = new AbortController();
    const passing = [
      client.readable.pipeTo(upstream.writable, { signal: cut.signal }),
      upstream.readable.pipeTo(client.writable, { signal: cut.signal }),
    ];
    await until(() => server.hits.length === 1);
    await pause(50);
    cut.abort();
    await Promise.allSettled(passing);
  })();
  await assert.rejects(ask(`https://localhost:${listener.addr.port}`, { caCerts: CA }), (error) => {
    assert.ok(error instanceof TransportError, String(error));
    assert.equal(error.fault, "lost", error.message);
    assert.doesNotMatch(error.message, /https?:|:$/);
    return true;
  });
  await relaying;
  listener.close();
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 500, "it never came to that");
    await pause(10);
  }
}

Deno.test("Transport shows no key when the PEM texts are of no use", async () => {
  await using server = serve(() => json({}), { tls: SERVER });
  const key = Buffer.from("hunter22").toString("base64");
  const clientKey = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;
  for (
    const changes of [
      { caCerts: CA, clientCert: testdata("client.pem"), clientKey },
      { caCerts: CA, clientCert: "nonsense", clientKey },
      { caCerts: CA, clientCert: testdata("client.pem"), clientKey: testdata("server_key.pem") },
      { caCerts: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" },
      { caCerts: "nonsense" },
      { caCerts: "" },
    ]
  ) {
    await assert.rejects(ask(server.url, changes), (error) => {
      assert.ok(error instanceof TransportError, String(error));
      assert.equal(error.fault, "tls");
      assert.ok(!Deno.inspect(error).includes(key));
      return true;
    });
  }
  assert.deepEqual(server.hits, []);
});
