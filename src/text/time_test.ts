import assert from "node:assert/strict";
import { age, parseTime, toUtc } from "./time.ts";

const NOON = Date.UTC(2026, 2, 1, 12, 0, 0);

Deno.test("parseTime() and toUtc() read every form that services write", () => {
  const table: [string, number][] = [
    ["2026-03-01T12:00:00Z", NOON],
    ["2026-03-01T12:00:00", NOON],
    ["2026-03-01 12:00:00", NOON],
    ["2026-03-01T12:00", NOON],
    ["2026-03-01t12:00:00z", NOON],
    ["2026-03-01T12:00:00.000000", NOON],
    ["2026-03-01T12:00:00.000000Z", NOON],
    ["2026-03-01T12:00:00+00:00", NOON],
    ["2026-03-01 12:00:00+00:00", NOON],
    ["2026-03-01T12:00:00+0000", NOON],
    ["2026-03-01T12:00:00+00", NOON],
    ["2026-03-01 12:00:00 UTC", NOON],
    ["2026-03-01T13:00:00+01:00", NOON],
    ["2026-03-01T17:30:00+05:30", NOON],
    ["2026-03-01T04:00:00-08:00", NOON],
    ["2026-03-02T01:00:00+13:00", NOON],
    ["  2026-03-01T12:00:00Z\n", NOON],
    ["2026-03-01T12:00:00,5", NOON + 500],
    ["2026-03-01T12:00:00.999999", NOON + 999],
    ["2026-03-01", Date.UTC(2026, 2, 1)],
    ["2024-02-29T00:00:00", Date.UTC(2024, 1, 29)],
    ["1969-12-31T23:59:59Z", -1000],
  ];
  for (const [text, expected] of table) {
    assert.equal(parseTime(text), expected, text);
    assert.equal(toUtc(text), new Date(Math.floor(expected / 1000) * 1000).toISOString().replace(".000", ""));
  }
});

Deno.test("toUtc() keeps the first years", () => {
  assert.equal(toUtc("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
});

Deno.test("parseTime() and toUtc() do not guess", () => {
  const table = [
    undefined,
    null,
    "",
    "None",
    "null",
    "now",
    "12:00:00",
    "1772366400",
    "2026-3-1T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-00-01T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "2026-04-31",
    "2026-03-01T24:00:00Z",
    "2026-03-01T12:60:00Z",
    "2026-03-01T12:00:61Z",
    "2026-03-01T12:00:00+24:00",
    "2026-03-01T12:00:00Zulu",
    "2026-03-01T12:00:00.Z",
    "x2026-03-01T12:00:00Z",
    "Sun, 01 Mar 2026 12:00:00 GMT",
  ];
  for (const text of table) {
    assert.equal(parseTime(text), undefined, String(text));
    assert.equal(toUtc(text), undefined, String(text));
  }
});

Deno.test("parseTime() takes a zoneless time for UTC in every zone of the machine", async () => {
  // The zone is read once a process, so another process asks.
  const module = new URL("./time.ts", import.meta.url).href;
  const code = `import { toUtc } from ${JSON.stringify(module)};
    console.log(new Date(0).getTimezoneOffset() !== 0, toUtc("2026-03-29T02:30:00"));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", code],
    env: { TZ: "Pacific/Auckland", NO_COLOR: "1" },
  }).output();
  assert.equal(new TextDecoder().decode(stdout).trim(), "true 2026-03-29T02:30:00Z");
});

Deno.test("age() names the two largest units", () => {
  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  const table: [number, string][] = [
    [0, "0s"],
    [999, "0s"],
    [45 * second, "45s"],
    [12 * minute, "12m"],
    [12 * minute + 5 * second, "12m 5s"],
    [4 * hour + 59 * second, "4h"],
    [4 * hour + 12 * minute + 59 * second, "4h 12m"],
    [3 * day + 4 * hour + 59 * minute, "3d 4h"],
    [400 * day, "400d"],
    [-90 * second, "-1m 30s"],
  ];
  for (const [ms, expected] of table) assert.equal(age(ms), expected);
  assert.throws(() => age(NaN), RangeError);
  assert.throws(() => age(Infinity), RangeError);
});
