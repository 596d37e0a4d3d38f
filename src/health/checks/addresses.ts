/** Checks of floating IPs, and of how many addresses are left.
 *
 * @module
 */
import { rangeSize } from "../../openstack/network/addresses.ts";
import type { FloatingIp, Subnet, SubnetPool } from "../../openstack/network/types.ts";
import { plural } from "../../text/plural.ts";
import { type Check, check, type Draft, notApplicable, notPermitted, type RunContext } from "../check.ts";
import { command } from "../command.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import { oldest } from "../oldest.ts";
import { percentOf } from "../percent.ts";
import type { FoundResource, Stock } from "../report.ts";
import { unusedFloatingIps } from "../unused.ts";

function fipResource(fip: FloatingIp): FoundResource {
  return resourceOf("floating IP", { id: fip.id, name: fip.address, projectId: fip.projectId });
}

function fipEvidence(fip: FloatingIp) {
  return {
    status: fip.status,
    fixed_ip_address: fip.fixedAddress,
    port_id: fip.portId,
    router_id: fip.routerId,
    created_at: fip.createdAt,
    updated_at: fip.updatedAt,
  };
}

const showFip = ({ id }: FoundResource) => command("openstack", "floating", "ip", "show", id);

const unused = check({
  id: "fip-unused",
  area: "network",
  topic: "leaks",
  title: "Floating IPs that nobody uses",
  data: ["floatingIps"],
  severities: ["warning"],
  thresholds: { warning_days: 7 },
  remedy: "Associate or release it.",
  next: showFip,
  run(data, ctx) {
    const idle = unusedFloatingIps(data.all("floatingIps")).flatMap((fip) => {
      const since = held(fip.updatedAt ?? fip.createdAt, ctx.now, {
        warningMs: duration(ctx, "warning_days"),
      });
      return since ? [{ fip, since }] : [];
    });
    if (idle.length > 0) {
      ctx.holding({
        what: "unused floating IPs",
        count: idle.length,
        ...oldest(idle.map(({ fip }) => fip.updatedAt ?? fip.createdAt)),
        holds: { addresses: idle.length },
      });
    }
    return idle.map(({ fip, since }): Draft => {
      const resource = fipResource(fip);
      return {
        severity: "warning",
        text: `floating IP ${resource.name} has been unused ${since.words}`,
        resource,
        since: since.since,
        evidence: fipEvidence(fip),
      };
    });
  },
});

const down = check({
  id: "fip-down",
  area: "network",
  title: "Floating IPs that lead nowhere",
  data: ["floatingIps"],
  optional: ["servers", "ports"],
  severities: ["warning"],
  thresholds: { warning_minutes: 15 },
  remedy: "Look at its router and server; start the server or release the address.",
  next: showFip,
  run(data, ctx) {
    const servers = new Map((data.maybe("servers") ?? []).map((server) => [server.id, server]));
    const ports = new Map((data.maybe("ports") ?? []).map((port) => [port.id, port]));
    return data.all("floatingIps").filter((fip) => fip.portId !== undefined).flatMap((fip): Draft[] => {
      const port = ports.get(fip.portId ?? "");
      const server = servers.get(fip.deviceId ?? port?.deviceId ?? "");
      // With OVN, that of a load balancer stays down: its port is bound to nothing. An error is fip-error's.
      const virtual = (fip.deviceOwner ?? port?.deviceOwner) === "Octavia" && fip.status === "DOWN";
      const down = fip.status !== "ACTIVE" && fip.status !== "ERROR" && !virtual;
      const silent = server !== undefined && server.status !== "ACTIVE";
      if (!down && !silent) return [];
      const found = held(down ? fip.updatedAt : server?.updated, ctx.now, {
        warningMs: duration(ctx, "warning_minutes"),
      });
      if (!found) return [];
      const resource = fipResource(fip);
      const why = down
        ? `has been ${fip.status ?? "in no state"}`
        : `leads to server ${server?.name ?? server?.id}, which has been ${server?.status}`;
      return [{
        severity: "warning",
        text: `floating IP ${resource.name} ${why} ${found.words}`,
        resource,
        since: found.since,
        evidence: { ...fipEvidence(fip), server: server?.id, server_status: server?.status },
      }];
    });
  },
});

const failed = check({
  id: "fip-error",
  area: "network",
  title: "Floating IPs that failed",
  data: ["floatingIps"],
  severities: ["critical"],
  thresholds: {},
  remedy: "Look at the agent of its router; then take the address away from its port and give it back.",
  next: showFip,
  run: (data, ctx) =>
    data.all("floatingIps").filter(({ status }) => status === "ERROR").flatMap((fip): Draft[] => {
      const found = held(fip.updatedAt, ctx.now, { criticalMs: 0 });
      if (!found) return [];
      const resource = fipResource(fip);
      return [{
        severity: "critical",
        text: `floating IP ${resource.name} has been in state ERROR ${found.words}`,
        resource,
        since: found.since,
        evidence: fipEvidence(fip),
      }];
    }),
});

/** Something that holds addresses. */
interface Store {
  readonly resource: FoundResource;
  /** Where the text says more than the name: `10.0.0.0/24`. */
  readonly addition?: string | undefined;
  readonly used: number;
  readonly total: number;
  readonly unit: string;
  /** What is done with them: `in use`. */
  readonly how: string;
  /** Whether more may be used than the login is shown. */
  readonly atLeast?: boolean;
  readonly key?: string;
}

interface PercentContext extends Pick<RunContext, "stock" | "measure"> {
  limit(name: "warning_percent" | "critical_percent"): number;
}

function percentUsed({ used, total }: Store): number {
  return percentOf(used, total);
}

function nameOf({ resource, addition }: Store): string {
  return `${resource.kind} ${resource.name}${addition === undefined ? "" : ` (${addition})`}`;
}

/** So many stocks a check tells of: a cloud has thousands of subnets. */
const MAX_STOCKS = 20;

/** Tells the fullest stores as stocks, and the fullest of them as a measure. */
function tellStocks(stores: readonly Store[], label: string, ctx: PercentContext): void {
  const [warning, critical] = [ctx.limit("warning_percent"), ctx.limit("critical_percent")];
  const fullest = stores.filter(({ total }) => total > 0).sort((a, b) => percentUsed(b) - percentUsed(a));
  const names = Map.groupBy(fullest, nameOf);
  for (const store of fullest.slice(0, MAX_STOCKS)) {
    const { used, total, unit, resource } = store;
    const name = nameOf(store);
    const stock: Omit<Stock, "percent" | "forecast" | "place"> = {
      group: "addresses",
      name: names.get(name)?.length === 1 ? name : `${name} ${resource.id}`,
      used,
      total,
      unit,
      warning_percent: warning,
      critical_percent: critical,
    };
    ctx.stock(stock);
  }
  const [first] = fullest;
  if (first) ctx.measure({ label, value: percentUsed(first), unit: "%", warning, critical });
}

function fullStores(stores: readonly Store[], ctx: PercentContext): Draft[] {
  return stores.flatMap((store): Draft[] => {
    const { resource, used, total, unit, how, atLeast = false, key } = store;
    const percent = percentUsed(store);
    if (percent < ctx.limit("warning_percent")) return [];
    return [{
      severity: percent >= ctx.limit("critical_percent") ? "critical" : "warning",
      text: `${nameOf(store)} has ${
        atLeast ? "at least " : ""
      }${used} of ${total} ${unit} ${how} (${percent} %)`,
      resource,
      evidence: { used, total, percent },
      ...(key === undefined ? {} : { key }),
    }];
  });
}

const ipPool = check({
  id: "ip-pool",
  area: "network",
  topic: "capacity",
  title: "External networks that run out of addresses",
  data: ["externalNetworks", "ipAvailabilities"],
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 95 },
  remedy: "Release floating IPs that nobody uses, or add a subnet to the network.",
  next: ({ id }) => command("openstack", "ip", "availability", "show", id),
  run(data, ctx) {
    const external = data.all("externalNetworks");
    if (external.length === 0) return notApplicable("there is no external network");
    const told = new Map(data.all("ipAvailabilities").map((network) => [network.networkId, network]));
    const stores = external.flatMap((network): Store[] => {
      // IPv4 alone: nobody uses up an IPv6 range, and added up it would hide that IPv4 is.
      const ipv4 = (told.get(network.id)?.subnets ?? []).filter(({ ipVersion }) => ipVersion === 4);
      const sum = (of: "usedIps" | "totalIps") => ipv4.reduce((all, one) => all + Number(one[of] ?? 0), 0);
      if (ipv4.length === 0) return [];
      const resource = resourceOf("network", network);
      return [{ resource, used: sum("usedIps"), total: sum("totalIps"), unit: "addresses", how: "in use" }];
    });
    tellStocks(stores, "addresses of the fullest external network", ctx);
    return fullStores(stores, ctx);
  },
});

const ipSubnet = check({
  id: "ip-subnet",
  area: "network",
  topic: "capacity",
  title: "Subnets that run out of addresses",
  data: ["subnetUse"],
  needs: "reader",
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 85, critical_percent: 95 },
  remedy: "Delete ports that nothing uses, widen the allocation pools, or add a subnet to the network.",
  next: ({ id }) => command("openstack", "port", "list", "--fixed-ip", `subnet=${id}`),
  run(data, ctx) {
    const stores = data.all("subnetUse").map((subnet): Store => ({
      resource: resourceOf("subnet", subnet),
      addition: subnet.cidr,
      used: subnet.used,
      total: subnet.total,
      unit: "addresses",
      how: "in use",
      atLeast: subnet.atLeast,
    }));
    tellStocks(stores.filter(({ atLeast }) => !atLeast), "addresses of the fullest subnet", ctx);
    const full = fullStores(stores, ctx);
    const told = new Set(full.map(({ resource }) => resource.id));
    const open = stores.filter(({ atLeast, resource }) => atLeast && !told.has(resource.id)).length;
    if (open > 0) {
      const subnets = plural(open, "subnet");
      ctx.incomplete("ports", `those of other projects on ${subnets} of shared networks are not shown`);
    }
    return full;
  },
});

/** What subnet pools count in: addresses, or for IPv6 networks of /64. */
function units(pool: SubnetPool): { readonly unit: string; readonly addresses: bigint } {
  return pool.ipVersion === 6
    ? { unit: "networks of /64", addresses: 1n << 64n }
    : { unit: "addresses", addresses: 1n };
}

function sizeOf(cidrs: readonly (string | undefined)[], addresses: bigint): number {
  return Number(cidrs.reduce((sum, cidr) => sum + (rangeSize(cidr) ?? 0n), 0n) / addresses);
}

const subnetPool = check({
  id: "subnetpool",
  area: "network",
  topic: "capacity",
  title: "Subnet pools that run out of ranges",
  data: ["subnetPools", "subnets"],
  needs: "admin",
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 95 },
  remedy: "Add a prefix to the pool, raise its quota, or delete subnets that nobody uses.",
  next: ({ id }) => command("openstack", "subnet", "pool", "show", id),
  run(data, ctx) {
    if (!ctx.login.roles.includes("admin")) {
      return notPermitted("only an administrator sees the subnets that other projects have out of a pool");
    }
    if (!ctx.allProjects && !ctx.login.project) return notApplicable("the login has no project");
    const own = (projectId: string | undefined) => ctx.allProjects || projectId === ctx.login.project?.id;
    const subnets = Map.groupBy(data.all("subnets"), ({ subnetPoolId }) => subnetPoolId ?? "");
    const pools = data.all("subnetPools");
    const stores = pools.filter(({ projectId }) => own(projectId))
      .map((pool) => poolStore(pool, subnets.get(pool.id) ?? []));
    tellStocks(stores, "ranges of the fullest subnet pool", ctx);
    const quotas = pools.flatMap((pool) => quotaStores(pool, subnets.get(pool.id) ?? [], ctx.login.project))
      .filter(({ resource }) => own(resource.project));
    return [...fullStores(stores, ctx), ...fullStores(quotas, ctx)];
  },
});

function poolStore(pool: SubnetPool, subnets: readonly Subnet[]): Store {
  const { unit, addresses } = units(pool);
  return {
    resource: resourceOf("subnet pool", pool),
    used: sizeOf(subnets.map(({ cidr }) => cidr), addresses),
    total: sizeOf(pool.prefixes ?? [], addresses),
    unit,
    how: "given to subnets",
  };
}

/** What each project has of what it may have of a pool. */
function quotaStores(
  pool: SubnetPool,
  subnets: readonly Subnet[],
  login: { readonly id: string; readonly name: string } | undefined,
): Store[] {
  const { defaultQuota } = pool;
  if (defaultQuota === undefined) return [];
  const { unit, addresses } = units(pool);
  return [...Map.groupBy(subnets, ({ projectId = "" }) => projectId)].map(([project, own]): Store => ({
    resource: { ...resourceOf("subnet pool", pool), project },
    addition: `quota of project ${project === login?.id ? login.name : project}`,
    used: sizeOf(own.map(({ cidr }) => cidr), addresses),
    total: defaultQuota,
    unit,
    how: "in use",
    key: `${pool.id}/${project}`,
  }));
}

/** The checks of addresses. */
export const addressChecks: readonly Check[] = [unused, down, failed, ipPool, ipSubnet, subnetPool];
