import type { QueryValue } from "../../openstack/request.ts";

/** Narrows a list of Swift's to one name: what begins with it, and ends before anything longer. */
export function exactName(name: string): Readonly<Record<string, QueryValue>> {
  return { prefix: name, end_marker: `${name}\u0001` };
}
