import type { DemoChange } from "../../../src/demo/change.ts";
import { ago, type Scenario, zoneless } from "../scenario.ts";

const STAGING = "d7e5bde6-472d-49ef-a407-9ec428880c94";

/** A change of what the list of stacks says of one. */
function stack(name: "staging" | "doomed", set: DemoChange["set"]): DemoChange {
  return { service: "orchestration", collection: "listed", where: { stack_name: name }, set: set ?? {} };
}

/** A change of what only the answer for one stack says. */
function details(name: "staging" | "doomed", set: DemoChange["set"]): DemoChange {
  return { service: "orchestration", collection: "stacks", where: { stack_name: name }, set: set ?? {} };
}

const FINE = stack("doomed", { stack_status: "CREATE_COMPLETE", stack_status_reason: "" });

/** The stack staging, doing something since then. */
function changing(since: string): DemoChange {
  return stack("staging", { stack_status: "UPDATE_IN_PROGRESS", updated_time: since });
}

function event(resource: string, reason: string, at: string): DemoChange {
  return {
    service: "orchestration",
    collection: "events",
    under: STAGING,
    // The demo gives the newest first, as they were recorded: what comes last is the oldest.
    add: {
      id: `${resource}-${reason}`,
      links: [],
      resource_name: resource,
      logical_resource_id: resource,
      physical_resource_id: null,
      resource_status: "INIT_COMPLETE",
      resource_status_reason: reason,
      event_time: at,
    },
  };
}

/** An entry of Heat's list of engines. */
function engine(host: string, id: string, set: DemoChange["add"]): DemoChange {
  return {
    service: "orchestration",
    collection: "services",
    where: { binary: "heat-engine" },
    add: { host, id, engine_id: id, ...set },
  };
}

const SILENT = { status: "down", updated_at: zoneless({ hours: 1 }) };

/** Scenarios of the checks of stacks and of Heat's engines. */
export const orchestrationScenarios: readonly Scenario[] = [
  { check: "stack-failed", outcome: "ok", as: "alice", demo: { changes: [FINE] } },
  {
    check: "stack-failed",
    outcome: "warning",
    as: "alice",
    finds: ["doomed"],
    says: "resource server (OS::Nova::Server) failed first",
  },
  { check: "stack-failed", outcome: "ok", when: "the stack is another project's" },
  {
    check: "stack-failed",
    outcome: "warning",
    when: "all projects are looked at",
    run: { allProjects: true },
    finds: ["doomed"],
  },
  {
    check: "stack-failed",
    outcome: "ok",
    when: "no project has a stack, and Heat shows its engines to the login",
    demo: {
      changes: [
        { service: "orchestration", collection: "listed", where: { stack_name: "doomed" }, remove: true },
        { service: "orchestration", collection: "listed", where: { stack_name: "staging" }, remove: true },
      ],
    },
    run: { allProjects: true },
  },
  {
    check: "stack-failed",
    outcome: "ok",
    when: "a check failed, which is told as drift",
    as: "alice",
    demo: { changes: [stack("doomed", { stack_status: "CHECK_FAILED" })] },
  },
  {
    check: "stack-failed",
    outcome: "not applicable",
    as: "alice",
    demo: { without: ["orchestration"] },
  },
  { check: "stack-stuck", outcome: "ok", as: "alice" },
  {
    check: "stack-stuck",
    outcome: "ok",
    when: "it is below its timeout",
    as: "alice",
    demo: { changes: [changing(ago({ minutes: 5 }))] },
  },
  {
    check: "stack-stuck",
    outcome: "warning",
    when: "it is beyond its own timeout of ten minutes",
    as: "alice",
    demo: { changes: [changing(ago({ hours: 2 }))] },
    finds: ["staging"],
    says: "stack staging has been in UPDATE_IN_PROGRESS for 2h",
  },
  {
    check: "stack-stuck",
    outcome: "ok",
    when: "it has two hours of its own",
    as: "alice",
    demo: { changes: [changing(ago({ minutes: 90 })), details("staging", { timeout_mins: 120 })] },
  },
  {
    check: "stack-stuck",
    outcome: "warning",
    when: "it has no timeout of its own",
    as: "alice",
    demo: { changes: [changing(ago({ minutes: 70 })), details("staging", { timeout_mins: null })] },
    finds: ["staging"],
  },
  {
    check: "stack-stuck",
    outcome: "critical",
    run: { allProjects: true },
    demo: { changes: [changing(ago({ hours: 5 }))] },
    finds: ["staging"],
  },
  { check: "stack-hook", outcome: "ok", as: "alice" },
  {
    check: "stack-hook",
    outcome: "ok",
    when: "it waits for less than an hour",
    as: "alice",
    demo: {
      changes: [
        changing(ago({ minutes: 60 })),
        event("server", "UPDATE paused until Hook pre-update is cleared", ago({ minutes: 40 })),
      ],
    },
  },
  {
    check: "stack-hook",
    outcome: "ok",
    when: "the hook was cleared",
    as: "alice",
    demo: {
      changes: [
        changing(ago({ hours: 3 })),
        event("server", "Hook pre-update is cleared", ago({ hours: 1 })),
        event("server", "UPDATE paused until Hook pre-update is cleared", ago({ hours: 2 })),
      ],
    },
  },
  {
    check: "stack-hook",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [
        changing(ago({ hours: 3 })),
        event("server", "UPDATE paused until Hook pre-update is cleared", ago({ hours: 2 })),
      ],
    },
    finds: ["staging"],
    says: "stack staging has waited at the hook pre-update of resource server for 2h",
  },
  { check: "stack-drift", outcome: "ok", as: "alice" },
  {
    check: "stack-drift",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: { changes: [stack("staging", { updated_time: ago({ days: 91 }) })] },
    finds: ["staging"],
    says: "has been neither checked nor changed for 91d",
  },
  {
    check: "stack-drift",
    outcome: "ok",
    when: "it was checked lately",
    as: "alice",
    demo: {
      changes: [
        stack("staging", {
          stack_status: "CHECK_COMPLETE",
          creation_time: ago({ days: 400 }),
          updated_time: ago({ days: 89 }),
        }),
      ],
    },
  },
  {
    check: "stack-drift",
    outcome: "warning",
    when: "a resource is marked",
    as: "alice",
    demo: {
      changes: [{
        service: "orchestration",
        collection: "resources",
        under: STAGING,
        add: {
          resource_name: "cache",
          resource_type: "OS::Nova::Server",
          resource_status: "CHECK_FAILED",
          resource_status_reason: "marked by hand",
          physical_resource_id: "x",
          links: [],
        },
      }],
    },
    finds: ["staging"],
    says: "stack staging has a resource that is not healthy: cache",
  },
  {
    check: "stack-drift",
    outcome: "warning",
    when: "a check failed",
    as: "alice",
    demo: { changes: [stack("doomed", { stack_status: "CHECK_FAILED" })] },
    finds: ["doomed"],
    says: "stack doomed did not pass a check",
  },
  { check: "heat-engine", outcome: "ok" },
  { check: "heat-engine", outcome: "not permitted", as: "alice" },
  {
    check: "heat-engine",
    outcome: "ok",
    when: "the host has entries of processes that were restarted",
    demo: { changes: [engine("ctl-01", "old", SILENT)] },
  },
  {
    check: "heat-engine",
    outcome: "ok",
    when: "an engine was stopped in good order",
    demo: { changes: [engine("ctl-02", "two", { ...SILENT, deleted_at: zoneless({ minutes: 9 }) })] },
  },
  {
    check: "heat-engine",
    outcome: "ok",
    when: "an engine has been silent for less than five minutes",
    demo: {
      changes: [engine("ctl-02", "two", { status: "down", updated_at: zoneless({ minutes: 1 }) })],
    },
  },
  {
    check: "heat-engine",
    outcome: "warning",
    demo: { changes: [engine("ctl-02", "two", SILENT)] },
    finds: ["ctl-02"],
    says: "heat-engine on ctl-02 has been down for 1h",
  },
  {
    check: "heat-engine",
    outcome: "ok",
    info: true,
    when: "the host has been gone for long",
    demo: {
      changes: [engine("ctl-09", "gone", { status: "down", updated_at: zoneless({ days: 45 }) })],
    },
    finds: ["ctl-09"],
    says: "Heat keeps it in its list",
  },
  {
    check: "heat-engine",
    outcome: "critical",
    demo: {
      changes: [{
        service: "orchestration",
        collection: "services",
        where: { binary: "heat-engine" },
        set: SILENT,
      }],
    },
    finds: ["ctl-01"],
    says: "no other of its kind is up",
  },
];
