import assert from "node:assert/strict";
import { InMemoryTransport, type JSONRPCMessage } from "@modelcontextprotocol/server";
import { CloudPort } from "../wire/cloud_port.ts";
import type { CallMessage, RequestMessage, ResponseMessage } from "../wire/messages.ts";
import { Admission } from "./admission.ts";
import { makeServer } from "./server.ts";
import { SNAPSHOT } from "./snapshot.ts";

/** A message of the server, as a client would read it from the wire. */
type Message = Readonly<Record<string, unknown>>;

/** A client that has said hello, and the cloud's side of the front. */
class Bench implements AsyncDisposable {
  readonly notifications: Message[] = [];
  readonly calls: CallMessage[] = [];
  readonly cancelled: number[] = [];
  readonly #cloud = new CloudPort();
  readonly #side: MessagePort;
  readonly #client: InMemoryTransport;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #onCall: () => void = () => {};
  #sequence = 0;

  constructor(client: InMemoryTransport) {
    const { port1, port2 } = new MessageChannel();
    this.#cloud.use(port1);
    this.#side = port2;
    port2.onmessage = ({ data }: MessageEvent<RequestMessage>) => this.#hear(data);
    this.#client = client;
    client.onmessage = (message) => this.#receive(message);
  }

  static async start(options: { tools?: string[]; compat?: boolean; limit?: number } = {}): Promise<Bench> {
    const [client, end] = InMemoryTransport.createLinkedPair();
    const bench = new Bench(client);
    const server = makeServer({
      options: {
        name: "openstack-mcp",
        version: "1.2.3",
        tools: options.tools ?? SNAPSHOT.map(({ listed }) => listed.name),
        compat: options.compat ?? false,
        callDeadlineMs: 5_000,
      },
      cloud: bench.#cloud,
      admission: new Admission(options.limit),
    });
    await server.connect(end);
    await client.start();
    await bench.request("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
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
    if (typeof id === "number" && !("method" in read)) this.#waiting.get(id)?.({ ...read, raw: message });
    else this.notifications.push(read);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
    this.#cloud.close();
    this.#side.close();
  }
}

function resultOf(response: Message): Record<string, unknown> {
  const { result } = response;
  assert.ok(typeof result === "object" && result !== null, JSON.stringify(response));
  return Object.fromEntries(Object.entries(result));
}

Deno.test("makeServer() lists the chosen tools as the snapshot has them, the same each time", async () => {
  await using bench = await Bench.start({ tools: ["get_flavors", "get_instance"] });
  const first = resultOf(await bench.request("tools/list"));
  const expected = SNAPSHOT.filter(({ listed }) => ["get_flavors", "get_instance"].includes(listed.name));
  assert.deepEqual(first["tools"], JSON.parse(JSON.stringify(expected.map(({ listed }) => listed))));
  assert.deepEqual(resultOf(await bench.request("tools/list")), first);
  assert.equal(bench.calls.length, 0);
});

Deno.test("makeServer() lists older names and arguments for clients that want them", async () => {
  await using bench = await Bench.start({ tools: ["get_instance"], compat: true });
  const { tools } = resultOf(await bench.request("tools/list"));
  assert.ok(Array.isArray(tools));
  const [instance] = SNAPSHOT.filter(({ listed }) => listed.name === "get_instance");
  assert.deepEqual(tools.map(({ name }) => name), ["get_instance", ...instance?.aliases ?? []]);
});

Deno.test("makeServer() forwards a call as it came, unknown names included: the cloud's side judges", async () => {
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
  });
  bench.say({ kind: "result", id, json: '{"error":{"reason":"invalid argument"}}', isError: true });
  assert.deepEqual(resultOf(await response), {
    content: [{ type: "text", text: '{"error":{"reason":"invalid argument"}}' }],
    structuredContent: { error: { reason: "invalid argument" } },
    isError: true,
  });
});

Deno.test("makeServer() sends integers beyond 2^53 with all their digits", async () => {
  await using bench = await Bench.start();
  const response = bench.request("tools/call", { name: "get_quota" });
  const { id, arguments: args } = await bench.call();
  assert.deepEqual(args, {});
  bench.say({ kind: "result", id, json: '{"limit":9223372036854775807}', isError: false });
  const { raw } = await response;
  assert.match(JSON.stringify(raw), /"structuredContent":\{"limit":9223372036854775807\}/);
});

Deno.test("makeServer() passes progress on to who asked for it, and only when it grows", async () => {
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

Deno.test("makeServer() tells the cloud's side of a call that the client cancelled", async () => {
  await using bench = await Bench.start();
  const { id: request } = bench.begin("tools/call", { name: "get_instance" });
  const { id } = await bench.call();
  await bench.notify("notifications/cancelled", { requestId: request, reason: "changed my mind" });
  const other = bench.request("tools/call", { name: "get_instance" });
  bench.say({ kind: "result", id: (await bench.call(1)).id, json: "{}", isError: false });
  await other;
  assert.deepEqual(bench.cancelled, [id]);
});

Deno.test("makeServer() turns the 65th call away with an answer, and takes another when one is over", async () => {
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

Deno.test("makeServer() frees the place of a call that was cancelled", async () => {
  await using bench = await Bench.start({ limit: 1 });
  const { id } = bench.begin("tools/call", { name: "get_instance" });
  await bench.call();
  await bench.notify("notifications/cancelled", { requestId: id });
  await new Promise((resolve) => setTimeout(resolve));
  const next = bench.request("tools/call", { name: "get_instance" });
  bench.say({ kind: "result", id: (await bench.call(1)).id, json: "{}", isError: false });
  assert.equal("isError" in resultOf(await next), false);
});
