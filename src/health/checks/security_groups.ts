/** Checks of what security groups let in from the whole world.
 *
 * @module
 */
import type { SecurityGroup, SecurityGroupRule } from "../../openstack/network/types.ts";
import { type Check, check, type Data, type Draft, type RunContext } from "../check.ts";
import { resourceOf } from "../lasting.ts";

/** Who can be reached through a group. */
type Exposure = "reachable" | "used" | "unused";

type GroupData = Data<"securityGroups" | "ports" | "floatingIps" | "externalNetworks", never>;

const GROUP_DATA = ["securityGroups", "ports", "floatingIps", "externalNetworks"] as const;

const ALL_PORTS = { min: 1, max: 65_535 };

function isWorld(rule: SecurityGroupRule): boolean {
  // Without a remote part a rule lets in from anywhere.
  if (rule.direction !== "ingress" || rule.remoteGroupId || rule.remoteAddressGroupId) return false;
  return rule.remoteIpPrefix === undefined || /\/0$/.test(rule.remoteIpPrefix);
}

/** The ports that a rule opens to programs; undefined for protocols without ports, as ICMP. */
function openPorts(rule: SecurityGroupRule): { min: number; max: number } | undefined {
  const protocol = rule.protocol?.toLowerCase();
  const any = protocol === undefined || protocol === "any" || protocol === "0";
  if (any) return ALL_PORTS;
  if (!["tcp", "udp", "sctp", "6", "17", "132"].includes(protocol)) return undefined;
  if (rule.portMin === undefined && rule.portMax === undefined) return ALL_PORTS;
  return { min: rule.portMin ?? ALL_PORTS.min, max: rule.portMax ?? ALL_PORTS.max };
}

function opensAll(rule: SecurityGroupRule): boolean {
  const open = openPorts(rule);
  return open !== undefined && open.min <= ALL_PORTS.min && open.max >= ALL_PORTS.max;
}

function opens(rule: SecurityGroupRule, ports: readonly number[]): number[] {
  const open = openPorts(rule);
  if (!open || opensAll(rule)) return [];
  return ports.filter((port) => open.min <= port && port <= open.max);
}

/** How far the ports of each group can be reached: a floating IP or an external network makes it so. */
function exposures(data: GroupData): ReadonlyMap<string, Exposure> {
  const floating = new Set(data.all("floatingIps").map((fip) => fip.portId));
  const external = new Set(data.all("externalNetworks").map((network) => network.id));
  const found = new Map<string, Exposure>();
  for (const port of data.all("ports")) {
    const reachable = floating.has(port.id) || external.has(port.networkId ?? "");
    for (const group of port.securityGroupIds) {
      if (reachable || !found.has(group)) found.set(group, reachable ? "reachable" : "used");
    }
  }
  return found;
}

interface Finding {
  readonly group: SecurityGroup;
  readonly rules: readonly SecurityGroupRule[];
  readonly exposure: Exposure;
}

const EXPOSURE_WORDS: Readonly<Record<Exposure, string>> = {
  reachable: "and can be reached from outside",
  used: "though nothing it guards has a floating IP",
  unused: "though no port uses it",
};

/** Newer policies hide other projects' groups even from administrators, without a word. */
function tellHidden(data: GroupData, ctx: Pick<RunContext, "allProjects" | "incomplete">): void {
  if (!ctx.allProjects) return;
  const shown = new Set(data.all("securityGroups").map((group) => group.id));
  const used = new Set(data.all("ports").flatMap((port) => port.securityGroupIds));
  const hidden = [...used].filter((id) => !shown.has(id)).length;
  if (hidden === 0) return;
  ctx.incomplete("security groups", `the service does not show ${hidden} of the ${used.size} that ports use`);
}

/** One draft a group, however many rules of it match. */
function drafts(
  { data, ctx }: { data: GroupData; ctx: Pick<RunContext, "allProjects" | "incomplete"> },
  matches: (rule: SecurityGroupRule) => boolean,
  draft: (finding: Finding) => Pick<Draft, "severity" | "text" | "evidence">,
): Draft[] {
  tellHidden(data, ctx);
  const exposed = exposures(data);
  return data.all("securityGroups").flatMap((group): Draft[] => {
    const rules = (group.rules ?? []).filter((rule) => isWorld(rule) && matches(rule));
    if (rules.length === 0) return [];
    const exposure = exposed.get(group.id) ?? "unused";
    const { severity, text, evidence } = draft({ group, rules, exposure });
    const resource = resourceOf("security group", group);
    return [{
      severity,
      text: `security group ${resource.name} ${text} ${EXPOSURE_WORDS[exposure]}`,
      resource,
      evidence: { ...evidence, exposure, rules: rules.map((rule) => rule.id) },
    }];
  });
}

function unique(numbers: readonly number[]): string[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map(String);
}

const REMOTE_LOGIN = [22, 23, 3389, 5900, 5985, 5986];

const ssh = check({
  id: "sg-world-ssh",
  area: "network",
  title: "Remote login open to the world",
  data: GROUP_DATA,
  severities: ["warning", "critical"],
  thresholds: { ports: REMOTE_LOGIN.map(String) },
  remedy: "Let in only the addresses that need it, or a bastion's group.",
  run(data, ctx) {
    const ports = ctx.words("ports").map(Number);
    return drafts({ data, ctx }, (rule) => opens(rule, ports).length > 0, ({ rules, exposure }) => {
      const open = unique(rules.flatMap((rule) => opens(rule, ports)));
      return {
        severity: exposure === "reachable" ? "critical" : "warning",
        text: `lets the world in to ${open.join(", ")}`,
        evidence: { ports: open },
      };
    });
  },
});

const DATABASES = [
  1433,
  1521,
  2375,
  2376,
  2379,
  3306,
  5432,
  5984,
  6379,
  6443,
  8500,
  9042,
  9200,
  10250,
  11211,
  27017,
];

const databases = check({
  id: "sg-world-db",
  area: "network",
  title: "Databases and control planes open to the world",
  data: GROUP_DATA,
  severities: ["warning", "critical"],
  thresholds: { ports: DATABASES.map(String) },
  remedy: "Let in only the group of the servers that use it.",
  run(data, ctx) {
    const ports = ctx.words("ports").map(Number);
    return drafts({ data, ctx }, (rule) => opens(rule, ports).length > 0, ({ rules, exposure }) => {
      const open = unique(rules.flatMap((rule) => opens(rule, ports)));
      return {
        severity: exposure === "unused" ? "warning" : "critical",
        text: `lets the world in to ${open.join(", ")}`,
        evidence: { ports: open },
      };
    });
  },
});

const everything = check({
  id: "sg-world-all",
  area: "network",
  title: "Groups that let everything in from the world",
  data: GROUP_DATA,
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Let in only what the servers behind it serve.",
  run: (data, ctx) =>
    drafts({ data, ctx }, opensAll, ({ rules, exposure }) => ({
      severity: exposure === "reachable" ? "critical" : "warning",
      text: "lets the world in to every port",
      evidence: { protocols: [...new Set(rules.map((rule) => rule.protocol ?? "any"))].sort() },
    })),
});

/** The checks of security groups. */
export const securityGroupChecks: readonly Check[] = [ssh, databases, everything];
