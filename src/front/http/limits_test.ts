import assert from "node:assert/strict";
import { checkHeaders, readJson } from "./limits.ts";

const JSON_TYPE = { "content-type": "application/json" };
const MIB = 1024 * 1024;

function post(body: BodyInit | null, headers: Record<string, string> = JSON_TYPE): Request {
  return new Request("http://localhost/mcp", { method: "POST", body, headers });
}

Deno.test("checkHeaders() counts headers and their characters", () => {
  checkHeaders(new Headers({ a: "x".repeat(32_000) }));
  assert.throws(() => checkHeaders(new Headers({ a: "x".repeat(33_000) })), { status: 431 });
  const many = (count: number) =>
    new Headers(Array.from({ length: count }, (_, index) => [`x-${index}`, ""]));
  checkHeaders(many(64));
  assert.throws(() => checkHeaders(many(65)), { status: 431 });
});

Deno.test("readJson() reads a body that comes in parts", async () => {
  const bytes = new TextEncoder().encode('{"name":"wéb"}');
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  assert.deepEqual(await readJson(post(body)), { name: "wéb" });
  assert.deepEqual(await readJson(post("[]", { "content-type": "Application/JSON; charset=utf-8" })), []);
});

Deno.test("readJson() refuses what is not declared as JSON", async () => {
  for (const type of ["text/plain", "application/jsonp", "application/json, text/plain", ""]) {
    await assert.rejects(readJson(post("{}", { "content-type": type })), { status: 415 }, type);
  }
});

Deno.test("readJson() refuses a body that is no JSON, with the code that JSON-RPC has for it", async () => {
  for (const body of ["", "{", "NaN", new Uint8Array([0xff])]) {
    await assert.rejects(readJson(post(body)), (error) => {
      assert.ok(error instanceof Error && "status" in error);
      assert.equal(error.status, 400);
      return true;
    });
  }
});

Deno.test("readJson() refuses a body that is too large, declared or not, and reads no further", async () => {
  await assert.rejects(readJson(post("{}", { ...JSON_TYPE, "content-length": `${4 * MIB + 1}` })), {
    status: 413,
  });
  let cancelled = false;
  let sent = 0;
  const endless = new ReadableStream({
    pull: (controller) => (sent++, controller.enqueue(new Uint8Array(MIB))),
    cancel: () => void (cancelled = true),
  });
  await assert.rejects(readJson(post(endless)), { status: 413 });
  assert.ok(cancelled && sent <= 7, `${sent} MiB`);
  const whole = `"${"x".repeat(4 * MIB - 2)}"`;
  assert.equal(`${await readJson(post(whole))}`.length, 4 * MIB - 2);
});

Deno.test("readJson() gives up a body that does not arrive", async () => {
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array([0x7b])),
  });
  await assert.rejects(readJson(post(silent), 10), { status: 408 });
});

Deno.test("readJson() refuses a body that breaks off", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("reset")),
  });
  await assert.rejects(readJson(post(broken)), { status: 400 });
});
