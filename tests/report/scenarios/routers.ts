import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import type { Scenario } from "../scenario.ts";

const ALL = { allProjects: true };

function router(set: Fields) {
  const change: DemoChange = {
    service: "network",
    collection: "routers",
    where: { name: "acme-router" },
    set,
  };
  return { changes: [change] };
}

/** A further router, which has no interface. */
function further(add: Fields) {
  const change: DemoChange = {
    service: "network",
    collection: "routers",
    where: { name: "acme-router" },
    add: { id: "f0000000-0000-4000-8000-000000000001", name: "spare-router", ...add },
  };
  return { changes: [change] };
}

/** Scenarios of the checks of routers. */
export const routerScenarios: readonly Scenario[] = [
  { check: "router-status", outcome: "ok", as: "alice" },
  { check: "router-status", outcome: "ok", run: ALL },
  {
    check: "router-status",
    outcome: "warning",
    when: "it failed",
    as: "alice",
    demo: router({ status: "ERROR" }),
    finds: ["acme-router"],
    says: "router acme-router is ERROR",
  },
  {
    check: "router-status",
    outcome: "warning",
    when: "it has no gateway",
    as: "alice",
    demo: router({ external_gateway_info: null }),
    finds: ["acme-router"],
    says: "has no gateway although 4 floating IPs use it",
  },
  {
    check: "router-status",
    outcome: "warning",
    when: "it is switched off",
    run: ALL,
    demo: router({ admin_state_up: false }),
    finds: ["acme-router"],
  },
  {
    check: "router-status",
    outcome: "ok",
    when: "no floating IP needs the missing gateway",
    as: "alice",
    demo: further({ external_gateway_info: null }),
  },
  { check: "router-empty", outcome: "ok", as: "alice" },
  { check: "router-empty", outcome: "ok", run: ALL },
  {
    check: "router-empty",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: further({}),
    finds: ["spare-router"],
    says: "router spare-router has no interface",
  },
  {
    check: "router-empty",
    outcome: "ok",
    info: true,
    when: "it has no gateway either",
    run: ALL,
    demo: further({ external_gateway_info: null }),
    finds: ["spare-router"],
    says: "router spare-router has no interface and no gateway",
  },
];
