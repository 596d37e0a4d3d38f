/** The agents that serve a network or router: Neutron tells them one by one alone.
 *
 * @module
 */
import type { Agent } from "../../openstack/network/types.ts";
import { type Parts, type PartsOptions, readParts } from "../parts.ts";

/** Networks or routers whose agents one answer asks for. */
export const MOST_HOSTED = 20;

/** An agent by its host, with what is not well: `net-01`, `net-02 standby`, `net-03 not alive`. */
export function agentText({ id, host, haState, alive, adminStateUp }: Agent): string {
  return [
    host ?? id,
    haState,
    alive === false ? "not alive" : undefined,
    adminStateUp === false ? "disabled" : undefined,
  ].filter((part) => part !== undefined).join(" ");
}

/** What is read of each, and how it is told what was not. */
export interface HostsOptions<Item> extends PartsOptions<Item, readonly string[]> {
  readonly nouns: string;
  readonly service: string;
}

/** Reads the agents of several things, up to a bound. */
export async function readHosts<Item>(
  items: readonly Item[],
  options: HostsOptions<Item>,
): Promise<Parts<Item, readonly string[]>> {
  const { values, unavailable } = await readParts(items.slice(0, MOST_HOSTED), options);
  const more = items.length - MOST_HOSTED;
  if (more <= 0) return { values, unavailable };
  const leftOut = {
    what: `${options.what} of ${more} more ${options.nouns}`,
    service: options.service,
    reason: "refused by policy",
    detail: `one answer asks for those of ${MOST_HOSTED} ${options.nouns} at most`,
    next: `Name fewer ${options.nouns}.`,
  };
  return { values, unavailable: [...unavailable, leftOut] };
}
