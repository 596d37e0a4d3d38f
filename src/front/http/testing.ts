/** A listener with a made-up cloud behind it, for the tests of this room.
 *
 * @module
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type McpServerFactory,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import type { FrontCaller, FrontOptions, FrontReport, HttpOptions } from "../../wire/control.ts";
import type { CallMessage, RequestMessage, ResponseMessage, ResultMessage } from "../../wire/messages.ts";
import { CloudPorts } from "../cloud_ports.ts";
import { SNAPSHOT } from "../snapshot.ts";
import { type HttpLimits, type HttpService, serveHttp } from "./mod.ts";

/** What a test changes about the usual service. */
export interface BenchOptions {
  readonly http?: Partial<HttpOptions>;
  readonly front?: Partial<FrontOptions>;
  readonly limits?: HttpLimits;
  readonly factory?: McpServerFactory;
  /** Whether calls are answered with `{}` at once. @default {true} */
  readonly answers?: boolean;
}

/** The cloud's side of a port. */
export class FakeCloud implements Disposable {
  readonly calls: CallMessage[] = [];
  readonly cancelled: number[] = [];
  readonly #side: MessagePort;
  readonly #answers: boolean;
  #onMessage: () => void = () => {};

  /** Makes a cloud at the other end of a port. */
  constructor(side: MessagePort, answers: boolean) {
    this.#side = side;
    this.#answers = answers;
    side.onmessage = ({ data }: MessageEvent<RequestMessage>) => this.#hear(data);
  }

  /** Sends a message to the front. */
  say(message: ResponseMessage): void {
    this.#side.postMessage(message);
  }

  /** Answers a call. */
  answer(id: number, result: Partial<Omit<ResultMessage, "kind" | "id">> = {}): void {
    this.say({ kind: "result", id, json: "{}", isError: false, ...result });
  }

  /** The n-th call, as soon as it has come. */
  async call(index = 0): Promise<CallMessage> {
    for (;;) {
      const found = this.calls[index];
      if (found) return found;
      await this.#message();
    }
  }

  /** The n-th cancellation, as soon as it has come. */
  async cancellation(index = 0): Promise<number> {
    for (;;) {
      const found = this.cancelled[index];
      if (found !== undefined) return found;
      await this.#message();
    }
  }

  [Symbol.dispose](): void {
    this.#side.close();
  }

  #message(): Promise<void> {
    return new Promise((resolve) => this.#onMessage = resolve);
  }

  #hear(message: RequestMessage): void {
    if (message.kind === "cancel") this.cancelled.push(message.id);
    else if (message.kind === "call") {
      this.calls.push(message);
      if (this.#answers) this.answer(message.id);
    }
    this.#onMessage();
  }
}

/** An open listener. */
export class Bench implements AsyncDisposable {
  readonly reports: FrontReport[] = [];
  readonly wanted: string[] = [];
  readonly clouds = new CloudPorts((cloud) => this.wanted.push(cloud));
  /** The cloud that is there from the start. */
  readonly cloud: FakeCloud;
  readonly service: HttpService;
  readonly #open: FakeCloud[] = [];
  readonly #answers: boolean;

  /** Opens a listener on a free port of 127.0.0.1. */
  constructor(options: BenchOptions = {}) {
    this.#answers = options.answers ?? true;
    this.cloud = this.addCloud("demo");
    this.service = serveHttp({
      http: {
        host: "127.0.0.1",
        port: 0,
        path: "/mcp",
        allowedHosts: [],
        allowedOrigins: [],
        jsonResponse: false,
        metrics: true,
        ...options.http,
      },
      front: {
        name: "openstack-mcp",
        version: "1.2.3",
        tools: SNAPSHOT.map(({ listed }) => listed.name),
        compat: false,
        callDeadlineMs: 5_000,
        allowWrite: false,
        cloud: "demo",
        ...options.front,
      },
      clouds: this.clouds,
      report: (message) => this.reports.push(message),
      ...(options.factory ? { factory: options.factory } : {}),
      ...(options.limits ? { limits: options.limits } : {}),
    });
  }

  /** Gives a cloud a thread. */
  addCloud(name: string, thread = 1): FakeCloud {
    const { port1, port2 } = new MessageChannel();
    this.clouds.use(name, port1, thread);
    const cloud = new FakeCloud(port2, this.#answers);
    this.#open.push(cloud);
    return cloud;
  }

  /** The address of a path. */
  url(path = "/mcp"): string {
    return `http://127.0.0.1:${this.service.port}${path}`;
  }

  /** Log lines about requests that were refused. */
  get refusals(): unknown[] {
    return this.reports.flatMap((report) => report.kind === "log" && report.level === "info" ? [report] : []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service.close();
    this.clouds.close();
    for (const cloud of this.#open) cloud[Symbol.dispose]();
  }
}

type Params = Readonly<Record<string, unknown>>;

const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };

/** A request of the current revision. */
export function modern(method: string, params: Params = {}, capabilities: Params = {}): RequestInit {
  const { name } = params;
  return {
    method: "POST",
    headers: {
      ...HEADERS,
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof name === "string" ? { "mcp-name": name } : {}),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          ...objectOf(params["_meta"] ?? {}),
          [PROTOCOL_VERSION_META_KEY]: "2026-07-28",
          [CLIENT_CAPABILITIES_META_KEY]: capabilities,
        },
      },
    }),
  };
}

/** A request of an older revision. */
export function older(method: string, params: Params = {}): RequestInit {
  return {
    method: "POST",
    headers: { ...HEADERS, "mcp-protocol-version": "2025-11-25" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  };
}

/** The same request with more headers. */
export function withHeaders(init: RequestInit, more: Readonly<Record<string, string>>): RequestInit {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return { ...init, headers };
}

/** A caller with the SHA-256 of its token. */
export async function caller(
  token: string,
  changes: Partial<FrontCaller> & { name: string },
): Promise<FrontCaller> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return { sha256: new Uint8Array(hash).toHex(), cloud: "demo", readOnly: false, tools: [], ...changes };
}

/** The messages of an answer, be it JSON or a stream of events. */
export async function messagesOf(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text();
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return [objectOf(JSON.parse(text))];
  }
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => objectOf(JSON.parse(data)));
}

/** The result that an answer ends with. */
export async function resultOf(response: Response): Promise<Record<string, unknown>> {
  return objectOf((await messagesOf(response)).at(-1)?.["result"]);
}

/** A value that must be an object. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError(`No object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
