/** The one error of the client: what failed, where, why, and what to do next.
 *
 * @module
 */

/** The closed list of reasons that an answer may give for a failure. */
export const REASONS = [
  "not found",
  "ambiguous",
  "not permitted",
  "not deployed",
  "unavailable",
  "timed out",
  "invalid argument",
  "conflict",
  "over quota",
  "refused by policy",
  "needs confirmation",
  "unexpected answer",
  "login failed",
] as const;

/** One of {@linkcode REASONS}. */
export type Reason = typeof REASONS[number];

/** What an {@linkcode OpenStackError} is made of. */
export interface OpenStackErrorOptions {
  /** What was attempted, in words: `list servers`. */
  readonly what: string;
  readonly reason: Reason;
  readonly service?: string;
  /** Id of the operation that failed. */
  readonly operation?: string;
  /** HTTP status, if there was an answer. */
  readonly status?: number;
  readonly requestId?: string;
  /** The service's own message, or ours. */
  readonly detail?: string;
  /** What the reader can do about it. */
  readonly next?: string;
  /** For `ambiguous`: what the name could have meant. */
  readonly candidates?: readonly unknown[];
  readonly cause?: unknown;
}

/** A call or a request that did not give what was asked for. */
export class OpenStackError extends Error {
  override readonly name = "OpenStackError";
  readonly what: string;
  readonly reason: Reason;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly detail: string | undefined;
  readonly next: string | undefined;
  readonly candidates: readonly unknown[] | undefined;

  /** Makes the error; its message joins what failed, the reason and the detail. */
  constructor(options: OpenStackErrorOptions) {
    const tail = options.detail ? `: ${options.detail}` : "";
    super(
      `${options.what}: ${options.reason}${tail}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.what = options.what;
    this.reason = options.reason;
    this.service = options.service;
    this.operation = options.operation;
    this.status = options.status;
    this.requestId = options.requestId;
    this.detail = options.detail;
    this.next = options.next;
    this.candidates = options.candidates;
  }

  /** The error as it stands in an answer: compact, without absent members. */
  toJSON(): Record<string, unknown> {
    const members = {
      what: this.what,
      reason: this.reason,
      service: this.service,
      status: this.status,
      request_id: this.requestId,
      detail: this.detail,
      candidates: this.candidates,
      next: this.next,
    };
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  }
}

/** Why a part of an answer is missing, in the form that `unavailable` holds: a status is said as the reason. */
export function unavailablePart(what: string, error: unknown): Record<string, unknown> {
  if (!(error instanceof OpenStackError)) throw error;
  const { what: failed, status, detail, reason, candidates: _candidates, ...rest } = error.toJSON();
  return {
    what,
    ...rest,
    reason: reason === "unavailable" && status !== undefined ? `HTTP ${status}` : reason,
    ...(status === undefined ? {} : { status }),
    detail: detail ?? failed,
  };
}

const STATUS_REASONS: Readonly<Record<number, Reason>> = {
  400: "invalid argument",
  401: "not permitted",
  403: "not permitted",
  404: "not found",
  406: "unexpected answer",
  408: "timed out",
  409: "conflict",
  410: "not found",
  412: "conflict",
  413: "over quota",
  415: "unexpected answer",
  423: "conflict",
  429: "unavailable",
  501: "not deployed",
  504: "timed out",
};

const QUOTA_WORDS = /quota|over ?limit|limit ?exceeded|maximum .*(?:exceed|reach|allow)|reached the maximum/i;
/** "Policy doesn't allow os_compute_api:os-quota-sets:show": a refusal that merely names quotas. */
const POLICY_WORDS = /polic(?:y|ies)|rule:|authorized|privileges|disallowed/i;

/** The reason that an HTTP status stands for. Quota refusals hide behind 403 (Nova), 409 (Neutron) and 413 (Cinder). */
export function reasonOf(status: number, detail: string | undefined): Reason {
  if ((status === 403 || status === 409) && detail !== undefined) {
    if (QUOTA_WORDS.test(detail) && !POLICY_WORDS.test(detail)) return "over quota";
  }
  const reason = STATUS_REASONS[status];
  if (reason) return reason;
  if (status >= 500) return "unavailable";
  return status >= 400 ? "invalid argument" : "unexpected answer";
}

/** What is worth trying after a failure, by reason; undefined where nothing general can be said. */
export function nextStep(reason: Reason, status: number | undefined): string | undefined {
  if (status === 401) {
    return "The token was refused although it is fresh: an application credential's access rules may not cover this call.";
  }
  return NEXT_STEPS[reason];
}

const NEXT_STEPS: Readonly<Partial<Record<Reason, string>>> = {
  "not permitted":
    "Log in with a role that the service's policy accepts; get_capabilities shows the present roles.",
  "not deployed": "get_services lists what this cloud offers.",
  "unavailable": "Try again later; give the request id to whoever runs the service.",
  "timed out": "Try again, ask for less, or raise --request-timeout.",
  "over quota": "get_quota shows limits and use.",
  "unexpected answer": "A proxy or another program may answer in the service's place; run the check command.",
};

/** Reads the service's own message out of a body: each service has a shape of its own, proxies answer in HTML.
 *
 * @param body The parsed JSON, or the text if it was not JSON.
 * @returns One line, at most 400 characters, or undefined if the body says nothing.
 */
export function messageOf(body: unknown): string | undefined {
  const found = typeof body === "string" ? firstLine(body.slice(0, LOOKED_AT)) : messageIn(body, 0);
  if (!found) return undefined;
  const line = stripTags(found.slice(0, LOOKED_AT)).replace(/\s+/g, " ").trim();
  return line.length > 400 ? `${line.slice(0, 399)}…` : line || undefined;
}

/** Characters of a body that are searched for a message: a garbage answer may have millions. */
const LOOKED_AT = 10_000;

const MESSAGE_KEYS = [
  "message",
  "faultstring",
  "reason",
  "detail",
  "description",
  "explanation",
  "error_message",
  "cause",
  "title",
  "error",
];

function messageIn(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return stringMessage(value, depth);
  if (depth > 4 || typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    return value.map((item) => messageIn(item, depth + 1)).find((text) => text !== undefined);
  }
  const entries = new Map(Object.entries(value));
  // Heat keeps the sentence in error.message and a mere class of error in explanation.
  const nested = entries.get("error");
  if (typeof nested === "object" && nested !== null) {
    const inner = messageIn(nested, depth + 1);
    if (inner) return inner;
  }
  for (const key of MESSAGE_KEYS) {
    const text = messageIn(entries.get(key), depth + 1);
    if (text) return text;
  }
  // `NeutronError` and the like hold an object, sometimes the bare sentence.
  for (const [key, inner] of entries) {
    if (typeof inner !== "object" && !/(?:error|fault)$/i.test(key)) continue;
    const text = messageIn(inner, depth + 1);
    if (text) return text;
  }
  return undefined;
}

/** Ironic and some proxies put JSON into a string. */
function stringMessage(text: string, depth: number): string | undefined {
  if (!text.startsWith("{") || depth > 3) return text.trim() || undefined;
  try {
    const inner: unknown = JSON.parse(text);
    return messageIn(inner, depth + 1) ?? text;
  } catch {
    return text;
  }
}

function firstLine(text: string): string | undefined {
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1];
  if (title?.trim()) return title.trim();
  return stripTags(text).split("\n").map((line) => line.trim()).find((line) => line !== "");
}

function stripTags(text: string): string {
  return text.replace(/<!--[^]*?-->|<(style|script)\b[^]*?<\/\1>/gi, " ")
    .replace(/<[/!?]?[a-z][^<>]{0,200}>/gi, " ")
    .replace(/&(?:quot|#x27|#39|apos|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#x27;": "'",
  "&#39;": "'",
  "&apos;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};
