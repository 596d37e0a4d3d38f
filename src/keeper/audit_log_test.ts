import assert from "node:assert/strict";
import type { AuditEntry, LogMessage } from "../wire/messages.ts";
import { AuditLog } from "./audit_log.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const THREAD = {};

function entry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return { event: "asked", call: "c1", caller: "ann", tool: "set_instance", action: "stop", ...changes };
}

function sent(name: string, changes: Partial<AuditEntry> = {}): AuditEntry {
  return entry({ event: "sent", target: { name, id: `id-${name}` }, ...changes });
}

interface Bench {
  readonly path: string;
  readonly make: (path?: string) => AuditLog;
  readonly logged: LogMessage[];
  /** The lines of the file, each parsed. */
  readonly lines: (path?: string) => Record<string, unknown>[];
}

/** A test with a directory of its own. */
function testLog(name: string, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`AuditLog ${name}`, async () => {
    const directory = await Deno.makeTempDir();
    const file = `${directory}/audit.log`;
    const logged: LogMessage[] = [];
    try {
      await body({
        path: file,
        logged,
        make: (path = file) => new AuditLog({ path, log: (entry) => logged.push(entry), now: () => NOW }),
        lines: (path = file) => {
          const text = Deno.readTextFileSync(path);
          assert.ok(text.endsWith("\n"));
          return text.slice(0, -1).split("\n").map((line) => JSON.parse(line));
        },
      });
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

testLog("writes one line an entry, with its time, its process and its number", async ({ make, lines }) => {
  const log = make();
  await log.write(entry({ arguments: { names: ["a\nb"] } }), THREAD);
  await log.write(entry({ event: "planned" }), THREAD);
  const [first, second, ...others] = lines();
  assert.deepEqual(others, []);
  const { instance, ...members } = first ?? {};
  assert.match(String(instance), /^[0-9a-f-]{36}$/);
  assert.deepEqual(members, {
    time: "2026-01-02T03:04:05.006Z",
    seq: 1,
    event: "asked",
    call: "c1",
    caller: "ann",
    tool: "set_instance",
    action: "stop",
    arguments: { names: ["a b"] },
  });
  assert.deepEqual([second?.["instance"], second?.["seq"]], [instance, 2]);
});

testLog("makes a file for its user alone, and keeps what stands in it", async ({ make, path, lines }) => {
  await make().write(entry(), THREAD);
  const { mode } = await Deno.stat(path);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  await make().write(entry({ call: "c2" }), THREAD);
  assert.deepEqual(lines().map(({ call }) => call), ["c1", "c2"]);
});

testLog("keeps the order in which entries came, however many come at once", async ({ make, lines }) => {
  const log = make();
  const calls = Array.from({ length: 200 }, (_, index) => `c${index}`);
  await Promise.all(calls.map((call) => log.write(entry({ call }), THREAD)));
  assert.deepEqual(lines().map(({ call }) => call), calls);
  assert.deepEqual(lines().map(({ seq }) => seq), calls.map((_, index) => index + 1));
});

testLog("shares a file with other processes, line by line", async ({ make, lines }) => {
  const logs = [make(), make(), make()];
  const long = "x".repeat(20_000);
  await Promise.all(
    logs.flatMap((log) =>
      Array.from({ length: 30 }, (_, index) => log.write(entry({ call: `c${index}`, long }), THREAD))
    ),
  );
  const byInstance = Map.groupBy(lines(), ({ instance }) => instance);
  assert.equal(byInstance.size, 3);
  for (const own of byInstance.values()) {
    assert.deepEqual(own.map(({ seq }) => seq), Array.from({ length: 30 }, (_, index) => index + 1));
    assert.ok(own.every((line) => line["long"] === long));
  }
});

testLog("fails when the file cannot be written, and writes again when it can", async ({ make, path }) => {
  await Deno.mkdir(path);
  const log = make();
  await assert.rejects(log.probe());
  await assert.rejects(log.write(entry(), THREAD));
  await assert.rejects(log.write(sent("web"), THREAD));
  assert.equal(log.underWay, 0, "what could not be written is not sent");
  await Deno.remove(path);
  await log.probe();
  await log.write(entry(), THREAD);
  await assert.rejects(make(`${path}/none/audit.log`).probe());
});

testLog(
  "fails for one entry without failing for those that wait behind it",
  async ({ make, path, lines }) => {
    await Deno.mkdir(path);
    const log = make();
    const first = log.write(entry(), THREAD);
    const second = first.catch(() => Deno.remove(path)).then(() => log.write(entry({ call: "c2" }), THREAD));
    await assert.rejects(first);
    await second;
    assert.deepEqual(lines().map(({ call }) => call), ["c2"]);
  },
);

testLog("goes on in a new file when the old one was moved away", async ({ make, path, lines }) => {
  const log = make();
  await log.write(entry(), THREAD);
  await Deno.rename(path, `${path}.1`);
  await log.write(entry({ call: "c2" }), THREAD);
  assert.deepEqual(lines(`${path}.1`).map(({ call }) => call), ["c1"]);
  assert.deepEqual(lines().map(({ call, seq }) => [call, seq]), [["c2", 2]]);
});

testLog("writes no control character and no line break of a stranger", async ({ make, path, lines }) => {
  const name = 'web\n{"event":"confirmed"}\u2028\x1b[2J\u202e\0';
  await make().write(sent(name, { caller: "a\nb" }), THREAD);
  const [line, ...others] = lines();
  assert.deepEqual(others, []);
  assert.equal(line?.["caller"], "a b");
  const text = await Deno.readTextFile(path);
  // deno-lint-ignore no-control-regex -- that is what must not be there
  assert.doesNotMatch(text.slice(0, -1), /[\0-\x1f\u2028\u202e]/);
});

testLog("lets no entry say what the log itself says", async ({ make, lines }) => {
  await make().write(entry({ time: "then", seq: 99, instance: "other" }), THREAD);
  const [line] = lines();
  assert.equal(line?.["seq"], 1);
  assert.equal(line?.["time"], new Date(NOW).toISOString());
  assert.notEqual(line?.["instance"], "other");
});

testLog("knows which changes are under way until their outcome is written", async ({ make }) => {
  const log = make();
  await Promise.all([log.write(sent("web"), THREAD), log.write(sent("db"), THREAD)]);
  await log.write(sent("web", { call: "c2" }), THREAD);
  assert.equal(log.underWay, 3);
  const written = log.write(sent("web", { event: "outcome", outcome: "done" }), THREAD);
  assert.equal(log.underWay, 3, "the line is not on the disk yet");
  await written;
  assert.equal(log.underWay, 2);
});

testLog("tells of what a thread left behind, once, and leaves other threads alone", async ({
  make,
  lines,
  logged,
}) => {
  const log = make();
  const other = {};
  await log.write(sent("web"), THREAD);
  await log.write(sent("db"), other);
  await log.write(sent("done"), THREAD);
  await log.write(sent("done", { event: "outcome", outcome: "done" }), THREAD);
  await log.abandon(THREAD, "the thread ended");
  await log.abandon(THREAD, "the thread ended");
  assert.equal(log.underWay, 1);
  const unknown = lines().filter(({ outcome }) => outcome === "unknown");
  assert.deepEqual(unknown.map(({ event, call, target, reason }) => ({ event, call, target, reason })), [{
    event: "outcome",
    call: "c1",
    target: { name: "web", id: "id-web" },
    reason: "the thread ended",
  }]);
  assert.deepEqual(logged.map(({ level, fields }) => [level, fields?.["target"]]), [
    ["error", { name: "web", id: "id-web" }],
  ]);
});

testLog("does not contradict an outcome that is being written", async ({ make, lines }) => {
  const log = make();
  await log.write(sent("web"), THREAD);
  const told = log.write(sent("web", { event: "outcome", outcome: "done" }), THREAD);
  await Promise.all([told, log.abandon(THREAD, "the thread ended")]);
  assert.deepEqual(lines().map(({ outcome }) => outcome), [undefined, "done"]);
});

testLog("logs what it cannot write of a thread that ended", async ({ make, path, logged }) => {
  const log = make();
  await log.write(sent("web"), THREAD);
  await Deno.remove(path);
  await Deno.mkdir(path);
  await log.abandon(THREAD, "the thread ended");
  assert.equal(log.underWay, 0);
  assert.deepEqual(logged.map(({ level }) => level), ["error", "error"]);
  assert.match(logged.at(-1)?.text ?? "", /audit log could not be written/);
});

Deno.test("AuditLog without a file keeps in mind what is under way", async () => {
  const logged: LogMessage[] = [];
  const log = new AuditLog({ log: (entry) => logged.push(entry) });
  await log.probe();
  await log.write(sent("web"), THREAD);
  assert.equal(log.underWay, 1);
  await log.abandon(THREAD, "the thread ended");
  assert.deepEqual([log.underWay, logged.length], [0, 1]);
});
