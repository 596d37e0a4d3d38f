/**
 * Where Nova puts servers.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { type Item, itemOf, itemsOf, numberOf, textOf } from "../json.ts";
import type { Servers } from "./compute_servers.ts";

/** How many virtual processors share one. */
const CPU_RATIO = 4;

/** The machines that take servers. */
export class Hosts {
  readonly #seed: Item;
  readonly #servers: Servers;

  constructor(seed: Item, servers: Servers) {
    this.#seed = seed;
    this.#servers = servers;
  }

  /** The zones that can be asked for. */
  zones(): string[] {
    return itemsOf(this.#seed["availability_zones"]).map((zone) => textOf(zone["zoneName"]))
      .filter((name) => name !== "internal");
  }

  /** The machine with the fewest servers, in a zone if one is asked for; none if a flavor is too big for all. */
  pick(zone: string, flavor: Item = {}): string | undefined {
    if (!this.#fits(flavor)) return undefined;
    const open = itemsOf(this.#seed["services"]).filter((service) =>
      service["binary"] === "nova-compute" && service["status"] === "enabled" && service["state"] === "up"
    ).map((service) => textOf(service["host"])).filter((host) => zone === "" || this.zoneOf(host) === zone);
    const load = Map.groupBy(this.#servers.all, (server) => textOf(server["OS-EXT-SRV-ATTR:host"]));
    const count = (host: string) => load.get(host)?.length ?? 0;
    return open.sort((a, b) => count(a) - count(b))[0];
  }

  #fits(flavor: Item): boolean {
    return itemsOf(this.#seed["hypervisors_2.87"]).some((one) =>
      numberOf(flavor["vcpus"]) <= numberOf(one["vcpus"]) * CPU_RATIO &&
      numberOf(flavor["ram"]) <= numberOf(one["memory_mb"])
    );
  }

  /** The zone of a machine. */
  zoneOf(host: string): string {
    const zone = itemsOf(this.#seed["availability_zones"]).find((one) => host in itemOf(one["hosts"]));
    return textOf(zone?.["zoneName"]);
  }

  /** The fields of a server that stands on a machine. */
  on(host: string, projectId: string): Item {
    return {
      "OS-EXT-SRV-ATTR:host": host,
      "OS-EXT-SRV-ATTR:hypervisor_hostname": host,
      "OS-EXT-AZ:availability_zone": this.zoneOf(host),
      hostId: createHash("sha224").update(projectId + host).digest("hex"),
      host_status: "UP",
    };
  }
}

/** The fields of a server that stands nowhere. */
export const NOWHERE: Item = {
  "OS-EXT-SRV-ATTR:host": null,
  "OS-EXT-SRV-ATTR:hypervisor_hostname": null,
  "OS-EXT-AZ:availability_zone": "",
  hostId: "",
  host_status: "",
};
