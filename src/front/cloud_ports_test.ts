import assert from "node:assert/strict";
import { errorAnswer } from "../wire/cloud_port.ts";
import { CloudPorts } from "./cloud_ports.ts";

const CALL = { kind: "call", tool: "get_a", arguments: {}, deadlineMs: 1_000 } as const;

Deno.test("CloudPorts wants the cloud that is asked, and counts who waits for it", async () => {
  const wanted: string[] = [];
  const clouds = new CloudPorts((cloud) => wanted.push(cloud));
  const answer = clouds.of("a").ask(CALL);
  assert.deepEqual(wanted, ["a"]);
  assert.equal(clouds.waiting, 1);
  const failed = errorAnswer({ reason: "login failed" });
  clouds.fail("b", errorAnswer({}));
  clouds.fail("a", failed);
  assert.equal(await answer, failed);
  assert.equal(clouds.waiting, 0);
});

Deno.test("CloudPorts knows which clouds have a thread, and how many died", () => {
  const clouds = new CloudPorts(() => {});
  const channels = [new MessageChannel(), new MessageChannel()];
  for (const [index, { port1 }] of channels.entries()) clouds.use("a", port1, index + 1);
  assert.deepEqual([clouds.has("a"), clouds.has("b")], [true, false]);
  clouds.lost("a", 1, false);
  assert.equal(clouds.has("a"), true);
  clouds.lost("a", 2, true);
  assert.equal(clouds.has("a"), false);
  assert.equal(clouds.restarts, 1);
  clouds.close();
  for (const { port2 } of channels) port2.close();
});
