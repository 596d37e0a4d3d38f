/** The fixtures behind the product's HTTP stack: a front and a cloud thread, joined as the keeper would join them.
 *
 * @module
 */
import type { FrontOrder, FrontReport } from "../../src/wire/control.ts";
import type { Served } from "../fixtures/serve_product.ts";

const HOST = "127.0.0.1";
const CLOUD = "fixture";

/** Serves the fixtures at a port that is free.
 *
 * @throws {Error} If the front fails.
 */
export async function serveFixtures(): Promise<Served> {
  const front = makeWorker("./front.ts", { net: [HOST] });
  const cloud = makeWorker("./cloud.ts", "none");
  const dispose = () => {
    front.terminate();
    cloud.terminate();
    return Promise.resolve();
  };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  front.onmessage = ({ data }: MessageEvent<FrontReport>) => {
    if (data.kind === "listening") resolve(data.port);
    if (data.kind === "log" && data.level === "error") console.error(data.text);
  };
  for (const worker of [front, cloud]) worker.onerror = ({ message }) => reject(new Error(message));
  const { port1, port2 } = new MessageChannel();
  cloud.postMessage(port1, [port1]);
  tell(front, { kind: "port", cloud: CLOUD, port: port2, thread: 1 }, [port2]);
  tell(front, {
    kind: "serve",
    transport: "http",
    options: {
      name: "openstack-mcp-fixtures",
      version: "1",
      tools: [],
      compat: false,
      callDeadlineMs: 10_000,
      allowWrite: false,
      cloud: CLOUD,
    },
    http: {
      host: HOST,
      port: 0,
      path: "/mcp",
      allowedHosts: [],
      allowedOrigins: [],
      jsonResponse: false,
      metrics: false,
    },
  });
  const port = await promise;
  return { url: `http://${HOST}:${port}/mcp`, [Symbol.asyncDispose]: dispose };
}

function makeWorker(path: string, permissions: Deno.PermissionOptions): Worker {
  return new Worker(new URL(path, import.meta.url), { type: "module", deno: { permissions } });
}

function tell(front: Worker, order: FrontOrder, transfer: Transferable[] = []): void {
  front.postMessage(order, transfer);
}
