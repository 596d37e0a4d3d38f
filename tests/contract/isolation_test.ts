/** What projects see of each other: the rules of the services that our scoping stands on.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as blockStorage from "../../src/openstack/block_storage/operations.ts";
import * as compute from "../../src/openstack/compute/operations.ts";
import { OpenStackError, type Reason } from "../../src/openstack/errors.ts";
import * as image from "../../src/openstack/image/operations.ts";
import * as loadBalancer from "../../src/openstack/load_balancer/operations.ts";
import * as network from "../../src/openstack/network/operations.ts";
import type { Operation } from "../../src/openstack/operation.ts";
import * as orchestration from "../../src/openstack/orchestration/operations.ts";
import { flag, text } from "../../src/openstack/read.ts";
import { type ContractLogin, contractTargets } from "./logins.ts";

/** Lists of kinds that belong to one project alone. */
const PRIVATE_LISTS: readonly Operation[] = [
  compute.listServers,
  compute.listServerGroups,
  blockStorage.listVolumes,
  blockStorage.listSnapshots,
  blockStorage.listBackups,
  blockStorage.listVolumeAttachments,
  network.listPorts,
  network.listRouters,
  network.listFloatingIps,
  orchestration.listStacks,
  loadBalancer.listLoadBalancers,
];

/** Lists that Nova and Cinder limit to the token's project for an administrator too. */
const SCOPED_FOR_ADMINS: readonly Operation[] = [
  compute.listServers,
  compute.listServerGroups,
  blockStorage.listVolumes,
  blockStorage.listSnapshots,
];

/** Lists of kinds that can be shared, with the filters that give what is.
 *
 * An item need not say it by itself: some releases of Neutron hide from others whether a network is external.
 */
const SHARABLE_LISTS: readonly (readonly [Operation, readonly Query[]])[] = [
  [network.listNetworks, [{ shared: true }, { "router:external": true }]],
  [network.listSecurityGroups, [{ shared: true }]],
  [image.listImages, [{ visibility: "public" }, { visibility: "community" }, { visibility: "shared" }]],
];

type Query = Readonly<Record<string, string | boolean>>;

for (const target of contractTargets()) {
  Deno.test(`isolation on ${target.name}`, async (t) => {
    await using cloud = await target.open();
    const { admin, isolated, seeded } = cloud;
    await t.step({
      name: "two projects do not see each other",
      ignore: isolated === undefined,
      fn: async (step) => {
        if (isolated) await seeNothingOfEachOther(step, isolated, seeded);
      },
    });
    await t.step({
      name: "an administrator of a project",
      ignore: admin === undefined || isolated === undefined,
      fn: async (step) => {
        if (admin && isolated) await administratorInProject(step, admin, isolated, seeded);
      },
    });
  });
}

async function seeNothingOfEachOther(
  t: Deno.TestContext,
  [first, second]: readonly [ContractLogin, ContractLogin],
  seeded: boolean,
): Promise<void> {
  assert.notEqual(first.projectId, second.projectId, "both logins are for one project");
  for (const list of deployed(PRIVATE_LISTS, first)) {
    await t.step(`${list.id} has nothing in common`, async () => {
      const [one, other] = await Promise.all([idsIn(first, list), idsIn(second, list)]);
      assert.deepEqual(one.filter((id) => other.includes(id)), []);
      for (const login of [first, second]) await ownedBy(login, list);
    });
  }
  for (const [list, filters] of SHARABLE_LISTS) {
    await t.step(`${list.id} has only what is shared in common`, async () => {
      for (const login of [first, second]) {
        const all = await login.cloud.list(list);
        const foreign = all.filter((item) => ownerOf(list, item) !== login.projectId);
        const shared = (await Promise.all(filters.map((query) => idsIn(login, list, query)))).flat();
        assert.deepEqual(foreign.filter((item) => !shared.includes(text(item, "id") ?? "")), []);
      }
    });
  }
  const byId: readonly (readonly [Operation, Operation, string])[] = [
    [compute.listServers, compute.showServer, "server_id"],
    [blockStorage.listVolumes, blockStorage.showVolume, "volume_id"],
    [network.listPorts, network.showPort, "port_id"],
    [network.listRouters, network.showRouter, "router_id"],
  ];
  for (const [list, show, name] of byId) {
    await t.step(`${show.id} does not find the other's`, async () => {
      const [id] = await idsIn(second, list);
      assert(id !== undefined || !seeded, `there is no ${name} to try it with`);
      if (id !== undefined) assert.equal(await reasonFor(first, show, { [name]: id }), "not found");
    });
  }
}

async function administratorInProject(
  t: Deno.TestContext,
  admin: ContractLogin,
  others: readonly ContractLogin[],
  seeded: boolean,
): Promise<void> {
  const foreign = others.filter(({ projectId }) => projectId !== admin.projectId);
  for (const list of deployed(SCOPED_FOR_ADMINS, admin)) {
    await t.step(`${list.id} is limited to the project`, async () => {
      const ids = await idsIn(admin, list);
      for (const other of foreign) {
        assert.deepEqual((await idsIn(other, list)).filter((id) => ids.includes(id)), []);
      }
    });
  }
  await t.step("compute.servers.list with all_tenants is not", async () => {
    const ids = await idsIn(admin, compute.listServers, { all_tenants: true });
    for (const other of foreign) {
      assert((await idsIn(other, compute.listServers)).every((id) => ids.includes(id)));
    }
  });
  await t.step("network.ports.list is not limited, but takes a filter", async () => {
    const [all, own] = await Promise.all([
      idsIn(admin, network.listPorts),
      admin.cloud.list(network.listPorts, { query: { project_id: admin.projectId } }),
    ]);
    for (const other of foreign) {
      assert((await idsIn(other, network.listPorts)).every((id) => all.includes(id)));
    }
    assert(own.every((port) => ownerOf(network.listPorts, port) === admin.projectId));
  });
  await t.step("orchestration.stacks.list names the owner of what is foreign", async () => {
    const stacks = await admin.cloud.list(orchestration.listStacks);
    for (const other of foreign) {
      const ids = await idsIn(other, orchestration.listStacks);
      const visible = stacks.filter((stack) => ids.includes(text(stack, "id") ?? ""));
      for (const stack of visible) assert.equal(ownerOf(orchestration.listStacks, stack), other.projectId);
    }
  });
  const shared: readonly (readonly [Operation, string, string | boolean])[] = [
    [network.listNetworks, "shared", true],
    [network.listNetworks, "router:external", true],
    [image.listImages, "visibility", "public"],
  ];
  for (const [list, name, value] of shared) {
    await t.step(`${list.id} with ${name}=${value} gives that and nothing else`, async () => {
      const items = await admin.cloud.list(list, { query: { [name]: value } });
      if (seeded) assert(items.length > 0, "nothing is shared");
      for (const item of items) assert.equal(flag(item, name) ?? text(item, name), value);
    });
  }
}

function deployed(lists: readonly Operation[], login: ContractLogin): readonly Operation[] {
  const services = new Set(login.cloud.allowlist.entries.map((entry) => entry.service));
  return lists.filter((list) => services.has(list.service));
}

async function idsIn(
  login: ContractLogin,
  list: Operation,
  query: Query = {},
): Promise<string[]> {
  const items = await login.cloud.list(list, { query });
  return items.map((item) => {
    const id = text(item, "id");
    assert(id !== undefined, "an item has no id");
    return id;
  });
}

/** Where the service names an owner to everybody, it must be the token's project. */
async function ownedBy(login: ContractLogin, list: Operation): Promise<void> {
  for (const item of await login.cloud.list(list)) {
    const owner = ownerOf(list, item);
    if (owner !== undefined) assert.equal(owner, login.projectId);
  }
}

function ownerOf(list: Operation, item: unknown): string | undefined {
  return list.owner === undefined ? undefined : text(item, list.owner);
}

async function reasonFor(
  login: ContractLogin,
  show: Operation,
  path: Readonly<Record<string, string>>,
): Promise<Reason | undefined> {
  try {
    await login.cloud.send(show, { path });
    return undefined;
  } catch (error) {
    if (error instanceof OpenStackError) return error.reason;
    throw error;
  }
}
