import assert from "node:assert/strict";
import { keptAlive, whenOver } from "./keep_alive.ts";

function stream(...parts: string[]): Response {
  return new Response(ReadableStream.from(parts.map((part) => new TextEncoder().encode(part))), {
    headers: { "content-type": "text/event-stream" },
  });
}

async function later(response: Response): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return response;
}

Deno.test("keptAlive() gives an answer that comes in time as it is", async () => {
  const response = Response.json({ a: 1 }, { status: 400 });
  assert.equal(await keptAlive(Promise.resolve(response), 1_000), response);
});

Deno.test("keptAlive() begins a stream for an answer that is late, and ends it with the answer", async () => {
  for (
    const [answer, end] of [
      [Response.json({ a: 1 }), 'event: message\ndata: {"a":1}\n\n'],
      [stream("event: a\n\n", "event: b\n\n"), "event: a\n\nevent: b\n\n"],
      [new Response(null, { status: 499 }), ""],
    ] as const
  ) {
    const response = await keptAlive(later(answer), 15);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const text = await response.text();
    assert.match(text, /^(?:: keepalive\n\n)+/);
    assert.equal(text.replace(/^(?:: keepalive\n\n)+/, ""), end);
  }
});

Deno.test("keptAlive() shows no more signs of life to who has gone", async () => {
  const response = await keptAlive(later(Response.json({})), 5);
  await response.body?.cancel();
  await new Promise((resolve) => setTimeout(resolve, 60));
});

Deno.test("whenOver() tells of the end of an answer once it is out", async () => {
  let over = 0;
  const count = () => over++;
  whenOver(Response.json({}), count);
  whenOver(new Response(null, { status: 202 }), count);
  assert.equal(over, 2);
  const whole = whenOver(stream("a", "b"), count);
  assert.equal(over, 2);
  assert.equal(await whole.text(), "ab");
  assert.equal(over, 3);
});

Deno.test("whenOver() tells of an answer that is given up, or breaks off", async () => {
  let over = 0;
  await whenOver(stream("a"), () => over++).body?.cancel();
  assert.equal(over, 1);
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) });
  const broken = new Response(body, { headers: { "content-type": "text/event-stream" } });
  await assert.rejects(whenOver(broken, () => over++).text());
  assert.equal(over, 2);
});
