import assert from "node:assert/strict";
import { covers, highestNeed } from "./roles.ts";

Deno.test("covers() ranks the common roles", () => {
  const op = (needs: "reader" | "member" | "manager" | "admin") => ({ needs, service: "compute" });
  assert.equal(covers(["reader"], op("reader")), true);
  assert.equal(covers(["reader"], op("member")), false);
  assert.equal(covers(["member"], op("reader")), true);
  assert.equal(covers(["manager"], op("admin")), false);
  assert.equal(covers(["admin"], op("admin")), true);
});

Deno.test("covers() counts on nothing from a role it does not know", () => {
  assert.equal(covers(["developer"], { needs: "reader", service: "compute" }), false);
  assert.equal(covers([], { needs: "reader", service: "compute" }), false);
});

Deno.test("covers() knows that load balancers ask for roles of their own", () => {
  const op = { needs: "reader", service: "load-balancer" } as const;
  assert.equal(covers(["member"], op), false);
  assert.equal(covers(["reader", "load-balancer_observer"], op), true);
  assert.equal(covers(["admin"], op), true);
});

Deno.test("covers() knows that secrets ask for roles of their own", () => {
  const op = { needs: "member", service: "key-manager" } as const;
  assert.equal(covers(["member"], op), false);
  assert.equal(covers(["creator", "member"], op), true);
});

Deno.test("highestNeed() is reader for nothing", () => {
  assert.equal(highestNeed([]), "reader");
  assert.equal(highestNeed(["member", "admin", "reader"]), "admin");
});
