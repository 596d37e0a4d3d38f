/** Scenarios of the states that servers are in.
 *
 * @module
 */
import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { ago, type Scenario } from "../scenario.ts";

/** A change of one server. */
export function server(name: string, set: Fields): DemoChange {
  return { service: "compute", collection: "servers", where: { name }, set };
}

/** Servers without those that are in ERROR as recorded. */
const NO_ERRORS: DemoChange = {
  service: "compute",
  collection: "servers",
  where: { status: "ERROR" },
  remove: true,
};

/** `huge-simulation`, which is in ERROR as recorded. */
const HUGE = "huge-simulation";

const TASK = "OS-EXT-STS:task_state";
const POWER = "OS-EXT-STS:power_state";
const RUNNING = 1;
const SHUTDOWN = 4;

/** One server in some state since some time, and what is said of it. */
function since(
  check: string,
  outcome: Scenario["outcome"],
  state: Fields,
  rest: Partial<Scenario> = {},
): Scenario {
  return {
    check,
    outcome,
    as: "alice",
    demo: { changes: [server("web-01", state)] },
    ...(outcome === "ok" ? {} : { finds: ["web-01"] }),
    ...rest,
  };
}

/** Scenarios of the checks of states. */
export const instanceScenarios: readonly Scenario[] = [
  { check: "server-error", outcome: "ok", as: "alice", demo: { changes: [NO_ERRORS] } },
  {
    check: "server-error",
    outcome: "warning",
    as: "alice",
    finds: ["doomed-server-kqcgu4icnr24", HUGE],
    says: "after create: No valid host was found",
  },
  {
    check: "server-error",
    outcome: "critical",
    as: "alice",
    demo: {
      changes: [
        NO_ERRORS,
        server("web-01", { status: "ERROR", updated: ago({ hours: 25 }) }),
      ],
    },
    finds: ["web-01"],
  },
  {
    check: "server-error",
    outcome: "ok",
    when: "the servers of other projects are none of this one's",
    as: "alice",
    demo: { changes: [NO_ERRORS, server("app-01", { status: "ERROR" })] },
  },
  {
    check: "server-error",
    outcome: "warning",
    when: "an administrator looks at all projects",
    demo: { changes: [NO_ERRORS, server("app-01", { status: "ERROR", updated: ago({ hours: 23 }) })] },
    run: { allProjects: true },
    finds: ["app-01"],
    says: "server app-01 has been in ERROR for 23h",
  },
  {
    check: "server-error",
    outcome: "unknown",
    when: "the reason cannot be read",
    as: "alice",
    demo: {
      changes: [NO_ERRORS, server("web-01", { status: "ERROR", updated: ago({ hours: 1 }) })],
      faults: [{ service: "compute", path: "/servers/detail", kind: "status", status: 500 }],
    },
    finds: [],
    says: "HTTP 500",
  },

  since("server-build-stuck", "ok", { status: "BUILD", created: ago({ minutes: 13 }) }, {
    demo: { changes: [server("report-worker", { status: "BUILD", created: ago({ minutes: 13 }) })] },
  }),
  since("server-build-stuck", "warning", {}, {
    demo: { changes: [server("report-worker", { status: "BUILD", created: ago({ minutes: 16 }) })] },
    finds: ["report-worker"],
  }),
  since("server-build-stuck", "critical", {}, {
    demo: { changes: [server("report-worker", { status: "BUILD", created: ago({ minutes: 61 }) })] },
    finds: ["report-worker"],
  }),

  since("server-task-stuck", "ok", { [TASK]: "rebooting", updated: ago({ minutes: 28 }) }),
  since("server-task-stuck", "warning", { [TASK]: "rebooting", updated: ago({ minutes: 31 }) }, {
    says: "has been at task rebooting for 31m",
  }),
  since("server-task-stuck", "critical", { [TASK]: "rebooting", updated: ago({ minutes: 61 }) }),

  since("server-deleting-stuck", "ok", { [TASK]: "deleting", updated: ago({ minutes: 13 }) }),
  since("server-deleting-stuck", "warning", { [TASK]: "deleting", updated: ago({ minutes: 16 }) }),
  since("server-deleting-stuck", "critical", { [TASK]: "deleting", updated: ago({ hours: 3 }) }),

  since("server-power-mismatch", "ok", { [POWER]: SHUTDOWN, updated: ago({ minutes: 8 }) }, {
    when: "Nova may not have looked yet",
  }),
  since("server-power-mismatch", "ok", { [POWER]: RUNNING, updated: ago({ days: 8 }) }),
  since("server-power-mismatch", "warning", { [POWER]: SHUTDOWN, updated: ago({ minutes: 11 }) }),
  since("server-power-mismatch", "warning", {}, {
    when: "it should be off",
    demo: {
      changes: [server("web-06", { status: "SHUTOFF", [POWER]: RUNNING, updated: ago({ minutes: 11 }) })],
    },
    finds: ["web-06"],
    says: "is SHUTOFF but its power state is running",
  }),

  since("server-verify-resize", "ok", { status: "VERIFY_RESIZE", updated: ago({ hours: 23 }) }),
  since("server-verify-resize", "warning", { status: "VERIFY_RESIZE", updated: ago({ hours: 25 }) }),
  since("server-verify-resize", "critical", { status: "VERIFY_RESIZE", updated: ago({ days: 8 }) }),

  since("server-rescue", "ok", { status: "RESCUE", updated: ago({ hours: 23 }) }),
  since("server-rescue", "warning", { status: "RESCUE", updated: ago({ hours: 25 }) }),

  since("server-shutoff-old", "ok", { status: "SHUTOFF", updated: ago({ days: 29 }) }),
  since("server-shutoff-old", "warning", { status: "SHUTOFF", updated: ago({ days: 31 }) }),

  since("server-paused-old", "ok", { status: "PAUSED", updated: ago({ days: 13 }) }),
  since("server-paused-old", "warning", { status: "SUSPENDED", updated: ago({ days: 15 }) }),

  since("server-shelved-old", "ok", { status: "SHELVED_OFFLOADED", updated: ago({ days: 89 }) }),
  since("server-shelved-old", "warning", { status: "SHELVED_OFFLOADED", updated: ago({ days: 91 }) }),
  since("server-shelved-old", "warning", { status: "SHELVED", updated: ago({ days: 91 }) }, {
    when: "it still has its place on a host",
  }),

  since("server-no-ip", "ok", {}),
  since("server-no-ip", "ok", { addresses: {}, updated: ago({ days: 1 }) }, {
    when: "a port of it has one all the same",
  }),
  since("server-no-ip", "warning", {}, {
    demo: {
      changes: [
        server("web-06", { status: "ACTIVE", addresses: {}, updated: ago({ minutes: 11 }) }),
        { service: "network", collection: "ports", set: { fixed_ips: [] } },
      ],
    },
    finds: ["web-06"],
    says: "server web-06 has been ACTIVE without a fixed address for 11m",
  }),
];
