/** Runs the server: a front that speaks with the client, and a cloud that is made when it is needed.
 *
 * @module
 */
import type { CloudSettings } from "../openstack/settings.ts";
import type { FrontOptions, FrontOrder, FrontReport } from "../wire/control.ts";
import type { LogMessage, ServePolicy } from "../wire/messages.ts";
import { CloudKeeper } from "./cloud_keeper.ts";
import { Pulse } from "./pulse.ts";

/** What {@linkcode serveStdio} serves. */
export interface ServeOptions {
  /** A front worker that has not been told anything yet. */
  readonly front: Worker;
  readonly frontOptions: FrontOptions;
  readonly settings: CloudSettings;
  readonly policy: ServePolicy;
  readonly log: (entry: LogMessage) => void;
  /** Fires when the process is asked to stop. */
  readonly stop: AbortSignal;
}

/** Serves one client over standard input and output until it closes its end or the process is asked to stop.
 *
 * @returns Whether it ended as it should: false if the front failed or fell silent.
 */
export async function serveStdio(options: ServeOptions): Promise<boolean> {
  const { front, log, stop } = options;
  const { promise: over, resolve: end } = Promise.withResolvers<boolean>();
  const tell = (order: FrontOrder, transfer: Transferable[] = []) => front.postMessage(order, transfer);
  const cloud = new CloudKeeper({
    settings: options.settings,
    policy: options.policy,
    onPort: (port, thread) => tell({ kind: "port", port, thread }, [port]),
    onLost: (thread) => tell({ kind: "port lost", thread }),
    onLoginFailed: (json) => tell({ kind: "login failed", json }),
    log,
  });
  const fail = (text: string) => {
    log({ kind: "log", level: "error", text });
    end(false);
  };
  const pulse = new Pulse({
    ping: (sequence) => tell({ kind: "ping", sequence }),
    onSilence: () => fail("the front fell silent"),
  });
  const obey: Readonly<Record<Exclude<FrontReport["kind"], "log" | "pong">, () => void>> = {
    "ready": () => {},
    "answered": () => cloud.prepare(),
    "cloud wanted": () => cloud.want(),
    "end": () => end(true),
    "failed": () => end(false),
  };
  front.onmessage = ({ data }: MessageEvent<FrontReport>) => {
    if (data.kind === "log") log(data);
    else if (data.kind === "pong") pulse.pong(data.sequence);
    else obey[data.kind]();
  };
  front.onerror = (event) => {
    event.preventDefault();
    fail("the front could not be started");
  };
  stop.addEventListener("abort", () => end(true), { once: true });
  tell({ kind: "serve", transport: "stdio", options: options.frontOptions });
  const orderly = await over;
  pulse.stop();
  cloud.close();
  front.terminate();
  return orderly;
}
