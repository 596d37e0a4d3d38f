/** What the commands run in, and how they reach a cloud.
 *
 * @module
 */
import type { ParsedCommandLine } from "../cli/options.ts";
import { UsageError } from "../cli/options.ts";
import type { Terminal } from "../cli/terminal.ts";
import { absolutePath, type CloudEntry, CONFIRM_LEVELS, type Settings, type World } from "../config/mod.ts";
import { SNAPSHOT, type SnapshotTool } from "../front/snapshot.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { PortAnswer, PortRequest } from "../wire/cloud_port.ts";
import { mergeAnswers } from "../wire/merge.ts";
import type { LogMessage, ProgressMessage, ServePolicy } from "../wire/messages.ts";
import { choosePlaces, type Place } from "../wire/places.ts";
import { AuditLog } from "./audit_log.ts";
import type { ChangeKeeping } from "./cloud_keeper.ts";
import { demoSettings, startDemo } from "./demo_keeper.ts";
import { Nonces } from "./nonces.ts";
import { askCloud } from "./one_shot.ts";

/** A command line that names a command. */
export type Command = Extract<ParsedCommandLine, { kind: "run" }>;

/** One run of a command. */
export interface Run {
  readonly command: Command;
  /** Environment and files, as they were at the start. */
  readonly world: World;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly log: (entry: LogMessage) => void;
  readonly stop: AbortSignal;
  /** The tools that were chosen. */
  readonly tools: readonly SnapshotTool[];
}

/** What the cloud's side must know of the choices made at start.
 *
 * @param caller What the caller is called where callers show no token.
 */
export function policyOf({ settings: { serve }, tools }: Run, caller: string): ServePolicy {
  return {
    tools: tools.map((tool) => tool.listed.name),
    answerTokens: serve.answerTokens.value,
    allProjects: serve.allProjects.value,
    allowSensitive: serve.allowSensitive.value,
    allowWrite: serve.allowWrite.value,
    allowAdmin: serve.allowAdmin.value,
    confirm: CONFIRM_LEVELS.find((level) => level === serve.confirm.value) ?? "human",
    maxTargets: serve.maxTargets.value,
    caller,
  };
}

/** The tools that are listed: without leave to change anything, those that can are callable and say why they do not. */
export function listedTools({ settings, tools }: Run): SnapshotTool[] {
  return tools.filter((tool) => tool.readOnly || settings.serve.allowWrite.value);
}

/** What the keeper does for changes.
 *
 * @throws {UsageError} If changes are allowed and the audit log cannot be written.
 */
export async function changeKeeping({ settings, world, log }: Run): Promise<ChangeKeeping> {
  const { auditLog, allowWrite } = settings.serve;
  const path = auditLog.value === undefined ? undefined : absolutePath(world, auditLog.value);
  const audit = new AuditLog({ log, ...(path === undefined ? {} : { path }) });
  try {
    if (allowWrite.value) await audit.probe();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--audit-log ${path}: ${why}. Name a file that this user may write.`);
  }
  return { audit, nonces: new Nonces(), confirmKey: await confirmKey(settings.confirmSecret) };
}

/** Replicas that share a secret accept each other's confirmations; otherwise the key dies with the process. */
async function confirmKey(secret: string | undefined): Promise<string> {
  if (secret === undefined) return crypto.getRandomValues(new Uint8Array(32)).toBase64();
  const bytes = new TextEncoder().encode(`confirmations of changes\n${secret}`);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toBase64();
}

/** A place with the settings that lead to it. */
export interface RunPlace extends Place {
  readonly settings: CloudSettings;
}

/** Uses the chosen clouds, each in its regions, the default first; the embedded one if that was chosen.
 *
 * @throws {UsageError} If there is none.
 */
export async function withPlaces<T>(
  { settings }: Run,
  use: (places: readonly RunPlace[]) => Promise<T>,
): Promise<T> {
  if (settings.common.demo.value) {
    const demo = await startDemo();
    try {
      const own = demoSettings(demo, settings.common.requestTimeoutMs.value);
      return await use([{ key: own.name, cloud: own.name, settings: own }]);
    } finally {
      demo.close();
    }
  }
  if (settings.clouds.length === 0) throw new UsageError("No cloud is configured");
  return await use(settings.clouds.map((entry) => placeOf(entry, settings.clouds)));
}

function placeOf({ name, settings }: CloudEntry, all: readonly CloudEntry[]): RunPlace {
  const { region } = settings;
  const isOneOfSeveral = all.filter((entry) => entry.name === name).length > 1;
  return {
    key: isOneOfSeveral ? `${name} ${region}` : name,
    cloud: name,
    ...(region === undefined ? {} : { region }),
    settings,
  };
}

/** Asks the chosen cloud one question; a tool may ask several. Progress is shown on a terminal.
 *
 * @param then What to ask after an answer; undefined ends it.
 * @throws {UsageError} If the command works on one cloud and several were chosen.
 */
export async function ask(
  run: Run,
  request: PortRequest,
  then?: (answer: PortAnswer) => Promise<PortRequest | undefined>,
): Promise<PortAnswer> {
  return await asking(run, then, (places, askOne) => askPlaces(places, request, askOne));
}

/** Asks each of the chosen clouds and regions the same, at the same time. */
export async function askEach(
  run: Run,
  requestOf: (place: RunPlace) => PortRequest,
): Promise<{ readonly place: RunPlace; readonly answer: PortAnswer }[]> {
  return await asking(run, undefined, (places, askOne) =>
    Promise.all(
      places.map(async (place) => ({ place, answer: await askOne(place, requestOf(place)) })),
    ));
}

type AskOne = (place: RunPlace, request: PortRequest) => Promise<PortAnswer>;

/** Lends a way to ask the chosen places. Progress is shown on a terminal meanwhile. */
async function asking<T>(
  run: Run,
  then: ((answer: PortAnswer) => Promise<PortRequest | undefined>) | undefined,
  use: (places: readonly RunPlace[], askOne: AskOne) => Promise<T>,
): Promise<T> {
  const { terminal } = run;
  const progress = terminal.showsProgress ? progressLine(terminal) : undefined;
  const changes = await changeKeeping(run);
  const askOne: AskOne = ({ settings }, request) =>
    askCloud(request, {
      settings,
      policy: policyOf(run, "terminal"),
      changes,
      ...(then ? { then } : {}),
      log: run.log,
      signal: run.stop,
      ...(progress ? { onProgress: progress.show } : {}),
    });
  try {
    return await withPlaces(run, (places) => use(places, askOne));
  } finally {
    progress?.clear();
  }
}

async function askPlaces(
  places: readonly RunPlace[],
  request: PortRequest,
  askOne: AskOne,
): Promise<PortAnswer> {
  const [first, second] = places;
  if (!first) throw new UsageError("No cloud is configured");
  if (request.kind !== "call") {
    if (second) throw new UsageError("This command works on one cloud and region at a time: name one");
    return await askOne(first, request);
  }
  const chosen = choosePlaces(places, request.arguments);
  if (typeof chosen === "string") throw new UsageError(chosen);
  const wanted = places.filter((place) => chosen.places.includes(place));
  const own = { ...request, arguments: chosen.arguments };
  const [only] = wanted;
  if (!chosen.merged && only) return await askOne(only, own);
  if (SNAPSHOT.some((tool) => tool.listed.name === request.tool && !tool.readOnly)) {
    throw new UsageError("A change goes to one cloud and region at a time: name one");
  }
  const answers = await Promise.all(
    wanted.map(async (place) => ({
      place,
      answer: await askOne(place, { ...own, share: wanted.length }),
    })),
  );
  return mergeAnswers(answers, places);
}

function progressLine(terminal: Terminal) {
  return {
    show: ({ done, total, message }: ProgressMessage) =>
      terminal.progress(`${done}${total === undefined ? "" : `/${total}`} ${message}`),
    clear: () => terminal.progress(""),
  };
}
