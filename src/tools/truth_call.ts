/** How a tool is called in the truth matrix; for tests.
 *
 * @module
 */
import type { Called, ToolsOptions } from "./testing.ts";

/** A call that sends all that a tool can send in one go, by an administrator of project acme unless others are named. */
export interface TruthCall extends ToolsOptions {
  readonly args?: Readonly<Record<string, unknown>>;
  /** Columns and members that take another true form when a part cannot be read: an id where a name would stand. */
  readonly differs?: readonly string[];
  /** Whether the failure of a service is told in another way than by `unavailable`. */
  readonly tells?: (answer: Called["answer"], service: string) => boolean;
}

/** Calls by the names of tools. */
export type TruthCalls = Readonly<Record<string, readonly TruthCall[]>>;
