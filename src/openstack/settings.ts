/** What the client must know of one cloud: how to log in, which endpoints to take, which limits to keep.
 *
 * Plain data, so that it can be posted to a thread. Nothing here says where a value came from: that is the
 * business of whoever made it.
 *
 * @module
 */

/** An endpoint interface as the catalog spells it today (`publicURL` and the like are older spellings). */
export type Interface = "public" | "internal" | "admin";

/** A name that is unique only within a domain, or an id that is unique by itself. */
export interface DomainScoped {
  readonly id?: string;
  readonly name?: string;
  readonly domainId?: string;
  readonly domainName?: string;
}

/** What the token is asked for. Exactly one kind; Keystone refuses two. */
export type ScopeSettings =
  | { readonly kind: "project"; readonly project: DomainScoped }
  | { readonly kind: "domain"; readonly domain: { readonly id?: string; readonly name?: string } }
  | { readonly kind: "system" }
  | { readonly kind: "trust"; readonly trustId: string }
  | { readonly kind: "unscoped" };

/** Login by user and password (`v3password`). */
export interface PasswordAuth {
  readonly type: "v3password";
  readonly authUrl: string;
  readonly user: DomainScoped;
  readonly password: string;
  readonly scope: ScopeSettings;
}

/** Login by application credential (`v3applicationcredential`): by id, or by name and user. It carries its own scope. */
export interface ApplicationCredentialAuth {
  readonly type: "v3applicationcredential";
  readonly authUrl: string;
  readonly id?: string;
  readonly name?: string;
  readonly user?: DomainScoped;
  readonly secret: string;
}

/** Login by an existing token (`v3token`). A token that already fits the scope is used as it is. */
export interface TokenAuth {
  readonly type: "v3token";
  readonly authUrl: string;
  readonly token: string;
  readonly scope: ScopeSettings;
}

/** The supported ways to log in. */
export type AuthSettings = PasswordAuth | ApplicationCredentialAuth | TokenAuth;

/** The values of `auth_type` that {@linkcode AuthSettings} covers, as an error lists them. */
export const SUPPORTED_AUTH_TYPES = ["v3password", "v3applicationcredential", "v3token"] as const;

/** Settings that one service may have of its own. Keys of the maps are official service types (`block-storage`). */
export interface ServiceSettings {
  /** Takes the place of the catalog's URL. */
  readonly endpointOverride?: string;
  readonly region?: string;
  readonly interfaces?: readonly Interface[];
  /** Upper bound of the microversion, `2.88` for instance. */
  readonly defaultMicroversion?: string;
}

/** Everything that a login and a client of one cloud need. */
export interface CloudSettings {
  /** Name of the entry: as in clouds.yaml, `envvars` when the environment made it, `demo` for the embedded cloud. */
  readonly name: string;
  readonly auth: AuthSettings;
  /** Region of the catalog; without one the catalog must have a single region, or none. */
  readonly region?: string;
  /** Preference list: the first that has an endpoint is taken. */
  readonly interfaces: readonly Interface[];
  readonly services: Readonly<Record<string, ServiceSettings>>;
  /** PEM text of additional certificate authorities. */
  readonly caCerts?: string;
  /** PEM texts of a client certificate and its key. */
  readonly clientCert?: string;
  readonly clientKey?: string;
  /** Explicit proxy URL (`http`, `https` or `socks5`), and hosts that bypass it. */
  readonly proxy?: string;
  readonly noProxy?: readonly string[];
  /** Permit http endpoints although Keystone is reached by https. */
  readonly allowHttpEndpoints: boolean;
  /** Milliseconds from sending within which an answer must begin; its body may then take as long again. */
  readonly requestTimeoutMs: number;
}
