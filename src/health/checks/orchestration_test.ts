import assert from "node:assert/strict";
import { ago, failure, FakeCloud, type FakeOptions, NOW } from "../_fake_cloud.ts";
import { type Report, type RunOptions, runReport } from "../mod.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

function reportOf(
  check: string,
  { run, ...cloud }: FakeOptions & { readonly run?: Partial<RunOptions> },
): Promise<Report> {
  return runReport({ cloud: new FakeCloud(cloud), tool: TOOL, checks: [check], now: () => NOW, ...run });
}

const FAILED = {
  id: "s1",
  stack_name: "shop",
  stack_status: "CREATE_FAILED",
  creation_time: ago({ hours: 1 }),
};

Deno.test("stacks are incomplete where Heat takes nobody for an administrator", async () => {
  const answers = {
    "orchestration.stacks.list": [FAILED],
    "orchestration.services.list": failure(403),
  };
  const report = await reportOf("stack-failed", { answers, run: { allProjects: true } });
  assert.equal(report.checks[0]?.state, "unknown");
  assert.deepEqual(report.findings.map(({ severity }) => severity), ["warning"]);
  const empty = { ...answers, "orchestration.stacks.list": [] };
  const [check] = (await reportOf("stack-failed", { answers: empty, run: { allProjects: true } })).checks;
  assert.equal(check?.state, "unknown");
  assert.match(check?.reason ?? "", /lists its own project/);
});

Deno.test("stacks are asked for by project, and Heat's engines not at all, in a report on one project", async () => {
  const cloud = new FakeCloud({ session: { roles: ["admin"] } });
  await runReport({ cloud, tool: TOOL, checks: ["stack-failed"] });
  assert.deepEqual(cloud.sent.map(({ operation, query }) => [operation, query?.["tenant"]]), [
    ["orchestration.stacks.list", "acme-id"],
  ]);
});

Deno.test("stack-failed names what failed by itself first", async () => {
  const resource = (name: string, minutes: number, reason: string, parent?: string) => ({
    resource_name: name,
    resource_type: "OS::Nova::Server",
    resource_status: "CREATE_FAILED",
    resource_status_reason: reason,
    updated_time: ago({ minutes }),
    ...(parent ? { parent_resource: parent } : {}),
  });
  const report = await reportOf("stack-failed", {
    answers: {
      "orchestration.stacks.list": [FAILED],
      "orchestration.stacks_resources.list": [
        resource("group", 9, "resources.inner failed"),
        resource("other", 8, "CREATE aborted (Task cancelled)"),
        resource("later", 3, "no host"),
        resource("inner", 5, "no image", "group"),
      ],
    },
  });
  assert.equal(
    report.findings[0]?.text,
    "stack shop has been in CREATE_FAILED for 1h: resource inner (OS::Nova::Server) failed first: no image",
  );
});

Deno.test("stack-failed needs no resource to tell that a stack failed", async () => {
  const report = await reportOf("stack-failed", {
    answers: {
      "orchestration.stacks.list": [{ ...FAILED, stack_status_reason: "no host" }],
      "orchestration.stacks_resources.list": failure(500),
    },
  });
  assert.equal(report.checks[0]?.state, "warning");
  assert.equal(report.findings[0]?.text, "stack shop has been in CREATE_FAILED for 1h: no host");
});

function changing(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    stack_name: `shop-${index}`,
    stack_status: "CREATE_IN_PROGRESS",
    creation_time: ago({ minutes: 1 }),
  }));
}

Deno.test("stacks that are changing are asked one by one up to a bound, which is told", async () => {
  for (const [count, state] of [[50, "ok"], [51, "unknown"]] as const) {
    const answers = { "orchestration.stacks.list": changing(count) };
    const [check] = (await reportOf("stack-hook", { answers })).checks;
    assert.equal(check?.state, state, check?.reason);
  }
});

Deno.test("a stack that is gone when it is asked is no failure", async () => {
  const answers = {
    "orchestration.stacks.list": changing(1),
    "orchestration.stacks_events.list": failure(404),
  };
  assert.equal((await reportOf("stack-hook", { answers })).checks[0]?.state, "ok");
});

Deno.test("stack-hook tells hooks of one name in different nested stacks apart", async () => {
  const event = (stack: string, reason: string, hours: number) => ({
    id: `${stack}-${reason}`,
    resource_name: "server",
    resource_status_reason: reason,
    event_time: ago({ hours }),
    links: [{ rel: "stack", href: `https://cloud.example/v1/p/stacks/x/${stack}` }],
  });
  const report = await reportOf("stack-hook", {
    answers: {
      "orchestration.stacks.list": changing(1),
      "orchestration.stacks_events.list": {
        events: [
          event("n2", "Hook pre-create is cleared", 2),
          event("n1", "CREATE paused until Hook pre-create is cleared", 3),
          event("n2", "CREATE paused until Hook pre-create is cleared", 4),
        ],
      },
    },
  });
  assert.deepEqual(report.findings.map(({ text }) => text), [
    "stack shop-0 has waited at the hook pre-create of resource server for 3h",
  ]);
});
