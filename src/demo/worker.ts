/**
 * The demo cloud as a thread of its own.
 *
 * @module
 */

import { type DemoCloud, type DemoOptions, startDemo } from "./mod.ts";

declare const self: DedicatedWorkerGlobalScope;

/** What the thread is told. */
export type DemoCommand = { kind: "start"; options?: DemoOptions } | { kind: "stop" };

/** What the thread tells. */
export type DemoMessage =
  | ({ kind: "ready" } & Pick<DemoCloud, "authUrl" | "password" | "users" | "endpoints">)
  | { kind: "failed"; message: string };

let running: DemoCloud | undefined;

function tell(message: DemoMessage): void {
  self.postMessage(message);
}

function fail(reason: unknown): void {
  tell({ kind: "failed", message: reason instanceof Error ? reason.message : String(reason) });
}

// Installed before anything else can fail: the runtime prints what escapes a thread.
self.addEventListener("error", (event) => {
  event.preventDefault();
  fail(event.error ?? event.message);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

async function start(options: DemoOptions | undefined): Promise<void> {
  try {
    running = await startDemo(options);
    const { authUrl, password, users, endpoints } = running;
    tell({ kind: "ready", authUrl, password, users, endpoints });
  } catch (error) {
    fail(error);
  }
}

async function stop(): Promise<void> {
  await running?.close();
  self.close();
}

self.addEventListener("message", (event: MessageEvent<DemoCommand>) => {
  const command = event.data;
  if (command.kind === "start") start(command.options);
  else stop();
});
