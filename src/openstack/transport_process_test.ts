import assert from "node:assert/strict";
import { json, serve } from "./testing.ts";

const run = await Deno.permissions.query({ name: "run", command: Deno.execPath() });
/** These tests start processes of their own, which the plain run of the unit tests may not. */
const ignore = run.state !== "granted";

/** Sends a request from a process with these permissions, the guard off, and says how it went. */
async function askIn(flags: string[], url: string, env: Record<string, string> = {}): Promise<string> {
  const script = `
    import { Transport } from ${JSON.stringify(new URL("transport.ts", import.meta.url).href)};
    const transport = new Transport({ settings: { requestTimeoutMs: 10000 }, guard: () => undefined });
    try {
      const answer = await transport.request({ method: "GET", url: new URL(${
    JSON.stringify(url)
  }), headers: new Headers() });
      console.log(answer.status);
    } catch (error) {
      console.log(error.fault + ": " + error.message);
    }
    transport.close();`;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--cached-only", ...flags, "-"],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("A name that resolves to a denied address is refused", { ignore }, async () => {
  await using server = serve(() => json({}));
  const url = `http://localhost:${server.port}`;
  assert.equal(await askIn(["--allow-net"], url), "200");
  const denied = ["--allow-net", "--deny-net=127.0.0.1,[::1]"];
  assert.match(await askIn(denied, url), /^refused: Requires net access to "(127\.0\.0\.1|\[::1\]):\d+"$/);
  assert.match(await askIn(denied, `http://127.1:${server.port}`), /^refused: /);
  assert.match(await askIn(denied, `http://[::ffff:127.0.0.1]:${server.port}`), /^refused: /);
  assert.match(await askIn(["--allow-net", "--deny-net=127.0.0.0/8,[::1]"], url), /^refused: /);
  assert.equal(server.hits.length, 1);
});

Deno.test("A name that does not resolve is a failed connection", { ignore }, async () => {
  const told = await askIn(["--allow-net"], "http://tls-certificate-denied.invalid/");
  assert.match(told, /^connect: /);
  assert.doesNotMatch(told, /tls-certificate-denied/);
});
