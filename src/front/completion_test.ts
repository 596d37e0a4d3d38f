import assert from "node:assert/strict";
import { completingCall, CompletionCache, completionResult, fitting, valuesIn } from "./completion.ts";

Deno.test("fitting() puts what begins so first", () => {
  assert.deepEqual(fitting(["db-web", "web-1", "x", "Web-2", "web-1"], "web"), ["web-1", "Web-2", "db-web"]);
});

Deno.test("valuesIn() gives names first, ids after", () => {
  const json = JSON.stringify({ columns: ["name", "id"], rows: [["a", "1"], ["", "2"], ["a", "3"]] });
  assert.deepEqual(valuesIn("server", { json, isError: false }, ""), ["a", "1", "2", "3"]);
  const hosts = JSON.stringify({ columns: ["host"], rows: [["cmp-1"], ["ctl"]] });
  assert.deepEqual(valuesIn("host", { json: hosts, isError: false }, "CMP"), ["cmp-1"]);
});

Deno.test("completingCall() asks for the part that was typed", () => {
  assert.deepEqual(completingCall("stack", " ab "), {
    tool: "get_heat_stacks",
    arguments: { name_contains: "ab", fields: ["name", "id"], limit: 100 },
  });
  assert.deepEqual(completingCall("volume", "")?.arguments, { fields: ["name", "id"], limit: 100 });
  assert.equal(completingCall("section", "x"), undefined);
});

Deno.test("completionResult() has 100 values at most, and says whether there are more", () => {
  const values = Array.from({ length: 101 }, (_, index) => `${index}`);
  assert.deepEqual(completionResult(values).completion, { values: values.slice(0, 100), hasMore: true });
  assert.deepEqual(completionResult(["a"]).completion, { values: ["a"], hasMore: false });
});

Deno.test("CompletionCache remembers for a moment, and no failure", async () => {
  let now = 0;
  const cache = new CompletionCache(() => now);
  await assert.rejects(cache.get("a", () => Promise.reject(new Error("down"))), /down/);
  assert.deepEqual(await cache.get("a", () => Promise.resolve(["1"])), ["1"]);
  assert.deepEqual(await cache.get("a", () => Promise.resolve(["2"])), ["1"]);
  now = 15_000;
  assert.deepEqual(await cache.get("a", () => Promise.resolve(["2"])), ["2"]);
  for (let index = 0; index < 101; index++) await cache.get(`k${index}`, () => Promise.resolve([]));
  assert.deepEqual(await cache.get("a", () => Promise.resolve(["3"])), ["3"]);
});
