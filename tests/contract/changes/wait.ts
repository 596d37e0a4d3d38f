/** Waiting for a cloud.
 *
 * @module
 */
import assert from "node:assert/strict";

const LIMIT_MS = 60_000;
const FIRST_MS = 20;
const LONGEST_MS = 300;

/** Looks again and again until there is something to give.
 *
 * @throws {AssertionError} After a minute.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (let pause = FIRST_MS; Date.now() < end; pause = Math.min(pause * 1.5, LONGEST_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new assert.AssertionError({ message: `waited too long: ${what}` });
}
