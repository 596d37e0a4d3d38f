/** Share networks as the tools show them.
 *
 * @module
 */
import { listProjects } from "../../openstack/identity/operations.ts";
import { listNetworks, listSubnets } from "../../openstack/network/operations.ts";
import { listShareNetworks, showShareNetwork } from "../../openstack/shared_file_system/operations.ts";
import { readShareNetwork, type ShareNetwork } from "../../openstack/shared_file_system/types.ts";
import { toUtc } from "../../text/time.ts";
import { findOne } from "../list_find.ts";
import type { ListSpec } from "../list_spec.ts";
import {
  joinAll,
  nameOf,
  type Names,
  type NamesOf,
  networkNames,
  projectNames,
  subnetNames,
} from "../names.ts";
import { NETWORK_OPERATIONS, NETWORKS } from "../network/networks.ts";
import { allTenants } from "./all_tenants.ts";

/** The operations that reading share networks may need. */
export const SHARE_NETWORK_OPERATIONS = [
  listShareNetworks,
  showShareNetwork,
  ...new Set([...NETWORK_OPERATIONS, listNetworks, listSubnets, listProjects]),
];

/** Share networks without anything that is read beside them: for finding one. */
export const SHARE_NETWORK_REFERENCES: ListSpec<ShareNetwork, NamesOf> = {
  noun: ["share network", "share networks"],
  list: listShareNetworks,
  show: { operation: showShareNetwork, parameter: "share_network_id", key: "share_network" },
  read: readShareNetwork,
  id: (network) => network.id,
  name: (network) => network.name,
  owner: (network) => network.projectId,
  query: allTenants,
  columns: [],
};

/** Share networks: Shared File Systems API "List share networks with details" and "Show share network details". */
export const SHARE_NETWORKS: ListSpec<ShareNetwork, NamesOf> = {
  ...SHARE_NETWORK_REFERENCES,
  columns: [
    { name: "name", level: "basic", value: (network) => network.name },
    {
      name: "status",
      level: "basic",
      value: (network) => network.status,
      fold: "lower",
      usual: "active",
    },
    {
      name: "networks",
      level: "basic",
      value: (network, names) => namesIn(networkIds(network), names?.["networks"]),
      resolve: async (wanted, context) => {
        const { id } = await findOne(NETWORKS, wanted, context);
        return { test: (network) => networkIds(network).includes(id) };
      },
    },
    {
      name: "subnets",
      level: "detailed",
      joined: true,
      value: (network, names) => namesIn(subnetIds(network), names?.["subnets"]),
    },
    { name: "cidrs", level: "full", value: ({ subnets }) => subnets.flatMap(({ cidr }) => cidr ?? []) },
    {
      name: "availability_zones",
      level: "full",
      value: ({ subnets }) => subnets.flatMap(({ availabilityZone }) => availabilityZone ?? []),
    },
    { name: "description", level: "full", value: (network) => network.description },
    { name: "network_ids", level: "extra", value: networkIds },
    { name: "subnet_ids", level: "extra", value: subnetIds },
    { name: "created", level: "full", value: (network) => toUtc(network.createdAt) },
    {
      name: "project",
      level: "extra",
      joined: true,
      value: (network, names) => nameOf(names?.["projects"], network.projectId),
    },
    { name: "project_id", level: "extra", value: (network) => network.projectId },
    { name: "id", level: "basic", value: (network) => network.id },
  ],
  join: (networks, wants, context) =>
    joinAll({
      networks: networkNames(wants("networks") ? networks.flatMap(networkIds) : [], context),
      subnets: subnetNames(wants("subnets") ? networks.flatMap(subnetIds) : [], context),
      projects: projectNames(wants("project") ? networks.map((network) => network.projectId) : [], context),
    }),
};

function networkIds({ subnets }: ShareNetwork): string[] {
  return [...new Set(subnets.flatMap(({ networkId }) => networkId ?? []))];
}

function subnetIds({ subnets }: ShareNetwork): string[] {
  return subnets.flatMap(({ subnetId }) => subnetId ?? []);
}

function namesIn(ids: readonly string[], names: Names | undefined): string[] {
  return ids.map((id) => names?.get(id) ?? id);
}
