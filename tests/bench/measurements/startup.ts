/** From the start of the process to its first response.
 *
 * @module
 */
import type { BenchContext, Measurement } from "../measurement.ts";
import { built, bundleMinimal, CHECKOUT, type CommandLine, MINIMAL_CHECKOUT, spawn } from "../children.ts";
import { compare } from "../sample.ts";
import type { Figure, Skipped } from "../result.ts";

const ROUNDS = 11;
const WARM_UPS = 2;
const MOST = 1.5;

/** Nobody listens there: the first response needs no cloud. */
const NO_CLOUD = {
  OS_AUTH_URL: "http://127.0.0.1:2/v3",
  OS_USERNAME: "nobody",
  OS_PASSWORD: "nothing-to-hide",
  OS_PROJECT_NAME: "nowhere",
  OS_USER_DOMAIN_NAME: "Default",
  OS_PROJECT_DOMAIN_NAME: "Default",
};

const HELLO = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1" } },
};

/** Spawn to first response, against a minimal server of the same SDK. */
export const startup: Measurement = {
  name: "startup",
  title: "spawn to first response, against a minimal server of the same SDK started the same way",
  run: measure,
};

async function* measure(_context: BenchContext): AsyncGenerator<Figure | Skipped> {
  yield* against(MINIMAL_CHECKOUT, { "checkout": CHECKOUT });
  const dist = built();
  if (dist === undefined) {
    yield { subject: "bundle", skipped: "dist/ is not built: deno task build" };
    return;
  }
  const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-bench-" });
  try {
    yield* against(await bundleMinimal(directory), {
      "bundle": dist.bundle,
      "bundle by its launcher": dist.launcher,
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function* against(
  minimal: CommandLine,
  programs: Readonly<Record<string, CommandLine>>,
): AsyncGenerator<Figure> {
  for (const [subject, program] of Object.entries(programs)) {
    const { ours, theirs } = await compare(
      () => firstResponse(program),
      () => firstResponse(minimal),
      { rounds: ROUNDS, warmUps: WARM_UPS },
    );
    yield { subject, value: ours.median, unit: "ms", note: `fastest ${ours.min.toFixed(0)} ms` };
    yield {
      subject: `${subject} / minimal`,
      value: ours.median / theirs.median,
      unit: "×",
      target: MOST,
      note: `minimal ${theirs.median.toFixed(0)} ms, fastest ${theirs.min.toFixed(0)} ms; ` +
        `of the fastest ${(ours.min / theirs.min).toFixed(2)} ×`,
    };
  }
}

/** Milliseconds until the first line; the end of the process does not count. */
async function firstResponse(command: CommandLine): Promise<number> {
  const started = performance.now();
  const child = spawn(command, NO_CLOUD);
  const errors = new Response(child.stderr).text();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${JSON.stringify(HELLO)}\n`));
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  const ms = performance.now() - started;
  await writer.close().catch(() => {/* it ended already */});
  await reader.cancel();
  await child.status;
  if (done) throw new Error(`No response from ${command[0]}: ${await errors}`);
  await errors;
  return ms;
}
