import assert from "node:assert/strict";
import { addStats } from "./stats.ts";

const NONE = {
  activeConnections: 0,
  totalConnections: 0,
  bytesIn: 0,
  bytesOut: 0,
  requestErrors: 0,
};

Deno.test("addStats() stays exact", () => {
  const large = { ...NONE, bytesIn: 9007199254740993n };
  const sum = addStats([large, { ...NONE, bytesIn: 2, requestErrors: 3 }]);
  assert.deepEqual(sum, { ...NONE, bytesIn: 9007199254740995n, requestErrors: 3 });
});

Deno.test("addStats() knows no sum of what one of them lacks, or of nothing", () => {
  assert.equal(addStats([NONE, { ...NONE, bytesOut: undefined }])?.bytesOut, undefined);
  assert.equal(addStats([]), undefined);
});
