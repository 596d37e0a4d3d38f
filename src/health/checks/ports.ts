/** Checks of ports, and of trunks, which are ports that carry others.
 *
 * @module
 */
import type { Network, Subnet } from "../../openstack/network/types.ts";
import { plural } from "../../text/plural.ts";
import { type Check, check, type Draft, notApplicable, notPermitted } from "../check.ts";
import type { HealthServer } from "../collections/compute.ts";
import type { HealthPort } from "../collections/network.ts";
import { command } from "../command.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import { oldest } from "../oldest.ts";
import type { FoundResource } from "../report.ts";
import { serverResource } from "../server_resource.ts";
import { unusedPorts } from "../unused.ts";

function portResource(port: HealthPort): FoundResource {
  const zone = zoneOf(port);
  return {
    ...resourceOf("port", port),
    ...(zone === undefined ? {} : { zone }),
    ...(port.hostId === undefined ? {} : { host: port.hostId }),
  };
}

/** Nova names the zone of its server behind the colon of the owner, and `None` where it has none. */
function zoneOf(port: HealthPort): string | undefined {
  const zone = isCompute(port) ? port.deviceOwner?.slice("compute:".length) : undefined;
  return zone === "" || zone === "None" ? undefined : zone;
}

function portEvidence(port: HealthPort) {
  return {
    status: port.status,
    device_id: port.deviceId,
    device_owner: port.deviceOwner,
    network_id: port.networkId,
    host: port.hostId,
    vif_type: port.vifType,
    updated_at: port.updatedAt,
  };
}

const showPort = ({ id }: FoundResource) => command("openstack", "port", "show", id);

/** Whether a server has it. */
function isCompute({ deviceOwner = "" }: HealthPort): boolean {
  return deviceOwner.startsWith("compute:");
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
  next: showPort,
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
      const resource = portResource(port);
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

const down = check({
  id: "port-down",
  area: "network",
  title: "Ports that are down although their server runs",
  data: ["ports", "servers"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 10, critical_count: 10 },
  remedy: "Look at the network agent of the server's host.",
  next: showPort,
  run(data, ctx) {
    const active = new Map(
      data.all("servers").filter(({ status }) => status === "ACTIVE").map((server) => [server.id, server]),
    );
    const found = data.all("ports").flatMap((port) => {
      const server = active.get(port.deviceId ?? "");
      const counts = port.status === "DOWN" && port.adminStateUp !== false && isCompute(port);
      if (!server || !counts) return [];
      const since = held(later(port.updatedAt, server.updated), ctx.now, {
        warningMs: duration(ctx, "warning_minutes"),
      });
      return since ? [{ port, server, since }] : [];
    });
    const severity = found.length > ctx.limit("critical_count") ? "critical" : "warning";
    return found.map(({ port, server, since }): Draft => {
      const resource = portResource(port);
      return {
        severity,
        text: `port ${resource.name} of server ${server.name ?? server.id} has been down ${since.words}`,
        resource,
        since: since.since,
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

const unbound = check({
  id: "port-unbound-old",
  area: "network",
  topic: "leaks",
  title: "Ports that nothing uses",
  data: ["ports"],
  severities: ["warning"],
  thresholds: { warning_days: 7 },
  remedy: "Delete it if nobody needs it any more.",
  next: showPort,
  run(data, ctx) {
    const idle = unusedPorts(data.all("ports")).flatMap((port) => {
      const since = held(port.updatedAt ?? port.createdAt, ctx.now, {
        warningMs: duration(ctx, "warning_days"),
      });
      return since ? [{ port, since }] : [];
    });
    if (idle.length > 0) {
      ctx.holding({
        what: "ports that nothing uses",
        count: idle.length,
        ...oldest(idle.map(({ port }) => port.updatedAt ?? port.createdAt)),
        holds: { addresses: idle.reduce((sum, { port }) => sum + port.fixedIps, 0) },
      });
    }
    return idle.map(({ port, since }): Draft => {
      const resource = portResource(port);
      return {
        severity: "warning",
        text: `port ${resource.name} has been used by nothing ${since.words}`,
        resource,
        since: since.since,
        evidence: {
          ...portEvidence(port),
          fixed_ips: port.addresses.flatMap(({ address }) => address ?? []),
        },
      };
    });
  },
});

const orphan = check({
  id: "port-orphan",
  area: "network",
  topic: "leaks",
  title: "Ports of servers that do not exist",
  data: ["ports", "missingServers"],
  needs: "admin",
  severities: ["warning", "critical"],
  // Nova deletes the ports of a server after the server.
  thresholds: { warning_minutes: 15, critical_count: 20 },
  remedy: "Delete the port; Nova has lost it when the server was deleted.",
  next: showPort,
  run(data, ctx) {
    if (!ctx.login.roles.includes("admin")) {
      return notPermitted(
        "only an administrator sees the servers of all projects, and so those that are missing",
      );
    }
    const missing = new Map(data.all("missingServers").map((server) => [server.id, server]));
    const unread = [...missing.values()].filter((server) => server.unread).length;
    if (unread > 0) ctx.incomplete("servers", `Nova did not say whether ${unread} that ports name exist`);
    const found = data.all("ports").flatMap((port) => {
      const server = isCompute(port) ? missing.get(port.deviceId ?? "") : undefined;
      if (!server || server.unread) return [];
      const since = held(port.updatedAt, ctx.now, { warningMs: duration(ctx, "warning_minutes") });
      return since ? [{ port, since }] : [];
    });
    if (found.length > 0) {
      ctx.holding({
        what: "ports of servers that do not exist",
        count: found.length,
        ...oldest(found.map(({ port }) => port.updatedAt)),
        holds: { addresses: found.reduce((sum, { port }) => sum + port.fixedIps, 0) },
      });
    }
    const severity = found.length > ctx.limit("critical_count") ? "critical" : "warning";
    return found.map(({ port, since }): Draft => {
      const resource = portResource(port);
      return {
        severity,
        text: `port ${resource.name} belongs to server ${port.deviceId}, which does not exist; ` +
          `it has not changed ${since.words}`,
        resource,
        since: since.since,
        evidence: {
          ...portEvidence(port),
          fixed_ips: port.addresses.flatMap(({ address }) => address ?? []),
        },
      };
    });
  },
});

const noIp = check({
  id: "port-no-ip",
  area: "network",
  title: "Ports without an address on networks that have subnets",
  data: ["ports", "networks"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Give the port an address; look whether the subnets have any left.",
  next: showPort,
  run: (data) => {
    const withSubnets = new Map(
      data.all("networks").filter(({ subnetIds = [] }) => subnetIds.length > 0)
        .map((network) => [network.id, network]),
    );
    return data.all("ports").filter((port) => port.fixedIps === 0 && wantsAddress(port))
      .flatMap((port): Draft[] => {
        const network = withSubnets.get(port.networkId ?? "");
        if (!network) return [];
        const resource = portResource(port);
        return [{
          severity: "warning",
          text: `port ${resource.name} has no address although network ${network.name ?? network.id} has ` +
            plural(network.subnetIds?.length ?? 0, "subnet"),
          resource,
          evidence: { ...portEvidence(port), ip_allocation: port.ipAllocation },
        }];
      });
  },
});

/** The network service's own ports do without; others may be meant to, or wait for their binding. */
function wantsAddress({ ipAllocation = "immediate", deviceOwner = "" }: HealthPort): boolean {
  return ipAllocation === "immediate" && !deviceOwner.startsWith("network:");
}

const trunkDegraded = check({
  id: "trunk-degraded",
  area: "network",
  title: "Trunks that do not carry all their ports",
  data: ["trunks"],
  optional: ["ports"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15 },
  remedy:
    "Look at the network agent of the host of its parent port; remove the sub-ports and add them again.",
  next: ({ id }) => command("openstack", "network", "trunk", "show", id),
  run(data, ctx) {
    const trunks = data.all("trunks");
    const shown = new Set(trunks.map(({ id }) => id));
    const hidden = new Set(
      (data.maybe("ports") ?? []).filter(({ deviceOwner, deviceId = "" }) =>
        deviceOwner === "trunk:subport" && !shown.has(deviceId)
      ).map(({ deviceId }) => deviceId),
    ).size;
    if (ctx.allProjects && hidden > 0) {
      ctx.incomplete("trunks", `the service does not show ${hidden} that ports belong to`);
    }
    return trunks.flatMap((trunk): Draft[] => {
      const failed = trunk.status === "ERROR";
      if (!failed && trunk.status !== "DEGRADED" && trunk.status !== "BUILD") return [];
      const found = held(
        trunk.updatedAt,
        ctx.now,
        failed ? { criticalMs: 0 } : { warningMs: duration(ctx, "warning_minutes") },
      );
      if (!found) return [];
      const resource = resourceOf("trunk", trunk);
      return [{
        severity: found.severity,
        text: `trunk ${resource.name} has been in state ${trunk.status} ${found.words}`,
        resource,
        since: found.since,
        evidence: {
          status: trunk.status,
          port_id: trunk.portId,
          sub_ports: trunk.subPorts?.length,
          updated_at: trunk.updatedAt,
        },
      }];
    });
  },
});

/** The least that IPv6 works with. */
const IPV6_MTU = 1280;

const mtu = check({
  id: "net-mtu",
  area: "network",
  title: "Networks whose MTU does not fit",
  data: ["networks", "subnets", "ports"],
  optional: ["servers"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Give the networks of a server one MTU, or set it for each of its interfaces; IPv6 needs 1280 at least.",
  run(data) {
    const ports = data.all("ports");
    const networks = data.all("networks");
    const servers = new Map((data.maybe("servers") ?? []).map((server) => [server.id, server]));
    return [...tooNarrow(networks, data.all("subnets"), ports), ...mixed(networks, servers, ports)];
  },
});

/** Networks in use that IPv6 does not work on. */
function tooNarrow(
  networks: readonly Network[],
  subnets: readonly Subnet[],
  ports: readonly HealthPort[],
): Draft[] {
  const used = new Set(ports.map(({ networkId }) => networkId));
  const ipv6 = new Set(
    subnets.filter(({ ipVersion }) => ipVersion === 6).map(({ networkId }) => networkId),
  );
  return networks.filter(({ id, mtu = 0 }) => used.has(id) && ipv6.has(id) && mtu > 0 && mtu < IPV6_MTU)
    .map((network): Draft => {
      const resource = resourceOf("network", network);
      return {
        severity: "warning",
        text: `network ${resource.name} has an MTU of ${network.mtu} and IPv6 subnets, ` +
          `which need ${IPV6_MTU} at least`,
        resource,
        evidence: { mtu: network.mtu },
        next: command("openstack", "network", "show", network.id),
      };
    });
}

/** Servers whose networks differ. */
function mixed(
  networks: readonly Network[],
  servers: ReadonlyMap<string, HealthServer>,
  ports: readonly HealthPort[],
): Draft[] {
  const known = new Map(networks.map((network) => [network.id, network]));
  return [...Map.groupBy(ports.filter(isCompute), ({ deviceId = "" }) => deviceId)].flatMap(
    ([id, own]): Draft[] => {
      const met = [...new Set(own.map(({ networkId = "" }) => networkId))]
        .flatMap((networkId) => known.get(networkId) ?? []).filter(({ mtu = 0 }) => mtu > 0);
      if (new Set(met.map(({ mtu }) => mtu)).size < 2) return [];
      const server = servers.get(id);
      const resource = server
        ? serverResource(server)
        : resourceOf("server", { id, projectId: own[0]?.projectId });
      const said = met.map(({ mtu, name, id }) => `${name ?? id} ${mtu}`);
      return [{
        severity: "warning",
        text: `server ${resource.name} has ports on networks of different MTU: ${said.join(", ")}`,
        resource,
        evidence: { networks: said },
        next: command("openstack", "port", "list", "--server", id),
      }];
    },
  );
}

/** The checks of ports. */
export const portChecks: readonly Check[] = [
  bindingFailed,
  down,
  unbound,
  orphan,
  noIp,
  trunkDegraded,
  mtu,
];
