/** How many addresses subnets have, and how many are taken.
 *
 * Counts are exact, because an IPv6 range has more addresses than a number holds. Those of IPv4 and IPv6 are
 * never added up: a network whose IPv4 is used up is full, however much IPv6 it has left.
 *
 * @module
 */
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { poolSize } from "../../openstack/network/addresses.ts";
import { listIpAvailabilities, listNetworks, listSubnets } from "../../openstack/network/operations.ts";
import {
  type IpAvailability,
  readIpAvailability,
  readSubnet,
  type Subnet,
} from "../../openstack/network/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listedBy, nameOf, networkNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";
import { ownQuery } from "./references.ts";
import { seesAllProjects } from "../scope.ts";

/** What {@linkcode readAddressUse} sends; a tool that calls it declares these. */
export const ADDRESS_OPERATIONS = [listIpAvailabilities, listSubnets, listNetworks] as const;

/** Numbers of addresses. What is not known is undefined, and never zero. */
export interface AddressCounts {
  /** Addresses in the allocation pools. */
  readonly total: bigint | undefined;
  /** Addresses that ports have, also outside of the pools: a gateway's, for instance. */
  readonly used: bigint | undefined;
  /** Never below zero. */
  readonly left: bigint | undefined;
  /** Part of the total that is used, with one decimal. An IPv6 range of /64 or wider has none. */
  readonly percent: number | undefined;
}

/** The addresses of one subnet. */
export interface SubnetAddresses extends AddressCounts {
  readonly networkId: string;
  /** Name of the network, or its id. */
  readonly network: string;
  readonly subnetId: string;
  /** Name of the subnet, or its id. */
  readonly subnet: string;
  readonly cidr: string | undefined;
  /** 4 or 6. */
  readonly ipVersion: number | undefined;
}

/** What was read, and what could not be. */
export interface AddressUse {
  readonly rows: readonly SubnetAddresses[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the use of addresses by subnet.
 *
 * An administrator is told totals and use ({@linkcode listIpAvailabilities}). From others Neutron hides them: they
 * get the totals of the subnets that they see, without use, and an entry of `unavailable` that says so.
 *
 * @param networkIds Networks to read; without it those of the token's project, or all with `--all-projects`.
 */
export async function readAddressUse(
  context: ToolContext,
  networkIds?: readonly string[],
): Promise<AddressUse> {
  if (networkIds?.length === 0) return { rows: [], unavailable: [] };
  try {
    const values = await listed(listIpAvailabilities, networkIds, context);
    if (values.length === 0) await refuseHiddenUse(context);
    const networks = values.flatMap((value) => readIpAvailability(value) ?? []);
    return { rows: networks.flatMap(availabilityRows), unavailable: [] };
  } catch (error) {
    return await totalsAlone(networkIds, unavailablePart("used addresses", error), context);
  }
}

/** What a list has of these networks, or of the project's. */
async function listed(
  operation: Operation,
  networkIds: readonly string[] | undefined,
  context: ToolContext,
): Promise<readonly unknown[]> {
  if (networkIds) return await listedBy(operation, "network_id", networkIds, {}, context);
  return await context.cloud.list(operation, { query: await ownQuery(context) });
}

/** Neutron answers with an empty list where it would have to refuse. */
async function refuseHiddenUse(context: ToolContext): Promise<void> {
  if (seesAllProjects(await context.cloud.session())) return;
  throw new OpenStackError({
    what: "read the use of addresses",
    service: listIpAvailabilities.service,
    reason: "not permitted",
    detail: "the service tells administrators alone",
  });
}

async function totalsAlone(
  networkIds: readonly string[] | undefined,
  hidden: Readonly<Record<string, unknown>>,
  context: ToolContext,
): Promise<AddressUse> {
  try {
    const values = await listed(listSubnets, networkIds, context);
    const subnets = values.flatMap((value) => readSubnet(value) ?? []);
    const names = await networkNames(subnets.map((subnet) => subnet.networkId), context);
    return {
      rows: subnets.map((subnet) => subnetRow(subnet, nameOf(names.joined, subnet.networkId) ?? "")),
      unavailable: [hidden, ...names.unavailable ?? []],
    };
  } catch (error) {
    return { rows: [], unavailable: [hidden, unavailablePart("subnets", error)] };
  }
}

/** The subnets of one network, out of what an administrator is told. */
export function availabilityRows(network: IpAvailability): SubnetAddresses[] {
  const { networkId, networkName, subnets = [] } = network;
  return subnets.map(({ subnetId, name, cidr, ipVersion, usedIps, totalIps }) => ({
    networkId,
    network: networkName ?? networkId,
    subnetId,
    subnet: name ?? subnetId,
    cidr,
    ipVersion,
    ...countsOf(whole(totalIps), whole(usedIps), isWide(cidr, ipVersion)),
  }));
}

function subnetRow(subnet: Subnet, network: string): SubnetAddresses {
  const { id, name, networkId = "", cidr, ipVersion, allocationPools } = subnet;
  return {
    networkId,
    network,
    subnetId: id,
    subnet: name ?? id,
    cidr,
    ipVersion,
    ...countsOf(poolSize(allocationPools), undefined, isWide(cidr, ipVersion)),
  };
}

/** The sum of subnets of one IP version. What one of them does not know, the sum does not either.
 *
 * @returns Undefined if there is no subnet of this version.
 */
export function addressCounts(
  rows: readonly SubnetAddresses[],
  ipVersion: number,
): AddressCounts | undefined {
  const own = rows.filter((row) => row.ipVersion === ipVersion);
  if (own.length === 0) return undefined;
  return countsOf(
    sum(own.map((row) => row.total)),
    sum(own.map((row) => row.used)),
    own.some((row) => isWide(row.cidr, row.ipVersion)),
  );
}

function countsOf(total: bigint | undefined, used: bigint | undefined, wide: boolean): AddressCounts {
  if (total === undefined || used === undefined) return { total, used, left: undefined, percent: undefined };
  return {
    total,
    used,
    left: used > total ? 0n : total - used,
    // Half is added: a division of integers drops the rest.
    percent: wide || total === 0n ? undefined : Number((used * 1000n + total / 2n) / total) / 10,
  };
}

function sum(values: readonly (bigint | undefined)[]): bigint | undefined {
  return values.reduce((a, b) => a === undefined || b === undefined ? undefined : a + b, 0n);
}

function whole(value: number | bigint | undefined): bigint | undefined {
  if (typeof value !== "number") return value;
  return Number.isInteger(value) ? BigInt(value) : undefined;
}

/** A range that nobody uses up: part of it says nothing. */
function isWide(cidr: string | undefined, ipVersion: number | undefined): boolean {
  return ipVersion === 6 && Number(cidr?.split("/")[1] ?? 0) <= 64;
}
