/** All measurements, in the order in which they are made: the short ones first.
 *
 * @module
 */
import type { Measurement } from "../measurement.ts";
import { change } from "./change.ts";
import { everyTool } from "./every_tool.ts";
import { firstPage } from "./first_page.ts";
import { http } from "./http.ts";
import { latency } from "./latency.ts";
import { memory } from "./memory.ts";
import { report } from "./report.ts";
import { reportScale } from "./report_scale.ts";
import { requests } from "./requests.ts";
import { startup } from "./startup.ts";
import { tokens } from "./tokens.ts";

/** All measurements. */
export const MEASUREMENTS: readonly Measurement[] = [
  startup,
  tokens,
  requests,
  latency,
  firstPage,
  everyTool,
  http,
  change,
  memory,
  report,
  reportScale,
];
