/** Heat, as far as checks look.
 *
 * @module
 */
import { listStacks } from "../../openstack/orchestration/operations.ts";
import { readStack, type Stack } from "../../openstack/orchestration/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";

/** Stacks of the project, or of all; the nested ones stand behind their parents. */
export const stacks: Collection<Stack> = listed({
  title: "stacks",
  operation: listStacks,
  ownProjectOnly: true,
  scope: "global_tenant",
  read: readStack,
});

/** What the items of this file's collections are. */
export interface OrchestrationItems {
  readonly stacks: Stack;
}

/** The collections of this service, by the name that checks use. */
export const orchestrationCollections: CollectionsOf<OrchestrationItems> = {
  stacks,
};
