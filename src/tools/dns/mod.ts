/** The tools of the toolset `dns`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getDnsRecordsets } from "./get_dns_recordsets.ts";
import { getDnsZones } from "./get_dns_zones.ts";

/** In the order of the list. */
export const DNS_TOOLS: readonly Tool[] = [getDnsZones, getDnsRecordsets];
