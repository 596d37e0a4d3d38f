/** Plain values for tests of what stands on the wire.
 *
 * @module
 */
import type { ServePolicy } from "./messages.ts";

/** A policy that serves nothing and allows nothing. */
export const TEST_POLICY: ServePolicy = {
  tools: [],
  answerTokens: 6_000,
  allProjects: false,
  allowSensitive: false,
  allowWrite: false,
  allowAdmin: false,
  confirm: "risky",
  maxTargets: 25,
  caller: "test",
};
