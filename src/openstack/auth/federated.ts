/** Gets an access token from an identity provider (OpenID Connect).
 *
 * @module
 */
import { OpenStackError } from "../errors.ts";
import { text } from "../read.ts";
import type { AccessTokenGrant, AuthSettings, FederatedAuth } from "../settings.ts";
import type { TransportAnswer } from "../transport.ts";

/** A request to the provider. */
export interface ProviderRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Sends a request to the provider. */
export type AskProvider = (request: ProviderRequest) => Promise<TransportAnswer>;

/** Whether a login goes by an identity provider. */
export function isFederated(auth: AuthSettings): auth is FederatedAuth {
  return "identityProvider" in auth;
}

/** The access token of a login: the given one, or one that the provider gives now.
 *
 * Implements OAuth 2.0 (RFC 6749) sections 4.3.2 and 4.4.2, and OpenID Connect Discovery 1.0 section 4.
 *
 * @throws {OpenStackError} `login failed` if the provider refuses, `unexpected answer` if it is none.
 */
export async function accessTokenOf({ access }: FederatedAuth, ask: AskProvider): Promise<string> {
  if ("token" in access) return access.token;
  const { grant } = access;
  const url = await tokenEndpoint(grant, ask);
  const answer = await ask({
    method: "POST",
    url,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...(grant.clientSecret === undefined ? {} : { Authorization: clientAuthorization(grant) }),
    },
    body: grantBody(grant).toString(),
  });
  const token = answer.status === 200 ? text(answer.body, "access_token") : undefined;
  if (token !== undefined && /^[!-~]+$/.test(token)) return token;
  throw refusal(answer, url);
}

/** Client id and secret are form-encoded before they are joined: RFC 6749 section 2.3.1. */
function clientAuthorization({ clientId, clientSecret = "" }: AccessTokenGrant): string {
  const encoded = [clientId, clientSecret].map((part) => encodeURIComponent(part).replaceAll("%20", "+"));
  return `Basic ${new TextEncoder().encode(encoded.join(":")).toBase64()}`;
}

function grantBody({ clientId, clientSecret, openidScope, user }: AccessTokenGrant): URLSearchParams {
  const client = clientSecret === undefined ? { client_id: clientId } : {};
  return new URLSearchParams(
    user
      ? {
        grant_type: "password",
        username: user.name,
        password: user.password,
        scope: openidScope,
        ...client,
      }
      : { grant_type: "client_credentials", scope: openidScope, ...client },
  );
}

/** The discovery document is believed as far as its own origin: what it names elsewhere was permitted by nobody. */
async function tokenEndpoint(grant: AccessTokenGrant, ask: AskProvider): Promise<URL> {
  if (grant.tokenEndpoint !== undefined) return new URL(grant.tokenEndpoint);
  const url = new URL(grant.discoveryEndpoint ?? "");
  const answer = await ask({ method: "GET", url, headers: {} });
  const named = answer.status === 200 ? text(answer.body, "token_endpoint") : undefined;
  const found = named === undefined ? null : URL.parse(named);
  if (!found) throw refusal(answer, url);
  if (found.origin === url.origin) return found;
  throw new OpenStackError({
    what: "log in",
    service: "identity",
    reason: "refused by policy",
    detail: `the discovery document of ${url.origin} names a token endpoint at ${found.origin}`,
    next: "If that is right, name it with access_token_endpoint.",
  });
}

function refusal({ status, body, json }: TransportAnswer, url: URL): OpenStackError {
  const said = text(body, "error_description") ?? text(body, "error");
  const isFault = status >= 500 || status === 429;
  const isRefusal = json && said !== undefined;
  return new OpenStackError({
    what: "log in",
    service: "identity",
    reason: isFault ? "unavailable" : isRefusal ? "login failed" : "unexpected answer",
    status,
    detail: `the identity provider at ${url.origin} gave no access token${
      said === undefined ? "" : `: ${said.slice(0, 200)}`
    }`,
    next: "Check client_id, client_secret, openid_scope and the provider's endpoint.",
  });
}
