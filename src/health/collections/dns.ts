/** Designate, as far as checks look.
 *
 * @module
 */
import { ALL_PROJECTS } from "../../openstack/dns/headers.ts";
import { listDnsServiceStatuses, listRecordsets, listZones } from "../../openstack/dns/operations.ts";
import {
  type DnsServiceStatus,
  readDnsServiceStatus,
  readRecordset,
  readZone,
  type Recordset,
  type Zone,
} from "../../openstack/dns/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";

/** Zones that have not come to rest: of the project, or of all. */
export const unsettledZones: Collection<Zone> = {
  title: "zones",
  operations: [listZones],
  load: async (reader) => ({ items: await unsettled(reader, listZones, readZone) }),
};

/** Recordsets that have not come to rest: of the project, or of all. */
export const unsettledRecordsets: Collection<Recordset> = {
  title: "recordsets",
  operations: [listRecordsets],
  load: async (reader) => ({ items: await unsettled(reader, listRecordsets, readRecordset) }),
};

/** What Designate has not brought to its name servers, or could not. */
const UNSETTLED = ["PENDING", "ERROR"];

interface Settling {
  readonly id: string;
  readonly status: string | undefined;
  readonly projectId: string | undefined;
}

/** Reads a list by status, because the whole of it may be very long. */
async function unsettled<T extends Settling>(
  reader: Reader,
  operation: Operation,
  read: (item: unknown) => T | undefined,
): Promise<T[]> {
  const own = reader.allProjects ? undefined : reader.projectId();
  const lists = await Promise.all(UNSETTLED.map((status) =>
    reader.list(operation, {
      query: { status },
      // Designate refuses a filter by project; without this it answers for the token's own.
      ...(own === undefined ? { headers: ALL_PROJECTS } : {}),
      read: (raw) => {
        const item = read(raw);
        const wanted = item?.status === status && (own === undefined || item.projectId === own);
        return wanted ? item : undefined;
      },
    })
  ));
  // What changes its status between the two requests is in both lists.
  return [...new Map(lists.flat().map((item) => [item.id, item])).values()];
}

/** Designate's processes on all hosts. */
export const dnsServices: Collection<DnsServiceStatus> = listed({
  title: "DNS services",
  operation: listDnsServiceStatuses,
  read: readDnsServiceStatus,
});

/** What the items of this file's collections are. */
export interface DnsItems {
  readonly unsettledZones: Zone;
  readonly unsettledRecordsets: Recordset;
  readonly dnsServices: DnsServiceStatus;
}

/** The collections of this service, by the name that checks use. */
export const dnsCollections: CollectionsOf<DnsItems> = { unsettledZones, unsettledRecordsets, dnsServices };
