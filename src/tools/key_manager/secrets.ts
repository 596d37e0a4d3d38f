/** Secrets as the tools show them, and their names.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import { listUsers } from "../../openstack/identity/operations.ts";
import { listSecrets } from "../../openstack/key_manager/operations.ts";
import { readSecret, type Secret } from "../../openstack/key_manager/types.ts";
import { count } from "../../openstack/read.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type Names, type NamesOf, userNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that reading secrets may need. */
export const SECRET_OPERATIONS = [listSecrets, listUsers];

/** Secrets: "GET /v1/secrets". What is shown is metadata alone. */
export const SECRETS: ListSpec<Secret, NamesOf> = {
  noun: ["secret", "secrets"],
  list: listSecrets,
  read: readSecret,
  id: (secret) => secret.id,
  name: (secret) => secret.name,
  alsoKnownAs: (secret) => [secret.ref],
  counted: countedIn,
  byName: byBarbicanName,
  columns: [
    { name: "name", level: "basic", value: (secret) => secret.name },
    { name: "type", level: "basic", value: (secret) => secret.type, filter: "secret_type", fold: "lower" },
    { name: "status", level: "basic", value: (secret) => secret.status, fold: "upper", usual: "ACTIVE" },
    { name: "algorithm", level: "detailed", value: (secret) => secret.algorithm },
    { name: "bit_length", level: "detailed", value: (secret) => secret.bitLength },
    { name: "mode", level: "full", value: (secret) => secret.mode },
    { name: "content_type", level: "detailed", value: contentType },
    { name: "expires", level: "detailed", value: (secret) => toUtc(secret.expiresAt) },
    { name: "created", level: "detailed", value: (secret) => toUtc(secret.createdAt) },
    { name: "updated", level: "extra", value: (secret) => toUtc(secret.updatedAt) },
    {
      name: "creator",
      level: "full",
      joined: true,
      value: (secret, names) => nameOf(names?.["creators"], secret.creatorId),
    },
    { name: "creator_id", level: "extra", value: (secret) => secret.creatorId },
    { name: "ref", level: "full", value: (secret) => secret.ref },
    { name: "id", level: "basic", value: (secret) => secret.id },
  ],
  join: (secrets, wants, context) =>
    joinAll({
      creators: userNames(wants("creator") ? secrets.map((secret) => secret.creatorId) : [], context),
    }),
};

function contentType({ contentTypes }: Secret): string {
  return contentTypes?.["default"] ?? "no payload";
}

const IS_REFERENCE = /^https?:|^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** How many Barbican says that there are. */
export function countedIn(body: unknown): number | undefined {
  return count(body, "total");
}

/** Barbican finds by exact names; ids and references are looked for in the whole list. */
export function byBarbicanName(name: string): Readonly<Record<string, QueryValue>> {
  return IS_REFERENCE.test(name) ? {} : { name };
}

/** Pages of a hundred that are looked through for names. */
const MOST_PAGES = 20;

/** Names of secrets ({@linkcode listSecrets}). What has expired has none any more. */
export async function secretNames(ids: readonly string[], context: ToolContext): Promise<Join<Names>> {
  const missing = new Set(ids);
  const names = new Map<string, string>();
  if (missing.size === 0) return { joined: names };
  try {
    let pages = 0;
    for await (const { items } of context.cloud.pages(listSecrets)) {
      for (const { id, name } of items.flatMap((item) => readSecret(item) ?? [])) {
        if (missing.delete(id) && name !== undefined) names.set(id, name);
      }
      if (missing.size === 0 || ++pages === MOST_PAGES) break;
    }
    return { joined: names };
  } catch (error) {
    return { joined: names, unavailable: [unavailablePart("names of secrets", error)] };
  }
}
