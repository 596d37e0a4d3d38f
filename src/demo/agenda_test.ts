import assert from "node:assert/strict";
import { Agenda } from "./agenda.ts";

Deno.test("what is due happens in its order, and with its own moment", () => {
  const agenda = new Agenda();
  const seen: string[] = [];
  const note = (what: string) => (at: number) => seen.push(`${what} ${at}`);
  agenda.plan(20, note("late"));
  agenda.plan(10, note("first"));
  agenda.plan(10, note("second"));
  agenda.plan(10, (at) => agenda.plan(at + 5, note("planned meanwhile")));
  agenda.advance(9);
  assert.deepEqual(seen, []);
  agenda.advance(17);
  assert.deepEqual(seen, ["first 10", "second 10", "planned meanwhile 15"]);
  agenda.advance(1000);
  assert.equal(seen.at(-1), "late 20");
});
