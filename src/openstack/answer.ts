/** From an answer, or the lack of one, to a value or an error.
 *
 * @module
 */
import { messageOf, nextStep, OpenStackError, reasonOf } from "./errors.ts";
import { member, text } from "./read.ts";
import { serviceInfo } from "./services.ts";
import { type TransportAnswer, type TransportError, withoutQuery } from "./transport.ts";
import { versionDocuments } from "./version.ts";

/** A successful answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  readonly requestId?: string;
  readonly elapsedMs: number;
}

/** What an answer is judged by. */
export interface Asked {
  readonly method: string;
  readonly context: { readonly what: string; readonly service: string; readonly operation: string };
  /** What an answer that there is no such path means. */
  readonly unrouted?: string | undefined;
  /** Whether who asks is logged in to the whole system: many services take such a login for nothing. */
  readonly systemLogin?: boolean;
  /** Whether the answer is bytes instead of JSON. */
  readonly bytes?: boolean;
}

/** What bytes are asked for as. */
export const BYTES_TYPE = "application/octet-stream";

/** Statuses after which a read is tried again. */
export const RETRIED = new Set([429, 502, 503, 504]);

/** Whether a status says success. */
export function ok(answer: TransportAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** A success that is not JSON where JSON was asked for comes from something else than the service. */
export function checked(answer: TransportAnswer, exchange: Asked): Answer {
  if (exchange.bytes) return checkedBytes(answer, exchange);
  const empty = answer.body === undefined;
  if (
    !answer.json && !(empty && (answer.status === 204 || answer.status === 202 || exchange.method !== "GET"))
  ) {
    throw new OpenStackError({
      ...exchange.context,
      reason: "unexpected answer",
      status: answer.status,
      ...idOf(answer),
      detail: empty
        ? "the answer is empty"
        : `the answer is not JSON: ${messageOf(answer.body) ?? "no text"}`,
      ...adviceFor("unexpected answer", undefined),
    });
  }
  const { status, body, headers, elapsedMs } = answer;
  return { status, body, headers, elapsedMs, ...idOf(answer) };
}

/** Bytes of another type than was asked for come from something else too. They may be secret: no error tells them. */
function checkedBytes(answer: TransportAnswer, { context }: Asked): Answer {
  const { status, body, headers, elapsedMs } = answer;
  const type = headers.get("content-type")?.split(";")[0]?.trim();
  if (body instanceof Uint8Array && type === BYTES_TYPE) {
    return { status, body, headers, elapsedMs, ...idOf(answer) };
  }
  throw new OpenStackError({
    ...context,
    reason: "unexpected answer",
    status,
    ...idOf(answer),
    detail: `the answer is not ${BYTES_TYPE}`,
    ...adviceFor("unexpected answer", undefined),
  });
}

/** The error of an answer that is no success. */
export function refusal(answer: TransportAnswer, exchange: Asked): OpenStackError {
  const { status } = answer;
  const location = answer.headers.get("location");
  const unrouted = isUnrouted(answer) ? exchange.unrouted : undefined;
  const detail = unrouted ??
    (status >= 300 && status < 400
      ? `a redirect${location ? ` to ${withoutQuery(location)}` : ""}, which is not followed`
      : messageOf(answer.body));
  const reason = unrouted !== undefined
    ? "not deployed"
    : isForeign(answer, exchange)
    ? "unexpected answer"
    : reasonOf(status, detail);
  return new OpenStackError({
    ...exchange.context,
    reason,
    status,
    ...idOf(answer),
    ...(detail ? { detail } : {}),
    ...(reason === "not permitted" && exchange.systemLogin
      ? { next: NEEDS_OTHER_LOGIN }
      : adviceFor(reason, status)),
  });
}

const NEEDS_OTHER_LOGIN =
  "This login is to the system, which many services do not take: log in with a project (--project, OS_PROJECT_NAME).";

/** Whether the service itself says that it knows no such path: Neutron by a type of its own, Octavia by a page. */
function isUnrouted({ status, body, json, requestId }: TransportAnswer): boolean {
  if (status !== 404) return false;
  return json ? text(member(body, "NeutronError"), "type") === "HTTPNotFound" : requestId !== undefined;
}

/** Statuses that a proxy means as its service would. */
const SAID_BY_ANYBODY = new Set([408, 429]);

/** A page of a proxy says nothing about the resource: it must not read as "there is none" or "you may not".
 *
 * A request id shows that the service itself answered. Where its 404 is a page all the same, it knows no such route;
 * Swift alone answers so for what is not there.
 */
function isForeign(answer: TransportAnswer, exchange: Asked): boolean {
  const { status, json, requestId } = answer;
  if (json || status < 400 || status >= 500 || SAID_BY_ANYBODY.has(status)) return false;
  if (requestId === undefined) return true;
  return status === 404 && exchange.method !== "HEAD" && exchange.context.service !== "object-store";
}

function idOf(answer: { readonly requestId?: string }): { requestId?: string } {
  return answer.requestId ? { requestId: answer.requestId } : {};
}

function adviceFor(reason: Parameters<typeof nextStep>[0], status: number | undefined): { next?: string } {
  const next = nextStep(reason, status);
  return next ? { next } : {};
}

/** The error of a request without an answer. */
export function withoutAnswer(error: TransportError, context: Asked["context"]): OpenStackError {
  const reason = FAULT_REASONS[error.fault];
  return new OpenStackError({
    ...context,
    reason,
    detail: error.message,
    ...(error.fault === "tls"
      ? { next: "If the cloud has a certificate authority of its own, name its PEM file with cacert." }
      : adviceFor(reason, undefined)),
    cause: error,
  });
}

const FAULT_REASONS = {
  "refused": "refused by policy",
  "timeout": "timed out",
  "connect": "unavailable",
  "tls": "unavailable",
  "lost": "unavailable",
  "too large": "unexpected answer",
} as const;

/** What a service with microversions says of itself; anything else must not read as "it has none". */
export function versionDocument(answer: Answer, service: string): unknown {
  if (serviceInfo(service).microversionType !== undefined && versionDocuments(answer.body).length === 0) {
    throw new OpenStackError({
      what: `read the versions of ${service}`,
      service,
      operation: `${service}.versions.show`,
      reason: "unexpected answer",
      status: answer.status,
      ...idOf(answer),
      detail: "the answer is not a version document",
      ...adviceFor("unexpected answer", undefined),
    });
  }
  return answer.body;
}
