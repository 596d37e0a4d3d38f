/** What a case of the contract says about an operation.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { QueryValue } from "../../src/openstack/request.ts";
import type { Reason } from "../../src/openstack/errors.ts";
import type { Operation } from "../../src/openstack/operation.ts";
import { readPage } from "../../src/openstack/pagination.ts";
import type { ContractLogin } from "./logins.ts";

/** How a call may end that is not expected to give what it is named after. */
export type Outcome = Reason | "empty" | "answered";

/** What a call is sent with. */
export interface Target {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
}

/** What holds for one operation on every cloud. */
export interface CaseSpec<T> {
  readonly operation: Operation;
  /** Values for the call, out of what is there; undefined if there is nothing to try it on. */
  readonly target?: (login: ContractLogin) => Promise<Target | undefined> | Target | undefined;
  /** Reads an item of a list, else the whole body. */
  readonly read: (value: unknown) => T | undefined;
  /** What tells items of a list apart. */
  readonly key?: (item: T) => string;
  /** Pages may hold parts of one item. */
  readonly repeats?: true;
  /** Nothing of the kind needs to exist. */
  readonly mayBeEmpty?: true;
  /** What else must hold. */
  readonly holds?: (found: readonly T[], login: ContractLogin) => void;
  /** What an id gives that does not exist; "not found" unless said. */
  readonly unknown?: readonly Outcome[];
  /** What a member gets for an operation that needs an administrator; "not permitted" unless said. */
  readonly refused?: readonly Outcome[];
}

/** A case, ready to be run. */
export interface Case {
  readonly operation: Operation;
  readonly repeats: boolean;
  readonly mayBeEmpty: boolean;
  readonly unknown: readonly Outcome[];
  readonly refused: readonly Outcome[];
  target(login: ContractLogin): Promise<Target | undefined>;
  /** Reads all values and checks them; gives the keys of what it read. */
  verify(values: readonly unknown[], login: ContractLogin): string[];
  /** The values of an answer: the items of a list, else the body. */
  valuesOf(body: unknown): readonly unknown[];
}

/** Makes a case. */
export function contract<T>(spec: CaseSpec<T>): Case {
  const { operation, target } = spec;
  return {
    operation,
    repeats: spec.repeats ?? false,
    mayBeEmpty: spec.mayBeEmpty ?? false,
    unknown: spec.unknown ?? ["not found"],
    refused: spec.refused ?? ["not permitted"],
    target: async (login) => target ? await target(login) : {},
    verify: (values, login) => verify(spec, values, login),
    valuesOf: (body) => operation.page ? readPage(operation, body, {}).items : [body],
  };
}

function verify<T>(spec: CaseSpec<T>, values: readonly unknown[], login: ContractLogin): string[] {
  const found = values.map((value) => {
    const item = spec.read(value);
    assert(item !== undefined, `cannot be read: ${Deno.inspect(value).slice(0, 400)}`);
    return item;
  });
  spec.holds?.(found, login);
  const keys = found.map((item) => spec.key?.(item) ?? "");
  if (spec.key) assert(keys.every((key) => key !== ""), "an item has no key");
  return keys;
}
