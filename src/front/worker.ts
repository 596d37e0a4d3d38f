/** The front worker's door. It has no permission at all: it speaks with the client and with the ports it is given.
 *
 * @module
 */
import process from "node:process";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createOutputGuard } from "../text/guard_output.ts";
import { Redactor } from "../text/redact.ts";
import { CloudPort } from "../wire/cloud_port.ts";
import type { FrontOptions, FrontOrder, FrontReport } from "../wire/control.ts";
import { Admission } from "./admission.ts";
import { makeServer } from "./server.ts";

/** The part of a worker's global scope that this file uses. */
declare const self: DedicatedWorkerGlobalScope;

const report = (message: FrontReport) => self.postMessage(message);
const guard = createOutputGuard({ redactor: new Redactor(), multiline: false });

function failed(what: string, error: unknown): FrontReport {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: "log", level: "error", text: guard(`${what}: ${text}`) };
}

// The runtime prints what escapes a worker: nothing may escape.
for (const kind of ["error", "unhandledrejection"] as const) {
  self.addEventListener(kind, (event) => {
    event.preventDefault();
    report(
      failed("the front failed", event instanceof ErrorEvent ? event.error ?? event.message : event.reason),
    );
    report({ kind: "failed" });
  });
}

const cloud = new CloudPort(() => report({ kind: "cloud wanted" }));

function serve(options: FrontOptions): void {
  const shared = { options, cloud, admission: new Admission() };
  serveStdio(() => {
    // Only after the first response went out is there time to make the rest ahead.
    setTimeout(() => report({ kind: "answered" }), 0);
    return makeServer(shared);
  }, { onerror: (error) => report(failed("the client's message could not be handled", error)) });
  process.stdin.once("end", () => report({ kind: "end" }));
  process.stdin.once("close", () => report({ kind: "end" }));
  process.stdout.on("error", () => report({ kind: "end" }));
  report({ kind: "ready" });
}

function obey(order: FrontOrder): void {
  switch (order.kind) {
    case "serve":
      return serve(order.options);
    case "port":
      return cloud.use(order.port, order.thread);
    case "port lost":
      return cloud.lost(order.thread);
    case "login failed":
      return cloud.fail({ json: order.json, isError: true });
    case "ping":
      return report({ kind: "pong", sequence: order.sequence });
  }
}

self.onmessage = ({ data }: MessageEvent<FrontOrder>) => obey(data);
