import assert from "node:assert/strict";
import { withTools } from "../testing.ts";
import { getConsoleLog } from "./get_console_log.ts";

function logOf(answer: Readonly<Record<string, unknown>>): string {
  return String(Object.fromEntries(Object.entries(answer["console_log"] ?? {}))["untrusted_text"]);
}

function printing(output: string) {
  return { path: "/action$", kind: "garbage" as const, body: JSON.stringify({ output }) };
}

Deno.test("get_console_log shows the last lines, marked as data", async () => {
  assert.equal(getConsoleLog.sensitive, true);
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getConsoleLog, { instance_name: "db-01", lines: "2" });
    assert.equal(answer["lines"], 2);
    assert.equal(logOf(answer), "Debian GNU/Linux 12 db-01 ttyS0\ndb-01 login: ");
  });
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([printing("line\n".repeat(200))]);
    assert.equal((await call(getConsoleLog, { server: "db-01" })).answer["lines"], 50);
  });
});

Deno.test("get_console_log hides a key that begins before the lines shown, and what rewrites a terminal", async () => {
  const key = [
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    ...Array.from({ length: 30 }, (_, index) => `b3BlbnNzaC1rZXktdjEAAAAA${index}`),
    "-----END OPENSSH PRIVATE KEY-----",
  ];
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([printing(["boot", ...key, "\x1b[2Jready\u202e", ""].join("\n"))]);
    const { answer } = await call(getConsoleLog, { server: "db-01", lines: 5 });
    assert.ok(!logOf(answer).includes("b3BlbnNzaC1"), logOf(answer));
    assert.match(logOf(answer), /\nready$/);
  });
});

Deno.test("get_console_log cuts whole lines from the beginning", async () => {
  await withTools({ answerTokens: 400 }, async ({ call, demo }) => {
    demo.setFaults([
      printing(Array.from({ length: 200 }, (_, index) => `line ${index} ${"x".repeat(40)}`).join("\n")),
    ]);
    const { answer, size } = await call(getConsoleLog, { server: "db-01", lines: 200 });
    assert.ok(size < 1600);
    assert.match(logOf(answer), /^line \d+ x+\n/);
    assert.match(logOf(answer), /line 199 x+$/);
    assert.match(String(answer["cut"]), /^\d+ earlier lines$/);
    demo.setFaults([printing("y".repeat(5000))]);
    assert.match(logOf((await call(getConsoleLog, { server: "db-01" })).answer), /^y{1000}$/);
    demo.setFaults([printing("")]);
    assert.equal((await call(getConsoleLog, { server: "db-01" })).answer["note"], "the console is empty");
  });
});

Deno.test("get_console_log tells why there is none", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getConsoleLog, { server: "huge-simulation" })).error?.reason, "conflict");
    for (const lines of [0, 1001, "many"]) {
      assert.equal((await call(getConsoleLog, { server: "db-01", lines })).error?.reason, "invalid argument");
    }
  });
  await withTools({ user: "greg" }, async ({ call }) => {
    assert.equal((await call(getConsoleLog, { server: "app-01" })).error?.reason, "not permitted");
  });
});
