/** Calls of the toolset `health` in the truth matrix; for tests.
 *
 * @module
 */
import type { Called } from "../testing.ts";
import { rowsOf } from "../testing.ts";
import type { TruthCalls } from "../truth_call.ts";

/** What is judged by everything that was read is another with every part that was not. */
const JUDGED = ["health", "problems"];

/** What is found and what is not depends on what could be read. */
const REPORTED = [
  "score",
  "state",
  "checked",
  "critical",
  "warning",
  "areas",
  "findings",
  "remedies",
  "checks",
  "not_applicable",
];

/** What stands for all areas: tests/report lets every call of every check fail. */
const REPORTS = ["platform", "image", "load_balancer"];

const EVERYTHING = { only_problems: false };

/** Every tool of the toolset. */
export const HEALTH_TRUTH_CALLS: TruthCalls = {
  // A missing provider leaves sums of the others, which say of how many they are.
  get_cluster_status: [{ differs: [...JUDGED, "capacity"] }, { user: "alice", differs: JUDGED }],
  get_service_status: [{ differs: ["apis", "counts", "heartbeat_ago"], tells: isNotUp }, {
    user: "alice",
    differs: ["apis"],
    tells: isNotUp,
  }],
  get_resource_monitoring: [{ differs: ["classes", "addresses"] }, { user: "alice" }],
  // A run of all would ask for everything each time that one thing fails.
  get_health_report: [
    ...REPORTS.map((checks) => ({ args: { checks, ...EVERYTHING }, differs: REPORTED, tells: isReported })),
    { user: "alice", args: { checks: "server-rescue,volume-error", ...EVERYTHING }, differs: REPORTED },
  ],
};

function isNotUp(answer: Called["answer"], service: string): boolean {
  return rowsOf(answer["apis"]).some((row) => row["service"] === official(service) && row["state"] !== "up");
}

/** The catalog of the demo has this one's older name. */
function official(service: string): string {
  return service === "sharev2" ? "shared-file-system" : service;
}

/** A failure may be a finding, or explain one; an endpoint that refuses to say its versions has no latency. */
function isReported(answer: Called["answer"], service: string): boolean {
  const findings = JSON.stringify(answer["findings"] ?? "");
  if (findings.includes("could not be read") || findings.includes(official(service))) return true;
  const reach = rowsOf(answer["checks"]).find((row) => row["id"] === "api-reach");
  return reach !== undefined && !String(reach["measures"]).includes(`${official(service)} latency`);
}
