import * as z from "zod";
import { listServerRefs } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import {
  listFloatingIps,
  listPortForwardings,
  listPorts,
  showFloatingIp,
} from "../../openstack/network/operations.ts";
import {
  type FloatingIp,
  type PortForwarding,
  readFloatingIp,
  readPortForwarding,
} from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { filtering, PART_ARGUMENTS, PART_COMPAT, referenceArgument, renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import { ownOnly } from "../list_read.ts";
import type { Gathered, ListSpec } from "../list_spec.ts";
import { readParts, UNKNOWN } from "../parts.ts";
import { tool, type ToolContext } from "../tool.ts";
import { FLOATING_IPS } from "./floating_ips.ts";
import { type PortDevices, portDevices, serverOfPort } from "./port_devices.ts";
import { ownQuery } from "./references.ts";

const COMPAT = { floating_ip_id: renamed("floating_ip"), floating_ip_address: renamed("floating_ip") };

/** Port forwardings of floating IPs. */
export const getPortForwardings = tool({
  name: "get_port_forwardings",
  toolset: "network",
  title: "Port forwardings",
  description: "Port forwardings of one floating IP or all: protocol, external and internal ports, server.",
  input: z.strictObject({ floating_ip: referenceArgument, ...PART_ARGUMENTS }),
  operations: [listFloatingIps, showFloatingIp, listPortForwardings, listPorts, listServerRefs],
  compat: { ...PART_COMPAT, ...COMPAT },
  readsOf: {
    set_floating_ip_port_forwarding: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { ...COMPAT, port_forwarding_id: filtering("id") },
      ignored: [
        "protocol",
        "external_port",
        "internal_port",
        "internal_ip_address",
        "internal_port_id",
        "description",
      ],
    },
  },
  run: ({ floating_ip: reference, ...args }, context) => {
    const isFull = args.detail === "full" || (args.fields?.includes("description") ?? false);
    return answerList(forwardingsOf(reference, isFull), args, context);
  },
});

/** A forwarding, and what it belongs to. */
interface Forwarding extends PortForwarding {
  readonly floatingIp: FloatingIp;
}

/** Floating IPs whose forwardings one answer asks for: a request each. */
const MOST_ASKED = 20;

function forwardingsOf(reference: string | undefined, isFull: boolean): ListSpec<Forwarding, PortDevices> {
  return {
    noun: ["port forwarding", "port forwardings"],
    ...(reference === undefined ? {} : { place: "of this floating IP" }),
    list: reference === undefined ? listFloatingIps : listPortForwardings,
    gather: (context) => gatherForwardings(reference, isFull, context),
    read: () => undefined,
    id: (forwarding) => forwarding.id,
    name: () => undefined,
    columns: [
      { name: "floating_ip", level: "basic", value: ({ floatingIp }) => floatingIp.address },
      { name: "protocol", level: "basic", value: (one) => one.protocol, fold: "lower" },
      { name: "external_ports", level: "basic", value: (one) => one.externalPorts ?? UNKNOWN },
      { name: "internal_ip", level: "basic", value: (one) => one.internalAddress },
      { name: "internal_ports", level: "basic", value: (one) => one.internalPorts ?? UNKNOWN },
      {
        name: "server",
        level: "detailed",
        joined: true,
        value: (one, devices) => serverOfPort(devices, one.internalPortId),
      },
      { name: "description", level: "full", value: (one) => one.description },
      { name: "floating_ip_id", level: "full", value: ({ floatingIp }) => floatingIp.id },
      { name: "internal_port_id", level: "full", value: (one) => one.internalPortId },
      { name: "id", level: "basic", value: (one) => one.id },
    ],
    join: (forwardings, wants, context) =>
      portDevices(wants("server") ? forwardings.map((one) => one.internalPortId) : [], context),
  };
}

/** Floating IPs show their forwardings in brief. Those of one, ranges of ports and descriptions are asked for. */
async function gatherForwardings(
  reference: string | undefined,
  isFull: boolean,
  context: ToolContext,
): Promise<Gathered<Forwarding>> {
  const ips = reference === undefined
    ? await ownFloatingIps(context)
    : [await findOne(FLOATING_IPS, reference, context)];
  const incomplete = ips.filter((ip) => reference !== undefined || isIncomplete(ip, isFull));
  const { values, unavailable } = await readParts(incomplete.slice(0, MOST_ASKED), {
    what: "port forwardings",
    name: (ip) => ip.address ?? ip.id,
    read: (ip) => listedForwardings(ip, context),
  });
  return {
    items: ips.flatMap((floatingIp) =>
      merged(floatingIp.forwardings, values.get(floatingIp)).map((one) => ({ ...one, floatingIp }))
    ),
    unavailable: [...unavailable, ...leftOut(incomplete.length - MOST_ASKED)],
  };
}

async function ownFloatingIps(context: ToolContext): Promise<readonly FloatingIp[]> {
  const values = await context.cloud.list(listFloatingIps, { query: await ownQuery(context) });
  return await ownOnly(FLOATING_IPS, values.flatMap((value) => readFloatingIp(value) ?? []), context);
}

/** Whether a floating IP does not show all that is wanted. One that leads to a port as a whole forwards no ports. */
function isIncomplete({ forwardings, portId }: FloatingIp, isFull: boolean): boolean {
  if (forwardings === undefined) return portId === undefined;
  return forwardings.some((one) => isFull || one.externalPorts === undefined);
}

/** Older policies give administrators an empty list of other projects' forwardings. */
async function listedForwardings(ip: FloatingIp, context: ToolContext): Promise<readonly PortForwarding[]> {
  const values = await context.cloud.list(listPortForwardings, { path: { floatingip_id: ip.id } });
  if (values.length > 0 || !ip.portForwardings) {
    return values.flatMap((value) => readPortForwarding(value) ?? []);
  }
  throw new OpenStackError({
    what: `list port forwardings of ${ip.address}`,
    service: listPortForwardings.service,
    reason: "not permitted",
    detail: "the service shows this login what the floating IP has of them, without ranges and descriptions",
  });
}

/** What is listed, and what the floating IP alone shows. */
function merged(
  brief: readonly PortForwarding[] = [],
  whole: readonly PortForwarding[] = [],
): readonly PortForwarding[] {
  const known = new Set(whole.map(({ id }) => id));
  return [...whole, ...brief.filter(({ id }) => !known.has(id))];
}

function leftOut(more: number): readonly Readonly<Record<string, unknown>>[] {
  if (more <= 0) return [];
  return [{
    what: `port forwardings of ${more} more floating IPs`,
    service: listPortForwardings.service,
    reason: "refused by policy",
    detail: `one answer asks for those of ${MOST_ASKED} floating IPs at most`,
    next: "Name a floating IP.",
  }];
}
