import assert from "node:assert/strict";
import { choicesOf, choosePlaces, type Place } from "./places.ts";

const ONE: readonly Place[] = [{ key: "a", cloud: "a" }];
const CLOUDS: readonly Place[] = [{ key: "a", cloud: "a" }, { key: "b", cloud: "b" }];
const REGIONS: readonly Place[] = [
  { key: "a x", cloud: "a", region: "x" },
  { key: "a y", cloud: "a", region: "y" },
  { key: "b", cloud: "b", region: "x" },
];

function keysOf(places: readonly Place[], args: Readonly<Record<string, unknown>>) {
  const chosen = choosePlaces(places, args);
  return typeof chosen === "string" ? chosen : chosen.places.map(({ key }) => key);
}

Deno.test("choicesOf() offers what there is more than one of", () => {
  assert.deepEqual(choicesOf(ONE), {});
  assert.deepEqual(choicesOf(CLOUDS), { clouds: ["a", "b"] });
  assert.deepEqual(choicesOf(REGIONS), { clouds: ["a", "b"], regions: ["x", "y"] });
});

Deno.test("choosePlaces() goes to the first place of the first cloud unless it is told otherwise", () => {
  assert.deepEqual(keysOf(REGIONS, {}), ["a x"]);
  assert.deepEqual(keysOf(REGIONS, { cloud: "b" }), ["b"]);
  assert.deepEqual(keysOf(REGIONS, { cloud: null, region: "" }), ["a x"]);
  assert.deepEqual(keysOf(REGIONS, { region: "y" }), ["a y"]);
  assert.deepEqual(keysOf(REGIONS, { cloud: "all" }), ["a x", "b"]);
  assert.deepEqual(keysOf(REGIONS, { region: "all" }), ["a x", "a y"]);
  assert.deepEqual(keysOf(REGIONS, { cloud: "all", region: "all" }), ["a x", "a y", "b"]);
  assert.deepEqual(keysOf(REGIONS, { cloud: "all", region: "x" }), ["a x", "b"]);
});

Deno.test("choosePlaces() takes its arguments away, and no others", () => {
  const chosen = choosePlaces(CLOUDS, { cloud: "all", region: "x", names: "n" });
  assert.deepEqual(chosen, { places: CLOUDS, merged: true, arguments: { region: "x", names: "n" } });
  assert.deepEqual(choosePlaces(ONE, { cloud: "b" }), {
    places: ONE,
    merged: false,
    arguments: { cloud: "b" },
  });
});

Deno.test("choosePlaces() names what there is to choose from", () => {
  assert.equal(keysOf(CLOUDS, { cloud: "c" }), "cloud must be one of: a, b, all");
  assert.equal(keysOf(CLOUDS, { cloud: 7 }), "cloud must be one of: a, b, all");
  assert.equal(keysOf(REGIONS, { region: "z" }), "region must be one of: x, y, all");
  assert.equal(keysOf(REGIONS, { cloud: "b", region: "y" }), "cloud b has no region y");
});
