/** Checks of what security groups let in from the whole world, and whether the world can get there.
 *
 * @module
 */
import type { SecurityGroupRule } from "../../openstack/network/types.ts";
import {
  type Check,
  check,
  type Data,
  type Draft,
  notPermitted,
  type RunContext,
  type Skipped,
} from "../check.ts";
import type { HealthPort } from "../collections/network.ts";
import { command } from "../command.ts";
import { type Entrance, entrancesOf } from "../entrances.ts";
import { resourceOf } from "../lasting.ts";
import {
  type Family,
  familyOf,
  NETWORK_VIEW,
  type PortRange,
  untoldForwardings,
  type Way,
} from "../reachability.ts";
import type { FoundResource, Severity } from "../report.ts";
import { listFirst, sayFirst } from "../some_of.ts";
import { unusedSecurityGroups } from "../unused.ts";

const GROUP_DATA = ["securityGroups", ...NETWORK_VIEW] as const;

/** Not every Neutron has address groups. */
const MORE = ["serverNames", "addressGroups"] as const;

type GroupData = Data<typeof GROUP_DATA[number], typeof MORE[number]>;

type GroupContext = Pick<RunContext, "allProjects" | "incomplete" | "notShown">;

const ALL_PORTS: PortRange = { min: 1, max: 65_535 };

/** A rule that names no source at all lets in from anywhere, too; it has a check of its own. */
function isFromAnywhere(rule: SecurityGroupRule): boolean {
  return rule.direction === "ingress" && !rule.remoteGroupId && !rule.remoteAddressGroupId &&
    rule.remoteIpPrefix === undefined;
}

function isWorld(rule: SecurityGroupRule): boolean {
  return rule.direction === "ingress" && rule.remoteIpPrefix !== undefined && isAll(rule.remoteIpPrefix);
}

/** The one version that a rule is about; undefined if nothing tells. */
function familyOfRule({ remoteIpPrefix, etherType }: SecurityGroupRule): Family | undefined {
  if (remoteIpPrefix !== undefined) return familyOf(remoteIpPrefix);
  return etherType === "IPv4" || etherType === "IPv6" ? etherType : undefined;
}

const ANY_PROTOCOL = new Set([undefined, "any", "0"]);

/** Protocols with ports, by name and by number. */
const PORT_PROTOCOLS: Readonly<Record<string, string>> = {
  "tcp": "tcp",
  "6": "tcp",
  "udp": "udp",
  "17": "udp",
  "sctp": "sctp",
  "132": "sctp",
};

/** The ports that a rule opens to programs; undefined for protocols without ports, as ICMP. */
function openPorts(rule: SecurityGroupRule): PortRange | undefined {
  const protocol = rule.protocol?.toLowerCase();
  if (ANY_PROTOCOL.has(protocol)) return ALL_PORTS;
  if (PORT_PROTOCOLS[protocol ?? ""] === undefined) return undefined;
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

/** Whether a rule lets in what comes by a way, to any of some ports. */
function lets(rule: SecurityGroupRule, { family, only }: Way, ports: readonly number[] | undefined): boolean {
  const ruled = familyOfRule(rule);
  if (ruled !== undefined && ruled !== family) return false;
  if (!only) return true;
  const protocol = rule.protocol?.toLowerCase();
  if (!ANY_PROTOCOL.has(protocol) && PORT_PROTOCOLS[protocol ?? ""] !== only.protocol) return false;
  const open = openPorts(rule);
  if (!open || open.max < only.min || only.max < open.min) return false;
  const led = ports?.filter((port) => open.min <= port && port <= open.max);
  return led === undefined || led.some((port) => only.min <= port && port <= only.max);
}

/** Who can be reached through a group. */
type Exposure = "reachable" | "used" | "unused";

interface Finding {
  readonly rules: readonly SecurityGroupRule[];
  /** Who can be reached through some of the rules. */
  readonly exposureOf: (rules: readonly SecurityGroupRule[]) => Exposure;
}

/** What a check of groups looks for. */
interface Question {
  readonly matches: (rule: SecurityGroupRule) => boolean;
  /** The ports that the question is about; all if absent. */
  readonly ports?: readonly number[];
  readonly draft: (finding: Finding) => Pick<Draft, "severity" | "text" | "evidence">;
}

/** What was found among the groups that can be seen. Newer policies hide other projects' groups even from administrators,
 * without a word: then what is seen proves nothing of the rest, and nothing found is no verdict.
 */
function asFarAsShown(
  found: readonly Draft[],
  data: Data<"securityGroups" | "ports", never>,
  ctx: GroupContext,
): readonly Draft[] | Skipped {
  if (!ctx.allProjects) return found;
  const shown = new Set(data.all("securityGroups").map((group) => group.id));
  const used = new Set(data.all("ports").flatMap((port) => port.securityGroupIds));
  const hidden = [...used].filter((id) => !shown.has(id)).length;
  if (hidden === 0) return found;
  const detail =
    `Neutron does not show this login ${hidden} of the ${used.size} security groups that ports use`;
  if (found.every(({ severity }) => severity === "info")) return notPermitted(detail);
  ctx.notShown("security groups", detail);
  return found;
}

function tellUntold(data: GroupData, ctx: GroupContext): void {
  const untold = untoldForwardings(data.all("floatingIps"));
  if (untold === 0) return;
  const which = untold === 1 ? "a floating IP forwards" : `${untold} floating IPs forward`;
  ctx.incomplete("port forwardings", `${which} ports, and the service does not tell to which servers`);
}

/** Gives a rule that names an address group as rules for those of its ranges that are the whole world. */
function spelledOut(data: GroupData): (rule: SecurityGroupRule) => readonly SecurityGroupRule[] {
  const worlds = new Map(
    (data.maybe("addressGroups") ?? []).map(({ id, addresses = [] }) => [id, addresses.filter(isAll)]),
  );
  return (rule) => {
    const { remoteAddressGroupId, etherType } = rule;
    if (remoteAddressGroupId === undefined) return [rule];
    return (worlds.get(remoteAddressGroupId) ?? [])
      .filter((range) => etherType === undefined || familyOf(range) === etherType)
      .map((remoteIpPrefix) => ({ ...rule, remoteAddressGroupId: undefined, remoteIpPrefix }));
  };
}

function isAll(range: string): boolean {
  return /\/0$/.test(range);
}

/** The ports of some groups. */
function portsOfGroups(
  ports: readonly HealthPort[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly HealthPort[]> {
  const found = new Map<string, HealthPort[]>();
  for (const port of ports) {
    for (const id of port.securityGroupIds) {
      if (!wanted.has(id)) continue;
      const known = found.get(id);
      if (known) known.push(port);
      else found.set(id, [port]);
    }
  }
  return found;
}

/** One draft a group, however many rules of it match. */
function drafts(data: GroupData, ctx: GroupContext, question: Question): readonly Draft[] | Skipped {
  return asFarAsShown(draftsOf(data, ctx, question), data, ctx);
}

function draftsOf(data: GroupData, ctx: GroupContext, { matches, ports, draft }: Question): Draft[] {
  const spell = spelledOut(data);
  const open = data.all("securityGroups").flatMap((group) => {
    const rules = (group.rules ?? []).flatMap(spell).filter(matches);
    return rules.length > 0 ? [{ group, rules }] : [];
  });
  if (open.length === 0) return [];
  tellUntold(data, ctx);
  const guarded = portsOfGroups(data.all("ports"), new Set(open.map(({ group }) => group.id)));
  const entrances = entrancesOf(data);
  return open.map(({ group, rules }): Draft => {
    const behind = guarded.get(group.id) ?? [];
    const reachedBy = (some: readonly SecurityGroupRule[]) =>
      behind.flatMap((port) => entrances(port, (way) => some.some((rule) => lets(rule, way, ports))));
    const reached = reachedBy(rules);
    const exposure = exposureOf(behind, reached);
    const { severity, text, evidence } = draft({
      rules,
      exposureOf: (some) => some === rules ? exposure : exposureOf(behind, reachedBy(some)),
    });
    const resource = resourceOf("security group", group);
    return {
      severity,
      text: `security group ${resource.name} ${text}${ending(exposure, reached)}`,
      resource,
      evidence: {
        ...evidence,
        exposure,
        rules: rules.map((rule) => rule.id),
        families: [...new Set(rules.map((rule) => familyOfRule(rule) ?? "any"))].sort(),
        ...(reached.length > 0 ? { reachable: listFirst(reached.map(inWords)) } : {}),
      },
    };
  });
}

function exposureOf(behind: readonly HealthPort[], reached: readonly Entrance[]): Exposure {
  return reached.length > 0 ? "reachable" : behind.length > 0 ? "used" : "unused";
}

function inWords({ address, owner }: Entrance): string {
  return `${address} (${owner})`;
}

function ending(exposure: Exposure, reached: readonly Entrance[]): string {
  switch (exposure) {
    case "reachable":
      return `: reachable through ${sayFirst(reached.map(inWords))}`;
    case "used":
      return ", though nothing that it guards can be reached from outside";
    case "unused":
      return ", though no port uses it";
  }
}

function unique(numbers: readonly number[]): string[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map(String);
}

function rulesOf({ id }: FoundResource): string {
  return command("openstack", "security", "group", "rule", "list", id);
}

function openToWorld(ports: readonly number[], severityOf: (exposure: Exposure) => Severity): Question {
  return {
    matches: (rule) => isWorld(rule) && opens(rule, ports).length > 0,
    ports,
    draft: ({ rules, exposureOf }) => {
      const open = unique(rules.flatMap((rule) => opens(rule, ports)));
      return {
        severity: severityOf(exposureOf(rules)),
        text: `lets the world in to ${open.join(", ")}`,
        evidence: { ports: open },
      };
    },
  };
}

/** What is open to everybody is grave once somebody can come. */
function graveIfReachable(exposure: Exposure): Severity {
  return exposure === "reachable" ? "critical" : "warning";
}

const REMOTE_LOGIN = [22, 23, 3389, 5900, 5985, 5986];

const ssh = check({
  id: "sg-world-ssh",
  area: "network",
  topic: "exposure",
  title: "Remote login open to the world",
  data: GROUP_DATA,
  optional: MORE,
  severities: ["warning", "critical"],
  thresholds: { ports: REMOTE_LOGIN.map(String) },
  remedy: "Let in only the addresses that need it, or a bastion's group.",
  next: rulesOf,
  run: (data, ctx) => drafts(data, ctx, openToWorld(ctx.words("ports").map(Number), graveIfReachable)),
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
  topic: "exposure",
  title: "Databases and control planes open to the world",
  data: GROUP_DATA,
  optional: MORE,
  severities: ["warning", "critical"],
  thresholds: { ports: DATABASES.map(String) },
  remedy: "Let in only the group of the servers that use it.",
  next: rulesOf,
  run: (data, ctx) =>
    drafts(
      data,
      ctx,
      openToWorld(
        ctx.words("ports").map(Number),
        (exposure) => exposure === "unused" ? "warning" : "critical",
      ),
    ),
});

const everything = check({
  id: "sg-world-all",
  area: "network",
  topic: "exposure",
  title: "Groups that let everything in from the world",
  data: GROUP_DATA,
  optional: MORE,
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Let in only what the servers behind it serve.",
  next: rulesOf,
  run: (data, ctx) =>
    drafts(data, ctx, {
      matches: (rule) => isWorld(rule) && opensAll(rule),
      draft: ({ rules, exposureOf }) => ({
        severity: graveIfReachable(exposureOf(rules)),
        text: "lets the world in to every port",
        evidence: { protocols: [...new Set(rules.map((rule) => rule.protocol ?? "any"))].sort() },
      }),
    }),
});

/** What a rule opens, in a word: `every port`, `443`, `8000-8010`, `icmp`. */
function opened(rule: SecurityGroupRule): string {
  const open = openPorts(rule);
  if (!open) return rule.protocol ?? "every port";
  if (opensAll(rule)) return "every port";
  return open.min === open.max ? String(open.min) : `${open.min}-${open.max}`;
}

const remoteAny = check({
  id: "sg-remote-any",
  area: "network",
  topic: "exposure",
  title: "Rules that name no source, which lets everybody in",
  data: GROUP_DATA,
  optional: MORE,
  severities: ["info", "warning", "critical"],
  thresholds: { ports: [...REMOTE_LOGIN, ...DATABASES].map(String) },
  remedy: "Name the addresses or the group that the rule is meant for.",
  next: rulesOf,
  run: (data, ctx) => {
    const ports = ctx.words("ports").map(Number);
    const isGrave = (rule: SecurityGroupRule) => opensAll(rule) || opens(rule, ports).length > 0;
    return drafts(data, ctx, {
      matches: isFromAnywhere,
      draft: ({ rules, exposureOf }) => {
        const open = [...new Set(rules.map(opened))].sort();
        const grave = rules.filter(isGrave);
        return {
          severity: grave.length > 0 ? graveIfReachable(exposureOf(grave)) : "info",
          text: `lets anybody in to ${open.join(", ")}, because no source is named`,
          evidence: { opens: open },
        };
      },
    });
  },
});

const unused = check({
  id: "sg-unused",
  area: "network",
  topic: "leaks",
  title: "Security groups that no port uses",
  data: ["securityGroups", "ports"],
  severities: ["info"],
  thresholds: {},
  remedy: "Delete it if nothing will need it again: its rules open whatever somebody puts into it.",
  next: ({ id }) => command("openstack", "security", "group", "show", id),
  run(data, ctx) {
    const idle = unusedSecurityGroups(data.all("securityGroups"), data.all("ports"), ctx);
    if (idle.length > 0) {
      ctx.holding({ what: "security groups that no port uses", count: idle.length, holds: {} });
    }
    const found = idle.map((group): Draft => {
      const resource = resourceOf("security group", group);
      return {
        severity: "info",
        text: `security group ${resource.name} is used by no port`,
        resource,
        evidence: {
          rules: group.rules?.length,
          created_at: group.createdAt,
          updated_at: group.updatedAt,
        },
      };
    });
    return asFarAsShown(found, data, ctx);
  },
});

/** The checks of security groups. */
export const securityGroupChecks: readonly Check[] = [ssh, databases, everything, remoteAny, unused];
