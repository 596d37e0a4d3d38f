/** From the command line to the exit code.
 *
 * @module
 */
import { parseCommandLine, UsageError } from "../cli/options.ts";
import { UNKNOWN, unknownLine } from "../cli/report.ts";
import { EXIT, type Terminal } from "../cli/terminal.ts";
import { LOG_LEVELS, resolveSettings, type Settings, SettingsError } from "../config/mod.ts";
import { chooseTools, type SnapshotTool } from "../front/snapshot.ts";
import { createOutputGuard } from "../text/guard_output.ts";
import { Redactor } from "../text/redact.ts";
import { COMMANDS } from "./commands.ts";
import { createLog } from "./log.ts";
import { type Command, type Run } from "./run.ts";
import { runServer } from "./run_server.ts";
import { stopSignal } from "./stop_signal.ts";
import { realTerminal } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { realWorld, removeProxyVariables } from "./world.ts";

/** Runs the program.
 *
 * @param argv The arguments after the program's name.
 * @param front A front worker that was made ahead, in case that the command needs one.
 * @returns The exit code.
 */
export async function runProgram(argv: readonly string[], front?: Worker): Promise<number> {
  const terminal = realTerminal();
  let command: string | undefined;
  // The runtime would print what escapes with its stack, secrets included.
  for (const kind of ["error", "unhandledrejection"] as const) {
    globalThis.addEventListener(kind, (event) => {
      event.preventDefault();
      const error: unknown = event instanceof ErrorEvent ? event.error ?? event.message : event.reason;
      Deno.exit(refuse(error, command, terminal));
    });
  }
  try {
    const parsed = parseCommandLine(argv, { version: VERSION, stdinIsTerminal: Deno.stdin.isTerminal() });
    if (parsed.kind === "print") {
      terminal.write(parsed.text);
      return EXIT.done;
    }
    command = parsed.command;
    return await runCommand(parsed, terminal, front);
  } catch (error) {
    return refuse(error, error instanceof UsageError ? error.command ?? command : command, terminal);
  } finally {
    front?.terminate();
  }
}

/** Cron reads the report's first line and its exit code: whatever keeps the report from being made is UNKNOWN. */
function refuse(error: unknown, command: string | undefined, terminal: Terminal): number {
  const isUsage = error instanceof UsageError || error instanceof SettingsError;
  const text = error instanceof Error ? error.message : String(error);
  const message = createOutputGuard({ redactor: new Redactor() })(isUsage ? text : `internal error: ${text}`);
  if (command === "report") {
    terminal.write(`${unknownLine({ what: message })}\n`);
    return UNKNOWN;
  }
  terminal.note(`openstack-mcp: ${message}`);
  return isUsage ? EXIT.usage : EXIT.failed;
}

async function runCommand(command: Command, terminal: Terminal, ahead?: Worker): Promise<number> {
  const world = realWorld();
  removeProxyVariables();
  if (command.command !== "serve") ahead?.terminate();
  const stop = stopSignal();
  try {
    const settings = resolveSettings(command, world);
    const log = createLog({
      level: logLevel(command, settings),
      format: settings.common.logFormat.value === "json" ? "json" : "text",
    });
    for (const text of settings.notes) log({ kind: "log", level: "warning", text });
    const tools = chosenTools(settings);
    const run: Run = { command, world, settings, terminal, log, stop: stop.signal, tools };
    const code = command.command === "serve"
      ? await runServer(run, ahead)
      : await COMMANDS[command.command](run);
    return stop.signal.aborted && command.command !== "report" ? stop.exitCode(command.command) : code;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (command.command !== "report") return stop.exitCode(command.command);
    terminal.write(`${unknownLine({ what: "interrupted before the report was finished" })}\n`);
    return UNKNOWN;
  } finally {
    stop.dispose();
  }
}

/** A server logs its calls; a person at a terminal sees the answer and needs no line about it. */
function logLevel({ command }: Command, { common }: Settings): (typeof LOG_LEVELS)[number] {
  const { value, origin } = common.logLevel;
  if (origin.kind === "default" && command !== "serve") return "warning";
  return LOG_LEVELS.find((level) => level === value) ?? "info";
}

function chosenTools({ serve }: Settings): SnapshotTool[] {
  try {
    return chooseTools({
      toolsets: serve.toolsets.value,
      tools: serve.tools.value,
      excluded: serve.excludeTools.value,
      allowSensitive: serve.allowSensitive.value,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
