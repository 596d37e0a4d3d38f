import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

function zone(set: Fields): DemoChange {
  return { service: "dns", collection: "zones", where: { name: "acme.test." }, set };
}

function recordset(name: string, set: Fields): DemoChange {
  return { service: "dns", collection: "recordsets", where: { name, type: "A" }, set };
}

function service(name: string, set: Fields): DemoChange {
  return { service: "dns", collection: "service_statuses", where: { service_name: name }, set };
}

const LONG = { status: "PENDING", action: "UPDATE", updated_at: zoneless({ minutes: 25 }) };
const SHORT = { ...LONG, updated_at: zoneless({ minutes: 5 }) };
const FAILED = { status: "ERROR", action: "CREATE", updated_at: zoneless({ hours: 2 }) };

/** Scenarios of the checks of the DNS service. */
export const dnsScenarios: readonly Scenario[] = [
  { check: "dns-zone", outcome: "ok", as: "alice" },
  {
    check: "dns-zone",
    outcome: "ok",
    when: "a change is young",
    as: "adam",
    demo: { changes: [zone(SHORT), recordset("www.acme.test.", SHORT)] },
  },
  {
    check: "dns-zone",
    outcome: "warning",
    when: "a zone is pending",
    as: "adam",
    demo: { changes: [zone(LONG)] },
    finds: ["acme.test."],
    says: ": a change of it has not reached the name servers",
  },
  {
    check: "dns-zone",
    outcome: "warning",
    when: "a zone is pending with its recordsets, told once",
    as: "alice",
    demo: { changes: [zone(LONG), recordset("www.acme.test.", LONG), recordset("db.acme.test.", LONG)] },
    finds: ["acme.test."],
    says: "and with it 2 of its recordsets",
  },
  {
    check: "dns-zone",
    outcome: "warning",
    when: "a recordset that never changed is pending",
    as: "alice",
    demo: {
      changes: [
        recordset("www.acme.test.", {
          status: "PENDING",
          action: "CREATE",
          created_at: zoneless({ hours: 2 }),
          updated_at: null,
        }),
      ],
    },
    finds: ["www.acme.test. A"],
    says: ": its creation has not reached the name servers",
  },
  {
    check: "dns-zone",
    outcome: "critical",
    when: "a zone failed",
    as: "alice",
    demo: { changes: [zone(FAILED)] },
    finds: ["acme.test."],
    says: "zone acme.test. has been in ERROR for 2h",
  },
  {
    check: "dns-zone",
    outcome: "critical",
    when: "a recordset of a pending zone failed",
    as: "alice",
    demo: { changes: [zone(LONG), recordset("db.acme.test.", FAILED)] },
    finds: ["db.acme.test. A", "acme.test."],
  },
  { check: "dns-zone", outcome: "ok", when: "it is another project's", demo: { changes: [zone(FAILED)] } },
  {
    check: "dns-zone",
    outcome: "critical",
    when: "all projects are looked at",
    demo: { changes: [zone(FAILED)] },
    run: { allProjects: true },
    finds: ["acme.test."],
  },
  { check: "dns-service", outcome: "ok" },
  { check: "dns-service", outcome: "not permitted", as: "alice" },
  {
    check: "dns-service",
    outcome: "warning",
    demo: { changes: [service("producer", { status: "WARNING" })] },
    finds: ["ctl-01"],
    says: "designate-producer on ctl-01 says that it is WARNING",
  },
  {
    check: "dns-service",
    outcome: "critical",
    demo: { changes: [service("worker", { status: "DOWN" })] },
    finds: ["ctl-01"],
  },
];
