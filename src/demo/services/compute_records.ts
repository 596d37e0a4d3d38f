/**
 * Nova's records of what was done to servers.
 *
 * @module
 */

import { type Item, itemsOf, type Json, textOf } from "../json.ts";
import type { Call } from "../service.ts";
import { stamp } from "../time.ts";

/** What is done to a server, as its record tells. */
export interface Deed {
  /** The name of the action. */
  readonly action: string;
  /** The name of the event that does the work. */
  readonly event: string;
}

/** A record that is not closed yet. */
export interface Entry {
  readonly server: string;
  readonly requestId: string;
}

/** The records of all servers. */
export class Records {
  readonly #seed: Item;
  readonly #modelOf: (id: string) => string;
  readonly #own = new Map<string, Item[]>();

  /** A server that is a copy has had what its model has had. */
  constructor(seed: Item, modelOf: (id: string) => string) {
    this.#seed = seed;
    this.#modelOf = modelOf;
  }

  /** The records of a server, newest first. */
  of(id: string): Item[] {
    const recorded = itemsOf(this.#seed[this.#modelOf(id)]);
    return [...this.#own.get(id) ?? [], ...recorded.map((row) => ({ ...row, instance_uuid: id }))];
  }

  /** Opens a record under the id of the request. */
  open(call: Call, server: Item, { action, event }: Deed): Entry {
    const time = `${stamp(call.now)}.000000`;
    const id = textOf(server["id"]);
    const host = server["OS-EXT-SRV-ATTR:host"] ?? null;
    const row: Item = {
      action,
      instance_uuid: id,
      request_id: call.requestId,
      user_id: call.caller.userId,
      project_id: call.caller.projectId,
      start_time: time,
      message: null,
      updated_at: time,
      events: [{
        event,
        start_time: time,
        finish_time: null,
        result: null,
        traceback: null,
        host,
        hostId: server["hostId"] ?? "",
        details: null,
      }],
    };
    this.#own.set(id, [row, ...this.#own.get(id) ?? []]);
    return { server: id, requestId: call.requestId };
  }

  /** Closes a record; with a reason, as an error. */
  close(entry: Entry, at: number, failure?: string): void {
    const rows = this.#own.get(entry.server) ?? [];
    const time = `${stamp(at)}.000000`;
    this.#own.set(
      entry.server,
      rows.map((row) => row["request_id"] === entry.requestId ? closed(row, time, failure) : row),
    );
  }
}

function closed(row: Item, time: string, failure: string | undefined): Item {
  const failed = failure !== undefined;
  const events: Json[] = itemsOf(row["events"]).map((event) => ({
    ...event,
    finish_time: time,
    result: failed ? "Error" : "Success",
    traceback: failed ? `Traceback (most recent call last):\n${failure}\n` : null,
    details: failed ? failure : null,
  }));
  return { ...row, message: failed ? "Error" : null, updated_at: time, events };
}
