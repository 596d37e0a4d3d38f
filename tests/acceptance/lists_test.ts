/** Every list tool is held against the service's own list, for every kind of login, also read two by two.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type TestCloud, type User, withAdminInAcme, withCloud } from "./cloud.ts";
import { objectOf, rowsOf, Server } from "./program.ts";
import { RawCloud } from "./raw_cloud.ts";
import { RAW_LISTS, type RawList } from "./raw_lists.ts";

interface Login {
  readonly name: string;
  readonly user: User;
  readonly args?: readonly string[];
  /** Whether the services show it what belongs to others. */
  readonly isAdmin: boolean;
  readonly isSystem?: boolean;
}

const LOGINS: readonly Login[] = [
  { name: "a member", user: "alice", isAdmin: false },
  { name: "a reader", user: "adam", isAdmin: false },
  { name: "an administrator in a project", user: "admin in acme", isAdmin: true },
  {
    name: "an administrator with --all-projects",
    user: "admin in acme",
    args: ["--all-projects"],
    isAdmin: true,
  },
  { name: "the system's administrator", user: "system", isAdmin: true, isSystem: true },
];

for (const login of LOGINS) {
  Deno.test(`every list is the service's own for ${login.name}`, async (test) => {
    await withCloud((cloud) => withAdminInAcme(() => compareAll(cloud, login, test)));
  });
}

async function compareAll(cloud: TestCloud, login: Login, test: Deno.TestContext): Promise<void> {
  const env = cloud.env(login.user);
  const raw = await RawCloud.logIn(cloud.login(login.user));
  const member = await RawCloud.logIn(cloud.login("alice"));
  const server = new Server({ args: ["--toolsets", "all", ...login.args ?? []], env });
  try {
    await server.initialize();
    for (const list of RAW_LISTS) {
      await test.step(list.tool, () => compare(list, login, { raw, member }, server));
    }
  } finally {
    await server.end();
  }
}

interface RawLogins {
  readonly raw: RawCloud;
  readonly member: RawCloud;
}

async function compare(list: RawList, login: Login, logins: RawLogins, server: Server): Promise<void> {
  const expected = await expectedIds(list, login, logins);
  if (expected === undefined) {
    const { answer, isError } = await server.call(list.tool, { ...list.args });
    // What it may know of itself may be there, beside what was refused.
    assert.ok(isError || "unavailable" in answer, JSON.stringify(answer).slice(0, 500));
    return;
  }
  for (const limit of [undefined, 2]) {
    const found = await readAll(list, server, limit);
    assert.deepEqual(found.toSorted(), expected.toSorted(), limit === undefined ? "at once" : "two by two");
  }
}

/** What the service lists for this scope; undefined if it refuses, or hides that it does. */
async function expectedIds(
  list: RawList,
  login: Login,
  { raw, member }: RawLogins,
): Promise<string[] | undefined> {
  const isAll = login.args?.includes("--all-projects") ?? false;
  if (list.asMember && login.isAdmin && !isAll && !login.isSystem) {
    return await expectedIds(list, { ...login, isAdmin: false }, { raw: member, member });
  }
  // A token without a project can only mean all of them.
  const more = isAll || login.isSystem ? list.all : undefined;
  const joint = list.path.includes("?") ? "&" : "?";
  const path = more?.query === undefined ? list.path : `${list.path}${joint}${more.query}`;
  const { status, body } = await raw.get(list.service, path, { ...list.headers, ...more?.headers });
  if (status < 200 || status >= 300) return undefined;
  const items = itemsIn(body, list.key);
  if (items.length === 0 && list.hides && !login.isAdmin) return undefined;
  const own = items.filter((item) => {
    if (!login.isAdmin || login.isSystem || isAll || !list.owner) return true;
    const owner = list.owner(item);
    return owner === undefined || owner === raw.projectId || list.shared?.(item) === true;
  });
  return own.map((item) => list.id?.(item) ?? String(item["id"]));
}

function itemsIn(body: unknown, key: readonly string[]): Record<string, unknown>[] {
  const found = key.reduce<unknown>((inner, name) => objectOf(inner)[name], body);
  assert.ok(Array.isArray(found), `no list at ${key.join(".")}`);
  return found.map(objectOf);
}

/** A cursor that never ends would keep the test for ever. */
const MOST_PAGES = 400;

async function readAll(list: RawList, server: Server, limit: number | undefined): Promise<string[]> {
  const ids: string[] = [];
  const column = list.column ?? "id";
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { answer, isError } = await server.call(list.tool, {
      ...list.args,
      fields: [column],
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    assert.ok(!isError, JSON.stringify(answer).slice(0, 500));
    const rows = rowsOf(answer);
    assert.ok(limit === undefined || rows.length <= limit);
    ids.push(...rows.map((row) => String(row[column])));
    if (answer["next"] === undefined) return ids;
    cursor = String(answer["next"]);
  }
  throw new Error(`${list.tool} has more than ${MOST_PAGES} pages`);
}
