import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import type { Effect } from "../openstack/operation.ts";
import {
  type ChangePolicy,
  type ConfirmLevel,
  describeLeave,
  needsConfirmation,
  refuseForbidden,
  refuseTooMany,
} from "./policy.ts";
import { LENIENT, testOperation } from "./testing.ts";

const LEVELS: readonly ConfirmLevel[] = ["human", "always", "risky", "never"];
const CHANGES: readonly Effect[] = ["write", "disruptive", "exposing", "destructive"];

for (const level of LEVELS) {
  for (const effect of CHANGES) {
    Deno.test(`needsConfirmation() of what is ${effect} at the level ${level}`, () => {
      const isRisky = effect !== "write";
      const expected = { never: [false, false, false], risky: [isRisky, true, true] }[String(level)] ??
        [true, true, true];
      const member = [testOperation(effect)];
      const admin = [testOperation(effect, "admin")];
      assert.deepEqual([
        needsConfirmation(level, member, 1),
        needsConfirmation(level, member, 2),
        needsConfirmation(level, admin, 1),
      ], expected);
    });
  }
}

Deno.test("needsConfirmation() is decided by the riskiest operation", () => {
  const ops = [testOperation("read"), testOperation("write"), testOperation("destructive")];
  assert.equal(needsConfirmation("risky", ops, 1), true);
  assert.equal(needsConfirmation("risky", ops.slice(0, 2), 1), false);
});

Deno.test("needsConfirmation() wants the plan seen of what was searched for, not named", () => {
  const ops = [testOperation("write")];
  assert.deepEqual(LEVELS.map((level) => needsConfirmation(level, ops, 1, true)), [true, true, true, false]);
});

function refusal(act: () => void): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof OpenStackError);
    assert.equal(error.reason, "refused by policy");
    return `${error.detail} ${error.next}`;
  }
  return "";
}

function forbids(policy: Partial<ChangePolicy>, effect: Effect = "write"): string {
  return refusal(() => refuseForbidden("x", [testOperation(effect)], { ...LENIENT, ...policy }));
}

Deno.test("refuseForbidden() lets nothing through on a server that only reads, and names the flag", () => {
  for (const effect of CHANGES) assert.match(forbids({ allowWrite: false }, effect), /--allow-write/);
  assert.equal(forbids({}), "");
});

Deno.test("refuseForbidden() lets a caller that only reads change nothing, and names it", () => {
  assert.match(forbids({ readOnlyCaller: "monitoring" }), /token of monitoring only reads/);
});

Deno.test("refuseForbidden() takes a change that changes nothing for a mistake", () => {
  assert.throws(() => refuseForbidden("x", [testOperation("read")], LENIENT), TypeError);
  assert.throws(() => refuseForbidden("x", [], LENIENT), TypeError);
});

Deno.test("refuseTooMany() refuses one more than may be touched", () => {
  const with3 = { ...LENIENT, maxTargets: 3 };
  assert.equal(refusal(() => refuseTooMany("x", 3, "servers", with3)), "");
  assert.match(refusal(() => refuseTooMany("x", 4, "servers", with3)), /4 servers.*touch 3.*--max-targets/);
});

Deno.test("describeLeave() says what may be changed, and how it is confirmed", () => {
  assert.match(describeLeave({ ...LENIENT, allowWrite: false }), /^none: .*--allow-write/);
  assert.match(describeLeave({ ...LENIENT, readOnlyCaller: "bob" }), /^none: the token of bob/);
  assert.match(describeLeave(LENIENT), /in projects; plans that interrupt.*up to 25 targets/);
  assert.match(describeLeave({ ...LENIENT, allowAdmin: true }), /the cloud's own objects included/);
  const words = LEVELS.map((confirm) => describeLeave({ ...LENIENT, confirm }));
  assert.equal(new Set(words).size, LEVELS.length);
});
