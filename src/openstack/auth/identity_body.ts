/** The body of `POST /v3/auth/tokens` for each kind of login.
 *
 * @module
 */
import type {
  AuthSettings,
  DomainScoped,
  FederatedAuth,
  MultifactorAuth,
  ScopeSettings,
  StandaloneAuth,
} from "../settings.ts";

/** The logins that Keystone is asked for directly. */
export type DirectAuth = Exclude<AuthSettings, FederatedAuth | StandaloneAuth>;

/** Builds the `auth` object of Identity API v3, "Authentication and token management". */
export function identityBody(auth: DirectAuth): Record<string, unknown> {
  switch (auth.type) {
    case "v3password": {
      const user = { ...scoped(auth.user), password: auth.password };
      return { auth: { identity: { methods: ["password"], password: { user } }, ...scopeBody(auth.scope) } };
    }
    case "v3applicationcredential": {
      const which = auth.id
        ? { id: auth.id }
        : { name: auth.name, ...(auth.user ? { user: scoped(auth.user) } : {}) };
      return {
        auth: {
          identity: {
            methods: ["application_credential"],
            application_credential: { ...which, secret: auth.secret },
          },
        },
      };
    }
    case "v3token":
      return tokenBody(auth.token, auth.scope);
    case "v3totp": {
      const user = { ...scoped(auth.user), passcode: auth.passcode };
      return { auth: { identity: { methods: ["totp"], totp: { user } }, ...scopeBody(auth.scope) } };
    }
    case "v3multifactor":
      return { auth: { identity: multifactorIdentity(auth), ...scopeBody(auth.scope) } };
  }
}

/** The same for a token that is to be exchanged for one of another scope. */
export function tokenBody(token: string, scope: ScopeSettings): Record<string, unknown> {
  return { auth: { identity: { methods: ["token"], token: { id: token } }, ...scopeBody(scope) } };
}

/** All methods stand side by side, each with what it needs. */
function multifactorIdentity(auth: MultifactorAuth): Record<string, unknown> {
  const user = auth.user ? scoped(auth.user) : {};
  const parts: Readonly<Record<MultifactorAuth["methods"][number], readonly [string, unknown]>> = {
    v3password: ["password", { user: { ...user, password: auth.password } }],
    v3totp: ["totp", { user: { ...user, passcode: auth.passcode } }],
    v3token: ["token", { id: auth.token }],
  };
  const chosen = auth.methods.map((method) => parts[method]);
  return { methods: chosen.map(([name]) => name), ...Object.fromEntries(chosen) };
}

/** A user or project by id, or by name within its domain. */
function scoped(what: DomainScoped): Record<string, unknown> {
  if (what.id) return { id: what.id };
  return { name: what.name, ...domainOf(what) };
}

function domainOf(what: DomainScoped): Record<string, unknown> {
  if (what.domainId) return { domain: { id: what.domainId } };
  return what.domainName ? { domain: { name: what.domainName } } : {};
}

function scopeBody(scope: ScopeSettings): Record<string, unknown> {
  switch (scope.kind) {
    case "project":
      return { scope: { project: scoped(scope.project) } };
    case "domain":
      return { scope: { domain: scope.domain.id ? { id: scope.domain.id } : { name: scope.domain.name } } };
    case "system":
      return { scope: { system: { all: true } } };
    case "trust":
      return { scope: { "OS-TRUST:trust": { id: scope.trustId } } };
    case "unscoped":
      return {};
  }
}
