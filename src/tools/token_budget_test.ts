/** Answers to common questions stay small: the budget, and the smallest answer that tells the same facts elsewhere.
 *
 * @module
 */
import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { stringifyJson } from "../text/json.ts";
import { getVolumeList } from "./block_storage/get_volume_list.ts";
import { getFlavors } from "./compute/get_flavors.ts";
import { getHypervisorDetails } from "./compute/get_hypervisor_details.ts";
import { getInstance } from "./compute/get_instance.ts";
import { getServiceStatus } from "./health/get_service_status.ts";
import { getQuota } from "./identity/get_quota.ts";
import { getImageDetailList } from "./image/get_image_detail_list.ts";
import { getLoadBalancerList } from "./load_balancer/get_load_balancer_list.ts";
import { getNetworkDetails } from "./network/get_network_details.ts";
import { getPorts } from "./network/get_ports.ts";
import { type Called, rowsOf, type ToolsOptions, withTools } from "./testing.ts";
import type { Tool } from "./tool.ts";

/** A question, and what its answer may take. */
interface Question extends ToolsOptions {
  readonly tool: Tool;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly most: number;
  /** Rows that the answer must have: a budget is easily kept by leaving out. */
  readonly rows?: number;
}

const QUESTIONS: Readonly<Record<string, Question>> = {
  "16 servers": { tool: getInstance, demo: { servers: 16 }, rows: 16, most: 1_200 },
  "one server": { tool: getInstance, args: { names: "web-01" }, most: 355 },
  "50 ports": {
    tool: getPorts,
    args: { limit: 50 },
    demo: { crowd: { network: { ports: 80 } } },
    rows: 50,
    most: 3_000,
  },
  "quotas of three services": {
    tool: getQuota,
    args: { services: "compute,network,block-storage" },
    most: 400,
  },
  "7 volumes": { tool: getVolumeList, rows: 7, most: 379 },
  "6 networks": { tool: getNetworkDetails, rows: 6, most: 389 },
  "5 images": { tool: getImageDetailList, rows: 5, most: 196 },
  "7 flavors": { tool: getFlavors, rows: 7, most: 422 },
  "1 load balancer": { tool: getLoadBalancerList, rows: 1, most: 141 },
  "3 hypervisors": { tool: getHypervisorDetails, user: "admin", rows: 3, most: 308 },
  "services and their processes": { tool: getServiceStatus, user: "admin", most: 1_042 },
};

for (const [name, { tool, args = {}, most, rows, ...options }] of Object.entries(QUESTIONS)) {
  Deno.test(`${tool.name} answers about ${name} within ${most} tokens`, () =>
    withTools(options, async ({ call }) => {
      const { answer, error } = await call(tool, args);
      assert.equal(error, undefined);
      if (rows !== undefined) assert.equal(rowsOf(answer).length, rows);
      assert.ok(tokensOf(answer) <= most, `${tokensOf(answer)} tokens`);
    }));
}

Deno.test("get_quota takes 150 tokens at most for each service beyond three", () =>
  withTools({}, async ({ call }) => {
    const { answer } = await call(getQuota);
    const services = new Set(rowsOf(answer).map((row) => row["service"]));
    const most = 400 + 150 * Math.max(0, services.size - 3);
    assert.ok(services.size > 3);
    assert.ok(tokensOf(answer) <= most, `${tokensOf(answer)} tokens for ${services.size} services`);
  }));

function tokensOf(answer: Called["answer"]): number {
  return encode(stringifyJson(answer)).length;
}
