/** From what a client sent to what a tool expects: older names first, then validation with errors that teach.
 *
 * @module
 */
import * as z from "zod";
import { OpenStackError } from "../openstack/errors.ts";
import { isWire } from "../openstack/read.ts";
import { suggest } from "../text/suggest.ts";
import { actionOf } from "./find_tool.ts";
import type { ReadsOf, Tool } from "./tool.ts";

/** Translates arguments of older tools into today's. What was given under today's name wins. */
export function translateArguments(
  tool: Tool,
  calledAs: string,
  args: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const reads = readsOf(tool, calledAs);
  const ignored = new Set(reads ? ["action", ...reads.ignored ?? []] : []);
  const compat = { ...tool.compat, ...reads?.compat };
  // A map, because a client may call an argument `__proto__`.
  const translated = new Map<string, unknown>(Object.entries(presetOf(tool, calledAs, args)));
  const older: [string, unknown][] = [];
  for (const [name, value] of Object.entries(args)) {
    // A client that fills every optional argument with null means that it was not given.
    if (value === null || value === undefined || ignored.has(name)) continue;
    const known = Object.hasOwn(tool.input.shape, name) && !Object.hasOwn(reads?.compat ?? {}, name);
    if (Object.hasOwn(compat, name) && !known) older.push([name, value]);
    else translated.set(name, value);
  }
  for (const [name, value] of older) {
    for (const [target, replacement] of Object.entries(compat[name]?.(value) ?? {})) {
      translated.set(target, merged(translated.get(target), replacement));
    }
  }
  return Object.fromEntries(translated);
}

/** Why an action of a tool for changes is not answered by the tool that reads for it; undefined if it is.
 *
 * @param tools Those that may read other actions of it.
 * @param mayChange Whether the server was started to let changes through.
 */
export function refusedAction(
  tool: Tool,
  calledAs: string,
  args: Readonly<Record<string, unknown>>,
  { tools, mayChange }: { readonly tools: readonly Tool[]; readonly mayChange: boolean },
): OpenStackError | undefined {
  const reads = readsOf(tool, calledAs);
  const action = actionOf(args);
  if (!reads || (action !== undefined && Object.hasOwn(reads.actions, action))) return undefined;
  const all = tools.flatMap((one) => Object.keys(readsOf(one, calledAs)?.actions ?? {}));
  const known = [...new Set(all)].join(", ");
  const what = `call ${calledAs}`;
  if (action === undefined || action === "") {
    return new OpenStackError({
      what,
      reason: "invalid argument",
      detail: `action must be one of: ${known}`,
    });
  }
  if (!mayChange) {
    return new OpenStackError({
      what,
      reason: "refused by policy",
      detail: `the server was started without --allow-write: of ${calledAs} it answers ${known}`,
      next: "To let it change anything, start it with --allow-write.",
    });
  }
  return new OpenStackError({
    what,
    reason: "invalid argument",
    detail: `this version of ${calledAs} only reads; action must be one of: ${known}`,
  });
}

function readsOf(tool: Tool, calledAs: string): ReadsOf | undefined {
  return Object.hasOwn(tool.readsOf, calledAs) ? tool.readsOf[calledAs] : undefined;
}

/** What a name, or a reading action of it, presets. */
function presetOf(
  tool: Tool,
  calledAs: string,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const actions = readsOf(tool, calledAs)?.actions;
  if (actions) {
    const action = actionOf(args);
    return action !== undefined && Object.hasOwn(actions, action) ? actions[action] ?? {} : {};
  }
  return Object.hasOwn(tool.aliases, calledAs) ? tool.aliases[calledAs] ?? {} : {};
}

/** Objects (filters) are joined; anything else that is there already stays, unless it is an older tool's empty default. */
function merged(present: unknown, added: unknown): unknown {
  if (present === undefined || present === "") return added;
  return isWire(present) && isWire(added) ? { ...added, ...present } : present;
}

/** The error for arguments that do not fit: it names what is allowed and the nearest to what was given. */
export function invalidArguments(tool: Tool, error: z.ZodError): OpenStackError {
  const details = error.issues.slice(0, 5).map((issue) => issueText(tool, issue));
  return new OpenStackError({
    what: `call ${tool.name}`,
    reason: "invalid argument",
    detail: details.join("; "),
  });
}

function issueText(tool: Tool, issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const allowed = Object.keys(tool.input.shape).filter((name) => !name.startsWith("_"));
    return issue.keys.map((key) => unknownArgument(key, allowed)).join("; ");
  }
  if (issue.code === "invalid_value") {
    return `${where} must be one of: ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return `${where} is required`;
  }
  return `${where || "arguments"}: ${lowerFirst(issue.message)}`;
}

function unknownArgument(key: string, allowed: readonly string[]): string {
  const near = suggest(key, allowed);
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return `unknown argument "${shown}"${near ? ` (did you mean ${near}?)` : ""}; allowed: ${
    allowed.join(", ") || "none"
  }`;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
