/** The body of `POST /v3/auth/tokens` for each kind of login.
 *
 * @module
 */
import type { AuthSettings, DomainScoped, ScopeSettings } from "../settings.ts";

/** Builds the `auth` object of Identity API v3, "Authentication and token management". */
export function identityBody(auth: AuthSettings): Record<string, unknown> {
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
      return {
        auth: { identity: { methods: ["token"], token: { id: auth.token } }, ...scopeBody(auth.scope) },
      };
  }
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
