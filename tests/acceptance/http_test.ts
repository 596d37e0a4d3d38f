/** The program as an HTTP server, from outside: who may call, what is refused, what it shows of itself, how it ends. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { DemoCloud, DemoFault, DemoRequest } from "../../src/demo/mod.ts";
import { ON_REAL_CLOUD, type TestCloud, withCloud, withDemo } from "./cloud.ts";
import {
  type HttpCallOptions,
  type HttpProgramOptions,
  HttpServer,
  messagesOf,
  OLDER_REVISION,
  REVISION,
} from "./http_program.ts";
import { command, emptyHome, type Finished, loginEnv, type Message, objectOf, run } from "./program.ts";

/** Runs a test with a server that is ended whatever happens. */
async function withServer(
  options: HttpProgramOptions,
  test: (server: HttpServer) => Promise<void>,
): Promise<Finished & { ms: number }> {
  const server = await HttpServer.start(options);
  let passed = false;
  try {
    await test(server);
    passed = true;
  } finally {
    // What a test left open is of no interest once it failed.
    if (!passed) await server.end("SIGKILL");
  }
  return await server.end();
}

/** A test that makes the cloud fail, or changes what is in it. */
function demoTest(name: string, test: (demo: DemoCloud, cloud: TestCloud) => Promise<void>): void {
  Deno.test({
    name,
    ignore: ON_REAL_CLOUD,
    fn: () => withDemo({ transitionMs: 50 }, (cloud) => test(cloud.demo, cloud)),
  });
}

async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-http-" });
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs a command line that must end by itself, and ends it if it does not. */
async function ended(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
  const child = command({ args, env }, "null").spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** Checks cases three at a time: starting a process is most of the work, and it waits for much. */
async function eachOf<Case>(cases: readonly Case[], check: (one: Case) => Promise<void>): Promise<void> {
  const left = cases.values();
  await Promise.all([left, left, left].map(async (queue) => {
    for (const one of queue) await check(one);
  }));
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!await holds()) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await pause(10);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A login that nobody has to use: what asks no cloud starts sooner without the demo. */
const NOWHERE = loginEnv({ authUrl: "http://127.0.0.1:1/v3", password: "correct-horse" });

/** Makes a token, as the page for operators says it. */
function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64();
}

interface CallerEntry {
  readonly name: string;
  readonly token: string;
  readonly read_only?: boolean;
  readonly toolsets?: readonly string[];
  readonly cloud?: string;
}

/** Writes a file of tokens and gives the variable that names it. */
async function tokensEnv(
  directory: string,
  callers: readonly CallerEntry[],
): Promise<{ MCP_AUTH_TOKENS_FILE: string }> {
  const tokens = callers.map(({ token, ...entry }) => ({
    ...entry,
    sha256: createHash("sha256").update(token).digest("hex"),
  }));
  const path = `${directory}/tokens.yaml`;
  await Deno.writeTextFile(path, JSON.stringify({ tokens }), { mode: 0o600 });
  return { MCP_AUTH_TOKENS_FILE: path };
}

const LOGIN_MEMBERS = {
  OS_AUTH_URL: "auth_url",
  OS_USERNAME: "username",
  OS_PASSWORD: "password",
  OS_PROJECT_NAME: "project_name",
  OS_USER_DOMAIN_NAME: "user_domain_name",
  OS_PROJECT_DOMAIN_NAME: "project_domain_name",
} as const;

/** A clouds.yaml with the entries `alice` (project acme) and `bob-globex` (project globex). */
async function cloudsEnv(
  directory: string,
  { demo, env }: TestCloud,
): Promise<{ OS_CLIENT_CONFIG_FILE: string }> {
  // The real cloud's file has entries of these names.
  if (!demo) return { OS_CLIENT_CONFIG_FILE: env()["OS_CLIENT_CONFIG_FILE"] ?? "" };
  const entry = (user: string, project: string) => {
    const variables = loginEnv(demo, user, project);
    const auth = Object.entries(LOGIN_MEMBERS).map(([name, member]) => [member, variables[name]]);
    return { auth: Object.fromEntries(auth), region_name: "RegionOne" };
  };
  const path = `${directory}/clouds.yaml`;
  const clouds = { "alice": entry("alice", "acme"), "bob-globex": entry("bob", "globex") };
  await Deno.writeTextFile(path, JSON.stringify({ clouds }), { mode: 0o600 });
  return { OS_CLIENT_CONFIG_FILE: path };
}

async function textOf(answer: Promise<Response>): Promise<[status: number, text: string]> {
  const response = await answer;
  return [response.status, await response.text()];
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  const [status] = await textOf(answer);
  return status;
}

/** Names in the answer to `tools/list`. */
function toolNames({ result }: Message): string[] {
  const { tools } = objectOf(result);
  assert.ok(Array.isArray(tools), JSON.stringify(result));
  return tools.map((tool: unknown) => String(objectOf(tool)["name"]));
}

/** The values of one column. */
function column({ columns, rows }: Message, name: string): unknown[] {
  assert.ok(Array.isArray(columns) && Array.isArray(rows), JSON.stringify({ columns, rows }));
  const at = columns.indexOf(name);
  return rows.map((row: unknown) => Array.isArray(row) ? row[at] : undefined);
}

function errorOf(answer: Message): Record<string, unknown> {
  assert.ok("error" in answer, JSON.stringify(answer));
  return objectOf(answer["error"]);
}

const ONE_SERVER = { name: "get_instance", arguments: { limit: 1 } };

/** How a client of each revision sends a request. */
const ERAS = [
  [
    REVISION,
    (server: HttpServer, ...request: Parameters<HttpServer["send"]>) => server.send(...request),
  ],
  [
    OLDER_REVISION,
    (server: HttpServer, ...request: Parameters<HttpServer["send"]>) => server.sendOlder(...request),
  ],
] as const;

for (const form of ["stream", "JSON"] as const) {
  Deno.test(`clients of both eras are served without sessions, as ${form}`, async (test) => {
    const path = "/tools/mcp";
    const args = ["--path", path, ...form === "JSON" ? ["--json-response"] : []];
    await withCloud(async ({ env }) => {
      await withServer({ args, env: env() }, async (server) => {
        assert.ok(server.url.endsWith(path));
        for (const [era, send] of ERAS) {
          for (const at of [path, "/mcp", "/openstack"]) {
            await test.step(`${era} at ${at}`, async () => {
              const list = await send(server, "tools/list", {}, { path: at });
              assert.equal(list.status, 200);
              assert.equal(list.headers.get("cache-control"), "no-store");
              assert.equal(list.headers.get("mcp-session-id"), null);
              assert.ok(toolNames((await messagesOf(list)).at(-1) ?? {}).includes("get_instance"));
              const call = await send(server, "tools/call", ONE_SERVER, { path: at });
              const isStream = call.headers.get("content-type") === "text/event-stream";
              // A modern client gets a stream where there is more to say than the answer.
              assert.equal(isStream, form === "stream" && era === OLDER_REVISION);
              const { content, structuredContent, isError } = objectOf(
                (await messagesOf(call)).at(-1)?.["result"],
              );
              assert.notEqual(isError, true);
              assert.deepEqual(content, [{ type: "text", text: JSON.stringify(structuredContent) }]);
              assert.equal(objectOf(structuredContent)["shown"], 1);
            });
          }
          await test.step(`${era} hears of progress`, async () => {
            const whole = {
              name: "get_instance",
              arguments: { count: true },
              _meta: { progressToken: "p" },
            };
            const answer = await send(server, "tools/call", whole);
            const type = form === "stream" ? "text/event-stream" : "application/json";
            assert.equal(answer.headers.get("content-type"), type);
            const messages = await messagesOf(answer);
            const progress = messages.filter(({ method }) => method === "notifications/progress");
            assert.equal(progress.length > 0, form === "stream", JSON.stringify(messages).slice(0, 500));
            assert.equal(progress.length, messages.length - 1);
            assert.ok("result" in (messages.at(-1) ?? {}));
          });
        }
        await test.step("an older client says hello first", async () => {
          const hello = await server.sendOlder("initialize", {
            protocolVersion: OLDER_REVISION,
            capabilities: {},
            clientInfo: { name: "acceptance", version: "1" },
          });
          assert.equal(hello.headers.get("mcp-session-id"), null);
          const { protocolVersion, serverInfo } = objectOf((await messagesOf(hello)).at(-1)?.["result"]);
          assert.equal(protocolVersion, OLDER_REVISION);
          assert.equal(objectOf(serverInfo)["name"], "openstack-mcp");
          assert.equal(await statusOf(server.sendOlder("notifications/initialized")), 202);
        });
        await test.step("a modern client discovers", async () => {
          const { result } = await server.request("server/discover");
          assert.deepEqual(objectOf(result)["supportedVersions"], [REVISION]);
        });
      });
    });
  });
}

Deno.test("what is not there, not allowed or not meant for it is refused on every route", async (test) => {
  const args = ["--metrics", "--allowed-hosts", "mcp.example.org", "--allowed-origins"];
  const origin = "https://tools.example.org";
  await withServer({ args: [...args, origin], env: NOWHERE }, async (server) => {
    const port = new URL(server.url).port;
    await test.step("GET and DELETE have nothing to give or to end", async () => {
      for (const path of ["/mcp", "/openstack"]) {
        for (const method of ["GET", "DELETE", "PUT", "OPTIONS"]) {
          const answer = await server.fetch(path, { method });
          assert.equal(answer.status, 405, `${method} ${path}`);
          assert.equal(answer.headers.get("allow"), "POST");
          await answer.body?.cancel();
        }
      }
      assert.equal(await statusOf(server.fetch("/healthz", { method: "POST" })), 405);
    });
    await test.step("other paths", async () => {
      for (const path of ["/", "/mcp/", "/mcpx", "/healthz/x"]) {
        assert.equal(await statusOf(server.send("tools/list", {}, { path })), 404, path);
      }
    });
    await test.step("hosts and origins", async () => {
      const cases = [
        ["Host: evil.example", 403],
        [`Host: evil.example:${port}`, 403],
        ["Host: 127.0.0.1.evil.example", 403],
        ["Host: 192.0.2.7", 403],
        ["Host: localhost\r\nOrigin: https://evil.example", 403],
        ["Host: localhost\r\nOrigin: null", 403],
        ["Host: localhost\r\nOrigin: http://localhost.evil.example", 403],
        ["X-No-Host: 1", 400],
        [`Host: localhost:${port}`, 0],
        ["Host: mcp.example.org", 0],
        [`Host: MCP.example.org:${port}`, 0],
        [`Host: localhost\r\nOrigin: ${origin}`, 0],
        ["Host: localhost\r\nOrigin: http://127.0.0.1:3000", 0],
      ] as const;
      for (
        const [line, served] of [
          ["POST /mcp", 415],
          ["POST /openstack", 415],
          ["GET /healthz", 200],
          ["GET /readyz", 503],
          ["GET /metrics", 200],
          ["GET /nowhere", 404],
        ] as const
      ) {
        for (const [lines, refused] of cases) {
          const answer = await server.raw(`${line} HTTP/1.1\r\n${lines}\r\nContent-Length: 0\r\n\r\n`);
          const status = refused || served;
          // The cloud may have become ready meanwhile.
          const expected = line === "GET /readyz" && !refused ? "(?:200|503)" : `${status}`;
          assert.match(answer, new RegExp(`^HTTP/1.1 ${expected} `), `${line} ${lines}`);
        }
      }
      const whole = await server.raw("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assert.match(whole, /^HTTP\/1.1 403/);
    });
    await test.step("the log says why, and not what was sent", () => {
      assert.match(
        server.log,
        /info refused a request: The Host is not allowed status=403 remote=127\.0\.0\.1/,
      );
      assert.match(server.log, /The Origin is not allowed/);
      assert.doesNotMatch(server.log, /evil/);
    });
  });
});

const MAX_BODY = 4 * 1024 * 1024;

Deno.test("a request brings no more than the limits allow", async (test) => {
  await withServer({ env: NOWHERE }, async (server) => {
    const post = (body: BodyInit, headers: Readonly<Record<string, string>> = {}) =>
      statusOf(server.fetch("/mcp", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "accept": "application/json, text/event-stream",
          "mcp-protocol-version": OLDER_REVISION,
          ...headers,
        },
        body,
      }));
    const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    await test.step("4 MiB, announced or not", async () => {
      assert.equal(await post(list.padEnd(MAX_BODY)), 200);
      assert.equal(await post(list.padEnd(MAX_BODY + 1)), 413);
      const chunks = new Blob([list.padEnd(MAX_BODY + 1)]).stream();
      assert.equal(await post(chunks), 413);
      const untold = await server.raw(
        `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${
          MAX_BODY + 1
        }\r\n\r\n{`,
      );
      assert.match(untold, /^HTTP\/1.1 413/);
    });
    await test.step("JSON, and called so", async () => {
      assert.equal(await post(list, { "content-type": "text/plain" }), 415);
      assert.equal(await post(list, { "content-type": "application/x-www-form-urlencoded" }), 415);
      assert.equal(await post(list, { "content-type": "application/json; charset=utf-8" }), 200);
      for (const body of ["{", "", "null", "[]", "3", '{"jsonrpc":"1.0","id":1,"method":"tools/list"}']) {
        assert.equal(await post(body), 400, body);
      }
      assert.equal(await post(new Uint8Array([0x22, 0xff, 0x22])), 400);
    });
    await test.step("few headers, and small ones", async () => {
      const many = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, "1"]));
      assert.equal(await post(list, many(40)), 200);
      assert.equal(await post(list, many(70)), 431);
      // The runtime takes a hundred at most, and refuses more by itself.
      assert.equal(await post(list, many(200)), 400);
      assert.equal(await post(list, { "x-large": "x".repeat(33_000) }), 431);
    });
    await test.step("it serves on", async () => {
      assert.equal(await post(list), 200);
    });
  });
});

Deno.test("who shows no valid token is refused, wherever the token came from", async (test) => {
  const secret = newToken();
  await withDirectory(async (directory) => {
    const file = await tokensEnv(directory, [{ name: "ann", token: secret }]);
    const ways: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
      ["--secret-key", ["--auth-enable", "--secret-key", secret], {}],
      ["REMOTE_SECRET_KEY", [], { REMOTE_AUTH_ENABLE: "true", REMOTE_SECRET_KEY: secret }],
      ["a key alone", [], { REMOTE_SECRET_KEY: secret }],
      ["MCP_AUTH_TOKENS_FILE", ["--auth-enable"], file],
    ];
    for (const [way, args, env] of ways) {
      await test.step(way, async () => {
        await withServer({ args: ["--metrics", ...args], env: { ...NOWHERE, ...env } }, async (server) => {
          const challenge = async (headers: Readonly<Record<string, string>>) => {
            const answer = await server.send("tools/list", {}, { headers });
            assert.equal(answer.status, 401);
            const { jsonrpc, error } = objectOf(await answer.json());
            assert.deepEqual([jsonrpc, objectOf(error)["code"]], ["2.0", 401]);
            return answer.headers.get("www-authenticate");
          };
          const realm = 'Bearer realm="openstack-mcp"';
          assert.equal(await challenge({}), realm);
          for (
            const authorization of [
              "Bearer wrong",
              "Bearer",
              `Basic ${secret}`,
              `Bearer ${secret} ${secret}`,
              `Bearer ${secret}x`,
              secret,
            ]
          ) assert.equal(await challenge({ authorization }), `${realm}, error="invalid_token"`);
          for (const name of ["access_token", "token", "Access_Token"]) {
            const path = `/mcp?${name}=${encodeURIComponent(secret)}`;
            assert.equal(await statusOf(server.send("tools/list", {}, { path, token: secret })), 400);
          }
          for (const authorization of [`Bearer ${secret}`, `bearer  ${secret} `]) {
            assert.equal(await statusOf(server.send("tools/list", {}, { headers: { authorization } })), 200);
          }
          assert.equal(await statusOf(server.sendOlder("tools/list", {}, { token: secret })), 200);
          // The body of a stranger is not even looked at.
          assert.equal(await statusOf(server.fetch("/mcp", { method: "POST", body: "{" })), 401);
          assert.equal(await statusOf(server.fetch("/metrics")), 401);
          const headers = { authorization: `Bearer ${secret}` };
          assert.equal(await statusOf(server.fetch("/metrics", { headers })), 200);
          assert.deepEqual(await textOf(server.fetch("/healthz")), [200, "ok\n"]);
          assert.ok(!server.log.includes(secret) && !server.log.includes(encodeURIComponent(secret)));
        });
      });
    }
  });
});

Deno.test("callers see and do what their entries leave them, each in its own cloud", async (test) => {
  await withCloud(async (cloud) => {
    await withDirectory(async (directory) => {
      const tokens = {
        ops: newToken(),
        viewer: newToken(),
        narrow: newToken(),
        globex: newToken(),
      };
      const env = {
        ...await cloudsEnv(directory, cloud),
        ...await tokensEnv(directory, [
          { name: "ops", token: tokens.ops },
          { name: "viewer", token: tokens.viewer, read_only: true },
          { name: "narrow", token: tokens.narrow, toolsets: ["identity"] },
          { name: "globex", token: tokens.globex, cloud: "bob-globex" },
        ]),
      };
      const args = [
        "--cloud",
        "alice",
        "--allow-write",
        "--confirm",
        "never",
        "--toolsets",
        "compute,identity",
      ];
      const { stderr } = await withServer({ args, env }, async (server) => {
        const as = (token: string): HttpCallOptions => ({ token });
        const list = async (token: string) => toolNames(await server.request("tools/list", {}, as(token)));
        const [own] = column((await server.call("get_instance", { limit: 1 }, as(tokens.ops))).answer, "id");

        await test.step("read_only", async () => {
          assert.ok((await list(tokens.ops)).includes("set_instance"));
          const listed = await list(tokens.viewer);
          assert.ok(listed.includes("get_instance"));
          assert.deepEqual(listed.filter((name) => name.startsWith("set_")), []);
          const change = { action: "reboot", names: own };
          const { answer, isError } = await server.call("set_instance", change, as(tokens.viewer));
          assert.equal(isError, true);
          const { reason, detail } = errorOf(answer);
          assert.equal(reason, "refused by policy");
          assert.match(String(detail), /viewer/);
          // A name of an older server is no way around.
          const older = { action: "reboot", instance_name: own };
          const around = await server.call("manage_instance", older, as(tokens.viewer));
          assert.equal(around.isError, true, JSON.stringify(around.answer));
        });

        await test.step("toolsets", async () => {
          const listed = await list(tokens.narrow);
          assert.ok(listed.includes("get_projects"));
          assert.ok(!listed.includes("get_instance"));
          for (const name of ["get_instance", "list_servers", "set_instance"]) {
            const { answer, isError } = await server.call(name, {}, as(tokens.narrow));
            assert.equal(isError, true);
            assert.equal(errorOf(answer)["reason"], "refused by policy");
          }
          const projects = await server.call("get_projects", { limit: 1 }, as(tokens.narrow));
          assert.equal(projects.answer["shown"], 1);
        });

        await test.step("clouds", async () => {
          const { answer } = await server.call("get_instance", { fields: "name" }, as(tokens.ops));
          const other = await server.call("get_instance", { fields: "name" }, as(tokens.globex));
          assert.match(String(answer["scope"]), /^project acme\b/);
          assert.match(String(other.answer["scope"]), /^project globex\b/);
          const acme = column(answer, "id");
          const globex = column(other.answer, "id");
          assert.ok(acme.length > 0 && globex.length > 0);
          assert.deepEqual(acme.filter((id) => globex.includes(id)), []);
          for (const [token, id] of [[tokens.globex, acme[0]], [tokens.ops, globex[0]]] as const) {
            const foreign = await server.call("get_instance", { names: id }, as(token));
            assert.equal(errorOf(foreign.answer)["reason"], "not found");
          }
          // There is no argument and no header that names a cloud.
          const named = await server.call("get_instance", { cloud: "alice" }, as(tokens.globex));
          assert.equal(errorOf(named.answer)["reason"], "invalid argument");
        });

        await test.step("the list is nobody else's", async () => {
          const { result } = await server.request("tools/list", {}, as(tokens.viewer));
          assert.equal(objectOf(result)["cacheScope"], "private");
        });
      });
      for (const name of Object.keys(tokens)) assert.match(stderr, new RegExp(` caller=${name} outcome=`));
      for (const token of Object.values(tokens)) assert.ok(!stderr.includes(token));
    });
  });
});

Deno.test("a list that all callers share may be cached for all, and the instructions too", async () => {
  await withServer({ env: NOWHERE }, async (server) => {
    for (const method of ["tools/list", "server/discover"]) {
      const { result } = await server.request(method);
      const { cacheScope, ttlMs } = objectOf(result);
      assert.deepEqual([cacheScope, typeof ttlMs], ["public", "number"]);
    }
  });
});

/** Certificates of worth to these tests alone; see their README. */
const TESTDATA = new URL("../../src/openstack/testdata/", import.meta.url).pathname;
const TLS = ["--tls-cert", `${TESTDATA}server.pem`, "--tls-key", `${TESTDATA}server_key.pem`];
const KEY = ["--auth-enable", "--secret-key", "s3cret-key"];

Deno.test("it does not start exposed, or with settings that cannot be meant", async () => {
  const http = ["--http", "127.0.0.1:0"];
  const cases: readonly (readonly [readonly string[], RegExp, Readonly<Record<string, string>>?])[] = [
    ...["0.0.0.0", "[::]", "mcp.example.org"].map((host) =>
      [["--http", `${host}:0`], /needs a bearer token and TLS\. Set .*--auth-enable.*--tls-cert/] as const
    ),
    [["--http", "0.0.0.0:0", ...KEY], /needs TLS\. Set .*--tls-cert and --tls-key/],
    [["--http", "0.0.0.0:0", ...TLS], /needs a bearer token\. Set --auth-enable with MCP_AUTH_TOKENS_FILE/],
    [["--type", "streamable-http", "--host", "0.0.0.0"], /--type.*needs a bearer token and TLS/],
    [[], /FASTMCP_TYPE.*needs a bearer token and TLS/, {
      FASTMCP_TYPE: "streamable-http",
      FASTMCP_HOST: "0.0.0.0",
    }],
    [[...http, "--auth-enable"], /--auth-enable.*no token to ask for.*MCP_AUTH_TOKENS_FILE or --secret-key/],
    [[...http], /REMOTE_AUTH_ENABLE.*no token to ask for/, { REMOTE_AUTH_ENABLE: "true" }],
    [[...http, "--secret-key", "two words"], /--secret-key.*no bearer token can/],
    [[...http, ...TLS.slice(0, 2)], /--tls-cert.*without --tls-key/],
    [[...http, ...TLS.slice(0, 3), "/nowhere"], /--tls-key \/nowhere: it does not exist/],
    [[...http, ...TLS.slice(0, 3), `${TESTDATA}README.md`], /--tls-key .*no PEM file/],
    [[...http, ...TLS.slice(0, 3), `${TESTDATA}client_key.pem`], /--tls-key does not belong/],
    [["--http", "127.0.0.1:0", "--port", "9"], /contradicts/],
    [["--metrics"], /--metrics.*no effect over stdio/],
    [[...http, "--path", "/healthz"], /--path.*\/healthz/],
    [[...http, "--allowed-hosts", "mcp.example.org,*"], /--allowed-hosts.*"\*" can never be met/],
    [[...http, "--allowed-origins", "https://tools.example.org/page"], /--allowed-origins/],
  ];
  await eachOf(cases, async ([args, message, env = {}]) => {
    const { code, stdout, stderr } = await ended(["serve", ...args], { ...NOWHERE, ...env });
    const named = `${args.join(" ")}: ${stderr}`;
    assert.deepEqual([code, stdout], [2, ""], named);
    assert.match(stderr, message, named);
    assert.doesNotMatch(stderr, /listening on https?:|s3cret/, named);
  });
});

Deno.test("it does not start with a file of tokens that it cannot trust or understand", async () => {
  const sha256 = "a".repeat(64);
  const cases: readonly (readonly [string, string, RegExp, number?])[] = [
    ["no YAML", "tokens: [", /neither YAML nor JSON/],
    ["a token in the clear", "tokens: [{name: a, token: s3cret}]", /unknown member "token"/],
    ["a short hash", "tokens: [{name: a, sha256: s3cret}]", /entry 1 has no sha256/],
    ["an unknown toolset", `tokens: [{name: a, sha256: ${sha256}, toolsets: [computer]}]`, /a: .*computer/],
    ["a misspelt bound", `tokens: [{name: a, sha256: ${sha256}, readonly: true}]`, /did you mean read_only/],
    ["an unknown cloud", `tokens: [{name: a, sha256: ${sha256}, cloud: nowhere}]`, /nowhere/],
    ["a file that others write", `tokens: [{name: a, sha256: ${sha256}}]`, /chmod go-w/, 0o666],
  ];
  await withDirectory(async (directory) => {
    await eachOf([...cases.entries()], async ([at, [what, text, message, mode = 0o600]]) => {
      const path = `${directory}/tokens-${at}.yaml`;
      await Deno.writeTextFile(path, text);
      await Deno.chmod(path, mode);
      const env = { ...NOWHERE, MCP_AUTH_TOKENS_FILE: path };
      const { code, stderr } = await ended(["serve", "--http", "127.0.0.1:0"], env);
      const named = `${what}: ${stderr}`;
      assert.equal(code, 2, named);
      assert.match(stderr, message, named);
      assert.match(stderr, /MCP_AUTH_TOKENS_FILE/, named);
      assert.doesNotMatch(stderr, /s3cret/, named);
    });
    const { code, stderr } = await ended(["serve", "--http", "127.0.0.1:0"], {
      ...NOWHERE,
      MCP_AUTH_TOKENS_FILE: `${directory}/nowhere`,
    });
    assert.equal(code, 2);
    assert.match(stderr, /nowhere/);
  });
});

for (const host of ["0.0.0.0", "[::]"]) {
  Deno.test(`it listens on ${host} with a token and TLS, for the hosts that are expected`, async () => {
    const caCerts = [await Deno.readTextFile(`${TESTDATA}ca.pem`)];
    using client = Deno.createHttpClient({ caCerts, allowHost: true });
    await withDirectory(async (directory) => {
      const token = newToken();
      const options: HttpProgramOptions = {
        listen: ["--http", `${host}:0`],
        args: ["--demo", ...TLS],
        env: {
          ...await tokensEnv(directory, [{ name: "ann", token }]),
          OPENSTACK_MCP_ALLOWED_HOSTS: "mcp.example.org",
        },
        client,
      };
      await withServer(options, async (server) => {
        assert.match(server.url, /^https:\/\/localhost:/);
        assert.equal(await statusOf(server.fetch("/healthz")), 200);
        assert.equal(await statusOf(server.send("tools/list")), 401);
        const { answer } = await server.call("get_instance", { limit: 1 }, { token });
        assert.equal(answer["shown"], 1);
        const { tools } = objectOf(
          (await messagesOf(await server.sendOlder("tools/list", {}, { token }))).at(-1)?.["result"],
        );
        assert.ok(Array.isArray(tools));
        for (
          const [name, status] of [["mcp.example.org", 200], ["evil.example", 403], ["0.0.0.0", 403]] as const
        ) {
          assert.equal(await statusOf(server.fetch("/healthz", { headers: { host: name } })), status, name);
        }
        assert.equal(
          await statusOf(server.fetch("/mcp", { headers: { origin: "https://evil.example" } })),
          403,
        );
        // Who speaks without TLS gets no word out of it.
        const { port } = new URL(server.url);
        await assert.rejects(async () => await (await fetch(`http://localhost:${port}/healthz`)).text());
      });
    });
  });
}

Deno.test("a port that is taken, and an address that is not its own, end it with a message that names them", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const { code, stdout, stderr } = await ended(["serve", "--http", `127.0.0.1:${port}`], NOWHERE);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, new RegExp(`127\\.0\\.0\\.1:${port}.*Address already in use`));
  assert.doesNotMatch(stderr, /\n\s+at /);
  const elsewhere = await ended(["serve", "--http", "192.0.2.1:8080", ...TLS, ...KEY], NOWHERE);
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.stderr, /192\.0\.2\.1:8080/);
});

Deno.test("older spellings, variables and combinations have it listen", async () => {
  const ways: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
    [["serve", "--type", "streamable-http", "--port", "0"], {}],
    [["serve", "--http", "--host", "[::1]", "--port", "0"], {}],
    [["--http", "127.0.0.1:0"], {}],
    [["serve"], { FASTMCP_TYPE: "streamable-http", FASTMCP_HOST: "127.0.0.1", FASTMCP_PORT: "0" }],
    [["serve", "--port", "0"], { FASTMCP_TYPE: "streamable-http", FASTMCP_PORT: "9" }],
    [["serve", "--http", "127.0.0.1:0"], { FASTMCP_TYPE: "stdio", FASTMCP_HOST: "0.0.0.0" }],
    [["serve", "--type", "streamable-http", "--port", "0", "--auth-disable"], {
      REMOTE_AUTH_ENABLE: "true",
      REMOTE_SECRET_KEY: "s3cret-key",
    }],
  ];
  await eachOf(ways, async ([listen, variables]) => {
    const env = { ...NOWHERE, ...variables, OPENSTACK_MCP_PATH: "/here" };
    await withServer({ listen, env }, async (server) => {
      assert.equal(new URL(server.url).pathname, "/here", listen.join(" "));
      assert.ok(toolNames(await server.request("tools/list")).length > 5);
    });
  });
});

/** Makes the lists of servers slow. */
function slow(ms: number): DemoFault {
  return { service: "compute", path: "/servers", kind: "latency", ms };
}

demoTest(
  "the 17th call of one caller is turned away, and another caller's is taken",
  async (demo, { env }) => {
    await withDirectory(async (directory) => {
      const [ann, ben] = [newToken(), newToken()];
      const file = await tokensEnv(directory, [{ name: "ann", token: ann }, { name: "ben", token: ben }]);
      await withServer({ args: ["--metrics"], env: { ...env(), ...file } }, async (server) => {
        await server.call("get_instance", { limit: 1 }, { token: ann });
        demo.setFaults([slow(1_500)]);
        const metrics = async () => {
          const headers = { authorization: `Bearer ${ben}` };
          return (await textOf(server.fetch("/metrics", { headers })))[1];
        };
        const calls = Array.from({ length: 16 }, () => server.send("tools/call", ONE_SERVER, { token: ann }));
        await until("16 calls are under way", async () => /_in_flight 16$/m.test(await metrics()));
        const refused = await server.send("tools/call", ONE_SERVER, { token: ann });
        assert.equal(refused.status, 429);
        assert.match(refused.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
        const { id, error } = objectOf(await refused.json());
        assert.deepEqual([typeof id, objectOf(error)["code"]], ["number", 429]);
        // What calls no tool goes on, and so does another caller.
        assert.equal(await statusOf(server.send("tools/list", {}, { token: ann })), 200);
        const started = performance.now();
        const { answer } = await server.call("get_projects", { limit: 1 }, { token: ben });
        assert.equal(answer["shown"], 1);
        assert.ok(performance.now() - started < 1_200, "another caller waited");
        for (const call of calls) assert.equal(await statusOf(call), 200);
        demo.setFaults([]);
        assert.equal(await statusOf(server.send("tools/call", ONE_SERVER, { token: ann })), 200);
        assert.match(await metrics(), /^openstack_mcp_rejected_total\{status="429"\} 1$/m);
      });
    });
  },
);

for (const [[era, send], form] of ERAS.flatMap((era) => [[era, "stream"], [era, "JSON"]] as const)) {
  demoTest(`a client of ${era} that goes away takes its call along (${form})`, async (demo, { env }) => {
    const args = ["--metrics", ...form === "JSON" ? ["--json-response"] : []];
    await withServer({ args, env: env() }, async (server) => {
      const wanted = { name: "get_instance", arguments: { names: ["web-01", "web-02"] } };
      const computeRequests = (from: number) =>
        demo.requests.slice(from).filter(({ service }) => service === "compute").length;
      // The second call finds what the first one learnt.
      await server.request("tools/call", wanted);
      const before = demo.requests.length;
      await server.request("tools/call", wanted);
      const whole = computeRequests(before);
      const seen = demo.requests.length;
      demo.setFaults([slow(400)]);
      const gone = new AbortController();
      const call = send(server, "tools/call", wanted, { signal: gone.signal }).then((answer) =>
        answer.text()
      );
      const rejected = assert.rejects(call, { name: "AbortError" });
      await underWay(server, 1);
      gone.abort();
      await rejected;
      await until("the log says so", () => /tool=get_instance .*outcome="timed out"/.test(server.log));
      await pause(500);
      // What the demo held back when the client went away is all that it ever got.
      assert.ok(computeRequests(seen) < whole, `${computeRequests(seen)} of ${whole} requests`);
      const [, metrics] = await textOf(server.fetch("/metrics"));
      assert.match(metrics, /calls_total\{tool="get_instance",outcome="cancelled"\} 1$/m);
      assert.match(metrics, /^openstack_mcp_calls_in_flight 0$/m);
    });
  });
}

/** Waits until so many calls are under way, where nobody is asked for a token. */
async function underWay(server: HttpServer, calls: number): Promise<void> {
  const line = new RegExp(`^openstack_mcp_calls_in_flight ${calls}$`, "m");
  await until(`${calls} are under way`, async () => line.test((await textOf(server.fetch("/metrics")))[1]));
  // They were let in; now they are on their way.
  await pause(100);
}

function loginsIn(demo: DemoCloud): DemoRequest[] {
  return demo.requests.filter(({ service, method, path }) =>
    service === "identity" && method === "POST" && path.endsWith("/auth/tokens")
  );
}

demoTest("probes ask for a login once, and tell nobody more than yes or no", async (demo, { env }) => {
  demo.setFaults([{ service: "identity", kind: "status", status: 503 }]);
  await withServer({ args: ["--metrics"], env: env() }, async (server) => {
    assert.deepEqual(await textOf(server.fetch("/healthz")), [200, "ok\n"]);
    await pause(200);
    assert.equal(demo.requests.length, 0, "nothing is sent before somebody asks");
    assert.deepEqual(await textOf(server.fetch("/readyz")), [503, "not ready\n"]);
    await until("it has tried", () => loginsIn(demo).length > 0);
    await pause(1_000);
    const once = loginsIn(demo).length;
    for (let probe = 0; probe < 20; probe++) {
      assert.deepEqual(await textOf(server.fetch("/readyz")), [503, "not ready\n"]);
    }
    await pause(300);
    assert.equal(loginsIn(demo).length, once, "probes alone caused another login");
    assert.ok(once <= 3, `${once} requests for one login`);
    demo.setFaults([]);
    const { isError } = await server.call("get_instance", { limit: 1 });
    assert.equal(isError, false);
    assert.deepEqual(await textOf(server.fetch("/readyz")), [200, "ready\n"]);
    assert.deepEqual(await textOf(server.fetch("/readyz", { method: "HEAD" })), [200, ""]);
    const [, metrics] = await textOf(server.fetch("/metrics"));
    assert.doesNotMatch(metrics, /rejected_total\{/);
  });
});

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

demoTest("figures are right and few, and a trace goes all the way", async (demo, { env }) => {
  const args = ["--metrics", "--log-format", "json"];
  const { stderr } = await withServer({ args, env: env() }, async (server) => {
    const before = demo.requests.length;
    await server.call("get_instance", { limit: 1 }, { headers: { traceparent: TRACEPARENT } });
    const traced = demo.requests.slice(before).filter(({ headers }) =>
      headers["traceparent"] === TRACEPARENT
    );
    assert.ok(traced.some(({ service }) => service === "compute"));
    await server.call("get_instance", { names: "no-such-server" });
    await server.call("list_servers", { limit: 1 }, { headers: { traceparent: "00-bad" } });
    for (let at = 0; at < 5; at++) {
      const unknown = { name: `no_such_tool_${at}"}\nx`, arguments: {} };
      assert.equal(await statusOf(server.sendOlder("tools/call", unknown)), 200);
      assert.equal(await statusOf(server.fetch(`/nowhere-${at}`)), 404);
    }
    const [status, metrics] = await textOf(server.fetch("/metrics"));
    assert.equal(status, 200);
    for (
      const line of [
        'openstack_mcp_calls_total{tool="get_instance",outcome="ok"} 2',
        'openstack_mcp_calls_total{tool="get_instance",outcome="error"} 1',
        'openstack_mcp_calls_total{tool="unknown",outcome="error"} 5',
        'openstack_mcp_call_duration_seconds_count{tool="get_instance"} 3',
        'openstack_mcp_call_duration_seconds_bucket{tool="get_instance",le="+Inf"} 3',
        'openstack_mcp_rejected_total{status="404"} 5',
        "openstack_mcp_calls_in_flight 0",
        "openstack_mcp_calls_waiting 0",
        "openstack_mcp_worker_restarts_total 0",
      ]
    ) assert.ok(metrics.split("\n").includes(line), `${line}\n\n${metrics}`);
    assert.doesNotMatch(metrics, /no_such|nowhere|bad/);
    // The login is the session's, not a call's; the rest is counted by who was asked and what came.
    const sent = demo.requests.filter(({ path }) => !path.endsWith("/auth/tokens"));
    const counted = [
      ...metrics.matchAll(/^openstack_mcp_upstream_requests_total\{service="(.+)",status="(.+)"\} (\d+)$/gm),
    ]
      .map(([, service, code, count]) => [service, code, Number(count)]);
    const groups = Map.groupBy(sent, ({ service, status }) => `${service} ${status}`);
    assert.deepEqual(
      new Set(counted.map((one) => one.join(" "))),
      new Set([...groups].map(([key, requests]) => `${key} ${requests.length}`)),
    );
    for (const line of metrics.trim().split("\n")) {
      assert.match(
        line,
        /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [\d.e+-]+)$/,
      );
    }
  });
  const calls = stderr.trim().split("\n").map((line) => objectOf(JSON.parse(line))).filter(({ text }) =>
    text === "call"
  );
  const [first] = calls;
  assert.equal(first?.["traceparent"], TRACEPARENT);
  assert.deepEqual(
    Object.keys(first ?? {}).sort(),
    [
      "caller",
      "id",
      "level",
      "ms",
      "outcome",
      "request_ids",
      "requests",
      "text",
      "time",
      "tool",
      "traceparent",
    ],
  );
  assert.equal(calls.length, 8);
  assert.doesNotMatch(JSON.stringify(calls), /no-such-server/);
});

demoTest("neither log nor answers nor figures hold a secret", async (demo, { env }) => {
  await withDirectory(async (directory) => {
    const token = newToken();
    const file = await tokensEnv(directory, [{ name: "ann", token }]);
    const said: string[] = [];
    const args = ["--metrics", "--log-level", "debug", "--allow-write"];
    const { stderr } = await withServer({ args, env: { ...env(), ...file } }, async (server) => {
      const hear = async (answer: Promise<Response>) => said.push((await textOf(answer))[1]);
      for (const name of ["get_instance", "get_services", demo.password]) {
        await hear(server.sendOlder("tools/call", { name, arguments: {} }, { token }));
      }
      await hear(server.send("tools/call", { name: "get_instance", arguments: { names: token } }, { token }));
      await hear(
        server.send("tools/call", { name: "get_instance", arguments: { names: demo.password } }, { token }),
      );
      await hear(server.send("tools/list", {}, { token: `${token}x` }));
      await hear(server.fetch(`/${encodeURIComponent(token)}`));
      await hear(server.fetch(`/mcp?token=${encodeURIComponent(token)}`));
      demo.revokeTokens();
      demo.setFaults([{ service: "identity", kind: "status", status: 401 }]);
      await hear(server.send("tools/call", ONE_SERVER, { token }));
      await hear(server.fetch("/metrics", { headers: { authorization: `Bearer ${token}` } }));
    });
    assert.match(said.at(-2) ?? "", /login failed/);
    assert.ok(said.join("").length > 1_000 && stderr.length > 500);
    for (const text of [...said, stderr]) {
      assert.ok(!text.includes(demo.password), text);
      assert.ok(!text.includes(`${token}x`) && !text.includes(encodeURIComponent(token)), text);
      assert.doesNotMatch(text, /gAAAA/);
    }
    assert.ok(!stderr.includes(token), stderr);
  });
});

demoTest("told to end, it answers what it has begun and takes nothing more", async (demo, { env }) => {
  const server = await HttpServer.start({ args: ["--metrics"], env: env() });
  await server.call("get_instance", { limit: 1 });
  demo.setFaults([slow(1_500)]);
  const calls = [
    server.request("tools/call", ONE_SERVER),
    server.sendOlder("tools/call", ONE_SERVER),
  ] as const;
  await underWay(server, 2);
  const end = server.end();
  await pause(200);
  await assert.rejects(async () => {
    const answer = await server.send("tools/call", ONE_SERVER);
    // A connection that was open already is answered, and told that it is over.
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("connection"), "close");
    await answer.body?.cancel();
    throw new Error("answered on an open connection");
  });
  const { result } = await calls[0];
  assert.equal(objectOf(objectOf(result)["structuredContent"])["shown"], 1);
  const older = (await messagesOf(await calls[1])).at(-1);
  assert.equal(objectOf(objectOf(older?.["result"])["structuredContent"])["shown"], 1);
  const { code, ms, stderr } = await end;
  assert.equal(code, 0);
  assert.ok(ms < 5_000, `${ms} ms`);
  assert.doesNotMatch(stderr, / error /);
});

Deno.test("with nothing to do it ends at once, by whichever signal", async () => {
  for (const [signal, expected] of [["SIGTERM", 0], ["SIGINT", 130]] as const) {
    const server = await HttpServer.start({ env: NOWHERE });
    await server.request("tools/list");
    const { code, ms } = await server.end(signal);
    assert.equal(code, expected);
    assert.ok(ms < 2_000, `${ms} ms`);
  }
});

const FORMS = { elicitation: { form: {} } };
const STOP = { name: "set_instance", arguments: { action: "stop", names: "web-01", wait_seconds: 20 } };

/** What the reply to a form carries back. */
function replying(result: unknown, response: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { requestState } = objectOf(result);
  return { requestState, inputResponses: { confirm: response } };
}

function changesIn(demo: DemoCloud): DemoRequest[] {
  return demo.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/action"));
}

demoTest(
  "a person at the client is asked by a form, and what is replied counts once",
  async (demo, { env }) => {
    await withDirectory(async (directory) => {
      const [ann, ben] = [newToken(), newToken()];
      const file = await tokensEnv(directory, [{ name: "ann", token: ann }, { name: "ben", token: ben }]);
      const args = ["--allow-write", "--metrics"];
      await withServer({ args, env: { ...env(), ...file } }, async (server) => {
        const ask = async (token: string, params: Readonly<Record<string, unknown>> = {}) =>
          objectOf(
            (await server.request("tools/call", { ...STOP, ...params }, { token, capabilities: FORMS }))[
              "result"
            ],
          );
        const asked = await ask(ann);
        assert.equal(asked["resultType"], "input_required");
        assert.equal(typeof asked["requestState"], "string");
        const { params } = objectOf(objectOf(asked["inputRequests"])["confirm"]);
        assert.match(String(objectOf(params)["message"]), /web-01 .*ACTIVE -> SHUTOFF/);
        for (
          const reply of [{ action: "decline" }, { action: "cancel" }, {
            action: "accept",
            content: { confirm: false },
          }]
        ) {
          const { structuredContent, isError } = await ask(ann, replying(asked, reply));
          assert.equal(isError, true, JSON.stringify(structuredContent));
          assert.match(JSON.stringify(structuredContent), /declined|cancelled|refused|confirm/);
        }
        const accept = { action: "accept", content: { confirm: true } };
        // Another caller cannot use what this one was asked, and neither can other arguments.
        assert.equal((await ask(ben, replying(asked, accept)))["resultType"], "input_required");
        const other = { ...replying(asked, accept), arguments: { ...STOP.arguments, names: "web-02" } };
        assert.equal((await ask(ann, other))["resultType"], "input_required");
        const forged = { ...replying(asked, accept), requestState: `${asked["requestState"]}x` };
        assert.equal((await ask(ann, forged))["resultType"], "input_required");
        assert.equal(changesIn(demo).length, 0);
        const { structuredContent } = await ask(ann, replying(await ask(ann), accept));
        assert.deepEqual(
          column(objectOf(structuredContent), "outcome"),
          ["done"],
          JSON.stringify(structuredContent),
        );
        assert.equal(changesIn(demo).length, 1);
        const [, metrics] = await textOf(
          server.fetch("/metrics", { headers: { authorization: `Bearer ${ann}` } }),
        );
        assert.match(metrics, /calls_total\{tool="set_instance",outcome="asked"\} 5$/m);
      });
    });
  },
);

demoTest("--confirm human takes no for an answer where nobody can be asked", async (demo, { env }) => {
  await withServer({ args: ["--allow-write", "--confirm", "human"], env: env() }, async (server) => {
    for (const [, send] of ERAS) {
      const [message] = await messagesOf(await send(server, "tools/call", STOP));
      const { structuredContent, isError } = objectOf(message?.["result"]);
      assert.equal(isError, true);
      assert.equal(errorOf(objectOf(structuredContent))["reason"], "needs confirmation");
      assert.doesNotMatch(JSON.stringify(message), /"confirm":"/);
    }
    // An older client may claim what it can do; over HTTP nobody could ask it.
    const _meta = { "io.modelcontextprotocol/clientCapabilities": FORMS };
    const [claimed] = await messagesOf(await server.sendOlder("tools/call", { ...STOP, _meta }));
    assert.equal(objectOf(claimed?.["result"])["isError"], true);
    assert.equal(changesIn(demo).length, 0);
  });
});

demoTest(
  "a plan's token is good for its caller, and in every process that shares the key",
  async (demo, { env }) => {
    await withDirectory(async (directory) => {
      const [ann, ben] = [newToken(), newToken()];
      const file = await tokensEnv(directory, [{ name: "ann", token: ann }, { name: "ben", token: ben }]);
      const key = `${directory}/confirm.key`;
      await Deno.writeTextFile(key, `${newToken()}\n`, { mode: 0o600 });
      const options = {
        args: ["--allow-write", "--confirm-key-file", key, "--audit-log", `${directory}/audit.jsonl`],
        env: { ...env(), ...file },
      };
      await withServer(options, async (first) => {
        await withServer(options, async (second) => {
          const { answer } = await first.call("set_instance", STOP.arguments, { token: ann });
          const again = { ...STOP.arguments, confirm: answer["confirm"] };
          const foreign = await second.call("set_instance", again, { token: ben });
          assert.ok("plan" in foreign.answer || foreign.isError, JSON.stringify(foreign.answer));
          assert.equal(changesIn(demo).length, 0);
          const own = await second.call("set_instance", again, { token: ann });
          assert.deepEqual(column(own.answer, "outcome"), ["done"], JSON.stringify(own.answer));
        });
      });
      const audit = await Deno.readTextFile(`${directory}/audit.jsonl`);
      const entries = audit.trim().split("\n").map((line) => objectOf(JSON.parse(line)));
      assert.equal(new Set(entries.map(({ instance }) => instance)).size, 2);
      assert.deepEqual(new Set(entries.map(({ caller }) => caller)), new Set(["ann", "ben"]));
      assert.ok(!audit.includes(ann) && !audit.includes(demo.password));

      const call = [
        "tools",
        "call",
        "set_instance",
        "action=start",
        "names=web-01",
        "--allow-write",
        "--confirm-key-file",
        key,
      ];
      const planned = await run({ args: [...call, "--confirm", "always"], env: env(), cwd: emptyHome() });
      const { confirm } = objectOf(JSON.parse(planned.stdout));
      const done = await run({ args: [...call, "--confirm", String(confirm)], env: env() });
      assert.equal(done.code, 0, done.stdout + done.stderr);
      assert.deepEqual(column(objectOf(JSON.parse(done.stdout)), "outcome"), ["done"]);
    });
  },
);
