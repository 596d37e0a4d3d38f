import assert from "node:assert/strict";
import { holdsAddress, inPools, isAddress, poolSize, rangeSize } from "./addresses.ts";

Deno.test("isAddress() knows addresses of both families", () => {
  const addresses = [
    "10.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "2001:db8::5",
    "1:2:3:4:5:6:7:8",
    "::ffff:10.0.0.1",
  ];
  assert.deepEqual(addresses.filter((text) => !isAddress(text)), []);
  const others = [
    "",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.1.1",
    "0x10.0.0.1",
    "1::2::3",
    "web",
    "[::1]",
    "::1/64",
    "::1%eth0",
  ];
  assert.deepEqual(others.filter(isAddress), []);
});

Deno.test("holdsAddress() compares as many bits as the range says", () => {
  assert.ok(holdsAddress("10.10.0.0/24", "10.10.0.255"));
  assert.ok(!holdsAddress("10.10.0.0/24", "10.10.1.0"));
  assert.ok(holdsAddress("10.10.0.0/22", "10.10.3.1"));
  assert.ok(holdsAddress("0.0.0.0/0", "203.0.113.7"));
  assert.ok(holdsAddress("10.0.0.1/32", "10.0.0.1"));
  assert.ok(holdsAddress("2001:db8::/64", "2001:DB8:0:0:1::"));
  assert.ok(!holdsAddress("2001:db8::/64", "2001:db8:0:1::1"));
  assert.ok(!holdsAddress("10.0.0.0/8", "::1"));
  assert.ok(!holdsAddress("10.0.0.0", "10.0.0.0"));
});

Deno.test("poolSize() counts the addresses of all pools", () => {
  assert.equal(
    poolSize([{ start: "10.0.0.2", end: "10.0.0.254" }, { start: "10.0.1.7", end: "10.0.1.7" }]),
    254n,
  );
  assert.equal(
    poolSize([{ start: "fd00:10::1", end: "fd00:10::ffff:ffff:ffff:ffff" }]),
    18446744073709551615n,
  );
  assert.equal(poolSize([]), 0n);
  assert.equal(poolSize(undefined), undefined);
  assert.equal(poolSize([{ start: "10.0.0.9", end: "10.0.0.2" }]), undefined);
  assert.equal(poolSize([{ start: "nowhere", end: "10.0.0.2" }]), undefined);
});

Deno.test("inPools() tells the addresses of pools from others", () => {
  const holds = inPools([{ start: "10.0.0.9", end: "10.0.0.10" }, { start: "10.0.0.20", end: "10.0.0.20" }]);
  const asked = ["10.0.0.8", "10.0.0.9", "10.0.0.10", "10.0.0.11", "10.0.0.20", "nowhere"];
  assert.deepEqual(asked.map((address) => holds?.(address)), [false, true, true, false, true, false]);
  assert.equal(inPools([{ start: "nowhere", end: "10.0.0.2" }]), undefined);
  assert.equal(inPools(undefined), undefined);
});

Deno.test("rangeSize() counts every address of a range", () => {
  assert.equal(rangeSize("10.0.0.0/24"), 256n);
  assert.equal(rangeSize("10.0.0.1/32"), 1n);
  assert.equal(rangeSize("2001:db8::/64"), 18446744073709551616n);
  assert.deepEqual(["10.0.0.0", "10.0.0.0/33", "web/24", undefined].map(rangeSize), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
