/** One function for each command: it gathers what the command needs, and gives its exit code.
 *
 * @module
 */
import { errorLine, writeAccessRules } from "../cli/access_rules.ts";
import { failedDiagnosis, settingsDiagnoses, writeDiagnoses } from "../cli/check.ts";
import { clientConfig, launchArguments } from "../cli/client_config.ts";
import { cloudsJson, cloudsText } from "../cli/clouds.ts";
import { completions } from "../cli/completions.ts";
import { UsageError } from "../cli/options.ts";
import { EXIT, exitCodeOf } from "../cli/terminal.ts";
import { describeTool, listTools, writeAnswer } from "../cli/tools.ts";
import { type CommandName, listClouds } from "../config/mod.ts";
import { SNAPSHOT } from "../front/snapshot.ts";
import { parseJson } from "../text/json.ts";
import { isAccessRulesAnswer } from "../wire/access_rules.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";
import { waitMs } from "../wire/messages.ts";
import { type Diagnosis, isDiagnosis } from "../wire/diagnosis.ts";
import { DEMO_USER, startDemo } from "./demo_keeper.ts";
import { errorOf, membersOf } from "./members.ts";
import { ask, listedTools, type Run } from "./run.ts";
import { launchedAs } from "./launched_as.ts";
import { report } from "./report.ts";

/** The commands that do their work once; `serve` has a way of its own. */
export const COMMANDS: Readonly<Record<Exclude<CommandName, "serve">, (run: Run) => Promise<number>>> = {
  "report": report,
  "tools": tools,
  "check": check,
  "access-rules": accessRules,
  "clouds": clouds,
  "client-config": clientConfigCommand,
  "demo": demo,
  "completions": completionsCommand,
};

function formatOf({ command }: Run): "text" | "json" {
  return command.flags.listFormat?.texts.at(-1) === "json" ? "json" : "text";
}

async function tools(run: Run): Promise<number> {
  const action = run.command.tools ?? { kind: "list" };
  if (action.kind === "list") return listTools(listedTools(run), formatOf(run), run.terminal);
  if (action.kind === "describe") return describeTool(SNAPSHOT, action.name, formatOf(run), run.terminal);
  const answer = await callTool(run, action.name, action.arguments);
  const code = writeAnswer(answer, formatOf(run) === "text", run.terminal);
  if (code !== EXIT.done || action.arguments["dry_run"] === true || !isOpenPlan(answer)) return code;
  run.terminal.note(
    "Nothing was changed: this is the plan. Add --yes, or --confirm TOKEN with a --confirm-key-file that both runs share.",
  );
  return EXIT.failed;
}

/** Calls a tool. Where a plan is to be confirmed, the person at the terminal is asked, unless `--yes` answered before. */
async function callTool(
  run: Run,
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<PortAnswer> {
  const { terminal, settings } = run;
  const isYes = run.command.flags.yes !== undefined;
  // `human` wants a person, not a flag that a script can hold.
  const isAgreed = isYes && settings.serve.confirm.value !== "human";
  const canAsk = isAgreed || terminal.ask !== undefined;
  const call = {
    kind: "call",
    tool,
    arguments: args,
    deadlineMs: settings.common.timeoutMs.value + waitMs(args),
  } as const;
  return await ask(run, { ...call, confirmation: { canAsk } }, async ({ ask: question }) => {
    if (!question) return undefined;
    if (!isAgreed) terminal.note(question.message);
    const isAccepted = isAgreed || await asked("Make this change?", run);
    const reply = isAccepted ? "accept" : "decline";
    return { ...call, confirmation: { canAsk, state: question.state, reply } };
  });
}

/** Asks the person, who may rather interrupt the command than answer.
 *
 * @throws The reason of the stop.
 */
async function asked(question: string, { terminal, stop }: Run): Promise<boolean> {
  stop.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onStop = () => reject(stop.reason);
  stop.addEventListener("abort", onStop, { once: true });
  try {
    return await Promise.race([stopped, terminal.ask?.(question)]) === true;
  } finally {
    stop.removeEventListener("abort", onStop);
  }
}

function isOpenPlan(answer: PortAnswer): boolean {
  const members = membersOf(answer);
  return "plan" in members && "confirm" in members;
}

async function check(run: Run): Promise<number> {
  const { settings, terminal } = run;
  const [entry] = settings.clouds;
  const own: Diagnosis[] = entry ? settingsDiagnoses(entry, settings.notes) : [];
  const answer = await ask(run, {
    kind: "run",
    task: "doctor",
    options: {},
    deadlineMs: settings.common.timeoutMs.value,
  });
  if (answer.isError) {
    const error = errorOf(answer);
    writeDiagnoses([...own, failedDiagnosis(error)], formatOf(run), terminal);
    return exitCodeOf(error);
  }
  const { diagnoses } = membersOf(answer);
  const found = Array.isArray(diagnoses) ? diagnoses.filter(isDiagnosis) : [];
  return writeDiagnoses([...own, ...found], formatOf(run), terminal);
}

async function accessRules(run: Run): Promise<number> {
  const answer = await ask(run, {
    kind: "run",
    task: "access rules",
    options: {},
    deadlineMs: run.settings.common.timeoutMs.value,
  });
  if (answer.isError) {
    const error = errorOf(answer);
    run.terminal.note(errorLine(error));
    return exitCodeOf(error);
  }
  const told = parseJson(answer.json);
  if (!isAccessRulesAnswer(told)) throw new TypeError("The cloud's side gave no access rules");
  return writeAccessRules(told, formatOf(run), Date.now(), run.terminal);
}

function clouds(run: Run): Promise<number> {
  const list = listClouds(run.command, run.world);
  run.terminal.write(formatOf(run) === "json" ? cloudsJson(list) : cloudsText(list));
  return Promise.resolve(EXIT.done);
}

function clientConfigCommand(run: Run): Promise<number> {
  const { client, flags } = run.command;
  if (!client) throw new UsageError("client-config needs the name of a client");
  const { env } = run.world;
  const chosen = ["OS_CLOUD", "OS_CLIENT_CONFIG_FILE"].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { command, args } = launchedAs();
  const config = clientConfig(client, {
    command,
    args: [...args, ...launchArguments(flags)],
    env: Object.fromEntries(chosen),
  });
  run.terminal.write(config.text.endsWith("\n") ? config.text : `${config.text}\n`);
  run.terminal.note(config.hint);
  return Promise.resolve(EXIT.done);
}

function completionsCommand(run: Run): Promise<number> {
  const { shell } = run.command;
  if (!shell) throw new UsageError("completions needs the name of a shell");
  run.terminal.write(completions(shell));
  return Promise.resolve(EXIT.done);
}

async function demo(run: Run): Promise<number> {
  const { terminal, stop } = run;
  const cloud = await startDemo();
  try {
    terminal.write(demoText(cloud));
    if (!stop.aborted) {
      await new Promise((resolve) => stop.addEventListener("abort", resolve, { once: true }));
    }
    return EXIT.done;
  } finally {
    cloud.close();
  }
}

function demoText(cloud: Awaited<ReturnType<typeof startDemo>>): string {
  const users = cloud.users.map(({ name, project, roles }) =>
    `#   ${name.padEnd(10)} ${(project ?? "system").padEnd(8)} ${roles.join(", ")}`
  );
  return `# The demo cloud runs until it is interrupted. Its users, all with the same password:
${users.join("\n")}
export OS_AUTH_URL=${cloud.authUrl}
export OS_USERNAME=${DEMO_USER}
export OS_PASSWORD=${cloud.password}
export OS_PROJECT_NAME=acme
export OS_USER_DOMAIN_NAME=Default
export OS_PROJECT_DOMAIN_NAME=Default
export OS_REGION_NAME=RegionOne
`;
}
