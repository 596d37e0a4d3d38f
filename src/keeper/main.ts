/** From the command line to the exit code.
 *
 * @module
 */
import { describeTool, listTools, writeAnswer } from "../cli/tools.ts";
import { parseCommandLine, type ParsedCommandLine, UsageError } from "../cli/options.ts";
import { EXIT, type Terminal } from "../cli/terminal.ts";
import { LOG_LEVELS, resolveSettings, type Settings, SettingsError } from "../config/mod.ts";
import { chooseTools, SNAPSHOT, type SnapshotTool } from "../front/snapshot.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { PortAnswer, PortRequest } from "../wire/cloud_port.ts";
import type { LogMessage, ServePolicy } from "../wire/messages.ts";
import { demoSettings, startDemo } from "./demo_keeper.ts";
import { makeWorker } from "./entries.ts";
import { createLog } from "./log.ts";
import { askCloud } from "./one_shot.ts";
import { serveStdio } from "./serve.ts";
import { stopSignal } from "./stop_signal.ts";
import { realTerminal } from "./terminal.ts";
import { realWorld, removeProxyVariables } from "./world.ts";
import { VERSION } from "./version.ts";

type Command = Extract<ParsedCommandLine, { kind: "run" }>;

/** What the commands run in. */
interface Run {
  readonly command: Command;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly log: (entry: LogMessage) => void;
  readonly stop: AbortSignal;
  readonly tools: readonly SnapshotTool[];
}

/** Runs the program.
 *
 * @param argv The arguments after the program's name.
 * @returns The exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = realTerminal();
  let command: ParsedCommandLine | undefined;
  try {
    command = parseCommandLine(argv, { version: VERSION, stdinIsTerminal: Deno.stdin.isTerminal() });
    if (command.kind === "print") {
      terminal.write(command.text);
      return EXIT.done;
    }
    return await runCommand(command, terminal);
  } catch (error) {
    if (error instanceof UsageError || error instanceof SettingsError || error instanceof TypeError) {
      return refuse(error.message, error instanceof UsageError ? error.command : nameOf(command), terminal);
    }
    throw error;
  }
}

function nameOf(command: ParsedCommandLine | undefined): string | undefined {
  return command?.kind === "run" ? command.command : undefined;
}

/** Cron reads the report's first line and its exit code: a wrong setting is UNKNOWN there. */
function refuse(message: string, command: string | undefined, terminal: Terminal): number {
  if (command === "report") {
    terminal.write(`UNKNOWN: ${message}\n`);
    return 3;
  }
  terminal.note(`openstack-mcp: ${message}`);
  return EXIT.usage;
}

async function runCommand(command: Command, terminal: Terminal): Promise<number> {
  // A front takes longest to be ready, and needs none of the settings to load.
  const front = command.command === "serve" ? makeWorker("front", []) : undefined;
  const stop = stopSignal();
  try {
    const settings = resolveSettings(command, realWorld());
    removeProxyVariables();
    const log = createLog({
      level: LOG_LEVELS.find((level) => level === settings.common.logLevel.value) ?? "info",
      format: settings.common.logFormat.value === "json" ? "json" : "text",
    });
    for (const text of settings.notes) log({ kind: "log", level: "warning", text });
    const run: Run = { command, settings, terminal, log, stop: stop.signal, tools: chosenTools(settings) };
    const code = await (front ? serve(run, front) : COMMANDS[command.command]?.(run) ?? EXIT.usage);
    return stop.signal.aborted ? stop.exitCode(command.command) : code;
  } finally {
    front?.terminate();
    stop.dispose();
  }
}

function chosenTools({ serve }: Settings): SnapshotTool[] {
  return chooseTools({
    toolsets: serve.toolsets.value,
    tools: serve.tools.value,
    excluded: serve.excludeTools.value,
    allowSensitive: serve.allowSensitive.value,
  });
}

function policyOf({ settings, tools }: Run): ServePolicy {
  return {
    tools: tools.map((tool) => tool.listed.name),
    answerTokens: settings.serve.answerTokens.value,
    allProjects: settings.serve.allProjects.value,
    allowSensitive: settings.serve.allowSensitive.value,
  };
}

async function serve(run: Run, front: Worker): Promise<number> {
  const { settings, log, stop, tools } = run;
  const { transport } = settings.serve;
  if (transport.value.kind === "http") {
    throw new TypeError("--http is not part of this version yet: use stdio");
  }
  return await withCloud(run, async (cloud) => {
    const orderly = await serveStdio({
      front,
      frontOptions: {
        name: "openstack-mcp",
        version: VERSION,
        tools: tools.map((tool) => tool.listed.name),
        callDeadlineMs: settings.common.timeoutMs.value,
      },
      settings: cloud,
      policy: policyOf(run),
      log,
      stop,
    });
    return orderly ? EXIT.done : EXIT.failed;
  });
}

/** Runs something on the chosen cloud, which may be the embedded one. */
async function withCloud<T>({ settings }: Run, use: (cloud: CloudSettings) => Promise<T>): Promise<T> {
  if (settings.common.demo.value) {
    const demo = await startDemo();
    try {
      return await use(demoSettings(demo, settings.common.requestTimeoutMs.value));
    } finally {
      demo.close();
    }
  }
  const [entry, second] = settings.clouds;
  if (!entry) throw new TypeError("No cloud is configured");
  if (second) {
    throw new TypeError("Several clouds at once are not part of this version yet: name one with --cloud");
  }
  return await use(entry.settings);
}

function ask(run: Run, request: PortRequest): Promise<PortAnswer> {
  return withCloud(
    run,
    (settings) => askCloud(request, { settings, policy: policyOf(run), log: run.log, signal: run.stop }),
  );
}

async function tools(run: Run): Promise<number> {
  const { command, settings, terminal } = run;
  const action = command.tools ?? { kind: "list" };
  const format = command.flags.listFormat?.texts[0] === "json" ? "json" : "text";
  if (action.kind === "list") return listTools(run.tools, format, terminal);
  if (action.kind === "describe") return describeTool(SNAPSHOT, action.name, format, terminal);
  const answer = await ask(run, {
    kind: "call",
    tool: action.name,
    arguments: action.arguments,
    deadlineMs: settings.common.timeoutMs.value,
    repeatable: true,
  });
  return writeAnswer(answer, format === "text", terminal);
}

const COMMANDS: Readonly<Record<string, (run: Run) => Promise<number>>> = { tools };
