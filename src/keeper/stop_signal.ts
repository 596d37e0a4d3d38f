/** Notices when the process is asked to stop.
 *
 * @module
 */
import { EXIT } from "../cli/terminal.ts";

/** A signal that fires when the process is asked to stop. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** The exit code that belongs to the way in which it was asked. */
  readonly exitCode: (command: string) => number;
  /** Stops listening. */
  readonly dispose: () => void;
}

/** Listens for the signals of the platform. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const names: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  let received: Deno.Signal | undefined;
  const listeners = names.map((name) => {
    const listener = () => {
      received ??= name;
      controller.abort(new DOMException(`stopped by ${name}`, "AbortError"));
    };
    Deno.addSignalListener(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    // A server that is told to end has done its work; a command that is told to has not.
    exitCode: (command) => command === "serve" && received === "SIGTERM" ? EXIT.done : EXIT.interrupted,
    dispose: () => {
      for (const { name, listener } of listeners) Deno.removeSignalListener(name, listener);
    },
  };
}
