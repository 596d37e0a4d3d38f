/** Checks of ports at which security groups and the protection against forged addresses do not do their work.
 *
 * @module
 */
import { rangeSize } from "../../openstack/network/addresses.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthPort } from "../collections/network.ts";
import { command } from "../command.ts";
import { entrancesOf, portOwners } from "../entrances.ts";
import { resourceOf } from "../lasting.ts";
import { familyOf, isOfServer, NETWORK_VIEW } from "../reachability.ts";
import type { FoundResource } from "../report.ts";
import { listFirst, sayFirst } from "../some_of.ts";

function portResource(port: HealthPort): FoundResource {
  return {
    ...resourceOf("port", port),
    ...(port.hostId === undefined ? {} : { host: port.hostId }),
  };
}

function showPort({ id }: FoundResource): string {
  return command("openstack", "port", "show", id);
}

const securityOff = check({
  id: "port-security-off",
  area: "network",
  topic: "exposure",
  title: "Ports of servers that no security group guards",
  data: NETWORK_VIEW,
  optional: ["serverNames"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Switch port security on and give it a group, unless the server is to route for others.",
  next: showPort,
  run(data) {
    const entrances = entrancesOf(data);
    const ownerOf = portOwners(data);
    return data.all("ports").filter(isOfServer).flatMap((port): Draft[] => {
      const { portSecurityEnabled, securityGroupIds, deviceId } = port;
      if (portSecurityEnabled !== false && securityGroupIds.length > 0) return [];
      const resource = portResource(port);
      // With port security on, no group means that nothing is let in.
      const reached = portSecurityEnabled === false ? entrances(port).map(({ address }) => address) : [];
      const what = portSecurityEnabled === false ? "has port security switched off" : "has no security group";
      return [{
        severity: "warning",
        text: `port ${resource.name} of ${ownerOf(port)} ${what}${
          reached.length > 0 ? `: reachable through ${sayFirst(reached)}` : ""
        }`,
        resource,
        evidence: {
          port_security_enabled: portSecurityEnabled,
          security_groups: securityGroupIds,
          device_id: deviceId,
          ...(reached.length > 0 ? { reachable: listFirst(reached) } : {}),
        },
      }];
    });
  },
});

const wideAddresses = check({
  id: "port-aap-wide",
  area: "network",
  topic: "exposure",
  title: "Ports that may use whole ranges of addresses beside their own",
  data: ["ports"],
  optional: ["serverNames"],
  severities: ["warning"],
  thresholds: { ipv4_prefix_bits: 24, ipv6_prefix_bits: 64 },
  remedy:
    "Allow only the addresses that it really takes over: groups that trust its group let in all of these.",
  next: showPort,
  run(data, ctx) {
    const narrowest = {
      IPv4: 1n << BigInt(Math.max(0, 32 - ctx.limit("ipv4_prefix_bits"))),
      IPv6: 1n << BigInt(Math.max(0, 128 - ctx.limit("ipv6_prefix_bits"))),
    };
    const ownerOf = portOwners(data);
    return data.all("ports").flatMap((port): Draft[] => {
      const wide = port.allowedAddresses.filter((range) =>
        (rangeSize(range) ?? 0n) > narrowest[familyOf(range)]
      );
      if (wide.length === 0) return [];
      const resource = portResource(port);
      const owner = ownerOf(port);
      const said = wide.some((range) => /\/0$/.test(range)) ? "any address" : wide.join(", ");
      return [{
        severity: "warning",
        text: `port ${resource.name}${owner.startsWith("server ") ? ` of ${owner}` : ""} may use ${said}`,
        resource,
        evidence: { allowed_address_pairs: port.allowedAddresses, device_id: port.deviceId },
      }];
    });
  },
});

/** The checks of what guards ports. */
export const portFilterChecks: readonly Check[] = [securityOff, wideAddresses];
