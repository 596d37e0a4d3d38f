import assert from "node:assert/strict";
import { type AskOptions, CloudPort, errorAnswer, type PortRequest } from "./cloud_port.ts";
import type { RequestMessage, StepMessage } from "./messages.ts";

/** The answering end of a port, as a cloud thread would hold it. */
class Side implements Disposable {
  readonly heard: RequestMessage[] = [];
  readonly port: MessagePort;
  readonly #own: MessagePort;
  #onMessage: () => void = () => {};

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#own = port1;
    this.port = port2;
    port1.onmessage = ({ data }: MessageEvent<RequestMessage>) => {
      this.heard.push(data);
      this.#onMessage();
    };
  }

  /** The n-th message, counted from zero. */
  async message(index = 0): Promise<RequestMessage> {
    for (;;) {
      const found = this.heard[index];
      if (found) return found;
      await new Promise<void>((resolve) => this.#onMessage = resolve);
    }
  }

  answer(id: number, json = `{"from":${id}}`): void {
    this.#own.postMessage({ kind: "result", id, json, isError: false });
  }

  step(id: number, name: string, outcome: StepMessage["outcome"], target = `id-${name}`): void {
    this.#own.postMessage({ kind: "step", id, name, target, outcome });
  }

  progress(id: number, done: number): void {
    this.#own.postMessage({ kind: "progress", id, done, message: `part ${done}` });
  }

  [Symbol.dispose](): void {
    this.#own.close();
  }
}

function call(changes: { deadlineMs?: number } = {}): PortRequest {
  return { kind: "call", tool: "get_x", arguments: { a: 1 }, deadlineMs: 5_000, ...changes };
}

/** A cloud's end that is closed when the test is over. */
function openPort(onWanted?: () => void, sentGraceMs?: number): { port: CloudPort } & Disposable {
  const port = new CloudPort(onWanted, sentGraceMs);
  return { port, [Symbol.dispose]: () => port.close() };
}

/** Messages cross between two turns of the event loop. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A thread that ended is listened to a while longer. */
const lastWords = () => new Promise((resolve) => setTimeout(resolve, 100));

Deno.test("CloudPort carries a question as it is and gives the answer as it came", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const answer = end.port.ask(call());
  const { id, ...message } = await side.message();
  assert.deepEqual(message, {
    kind: "call",
    tool: "get_x",
    arguments: { a: 1 },
    deadlineMs: 5_000,
    progress: false,
  });
  side.answer(id, '{"big":9007199254740993}');
  assert.deepEqual(await answer, { json: '{"big":9007199254740993}', isError: false });
  assert.equal(end.port.waiting, 0);
});

Deno.test("CloudPort gives each its own answer, in whatever order they come", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const answers = [end.port.ask(call()), end.port.ask(call()), end.port.ask(call())];
  const ids = [await side.message(0), await side.message(1), await side.message(2)].map(({ id }) => id);
  assert.equal(new Set(ids).size, 3);
  for (const id of ids.toReversed()) side.answer(id);
  assert.deepEqual((await Promise.all(answers)).map(({ json }) => json), ids.map((id) => `{"from":${id}}`));
});

Deno.test("CloudPort asks for progress only if somebody wants it, and passes it on", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const seen: number[] = [];
  const answer = end.port.ask(call(), { onProgress: ({ done }) => seen.push(done) });
  const message = await side.message();
  assert.ok(message.kind === "call" && message.progress);
  side.progress(message.id, 1);
  side.progress(message.id, 2);
  side.progress(message.id + 1, 99);
  side.answer(message.id);
  await answer;
  assert.deepEqual(seen, [1, 2]);
});

Deno.test("CloudPort holds what is asked before there is a port, and takes the waiting off its time", async () => {
  let wanted = 0;
  using end = openPort(() => wanted++);
  const answer = end.port.ask(call({ deadlineMs: 2_000 }));
  assert.equal(wanted, 1);
  await new Promise((resolve) => setTimeout(resolve, 250));
  using side = new Side();
  end.port.use(side.port);
  const message = await side.message();
  assert.ok(message.kind === "call" && message.deadlineMs >= 1_000 && message.deadlineMs <= 1_800);
  side.answer(message.id);
  await answer;
});

Deno.test("CloudPort answers by itself when the other side is silent, and tells it to stop", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const { json, isError } = await end.port.ask(call({ deadlineMs: 100 }));
  assert.equal(isError, true);
  assert.deepEqual(JSON.parse(json).error, {
    what: "call get_x",
    reason: "timed out",
    detail: "no answer within 0.1 s",
    next: "Try again, ask for less, or raise --timeout.",
  });
  const [asked, cancelled] = [await side.message(0), await side.message(1)];
  assert.deepEqual(cancelled, { kind: "cancel", id: asked.id });
});

Deno.test("CloudPort says at the deadline that nobody could be asked", async () => {
  using end = openPort();
  const started = performance.now();
  const { json } = await end.port.ask(call({ deadlineMs: 50 }));
  assert.ok(performance.now() - started < 900, "without the grace of a thread that works");
  const { what, reason, detail } = JSON.parse(json).error;
  assert.deepEqual({ what, reason, detail }, {
    what: "log in",
    reason: "timed out",
    detail: "not logged in within 0.05 s",
  });
});

Deno.test("CloudPort gives up with the asker's reason and tells the other side", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const controller = new AbortController();
  const reason = new Error("changed my mind");
  const answer = end.port.ask(call(), { signal: controller.signal });
  const { id } = await side.message();
  controller.abort(reason);
  await assert.rejects(answer, reason);
  assert.deepEqual(await side.message(1), { kind: "cancel", id });
  side.answer(id);
  await turns();
  assert.equal(end.port.waiting, 0);
});

Deno.test("CloudPort asks nothing for an asker that gave up before", async () => {
  let wanted = 0;
  using end = openPort(() => wanted++);
  const options: AskOptions = { signal: AbortSignal.abort(new Error("too late")) };
  await assert.rejects(end.port.ask(call(), options), { message: "too late" });
  assert.equal(wanted, 0);
});

Deno.test("CloudPort asks a lost question once more at the next port, and then no more", async () => {
  let wanted = 0;
  using end = openPort(() => wanted++);
  const [first, second, third] = [new Side(), new Side(), new Side()];
  using _first = first;
  using _second = second;
  using _third = third;
  end.port.use(first.port, 1);
  const answer = end.port.ask(call());
  await first.message();
  end.port.lost(1);
  await lastWords();
  assert.equal(wanted, 1);
  end.port.use(second.port, 2);
  await second.message();
  end.port.lost(2);
  const { json, isError } = await answer;
  assert.equal(wanted, 1, "nobody waits any more");
  assert.equal(isError, true);
  assert.match(json, /"reason":"unavailable","detail":"the thread that worked on it ended, twice"/);
  end.port.use(third.port, 3);
  await turns();
  assert.deepEqual(third.heard, []);
});

/** What is told of each target when nobody is left to ask. */
function toldRows(json: string): unknown {
  const { columns, rows, next } = JSON.parse(json);
  assert.deepEqual(columns, ["name", "id", "outcome", "before", "after", "request_id", "reason"]);
  assert.match(next, /Read the targets/);
  return rows;
}

Deno.test("CloudPort never asks a second time once a change was sent, and tells what is known of it", async () => {
  using first = new Side();
  using second = new Side();
  let wanted = 0;
  using end = openPort(() => wanted++);
  end.port.use(first.port, 1);
  const answer = end.port.ask(call());
  const { id } = await first.message();
  for (const name of ["a", "b", "c"]) first.step(id, name, "sent");
  first.step(id, "a", "done");
  first.step(id, "b", "pending");
  first.step(id + 1, "of another call", "sent");
  await turns();
  end.port.lost(1);
  const { json, isError } = await answer;
  assert.equal(isError, true);
  const ended = "the thread that worked on it ended";
  assert.deepEqual(toldRows(json), [
    ["a", "id-a", "done", "", "", "", ""],
    ["b", "id-b", "pending", "", "", "", ""],
    ["c", "id-c", "unknown", "", "", "", ended],
  ]);
  assert.match(json, /targets that are not listed were not sent/);
  assert.equal(wanted, 0);
  end.port.use(second.port, 2);
  await turns();
  assert.deepEqual(second.heard, []);
});

Deno.test("CloudPort hears the step, or the answer, that comes after the word of its thread's end", async () => {
  using first = new Side();
  using second = new Side();
  using end = openPort();
  end.port.use(first.port, 1);
  const answers = [end.port.ask(call()), end.port.ask(call())];
  const sent = await first.message(0);
  const answered = await first.message(1);
  first.step(sent.id, "a", "sent");
  first.answer(answered.id, '{"rows":[]}');
  end.port.lost(1);
  end.port.use(second.port, 2);
  const [unknown, done] = await Promise.all(answers);
  assert.match(unknown?.json ?? "", /"unknown"/);
  assert.equal(done?.json, '{"rows":[]}');
  assert.deepEqual(second.heard, []);
});

Deno.test("CloudPort asks a change again of which nothing was sent, and never after a step of the second try", async () => {
  using first = new Side();
  using second = new Side();
  using third = new Side();
  using end = openPort();
  end.port.use(first.port, 1);
  const answer = end.port.ask(call());
  await first.message();
  end.port.lost(1);
  end.port.use(second.port, 2);
  const { id } = await second.message();
  second.step(id, "a", "sent");
  await turns();
  end.port.use(third.port, 3);
  end.port.lost(2);
  assert.match((await answer).json, /"unknown"/);
  assert.deepEqual(third.heard, []);
});

Deno.test("CloudPort gives the answer of a change as any other when it comes", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const answer = end.port.ask(call());
  const { id } = await side.message();
  side.step(id, "a", "sent");
  side.answer(id, '{"rows":[]}');
  assert.deepEqual(await answer, { json: '{"rows":[]}', isError: false });
});

Deno.test("CloudPort waits longer for the answer of a change that was sent", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const answer = end.port.ask(call({ deadlineMs: 100 }));
  const { id } = await side.message();
  side.step(id, "a", "sent");
  setTimeout(() => side.answer(id, '{"rows":[]}'), 1_300);
  assert.equal((await answer).json, '{"rows":[]}');
});

Deno.test("CloudPort tells what is known of a change whose answer does not come", async () => {
  using side = new Side();
  using end = openPort(undefined, 50);
  end.port.use(side.port);
  const answer = end.port.ask(call({ deadlineMs: 100 }));
  const { id } = await side.message();
  side.step(id, "a", "sent");
  const { json, isError } = await answer;
  assert.equal(isError, true);
  assert.deepEqual(toldRows(json), [["a", "id-a", "unknown", "", "", "", "no answer within 0.1 s"]]);
  assert.deepEqual(await side.message(1), { kind: "cancel", id });
});

Deno.test("CloudPort asks for the first time at the next port what was never sent", async () => {
  using side = new Side();
  using end = openPort();
  const answer = end.port.ask(call());
  end.port.lost();
  end.port.use(side.port, 1);
  side.answer((await side.message()).id);
  assert.equal((await answer).isError, false);
});

Deno.test("CloudPort leaves what a draining thread has with it, and asks the new one from then on", async () => {
  using old = new Side();
  using next = new Side();
  using end = openPort();
  end.port.use(old.port, 1);
  const before = end.port.ask(call());
  const asked = await old.message();
  end.port.use(next.port, 2);
  const after = end.port.ask(call());
  next.answer((await next.message()).id);
  await after;
  assert.equal(old.heard.length, 1);
  old.answer(asked.id, '{"late":true}');
  assert.equal((await before).json, '{"late":true}');
});

Deno.test("CloudPort asks the new thread when the draining one is lost, and leaves the new one's alone", async () => {
  using old = new Side();
  using next = new Side();
  using end = openPort();
  end.port.use(old.port, 1);
  const before = end.port.ask(call());
  const { id } = await old.message();
  end.port.use(next.port, 2);
  const after = end.port.ask(call());
  const other = await next.message(0);
  end.port.lost(1);
  assert.equal((await next.message(1)).id, id);
  next.answer(id);
  next.answer(other.id);
  assert.deepEqual((await Promise.all([before, after])).map(({ isError }) => isError), [false, false]);
  assert.equal(next.heard.length, 2);
});

Deno.test("CloudPort.fail() answers all who wait, and those who ask later wait anew", async () => {
  let wanted = 0;
  using end = openPort(() => wanted++);
  const failed = errorAnswer({ what: "log in", reason: "login failed" });
  const answers = [end.port.ask(call()), end.port.ask(call())];
  end.port.fail(failed);
  assert.deepEqual(await Promise.all(answers), [failed, failed]);
  using side = new Side();
  const later = end.port.ask(call());
  assert.equal(wanted, 3);
  end.port.use(side.port);
  side.answer((await side.message()).id);
  assert.equal((await later).isError, false);
});

Deno.test("CloudPort.fail() leaves what a draining thread still has with it", async () => {
  using old = new Side();
  using next = new Side();
  using end = openPort();
  end.port.use(old.port, 1);
  const before = end.port.ask(call());
  const { id } = await old.message();
  end.port.use(next.port, 2);
  const after = end.port.ask(call());
  end.port.fail(errorAnswer({ reason: "unavailable" }));
  assert.equal((await after).isError, true);
  old.answer(id);
  assert.equal((await before).isError, false);
});

Deno.test("CloudPort does not want a thread for what was answered when the last one failed", () => {
  let wanted = 0;
  using side = new Side();
  using end = openPort(() => wanted++);
  end.port.use(side.port, 1);
  const answer = end.port.ask(call());
  end.port.fail(errorAnswer({ reason: "unavailable" }));
  end.port.lost(1);
  assert.equal(wanted, 0);
  return answer.then(({ isError }) => assert.equal(isError, true));
});

Deno.test("CloudPort gives a report time to say what it knows after its deadline", async () => {
  using side = new Side();
  using end = openPort();
  end.port.use(side.port);
  const answer = end.port.ask({
    kind: "run",
    task: "report",
    options: {},
    deadlineMs: 100,
  });
  const { id } = await side.message();
  setTimeout(() => side.answer(id, '{"report":{}}'), 1_300);
  assert.equal((await answer).json, '{"report":{}}');
});
