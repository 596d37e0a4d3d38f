/** Changes of the demo cloud that several scenarios make.
 *
 * @module
 */
import type { DemoChange } from "../../src/demo/change.ts";
import type { Json } from "../../src/demo/json.ts";
import type { DemoOptions } from "../../src/demo/mod.ts";

/** Fields of an item, as the service names them. */
export type Fields = Readonly<Record<string, Json>>;

/** A demo cloud that differs in these. */
export function changes(...changes: readonly DemoChange[]): DemoOptions & { readonly changes: DemoChange[] } {
  return { changes: [...changes] };
}

/** Changes the servers of a name. */
export function server(name: string, set: Fields): DemoChange {
  return { service: "compute", collection: "servers", where: { name }, set };
}

/** Changes the volumes of a name. */
export function volume(name: string, set: Fields): DemoChange {
  return { service: "block_storage", collection: "volumes", where: { name }, set };
}
