/** Cases of the Orchestration API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/orchestration/operations.ts";
import { readOrchestrationService, readStack } from "../../../src/openstack/orchestration/types.ts";
import { type Case, contract } from "../case.ts";

/** Every case of the service. */
export const orchestrationCases: readonly Case[] = [
  contract({
    operation: operations.listStacks,
    read: readStack,
    key: (stack) => stack.id,
    holds: (stacks) => assert(stacks.every(({ name, status, createdAt }) => name && status && createdAt)),
  }),
  contract({
    operation: operations.listOrchestrationServices,
    read: readOrchestrationService,
    key: (service) => service.id,
    holds: (services) => assert(services.every(({ status, host, updatedAt }) => status && host && updatedAt)),
  }),
];
