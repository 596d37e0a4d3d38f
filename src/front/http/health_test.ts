import assert from "node:assert/strict";
import { CloudPorts } from "../cloud_ports.ts";
import { Health } from "./health.ts";

Deno.test("Health is ready while its cloud has a thread, and wants one at most every 30 s otherwise", () => {
  const wanted: string[] = [];
  const clouds = new CloudPorts((cloud) => wanted.push(cloud));
  let now = 0;
  const health = new Health(clouds, "demo", () => now);
  const { port1, port2 } = new MessageChannel();
  assert.equal(health.ready().status, 503);
  now = 29_999;
  assert.equal(health.ready().status, 503);
  assert.deepEqual(wanted, ["demo"]);
  now = 30_000;
  assert.equal(health.ready().status, 503);
  assert.deepEqual(wanted, ["demo", "demo"]);
  clouds.use("demo", port1, 1);
  assert.equal(health.ready().status, 200);
  assert.equal(health.live().status, 200);
  assert.equal(wanted.length, 2);
  clouds.close();
  port2.close();
});
