import assert from "node:assert/strict";
import { type Needs, type Operation, operation } from "../openstack/operation.ts";
import { rolesFor } from "./credential_roles.ts";

function op(service: string, needs: Needs): Operation {
  return operation({
    id: `${service}.things.${needs}`,
    method: "GET",
    path: "/things",
    effect: "read",
    needs,
  });
}

const EVERYTHING = ["admin", "manager", "member", "reader", "load-balancer_member", "creator", "observer"];

Deno.test("rolesFor() takes the least that the login has and the operations need", async (t) => {
  const table: [name: string, operations: Operation[], held: string[], expected: string[]][] = [
    ["reading", [op("compute", "reader")], EVERYTHING, ["reader"]],
    ["changing", [op("compute", "reader"), op("compute", "member")], EVERYTHING, ["member"]],
    ["no reader, so what is above", [op("compute", "reader")], ["member"], ["member"]],
    ["a column for administrators", [op("compute", "reader"), op("compute", "admin")], EVERYTHING, [
      "reader",
    ]],
    ["nothing but for administrators", [op("compute", "admin")], EVERYTHING, ["admin"]],
    ["a role that nobody knows", [op("compute", "reader")], ["operator"], []],
    [
      "load balancers read",
      [op("load-balancer", "reader")],
      ["reader", "load-balancer_observer", "load-balancer_member"],
      ["reader", "load-balancer_observer"],
    ],
    [
      "load balancers changed",
      [op("load-balancer", "member")],
      ["member", "load-balancer_observer", "load-balancer_member"],
      ["member", "load-balancer_member"],
    ],
    ["secrets read", [op("key-manager", "reader")], EVERYTHING, ["reader", "observer"]],
    ["the login lacks the service's own role", [op("load-balancer", "reader")], ["reader"], ["reader"]],
    ["no operation at all", [], EVERYTHING, ["reader"]],
  ];
  for (const [name, operations, held, expected] of table) {
    await t.step(name, () => assert.deepEqual(rolesFor(operations, held), expected));
  }
});
