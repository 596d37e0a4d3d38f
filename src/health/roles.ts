/** Which role covers which need, so that a refusal can be told from a failure.
 *
 * @module
 */
import type { Needs, Operation } from "../openstack/operation.ts";

const RANKS: Readonly<Record<Needs, number>> = { reader: 0, member: 1, manager: 2, admin: 3 };

/** Services whose default policies ask for a role of their own beside the common ones. */
const OWN_ROLES: Readonly<Record<string, RegExp>> = {
  "load-balancer": /^load-balancer_/,
  "key-manager": /^(creator|observer|key-manager:.+)$/,
};

/** The highest of some needs; `reader` if there is none. */
export function highestNeed(needs: Iterable<Needs>): Needs {
  let found: Needs = "reader";
  for (const need of needs) if (RANKS[need] > RANKS[found]) found = need;
  return found;
}

/** Whether the roles of a login cover an operation by the services' default policies.
 *
 * A role with another name covers nothing for sure: what it is refused is `not permitted`, not a failure.
 */
export function covers(roles: readonly string[], op: Pick<Operation, "needs" | "service">): boolean {
  if (roles.includes("admin")) return true;
  const own = OWN_ROLES[op.service];
  if (own && !roles.some((role) => own.test(role))) return false;
  return roles.some((role) => rankOf(role) >= RANKS[op.needs]);
}

function rankOf(role: string): number {
  return role === "reader" || role === "member" || role === "manager" ? RANKS[role] : -1;
}
