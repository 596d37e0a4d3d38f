import assert from "node:assert/strict";
import type { FrontOrder, FrontReport } from "../wire/control.ts";
import type { RequestMessage } from "../wire/messages.ts";
import { older, resultOf } from "./http/testing.ts";

/** The front in a thread that may listen on one machine's own address and do nothing else. */
class Front implements Disposable {
  readonly #worker = new Worker(new URL("worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: { net: ["127.0.0.1"] } },
  });
  readonly #reports: FrontReport[] = [];
  #onReport: () => void = () => {};

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<FrontReport>) => {
      this.#reports.push(data);
      this.#onReport();
    };
  }

  tell(order: FrontOrder, transfer: Transferable[] = []): void {
    this.#worker.postMessage(order, transfer);
  }

  async report<Kind extends FrontReport["kind"]>(kind: Kind): Promise<Extract<FrontReport, { kind: Kind }>> {
    for (;;) {
      const found = this.#reports.find((report): report is Extract<FrontReport, { kind: Kind }> =>
        report.kind === kind
      );
      if (found) return found;
      await new Promise<void>((resolve) => this.#onReport = resolve);
    }
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

const OPTIONS = {
  name: "openstack-mcp",
  version: "1",
  tools: ["get_instance"],
  compat: false,
  callDeadlineMs: 5_000,
  allowWrite: false,
  cloud: "demo",
};
const HTTP = {
  host: "127.0.0.1",
  port: 0,
  path: "/mcp",
  allowedHosts: [],
  allowedOrigins: [],
  jsonResponse: false,
  metrics: false,
};

Deno.test("the front's door serves HTTP, wants the cloud that is called, and ends in order", async () => {
  using front = new Front();
  front.tell({ kind: "serve", transport: "http", options: OPTIONS, http: HTTP });
  const { port } = await front.report("listening");
  await front.report("answered");
  const url = `http://127.0.0.1:${port}/mcp`;
  const call = fetch(url, older("tools/call", { name: "get_instance" }));
  assert.equal((await front.report("cloud wanted")).cloud, "demo");
  const { port1, port2 } = new MessageChannel();
  const asked = new Promise<number>((resolve) =>
    port2.onmessage = ({ data }: MessageEvent<RequestMessage>) => resolve(data.id)
  );
  front.tell({ kind: "port", cloud: "demo", port: port1, thread: 1 }, [port1]);
  const id = await asked;
  front.tell({ kind: "close" });
  setTimeout(() => port2.postMessage({ kind: "result", id, json: '{"last":true}', isError: false }), 20);
  assert.deepEqual((await resultOf(await call))["structuredContent"], { last: true });
  await front.report("end");
  await assert.rejects(fetch(url));
  port2.close();
});

Deno.test("the front's door says that it cannot listen, and does not let the runtime say it", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using front = new Front();
  front.tell({
    kind: "serve",
    transport: "http",
    options: OPTIONS,
    http: { ...HTTP, port: taken.addr.port },
  });
  const { level, text } = await front.report("log");
  assert.equal(level, "error");
  assert.match(text, /^the HTTP listener could not be opened on 127\.0\.0\.1:\d+: AddrInUse/);
  await front.report("failed");
});

Deno.test("the front's door answers pings", async () => {
  using front = new Front();
  front.tell({ kind: "ping", sequence: 7 });
  assert.equal((await front.report("pong")).sequence, 7);
});
