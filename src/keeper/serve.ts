/** Runs the server: a front that speaks with the clients, and clouds that are made when they are needed.
 *
 * @module
 */
import type { CloudSettings } from "../openstack/settings.ts";
import type { FrontOptions, FrontOrder, FrontReport, HttpOptions } from "../wire/control.ts";
import type { LogMessage, ServePolicy } from "../wire/messages.ts";
import { type ChangeKeeping, CloudKeeper } from "./cloud_keeper.ts";
import { Pulse } from "./pulse.ts";

/** A cloud that is served. */
export interface ServedCloud {
  readonly name: string;
  readonly settings: CloudSettings;
  readonly policy: ServePolicy;
}

/** What {@linkcode serve} serves. */
export interface ServeOptions {
  /** A front worker that has not been told anything yet. */
  readonly front: Worker;
  readonly frontOptions: FrontOptions;
  /** How to listen; over standard input and output unless given. */
  readonly http?: HttpOptions;
  readonly clouds: readonly ServedCloud[];
  readonly changes: ChangeKeeping;
  readonly log: (entry: LogMessage) => void;
  /** Fires when the process is asked to stop. */
  readonly stop: AbortSignal;
}

/** Requests that are under way when the process is asked to stop have this long to be answered. */
const LAST_REQUESTS_MS = 12_000;

/** Serves until the client closes its end (over stdio) or the process is asked to stop.
 *
 * @returns Whether it ended as it should: false if the front failed or fell silent.
 */
export async function serve(options: ServeOptions): Promise<boolean> {
  const { front, log, stop, http } = options;
  const { promise: over, resolve: end } = Promise.withResolvers<boolean>();
  const tell = (order: FrontOrder, transfer: Transferable[] = []) => front.postMessage(order, transfer);
  const clouds = new Map(options.clouds.map(({ name: cloud, settings, policy }) => [
    cloud,
    new CloudKeeper({
      settings,
      policy,
      changes: options.changes,
      onPort: (port, thread) => tell({ kind: "port", cloud, port, thread }, [port]),
      onLost: (thread, died) => tell({ kind: "port lost", cloud, thread, died }),
      onLoginFailed: (json) => tell({ kind: "login failed", cloud, json }),
      log,
    }),
  ]));
  const fail = (text: string) => {
    log({ kind: "log", level: "error", text });
    end(false);
  };
  const pulse = new Pulse({
    ping: (sequence) => tell({ kind: "ping", sequence }),
    onSilence: () => fail("the front fell silent"),
  });
  const hear = (report: FrontReport) => {
    switch (report.kind) {
      case "log":
        return log(report);
      case "pong":
        return pulse.pong(report.sequence);
      case "answered":
        return clouds.get(options.frontOptions.cloud)?.prepare();
      case "cloud wanted":
        return clouds.get(report.cloud)?.want();
      case "listening":
        return log({ kind: "log", level: "info", text: `listening on ${addressOf(report, http)}` });
      case "end":
        return end(true);
      case "failed":
        return end(false);
    }
  };
  front.onmessage = ({ data }: MessageEvent<FrontReport>) => hear(data);
  front.onerror = (event) => {
    event.preventDefault();
    fail("the front could not be started");
  };
  const onStop = () => {
    if (!http) return end(true);
    tell({ kind: "close" });
    setTimeout(() => end(true), LAST_REQUESTS_MS);
  };
  if (stop.aborted) onStop();
  else stop.addEventListener("abort", onStop, { once: true });
  const { frontOptions } = options;
  if (http) tell({ kind: "serve", transport: "http", options: frontOptions, http });
  else tell({ kind: "serve", transport: "stdio", options: frontOptions });
  const orderly = await over;
  pulse.stop();
  await Promise.all([...clouds.values()].map((cloud) => cloud.close()));
  front.terminate();
  return orderly;
}

function addressOf({ host, port }: { host: string; port: number }, http: HttpOptions | undefined): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${http?.tls ? "https" : "http"}://${name}:${port}${http?.path ?? ""}`;
}
