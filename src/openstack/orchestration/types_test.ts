import assert from "node:assert/strict";
import { readOrchestrationService, readStack } from "./types.ts";

Deno.test("readStack() reads a stack, with its owner where it is named", () => {
  const stack = {
    id: "d7e5bde6",
    stack_name: "staging",
    description: "",
    stack_status: "CREATE_COMPLETE",
    stack_status_reason: "Stack CREATE completed successfully",
    creation_time: "2026-11-21T11:04:16Z",
    updated_time: null,
    deletion_time: null,
    stack_owner: "alice",
    parent: null,
    tags: null,
  };
  assert.equal(readStack(stack)?.name, "staging");
  assert.equal(readStack(stack)?.projectId, undefined);
  assert.equal(readStack(stack)?.tags, undefined);
  assert.equal(readStack(stack)?.updatedAt, undefined);
  assert.equal(readStack({ ...stack, project: "e42ad651" })?.projectId, "e42ad651");
  assert.equal(readStack({ stack_name: "staging" }), undefined);
});

Deno.test("readOrchestrationService() reads an engine", () => {
  const engine = readOrchestrationService({
    id: "3b5b2c39",
    host: "ctl-01",
    status: "up",
    report_interval: 10,
  });
  assert.equal(engine?.status, "up");
  assert.equal(engine?.reportIntervalSeconds, 10);
});
