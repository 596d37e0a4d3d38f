/** Public keys as Nova keeps them: in a line of OpenSSH, or in a certificate for Windows.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";

/** What kind of key it is, and how long. */
export interface PublicKey {
  readonly kind: "rsa" | "dsa" | "other";
  /** Of the modulus of an RSA key. */
  readonly bits: number | undefined;
}

/** Reads a public key; undefined if it is none that we know. */
export function readPublicKey(text: string): PublicKey | undefined {
  return text.includes("-----BEGIN CERTIFICATE-----") ? ofCertificate(text) : ofLine(text);
}

/** The fields of `TYPE BASE64 COMMENT`; the data repeats the type. */
function ofLine(text: string): PublicKey | undefined {
  const [, data = ""] = text.trim().split(/\s+/);
  const fields = fieldsOf(data);
  const [type] = fields;
  if (!type) return undefined;
  switch (new TextDecoder().decode(type)) {
    case "ssh-rsa":
      return fields[2] && { kind: "rsa", bits: bitsOf(fields[2]) };
    case "ssh-dss":
      return { kind: "dsa", bits: undefined };
    default:
      return { kind: "other", bits: undefined };
  }
}

/** Each field is its length in four bytes, and then itself (RFC 4251, section 5). */
function fieldsOf(base64: string): readonly Uint8Array[] {
  const fields: Uint8Array[] = [];
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) return [];
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return new Uint8Array();
  }
}

/** The length of a number in bits; a zero byte before it keeps it positive. */
function bitsOf(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}

function ofCertificate(text: string): PublicKey | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(text).publicKey;
    if (asymmetricKeyType === "rsa") return { kind: "rsa", bits: asymmetricKeyDetails?.modulusLength };
    return { kind: asymmetricKeyType === "dsa" ? "dsa" : "other", bits: undefined };
  } catch {
    return undefined;
  }
}
