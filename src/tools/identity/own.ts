/** What Keystone tells a login of itself, where it does not tell it of others.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";
import { seesAllProjects } from "../scope.ts";

/** Answers with everything, or with the login's own part of it if Keystone refuses the rest.
 *
 * An administrator who is refused gets the refusal: less would look like everything.
 *
 * @param all Answers with everything.
 * @param own Answers with the login's own part; it tells the refusal in `unavailable`.
 * @throws {OpenStackError} What either throws.
 */
export async function orOwn(
  context: ToolContext,
  all: (session: Session) => Promise<ToolAnswer>,
  own: (session: Session, refusal: OpenStackError) => Promise<ToolAnswer>,
): Promise<ToolAnswer> {
  const session = await context.cloud.session();
  try {
    return await all(session);
  } catch (error) {
    const refused = error instanceof OpenStackError && error.reason === "not permitted" &&
      error.service === "identity" && !seesAllProjects(session);
    if (!refused) throw error;
    return await whatIsOwn(own(session, error), error);
  }
}

/** Nothing found among the login's own says nothing of the rest: that is the refusal, rather than an empty list. */
async function whatIsOwn(own: Promise<ToolAnswer>, refusal: OpenStackError): Promise<ToolAnswer> {
  const answer = await own.catch((error) => {
    const absent = error instanceof OpenStackError && error.status === undefined &&
      ["not found", "unavailable"].includes(error.reason);
    throw absent ? refusal : error;
  });
  if (answer["shown"] === 0 && !("note" in answer)) throw refusal;
  return answer;
}

/** Whose things a list has that Keystone keeps for the whole cloud, in words: `all groups of this cloud`. */
export function wholeText(things: string, { domain }: Session): string {
  return domain ? `all ${things} of domain ${domain.name}` : `all ${things} of this cloud`;
}

/** Narrows lists of users and groups to the domain of a login to a domain. */
export function ofOwnDomain({ domain }: Session): Readonly<Record<string, string>> {
  return domain ? { domain_id: domain.id } : {};
}
