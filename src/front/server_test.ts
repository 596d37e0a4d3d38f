import assert from "node:assert/strict";
import {
  CLIENT_CAPABILITIES_META_KEY,
  InMemoryTransport,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { CallMessage, RequestMessage, ResponseMessage } from "../wire/messages.ts";
import { Admission } from "./admission.ts";
import { CloudPorts } from "./cloud_ports.ts";
import { serverFactory } from "./server.ts";
import { SNAPSHOT } from "./snapshot.ts";

/** A message of the server, as a client would read it from the wire. */
type Message = Readonly<Record<string, unknown>>;

interface BenchOptions {
  readonly tools?: readonly string[];
  readonly compat?: boolean;
  readonly limit?: number;
  /** What the client says that it can do. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** What the person behind the client does with a form. */
  readonly person?: (form: Message) => Readonly<Record<string, unknown>>;
}

/** A client that has said hello, and the cloud's side of the front. */
class Bench implements AsyncDisposable {
  readonly notifications: Message[] = [];
  readonly calls: CallMessage[] = [];
  readonly cancelled: number[] = [];
  readonly #clouds = new CloudPorts(() => {});
  readonly #side: MessagePort;
  readonly #client: InMemoryTransport;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #person: NonNullable<BenchOptions["person"]>;
  #onCall: () => void = () => {};
  #sequence = 0;

  constructor(client: InMemoryTransport, person: BenchOptions["person"]) {
    const { port1, port2 } = new MessageChannel();
    this.#clouds.use("demo", port1, 1);
    this.#side = port2;
    port2.onmessage = ({ data }: MessageEvent<RequestMessage>) => this.#hear(data);
    this.#client = client;
    this.#person = person ?? (() => assert.fail("nobody is to be asked"));
    client.onmessage = (message) => this.#receive(message);
  }

  static async start(options: BenchOptions = {}): Promise<Bench> {
    const [client, end] = InMemoryTransport.createLinkedPair();
    const bench = new Bench(client, options.person);
    const server = serverFactory({
      options: {
        name: "openstack-mcp",
        version: "1.2.3",
        tools: options.tools ?? SNAPSHOT.map(({ listed }) => listed.name),
        compat: options.compat ?? false,
        callDeadlineMs: 5_000,
        allowWrite: true,
        cloud: "demo",
      },
      clouds: bench.#clouds,
      admission: new Admission({ total: options.limit ?? 64 }),
    })({ era: "legacy" });
    await server.connect(end);
    await client.start();
    await bench.request("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: options.capabilities ?? {},
      clientInfo: { name: "test", version: "1" },
    });
    await client.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return bench;
  }

  begin(method: string, params: Record<string, unknown>): { id: number; response: Promise<Message> } {
    const id = ++this.#sequence;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#waiting.set(id, resolve);
    this.#client.send({ jsonrpc: "2.0", id, method, params });
    return { id, response: promise };
  }

  request(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    return this.begin(method, params).response;
  }

  notify(method: string, params: Record<string, unknown>): Promise<void> {
    return this.#client.send({ jsonrpc: "2.0", method, params });
  }

  /** The n-th call that reached the cloud's side. */
  async call(index = 0): Promise<CallMessage> {
    for (;;) {
      const found = this.calls[index];
      if (found) return found;
      await new Promise<void>((resolve) => this.#onCall = resolve);
    }
  }

  say(message: ResponseMessage): void {
    this.#side.postMessage(message);
  }

  #hear(message: RequestMessage): void {
    if (message.kind === "call") this.calls.push(message);
    else if (message.kind === "cancel") this.cancelled.push(message.id);
    this.#onCall();
  }

  #receive(message: JSONRPCMessage): void {
    // What a client reads went through the text form.
    const read: Message = JSON.parse(JSON.stringify(message));
    const { id } = read;
    if ("id" in message && "method" in message) {
      this.#client.send({ jsonrpc: "2.0", id: message.id, result: { ...this.#person(read) } });
    } else if (typeof id === "number") this.#waiting.get(id)?.({ ...read, raw: message });
    else this.notifications.push(read);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
    this.#clouds.close();
    this.#side.close();
  }
}

function asObject(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === "object" && value !== null);
  return Object.fromEntries(Object.entries(value));
}

function resultOf(response: Message): Record<string, unknown> {
  const { result } = response;
  assert.ok(typeof result === "object" && result !== null, JSON.stringify(response));
  return Object.fromEntries(Object.entries(result));
}

Deno.test("serverFactory() lists the chosen tools as the snapshot has them, the same each time", async () => {
  await using bench = await Bench.start({ tools: ["get_flavors", "get_instance"] });
  const first = resultOf(await bench.request("tools/list"));
  const expected = SNAPSHOT.filter(({ listed }) => ["get_flavors", "get_instance"].includes(listed.name));
  assert.deepEqual(first["tools"], JSON.parse(JSON.stringify(expected.map(({ listed }) => listed))));
  assert.deepEqual(resultOf(await bench.request("tools/list")), first);
  assert.equal(bench.calls.length, 0);
});

Deno.test("serverFactory() lists older names and arguments for clients that want them", async () => {
  await using bench = await Bench.start({ tools: ["get_instance"], compat: true });
  const { tools } = resultOf(await bench.request("tools/list"));
  assert.ok(Array.isArray(tools));
  const [instance] = SNAPSHOT.filter(({ listed }) => listed.name === "get_instance");
  assert.deepEqual(tools.map(({ name }) => name), ["get_instance", ...instance?.aliases ?? []]);
});

Deno.test("serverFactory() forwards a call as it came, unknown names included: the cloud's side judges", async () => {
  await using bench = await Bench.start();
  const args = { names: ["a", 1], filters: { status: null } };
  const response = bench.request("tools/call", { name: "no_such_tool", arguments: args });
  const { id, ...call } = await bench.call();
  assert.deepEqual(call, {
    kind: "call",
    tool: "no_such_tool",
    arguments: args,
    deadlineMs: 5_000,
    progress: false,
    confirmation: { canAsk: false },
  });
  bench.say({ kind: "result", id, json: '{"error":{"reason":"invalid argument"}}', isError: true });
  assert.deepEqual(resultOf(await response), {
    content: [{ type: "text", text: '{"error":{"reason":"invalid argument"}}' }],
    structuredContent: { error: { reason: "invalid argument" } },
    isError: true,
  });
});

Deno.test("serverFactory() sends integers beyond 2^53 with all their digits", async () => {
  await using bench = await Bench.start();
  const response = bench.request("tools/call", { name: "get_quota" });
  const { id, arguments: args } = await bench.call();
  assert.deepEqual(args, {});
  bench.say({ kind: "result", id, json: '{"limit":9223372036854775807}', isError: false });
  const { raw } = await response;
  assert.match(JSON.stringify(raw), /"structuredContent":\{"limit":9223372036854775807\}/);
});

Deno.test("serverFactory() passes progress on to who asked for it, and only when it grows", async () => {
  await using bench = await Bench.start();
  const response = bench.request("tools/call", { name: "get_instance", _meta: { progressToken: 0 } });
  const { id, progress } = await bench.call();
  assert.equal(progress, true);
  for (const done of [0, 1, 1, 0, 2]) bench.say({ kind: "progress", id, done, total: 2, message: `${done}` });
  bench.say({ kind: "result", id, json: "{}", isError: false });
  await response;
  assert.deepEqual(
    bench.notifications.map(({ method, params }) => ({ method, params })),
    [0, 1, 2].map((done) => ({
      method: "notifications/progress",
      params: { progressToken: 0, progress: done, total: 2, message: `${done}` },
    })),
  );
});

Deno.test("serverFactory() tells the cloud's side of a call that the client cancelled", async () => {
  await using bench = await Bench.start();
  const { id: request } = bench.begin("tools/call", { name: "get_instance" });
  const { id } = await bench.call();
  await bench.notify("notifications/cancelled", { requestId: request, reason: "changed my mind" });
  const other = bench.request("tools/call", { name: "get_instance" });
  bench.say({ kind: "result", id: (await bench.call(1)).id, json: "{}", isError: false });
  await other;
  assert.deepEqual(bench.cancelled, [id]);
});

Deno.test("serverFactory() turns the 65th call away with an answer, and takes another when one is over", async () => {
  await using bench = await Bench.start();
  const first = Array.from({ length: 64 }, () => bench.request("tools/call", { name: "get_instance" }));
  const { isError, structuredContent } = resultOf(
    await bench.request("tools/call", { name: "get_instance" }),
  );
  assert.equal(isError, true);
  assert.deepEqual(structuredContent, {
    error: {
      what: "call a tool",
      reason: "unavailable",
      detail: "too many calls are under way",
      next: "Wait for one of them to finish.",
    },
  });
  const answer = (id: number) => bench.say({ kind: "result", id, json: "{}", isError: false });
  await bench.call(63);
  answer(bench.calls[0]?.id ?? 0);
  await first[0];
  const next = bench.request("tools/call", { name: "get_instance" });
  await bench.call(64);
  for (const { id } of bench.calls.slice(1)) answer(id);
  assert.equal((await Promise.all([...first, next])).every((one) => !("isError" in resultOf(one))), true);
});

Deno.test("serverFactory() frees the place of a call that was cancelled", async () => {
  await using bench = await Bench.start({ limit: 1 });
  const { id } = bench.begin("tools/call", { name: "get_instance" });
  await bench.call();
  await bench.notify("notifications/cancelled", { requestId: id });
  await new Promise((resolve) => setTimeout(resolve));
  const next = bench.request("tools/call", { name: "get_instance" });
  bench.say({ kind: "result", id: (await bench.call(1)).id, json: "{}", isError: false });
  assert.equal("isError" in resultOf(await next), false);
});

const FORMS = { elicitation: {} };
const PLAN = '{"plan":{"action":"stop"},"confirm":"t0ken"}';

for (
  const [does, result, reply] of [
    ["agrees", { action: "accept", content: { confirm: true } }, "accept"],
    ["sends the form with its box empty", { action: "accept", content: { confirm: false } }, "decline"],
    ["declines", { action: "decline" }, "decline"],
    ["closes the form", { action: "cancel" }, "cancel"],
  ] as const
) {
  Deno.test(`serverFactory() asks an older client's person, who ${does}`, async () => {
    const forms: Message[] = [];
    const person = (form: Message) => (forms.push(form), result);
    await using bench = await Bench.start({ capabilities: FORMS, person });
    const response = bench.request("tools/call", { name: "set_instance", arguments: { action: "stop" } });
    const first = await bench.call();
    assert.deepEqual(first.confirmation, { canAsk: true });
    const ask = { message: "Stop web-01?", state: "sealed" };
    bench.say({ kind: "result", id: first.id, json: PLAN, isError: false, ask });
    const second = await bench.call(1);
    assert.deepEqual(second.confirmation, { canAsk: true, state: "sealed", reply });
    assert.deepEqual(second.arguments, first.arguments);
    bench.say({ kind: "result", id: second.id, json: '{"rows":[]}', isError: false });
    assert.deepEqual(resultOf(await response)["structuredContent"], { rows: [] });
    assert.deepEqual(
      forms.map(({ method, params }) => ({ method, params: { ...asObject(params), _meta: 0 } })),
      [{
        method: "elicitation/create",
        params: {
          _meta: 0,
          mode: "form",
          message: "Stop web-01?",
          requestedSchema: {
            type: "object",
            properties: { confirm: { type: "boolean", title: "Do this" } },
            required: ["confirm"],
          },
        },
      }],
    );
  });
}

for (
  const [whose, capabilities, canAsk] of [
    ["says nothing", {}, false],
    ["only opens pages", { elicitation: { url: {} } }, false],
    ["names forms", { elicitation: { form: {}, url: {} } }, true],
  ] as const
) {
  Deno.test(`serverFactory() tells the cloud's side of a client that ${whose}`, async () => {
    await using bench = await Bench.start({ capabilities });
    const response = bench.request("tools/call", { name: "set_instance" });
    const { id, confirmation } = await bench.call();
    assert.deepEqual(confirmation, { canAsk });
    bench.say({ kind: "result", id, json: "{}", isError: false });
    await response;
  });
}

Deno.test("serverFactory() gives the plan itself to a client that cannot ask", async () => {
  await using bench = await Bench.start();
  const response = bench.request("tools/call", { name: "set_instance" });
  const { id } = await bench.call();
  bench.say({ kind: "result", id, json: PLAN, isError: false, ask: { message: "Stop?", state: "sealed" } });
  assert.deepEqual(resultOf(await response), {
    content: [{ type: "text", text: PLAN }],
    structuredContent: { plan: { action: "stop" }, confirm: "t0ken" },
  });
});

Deno.test("serverFactory() asks a modern client's person on one connection, by a result that is repeated", async () => {
  const [client, transport] = InMemoryTransport.createLinkedPair();
  const heard: Message[] = [];
  let onMessage = () => {};
  client.onmessage = (message) => {
    heard.push(JSON.parse(JSON.stringify(message)));
    onMessage();
  };
  const { port1, port2 } = new MessageChannel();
  const clouds = new CloudPorts(() => {});
  clouds.use("demo", port1, 1);
  const confirmations: unknown[] = [];
  port2.onmessage = ({ data: { id, confirmation } }: MessageEvent<CallMessage>) => {
    confirmations.push(confirmation);
    const ask = confirmations.length === 1 ? { ask: { message: "Stop?", state: "sealed" } } : {};
    port2.postMessage({ kind: "result", id, json: "{}", isError: false, ...ask });
  };
  const options = {
    name: "",
    version: "1",
    compat: false,
    callDeadlineMs: 5_000,
    allowWrite: true,
    cloud: "demo",
  };
  const makeServer = serverFactory({
    options: { ...options, tools: [] },
    clouds,
    admission: new Admission(),
  });
  const connection = serveStdio(makeServer, { transport });
  await client.start();
  const request = async (id: number, params: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const _meta = {
      [PROTOCOL_VERSION_META_KEY]: "2026-07-28",
      [CLIENT_CAPABILITIES_META_KEY]: { elicitation: {} },
    };
    const answered = new Promise<void>((resolve) => onMessage = resolve);
    await client.send({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      params: { name: "set_instance", ...params, _meta },
    });
    await answered;
    return resultOf(heard.at(-1) ?? {});
  };
  const { resultType, requestState, inputRequests } = await request(1, {});
  assert.deepEqual({ resultType, requestState, asked: Object.keys(asObject(inputRequests)) }, {
    resultType: "input_required",
    requestState: "sealed",
    asked: ["confirm"],
  });
  const again = await request(2, { requestState, inputResponses: { confirm: { action: "decline" } } });
  assert.equal(again["resultType"], "complete");
  assert.deepEqual(confirmations, [{ canAsk: true }, { canAsk: true, state: "sealed", reply: "decline" }]);
  await connection.close();
  clouds.close();
  port2.close();
});

Deno.test("serverFactory() carries a trace on, if it has the form of one", async () => {
  await using bench = await Bench.start();
  const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  for (const [index, traceparent] of [trace, "00-0-0-00\r\nx: y"].entries()) {
    const response = bench.request("tools/call", { name: "get_instance", _meta: { traceparent } });
    const call = await bench.call(index);
    assert.equal(call.traceparent, index === 0 ? trace : undefined);
    bench.say({ kind: "result", id: call.id, json: "{}", isError: false });
    await response;
  }
});
