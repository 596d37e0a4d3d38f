/** Servers, as far as checks look.
 *
 * @module
 */
import { listServerActions, listServers, showServer } from "../../openstack/compute/operations.ts";
import { readServer, readServerAction, type Server } from "../../openstack/compute/types.ts";
import { list, wire } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";
import { pick } from "../pick.ts";

/** Why a server failed. */
export interface HealthFault {
  readonly message: string | undefined;
  readonly created: string | undefined;
}

/** The fault of a server. */
export interface FaultOf extends HealthFault {
  readonly serverId: string;
  /** What was done with it last, if that failed, in Nova's word: `create`, `resize`. */
  readonly failedAction?: string | undefined;
  /** Whether Nova did not say: that it has none cannot be told then. */
  readonly unread?: boolean;
}

const SERVER = [
  "id",
  "name",
  "status",
  "taskState",
  "powerState",
  "projectId",
  "created",
  "updated",
  "partial",
  "userId",
  "keyName",
  "locked",
  "lockedReason",
  "hasUserData",
  "flavor",
  "bootsFromVolume",
  "availabilityZone",
  "host",
  "hypervisorHostname",
  "hostId",
  "hostStatus",
] as const;

/** What checks keep of a server: ten thousand whole ones would not fit. */
export interface HealthServer extends Pick<Server, typeof SERVER[number]> {
  readonly fault: HealthFault | undefined;
  /** How many fixed addresses it has; undefined where Nova does not say. */
  readonly fixedAddresses: number | undefined;
  /** The image that it was made from. */
  readonly imageId: string | undefined;
  readonly volumeIds: readonly string[];
  /** Those of its volumes that are deleted with it. */
  readonly perishableVolumeIds: readonly string[];
  /** The names of those metadata that have a value; the values may be secrets. */
  readonly metadataKeys: readonly string[];
}

/** Servers of the project, or of all. */
export const servers: Collection<HealthServer> = listed({
  title: "servers",
  operation: listServers,
  scope: "all_tenants",
  read: readHealthServer,
});

/** Keeps what checks need of a server; undefined without an id. */
export function readHealthServer(raw: unknown): HealthServer | undefined {
  const server = readServer(raw);
  if (!server) return undefined;
  return {
    ...pick(server, SERVER),
    fault: faultOf(server.fault),
    fixedAddresses: server.addresses?.filter((address) => address.type !== "floating").length,
    imageId: server.image?.id,
    volumeIds: server.volumes?.map((volume) => volume.id) ?? [],
    perishableVolumeIds: server.volumes?.filter((volume) => volume.deleteOnTermination)
      .map((volume) => volume.id) ?? [],
    metadataKeys: Object.entries(server.metadata ?? {}).flatMap(([key, value]) => value === "" ? [] : [key]),
  };
}

function faultOf(fault: Server["fault"]): HealthFault | undefined {
  return fault && { message: fault.message?.trim(), created: fault.created };
}

/** So many failed servers are asked why; with more of them the reason is hardly each server's own. */
const MAX_FAULTS = 20;

/** The faults of failed servers, which lists leave out. They explain a finding and decide nothing. */
export const faults: Collection<FaultOf> = {
  title: "faults of servers",
  operations: [showServer, listServerActions],
  async load(reader) {
    const servers = await reader.collected("servers");
    const failed = servers.filter(({ status }) => status === "ERROR").slice(0, MAX_FAULTS);
    return { items: await Promise.all(failed.map((server) => readFaultOf(server, reader))) };
  },
};

/** Why a server failed, as far as Nova says: its last action is what failed, and the server itself tells why. */
async function readFaultOf({ id, fault }: HealthServer, reader: Reader): Promise<FaultOf> {
  const [shown, acted] = await Promise.allSettled([
    fault ?? readFault(id, reader),
    readFailedAction(id, reader),
  ]);
  const failedAction = acted.status === "fulfilled" ? acted.value : undefined;
  if (shown.status === "rejected") {
    return { serverId: id, failedAction, message: undefined, created: undefined, unread: true };
  }
  return { serverId: id, failedAction, message: shown.value?.message, created: shown.value?.created };
}

async function readFault(id: string, reader: Reader): Promise<HealthFault | undefined> {
  const { body } = await reader.send(showServer, { path: { server_id: id } });
  const server = readServer(wire(body)["server"]);
  if (!server) throw new TypeError("The answer holds no server");
  return faultOf(server.fault);
}

/** Nova puts the latest action first. */
async function readFailedAction(id: string, reader: Reader): Promise<string | undefined> {
  const { body } = await reader.send(listServerActions, { path: { server_id: id } });
  const last = readServerAction(list(body, "instanceActions")?.[0]);
  return last?.message === undefined ? undefined : last.action;
}

/** What the items of this file's collections are. */
export interface ComputeItems {
  readonly servers: HealthServer;
  readonly faults: FaultOf;
}

/** The collections of this service, by the name that checks use. */
export const computeCollections: CollectionsOf<ComputeItems> = {
  servers,
  faults,
};
