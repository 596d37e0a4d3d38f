import assert from "node:assert/strict";
import { buildAllowlist } from "./allowlist.ts";
import type { Session } from "./auth/mod.ts";
import type { CallClient } from "./call_client.ts";
import { Client } from "./client.ts";
import { describe } from "./request.ts";
import { OpenStackError } from "./errors.ts";
import { type Operation, operation } from "./operation.ts";
import { pause } from "./retry.ts";
import { SessionHolder } from "./session.ts";
import type { CloudSettings } from "./settings.ts";
import {
  closedPort,
  type Hit,
  json,
  type Script,
  serve,
  serveBytes,
  type TestServer,
  testSession,
  testSettings,
} from "./testing.ts";
import { allowlistGuard, Transport } from "./transport.ts";

const LIST = operation({
  id: "image.images.list",
  method: "GET",
  path: "/images",
  effect: "read",
  needs: "reader",
  page: { key: "images", by: "marker" },
});
const SHOW = operation({
  id: "image.images.show",
  method: "GET",
  path: "/images/{id}",
  effect: "read",
  needs: "reader",
});
const CREATE = operation({
  id: "image.images.create",
  method: "POST",
  path: "/images",
  effect: "write",
  needs: "member",
});
const DELETE = operation({
  id: "image.images.delete",
  method: "DELETE",
  path: "/images/{id}",
  effect: "destructive",
  needs: "member",
});
const SERVERS = operation({
  id: "compute.servers.list",
  method: "GET",
  path: "/servers",
  effect: "read",
  needs: "reader",
  microversion: "2.96",
});
const OBJECT = operation({
  id: "object-store.objects.head",
  method: "HEAD",
  path: "/{container}/{object}",
  effect: "read",
  needs: "member",
});
const DECLARED = [LIST, SHOW, CREATE, DELETE, SERVERS, OBJECT];

interface Making {
  readonly changes?: Partial<CloudSettings>;
  readonly login?: (signal?: AbortSignal) => Promise<Session>;
  readonly session?: Session;
  readonly renewable?: boolean;
  readonly operations?: readonly Operation[];
  readonly signal?: AbortSignal;
}

interface Bench extends Disposable {
  readonly client: Client;
  readonly call: CallClient;
  readonly logins: number;
}

/** A client whose services all stand on one server; every login gives another token. */
function bench(url: string, making: Making = {}): Bench {
  const settings = testSettings(`${url}/identity/v3`, making.changes);
  const endpoint = (path: string) => [{ interface: "public" as const, url: `${url}${path}`, region: "R1" }];
  const catalog = [
    { type: "image", endpoints: endpoint("/image") },
    { type: "compute", endpoints: endpoint("/compute/v2.1") },
    { type: "volumev3", endpoints: endpoint("/volume/v3/p1") },
    { type: "placement", endpoints: endpoint("/placement") },
    { type: "object-store", endpoints: endpoint("/swift/v1/AUTH_p1") },
    { type: "dns", endpoints: [] },
    {
      type: "orchestration",
      endpoints: [{ interface: "public" as const, url: "http://169.254.169.254/", region: "R1" }],
    },
  ];
  const allowlist = buildAllowlist({ settings, catalog, projectId: "p1" });
  const transport = new Transport({ settings, guard: allowlistGuard(() => allowlist.entries) });
  let logins = 0;
  const sessions = new SessionHolder({
    login: async (signal) => {
      logins++;
      return await (making.login?.(signal) ??
        Promise.resolve(testSession({ token: `token-${logins + 1}`, catalog })));
    },
    session: making.session ?? testSession({ catalog }),
    renewable: making.renewable ?? true,
  });
  const client = new Client({ settings, sessions, transport, allowlist: () => allowlist, mayChange: true });
  return {
    client,
    call: client.call({
      operations: making.operations ?? DECLARED,
      ...(making.signal ? { signal: making.signal } : {}),
    }),
    get logins() {
      return logins;
    },
    [Symbol.dispose]: () => transport.close(),
  };
}

async function fails(answer: Promise<unknown>): Promise<OpenStackError> {
  const error = await answer.then(() => assert.fail("it was answered"), (error: unknown) => error);
  assert.ok(error instanceof OpenStackError, String(error));
  return error;
}

function paths(server: TestServer): string[] {
  return server.hits.map(({ method, path }) => `${method} ${path}`);
}

Deno.test("CallClient.send() sends what the operation says, with token and request id", async () => {
  await using server = serve(() =>
    json({ image: { size: 12345678901234567890 } }, {
      status: 200,
      headers: { "X-OpenStack-Request-ID": "req-1" },
    })
  );
  using made = bench(server.url);
  const answer = await made.call.send(SHOW, {
    path: { id: "i1" },
    query: { a: "x y", b: 2, c: true, d: ["p", "q&r"], e: undefined, f: "" },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.requestId, "req-1");
  assert.ok(answer.elapsedMs > 0);
  const [hit] = server.hits;
  assert.equal(hit?.path, "/image/v2/images/i1?a=x+y&b=2&c=true&d=p&d=q%26r&f=");
  assert.equal(hit?.headers.get("x-auth-token"), "token-1");
  assert.equal(hit?.headers.get("accept"), "application/json");
  assert.equal(hit?.headers.get("content-type"), null);
  assert.match(
    hit?.headers.get("x-openstack-request-id") ?? "",
    /^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.deepEqual(made.call.record, {
    requests: 1,
    retries: 0,
    faults: 0,
    requestIds: ["req-1"],
    statuses: { "image 200": 1 },
  });
});

Deno.test("CallClient.send() shows a service that stands alone what it wants, and no token", async () => {
  await using server = serve(() => json({ image: {} }));
  const headersFor = async (session: Partial<Session>) => {
    using made = bench(server.url, { session: { ...testSession({ token: "" }), ...session, catalog: [] } });
    await made.call.send(SHOW, { path: { id: "i1" } });
    const { headers } = server.hits.at(-1) ?? {};
    return [headers?.get("x-auth-token"), headers?.get("authorization")];
  };
  assert.deepEqual(await headersFor({}), [null, null]);
  assert.deepEqual(await headersFor({ authorization: "Basic eA==" }), [null, "Basic eA=="]);
});

Deno.test("CallClient.send() writes bodies exactly, in the media type that is asked for", async () => {
  await using server = serve(() => new Response(null, { status: 204 }));
  using made = bench(server.url);
  await made.call.send(CREATE, { body: { size: 12345678901234567890n, name: "ä" } });
  await made.call.send(CREATE, {
    body: [],
    headers: { "content-type": "application/openstack-images-v2.1-json-patch" },
  });
  assert.equal(server.hits[0]?.body, '{"size":12345678901234567890,"name":"ä"}');
  assert.equal(server.hits[0]?.headers.get("content-type"), "application/json");
  assert.equal(server.hits[1]?.headers.get("content-type"), "application/openstack-images-v2.1-json-patch");
});

Deno.test("CallClient.send() lets no header take the token's place, and shows none that cannot be sent", async () => {
  await using server = serve(() => json({}));
  using made = bench(server.url);
  await made.call.send(LIST, { headers: { "x-auth-token": "other", "X-OpenStack-Request-ID": "mine" } });
  assert.equal(server.hits[0]?.headers.get("x-auth-token"), "token-1");
  assert.match(server.hits[0]?.headers.get("x-openstack-request-id") ?? "", /^req-/);
  await assert.rejects(made.call.send(LIST, { headers: { "X-Meta": "hunter22\nX-Evil: 1" } }), (error) => {
    assert.ok(error instanceof TypeError);
    assert.doesNotMatch(Deno.inspect(error), /hunter22/);
    return true;
  });
  assert.equal(server.hits.length, 1);
});

Deno.test("CallClient.send() encodes path values, so that each stays one part of the path", async () => {
  await using server = serve(() => json({}));
  using made = bench(server.url);
  const table: [string, string][] = [
    ["a b", "a%20b"],
    ["ä€😀", "%C3%A4%E2%82%AC%F0%9F%98%80"],
    ["a?b#c&d=e", "a%3Fb%23c%26d%3De"],
    ["100%", "100%25"],
    ["%2e%2e", "%252e%252e"],
    ["...", "..."],
    ["a;b,c:d@e", "a%3Bb%2Cc%3Ad%40e"],
    ["[::1]", "%5B%3A%3A1%5D"],
  ];
  for (const [value, encoded] of table) {
    await made.call.send(SHOW, { path: { id: value } });
    assert.equal(server.hits.at(-1)?.path, `/image/v2/images/${encoded}`, value);
  }
});

Deno.test("CallClient.send() refuses path values that a service would read as another path", async () => {
  await using server = serve(() => json({}));
  using made = bench(server.url);
  const values = [
    "",
    ".",
    "..",
    "i1/file",
    "../tasks",
    "/",
    "a\\b",
    "..\\..",
    "a\nb",
    "a\0",
    "\x7f",
    "\ud800",
  ];
  for (const id of values) {
    const read = await fails(made.call.send(SHOW, { path: { id }, what: "show image" }));
    assert.equal(read.reason, "not found", id);
    assert.equal(read.what, "show image");
    assert.match(read.detail ?? "", /cannot be the id of anything$/);
    assert.equal((await fails(made.call.send(DELETE, { path: { id } }))).reason, "invalid argument", id);
  }
  await assert.rejects(made.call.send(SHOW), { name: "TypeError", message: /needs a value for "id"/ });
  assert.deepEqual(server.hits, []);
});

Deno.test("CallClient.send() lets names in Swift have slashes, but lead nowhere", async () => {
  await using server = serve(() => new Response(null, { status: 204 }));
  using made = bench(server.url);
  for (const object of ["a/b.txt", "a..b", "back\\slash", "a/...", ".hidden/x"]) {
    await made.call.send(OBJECT, { path: { container: "c", object } });
    assert.equal(server.hits.at(-1)?.path, `/swift/v1/AUTH_p1/c/${encodeURIComponent(object)}`);
  }
  const sent = server.hits.length;
  for (const object of ["..", "../x", "a/../../x", "a/..", "./a", "a/./b"]) {
    await fails(made.call.send(OBJECT, { path: { container: "c", object } }));
  }
  assert.equal(server.hits.length, sent);
});

Deno.test("CallClient.send() sends declared operations only", async () => {
  await using server = serve(() => json({}));
  using made = bench(server.url, { operations: [LIST] });
  assert.equal(made.call.permits(LIST), true);
  assert.equal(made.call.permits(SHOW), false);
  await made.call.send(LIST);
  await assert.rejects(made.call.send(SHOW, { path: { id: "i1" } }), {
    name: "TypeError",
    message: 'Operation "image.images.show" was not declared by this call',
  });
  await assert.rejects(made.call.page(SERVERS), TypeError);
  await assert.rejects(made.call.list(SERVERS), TypeError);
  assert.equal(server.hits.length, 1);
});

Deno.test("CallClient.send() says why a service has no address", async () => {
  await using server = serve(() => json({}));
  const of = (service: string) =>
    operation({
      id: `${service}.things.list`,
      method: "GET",
      path: "/things",
      effect: "read",
      needs: "reader",
    });
  const table: [string, string, RegExp][] = [
    ["key-manager", "not deployed", /^the catalog has no key-manager service$/],
    ["dns", "unavailable", /^no endpoint for this scope$/],
    ["orchestration", "refused by policy", /link-local/],
  ];
  using made = bench(server.url, { operations: table.map(([service]) => of(service)) });
  for (const [service, reason, detail] of table) {
    const error = await fails(made.call.send(of(service)));
    assert.equal(error.reason, reason);
    assert.equal(error.service, service);
    assert.match(error.detail ?? "", detail);
  }
  assert.deepEqual(server.hits, []);
});

/** Nova's version document, then the list. */
function nova(max: string, min = "2.1"): Script {
  return ({ path }) =>
    path.startsWith("/compute/v2.1/servers")
      ? json({ servers: [] })
      : json({ version: { id: "v2.1", version: max, min_version: min } });
}

Deno.test("CallClient.send() sends the lowest of what operation, server, settings and caller allow", async (t) => {
  const table: [server: string, configured: string | undefined, cap: string | undefined, expected: string][] =
    [
      ["2.93", undefined, undefined, "2.93"],
      ["2.96", undefined, undefined, "2.96"],
      ["2.103", undefined, undefined, "2.96"],
      ["2.103", "2.9", undefined, "2.9"],
      ["2.93", "2.100", undefined, "2.93"],
      ["2.103", undefined, "2.47", "2.47"],
      ["2.103", "2.9", "2.47", "2.9"],
    ];
  for (const [max, configured, cap, expected] of table) {
    await t.step(`${max} ${configured ?? "-"} ${cap ?? "-"}`, async () => {
      await using server = serve(nova(max));
      using made = bench(server.url, {
        changes: configured === undefined
          ? {}
          : { services: { compute: { defaultMicroversion: configured } } },
      });
      await made.call.send(SERVERS, cap === undefined ? {} : { microversion: cap });
      assert.deepEqual(paths(server), ["GET /compute/v2.1/", "GET /compute/v2.1/servers"]);
      assert.equal(server.hits[1]?.headers.get("openstack-api-version"), `compute ${expected}`);
      assert.equal(server.hits[1]?.headers.get("x-openstack-nova-api-version"), expected);
      assert.equal(server.hits[0]?.headers.get("openstack-api-version"), null);
    });
  }
});

Deno.test("CallClient.send() says exactly which microversion is missing, and sends nothing", async (t) => {
  const needing = (requires: string, microversion?: string) =>
    operation({
      ...specOf(SERVERS),
      id: "compute.things.list",
      requires,
      ...(microversion ? { microversion } : {}),
    });
  const table: [string, Script, Operation, Making["changes"], string | undefined, string, RegExp][] = [
    [
      "the server's is older",
      nova("2.93"),
      needing("2.95"),
      {},
      undefined,
      "not deployed",
      /^needs compute microversion 2\.95; this cloud offers up to 2\.93$/,
    ],
    [
      "the settings' is older",
      nova("2.96"),
      needing("2.95"),
      { services: { compute: { defaultMicroversion: "2.9" } } },
      undefined,
      "not deployed",
      /^needs compute microversion 2\.95; the settings allow up to 2\.9$/,
    ],
    [
      "the caller's is older",
      nova("2.96"),
      needing("2.95"),
      {},
      "2.47",
      "not deployed",
      /^needs compute microversion 2\.95; this call speaks up to 2\.47$/,
    ],
    [
      "the server has none",
      () => json({ version: { id: "v2.1" } }),
      needing("2.95"),
      {},
      undefined,
      "not deployed",
      /^needs compute microversion 2\.95; this cloud offers up to none$/,
    ],
    [
      "the server begins later",
      nova("2.200", "2.100"),
      SERVERS,
      {},
      undefined,
      "unexpected answer",
      /^speaks compute microversion 2\.96 at most; this cloud begins at 2\.100$/,
    ],
    [
      "no version document",
      () => json({ hello: "world" }),
      SERVERS,
      {},
      undefined,
      "unexpected answer",
      /^the answer is not a version document$/,
    ],
    [
      "a web page",
      () => new Response("<html><title>Hello</title></html>"),
      SERVERS,
      {},
      undefined,
      "unexpected answer",
      /^the answer is not JSON: Hello$/,
    ],
    [
      "a refusal",
      () => json({ forbidden: { message: "no" } }, { status: 403 }),
      SERVERS,
      {},
      undefined,
      "not permitted",
      /^no$/,
    ],
  ];
  for (const [name, script, op, changes, cap, reason, detail] of table) {
    await t.step(name, async () => {
      await using server = serve(script);
      using made = bench(server.url, { operations: [op], ...(changes ? { changes } : {}) });
      const error = await fails(made.call.send(op, cap === undefined ? {} : { microversion: cap }));
      assert.equal(error.reason, reason, error.message);
      assert.match(error.detail ?? "", detail);
      assert.deepEqual(paths(server), ["GET /compute/v2.1/"]);
    });
  }
});

function specOf(op: Operation) {
  const { service: _service, ...spec } = op;
  return spec;
}

Deno.test("CallClient.send() sends no version where the server has none", async () => {
  await using server = serve(({ path }) =>
    path === "/compute/v2.1/" ? json({ version: { id: "v2.1", version: "" } }) : json({ servers: [] })
  );
  using made = bench(server.url);
  await made.call.send(SERVERS);
  assert.equal(server.hits[1]?.headers.get("openstack-api-version"), null);
});

Deno.test("CallClient.versions() asks each service where its document stands, once", async () => {
  const documents: Record<string, unknown> = {
    "/compute/v2.1/": { version: { id: "v2.1", version: "2.93", min_version: "2.1" } },
    "/volume/v3/": { versions: [{ id: "v3.0", version: "3.70", min_version: "3.0" }] },
    "/placement/": {
      versions: [{ id: "v1.0", max_version: "1.39", min_version: "1.0", links: [{ rel: "self", href: "" }] }],
    },
    "/image/": { versions: [{ id: "v2.15", status: "CURRENT" }] },
    "/swift/info": { swift: { version: "2.30" } },
  };
  await using server = serve(({ path }) =>
    json(documents[path], { status: path in documents ? (path === "/image/" ? 300 : 200) : 404 })
  );
  using made = bench(server.url);
  const read = () =>
    Promise.all(
      ["compute", "block-storage", "placement", "image", "object-store"].map((name) =>
        made.call.versions(name)
      ),
    );
  const expected = [
    { min: "2.1", max: "2.93" },
    { min: "3.0", max: "3.70" },
    { min: "1.0", max: "1.39" },
    {},
    {},
  ];
  assert.deepEqual(await read(), expected);
  assert.deepEqual(await read(), expected);
  assert.deepEqual(paths(server).sort(), Object.keys(documents).map((path) => `GET ${path}`).sort());
});

Deno.test("CallClient.versions() shares one request among many, of whom one may give up", async () => {
  const release = Promise.withResolvers<void>();
  await using server = serve(async () => {
    await release.promise;
    return json({ version: { id: "v2.1", version: "2.93" } });
  });
  const gone = new AbortController();
  using made = bench(server.url, { signal: gone.signal });
  const leaving = made.call.versions("compute");
  const others = Array.from({ length: 10 }, () => made.client.call({ operations: [] }).versions("compute"));
  await until(() => server.hits.length === 1);
  gone.abort("gone");
  await assert.rejects(leaving, (reason) => reason === "gone");
  release.resolve();
  for (const range of await Promise.all(others)) assert.deepEqual(range, { max: "2.93" });
  assert.equal(server.hits.length, 1);
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 500, "it never came to that");
    await pause(10);
  }
}

Deno.test("CallClient.send() no longer sends what still waited for its turn when it was given up", async () => {
  const release = Promise.withResolvers<void>();
  await using server = serve(async ({ method }) => {
    if (method === "GET") await release.promise;
    return json({});
  });
  using made = bench(server.url);
  const before = Array.from({ length: 8 }, (_, id) => made.call.send(SHOW, { path: { id: `${id}` } }));
  await until(() => server.hits.length === 8);
  const giveUp = new AbortController();
  const waiting = made.call.send(CREATE, { body: {}, unless: giveUp.signal });
  const wanted = made.call.send(CREATE, { body: {}, unless: new AbortController().signal });
  giveUp.abort();
  release.resolve();
  const error = await fails(waiting);
  assert.equal(error.status, undefined);
  assert.match(error.detail ?? "", /ended before its turn/);
  await Promise.all([...before, wanted]);
  assert.deepEqual(paths(server).slice(8), ["POST /image/v2/images"]);
});

Deno.test("CallClient.versions() does not remember a failure", async () => {
  await using server = serve((_, index) =>
    index === 0 ? json({}, { status: 500 }) : json({ version: { id: "v2.1", version: "2.93" } })
  );
  using made = bench(server.url);
  assert.equal((await fails(made.call.versions("compute"))).status, 500);
  assert.deepEqual(await made.call.versions("compute"), { max: "2.93" });
});

Deno.test("CallClient.probe() repeats once when a redirect differs by a slash, and follows no other", async () => {
  const document = { version: { id: "v2.1", version: "2.93" } };
  const moved = (location: string) => new Response(null, { status: 302, headers: { Location: location } });
  await using other = serve(() => json(document));
  await using slash = serve(({ path }) => path.endsWith("/") ? moved("/compute/v2.1") : json(document));
  await using loop = serve(({ path }) => moved(path.endsWith("/") ? path.slice(0, -1) : `${path}/`));
  await using foreign = serve(() => moved(`${other.url}/compute/v2.1`));
  using good = bench(slash.url);
  assert.deepEqual(await good.call.versions("compute"), { max: "2.93" });
  assert.deepEqual(paths(slash), ["GET /compute/v2.1/", "GET /compute/v2.1"]);
  for (const server of [loop, foreign]) {
    using made = bench(server.url);
    const error = await fails(made.call.versions("compute"));
    assert.equal(error.reason, "unexpected answer");
    assert.match(error.detail ?? "", /^a redirect to .*, which is not followed$/);
  }
  assert.equal(loop.hits.length, 2);
  assert.equal(foreign.hits.length, 1);
  assert.deepEqual(other.hits, []);
});

Deno.test("CallClient.send() follows no redirect, not even by a slash, and keeps the token", async () => {
  await using other = serve(() => json({}));
  await using server = serve(({ method }) =>
    new Response(null, {
      status: 302,
      headers: { Location: method === "GET" ? "/image/v2/images/" : `${other.url}/?token=x` },
    })
  );
  using made = bench(server.url);
  const read = await fails(made.call.send(LIST));
  assert.equal(read.reason, "unexpected answer");
  assert.equal(read.status, 302);
  const write = await fails(made.call.send(CREATE, { body: {} }));
  assert.equal(write.detail, `a redirect to ${other.url}/, which is not followed`);
  assert.equal(server.hits.length, 2);
  assert.deepEqual(other.hits, []);
});

Deno.test("CallClient.send() answers a 401 with one login", async () => {
  await using server = serve(({ headers }) =>
    headers.get("x-auth-token") === "token-1"
      ? json({ error: { message: "stale" } }, { status: 401 })
      : json({ images: [] })
  );
  using made = bench(server.url);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => made.client.call({ operations: [LIST] }).send(LIST)),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(made.logins, 1);
  assert.equal((await made.call.send(LIST)).status, 200);
  assert.equal(made.logins, 1);
  // The token that the service took is not held against it later.
  assert.deepEqual(made.call.record, {
    requests: 1,
    retries: 0,
    faults: 0,
    requestIds: [],
    statuses: { "image 200": 1 },
  });
});

Deno.test("CallClient.send() sends a change again after a 401: it was not carried out", async () => {
  await using server = serve((_, index) =>
    index === 0 ? json({}, { status: 401 }) : json({ id: "i1" }, { status: 201 })
  );
  using made = bench(server.url);
  assert.equal((await made.call.send(CREATE, { body: { name: "x" } })).status, 201);
  assert.deepEqual(server.hits.map(({ body }) => body), ['{"name":"x"}', '{"name":"x"}']);
  assert.equal(made.logins, 1);
});

Deno.test("CallClient.send() takes a second 401 for a refusal, and does not log in for the next calls", async () => {
  await using server = serve(({ path }) =>
    path.startsWith("/image")
      ? json({ error: { message: "no" } }, { status: 401, headers: { "X-OpenStack-Request-ID": "req-1" } })
      : json({ versions: [] })
  );
  using made = bench(server.url);
  const error = await fails(made.call.send(LIST));
  assert.equal(error.reason, "not permitted");
  assert.equal(error.status, 401);
  assert.equal(error.requestId, "req-1");
  assert.match(error.next ?? "", /although it is fresh/);
  assert.equal(server.hits.length, 2);
  for (let index = 0; index < 5; index++) await fails(made.call.send(LIST));
  assert.equal(made.logins, 1);
  assert.equal(server.hits.length, 7);
});

Deno.test("CallClient.send() logs in once although many calls meet the refusal at the same time", async () => {
  await using server = serve(async () => {
    await pause(Math.random() * 10);
    return json({ error: { message: "no" } }, { status: 401 });
  });
  using made = bench(server.url);
  const calls = Array.from({ length: 40 }, async (_, index) => {
    await pause(index);
    return await fails(made.client.call({ operations: [LIST] }).send(LIST));
  });
  for (const error of await Promise.all(calls)) assert.equal(error.status, 401);
  assert.equal(made.logins, 1);
});

Deno.test("CallClient.send() does not hold one service's refusal against another", async () => {
  await using server = serve(({ path, headers }) => {
    if (path.startsWith("/image")) return json({}, { status: 401 });
    if (path === "/compute/v2.1/") return json({ version: { id: "v2.1", version: "2.93" } });
    return headers.get("x-auth-token") === "token-3" ? json({ servers: [] }) : json({}, { status: 401 });
  });
  using made = bench(server.url);
  await fails(made.call.send(LIST));
  assert.equal(made.logins, 1);
  assert.equal((await made.call.send(SERVERS)).status, 200);
  assert.equal(made.logins, 2);
});

Deno.test("CallClient.send() says when the login that a 401 asks for is refused, or cannot be repeated", async () => {
  await using server = serve(() => json({}, { status: 401 }));
  const refused = new OpenStackError({
    what: "log in",
    reason: "login failed",
    service: "identity",
    detail: "locked",
  });
  using made = bench(server.url, { login: () => Promise.reject(refused) });
  assert.equal(await fails(made.call.send(LIST)), refused);
  assert.match((await fails(made.call.send(LIST))).detail ?? "", /no other login is tried before/);
  assert.equal(made.logins, 1);
  using bare = bench(server.url, { renewable: false });
  const error = await fails(bare.call.send(LIST));
  assert.equal(error.reason, "login failed");
  assert.match(error.detail ?? "", /a token cannot renew itself/);
  assert.equal(bare.logins, 0);
});

Deno.test("CallClient.send() tries a read again when the service asks for it", async (t) => {
  for (const status of [429, 502, 503, 504]) {
    await t.step(String(status), async () => {
      await using server = serve((_, index) =>
        index < 2
          ? json({ message: "later" }, {
            status,
            headers: { "Retry-After": "0", "X-OpenStack-Request-ID": `req-${index}` },
          })
          : json({ images: [] })
      );
      using made = bench(server.url);
      assert.equal((await made.call.send(LIST)).status, 200);
      assert.deepEqual(made.call.record, {
        requests: 3,
        retries: 2,
        faults: 2,
        requestIds: ["req-0", "req-1"],
        statuses: { [`image ${status}`]: 2, "image 200": 1 },
      });
      const ids = server.hits.map(({ headers }) => headers.get("x-openstack-request-id"));
      assert.equal(new Set(ids).size, 3);
    });
  }
});

Deno.test("CallClient.send() gives up after three attempts, or at once when it would have to wait long", async () => {
  await using server = serve(({ path }) =>
    new Response("<h1>503 Service Unavailable</h1>", {
      status: 503,
      headers: { "Retry-After": path.endsWith("x") ? "3600" : "0" },
    })
  );
  using made = bench(server.url);
  const error = await fails(made.call.send(LIST));
  assert.equal(error.reason, "unavailable");
  assert.equal(error.status, 503);
  assert.equal(error.detail, "503 Service Unavailable");
  assert.equal(server.hits.length, 3);
  await fails(made.call.send(SHOW, { path: { id: "x" } }));
  assert.equal(server.hits.length, 4);
});

Deno.test("CallClient.send() never tries a change again", async (t) => {
  for (const status of [429, 500, 502, 503, 504]) {
    await t.step(String(status), async () => {
      await using server = serve(() =>
        json({ message: "later" }, { status, headers: { "Retry-After": "0" } })
      );
      using made = bench(server.url);
      await fails(made.call.send(CREATE, { body: {} }));
      await fails(made.call.send(DELETE, { path: { id: "x" } }));
      assert.deepEqual(paths(server), ["POST /image/v2/images", "DELETE /image/v2/images/x"]);
      assert.equal(made.call.record.retries, 0);
    });
  }
});

Deno.test("CallClient.send() maps refusals without trying again", async (t) => {
  const page = (title: string) => `<html><head><title>${title}</title></head></html>`;
  const id = { "X-OpenStack-Request-ID": "req-1" };
  const table: [name: string, answer: () => Response, reason: string, detail: RegExp][] = [
    [
      "Cinder's quota",
      () =>
        json({
          overLimit: {
            message: "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded",
            retryAfter: "0",
          },
        }, { status: 413, headers: { "Retry-After": "0" } }),
      "over quota",
      /VolumeLimitExceeded/,
    ],
    [
      "Nova's quota",
      () => json({ forbidden: { message: "Quota exceeded for cores" } }, { status: 403 }),
      "over quota",
      /Quota/,
    ],
    [
      "policy",
      () =>
        json({ forbidden: { message: "Policy doesn't allow x:quota to be performed." } }, { status: 403 }),
      "not permitted",
      /Policy/,
    ],
    [
      "not found",
      () => json({ itemNotFound: { message: "Image i1 could not be found." } }, { status: 404 }),
      "not found",
      /i1/,
    ],
    [
      "a proxy's 404",
      () => new Response(page("404 Not Found"), { status: 404 }),
      "unexpected answer",
      /404 Not Found/,
    ],
    [
      "a service's page for an unknown route",
      () => new Response(page("404 Not Found"), { status: 404, headers: id }),
      "unexpected answer",
      /404/,
    ],
    [
      "a firewall's 403",
      () => new Response(page("Blocked"), { status: 403 }),
      "unexpected answer",
      /Blocked/,
    ],
    [
      "a service's own 403 page",
      () => new Response(page("Forbidden"), { status: 403, headers: id }),
      "not permitted",
      /Forbidden/,
    ],
    [
      "a proxy's 413",
      () => new Response(page("413 Request Entity Too Large"), { status: 413 }),
      "unexpected answer",
      /413/,
    ],
    ["an empty 404", () => new Response(null, { status: 404 }), "unexpected answer", /^$/],
    [
      "a bad request",
      () => json({ badRequest: { message: "Invalid input" } }, { status: 400 }),
      "invalid argument",
      /Invalid/,
    ],
    [
      "a conflict",
      () => json({ conflictingRequest: { message: "busy" } }, { status: 409 }),
      "conflict",
      /busy/,
    ],
    [
      "a failure",
      () => json({ computeFault: { message: "Unexpected API Error." } }, { status: 500 }),
      "unavailable",
      /API Error/,
    ],
    ["not implemented", () => json({}, { status: 501 }), "not deployed", /^$/],
    ["many choices", () => json({ choices: [] }, { status: 300 }), "unexpected answer", /redirect/],
  ];
  for (const [name, answer, reason, detail] of table) {
    await t.step(name, async () => {
      await using server = serve(answer);
      using made = bench(server.url);
      const error = await fails(made.call.send(SHOW, { path: { id: "i1" } }));
      assert.equal(error.reason, reason, error.message);
      assert.match(error.detail ?? "", detail);
      assert.equal(error.operation, "image.images.show");
      assert.equal(error.what, "show images");
      assert.equal(server.hits.length, 1);
    });
  }
});

Deno.test("CallClient.send() believes Swift, which answers in pages and without bodies", async () => {
  const id = { "X-Trans-Id": "tx0001" };
  await using server = serve(({ path }) =>
    path.endsWith("none")
      ? new Response(null, { status: 404, headers: id })
      : new Response(null, { status: 404 })
  );
  using made = bench(server.url);
  const none = await fails(made.call.send(OBJECT, { path: { container: "c", object: "none" } }));
  assert.equal(none.reason, "not found");
  assert.equal(none.requestId, "tx0001");
  const proxy = await fails(made.call.send(OBJECT, { path: { container: "c", object: "x" } }));
  assert.equal(proxy.reason, "unexpected answer");
});

Deno.test("CallClient.send() takes no success without JSON for an answer", async (t) => {
  const table: [string, () => Response, RegExp][] = [
    ["a page", () => new Response("<html><title>Log in</title></html>"), /^the answer is not JSON: Log in$/],
    ["cut JSON", () => new Response('{"images": ['), /^the answer is not JSON: \{"images": \[$/],
    ["blanks", () => new Response("  \n"), /^the answer is not JSON: no text$/],
    ["nothing", () => new Response(null, { status: 200 }), /^the answer is empty$/],
  ];
  for (const [name, answer, detail] of table) {
    await t.step(name, async () => {
      await using server = serve(answer);
      using made = bench(server.url);
      const error = await fails(made.call.send(LIST));
      assert.equal(error.reason, "unexpected answer");
      assert.equal(error.status, 200);
      assert.match(error.detail ?? "", detail);
    });
  }
  // A change may well be answered by nothing, but not by a page.
  await using empty = serve((_, index) => new Response(null, { status: [200, 201, 202, 204][index] ?? 500 }));
  using made = bench(empty.url);
  for (const status of [200, 201, 202, 204]) assert.equal((await made.call.send(CREATE)).status, status);
  await using page = serve(() => new Response("<html>done</html>", { status: 201 }));
  using other = bench(page.url);
  assert.equal((await fails(other.call.send(CREATE))).reason, "unexpected answer");
});

Deno.test("CallClient.send() tries a lost read again, a lost change never", async () => {
  await using server = serveBytes(undefined);
  using made = bench(server.url);
  const read = await fails(made.call.send(LIST));
  assert.equal(read.reason, "unavailable");
  assert.equal(read.status, undefined);
  assert.equal(server.hits.length, 3);
  assert.deepEqual(made.call.record, {
    requests: 3,
    retries: 2,
    faults: 3,
    requestIds: [],
    statuses: { "image none": 3 },
  });
  const write = await fails(made.call.send(CREATE, { body: {} }));
  assert.equal(write.reason, "unavailable");
  await fails(made.call.send(DELETE, { path: { id: "x" } }));
  assert.equal(server.hits.length, 5);
});

Deno.test("CallClient.send() tries a refused connection again for reads, and names no address beside the detail", async () => {
  const url = `http://127.0.0.1:${closedPort()}`;
  using made = bench(url);
  const error = await fails(made.call.send(LIST));
  assert.equal(error.reason, "unavailable");
  assert.match(error.detail ?? "", /refused/i);
  assert.equal(made.call.record.requests, 3);
});

Deno.test("CallClient.send() repeats neither what timed out nor what policy refuses", async () => {
  await using silent = serveBytes(undefined, { hold: true });
  using slow = bench(silent.url, { changes: { requestTimeoutMs: 100 } });
  const late = await fails(slow.call.send(LIST));
  assert.equal(late.reason, "timed out");
  assert.equal(silent.hits.length, 1);
  const elsewhere = operation({ ...specOf(SHOW), id: "image.others.show", path: "/../../elsewhere" });
  await using server = serve(() => json({}));
  using made = bench(server.url, { operations: [elsewhere] });
  assert.equal((await fails(made.call.send(elsewhere))).reason, "refused by policy");
  assert.deepEqual(server.hits, []);
});

Deno.test("CallClient.send() ends with the caller's reason: under way, between attempts, before it began", async () => {
  const isGone = (reason: unknown) => reason === "gone";
  await using silent = serveBytes(undefined, { hold: true });
  const first = new AbortController();
  using waiting = bench(silent.url, { signal: first.signal });
  const sent = waiting.call.send(LIST);
  await until(() => silent.hits.length === 1);
  first.abort("gone");
  await assert.rejects(sent, isGone);
  await assert.rejects(waiting.call.send(LIST), isGone);
  assert.equal(silent.hits.length, 1);
  await using busy = serve(() => json({}, { status: 503, headers: { "Retry-After": "9" } }));
  const second = new AbortController();
  using pausing = bench(busy.url, { signal: second.signal });
  const retried = pausing.call.send(LIST);
  await until(() => busy.hits.length === 1);
  await pause(20);
  second.abort("gone");
  await assert.rejects(retried, isGone);
  assert.equal(busy.hits.length, 1);
});

/** A list of so many images in pages; each page names the last one's id in its link. */
function images(total: number): Script {
  return ({ path }) => {
    const { searchParams } = new URL(path, "http://x");
    const limit = Number(searchParams.get("limit"));
    const from = searchParams.has("marker") ? Number(searchParams.get("marker")) + 1 : 0;
    const page = Array.from(
      { length: Math.max(0, Math.min(limit, total - from)) },
      (_, index) => ({ id: String(from + index) }),
    );
    const more = from + page.length < total;
    return json({ images: page, ...(more ? { next: `/v2/images?marker=${page.at(-1)?.id}` } : {}) });
  };
}

Deno.test("CallClient.list() reads every page", async () => {
  await using server = serve(images(2_500));
  using made = bench(server.url);
  const items = await made.call.list(LIST, { query: { status: "active" } });
  assert.equal(items.length, 2_500);
  assert.deepEqual(items.at(-1), { id: "2499" });
  assert.deepEqual(paths(server), [
    "GET /image/v2/images?status=active&limit=1000",
    "GET /image/v2/images?status=active&limit=1000&marker=999",
    "GET /image/v2/images?status=active&limit=1000&marker=1999",
  ]);
});

Deno.test("CallClient.list() holds a very long page", async () => {
  const many = Array.from({ length: 300_000 }, (_, id) => ({ id }));
  await using server = serve(() => json({ images: many }));
  using made = bench(server.url);
  assert.equal((await made.call.list(LIST)).length, 300_000);
});

Deno.test("CallClient.page() reads one page where it is asked to", async () => {
  await using server = serve(images(5));
  using made = bench(server.url);
  const page = await made.call.page(LIST, { limit: 2, marker: "1" });
  assert.deepEqual(page.items, [{ id: "2" }, { id: "3" }]);
  assert.equal(page.next, "3");
  assert.deepEqual(paths(server), ["GET /image/v2/images?limit=2&marker=1"]);
});

Deno.test("CallClient.page() asks by offset, or not at all, as the operation says", async () => {
  const by = (kind: "offset" | "none") =>
    operation({ ...specOf(LIST), id: `image.${kind}.list`, page: { key: "images", by: kind } });
  await using server = serve(({ path }) => {
    const offset = Number(new URL(path, "http://x").searchParams.get("offset") ?? 0);
    return json({
      images: Array.from(
        { length: Math.max(0, Math.min(2, 5 - offset)) },
        (_, id) => ({ id: String(offset + id) }),
      ),
    });
  });
  using made = bench(server.url, { operations: [by("offset"), by("none")] });
  assert.equal((await made.call.list(by("offset"), { limit: 2 })).length, 5);
  assert.equal((await made.call.list(by("none"), { limit: 2 })).length, 2);
  assert.deepEqual(paths(server), [
    "GET /image/v2/images?limit=2",
    "GET /image/v2/images?limit=2&offset=2",
    "GET /image/v2/images?limit=2&offset=4",
    "GET /image/v2/images",
  ]);
});

Deno.test("CallClient.pages() stops when it is left", async () => {
  await using server = serve(images(5_000));
  using made = bench(server.url);
  for await (const page of made.call.pages(LIST, { limit: 10 })) {
    assert.equal(page.items.length, 10);
    break;
  }
  assert.equal(server.hits.length, 1);
});

Deno.test("CallClient.pages() ends a list that goes round in circles", async () => {
  const next = new Map([[null, "a"], ["a", "b"], ["b", "c"], ["c", "a"]]);
  await using server = serve(({ path }) => {
    const id = next.get(new URL(path, "http://x").searchParams.get("marker"));
    return json({ images: [{ id }], next: `/v2/images?marker=${id}` });
  });
  using made = bench(server.url);
  const error = await fails(made.call.list(LIST));
  assert.equal(error.reason, "unexpected answer");
  assert.match(error.detail ?? "", /page after "a" again/);
  assert.equal(server.hits.length, 4);
});

Deno.test("CallClient.pages() ends a list that has no end", async () => {
  await using server = serve((_, index) =>
    json({ images: [{ id: String(index) }], next: "/v2/images?marker=x" })
  );
  using made = bench(server.url);
  const error = await fails(made.call.list(LIST));
  assert.equal(error.detail, "the list has more than 1000 pages");
  assert.equal(server.hits.length, 1_000);
});

Deno.test("CallClient.list() is never shorter than the truth", async (t) => {
  const table: [string, Script, string][] = [
    [
      "the second page fails",
      (_, index) => index === 0 ? images(2_000)(hitOf("?limit=1000"), 0) : json({}, { status: 500 }),
      "unavailable",
    ],
    [
      "the second page is no list",
      (_, index) => index === 0 ? images(2_000)(hitOf("?limit=1000"), 0) : json({}),
      "unexpected answer",
    ],
    ["the service cuts it", () => json({ images: [{ id: "a" }], truncated: true }), "unexpected answer"],
    ["no list at all", () => json({ images: null }), "unexpected answer"],
  ];
  for (const [name, script, reason] of table) {
    await t.step(name, async () => {
      await using server = serve(script);
      using made = bench(server.url);
      assert.equal((await fails(made.call.list(LIST))).reason, reason);
    });
  }
  await using server = serve(() => json({ images: [{ id: "a" }], truncated: true }));
  using made = bench(server.url);
  assert.equal((await made.call.page(LIST)).truncated, true);
});

function hitOf(path: string): Hit {
  return { method: "GET", path, headers: new Headers(), body: "" };
}

Deno.test("CallClient.cached() shares a value among calls, and no caller's giving up", async () => {
  using made = bench("http://127.0.0.1:1");
  const isNumber = (value: unknown): value is number => typeof value === "number";
  const gone = new AbortController();
  const leaving = made.client.call({ operations: [], signal: gone.signal });
  const load = () =>
    new Promise<number>((_, reject) => gone.signal.onabort = () => reject(gone.signal.reason));
  const first = leaving.cached("names", isNumber, 60_000, load);
  const second = made.call.cached("names", isNumber, 60_000, () => Promise.resolve(2));
  gone.abort(new Error("deadline"));
  await assert.rejects(first, { message: "deadline" });
  assert.equal(await second, 2);
  assert.equal(await made.call.cached("names", isNumber, 60_000, () => Promise.resolve(3)), 2);
});

Deno.test("describe() says an operation in words", () => {
  const table: [string, string][] = [
    ["compute.servers.list", "list servers"],
    ["compute.os-instance-actions.list", "list os instance actions"],
    ["network.floating_ips.add_tag", "add tag floating ips"],
    ["identity.users.projects.list", "list users projects"],
  ];
  for (const [id, expected] of table) assert.equal(describe(operation({ ...specOf(SHOW), id })), expected);
});
