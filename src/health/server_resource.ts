/** A server as a finding names it.
 *
 * @module
 */
import type { HealthServer } from "./collections/compute.ts";
import { resourceOf } from "./lasting.ts";
import type { FoundResource } from "./report.ts";

/** Names a server, with its place as far as the login is told it. */
export function serverResource(server: HealthServer): FoundResource {
  const { availabilityZone: zone, host } = server;
  return { ...resourceOf("server", server), ...(zone ? { zone } : {}), ...(host ? { host } : {}) };
}

const DELETING = new Set(["deleting", "soft-deleting"]);

/** Whether it is on its way out. */
export function isDeleting(server: HealthServer): boolean {
  return DELETING.has(server.taskState ?? "");
}

/** States in which there is hardly a server: not yet, no more, or not for sure. */
const UNSETTLED = new Set(["BUILD", "ERROR", "DELETED", "SOFT_DELETED", "UNKNOWN"]);

/** Whether it was built, and is to stay: the servers that it makes sense to look after. */
export function isSettled(server: HealthServer): boolean {
  return server.status !== undefined && !UNSETTLED.has(server.status) && !isDeleting(server);
}
