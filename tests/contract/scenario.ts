/** What a scenario of the contract is: the ordered life of things that the suite makes itself.
 *
 * @module
 */
import type { Operation } from "../../src/openstack/operation.ts";
import type { Stage } from "./changes/stage.ts";

/** A scenario. */
export interface Scenario {
  readonly name: string;
  /** The changing operations that it exercises: each must have done its work once before the end. */
  readonly operations: readonly Operation[];
  /** Why it cannot be played here; undefined if it can. */
  readonly missing?: (stage: Stage) => Promise<string | undefined> | string | undefined;
  readonly play: (act: Act, stage: Stage) => Promise<void>;
}

/** Plays a part of a scenario. What follows needs it: its failure ends the scenario. */
export type Act = (name: string, part: () => Promise<void>) => Promise<void>;
