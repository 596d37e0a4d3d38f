/** Checks of the project's load balancers.
 *
 * @module
 */
import type { LoadBalancer } from "../../openstack/load_balancer/types.ts";
import { plural } from "../../text/plural.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthListener, HealthMember, HealthMemberPool } from "../collections/load_balancer.ts";
import { command } from "../command.ts";
import { daysLeft, endWords } from "../expiry.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { sayFirst } from "../some_of.ts";
import { amphoraChecks } from "./amphorae.ts";

function evidence(balancer: LoadBalancer) {
  return {
    provisioning_status: balancer.provisioningStatus,
    operating_status: balancer.operatingStatus,
    admin_state_up: balancer.adminStateUp,
    vip_address: balancer.vipAddress,
    provider: balancer.provider,
    updated_at: balancer.updatedAt,
  };
}

function balancerResource(balancer: LoadBalancer): FoundResource {
  const { availabilityZone: zone } = balancer;
  return { ...resourceOf("load balancer", balancer), ...(zone === undefined ? {} : { zone }) };
}

const provisioning = check({
  id: "lb-provisioning",
  area: "load_balancer",
  title: "Load balancers in ERROR, or changing without end",
  data: ["loadBalancers"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15 },
  remedy: "Fail it over; that takes an administrator.",
  next: ({ id }) => command("openstack", "loadbalancer", "status", "show", id),
  run: (data, ctx) =>
    data.all("loadBalancers").flatMap((balancer): Draft[] => {
      const status = balancer.provisioningStatus ?? "";
      const failed = status === "ERROR";
      if (!failed && !status.startsWith("PENDING_")) return [];
      const found = held(
        balancer.updatedAt ?? balancer.createdAt,
        ctx.now,
        failed ? { criticalMs: 0 } : { warningMs: duration(ctx, "warning_minutes") },
      );
      if (!found) return [];
      const resource = balancerResource(balancer);
      return [{
        severity: found.severity,
        text: `load balancer ${resource.name} has been in ${status} ${found.words}`,
        resource,
        since: found.since,
        evidence: evidence(balancer),
        ...(failed ? {} : { remedy: PENDING_REMEDY }),
      }];
    }),
});

/** Octavia refuses every change of a load balancer that it works on, a failover too. */
const PENDING_REMEDY =
  "See whether octavia-worker runs and what it logs: until it is done, the load balancer cannot be changed.";

const SEVERITIES: Readonly<Record<string, Draft["severity"]>> = {
  ERROR: "critical",
  DEGRADED: "warning",
  OFFLINE: "warning",
};

const operating = check({
  id: "lb-operating",
  area: "load_balancer",
  title: "Load balancers that do not serve as they should",
  data: ["loadBalancers"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Look at the members that its monitors report, then at the amphorae.",
  next: ({ id }) => command("openstack", "loadbalancer", "status", "show", id),
  run: (data) =>
    data.all("loadBalancers").flatMap((balancer): Draft[] => {
      const status = balancer.operatingStatus ?? "";
      const severity = SEVERITIES[status];
      if (!severity || (status === "OFFLINE" && !shouldServe(balancer))) return [];
      const resource = balancerResource(balancer);
      return [{
        severity,
        text: `load balancer ${resource.name} is ${status}`,
        resource,
        evidence: evidence(balancer),
      }];
    }),
});

/** One that is switched off, or has nothing to serve, is rightly offline. */
function shouldServe({ adminStateUp, listenerIds = [], poolIds = [] }: LoadBalancer): boolean {
  return adminStateUp !== false && listenerIds.length > 0 && poolIds.length > 0;
}

const members = check({
  id: "lb-member",
  area: "load_balancer",
  title: "Pools with members that are down",
  data: ["loadBalancers", "memberPools", "watchedMembers"],
  severities: ["warning", "critical"],
  thresholds: { offline_minutes: 5 },
  remedy: "See whether the servers are up, listen on the port, and let the health monitor in: " +
    "security groups, and the path and codes that it asks for.",
  next: ({ id }) => command("openstack", "loadbalancer", "member", "list", id),
  run(data, ctx) {
    const names = new Map(data.all("loadBalancers").map(({ id, name }) => [id, name ?? id]));
    const byPool = Map.groupBy(data.all("watchedMembers"), ({ poolId }) => poolId);
    const isDown = ({ operatingStatus, updatedAt, createdAt }: HealthMember) =>
      operatingStatus === "ERROR" || (operatingStatus === "OFFLINE" &&
        held(updatedAt ?? createdAt, ctx.now, { warningMs: duration(ctx, "offline_minutes") }) !== undefined);
    return data.all("memberPools").flatMap((pool): Draft[] => {
      const watched = (byPool.get(pool.id) ?? []).filter(({ adminStateUp }) => adminStateUp !== false);
      const down = watched.filter(isDown);
      if (down.length === 0) return [];
      const all = down.length === watched.length;
      const resource = resourceOf("pool", pool);
      const since = firstOf(down.map(({ updatedAt, createdAt }) => parseTime(updatedAt ?? createdAt)));
      const lasted = since === undefined ? "" : ` for ${age(Math.max(0, ctx.now - since))}`;
      return [{
        severity: all ? "critical" : "warning",
        text: `pool ${resource.name}${ofBalancer(pool, names)} has had ${
          all
            ? `all ${plural(down.length, "member")}`
            : `${down.length} of ${plural(watched.length, "member")}`
        } down${lasted}: ${sayFirst(down.map(memberText), MOST_NAMES)}`,
        resource,
        since,
        evidence: {
          operating_status: pool.operatingStatus,
          members: watched.length,
          members_down: down.map(({ id }) => id),
        },
      }];
    });
  },
});

/** Names that a line has room for. */
const MOST_NAMES = 5;

function memberText({ id, name, address, protocolPort, operatingStatus }: HealthMember): string {
  const place = address === undefined ? "" : ` (${address}:${protocolPort})`;
  return `${name ?? id}${place} is ${operatingStatus}`;
}

function firstOf(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function ofBalancer(
  { loadBalancerIds = [] }: Pick<HealthMemberPool, "loadBalancerIds">,
  names: ReadonlyMap<string, string>,
): string {
  const [id] = loadBalancerIds;
  return id === undefined ? "" : ` of load balancer ${names.get(id) ?? id}`;
}

const unmonitored = check({
  id: "lb-pool-no-monitor",
  area: "load_balancer",
  title: "Pools whose members nothing watches",
  data: ["memberPools"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Give the pool a health monitor: without one, requests go on to members that are down.",
  next: ({ id }) => command("openstack", "loadbalancer", "pool", "show", id),
  run: (data) =>
    data.all("memberPools").flatMap((pool): Draft[] => {
      const { adminStateUp, healthMonitorId, memberIds = [] } = pool;
      if (adminStateUp === false || healthMonitorId !== undefined || memberIds.length === 0) return [];
      const resource = resourceOf("pool", pool);
      return [{
        severity: "warning",
        text: `pool ${resource.name} has no health monitor for its ${plural(memberIds.length, "member")}`,
        resource,
        evidence: poolEvidence(pool),
      }];
    }),
});

function poolEvidence({ protocol, healthMonitorId, memberIds, operatingStatus }: HealthMemberPool) {
  return {
    protocol,
    operating_status: operatingStatus,
    healthmonitor_id: healthMonitorId,
    members: memberIds?.length,
  };
}

const empty = check({
  id: "lb-empty",
  area: "load_balancer",
  title: "Listeners without a pool, and pools without members",
  data: ["listeners", "memberPools"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Complete the load balancer, or delete the part that leads nowhere: it answers with errors.",
  next: ({ kind, id }) => command("openstack", "loadbalancer", kind, "show", id),
  run: (data) => [
    ...data.all("listeners").filter(leadsNowhere).map((listener): Draft => {
      const resource = resourceOf("listener", listener);
      return {
        severity: "warning",
        text:
          `listener ${resource.name} on port ${listener.protocolPort} has neither a pool nor an L7 policy`,
        resource,
        evidence: { protocol: listener.protocol, protocol_port: listener.protocolPort },
      };
    }),
    ...data.all("memberPools").filter(hasNoMember).map((pool): Draft => {
      const resource = resourceOf("pool", pool);
      return {
        severity: "warning",
        text: `pool ${resource.name} has no member`,
        resource,
        evidence: poolEvidence(pool),
      };
    }),
  ],
});

/** A listener for Prometheus serves numbers of its own. */
function leadsNowhere(listener: HealthListener): boolean {
  const { adminStateUp, provisioningStatus, protocol, defaultPoolId, l7PolicyIds = [] } = listener;
  return adminStateUp !== false && !isChanging(provisioningStatus) && protocol !== "PROMETHEUS" &&
    defaultPoolId === undefined && l7PolicyIds.length === 0;
}

function hasNoMember({ adminStateUp, provisioningStatus, memberIds }: HealthMemberPool): boolean {
  return adminStateUp !== false && !isChanging(provisioningStatus) && memberIds?.length === 0;
}

function isChanging(provisioningStatus = ""): boolean {
  return provisioningStatus.startsWith("PENDING_");
}

const vip = check({
  id: "lb-vip-missing",
  area: "load_balancer",
  title: "Load balancers that have lost the port of their address",
  data: ["loadBalancers", "vipPorts"],
  severities: ["critical"],
  thresholds: {},
  remedy: "Fail it over, which makes the port anew where Octavia made it; that takes an administrator. " +
    "If that does not help, build the load balancer anew.",
  next: ({ id }) =>
    command("openstack", "loadbalancer", "show", id, "-c", "vip_port_id", "-c", "vip_address"),
  run(data, ctx) {
    const ports = new Map(data.all("vipPorts").map(({ id, addresses }) => [id, new Set(addresses)]));
    const seesAll = ctx.login.roles.includes("admin");
    let hidden = 0;
    const found = data.all("loadBalancers").flatMap((balancer): Draft[] => {
      const { vipPortId, vipAddress, additionalVips = [], provisioningStatus } = balancer;
      if (vipPortId === undefined || isChanging(provisioningStatus)) return [];
      const addresses = ports.get(vipPortId);
      const resource = balancerResource(balancer);
      const lost = [...vipAddress === undefined ? [] : [vipAddress], ...additionalVips]
        .filter((address) => !addresses?.has(address));
      const about = {
        severity: "critical",
        resource,
        evidence: { ...evidence(balancer), vip_port_id: vipPortId, fixed_ips: [...addresses ?? []] },
      } as const;
      if (addresses === undefined) {
        // Only an administrator is shown the ports of everybody.
        if (seesAll) {
          return [{ ...about, text: `load balancer ${resource.name} has lost the port ${of(lost)}` }];
        }
        hidden++;
        return [];
      }
      if (lost.length === 0) return [];
      const now = addresses.size === 0 ? "none" : [...addresses].join(", ");
      return [{
        ...about,
        text: `load balancer ${resource.name} should have ${lost.join(", ")}, but its port has ${now}`,
      }];
    });
    if (hidden > 0) {
      ctx.incomplete(
        "ports of load balancers",
        `the service does not show ${hidden} of ${data.all("loadBalancers").length} to this login: ` +
          "they are gone, or belong to another project",
      );
    }
    return found;
  },
});

function of(addresses: readonly string[]): string {
  return addresses.length === 0 ? "of its address" : `of its address ${addresses.join(", ")}`;
}

const tls = check({
  id: "lb-tls-expiry",
  area: "load_balancer",
  title: "Certificates of listeners that end soon",
  data: ["listenerCertificates"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 30, critical_days: 14 },
  remedy: "Store the renewed certificate in a new container, and set it on the listener.",
  next: ({ id }) =>
    command(
      "openstack",
      "loadbalancer",
      "listener",
      "show",
      id,
      "-c",
      "default_tls_container_ref",
      "-c",
      "sni_container_refs",
    ),
  run(data, ctx) {
    const limits = { warning: ctx.limit("warning_days"), critical: ctx.limit("critical_days") };
    const certificates = data.all("listenerCertificates").flatMap((certificate) => {
      const end = parseTime(certificate.validTo);
      return end === undefined ? [] : [{ ...certificate, end, days: daysLeft(end, ctx.now) }];
    });
    if (certificates.length > 0) {
      const value = Math.min(...certificates.map(({ days }) => days));
      ctx.measure({ label: "certificates of listeners", value, unit: "d", below: true, ...limits });
    }
    return certificates.filter(({ days }) => days < limits.warning).map(
      ({ id, listener, subject, validTo, end, days }): Draft => {
        const resource = resourceOf("listener", listener);
        return {
          severity: days < limits.critical ? "critical" : "warning",
          text: `listener ${resource.name} shows a certificate${subject ? ` for ${subject}` : ""} that ${
            endWords(end, ctx.now)
          }`,
          resource,
          evidence: { valid_to: validTo, subject, container: id },
          key: `${listener.id}/${id}`,
        };
      },
    );
  },
});

/** The checks of this area. */
export const loadBalancerChecks: readonly Check[] = [
  provisioning,
  operating,
  members,
  unmonitored,
  empty,
  vip,
  tls,
  ...amphoraChecks,
];
