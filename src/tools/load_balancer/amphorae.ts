/** Amphorae as the tools show them.
 *
 * @module
 */
import { showServer } from "../../openstack/compute/operations.ts";
import { readServer } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listAmphorae, showAmphora, showAmphoraStats } from "../../openstack/load_balancer/operations.ts";
import {
  type Amphora,
  type LoadBalancerStats,
  readAmphora,
  readLoadBalancerStats,
} from "../../openstack/load_balancer/types.ts";
import { list, wire } from "../../openstack/read.ts";
import { toUtc } from "../../text/time.ts";
import { imageNames } from "../image_names.ts";
import { listImages } from "../../openstack/image/operations.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { nameOf, type Names, searched } from "../names.ts";
import { ofPart, readParts } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { LOAD_BALANCER_OPERATIONS, LOAD_BALANCERS } from "./balancers.ts";
import { belongsTo, PART_SPEC } from "./part_columns.ts";
import { addStats, STATS_FIELDS } from "./stats.ts";

/** The operations that reading amphorae may need. */
export const AMPHORA_OPERATIONS = [
  listAmphorae,
  showAmphora,
  showAmphoraStats,
  ...LOAD_BALANCER_OPERATIONS,
  showServer,
  listImages,
];

/** The machine that an amphora runs in. */
interface Machine {
  /** `missing` if Nova has none of its id. */
  readonly server: string | undefined;
  readonly host: string | undefined;
}

interface AmphoraJoin {
  readonly balancers: Names;
  readonly images: Names;
  readonly machines: ReadonlyMap<string, Machine> | undefined;
  readonly stats: ReadonlyMap<string, LoadBalancerStats> | undefined;
}

type AmphoraColumn = Column<Amphora, AmphoraJoin>;

const MACHINE_COLUMNS: readonly AmphoraColumn[] = (["server", "host"] as const).map((name) => ({
  name,
  level: "full",
  joined: true,
  value: ({ serverId }, joined) =>
    serverId === undefined ? undefined : ofPart(joined?.machines, serverId, (machine) => machine[name]),
}));

const STATS_COLUMNS: readonly AmphoraColumn[] = STATS_FIELDS.map(([name, value]) => ({
  name,
  level: "extra",
  joined: true,
  value: ({ id }, joined) => ofPart(joined?.stats, id, value),
}));

/** Amphorae are shown whoever the load balancer belongs to: it is found in the same way. */
const { owner: _owner, query: _query, ...ANY_LOAD_BALANCER } = LOAD_BALANCERS;

const COLUMNS: readonly AmphoraColumn[] = [
  {
    name: "load_balancer",
    level: "basic",
    value: (amphora, joined) => nameOf(joined?.balancers, amphora.loadBalancerId),
    resolve: belongsTo(ANY_LOAD_BALANCER, ({ loadBalancerId }) => [loadBalancerId], "loadbalancer_id"),
  },
  { name: "role", level: "basic", value: ({ role }) => role, filter: "role", fold: "upper" },
  {
    name: "status",
    level: "basic",
    value: ({ status }) => status,
    filter: "status",
    fold: "upper",
    sort: "status",
  },
  { name: "cert_expires", level: "basic", value: ({ certExpiration }) => toUtc(certExpiration) },
  { name: "cert_busy", level: "detailed", value: ({ certBusy }) => certBusy, usual: false },
  ...MACHINE_COLUMNS,
  { name: "server_id", level: "detailed", value: ({ serverId }) => serverId, filter: "compute_id" },
  {
    name: "management_ip",
    level: "detailed",
    value: ({ managementIp }) => managementIp,
    filter: "lb_network_ip",
  },
  { name: "zone", level: "detailed", value: ({ zone }) => zone, filter: "cached_zone" },
  { name: "vrrp_ip", level: "full", value: ({ vrrpIp }) => vrrpIp },
  { name: "ha_ip", level: "full", value: ({ haIp }) => haIp },
  { name: "vrrp_priority", level: "full", value: ({ vrrpPriority }) => vrrpPriority },
  {
    name: "image",
    level: "full",
    joined: true,
    value: ({ imageId }, joined) => nameOf(joined?.images, imageId),
  },
  { name: "image_id", level: "extra", value: ({ imageId }) => imageId, filter: "image_id" },
  { name: "compute_flavor", level: "full", value: ({ computeFlavor }) => computeFlavor },
  { name: "load_balancer_id", level: "extra", value: ({ loadBalancerId }) => loadBalancerId },
  ...STATS_COLUMNS,
  { name: "created", level: "full", value: ({ createdAt }) => toUtc(createdAt), sort: "created_at" },
  { name: "updated", level: "full", value: ({ updatedAt }) => toUtc(updatedAt) },
  { name: "id", level: "basic", value: ({ id }) => id },
];

/** Amphorae: Load Balancer API "List amphora". They belong to the cloud, whoever the load balancer belongs to. */
export const AMPHORAE: ListSpec<Amphora, AmphoraJoin> = {
  noun: ["amphora", "amphorae"],
  place: "in this cloud",
  list: listAmphorae,
  show: { operation: showAmphora, parameter: "amphora_id", key: "amphora" },
  read: readAmphora,
  id: ({ id }) => id,
  name: () => undefined,
  sortQuery: PART_SPEC.sortQuery,
  columns: COLUMNS,
  costly: { columns: [...MACHINE_COLUMNS, ...STATS_COLUMNS].map(({ name }) => name), rows: 20 },
  join: joinAmphorae,
};

async function joinAmphorae(
  amphorae: readonly Amphora[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<AmphoraJoin>> {
  const [balancers, images, machines, stats] = await Promise.all([
    searched(
      "names of load balancers",
      LOAD_BALANCERS.list,
      wants("load_balancer") ? amphorae.map(({ loadBalancerId }) => loadBalancerId) : [],
      context,
      { fields: ["id", "name"] },
    ),
    imageNames(wants("image") ? amphorae.flatMap(({ imageId }) => imageId ?? []) : [], context),
    MACHINE_COLUMNS.some(({ name }) => wants(name)) ? readMachines(amphorae, context) : undefined,
    STATS_COLUMNS.some(({ name }) => wants(name)) ? readStats(amphorae, context) : undefined,
  ]);
  return {
    joined: {
      balancers: balancers.joined,
      images: images.joined,
      machines: machines?.values,
      stats: stats?.values,
    },
    unavailable: [balancers, images, machines, stats].flatMap((part) => part?.unavailable ?? []),
  };
}

function readMachines(amphorae: readonly Amphora[], context: ToolContext) {
  return readParts(amphorae.flatMap(({ serverId }) => serverId ?? []), {
    what: "details",
    name: (id) => `server ${id}`,
    read: async (id): Promise<Machine | undefined> => {
      try {
        const { body } = await context.cloud.send(showServer, { path: { server_id: id } });
        const server = readServer(wire(body)["server"]);
        return server && { server: server.name, host: server.host };
      } catch (error) {
        // That its machine is gone is what an administrator looks for.
        if (error instanceof OpenStackError && error.reason === "not found") {
          return { server: "missing", host: undefined };
        }
        throw error;
      }
    },
  });
}

function readStats(amphorae: readonly Amphora[], context: ToolContext) {
  return readParts(amphorae.map(({ id }) => id), {
    what: "statistics",
    name: (id) => `amphora ${id}`,
    read: async (id) => {
      const { body } = await context.cloud.send(showAmphoraStats, { path: { amphora_id: id } });
      const counters = list(body, "amphora_stats")?.flatMap((value) => readLoadBalancerStats(value) ?? []);
      return counters && addStats(counters);
    },
  });
}
