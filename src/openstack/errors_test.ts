import assert from "node:assert/strict";
import {
  messageOf,
  nextStep,
  OpenStackError,
  type Reason,
  reasonOf,
  REASONS,
  unavailablePart,
} from "./errors.ts";

Deno.test("messageOf() reads the message out of every service's shape", () => {
  const table: [string, unknown, string | undefined][] = [
    [
      "Nova",
      { itemNotFound: { code: 404, message: "Instance x could not be found." } },
      "Instance x could not be found.",
    ],
    [
      "Cinder over quota",
      { overLimit: { code: 413, message: "VolumeLimitExceeded", retryAfter: "0" } },
      "VolumeLimitExceeded",
    ],
    ["token middleware", {
      error: { code: 401, title: "Unauthorized", message: "The request requires authentication." },
    }, "The request requires authentication."],
    ["Neutron", {
      NeutronError: { type: "NetworkNotFound", message: "Network x could not be found.", detail: "" },
    }, "Network x could not be found."],
    ["Neutron, a bare object", {
      type: "HTTPNotFound",
      message: "The resource could not be found.",
      detail: "",
    }, "The resource could not be found."],
    ["Neutron, a plain text", { NeutronError: "Unexpected failure" }, "Unexpected failure"],
    [
      "Neutron, several lines",
      { NeutronError: { type: "a", message: "First.\nSecond.", detail: "" } },
      "First. Second.",
    ],
    [
      "Neutron, not implemented",
      { NotImplementedError: { message: "Not here", type: "x", detail: "" } },
      "Not here",
    ],
    ["Glance", {
      message: "No image found with ID nope<br /><br />\n\n\n",
      code: "404 Not Found",
      title: "Not Found",
    }, "No image found with ID nope"],
    ["Heat", {
      code: 404,
      title: "Not Found",
      explanation: "The resource could not be found.",
      error: { type: "EntityNotFound", message: "The Stack (x) could not be found.", traceback: null },
    }, "The Stack (x) could not be found."],
    ["Heat without a message", {
      code: 500,
      title: "Internal",
      explanation: "The server has erred.",
      error: { type: "Exception", traceback: "Traceback: secret" },
    }, "The server has erred."],
    [
      "Octavia",
      { faultcode: "Client", faultstring: "Load Balancer x is immutable.", debuginfo: null },
      "Load Balancer x is immutable.",
    ],
    ["Placement", {
      errors: [{
        status: 404,
        title: "Not Found",
        detail: "No resource provider x found",
        request_id: "req-1",
      }],
    }, "No resource provider x found"],
    ["Ironic, JSON in a text", {
      error_message: '{"faultcode": "Client", "faultstring": "Node x is locked.", "debuginfo": null}',
    }, "Node x is locked."],
    [
      "Ironic, an object",
      { error_message: { faultcode: "Client", faultstring: "Node x is locked." } },
      "Node x is locked.",
    ],
    ["Ironic, a text like JSON", { error_message: "{not JSON" }, "{not JSON"],
    [
      "Designate",
      { code: 404, type: "zone_not_found", message: "Could not find Zone", request_id: "req-1" },
      "Could not find Zone",
    ],
    ["Barbican", { code: 404, title: "Not Found", description: "Secret not found." }, "Secret not found."],
    ["Gnocchi", {
      code: 400,
      title: "Bad Request",
      description: { cause: "Invalid", reason: "expected a dictionary", detail: ["a"] },
    }, "expected a dictionary"],
    [
      "Gnocchi, a text",
      { code: 404, title: "Not Found", description: "Metric x does not exist" },
      "Metric x does not exist",
    ],
    [
      "Aodh",
      { error_message: { faultcode: "Client", faultstring: "Alarm x not found", debuginfo: null } },
      "Alarm x not found",
    ],
    [
      "Blazar",
      { error_code: 404, error_name: "NOT_FOUND", error_message: "Lease x not found" },
      "Lease x not found",
    ],
    ["a bare error", { error: "Forbidden" }, "Forbidden"],
    ["a title alone", { code: 500, title: "Internal Server Error" }, "Internal Server Error"],
    [
      "Swift",
      "<html><h1>Forbidden</h1><p>Access was denied to this resource.</p></html>",
      "Forbidden Access was denied to this resource.",
    ],
    [
      "HAProxy",
      "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>",
      "503 Service Unavailable",
    ],
    [
      "Apache",
      '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>x</body></html>',
      "404 Not Found",
    ],
    [
      "a style sheet before the text",
      "<style>\nbody { color: red }\n</style><p>Bad Gateway</p>",
      "Bad Gateway",
    ],
    ["plain text", "\n\nupstream connect error\nmore", "upstream connect error"],
    ["entities", { message: "Value &quot;a&quot; &lt; &#x27;b&#39; &amp;c" }, `Value "a" < 'b' &c`],
    ["comparisons are no tags", { message: "1 < 2 and 3 > 2" }, "1 < 2 and 3 > 2"],
    ["an empty message", { message: "", title: "Bad Request" }, "Bad Request"],
    ["empty text", "", undefined],
    ["nothing", undefined, undefined],
    ["null", null, undefined],
    ["a number", 5, undefined],
    ["an empty object", {}, undefined],
    ["an empty list", { errors: [] }, undefined],
    ["a successful body", { servers: [{ id: "x" }] }, undefined],
  ];
  for (const [name, body, expected] of table) assert.equal(messageOf(body), expected, name);
});

Deno.test("messageOf() is short and quick on endless garbage", () => {
  const long = messageOf({ message: "x".repeat(5_000_000) });
  assert.equal(long?.length, 400);
  assert.ok(long.endsWith("…"));
  const started = performance.now();
  for (const part of ["<", "<title>", "<style>", "<!--", "&", "\n", "<a "]) messageOf(part.repeat(3_000_000));
  let deep: unknown = { message: "too deep" };
  for (let depth = 0; depth < 1_000; depth++) deep = { inner: deep };
  assert.equal(messageOf(deep), undefined);
  assert.ok(performance.now() - started < 2_000);
});

Deno.test("reasonOf() maps every status", () => {
  const table: [number, Reason][] = [
    [200, "unexpected answer"],
    [300, "unexpected answer"],
    [302, "unexpected answer"],
    [400, "invalid argument"],
    [401, "not permitted"],
    [403, "not permitted"],
    [404, "not found"],
    [405, "invalid argument"],
    [406, "unexpected answer"],
    [408, "timed out"],
    [409, "conflict"],
    [410, "not found"],
    [412, "conflict"],
    [413, "over quota"],
    [414, "invalid argument"],
    [415, "unexpected answer"],
    [423, "conflict"],
    [429, "unavailable"],
    [500, "unavailable"],
    [501, "not deployed"],
    [502, "unavailable"],
    [503, "unavailable"],
    [504, "timed out"],
    [599, "unavailable"],
  ];
  for (const [status, reason] of table) assert.equal(reasonOf(status, undefined), reason, String(status));
});

Deno.test("reasonOf() tells a full quota from a policy that merely names quotas", () => {
  const table: [number, string, Reason][] = [
    [403, "Quota exceeded for cores: Requested 4, but already used 10 of 10 cores", "over quota"],
    [403, "Quota exceeded, too many server groups.", "over quota"],
    [403, "Maximum number of metadata items exceeds 128", "over quota"],
    [403, "Maximum number of floating IPs exceeded", "over quota"],
    [403, "Quota has been met for resources: LoadBalancer", "over quota"],
    [403, "Quota reached for project x. Only 5 secrets are allowed.", "over quota"],
    [403, "RequestLimitExceeded: You have reached the maximum stacks per tenant, 512.", "over quota"],
    [409, "Quota exceeded for resources: ['port'].", "over quota"],
    [409, "SnapshotLimitExceeded: Maximum number of snapshots allowed (10) exceeded", "over quota"],
    [403, "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed.", "not permitted"],
    [403, "Policy doesn't allow volume_extension:quotas:update to be performed.", "not permitted"],
    [403, "(rule:get_quota and rule:admin_only) is disallowed by policy", "not permitted"],
    [403, "You are not authorized to perform the requested action: identity:list_limits.", "not permitted"],
    [403, "Only 5 words here", "not permitted"],
    [409, "Unable to complete operation on port x: it is in use. Deadline exceeded", "conflict"],
    [404, "Quota for project x could not be found.", "not found"],
    [400, "quota must be an integer", "invalid argument"],
  ];
  for (const [status, detail, reason] of table) assert.equal(reasonOf(status, detail), reason, detail);
});

Deno.test("nextStep() advises where it can", () => {
  assert.match(nextStep("not permitted", 401) ?? "", /although it is fresh/);
  assert.match(nextStep("not permitted", 403) ?? "", /policy/);
  assert.equal(nextStep("conflict", 409), undefined);
});

Deno.test("OpenStackError joins its message and leaves absent members out of its JSON", () => {
  const error = new OpenStackError({
    what: "list servers",
    reason: "not permitted",
    service: "compute",
    status: 403,
  });
  assert.equal(error.message, "list servers: not permitted");
  assert.deepEqual(error.toJSON(), {
    what: "list servers",
    reason: "not permitted",
    service: "compute",
    status: 403,
  });
  const cause = new Error("cause");
  const full = new OpenStackError({
    what: "find server",
    reason: "ambiguous",
    requestId: "req-1",
    operation: "compute.servers.list",
    detail: "two",
    candidates: [{ id: "a" }],
    next: "name one",
    cause,
  });
  assert.equal(full.message, "find server: ambiguous: two");
  assert.equal(full.cause, cause);
  assert.equal(full.operation, "compute.servers.list");
  assert.deepEqual(full.toJSON(), {
    what: "find server",
    reason: "ambiguous",
    request_id: "req-1",
    detail: "two",
    candidates: [{ id: "a" }],
    next: "name one",
  });
  assert.ok(REASONS.includes(full.reason));
});

Deno.test("unavailablePart() says a status as the reason and throws on what is no failure of a cloud", () => {
  const part = (status: number | undefined, reason: Reason, detail?: string) =>
    unavailablePart(
      "volumes",
      new OpenStackError({
        what: "list volumes",
        service: "block-storage",
        reason,
        requestId: "req-1",
        ...(status === undefined ? {} : { status }),
        ...(detail === undefined ? {} : { detail }),
      }),
    );
  assert.deepEqual(part(503, "unavailable"), {
    what: "volumes",
    service: "block-storage",
    request_id: "req-1",
    reason: "HTTP 503",
    status: 503,
    detail: "list volumes",
  });
  assert.equal(part(403, "not permitted", "no")["reason"], "not permitted");
  assert.equal(part(undefined, "unavailable", "connection refused")["reason"], "unavailable");
  assert.equal(part(undefined, "unavailable", "connection refused")["detail"], "connection refused");
  const foreign = new TypeError("a mistake of ours");
  assert.throws(() => unavailablePart("volumes", foreign), (error) => error === foreign);
});
