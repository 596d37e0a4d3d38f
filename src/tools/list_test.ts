import assert from "node:assert/strict";
import * as z from "zod";
import { listServers, showServer } from "../openstack/compute/operations.ts";
import { readServer, type Server } from "../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../openstack/errors.ts";
import { listImages } from "../openstack/image/operations.ts";
import { answerList } from "./list.ts";
import { findOne } from "./list_find.ts";
import type { ListSpec } from "./list_spec.ts";
import { fit, table } from "./list_table.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "./list_arguments.ts";
import { type Bench, type Called, rowsOf, type ToolsOptions, withTools } from "./testing.ts";
import { type Tool, tool } from "./tool.ts";

/** Servers with as little as shows each ability of a list. */
const MACHINES: ListSpec<Server> = {
  noun: ["machine", "machines"],
  list: listServers,
  show: { operation: showServer, parameter: "server_id", key: "server" },
  read: readServer,
  id: (server) => server.id,
  name: (server) => server.name,
  owner: (server) => server.projectId,
  columns: [
    { name: "name", level: "basic", value: (server) => server.name, sort: "display_name" },
    { name: "status", level: "basic", value: (server) => server.status, filter: "status", fold: "upper" },
    { name: "flavor", level: "detailed", value: (server) => server.flavor?.name },
    { name: "vcpus", level: "full", value: (server) => server.flavor?.vcpus },
    { name: "tags", level: "full", value: (server) => server.tags },
    { name: "metadata", level: "full", value: (server) => server.metadata, objectOnly: true },
    { name: "host", level: "full", value: (server) => server.host, needs: "admin", filter: "host" },
    { name: "key_name", level: "extra", value: (server) => server.keyName },
    { name: "id", level: "basic", value: (server) => server.id },
  ],
};

function listing<Item, Joined>(spec: ListSpec<Item, Joined>): Tool {
  return tool({
    name: `list_${spec.noun[1]}`,
    toolset: "compute",
    title: "A list",
    description: "For tests.",
    input: z.strictObject(LIST_ARGUMENTS),
    operations: [listServers, showServer, listImages],
    compat: LIST_COMPAT,
    run: (args, context) => answerList(spec, args, context),
  });
}

const machines = listing(MACHINES);

/** A test with servers as the demo has them. */
function testList(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`answerList() ${name}`, () => withTools(options, body));
}

function names({ answer, error }: Called): unknown[] {
  if (error) throw error;
  return rowsOf(answer).map((row) => row["name"]);
}

function errorOf({ error, answer }: Called): OpenStackError {
  assert.ok(error, `no error but ${JSON.stringify(answer)}`);
  return error;
}

/** What Nova is made to answer to a list. */
function scripted({ demo }: Bench, servers: readonly Readonly<Record<string, unknown>>[]): void {
  demo.setFaults([{
    service: "compute",
    path: "/servers/detail",
    kind: "status",
    status: 200,
    body: { servers },
  }]);
}

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

function server(id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id, name: id, tenant_id: ACME, status: "ACTIVE", ...more };
}

// Names.

testList("shows one that is named as an object, by name or id", {}, async ({ call }) => {
  const byName = await call(machines, { names: "web-01" });
  const machine = byName.answer["machine"];
  assert.ok(typeof machine === "object" && machine !== null && "id" in machine && "metadata" in machine);
  assert.ok(!("rows" in byName.answer) && !("host" in machine));
  const byId = await call(machines, { names: String(machine.id) });
  assert.deepEqual(byId.answer, byName.answer);
});

testList("asks for an id directly", {}, async ({ call }) => {
  const [first] = rowsOf((await call(machines, { limit: 1 })).answer);
  const { requests } = await call(machines, { names: [String(first?.["id"])] });
  assert.deepEqual(requests.map((request) => request.path), [`/v2.1/servers/${first?.["id"]}`]);
});

testList("shows several that are named as rows, or as objects in full", {}, async ({ call }) => {
  const rows = await call(machines, { names: ["web-02", "web-01"] });
  assert.deepEqual(names(rows), ["web-02", "web-01"]);
  assert.equal(rows.answer["total"], 2);
  const objects = await call(machines, { names: "web-02,web-01", detail: "full" });
  assert.ok(Array.isArray(objects.answer["items"]) && objects.answer["items"].length === 2);
});

testList("takes several texts for one thing as one", {}, async ({ call }) => {
  const { answer } = await call(machines, { names: ["web-01", "web-01"], fields: "status" });
  const id = rowsOf((await call(machines, { filters: { name: "web-01" } })).answer)[0]?.["id"];
  const both = await call(machines, { names: ["web-01", String(id)], fields: "status" });
  assert.equal(both.answer["total"] ?? 1, 1);
  assert.ok("machine" in answer);
});

testList("reads a comma as a part of a name first", {}, async (bench) => {
  scripted(bench, [server("a, b"), server("a"), server("b")]);
  const whole = await bench.call(machines, { names: "a, b", fields: "status" });
  assert.deepEqual(whole.answer["machine"], { name: "a, b", status: "ACTIVE", id: "a, b" });
  scripted(bench, [server("a"), server("b"), server("c")]);
  assert.deepEqual(names(await bench.call(machines, { names: "a, b,," })), ["a", "b"]);
});

testList("matches names exactly", {}, async ({ call }) => {
  for (const name of ["web-0", "web-01 ", "WEB-01", "web.01", "^web-01$", ".*", "web-01|db-01", "%", "*"]) {
    const error = errorOf(await call(machines, { names: name }));
    assert.equal(error.reason, "not found", name);
    assert.match(error.detail ?? "", /no machine has exactly this name or id/);
  }
});

testList("says which of several names it did not find", {}, async ({ call }) => {
  const called = await call(machines, { names: ["web-01", "nope"] });
  assert.deepEqual(names(called), ["web-01"]);
  assert.deepEqual(called.answer["unavailable"], [{ what: "machine nope", reason: "not found" }]);
  assert.equal(errorOf(await call(machines, { names: ["nope", "nor this"] })).reason, "not found");
});

testList("lists what an ambiguous name may mean", {}, async (bench) => {
  scripted(bench, [server("1", { name: "twin" }), server("2", { name: "twin" }), server("3")]);
  const error = errorOf(await bench.call(machines, { names: "twin" }));
  assert.equal(error.reason, "ambiguous");
  assert.deepEqual(error.candidates, [{ name: "twin", id: "1" }, { name: "twin", id: "2" }]);
  assert.equal(errorOf(await bench.call(machines, { names: ["3", "twin"] })).reason, "ambiguous");
});

testList("cuts an unbearable name in its error", {}, async ({ call }) => {
  assert.ok(errorOf(await call(machines, { names: "n".repeat(255) })).message.length < 250);
});

testList("reads a list once for many names", {}, async ({ call }) => {
  const { requests } = await call(machines, { names: ["web-01", "web-02", "web-03", "nope"] });
  assert.equal(requests.filter((request) => request.path === "/v2.1/servers/detail").length, 1);
});

// Scope.

testList("drops what belongs to another project, and says how many", { user: "operator" }, async (bench) => {
  scripted(bench, [
    server("own"),
    server("foreign", { tenant_id: "other" }),
    server("nobody's", { tenant_id: "" }),
  ]);
  const called = await bench.call(machines);
  assert.deepEqual(names(called), ["own", "nobody's"]);
  assert.equal(called.answer["left_out"], "1 of other projects");
  assert.equal(errorOf(await bench.call(machines, { names: "foreign" })).reason, "not found");
});

testList("refuses another project's by id", { user: "operator" }, async (bench) => {
  const id = "db2f1ad7-3b91-4117-9885-ff3081044870";
  bench.demo.setFaults([{
    path: `/servers/${id}`,
    kind: "status",
    status: 200,
    body: { server: server(id, { tenant_id: "other" }) },
  }]);
  const error = errorOf(await bench.call(machines, { names: id }));
  assert.equal(error.reason, "refused by policy");
  assert.match(error.next ?? "", /--all-projects/);
});

testList(
  "shows other projects' where the operator allows it",
  { user: "operator", allProjects: true },
  async (bench) => {
    scripted(bench, [server("own"), server("foreign", { tenant_id: "other" })]);
    const called = await bench.call(machines);
    assert.deepEqual(names(called), ["own", "foreign"]);
    assert.equal(called.answer["scope"], "all projects, region RegionOne");
  },
);

// Filters and search.

testList("lets the service filter where it can, and checks again", {}, async (bench) => {
  const { call } = bench;
  const active = await call(machines, { filters: { status: "active" } });
  assert.ok(names(active).includes("web-01") && !names(active).includes("web-06"));
  assert.match(active.requests.find((one) => one.path.endsWith("/detail"))?.query ?? "", /status=ACTIVE/);
  assert.ok(!("scanned" in active.answer));
  scripted(bench, [server("a"), server("b", { status: "SHUTOFF" })]);
  assert.deepEqual(names(await call(machines, { filters: { status: "ACTIVE" } })), ["a"]);
});

testList("filters by what the service does not filter by after a full read", {}, async ({ call }) => {
  const called = await call(machines, { filters: { flavor: "m1.large" } });
  assert.deepEqual(names(called).sort(), ["db-01", "db-02", "db-03"]);
  assert.equal(called.answer["total"], 3);
  assert.ok(Number(called.answer["scanned"]) > 3);
});

testList("joins filters with and, and the values of one with or", {}, async ({ call }) => {
  const called = await call(machines, {
    filters: { flavor: ["m1.large", "m1.tiny"], status: ["ACTIVE"], name: "db-01" },
  });
  assert.deepEqual(names(called), ["db-01"]);
  const either = await call(machines, { filters: { status: ["SHUTOFF", "suspended"] } });
  assert.deepEqual(names(either).sort(), ["batch-01", "web-06"]);
});

testList("compares numbers, lists and absent values with filters", {}, async (bench) => {
  scripted(bench, [
    server("a", { flavor: { original_name: "x", vcpus: 2 }, tags: ["blue", "green"] }),
    server("b", { flavor: { original_name: "y", vcpus: 4 }, tags: [] }),
  ]);
  const { call } = bench;
  assert.deepEqual(names(await call(machines, { filters: { vcpus: 4 } })), ["b"]);
  assert.deepEqual(names(await call(machines, { filters: { vcpus: "4" } })), ["b"]);
  assert.deepEqual(names(await call(machines, { filters: { tags: "green" } })), ["a"]);
  assert.deepEqual(names(await call(machines, { filters: { key_name: "" } })), ["a", "b"]);
});

testList("refuses filters that mean nothing", {}, async ({ call }) => {
  const unknown = errorOf(await call(machines, { filters: { flavour: "x" } }));
  assert.equal(unknown.reason, "invalid argument");
  assert.match(
    unknown.detail ?? "",
    /machines have no filter "flavour" \(did you mean flavor\?\); there are: name, /,
  );
  const value = errorOf(await call(machines, { filters: { status: { in: ["ACTIVE"] } } }));
  assert.match(value.detail ?? "", /filter status takes a text, number or boolean/);
  assert.equal(
    errorOf(await call(machines, { filters: { ["x".repeat(9999)]: 1 } })).reason,
    "invalid argument",
  );
});

testList(
  "refuses a member the columns of administrators, for the service would ignore them",
  {},
  async ({ call }) => {
    for (const args of [{ filters: { host: "cmp-01" } }, { sort: "host" }]) {
      const error = errorOf(await call(machines, args));
      assert.equal(error.reason, "not permitted");
    }
    const { answer } = await call(machines, { fields: ["status", "host"], limit: 1 });
    assert.deepEqual(answer["columns"], ["name", "status", "id"]);
    assert.deepEqual(answer["unavailable"], [{ what: "column host", reason: "not permitted" }]);
  },
);

testList("searches for a part of a name in either case", {}, async ({ call }) => {
  assert.deepEqual(names(await call(machines, { name_contains: "DB-0" })).sort(), [
    "db-01",
    "db-02",
    "db-03",
  ]);
  assert.deepEqual(names(await call(machines, { name_contains: ".*" })), []);
  assert.deepEqual(names(await call(machines, { search_term: "DB-0", case_sensitive: "true" })), []);
  const byFlavor = await call(machines, { search_term: "large", search_in: "flavor" });
  assert.deepEqual(names(byFlavor).sort(), ["db-01", "db-02", "db-03"]);
  assert.ok(names(await call(machines, { search_term: "suspended", search_in: "all" })).includes("batch-01"));
  assert.equal(
    errorOf(await call(machines, { search_term: "x", search_in: "colour" })).reason,
    "invalid argument",
  );
});

testList("says what an empty list was searched for", {}, async (bench) => {
  const { answer } = await bench.call(machines, { filters: { flavor: "none" }, name_contains: "x" });
  assert.equal(answer["shown"], 0);
  assert.equal(answer["total"], 0);
  assert.match(
    String(answer["note"]),
    /^no machines with name containing "x" and flavor = none \(\d+ read\)$/,
  );
  scripted(bench, []);
  assert.equal((await bench.call(machines)).answer["note"], "there are no machines in this scope");
});

// Order, pages, size.

testList("lets the service sort where it can", {}, async ({ call }) => {
  const up = await call(machines, { sort: "name" });
  assert.deepEqual(names(up), names(up).toSorted());
  assert.match(
    up.requests.find((one) => one.path.endsWith("/detail"))?.query ?? "",
    /sort_key=display_name&sort_dir=asc/,
  );
  assert.deepEqual(names(await call(machines, { sort: "-name" })), names(up).toReversed());
});

testList("sorts numbers as numbers, and the rest as text", {}, async (bench) => {
  const of = (vcpus: number) => server(`v${vcpus}`, { flavor: { original_name: `f${vcpus}`, vcpus } });
  scripted(bench, [of(10), of(9), of(100)]);
  assert.deepEqual(names(await bench.call(machines, { sort: "vcpus" })), ["v9", "v10", "v100"]);
  assert.deepEqual(names(await bench.call(machines, { sort: "-vcpus" })), ["v100", "v10", "v9"]);
  assert.deepEqual(names(await bench.call(machines, { sort: "flavor" })), ["v10", "v100", "v9"]);
  assert.match(errorOf(await bench.call(machines, { sort: "-vcpu" })).detail ?? "", /did you mean vcpus\?/);
});

/** Walks a list to its end. */
async function walk(
  { call }: Bench,
  args: Readonly<Record<string, unknown>>,
  answerTokens?: number,
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let cursor: unknown, page = 0; page === 0 || cursor !== undefined; page++) {
    assert.ok(page < 100, "it never ends");
    const called = await call(machines, { ...args, ...(cursor === undefined ? {} : { cursor }) }, {
      ...(answerTokens === undefined ? {} : { answerTokens }),
    });
    found.push(...names(called));
    assert.equal(called.answer["shown"], names(called).length);
    cursor = called.answer["next"];
  }
  return found;
}

testList("leads through the whole list by cursors, however it is read", {}, async (bench) => {
  for (
    const args of [{}, { sort: "-name" }, { sort: "flavor" }, { filters: { flavor: "m1.small" } }, {
      name_contains: "e",
    }]
  ) {
    const whole = names(await bench.call(machines, args));
    assert.deepEqual(await walk(bench, { ...args, limit: 2 }), whole, JSON.stringify(args));
    assert.deepEqual(await walk(bench, args, 250), whole, JSON.stringify(args));
  }
});

testList("goes on from a cursor with other columns or another size", {}, async ({ call }) => {
  const whole = names(await call(machines));
  const { answer } = await call(machines, { limit: 3 });
  const rest = await call(machines, { limit: 1, fields: "status", detail: "basic", cursor: answer["next"] });
  assert.deepEqual(names(rest), [whole[3]]);
});

testList("refuses a cursor of other conditions", {}, async ({ call }) => {
  const { answer } = await call(machines, { limit: 1 });
  for (const args of [{ filters: { status: "ACTIVE" } }, { sort: "name" }, { name_contains: "x" }]) {
    const error = errorOf(await call(machines, { ...args, cursor: answer["next"] }));
    assert.equal(error.reason, "invalid argument");
  }
  assert.equal(errorOf(await call(machines, { cursor: "bm9uc2Vuc2U" })).reason, "invalid argument");
});

testList("takes the offset of older tools", {}, async ({ call }) => {
  const whole = names(await call(machines));
  assert.deepEqual(names(await call(machines, { offset: 2, limit: 2 })), whole.slice(2, 4));
  const beyond = await call(machines, { offset: "1000" });
  assert.deepEqual(names(beyond), []);
  assert.equal(beyond.answer["total"], whole.length);
});

testList("counts only what it read or was asked to count", {}, async ({ call }) => {
  const whole = await call(machines);
  assert.equal(whole.answer["total"], whole.answer["shown"]);
  const page = await call(machines, { limit: 2 });
  assert.ok(!("total" in page.answer) && "next" in page.answer);
  const counted = await call(machines, { limit: 2, count: true });
  assert.equal(counted.answer["total"], whole.answer["total"]);
  assert.equal(counted.answer["shown"], 2);
});

testList("keeps to the budget of an answer, yet always gets on", {}, async ({ call }) => {
  for (const tokens of [200, 400, 1000]) {
    const { size, answer } = await call(machines, {}, { answerTokens: tokens });
    assert.ok(size <= tokens * 4, `${size} characters for ${tokens} tokens`);
    assert.ok("next" in answer || tokens === 1000);
  }
  const { answer } = await call(machines, {}, { answerTokens: 1 });
  assert.equal(answer["shown"], 1);
});

testList("keeps to the limit where the service does not", {}, async (bench) => {
  scripted(bench, ["a", "b", "c"].map((id) => server(id)));
  const { answer } = await bench.call(machines, { limit: 2 });
  assert.equal(answer["shown"], 2);
  assert.ok("next" in answer);
});

testList("reads a page, not the list", { demo: { servers: 2500 } }, async ({ call }) => {
  const page = await call(machines, { limit: 5 });
  assert.equal(page.requests.filter((one) => one.path.endsWith("/detail")).length, 1);
  const counted = await call(machines, { limit: 5, count: true });
  assert.ok(Number(counted.answer["total"]) >= 2500);
  assert.equal(counted.requests.filter((one) => one.path.endsWith("/detail")).length, 3);
});

testList(
  "refuses to read more than 5000 for a condition of its own",
  { demo: { servers: 5200 } },
  async ({ call }) => {
    const error = errorOf(await call(machines, { filters: { flavor: "m1.large" } }));
    assert.equal(error.reason, "invalid argument");
    assert.match(error.next ?? "", /The service itself filters by: status, host/);
  },
);

// Columns.

testList("shows columns by level, and leaves out those that are empty", {}, async ({ call }) => {
  const columns = async (args: Record<string, unknown>) =>
    (await call(machines, { limit: 1, ...args })).answer["columns"];
  assert.deepEqual(await columns({ detail: "basic" }), ["name", "status", "id"]);
  assert.deepEqual(await columns({}), ["name", "status", "flavor", "id"]);
  assert.deepEqual(await columns({ detail: "full" }), ["name", "status", "flavor", "vcpus", "tags", "id"]);
});

testList("shows chosen fields beside name and id, in the list's order", {}, async ({ call }) => {
  const { answer } = await call(machines, { fields: "vcpus,status", limit: 1 });
  assert.deepEqual(answer["columns"], ["name", "status", "vcpus", "id"]);
  const error = errorOf(await call(machines, { fields: "statsu" }));
  assert.match(error.detail ?? "", /machines have no field "statsu" \(did you mean status\?\)/);
});

// Parts that cannot be read.

testList("fails as a whole when the list cannot be read", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", path: "/servers", kind: "status", status: 500 }]);
  for (const args of [{}, { names: "web-01" }, { count: true }, { filters: { flavor: "x" } }]) {
    assert.equal(errorOf(await call(machines, args)).reason, "unavailable");
  }
});

testList("fails when a later page cannot be read", { demo: { servers: 1500 } }, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", path: "/servers/detail.*marker=", kind: "status", status: 500 }]);
  assert.equal(errorOf(await call(machines, { count: true })).reason, "unavailable");
});

testList("stops with the caller's signal", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", path: "/servers/detail", kind: "hang" }]);
  const signal = AbortSignal.timeout(50);
  await assert.rejects(call(machines, {}, { signal }), { name: "TimeoutError" });
});

testList("tells how far it is", { demo: { servers: 1500 } }, async ({ call }) => {
  const told: number[] = [];
  await call(machines, { count: true }, { progress: (done) => told.push(done) });
  assert.equal(told.length, 2);
  assert.equal(told[0], 1000);
});

interface Fruit {
  readonly id: string;
  readonly name: string;
  readonly ripe?: boolean;
}

/** A list that is gathered, and one of whose sources fails. */
function fruits(gatherings: number[], fails: boolean): ListSpec<Fruit> {
  const error = new OpenStackError({ what: "pick", reason: "unavailable", status: 503, service: "compute" });
  return {
    noun: ["fruit", "fruits"],
    list: listServers,
    gather: () => {
      gatherings.push(1);
      const items = [{ id: "1", name: "apple" }, { id: "2", name: "pear" }];
      return Promise.resolve(
        fails ? { items, unavailable: [unavailablePart("ripeness", error)], missing: ["ripe"] } : { items },
      );
    },
    read: () => undefined,
    id: ({ id }) => id,
    name: ({ name }) => name,
    alsoKnownAs: ({ name }) => [`fruit of the ${name} tree`],
    columns: [
      { name: "name", level: "basic", value: ({ name }) => name },
      { name: "ripe", level: "basic", value: ({ ripe }) => ripe },
      { name: "id", level: "basic", value: ({ id }) => id },
    ],
  };
}

testList("gathers once, whatever is asked", {}, async ({ call }) => {
  for (
    const args of [{}, { names: ["apple", "pear", "1"] }, { filters: { name: "pear" } }, { sort: "-name" }]
  ) {
    const gatherings: number[] = [];
    const { error } = await call(listing(fruits(gatherings, false)), args);
    assert.equal(error, undefined);
    assert.equal(gatherings.length, 1, JSON.stringify(args));
  }
});

testList("does not count what it could not gather", {}, async ({ call }) => {
  const called = await call(listing(fruits([], true)));
  assert.deepEqual(names(called), ["apple", "pear"]);
  assert.ok(!("total" in called.answer));
  assert.deepEqual(called.answer["columns"], ["name", "id"]);
  assert.equal(JSON.stringify(called.answer["unavailable"]).includes("ripeness"), true);
  const none = await call(listing(fruits([], true)), { filters: { name: "plum" } });
  assert.ok(!("note" in none.answer) && "unavailable" in none.answer);
});

testList("does not say that there is none while a part could not be gathered", {}, async ({ call }) => {
  const error = errorOf(await call(listing(fruits([], true)), { names: "plum" }));
  assert.equal(error.reason, "unavailable");
  const one = await call(listing(fruits([], true)), { names: "pear" });
  assert.deepEqual(one.answer["fruit"], { name: "pear", id: "2" });
  assert.ok("unavailable" in one.answer);
});

testList("refuses conditions on what could not be gathered", {}, async ({ call }) => {
  for (const args of [{ filters: { ripe: true } }, { sort: "-ripe" }]) {
    assert.equal(errorOf(await call(listing(fruits([], true)), args)).reason, "unavailable");
  }
});

testList("finds by what else an item answers to", {}, async ({ call }) => {
  const fruit = listing(fruits([], false));
  const found = await call(fruit, { names: "fruit of the pear tree" });
  assert.deepEqual(found.answer["fruit"], { name: "pear", id: "2" });
  assert.deepEqual(names(await call(fruit, { name_contains: "PEAR TREE" })), ["pear"]);
});

testList(
  "finds an entry of a map by key=value, and what has none of a list by an empty text",
  {},
  async (bench) => {
    scripted(bench, [
      server("1", { metadata: { role: "db", env: "prod" }, tags: ["a"] }),
      server("2", { metadata: {}, tags: [] }),
    ]);
    const found = async (filters: Readonly<Record<string, unknown>>) =>
      names(await bench.call(machines, { filters }));
    assert.deepEqual(await found({ metadata: "role=db" }), ["1"]);
    assert.deepEqual(await found({ metadata: "role=web" }), []);
    assert.deepEqual(await found({ tags: "" }), ["2"]);
  },
);

// The parts.

Deno.test("answerList() tells whose each row is, where they are of all projects", async () => {
  const project = {
    name: "project",
    level: "full" as const,
    value: (server: Server) => server.projectId,
  };
  const owned = listing({ ...MACHINES, columns: [...MACHINES.columns, project] });
  const columnsOf = async (options: ToolsOptions, args: Readonly<Record<string, unknown>> = {}) => {
    const found: unknown[] = [];
    await withTools(options, async ({ call }) => {
      found.push((await call(owned, args)).answer["columns"]);
    });
    return found[0];
  };
  const all = { user: "admin", allProjects: true };
  assert.deepEqual(await columnsOf(all), ["name", "status", "flavor", "id", "project"]);
  assert.deepEqual(await columnsOf(all, { detail: "basic" }), ["name", "status", "id"]);
  assert.deepEqual(await columnsOf({ user: "operator" }), ["name", "status", "flavor", "id"]);
});

Deno.test("findOne() gives one item, or says why not", async () => {
  const finding = tool({
    name: "find",
    toolset: "compute",
    title: "Find",
    description: "For tests.",
    input: z.strictObject({ wanted: z.string() }),
    operations: [listServers, showServer],
    run: async ({ wanted }, context) => ({ found: (await findOne(MACHINES, wanted, context)).name }),
  });
  await withTools({}, async (bench) => {
    assert.deepEqual((await bench.call(finding, { wanted: "db-02" })).answer, { found: "db-02" });
    assert.equal(errorOf(await bench.call(finding, { wanted: "db-0" })).reason, "not found");
    // One thing is wanted: a comma separates nothing here.
    assert.equal(errorOf(await bench.call(finding, { wanted: "db-01,db-02" })).reason, "not found");
    scripted(bench, [server("1", { name: "twin" }), server("2", { name: "twin" })]);
    assert.equal(errorOf(await bench.call(finding, { wanted: "twin" })).reason, "ambiguous");
  });
});

Deno.test("fit() keeps rows up to the budget, and one in any case", () => {
  const rows = Array.from({ length: 100 }, (_, index) => [index, "x".repeat(90)]);
  assert.equal(fit(rows, 1_000_000).length, 100);
  assert.equal(fit(rows, 0).length, 1);
  assert.deepEqual(fit([], 0), []);
  const kept = fit(rows, 1000);
  assert.ok(JSON.stringify(kept).length <= 4000 && kept.length > 20);
});

Deno.test("table() leaves out columns without a value, or with the usual one alone", () => {
  const columns = [{ name: "a" }, { name: "b" }, { name: "c", usual: false }, { name: "d", usual: 0 }];
  assert.deepEqual(table(columns, [[1, "", false, 0], [2, "", false, 0]]), {
    columns: ["a"],
    rows: [[1], [2]],
  });
  assert.deepEqual(table(columns, [[1, "", false, 0], [2, "", true, 0]]), {
    columns: ["a", "c"],
    rows: [[1, false], [2, true]],
  });
  assert.deepEqual(table(columns, []), { columns: ["a", "b", "c", "d"], rows: [] });
});
