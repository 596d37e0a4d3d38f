/** A demo cloud in a process of its own, so that neither its memory nor its work is measured. It ends with its
 * standard input.
 *
 * @module
 */
import { type Crowd, type DemoCloud, startDemo } from "../../src/demo/mod.ts";

/** What the process is told on its command line, as JSON. */
export interface DemoSize {
  /** How many servers project acme has; as recorded if not given. */
  readonly servers?: number;
  /** How many compute hosts there are; as recorded if not given. */
  readonly hosts?: number;
  /** How many it has of other things. */
  readonly crowd?: Crowd;
  /** How long every answer takes more than it has to. */
  readonly delayMs?: number;
}

/** What the process says once it listens. */
export type DemoLogin = Pick<DemoCloud, "authUrl" | "password">;

if (import.meta.main) {
  const { servers, hosts, crowd = {}, delayMs }: DemoSize = JSON.parse(Deno.args[0] ?? "{}");
  const { authUrl, password, close } = await startDemo({
    crowd,
    ...(servers === undefined ? {} : { servers }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(delayMs === undefined ? {} : { faults: [{ kind: "latency", ms: delayMs }] }),
  });
  console.log(JSON.stringify({ authUrl, password } satisfies DemoLogin));
  for await (const _ of Deno.stdin.readable);
  await close();
}
