/** The clouds that are measured at: a demo of any size, and a real one.
 *
 * @module
 */
import { loginEnv } from "../acceptance/program.ts";
import { spawn } from "./children.ts";
import type { DemoSize } from "./demo_process.ts";

/** Variables that log somebody in. */
export type Login = Readonly<Record<string, string>>;

/** Who logs in. The demo has an administrator of project acme besides. */
export type User = "alice" | "admin" | "operator";

/** A cloud to measure at. */
export interface BenchCloud extends AsyncDisposable {
  readonly kind: "demo" | "real";
  readonly login: (user: User) => Login;
}

const DEMO = new URL("demo_process.ts", import.meta.url).pathname;

/** Starts a demo cloud in its own process. */
export async function demoCloud(size: DemoSize = {}): Promise<BenchCloud> {
  const child = spawn([Deno.execPath(), "run", "--quiet", "-A", DEMO, JSON.stringify(size)], {});
  const errors = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await lines.read();
  if (value === undefined) throw new Error(`The demo cloud did not start: ${await errors}`);
  const { authUrl, password } = JSON.parse(value);
  const demo = { authUrl: String(authUrl), password: String(password) };
  return {
    kind: "demo",
    login: (user) => loginEnv(demo, user, user === "admin" ? "admin" : "acme"),
    [Symbol.asyncDispose]: async () => {
      await child.stdin.close();
      await lines.cancel();
      await child.status;
    },
  };
}

/** The real cloud of a `clouds.yaml`. */
export function realCloud(clouds: string): BenchCloud {
  return {
    kind: "real",
    login: (user) => ({ OS_CLIENT_CONFIG_FILE: clouds, OS_CLOUD: user }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
