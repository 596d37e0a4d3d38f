import assert from "node:assert/strict";
import { OpenStackError } from "./errors.ts";
import { peerCertificateReader } from "./peer_certificate.ts";

/** Made for these tests, valid until 2126; they guard nothing. */
const CA = `-----BEGIN CERTIFICATE-----
MIIBmDCCAT2gAwIBAgIUVp56/m/NlQYeJMkgKmhDw8yShbUwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVb3BlbnN0YWNrLW1jcCB0ZXN0IENBMCAXDTI2MTEyMTExMzQw
MloYDzIxMjYxMDI4MTEzNDAyWjAgMR4wHAYDVQQDDBVvcGVuc3RhY2stbWNwIHRl
c3QgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQB1zwwEJe+hrNnYQOpvHFf
e6yK0JTBq+F6eU0cnxe9kj70sg3GzGSePuictg/1Eght0QCVId5o+geetLYiY7+U
o1MwUTAdBgNVHQ4EFgQU6l/lpTUMfXT2hMXgHXrxSqEwGlwwHwYDVR0jBBgwFoAU
6l/lpTUMfXT2hMXgHXrxSqEwGlwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNJADBGAiEAhTbBbPHc7EPAgFfqFlupNnhVTyYLNI/E/DHZD6YGbtACIQCbgkW+
/GOdsP+6WCNidccDUefsSTPxd1B8+t7FUe8dhg==
-----END CERTIFICATE-----
`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBojCCAUegAwIBAgIUYefFPk9ybuItG+1rX6gEnSjwANcwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVb3BlbnN0YWNrLW1jcCB0ZXN0IENBMCAXDTI2MTEyMTExMzQw
MloYDzIxMjYxMDI4MTEzNDAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASy90YGaFNNRE3Maql/4QLIku0zX7XnST4RFkKA
m/OfBmKcT9ONM56VmeUkNGInab0+hhVQ16kfTgdarX9BWd6Qo2kwZzAaBgNVHREE
EzARgglsb2NhbGhvc3SHBH8AAAEwCQYDVR0TBAIwADAdBgNVHQ4EFgQUgkGftr3f
U+W4RYKOawh0Um3bAKcwHwYDVR0jBBgwFoAU6l/lpTUMfXT2hMXgHXrxSqEwGlww
CgYIKoZIzj0EAwIDSQAwRgIhANeXqg9Kb3YBElG5u25u190JjkR4pIkdMAJDGnrs
cBJmAiEA7LitXzBBHZ7r+U3PV4uzWO7x05tcV31BizU95MsyzD8=
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgumQcyb+yFBHgXKeK
aXtslekLyALVABuJL0jRJ0MDns2hRANCAASy90YGaFNNRE3Maql/4QLIku0zX7Xn
ST4RFkKAm/OfBmKcT9ONM56VmeUkNGInab0+hhVQ16kfTgdarX9BWd6Q
-----END PRIVATE KEY-----
`;

async function withServer(run: (port: number) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: CERT, key: KEY, onListen() {} },
    () => new Response(),
  );
  try {
    await run(server.addr.port);
  } finally {
    await server.shutdown();
  }
}

Deno.test("peerCertificateReader() shows validity, names and trust", async () => {
  await withServer(async (port) => {
    const read = peerCertificateReader({ settings: { caCerts: CA, requestTimeoutMs: 5000 } });
    assert.deepEqual(await read("127.0.0.1", port), {
      validFrom: "2026-11-21T11:34:02Z",
      validTo: "2126-10-28T11:34:02Z",
      subject: "localhost",
      issuer: "openstack-mcp test CA",
      trusted: true,
    });
  });
});

Deno.test("peerCertificateReader() shows a certificate that is not trusted, and why", async () => {
  await withServer(async (port) => {
    const read = peerCertificateReader({ settings: { requestTimeoutMs: 5000 } });
    const shown = await read("localhost", port);
    assert.equal(shown.trusted, false);
    assert.equal(shown.error, "no known authority stands behind it");
    assert.equal(shown.validTo, "2126-10-28T11:34:02Z");
  });
});

Deno.test("peerCertificateReader() says when nothing speaks TLS there", async () => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  const read = peerCertificateReader({ settings: { requestTimeoutMs: 5000 } });
  await assert.rejects(
    read("127.0.0.1", server.addr.port),
    (error) => error instanceof OpenStackError && error.reason === "unavailable",
  );
  await server.shutdown();
});

Deno.test("peerCertificateReader() gives up in time, and at once when told to", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) accepted.push(connection);
  })();
  const read = peerCertificateReader({ settings: { requestTimeoutMs: 100 } });
  await assert.rejects(
    read("127.0.0.1", listener.addr.port),
    (error) => error instanceof OpenStackError && error.reason === "timed out",
  );
  const told = new Error("enough");
  await assert.rejects(read("127.0.0.1", listener.addr.port, AbortSignal.abort(told)), told);
  listener.close();
  await accepting;
  for (const connection of accepted) connection.close();
});
