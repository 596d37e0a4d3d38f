/** The real program as a child process, spoken to as a client would.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { DemoCloud } from "../../src/demo/mod.ts";
import { ENTRIES, MEMORY_FLAGS, PERMISSION_FLAGS } from "../../tasks/permissions.ts";

/** How the program is started. */
export interface ProgramOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a finished program left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = new URL("../../", import.meta.url).pathname;

/** The words that start the program: the checkout, or what `PROGRAM` names (a launcher, a compiled binary). */
function commandLine(): [string, readonly string[]] {
  const other = Deno.env.get("PROGRAM");
  return other
    ? [other, []]
    : [Deno.execPath(), ["run", "--quiet", ...MEMORY_FLAGS, ...PERMISSION_FLAGS, `${ROOT}${ENTRIES.main}`]];
}

/** The program, ready to be started. */
export function command(options: ProgramOptions, streams: "piped" | "null"): Deno.Command {
  const [program, first] = commandLine();
  return new Deno.Command(program, {
    args: [...first, ...options.args ?? []],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", DENO_DIR: denoDir(), HOME: emptyHome(), ...options.env },
    cwd: options.cwd ?? emptyHome(),
    stdin: streams,
    stdout: "piped",
    stderr: "piped",
  });
}

/** The child has another home, but must not fetch its dependencies anew. */
function denoDir(): string {
  return Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
}

let home: string | undefined;

/** A directory without any configuration. */
export function emptyHome(): string {
  return home ??= Deno.makeTempDirSync({ prefix: "openstack-mcp-test-" });
}

/** Runs the program to its end, without anything on standard input. */
export async function run(options: ProgramOptions): Promise<Finished> {
  const { code, stdout, stderr } = await command(options, "null").output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** The variables that log a user of a demo cloud in. */
export function loginEnv(
  demo: Pick<DemoCloud, "authUrl" | "password">,
  user = "alice",
  project = "acme",
): Record<string, string> {
  return {
    OS_AUTH_URL: demo.authUrl,
    OS_USERNAME: user,
    OS_PASSWORD: demo.password,
    OS_PROJECT_NAME: project,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: "RegionOne",
  };
}

/** A JSON-RPC message as it came. */
export type Message = Readonly<Record<string, unknown>>;

/** A server that is being spoken to. */
export class Server {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #reading: Promise<void>;
  readonly #errors: Promise<string>;
  #sequence = 0;
  /** Notifications in the order in which they came. */
  readonly notifications: Message[] = [];
  /** Lines of standard output that were no JSON: there must be none. */
  readonly garbage: string[] = [];

  /** Starts a server; nothing is sent yet. */
  constructor(options: ProgramOptions) {
    this.#child = command(options, "piped").spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reading = this.#read();
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** Process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a request and gives the whole response. */
  async request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Message> {
    return await this.begin(method, params).response;
  }

  /** Sends a request without waiting for its response. */
  begin(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): { id: number; response: Promise<Message> } {
    const id = ++this.#sequence;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#waiting.set(id, resolve);
    this.send({ jsonrpc: "2.0", id, method, params });
    return { id, response: promise };
  }

  /** Sends a notification. */
  notify(method: string, params: Readonly<Record<string, unknown>> = {}): void {
    this.send({ jsonrpc: "2.0", method, params });
  }

  /** Sends a message, or raw text. */
  send(message: unknown): void {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    this.#writer.write(new TextEncoder().encode(`${text}\n`)).catch(() => {/* the server is gone */});
  }

  /** Says hello as a client of the legacy era. */
  async initialize(): Promise<Message> {
    const response = await this.request("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "acceptance", version: "1" },
    });
    this.notify("notifications/initialized");
    return response;
  }

  /** Calls a tool and gives its structured answer. */
  async call(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<{ answer: Message; isError: boolean }> {
    const { result } = await this.request("tools/call", { name, arguments: args });
    const { structuredContent, isError } = objectOf(result);
    return { answer: objectOf(structuredContent), isError: isError === true };
  }

  /** Sends a signal to the process. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Stops reading what the server says, as a client that went away. */
  async breakPipe(): Promise<void> {
    this.#broken = true;
    await this.#reader?.cancel();
  }

  /** Closes its standard input and waits for its end. */
  async end(): Promise<Finished & { ms: number }> {
    await this.#writer.close().catch(() => {/* it may be gone already */});
    return await this.ended();
  }

  /** Waits for its end. */
  async ended(): Promise<Finished & { ms: number }> {
    const started = performance.now();
    const { code } = await this.#child.status;
    const ms = performance.now() - started;
    await this.#writer.abort().catch(() => {/* closed already */});
    await this.#reading;
    return { code, stdout: this.garbage.join("\n"), stderr: await this.#errors, ms };
  }

  #broken = false;
  #reader: ReadableStreamDefaultReader<string> | undefined;

  async #read(): Promise<void> {
    const reader = this.#reader = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    while (!this.#broken) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#receive(line);
    }
  }

  #receive(line: string): void {
    if (line.trim() === "") return;
    let message: Message;
    try {
      message = objectOf(JSON.parse(line));
    } catch {
      this.garbage.push(line);
      return;
    }
    const id = message["id"];
    if (typeof id === "number" && ("result" in message || "error" in message)) {
      this.#waiting.get(id)?.(message);
    } else this.notifications.push(message);
  }
}

/** The members of a value that is an object. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`Not an object: ${JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

/** Rows of an answer, or of its plan, by column. */
export function rowsOf(answer: Message): Record<string, unknown>[] {
  const { columns, rows } = answer["plan"] === undefined ? answer : objectOf(answer["plan"]);
  assert.ok(Array.isArray(columns) && Array.isArray(rows), JSON.stringify(answer));
  return rows.map((row: unknown) => {
    assert.ok(Array.isArray(row));
    return Object.fromEntries(columns.map((column, at) => [String(column), row[at]]));
  });
}
