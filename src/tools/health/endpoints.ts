/** Whether the services of the catalog answer, and how fast.
 *
 * @module
 */
import type { AllowEntry } from "../../openstack/allowlist.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { ToolContext } from "../tool.ts";

/** How an API was found. */
export interface ApiState {
  /** Official service type. */
  readonly service: string;
  /** `not checked` if it has no address that may be asked. */
  readonly state: "up" | "failed" | "not checked";
  readonly latencyMs?: number;
  readonly httpStatus?: number;
  /** Why it is not up. */
  readonly problem?: string;
  readonly requestId?: string;
}

/** Asks the version document of every service, all at once. Those without a usable address are told as such.
 *
 * @param wanted Which services are of interest.
 */
export async function probeApis(
  wanted: (service: string) => boolean,
  context: ToolContext,
): Promise<readonly ApiState[]> {
  const { entries, refused } = context.cloud.allowlist;
  const answered = await Promise.all(
    entries.filter(({ service }) => wanted(service)).map((entry) => probe(entry, context)),
  );
  const unasked = refused.filter(({ service }) => wanted(service)).map(({ service, reason, detail }) => ({
    service,
    state: "not checked" as const,
    problem: `${reason}: ${detail}`,
  }));
  return [...answered, ...unasked];
}

async function probe(entry: AllowEntry, context: ToolContext): Promise<ApiState> {
  const { service } = entry;
  try {
    const { status, elapsedMs } = await context.cloud.probe(entry);
    return { service, state: "up", latencyMs: Math.round(elapsedMs), httpStatus: status };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    const { status, requestId } = error;
    return {
      service,
      state: "failed",
      problem: `${error.reason}: ${error.detail ?? error.message}`,
      ...(status === undefined ? {} : { httpStatus: status }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}
