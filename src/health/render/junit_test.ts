import assert from "node:assert/strict";
import { validJunit } from "./_junit_rules.ts";
import { BARE, HOSTILE, SAMPLE, sampleFinding } from "./_sample_report.ts";
import { renderJunit } from "./junit.ts";

Deno.test("renderJunit() has a suite for each area of each place and a case for each check", () => {
  const root = validJunit(renderJunit(SAMPLE));
  assert.deepEqual(root.attributes, {
    name: "openstack-mcp report: prod",
    tests: "13",
    failures: "4",
    errors: "1",
    time: "8.400",
  });
  assert.deepEqual(root.children.map(({ attributes }) => attributes["name"]), [
    "platform",
    "prod/RegionOne compute",
    "prod/RegionTwo compute",
    "prod/RegionOne instances",
    "prod/RegionTwo network",
    "prod/RegionOne storage",
    "prod/RegionTwo storage",
    "quota",
    "image",
    "load_balancer",
  ]);
});

Deno.test("renderJunit() fails, errs and skips with the reason", () => {
  const cases = new Map(
    validJunit(renderJunit(SAMPLE)).children.flatMap(({ children }) => children)
      .map((one) => [`${one.attributes["classname"]}: ${one.attributes["name"]?.split(":")[0]}`, one]),
  );
  const end = (name: string) => cases.get(name)?.children[0];
  const failure = end("prod/RegionOne instances: server-error");
  assert.equal(failure?.name, "failure");
  assert.equal(failure.attributes["type"], "critical");
  assert.ok(failure.text.includes("<script>alert('x')</script>|a,b;"));
  assert.ok(failure.text.includes("$ openstack server show srv-2"));
  assert.equal(failure.text.includes("lab-03"), false, "what is muted fails nothing");
  const error = end("prod/RegionTwo storage: volume-error");
  assert.equal(error?.name, "error");
  assert.equal(error.attributes["message"], "volumes: HTTP 503: The server is currently unavailable (req-1)");
  const skipped = end("load_balancer: lb-operating");
  assert.equal(skipped?.attributes["message"], "not applicable: the catalog has no load-balancer service");
  assert.equal(end("prod/RegionTwo network: port-down"), undefined);
  assert.equal(end("image: image-unused")?.name, "system-out");
});

Deno.test("renderJunit() counts the findings that its message has no room for", () => {
  const findings = [1, 2, 3].map((id) =>
    sampleFinding({
      check: "image-stuck",
      area: "image",
      resource: { kind: "image", id: String(id), name: HOSTILE },
    })
  );
  const checks = BARE.checks.map((check) => ({ ...check, state: "warning" as const, findings: 3 }));
  const root = validJunit(renderJunit({ ...BARE, checks, findings }));
  const message = root.children[0]?.children[0]?.children[0]?.attributes["message"] ?? "";
  assert.ok(message.endsWith("is not as it should be and 2 more findings"), message);
});
