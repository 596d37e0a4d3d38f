import assert from "node:assert/strict";
import { chooseTools, SNAPSHOT, type SnapshotTool, type ToolChoice, withOlderNames } from "./snapshot.ts";

function snapshotTool(name: string, toolset: string, changes: Partial<SnapshotTool> = {}): SnapshotTool {
  return {
    listed: { name, inputSchema: { type: "object" } },
    toolset,
    isDefault: true,
    sensitive: false,
    readOnly: true,
    aliases: [],
    olderArguments: [],
    reads: [],
    ...changes,
  };
}

const TOOLS: readonly SnapshotTool[] = [
  snapshotTool("get_a", "compute"),
  snapshotTool("get_secret", "compute", { sensitive: true }),
  snapshotTool("get_b", "network"),
  snapshotTool("get_c", "dns", { isDefault: false, aliases: ["get_older"] }),
  snapshotTool("get_d", "dns", { isDefault: false }),
];

function names(choice: Partial<ToolChoice>): string[] {
  const whole = { toolsets: ["default"], tools: [], excluded: [], allowSensitive: false, ...choice };
  return chooseTools(whole, TOOLS).map(({ listed }) => listed.name);
}

Deno.test("chooseTools() takes the default toolsets, all, or those that are named", () => {
  assert.deepEqual(names({}), ["get_a", "get_b"]);
  assert.deepEqual(names({ toolsets: ["all"] }), ["get_a", "get_b", "get_c", "get_d"]);
  assert.deepEqual(names({ toolsets: ["dns"] }), ["get_c", "get_d"]);
  assert.deepEqual(names({ toolsets: ["dns", "default"] }), ["get_a", "get_b", "get_c", "get_d"]);
  assert.deepEqual(names({ toolsets: [] }), []);
});

Deno.test("chooseTools() adds single tools and keeps the order of the list", () => {
  assert.deepEqual(names({ tools: ["get_d"] }), ["get_a", "get_b", "get_d"]);
  assert.deepEqual(names({ toolsets: ["dns"], tools: ["get_a", "get_a"] }), ["get_a", "get_c", "get_d"]);
});

Deno.test("chooseTools() lets an exclusion win", () => {
  assert.deepEqual(names({ excluded: ["get_a"] }), ["get_b"]);
  assert.deepEqual(names({ tools: ["get_d"], excluded: ["get_d"] }), ["get_a", "get_b"]);
  assert.deepEqual(names({ tools: ["get_secret"], excluded: ["get_secret"] }), ["get_a", "get_b"]);
});

Deno.test("chooseTools() leaves out what shows secrets unless that is allowed, and refuses it by name", () => {
  assert.deepEqual(names({ toolsets: ["compute"] }), ["get_a"]);
  assert.deepEqual(names({ toolsets: ["compute"], allowSensitive: true }), ["get_a", "get_secret"]);
  assert.deepEqual(names({ tools: ["get_secret"], allowSensitive: true }), ["get_a", "get_secret", "get_b"]);
  assert.throws(() => names({ tools: ["get_secret"] }), {
    name: "TypeError",
    message: 'Tool "get_secret" needs --allow-sensitive',
  });
});

Deno.test("chooseTools() says what there is when a name is wrong", () => {
  assert.throws(() => names({ toolsets: ["computer"] }), {
    name: "TypeError",
    message: /^There is no toolset "computer"; there are: default, all, compute, network, dns/,
  });
  for (const choice of [{ tools: ["get_x"] }, { excluded: ["get_x"] }]) {
    assert.throws(() => names(choice), { message: /^There is no tool "get_x"; there are: get_a, / });
  }
});

Deno.test("withOlderNames() lists every name with every argument, and leaves the rest as it is", () => {
  const inputSchema = { type: "object", properties: { name: { type: "string" } } } as const;
  const older = snapshotTool("get_a", "compute", {
    listed: { name: "get_a", title: "A", inputSchema },
    aliases: ["list_a"],
    olderArguments: ["search", "name"],
  });
  const listed = withOlderNames([older, snapshotTool("get_b", "compute")]);
  const properties = { search: { description: "older name" }, name: { type: "string" } };
  const tool = { name: "get_a", title: "A", inputSchema: { type: "object", properties } };
  assert.deepEqual(listed, [
    tool,
    { ...tool, name: "list_a", description: "Older name of get_a." },
    { name: "get_b", inputSchema: { type: "object", properties: {} } },
  ]);
});

Deno.test("The snapshot lists each name once, titled and annotated, and no alias", () => {
  const listed = SNAPSHOT.map((tool) => tool.listed.name);
  const callable = [...listed, ...SNAPSHOT.flatMap(({ aliases }) => aliases)];
  assert.equal(new Set(callable).size, callable.length);
  for (const { listed: { name, title, annotations } } of SNAPSHOT) {
    assert.ok(title, name);
    const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
    for (const hint of [readOnlyHint, destructiveHint, idempotentHint, openWorldHint]) {
      assert.equal(typeof hint, "boolean", name);
    }
  }
});

Deno.test("withOlderNames() lists a tool for changes that only reads once, whoever reads for it", () => {
  const reading = (name: string, actions: readonly string[], older: readonly string[]) =>
    snapshotTool(name, "compute", {
      listed: { name, inputSchema: { type: "object", properties: { names: {} } } },
      reads: [{ name: "set_a", actions, arguments: older }],
    });
  const listed = withOlderNames([
    reading("get_a", ["list"], ["a_name"]),
    reading("get_b", ["stats"], ["size"]),
  ]);
  assert.deepEqual(listed.map(({ name }) => name), ["get_a", "get_b", "set_a"]);
  const [, , set] = listed;
  assert.equal(set?.description, "Reads as get_a, get_b.");
  assert.deepEqual(Object.keys(set?.inputSchema.properties ?? {}).toSorted(), [
    "a_name",
    "action",
    "names",
    "size",
  ]);
  assert.deepEqual(set?.inputSchema.properties?.["action"], { enum: ["list", "stats"] });
});
