import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import { ofPart, readParts } from "./parts.ts";

function failing(status: number): OpenStackError {
  return new OpenStackError({
    what: "read it",
    reason: status === 403 ? "not permitted" : "unavailable",
    status,
  });
}

Deno.test("readParts() keeps what it read and tells failures of one kind together", async () => {
  const { values, unavailable } = await readParts(["a", "b", "c", "d", "e", "f", "g"], {
    what: "parts",
    name: (item) => item.toUpperCase(),
    read: (item) => {
      if (item === "a") return Promise.resolve(1);
      if (item === "b") return Promise.resolve(undefined);
      return Promise.reject(failing(item === "c" ? 403 : 500));
    },
  });
  assert.deepEqual([...values], [["a", 1]]);
  assert.deepEqual(unavailable.map((part) => `${part["what"]}: ${part["reason"]}`).sort(), [
    "parts of B: unexpected answer",
    "parts of C: not permitted",
    "parts of D, E, F and 1 more: HTTP 500",
  ]);
});

Deno.test("readParts() hides no mistake of ours", async () => {
  const read = () => Promise.reject(new TypeError("a defect"));
  await assert.rejects(readParts(["a"], { what: "parts", name: String, read }), TypeError);
});

Deno.test("ofPart() tells what could not be read from what is not there", () => {
  const parts = new Map([["a", { size: 1 }], ["b", { size: undefined }]]);
  const size = (part: { size: number | undefined }) => part.size;
  assert.equal(ofPart(parts, "a", size), 1);
  assert.equal(ofPart(parts, "b", size), undefined);
  assert.equal(ofPart(parts, "c", size), "unknown");
  assert.equal(ofPart(undefined, "c", size), undefined);
});
