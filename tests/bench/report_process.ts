/** The health report as a process of its own, timed and weighed from outside.
 *
 * @module
 */
import { CHECKOUT, memoryOf, spawn } from "./children.ts";
import type { Login } from "./clouds.ts";

const SAMPLE_EVERY_MS = 15;

/** What one report took. */
export interface ReportRun {
  /** From the start of the process to its end. */
  readonly ms: number;
  /** Megabytes at the most; undefined where the system does not tell. */
  readonly peak: number | undefined;
  /** The report. */
  readonly json: string;
}

/** Makes a report.
 *
 * @throws {Error} If there is none.
 */
export async function reportOnce(login: Login, args: readonly string[] = []): Promise<ReportRun> {
  const started = performance.now();
  const child = spawn([...CHECKOUT, "report", "--format", "json", ...args], login);
  let peak: number | undefined;
  const sampling = setInterval(() => {
    peak = memoryOf(child.pid)?.peak ?? peak;
  }, SAMPLE_EVERY_MS);
  try {
    const [json, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.stdin.close(),
    ]);
    await child.status;
    const ms = performance.now() - started;
    if (!json.startsWith("{")) throw new Error(`There is no report: ${json}${stderr}`);
    return { ms, peak, json };
  } finally {
    clearInterval(sampling);
  }
}
