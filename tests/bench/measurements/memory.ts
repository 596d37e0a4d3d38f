/** Memory of a server that has nothing to do.
 *
 * @module
 */
import { memoryOf } from "../children.ts";
import { demoCloud } from "../clouds.ts";
import type { Measurement } from "../measurement.ts";
import type { Figure, Skipped } from "../result.ts";
import { answerText, withServer } from "../speaking.ts";

const CALLS = [1, 1_000];
const SETTLE_MS = 500;
/** Calls under way at once. */
const AT_ONCE = 4;

/** Memory of the idle server after one call and after many. */
export const memory: Measurement = {
  name: "memory",
  title: "memory of the idle server, at the demo cloud",
  run: measure,
};

async function* measure(): AsyncGenerator<Figure | Skipped> {
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
      const subject = `after ${calls} ${calls === 1 ? "call" : "calls"}`;
      const used = memoryOf(server.pid);
      return used === undefined
        ? { subject, skipped: "only Linux tells it" }
        : { subject, value: used.now, unit: "MB", note: `peak ${used.peak.toFixed(0)} MB` };
    });
  }, ["--log-level", "warning"]);
  yield* figures;
}
