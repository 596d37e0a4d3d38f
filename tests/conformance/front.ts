/** The front worker of the suite: the product's listener, guards and limits, with the fixtures behind them.
 *
 * @module
 */
import { CloudPorts } from "../../src/front/cloud_ports.ts";
import { serveHttp } from "../../src/front/http/mod.ts";
import type { FrontOrder, FrontReport } from "../../src/wire/control.ts";
import { fixtureServerFactory } from "./fixture_server.ts";

/** The part of a worker's global scope that this file uses. */
declare const self: DedicatedWorkerGlobalScope;

const report = (message: FrontReport) => self.postMessage(message);
const clouds = new CloudPorts((cloud) => report({ kind: "cloud wanted", cloud }));

self.onmessage = ({ data: order }: MessageEvent<FrontOrder>) => {
  if (order.kind === "port") clouds.use(order.cloud, order.port, order.thread);
  if (order.kind !== "serve" || order.transport !== "http") return;
  const { http, options: front } = order;
  const factory = fixtureServerFactory({ options: front, clouds, progress: !http.jsonResponse });
  serveHttp({ http, front, clouds, report, factory });
};
