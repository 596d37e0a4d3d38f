/** The front worker's door. It speaks with the client and with the ports it is given; beyond its own listening address
 * it has no permission at all.
 *
 * @module
 */
import process from "node:process";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { FrontOptions, FrontOrder, FrontReport, HttpOptions } from "../wire/control.ts";
import { Admission } from "./admission.ts";
import { CloudPorts } from "./cloud_ports.ts";
import { serveHttp } from "./http/mod.ts";
import { failureLine } from "./log.ts";
import { serverFactory } from "./server.ts";

/** The part of a worker's global scope that this file uses. */
declare const self: DedicatedWorkerGlobalScope;

const report = (message: FrontReport) => self.postMessage(message);

function fail(what: string, error: unknown): void {
  report(failureLine(what, error));
  report({ kind: "failed" });
}

// The runtime prints what escapes a worker: nothing may escape.
for (const kind of ["error", "unhandledrejection"] as const) {
  self.addEventListener(kind, (event) => {
    event.preventDefault();
    fail("the front failed", event instanceof ErrorEvent ? event.error ?? event.message : event.reason);
  });
}

const clouds = new CloudPorts((cloud) => report({ kind: "cloud wanted", cloud }));

/** Ends the service: nothing more is taken, what is under way is answered. */
let close = (): Promise<void> => Promise.resolve();

/** Calls that are under way when the end is near get this long: as long as a change that was sent. */
const CLOSE_MS = 10_000;

function serveClient(options: FrontOptions): void {
  const admission = new Admission();
  const makeServer = serverFactory({ options, clouds, admission });
  const transport = new StdioServerTransport();
  const connection = serveStdio((context) => {
    // Only after the first response went out is there time to make the rest ahead.
    setTimeout(() => report({ kind: "answered" }), 0);
    return makeServer(context);
  }, {
    transport,
    onerror: (error) => report(failureLine("the client's message could not be handled", error)),
  });
  const { onclose } = transport;
  // It closes by itself on a message that is too long, and reads no more then, not even the end of the input.
  transport.onclose = () => {
    onclose?.();
    report({ kind: "end" });
  };
  close = async () => {
    await admission.close(CLOSE_MS);
    await connection.close();
  };
  process.stdin.once("end", () => report({ kind: "end" }));
  process.stdin.once("close", () => report({ kind: "end" }));
  process.stdout.on("error", () => report({ kind: "end" }));
  report({ kind: "ready" });
}

function serveNetwork(front: FrontOptions, http: HttpOptions): void {
  try {
    const service = serveHttp({ http, front, clouds, report });
    close = () => service.close();
  } catch (error) {
    const host = http.host.includes(":") ? `[${http.host}]` : http.host;
    return fail(`the HTTP listener could not be opened on ${host}:${http.port}`, error);
  }
  report({ kind: "ready" });
  report({ kind: "answered" });
}

function serve(order: Extract<FrontOrder, { kind: "serve" }>): void {
  if (order.transport === "stdio") serveClient(order.options);
  else serveNetwork(order.options, order.http);
}

function obey(order: FrontOrder): void {
  switch (order.kind) {
    case "serve":
      return serve(order);
    case "port":
      return clouds.use(order.cloud, order.port, order.thread);
    case "port lost":
      return clouds.lost(order.cloud, order.thread, order.died);
    case "login failed":
      return clouds.fail(order.cloud, { json: order.json, isError: true });
    case "close":
      close().catch((error) => report(failureLine("the end was not orderly", error))).finally(() =>
        report({ kind: "end" })
      );
      return;
    case "ping":
      return report({ kind: "pong", sequence: order.sequence });
  }
}

self.onmessage = ({ data }: MessageEvent<FrontOrder>) => obey(data);
