import assert from "node:assert/strict";
import { Nonces } from "./nonces.ts";

Deno.test("Nonces lets each be used once, until it would have expired", () => {
  const nonces = new Nonces();
  assert.equal(nonces.use("a", 100, 50), true);
  assert.equal(nonces.use("a", 100, 50), false);
  assert.equal(nonces.use("b", 100, 50), true);
  assert.equal(nonces.use("a", 100, 99), false);
  assert.equal(nonces.use("a", 100, 100), false, "it is expired");
});

Deno.test("Nonces remembers what is good for longer when others expire", () => {
  const nonces = new Nonces();
  nonces.use("long", 1_000, 0);
  nonces.use("short", 10, 0);
  assert.equal(nonces.use("other", 1_000, 500), true);
  assert.equal(nonces.use("long", 1_000, 500), false);
});

Deno.test("Nonces takes none that is empty", () => {
  assert.equal(new Nonces().use("", 100, 50), false);
});
