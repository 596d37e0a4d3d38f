import assert from "node:assert/strict";
import { type DemoFault, type DemoRequest, startDemo } from "../../demo/mod.ts";
import { withClient } from "../testing.ts";
import type { Tool } from "../tool.ts";
import { getAggregates } from "./get_aggregates.ts";
import { getAvailabilityZones } from "./get_availability_zones.ts";
import { getComputeServices } from "./get_compute_services.ts";
import { getConsoleLog } from "./get_console_log.ts";
import { getFlavors } from "./get_flavors.ts";
import { getHypervisorDetails } from "./get_hypervisor_details.ts";
import { getKeypairList } from "./get_keypair_list.ts";
import { getResourceProviders } from "./get_resource_providers.ts";
import { getServerEvents } from "./get_server_events.ts";
import { getServerGroups } from "./get_server_groups.ts";
import { getServerMigrations } from "./get_server_migrations.ts";
import { getServerVolumes } from "./get_server_volumes.ts";
import { getUsageStatistics } from "./get_usage_statistics.ts";

/** Calls that reach every request of a tool, by an administrator unless somebody else is named. */
const CALLS: readonly {
  tool: Tool;
  args?: Record<string, unknown>;
  user?: string;
  allProjects?: boolean;
}[] = [
  { tool: getServerVolumes, args: { server: "db-01" } },
  { tool: getServerEvents, args: { server: "web-01" } },
  { tool: getServerGroups },
  { tool: getServerMigrations, user: "admin", allProjects: true },
  { tool: getKeypairList, args: { detail: "full" }, user: "alice" },
  { tool: getFlavors },
  { tool: getAvailabilityZones },
  { tool: getHypervisorDetails, args: { detail: "full" } },
  { tool: getAggregates },
  { tool: getComputeServices },
  { tool: getResourceProviders, args: { fields: ["used", "traits", "aggregates"] } },
  { tool: getUsageStatistics },
  { tool: getUsageStatistics, user: "admin", allProjects: true },
  { tool: getConsoleLog, args: { server: "db-01" }, user: "alice" },
];

const FAULTS: readonly DemoFault[] = [
  { kind: "status", status: 403, body: { forbidden: { code: 403, message: "Policy doesn't allow it" } } },
  { kind: "status", status: 500, body: { computeFault: { code: 500, message: "Unexpected" } } },
  { kind: "html", status: 404 },
  { kind: "garbage" },
  { kind: "garbage", body: "{}" },
  { kind: "garbage", body: "[]" },
  { kind: "hang" },
];

for (const { tool, args = {}, user = "operator", allProjects = false } of CALLS) {
  const who = allProjects ? `${user}, all projects` : user;
  Deno.test(`${tool.name} (${who}) says so when any of its requests fails`, async () => {
    const demo = await startDemo();
    try {
      const options = { user, allProjects };
      // What is slow for another reason fails as well, and must be told in any case.
      const impatient = { ...options, settings: { requestTimeoutMs: 120 } };
      const sent: DemoRequest[] = [];
      await withClient(demo, options, async ({ call }) => {
        const { answer, error, requests } = await call(tool, args);
        assert.equal(error, undefined);
        assert.ok(!("unavailable" in answer), JSON.stringify(answer));
        sent.push(...requests);
      });
      const distinct = new Map(sent.map((one) => [`${one.service} ${one.method} ${one.path}`, one]));
      for (const [request, { service, method, path }] of distinct) {
        for (const fault of FAULTS) {
          await withClient(demo, impatient, async ({ call }) => {
            demo.setFaults([{ ...fault, service, method, path: `^${RegExp.escape(path)}(\\?|$)` }]);
            const { answer, error } = await call(tool, args);
            demo.setFaults([]);
            const told = error !== undefined || "unavailable" in answer;
            assert.ok(told, `${request}, ${JSON.stringify(fault)}: ${JSON.stringify(answer)}`);
          });
        }
      }
    } finally {
      await demo.close();
    }
  });
}
