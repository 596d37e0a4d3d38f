/** Cases of the Compute API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/compute/operations.ts";
import {
  readAggregate,
  readAvailabilityZone,
  readComputeService,
  readConsoleLog,
  readFlavor,
  readHypervisor,
  readInterfaceAttachment,
  readKeypair,
  readMigration,
  readServer,
  readServerAction,
  readServerGroup,
  readServerRef,
  readServerUsage,
  readTextMap,
  readUsage,
  readUserData,
  readVolumeAttachment,
  type Server,
} from "../../../src/openstack/compute/types.ts";
import { type Quota, readAbsoluteLimits, readQuota } from "../../../src/openstack/quota.ts";
import { list, member, text, wire } from "../../../src/openstack/read.ts";
import { type Case, contract, type Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf, ownProject } from "./targets.ts";

const anyServer = firstOf("server_id", operations.listServers);
const activeServer = firstOf(
  "server_id",
  operations.listServers,
  "id",
  (server) => text(server, "status") === "ACTIVE",
);
const serverWithVolume = firstOf(
  "server_id",
  operations.listServers,
  "id",
  (server) => (list(server, "os-extended-volumes:volumes_attached") ?? []).length > 0,
);

/** What an administrator asks about a server of any project. */
async function serverOfAnyone({ cloud }: ContractLogin): Promise<Target | undefined> {
  const [server] = await cloud.list(operations.listServers, { query: { all_tenants: true } });
  const id = text(server, "id");
  return id === undefined ? undefined : { path: { server_id: id } };
}

async function anyAction({ cloud }: ContractLogin): Promise<Target | undefined> {
  for (const server of await cloud.list(operations.listServers)) {
    const path = { server_id: text(server, "id") ?? "" };
    const [action] = await cloud.list(operations.listServerActions, { path });
    const requestId = text(action, "request_id");
    if (requestId !== undefined) return { path: { ...path, request_id: requestId } };
  }
  return undefined;
}

async function anyKeypair({ cloud }: ContractLogin): Promise<Target | undefined> {
  const keypair = readKeypair((await cloud.list(operations.listKeypairs))[0]);
  return keypair && { path: { keypair_name: keypair.name } };
}

/** A month that ends now. Nova wants its times without a zone. */
function lastMonth(): { readonly start: string; readonly end: string } {
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 19);
  return { start: at(Date.now() - 30 * 86_400_000), end: at(Date.now()) };
}

function holdsServers(servers: readonly Server[], { projectId }: ContractLogin): void {
  for (const server of servers) {
    if (server.partial) continue;
    assert.equal(server.projectId, projectId, "a server of another project");
    assert(server.name !== undefined && server.status !== undefined && server.created !== undefined);
    assert(server.flavor?.id !== undefined || server.flavor?.name !== undefined, "the flavor has no name");
    assert(server.bootsFromVolume !== undefined && server.addresses !== undefined);
    assert(server.powerState !== undefined && server.vmState !== undefined);
    for (const { address, network, type, version } of server.addresses) {
      assert(address !== "" && network !== "" && (version === 4 || version === 6));
      assert(type === "fixed" || type === "floating");
    }
    // A list may leave the fault out, and a state that was set by hand has none.
    assert(server.fault === undefined || server.fault.message !== undefined, "a failure without a reason");
  }
}

function holdsQuota(quota: Quota | undefined, withUse: boolean): void {
  for (const name of ["instances", "cores", "ram"]) {
    const line = quota?.lines[name];
    assert(line?.limit !== undefined, `no limit of ${name}`);
    if (withUse) assert(line.inUse !== undefined && line.reserved !== undefined, `no use of ${name}`);
  }
}

/** Every case of the service. */
export const computeCases: readonly Case[] = [
  contract({
    operation: operations.listServers,
    read: readServer,
    key: (server) => server.id,
    holds: holdsServers,
  }),
  contract({
    operation: operations.listAllServers,
    target: () => ({ query: { all_tenants: true } }),
    read: readServer,
    key: (server) => server.id,
    holds: (servers) => assert.ok(servers.some(({ host }) => host !== undefined), "no server has a host"),
  }),
  contract({
    operation: operations.listServerRefs,
    read: readServerRef,
    key: (server) => server.id,
  }),
  contract({
    operation: operations.showServerUserData,
    // The administrator's own project may have none.
    target: async ({ cloud }) => {
      const [server] = await cloud.list(operations.listServers, { query: { all_tenants: true } });
      const id = text(server, "id");
      return id === undefined ? undefined : { path: { server_id: id } };
    },
    read: (body) => {
      const server = member(body, "server");
      return readUserData(server) && readServer(server);
    },
    // A member is shown the server without it.
    refused: ["answered", "not found"],
  }),
  contract({
    operation: operations.showServer,
    target: activeServer,
    read: (body) => readServer(member(body, "server")),
    holds: holdsServers,
  }),
  contract({
    operation: operations.listServerActions,
    target: anyServer,
    read: readServerAction,
    key: (action) => action.requestId,
    holds: (actions) => {
      assert(actions.every((action) => action.action !== undefined && action.startTime !== undefined));
    },
  }),
  contract({
    operation: operations.showServerAction,
    target: anyAction,
    read: (body) => readServerAction(member(body, "instanceAction")),
    holds: ([action]) => assert(action?.action !== undefined),
  }),
  contract({
    operation: operations.listServerVolumes,
    target: serverWithVolume,
    read: readVolumeAttachment,
    key: (attachment) => attachment.volumeId,
    holds: (attachments) => assert(attachments.every(({ serverId }) => serverId !== undefined)),
  }),
  contract({
    operation: operations.listServerInterfaces,
    target: activeServer,
    read: readInterfaceAttachment,
    key: (attachment) => attachment.portId,
    holds: (attachments) => {
      assert(attachments.every(({ networkId, fixedIps, mac }) => networkId && fixedIps && mac));
    },
  }),
  contract({
    operation: operations.listServerMigrations,
    target: serverOfAnyone,
    read: readMigration,
    key: (migration) => migration.id,
    mayBeEmpty: true,
    // A server of a project that the member is not in is hidden from it.
    refused: ["not permitted", "not found"],
  }),
  contract({
    operation: operations.showConsoleLog,
    target: async (login) => {
      const target = await activeServer(login);
      return target && { ...target, body: { "os-getConsoleOutput": { length: 5 } } };
    },
    read: readConsoleLog,
  }),
  contract({
    operation: operations.listMigrations,
    read: readMigration,
    key: (migration) => migration.id,
    holds: (migrations) => {
      assert(migrations.every(({ serverId, status, createdAt }) => serverId && status && createdAt));
    },
  }),
  contract({
    operation: operations.listServerGroups,
    read: readServerGroup,
    key: (group) => group.id,
    holds: (groups) => assert(groups.every(({ policy, members }) => policy && members)),
  }),
  contract({
    operation: operations.showServerGroup,
    target: firstOf("server_group_id", operations.listServerGroups),
    read: (body) => readServerGroup(member(body, "server_group")),
    holds: ([group]) => assert(group?.policy !== undefined),
  }),
  contract({
    operation: operations.listKeypairs,
    read: readKeypair,
    key: (keypair) => keypair.name,
    holds: (keypairs) => assert(keypairs.every(({ fingerprint, publicKey }) => fingerprint && publicKey)),
  }),
  contract({
    operation: operations.showKeypair,
    target: anyKeypair,
    read: (body) => readKeypair(member(body, "keypair")),
    holds: ([keypair]) => assert(keypair?.createdAt !== undefined),
  }),
  contract({
    operation: operations.listFlavors,
    read: readFlavor,
    key: (flavor) => flavor.id,
    holds: (flavors) => {
      for (const { name, vcpus, ramMb, diskGb, swapMb } of flavors) {
        assert(name !== undefined && vcpus && ramMb && diskGb !== undefined && swapMb !== undefined);
      }
    },
  }),
  contract({
    operation: operations.showFlavor,
    target: firstOf("flavor_id", operations.listFlavors),
    read: (body) => readFlavor(member(body, "flavor")),
    holds: ([flavor]) => assert(flavor?.name !== undefined && flavor.vcpus !== undefined),
  }),
  contract({
    operation: operations.listFlavorExtraSpecs,
    target: firstOf("flavor_id", operations.listFlavors),
    read: (body) => readTextMap(wire(body)["extra_specs"]),
  }),
  contract({
    operation: operations.listAvailabilityZones,
    read: readAvailabilityZone,
    key: (zone) => zone.name,
    holds: (zones) => assert(zones.every(({ available }) => available !== undefined)),
  }),
  contract({
    operation: operations.listAvailabilityZoneDetails,
    read: readAvailabilityZone,
    key: (zone) => zone.name,
    holds: (zones) => {
      const services = zones.flatMap((zone) => zone.services ?? []);
      assert(services.some(({ binary }) => binary === "nova-compute"));
      assert(services.every(({ active, available }) => active !== undefined && available !== undefined));
    },
  }),
  contract({
    operation: operations.listHypervisors,
    read: readHypervisor,
    key: (hypervisor) => hypervisor.id,
    holds: (hypervisors) => {
      assert(hypervisors.every(({ hostname, state, status }) => hostname && state && status));
    },
  }),
  contract({
    operation: operations.showHypervisor,
    target: firstOf("hypervisor_id", operations.listHypervisors),
    read: (body) => readHypervisor(member(body, "hypervisor")),
    holds: ([hypervisor]) => assert(hypervisor?.hostname !== undefined),
  }),
  contract({
    operation: operations.listAggregates,
    read: readAggregate,
    key: (aggregate) => aggregate.id,
    holds: (aggregates) => assert(aggregates.every(({ name, hosts, metadata }) => name && hosts && metadata)),
  }),
  contract({
    operation: operations.listComputeServices,
    read: readComputeService,
    key: ({ host, binary }) => `${host} ${binary}`,
    holds: (services) => {
      for (const { partial, status, state, updatedAt } of services) {
        if (partial) continue;
        assert(["enabled", "disabled"].includes(status ?? "") && ["up", "down"].includes(state ?? ""));
        assert(updatedAt !== undefined);
      }
    },
  }),
  contract({
    operation: operations.listUsages,
    target: () => ({ query: lastMonth() }),
    read: readUsage,
    key: (usage) => usage.projectId,
    repeats: true,
    holds: (usages) => {
      for (const { vcpuHours, serverHours, start, stop } of usages) {
        assert(vcpuHours !== undefined && serverHours !== undefined && start && stop);
      }
    },
  }),
  contract({
    operation: operations.showUsage,
    target: (login) => ({ ...ownProject(login), query: lastMonth() }),
    read: readServerUsage,
    key: (usage) => usage.serverId,
    holds: (usages) => assert(usages.every(({ hours, flavor }) => hours !== undefined && flavor)),
    unknown: ["not permitted", "not found", "empty"],
  }),
  contract({
    operation: operations.showComputeQuota,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota_set")),
    holds: ([quota], { projectId }) => {
      holdsQuota(quota, true);
      assert.equal(quota?.projectId, projectId);
    },
    unknown: ["not permitted", "invalid argument", "not found"],
  }),
  contract({
    operation: operations.showComputeQuotaDefaults,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota_set")),
    holds: ([quota]) => holdsQuota(quota, false),
    // The defaults are the same for everybody, whether or not the project exists.
    unknown: ["answered", "invalid argument", "not permitted"],
  }),
  contract({
    operation: operations.showComputeLimits,
    read: (body) => readAbsoluteLimits(member(body, "limits")),
    holds: ([limits]) => {
      for (const name of ["maxTotalInstances", "totalInstancesUsed", "maxTotalCores", "totalCoresUsed"]) {
        assert(limits?.[name] !== undefined, `no ${name}`);
      }
    },
  }),
];
