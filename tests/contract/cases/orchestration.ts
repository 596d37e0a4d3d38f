/** Cases of the Orchestration API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/orchestration/operations.ts";
import {
  readOrchestrationService,
  readStack,
  readStackDetails,
  readStackEvent,
  readStackResource,
} from "../../../src/openstack/orchestration/types.ts";
import { isWire, text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import type { ContractLogin } from "../logins.ts";

/** Every case of the service. */
export const orchestrationCases: readonly Case[] = [
  contract({
    operation: operations.listStacks,
    read: readStack,
    key: (stack) => stack.id,
    holds: (stacks) => assert(stacks.every(({ name, status, createdAt }) => name && status && createdAt)),
  }),
  contract({
    operation: operations.showStack,
    target: firstStack,
    read: readStackDetails,
    holds: ([stack]) => assert(stack?.outputs && "OS::stack_id" in stack.parameters),
  }),
  contract({
    operation: operations.listStackResources,
    target: firstStack,
    read: readStackResource,
    key: (resource) => resource.name,
    holds: (resources) => assert(resources.every(({ type, status, stackId }) => type && status && stackId)),
  }),
  contract({
    operation: operations.listStackEvents,
    target: firstStack,
    read: readStackEvent,
    key: (event) => event.id,
    holds: (events) => assert(events.every(({ resourceName, status, at }) => resourceName && status && at)),
  }),
  contract({
    operation: operations.showStackTemplate,
    target: firstStack,
    read: (body) => isWire(body) && "resources" in body ? body : undefined,
  }),
  contract({
    operation: operations.listOrchestrationServices,
    read: readOrchestrationService,
    key: (service) => service.id,
    holds: (services) => assert(services.every(({ status, host, updatedAt }) => status && host && updatedAt)),
  }),
];

async function firstStack({ cloud }: ContractLogin) {
  const [stack] = await cloud.list(operations.listStacks);
  const name = text(stack, "stack_name");
  const id = text(stack, "id");
  return name && id ? { path: { stack_name: name, stack_id: id } } : undefined;
}
