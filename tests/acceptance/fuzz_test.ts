/** Thousands of random calls, over stdio and over HTTP: nothing breaks, nothing leaks, nothing is changed unasked.
 *
 * `FUZZ_SEED` repeats a run, `FUZZ_CALLS` sets its length.
 */
import assert from "node:assert/strict";
import type { DemoCloud } from "../../src/demo/mod.ts";
import { REASONS } from "../../src/openstack/errors.ts";
import { ON_REAL_CLOUD, withDemo } from "./cloud.ts";
import { anyBytes, anyCall, anyLine, anyRequest, Dice, type FuzzCall } from "./fuzzing.ts";
import { HttpServer } from "./http_program.ts";
import { type Message, objectOf, Server } from "./program.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
/** Half of them over stdio, half over HTTP. */
const CALLS = Number(Deno.env.get("FUZZ_CALLS") ?? 2_000);
const AT_ONCE = 8;
/** A call that takes longer hangs. The machine may be busy. */
const PATIENCE_MS = 20_000;
/** Of all messages so many are no proper ones. */
const ODD_SHARE = 0.15;
/** The server's memory may grow by so much beyond what it was after its first answers. */
const GROWTH_MIB = 250;

/** What must not be seen anywhere, and what was seen. */
interface Watch {
  readonly secrets: readonly string[];
  readonly audit: string;
  readonly demo: DemoCloud;
}

function shown(what: unknown): string {
  const text = typeof what === "string" ? what : JSON.stringify(what);
  return `${text.slice(0, 600)} (seed ${SEED})`;
}

async function inTime<T>(work: Promise<T>, what: unknown): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer to ${shown(what)}`)), PATIENCE_MS);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function checkSecrets(text: string, { secrets }: Watch, what: unknown): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is shown after ${shown(what)}`);
}

const CLOSED_LIST: ReadonlySet<unknown> = new Set(REASONS);

/** Checks the response to a call: one structured value, or an error of the protocol. */
function checkResponse(response: Message, call: unknown, watch: Watch): void {
  const text = JSON.stringify(response);
  checkSecrets(text, watch, call);
  assert.doesNotMatch(text, /internal error/i, shown(call));
  assert.equal(response["jsonrpc"], "2.0", shown(call));
  if (response["error"] !== undefined) {
    const { code, message } = objectOf(response["error"]);
    assert.ok(Number.isInteger(code) && typeof message === "string", shown(text));
    return;
  }
  const { structuredContent, content, isError } = objectOf(response["result"]);
  assert.ok(Array.isArray(content) && content.length === 1, shown(text));
  const answer = objectOf(structuredContent);
  assert.ok(!Array.isArray(structuredContent), shown(text));
  const item = objectOf(content[0]);
  assert.equal(item["type"], "text");
  objectOf(JSON.parse(String(item["text"])));
  if (answer["error"] === undefined) return;
  assert.equal(isError, true, shown(text));
  const { reason, what } = objectOf(answer["error"]);
  assert.ok(CLOSED_LIST.has(reason) && typeof what === "string", shown(text));
}

/** What may be done without a confirmation: it interrupts, shows and destroys nothing. */
const SAFE: ReadonlySet<unknown> = new Set([
  ...["create", "start", "unpause", "resume", "lock", "unlock", "unshelve", "snapshot", "import"],
]);

/** Checks that the cloud was changed as far as the audit log says, and only in ways that need no confirmation. */
async function checkChanges({ demo, audit }: Watch): Promise<void> {
  const entries = (await Deno.readTextFile(audit)).split("\n").filter((line) => line !== "")
    .map((line) => objectOf(JSON.parse(line)));
  const sent = entries.filter(({ event }) => event === "sent");
  assert.deepEqual(sent.filter(({ action }) => !SAFE.has(action)), [], `seed ${SEED}`);
  assert.deepEqual(entries.filter(({ event, by }) => event === "confirmed" && by !== "policy"), []);
  const changes = demo.requests.filter(({ method, path }) =>
    !["GET", "HEAD"].includes(method) && !path.endsWith("/auth/tokens")
  );
  assert.ok(
    changes.length <= sent.length,
    `${changes.length} changes, ${sent.length} recorded, seed ${SEED}`,
  );
}

async function mebibytesOf(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(pid)] }).output();
  return Number(new TextDecoder().decode(stdout)) / 1024;
}

/** Runs so many tasks, a few at once, until one throws. */
async function many(count: number, task: () => Promise<void>): Promise<void> {
  let left = count;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) await task();
  }));
}

const ARGS = ["--allow-write", "--allow-sensitive", "--confirm", "risky", "--log-level", "debug"];

async function withWatch(test: (watch: Watch, env: Record<string, string>) => Promise<void>): Promise<void> {
  const audit = await Deno.makeTempFile();
  try {
    await withDemo({ transitionMs: 50 }, async ({ demo, env }) => {
      const watch = { demo, audit, secrets: [demo.password] };
      await test(watch, env());
      await checkChanges(watch);
    });
  } finally {
    await Deno.remove(audit);
  }
}

/** A token of one's own, so that a test knows the one that the program uses. */
async function tokenEnv(
  env: Readonly<Record<string, string>>,
): Promise<{ token: string; env: Record<string, string> }> {
  const domain = { name: "Default" };
  const answer = await fetch(`${env["OS_AUTH_URL"]}/auth/tokens`, {
    method: "POST",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: env["OS_USERNAME"], domain, password: env["OS_PASSWORD"] } },
        },
        scope: { project: { name: env["OS_PROJECT_NAME"], domain } },
      },
    }),
  });
  await answer.body?.cancel();
  const token = answer.headers.get("x-subject-token") ?? "";
  assert.notEqual(token, "");
  const { OS_USERNAME: _user, OS_PASSWORD: _password, OS_USER_DOMAIN_NAME: _domain, ...rest } = env;
  return { token, env: { ...rest, OS_AUTH_TYPE: "v3token", OS_TOKEN: token } };
}

/** A call that shows a secret that the program knows, as a client that has it from elsewhere might. */
function secretive(dice: Dice, secret: string): FuzzCall {
  return {
    name: dice.pick(["get_instance", "set_instance", secret]),
    arguments: { [dice.pick(["names", secret])]: secret },
  };
}

Deno.test({
  name: `${CALLS / 2} random calls over stdio (seed ${SEED})`,
  ignore: ON_REAL_CLOUD,
  fn: async () => {
    const dice = new Dice(SEED);
    await withWatch(async (plain, passwordEnv) => {
      const { token, env } = await tokenEnv(passwordEnv);
      const watch = { ...plain, secrets: [...plain.secrets, token] };
      const server = new Server({ args: ["serve", ...ARGS, "--audit-log", watch.audit], env });
      try {
        await inTime(server.initialize(), "hello");
        await inTime(server.call("get_flavors"), "the first call");
        const before = await mebibytesOf(server.pid);
        await many(CALLS / 2, async () => {
          if (dice.chance(ODD_SHARE)) return server.send(anyLine(dice));
          const call = dice.chance(0.01) ? secretive(dice, token) : anyCall(dice);
          const { response } = server.begin("tools/call", { ...call });
          checkResponse(await inTime(response, call), call, watch);
        });
        const last = server.request("tools/call", { name: "get_flavors" });
        checkResponse(await inTime(last, "the last call"), "the last call", watch);
        const growth = await mebibytesOf(server.pid) - before;
        assert.ok(growth < GROWTH_MIB, `it grew by ${growth} MiB, seed ${SEED}`);
      } finally {
        const { code, stderr } = await inTime(server.end(), "its end");
        assert.equal(code, 0, shown(stderr.slice(-500)));
        assert.deepEqual(server.garbage, []);
        checkSecrets(JSON.stringify(server.notifications), watch, "all of it");
        checkLog(stderr, watch);
      }
    });
  },
});

Deno.test("a message that is too long ends the connection, and the program with it", async () => {
  const server = new Server({ args: ["serve", "--demo"] });
  await inTime(server.initialize(), "hello");
  server.send(JSON.stringify({ jsonrpc: "2.0", method: "x", params: { text: "y".repeat(11 << 20) } }));
  const { stderr } = await inTime(server.ended(), "a long message");
  assert.match(stderr, / error the client's message could not be handled: .*exceeded maximum size/);
});

/** What was logged: single lines without control characters, and no defect. */
function checkLog(log: string, watch: Watch): void {
  checkSecrets(log, watch, "all of it");
  for (const line of log.split("\n").filter((line) => line !== "")) {
    assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (debug|info|warning|error) /, shown(line));
    // deno-lint-ignore no-control-regex -- these are what is looked for
    assert.doesNotMatch(line, /[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]/, shown(line));
    assert.doesNotMatch(
      line,
      /internal error|could not be answered|fell silent|the front failed/,
      shown(line),
    );
  }
}

Deno.test({
  name: `${CALLS / 2} random calls over HTTP (seed ${SEED})`,
  ignore: ON_REAL_CLOUD,
  fn: async () => {
    const dice = new Dice(SEED + 1);
    await withWatch(async (plain, env) => {
      const token = `bearer-${crypto.randomUUID()}`;
      const watch = { ...plain, secrets: [...plain.secrets, token] };
      const server = await HttpServer.start({
        args: [...ARGS, "--audit-log", watch.audit],
        env: { ...env, REMOTE_SECRET_KEY: token },
      });
      const authorization = `Bearer ${token}`;
      try {
        await inTime(server.call("get_flavors", {}, { token }), "the first call");
        const before = await mebibytesOf(server.pid);
        await many(CALLS / 2, async () => {
          const roll = dice.next();
          if (roll < 0.02) return await checkBytes(server, anyBytes(dice), authorization, watch);
          if (roll < ODD_SHARE) return await checkOdd(server, dice, authorization, watch);
          const call = dice.chance(0.01) ? secretive(dice, watch.demo.password) : anyCall(dice);
          checkResponse(await inTime(older(server, call, authorization), call), call, watch);
        });
        const last = server.request("tools/call", { name: "get_flavors", arguments: {} }, { token });
        checkResponse(await inTime(last, "the last call"), "the last call", watch);
        const growth = await mebibytesOf(server.pid) - before;
        assert.ok(growth < GROWTH_MIB, `it grew by ${growth} MiB, seed ${SEED}`);
      } finally {
        const { code, stderr } = await server.end();
        assert.equal(code, 0, shown(stderr.slice(-500)));
        checkLog(stderr, watch);
      }
    });
  },
});

/** A call as an older client makes it: names that no header can hold are possible then. */
async function older(
  server: HttpServer,
  { name, arguments: args }: FuzzCall,
  authorization: string,
): Promise<Message> {
  const id = crypto.randomUUID();
  const answer = await fetch(server.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "accept": "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
      authorization,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: args } }),
  });
  const text = await answer.text();
  const isStream = answer.headers.get("content-type")?.includes("text/event-stream");
  const data = isStream ? text.split("\n").findLast((line) => line.startsWith("data: {"))?.slice(6) : text;
  const response = objectOf(JSON.parse(data ?? ""));
  if (response["error"] === undefined) assert.equal(response["id"], id);
  return response;
}

/** A request with something wrong is refused in words that fit, never with a failure of the server. */
async function checkOdd(server: HttpServer, dice: Dice, authorization: string, watch: Watch): Promise<void> {
  const { path, method, headers, body } = anyRequest(dice);
  const what = { path, method, headers, body };
  const url = new URL(server.url).origin + path;
  const exchange = async () => {
    const answer = await fetch(url, {
      method,
      headers: [...headers, ...(dice.chance(0.9) ? [["authorization", authorization] as const] : [])]
        .map(([name, value]): [string, string] => [name, value]),
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const { status, text } = await inTime(exchange(), what);
  assert.ok(status < 500, `${status} ${text.slice(0, 300)} to ${shown(what)}`);
  checkSecrets(text, watch, what);
  assert.doesNotMatch(text, /internal error/i, shown(what));
}

/** Bytes that are hardly HTTP get a refusal or nothing, and the connection ends. */
async function checkBytes(
  server: HttpServer,
  bytes: string,
  authorization: string,
  watch: Watch,
): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  try {
    const request = new TextEncoder().encode(bytes.replace("AUTH", `Authorization: ${authorization}`));
    const writer = connection.writable.getWriter();
    // The server may refuse it before it has heard the whole.
    await writer.write(request).catch(() => {});
    await writer.close().catch(() => {});
    const text = await inTime(new Response(connection.readable).text().catch(() => ""), bytes);
    assert.doesNotMatch(text, /^HTTP\/1\.1 5/, shown(bytes));
    checkSecrets(text, watch, bytes);
  } finally {
    try {
      connection.close();
    } catch {
      // Its streams closed it.
    }
  }
}
