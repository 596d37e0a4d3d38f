import assert from "node:assert/strict";
import { holdsAddress, isAddress } from "./addresses.ts";

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
