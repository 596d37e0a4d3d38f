/** What the commands run in, and how they reach a cloud.
 *
 * @module
 */
import type { ParsedCommandLine } from "../cli/options.ts";
import { UsageError } from "../cli/options.ts";
import type { Terminal } from "../cli/terminal.ts";
import { absolutePath, CONFIRM_LEVELS, type Settings, type World } from "../config/mod.ts";
import type { SnapshotTool } from "../front/snapshot.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { PortAnswer, PortRequest } from "../wire/cloud_port.ts";
import type { LogMessage, ProgressMessage, ServePolicy } from "../wire/messages.ts";
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

/** Uses the chosen cloud, which may be the embedded one.
 *
 * @throws {UsageError} If several clouds were chosen.
 */
export async function withCloud<T>({ settings }: Run, use: (cloud: CloudSettings) => Promise<T>): Promise<T> {
  if (settings.common.demo.value) {
    const demo = await startDemo();
    try {
      return await use(demoSettings(demo, settings.common.requestTimeoutMs.value));
    } finally {
      demo.close();
    }
  }
  const [entry, second] = settings.clouds;
  if (!entry) throw new UsageError("No cloud is configured");
  if (second) {
    throw new UsageError("Several clouds at once are not part of this version yet: name one with --cloud");
  }
  return await use(entry.settings);
}

/** Asks the chosen cloud one question. Progress is shown on a terminal.
 *
 * @param then What to ask after an answer; undefined ends it.
 */
export async function ask(
  run: Run,
  request: PortRequest,
  then?: (answer: PortAnswer) => Promise<PortRequest | undefined>,
): Promise<PortAnswer> {
  const { terminal } = run;
  const progress = terminal.showsProgress ? progressLine(terminal) : undefined;
  const changes = await changeKeeping(run);
  try {
    return await withCloud(run, (settings) =>
      askCloud(request, {
        settings,
        policy: policyOf(run, "terminal"),
        changes,
        ...(then ? { then } : {}),
        log: run.log,
        signal: run.stop,
        ...(progress ? { onProgress: progress.show } : {}),
      }));
  } finally {
    progress?.clear();
  }
}

function progressLine(terminal: Terminal) {
  return {
    show: ({ done, total, message }: ProgressMessage) =>
      terminal.progress(`${done}${total === undefined ? "" : `/${total}`} ${message}`),
    clear: () => terminal.progress(""),
  };
}
