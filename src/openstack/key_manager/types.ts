/** Resources of the Key Manager API v1.
 *
 * Barbican names things by references, whose last part is the id. A member that the answer does not have is undefined.
 * Times are the service's own text.
 *
 * @module
 */
import { count, isWire, list, member, text } from "../read.ts";

/** What is known of a secret beside its payload. */
export interface Secret {
  readonly id: string;
  /** The URL that other services name it by. */
  readonly ref: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  /** `opaque`, `passphrase`, `certificate`, `private`, `public` or `symmetric`. */
  readonly type: string | undefined;
  readonly algorithm: string | undefined;
  readonly bitLength: number | undefined;
  readonly mode: string | undefined;
  /** By name; that of the payload is `default`. Undefined as long as there is no payload. */
  readonly contentTypes: Readonly<Record<string, string>> | undefined;
  readonly expiresAt: string | undefined;
  readonly creatorId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A secret as a part of a container. */
export interface SecretPart {
  /** What it is in there: `certificate`, `private_key`. */
  readonly name: string | undefined;
  readonly id: string;
}

/** Who registered as one that uses a container: a listener, for instance. */
export interface SecretConsumer {
  readonly name: string | undefined;
  readonly url: string | undefined;
}

/** Secrets that belong together. */
export interface SecretContainer {
  readonly id: string;
  /** The URL that other services name it by. */
  readonly ref: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  /** `certificate`, `rsa` or `generic`. */
  readonly type: string | undefined;
  readonly secrets: readonly SecretPart[] | undefined;
  readonly consumers: readonly SecretConsumer[] | undefined;
  readonly creatorId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A request to have a key made. */
export interface Order {
  readonly id: string;
  readonly ref: string;
  /** `key` or `asymmetric`. */
  readonly type: string | undefined;
  /** The name of what is to be made. */
  readonly name: string | undefined;
  /** `PENDING`, `ACTIVE` or `ERROR`. */
  readonly status: string | undefined;
  /** Why it failed. */
  readonly errorReason: string | undefined;
  readonly errorCode: string | undefined;
  /** When what it makes expires. */
  readonly expiresAt: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Reads a secret's metadata. */
export function readSecret(value: unknown): Secret | undefined {
  const named = referenceIn(value, "secret_ref");
  if (named === undefined) return undefined;
  return {
    ...named,
    name: text(value, "name"),
    status: text(value, "status"),
    type: text(value, "secret_type"),
    algorithm: text(value, "algorithm"),
    bitLength: count(value, "bit_length"),
    mode: text(value, "mode"),
    contentTypes: readContentTypes(value),
    expiresAt: text(value, "expiration"),
    creatorId: text(value, "creator_id"),
    createdAt: text(value, "created"),
    updatedAt: text(value, "updated"),
  };
}

/** Reads a container. */
export function readSecretContainer(value: unknown): SecretContainer | undefined {
  const named = referenceIn(value, "container_ref");
  if (named === undefined) return undefined;
  return {
    ...named,
    name: text(value, "name"),
    status: text(value, "status"),
    type: text(value, "type"),
    secrets: list(value, "secret_refs")?.flatMap(readPart),
    consumers: list(value, "consumers")?.map((one) => ({ name: text(one, "name"), url: text(one, "URL") })),
    creatorId: text(value, "creator_id"),
    createdAt: text(value, "created"),
    updatedAt: text(value, "updated"),
  };
}

/** Reads an order. */
export function readOrder(value: unknown): Order | undefined {
  const named = referenceIn(value, "order_ref");
  if (named === undefined) return undefined;
  const meta = member(value, "meta");
  return {
    ...named,
    type: text(value, "type"),
    name: text(meta, "name"),
    status: text(value, "status"),
    errorReason: text(value, "error_reason"),
    errorCode: text(value, "error_status_code"),
    expiresAt: text(meta, "expiration"),
    createdAt: text(value, "created"),
    updatedAt: text(value, "updated"),
  };
}

function readPart(value: unknown): SecretPart[] {
  const named = referenceIn(value, "secret_ref");
  return named ? [{ name: text(value, "name"), id: named.id }] : [];
}

function referenceIn(value: unknown, key: string): { id: string; ref: string } | undefined {
  const ref = text(value, key);
  const id = ref?.replace(/\/+$/, "").split("/").at(-1);
  return ref && id ? { id, ref } : undefined;
}

function readContentTypes(value: unknown): Readonly<Record<string, string>> | undefined {
  const types = isWire(value) ? value["content_types"] : undefined;
  if (!isWire(types)) return undefined;
  const entries = Object.keys(types).flatMap((name) => {
    const type = text(types, name);
    return type === undefined ? [] : [[name, type] as const];
  });
  return Object.fromEntries(entries);
}
