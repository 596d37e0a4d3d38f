import assert from "node:assert/strict";
import { Pulse } from "./pulse.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("Pulse leaves a thread alone that answers", async () => {
  const pings: number[] = [];
  let silences = 0;
  const pulse = new Pulse({
    everyMs: 5,
    patience: 2,
    ping: (sequence) => {
      pings.push(sequence);
      pulse.pong(sequence);
    },
    onSilence: () => silences++,
  });
  await wait(80);
  pulse.stop();
  assert.ok(pings.length > 3, `${pings.length} pings`);
  assert.deepEqual(pings, pings.map((_, index) => index + 1));
  assert.equal(silences, 0);
});

Deno.test("Pulse tells once that a thread fell silent, and pings it no more", async () => {
  const pings: number[] = [];
  let silences = 0;
  new Pulse({ everyMs: 5, patience: 2, ping: (n) => void pings.push(n), onSilence: () => silences++ });
  await wait(80);
  assert.deepEqual(pings, [1, 2]);
  assert.equal(silences, 1);
});

Deno.test("Pulse has patience with an answer that comes late", async () => {
  let silences = 0;
  const pulse = new Pulse({
    everyMs: 20,
    patience: 3,
    ping: (sequence) => void setTimeout(() => pulse.pong(sequence), 30),
    onSilence: () => silences++,
  });
  await wait(200);
  pulse.stop();
  await wait(40);
  assert.equal(silences, 0);
});

Deno.test("Pulse does nothing once it is stopped", async () => {
  let pings = 0;
  new Pulse({ everyMs: 5, ping: () => pings++, onSilence: () => pings++ }).stop();
  await wait(30);
  assert.equal(pings, 0);
});
