import { messageOf, OpenStackError } from "../errors.ts";
import { type CatalogEntry, readCatalog, serviceBase } from "../catalog.ts";
import { flag, isWire, list, member, text, texts, type Wire } from "../read.ts";
import type { CloudSettings, DomainScoped, ScopeSettings } from "../settings.ts";
import { type Transport, type TransportAnswer, TransportError } from "../transport.ts";
import { identityBody } from "./identity_body.ts";

/** A user, project or domain as a token names it. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly domain?: { readonly id: string; readonly name: string };
}

/** What a login gave. Plain data, so that it can be posted to another thread. */
export interface Session {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** When this session was made, by our clock, in milliseconds. */
  readonly obtainedAt: number;
  /** How far Keystone's clock is ahead of ours in milliseconds, if the answer had a date. */
  readonly clockSkewMs?: number;
  readonly user: Named;
  readonly project?: Named;
  readonly domain?: { readonly id: string; readonly name: string };
  readonly system: boolean;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogEntry[];
  /** Base of the identity API that answered. */
  readonly identityUrl: string;
  /** Methods that the token stands on. */
  readonly methods: readonly string[];
  /** Present for application credentials: whether it may make others. */
  readonly applicationCredential?: { readonly id: string; readonly restricted: boolean };
  /** When the user's password expires, if it does. */
  readonly passwordExpiresAt?: string;
}

const WHAT = "log in";

/** Logs in as the settings say. Implements Identity API v3 "Password / token / application credential authentication".
 *
 * A token that already fits the wanted scope is used as it is. A login without any scope is an error that names the
 * projects one could choose.
 *
 * @throws {OpenStackError} With reason `login failed`, or `timed out`, `unavailable`, `unexpected answer`.
 */
export async function login(
  settings: CloudSettings,
  transport: Transport,
  signal?: AbortSignal,
): Promise<Session> {
  const identity = await identityUrl(settings, transport, signal);
  const auth = settings.auth;
  if (auth.type === "v3token") {
    const session = await presentToken(auth.token, identity, transport, signal);
    if (fits(session, auth.scope)) return await scopedSession(session, transport, signal);
  }
  const answer = await send(transport, {
    method: "POST",
    url: new URL(`${identity}/auth/tokens`),
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(identityBody(auth)),
    signal,
  });
  if (answer.status !== 201 && answer.status !== 200) throw refusal(answer, auth.type);
  return await scopedSession(
    readSession(answer, identity, answer.headers.get("x-subject-token")),
    transport,
    signal,
  );
}

/** The identity base below which `/auth/tokens` stands: version 3, wherever the auth URL points. */
async function identityUrl(
  settings: CloudSettings,
  transport: Transport,
  signal?: AbortSignal,
): Promise<string> {
  const url = settings.auth.authUrl.replace(/\/+$/, "");
  const assumed = serviceBase(url, "identity", undefined).base.href.replace(/\/$/, "");
  if (/\/v3$/.test(new URL(url).pathname)) return assumed;
  if (/\/v2\.0$/.test(new URL(url).pathname)) {
    throw failed("The auth URL names Identity API v2.0, which Keystone removed", "Let auth_url end in /v3.");
  }
  const answer = await send(transport, { method: "GET", url: new URL(`${url}/`), headers: {}, signal });
  const versions = versionsOf(answer.body);
  if (versions.length > 0 && !versions.some((id) => /^v3(\.|$)/.test(id))) {
    throw failed(
      `The identity service offers ${versions.join(", ")} but not v3`,
      "Point auth_url at Keystone v3.",
    );
  }
  // The document's own links often carry an internal host or lack the path before a proxy: only the version is believed.
  return assumed;
}

function versionsOf(body: unknown): string[] {
  const values = list(member(body, "versions"), "values") ?? list(body, "versions") ?? [];
  return values.flatMap((value) => text(value, "id") ?? []);
}

interface LoginRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal | undefined;
}

async function send(transport: Transport, request: LoginRequest): Promise<TransportAnswer> {
  const { signal, body, ...rest } = request;
  try {
    return await transport.request({
      ...rest,
      headers: new Headers({ Accept: "application/json", "User-Agent": "openstack-mcp", ...request.headers }),
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof TransportError) throw unreachable(error, request.url);
    throw error;
  }
}

function unreachable(error: TransportError, url: URL): OpenStackError {
  const advice: Record<string, string> = {
    tls:
      "If the cloud has a certificate authority of its own, name its PEM file with cacert (OS_CACERT, --cacert).",
    connect: "Check auth_url, the network and the proxy settings; the check command tells more.",
    refused: "The auth URL may not be used; the check command tells more.",
  };
  const next = advice[error.fault];
  return new OpenStackError({
    what: WHAT,
    service: "identity",
    reason: error.fault === "timeout"
      ? "timed out"
      : error.fault === "refused"
      ? "refused by policy"
      : "unavailable",
    detail: `${url.origin}: ${error.message}`,
    ...(next ? { next } : {}),
    cause: error,
  });
}

function failed(detail: string, next: string, answer?: TransportAnswer): OpenStackError {
  return new OpenStackError({
    what: WHAT,
    service: "identity",
    reason: "login failed",
    detail,
    next,
    ...(answer
      ? { status: answer.status, ...(answer.requestId ? { requestId: answer.requestId } : {}) }
      : {}),
  });
}

function refusal(answer: TransportAnswer, type: string): OpenStackError {
  if (!answer.json || answer.status === 404 || answer.status === 405) return notKeystone(answer);
  const detail = messageOf(answer.body);
  if (answer.headers.has("openstack-auth-receipt")) {
    const missing = list(answer.body, "required_auth_methods") ?? [];
    return failed(
      `More authentication methods are required: ${JSON.stringify(missing)}`,
      "Use an application credential: this login cannot answer a second factor.",
      answer,
    );
  }
  if (answer.status >= 500) {
    return new OpenStackError({
      what: WHAT,
      service: "identity",
      reason: "unavailable",
      status: answer.status,
      ...(answer.requestId ? { requestId: answer.requestId } : {}),
      ...(detail ? { detail } : {}),
      next: "Keystone or what stands before it is failing; try again later.",
    });
  }
  return failed(
    detail ?? `HTTP ${answer.status}`,
    REFUSAL_ADVICE[type] ?? "Check the login settings.",
    answer,
  );
}

const REFUSAL_ADVICE: Readonly<Record<string, string>> = {
  v3password:
    "Check user name, user domain, password and project; the clouds command shows where each came from.",
  v3applicationcredential:
    "Check the credential's id (or name and user) and secret, and that it has not expired.",
  v3token: "The token is not valid for this scope, or has expired: get a new one.",
};

function notKeystone(answer: TransportAnswer): OpenStackError {
  return new OpenStackError({
    what: WHAT,
    service: "identity",
    reason: "unexpected answer",
    status: answer.status,
    detail: `No OpenStack identity service answers there: ${
      messageOf(answer.body) ?? `HTTP ${answer.status}`
    }`,
    next: "Check auth_url: it should name Keystone, for example https://keystone.example.com:5000/v3.",
  });
}

async function presentToken(token: string, identity: string, transport: Transport, signal?: AbortSignal) {
  const answer = await send(transport, {
    method: "GET",
    url: new URL(`${identity}/auth/tokens`),
    headers: { "X-Auth-Token": token, "X-Subject-Token": token },
    signal,
  });
  if (answer.status !== 200) throw refusal(answer, "v3token");
  return readSession(answer, identity, token);
}

function readSession(answer: TransportAnswer, identity: string, token: string | null): Session {
  const body = member(answer.body, "token");
  const expiresAt = text(body, "expires_at");
  const user = named(body["user"]);
  if (!token || !expiresAt || !user) throw notKeystone(answer);
  const date = Date.parse(answer.headers.get("date") ?? "");
  const domain = named(body["domain"]);
  const project = named(body["project"]);
  const credential = member(body, "application_credential");
  const credentialId = text(credential, "id");
  const passwordExpiresAt = text(body["user"], "password_expires_at");
  return {
    token,
    expiresAt,
    obtainedAt: Date.now(),
    // The header has whole seconds: half of one is the best guess of the rest.
    ...(Number.isNaN(date) ? {} : { clockSkewMs: date + 500 - Date.now() }),
    user,
    ...(project ? { project } : {}),
    ...(domain ? { domain } : {}),
    system: flag(body["system"], "all") ?? false,
    roles: (list(body, "roles") ?? []).flatMap((role) => text(role, "name") ?? []),
    catalog: readCatalog(body["catalog"]),
    identityUrl: identity,
    methods: texts(body, "methods") ?? [],
    ...(credentialId
      ? { applicationCredential: { id: credentialId, restricted: flag(credential, "restricted") ?? true } }
      : {}),
    ...(passwordExpiresAt ? { passwordExpiresAt } : {}),
  };
}

function named(value: unknown): Named | undefined {
  if (!isWire(value)) return undefined;
  const id = text(value, "id");
  const name = text(value, "name");
  if (id === undefined || name === undefined) return undefined;
  const domain = domainNamed(member(value, "domain"));
  return { id, name, ...(domain ? { domain } : {}) };
}

function domainNamed(value: Wire): { id: string; name: string } | undefined {
  const id = text(value, "id");
  return id === undefined ? undefined : { id, name: text(value, "name") ?? id };
}

/** Whether an existing token already has the scope that is asked for: then it is never exchanged for another. */
function fits(session: Session, scope: ScopeSettings): boolean {
  switch (scope.kind) {
    case "project":
      return session.project !== undefined && isSame(session.project, scope.project);
    case "domain":
      return session.domain !== undefined &&
        (scope.domain.id ? session.domain.id === scope.domain.id : session.domain.name === scope.domain.name);
    case "system":
      return session.system;
    case "trust":
      return false;
    case "unscoped":
      return true;
  }
}

function isSame(project: Named, wanted: DomainScoped): boolean {
  if (wanted.id) return project.id === wanted.id;
  if (project.name !== wanted.name) return false;
  if (wanted.domainId) return project.domain?.id === wanted.domainId;
  return wanted.domainName === undefined || project.domain?.name === wanted.domainName;
}

/** Refuses a session without any scope, naming what could be chosen (GET /v3/auth/projects). */
async function scopedSession(session: Session, transport: Transport, signal?: AbortSignal): Promise<Session> {
  if (session.project || session.domain || session.system) return session;
  const answer = await send(transport, {
    method: "GET",
    url: new URL(`${session.identityUrl}/auth/projects`),
    headers: { "X-Auth-Token": session.token },
    signal,
  });
  const names = (list(answer.body, "projects") ?? []).flatMap((project) => text(project, "name") ?? []);
  const choice = names.length > 0
    ? `choose one of: ${names.join(", ")}`
    : "this user has a role in no project";
  throw failed(
    `The login names no project; ${choice}`,
    "Set project_name (OS_PROJECT_NAME, --project).",
    answer,
  );
}
