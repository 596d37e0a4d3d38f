/** Memory of a server that has nothing to do, and of one with much to do.
 *
 * @module
 */
import { memoryOf } from "../children.ts";
import { demoCloud } from "../clouds.ts";
import { putLoad, withHttpServer } from "../load.ts";
import type { Measurement } from "../measurement.ts";
import type { Figure, Skipped } from "../result.ts";
import { answerText, withServer } from "../speaking.ts";

const CALLS = [1, 1_000];
const SETTLE_MS = 500;
/** Calls under way at once. */
const AT_ONCE = 4;
const HTTP = { servers: 100, clients: 8, calls: [1_000, 5_000, 10_000] } as const;
/** The second half of the calls may add so much: heaps are as large as they get only after a while. */
const MOST_GROWTH = 1.05;

/** Memory of the server after few calls and after many. */
export const memory: Measurement = {
  name: "memory",
  title: "memory of the server, at the demo cloud",
  run: measure,
};

async function* measure(): AsyncGenerator<Figure | Skipped> {
  yield* ofIdle();
  yield* overHttp();
}

async function* ofIdle(): AsyncGenerator<Figure | Skipped> {
  await using cloud = await demoCloud();
  const call = { tool: "get_instance", arguments: {} };
  const { value: figures } = await withServer(cloud.login("alice"), async (server) => {
    let done = 0;
    return await Array.fromAsync(CALLS, async (calls): Promise<Figure | Skipped> => {
      for (; done < calls; done += AT_ONCE) {
        const batch = Math.min(AT_ONCE, calls - done);
        await Promise.all(Array.from({ length: batch }, () => answerText(server, call)));
      }
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const subject = `idle, after ${calls} ${calls === 1 ? "call" : "calls"}`;
      const used = memoryOf(server.pid);
      return used === undefined
        ? { subject, skipped: "only Linux tells it" }
        : { subject, value: used.now, unit: "MB", note: `peak ${used.peak.toFixed(0)} MB` };
    });
  }, ["--log-level", "warning"]);
  yield* figures;
}

async function* overHttp(): AsyncGenerator<Figure | Skipped> {
  const { servers, clients } = HTTP;
  await using cloud = await demoCloud({ servers });
  const used = await withHttpServer(cloud.login("alice"), async ({ url, pid }) => {
    const load = {
      url,
      clients,
      revision: "2026-07-28",
      method: "tools/call",
      params: { name: "get_instance", arguments: { limit: 1_000 } },
      expected: `"shown":${servers},`,
      rounds: 1,
    } as const;
    const memories: number[] = [];
    let done = 0;
    for (const calls of HTTP.calls) {
      await putLoad({ ...load, requests: calls - done });
      done = calls;
      memories.push(memoryOf(pid)?.now ?? NaN);
    }
    return memories;
  });
  const subject = `over HTTP, ${clients} clients that list ${servers} servers`;
  if (used.some(Number.isNaN)) return yield { subject, skipped: "only Linux tells it" };
  for (const [at, calls] of HTTP.calls.entries()) {
    yield { subject: `${subject}, after ${calls} calls`, value: used[at] ?? NaN, unit: "MB" };
  }
  const [, half = NaN, whole = NaN] = used;
  yield {
    subject: `${subject}, 10000 / 5000 calls`,
    value: whole / half,
    unit: "×",
    target: MOST_GROWTH,
    note: `${((whole - half) / 5).toFixed(1)} MB for each 1000 calls more`,
  };
}
