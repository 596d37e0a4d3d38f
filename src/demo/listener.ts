/**
 * The wire: an HTTP/1.1 listener on one port.
 *
 * It stands on `node:http` because a broken connection is one of the faults to be shown, and the native server
 * gives a handler no way to end a connection without an answer.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Arrival } from "./service.ts";

/** What goes out. */
export interface Departure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of a request: an answer, a broken connection, or silence. */
export type Outcome = Departure | "reset" | "silence";

/** Options of {@linkcode listen}. */
export interface ListenOptions {
  hostname: string;
  tls?: { cert: string; key: string } | undefined;
  handle(arrival: Arrival): Outcome | Promise<Outcome>;
}

/** A listener that runs. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a port. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const onRequest: RequestListener = (request, response) => {
    serve(request, response, options).catch((error) => {
      // A mistake in the demo must not look like a fault that a test switched on.
      if (response.headersSent) request.socket.destroy();
      else response.writeHead(500, { "Content-Type": "text/plain" }).end(`The demo failed: ${error}`);
    });
  };
  const server = options.tls ? createSecureServer(options.tls, onRequest) : createServer(onRequest);
  // Waiting clients keep their connection for as long as a test takes.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, options.hostname, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return { port: address.port, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenOptions,
): Promise<void> {
  const outcome = await options.handle(await arrivalOf(request));
  if (outcome === "silence") return;
  if (outcome === "reset") {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(outcome.body);
  const bodyless = outcome.status === 204 || outcome.status === 304;
  response.writeHead(outcome.status, {
    // The clock that its records are told by, which need not be that of the machine.
    "Date": new Date(Date.now()).toUTCString(),
    ...outcome.headers,
    ...(bodyless ? {} : { "Content-Length": String(body.length) }),
  });
  response.end(request.method === "HEAD" || bodyless ? undefined : body);
}

async function arrivalOf(request: IncomingMessage): Promise<Arrival> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark + 1),
    headers,
    body: Buffer.concat(chunks).toString(),
  };
}
