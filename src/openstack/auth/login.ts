import { messageOf, OpenStackError } from "../errors.ts";
import type { CallRule } from "../access_rules.ts";
import { readCatalog, serviceBase } from "../catalog.ts";
import { flag, isWire, list, member, text, texts, type Wire } from "../read.ts";
import {
  asksKeystone,
  type AuthSettings,
  type CloudSettings,
  type DomainScoped,
  type FederatedAuth,
  type ScopeSettings,
  secretsOf,
  type TokenAuth,
} from "../settings.ts";
import {
  movedBySlash,
  requestHeaders,
  type Transport,
  type TransportAnswer,
  TransportError,
  withoutQuery,
} from "../transport.ts";
import { versionDocuments } from "../version.ts";
import { Redactor } from "../../text/redact.ts";
import { parseTime } from "../../text/time.ts";
import { accessTokenOf, isFederated } from "./federated.ts";
import { identityBody, tokenBody } from "./identity_body.ts";
import { standaloneSession } from "./standalone.ts";
import type { Named, Session, UsedCredential } from "./session.ts";

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
  const auth = settings.auth;
  if (!asksKeystone(auth)) return standaloneSession(auth);
  if (auth.type === "v3token" && !/^[!-~]+$/.test(auth.token)) {
    throw failed("The token is empty, or has a space, a line end or the like in it", "Get a new token.");
  }
  const identity = await identityUrl(settings, transport, signal);
  if (auth.type === "v3token") {
    const session = await presentToken(auth, identity, transport, signal);
    if (fits(session, auth.scope)) return await scopedSession(session, transport, signal);
  }
  const body = isFederated(auth)
    ? await federatedBody(auth, identity, transport, signal)
    : identityBody(auth);
  const answer = await send(transport, {
    method: "POST",
    url: new URL(`${identity}/auth/tokens`),
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (answer.status !== 201 && answer.status !== 200) throw refusal(answer, auth);
  return await scopedSession(
    readSession(answer, identity, answer.headers.get("x-subject-token")),
    transport,
    signal,
  );
}

/** Exchanges what the identity provider vouches for: Identity API v3 OS-FEDERATION, "Request an unscoped token". */
async function federatedBody(
  auth: FederatedAuth,
  identity: string,
  transport: Transport,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const accessToken = await accessTokenOf(auth, (request) => send(transport, { ...request, signal }));
  const path = ["identity_providers", auth.identityProvider, "protocols", auth.protocol, "auth"];
  const answer = await send(transport, {
    method: "POST",
    url: new URL(`${identity}/OS-FEDERATION/${path.map(encodeURIComponent).join("/")}`),
    headers: { Authorization: `Bearer ${accessToken}` },
    signal,
  });
  if (answer.status !== 201 && answer.status !== 200) throw refusal(answer, auth);
  const token = answer.headers.get("x-subject-token");
  if (!token) throw notKeystone(answer, "the answer is not a token");
  return tokenBody(token, auth.scope);
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
  const answer = await discover(new URL(`${url}/`), transport, signal);
  const versions = versionDocuments(answer.body).flatMap((document) => text(document, "id") ?? []);
  // Whatever answers so gladly is not Keystone, and must not be told a password. A refusal may come from a proxy that
  // lets the versioned paths pass alone: there the login itself tells.
  if (versions.length === 0 && (answer.status === 300 || (answer.status >= 200 && answer.status < 300))) {
    throw notKeystone(answer);
  }
  if (versions.length > 0 && !versions.some((id) => /^v3(\.|$)/.test(id))) {
    throw failed(
      `The identity service offers ${versions.join(", ")} but not v3`,
      "Point auth_url at Keystone v3.",
    );
  }
  // The document's own links often carry an internal host or lack the path before a proxy: only the version is believed.
  return assumed;
}

async function discover(url: URL, transport: Transport, signal?: AbortSignal): Promise<TransportAnswer> {
  const answer = await send(transport, { method: "GET", url, headers: {}, signal });
  const moved = movedBySlash(answer, url);
  return moved ? await send(transport, { method: "GET", url: moved, headers: {}, signal }) : answer;
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
      headers: requestHeaders({
        Accept: "application/json",
        "User-Agent": "openstack-mcp",
        "X-OpenStack-Request-ID": `req-${crypto.randomUUID()}`,
        ...request.headers,
      }),
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

function refusal(answer: TransportAnswer, auth: AuthSettings): OpenStackError {
  const detail = messageWithout(secretsOf(auth), answer.body);
  if (answer.status >= 500 || answer.status === 429) {
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
  if (!answer.json || isMissingRoute(answer)) return notKeystone(answer, detail);
  if (answer.headers.has("openstack-auth-receipt")) {
    return failed(
      `More authentication methods are required: ${missingMethods(answer.body)}`,
      auth.type === "v3multifactor"
        ? "Name every method in auth_methods, with what each needs."
        : "Use auth_type v3multifactor with auth_methods, or an application credential.",
      answer,
    );
  }
  const expired = auth.type === "v3password" && detail !== undefined && /password is expired/i.test(detail);
  return failed(
    detail ?? `HTTP ${answer.status}`,
    expired ? "Change the user's password." : REFUSAL_ADVICE[auth.type] ?? "Check the login settings.",
    answer,
  );
}

/** Keystone answers 404 for a token or trust that it does not know, too; a wrong path is told by other words. */
function isMissingRoute(answer: TransportAnswer): boolean {
  if (answer.status === 405) return true;
  const message = text(member(answer.body, "error"), "message");
  return answer.status === 404 && (message === undefined || /requested URL/i.test(message));
}

/** Which further methods would do, for each rule that could be met: `totp`, or `totp and password or x509`. */
function missingMethods(body: unknown): string {
  const given = new Set(texts(member(body, "receipt"), "methods"));
  const rules = (list(body, "required_auth_methods") ?? []).map((rule) =>
    (texts({ rule }, "rule") ?? []).filter((method) => !given.has(method)).join(" and ")
  );
  return [...new Set(rules.filter((rule) => rule !== ""))].join(" or ") || "not told which";
}

/** Keystone's schema check quotes the value that it does not like. */
function messageWithout(secrets: readonly string[], body: unknown): string | undefined {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  // Before the message is cut to its length: half a secret would not be found any more.
  return messageOf(redactor.value(typeof body === "string" ? body.slice(0, 10_000) : body));
}

const REFUSAL_ADVICE: Readonly<Record<string, string>> = {
  v3password:
    "Check user name, user domain, password and project; the clouds command shows where each came from.",
  v3applicationcredential:
    "Check the credential's id (or name and user) and secret, and that it has not expired.",
  v3totp: "Check the user and the passcode: it is good once, and for half a minute.",
  v3multifactor: "Check the user, each method's secret, and the project; a passcode is good once.",
  v3oidcclientcredentials: "Check identity_provider and protocol, and Keystone's mapping for this client.",
  v3oidcpassword: "Check identity_provider and protocol, and Keystone's mapping for this user.",
  v3oidcaccesstoken:
    "The access token may have expired: get a new one. Check identity_provider and protocol.",
  v3token: "The token is not valid for this scope, or has expired: get a new one.",
};

function notKeystone(answer: TransportAnswer, detail?: string): OpenStackError {
  const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
  const said = location === null
    ? detail ?? messageOf(answer.body) ?? `HTTP ${answer.status}`
    : `a redirect to ${withoutQuery(location)}, which is not followed`;
  return new OpenStackError({
    what: WHAT,
    service: "identity",
    reason: "unexpected answer",
    status: answer.status,
    detail: `No OpenStack identity service answers there: ${said}`,
    next: "Check auth_url: it should name Keystone, for example https://keystone.example.com:5000/v3.",
  });
}

async function presentToken(
  auth: TokenAuth,
  identity: string,
  transport: Transport,
  signal?: AbortSignal,
): Promise<Session> {
  const { token } = auth;
  const answer = await send(transport, {
    method: "GET",
    url: new URL(`${identity}/auth/tokens`),
    headers: {
      "X-Auth-Token": token,
      "X-Subject-Token": token,
      // Without it Keystone says of a token with access rules that there is no such token.
      "OpenStack-Identity-Access-Rules": "1.0",
    },
    signal,
  });
  if (answer.status !== 200) throw refusal(answer, auth);
  return readSession(answer, identity, token);
}

function readSession(answer: TransportAnswer, identity: string, token: string | null): Session {
  const body = member(answer.body, "token");
  const expiresAt = text(body, "expires_at");
  const user = named(body["user"]);
  if (!token || !expiresAt || parseTime(expiresAt) === undefined || !user) {
    throw notKeystone(answer, "the answer is not a token");
  }
  const date = Date.parse(answer.headers.get("date") ?? "");
  const domain = named(body["domain"]);
  const project = named(body["project"]);
  const applicationCredential = usedCredential(member(body, "application_credential"));
  const passwordExpiresAt = text(body["user"], "password_expires_at");
  const trustId = text(member(body, "OS-TRUST:trust"), "id");
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
    ...(applicationCredential ? { applicationCredential } : {}),
    ...(passwordExpiresAt ? { passwordExpiresAt } : {}),
    ...(trustId ? { trustId } : {}),
  };
}

function usedCredential(value: Wire): UsedCredential | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const accessRules = list(value, "access_rules")?.flatMap((rule): CallRule[] => {
    const [service, method, path] = [text(rule, "service"), text(rule, "method"), text(rule, "path")];
    return service && method && path ? [{ service, method, path }] : [];
  });
  return { id, restricted: flag(value, "restricted") ?? true, ...(accessRules ? { accessRules } : {}) };
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
      return session.trustId === scope.trustId;
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
  throw failed(
    `The login names no project; ${choices(answer)}`,
    "Set project_name (OS_PROJECT_NAME, --project).",
  );
}

const SHOWN_CHOICES = 50;

function choices(answer: TransportAnswer): string {
  const projects = answer.status === 200 ? list(answer.body, "projects") : undefined;
  if (!projects) return `which ones there are could not be read (HTTP ${answer.status})`;
  const names = projects.flatMap((project) => text(project, "name") ?? []);
  if (names.length === 0) return "this user has a role in no project";
  const more = names.length > SHOWN_CHOICES ? ` and ${names.length - SHOWN_CHOICES} more` : "";
  return `choose one of: ${names.slice(0, SHOWN_CHOICES).join(", ")}${more}`;
}
