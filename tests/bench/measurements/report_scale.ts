/** The health report of an administrator on all projects, against its own requests without it.
 *
 * @module
 */
import { type BenchCloud, demoCloud } from "../clouds.ts";
import type { Measurement } from "../measurement.ts";
import { recordReport, replayLanes } from "../recording.ts";
import { reportOnce } from "../report_process.ts";
import type { Figure, Skipped } from "../result.ts";
import { compare, sampleOf } from "../sample.ts";

const ROUNDS = 5;
const MOST_MEMORY_MB = 300;
/** What reading lists and asking Placement takes, and half as much for all that is made of it. */
const MOST_TIMES_FETCH = 1.5;
/** Ten times the cloud may take a little more than ten times as long. */
const MOST_GROWTH = 12;

const SMALL = { servers: 1_000, hosts: 50, crowd: { network: { ports: 2_000 } } };
const LARGE = { servers: 10_000, hosts: 500, crowd: { network: { ports: 20_000 } } };

/** Services that read a database hardly answer sooner. The demo's own answers come at once. */
const DELAY_MS = 10;

/** The report on all projects of large clouds. */
export const reportScale: Measurement = {
  name: "report-scale",
  title: "health report on all projects of large demo clouds, against its requests sent again by plain fetch",
  run: measure,
};

async function* measure(): AsyncGenerator<Figure | Skipped> {
  const small = yield* measureAt(SMALL, "");
  const large = yield* measureAt(LARGE, "");
  yield { subject: "10000 servers / 1000 servers", value: large / small, unit: "×", target: MOST_GROWTH };
  yield* measureAt({ ...LARGE, delayMs: DELAY_MS }, `, answers after ${DELAY_MS} ms`);
}

async function* measureAt(
  size: typeof LARGE & { readonly delayMs?: number },
  how: string,
): AsyncGenerator<Figure | Skipped, number> {
  await using cloud = await demoCloud(size);
  // Small clouds are read before the program's code has become fast.
  const target = size.servers < LARGE.servers ? {} : { target: MOST_TIMES_FETCH };
  return yield* measureOne(`${size.servers} servers, ${size.hosts} hosts${how}`, cloud, target);
}

/** Gives the time of the whole process as well. */
async function* measureOne(
  subject: string,
  cloud: BenchCloud,
  target: { readonly target?: number },
): AsyncGenerator<Figure | Skipped, number> {
  const login = cloud.login("admin");
  const lanes = await recordReport(login);
  const peaks: number[] = [];
  const whole: number[] = [];
  let findings = 0;
  const { ours, theirs } = await compare(
    async () => {
      const { ms, peak, json } = await reportOnce(login, ["--all-projects"]);
      const report = JSON.parse(json);
      if (peak !== undefined) peaks.push(peak);
      whole.push(ms);
      findings = report.findings.length;
      return report.duration_ms;
    },
    () => replayLanes(lanes),
    { rounds: ROUNDS, warmUps: 1 },
  );
  const process = sampleOf(whole);
  const requests = lanes.reduce((sum, lane) => sum + lane.requests.length, 0);
  yield { subject: `${subject}: requests`, value: requests, unit: "requests", note: `${findings} findings` };
  yield { subject: `${subject}: program, from start to end`, value: process.median, unit: "ms" };
  yield { subject: `${subject}: run`, value: ours.median, unit: "ms", note: `fastest ${ours.min} ms` };
  yield {
    subject: `${subject}: plain fetch`,
    value: theirs.median,
    unit: "ms",
    note: `fastest ${theirs.min.toFixed(0)} ms`,
  };
  yield {
    subject: `${subject}: run / plain fetch`,
    value: ours.median / theirs.median,
    unit: "×",
    ...target,
  };
  if (peaks.length === 0) yield { subject: `${subject}: memory`, skipped: "only Linux tells the peak" };
  else yield { subject: `${subject}: memory`, value: Math.max(...peaks), unit: "MB", target: MOST_MEMORY_MB };
  return process.median;
}
