import assert from "node:assert/strict";
import type { FrontCaller, FrontOptions } from "../wire/control.ts";
import { Offers } from "./offers.ts";
import type { SnapshotTool } from "./snapshot.ts";

function tool(name: string, readOnly: boolean): SnapshotTool {
  return {
    listed: { name, inputSchema: { type: "object" }, annotations: { readOnlyHint: readOnly } },
    toolset: "compute",
    isDefault: true,
    sensitive: false,
    readOnly,
    aliases: [`${name}_older`],
    olderArguments: [],
    reads: [],
  };
}

const TOOLS = [tool("get_a", true), tool("get_b", true), tool("set_a", false)];
const NAMES = TOOLS.map(({ listed }) => listed.name);
const CALLER: FrontCaller = { name: "a", sha256: "", cloud: "other", readOnly: false, tools: NAMES };

function offers(changes: Partial<FrontOptions> = {}): Offers {
  const options = {
    name: "",
    version: "",
    compat: false,
    callDeadlineMs: 1,
    allowWrite: true,
    cloud: "demo",
  };
  return new Offers({ ...options, tools: NAMES, ...changes }, TOOLS);
}

function offered(changes: Partial<FrontOptions>, caller?: string) {
  const { places, list, serverOptions } = offers(changes).of(caller);
  return {
    cloud: places[0]?.key,
    tools: list.tools.map(({ name }) => name),
    readsOnly: /cannot change anything/.test(serverOptions.instructions ?? ""),
    scope: serverOptions.cacheHints?.["tools/list"]?.cacheScope,
  };
}

Deno.test("Offers lists what changes things only where that is allowed, and says which it is", () => {
  const all = { cloud: "demo", tools: NAMES, readsOnly: false, scope: "public" };
  assert.deepEqual(offered({}), all);
  assert.deepEqual(offered({ allowWrite: false }), { ...all, tools: ["get_a", "get_b"], readsOnly: true });
  assert.deepEqual(offered({ tools: ["get_b"] }), { ...all, tools: ["get_b"], readsOnly: true });
});

Deno.test("Offers gives each caller its own list and cloud, in private", () => {
  const callers = [CALLER, { ...CALLER, name: "b", readOnly: true, tools: ["set_a", "get_a"] }];
  assert.deepEqual(offered({ callers, tools: [] }, "a"), {
    cloud: "other",
    tools: NAMES,
    readsOnly: false,
    scope: "private",
  });
  assert.deepEqual(offered({ callers }, "b"), {
    cloud: "other",
    tools: ["get_a"],
    readsOnly: true,
    scope: "private",
  });
  assert.deepEqual(offered({ callers, allowWrite: false }, "a").tools, ["get_a", "get_b"]);
  assert.throws(() => offers({ callers }).of("c"), RangeError);
});

Deno.test("Offers lists older names for clients that want them", () => {
  assert.deepEqual(offered({ compat: true, allowWrite: false }).tools, [
    "get_a",
    "get_a_older",
    "get_b",
    "get_b_older",
  ]);
});

Deno.test("Offers says where a call can go only where there is a choice; a change goes to one place", () => {
  const places = [
    { key: "a x", cloud: "a", region: "x" },
    { key: "a y", cloud: "a", region: "y" },
    { key: "b", cloud: "b" },
  ];
  const propertiesOf = (changes: Partial<FrontOptions>, caller?: string) =>
    offers(changes).of(caller).list.tools.map(({ inputSchema }) => inputSchema.properties ?? {});
  const [read, , change] = propertiesOf({ places });
  assert.deepEqual(read, {
    cloud: { enum: ["a", "b", "all"] },
    region: { enum: ["x", "y", "all"] },
  });
  assert.deepEqual(change, {
    cloud: { enum: ["a", "b"] },
    region: { enum: ["x", "y"] },
  });
  assert.deepEqual(propertiesOf({})[0], {});
  const bound = { ...CALLER, bound: true } as const;
  assert.deepEqual(propertiesOf({ places, callers: [bound] }, "a")[0], {});
  assert.match(
    offers({ places }).of(undefined).serverOptions.instructions ?? "",
    /cloud a, its first region/,
  );
});
