import assert from "node:assert/strict";
import { threadPermissions } from "../../src/keeper/entries.ts";
import { shellLauncher } from "../../tasks/build.ts";
import { DENIED_NET, PERMISSION_FLAGS } from "../../tasks/permissions.ts";
import { withDemo } from "./cloud.ts";
import { run } from "./program.ts";

/** What a thread with these permissions can do. */
async function probe(net: readonly string[], data: { reachable: string; foreign: string }) {
  const url = new URL("../fixtures/probe_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", deno: { permissions: threadPermissions(net) } });
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, string>>();
  worker.onmessage = ({ data }: MessageEvent<Record<string, string>>) => resolve(data);
  worker.onerror = (event) => reject(event.error);
  worker.postMessage(data);
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}

/** Two servers on loopback that count what reaches them. */
async function withServers(
  test: (urls: { reachable: string; foreign: string }, hits: string[]) => Promise<void>,
) {
  const hits: string[] = [];
  const servers = ["reachable", "foreign"].map((name) =>
    Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
      hits.push(name);
      return new Response("ok", { headers: { connection: "close" } });
    })
  );
  const [reachable = "", foreign = ""] = servers.map(({ addr }) => `http://127.0.0.1:${addr.port}/`);
  try {
    await test({ reachable, foreign }, hits);
  } finally {
    await Promise.all(servers.map((server) => server.shutdown()));
  }
}

Deno.test("the front can reach no file, no variable, no address", async () => {
  await withServers(async (urls, hits) => {
    const outcomes = await probe([], urls);
    const done = Object.entries(outcomes).filter(([, outcome]) => outcome === "done").map(([name]) => name);
    assert.deepEqual(done, [], JSON.stringify(outcomes));
    assert.deepEqual(hits, []);
  });
});

Deno.test("a cloud thread can reach its list and nothing else", async () => {
  await withServers(async (urls, hits) => {
    const outcomes = await probe([new URL(urls.reachable).host], urls);
    const done = Object.entries(outcomes).filter(([, outcome]) => outcome === "done").map(([name]) => name);
    assert.deepEqual(done, ["reach its address"], JSON.stringify(outcomes));
    assert.deepEqual(hits, ["reachable"]);
  });
});

Deno.test("an auth URL whose name leads to a denied address is refused before anything is sent", async () => {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    asked.push(url);
    return new Response("{}");
  });
  const root = new URL("../../", import.meta.url).pathname;
  const deny = `--deny-net=${[...DENIED_NET, "127.0.0.1", "[::1]"].join(",")}`;
  const flags = PERMISSION_FLAGS.map((flag) => flag.startsWith("--deny-net") ? deny : flag);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...flags, `${root}main.ts`, "tools", "call", "get_instance"],
    env: {
      OS_AUTH_URL: `http://localhost:${server.addr.port}/v3`,
      OS_USERNAME: "u",
      OS_PASSWORD: "pass-word-1",
      OS_PROJECT_NAME: "p",
    },
    stdin: "null",
    stderr: "null",
  }).output();
  await server.shutdown();
  assert.match(new TextDecoder().decode(stdout), /"refused by policy"/);
  assert.deepEqual(asked, []);
});

Deno.test("the launcher carries the deny list and no wider permission", () => {
  const launcher = shellLauncher();
  for (const flag of PERMISSION_FLAGS) assert.ok(launcher.includes(flag), flag);
  assert.doesNotMatch(launcher, /--allow-(all|run|ffi|sys)|-A\b/);
});

Deno.test("a secret that a service throws back reaches neither the answer nor standard error", async () => {
  await withDemo({}, async ({ env, demo }) => {
    demo.setFaults([{
      service: "compute",
      path: "servers/detail",
      kind: "status",
      status: 500,
      body: { computeFault: { code: 500, message: `Failed for password ${demo.password} of alice` } },
    }]);
    const args = ["tools", "call", "get_instance", "--log-level", "debug"];
    const { stdout, stderr, code } = await run({ args, env: env() });
    assert.equal(code, 1);
    assert.match(stdout, /Failed for password/);
    assert.ok(!stdout.includes(demo.password) && !stderr.includes(demo.password));
  });
});
