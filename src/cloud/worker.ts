/** The cloud worker's door. It may reach the addresses that its maker gave it, and nothing else.
 *
 * @module
 */
import { TOOLS } from "../tools/mod.ts";
import { CloudThread } from "./thread.ts";
import { TASKS } from "./tasks.ts";

/** The part of a worker's global scope that this file uses. */
declare const self: DedicatedWorkerGlobalScope;

const thread = new CloudThread({
  report: (report) => self.postMessage(report),
  registry: TOOLS,
  tasks: TASKS,
});

// The runtime prints what escapes a worker, secrets included: nothing may escape.
for (const kind of ["error", "unhandledrejection"] as const) {
  self.addEventListener(kind, (event) => {
    event.preventDefault();
    const error: unknown = event instanceof ErrorEvent ? event.error ?? event.message : event.reason;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    self.postMessage({ kind: "log", level: "error", text: thread.guard(`the cloud thread failed: ${text}`) });
    self.postMessage({ kind: "ended" });
    self.close();
  });
}

self.onmessage = ({ data }) => {
  thread.obey(data);
};
