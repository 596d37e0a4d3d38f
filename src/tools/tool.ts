/** One thing that an assistant can ask for: the second of the three declarations.
 *
 * @module
 */
import type * as z from "zod";
import { isRead, type Operation } from "../openstack/operation.ts";
import type { CallClient } from "../openstack/call_client.ts";
import type { Gate } from "../gate/mod.ts";

/** The toolsets, in the order in which they are listed. */
export const TOOLSETS = [
  "identity",
  "compute",
  "network",
  "block_storage",
  "image",
  "health",
  "load_balancer",
  "orchestration",
  "dns",
  "key_manager",
  "shared_file_system",
  "object_store",
  "telemetry",
] as const;

/** One of {@linkcode TOOLSETS}. */
export type Toolset = typeof TOOLSETS[number];

/** Toolsets that are on unless the operator chooses others. */
export const DEFAULT_TOOLSETS: readonly Toolset[] = [
  "identity",
  "compute",
  "network",
  "block_storage",
  "image",
  "health",
];

/** What a tool is given besides its arguments. */
export interface ToolContext {
  /** Sends the reading operations that the tool declared, and no others. */
  readonly cloud: CallClient;
  /** The only way to change anything. */
  readonly gate: Gate;
  readonly signal: AbortSignal;
  /** Tells the client how far the work is; shown only by clients that asked for it. */
  readonly progress: (done: number, total: number | undefined, message: string) => void;
  /** Size budget of the answer in tokens. */
  readonly answerTokens: number;
  /** Whether the operator allowed to look beyond the token's project. */
  readonly allProjects: boolean;
  /** Whether the operator allowed answers that can show secrets. */
  readonly allowSensitive: boolean;
  /** The tools that this server was started with; what a tool says of others is true only of these. */
  readonly tools: readonly Tool[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A JSON object: what every tool answers with. */
export type ToolAnswer = Readonly<Record<string, unknown>>;

/** Turns an argument of an older tool into today's; returns the arguments that take its place. */
export type CompatArgument = (value: unknown) => Readonly<Record<string, unknown>>;

/** A `set_*` tool some of whose actions only read, and are this tool's calls: they answer in read-only mode too.
 *
 * Where a tool of that name is declared, that one is called.
 */
export interface ReadsOf {
  /** Arguments that each reading action presets: `list`, `show`, `stats`. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What it calls this tool's arguments. */
  readonly compat?: Readonly<Record<string, CompatArgument>>;
  /** Its arguments that are about changes alone: a client that fills in all of them may send these too. */
  readonly ignored?: readonly string[];
}

/** What makes a tool; see {@linkcode tool}. */
export interface ToolSpec<Input extends z.ZodObject> {
  readonly name: string;
  readonly toolset: Toolset;
  readonly title: string;
  /** For the model: what it gives, when to use it. Every word costs tokens in every conversation. */
  readonly description: string;
  /** A strict object; its JSON Schema stands in the list. */
  readonly input: Input;
  /** The only operations that it may send. */
  readonly operations: readonly Operation[];
  /** Those that it cannot do without; the first alone unless said. */
  readonly essential?: readonly Operation[];
  /** Whether it asks every service of the catalog for its version document, which is no operation. @default {false} */
  readonly asksEveryService?: boolean;
  /** Older names, callable and not listed; each may preset arguments. */
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Arguments of older tools, accepted and not in the schema. */
  readonly compat?: Readonly<Record<string, CompatArgument>>;
  /** Tools for changes whose reading actions this tool answers, by name. */
  readonly readsOf?: Readonly<Record<string, ReadsOf>>;
  /** Does the work.
   *
   * @throws {OpenStackError} If what was asked for could not be read; it becomes the answer.
   */
  readonly run: (args: z.output<Input>, context: ToolContext) => Promise<ToolAnswer>;
}

/** A declared tool, whatever its arguments are. */
export interface Tool {
  readonly name: string;
  readonly toolset: Toolset;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly operations: readonly Operation[];
  readonly essential: readonly Operation[];
  /** Whether it asks every service of the catalog for its version document. */
  readonly asksEveryService: boolean;
  readonly aliases: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly compat: Readonly<Record<string, CompatArgument>>;
  /** Tools for changes whose reading actions this tool answers, by name. */
  readonly readsOf: Readonly<Record<string, ReadsOf>>;
  /** Whether it can show secrets, and so needs the operator's leave. */
  readonly sensitive: boolean;
  /** Whether it can change nothing. */
  readonly readOnly: boolean;
  /** Validates the arguments and runs.
   *
   * @throws {z.ZodError} If the arguments do not fit; and what the tool's own `run` throws.
   */
  readonly call: (args: Readonly<Record<string, unknown>>, context: ToolContext) => Promise<ToolAnswer>;
}

/** Declares a tool. */
export function tool<Input extends z.ZodObject>(spec: ToolSpec<Input>): Tool {
  const { run, aliases = {}, compat = {}, readsOf = {}, ...rest } = spec;
  return Object.freeze({
    ...rest,
    essential: spec.essential ?? spec.operations.slice(0, 1),
    asksEveryService: spec.asksEveryService ?? false,
    aliases,
    compat,
    readsOf,
    sensitive: spec.operations.some((op) => op.effect === "sensitive"),
    readOnly: spec.operations.every(isRead),
    call: (args: Readonly<Record<string, unknown>>, context: ToolContext) =>
      run(spec.input.parse(args), context),
  });
}
