/** What the commands run in, and how they reach a cloud.
 *
 * @module
 */
import type { ParsedCommandLine } from "../cli/options.ts";
import { UsageError } from "../cli/options.ts";
import type { Terminal } from "../cli/terminal.ts";
import type { Settings, World } from "../config/mod.ts";
import type { SnapshotTool } from "../front/snapshot.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { PortAnswer, PortRequest } from "../wire/cloud_port.ts";
import type { LogMessage, ProgressMessage, ServePolicy } from "../wire/messages.ts";
import { demoSettings, startDemo } from "./demo_keeper.ts";
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

/** What the cloud's side must know of the choices made at start. */
export function policyOf({ settings, tools }: Run): ServePolicy {
  return {
    tools: tools.map((tool) => tool.listed.name),
    answerTokens: settings.serve.answerTokens.value,
    allProjects: settings.serve.allProjects.value,
    allowSensitive: settings.serve.allowSensitive.value,
  };
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

/** Asks the chosen cloud one question. Progress is shown on a terminal. */
export async function ask(run: Run, request: PortRequest): Promise<PortAnswer> {
  const { terminal } = run;
  const progress = terminal.showsProgress ? progressLine(terminal) : undefined;
  try {
    return await withCloud(run, (settings) =>
      askCloud(request, {
        settings,
        policy: policyOf(run),
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
