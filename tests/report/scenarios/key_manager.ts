import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { ago, type Scenario } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

/** A time ahead of us as Barbican writes it. */
function days(ahead: number): string {
  return ago({ days: -ahead, minutes: -60 }).replace("Z", "");
}

function secret(set: Fields): DemoChange {
  return {
    service: "key_manager",
    collection: "secrets",
    under: ACME,
    where: { name: "db-password" },
    set,
  };
}

function order(given: Fields): DemoChange {
  return {
    service: "key_manager",
    collection: "orders",
    under: ACME,
    add: {
      created: days(-2),
      updated: days(-1),
      status: "ACTIVE",
      type: "key",
      meta: { name: "disk-key", algorithm: "aes", bit_length: 256, expiration: null },
      creator_id: "32f1b62a63e2481e97f7c111e948b5c2",
      order_ref: "demo://key-manager/v1/orders/0a1b2c3d-0000-4000-8000-000000000003",
      ...given,
    },
  };
}

/** Scenarios of the checks of secrets. */
export const keyManagerScenarios: readonly Scenario[] = [
  { check: "barbican-expiry", outcome: "ok", as: "alice" },
  {
    check: "barbican-expiry",
    outcome: "ok",
    when: "it expires later than a month from now",
    as: "alice",
    demo: { changes: [secret({ expiration: days(30) })] },
  },
  {
    check: "barbican-expiry",
    outcome: "warning",
    when: "a secret expires within a month",
    as: "alice",
    demo: { changes: [secret({ expiration: days(29) })] },
    finds: ["db-password"],
    says: "secret db-password expires in 29d",
  },
  {
    check: "barbican-expiry",
    outcome: "critical",
    when: "a secret expires within a week",
    as: "alice",
    demo: { changes: [secret({ expiration: days(6) })] },
    finds: ["db-password"],
  },
  {
    check: "barbican-expiry",
    outcome: "critical",
    when: "a secret failed",
    as: "alice",
    demo: { changes: [secret({ status: "ERROR" })] },
    finds: ["db-password"],
    says: "is in ERROR",
  },
  {
    check: "barbican-expiry",
    outcome: "warning",
    when: "an order failed",
    as: "alice",
    demo: {
      changes: [order({ status: "ERROR", error_status_code: "500", error_reason: "no plugin for aes" })],
    },
    finds: ["disk-key"],
    says: "order disk-key failed, so that its secret was not made: no plugin for aes",
  },
  {
    check: "barbican-expiry",
    outcome: "critical",
    when: "what an order is to make expires soon",
    as: "alice",
    demo: {
      changes: [order({ status: "PENDING", meta: { name: "disk-key", expiration: days(3) } })],
    },
    finds: ["disk-key"],
    says: "order disk-key expires in 3d",
  },
  {
    check: "barbican-expiry",
    outcome: "ok",
    when: "the secret that an order made was deleted",
    as: "alice",
    demo: { changes: [order({ meta: { name: "disk-key", expiration: days(3) } })] },
  },
  { check: "barbican-expiry", outcome: "not permitted", when: "the role is reader", as: "adam" },
  {
    check: "barbican-expiry",
    outcome: "ok",
    when: "other projects' secrets are nobody's to see",
    demo: { changes: [secret({ expiration: days(3) })] },
    run: { allProjects: true },
  },
  {
    check: "barbican-expiry",
    outcome: "unknown",
    when: "all that is not permitted counts",
    run: { allProjects: true, requireAll: true },
    says: "Barbican shows those of the login's own project alone",
  },
];
