import assert from "node:assert/strict";
import { InMemoryTransport } from "@modelcontextprotocol/server";
import type { FrontOptions } from "../wire/control.ts";
import type { CallMessage, RequestMessage } from "../wire/messages.ts";
import { readMergedCursor } from "../wire/merge.ts";
import { CloudPorts } from "./cloud_ports.ts";
import { serverFactory } from "./server.ts";
import { SNAPSHOT } from "./snapshot.ts";

type Members = Readonly<Record<string, unknown>>;
/** What the cloud's side answers to a call. */
type Reply = (call: CallMessage, place: string) => { readonly isError?: boolean; readonly value: Members };
type Ask = (method: string, params?: Members) => Promise<Members>;

const PLACES = [{ key: "a", cloud: "a" }, { key: "b", cloud: "b" }];
const READS = SNAPSHOT.filter(({ readOnly }) => readOnly).map(({ listed }) => listed.name);
const CHANGES = SNAPSHOT.filter(({ readOnly }) => !readOnly).map(({ listed }) => listed.name);

/** Runs a body with a client of a server whose two clouds answer as told. */
async function withServer(
  reply: Reply,
  body: (ask: Ask, calls: readonly CallMessage[]) => Promise<void>,
  changes: Partial<FrontOptions> = {},
): Promise<void> {
  const calls: CallMessage[] = [];
  const clouds = new CloudPorts(() => {});
  const sides = PLACES.map(({ key }) => {
    const { port1, port2 } = new MessageChannel();
    clouds.use(key, port1, 1);
    port2.onmessage = ({ data }: MessageEvent<RequestMessage>) => {
      if (data.kind !== "call") return;
      calls.push(data);
      const { isError = false, value } = reply(data, key);
      port2.postMessage({ kind: "result", id: data.id, json: JSON.stringify(value), isError });
    };
    return port2;
  });
  const [client, end] = InMemoryTransport.createLinkedPair();
  const waiting = new Map<unknown, (message: Members) => void>();
  client.onmessage = (message) => {
    if ("id" in message) waiting.get(message.id)?.({ ...message });
  };
  const server = serverFactory({
    options: {
      name: "openstack-mcp",
      version: "1",
      tools: [...READS, ...CHANGES],
      compat: false,
      callDeadlineMs: 5_000,
      allowWrite: true,
      cloud: "a",
      places: PLACES,
      ...changes,
    },
    clouds,
  })({ era: "legacy" });
  await server.connect(end);
  await client.start();
  let sequence = 0;
  const ask: Ask = async (method, params = {}) => {
    const id = ++sequence;
    const { promise, resolve } = Promise.withResolvers<Members>();
    waiting.set(id, resolve);
    await client.send({ jsonrpc: "2.0", id, method, params: { ...params } });
    return await promise;
  };
  try {
    const hello = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "t", version: "1" },
    };
    await ask("initialize", hello);
    await body(ask, calls);
  } finally {
    await client.close();
    clouds.close();
    for (const side of sides) side.close();
  }
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => Object(inner)[key], value);
}

const servers: Reply = (_call, place) => ({
  value: {
    scope: `project ${place}`,
    shown: 1,
    columns: ["name", "id"],
    rows: [[`vm-${place}`, `${place}-1`]],
  },
});

Deno.test("a call goes to the first cloud unless another is named, without the argument", async () => {
  await withServer(servers, async (ask, calls) => {
    const first = await ask("tools/call", { name: "get_instance", arguments: { limit: 1 } });
    assert.deepEqual(at(first, "result", "structuredContent", "rows"), [["vm-a", "a-1"]]);
    const named = await ask("tools/call", { name: "get_instance", arguments: { cloud: "b" } });
    assert.deepEqual(at(named, "result", "structuredContent", "rows"), [["vm-b", "b-1"]]);
    assert.deepEqual(calls.map((call) => call.arguments), [{ limit: 1 }, {}]);
    const wrong = await ask("tools/call", { name: "get_instance", arguments: { cloud: "c" } });
    assert.match(String(at(wrong, "result", "content", 0, "text")), /cloud must be one of: a, b, all/);
    assert.equal(calls.length, 2);
  });
});

Deno.test("cloud=all asks every cloud, shares the budget out, and merges", async () => {
  await withServer(servers, async (ask, calls) => {
    const answer = await ask("tools/call", { name: "get_instance", arguments: { cloud: "all" } });
    assert.deepEqual(at(answer, "result", "structuredContent"), {
      scope: "cloud a: project a; cloud b: project b",
      shown: 2,
      columns: ["cloud", "name", "id"],
      rows: [["a", "vm-a", "a-1"], ["b", "vm-b", "b-1"]],
    });
    assert.deepEqual(calls.map(({ share }) => share), [2, 2]);
  });
});

Deno.test("a merged list goes on only where there is more", async () => {
  const paged: Reply = ({ arguments: args }, place) => ({
    value: {
      shown: 1,
      columns: ["id"],
      rows: [[`${place}${String(args["cursor"] ?? "")}`]],
      ...(place === "b" && args["cursor"] === undefined ? { next: "2" } : {}),
    },
  });
  await withServer(paged, async (ask, calls) => {
    const first = await ask("tools/call", { name: "get_instance", arguments: { cloud: "all" } });
    const next = String(at(first, "result", "structuredContent", "next"));
    assert.deepEqual([...readMergedCursor(next) ?? []], [["b", "2"]]);
    const second = await ask("tools/call", {
      name: "get_instance",
      arguments: { cloud: "all", cursor: next },
    });
    assert.deepEqual(at(second, "result", "structuredContent", "rows"), [["b", "b2"]]);
    assert.equal(calls.length, 3);
    const strange = await ask("tools/call", {
      name: "get_instance",
      arguments: { cloud: "all", cursor: btoa('{"q":"x","marker":"y"}') },
    });
    assert.match(String(at(strange, "result", "content", 0, "text")), /cursor is not one/);
  });
});

Deno.test("a change goes to one cloud", async () => {
  await withServer(servers, async (ask, calls) => {
    const answer = await ask("tools/call", {
      name: "set_instance",
      arguments: { action: "stop", names: "x", cloud: "all" },
    });
    assert.match(String(at(answer, "result", "content", 0, "text")), /one cloud and region at a time/);
    assert.equal(at(answer, "result", "isError"), true);
    assert.equal(calls.length, 0);
  });
});

Deno.test("prompts are listed and filled in", async () => {
  await withServer(servers, async (ask) => {
    const list = await ask("prompts/list");
    assert.ok(Number(at(list, "result", "prompts", "length")) >= 3);
    const got = await ask("prompts/get", {
      name: "prompt_template_section",
      arguments: { section: "truth" },
    });
    assert.match(String(at(got, "result", "messages", 0, "content", "text")), /unavailable/);
    const wrong = await ask("prompts/get", { name: "nothing" });
    assert.equal(at(wrong, "error", "code"), -32602);
  });
});

Deno.test("a resource of a cloud is read with its tool, and what is not found is an error", async () => {
  const reply: Reply = ({ arguments: args }) =>
    String(args["names"]) === "gone"
      ? { isError: true, value: { error: { what: "find server gone", reason: "not found", detail: "no" } } }
      : String(args["names"]) === "down"
      ? {
        isError: true,
        value: { error: { what: "list servers", reason: "unavailable", request_id: "req-1" } },
      }
      : { value: { server: { id: "1" } } };
  await withServer(reply, async (ask, calls) => {
    const read = await ask("resources/read", { uri: "openstack://b/server/web-01" });
    assert.deepEqual(at(read, "result", "contents"), [{
      uri: "openstack://b/server/web-01",
      mimeType: "application/json",
      text: '{"server":{"id":"1"}}',
    }]);
    assert.deepEqual(calls[0]?.arguments, { names: ["web-01"], detail: "full" });
    const gone = await ask("resources/read", { uri: "openstack://a/server/gone" });
    assert.deepEqual([at(gone, "error", "code"), at(gone, "error", "data", "uri")], [
      -32602,
      "openstack://a/server/gone",
    ]);
    const down = await ask("resources/read", { uri: "openstack://a/server/down" });
    assert.equal(at(down, "error", "code"), -32603);
    assert.match(String(at(down, "error", "message")), /unavailable \(req-1\)/);
    const unknown = await ask("resources/read", { uri: "openstack://nowhere/server/x" });
    assert.equal(at(unknown, "error", "code"), -32602);
    const guide = await ask("resources/read", { uri: "openstack://docs/guide" });
    assert.match(String(at(guide, "result", "contents", 0, "text")), /^## 1\. /);
    assert.equal(calls.length, 3);
  });
});

Deno.test("completion asks the cloud of its template once, and says when it could not", async () => {
  let fails = false;
  const reply: Reply = (call, place) =>
    fails
      ? { isError: true, value: { error: { what: "list servers", reason: "timed out" } } }
      : servers(call, place);
  await withServer(reply, async (ask, calls) => {
    const complete = (uri: string, value: string) =>
      ask("completion/complete", { ref: { type: "ref/resource", uri }, argument: { name: "id", value } });
    const template = "openstack://b/server/{id}";
    assert.deepEqual(at(await complete(template, "vm"), "result", "completion"), {
      values: ["vm-b", "b-1"],
      hasMore: false,
    });
    await complete(template, "vm");
    assert.equal(calls.length, 1);
    fails = true;
    assert.equal(at(await complete(template, "other"), "error", "code"), -32603);
    const tools = await complete("openstack://docs/tools/{name}", "get_inst");
    assert.deepEqual(at(tools, "result", "completion", "values"), ["get_instance"]);
    assert.deepEqual(at(await complete("openstack://x/{id}", ""), "result", "completion", "values"), []);
    const section = await ask("completion/complete", {
      ref: { type: "ref/prompt", name: "prompt_template_section" },
      argument: { name: "section", value: "tru" },
    });
    assert.deepEqual(at(section, "result", "completion", "values"), ["Truth", "Untrusted text"]);
  });
});
