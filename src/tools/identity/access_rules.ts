/** Which operations the access rules of an application credential let through.
 *
 * @module
 */
import { pathPattern } from "../../openstack/access_rules.ts";
import type { AllowEntry } from "../../openstack/allowlist.ts";
import type { AccessRule } from "../../openstack/identity/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { officialType } from "../../openstack/services.ts";

/** Whether a rule covers an operation at an address. Keystone itself does not hold its callers to the rules. */
export function coversOperation(
  rules: readonly AccessRule[],
  op: Operation,
  { base }: Pick<AllowEntry, "base">,
): boolean {
  if (op.service === "identity") return true;
  const path = new URL(base).pathname.replace(/\/$/, "") + op.path.replaceAll(/\{\w+\}/g, "any");
  return rules.some((rule) =>
    rule.service !== undefined && officialType(rule.service) === op.service &&
    rule.method === op.method && rule.path !== undefined && pathPattern(rule.path).test(path)
  );
}
