/** Subnet pools, and how many addresses of networks and subnets are taken.
 *
 * @module
 */
import { inPools, poolSize } from "../../openstack/network/addresses.ts";
import {
  listIpAvailabilities,
  listNetworks,
  listPorts,
  listRbacPolicies,
  listSubnetPools,
  listSubnets,
} from "../../openstack/network/operations.ts";
import {
  type IpAvailability,
  readIpAvailability,
  readPort,
  readRbacPolicy,
  readSubnetPool,
  type Subnet,
  type SubnetPool,
} from "../../openstack/network/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { chunk } from "../chunk.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";
import { covers } from "../roles.ts";

/** All subnet pools that the login sees: projects cut their subnets out of another's. */
export const subnetPools: Collection<SubnetPool> = listed({
  title: "subnet pools",
  operation: listSubnetPools,
  extension: true,
  read: readSubnetPool,
});

/** The use of addresses of all networks, as Neutron counts it for administrators. */
export const ipAvailabilities: Collection<IpAvailability> = listed({
  title: "used addresses",
  operation: listIpAvailabilities,
  emptyIfRefused: true,
  extension: true,
  read: readIpAvailability,
});

/** The IPv4 addresses of a subnet. */
export interface SubnetUse {
  readonly id: string;
  readonly name: string | undefined;
  readonly cidr: string | undefined;
  readonly networkId: string;
  readonly projectId: string | undefined;
  /** Addresses in its allocation pools. */
  readonly total: number;
  /** How many of them ports have. */
  readonly used: number;
  /** Whether ports of other projects, which the login is not shown, may have more of them. */
  readonly atLeast: boolean;
}

/** The use of the IPv4 subnets of the project, or of all; those of external networks are nobody's own.
 *
 * Neutron counts for administrators alone. A project can count its own ports; those of others, on networks that it
 * shares with them, it is shown or not, as the policies of the release have it.
 */
export const subnetUse: Collection<SubnetUse> = {
  title: "addresses of subnets",
  operations: [listSubnets, listNetworks, listPorts, listIpAvailabilities, listRbacPolicies],
  async load(reader) {
    const own = reader.allProjects ? undefined : reader.projectId();
    const networks = (await reader.collected("networks")).filter(({ external, projectId }) =>
      external !== true && (own === undefined || projectId === own)
    );
    const ids = new Set(networks.map(({ id }) => id));
    const subnets = (await reader.collected("subnets")).filter((subnet) =>
      subnet.ipVersion === 4 && ids.has(subnet.networkId ?? "")
    );
    const told = covers(reader.session.roles, listIpAvailabilities)
      ? await countedByNeutron(reader)
      : undefined;
    // What ports have outside of the pools counts too there: where it looks tight, the ports are counted.
    const doubtful = subnets.filter((subnet) => {
      const [used, total] = [told?.get(subnet.id), poolSize(subnet.allocationPools)];
      return used === undefined || total === undefined || 2n * used >= total;
    });
    const counted = await countedByUs(reader, doubtful);
    const hidden = told || counted.foreign ? undefined : await sharedByUs(reader);
    const shared = new Set(
      hidden && [...networks.filter(({ shared }) => shared).map(({ id }) => id), ...hidden],
    );
    const items = subnets.flatMap((subnet): SubnetUse[] => {
      const total = poolSize(subnet.allocationPools);
      const used = counted.bySubnet.get(subnet.id) ?? told?.get(subnet.id);
      if (total === undefined || used === undefined) return [];
      const { id, name, cidr, networkId = "", projectId } = subnet;
      const atLeast = shared.has(networkId);
      return [{ id, name, cidr, networkId, projectId, total: Number(total), used: Number(used), atLeast }];
    });
    const unread = subnets.length - items.length;
    return unread === 0 ? { items } : { items, incomplete: `the pools of ${unread} subnets are not told` };
  },
};

/** Used addresses by subnet; undefined where this Neutron does not count. */
async function countedByNeutron(reader: Reader): Promise<ReadonlyMap<string, bigint> | undefined> {
  try {
    const networks = await reader.collected("ipAvailabilities");
    return new Map(
      networks.flatMap(({ subnets = [] }) =>
        subnets.flatMap(({ subnetId, usedIps }): [string, bigint][] =>
          usedIps === undefined ? [] : [[subnetId, BigInt(usedIps)]]
        )
      ),
    );
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not deployed") return undefined;
    throw error;
  }
}

/** The networks that the project lets others use. */
async function sharedByUs(reader: Reader): Promise<string[]> {
  try {
    const query = { object_type: "network", action: "access_as_shared" };
    const policies = await reader.list(listRbacPolicies, { query, read: readRbacPolicy });
    return policies.flatMap(({ objectId }) => objectId ?? []);
  } catch (error) {
    // Where there are no such policies nothing is shared by them.
    if (error instanceof OpenStackError && error.status === 404) return [];
    throw error;
  }
}

/** So many networks fit into one address line. */
const NETWORKS_OF_A_CALL = 50;

/** What the ports of some networks say. */
interface Counted {
  /** Addresses within the allocation pools that ports have. */
  readonly bySubnet: ReadonlyMap<string, bigint>;
  /** Whether a port of another project was among them: then all are shown. */
  readonly foreign: boolean;
}

async function countedByUs(reader: Reader, subnets: readonly Subnet[]): Promise<Counted> {
  const own = reader.session.project?.id;
  const holds = new Map(subnets.map(({ id, allocationPools }) => [id, inPools(allocationPools)]));
  const taken = new Map(subnets.map(({ id }) => [id, new Set<string>()]));
  const networkIds = [...new Set(subnets.map(({ networkId = "" }) => networkId))];
  let foreign = false;
  for (const network_id of chunk(networkIds, NETWORKS_OF_A_CALL)) {
    const query = { network_id, fields: ["id", "fixed_ips", "project_id"] };
    for (
      const { projectId = own, fixedIps = [] } of await reader.list(listPorts, { query, read: readPort })
    ) {
      if (projectId !== own) foreign = true;
      for (const { subnetId = "", address = "" } of fixedIps) {
        if (holds.get(subnetId)?.(address)) taken.get(subnetId)?.add(address);
      }
    }
  }
  return { bySubnet: new Map([...taken].map(([id, { size }]) => [id, BigInt(size)])), foreign };
}

/** What the items of this file's collections are. */
export interface AddressItems {
  readonly subnetPools: SubnetPool;
  readonly ipAvailabilities: IpAvailability;
  readonly subnetUse: SubnetUse;
}

/** The collections of addresses, by the name that checks use. */
export const addressCollections: CollectionsOf<AddressItems> = {
  subnetPools,
  ipAvailabilities,
  subnetUse,
};
