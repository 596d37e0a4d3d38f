import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listAddressScopes, listSubnetPools, showSubnetPool } from "../../openstack/network/operations.ts";
import {
  type AddressScope,
  readAddressScope,
  readSubnetPool,
  type SubnetPool,
} from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { addressScopeNames, joinAll, nameOf, projectNames } from "../names.ts";
import { tool } from "../tool.ts";
import { commonColumns, mentioning, type WithNames } from "./references.ts";

/** Ranges that subnets are cut out of. */
export const getSubnetPools = tool({
  name: "get_subnet_pools",
  toolset: "network",
  title: "Subnet pools",
  description:
    "Subnet pools: prefixes, prefix lengths that subnets may have, address scope, shared, default.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listSubnetPools, showSubnetPool, listAddressScopes, listProjects],
  compat: { ...LIST_COMPAT, pool_name: renamed("names") },
  readsOf: {
    set_subnet_pool: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { pool_name: renamed("names") },
    },
  },
  run: (args, context) => answerList(SUBNET_POOLS, args, context),
});

/** Address scopes: Networking API "List address scopes". For conditions on them. */
const ADDRESS_SCOPES: ListSpec<AddressScope> = {
  noun: ["address scope", "address scopes"],
  list: listAddressScopes,
  read: readAddressScope,
  id: (scope) => scope.id,
  name: (scope) => scope.name,
  owner: ({ shared, projectId }) => shared ? undefined : projectId,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }],
  columns: [],
};

/** Subnet pools: Networking API "List subnet pools". */
export const SUBNET_POOLS: ListSpec<SubnetPool, WithNames> = {
  noun: ["subnet pool", "subnet pools"],
  list: listSubnetPools,
  show: { operation: showSubnetPool, parameter: "subnetpool_id", key: "subnetpool" },
  read: readSubnetPool,
  id: (pool) => pool.id,
  name: (pool) => pool.name,
  owner: ({ shared, projectId }) => shared ? undefined : projectId,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }],
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (pool) => pool.name, sort: "name" },
    { name: "ip_version", level: "detailed", value: (pool) => pool.ipVersion, filter: "ip_version" },
    { name: "prefixes", level: "basic", value: (pool) => pool.prefixes },
    { name: "default_prefix_length", level: "detailed", value: (pool) => pool.defaultPrefixLength },
    { name: "min_prefix_length", level: "detailed", value: (pool) => pool.minPrefixLength },
    { name: "max_prefix_length", level: "detailed", value: (pool) => pool.maxPrefixLength },
    {
      name: "address_scope",
      level: "detailed",
      value: (pool, joined) => nameOf(joined?.names["scopes"], pool.addressScopeId),
      resolve: mentioning(
        ADDRESS_SCOPES,
        (pool, id) => pool.addressScopeId === id,
        (id) => ({ address_scope_id: id }),
      ),
    },
    {
      name: "shared",
      level: "detailed",
      value: (pool) => pool.shared,
      filter: "shared",
      fold: "lower",
      usual: false,
    },
    { name: "default", level: "detailed", value: (pool) => pool.isDefault, fold: "lower", usual: false },
    // IPv4: addresses; IPv6: networks of /64.
    { name: "project_limit", level: "full", value: (pool) => pool.defaultQuota ?? "unlimited" },
    ...commonColumns<SubnetPool>(),
    { name: "id", level: "basic", value: (pool) => pool.id },
  ],
  join: async (pools, wants, context) => {
    const { joined, ...rest } = await joinAll({
      scopes: addressScopeNames(
        wants("address_scope") ? pools.map((pool) => pool.addressScopeId) : [],
        context,
      ),
      projects: projectNames(wants("project") ? pools.map((pool) => pool.projectId) : [], context),
    });
    return { joined: { names: joined }, ...rest };
  },
};
