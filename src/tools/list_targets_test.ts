import assert from "node:assert/strict";
import * as z from "zod";
import type { OpenStackError } from "../openstack/errors.ts";
import { listServers, showServer } from "../openstack/compute/operations.ts";
import { readServer, type Server } from "../openstack/compute/types.ts";
import { SERVER_OPERATIONS, SERVERS } from "./compute/servers.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "./list_arguments.ts";
import type { Gathered, ListSpec } from "./list_spec.ts";
import { findTargets } from "./list_targets.ts";
import { type Bench, type ToolsOptions, withTools } from "./testing.ts";
import { type Tool, tool } from "./tool.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

/** A tool that only says what it would change. */
function choosing<Item, Joined>(spec: ListSpec<Item, Joined>): Tool {
  return tool({
    name: "choose",
    toolset: "compute",
    title: "Choose",
    description: "For tests.",
    input: z.strictObject(LIST_ARGUMENTS),
    operations: [...SERVER_OPERATIONS, listServers, showServer],
    compat: LIST_COMPAT,
    run: async (args, context) => {
      const items = await findTargets(spec, args, context);
      return { found: items.map((item) => spec.name(item)) };
    },
  });
}

/** Two ways to find the same servers: as the product does, and by reading the list alone. */
const LISTED: ListSpec<Server> = {
  noun: ["server", "servers"],
  list: listServers,
  read: readServer,
  id: (server) => server.id,
  name: (server) => server.name,
  owner: (server) => server.projectId,
  columns: [
    { name: "name", level: "basic", value: (server) => server.name },
    { name: "status", level: "basic", value: (server) => server.status, filter: "status", fold: "upper" },
    { name: "id", level: "basic", value: (server) => server.id },
  ],
};

const WAYS = { "the product's servers": choosing(SERVERS), "a plain list": choosing(LISTED) };

type Args = Readonly<Record<string, unknown>>;

interface Chosen {
  readonly names: readonly unknown[];
  readonly error: OpenStackError | undefined;
}

/** The names of what is chosen, sorted, or why nothing is. */
async function choose({ call }: Bench, choice: Tool, args: Args): Promise<Chosen> {
  const { answer, error } = await call(choice, args);
  const { found = [] } = answer;
  assert.ok(Array.isArray(found));
  return { names: found.toSorted(), error };
}

/** Runs a test with either way on a demo cloud of its own. */
function testTargets(
  name: string,
  body: (bench: Bench, choice: Tool) => Promise<void>,
  options?: ToolsOptions,
) {
  for (const [way, choice] of Object.entries(WAYS)) {
    Deno.test(`findTargets() ${name} (${way})`, () =>
      withTools(options ?? {}, (bench) => body(bench, choice)));
  }
}

function idOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

interface Planted {
  readonly name: string;
  readonly status?: string;
  readonly tenant_id?: string;
}

/** Makes Nova tell of these servers whatever it is asked: a filter that it does not apply, or applies in part. */
function plant({ demo }: Bench, planted: readonly Planted[]): void {
  const servers = planted.map(({ name, status = "ACTIVE", tenant_id = ACME }, index) => ({
    id: idOf(index),
    name,
    status,
    tenant_id,
    flavor: { id: "1", original_name: "m1.tiny" },
  }));
  demo.setFaults([
    { service: "compute", path: "/servers/detail", kind: "status", status: 200, body: { servers } },
    ...servers.map((server) => (
      {
        service: "compute",
        path: `/servers/${server.id}`,
        kind: "status",
        status: 200,
        body: { server },
      } as const
    )),
    { service: "compute", path: "/servers", kind: "status", status: 200, body: { servers } },
  ]);
}

const ALIKE = ["web-0", "web-01", "web-010", "web-1", "a-web-01", "web-01-copy", "WEB-01"];

testTargets(
  "takes exactly what is named, whatever else begins, ends or is spelt alike",
  async (bench, choice) => {
    plant(bench, ALIKE.map((name) => ({ name })));
    for (const name of ALIKE) {
      assert.deepEqual(await choose(bench, choice, { names: name }), { names: [name], error: undefined });
    }
    assert.deepEqual((await choose(bench, choice, { names: ["web-01", "web-0"] })).names, [
      "web-0",
      "web-01",
    ]);
    assert.deepEqual((await choose(bench, choice, { names: "web-01, web-1" })).names, ["web-01", "web-1"]);
    assert.deepEqual((await choose(bench, choice, { names: ["web-01", idOf(1)] })).names, ["web-01"]);
  },
);

for (const name of [".*", "web-.", "web-0.", "^web", "web|db", "(", "[", "\\", "web-01$", "*", "%", ""]) {
  testTargets(`finds nothing by ${JSON.stringify(name)}, which is no name here`, async (bench, choice) => {
    const { names, error } = await choose(bench, choice, { names: [name, "web-01"] });
    assert.deepEqual(names, []);
    assert.ok(error?.reason === "not found" || error?.reason === "invalid argument", error?.reason);
  });
}

testTargets("takes names that are regular expressions for names", async (bench, choice) => {
  const odd = ["web.*", "web(1)", "a|b", "[x]", "back\\slash", "100%", "web+", "a,b"];
  plant(bench, [...odd, "web-1", "a", "b", "x"].map((name) => ({ name })));
  for (const name of odd) assert.deepEqual((await choose(bench, choice, { names: name })).names, [name]);
  assert.deepEqual((await choose(bench, choice, { name_contains: "web.*" })).names, ["web.*"]);
  assert.deepEqual((await choose(bench, choice, { name_contains: "(1)" })).names, ["web(1)"]);
});

testTargets("takes nothing when one of several names does not exist", async (bench, choice) => {
  const { names, error } = await choose(bench, choice, { names: ["web-01", "web-99", "db-77"] });
  assert.deepEqual(names, []);
  assert.equal(error?.reason, "not found");
  assert.match(error?.detail ?? "", /web-99.*db-77/);
  assert.doesNotMatch(error?.detail ?? "", /web-01/);
  assert.equal((await choose(bench, choice, { names: "web-99" })).error?.reason, "not found");
});

testTargets("takes nothing when a name is borne by two", async (bench, choice) => {
  plant(bench, [{ name: "twin" }, { name: "twin" }, { name: "web-01" }]);
  for (const names of ["twin", ["web-01", "twin"]]) {
    const { error, names: found } = await choose(bench, choice, { names });
    assert.deepEqual([found, error?.reason, error?.candidates?.length], [[], "ambiguous", 2]);
  }
  assert.deepEqual((await choose(bench, choice, { names: [idOf(0)] })).names, ["twin"]);
});

testTargets("wants names and filters both to fit", async (bench, choice) => {
  plant(bench, [{ name: "web-01" }, { name: "web-02", status: "SHUTOFF" }, { name: "db-01" }]);
  const cases: [Args, string[]][] = [
    [{ names: ["web-01", "web-02"], filters: { status: "ACTIVE" } }, ["web-01"]],
    [{ names: ["web-01"], filters: { status: "shutoff" } }, []],
    [{ names: ["web-01", "db-01"], name_contains: "web" }, ["web-01"]],
    [{ filters: { status: "ACTIVE" } }, ["db-01", "web-01"]],
    [{ filters: { status: "ACTIVE" }, name_contains: "web" }, ["web-01"]],
    [{ filters: { status: ["ACTIVE", "SHUTOFF"] }, name_contains: "-02" }, ["web-02"]],
    [{ filters: { status: "ACTIVE", name: "db-01" } }, ["db-01"]],
    [{ name_contains: "nothing" }, []],
  ];
  for (const [args, names] of cases) {
    assert.deepEqual(await choose(bench, choice, args), { names, error: undefined }, JSON.stringify(args));
  }
});

testTargets("takes no other project's although the service tells of them", async (bench, choice) => {
  const tenant_id = "f".repeat(32);
  plant(bench, [{ name: "web-01" }, { name: "web-02", tenant_id }, { name: "web-01", tenant_id }]);
  assert.deepEqual((await choose(bench, choice, { name_contains: "web" })).names, ["web-01"]);
  const { names, error } = await choose(bench, choice, { names: ["web-01", "web-02"] });
  assert.deepEqual(names, []);
  assert.ok(error?.reason === "not found" || error?.reason === "refused by policy");
});

testTargets("takes nothing when nothing was said, or nothing of weight", async (bench, choice) => {
  for (const args of [{}, { filters: {} }, { name_contains: "" }, { names: "", name_contains: "" }]) {
    const { error, names } = await choose(bench, choice, args);
    assert.deepEqual(names, []);
    assert.equal(error?.reason, "invalid argument");
    assert.match(error?.detail ?? "", /names, name_contains or filters/);
  }
  assert.equal(bench.demo.requests.filter(({ service }) => service === "compute").length, 0);
});

testTargets("takes nothing by a filter that there is not", async (bench, choice) => {
  for (
    const args of [{ filters: { statsu: "ACTIVE" } }, { names: ["web-01"], filters: { statsu: "ACTIVE" } }]
  ) {
    const { error } = await choose(bench, choice, args);
    assert.equal(error?.reason, "invalid argument");
    assert.match(error?.detail ?? "", /status/);
  }
});

testTargets("takes nothing when the list cannot be read", async (bench, choice) => {
  bench.demo.setFaults([{ service: "compute", path: "/servers", kind: "status", status: 403, body: {} }]);
  for (const args of [{ name_contains: "web" }, { names: ["web-01", "web-02"] }]) {
    const { error, names } = await choose(bench, choice, args);
    assert.deepEqual([names, error?.reason], [[], "not permitted"]);
  }
});

testTargets("takes what fits beyond the first page", async (bench, choice) => {
  const { names, error } = await choose(bench, choice, { name_contains: "", filters: { status: "ACTIVE" } });
  assert.equal(error, undefined);
  assert.ok(names.length > 1_000, String(names.length));
}, { demo: { servers: 1_500 } });

Deno.test("findTargets() takes nothing by a filter when a part of the list could not be read", () =>
  withTools({}, async (bench) => {
    const gathered = (unavailable: Gathered<string>["unavailable"] = []): ListSpec<string> => ({
      noun: ["fruit", "fruits"],
      list: listServers,
      gather: () => Promise.resolve({ items: ["apple", "pear"], unavailable }),
      read: () => undefined,
      id: (item) => item,
      name: (item) => item,
      columns: [{ name: "name", level: "basic", value: (item) => item }],
    });
    const broken = choosing(gathered([{ what: "the north", reason: "HTTP 503" }]));
    const { error, names } = await choose(bench, broken, { name_contains: "p" });
    assert.deepEqual([names, error?.reason], [[], "unavailable"]);
    assert.deepEqual((await choose(bench, broken, { names: ["pear"] })).names, ["pear"]);
    assert.deepEqual((await choose(bench, choosing(gathered()), { name_contains: "p" })).names, [
      "apple",
      "pear",
    ]);
  }));
