import assert from "node:assert/strict";
import {
  readLoadBalancerL7Policy,
  readLoadBalancerPool,
  readLoadBalancerTree,
} from "../../openstack/load_balancer/types.ts";
import { rowsOf } from "../testing.ts";
import { type BalancerParts, describeTree } from "./describe_tree.ts";

const NOTHING: BalancerParts = {
  listeners: undefined,
  pools: undefined,
  members: new Map(),
  monitors: undefined,
  policies: undefined,
  serverAt: () => undefined,
};

function treeOf(listeners: readonly unknown[]) {
  const loadbalancer = {
    id: "b",
    name: "lb",
    operating_status: "ONLINE",
    provisioning_status: "ACTIVE",
    listeners,
  };
  return readLoadBalancerTree({ statuses: { loadbalancer } }) ?? assert.fail("no tree");
}

Deno.test("describeTree() shows a pool once that two listeners lead to, and one that none leads to", () => {
  const pool = {
    id: "p",
    name: "shared",
    operating_status: "ONLINE",
    provisioning_status: "ACTIVE",
    members: [],
  };
  const tree = treeOf([{ id: "l1", name: "http", pools: [pool] }, {
    id: "l2",
    name: "https",
    pools: [pool],
  }]);
  const unused = readLoadBalancerPool({
    id: "q",
    name: "unused",
    operating_status: "OFFLINE",
    admin_state_up: true,
  });
  const { pools, problems } = describeTree(tree, { ...NOTHING, pools: unused ? [unused] : [] }, 6000);
  assert.deepEqual(rowsOf(pools).map(({ name }) => name), ["unused", "shared"]);
  assert.deepEqual(problems, ["pool unused: OFFLINE"]);
});

Deno.test("describeTree() takes what was switched off for no problem, and what is changing for one", () => {
  const tree = treeOf([{
    id: "l1",
    name: "http",
    operating_status: "ONLINE",
    provisioning_status: "PENDING_UPDATE",
  }]);
  const off = { id: "q", name: "off", operating_status: "OFFLINE", provisioning_status: "ACTIVE" };
  const pool = readLoadBalancerPool({ ...off, admin_state_up: false });
  const { problems } = describeTree(tree, { ...NOTHING, pools: pool ? [pool] : [] }, 6000);
  assert.deepEqual(problems, ["listener http: ONLINE, provisioning PENDING_UPDATE"]);
});

Deno.test("describeTree() leaves members out that an answer has no room for, those that work first", () => {
  const members = Array.from({ length: 200 }, (_, index) => ({
    id: `member-${index}`,
    name: `member-${index}`,
    address: "10.0.0.1",
    protocol_port: 80,
    operating_status: index === 199 ? "ERROR" : "ONLINE",
    provisioning_status: "ACTIVE",
  }));
  const tree = treeOf([{ id: "l", name: "http", pools: [{ id: "p", name: "pool", members }] }]);
  const shown = describeTree(tree, NOTHING, 3000);
  const rows = rowsOf(shown["members"]);
  assert.equal(rows[0]?.["name"], "member-199");
  assert.ok(rows.length < 200);
  assert.equal(shown["left_out"], `${200 - rows.length} members, as the answer has no room for more`);
});

Deno.test("describeTree() shows L7 policies in the order in which a listener tries them", () => {
  const tree = treeOf(["l1", "l2"].map((id) => ({ id, name: id, pools: [] })));
  const policies = [["l2", 1], ["l1", 2], ["l1", 1]].map(([listener_id, position]) =>
    readLoadBalancerL7Policy({ id: `${listener_id}-${position}`, listener_id, position }) ?? assert.fail()
  );
  const { l7_policies } = describeTree(tree, { ...NOTHING, policies }, 6000);
  assert.deepEqual(rowsOf(l7_policies).map(({ id }) => id), ["l1-1", "l1-2", "l2-1"]);
});
