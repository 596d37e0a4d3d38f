/** Runs the embedded demo cloud in a thread that may reach loopback alone.
 *
 * @module
 */
import type { CloudSettings } from "../openstack/settings.ts";
import { makeWorker } from "./entries.ts";

/** A demo cloud that answers. */
export interface RunningDemo {
  readonly authUrl: string;
  readonly password: string;
  readonly users: readonly {
    readonly name: string;
    readonly project?: string;
    readonly roles: readonly string[];
  }[];
  readonly endpoints: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly close: () => void;
}

type DemoMessage = ({ readonly kind: "ready" } & Omit<RunningDemo, "close">) | {
  readonly kind: "failed";
  readonly message: string;
};

/** Starts the demo cloud.
 *
 * @throws {Error} If it cannot listen on loopback.
 */
export async function startDemo(): Promise<RunningDemo> {
  const worker = makeWorker("demo", ["127.0.0.1"]);
  const { promise, resolve, reject } = Promise.withResolvers<RunningDemo>();
  const fail = (why: string) => {
    worker.terminate();
    reject(new Error(`The demo cloud failed${why}`));
  };
  worker.onmessage = ({ data }: MessageEvent<DemoMessage>) => {
    if (data.kind === "failed") return fail(`: ${data.message}`);
    const { kind: _kind, ...rest } = data;
    resolve({ ...rest, close: () => worker.terminate() });
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail("");
  };
  worker.postMessage({ kind: "start", options: {} });
  return await promise;
}

/** The login that `--demo` uses: an administrator of one project sees the most worth seeing. */
export const DEMO_USER = "operator";

/** The settings of the demo cloud. */
export function demoSettings(demo: RunningDemo, requestTimeoutMs: number): CloudSettings {
  return {
    name: "demo",
    auth: {
      type: "v3password",
      authUrl: demo.authUrl,
      user: { name: DEMO_USER, domainName: "Default" },
      password: demo.password,
      scope: { kind: "project", project: { name: "acme", domainName: "Default" } },
    },
    region: "RegionOne",
    interfaces: ["public"],
    services: {},
    allowHttpEndpoints: true,
    requestTimeoutMs,
  };
}
