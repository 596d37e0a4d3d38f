import assert from "node:assert/strict";
import type { Session } from "../openstack/auth/mod.ts";
import type { CloudReport } from "../wire/control.ts";
import type { AuditEntry } from "../wire/messages.ts";
import { KeeperLine } from "./keeper_line.ts";

const ENTRY: AuditEntry = { event: "asked", call: "c", caller: "ann", tool: "set_x", action: "stop" };

function line() {
  const reports: CloudReport<Session>[] = [];
  const keeper = new KeeperLine((report) => void reports.push(report));
  const sequenceOf = (index: number) => {
    const report = reports[index];
    assert.ok(report?.kind === "audit" || report?.kind === "consume");
    return report.sequence;
  };
  return { keeper, reports, sequenceOf };
}

Deno.test("KeeperLine has an entry written, and waits for it", async () => {
  const { keeper, reports, sequenceOf } = line();
  let isWritten = false;
  const written = keeper.audit(ENTRY).then(() => isWritten = true);
  assert.deepEqual(reports, [{ kind: "audit", sequence: sequenceOf(0), entry: ENTRY }]);
  keeper.noted({ kind: "noted", sequence: sequenceOf(0) + 1, ok: true });
  await Promise.resolve();
  assert.equal(isWritten, false, "that was another's answer");
  keeper.noted({ kind: "noted", sequence: sequenceOf(0), ok: true });
  await written;
});

Deno.test("KeeperLine says why an entry was not written", async () => {
  const { keeper, sequenceOf } = line();
  const first = keeper.audit(ENTRY);
  const second = keeper.audit(ENTRY);
  keeper.noted({ kind: "noted", sequence: sequenceOf(1), ok: false });
  keeper.noted({ kind: "noted", sequence: sequenceOf(0), ok: false, detail: "no space left" });
  await assert.rejects(first, { message: "no space left" });
  await assert.rejects(second, { message: "the keeper did not say why" });
});

Deno.test("KeeperLine gives each confirmation its own answer, whatever the order", async () => {
  const { keeper, sequenceOf } = line();
  const answers = [keeper.consume("a", 1), keeper.consume("b", 1), keeper.consume("a", 1)];
  for (const [index, ok] of [[2, false], [0, true], [1, true]] as const) {
    keeper.noted({ kind: "noted", sequence: sequenceOf(index), ok });
  }
  assert.deepEqual(await Promise.all(answers), [true, true, false]);
});
