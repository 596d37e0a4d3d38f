/**
 * What it takes to change a server on request.
 *
 * @module
 */

import type { Item, Json } from "../json.ts";
import type { Schema } from "../schema.ts";
import type { Answer, Call } from "../service.ts";
import { type Allowed, checkLock, checkState } from "./compute_checks.ts";
import type { Lifecycle } from "./compute_lifecycle.ts";
import type { Neighbours } from "./compute_neighbours.ts";
import type { Hosts } from "./compute_placing.ts";
import { resting } from "./compute_states.ts";
import type { UsageOptions } from "./compute_usage.ts";

/** What actions stand on. */
export interface Workshop extends UsageOptions {
  readonly lifecycle: Lifecycle;
  readonly neighbours: Neighbours;
  readonly hosts: Hosts;
}

/** What one request wants done. */
export interface Order {
  readonly call: Call;
  readonly server: Item;
  /** What stands under the name of the action. */
  readonly wish: Json;
  readonly shop: Workshop;
}

/** Something that can be done. */
export interface Action {
  /** The policy it stands under. */
  readonly rule: string;
  /** Whether the policy lets administrators alone. */
  readonly admin?: boolean;
  /** What may stand under its name; whatever does if there is none. */
  schema?(version: number): Schema | undefined;
  act(order: Order): Answer;
}

/** The answer to what will be done. */
export const ACCEPTED: Answer = { status: 202 };

/** A change from one state into another that needs nothing further. */
export interface Plain extends Allowed {
  readonly rule: string;
  readonly action?: string;
  readonly event: string;
  readonly task: string;
  readonly to: string;
}

/** An action that is nothing but such a change. */
export function plain(change: Plain): Action {
  const { rule, name, action = name, event, task, to } = change;
  return {
    rule,
    act: ({ call, server, shop }) => {
      checkLock(call, server);
      checkState(server, change);
      shop.lifecycle.begin(call, server, { action, event, task, finish: () => resting(to) });
      return ACCEPTED;
    },
  };
}
