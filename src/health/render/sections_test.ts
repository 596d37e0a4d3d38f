import assert from "node:assert/strict";
import type { CheckResult } from "../report.ts";
import { BARE, crowdedReport, sampleFinding } from "./_sample_report.ts";
import { findingWords, holdsWords, sectionsOf, skippedGaps } from "./sections.ts";

function skipped(id: string, state: CheckResult["state"], reason: string): CheckResult {
  return { id, area: "network", title: "", state, reason, findings: 0 };
}

Deno.test("skippedGaps() tells a refusal by role once, and any other reason in its own words", () => {
  const checks = [
    skipped("a", "not permitted", "compute services: not permitted: Policy doesn't allow it"),
    skipped("b", "not permitted", "hypervisors: not permitted"),
    skipped("c", "not permitted", "Neutron does not show this login 5 of the 5 security groups"),
    skipped("d", "not applicable", "no endpoint speaks TLS"),
  ];
  assert.deepEqual(skippedGaps({ ...BARE, checks }).map(({ reason, checks }) => [reason, ...checks]), [
    ["not permitted: Neutron does not show this login 5 of the 5 security groups", "c"],
    ["not applicable: no endpoint speaks TLS", "d"],
    ["not permitted: the role of this login does not cover what they read", "a", "b"],
  ]);
});

Deno.test("holdsWords() counts in the field's words, and leaves out what is none", () => {
  assert.equal(holdsWords({ size_gib: 1260 }), "1 260 GiB");
  assert.equal(
    holdsWords({ vcpus: 1, ram_mib: 2048, disk_gib: 0, addresses: 1 }),
    "1 vCPU, 2 048 MiB of RAM, 1 address",
  );
  assert.equal(holdsWords({ addresses: 0 }), "");
});

Deno.test("findingWords() names the project where those of several are told, and not twice", () => {
  const resource = { kind: "server", id: "1", name: "web", project: "7", project_name: "acme" };
  const told = (text: string) => findingWords(sampleFinding({ check: "server-error", text, resource }));
  assert.equal(told("server web is broken"), "server web is broken (project acme)");
  assert.equal(told("quota of project acme is full"), "quota of project acme is full");
});

Deno.test("sectionsOf() shows twenty findings of a check, and three that are only told", () => {
  const info = Array.from(
    { length: 9 },
    (_, index) =>
      sampleFinding({ check: "server-locked", severity: "info", text: `server ${index} is locked` }),
  );
  const groups = sectionsOf({ ...crowdedReport(30), findings: [...crowdedReport(30).findings, ...info] })
    .flatMap(({ groups }) => groups);
  const notes = groups.find(({ check }) => check === "server-locked");
  assert.deepEqual([notes?.shown.length, notes?.more], [3, 6]);
  assert.ok(groups.every(({ shown }) => shown.length <= 20));
});
