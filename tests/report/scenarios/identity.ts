import assert from "node:assert/strict";
import type { DemoChange } from "../../../src/demo/change.ts";
import type { Remembered } from "../../../src/health/check.ts";
import { ago, type Scenario, zoneless } from "../scenario.ts";

/** Alice's, of project acme. */
const NIGHTLY = "abc8bed76bd7470f9c60ceff02406ce1";
const ALICE = "32f1b62a63e2481e97f7c111e948b5c2";
const ADMIN = "372a9984761848c4b9e68a422bd58566";
const GINA = "83964e99619745ec9b1ac23ccdca6667";
const ADMIN_ROLE = "d4ffc8b986614073a0d539cc0b5a6a99";
const COMPUTE = "621f2a3c78754e9d91e0a889e1311e8c";

function changing(
  collection: string,
  ...changes: readonly Omit<DemoChange, "service" | "collection">[]
): NonNullable<Scenario["demo"]> {
  return { changes: changes.map((change) => ({ service: "identity", collection, ...change })) };
}

function credential(set: DemoChange["set"]) {
  return changing("application_credentials", { where: { id: NIGHTLY }, ...(set ? { set } : {}) });
}

function password(name: string, days: number) {
  return changing("users", { where: { name }, set: { password_expires_at: zoneless({ days: -days }) } });
}

function trust(set: NonNullable<DemoChange["add"]>) {
  return changing("trusts", {
    add: {
      id: "7c5a",
      trustor_user_id: ALICE,
      trustee_user_id: ADMIN,
      impersonation: true,
      remaining_uses: null,
      deleted_at: null,
      ...set,
    },
  });
}

/** What the run before remembered of who holds which powerful role, as if it had seen something else. */
function remembered(
  change: (
    holders: readonly Remembered[],
  ) => { readonly holders: readonly Remembered[]; readonly changes?: readonly Remembered[] },
): NonNullable<Scenario["before"]> {
  return (memory) => {
    const { [CHECK]: own, ...others } = memory.checks;
    const holders = own?.remembered["holders"];
    assert.ok(own && Array.isArray(holders));
    return { ...memory, checks: { ...others, [CHECK]: { ...own, remembered: change(holders) } } };
  };
}

const CHECK = "identity-admins";

const GINA_ADMIN = {
  kind: "user",
  id: GINA,
  name: "gina",
  role: "admin",
  scope: "system",
  where: "on the whole system",
};

function hasName(name: string) {
  return (holder: Remembered) => typeof holder === "object" && "name" in holder && holder.name === name;
}

const GINA_PROMOTED = changing("role_assignments", {
  add: {
    scope: { project: { id: "fbf52500b9fc49a58526504a47ecb628" } },
    user: { id: GINA },
    role: { id: ADMIN_ROLE },
  },
});

/** Scenarios of the checks of logins, and of what Keystone has registered. */
export const identityScenarios: readonly Scenario[] = [
  {
    check: "appcred-expiry",
    outcome: "ok",
    as: "alice",
    demo: credential({ expires_at: zoneless({ days: -15 }), unrestricted: false }),
  },
  {
    check: "appcred-expiry",
    outcome: "ok",
    info: true,
    as: "alice",
    finds: ["nightly-report"],
    says: "never ends",
  },
  { check: "appcred-expiry", outcome: "ok", when: "those of others are theirs", as: "adam" },
  {
    check: "appcred-expiry",
    outcome: "warning",
    as: "alice",
    demo: credential({ expires_at: zoneless({ days: -13 }), unrestricted: true }),
    finds: ["nightly-report", "nightly-report"],
  },
  {
    check: "appcred-expiry",
    outcome: "warning",
    when: "it has ended",
    as: "alice",
    demo: credential({ expires_at: zoneless({ days: 2 }) }),
    says: "ended 2d",
  },
  {
    check: "appcred-expiry",
    outcome: "critical",
    as: "alice",
    demo: credential({ expires_at: zoneless({ days: -2 }) }),
    finds: ["nightly-report"],
  },
  { check: "our-credential", outcome: "ok", as: "alice" },
  { check: "our-credential", outcome: "ok", when: "all projects need the role", run: { allProjects: true } },
  {
    check: "our-credential",
    outcome: "ok",
    when: "a check needs the role",
    run: { checks: ["our-credential", "endpoint-disabled"] },
  },
  {
    check: "our-credential",
    outcome: "warning",
    finds: ["admin"],
    says: "user admin has the role admin, which none of these checks needs",
  },
  {
    check: "our-credential",
    outcome: "warning",
    when: "it may make others",
    as: "alice",
    credential: NIGHTLY,
    demo: credential({ unrestricted: true }),
    finds: ["alice"],
    says: "unrestricted",
  },
  {
    check: "our-credential",
    outcome: "critical",
    as: "alice",
    credential: NIGHTLY,
    demo: credential({ expires_at: zoneless({ days: -2 }), unrestricted: false }),
    finds: ["alice"],
    says: "user alice logs in with an application credential that ends in",
  },
  { check: "password-expiry", outcome: "ok", as: "alice", demo: password("alice", 15) },
  {
    check: "password-expiry",
    outcome: "warning",
    as: "alice",
    demo: password("alice", 13),
    finds: ["alice"],
  },
  { check: "password-expiry", outcome: "critical", demo: password("admin", 2), finds: ["admin"] },
  { check: "password-expiry", outcome: "not applicable", as: "alice", credential: NIGHTLY },
  { check: "trust-expiry", outcome: "ok", as: "alice" },
  { check: "trust-expiry", outcome: "ok", when: "one does not end", demo: trust({ expires_at: null }) },
  {
    check: "trust-expiry",
    outcome: "ok",
    when: "one ends in more than a week",
    as: "alice",
    demo: trust({ expires_at: ago({ days: -8 }) }),
  },
  {
    check: "trust-expiry",
    outcome: "ok",
    when: "one ended long ago",
    as: "alice",
    demo: trust({ expires_at: ago({ days: 31 }) }),
  },
  {
    check: "trust-expiry",
    outcome: "warning",
    when: "one was given",
    as: "alice",
    demo: trust({ expires_at: ago({ days: -6 }) }),
    finds: ["7c5a"],
  },
  {
    check: "trust-expiry",
    outcome: "warning",
    when: "one was got, and has ended",
    demo: trust({ expires_at: ago({ days: 2 }) }),
    finds: ["7c5a"],
    says: "trust 7c5a ended 2d",
  },
  { check: "identity-admins", outcome: "ok", before: remembered((holders) => ({ holders })) },
  {
    check: "identity-admins",
    outcome: "warning",
    when: "somebody is new",
    before: remembered((holders) => ({ holders: holders.filter((one) => !hasName("gina")(one)) })),
    demo: GINA_PROMOTED,
    finds: ["gina"],
    says: "user gina got the role admin in project admin",
  },
  {
    check: "identity-admins",
    outcome: "warning",
    when: "somebody is none any more",
    before: remembered((holders) => ({ holders: [...holders, GINA_ADMIN] })),
    finds: ["gina"],
    says: "user gina lost the role admin on the whole system",
  },
  {
    check: "identity-admins",
    outcome: "warning",
    when: "a run has told it an hour ago",
    before: remembered((holders) => ({
      holders,
      changes: [{ ...GINA_ADMIN, got: false, at: Date.now() - 3_600_000 }],
    })),
    finds: ["gina"],
  },
  {
    check: "identity-admins",
    outcome: "ok",
    when: "a run has told it days ago",
    before: remembered((holders) => ({
      holders,
      changes: [{ ...GINA_ADMIN, got: false, at: Date.now() - 200_000_000 }],
    })),
  },
  { check: "identity-admins", outcome: "not applicable", when: "there is no memory" },
  { check: "identity-admins", outcome: "not permitted", as: "alice" },
  { check: "identity-disabled-use", outcome: "ok", run: { allProjects: true } },
  {
    check: "identity-disabled-use",
    outcome: "warning",
    when: "a project and a user are disabled",
    run: { allProjects: true },
    demo: {
      changes: [
        ...changing("projects", { where: { name: "globex" }, set: { enabled: false } }).changes ?? [],
        ...changing("users", { where: { name: "gina" }, set: { enabled: false } }).changes ?? [],
      ],
    },
    finds: ["gina", "globex"],
    says: "project globex is disabled, but 6 of its servers run on",
  },
  {
    check: "identity-disabled-use",
    outcome: "warning",
    when: "a domain is disabled",
    run: { allProjects: true },
    demo: changing("domains", { where: { id: "default" }, set: { enabled: false } }),
    finds: ["Default"],
  },
  {
    check: "identity-disabled-use",
    outcome: "ok",
    when: "what is disabled has no servers",
    run: { allProjects: true },
    demo: changing("users", { where: { name: "greg" }, set: { enabled: false } }),
  },
  { check: "identity-disabled-use", outcome: "not applicable", when: "one project is looked at" },
  { check: "endpoint-disabled", outcome: "ok" },
  {
    check: "endpoint-disabled",
    outcome: "warning",
    when: "one is disabled",
    demo: changing("endpoints", {
      where: { service_id: COMPUTE, interface: "internal" },
      set: { enabled: false },
    }),
    finds: ["compute internal RegionOne"],
  },
  {
    check: "endpoint-disabled",
    outcome: "warning",
    when: "one is there twice",
    demo: changing("endpoints", {
      where: { service_id: COMPUTE, interface: "internal" },
      add: { id: "second", url: "http://198.51.100.7:8774/v2.1" },
    }),
    finds: ["compute internal RegionOne"],
    says: "registered 2 times",
  },
  {
    check: "endpoint-disabled",
    outcome: "warning",
    when: "a service has none, another is disabled",
    demo: {
      changes: [
        ...changing("services", { where: { type: "dns" }, set: { enabled: false } }).changes ?? [],
        ...changing("services", {
          add: { id: "a1", name: "magnum", type: "container-infra", enabled: true },
        }).changes ?? [],
      ],
    },
    finds: ["designate", "magnum"],
  },
  { check: "endpoint-disabled", outcome: "not permitted", as: "alice" },
];
