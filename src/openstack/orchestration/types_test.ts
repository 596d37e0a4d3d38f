import assert from "node:assert/strict";
import {
  readOrchestrationService,
  readStack,
  readStackDetails,
  readStackEvent,
  readStackOutput,
  readStackResource,
} from "./types.ts";

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

Deno.test("readStackDetails() tells no outputs from outputs that were not asked for", () => {
  const stack = { id: "d7e5bde6", description: "A small one", parameters: { count: "1" }, timeout_mins: 10 };
  const details = readStackDetails({ stack });
  assert.equal(details?.description, "A small one");
  assert.equal(details?.parameters["count"], "1");
  assert.equal(details?.timeoutMinutes, 10);
  assert.equal(details?.outputs, undefined);
  assert.deepEqual(readStackDetails({ stack: { ...stack, outputs: [] } })?.outputs, []);
  assert.equal(readStackDetails({}), undefined);
});

Deno.test("readStackOutput() reads values of any type, and why there is none", () => {
  assert.deepEqual(readStackOutput({ output_key: "ips", output_value: ["a"] })?.value, ["a"]);
  assert.equal(readStackOutput({ output_key: "off", output_value: false })?.value, false);
  const failed = readStackOutput({ output_key: "ip", output_value: null, output_error: "no such attribute" });
  assert.equal(failed?.value, undefined);
  assert.equal(failed?.error, "no such attribute");
  assert.equal(
    readStackOutput({ output_key: "ip", description: "No description given" })?.description,
    undefined,
  );
  assert.equal(readStackOutput({ output_value: 1 }), undefined);
});

Deno.test("readStackResource() reads a resource and the stack that it is in", () => {
  const resource = readStackResource({
    resource_name: "server",
    resource_type: "OS::Nova::Server",
    physical_resource_id: "",
    resource_status: "CREATE_FAILED",
    required_by: ["attach"],
    parent_resource: "group",
    links: [
      { rel: "self", href: "http://heat/v1/p/stacks/staging-group/5f/resources/server" },
      { rel: "stack", href: "http://heat/v1/p/stacks/staging-group/5f" },
    ],
  });
  assert.equal(resource?.physicalId, undefined);
  assert.equal(resource?.stackId, "5f");
  assert.equal(resource?.parentResource, "group");
  assert.deepEqual(resource?.requiredBy, ["attach"]);
  assert.equal(readStackResource({ resource_name: "net" })?.stackId, undefined);
  assert.equal(readStackResource({}), undefined);
});

Deno.test("readStackEvent() reads an event", () => {
  const event = readStackEvent({ id: "e1", resource_name: "server", event_time: "2026-11-21T11:04:19Z" });
  assert.equal(event?.resourceName, "server");
  assert.equal(event?.at, "2026-11-21T11:04:19Z");
  assert.equal(readStackEvent({}), undefined);
});
