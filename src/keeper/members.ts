/** What stands in an answer.
 *
 * @module
 */
import { parseJson } from "../text/json.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";

/** The members of an answer. */
export function membersOf(answer: PortAnswer): Record<string, unknown> {
  const value = parseJson(answer.json);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** The members of the error that an answer is. */
export function errorOf(answer: PortAnswer): Record<string, unknown> {
  const { error } = membersOf(answer);
  return typeof error === "object" && error !== null ? Object.fromEntries(Object.entries(error)) : {};
}
