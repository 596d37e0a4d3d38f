/** Calls of the Orchestration API v1 (Heat); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Stacks: List stacks.
 *
 * A member gets those of its project, without the owner. An administrator gets those of all projects, whatever the
 * URL says, each with its project; `tenant` narrows it to one.
 * `global_tenant` is refused to everybody by the usual policy, and not needed.
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

/** Stacks: Show stack details.
 *
 * Outputs are computed for the answer, unless `resolve_outputs=false`; a stack that is deleted has none. An
 * administrator is shown those of other projects too, whatever the URL says. A name or an id alone is answered with a
 * redirect, which may lead into another project: both are given.
 */
export const showStack = operation({
  id: "orchestration.stacks.show",
  method: "GET",
  path: "/stacks/{stack_name}/{stack_id}",
  effect: "read",
  needs: "reader",
});

/** Stack resources: List stack resources.
 *
 * It has one page, whatever its length; a filter that it does not know is refused. `nested_depth` adds the resources
 * of nested stacks, each with its parent resource.
 */
export const listStackResources = operation({
  id: "orchestration.stacks_resources.list",
  method: "GET",
  path: "/stacks/{stack_name}/{stack_id}/resources",
  effect: "read",
  needs: "reader",
  page: { key: "resources", by: "none" },
});

/** Events: List stack events.
 *
 * Pages are not linked. Which end comes first depends on the release, unless `sort_dir` says.
 */
export const listStackEvents = operation({
  id: "orchestration.stacks_events.list",
  method: "GET",
  path: "/stacks/{stack_name}/{stack_id}/events",
  effect: "read",
  needs: "reader",
  page: { key: "events", by: "marker", unlinked: true },
});

/** Stacks: Get stack template.
 *
 * It holds the defaults of hidden parameters as they were written.
 */
export const showStackTemplate = operation({
  id: "orchestration.stacks_template.show",
  method: "GET",
  path: "/stacks/{stack_name}/{stack_id}/template",
  effect: "read",
  needs: "reader",
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
