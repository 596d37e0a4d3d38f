/** Security groups as the tools show them.
 *
 * @module
 */
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listAddressGroups,
  listSecurityGroups,
  showSecurityGroup,
} from "../../openstack/network/operations.ts";
import {
  readSecurityGroup,
  type SecurityGroup,
  type SecurityGroupRule,
} from "../../openstack/network/types.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import { table } from "../list_table.ts";
import {
  addressGroupNames,
  joinAll,
  nameOf,
  type NamesOf,
  projectNames,
  securityGroupNames,
} from "../names.ts";
import { commonColumns, type WithNames } from "./references.ts";

/** The operations that reading security groups may need. */
export const SECURITY_GROUP_OPERATIONS = [
  listSecurityGroups,
  showSecurityGroup,
  listAddressGroups,
  listProjects,
];

const COLUMNS: readonly Column<SecurityGroup, WithNames>[] = [
  { name: "name", level: "basic", value: (group) => group.name, sort: "name" },
  { name: "rule_count", level: "detailed", value: (group) => group.rules?.length },
  {
    name: "open_to_world",
    level: "detailed",
    value: (group) => group.rules && openToWorld(group.rules),
    resolve: opening,
  },
  {
    name: "rules",
    level: "full",
    joined: true,
    value: (group, joined) => group.rules && rulesTable(group.rules, joined?.names),
  },
  { name: "stateful", level: "detailed", value: (group) => group.stateful, fold: "lower", usual: true },
  { name: "shared", level: "detailed", value: (group) => group.shared, fold: "lower", usual: false },
  ...commonColumns<SecurityGroup>(),
  { name: "id", level: "basic", value: (group) => group.id },
];

/** Security groups: the project's own, and those that are shared with it. */
export const SECURITY_GROUPS: ListSpec<SecurityGroup, WithNames> = {
  noun: ["security group", "security groups"],
  list: listSecurityGroups,
  show: { operation: showSecurityGroup, parameter: "security_group_id", key: "security_group" },
  read: readSecurityGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  owner: ({ shared, projectId }) => shared ? undefined : projectId,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }],
  byName: (name) => ({ name }),
  gaps: true,
  columns: COLUMNS,
  join: async (groups, wants, context) => {
    const rules = wants("rules") ? groups.flatMap((group) => group.rules ?? []) : [];
    const known = new Map(groups.map(({ id, name }) => [id, name ?? id]));
    const others = rules.map(({ remoteGroupId = "" }) =>
      known.has(remoteGroupId) ? undefined : remoteGroupId
    );
    const { joined, ...rest } = await joinAll({
      groups: securityGroupNames(others, context),
      addressGroups: addressGroupNames(rules.map((rule) => rule.remoteAddressGroupId), context),
      projects: projectNames(wants("project") ? groups.map(({ projectId }) => projectId) : [], context),
    });
    return {
      joined: { names: { ...joined, groups: new Map([...joined["groups"] ?? [], ...known]) } },
      ...rest,
    };
  },
};

/** What anybody may reach: `tcp 22`, `icmp`, `any`; `tcp 22 IPv6` where that family alone is open. */
function openToWorld(rules: readonly SecurityGroupRule[]): string[] {
  const open = Map.groupBy(rules.filter(isOpenToWorld), trafficText);
  return [...open].map(([traffic, same]) => {
    const families = new Set(same.map(({ etherType }) => etherType));
    return families.has("IPv4") ? traffic : `${traffic} IPv6`;
  }).sort();
}

function isOpenToWorld(rule: SecurityGroupRule): boolean {
  const { direction, remoteIpPrefix, remoteGroupId, remoteAddressGroupId } = rule;
  if (direction !== "ingress" || remoteGroupId !== undefined || remoteAddressGroupId !== undefined) {
    return false;
  }
  return remoteIpPrefix === undefined || /\/0+$/.test(remoteIpPrefix);
}

function trafficText(rule: SecurityGroupRule): string {
  const ports = portsText(rule);
  return `${protocolText(rule)}${ports === undefined ? "" : ` ${ports}`}`;
}

const ICMP = new Set(["icmp", "icmpv6", "ipv6-icmp", "1", "58"]);

/** Protocols that a rule may name by number. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([["1", "icmp"], ["6", "tcp"], ["17", "udp"], [
  "132",
  "sctp",
]]);

function protocolText({ protocol }: SecurityGroupRule): string {
  return protocol === undefined ? "any" : PROTOCOLS.get(protocol) ?? protocol;
}

/** The groups that let anybody reach this: `tcp 22`, `22`, `tcp`, `8000-8080`; `true` for any traffic at all. Wider
 * rules do so too.
 */
function opening(wanted: string): Promise<Part<SecurityGroup>> {
  const text = wanted.trim().toLowerCase();
  const isOpen = (group: SecurityGroup) => group.rules?.some(isOpenToWorld) ?? false;
  if (text === "true") return Promise.resolve({ test: isOpen });
  if (text === "false") return Promise.resolve({ test: (group) => !isOpen(group) });
  const [, protocol, from, to = from] = /^(?:(\w+)[ /])?(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const covers = (rule: SecurityGroupRule) =>
    from === undefined || to === undefined
      ? [protocolText(rule), trafficText(rule)].includes(text) ||
        (rule.protocol === undefined && text !== "any")
      : isProtocol(rule, protocol) && (rule.portMin ?? 0) <= Number(to) &&
        Number(from) <= (rule.portMax ?? 65535);
  return Promise.resolve({
    test: (group) => group.rules?.some((rule) => isOpenToWorld(rule) && covers(rule)) ?? false,
  });
}

/** Whether a rule is about ports, of that protocol if one is named. */
function isProtocol(rule: SecurityGroupRule, protocol: string | undefined): boolean {
  if (rule.protocol === undefined) return true;
  return protocol === undefined ? !ICMP.has(rule.protocol) : protocolText(rule) === protocol;
}

/** `22`, `8000-8080`; for ICMP `type 8 code 0`; undefined for all of them. */
function portsText({ protocol = "", portMin, portMax }: SecurityGroupRule): string | undefined {
  if (ICMP.has(protocol)) {
    if (portMin === undefined) return undefined;
    return `type ${portMin}${portMax === undefined ? "" : ` code ${portMax}`}`;
  }
  if (portMin === undefined && portMax === undefined) return undefined;
  return portMin === portMax ? `${portMin}` : `${portMin ?? 1}-${portMax ?? 65535}`;
}

function remoteText(rule: SecurityGroupRule, names: NamesOf | undefined): string {
  const { remoteGroupId, remoteAddressGroupId, remoteIpPrefix } = rule;
  if (remoteGroupId !== undefined) return `group ${nameOf(names?.["groups"], remoteGroupId)}`;
  if (remoteAddressGroupId !== undefined) {
    return `address group ${nameOf(names?.["addressGroups"], remoteAddressGroupId)}`;
  }
  return remoteIpPrefix ?? "anywhere";
}

const RULE_COLUMNS = ["direction", "family", "protocol", "ports", "remote", "description", "id"];

/** The rules as a table of their own, in an order that does not change. */
function rulesTable(rules: readonly SecurityGroupRule[], names: NamesOf | undefined) {
  const rows = rules.map((rule) => [
    rule.direction ?? "",
    rule.etherType ?? "",
    protocolText(rule),
    portsText(rule) ?? "all",
    remoteText(rule, names),
    rule.description ?? "",
    rule.id,
  ]);
  const key = (row: readonly string[]) => row.slice(0, 5).join(" ");
  rows.sort((a, b) => key(b) < key(a) ? 1 : key(b) > key(a) ? -1 : 0);
  return table(RULE_COLUMNS.map((name) => ({ name })), rows);
}
