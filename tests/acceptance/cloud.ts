/** The cloud that the acceptance tests use: the embedded demo, or a real one that `REAL_CLOUDS` names.
 *
 * @module
 */
import { type DemoCloud, type DemoOptions, startDemo } from "../../src/demo/mod.ts";
import { loginEnv } from "./program.ts";

/** Who logs in: the users that the demo and the real test cloud have alike. */
export type User = "alice" | "adam" | "bob" | "bob in globex" | "admin";

/** A cloud to test against. */
export interface TestCloud {
  /** Variables that log a user in: to project acme, unless its name says another; admin to its own project. */
  readonly env: (user?: User) => Record<string, string>;
  /** Present if it is the demo: it can be made to fail. */
  readonly demo?: DemoCloud;
}

/** clouds.yaml of a real cloud, if the tests are to run there. */
const REAL = Deno.env.get("REAL_CLOUDS");

/** Whether the tests run on a real cloud: those that make a cloud fail are left out then. */
export const ON_REAL_CLOUD = REAL !== undefined;

const REAL_ENTRIES: Readonly<Record<User, string>> = {
  "alice": "alice",
  "adam": "adam",
  "bob": "bob-acme",
  "bob in globex": "bob-globex",
  "admin": "admin",
};

const DEMO_LOGINS: Readonly<Record<User, readonly [user: string, project: string]>> = {
  "alice": ["alice", "acme"],
  "adam": ["adam", "acme"],
  "bob": ["bob", "acme"],
  "bob in globex": ["bob", "globex"],
  "admin": ["admin", "admin"],
};

/** Runs a test on the cloud of this run. */
export async function withCloud(test: (cloud: TestCloud) => Promise<void>): Promise<void> {
  if (REAL === undefined) return await withDemo({}, test);
  await test({ env: (user = "alice") => ({ OS_CLIENT_CONFIG_FILE: REAL, OS_CLOUD: REAL_ENTRIES[user] }) });
}

/** Runs a test on a demo cloud of its own. */
export async function withDemo(
  options: DemoOptions,
  test: (cloud: TestCloud & { readonly demo: DemoCloud }) => Promise<void>,
): Promise<void> {
  const demo = await startDemo(options);
  try {
    await test({ demo, env: (user = "alice") => loginEnv(demo, ...DEMO_LOGINS[user]) });
  } finally {
    await demo.close();
  }
}
