import assert from "node:assert/strict";
import { abortable, type Attempt, pause, retry, retryAfterMs } from "./retry.ts";

const FAST = { pauseMs: 1, random: () => 1 };

/** A task that fails this many times, then gives its attempt's number. */
function failing(times: number, retryAfter?: number): (attempt: number) => Promise<Attempt<number>> {
  return (attempt) =>
    Promise.resolve(
      attempt > times ? { done: true, value: attempt } : {
        done: false,
        give: () => -attempt,
        ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
      },
    );
}

Deno.test("retry() gives the first success", async () => {
  assert.equal(await retry(failing(0), FAST), 1);
  assert.equal(await retry(failing(2), FAST), 3);
});

Deno.test("retry() stops after attempts", async () => {
  assert.equal(await retry(failing(9), FAST), -3);
  assert.equal(await retry(failing(9), { ...FAST, attempts: 1 }), -1);
  assert.equal(await retry(failing(9), { ...FAST, attempts: 5 }), -5);
});

Deno.test("retry() throws what the last attempt gives, and at once what the task throws", async () => {
  const give = () => {
    throw new Error("given up");
  };
  await assert.rejects(retry(() => Promise.resolve({ done: false, give }), FAST), { message: "given up" });
  let runs = 0;
  const task = () => {
    runs++;
    return Promise.reject(new Error("broken"));
  };
  await assert.rejects(retry(task, FAST), { message: "broken" });
  assert.equal(runs, 1);
});

Deno.test("retry() waits as long as the service asks", async () => {
  const started = performance.now();
  await retry(failing(1, 60), FAST);
  assert.ok(performance.now() - started >= 55);
});

Deno.test("retry() does not begin a wait above the bound", async () => {
  const started = performance.now();
  assert.equal(await retry(failing(9, 3_600_000), FAST), -1);
  assert.equal(await retry(failing(9, Infinity), FAST), -1);
  assert.ok(performance.now() - started < 1_000);
});

Deno.test("retry() doubles its pauses and spreads them by half", async () => {
  const pauses: number[] = [];
  for (const random of [0, 1]) {
    const started = performance.now();
    await retry(failing(2), { pauseMs: 40, random: () => random });
    pauses.push(performance.now() - started);
  }
  const [least = 0, most = 0] = pauses;
  assert.ok(least >= 55 && most >= 115, pauses.join());
});

Deno.test("retry() ends its pause with the signal's reason", async () => {
  const gone = new AbortController();
  const result = retry(failing(9, 5_000), { signal: gone.signal });
  gone.abort(new Error("gone"));
  await assert.rejects(result, { message: "gone" });
});

Deno.test("pause() ends with the signal's reason, before and during the wait", async () => {
  await assert.rejects(pause(5_000, AbortSignal.abort("gone")), (reason) => reason === "gone");
  const gone = new AbortController();
  const waiting = pause(5_000, gone.signal);
  gone.abort("gone");
  await assert.rejects(waiting, (reason) => reason === "gone");
  await pause(1);
});

Deno.test("abortable() gives what the work gives", async () => {
  const { signal } = new AbortController();
  assert.equal(await abortable(Promise.resolve(1), undefined), 1);
  assert.equal(await abortable(Promise.resolve(2), signal), 2);
  await assert.rejects(abortable(Promise.reject(new Error("broken")), signal), { message: "broken" });
});

Deno.test("abortable() ends the wait and not the work", async () => {
  const work = Promise.withResolvers<number>();
  const gone = new AbortController();
  const waiting = abortable(work.promise, gone.signal);
  gone.abort("gone");
  await assert.rejects(waiting, (reason) => reason === "gone");
  await assert.rejects(abortable(work.promise, gone.signal), (reason) => reason === "gone");
  work.resolve(1);
  assert.equal(await work.promise, 1);
});

Deno.test("abortable() leaves no failure unhandled that comes after the abort", async () => {
  const work = Promise.withResolvers<number>();
  await assert.rejects(abortable(work.promise, AbortSignal.abort("gone")), (reason) => reason === "gone");
  work.reject(new Error("later"));
  // An unhandled rejection would end the test run here.
  await pause(1);
});

Deno.test("retryAfterMs() reads seconds and HTTP dates", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  const table: [string | null, number | undefined][] = [
    [null, undefined],
    ["0", 0],
    ["5", 5_000],
    [" 120 ", 120_000],
    ["Sat, 21 Nov 2026 10:00:30 GMT", 30_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["", undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["5 seconds", undefined],
    ["9".repeat(400), Infinity],
  ];
  for (const [value, expected] of table) assert.equal(retryAfterMs(value, now), expected, String(value));
});
