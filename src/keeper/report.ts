/** The command `report`: locks, reads what earlier runs left, asks every chosen cloud, and writes.
 *
 * @module
 */
import { parse as parseYaml } from "yaml";
import {
  acknowledged,
  isReport,
  plansText,
  reportOptions,
  type ReportTargets,
  reportTargets,
  UNKNOWN,
  unknownLine,
  writeReport,
} from "../cli/report.ts";
import { UsageError } from "../cli/options.ts";
import { absolutePath } from "../config/mod.ts";
import {
  type Memory,
  NO_MEMORY,
  type PlaceMemory,
  placeMemory,
  readMemory,
  writeMemory,
} from "../health/memory/memory.ts";
import { mergeReports, type PlaceReport } from "../health/merge_reports.ts";
import { isPlan, type Plan } from "../health/planned.ts";
import type { Report } from "../health/report.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";
import { errorOf, membersOf } from "./members.ts";
import { askEach, type Run, type RunPlace } from "./run.ts";
import { lockRun } from "./run_lock.ts";
import { VERSION } from "./version.ts";
import { writeWhole } from "./write_whole.ts";

/** Runs the command.
 *
 * @throws {UsageError} If the command line, the profile or the state file cannot be used, or another run holds them.
 */
export async function report(run: Run): Promise<number> {
  const targets = reportTargets(run.settings.report);
  const { state, ack } = run.settings.report;
  const { profile } = run.settings;
  const path = pathOf(run, state.value);
  using _lock = await lockRun([
    ...(profile.path === undefined ? [] : [{ path: profile.path }]),
    ...(path === undefined ? [] : [{ path: `${path}.lock`, create: true }]),
  ]);
  if (ack.value !== undefined) return await acknowledge(run, { key: ack.value, path });
  await startDelay(profile.startDelaySeconds, run.stop);
  return await reportNow(run, targets, path);
}

function pathOf({ world }: Run, file: string | undefined): string | undefined {
  return file === undefined ? undefined : absolutePath(world, file);
}

/** Many bastions with the same line of cron do not all ask at once. */
async function startDelay(seconds: number, stop: AbortSignal): Promise<void> {
  if (seconds === 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.random() * seconds * 1000);
  const abort = () => reject(stop.reason);
  stop.addEventListener("abort", abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", abort);
  }
}

async function acknowledge(
  { settings, terminal }: Run,
  { key, path = "" }: { readonly key: string; readonly path: string | undefined },
): Promise<number> {
  const { reason, until } = settings.report;
  const memory = await readState(path, "--state");
  if (!memory) throw new UsageError(`--ack: ${path} does not exist; the first run with --state makes it`);
  const wanted = { key, reason: reason.value ?? "", until: until.value ?? "" };
  await writeWhole(path, writeMemory(acknowledged(memory, wanted, Date.now())), { mode: 0o600 });
  terminal.write(`Acknowledged until ${wanted.until}: ${key}\n`);
  return 0;
}

async function reportNow(run: Run, targets: ReportTargets, path: string | undefined): Promise<number> {
  const { settings, terminal } = run;
  const started = Date.now();
  const since = pathOf(run, settings.report.since.value);
  const before = path === undefined
    ? await requiredState(since)
    : await readState(path, "--state") ?? NO_MEMORY;
  const thresholds = settings.report.thresholds.value;
  const options = reportOptions(settings, {
    ...(thresholds === undefined ? {} : { thresholds: readThresholds(thresholds) }),
    memory: before,
    now: started,
  });
  const answers = await askEach(run, (place) => ({
    kind: "run",
    task: "report",
    options: { ...options, ...(before ? { memories: before.places[placeKey(place)] ?? {} } : {}) },
    deadlineMs: settings.common.timeoutMs.value,
  }));
  if (settings.report.dryRun.value) return writePlans(run, answers);
  const results = answers.map(resultOf);
  const [only] = results;
  if (results.length === 1 && only && !only.report) {
    terminal.write(`${unknownLine(only.error ?? {})}\n`);
    return UNKNOWN;
  }
  const found = reportOf(results, started);
  const { exitCode, full } = await writeReport(found, settings, {
    targets,
    writeFile: writeWhole,
    terminal,
    lastFull: before?.lastFull,
    now: started,
  });
  if (path !== undefined && before) {
    const after = memoryAfter(before, results, full ? started : undefined);
    await writeWhole(path, writeMemory(after), { mode: 0o600 });
  }
  return exitCode;
}

/** What one place answered. */
interface PlaceResult {
  readonly place: RunPlace;
  readonly report?: Report;
  readonly memory?: PlaceMemory;
  readonly memoryKey?: string;
  readonly error?: Readonly<Record<string, unknown>>;
}

interface PlaceAnswer {
  readonly place: RunPlace;
  readonly answer: PortAnswer;
}

function resultOf({ place, answer }: PlaceAnswer): PlaceResult {
  if (answer.isError) return { place, error: errorOf(answer) };
  const { report, memory, memoryKey } = membersOf(answer);
  if (!isReport(report)) throw new TypeError("The cloud's side gave no report");
  return {
    place,
    report,
    ...(memory === undefined || typeof memoryKey !== "string"
      ? {}
      : { memory: placeMemory(memory), memoryKey }),
  };
}

function reportOf(results: readonly PlaceResult[], started: number): Report {
  const [first, second] = results;
  if (first?.report && !second) return first.report;
  const places = results.map(({ place, report, error }): PlaceReport => ({
    place: place.key,
    ...(report ? { report } : { error: unknownLine(error ?? {}).replace(/^UNKNOWN: /, "") }),
  }));
  return mergeReports(places, {
    tool: { name: "openstack-mcp", version: VERSION },
    started,
    durationMs: Date.now() - started,
  });
}

/** Under which a place is remembered, whether or not others are asked with it. */
function placeKey({ cloud, settings }: RunPlace): string {
  return settings.region === undefined ? cloud : `${cloud}/${settings.region}`;
}

function memoryAfter(before: Memory, results: readonly PlaceResult[], fullAt: number | undefined): Memory {
  const places = { ...before.places };
  for (const { place, memory, memoryKey } of results) {
    if (!memory || memoryKey === undefined) continue;
    const key = placeKey(place);
    places[key] = { ...places[key], [memoryKey]: memory };
  }
  return { ...before, places, ...(fullAt === undefined ? {} : { lastFull: fullAt }) };
}

async function requiredState(path: string | undefined): Promise<Memory | undefined> {
  if (path === undefined) return undefined;
  const memory = await readState(path, "--since");
  if (memory) return memory;
  throw new UsageError(`--since ${path}: there is no such file`);
}

/** Undefined if there is no such file yet. */
async function readState(path: string, flag: string): Promise<Memory | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new UsageError(`${flag} ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return readMemory(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${flag} ${path}: ${why}. Move the file away to begin anew`);
  }
}

/** JSON is YAML too. */
function readThresholds(path: string): unknown {
  try {
    return parseYaml(Deno.readTextFileSync(path));
  } catch (error) {
    throw new UsageError(`--thresholds ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writePlans({ settings, terminal }: Run, answers: readonly PlaceAnswer[]): number {
  const failed = answers.find(({ answer }) => answer.isError);
  if (failed) {
    terminal.write(`${unknownLine(errorOf(failed.answer))}\n`);
    return UNKNOWN;
  }
  const plans = answers.map(({ answer }): Plan => {
    const { plan } = membersOf(answer);
    if (!isPlan(plan)) throw new TypeError("The cloud's side gave no plan");
    return plan;
  });
  terminal.write(plansText(plans, settings.report.format.value, terminal.width));
  return 0;
}
