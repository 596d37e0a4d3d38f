import * as z from "zod";
import { listVolumeAvailabilityZones } from "../../openstack/block_storage/operations.ts";
import { readVolumeAvailabilityZone } from "../../openstack/block_storage/types.ts";
import { listAvailabilityZoneDetails, listAvailabilityZones } from "../../openstack/compute/operations.ts";
import { readAvailabilityZone, type ZoneService } from "../../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listNetworkAvailabilityZones } from "../../openstack/network/operations.ts";
import { readNetworkAvailabilityZone } from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import type { Gathered, ListSpec } from "../list_spec.ts";
import { PART_ARGUMENTS, PART_COMPAT } from "../list_arguments.ts";
import { tool, type ToolContext } from "../tool.ts";

/** Availability zones of all services that have some. */
export const getAvailabilityZones = tool({
  name: "get_availability_zones",
  toolset: "compute",
  title: "Availability zones",
  description:
    "Availability zones of compute, network and block storage, and whether they are available; hosts for administrators.",
  input: z.strictObject(PART_ARGUMENTS),
  operations: [
    listAvailabilityZones,
    listAvailabilityZoneDetails,
    listNetworkAvailabilityZones,
    listVolumeAvailabilityZones,
  ],
  compat: PART_COMPAT,
  run: (args, context) => answerList(ZONES, args, context),
});

/** A zone of one service. */
interface Zone {
  readonly service: string;
  readonly name: string;
  readonly available: boolean | undefined;
  /** What is placed in it, where a service has several kinds: `network` or `router`. */
  readonly resource?: string | undefined;
  readonly services?: readonly ZoneService[] | undefined;
}

const ZONES: ListSpec<Zone> = {
  noun: ["availability zone", "availability zones"],
  list: listAvailabilityZones,
  gather: gatherZones,
  read: () => undefined,
  id: (zone) => [zone.service, zone.resource, zone.name].join("/"),
  name: (zone) => zone.name,
  columns: [
    { name: "service", level: "basic", value: (zone) => zone.service },
    { name: "resource", level: "basic", value: (zone) => zone.resource },
    { name: "name", level: "basic", value: (zone) => zone.name },
    { name: "available", level: "basic", value: (zone) => zone.available ?? "unknown", fold: "lower" },
    { name: "hosts", level: "detailed", value: hostTexts },
  ],
};

/** Where zones are read; each says of itself what it has. */
const SOURCES: Readonly<Record<string, (context: ToolContext) => Promise<Zone[]>>> = {
  "compute": computeZones,
  "network": networkZones,
  "block storage": volumeZones,
};

async function gatherZones(context: ToolContext): Promise<Gathered<Zone>> {
  const results = await Promise.all(
    Object.entries(SOURCES).map(async ([service, read]) => {
      try {
        return { items: await read(context), unavailable: [] };
      } catch (error) {
        return { items: [], unavailable: [unavailablePart(`${service} zones`, error)], error };
      }
    }),
  );
  // Nothing could be read: that is the answer, not a list with three gaps.
  const errors = results.flatMap((result) => result.error === undefined ? [] : [result.error]);
  if (errors.length === results.length) throw errors[0];
  return {
    items: results.flatMap((result) => result.items),
    unavailable: results.flatMap((result) => result.unavailable),
  };
}

async function isAdmin(context: ToolContext): Promise<boolean> {
  return (await context.cloud.session()).roles.includes("admin");
}

async function computeZones(context: ToolContext): Promise<Zone[]> {
  const operation = await isAdmin(context) ? listAvailabilityZoneDetails : listAvailabilityZones;
  const zones = await context.cloud.list(operation);
  return zones.flatMap((value) => readAvailabilityZone(value) ?? []).map((zone) => ({
    service: "compute",
    ...zone,
  }));
}

async function volumeZones(context: ToolContext): Promise<Zone[]> {
  const zones = await context.cloud.list(listVolumeAvailabilityZones);
  return zones.flatMap((value) => readVolumeAvailabilityZone(value) ?? []).map((zone) => ({
    service: "block storage",
    ...zone,
  }));
}

/** Neutron hides its zones from members behind an empty list. */
async function networkZones(context: ToolContext): Promise<Zone[]> {
  const values = await context.cloud.list(listNetworkAvailabilityZones);
  if (values.length === 0 && !await isAdmin(context)) {
    throw new OpenStackError({
      what: "list network zones",
      service: listNetworkAvailabilityZones.service,
      reason: "not permitted",
      detail: "Neutron shows its zones to administrators alone",
    });
  }
  return values.flatMap((value) => readNetworkAvailabilityZone(value) ?? []).map((zone) => ({
    service: "network",
    name: zone.name,
    resource: zone.resource,
    available: zone.state === undefined ? undefined : zone.state === "available",
  }));
}

/** Hosts, with the services that do not answer. */
function hostTexts({ services }: Zone): string[] | undefined {
  if (!services) return undefined;
  return [...Map.groupBy(services, (service) => service.host)].map(([host, own]) => {
    const down = own.filter((service) => service.available === false).map((service) =>
      `${service.binary} down`
    );
    return [host, ...down].join(" ");
  });
}
