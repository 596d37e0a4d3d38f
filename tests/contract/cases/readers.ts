/** What cases of services know that refuse readers even their lists.
 *
 * @module
 */
import type { Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";

/** Takes a target out of what is there; for a login that may only read, one that it is refused whether it exists. */
export function unlessReader(
  target: (login: ContractLogin) => Promise<Target | undefined>,
  refused: Target,
): (login: ContractLogin) => Promise<Target | undefined> {
  return (login) => isReader(login) ? Promise.resolve(refused) : target(login);
}

function isReader({ session }: ContractLogin): boolean {
  return !["member", "manager", "admin"].some((role) => session.roles.includes(role));
}
