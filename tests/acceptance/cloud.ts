/** The cloud that the acceptance tests use: the embedded demo, or a real one that `REAL_CLOUDS` names.
 *
 * @module
 */
import { type DemoCloud, type DemoOptions, startDemo } from "../../src/demo/mod.ts";
import { parse as parseYaml } from "yaml";
import { loginEnv, objectOf } from "./program.ts";

/** Who logs in: the users that the demo and the real test cloud have alike. `adam` only reads; `system` is an
 * administrator that is logged in to the whole system.
 */
export type User = "alice" | "adam" | "bob" | "bob in globex" | "admin" | "admin in acme" | "system";

/** A cloud to test against. */
export interface TestCloud {
  /** Variables that log a user in: to project acme, unless its name says another; admin to its own project. */
  readonly env: (user?: User) => Record<string, string>;
  /** The same login as `OS_*` variables alone, for whoever asks the cloud by itself. */
  readonly login: (user?: User) => Record<string, string>;
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
  "admin in acme": "admin",
  "system": "system",
};

const DEMO_LOGINS: Readonly<Record<User, readonly [user: string, project: string]>> = {
  "alice": ["alice", "acme"],
  "adam": ["adam", "acme"],
  "bob": ["bob", "acme"],
  "bob in globex": ["bob", "globex"],
  "admin": ["admin", "admin"],
  "admin in acme": ["operator", "acme"],
  "system": ["admin", ""],
};

/** Runs a test on the cloud of this run. */
export async function withCloud(test: (cloud: TestCloud) => Promise<void>): Promise<void> {
  if (REAL === undefined) return await withDemo({}, test);
  await test({
    env: (user = "alice") => realEnv(REAL, user),
    login: (user = "alice") => realLogin(REAL, user),
  });
}

function realEnv(file: string, user: User): Record<string, string> {
  const entry = REAL_ENTRIES[user];
  if (user !== "admin in acme") return { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: entry };
  const { authUrl, password } = adminLogin(file);
  return loginEnv({ authUrl, password }, "admin", "acme");
}

function realLogin(file: string, user: User): Record<string, string> {
  const { clouds } = objectOf(parseYaml(Deno.readTextFileSync(file)));
  const { auth } = objectOf(objectOf(clouds)[REAL_ENTRIES[user]]);
  const { auth_url, username, password, project_name } = objectOf(auth);
  const project = user === "admin in acme" ? "acme" : project_name;
  return scoped(
    loginEnv({ authUrl: String(auth_url), password: String(password) }, String(username), String(project)),
    user,
  );
}

/** A login to the system names no project. */
function scoped(env: Record<string, string>, user: User): Record<string, string> {
  if (user !== "system") return env;
  const { OS_PROJECT_NAME: _project, OS_PROJECT_DOMAIN_NAME: _domain, ...rest } = env;
  return { ...rest, OS_SYSTEM_SCOPE: "all" };
}

function adminLogin(file: string): { readonly authUrl: string; readonly password: string } {
  const { clouds } = objectOf(parseYaml(Deno.readTextFileSync(file)));
  const { auth } = objectOf(objectOf(clouds)["admin"]);
  const { auth_url, password } = objectOf(auth);
  return { authUrl: String(auth_url), password: String(password) };
}

/** Runs a test while the administrator has its role in project acme as well: the demo has such a user from the start. */
export async function withAdminInAcme(test: () => Promise<void>): Promise<void> {
  if (REAL === undefined) return await test();
  const { authUrl, password } = adminLogin(REAL);
  const token = await adminToken(authUrl, password);
  const headers = { "x-auth-token": token };
  const idOf = async (path: string, key: string) => {
    const answer: unknown = await (await fetch(`${authUrl}${path}`, { headers })).json();
    const [first] = Object.values(objectOf(objectOf(answer)[key]));
    return String(objectOf(first)["id"]);
  };
  const [project, user, role] = await Promise.all([
    idOf("/projects?name=acme", "projects"),
    idOf("/users?name=admin", "users"),
    idOf("/roles?name=admin", "roles"),
  ]);
  const assignment = `${authUrl}/projects/${project}/users/${user}/roles/${role}`;
  await (await fetch(assignment, { method: "PUT", headers })).body?.cancel();
  try {
    await test();
  } finally {
    // Its removal ends every token of the user: tests of other files that log in as administrator run later or before.
    await (await fetch(assignment, { method: "DELETE", headers })).body?.cancel();
  }
}

async function adminToken(authUrl: string, password: string): Promise<string> {
  const domain = { name: "Default" };
  const answer = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: { methods: ["password"], password: { user: { name: "admin", domain, password } } },
        scope: { project: { name: "admin", domain } },
      },
    }),
  });
  await answer.body?.cancel();
  return answer.headers.get("x-subject-token") ?? "";
}

/** Runs a test on a demo cloud of its own. */
export async function withDemo(
  options: DemoOptions,
  test: (cloud: TestCloud & { readonly demo: DemoCloud }) => Promise<void>,
): Promise<void> {
  const demo = await startDemo(options);
  try {
    const login = (user: User = "alice") => scoped(loginEnv(demo, ...DEMO_LOGINS[user]), user);
    await test({ demo, env: login, login });
  } finally {
    await demo.close();
  }
}
