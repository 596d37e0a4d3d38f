/** The program as an HTTP server, spoken to with nothing but `fetch`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { command, type Finished, type Message, objectOf, type ProgramOptions } from "./program.ts";

/** The newest revision of the protocol, which this client speaks. */
export const REVISION = "2026-07-28";

/** The last revision before it. */
export const OLDER_REVISION = "2025-11-25";

/** How the server is started, and how it is spoken to. */
export interface HttpProgramOptions extends ProgramOptions {
  /** The words that have it listen. @default {A free port of loopback} */
  readonly listen?: readonly string[];
  /** Knows the authority of the server's certificate. */
  readonly client?: Deno.HttpClient;
}

/** How one request differs from the others. */
export interface HttpCallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** A path other than the one that the server announced. */
  readonly path?: string;
  /** What the client can do, as each request of this revision says. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** More members of the request's parameters: the reply to a form. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A server over HTTP. */
export class HttpServer {
  readonly #child: Deno.ChildProcess;
  readonly #errors: Promise<void>;
  readonly #listening = Promise.withResolvers<string>();
  readonly #client: Deno.HttpClient | undefined;
  #log = "";
  #sequence = 0;
  /** Where it listens; known once {@linkcode HttpServer.start} is through. */
  url = "";

  private constructor(options: HttpProgramOptions) {
    this.#child = command(options, "null").spawn();
    this.#client = options.client;
    this.#errors = this.#read();
  }

  /** Starts a server and waits until it listens. One that listens everywhere is spoken to as `localhost`. */
  static async start(options: HttpProgramOptions): Promise<HttpServer> {
    const { listen = ["serve", "--http", "127.0.0.1:0"] } = options;
    const server = new HttpServer({ ...options, args: [...listen, ...options.args ?? []] });
    const url = await server.#listening.promise;
    server.url = url.replace(/\/\/(?:0\.0\.0\.0|\[::\])(?=:)/, "//localhost");
    return server;
  }

  /** What stands on standard error so far. */
  get log(): string {
    return this.#log;
  }

  /** The process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a request of the newest revision and gives the HTTP answer. */
  async send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    options: HttpCallOptions = {},
  ): Promise<Response> {
    const { name } = params;
    const _meta = {
      ...objectOf(params["_meta"] ?? {}),
      "io.modelcontextprotocol/protocolVersion": REVISION,
      "io.modelcontextprotocol/clientInfo": { name: "acceptance", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": options.capabilities ?? {},
    };
    const headers = {
      "mcp-protocol-version": REVISION,
      "mcp-method": method,
      ...(typeof name === "string" ? { "mcp-name": name } : {}),
      ...options.headers,
    };
    return await this.#post(method, { ...params, ...options.params, _meta }, { ...options, headers });
  }

  /** Sends a request of the older revision, as if it had been initialized, and gives the HTTP answer. */
  async sendOlder(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    options: HttpCallOptions = {},
  ): Promise<Response> {
    // The first request of a client names its revision in its body.
    const version = method === "initialize" ? {} : { "mcp-protocol-version": OLDER_REVISION };
    const headers = { ...version, ...options.headers };
    return await this.#post(method, { ...params, ...options.params }, { ...options, headers });
  }

  /** Sends a request to a path of the server. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return await fetch(new URL(path, this.url), {
      ...init,
      ...(this.#client ? { client: this.#client } : {}),
    });
  }

  /** Sends bytes as they are, and gives what comes until the head of an answer is whole or the server closes. */
  async raw(text: string): Promise<string> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(this.url).port) });
    await connection.write(new TextEncoder().encode(text));
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(8_192);
    let answer = "";
    while (!answer.includes("\r\n\r\n")) {
      const read = await connection.read(buffer);
      if (read === null) break;
      answer += decoder.decode(buffer.subarray(0, read), { stream: true });
    }
    return answer;
  }

  async #post(
    method: string,
    params: Readonly<Record<string, unknown>>,
    { token, headers, signal, path }: HttpCallOptions,
  ): Promise<Response> {
    // A notification has no id, and no answer either.
    const id = method.startsWith("notifications/") ? {} : { id: ++this.#sequence };
    return await this.fetch(path ?? new URL(this.url).pathname, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: "2.0", ...id, method, params }),
      ...(signal ? { signal } : {}),
    });
  }

  /** Sends a request and gives its response, whether it came as JSON or as a stream of events. */
  async request(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    options: HttpCallOptions = {},
  ): Promise<Message> {
    return await lastMessage(await this.send(method, params, options));
  }

  /** Calls a tool and gives its structured answer. */
  async call(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    options: HttpCallOptions = {},
  ): Promise<{ answer: Message; isError: boolean }> {
    const response = await this.request("tools/call", { name, arguments: args }, options);
    assert.ok("result" in response, JSON.stringify(response));
    const { structuredContent, isError } = objectOf(response["result"]);
    return { answer: objectOf(structuredContent), isError: isError === true };
  }

  /** Tells it to end, and waits for that. */
  async end(signal: Deno.Signal = "SIGTERM"): Promise<Finished & { ms: number }> {
    this.#child.kill(signal);
    const started = performance.now();
    const { code } = await this.#child.status;
    const ms = performance.now() - started;
    await this.#errors;
    await this.#child.stdout.cancel();
    return { code, stdout: "", stderr: this.#log, ms };
  }

  async #read(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#log += text;
      // A busy server logs much: it is not searched again and again.
      if (this.url !== "") continue;
      const url = /listening on (https?:\/\/[^\s"]+)["\s]/.exec(this.#log)?.[1];
      if (url !== undefined) this.#listening.resolve(url);
    }
    this.#listening.reject(new Error(`It ended before it listened: ${this.#log}`));
  }
}

/** The messages of an answer, whether it came as JSON or as a stream of events. */
export async function messagesOf(answer: Response): Promise<Message[]> {
  const text = await answer.text();
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    return [objectOf(JSON.parse(text))];
  }
  const data = text.split("\n").filter((line) => line.startsWith("data:")).map((line) =>
    line.slice(5).trim()
  );
  return data.filter((line) => line !== "").map((line) => objectOf(JSON.parse(line)));
}

async function lastMessage(answer: Response): Promise<Message> {
  const messages = await messagesOf(answer);
  return messages.at(-1) ?? {};
}
