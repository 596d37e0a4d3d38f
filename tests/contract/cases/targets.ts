/** Where cases find values for their calls.
 *
 * @module
 */
import type { Operation } from "../../../src/openstack/operation.ts";
import { text } from "../../../src/openstack/read.ts";
import type { Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";

/** Takes a path's value from the first item of a list; one that fits, if a condition is given.
 *
 * @param name What the path calls it.
 * @param list The list.
 * @param key Member of the item that holds the value.
 */
export function firstOf(
  name: string,
  list: Operation,
  key = "id",
  fits: (item: unknown) => boolean = () => true,
): (login: ContractLogin) => Promise<Target | undefined> {
  return async ({ cloud }) => {
    for (const item of await cloud.list(list)) {
      const value = text(item, key);
      if (value !== undefined && fits(item)) return { path: { [name]: value } };
    }
    return undefined;
  };
}

/** The project of the token. */
export function ownProject(login: ContractLogin): Target {
  return { path: { project_id: login.projectId } };
}

/** The user of the token. */
export function ownUser(login: ContractLogin): Target {
  return { path: { user_id: login.session.user.id } };
}
