import assert from "node:assert/strict";
import { Guard } from "./guard.ts";
import { Refusal } from "./refusal.ts";

interface Case {
  readonly host?: string;
  readonly url?: string;
  readonly origin?: string;
  readonly listening?: string;
  readonly hosts?: string[];
  readonly origins?: string[];
  readonly tls?: boolean;
}

/** The status with which a request is refused, or `undefined` if it passes. */
function check({ host, url, origin, listening = "127.0.0.1", hosts = [], origins = [], tls = false }: Case) {
  const guard = new Guard({
    host: listening,
    allowedHosts: hosts,
    allowedOrigins: origins,
    ...(tls ? { tls: { cert: "", key: "" } } : {}),
  });
  const headers = { ...(host === undefined ? {} : { host }), ...(origin === undefined ? {} : { origin }) };
  const target = url ??
    (host !== undefined && URL.canParse(`http://${host}/mcp`) ? `http://${host}/mcp` : "http://localhost/");
  try {
    guard.check(new Request(target, { headers }));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error.status;
  }
}

Deno.test("Guard lets loopback names pass with any port", () => {
  for (const host of ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.1.2.3", "[::1]", "[::1]:65535"]) {
    assert.equal(check({ host }), undefined, host);
  }
});

Deno.test("Guard refuses every other host", () => {
  for (
    const host of [
      "evil.example",
      "localhost.evil.example",
      "127.evil.example",
      "127.0.0.1.evil.example",
      "127.0.0.256",
      "192.0.2.1",
      "0.0.0.0",
      "[::]",
      "localhost.",
    ]
  ) assert.equal(check({ host }), 403, host);
});

Deno.test("Guard refuses a host that is missing or malformed", () => {
  assert.equal(check({}), 400);
  for (const host of ["", "a b", "localhost:x", "user@localhost", "localhost/", "[::1", "localhost:123456"]) {
    assert.equal(check({ host }), 400, host);
  }
});

Deno.test("Guard looks at the host of a request line that has one", () => {
  assert.equal(check({ host: "localhost", url: "http://evil.example/mcp" }), 403);
  assert.equal(check({ host: "evil.example", url: "http://localhost/mcp" }), 403);
  assert.equal(check({ url: "https://localhost/mcp", tls: true }), undefined);
  assert.equal(check({ url: "https://evil.example/mcp", tls: true }), 403);
});

Deno.test("Guard knows the hosts that were allowed, with their port if they have one", () => {
  const hosts = ["MCP.example.com", "other.example.com:8443"];
  for (const host of ["mcp.example.com", "mcp.EXAMPLE.com:9", "other.example.com:8443"]) {
    assert.equal(check({ host, hosts }), undefined, host);
  }
  for (
    const host of ["other.example.com", "other.example.com:1", "x.mcp.example.com", "mcp.example.com.evil"]
  ) {
    assert.equal(check({ host, hosts }), 403, host);
  }
});

Deno.test("Guard knows the address that is listened on, if it is one", () => {
  assert.equal(check({ host: "192.0.2.1:8080", listening: "192.0.2.1" }), undefined);
  assert.equal(check({ host: "[2001:db8::1]", listening: "2001:db8::1" }), undefined);
  assert.equal(check({ host: "0.0.0.0", listening: "0.0.0.0" }), 403);
  assert.equal(check({ host: "[::]", listening: "::" }), 403);
  assert.equal(check({ host: "mcp.internal", listening: "mcp.internal" }), 403);
});

Deno.test("Guard lets pages of this machine and allowed ones pass, and no other", () => {
  const host = "localhost";
  const origins = [
    "https://app.example.com",
    "https://dev.example.com:8443/",
    "any.example.com",
    "app://panel",
  ];
  for (
    const origin of [
      "http://localhost:6274",
      "https://127.0.0.1",
      "http://[::1]:3",
      "https://App.example.com",
      "https://dev.example.com:8443",
      "http://any.example.com:5",
      "app://panel",
    ]
  ) assert.equal(check({ host, origin, origins }), undefined, origin);
  for (
    const origin of [
      "null",
      "",
      "https://evil.example",
      "http://app.example.com",
      "https://app.example.com:444",
      "https://dev.example.com",
      "https://localhost.evil.example",
      "https://evil.example/localhost",
      "file://localhost",
    ]
  ) assert.equal(check({ host, origin, origins }), 403, origin);
});
