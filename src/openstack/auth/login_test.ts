import assert from "node:assert/strict";
import { OpenStackError } from "../errors.ts";
import { member, type Wire } from "../read.ts";
import type { AuthSettings, ScopeSettings } from "../settings.ts";
import {
  closedPort,
  type Hit,
  json,
  serve,
  serveBytes,
  testdata,
  type TestServer,
  testSettings,
} from "../testing.ts";
import { Transport } from "../transport.ts";
import { login, type Session } from "./mod.ts";

const PASSWORD = "s3cr3t-pass";
const DOMAIN = { id: "default", name: "Default" };
const PROJECT = { id: "p1", name: "acme", domain: DOMAIN };
const ACME: ScopeSettings = { kind: "project", project: { name: "acme", domainName: "Default" } };

/** A token body as Keystone writes it. */
function token(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    token: {
      methods: ["password"],
      user: { id: "u1", name: "alice", domain: DOMAIN, password_expires_at: null },
      audit_ids: ["x"],
      expires_at: "2126-11-21T11:00:00.000000Z",
      issued_at: "2126-11-21T10:00:00.000000Z",
      project: PROJECT,
      is_domain: false,
      roles: [{ id: "r1", name: "member" }, { id: "r2", name: "reader" }],
      catalog: [{
        type: "compute",
        name: "nova",
        id: "s1",
        endpoints: [{
          id: "e1",
          interface: "public",
          region: "R1",
          region_id: "R1",
          url: "http://nova:8774/v2.1",
        }],
      }],
      ...changes,
    },
  };
}

const ISSUED = { status: 201, headers: { "X-Subject-Token": "token-1", "X-OpenStack-Request-ID": "req-1" } };
const VERSIONS = { versions: { values: [{ id: "v3.14", status: "stable" }] } };

function failure(status: number, message: string, headers: Record<string, string> = {}): Response {
  const body = { error: { code: status, message, title: "Failure" } };
  return json(body, { status, headers: { "X-OpenStack-Request-ID": "req-9", ...headers } });
}

/** Answers by method and path; what is not named is Keystone's own 404. */
function keystone(answers: Record<string, (hit: Hit) => Response>): TestServer {
  return serve((hit) =>
    answers[`${hit.method} ${hit.path}`]?.(hit) ??
      failure(
        404,
        "The requested URL was not found on the server. If you entered the URL manually please check it.",
      )
  );
}

function paths(server: TestServer): string[] {
  return server.hits.map(({ method, path }) => `${method} ${path}`);
}

/** The `auth` object that a login sent. */
function sentAuth(hit: Hit | undefined): Wire {
  const body: unknown = JSON.parse(hit?.body ?? "null");
  return member(body, "auth");
}

async function logIn(
  authUrl: string,
  changes: (auth: AuthSettings) => AuthSettings = (auth) => auth,
  signal?: AbortSignal,
): Promise<Session> {
  const base = testSettings(authUrl, { requestTimeoutMs: 2_000 });
  const settings = { ...base, auth: changes(base.auth) };
  using transport = new Transport({ settings, guard: () => undefined });
  return await login(settings, transport, signal);
}

function withToken(token: string, scope: ScopeSettings = ACME): (auth: AuthSettings) => AuthSettings {
  return ({ authUrl }) => ({ type: "v3token", authUrl, token, scope });
}

function withScope(scope: ScopeSettings): (auth: AuthSettings) => AuthSettings {
  return (auth) => "scope" in auth ? { ...auth, scope } : auth;
}

interface Expected {
  readonly reason: string;
  readonly detail: RegExp;
  readonly next?: RegExp;
  readonly status?: number | undefined;
}

/** Checks a failed login, and that nothing in it shows a secret. */
async function fails(answer: Promise<unknown>, expected: Expected): Promise<OpenStackError> {
  const error = await answer.then(() => assert.fail("the login worked"), (error: unknown) => error);
  assert.ok(error instanceof OpenStackError, String(error));
  assert.equal(error.what, "log in");
  assert.equal(error.service, "identity");
  assert.equal(error.reason, expected.reason, error.message);
  assert.match(error.detail ?? "", expected.detail);
  if (expected.next) assert.match(error.next ?? "", expected.next);
  if ("status" in expected) assert.equal(error.status, expected.status);
  assert.doesNotMatch(Deno.inspect(error, { depth: 10 }) + JSON.stringify(error), /s3cr3t/);
  return error;
}

Deno.test("login() reads everything out of the token", async () => {
  await using server = keystone({
    "POST /v3/auth/tokens": () =>
      json(token(), { ...ISSUED, headers: { ...ISSUED.headers, Date: new Date().toUTCString() } }),
  });
  const session = await logIn(`${server.url}/v3`);
  const { obtainedAt, clockSkewMs, ...rest } = session;
  assert.ok(Math.abs(Date.now() - obtainedAt) < 5_000);
  assert.ok(clockSkewMs !== undefined && Math.abs(clockSkewMs) < 5_000);
  assert.deepEqual(rest, {
    token: "token-1",
    expiresAt: "2126-11-21T11:00:00.000000Z",
    user: { id: "u1", name: "alice", domain: DOMAIN },
    project: PROJECT,
    system: false,
    roles: ["member", "reader"],
    catalog: [{
      type: "compute",
      name: "nova",
      id: "s1",
      endpoints: [{ id: "e1", interface: "public", region: "R1", url: "http://nova:8774/v2.1" }],
    }],
    identityUrl: `${server.url}/v3`,
    methods: ["password"],
  });
  // It is posted to another thread.
  assert.deepEqual(structuredClone(session), session);
  const [hit] = server.hits;
  assert.equal(hit?.headers.get("content-type"), "application/json");
  assert.equal(hit?.headers.get("accept"), "application/json");
  assert.match(hit?.headers.get("x-openstack-request-id") ?? "", /^req-[0-9a-f-]{36}$/);
  assert.equal(hit?.headers.get("x-auth-token"), null);
});

Deno.test("login() asks for the scope that is set and reads it off the token", async (t) => {
  const table: [
    string,
    ScopeSettings,
    Record<string, unknown>,
    unknown,
    (session: Session) => unknown,
    unknown,
  ][] = [
    [
      "project",
      ACME,
      {},
      { project: { name: "acme", domain: { name: "Default" } } },
      (s) => s.project,
      PROJECT,
    ],
    [
      "domain",
      { kind: "domain", domain: { name: "Default" } },
      { project: undefined, domain: DOMAIN },
      { domain: { name: "Default" } },
      (s) => [s.project, s.domain, s.system],
      [undefined, DOMAIN, false],
    ],
    [
      "system",
      { kind: "system" },
      { project: undefined, system: { all: true } },
      { system: { all: true } },
      (s) => [s.project, s.domain, s.system],
      [undefined, undefined, true],
    ],
    [
      "trust",
      { kind: "trust", trustId: "t1" },
      { "OS-TRUST:trust": { id: "t1", impersonation: true } },
      { "OS-TRUST:trust": { id: "t1" } },
      (s) => [s.project, s.trustId],
      [PROJECT, "t1"],
    ],
  ];
  for (const [name, scope, changes, sent, read, expected] of table) {
    await t.step(name, async () => {
      await using server = keystone({ "POST /v3/auth/tokens": () => json(token(changes), ISSUED) });
      assert.deepEqual(read(await logIn(`${server.url}/v3`, withScope(scope))), expected);
      assert.deepEqual(sentAuth(server.hits[0])["scope"], sent);
    });
  }
});

Deno.test("login() takes an application credential, by id and by name", async () => {
  const credential = { id: "c1", name: "cron", restricted: false };
  await using server = keystone({
    "POST /v3/auth/tokens": () =>
      json(token({ methods: ["application_credential"], application_credential: credential }), ISSUED),
  });
  const common = { type: "v3applicationcredential", authUrl: `${server.url}/v3`, secret: PASSWORD } as const;
  for (const which of [{ id: "c1" }, { name: "cron", user: { name: "alice", domainName: "Default" } }]) {
    const session = await logIn(common.authUrl, () => ({ ...common, ...which }));
    assert.deepEqual(session.applicationCredential, { id: "c1", restricted: false });
    assert.deepEqual(session.methods, ["application_credential"]);
    const auth = sentAuth(server.hits.at(-1));
    assert.equal(auth["scope"], undefined);
    assert.equal(member(auth["identity"], "application_credential")["secret"], PASSWORD);
  }
});

Deno.test("login() keeps the access rules of an application credential", async () => {
  const rule = { service: "compute", method: "GET", path: "/v2.1/servers" };
  const credential = { id: "c1", access_rules: [{ id: "r1", ...rule }, { id: "r2", service: "compute" }] };
  await using server = keystone({
    "POST /v3/auth/tokens": () => json(token({ application_credential: credential }), ISSUED),
  });
  const authUrl = `${server.url}/v3`;
  const auth = { type: "v3applicationcredential", authUrl, id: "c1", secret: PASSWORD } as const;
  const session = await logIn(authUrl, () => auth);
  assert.deepEqual(session.applicationCredential, { id: "c1", restricted: true, accessRules: [rule] });
});

Deno.test("login() finds version 3 wherever the auth URL points", async (t) => {
  const v2 = { id: "v2.0", status: "deprecated" };
  const v3 = { id: "v3.14", status: "stable" };
  const old = { id: "v3.0", status: "stable" };
  const table: [
    name: string,
    authUrl: string,
    documentPath: string | undefined,
    document: Response | undefined,
    base: string,
  ][] = [
    ["/v3", "/v3", undefined, undefined, "/v3"],
    ["/v3/", "/v3/", undefined, undefined, "/v3"],
    ["slashes", "/v3///", undefined, undefined, "/v3"],
    ["below a path", "/identity/v3/", undefined, undefined, "/identity/v3"],
    ["unversioned, 300", "", "/", json(VERSIONS, { status: 300 }), "/v3"],
    ["unversioned, 200", "/", "/", json(VERSIONS), "/v3"],
    ["unversioned below a path", "/identity", "/identity/", json(VERSIONS, { status: 300 }), "/identity/v3"],
    ["old version first", "", "/", json({ versions: { values: [v2, v3] } }), "/v3"],
    ["old version last", "", "/", json({ versions: { values: [v3, v2] } }), "/v3"],
    ["a bare list", "", "/", json({ versions: [v2, old] }), "/v3"],
    ["one version", "", "/", json({ version: v3 }), "/v3"],
    ["a proxy that hides the root", "", "/", new Response("<h1>Forbidden</h1>", { status: 403 }), "/v3"],
    ["a proxy that knows no root", "", "/", new Response("nothing", { status: 404 }), "/v3"],
    [
      "a redirect to elsewhere",
      "",
      "/",
      new Response(null, { status: 302, headers: { Location: "http://192.0.2.1/" } }),
      "/v3",
    ],
  ];
  for (const [name, authUrl, documentPath, document, base] of table) {
    await t.step(name, async () => {
      await using server = keystone({
        ...(documentPath === undefined || document === undefined
          ? {}
          : { [`GET ${documentPath}`]: () => document }),
        [`POST ${base}/auth/tokens`]: () => json(token(), ISSUED),
      });
      const session = await logIn(server.url + authUrl);
      assert.equal(session.identityUrl, server.url + base);
      const discovery = documentPath === undefined ? [] : [`GET ${documentPath}`];
      assert.deepEqual(paths(server), [...discovery, `POST ${base}/auth/tokens`]);
    });
  }
});

Deno.test("login() repeats the discovery once when only a slash was wrong", async () => {
  await using server = keystone({
    "GET /identity/": () => new Response(null, { status: 308, headers: { Location: "/identity" } }),
    "GET /identity": () => json(VERSIONS, { status: 300 }),
    "POST /identity/v3/auth/tokens": () => json(token(), ISSUED),
  });
  await logIn(`${server.url}/identity`);
  assert.deepEqual(paths(server), ["GET /identity/", "GET /identity", "POST /identity/v3/auth/tokens"]);
});

Deno.test("login() believes no address that the version document names", async () => {
  await using other = serve(() => json(token(), ISSUED));
  const self = [{ rel: "self", href: `${other.url}/v3/` }];
  await using server = keystone({
    "GET /": () =>
      json({ versions: { values: [{ id: "v3.14", links: self }] } }, {
        status: 300,
        headers: { Location: `${other.url}/v3/` },
      }),
    "POST /v3/auth/tokens": () => json(token(), ISSUED),
  });
  await logIn(server.url);
  assert.deepEqual(other.hits, []);
});

Deno.test("login() tells no password to what is not Keystone", async (t) => {
  const table: [string, () => Response, RegExp][] = [
    [
      "a web page",
      () => new Response("<html><title>Horizon</title></html>"),
      /No OpenStack identity service.*Horizon/,
    ],
    ["other JSON", () => json({ hello: "world" }), /No OpenStack identity service/],
    ["nothing", () => new Response(null, { status: 204 }), /HTTP 204/],
    ["a list", () => json([]), /HTTP 200/],
  ];
  for (const [name, root, detail] of table) {
    await t.step(name, async () => {
      await using server = keystone({ "GET /": root });
      await fails(logIn(server.url), { reason: "unexpected answer", detail, next: /auth_url/ });
      assert.deepEqual(paths(server), ["GET /"]);
    });
  }
});

Deno.test("login() refuses an identity service without version 3", async () => {
  await using server = keystone({
    "GET /": () => json({ versions: { values: [{ id: "v2.0" }, { id: "v30.1" }] } }),
  });
  await fails(logIn(server.url), { reason: "login failed", detail: /offers v2\.0, v30\.1 but not v3/ });
  await fails(logIn(`${server.url}/v2.0/`), { reason: "login failed", detail: /names Identity API v2\.0/ });
  assert.deepEqual(paths(server), ["GET /"]);
});

Deno.test("login() tells a refusal from a fault and both from a foreign server", async (t) => {
  const receipt = {
    receipt: { methods: ["password"] },
    required_auth_methods: [["totp", "password"], ["x509"]],
  };
  const table: [name: string, answer: () => Response, expected: Expected][] = [
    [
      "wrong password",
      () => failure(401, "The request you have made requires authentication."),
      {
        reason: "login failed",
        status: 401,
        detail: /^The request you have made requires authentication\.$/,
        next: /password and project/,
      },
    ],
    [
      "expired password",
      () => failure(401, "The password is expired and needs to be changed for user: u1."),
      { reason: "login failed", status: 401, detail: /expired/, next: /^Change the user's password\.$/ },
    ],
    ["locked", () => failure(401, "The account is locked for user: u1."), {
      reason: "login failed",
      status: 401,
      detail: /locked/,
    }],
    ["forbidden", () => failure(403, "Forbidden"), {
      reason: "login failed",
      status: 403,
      detail: /Forbidden/,
    }],
    [
      "a second factor",
      () => json(receipt, { status: 401, headers: { "Openstack-Auth-Receipt": "s3cr3t-receipt" } }),
      {
        reason: "login failed",
        status: 401,
        detail: /^More authentication methods are required: totp or x509$/,
        next: /application credential/,
      },
    ],
    [
      "a second factor, not named",
      () => json({}, { status: 401, headers: { "Openstack-Auth-Receipt": "x" } }),
      { reason: "login failed", detail: /not told which/ },
    ],
    ["no such trust", () => failure(404, "Could not find trust: t1."), {
      reason: "login failed",
      status: 404,
      detail: /find trust/,
    }],
    ["no such path", () => failure(404, "The requested URL was not found on the server."), {
      reason: "unexpected answer",
      status: 404,
      detail: /No OpenStack identity/,
    }],
    ["another method", () => failure(405, "Method not allowed"), {
      reason: "unexpected answer",
      status: 405,
      detail: /No OpenStack identity/,
    }],
    ["JSON of another kind", () => json({ detail: "Not Found" }, { status: 404 }), {
      reason: "unexpected answer",
      status: 404,
      detail: /No OpenStack identity/,
    }],
    ["a page that forbids", () => new Response("<h1>Blocked</h1>", { status: 403 }), {
      reason: "unexpected answer",
      status: 403,
      detail: /Blocked/,
    }],
    ["a page that asks for a login", () => new Response("<h1>Unauthorized</h1>", { status: 401 }), {
      reason: "unexpected answer",
      status: 401,
      detail: /Unauthorized/,
    }],
    [
      "a redirect",
      () =>
        new Response(null, { status: 301, headers: { Location: "https://user:pw@h/v3/auth/tokens?x=1" } }),
      {
        reason: "unexpected answer",
        status: 301,
        detail: /a redirect to https:\/\/h\/v3\/auth\/tokens, which is not followed$/,
      },
    ],
    ["a failing Keystone", () => failure(500, "An unexpected error prevented the server"), {
      reason: "unavailable",
      status: 500,
      detail: /unexpected error/,
    }],
    ["a failing proxy", () => new Response("<h1>503 Service Unavailable</h1>\nNo server", { status: 503 }), {
      reason: "unavailable",
      status: 503,
      detail: /503 Service/,
    }],
    ["too many logins", () => failure(429, "Slow down"), {
      reason: "unavailable",
      status: 429,
      detail: /Slow down/,
    }],
    ["no token in the header", () => json(token(), { status: 201 }), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    ["no user", () => json(token({ user: null }), ISSUED), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    ["no end", () => json(token({ expires_at: null }), ISSUED), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    ["an end that is no time", () => json(token({ expires_at: "soon" }), ISSUED), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    ["an empty success", () => new Response(null, ISSUED), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    ["a page as success", () => new Response("<html>welcome</html>", { status: 200 }), {
      reason: "unexpected answer",
      detail: /not a token/,
    }],
    [
      "a refusal that quotes the password",
      () => failure(400, `Invalid input for field 'password': '${PASSWORD}' is too short`),
      { reason: "login failed", status: 400, detail: /Invalid input for field 'password': .*is too short/ },
    ],
    [
      "a long refusal that quotes the password where it is cut",
      () => failure(400, `${"x".repeat(392)} ${PASSWORD}`),
      { reason: "login failed", status: 400, detail: /^x+/ },
    ],
    [
      "a page that quotes the request",
      () => new Response(`<p>bad request: {"password": "${PASSWORD}"}</p>`, { status: 400 }),
      { reason: "unexpected answer", status: 400, detail: /bad request/ },
    ],
  ];
  for (const [name, answer, expected] of table) {
    await t.step(name, async () => {
      await using server = keystone({ "POST /v3/auth/tokens": answer });
      await fails(logIn(`${server.url}/v3`), expected);
      assert.equal(server.hits.length, 1);
    });
  }
});

Deno.test("login() keeps the request id of a refusal", async () => {
  await using server = keystone({ "POST /v3/auth/tokens": () => failure(401, "no") });
  const error = await fails(logIn(`${server.url}/v3`), { reason: "login failed", detail: /no/ });
  assert.equal(error.requestId, "req-9");
});

Deno.test("login() names the address when nobody answers there", async () => {
  const url = `http://127.0.0.1:${closedPort()}`;
  await fails(logIn(`${url}/v3`), {
    reason: "unavailable",
    detail: new RegExp(`^${url}: .*refused`, "i"),
    next: /auth_url/,
  });
  await using silent = serveBytes(undefined, { hold: true });
  const settings = testSettings(`${silent.url}/v3`, { requestTimeoutMs: 100 });
  using transport = new Transport({ settings, guard: () => undefined });
  await fails(login(settings, transport), { reason: "timed out", detail: /no answer within/ });
  await using garbage = serveBytes("\x00garbage\r\n\r\n");
  await fails(logIn(garbage.url), { reason: "unavailable", detail: /./ });
});

Deno.test("login() says how to trust a cloud's own authority", async () => {
  const tls = { cert: testdata("server.pem"), key: testdata("server_key.pem") };
  await using server = serve(() => json(token(), ISSUED), { tls });
  await fails(logIn(`${server.url}/v3`), {
    reason: "unavailable",
    detail: /UnknownIssuer/,
    next: /OS_CACERT/,
  });
  assert.deepEqual(server.hits, []);
});

Deno.test("login() says that policy refuses an address", async () => {
  const settings = testSettings("http://127.0.0.1:1/v3");
  using transport = new Transport({ settings, guard: () => "not on the list" });
  await fails(login(settings, transport), { reason: "refused by policy", detail: /not on the list/ });
});

Deno.test("login() gives the reason of the caller's signal", async () => {
  await using silent = serveBytes(undefined, { hold: true });
  const gone = new AbortController();
  const waiting = logIn(silent.url, undefined, gone.signal);
  gone.abort("gone");
  await assert.rejects(waiting, (reason) => reason === "gone");
});

Deno.test("login() without a scope names the projects one could choose", async (t) => {
  const projects = (names: string[]) => json({ projects: names.map((name) => ({ id: name, name })) });
  const many = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const table: [name: string, answer: () => Response, detail: RegExp][] = [
    ["two", () => projects(["acme", "globex"]), /choose one of: acme, globex$/],
    ["many", () => projects(many), /choose one of: p0, .*, p49 and 10 more$/],
    ["none", () => projects([]), /this user has a role in no project$/],
    ["not readable", () => failure(503, "Keystone is tired"), /could not be read \(HTTP 503\)$/],
    ["not a list", () => json({}), /could not be read \(HTTP 200\)$/],
  ];
  for (const [name, answer, detail] of table) {
    await t.step(name, async () => {
      await using server = keystone({
        "POST /v3/auth/tokens": () => json(token({ project: undefined, catalog: undefined }), ISSUED),
        "GET /v3/auth/projects": answer,
      });
      const expected = { reason: "login failed", status: undefined, detail, next: /project_name/ };
      await fails(logIn(`${server.url}/v3`, withScope({ kind: "unscoped" })), expected);
      assert.equal(server.hits[1]?.headers.get("x-auth-token"), "token-1");
    });
  }
});

Deno.test("login() uses a token that fits as it is, and never exchanges it", async (t) => {
  const table: [string, ScopeSettings, Record<string, unknown>][] = [
    ["project by name", ACME, {}],
    ["project by id", { kind: "project", project: { id: "p1" } }, {}],
    [
      "project by name and domain id",
      { kind: "project", project: { name: "acme", domainId: "default" } },
      {},
    ],
    ["project by name alone", { kind: "project", project: { name: "acme" } }, {}],
    ["domain by id", { kind: "domain", domain: { id: "default" } }, { project: undefined, domain: DOMAIN }],
    ["domain by name", { kind: "domain", domain: { name: "Default" } }, {
      project: undefined,
      domain: DOMAIN,
    }],
    ["system", { kind: "system" }, { project: undefined, system: { all: true } }],
    ["trust", { kind: "trust", trustId: "t1" }, { "OS-TRUST:trust": { id: "t1" } }],
    ["no scope asked for", { kind: "unscoped" }, {}],
  ];
  for (const [name, scope, changes] of table) {
    await t.step(name, async () => {
      await using server = keystone({ "GET /v3/auth/tokens": () => json(token(changes)) });
      const session = await logIn(`${server.url}/v3`, withToken("s3cr3t-token", scope));
      assert.equal(session.token, "s3cr3t-token");
      assert.deepEqual(paths(server), ["GET /v3/auth/tokens"]);
      assert.equal(server.hits[0]?.headers.get("x-auth-token"), "s3cr3t-token");
      assert.equal(server.hits[0]?.headers.get("x-subject-token"), "s3cr3t-token");
      assert.equal(server.hits[0]?.headers.get("openstack-identity-access-rules"), "1.0");
    });
  }
});

Deno.test("login() exchanges a token of another scope", async (t) => {
  const globex = { id: "p2", name: "globex", domain: DOMAIN };
  const table: [string, ScopeSettings, Record<string, unknown>][] = [
    ["another project", ACME, { project: globex }],
    ["the same name in another domain", ACME, {
      project: { ...globex, name: "acme", domain: { id: "d2", name: "Other" } },
    }],
    ["another id", { kind: "project", project: { id: "p9" } }, {}],
    ["no scope", ACME, { project: undefined }],
    ["a domain for a project", ACME, { project: undefined, domain: DOMAIN }],
    ["a project for the system", { kind: "system" }, {}],
    ["another trust", { kind: "trust", trustId: "t2" }, { "OS-TRUST:trust": { id: "t1" } }],
  ];
  for (const [name, scope, changes] of table) {
    await t.step(name, async () => {
      await using server = keystone({
        "GET /v3/auth/tokens": () => json(token(changes)),
        "POST /v3/auth/tokens": () => json(token(), ISSUED),
      });
      const session = await logIn(`${server.url}/v3`, withToken("s3cr3t-token", scope));
      assert.equal(session.token, "token-1");
      assert.deepEqual(sentAuth(server.hits[1])["identity"], {
        methods: ["token"],
        token: { id: "s3cr3t-token" },
      });
    });
  }
});

Deno.test("login() says so when a token is not good any more, or cannot be exchanged", async (t) => {
  const table: [string, Record<string, () => Response>, Expected][] = [
    ["expired", { "GET /v3/auth/tokens": () => failure(401, "The request requires authentication.") }, {
      reason: "login failed",
      status: 401,
      detail: /requires authentication/,
      next: /get a new one/,
    }],
    ["unknown", { "GET /v3/auth/tokens": () => failure(404, "Could not recognize Fernet token") }, {
      reason: "login failed",
      status: 404,
      detail: /Fernet/,
    }],
    ["quoted", { "GET /v3/auth/tokens": () => failure(404, "Could not find token: s3cr3t-token.") }, {
      reason: "login failed",
      status: 404,
      detail: /Could not find token/,
    }],
    [
      "bound to its scope",
      {
        "GET /v3/auth/tokens": () => json(token({ project: undefined })),
        "POST /v3/auth/tokens": () => failure(403, "rescope a scoped token"),
      },
      { reason: "login failed", status: 403, detail: /rescope/ },
    ],
    [
      "unscoped where no scope is asked for",
      {
        "GET /v3/auth/tokens": () => json(token({ project: undefined })),
        "GET /v3/auth/projects": () => json({ projects: [] }),
      },
      { reason: "login failed", detail: /names no project/ },
    ],
  ];
  for (const [name, answers, expected] of table) {
    await t.step(name, async () => {
      await using server = keystone(answers);
      const scope: ScopeSettings = name.startsWith("unscoped") ? { kind: "unscoped" } : ACME;
      await fails(logIn(`${server.url}/v3`, withToken("s3cr3t-token", scope)), expected);
    });
  }
});

Deno.test("login() sends no token that could be two headers", async () => {
  await using server = keystone({});
  for (const bad of ["", "s3cr3t\nX-Evil: 1", "s3cr3t token", "s3cr3t€", "s3cr3t\n", "\0"]) {
    await fails(logIn(`${server.url}/v3`, withToken(bad)), {
      reason: "login failed",
      detail: /^The token is empty, or/,
    });
  }
  assert.deepEqual(server.hits, []);
});

Deno.test("login() sends a passcode, and every method of a login of several", async () => {
  const server = keystone({ "POST /v3/auth/tokens": () => json(token(), ISSUED) });
  await using _ = server;
  const user = { name: "alice", domainName: "Default" };
  const common = { authUrl: `${server.url}/v3`, user, scope: ACME };
  await logIn(common.authUrl, () => ({ type: "v3totp", ...common, passcode: "123456" }));
  await logIn(common.authUrl, () => ({
    type: "v3multifactor",
    ...common,
    methods: ["v3password", "v3totp"],
    password: PASSWORD,
    passcode: "654321",
  }));
  const [first, second] = server.hits.map((hit) => member(sentAuth(hit), "identity"));
  assert.deepEqual(first?.["methods"], ["totp"]);
  assert.deepEqual(second?.["methods"], ["password", "totp"]);
  assert.equal(member(member(second, "totp"), "user")["passcode"], "654321");
});

Deno.test("login() says which methods are missing, and how to give them", async () => {
  const body = {
    receipt: { methods: ["password"] },
    required_auth_methods: [["password", "totp"]],
    error: { code: 401, message: "More methods" },
  };
  const headers = { "Openstack-Auth-Receipt": "r" };
  const server = keystone({ "POST /v3/auth/tokens": () => json(body, { status: 401, headers }) });
  await using _ = server;
  const expected = { reason: "login failed", detail: /totp/ };
  await fails(logIn(`${server.url}/v3`), { ...expected, next: /v3multifactor/ });
});

const FEDERATION = "/v3/OS-FEDERATION/identity_providers/corp/protocols/openid/auth";

/** Keystone behind an identity provider: an access token gives an unscoped token, that one the wanted scope. */
function federation(accessToken: string): Record<string, (hit: Hit) => Response> {
  return {
    [`POST ${FEDERATION}`]: ({ headers }) =>
      headers.get("authorization") === `Bearer ${accessToken}`
        ? json(token({ project: undefined, catalog: undefined }), {
          status: 201,
          headers: { "X-Subject-Token": "unscoped-1" },
        })
        : failure(401, "The request you have made requires authentication."),
    "POST /v3/auth/tokens": () => json(token(), ISSUED),
  };
}

type OidcAuth = Extract<AuthSettings, { readonly identityProvider: string }>;

function oidc(type: OidcAuth["type"], access: OidcAuth["access"]): (auth: AuthSettings) => AuthSettings {
  return ({ authUrl }) => ({
    type,
    authUrl,
    identityProvider: "corp",
    protocol: "openid",
    access,
    scope: ACME,
  });
}

Deno.test("login() exchanges an access token for one of Keystone's, and that for the scope", async () => {
  const server = keystone(federation("at-1"));
  await using _ = server;
  const session = await logIn(`${server.url}/v3`, oidc("v3oidcaccesstoken", { token: "at-1" }));
  assert.equal(session.project?.name, "acme");
  assert.deepEqual(paths(server), [`POST ${FEDERATION}`, "POST /v3/auth/tokens"]);
  assert.deepEqual(sentAuth(server.hits[1]), {
    identity: { methods: ["token"], token: { id: "unscoped-1" } },
    scope: { project: { name: "acme", domain: { name: "Default" } } },
  });
  await fails(logIn(`${server.url}/v3`, oidc("v3oidcaccesstoken", { token: "other" })), {
    reason: "login failed",
    detail: /requires authentication/,
    next: /access token may have expired/,
  });
});

Deno.test("login() asks an identity provider for an access token, as a client or as a user", async () => {
  const grants: URLSearchParams[] = [];
  const clients: (string | null)[] = [];
  const provider = keystone({
    "GET /.well-known/openid-configuration": () => json({ token_endpoint: `${provider.url}/token` }),
    "POST /token": ({ headers, body }) => {
      clients.push(headers.get("authorization"));
      grants.push(new URLSearchParams(body));
      return json({ access_token: "at-1", token_type: "Bearer" });
    },
  });
  const server = keystone(federation("at-1"));
  await using _provider = provider;
  await using _server = server;
  const clientSecret = PASSWORD;
  const grant = { clientId: "mcp server", openidScope: "openid profile" };
  const asClient = { grant: { ...grant, clientSecret, tokenEndpoint: `${provider.url}/token` } };
  await logIn(`${server.url}/v3`, oidc("v3oidcclientcredentials", asClient));
  const discoveryEndpoint = `${provider.url}/.well-known/openid-configuration`;
  const asUser = { grant: { ...grant, discoveryEndpoint, user: { name: "ann", password: PASSWORD } } };
  await logIn(`${server.url}/v3`, oidc("v3oidcpassword", asUser));
  assert.deepEqual(grants.map((one) => Object.fromEntries(one)), [
    { grant_type: "client_credentials", scope: "openid profile" },
    {
      grant_type: "password",
      username: "ann",
      password: PASSWORD,
      scope: "openid profile",
      client_id: "mcp server",
    },
  ]);
  assert.deepEqual(clients, [`Basic ${btoa(`mcp+server:${PASSWORD}`)}`, null]);
  assert.ok(provider.hits.every(({ headers }) => !headers.has("x-auth-token")));
});

Deno.test("login() tells what the identity provider refuses, and follows no document elsewhere", async (t) => {
  const answers: readonly [string, (hit: Hit) => Response, Expected][] = [
    [
      "a refusal",
      () => json({ error: "invalid_client", error_description: "no such client" }, { status: 401 }),
      {
        reason: "login failed",
        detail: /no access token: no such client/,
        status: 401,
      },
    ],
    ["a fault", () => json({ error: "server_error" }, { status: 503 }), {
      reason: "unavailable",
      detail: /no access token/,
      status: 503,
    }],
    ["no token", () => json({ token_type: "Bearer" }), {
      reason: "unexpected answer",
      detail: /no access token/,
    }],
  ];
  for (const [name, answer, expected] of answers) {
    await t.step(name, async () => {
      const provider = keystone({ "POST /token": answer });
      await using _ = provider;
      const grant = {
        clientId: "mcp",
        clientSecret: PASSWORD,
        openidScope: "openid",
        tokenEndpoint: `${provider.url}/token`,
      };
      await fails(logIn(`${provider.url}/v3`, oidc("v3oidcclientcredentials", { grant })), expected);
    });
  }
  await t.step("a token endpoint elsewhere", async () => {
    const provider = keystone({
      "GET /discovery": () => json({ token_endpoint: "https://evil.example/token" }),
    });
    await using _ = provider;
    const grant = { clientId: "mcp", openidScope: "openid", discoveryEndpoint: `${provider.url}/discovery` };
    await fails(logIn(`${provider.url}/v3`, oidc("v3oidcclientcredentials", { grant })), {
      reason: "refused by policy",
      detail: /https:\/\/evil\.example/,
      next: /access_token_endpoint/,
    });
  });
});

Deno.test("login() without Keystone asks nobody, and takes the settings for the catalog", async () => {
  const authUrl = "http://ironic.example:6385";
  const session = await logIn(authUrl, () => ({ type: "none", authUrl, isEndpoint: true }));
  assert.deepEqual([session.token, session.authorization, session.roles], ["", undefined, []]);
  assert.ok(session.catalog.every(({ endpoints }) => endpoints.every(({ url }) => url === authUrl)));
  assert.ok(!session.catalog.some(({ type }) => type === "identity"));
  const basic = await logIn(authUrl, () => ({
    type: "http_basic",
    authUrl,
    isEndpoint: false,
    username: "ann",
    password: "pä",
  }));
  assert.deepEqual(basic.catalog, []);
  assert.equal(
    new TextDecoder().decode(Uint8Array.fromBase64(basic.authorization?.slice(6) ?? "")),
    "ann:pä",
  );
});
