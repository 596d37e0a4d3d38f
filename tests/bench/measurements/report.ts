/** Time and memory of the health report.
 *
 * @module
 */
import { demoCloud } from "../clouds.ts";
import type { Measurement } from "../measurement.ts";
import { reportOnce } from "../report_process.ts";
import type { Figure, Skipped } from "../result.ts";
import { sampleOf } from "../sample.ts";

const ROUNDS = 3;
const MOST_MEMORY_MB = 300;
/** Ten times the servers may take a little more than ten times as long. */
const MOST_GROWTH = 12;

/** The health report on clouds of several sizes. */
export const report: Measurement = {
  name: "report",
  title: "health report, against demo clouds in processes of their own",
  run: measure,
};

async function* measure(): AsyncGenerator<Figure | Skipped> {
  const fastest = new Map<number, number>();
  for (const servers of [10, 1_000, 10_000]) {
    await using cloud = await demoCloud({ servers });
    const times: number[] = [];
    let peak: number | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const one = await reportOnce(cloud.login("operator"));
      times.push(one.ms);
      if (one.peak !== undefined) peak = Math.max(peak ?? 0, one.peak);
    }
    const { median, min } = sampleOf(times);
    fastest.set(servers, min);
    const subject = `${servers} servers`;
    yield { subject, value: median, unit: "ms", note: `fastest ${min.toFixed(0)} ms` };
    if (peak === undefined) yield { subject: `${subject}, memory`, skipped: "only Linux tells the peak" };
    else yield { subject: `${subject}, memory`, value: peak, unit: "MB", target: MOST_MEMORY_MB };
  }
  yield {
    subject: "10000 servers / 1000 servers",
    value: (fastest.get(10_000) ?? NaN) / (fastest.get(1_000) ?? NaN),
    unit: "×",
    target: MOST_GROWTH,
  };
}
