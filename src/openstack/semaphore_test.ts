import assert from "node:assert/strict";
import { pause } from "./retry.ts";
import { Semaphore } from "./semaphore.ts";

Deno.test("Semaphore runs so many tasks at once, and the rest in order of arrival", async () => {
  const semaphore = new Semaphore(3);
  const began: number[] = [];
  let running = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 20 }, (_, index) =>
    semaphore.run(async () => {
      began.push(index);
      most = Math.max(most, ++running);
      await pause(index % 3);
      running--;
    })));
  assert.equal(most, 3);
  assert.deepEqual(began, Array.from({ length: 20 }, (_, index) => index));
});

Deno.test("Semaphore passes a place on, so that a newcomer cannot overtake", async () => {
  const semaphore = new Semaphore(1);
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const running = semaphore.run(() => first.promise);
  const waiting = semaphore.run(() => Promise.resolve(order.push("waiting")));
  first.resolve();
  await running;
  const newcomer = semaphore.run(() => Promise.resolve(order.push("newcomer")));
  await Promise.all([waiting, newcomer]);
  assert.deepEqual(order, ["waiting", "newcomer"]);
});

Deno.test("Semaphore frees the place of a task that fails", async () => {
  const semaphore = new Semaphore(1);
  await assert.rejects(semaphore.run(() => Promise.reject(new Error("broken"))), { message: "broken" });
  const thrown = () => {
    throw new Error("thrown");
  };
  await assert.rejects(semaphore.run(thrown), { message: "thrown" });
  assert.equal(await semaphore.run(() => Promise.resolve(1)), 1);
});

Deno.test("Semaphore lets a waiter go with its signal's reason and keeps the others' order", async () => {
  const semaphore = new Semaphore(1);
  const first = Promise.withResolvers<void>();
  const gone = new AbortController();
  const began: string[] = [];
  const running = semaphore.run(() => first.promise);
  const task = (name: string) => () => Promise.resolve(began.push(name));
  const second = semaphore.run(task("second"));
  const leaving = semaphore.run(task("leaving"), gone.signal);
  const third = semaphore.run(task("third"));
  gone.abort("gone");
  await assert.rejects(leaving, (reason) => reason === "gone");
  first.resolve();
  await Promise.all([running, second, third]);
  assert.deepEqual(began, ["second", "third"]);
  assert.equal(await semaphore.run(() => Promise.resolve(1)), 1);
});

Deno.test("Semaphore does not begin a task whose signal fired before", async () => {
  const semaphore = new Semaphore(1);
  const never = () => Promise.reject(new Error("begun"));
  await assert.rejects(semaphore.run(never, AbortSignal.abort("gone")), (reason) => reason === "gone");
  assert.equal(await semaphore.run(() => Promise.resolve(1)), 1);
});
