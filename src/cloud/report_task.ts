/** Runs the health report for the terminal, or says what it would do.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { type Mute, planReport, type RunOptions, runRemembering, validateThresholds } from "../health/mod.ts";
import { type PlaceMemory, placeMemory } from "../health/memory/memory.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { Client } from "../openstack/client.ts";
import { count, flag, isWire, list, member, number, text, texts } from "../openstack/read.ts";
import { peerCertificateReader } from "../openstack/peer_certificate.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { stringifyJson } from "../text/json.ts";
import { sanitizeText } from "../text/sanitize.ts";
import { errorAnswer } from "../wire/cloud_port.ts";
import type { RunMessage } from "../wire/messages.ts";
import type { CallScope } from "./dispatch.ts";
import type { Task, Work } from "./thread.ts";

/** Answers with a report, or with the plan of one; a wrong choice of checks or thresholds is `invalid argument`. */
export const reportTask: Task = async (client, work, message, scope) => {
  const { guard } = scope;
  try {
    const session = await client.call({ operations: [], signal: scope.signal }).session();
    const answer = flag(message.options, "dryRun") ?? false
      ? { plan: planOf(client, session, message) }
      : await reportOf({ client, work, session, message, scope });
    return { json: stringifyJson(guard(answer)), isError: false };
  } catch (error) {
    if (error instanceof OpenStackError) {
      return { json: stringifyJson(guard({ error: error.toJSON() })), isError: true };
    }
    if (error instanceof TypeError || error instanceof RangeError) {
      return errorAnswer({ what: "report", reason: "invalid argument", detail: guard(error.message) });
    }
    throw error;
  }
};

function planOf(client: Client, session: Session, { options }: RunMessage) {
  const { allowlist, settings } = client.call({ operations: [] });
  const place = settings.region === undefined ? "" : `, region ${settings.region}`;
  return planReport({
    checks: texts(options, "checks"),
    exclude: texts(options, "exclude"),
    scope: `${settings.name}: ${sanitizeText(scopeOf(session, options))}${place}`,
    roles: session.roles,
    allowlist,
  });
}

interface Order {
  readonly client: Client;
  readonly work: Work;
  readonly session: Session;
  readonly message: RunMessage;
  readonly scope: CallScope;
}

async function reportOf({ client, work, session, message, scope }: Order) {
  const { sessions } = client;
  const { options, deadlineMs } = message;
  // What one scope's report finds says nothing of another's.
  const memoryKey = scopeOf(session, options);
  const { report, memory } = await runRemembering({
    cloud: client,
    tool: { name: "openstack-mcp", version: config.version },
    ...choiceOf(options),
    ...memoryOf(options, memoryKey),
    // What is left of it, in whole seconds, for it is told.
    deadlineMs: Math.ceil(deadlineMs / 1000) * 1000,
    signal: scope.signal,
    progress: ({ done, total, text }) => scope.progress(done, total, text),
    peerCertificate: peerCertificateReader({ settings: work.settings }),
    ...(sessions.renewable ? { issueToken: (signal?: AbortSignal) => sessions.tryLogin(signal) } : {}),
  });
  return { report, ...(memory ? { memory, memoryKey } : {}) };
}

function scopeOf({ project, system }: Session, options: RunMessage["options"]): string {
  if (flag(options, "allProjects") ?? false) return "all projects";
  if (project) return `project ${project.id}`;
  return system ? "the system" : "no project";
}

/** What is looked at, as the command line and the profile have it. */
function choiceOf(options: RunMessage["options"]): Partial<RunOptions> {
  const thresholds = options["thresholds"];
  const checks = texts(options, "checks");
  const exclude = texts(options, "exclude");
  const maxHosts = count(options, "maxHosts");
  const confirmRuns = count(options, "confirmRuns");
  if (thresholds !== undefined && !isWire(thresholds)) {
    throw new TypeError("the thresholds must map check ids to their limits");
  }
  return {
    ...(checks ? { checks } : {}),
    ...(exclude ? { exclude } : {}),
    ...(thresholds ? { thresholds: validateThresholds(thresholds) } : {}),
    requireAll: flag(options, "requireAll") ?? false,
    allProjects: flag(options, "allProjects") ?? false,
    allowSensitive: flag(options, "allowSensitive") ?? false,
    ...(maxHosts === undefined ? {} : { maxHosts }),
    ...(confirmRuns === undefined ? {} : { confirmRuns }),
    mutes: (list(options, "mutes") ?? []).map(muteOf),
  };
}

function muteOf(value: unknown): Mute {
  const until = number(value, "until");
  return {
    key: text(value, "key") ?? "",
    why: text(value, "why") === "acknowledged" ? "acknowledged" : "ignored",
    reason: text(value, "reason") ?? "",
    ...(until === undefined ? {} : { until: Number(until) }),
  };
}

/** Without memories nothing is compared; with those of other scopes alone, this run is the first. */
function memoryOf(
  options: RunMessage["options"],
  key: string,
): { readonly memory: PlaceMemory | null } | Record<never, never> {
  if (options["memories"] === undefined) return {};
  const known = member(options, "memories")[key];
  return { memory: known === undefined ? null : placeMemory(known) };
}
