import assert from "node:assert/strict";
import { duration, held } from "./lasting.ts";
import { ago, NOW, zoneless } from "./_fake_cloud.ts";

const MINUTE = 60_000;

Deno.test("held() tolerates, warns, alarms", () => {
  const limits = { warningMs: 10 * MINUTE, criticalMs: 60 * MINUTE };
  assert.equal(held(ago({ minutes: 9 }), NOW, limits), undefined);
  assert.deepEqual(held(ago({ minutes: 10 }), NOW, limits), {
    severity: "warning",
    since: NOW - 10 * MINUTE,
    words: "for 10m",
  });
  assert.equal(held(ago({ hours: 1 }), NOW, limits)?.severity, "critical");
});

Deno.test("held() takes a time without a zone for UTC", () => {
  assert.equal(held(zoneless({ minutes: 10 }), NOW, { warningMs: 0 })?.words, "for 10m");
});

Deno.test("held() says when it cannot know, rather than guess", () => {
  const words = "for a time that is not known";
  assert.deepEqual(held(undefined, NOW, { warningMs: MINUTE }), { severity: "warning", words });
  assert.deepEqual(held("yesterday", NOW, { criticalMs: MINUTE }), { severity: "critical", words });
});

Deno.test("held() takes a beginning in the future for now", () => {
  assert.equal(held(ago({ minutes: -1 }), NOW, { warningMs: MINUTE }), undefined);
  assert.equal(held(ago({ minutes: -1 }), NOW, { warningMs: 0 })?.words, "for 0s");
});

Deno.test("duration() reads the unit off the name", () => {
  assert.equal(duration({ limit: () => 2 }, "warning_hours"), 2 * 60 * MINUTE);
  assert.throws(() => duration({ limit: () => 2 }, "warning_percent"), TypeError);
});
