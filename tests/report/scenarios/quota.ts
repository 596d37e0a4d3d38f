import type { Scenario } from "../scenario.ts";

/** Scenarios of the checks of quotas. */
export const quotaScenarios: readonly Scenario[] = [
  { check: "quota", outcome: "ok", as: "alice", run: { thresholds: { quota: { warning_percent: 100 } } } },
];
