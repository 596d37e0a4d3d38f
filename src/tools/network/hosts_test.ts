import assert from "node:assert/strict";
import { MOST_HOSTED, readHosts } from "./hosts.ts";

Deno.test("readHosts() asks for so many and says of how many it did not", async () => {
  const asked: string[] = [];
  const names = Array.from({ length: MOST_HOSTED + 3 }, (_, index) => `net-${index}`);
  const { values, unavailable } = await readHosts(names, {
    what: "DHCP agents",
    nouns: "networks",
    service: "network",
    name: (name) => name,
    read: (name) => {
      asked.push(name);
      return Promise.resolve([]);
    },
  });
  assert.deepEqual(asked, names.slice(0, MOST_HOSTED));
  assert.equal(values.size, MOST_HOSTED);
  assert.equal(unavailable.length, 1);
  assert.equal(unavailable[0]?.["what"], "DHCP agents of 3 more networks");
  assert.equal(unavailable[0]["reason"], "refused by policy");
});
