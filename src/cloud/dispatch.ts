/** The way of a call on the cloud's side: find the tool, validate, run, shape, guard.
 *
 * @module
 */
import * as z from "zod";
import type { Session } from "../openstack/auth/mod.ts";
import { type CallRecord, emptyRecord } from "../openstack/call_client.ts";
import { isRead } from "../openstack/operation.ts";
import { type ChangePolicy, type Confirmations, Gate, type Ledger } from "../gate/mod.ts";
import type { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { OutputGuard } from "../text/guard_output.ts";
import { stringifyJson } from "../text/json.ts";
import { suggest } from "../text/suggest.ts";
import { invalidArguments, refusedAction, translateArguments } from "../tools/arguments.ts";
import { findTool, isCalled } from "../tools/find_tool.ts";
import type { Tool, ToolContext } from "../tools/tool.ts";
import type { CallMessage, LogMessage, ServePolicy } from "../wire/messages.ts";
import { authenticate, type Caller, unauthenticated } from "./authenticate.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";

/** What {@linkcode dispatchCall} stands on. */
export interface DispatchOptions {
  readonly client: Client;
  /** Every declared tool. */
  readonly registry: readonly Tool[];
  readonly policy: ServePolicy;
  readonly confirmations: Confirmations;
  /** The keeper's part of a change, for one call of a caller. */
  readonly ledgerOf: (call: LedgerCall) => Ledger;
  readonly log: (entry: LogMessage) => void;
  /** Takes note of a secret that must not leave the thread: a caller may write its token where it does not belong. */
  readonly learn?: (secret: string) => void;
}

/** The call that entries of a ledger belong to. */
export interface LedgerCall {
  readonly caller: string;
  readonly tool: string;
  readonly traceparent?: string;
}

/** What belongs to one call. */
export interface CallScope {
  readonly signal: AbortSignal;
  readonly progress: ToolContext["progress"];
  /** Sanitises and redacts what leaves the thread. */
  readonly guard: OutputGuard;
}

/** Answers a call. Never throws: what goes wrong is the answer. */
export async function dispatchCall(
  message: CallMessage,
  options: DispatchOptions,
  scope: CallScope,
): Promise<PortAnswer> {
  const started = performance.now();
  const outcome = await run(message, options, scope);
  const { record } = outcome;
  options.log({
    kind: "log",
    level: "info",
    text: "call",
    fields: {
      id: message.id,
      tool: outcome.tool,
      caller: outcome.caller,
      outcome: outcome.error ? outcome.error.reason : outcome.gate?.failed ? "failed" : "ok",
      ms: Math.round(performance.now() - started),
      requests: record?.requests ?? 0,
      request_ids: record?.requestIds ?? [],
      ...traceOf(message),
    },
  });
  const answer = outcome.error ? { error: outcome.error.toJSON() } : outcome.answer;
  return {
    json: stringifyJson(scope.guard(answer ?? {})),
    isError: outcome.error !== undefined || outcome.gate?.failed === true,
    ...(outcome.gate?.ask
      ? { ask: { message: scope.guard(outcome.gate.ask.message), state: outcome.gate.ask.state } }
      : {}),
    ...(record ? { upstream: record.statuses } : {}),
  };
}

interface Outcome {
  /** Name in the registry, or a cut form of what was asked for. */
  readonly tool: string;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly error?: OpenStackError;
  readonly record?: CallRecord;
  readonly caller?: string;
  readonly gate?: Gate;
}

async function run(message: CallMessage, options: DispatchOptions, scope: CallScope): Promise<Outcome> {
  const caller = await authenticate(message.token, options.policy);
  if (!caller) return { tool: message.tool.slice(0, 64), error: unauthenticated(message.tool) };
  if (caller.bound && message.token !== undefined) options.learn?.(message.token);
  const tools = servedTools(options, caller);
  const found = findTool(tools, message.tool, message.arguments);
  const named = { caller: caller.name };
  if (!found) {
    const error = unknownTool(message.tool, options, tools);
    await recordBeyondReach(message, caller, error, options);
    return { ...named, tool: message.tool.slice(0, 64), error };
  }
  const refused = refusedAction(found, message.tool, message.arguments, {
    tools,
    mayChange: options.policy.allowWrite && !caller.bound?.readOnly,
  });
  if (refused) {
    await recordRefusal(message, caller, found, refused, options);
    return { ...named, tool: found.name, error: refused };
  }
  const record = emptyRecord();
  const view = { record, headers: traceOf(message) };
  const cloud = options.client.call({
    ...view,
    operations: found.operations.filter(isRead),
    signal: scope.signal,
  });
  const gate = gateOf(found, caller, message, options, scope, view);
  const outcome = { ...named, tool: found.name, record, gate };
  try {
    if (options.policy.allProjects) refuseUnproven(found, await options.client.sessions.get(scope.signal));
    const args = translateArguments(found, message.tool, message.arguments);
    const answer = await found.call(args, {
      cloud,
      gate,
      signal: scope.signal,
      progress: scope.progress,
      answerTokens: Math.floor(options.policy.answerTokens / (message.share ?? 1)),
      allProjects: options.policy.allProjects,
      allowSensitive: options.policy.allowSensitive,
      tools,
      now: Date.now,
    });
    return { ...outcome, answer };
  } catch (error) {
    return { ...outcome, error: asOpenStackError(error, found, message, options) };
  }
}

/** Who asks for a change with a tool beyond its reach never gets to the gate, and is written down here. */
async function recordBeyondReach(
  message: CallMessage,
  caller: Caller,
  error: OpenStackError,
  options: DispatchOptions,
): Promise<void> {
  const { registry } = options;
  const declared = registry.find((tool) => isCalled(tool, message.tool));
  if (!declared || declared.readOnly) return;
  await recordRefusal(message, caller, declared, error, options);
}

/** Writes down that a change was asked for and refused before it got to the gate. */
async function recordRefusal(
  message: CallMessage,
  caller: Caller,
  tool: Tool,
  error: OpenStackError,
  { ledgerOf }: DispatchOptions,
): Promise<void> {
  const { action } = message.arguments;
  await ledgerOf({ ...ledgerCall(message, caller, tool), tool: message.tool.slice(0, 64) }).audit({
    event: "refused",
    action: typeof action === "string" ? action.slice(0, 64) : "unknown",
    error: error.toJSON(),
  }).catch(() => {/* the refusal stands whether it can be written down or not */});
}

/** The wish to see all projects is for administrators: a service would ignore it, refuse it, or half grant it.
 *
 * @throws {OpenStackError} `refused by policy` if the login has not the role.
 */
function refuseUnproven({ name }: Tool, { roles }: Session): void {
  if (roles.includes("admin")) return;
  throw new OpenStackError({
    what: `call ${name}`,
    reason: "refused by policy",
    detail: `the server was started with --all-projects, which needs the role admin; this login has ${
      roles.toSorted().join(", ") || "none"
    }`,
    next: "Start it without --all-projects, or with an administrator's login.",
  });
}

/** The trace context of a call: a header upstream, a field in the log and in the audit log. */
function traceOf({ traceparent }: CallMessage): { traceparent?: string } {
  return traceparent === undefined ? {} : { traceparent };
}

function ledgerCall(message: CallMessage, caller: Caller, tool: Tool): LedgerCall {
  return { caller: caller.name, tool: tool.name, ...traceOf(message) };
}

/** What a view of the client shares with the others of its call. */
interface View {
  readonly record: CallRecord;
  readonly headers: Readonly<Record<string, string>>;
}

function gateOf(
  tool: Tool,
  caller: Caller,
  message: CallMessage,
  options: DispatchOptions,
  scope: CallScope,
  view: View,
): Gate {
  const { client, policy, confirmations, ledgerOf } = options;
  return new Gate({
    tool: tool.name,
    caller: caller.name,
    policy: changePolicy(policy, caller),
    confirmations,
    ledger: ledgerOf(ledgerCall(message, caller, tool)),
    reply: message.confirmation ?? { canAsk: false },
    session: () => client.sessions.get(scope.signal),
    sender: (change, signal) => {
      const undeclared = change.operations.find((op) => !tool.operations.includes(op));
      if (undeclared) throw new TypeError(`Operation "${undeclared.id}" was not declared by ${tool.name}`);
      const changing = client.call({ ...view, operations: change.operations, signal });
      return (op, sendOptions) => changing.send(op, { ...sendOptions, unless: scope.signal });
    },
    signal: scope.signal,
    endsAt: Date.now() + message.deadlineMs,
    progress: scope.progress,
    answerTokens: policy.answerTokens,
    now: Date.now,
  });
}

function changePolicy(policy: ServePolicy, caller: Caller): ChangePolicy {
  const { allowWrite, allowAdmin, allProjects, confirm, maxTargets } = policy;
  return {
    allowWrite,
    allowAdmin,
    allProjects,
    confirm,
    maxTargets,
    ...(caller.bound?.readOnly ? { readOnlyCaller: caller.name } : {}),
  };
}

/** The tools that a caller may call: those chosen at start and within its bounds, less the sensitive ones unless they
 * are allowed.
 */
function servedTools({ registry, policy }: DispatchOptions, { bound }: Caller): Tool[] {
  const bounds = bound && new Set(bound.tools);
  const chosen = new Set(policy.tools.filter((name) => !bounds || bounds.has(name)));
  return registry.filter((tool) => chosen.has(tool.name) && (policy.allowSensitive || !tool.sensitive));
}

function unknownTool(name: string, options: DispatchOptions, served: readonly Tool[]): OpenStackError {
  const what = `call ${name.slice(0, 64)}`;
  const declared = options.registry.find((tool) => isCalled(tool, name));
  if (declared && options.policy.tools.includes(declared.name) && !declared.sensitive) {
    return new OpenStackError({
      what,
      reason: "refused by policy",
      detail: "this caller's token does not reach this tool",
      next: "tools/list names the tools that it reaches.",
    });
  }
  if (declared) {
    const byFlag = declared.sensitive && !options.policy.allowSensitive;
    return new OpenStackError({
      what,
      reason: "refused by policy",
      detail: byFlag
        ? "this tool can show secrets, and the server was started without --allow-sensitive"
        : `the server was started without this tool of the toolset ${declared.toolset}`,
      next: byFlag
        ? "Start the server with --allow-sensitive."
        : `Start the server with --tools ${declared.name}, and without excluding it.`,
    });
  }
  const near = suggest(name, served.map((tool) => tool.name));
  return new OpenStackError({
    what,
    reason: "invalid argument",
    detail: `there is no such tool${near ? ` (did you mean ${near}?)` : ""}`,
    next: "tools/list names the tools.",
  });
}

function asOpenStackError(
  error: unknown,
  tool: Tool,
  message: CallMessage,
  options: DispatchOptions,
): OpenStackError {
  if (error instanceof OpenStackError) return error;
  if (error instanceof z.ZodError) return invalidArguments(tool, error);
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new OpenStackError({
      what: `call ${tool.name}`,
      reason: "timed out",
      detail: `not finished within ${message.deadlineMs / 1000} s`,
      next: "Ask for less, or raise --timeout.",
    });
  }
  if (error instanceof DOMException && error.name === "AbortError") {
    return new OpenStackError({
      what: `call ${tool.name}`,
      reason: "timed out",
      detail: "cancelled by the client",
    });
  }
  return defect(error, tool.name, options);
}

/** What should not happen is told as such, and its stack goes to the log. */
function defect(error: unknown, tool: string, options: DispatchOptions): OpenStackError {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  options.log({
    kind: "log",
    level: "error",
    text: `${tool} failed: ${text}`,
    ...(stack ? { fields: { stack } } : {}),
  });
  return new OpenStackError({
    what: `call ${tool}`,
    reason: "unexpected answer",
    detail: `internal error: ${text}`,
    next: "This is a defect of the server; its log has the details.",
  });
}
