import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listAddressGroups,
  listAddressScopes,
  listNetworks,
  listQosPolicies,
  listRbacPolicies,
  listSecurityGroups,
  listSubnetPools,
  showRbacPolicy,
} from "../../openstack/network/operations.ts";
import { type RbacPolicy, readRbacPolicy } from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, PART_ARGUMENTS, PART_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import {
  addressGroupNames,
  addressScopeNames,
  joinAll,
  nameOf,
  networkNames,
  projectNames,
  qosPolicyNames,
  type ReadNames,
  securityGroupNames,
  subnetPoolNames,
} from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { tool } from "../tool.ts";
import { ownQuery, type WithNames } from "./references.ts";

/** What a project shares with others. */
export const getNetworkRbacPolicies = tool({
  name: "get_network_rbac_policies",
  toolset: "network",
  title: "Network RBAC policies",
  description:
    "What the project shares with other projects: object with type, action (shared or external), target project or *.",
  input: z.strictObject({ names: LIST_ARGUMENTS.names, ...PART_ARGUMENTS }),
  operations: [
    listRbacPolicies,
    showRbacPolicy,
    listNetworks,
    listQosPolicies,
    listSecurityGroups,
    listAddressGroups,
    listAddressScopes,
    listSubnetPools,
    listProjects,
  ],
  compat: { ...PART_COMPAT, ids: renamed("names"), name: renamed("names") },
  readsOf: { set_network_rbac_policy: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => answerList(RBAC_POLICIES, args, context),
});

/** Where the names of each type of object are. */
const OBJECT_NAMES: Readonly<Record<string, ReadNames>> = {
  network: networkNames,
  qos_policy: qosPolicyNames,
  security_group: securityGroupNames,
  address_group: addressGroupNames,
  address_scope: addressScopeNames,
  subnetpool: subnetPoolNames,
};

/** RBAC policies: Networking API "List RBAC policies". */
export const RBAC_POLICIES: ListSpec<RbacPolicy, WithNames> = {
  noun: ["RBAC policy", "RBAC policies"],
  list: listRbacPolicies,
  show: { operation: showRbacPolicy, parameter: "rbac_policy_id", key: "rbac_policy" },
  read: readRbacPolicy,
  id: (policy) => policy.id,
  name: () => undefined,
  owner: (policy) => policy.projectId,
  query: ownQuery,
  columns: [
    {
      name: "object",
      level: "basic",
      joined: true,
      value: (policy, joined) => nameOf(joined?.names[policy.objectType ?? ""], policy.objectId),
    },
    { name: "type", level: "basic", value: (policy) => policy.objectType, filter: "object_type" },
    { name: "action", level: "basic", value: (policy) => policy.action, filter: "action" },
    {
      name: "target",
      level: "basic",
      joined: true,
      value: (policy, joined) => nameOf(joined?.names["projects"], policy.targetProjectId),
    },
    {
      name: "owner",
      level: "full",
      value: (policy, joined) => nameOf(joined?.names["projects"], policy.projectId),
      resolve: ownedBy((policy) => policy.projectId, (id) => ({ project_id: id })),
    },
    { name: "object_id", level: "full", value: (policy) => policy.objectId, filter: "object_id" },
    {
      name: "target_project_id",
      level: "full",
      value: (policy) => policy.targetProjectId,
      filter: "target_tenant",
    },
    { name: "project_id", level: "extra", value: (policy) => policy.projectId, filter: "project_id" },
    { name: "id", level: "basic", value: (policy) => policy.id },
  ],
  join: async (policies, wants, context) => {
    const projects = [
      ...wants("target") ? policies.map((policy) => policy.targetProjectId) : [],
      ...wants("owner") ? policies.map((policy) => policy.projectId) : [],
    ].filter((id) => id !== "*");
    const byType = Map.groupBy(wants("object") ? policies : [], (policy) => policy.objectType ?? "");
    const objects = [...byType].flatMap(([type, own]) => {
      const read = OBJECT_NAMES[type];
      return read ? [[type, read(own.map((policy) => policy.objectId), context)] as const] : [];
    });
    const { joined, ...rest } = await joinAll({
      ...Object.fromEntries(objects),
      projects: projectNames(projects, context),
    });
    return { joined: { names: joined }, ...rest };
  },
};
