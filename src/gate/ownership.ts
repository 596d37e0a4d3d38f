/** Whether a target is the caller's own. An admin role would let a service act on anybody's.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import type { Target } from "./change.ts";
import { type ChangePolicy, refusal } from "./policy.ts";

/** Refuses targets that do not belong to the token's project, whatever the role would permit.
 *
 * @throws {OpenStackError} `refused by policy`; nothing was sent.
 */
export function refuseForeign(
  what: string,
  targets: readonly Target[],
  session: Session,
  policy: ChangePolicy,
): void {
  for (const target of targets) refuseForeignTarget(what, target, session, policy);
}

function refuseForeignTarget(what: string, target: Target, session: Session, policy: ChangePolicy): void {
  const { owner } = target;
  const called = `${target.name}${target.id === undefined ? "" : ` (${target.id})`}`;
  if (owner.kind === "cloud") {
    if (policy.allowAdmin) return;
    throw refusal(
      what,
      `${called} belongs to no project, and the server was started without --allow-admin`,
      "The operator can start it with --allow-admin.",
    );
  }
  if (owner.kind === "project" && policy.allProjects) return;
  const own = owner.kind === "project" ? session.project?.id : session.user.id;
  if (owner.id === undefined) {
    // A service keeps a member to its own; it would let an administrator do anything.
    if (!session.roles.includes("admin")) return;
    throw refusal(what, `whose ${called} is could not be read`, "Log in without the admin role.");
  }
  if (owner.id === own) return;
  throw refusal(
    what,
    `${called} belongs to another ${owner.kind} than the one this login is for`,
    owner.kind === "project"
      ? "Log in to its project, or let the operator start the server with --all-projects."
      : "Log in as its user.",
  );
}
