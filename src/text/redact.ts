/**
 * Secrets, kept out of everything that leaves: answers, errors, logs, audit entries.
 *
 * Three nets, one behind the other: values that the program knows to be secret, in all the forms in which they
 * may come back; text that looks like a secret; and properties whose name says that they hold one.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { mapParts, type PartMapper } from "./_walk.ts";
import { sanitizeText } from "./sanitize.ts";

/** What stands in the place of a secret. */
export const REDACTED = "[redacted]";

/** Shorter values would blank out ordinary text. */
const MIN_SECRET_LENGTH = 4;

/** Shorter secrets could be parts of ordinary words, so they count only as words of their own. */
const MIN_EMBEDDED_LENGTH = 8;

/**
 * Removes secrets from texts and values.
 *
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const redactor = new Redactor();
 * redactor.add("correct horse");
 * assert.equal(redactor.text("login with correct%20horse failed"), "login with [redacted] failed");
 * assert.deepEqual(redactor.value({ adminPass: "x9Yz", name: "web-01" }), { adminPass: "[redacted]", name: "web-01" });
 * ```
 */
export class Redactor {
  readonly #secrets = new Map<string, readonly string[]>();
  #literals: RegExp | undefined;
  readonly #mapper: PartMapper = {
    text: (text) => this.text(text),
    object: (entries, inner) => this.#entries(entries, inner),
  };

  /**
   * Registers a secret: a password, a token, the secret of an application credential. It is found as it is, URL-
   * and form-encoded, escaped for JSON or HTML, and in base64, also inside a longer encoded text. A secret of
   * fewer than 4 characters is ignored; one of fewer than 8 is found only where it is not part of a longer word.
   *
   * @param secret The secret as it is used.
   */
  add(secret: string): void {
    if (secret.length < MIN_SECRET_LENGTH || this.#secrets.has(secret)) return;
    this.#secrets.set(secret, literalPatterns(secret));
    this.#literals = combine(this.#secrets.values());
  }

  /**
   * Forgets a secret that is worth nothing any more, such as an expired token, so that a process that runs for
   * months does not become slower with each login.
   *
   * @param secret The secret as it was registered.
   */
  forget(secret: string): void {
    if (this.#secrets.delete(secret)) this.#literals = combine(this.#secrets.values());
  }

  /**
   * Replaces every secret in a text by `[redacted]`. What stands around it, quotes included, is kept.
   *
   * @param text Any text.
   * @returns The text without secrets. Redacting it again changes nothing.
   */
  text(text: string): string {
    const known = this.#literals === undefined ? text : text.replace(this.#literals, REDACTED);
    return HINT.test(known) ? redactPatterns(known) : known;
  }

  /**
   * Replaces every secret in a value. Strings, keys included, pass {@linkcode Redactor.text}; a property whose
   * name says that it holds a secret loses its value, and so does a cell of a `columns` and `rows` table and the
   * `value` beside such a `key`. `null`, booleans and empty strings stay, for they are not secrets but facts.
   *
   * @param value Any value; an `Error` becomes an object with its name, message and cause.
   * @returns A copy without secrets.
   */
  value(value: unknown): unknown {
    return mapParts(value, this.#mapper);
  }

  #entries(entries: [string, unknown][], inner: (value: unknown) => unknown): [string, unknown][] {
    const columns = columnsWithSecrets(entries);
    const named = namedSecrets(entries);
    return entries.map(([key, value]) => {
      const name = this.text(key);
      if (isSecretKey(key) || named.has(key)) return [name, hide(key, value, inner)];
      if (key === "rows" && columns !== undefined) return [name, inner(hideCells(value, columns))];
      return [name, inner(value)];
    });
  }
}

// Names of properties.

/** Names that hold a secret, in lower case and without separators. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  "accesskey",
  "accesskeyid",
  "accesstoken",
  "adminpass",
  "apikey",
  "applicationcredentialsecret",
  "authkey",
  "authorization",
  "authreceipt",
  "authtoken",
  "blob",
  "cakey",
  "caprivatekey",
  "clientsecret",
  "cookie",
  "encryptionkey",
  "fernetkey",
  "hmackey",
  "idtoken",
  "kubeconfig",
  "oauthtoken",
  "openstackauthreceipt",
  "passcode",
  "passwd",
  "personality",
  "preauthkey",
  "privatekey",
  "proxyauthorization",
  "psk",
  "pwd",
  "refreshtoken",
  "rootpass",
  "secret",
  "secretaccesskey",
  "secretkey",
  "secretpayload",
  "servicetoken",
  "sessiontoken",
  "setcookie",
  "sharedkey",
  "sharedsecret",
  "storagetoken",
  "subjecttoken",
  "tempurlkey",
  "tempurlkey2",
  "tempurlsig",
  "tlskey",
  "token",
  "totp",
  "userdata",
  "xauthtoken",
  "xservicetoken",
  "xstoragetoken",
  "xsubjecttoken",
]);

/** Tenants and drivers put words before these: `db_password`, `rootPassphrase`. */
const SECRET_ENDING = /(?:password|passwd|passphrase|adminpass|secretkey|privatekey|tempurlkey2?)$/;

/** These name a kind of thing as well; a whole object under such a name is searched, not replaced. */
const KINDS_OF_THING: ReadonlySet<string> = new Set(["secret", "token"]);

/** A property of the first name tells what the property of the second holds. */
const NAMED_VALUES: readonly (readonly [name: string, value: string])[] = [
  ["key", "value"],
  ["name", "value"],
  ["parameter_key", "parameter_value"],
  ["output_key", "output_value"],
];

/** Most names are asked for again in every row of every answer. */
const SECRET_KEY_CACHE = new Map<string, boolean>();
const MAX_CACHED_KEYS = 5_000;

function isSecretKey(key: string): boolean {
  const cached = SECRET_KEY_CACHE.get(key);
  if (cached !== undefined) return cached;
  const name = plainName(key);
  const secret = SECRET_KEYS.has(name) || SECRET_ENDING.test(name);
  // Keys may come from tenants: the cache must not grow with their inventiveness.
  if (SECRET_KEY_CACHE.size < MAX_CACHED_KEYS && key.length < 100) SECRET_KEY_CACHE.set(key, secret);
  return secret;
}

/** `OS-EXT-SRV-ATTR:user_data`, `userData` and `USER-DATA` are one name. */
function plainName(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1).replace(/[\s_.-]/g, "").toLowerCase();
}

function hide(key: string, value: unknown, inner: (value: unknown) => unknown): unknown {
  if (value === undefined || value === null || typeof value === "boolean" || value === "") return value;
  if (typeof value !== "object" || !KINDS_OF_THING.has(plainName(key))) return REDACTED;
  return Array.isArray(value) ? value.map((item) => hide(key, item, inner)) : inner(value);
}

/** The columns of a table whose cells hold secrets: always, or when another cell of the row names one. */
interface SecretColumns {
  always: ReadonlySet<number>;
  named: readonly (readonly [name: number, value: number])[];
}

function columnsWithSecrets(entries: readonly [string, unknown][]): SecretColumns | undefined {
  const columns = entries.find(([key]) => key === "columns")?.[1];
  if (!Array.isArray(columns)) return undefined;
  const names: unknown[] = columns;
  const secret = names.flatMap((name, index) => isSecretName(name) ? [index] : []);
  const pairs = NAMED_VALUES.map(([name, value]) => [names.indexOf(name), names.indexOf(value)] as const);
  return { always: new Set(secret), named: pairs.filter(([name, value]) => name !== -1 && value !== -1) };
}

function hideCells(rows: unknown, { always, named }: SecretColumns): unknown {
  if (!Array.isArray(rows) || (always.size === 0 && named.length === 0)) return rows;
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) return row;
    const cells: unknown[] = row;
    const secret = new Set(always);
    for (const [name, value] of named) if (isSecretName(cells[name])) secret.add(value);
    return cells.map((cell, index) => secret.has(index) ? hide("cell", cell, () => REDACTED) : cell);
  });
}

function isSecretName(name: unknown): boolean {
  return typeof name === "string" && isSecretKey(name);
}

function namedSecrets(entries: readonly [string, unknown][]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [nameKey, valueKey] of NAMED_VALUES) {
    const name = entries.find(([key]) => key === nameKey)?.[1];
    if (isSecretName(name)) found.add(valueKey);
  }
  return found;
}

// Registered secrets.

/** The patterns, longest first, of every form in which a secret may appear. */
function literalPatterns(secret: string): readonly string[] {
  // The guard sanitises first, so a secret with a tab in it arrives changed.
  const spellings = [secret, sanitizeText(secret), sanitizeText(secret, { multiline: true })];
  const forms = new Set(spellings.flatMap(textForms));
  const patterns = [...forms].filter((form) => form.length >= MIN_SECRET_LENGTH).map(literalPattern);
  return [...patterns, ...base64Forms(secret).map(escapePattern)];
}

function textForms(secret: string): string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  const form = url.replace(/[!'()*~]/g, percentEncode);
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const twice = [json, ascii].map((text) => JSON.stringify(text).slice(1, -1));
  const encoded = [url, form, form.replaceAll("%20", "+"), form.replaceAll("%2F", "/")];
  const lowered = encoded.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [secret, json, ascii, ...twice, ...encoded, ...lowered, ...htmlForms(secret)];
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function htmlForms(secret: string): string[] {
  const html = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = html.replaceAll('"', "&quot;");
  return [html, quoted, quoted.replaceAll("'", "&#39;"), quoted.replaceAll("'", "&#x27;")];
}

/**
 * The characters that a secret always has in base64, for each of the three positions at which it may begin in
 * the encoded bytes. Characters that depend on its neighbours are left out.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const forms = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64url");
    const first = Math.ceil(offset * 8 / 6);
    const last = Math.floor((offset + bytes.length) * 8 / 6);
    return encoded.slice(first, last);
  });
  const standard = forms.map((form) => form.replaceAll("-", "+").replaceAll("_", "/"));
  const escaped = standard.map((form) => encodeURIComponent(form));
  return [...new Set([...forms, ...standard, ...escaped])];
}

function literalPattern(form: string): string {
  const pattern = escapePattern(form);
  if (form.length >= MIN_EMBEDDED_LENGTH) return pattern;
  return `(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&");
}

function combine(patterns: Iterable<readonly string[]>): RegExp | undefined {
  const all = [...patterns].flat().sort((a, b) => b.length - a.length);
  return all.length === 0 ? undefined : new RegExp(all.join("|"), "gu");
}

// Text that looks like a secret.

/** A text without any of these cannot match a pattern below: one look instead of ten. */
const HINT =
  /gAAAA|eyJ|pass|pwd|secret|token|auth|cookie|receipt|private|user_?data|api_?key|access_?key|kubeconfig|signature|credential|_sig|:\/\/|bearer/i;

interface Pattern {
  pattern: RegExp;
  /** The replacement for a match, from its groups in their order. */
  replace(match: string, ...groups: string[]): string;
}

const PATTERNS: readonly Pattern[] = [
  {
    // A cut key has no end: all that follows its beginning counts.
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)/g,
    replace: () => REDACTED,
  },
  {
    // Fernet tokens of Keystone.
    pattern: /gAAAA[A-Za-z0-9_-]{16,}(?:=|%3[Dd]){0,2}/g,
    replace: () => REDACTED,
  },
  {
    // Signed tokens (JWS), of Keystone and of identity providers.
    pattern: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
    replace: () => REDACTED,
  },
  {
    // Headers whose value is one word.
    pattern:
      /((?:X-(?:Auth|Subject|Service|Storage)-(?:Token|Key)|X-Account-Meta-Temp-URL-Key(?:-2)?|OpenStack-Auth-Receipt)\\*["']?[ \t]{0,3}[:=][ \t]{0,3}\\*["']?)((?:\{SHA256\})?[^\s"'\\,;}]+)/gi,
    replace: (_, head) => head + REDACTED,
  },
  {
    // Headers whose value is the rest of the line or of the quoted text.
    pattern:
      /(\b(?:(?:Proxy-)?Authorization|(?:Set-)?Cookie)\\*["']?[ \t]{0,3}[:=][ \t]{0,3}\\*["']?)([^\r\n"'\\]+)/gi,
    replace: (_, head) => head + REDACTED,
  },
  {
    pattern: /(\bBearer\s{1,3})([A-Za-z0-9._~+\/-]{12,}=*)/gi,
    replace: (_, head) => head + REDACTED,
  },
  {
    // User and password before the host of a URL; a user alone ("ssh://git@host") is no secret.
    pattern: /:\/\/([^\s\/?#"'<>\\]*)@/g,
    replace: (match, userinfo) => userinfo?.includes(":") ? `://${REDACTED}@` : match,
  },
  {
    // Query parameters of console URLs, temporary URLs and signed URLs, also inside an encoded path.
    pattern:
      /((?:[?&]|%3F|%26|&amp;|\btemp_url_)(?:sig|token|auth_?token|access_?token|id_token|api_?key|temp_url_sig|X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId)(?:=|%3D))([^\s"'\\&<>#]+)/gi,
    replace: (_, head, value) => head + redactParameter(value ?? ""),
  },
];

/** An encoded `&` ends a parameter of an encoded path. */
function redactParameter(value: string): string {
  const end = value.search(/%26/i);
  return end === -1 ? REDACTED : REDACTED + value.slice(end);
}

/** Names that make what follows them a secret, whatever separates the two. */
const SECRET_NAME = [
  "pass(?:word|wd|phrase)",
  "(?:admin|root)_?pass",
  "(?:client|shared|app|credential)_?secret",
  "secret_?(?:access_?)?key",
  "private_?key",
  "(?:access|api|auth)_?key",
  "(?:auth|access|refresh|session|id)_?token",
  "auth_receipt",
  "user_?data",
  "temp_?url_?key2?",
].join("|");

/** Names that are ordinary words too: what follows them is a secret only after `=` or as a quoted property. */
const WORD_NAME = "(?<![A-Za-z0-9])(?:secret|token|pass|pwd|psk|kubeconfig)";

/** A quoted value, plainly or inside quoted text; a value that was cut has no closing quote. */
const quoted = (opening: string) =>
  [
    String.raw`"(?:[^"\\\r\n]|\\[^\r\n]?)*"?`,
    String.raw`'(?:[^'\\\r\n]|\\[^\r\n]?)*'?`,
    String.raw`(?<${opening}>\\+["'])[^\r\n]*?(?:(?<!\\)\k<${opening}>|(?=[\r\n])|$)`,
  ].join("|");

const BARE = String.raw`[^\s"'\\&<]*[^\s"'\\&<,;)\]}]`;

/** After a colon and a space a bare word is a value when the line or the list item ends with it, else it is prose. */
const BARE_AFTER_COLON = String.raw`(?<=:[ \t]+)${BARE}(?=[ \t\r]*$|[,;)\]}])`;

/** Python shows a text as `u'…'`. */
const PYTHON_PREFIX = `(?:u(?=["']))?`;

const NAMED_SECRET = new RegExp(
  [
    String.raw`(?:${SECRET_NAME})\\*["']?[ \t]{0,3}(?:=>?|:)[ \t]{0,3}`,
    String.raw`${WORD_NAME}(?:\\*["'][ \t]{0,3}(?:=>?|:)|[ \t]{0,3}=>?)[ \t]{0,3}`,
  ].map((head, index) =>
    `(${head}${PYTHON_PREFIX})(${quoted(`opening${index}`)}|${BARE_AFTER_COLON}|(?<!:[ \\t]+)${BARE})`
  ).join("|"),
  "gim",
);

function redactPatterns(text: string): string {
  let result = text;
  for (const { pattern, replace } of PATTERNS) result = result.replace(pattern, replace);
  return result.replace(NAMED_SECRET, redactNamed);
}

function redactNamed(
  match: string,
  head: string | undefined,
  value: string | undefined,
  _opening: string | undefined,
  wordHead: string | undefined,
  wordValue: string | undefined,
): string {
  return keepQuotes(head ?? wordHead ?? "", value ?? wordValue ?? "", match);
}

function keepQuotes(head: string, value: string, match: string): string {
  const open = /^\\*["']/.exec(value)?.[0] ?? "";
  const closed = value.length >= 2 * open.length && value.endsWith(open);
  const content = value.slice(open.length, closed ? value.length - open.length : undefined);
  if (content === "" || LITERAL_WORD.test(value)) return match;
  return head + open + REDACTED + (closed ? open : "");
}

/** Not secrets but facts: `"password": null`. */
const LITERAL_WORD = /^(?:null|none|true|false|\[redacted\]?)$/i;
