/** Calls of the Orchestration API v1 (Heat); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Stacks: List stacks.
 *
 * A member gets those of its project, without the owner. An administrator gets those of all projects, whatever the
 * URL says, each with its owner.
 */
export const listStacks = operation({
  id: "orchestration.stacks.list",
  method: "GET",
  path: "/stacks",
  effect: "read",
  needs: "reader",
  owner: "project",
  page: { key: "stacks", by: "marker" },
});

/** Services: Show orchestration engine status. */
export const listOrchestrationServices = operation({
  id: "orchestration.services.list",
  method: "GET",
  path: "/services",
  effect: "read",
  needs: "admin",
  page: { key: "services", by: "none" },
});
