/** Checks of routers.
 *
 * @module
 */
import type { Router } from "../../openstack/network/types.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthPort } from "../collections/network.ts";
import { command } from "../command.ts";
import { resourceOf } from "../lasting.ts";
import { oldest } from "../oldest.ts";
import type { FoundResource } from "../report.ts";

/** A router as a finding names it; its zone is told if there is but one. */
export function routerResource(router: Router): FoundResource {
  const [zone, ...others] = router.availabilityZones ?? [];
  return {
    ...resourceOf("router", router),
    ...(zone === undefined || others.length > 0 ? {} : { zone }),
  };
}

const status = check({
  id: "router-status",
  area: "network",
  title: "Routers that do not route",
  data: ["routers", "floatingIps"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Look at the router's agent; give it back its gateway if floating IPs need one.",
  next: ({ id }) => command("openstack", "router", "show", id),
  run(data, ctx) {
    const used = Map.groupBy(data.all("floatingIps"), (fip) => fip.routerId ?? "");
    const shown = new Set(data.all("routers").map((router) => router.id));
    const hidden = [...used.keys()].filter((id) => id !== "" && !shown.has(id)).length;
    if (ctx.allProjects && hidden > 0) {
      ctx.incomplete("routers", `the service does not show ${hidden} that floating IPs use`);
    }
    return data.all("routers").flatMap((router): Draft[] => {
      const fips = used.get(router.id)?.length ?? 0;
      const wrong = routerTrouble(router, fips);
      if (wrong === undefined) return [];
      const resource = routerResource(router);
      return [{
        severity: "warning",
        text: `router ${resource.name} ${wrong}`,
        resource,
        evidence: {
          status: router.status,
          admin_state_up: router.adminStateUp,
          gateway: router.gateway?.networkId ?? "none",
          floating_ips: fips,
        },
      }];
    });
  },
});

function routerTrouble(router: Router, fips: number): string | undefined {
  if (router.status !== "ACTIVE") return `is ${router.status ?? "in no state"}`;
  if (fips === 0) return undefined;
  const use = `although ${fips} floating ${fips === 1 ? "IP uses" : "IPs use"} it`;
  if (router.adminStateUp === false) return `is switched off ${use}`;
  return router.gateway ? undefined : `has no gateway ${use}`;
}

/** Interfaces of distributed routers and of those with several agents have owners of their own. */
const INTERFACE = /^network:(router_interface|ha_router_replicated_interface)/;

/** Tells of a router whether it has an interface among these ports. */
export function hasInterface(ports: readonly HealthPort[]): (router: Pick<Router, "id">) => boolean {
  const owners = new Set(
    ports.filter(({ deviceOwner = "" }) => INTERFACE.test(deviceOwner)).map(({ deviceId }) => deviceId),
  );
  return ({ id }) => owners.has(id);
}

const empty = check({
  id: "router-empty",
  area: "network",
  topic: "leaks",
  title: "Routers that connect nothing",
  data: ["routers", "ports"],
  severities: ["info"],
  thresholds: {},
  remedy: "Delete it if nobody needs it any more: with a gateway it holds an external address.",
  next: ({ id }) => command("openstack", "router", "show", id),
  run(data, ctx) {
    const connected = hasInterface(data.all("ports"));
    const idle = data.all("routers").filter((router) => !connected(router));
    if (idle.length > 0) {
      ctx.holding({
        what: "routers without an interface",
        count: idle.length,
        ...oldest(idle.map(({ createdAt }) => createdAt)),
        holds: {
          addresses: idle.reduce((sum, { gateway }) => sum + (gateway?.fixedIps?.length ?? 0), 0),
        },
      });
    }
    return data.all("routers").flatMap((router): Draft[] => {
      const lacks = [connected(router) ? [] : "interface", router.gateway ? [] : "gateway"].flat();
      if (lacks.length === 0) return [];
      const resource = routerResource(router);
      return [{
        severity: "info",
        text: `router ${resource.name} has no ${lacks.join(" and no ")}`,
        resource,
        evidence: {
          interface: connected(router),
          gateway: router.gateway?.networkId ?? "none",
          created_at: router.createdAt,
          updated_at: router.updatedAt,
        },
      }];
    });
  },
});

/** The checks of routers. */
export const routerChecks: readonly Check[] = [status, empty];
