import assert from "node:assert/strict";
import { itemOf } from "./json.ts";
import { type DemoCloud, startDemo } from "./mod.ts";
import { Visitor } from "./testing.ts";

async function withAlice(test: (demo: DemoCloud, alice: Visitor) => Promise<void>): Promise<void> {
  const demo = await startDemo();
  try {
    await test(demo, await Visitor.login(demo, "alice", { project: "acme" }));
  } finally {
    await demo.close();
  }
}

Deno.test("a status has the service's own form, or the given one", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ service: "compute", kind: "status", status: 503, headers: { "Retry-After": "3" } }]);
    const own = await alice.nova("/servers");
    assert.equal(own.status, 503);
    assert.equal(own.headers.get("Retry-After"), "3");
    assert.equal(itemOf(own.body["serviceUnavailable"])["code"], 503);
    assert.equal((await alice.ask("image", "/v2/images")).status, 200, "other services are not hit");
    demo.setFaults([{ kind: "status", status: 429, body: { slow: "down" } }]);
    assert.deepEqual((await alice.nova("/servers")).body, { slow: "down" });
  });
});

Deno.test("a fault can be for a method and a path, and heals after some times", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ kind: "status", status: 500, method: "GET", path: "/flavors\\?limit=1$", times: 2 }]);
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) statuses.push((await alice.nova("/flavors?limit=1")).status);
    assert.deepEqual(statuses, [500, 500, 200]);
    assert.equal((await alice.nova("/flavors?limit=2")).status, 200);
  });
});

Deno.test("a late answer comes late and whole", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ kind: "latency", ms: 120 }]);
    const before = performance.now();
    assert.equal((await alice.nova("/flavors")).status, 200);
    assert.ok(performance.now() - before >= 110);
  });
});

Deno.test("a reset breaks the connection before an answer", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ kind: "reset", times: 1 }]);
    await assert.rejects(alice.nova("/flavors"), TypeError);
    assert.equal(demo.requests.at(-1)?.status, 0);
    assert.equal((await alice.nova("/flavors")).status, 200);
  });
});

Deno.test("garbage, a proxy's page and a redirect are what they are", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ kind: "garbage" }]);
    const garbage = await alice.nova("/servers");
    assert.equal(garbage.headers.get("Content-Type"), "application/json");
    assert.throws(() => JSON.parse(garbage.text));
    demo.setFaults([{ kind: "html", status: 502 }]);
    const page = await alice.nova("/servers");
    assert.deepEqual([page.status, page.headers.get("Content-Type")], [502, "text/html"]);
    demo.setFaults([{ kind: "redirect", location: "http://192.0.2.1/" }]);
    const redirect = await alice.nova("/servers");
    assert.deepEqual([redirect.status, redirect.headers.get("Location")], [302, "http://192.0.2.1/"]);
  });
});

Deno.test("a hang answers nothing", async () => {
  await withAlice(async (demo, alice) => {
    demo.setFaults([{ kind: "hang", service: "volumev3" }]);
    const signal = AbortSignal.timeout(100);
    const url = `${demo.endpoints["block-storage"]}/volumes`;
    await assert.rejects(fetch(url, { signal, headers: { "X-Auth-Token": alice.token } }));
  });
});
