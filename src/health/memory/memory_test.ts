import assert from "node:assert/strict";
import { type Memory, MEMORY_FORMAT, NO_MEMORY, readMemory, writeMemory } from "./memory.ts";

const MEMORY: Memory = {
  schema: MEMORY_FORMAT,
  places: {
    "prod/RegionOne": {
      "project 7": {
        runs: 3,
        lastRun: 1_795_000_000_000,
        unknown: ["quota"],
        findings: {
          "password-expiry/u1": {
            check: "password-expiry",
            severity: "warning",
            text: "it ends",
            firstSeen: 1,
            lastSeen: 2,
            streak: 3,
            missed: 0,
            confirmed: true,
          },
        },
        checks: {
          "nova-service-disabled": {
            remembered: { names: ["a", 1, true, { deep: "er" }] },
            sightings: { n1: { since: 5, fromStart: true } },
          },
        },
        series: { "api-reach/api compute": [{ at: 1, value: 12.5 }] },
      },
    },
  },
  acknowledgements: [{ key: "a/b", reason: "known", until: "2027-01-01T00:00:00Z" }],
  lastFull: 17,
};

Deno.test("readMemory() reads what writeMemory() writes", () => {
  assert.deepEqual(readMemory(writeMemory(MEMORY)), MEMORY);
  assert.deepEqual(readMemory(writeMemory(NO_MEMORY)), NO_MEMORY);
});

Deno.test("readMemory() refuses what it does not understand, and says where", () => {
  assert.throws(() => readMemory("{}"), /not a state file/);
  assert.throws(() => readMemory("[1"), SyntaxError);
  assert.throws(
    () => readMemory('{"schema":"openstack-mcp/memory/9"}'),
    /another version \(openstack-mcp\/memory\/9, this one reads openstack-mcp\/memory\/1\)/,
  );
  const broken = writeMemory(MEMORY).replace('"runs":3', '"runs":"3"');
  assert.throws(() => readMemory(broken), /places\.prod\/RegionOne\.project 7\.runs: must be a number/);
});
