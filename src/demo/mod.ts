/**
 * An embedded OpenStack for trials and tests: in memory, over real HTTP on loopback, one port a service.
 *
 * It knows nothing of the client that talks to it. Its state was recorded from a real cloud
 * (`tests/record_demo.ts`), its manners follow the API references and what the real services answer.
 *
 * @module
 */

import { startDemoCloud } from "./cloud.ts";
import type { DemoCloud, DemoOptions } from "./types.ts";

export type { DemoChange } from "./change.ts";
export type { Crowd } from "./crowd.ts";
export type { DemoFault } from "./faults.ts";
export type { DemoCloud, DemoFailure, DemoOptions, DemoRequest } from "./types.ts";

/** Starts a demo cloud. */
export function startDemo(options: DemoOptions = {}): Promise<DemoCloud> {
  return startDemoCloud(options);
}
