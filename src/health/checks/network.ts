/** Checks of Neutron: its agents for administrators, and the project's ports, routers, addresses and rules.
 *
 * @module
 */
import type { Agent, FloatingIp, Router } from "../../openstack/network/types.ts";
import { type Check, check, type Draft, notApplicable, notPermitted } from "../check.ts";
import type { HealthPort } from "../collections/network.ts";
import { downServices } from "../down_services.ts";
import { duration, held, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { securityGroupChecks } from "./security_groups.ts";

function agentResource({ id, host }: Agent): FoundResource {
  return { kind: "network agent", id, name: host ?? id };
}

function agentEvidence({ type, binary, alive, adminStateUp, heartbeat }: Agent) {
  return { type, binary, alive, admin_state_up: adminStateUp, heartbeat };
}

/** Whose loss cuts networks off; OVN's gateways do what the L3 agents do elsewhere. */
const VITAL = /^(L3|DHCP) agent$|gateway/i;

const agentDown = check({
  id: "neutron-agent-down",
  area: "network",
  title: "Network agents that are down",
  data: ["agents"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15, group_minutes: 5 },
  remedy: "Look at the host, its connection to the message bus, and its clock.",
  run: (data, ctx) =>
    downServices(
      data.all("agents").filter((agent) => agent.adminStateUp !== false).map((agent) => ({
        resource: agentResource(agent),
        kind: agent.type ?? agent.binary ?? "agent",
        up: agent.alive === true,
        lastSeen: agent.heartbeat,
        evidence: agentEvidence(agent),
      })),
      {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
        groupMs: duration(ctx, "group_minutes"),
        vital: (kind) => VITAL.test(kind),
      },
    ),
});

const agentDisabled = check({
  id: "neutron-agent-disabled",
  area: "network",
  title: "Network agents that are disabled",
  data: ["agents"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Enable it when the work on it is done, or delete it.",
  run: (data) =>
    data.all("agents").filter((agent) => agent.adminStateUp === false).map((agent): Draft => {
      const resource = agentResource(agent);
      return {
        severity: "warning",
        text: `${agent.type ?? "agent"} on ${resource.name} is disabled, since when Neutron does not tell`,
        resource,
        evidence: agentEvidence(agent),
      };
    }),
});

function portEvidence(port: HealthPort) {
  return {
    status: port.status,
    device: port.deviceId,
    device_owner: port.deviceOwner,
    network: port.networkId,
    host: port.hostId,
    vif_type: port.vifType,
    updated_at: port.updatedAt,
  };
}

const bindingFailed = check({
  id: "port-binding-failed",
  area: "network",
  title: "Ports that no mechanism would bind",
  data: ["ports"],
  needs: "admin",
  severities: ["warning", "critical"],
  thresholds: { critical_percent: 5 },
  remedy: "Look at the agent of the port's host, then move or rebuild what uses the port.",
  run(data, ctx) {
    const ports = data.all("ports");
    const told = ports.filter((port) => port.vifType !== undefined);
    if (ports.length > 0 && told.length === 0) {
      return notPermitted("Neutron shows the binding of ports to administrators alone");
    }
    if (ports.length === 0 && !ctx.login.roles.includes("admin")) return notApplicable("there is no port");
    const failed = told.filter((port) => port.vifType === "binding_failed");
    const grave = 100 * failed.length / told.length > ctx.limit("critical_percent");
    return failed.map((port): Draft => {
      const resource = resourceOf("port", port);
      return {
        severity: grave ? "critical" : "warning",
        text: `port ${resource.name} could not be bound${
          port.hostId === undefined ? "" : ` on host ${port.hostId}`
        }`,
        resource,
        evidence: portEvidence(port),
      };
    });
  },
});

const portDown = check({
  id: "port-down",
  area: "network",
  title: "Ports that are down although their server runs",
  data: ["ports", "servers"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 10, critical_count: 10 },
  remedy: "Look at the network agent of the server's host.",
  run(data, ctx) {
    const active = new Map(
      data.all("servers").filter(({ status }) => status === "ACTIVE").map((server) => [server.id, server]),
    );
    const down = data.all("ports").flatMap((port) => {
      const server = active.get(port.deviceId ?? "");
      const counts = port.status === "DOWN" && port.adminStateUp !== false &&
        (port.deviceOwner ?? "").startsWith("compute:");
      if (!server || !counts) return [];
      const found = held(later(port.updatedAt, server.updated), ctx.now, {
        warningMs: duration(ctx, "warning_minutes"),
      });
      return found ? [{ port, server, found }] : [];
    });
    const severity = down.length > ctx.limit("critical_count") ? "critical" : "warning";
    return down.map(({ port, server, found }): Draft => {
      const resource = resourceOf("port", port);
      return {
        severity,
        text: `port ${resource.name} of server ${server.name ?? server.id} has been down ${found.words}`,
        resource,
        since: found.since,
        evidence: { ...portEvidence(port), server_status: server.status },
      };
    });
  },
});

/** The later of two times of one form; a port is down no longer than its server has been running. */
function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.slice(0, 19) < b.slice(0, 19) ? b : a;
}

function fipResource(fip: FloatingIp): FoundResource {
  return resourceOf("floating IP", { id: fip.id, name: fip.address, projectId: fip.projectId });
}

function fipEvidence(fip: FloatingIp) {
  return {
    status: fip.status,
    fixed_address: fip.fixedAddress,
    port: fip.portId,
    router: fip.routerId,
    created_at: fip.createdAt,
    updated_at: fip.updatedAt,
  };
}

const fipUnused = lasting({
  id: "fip-unused",
  area: "network",
  title: "Floating IPs that nobody uses",
  data: "floatingIps",
  limits: { warning_days: 7 },
  remedy: "Associate or release it.",
  matches: (fip) => fip.portId === undefined && !fip.portForwardings,
  since: (fip) => fip.updatedAt ?? fip.createdAt,
  resource: fipResource,
  says: () => "has been unused",
  evidence: fipEvidence,
});

const fipDown = check({
  id: "fip-down",
  area: "network",
  title: "Floating IPs that lead nowhere",
  data: ["floatingIps"],
  optional: ["servers", "ports"],
  severities: ["warning"],
  thresholds: { warning_minutes: 15 },
  remedy: "Look at its router and server; start the server or release the address.",
  run(data, ctx) {
    const servers = new Map((data.maybe("servers") ?? []).map((server) => [server.id, server]));
    const ports = new Map((data.maybe("ports") ?? []).map((port) => [port.id, port]));
    return data.all("floatingIps").filter((fip) => fip.portId !== undefined).flatMap((fip): Draft[] => {
      const server = servers.get(fip.deviceId ?? ports.get(fip.portId ?? "")?.deviceId ?? "");
      const down = fip.status !== "ACTIVE";
      const silent = server !== undefined && server.status !== "ACTIVE";
      if (!down && !silent) return [];
      const found = held(down ? fip.updatedAt : server?.updated, ctx.now, {
        warningMs: duration(ctx, "warning_minutes"),
      });
      if (!found) return [];
      const resource = fipResource(fip);
      const why = down
        ? `is ${fip.status ?? "in no state"}`
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

const routerStatus = check({
  id: "router-status",
  area: "network",
  title: "Routers that do not route",
  data: ["routers", "floatingIps"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Look at the router's agent; give it back its gateway if floating IPs need one.",
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
      const resource = resourceOf("router", router);
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
  if (router.adminStateUp === false) return `is switched off although ${fips} floating IPs use it`;
  return router.gateway ? undefined : `has no gateway although ${fips} floating IPs use it`;
}

/** The checks of this area. */
export const networkChecks: readonly Check[] = [
  agentDown,
  agentDisabled,
  bindingFailed,
  portDown,
  fipUnused,
  fipDown,
  routerStatus,
  ...securityGroupChecks,
];
