import type { DemoChange } from "../../../src/demo/change.ts";
import type { Scenario } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";

function account(headers: Readonly<Record<string, string>>): DemoChange {
  const counts = { "x-account-container-count": "2", "x-account-object-count": "5", ...headers };
  return { service: "object_store", collection: "accounts", under: ACME, set: { headers: counts } };
}

function container(name: string, headers: Readonly<Record<string, string>>): DemoChange {
  const counts = { "x-container-object-count": "5", "x-container-bytes-used": "30", ...headers };
  return {
    service: "object_store",
    collection: "containers",
    under: `${ACME}/${name}`,
    set: { headers: counts },
  };
}

const MIB = 1024 * 1024;

/** Scenarios of the checks of the object store. */
export const objectStoreScenarios: readonly Scenario[] = [
  { check: "swift-public", outcome: "ok", as: "alice" },
  { check: "swift-public", outcome: "not permitted", as: "adam" },
  {
    check: "swift-public",
    outcome: "not applicable",
    run: { allProjects: true },
    says: "Swift shows the account of one project at a time",
  },
  {
    check: "swift-public",
    outcome: "warning",
    as: "alice",
    demo: { changes: [container("assets", { "x-container-read": ".r:*,.rlistings" })] },
    finds: ["assets"],
    says: "container assets lets anybody read its 5 objects without a login, and list them",
  },
  {
    check: "swift-public",
    outcome: "ok",
    as: "alice",
    when: "one site may read, or every user",
    demo: {
      changes: [
        container("assets", { "x-container-read": ".r:.example.com,.rlistings" }),
        container("backups", { "x-container-read": "*:*" }),
      ],
    },
  },
  { check: "swift-quota", outcome: "ok", as: "alice" },
  { check: "swift-quota", outcome: "not permitted", as: "adam" },
  {
    check: "swift-quota",
    outcome: "warning",
    as: "alice",
    when: "the account is nearly full",
    demo: {
      changes: [
        account({
          "x-account-bytes-used": String(81 * MIB),
          "x-account-meta-quota-bytes": String(100 * MIB),
        }),
      ],
    },
    finds: ["acme"],
    says:
      "object store account acme holds 81 % of its quota of bytes by Swift's last count: 81 MiB of 100 MiB",
  },
  {
    check: "swift-quota",
    outcome: "critical",
    as: "alice",
    when: "a container may have no more objects",
    demo: { changes: [container("assets", { "x-container-meta-quota-count": "5" })] },
    finds: ["assets"],
    says: "container assets holds 100 % of its quota of objects by Swift's last count: 5 of 5",
  },
  {
    check: "swift-quota",
    outcome: "ok",
    as: "alice",
    when: "they are below their limits",
    demo: {
      changes: [
        account({ "x-account-bytes-used": String(79 * MIB), "x-account-quota-bytes": String(100 * MIB) }),
        container("assets", { "x-container-meta-quota-bytes": "40" }),
      ],
    },
  },
];
