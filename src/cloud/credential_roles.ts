/** The least roles that an application credential needs for some operations.
 *
 * @module
 */
import { highestNeed } from "../health/roles.ts";
import type { Needs, Operation } from "../openstack/operation.ts";

/** From the least on; each has what the ones before it have. */
const COMMON_ROLES: readonly Needs[] = ["reader", "member", "manager", "admin"];

/** Services whose default policies ask for a role of their own: for reading and for changing, the least first. */
const OWN_ROLES: Readonly<Record<string, Readonly<Record<"read" | "change", readonly string[]>>>> = {
  "load-balancer": {
    read: ["load-balancer_observer", "load-balancer_global_observer", "load-balancer_member"],
    change: ["load-balancer_member"],
  },
  "key-manager": { read: ["observer", "creator"], change: ["creator"] },
};

/** The roles to give a credential, of those that the login has.
 *
 * What asks for `admin` decides only if nothing else is wanted: a list of servers is no reason to hand out `admin`
 * because a column of it needs that.
 *
 * @param held The roles of the login: a credential can have no others.
 */
export function rolesFor(operations: readonly Operation[], held: readonly string[]): string[] {
  const common = operations.filter(({ needs }) => needs !== "admin");
  const needed = common.length === 0 && operations.length > 0
    ? "admin"
    : highestNeed(common.map(({ needs }) => needs));
  const enough = COMMON_ROLES.slice(COMMON_ROLES.indexOf(needed));
  const base = enough.find((role) => held.includes(role));
  const own = Object.entries(OWN_ROLES).flatMap(([service, roles]) => {
    const needs = operations.filter((op) => op.service === service && op.needs !== "admin");
    if (needs.length === 0 || base === "admin") return [];
    const wanted = needs.some((op) => op.needs !== "reader") ? roles.change : roles.read;
    return wanted.find((role) => held.includes(role)) ?? [];
  });
  return [...base === undefined ? [] : [base], ...own];
}
