/**
 * More of what was recorded, for trials with very many.
 *
 * @module
 */

import { isItem, type Item, itemsOf, type Json, parse, textOf } from "./json.ts";
import type { SeedName, Seeds } from "./seed.ts";

/** How many items collections shall have at least, by service and the collection's name in the recording. */
export type Crowd = Partial<Readonly<Record<SeedName, Readonly<Record<string, number>>>>>;

/** Fields in which services say whose an item is. */
const OWNERS = [
  "project_id",
  "tenant_id",
  "owner",
  "project",
  "os-vol-tenant-attr:tenant_id",
  "os-extended-snapshot-attributes:project_id",
  "os-backup-project-attr:project_id",
];

/** Fields that tell items apart, or end with what does. */
const IDS = ["id", "uuid", "secret_ref", "container_ref"];

/** Fields that hold an item's name. */
const NAMES = ["name", "stack_name"];

/**
 * Fills collections with copies of what a project has in them; where it has nothing, of the first item. A copy has an
 * id and a name of its own and is otherwise its model, also in what it refers to.
 */
export function crowded(seeds: Seeds, crowd: Crowd, projectId: string): Seeds {
  let kind = 0;
  const filled = (service: SeedName): Item => {
    const wanted = Object.entries(crowd[service] ?? {});
    const more = wanted.map(([name, count]) =>
      [name, withMore(seeds[service][name], count, projectId, ++kind)] as const
    );
    return { ...seeds[service], ...Object.fromEntries(more) };
  };
  return {
    block_storage: filled("block_storage"),
    compute: filled("compute"),
    dns: filled("dns"),
    identity: filled("identity"),
    image: filled("image"),
    key_manager: filled("key_manager"),
    load_balancer: filled("load_balancer"),
    network: filled("network"),
    object_store: filled("object_store"),
    orchestration: filled("orchestration"),
    placement: filled("placement"),
    share: filled("share"),
  };
}

/** Where a service answers in a project alone, its collection is kept by project. */
function withMore(collection: Json | undefined, count: number, projectId: string, kind: number): Json {
  if (!isItem(collection)) return withCopies(itemsOf(collection), count, projectId, kind);
  return { ...collection, [projectId]: withCopies(itemsOf(collection[projectId]), count, projectId, kind) };
}

function withCopies(recorded: readonly Item[], count: number, projectId: string, kind: number): Json[] {
  const own = recorded.filter((item) => OWNERS.some((field) => item[field] === projectId));
  const models = own.length > 0 ? own : recorded.slice(0, 1);
  const copies: Json[] = [];
  for (let n = 1; recorded.length + copies.length < count; n++) {
    const model = models[n % models.length];
    if (!model) break;
    copies.push(copyOf(model, n, kind));
  }
  return [...recorded, ...copies];
}

function copyOf(model: Item, n: number, kind: number): Item {
  const id = idOf(kind, n);
  const field = IDS.find((name) => typeof model[name] === "string");
  const former = field === undefined ? "" : textOf(model[field]).split("/").at(-1) ?? "";
  // Links name it too.
  const text = JSON.stringify(model);
  const value = parse(former === "" ? text : text.replaceAll(former, id));
  const names = NAMES.filter((name) => typeof model[name] === "string");
  return {
    ...isItem(value) ? value : {},
    ...Object.fromEntries(names.map((name) => [name, nameOf(textOf(model[name]), n)])),
  };
}

/** Names of zones end with a dot. */
function nameOf(name: string, n: number): string {
  return name.endsWith(".") ? `n${n}.${name}` : `${name}-${n}`;
}

/** The id of the nth copy of a kind of items. */
export function idOf(kind: number, n: number): string {
  return [kind, 0, 0x4000, 0x8000, n].map((part, index) =>
    part.toString(16).padStart([8, 4, 4, 4, 12][index] ?? 0, "0")
  ).join("-");
}
