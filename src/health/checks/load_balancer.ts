/** Checks of the project's load balancers.
 *
 * @module
 */
import type { LoadBalancer } from "../../openstack/load_balancer/types.ts";
import { type Check, check, type Draft } from "../check.ts";
import { duration, held, resourceOf } from "../lasting.ts";

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

const provisioning = check({
  id: "lb-provisioning",
  area: "load_balancer",
  title: "Load balancers in ERROR, or changing without end",
  data: ["loadBalancers"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15 },
  remedy: "Fail it over; that takes an administrator.",
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
      const resource = resourceOf("load balancer", balancer);
      return [{
        severity: found.severity,
        text: `load balancer ${resource.name} has been in ${status} ${found.words}`,
        resource,
        since: found.since,
        evidence: evidence(balancer),
      }];
    }),
});

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
  severities: ["warning"],
  thresholds: {},
  remedy: "Look at the members that its monitors report, then at the amphorae.",
  run: (data) =>
    data.all("loadBalancers").flatMap((balancer): Draft[] => {
      const status = balancer.operatingStatus ?? "";
      const severity = SEVERITIES[status];
      if (!severity || (status === "OFFLINE" && !shouldServe(balancer))) return [];
      const resource = resourceOf("load balancer", balancer);
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

/** The checks of this area. */
export const loadBalancerChecks: readonly Check[] = [provisioning, operating];
