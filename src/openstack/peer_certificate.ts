/** Looks at the certificate that a TLS server shows, without speaking to it any further.
 *
 * `fetch` tells nothing about certificates, and refuses the ones that are worth a look. A TLS handshake that
 * does not insist on trust shows them all; nothing is sent after it, no token least of all.
 *
 * @module
 */
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { OpenStackError } from "./errors.ts";
import type { CloudSettings } from "./settings.ts";

/** What a server showed. */
export interface PeerCertificate {
  /** ISO 8601 in UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Common name, or the first alternative name where there is none. */
  readonly subject: string;
  readonly issuer: string;
  /** Whether chain, validity and host name hold, with the certificate authorities of the settings. */
  readonly trusted: boolean;
  /** Why it is not trusted. */
  readonly error?: string;
}

/** Options of {@linkcode peerCertificateReader}. */
export interface PeerCertificateOptions {
  readonly settings: Pick<CloudSettings, "caCerts" | "clientCert" | "clientKey" | "requestTimeoutMs">;
}

/** Makes a function that looks at the certificate of a host and port.
 *
 * @returns A function that throws `OpenStackError` if the handshake does not come about.
 */
export function peerCertificateReader(
  { settings }: PeerCertificateOptions,
): (host: string, port: number, signal?: AbortSignal) => Promise<PeerCertificate> {
  return async (host, port, signal) => {
    const end = AbortSignal.timeout(settings.requestTimeoutMs);
    const both = signal ? AbortSignal.any([signal, end]) : end;
    try {
      const known = await look({ host, port, settings, signal: both });
      // Here an authority of one's own takes the place of the usual ones, while a request trusts both.
      if (known.trusted || !settings.caCerts) return known;
      return await look({ host, port, settings, signal: both, ca: settings.caCerts });
    } catch (error) {
      signal?.throwIfAborted();
      throw new OpenStackError({
        what: `look at the certificate of ${host}:${port}`,
        reason: end.aborted ? "timed out" : "unavailable",
        detail: end.aborted ? "no TLS handshake in time" : messageOf(error),
      });
    }
  };
}

interface Look extends PeerCertificateOptions {
  readonly host: string;
  readonly port: number;
  readonly ca?: string;
  readonly signal: AbortSignal;
}

async function look({ host, port, ca, settings, signal }: Look): Promise<PeerCertificate> {
  signal.throwIfAborted();
  const socket = connect({
    host,
    port,
    // The certificate of a server that is not trusted is what this is about.
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca ? { ca: [ca] } : {}),
    ...(settings.clientCert && settings.clientKey
      ? { cert: settings.clientCert, key: settings.clientKey }
      : {}),
  });
  try {
    await secured(socket, signal);
    return read(socket);
  } finally {
    socket.destroy();
  }
}

async function secured(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  socket.once("secureConnect", resolve);
  // Stays: an error after the handshake would otherwise be nobody's, and end the thread.
  socket.on("error", reject);
  try {
    await promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function read(socket: TLSSocket): PeerCertificate {
  const certificate = socket.getPeerCertificate();
  const validFrom = utc(certificate.valid_from);
  const validTo = utc(certificate.valid_to);
  if (validFrom === undefined || validTo === undefined) throw new Error("the server shows no certificate");
  return {
    validFrom,
    validTo,
    subject: nameOf(certificate.subject?.CN) ?? certificate.subjectaltname ?? "unnamed",
    issuer: nameOf(certificate.issuer?.CN) ?? nameOf(certificate.issuer?.O) ?? "unnamed",
    trusted: socket.authorized,
    ...(socket.authorized ? {} : { error: problem(socket.authorizationError) }),
  };
}

/** The times of a certificate carry their zone: `Dec  1 11:33:28 2026 GMT`. */
function utc(time: string | undefined): string | undefined {
  const parsed = time?.endsWith("GMT") ? Date.parse(time) : NaN;
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString().replace(/\.\d+Z$/, "Z");
}

function nameOf(name: string | string[] | undefined): string | undefined {
  return Array.isArray(name) ? name[0] : name;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "no known authority stands behind it",
  UNABLE_TO_GET_ISSUER_CERT: "no known authority stands behind it",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "no known authority stands behind it",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not a known one",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another host name",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
};

/** The runtime gives a code where its types promise an error. */
function problem(error: unknown): string {
  const code = messageOf(error);
  return PROBLEMS[code] ?? code;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
