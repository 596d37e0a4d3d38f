import assert from "node:assert/strict";
import type { Sample } from "./past.ts";
import { extended, forecast, median } from "./series.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1, 6);

function daily(values: readonly number[]): Sample[] {
  return values.map((value, day) => ({ at: START + day * DAY_MS, value }));
}

Deno.test("median() is the value in the middle", () => {
  assert.equal(median([]), undefined);
  assert.equal(median([3]), 3);
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

Deno.test("extended() keeps the latest runs, of older days the last one, and forgets half a year", () => {
  let series: readonly Sample[] = [];
  for (let hour = 0; hour < 24 * 300; hour++) {
    series = extended(series, { at: START + hour * 3_600_000, value: hour });
  }
  const span = ((series.at(-1)?.at ?? 0) - (series[0]?.at ?? 0)) / DAY_MS;
  assert.ok(series.length < 300, `${series.length} samples`);
  assert.ok(span > 170 && span <= 181, `${span} days`);
  assert.deepEqual(series.slice(-3).map(({ value }) => value), [7197, 7198, 7199]);
  assert.deepEqual([...series].sort((a, b) => a.at - b.at), series);
});

Deno.test("forecast() needs days, growth and an end within a year", () => {
  const limits = { total: 100, unit: "" };
  assert.equal(forecast(daily([10, 20, 30, 40]), limits), undefined, "too few days");
  assert.equal(forecast(daily([50, 50, 50, 50, 50, 50, 50, 50, 50]), limits), undefined, "no growth");
  assert.equal(forecast(daily([50, 60, 50, 60, 50, 60, 50, 60, 50]), limits), undefined, "up and down");
  assert.equal(forecast(daily([90, 80, 70, 60, 50, 40, 30, 20, 10]), limits), undefined, "it shrinks");
  assert.equal(
    forecast(daily([1, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08]), limits),
    undefined,
    "far off",
  );
  assert.equal(
    forecast(daily([60, 70, 80, 90, 95, 97, 98, 99, 100]), limits),
    undefined,
    "it is full already",
  );
});

Deno.test("forecast() goes by the usual growth, not by a single jump", () => {
  const found = forecast(daily([10, 30, 32, 34, 36, 38, 40, 42, 44]), { total: 60, unit: "GiB" });
  assert.equal(found?.full_on, "2026-01-17");
  assert.match(found?.basis ?? "", /^\+2 GiB a day/);
});
