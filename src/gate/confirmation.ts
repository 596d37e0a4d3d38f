/** Confirmations: a signed word that a plan was shown, good once, for a short time, for exactly that plan.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import { number, text, wire } from "../openstack/read.ts";

/** What a confirmation is bound to: any plain data. Two plans of equal subjects are the same plan. */
export type Subject = Readonly<Record<string, unknown>>;

/** A confirmation that was made out. */
export interface Issued {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a confirmation turned out to be. */
export type Verdict =
  | { readonly kind: "good"; readonly nonce: string; readonly expiresAt: number }
  | { readonly kind: "bad"; readonly why: "altered" | "expired" | "for another plan" };

/** Milliseconds that a confirmation is good for. */
export const LIFETIME_MS = 600_000;

/** Makes out and checks confirmations with one key. */
export class Confirmations {
  readonly #key: Promise<CryptoKey>;
  readonly #now: () => number;

  /** Takes the key into use.
   *
   * @param key At least 32 bytes.
   */
  constructor(key: Uint8Array<ArrayBuffer>, now: () => number = Date.now) {
    if (key.length < 32) throw new RangeError("The key of confirmations has fewer than 32 bytes");
    this.#key = crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
      "verify",
    ]);
    this.#now = now;
  }

  /** Makes out a confirmation of a plan. */
  async issue(subject: Subject): Promise<Issued> {
    const expiresAt = this.#now() + LIFETIME_MS;
    const claims = { n: crypto.randomUUID(), e: expiresAt, d: await digestOf(subject) };
    const body = encoded(new TextEncoder().encode(JSON.stringify(claims)));
    const signature = await crypto.subtle.sign("HMAC", await this.#key, new TextEncoder().encode(body));
    return { token: `${body}.${encoded(new Uint8Array(signature))}`, expiresAt };
  }

  /** Says what a token is worth for a plan. Whether it was used before is not known here. */
  async check(token: string, subject: Subject): Promise<Verdict> {
    const [body = "", signature = "", ...rest] = token.trim().split(".");
    const bytes = decoded(signature);
    const signed = new TextEncoder().encode(body);
    const genuine = rest.length === 0 && bytes !== undefined &&
      await crypto.subtle.verify("HMAC", await this.#key, bytes, signed);
    if (!genuine) return { kind: "bad", why: "altered" };
    const claims = wire(JSON.parse(new TextDecoder().decode(decoded(body))));
    const expiresAt = Number(number(claims, "e") ?? 0);
    if (expiresAt <= this.#now()) return { kind: "bad", why: "expired" };
    if (text(claims, "d") !== await digestOf(subject)) return { kind: "bad", why: "for another plan" };
    return { kind: "good", nonce: text(claims, "n") ?? "", expiresAt };
  }
}

async function digestOf(subject: Subject): Promise<string> {
  const bytes = new TextEncoder().encode(stringifyJson(sorted(subject)));
  return encoded(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The order of members says nothing: a client may send its arguments in another one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function encoded(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text, { alphabet: "base64url" });
  } catch {
    return undefined;
  }
}
