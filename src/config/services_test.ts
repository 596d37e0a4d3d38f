import { deepEqual, equal } from "node:assert/strict";
import { impliedMicroversion, parseServiceKey } from "./services.ts";

for (
  const [key, type, suffix] of [
    ["compute_endpoint_override", "compute", "endpoint_override"],
    ["volume_api_version", "block-storage", "api_version"],
    ["volumev3_region_name", "block-storage", "region_name"],
    ["block_storage_endpoint", "block-storage", "endpoint"],
    ["load_balancer_interface", "load-balancer", "interface"],
    ["loadbalancer_endpoint_override", "load-balancer", "endpoint_override"],
    ["object_store_endpoint_override", "object-store", "endpoint_override"],
    ["key_manager_default_microversion", "key-manager", "default_microversion"],
    ["sharev2_endpoint_override", "shared-file-system", "endpoint_override"],
    ["share_api_version", "shared-file-system", "api_version"],
    ["shared_file_system_api_version", "shared-file-system", "api_version"],
    ["dns_interface", "dns", "interface"],
  ] as const
) {
  Deno.test(`parseServiceKey() reads ${key}`, () => {
    const found = parseServiceKey(key);
    deepEqual([found?.type, found?.suffix], [type, suffix]);
  });
}

for (const key of ["interface", "region_name", "auth_url", "nothing_api_version", "constructor_interface"]) {
  Deno.test(`parseServiceKey() leaves ${key} alone`, () => equal(parseServiceKey(key), undefined));
}

for (
  const [version, expected] of [
    ["2.88", "2.88"],
    ["v2.88", "2.88"],
    ["2.0", undefined],
    ["2", undefined],
    ["3", undefined],
    ["latest", undefined],
  ] as const
) {
  Deno.test(`impliedMicroversion() of ${version} is ${expected}`, () =>
    equal(impliedMicroversion(version), expected));
}
