import assert from "node:assert/strict";
import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { operation } from "../../openstack/operation.ts";
import { testSession } from "../../openstack/testing.ts";
import { tool } from "../tool.ts";
import { judgeTools, type Offer } from "./abilities.ts";

const list = operation({
  id: "compute.things.list",
  method: "GET",
  path: "/t",
  effect: "read",
  needs: "reader",
});
const admin = operation({
  id: "compute.things.all",
  method: "GET",
  path: "/a",
  effect: "read",
  needs: "admin",
});
const recent = operation({
  id: "compute.things.new",
  method: "GET",
  path: "/n",
  effect: "read",
  needs: "reader",
  requires: "2.96",
});
const pools = operation({
  id: "load-balancer.pools.list",
  method: "GET",
  path: "/p",
  effect: "read",
  needs: "reader",
});
const shares = operation({
  id: "shared-file-system.shares.list",
  method: "GET",
  path: "/s",
  effect: "read",
  needs: "reader",
});

function toolOf(name: string, ...operations: Parameters<typeof tool>[0]["operations"][number][]) {
  return tool({
    name,
    toolset: "compute",
    title: name,
    description: "For tests.",
    input: z.strictObject({}),
    operations,
    run: () => Promise.resolve({}),
  });
}

const OFFER: Offer = {
  ranges: new Map([["compute", { min: "2.1", max: "2.93" }], ["load-balancer", {}]]),
  failures: new Map(),
};

Deno.test("judgeTools() finds nothing against what can work", () => {
  const { cannotWork, limited } = judgeTools([toolOf("a", list), toolOf("b")], testSession(), OFFER);
  assert.deepEqual([cannotWork, limited], [[], []]);
});

Deno.test("judgeTools() groups tools by what they lack", () => {
  const tools = [toolOf("a", admin), toolOf("b", shares), toolOf("c", admin, list), toolOf("d", pools)];
  assert.deepEqual(judgeTools(tools, testSession(), OFFER).cannotWork, [
    { reason: "compute asks for the role admin", tools: ["a", "c"] },
    { reason: "shared-file-system: not deployed", tools: ["b"] },
    { reason: "load-balancer asks for the role load-balancer_observer or higher", tools: ["d"] },
  ]);
  const roles = ["reader", "load-balancer_observer"];
  const other = judgeTools([toolOf("d", pools)], testSession({ roles }), OFFER);
  assert.deepEqual(other.cannotWork, []);
});

Deno.test("judgeTools() compares microversions as numbers", () => {
  const [tools, session] = [[toolOf("a", recent)], testSession()];
  assert.deepEqual(judgeTools(tools, session, OFFER).cannotWork, [
    { reason: "needs compute 2.96; this cloud offers up to 2.93", tools: ["a"] },
  ]);
  const none: Offer = { ranges: new Map([["compute", {}]]), failures: new Map() };
  assert.match(judgeTools(tools, session, none).cannotWork[0]?.reason ?? "", /offers up to none$/);
  const newer: Offer = { ranges: new Map([["compute", { max: "2.100" }]]), failures: new Map() };
  assert.deepEqual(judgeTools(tools, session, newer).cannotWork, []);
});

Deno.test("judgeTools() tells a part that a service lacks from the whole", () => {
  const { cannotWork, limited } = judgeTools([toolOf("a", list, shares, recent)], testSession(), OFFER);
  assert.deepEqual(cannotWork, []);
  assert.deepEqual(limited.map(({ reason }) => reason), [
    "shared-file-system: not deployed",
    "needs compute 2.96; this cloud offers up to 2.93",
  ]);
});

Deno.test("judgeTools() passes on why a service does not answer", () => {
  const error = new OpenStackError({ what: "x", reason: "timed out", service: "compute" });
  const offer: Offer = { ranges: new Map(), failures: new Map([["compute", error]]) };
  assert.deepEqual(judgeTools([toolOf("a", list)], testSession({ roles: ["admin"] }), offer).cannotWork, [
    { reason: "compute: timed out", tools: ["a"] },
  ]);
});

Deno.test("judgeTools() minds the access rules of an application credential", () => {
  const tools = [toolOf("a", list), toolOf("b", recent, list), toolOf("c", admin, list)];
  const { cannotWork, limited } = judgeTools(
    tools,
    testSession({ roles: ["admin"] }),
    OFFER,
    (op) => op !== list,
  );
  const reason = "the access rules of the application credential do not cover it";
  assert.deepEqual(cannotWork.find((one) => one.reason === reason)?.tools, ["a"]);
  assert.deepEqual(limited, [{ reason, tools: ["c"] }]);
});

const listeners = operation({
  id: "load-balancer.listeners.list",
  method: "GET",
  path: "/l",
  effect: "read",
  needs: "reader",
  apiVersion: "2.14",
});
const trunks = operation({
  id: "network.trunks.list",
  method: "GET",
  path: "/k",
  effect: "read",
  needs: "reader",
  extension: "trunk",
});

Deno.test("judgeTools() compares versions of APIs that have no microversions", () => {
  const session = testSession({ roles: ["admin"] });
  const judged = (apis: Offer["apis"]) =>
    judgeTools([toolOf("a", listeners)], session, { ...OFFER, ...(apis ? { apis } : {}) }).cannotWork;
  assert.deepEqual(judged(new Map([["load-balancer", "2.9"]])), [
    { reason: "needs load-balancer API 2.14; this cloud offers up to 2.9", tools: ["a"] },
  ]);
  assert.deepEqual(judged(new Map([["load-balancer", "2.14"]])), []);
  // A service that lists no versions may have any.
  assert.deepEqual(judged(undefined), []);
});

Deno.test("judgeTools() misses extensions only where they are known", () => {
  const ranges = new Map([["network", {}]]);
  const judged = (extensions: Offer["extensions"]) =>
    judgeTools([toolOf("a", trunks)], testSession(), { ranges, failures: new Map(), extensions }).cannotWork;
  assert.deepEqual(judged(new Set(["qos"])), [{ reason: "network lacks the extension trunk", tools: ["a"] }]);
  assert.deepEqual(judged(new Set(["trunk"])), []);
  assert.deepEqual(judged(undefined), []);
});
