import assert from "node:assert/strict";
import { Cache, cacheKey } from "./cache.ts";

const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string";
const KEY = cacheKey("a", isNumber);

/** Counts its runs: the first gives 1. */
function counter(): () => Promise<number> {
  let runs = 0;
  return () => Promise.resolve(++runs);
}

Deno.test("Cache keeps a value for its lifetime and no longer", async () => {
  let now = 0;
  const cache = new Cache({ now: () => now });
  const load = counter();
  assert.equal(await cache.get(KEY, 100, load), 1);
  now = 99;
  assert.equal(await cache.get(KEY, 100, load), 1);
  now = 100;
  assert.equal(await cache.get(KEY, 100, load), 2);
  assert.equal(await cache.get(cacheKey("b", isNumber), 100, load), 3);
});

Deno.test("Cache makes one load of concurrent ones, even of one that outlasts its lifetime", async () => {
  let now = 0;
  const cache = new Cache({ now: () => now });
  const loaded = Promise.withResolvers<number>();
  const first = cache.get(KEY, 100, () => loaded.promise);
  now = 5_000;
  const second = cache.get(KEY, 100, () => Promise.resolve(-1));
  loaded.resolve(7);
  assert.deepEqual(await Promise.all([first, second]), [7, 7]);
  assert.equal(await cache.get(KEY, 100, () => Promise.resolve(8)), 8);
});

Deno.test("Cache does not remember a failure, but all who waited for it get it", async () => {
  const cache = new Cache();
  let runs = 0;
  const load = () => {
    runs++;
    return Promise.reject(new Error("broken"));
  };
  const both = [cache.get(KEY, 100, load), cache.get(KEY, 100, load)];
  for (const one of both) await assert.rejects(one, { message: "broken" });
  assert.equal(runs, 1);
  assert.equal(await cache.get(KEY, 100, counter()), 1);
});

Deno.test("Cache loads anew for those who wait when the loader gives up", async (t) => {
  for (const reason of [new DOMException("gone", "AbortError"), new Error("deadline"), "gone"]) {
    await t.step(String(reason), async () => {
      const cache = new Cache();
      const gone = new AbortController();
      const load = () =>
        new Promise<number>((_, reject) => gone.signal.onabort = () => reject(gone.signal.reason));
      const first = cache.get(KEY, 100, load, gone.signal);
      const others = counter();
      const second = cache.get(KEY, 100, others);
      const third = cache.get(KEY, 100, others);
      gone.abort(reason);
      await assert.rejects(first, (error) => error === reason);
      assert.deepEqual(await Promise.all([second, third]), [1, 1]);
    });
  }
});

Deno.test("Cache lets a waiter go when its own signal fires", async () => {
  const cache = new Cache();
  const loaded = Promise.withResolvers<number>();
  const first = cache.get(KEY, 100, () => loaded.promise);
  const gone = new AbortController();
  const waiting = cache.get(KEY, 100, counter(), gone.signal);
  gone.abort("gone");
  await assert.rejects(waiting, (reason) => reason === "gone");
  loaded.resolve(7);
  assert.equal(await first, 7);
});

Deno.test("Cache refuses a value of another kind, once and for all", async () => {
  const cache = new Cache();
  const gone = new AbortController();
  await cache.get(KEY, 1_000, counter(), gone.signal);
  gone.abort();
  const other = cache.get(cacheKey("a", isText), 1_000, () => Promise.resolve("never"));
  await assert.rejects(other, { name: "TypeError", message: 'Cache entry "a" is of another kind' });
});

Deno.test("Cache pushes out the entry that was loaded longest ago", async () => {
  let now = 0;
  const cache = new Cache({ maxEntries: 2, now: () => now });
  const [a, b, c] = ["a", "b", "c"].map((name) => cacheKey(name, isNumber));
  assert.ok(a && b && c);
  await cache.get(a, 10, () => Promise.resolve(1));
  await cache.get(b, 1_000, () => Promise.resolve(1));
  now = 20;
  // Loaded anew, "a" is younger than "b".
  await cache.get(a, 1_000, () => Promise.resolve(2));
  await cache.get(c, 1_000, () => Promise.resolve(1));
  assert.equal(await cache.get(a, 1_000, () => Promise.resolve(9)), 2);
  assert.equal(await cache.get(b, 1_000, () => Promise.resolve(9)), 9);
});

Deno.test("Cache.clear() forgets everything", async () => {
  const cache = new Cache();
  const load = counter();
  await cache.get(KEY, 1_000, load);
  cache.clear();
  assert.equal(await cache.get(KEY, 1_000, load), 2);
});

Deno.test("Cache.clear() during a load keeps the failure of that load from the next one", async () => {
  const cache = new Cache();
  const loaded = Promise.withResolvers<number>();
  const first = cache.get(KEY, 1_000, () => loaded.promise);
  cache.clear();
  assert.equal(await cache.get(KEY, 1_000, counter()), 1);
  loaded.reject(new Error("broken"));
  await assert.rejects(first, { message: "broken" });
  assert.equal(await cache.get(KEY, 1_000, () => Promise.resolve(9)), 1);
});
