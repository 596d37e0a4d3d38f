/** The names of what the suite makes.
 *
 * @module
 */

/** A name that tells what is the suite's own. */
export function ownName(): string {
  return `contract-${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether something bears a name of the suite's; Nova itself adds a number or `-shelved`. */
export function isOwnName(name: string | undefined): boolean {
  return name !== undefined && /^contract-[0-9a-f]{8}(?:-\d+)?(?:-shelved)?$/.test(name);
}
