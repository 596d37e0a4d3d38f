/** Tools called against the embedded demo cloud, for tests.
 *
 * @module
 */
import * as z from "zod";
// deno-lint-ignore openstack-mcp/floors -- tests alone import this file, and they may use the demo cloud
import {
  type DemoCloud,
  type DemoFault,
  type DemoOptions,
  type DemoRequest,
  startDemo,
} from "../demo/mod.ts";
import { type Allowlist, buildAllowlist, loginAllowlist, permitted } from "../openstack/allowlist.ts";
import { login } from "../openstack/auth/mod.ts";
import type { CallRecord } from "../openstack/call_client.ts";
import { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { SessionHolder } from "../openstack/session.ts";
import type { CloudSettings, ScopeSettings } from "../openstack/settings.ts";
import { testSettings } from "../openstack/testing.ts";
import { allowlistGuard, Transport } from "../openstack/transport.ts";
import { parseJson, stringifyJson } from "../text/json.ts";
import { invalidArguments, translateArguments } from "./arguments.ts";
import { type ChangePolicy, Confirmations, Gate, type LedgerEntry, type Reply } from "../gate/mod.ts";
import { isRead } from "../openstack/operation.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Who calls, at which demo cloud. */
export interface ToolsOptions {
  /** @default {"alice"} */
  readonly user?: string;
  /** @default The first project of the user. */
  readonly project?: string;
  /** Logs in to the whole system instead of a project. */
  readonly system?: boolean;
  readonly demo?: DemoOptions;
  readonly settings?: Partial<CloudSettings>;
  readonly allProjects?: boolean;
  readonly allowSensitive?: boolean;
  /** What changes the gate lets through. @default None. */
  readonly policy?: Partial<ChangePolicy>;
  readonly answerTokens?: number;
  /** What the server was started with. @default The tool that is called. */
  readonly tools?: readonly Tool[];
  /** @default {Date.now} */
  readonly now?: () => number;
}

/** What a call gave. Exactly one of answer and error is there. */
export interface Called {
  /** As a client reads it: parsed from its JSON. */
  readonly answer: Readonly<Record<string, unknown>>;
  readonly error: OpenStackError | undefined;
  readonly record: CallRecord;
  /** Requests as the demo saw them, without the login. */
  readonly requests: readonly DemoRequest[];
  /** Characters of the answer, four of which are taken for a token. */
  readonly size: number;
  /** What a person would be asked, if the client can ask. */
  readonly ask: Gate["ask"];
  /** Whether a change did not happen as it was wanted. */
  readonly failed: boolean;
  /** What the audit log would have of the call. */
  readonly audit: readonly LedgerEntry[];
}

/** Calls a tool as a client would: by any of its names, with any of its arguments. */
export type CallTool = (
  tool: Tool,
  args?: Readonly<Record<string, unknown>>,
  as?: CallAs,
) => Promise<Called>;

/** How one call differs from the others. */
export interface CallAs {
  /** An older name of the tool. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly progress?: ToolContext["progress"];
  readonly answerTokens?: number;
  /** What the client can do, or did, about a question. */
  readonly reply?: Reply;
  readonly caller?: string;
  /** Milliseconds that the call may take. @default {60000} */
  readonly deadlineMs?: number;
  /** Keeps entries of the audit log from being written. */
  readonly auditFails?: (entry: LedgerEntry) => boolean;
}

/** What a test body is given. */
export interface Bench {
  /** Calls a tool; an {@linkcode OpenStackError} is part of what it gives, anything else is thrown. */
  readonly call: CallTool;
  readonly demo: DemoCloud;
  readonly client: Client;
}

const LOGIN_PATIENCE_MS = 30_000;

/** Runs a test body with a logged-in client of a demo cloud of its own, and closes both. */
export async function withTools(options: ToolsOptions, body: (bench: Bench) => Promise<void>): Promise<void> {
  const demo = await startDemo(options.demo ?? {});
  try {
    await withClient(demo, options, body);
  } finally {
    await demo.close();
  }
}

/** The same at a demo cloud that runs already. */
export async function withClient(
  demo: DemoCloud,
  options: ToolsOptions,
  body: (bench: Bench) => Promise<void>,
): Promise<void> {
  const settings = demoSettings(demo, options);
  let allowlist: Allowlist = loginAllowlist(settings);
  const guard = allowlistGuard(() => permitted(allowlist));
  using transport = disposable(new Transport({ settings, guard }));
  // Little patience with a service that stays silent is none of the login's.
  using entrance = disposable(
    new Transport({ settings: { ...settings, requestTimeoutMs: LOGIN_PATIENCE_MS }, guard }),
  );
  const sessions = new SessionHolder({
    login: (signal) => login(settings, entrance.value, signal),
    onSession: ({ catalog, project }) => {
      allowlist = buildAllowlist({ settings, catalog, ...(project ? { projectId: project.id } : {}) });
    },
  });
  const mayChange = options.policy?.allowWrite ?? false;
  const client = new Client({
    settings,
    sessions,
    transport: transport.value,
    allowlist: () => allowlist,
    mayChange,
  });
  await sessions.get();
  const keeping: Keeping = { confirmations: new Confirmations(new Uint8Array(32)), used: new Set() };
  await body({
    demo,
    client,
    call: (tool, args = {}, as = {}) => callTool({ demo, client, options, keeping }, tool, args, as),
  });
}

function disposable<T extends { close(): void }>(value: T): Disposable & { readonly value: T } {
  return { value, [Symbol.dispose]: () => value.close() };
}

function demoSettings(demo: DemoCloud, options: ToolsOptions): CloudSettings {
  const { user = "alice" } = options;
  const project = options.project ?? demo.users.find((one) => one.name === user && one.project)?.project;
  const scope: ScopeSettings = options.system
    ? { kind: "system" }
    : { kind: "project", project: { name: project ?? "acme", domainName: "Default" } };
  return testSettings(demo.authUrl, {
    name: "demo",
    auth: {
      type: "v3password",
      authUrl: demo.authUrl,
      user: { name: user, domainName: "Default" },
      password: demo.password,
      scope,
    },
    ...options.settings,
  });
}

/** What calls of one bench share of the keeper's part. */
interface Keeping {
  readonly confirmations: Confirmations;
  readonly used: Set<string>;
}

interface Caller {
  readonly demo: DemoCloud;
  readonly client: Client;
  readonly options: ToolsOptions;
  readonly keeping: Keeping;
}

function gateFor(
  tool: Tool,
  { client, options, keeping }: Caller,
  as: CallAs,
  signal: AbortSignal,
  audit: LedgerEntry[],
): Gate {
  return new Gate({
    tool: tool.name,
    caller: as.caller ?? "test",
    policy: {
      allowWrite: false,
      allowAdmin: false,
      allProjects: options.allProjects ?? false,
      confirm: "risky",
      maxTargets: 25,
      ...options.policy,
    },
    confirmations: keeping.confirmations,
    ledger: {
      audit: (entry) => {
        if (as.auditFails?.(entry)) return Promise.reject(new Error("no space left"));
        audit.push(entry);
        return Promise.resolve();
      },
      consume: (nonce) => {
        const isFirst = !keeping.used.has(nonce);
        keeping.used.add(nonce);
        return Promise.resolve(isFirst);
      },
      step: () => {},
    },
    reply: as.reply ?? { canAsk: false },
    session: () => client.sessions.get(signal),
    sender: (change, abort) => {
      const changing = client.call({ operations: change.operations, signal: abort });
      return (op, sendOptions) => changing.send(op, sendOptions);
    },
    signal,
    endsAt: Date.now() + (as.deadlineMs ?? 60_000),
    progress: as.progress ?? (() => {}),
    answerTokens: as.answerTokens ?? options.answerTokens ?? 6000,
    now: Date.now,
  });
}

async function callTool(
  caller: Caller,
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  as: CallAs,
): Promise<Called> {
  const { demo, client, options } = caller;
  const signal = as.signal ?? new AbortController().signal;
  const cloud = client.call({ operations: tool.operations.filter(isRead), signal });
  const audit: LedgerEntry[] = [];
  const gate = gateFor(tool, caller, as, signal, audit);
  const before = demo.requests.length;
  const outcome = await outcomeOf(
    tool,
    () =>
      tool.call(translateArguments(tool, as.name ?? tool.name, args), {
        cloud,
        gate,
        signal,
        progress: as.progress ?? (() => {}),
        answerTokens: as.answerTokens ?? options.answerTokens ?? 6000,
        allProjects: options.allProjects ?? false,
        allowSensitive: options.allowSensitive ?? false,
        tools: options.tools ?? [tool],
        now: options.now ?? Date.now,
      }),
  );
  const json = stringifyJson(outcome.answer);
  return {
    answer: recordOf(parseJson(json)),
    error: outcome.error,
    record: cloud.record,
    requests: demo.requests.slice(before).filter((one) => !one.path.endsWith("/auth/tokens")),
    size: json.length,
    ask: gate.ask,
    failed: gate.failed,
    audit,
  };
}

async function outcomeOf(tool: Tool, run: () => Promise<Readonly<Record<string, unknown>>>) {
  try {
    return { answer: await run(), error: undefined };
  } catch (error) {
    if (error instanceof z.ZodError) return { answer: {}, error: invalidArguments(tool, error) };
    if (error instanceof OpenStackError) return { answer: {}, error };
    throw error;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** The rows of an answer, or of a part of it, as objects by column. */
export function rowsOf(answer: unknown): Record<string, unknown>[] {
  const { columns, rows } = recordOf(answer);
  if (!Array.isArray(columns) || !Array.isArray(rows)) {
    throw new TypeError("The answer has no columns and rows");
  }
  return rows.map((row: unknown) =>
    Object.fromEntries(
      columns.map((column, index) => [String(column), Array.isArray(row) ? row[index] : undefined]),
    )
  );
}

/** What a failing service, a policy, a proxy and a network do. */
export const SERVICE_FAULTS: Readonly<Record<string, DemoFault>> = {
  "403": { kind: "status", status: 403 },
  "a proxy's 404": { kind: "html", status: 404 },
  "500": { kind: "status", status: 500 },
  "503": { kind: "status", status: 503 },
  "a reset": { kind: "reset" },
  "silence": { kind: "hang" },
  "half an answer": { kind: "garbage" },
  "a proxy's 200": { kind: "html", status: 200 },
  "an empty object": { kind: "garbage", body: "{}" },
};
