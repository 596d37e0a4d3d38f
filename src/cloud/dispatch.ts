/** The way of a call on the cloud's side: find the tool, validate, run, shape, guard.
 *
 * @module
 */
import * as z from "zod";
import type { CallClient } from "../openstack/call_client.ts";
import type { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { OutputGuard } from "../text/guard_output.ts";
import { stringifyJson } from "../text/json.ts";
import { suggest } from "../text/suggest.ts";
import { invalidArguments, translateArguments } from "../tools/arguments.ts";
import type { Tool, ToolContext } from "../tools/tool.ts";
import type { CallMessage, LogMessage, ServePolicy } from "../wire/messages.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";

/** What {@linkcode dispatchCall} stands on. */
export interface DispatchOptions {
  readonly client: Client;
  /** Every declared tool. */
  readonly registry: readonly Tool[];
  readonly policy: ServePolicy;
  readonly log: (entry: LogMessage) => void;
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
      outcome: outcome.error ? outcome.error.reason : "ok",
      ms: Math.round(performance.now() - started),
      requests: record?.requests ?? 0,
      request_ids: record?.requestIds ?? [],
    },
  });
  const answer = outcome.error ? { error: outcome.error.toJSON() } : outcome.answer;
  return { json: stringifyJson(scope.guard(answer ?? {})), isError: outcome.error !== undefined };
}

interface Outcome {
  /** Name in the registry, or a cut form of what was asked for. */
  readonly tool: string;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly error?: OpenStackError;
  readonly record?: CallClient["record"];
}

async function run(message: CallMessage, options: DispatchOptions, scope: CallScope): Promise<Outcome> {
  const tools = servedTools(options);
  const found = tools.find((tool) => isCalled(tool, message.tool));
  if (!found) return { tool: message.tool.slice(0, 64), error: unknownTool(message.tool, options) };
  const cloud = options.client.call({ operations: found.operations, signal: scope.signal });
  try {
    const args = translateArguments(found, message.tool, message.arguments);
    const answer = await found.call(args, {
      cloud,
      signal: scope.signal,
      progress: scope.progress,
      answerTokens: options.policy.answerTokens,
      allProjects: options.policy.allProjects,
      tools,
      now: Date.now,
    });
    return { tool: found.name, answer, record: cloud.record };
  } catch (error) {
    return {
      tool: found.name,
      error: asOpenStackError(error, found, message, options),
      record: cloud.record,
    };
  }
}

function isCalled(tool: Tool, name: string): boolean {
  return tool.name === name || Object.hasOwn(tool.aliases, name);
}

/** The tools that this process may run: those chosen at start, less the sensitive ones unless they are allowed. */
function servedTools({ registry, policy }: DispatchOptions): Tool[] {
  const chosen = new Set(policy.tools);
  return registry.filter((tool) => chosen.has(tool.name) && (policy.allowSensitive || !tool.sensitive));
}

function unknownTool(name: string, options: DispatchOptions): OpenStackError {
  const what = `call ${name.slice(0, 64)}`;
  const declared = options.registry.find((tool) => isCalled(tool, name));
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
  const near = suggest(name, servedTools(options).map((tool) => tool.name));
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
