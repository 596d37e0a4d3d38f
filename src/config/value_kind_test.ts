import { deepEqual, equal, throws } from "node:assert/strict";
import {
  choice,
  date,
  integer,
  list,
  listenAddress,
  outputTargets,
  seconds,
  text,
  texts,
  toggle,
  toggleOrWord,
  truthOf,
  urlPath,
  type ValueKind,
  ValueProblem,
} from "./value_kind.ts";

const number = integer("N", { min: 1, max: 10 });
const word = choice(["human", "risky"], { careful: "human" });

for (
  const [name, kind, given, expected] of [
    ["toggle alone", toggle(), [], true],
    ["toggle yes", toggle(), ["Yes"], true],
    ["toggle off", toggle(), ["off"], false],
    ["toggle or word alone", toggleOrWord("all"), [""], true],
    ["toggle or word", toggleOrWord("all"), ["ALL"], true],
    ["text", text("X"), [" a "], " a "],
    ["texts", texts("X"), ["a", "b", "a"], ["a", "b"]],
    ["list", list("X"), ["a, b", "c,a"], ["a", "b", "c"]],
    ["integer", number, ["10"], 10],
    ["seconds", seconds({ min: 1, max: 60 }), ["1.5"], 1500],
    ["choice", word, ["Risky"], "risky"],
    ["choice by an older spelling", word, ["careful"], "human"],
    ["address alone", listenAddress(), [], {}],
    ["address empty", listenAddress(), [""], {}],
    ["address port", listenAddress(), ["8080"], { port: 8080 }],
    ["address host", listenAddress(), ["localhost:1"], { host: "localhost", port: 1 }],
    ["address IPv6", listenAddress(), ["[::1]:80"], { host: "::1", port: 80 }],
    ["output", outputTargets(["json", "html"]), ["r.html", "json=r.json"], [
      { file: "r.html" },
      { format: "json", file: "r.json" },
    ]],
    ["output with = in the path", outputTargets(["json"]), ["/tmp/a=b"], [{ file: "/tmp/a=b" }]],
    ["day", date(), ["2026-12-31"], "2026-12-31T00:00:00.000Z"],
    ["time with offset", date(), ["2026-12-31T18:00:00+02:00"], "2026-12-31T16:00:00.000Z"],
    ["path", urlPath(), ["/mcp/"], "/mcp"],
    ["root path", urlPath(), ["/"], "/"],
  ] satisfies [string, ValueKind<unknown>, string[], unknown][]
) {
  Deno.test(`parse() reads ${name}`, () => deepEqual(kind.parse(given), expected));
}

for (
  const [name, kind, given, problem] of [
    ["toggle", toggle(), "maybe", /neither true nor false/],
    ["toggle or word", toggleOrWord("all"), "some", /is not all/],
    ["text", text("X"), "  ", /is empty/],
    ["list", list("X"), " , ", /is empty/],
    ["integer below", number, "0", /out of range/],
    ["integer above", number, "11", /out of range/],
    ["integer negative", number, "-1", /out of range/],
    ["integer word", number, "ten", /not a whole number/],
    ["integer decimal", number, "1.5", /not a whole number/],
    ["integer huge", number, "9".repeat(400), /not a whole number/],
    ["seconds", seconds({ min: 1, max: 60 }), "5m", /not a number of seconds/],
    ["seconds range", seconds({ min: 1, max: 60 }), "0", /out of range/],
    ["choice", word, "riskey", /is not one of human, risky/],
    ["address", listenAddress(), "localhost", /is not \[HOST:\]PORT/],
    ["address port", listenAddress(), "70000", /out of range/],
    ["output format", outputTargets(["json"]), "jsno=x", /is not one of json/],
    ["output file", outputTargets(["json"]), "json=", /is empty/],
    ["date", date(), "2026-02-31", /is not a date/],
    ["date word", date(), "tomorrow", /is not a date/],
    ["path", urlPath(), "mcp", /is not a path/],
  ] satisfies [string, ValueKind<unknown>, string, RegExp][]
) {
  Deno.test(`parse() refuses ${name} ${given.slice(0, 20)}`, () => {
    throws(
      () => kind.parse([given]),
      (error) => error instanceof ValueProblem && problem.test(error.message),
    );
  });
}

Deno.test("ValueProblem suggests what was meant", () => {
  throws(() => word.parse(["riskey"]), (error) => error instanceof ValueProblem && /risky/.test(error.fix));
});

Deno.test("truthOf() knows the words for yes and no", () => {
  for (const yes of ["true", "1", "YES", "on"]) equal(truthOf(yes), true);
  for (const no of ["false", "0", "No", "off"]) equal(truthOf(no), false);
  equal(truthOf("perhaps"), undefined);
});
