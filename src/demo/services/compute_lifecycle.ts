/**
 * How Nova's servers get from one state into another: at once a task, after a while the end, good or bad.
 *
 * @module
 */

import type { Agenda } from "../agenda.ts";
import { type Item, itemOf, omit, textOf } from "../json.ts";
import type { Call } from "../service.ts";
import { stamp } from "../time.ts";
import type { DemoFailure } from "../types.ts";
import type { Deed, Entry, Records } from "./compute_records.ts";
import type { Servers } from "./compute_servers.ts";
import { POWER_STATE, resting, statesOf, TASK_STATE, VM_STATE } from "./compute_states.ts";

/** Something that takes a while. */
export interface Step extends Deed {
  /** The task that is told meanwhile. */
  readonly task: string | null;
  /** Does what is to be done beside the server and tells the fields with which it ends. */
  finish(server: Item, at: number): Item;
  /** Clears away what was made for it when it fails. */
  undo?(at: number): void;
  /** Why it must fail, without anybody having asked for that. */
  readonly doomed?: string | undefined;
  /** Ends a server that goes away instead of resting in a state. */
  readonly removes?: boolean;
}

/** What {@linkcode Lifecycle} stands on. */
export interface LifecycleOptions {
  servers: Servers;
  records: Records;
  agenda: Agenda;
  transitionMs: number;
  /** What is left in other services by a server that goes away. */
  leave(server: Item, at: number): void;
}

/** The states that belong to a server's rest. */
const STATES = [VM_STATE, POWER_STATE];

/** The changes of servers over time. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #failures: { failure: DemoFailure; left: number }[] = [];
  /** The latest step of each server; an older one that comes to its end changes nothing any more. */
  readonly #latest = new Map<string, Step>();

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  /** Lets coming transitions fail. */
  fail(failures: readonly DemoFailure[]): void {
    for (const failure of failures) this.#failures.push({ failure, left: failure.times ?? 1 });
  }

  /** Begins a step; `fields` are changed at once. */
  begin(call: Call, server: Item, step: Step, fields: Item = {}): Item {
    const { servers, records, agenda, transitionMs } = this.#options;
    const id = textOf(server["id"]);
    const failure = this.#failureOf(server, step);
    const entry = records.open(call, server, step);
    const changed = servers.change(id, { ...fields, [TASK_STATE]: step.task }, call.now);
    this.#latest.set(id, step);
    agenda.plan(call.now + transitionMs, (at) => {
      const current = servers.get(id);
      if (!current || this.#latest.get(id) !== step) {
        this.#overtake(step, entry, current, at);
        return;
      }
      this.#latest.delete(id);
      const reason = failure && (failure.message ?? `The demo was told to let ${step.action} fail.`);
      records.close(entry, at, reason);
      if (reason === undefined) this.#succeed(step, current, at);
      else this.#break(step, server, current, failure?.how ?? "error", reason, at);
    });
    return changed;
  }

  /** Does something that takes no time. */
  record(call: Call, server: Item, deed: Deed, fields: Item): Item {
    const { servers, records } = this.#options;
    records.close(records.open(call, server, deed), call.now);
    return servers.change(textOf(server["id"]), fields, call.now);
  }

  /** Takes a server away at once, without a word about it in its records. */
  remove(server: Item, at: number): void {
    const { servers, leave } = this.#options;
    const id = textOf(server["id"]);
    this.#latest.delete(id);
    leave(server, at);
    servers.remove(id, at);
  }

  /** Changes a server from outside, or takes it away. */
  set(idOrName: string, fields: Item | null, at: number): void {
    const { servers } = this.#options;
    const server = servers.named(idOrName);
    if (!server) throw new Error(`the demo has no server ${idOrName}`);
    const id = textOf(server["id"]);
    if (fields === null) {
      this.remove(server, at);
      return;
    }
    const states = statesOf(textOf(fields["status"])) ?? {};
    if (fields["fault"] !== undefined) {
      const usual = { code: 500, created: `${stamp(at)}Z`, message: "" };
      servers.setFault(id, fields["fault"] === null ? null : { ...usual, ...itemOf(fields["fault"]) });
    }
    servers.change(id, { ...states, ...omit(fields, ["fault", "status"]) }, at);
  }

  /** A step whose server went away meanwhile has failed; one that another step replaced has done no harm. */
  #overtake(step: Step, entry: Entry, current: Item | undefined, at: number): void {
    const gone = !current || this.#latest.get(entry.server)?.removes === true;
    if (gone) step.undo?.(at);
    this.#options.records.close(entry, at, gone && !step.removes ? "InstanceNotFound" : undefined);
  }

  #succeed(step: Step, server: Item, at: number): void {
    const { servers, leave } = this.#options;
    const id = textOf(server["id"]);
    const fields = step.finish(server, at);
    if (step.removes) {
      leave(server, at);
      servers.remove(id, at);
    } else servers.change(id, { [TASK_STATE]: null, ...fields }, at);
  }

  #break(step: Step, before: Item, server: Item, how: DemoFailure["how"], reason: string, at: number): void {
    const { servers } = this.#options;
    const id = textOf(server["id"]);
    step.undo?.(at);
    if (how === "back" && before[VM_STATE] !== "building") {
      const states = Object.fromEntries(STATES.map((key) => [key, before[key] ?? null]));
      servers.change(id, { ...states, [TASK_STATE]: null }, at);
      return;
    }
    const trace = `Traceback (most recent call last):\n${reason}\n`;
    servers.setFault(id, { code: 500, created: `${stamp(at)}Z`, message: reason, details: trace });
    servers.change(id, resting("error"), at);
  }

  #failureOf(server: Item, { action, doomed }: Step): DemoFailure | undefined {
    const names = [server["id"], server["name"]];
    const found = this.#failures.find(({ failure, left }) =>
      left > 0 && (failure.action === undefined || failure.action === action) &&
      (failure.server === undefined || names.includes(failure.server))
    );
    if (found) found.left -= 1;
    if (!found && doomed !== undefined) return { how: "back", message: doomed };
    return found?.failure;
  }
}
