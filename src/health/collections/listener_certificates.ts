/** The certificates that listeners show. They lie among secrets: of them the certificate is read, and no key.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";
import { OpenStackError } from "../../openstack/errors.ts";
import {
  listSecretContainers,
  listSecrets,
  showSecretPayload,
} from "../../openstack/key_manager/operations.ts";
import { readSecretContainer, type SecretContainer } from "../../openstack/key_manager/types.ts";
import { listLoadBalancerListeners } from "../../openstack/load_balancer/operations.ts";
import { toUtc, utc } from "../../text/time.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";
import type { HealthListener } from "./load_balancer.ts";

/** When a certificate ends. */
export interface CertificateEnd {
  /** The last part of the reference by which listeners name it. */
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly validTo: string;
  /** Absent where the end is that of the secret. */
  readonly subject: string | undefined;
}

/** A certificate with a listener that shows it. */
export interface ListenerCertificate extends CertificateEnd {
  readonly listener: Pick<HealthListener, "id" | "name" | "projectId">;
}

/** So many certificates are read: each costs a request. */
const MAX_CERTIFICATES = 100;

/** The certificates of listeners that end TLS. */
export const listenerCertificates: Collection<ListenerCertificate> = {
  title: "certificates of listeners",
  ownProjectOnly: true,
  operations: [listLoadBalancerListeners, listSecretContainers, listSecrets, showSecretPayload],
  async load(reader) {
    const all = (await reader.collected("listeners")).filter((listener) => referencesOf(listener).length > 0);
    if (all.length === 0) return { items: [] };
    if (!reader.allowSensitive) {
      return {
        absent: "certificates of listeners lie among secrets: only --allow-sensitive lets them be read",
      };
    }
    const project = reader.projectId();
    const own = all.filter(({ projectId }) => projectId === undefined || projectId === project);
    if (own.length === 0) throw ofOthers();
    const references = [...new Set(own.flatMap(referencesOf))];
    const { ends, unread } = await endsOf(references.slice(0, MAX_CERTIFICATES), reader);
    const left = unread + Math.max(0, references.length - MAX_CERTIFICATES);
    const byId = new Map(ends.map((end) => [end.id, end]));
    const gaps = [
      ...left > 0 ? [`${left} of ${references.length} could not be read`] : [],
      ...own.length < all.length
        ? [`Barbican does not show those of other projects (listeners: ${all.length - own.length})`]
        : [],
    ];
    return {
      items: own.flatMap(({ id, name, projectId, ...listener }) =>
        referencesOf(listener).flatMap((reference): ListenerCertificate[] => {
          const end = byId.get(idOf(reference));
          return end ? [{ ...end, listener: { id, name, projectId } }] : [];
        })
      ),
      ...(gaps.length > 0 ? { incomplete: gaps.join("; ") } : {}),
    };
  },
};

/** Barbican answers for the token's project alone. */
function ofOthers(): OpenStackError {
  return new OpenStackError({
    what: "read the certificates of listeners",
    service: listSecretContainers.service,
    operation: listSecretContainers.id,
    reason: "not permitted",
    detail: "Barbican does not show those of other projects",
  });
}

function referencesOf(
  { defaultTlsContainerRef, sniContainerRefs = [] }: Pick<
    HealthListener,
    "defaultTlsContainerRef" | "sniContainerRefs"
  >,
): string[] {
  return [...new Set([...defaultTlsContainerRef ? [defaultTlsContainerRef] : [], ...sniContainerRefs])];
}

function idOf(reference: string): string {
  return reference.replace(/\/+$/, "").split("/").at(-1) ?? reference;
}

interface Ends {
  readonly ends: readonly CertificateEnd[];
  /** How many could not be read. */
  readonly unread: number;
}

async function endsOf(references: readonly string[], reader: Reader): Promise<Ends> {
  const isSecret = (reference: string) => reference.includes("/secrets/");
  const containers = new Map<string, SecretContainer>();
  if (references.some((reference) => !isSecret(reference))) {
    const found = await reader.list(listSecretContainers, { read: readSecretContainer });
    for (const container of found) containers.set(container.id, container);
  }
  const secrets = references.some(isSecret) ? await secretEnds(reader) : new Map<string, CertificateEnd>();
  const found = await Promise.all(references.map((reference) => {
    const id = idOf(reference);
    // A bundle of PKCS#12 holds the key too: its end is that which its owner wrote beside it, or not known.
    return isSecret(reference) ? secrets.get(id) : endOf(id, containers.get(id), reader);
  }));
  const ends = found.filter((end) => end !== undefined);
  return { ends, unread: references.length - ends.length };
}

async function secretEnds(reader: Reader): Promise<Map<string, CertificateEnd>> {
  const secrets = await reader.collected("secrets");
  return new Map(secrets.flatMap(({ id, expiresAt }) => {
    const validTo = toUtc(expiresAt);
    return validTo === undefined ? [] : [[id, { id, validTo, subject: undefined }] as const];
  }));
}

/** Reads the certificate of a container, and nothing else in it. */
async function endOf(
  id: string,
  container: SecretContainer | undefined,
  reader: Reader,
): Promise<CertificateEnd | undefined> {
  if (container?.type !== "certificate") return undefined;
  const part = container.secrets?.find(({ name }) => name === "certificate");
  if (!part) return undefined;
  try {
    const { body } = await reader.send(showSecretPayload, { path: { secret_id: part.id } });
    const certificate = body instanceof Uint8Array ? parsed(body) : undefined;
    return certificate && { id, ...certificate };
  } catch (error) {
    // One that Barbican keeps to itself leaves the others as they are.
    if (error instanceof OpenStackError) return undefined;
    throw error;
  }
}

/** Reads the first certificate of a payload, PEM or DER; undefined if there is none. */
function parsed(payload: Uint8Array): Pick<CertificateEnd, "validTo" | "subject"> | undefined {
  try {
    const { validToDate, subject } = new X509Certificate(payload);
    return { validTo: utc(validToDate.getTime()), subject: commonName(subject) };
  } catch {
    return undefined;
  }
}

function commonName(subject: string): string | undefined {
  return /^CN=(.+)$/m.exec(subject)?.[1];
}

/** What the items of this file's collections are. */
export interface ListenerCertificateItems {
  readonly listenerCertificates: ListenerCertificate;
}

/** The collections of this file, by the name that checks use. */
export const listenerCertificateCollections: CollectionsOf<ListenerCertificateItems> = {
  listenerCertificates,
};
