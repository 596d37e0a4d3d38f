import assert from "node:assert/strict";
import { validTraceparent } from "./traceparent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

Deno.test("validTraceparent() takes the first value that has the form of one", () => {
  const valid = `00-${TRACE}-${PARENT}-01`;
  assert.equal(validTraceparent(valid, `01-${TRACE}-${PARENT}-00`), valid);
  assert.equal(validTraceparent(null, undefined, 7, "", valid), valid);
});

Deno.test("validTraceparent() takes nothing that W3C Trace Context does not know", () => {
  for (
    const wrong of [
      `00-${TRACE}-${PARENT}`,
      `ff-${TRACE}-${PARENT}-01`,
      `00-${"0".repeat(32)}-${PARENT}-01`,
      `00-${TRACE}-${"0".repeat(16)}-01`,
      `00-${TRACE.toUpperCase()}-${PARENT}-01`,
      `00-${TRACE}-${PARENT}-01\r\nX-Evil: 1`,
      ` 00-${TRACE}-${PARENT}-01`,
    ]
  ) assert.equal(validTraceparent(wrong), undefined, wrong);
});
