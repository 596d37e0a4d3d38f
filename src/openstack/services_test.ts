import assert from "node:assert/strict";
import { knownServices, officialType, serviceInfo } from "./services.ts";

Deno.test("officialType() folds the historical types", () => {
  const table: [string, string][] = [
    ["volumev3", "block-storage"],
    ["volume", "block-storage"],
    ["block-store", "block-storage"],
    ["block-storage", "block-storage"],
    ["sharev2", "shared-file-system"],
    ["share", "shared-file-system"],
    ["container-infra", "container-infrastructure-management"],
    ["bare-metal", "baremetal"],
    ["ha", "instance-ha"],
    ["alarming", "alarm"],
    ["compute", "compute"],
    ["metering", "metering"],
    // Another API under a related name, and members that every object inherits.
    ["volumev2", "volumev2"],
    ["constructor", "constructor"],
    ["__proto__", "__proto__"],
  ];
  for (const [type, expected] of table) assert.equal(officialType(type), expected, type);
});

Deno.test("knownServices() names each type and alias once", () => {
  const names = knownServices().flatMap((info) => [info.type, ...info.aliases]);
  assert.equal(new Set(names).size, names.length);
  for (const info of knownServices()) {
    assert.match(info.versionPath ?? "/v1", /^\/v\d+(\.\d+)?$/);
    assert.equal(serviceInfo(info.type), info);
  }
});
