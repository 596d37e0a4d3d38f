import assert from "node:assert/strict";
import { OpenStackError } from "../../openstack/errors.ts";
import { MOST_READ, readOfEach } from "./parts_of_each.ts";

const WORDS = { what: "members", things: "pools", next: "Name a pool.", name: String };

Deno.test("readOfEach() says what one answer has no room for", async () => {
  const pools = Array.from({ length: MOST_READ + 3 }, (_, index) => index);
  const { values, unavailable } = await readOfEach(pools, {
    ...WORDS,
    read: (pool) => Promise.resolve([pool]),
  });
  assert.equal(values.size, MOST_READ);
  assert.deepEqual(unavailable.map(({ what, next }) => [what, next]), [[
    "members of 3 more pools",
    "Name a pool.",
  ]]);
});

Deno.test("readOfEach() fails if nothing could be read, and tells of some that could not", async () => {
  const read = (pool: number) => {
    if (pool === 1) {
      return Promise.reject(new OpenStackError({ what: "x", reason: "unavailable", status: 503 }));
    }
    return Promise.resolve(pool === 2 ? undefined : [pool]);
  };
  await assert.rejects(readOfEach([1], { ...WORDS, read }), { reason: "unavailable" });
  await assert.rejects(readOfEach([2], { ...WORDS, read }), { reason: "unexpected answer" });
  const { values, unavailable } = await readOfEach([1, 2, 3], { ...WORDS, read });
  assert.deepEqual([...values.keys()], [3]);
  assert.deepEqual(unavailable.map(({ what }) => what).toSorted(), ["members of 1", "members of 2"]);
  assert.equal((await readOfEach([], { ...WORDS, read })).values.size, 0);
});
