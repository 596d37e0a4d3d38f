/** What a refused call must tell.
 *
 * @module
 */
import assert from "node:assert/strict";
import { OpenStackError, type Reason } from "../../../src/openstack/errors.ts";

/** The statuses that stand for a reason here. */
const STATUSES: Readonly<Partial<Record<Reason, number>>> = {
  "invalid argument": 400,
  "not permitted": 403,
  "over quota": 403,
  "not found": 404,
  "conflict": 409,
};

/** Checks that a call is refused for a reason, by the service itself and in words.
 *
 * @param says What its words must hold.
 */
export async function isRefused(sent: Promise<unknown>, reason: Reason, says?: RegExp): Promise<void> {
  const error = await errorOf(sent);
  assert.equal(error.reason, reason, error.message);
  assert.equal(error.status, STATUSES[reason], error.message);
  assert(error.requestId !== undefined, "a refusal without a request id");
  assert(error.detail !== undefined, "a refusal without words");
  if (says) assert.match(error.detail, says);
}

async function errorOf(sent: Promise<unknown>): Promise<OpenStackError> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof OpenStackError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "it was not refused" });
}

/** What is tried, by what a failure calls it. */
export type Trials = Iterable<readonly [name: string, send: () => Promise<unknown>]>;

/** Checks that each of several calls is refused for a reason; tells all that were not. */
export async function areRefused(trials: Trials, reason: Reason, says?: RegExp): Promise<void> {
  const faults: string[] = [];
  for (const [name, send] of trials) {
    try {
      await isRefused(send(), reason, says);
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
  }
  assert.deepEqual(faults, []);
}
