/** A demo cloud in a process of its own, so that neither its memory nor its work is measured. It ends with its
 * standard input.
 *
 * @module
 */
import { type DemoCloud, startDemo } from "../../src/demo/mod.ts";

/** What the process says once it listens. */
export type DemoLogin = Pick<DemoCloud, "authUrl" | "password">;

if (import.meta.main) {
  const servers = Number(Deno.args[0]);
  const { authUrl, password, close } = await startDemo(Number.isNaN(servers) ? {} : { servers });
  console.log(JSON.stringify({ authUrl, password } satisfies DemoLogin));
  for await (const _ of Deno.stdin.readable);
  await close();
}
