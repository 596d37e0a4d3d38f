import assert from "node:assert/strict";
import { ON_REAL_CLOUD, withCloud, withDemo } from "./cloud.ts";
import { emptyHome, objectOf, run, Server } from "./program.ts";

Deno.test("serve answers what runs in the project, to a client of the legacy era", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    const { result } = await server.initialize();
    assert.equal(objectOf(result)["protocolVersion"], "2025-11-25");
    assert.match(String(objectOf(result)["instructions"]), /next is a cursor/);
    const { answer, isError } = await server.call("get_instance");
    assert.equal(isError, false);
    assert.equal(answer["scope"], "project acme, region RegionOne");
    const { columns } = answer;
    assert.ok(Array.isArray(columns));
    for (const column of ["name", "status", "flavor", "image", "addresses", "id"]) {
      assert.ok(columns.includes(column));
    }
    assert.ok(Number(answer["total"]) >= 16, `total ${answer["total"]}`);
    const { code, stdout } = await server.end();
    assert.equal(code, 0);
    assert.equal(stdout, "", "nothing but the protocol on standard output");
  });
});

Deno.test("serve answers a client of the modern era on the same pipe", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    const meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
      "io.modelcontextprotocol/clientInfo": { name: "acceptance", version: "1" },
    };
    const discovered = objectOf((await server.request("server/discover", { _meta: meta })).result);
    assert.ok(JSON.stringify(discovered).includes("2026-07-28"));
    const called = objectOf(
      (await server.request("tools/call", { name: "get_instance", arguments: { limit: 1 }, _meta: meta }))
        .result,
    );
    assert.equal(called["resultType"], "complete");
    assert.equal(objectOf(called["structuredContent"])["shown"], 1);
    assert.equal((await server.end()).code, 0);
  });
});

Deno.test("tools/list is the same twice, titled and annotated, without a login", async () => {
  const server = new Server({
    env: {
      OS_AUTH_URL: "http://127.0.0.1:2/v3",
      OS_USERNAME: "u",
      OS_PASSWORD: "pass-word",
      OS_PROJECT_NAME: "p",
      OS_USER_DOMAIN_NAME: "d",
      OS_PROJECT_DOMAIN_NAME: "d",
    },
  });
  await server.initialize();
  const first = objectOf((await server.request("tools/list")).result);
  const second = objectOf((await server.request("tools/list")).result);
  assert.deepEqual(first, second);
  const tools = first["tools"];
  assert.ok(Array.isArray(tools) && tools.length > 0);
  for (const tool of tools) {
    const { title, annotations } = objectOf(tool);
    assert.equal(typeof title, "string");
    for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]) {
      assert.equal(typeof objectOf(annotations)[hint], "boolean", hint);
    }
  }
  assert.equal((await server.end()).code, 0);
});

Deno.test("serve ends within a second when the client closes its end", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    await server.call("get_instance", { limit: 1 });
    const { code, ms } = await server.end();
    assert.equal(code, 0);
    assert.ok(ms < 1000, `${ms} ms`);
  });
});

for (const [signal, code] of [["SIGTERM", 0], ["SIGINT", 130]] as const) {
  Deno.test(`serve ends within a second on ${signal}`, async () => {
    await withCloud(async ({ env }) => {
      const server = new Server({ env: env() });
      await server.initialize();
      server.kill(signal);
      const ended = await server.ended();
      assert.equal(ended.code, code);
      assert.ok(ended.ms < 1000, `${ended.ms} ms`);
    });
  });
}

Deno.test("serve ends when nobody reads what it writes", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    await server.breakPipe();
    for (let i = 0; i < 50; i++) {
      server.send({ jsonrpc: "2.0", id: 1000 + i, method: "tools/list", params: {} });
    }
    const { ms } = await server.ended();
    assert.ok(ms < 2000, `${ms} ms`);
  });
});

Deno.test("a call names its problem in an answer that is an error", async (test) => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    const cases: [string, string, Record<string, unknown>, string][] = [
      ["unknown tool", "get_instanze", {}, "invalid argument"],
      ["unknown argument", "get_instance", { bogus: 1 }, "invalid argument"],
      ["wrong type", "get_instance", { limit: "many" }, "invalid argument"],
      ["number out of range", "get_instance", { limit: 100000 }, "invalid argument"],
      ["value off the enum", "get_instance", { detail: "everything" }, "invalid argument"],
      ["unknown field", "get_instance", { fields: ["nam"] }, "invalid argument"],
      ["unknown filter", "get_instance", { filters: { colour: "red" } }, "invalid argument"],
      ["no such server", "get_instance", { names: ["no-such-server"] }, "not found"],
      ["a name that is a regular expression", "get_instance", { names: ["web-.*"] }, "not found"],
      ["a name of 10 000 characters", "get_instance", { names: ["x".repeat(10_000)] }, "invalid argument"],
      ["a cursor that is none", "get_instance", { cursor: "abc" }, "invalid argument"],
    ];
    for (const [title, tool, args, reason] of cases) {
      await test.step(title, async () => {
        const { answer, isError } = await server.call(tool, args);
        assert.equal(isError, true);
        assert.equal(objectOf(answer["error"])["reason"], reason, JSON.stringify(answer));
      });
    }
    await test.step("a cursor of another query", async () => {
      const { answer } = await server.call("get_instance", { limit: 1 });
      const other = await server.call("get_instance", { cursor: answer["next"], name_contains: "web" });
      assert.match(JSON.stringify(other.answer), /another query/);
    });
    await test.step("a cursor goes on where the list ended", async () => {
      const all = await server.call("get_instance", { fields: ["name"] });
      const rows: unknown[] = [];
      let cursor: unknown;
      do {
        const { answer } = await server.call("get_instance", {
          fields: ["name"],
          limit: 5,
          ...(cursor === undefined ? {} : { cursor }),
        });
        const page = answer["rows"];
        assert.ok(Array.isArray(page));
        rows.push(...page);
        cursor = answer["next"];
      } while (cursor !== undefined);
      assert.deepEqual(rows, all.answer["rows"]);
    });
    await server.end();
  });
});

Deno.test("garbage on the wire is survived", async () => {
  await withCloud(async ({ env }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    server.send("this is no JSON");
    server.send("{}");
    server.send('{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":7}}');
    assert.equal((await server.call("get_instance", { limit: 1 })).isError, false);
    assert.equal((await server.end()).code, 0);
  });
});

Deno.test("a wrong password is told on the first call, tried once, and never shown", async () => {
  await withDemo({}, async ({ env, demo }) => {
    const server = new Server({ env: { ...env(), OS_PASSWORD: "wrong-horse-battery" } });
    await server.initialize();
    const logins = () => demo.requests.filter((request) => request.path.endsWith("/auth/tokens")).length;
    assert.equal(logins(), 0, "a start does not log in");
    for (const attempt of [1, 2, 3]) {
      const { answer, isError } = await server.call("get_instance");
      assert.equal(isError, true, `attempt ${attempt}`);
      assert.equal(objectOf(answer["error"])["reason"], "login failed");
    }
    assert.equal(logins(), 1, "no login storm");
    const { stderr } = await server.end();
    assert.doesNotMatch(stderr, /wrong-horse-battery/);
  });
});

Deno.test("cancelling a call aborts the request to the cloud", async () => {
  const asked = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  // The runtime tells a server of a lost client by cancelling the body that it is still sending.
  const silent = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    const { pathname } = new URL(url);
    // Versions are read once for all calls, and so beyond the right of one of them to cancel.
    if (pathname === "/v2.1/") {
      return Response.json({ version: { id: "v2.1", version: "2.93", min_version: "2.1" } });
    }
    asked.resolve();
    const begin = (controller: ReadableStreamDefaultController<Uint8Array>) =>
      controller.enqueue(new TextEncoder().encode('{"servers": ['));
    return new Response(new ReadableStream({ start: begin, cancel: () => aborted.resolve() }));
  });
  await withDemo({}, async ({ env }) => {
    const url = `http://127.0.0.1:${silent.addr.port}/v2.1`;
    const server = new Server({
      env: { ...env(), OS_COMPUTE_ENDPOINT_OVERRIDE: url },
    });
    await server.initialize();
    const { id } = server.begin("tools/call", { name: "get_instance", arguments: {} });
    await asked.promise;
    server.notify("notifications/cancelled", { requestId: id, reason: "changed my mind" });
    await aborted.promise;
    assert.equal((await server.end()).code, 0);
  });
  await silent.shutdown();
});

Deno.test("a token that was revoked is renewed within the call", async () => {
  await withDemo({}, async ({ env, demo }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    await server.call("get_instance", { limit: 1 });
    demo.revokeTokens();
    assert.equal((await server.call("get_instance", { limit: 1 })).isError, false);
    await server.end();
  });
});

Deno.test("a redirect to another host is not followed, and the token stays", async () => {
  const seen: Headers[] = [];
  const other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    seen.push(request.headers);
    return new Response("{}");
  });
  await withDemo({}, async ({ env, demo }) => {
    const server = new Server({ env: env() });
    await server.initialize();
    demo.setFaults([{
      service: "compute",
      kind: "redirect",
      location: `http://127.0.0.1:${other.addr.port}/stolen`,
    }]);
    const { answer, isError } = await server.call("get_instance");
    assert.equal(isError, true);
    assert.equal(objectOf(answer["error"])["reason"], "unexpected answer");
    assert.deepEqual(seen, []);
    await server.end();
  });
  await other.shutdown();
});

Deno.test("a proxy of the environment is not used behind our back", async () => {
  let asked = 0;
  const proxy = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    asked++;
    return new Response("no", { status: 502 });
  });
  await withDemo({}, async ({ env }) => {
    const url = `http://127.0.0.1:${proxy.addr.port}`;
    const direct = await run({
      args: ["tools", "call", "get_instance", "limit=1"],
      env: { ...env(), HTTP_PROXY: url, NO_PROXY: "127.0.0.1" },
    });
    assert.equal(direct.code, 0, direct.stderr);
    assert.equal(asked, 0);
    const proxied = await run({
      args: ["tools", "call", "get_instance", "limit=1"],
      env: { ...env(), HTTP_PROXY: url },
    });
    assert.notEqual(proxied.code, 0);
    assert.ok(asked > 0, "an explicit proxy is a setting like any other");
  });
  await proxy.shutdown();
});

Deno.test("settings that cannot work are refused before anything is sent", async (test) => {
  const broken = `${emptyHome()}/broken.yaml`;
  await Deno.writeTextFile(broken, "clouds: [unclosed");
  const cases: [string, string[], Record<string, string>, number, RegExp][] = [
    ["an unknown flag", ["tools", "list", "--bogus"], {}, 2, /--bogus/],
    ["an unknown command", ["repport"], {}, 2, /report/],
    ["contradictory transports", ["serve", "--stdio", "--http"], {}, 2, /--http|--stdio/],
    ["an unknown toolset", ["tools", "list", "--toolsets", "computer"], {}, 2, /computer/],
    ["a cloud that is not there", ["check", "--cloud", "nowhere"], {}, 2, /nowhere/],
    [
      "a malformed clouds.yaml",
      ["check", "--cloud", "x"],
      { OS_CLIENT_CONFIG_FILE: broken },
      2,
      /broken\.yaml/,
    ],
    [
      "an unreadable clouds.yaml",
      ["check", "--cloud", "x"],
      { OS_CLIENT_CONFIG_FILE: "/nonexistent.yaml" },
      2,
      /nonexistent/,
    ],
    ["no cloud at all", ["tools", "call", "get_instance"], {}, 2, /none is configured/],
    [
      "verification switched off",
      ["check"],
      {
        OS_AUTH_URL: "https://x/v3",
        OS_USERNAME: "u",
        OS_PASSWORD: "secret-word",
        OS_PROJECT_NAME: "p",
        OS_INSECURE: "true",
      },
      2,
      /cacert/,
    ],
    ["a report without a cloud", ["report"], {}, 3, /./],
  ];
  for (const [title, args, env, code, words] of cases) {
    await test.step(title, async () => {
      const finished = await run({ args, env });
      assert.equal(finished.code, code, finished.stderr + finished.stdout);
      assert.match(finished.stderr + finished.stdout, words);
      if (args[0] === "report") assert.match(finished.stdout, /^UNKNOWN: /);
      assert.doesNotMatch(finished.stderr + finished.stdout, /secret-word|at file:/);
    });
  }
});

Deno.test("a cloud that cannot be reached, or is none, is told as such", async (test) => {
  const web = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("<html><title>Welcome</title></html>", { headers: { "content-type": "text/html" } }),
  );
  const login = {
    OS_USERNAME: "u",
    OS_PASSWORD: "pass-word-1",
    OS_PROJECT_NAME: "p",
    OS_USER_DOMAIN_NAME: "d",
    OS_PROJECT_DOMAIN_NAME: "d",
  };
  await test.step("nothing listens", async () => {
    const { code, stdout } = await run({
      args: ["tools", "call", "get_instance"],
      env: { ...login, OS_AUTH_URL: "http://127.0.0.1:2/v3" },
    });
    assert.equal(code, 3, stdout);
    assert.match(stdout, /"unavailable"/);
  });
  await test.step("a web page", async () => {
    const { code, stdout } = await run({
      args: ["tools", "call", "get_instance"],
      env: { ...login, OS_AUTH_URL: `http://127.0.0.1:${web.addr.port}/v3` },
    });
    assert.equal(code, 3, stdout);
    assert.match(stdout, /No OpenStack identity service/);
  });
  await test.step("a metadata address", async () => {
    const { code, stdout } = await run({
      args: ["tools", "call", "get_instance"],
      env: { ...login, OS_AUTH_URL: "http://169.254.169.254/v3" },
    });
    assert.equal(code, 3, stdout);
    assert.match(stdout, /refused by policy/);
  });
  await web.shutdown();
});

Deno.test({
  name: "a service that the catalogue lacks is not deployed; one without endpoints is unavailable",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDemo({ without: ["compute"] }, async ({ env }) => {
      const { code, stdout } = await run({ args: ["tools", "call", "get_instance"], env: env() });
      assert.equal(code, 1);
      assert.match(stdout, /"not deployed"/);
    }),
});
