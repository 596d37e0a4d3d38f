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

/** Login by user and a one-time passcode (`v3totp`). It cannot be repeated. */
export interface TotpAuth {
  readonly type: "v3totp";
  readonly authUrl: string;
  readonly user: DomainScoped;
  readonly passcode: string;
  readonly scope: ScopeSettings;
}

/** Methods that a login of several can have. */
export const MULTIFACTOR_METHODS = ["v3password", "v3totp", "v3token"] as const;

/** Login by several methods at once (`v3multifactor`). */
export interface MultifactorAuth {
  readonly type: "v3multifactor";
  readonly authUrl: string;
  readonly methods: readonly (typeof MULTIFACTOR_METHODS)[number][];
  readonly user?: DomainScoped;
  readonly password?: string;
  readonly passcode?: string;
  readonly token?: string;
  readonly scope: ScopeSettings;
}

/** How an identity provider is asked for an access token (OAuth 2.0, RFC 6749 sections 4.3 and 4.4). */
export interface AccessTokenGrant {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Where tokens are given; else the discovery document says so. */
  readonly tokenEndpoint?: string;
  /** The provider's discovery document. */
  readonly discoveryEndpoint?: string;
  /** Scopes that are asked for, separated by spaces. */
  readonly openidScope: string;
  /** Present where the provider is told the user's own password. */
  readonly user?: { readonly name: string; readonly password: string };
}

/** Login by an identity provider that Keystone trusts (OpenID Connect). */
export interface FederatedAuth {
  readonly type: "v3oidcclientcredentials" | "v3oidcpassword" | "v3oidcaccesstoken";
  readonly authUrl: string;
  /** As Keystone knows the provider. */
  readonly identityProvider: string;
  readonly protocol: string;
  /** A token that is there already, or the way to one. */
  readonly access: { readonly token: string } | { readonly grant: AccessTokenGrant };
  readonly scope: ScopeSettings;
}

/** No login: services that stand alone and ask for none, or for a name and a password with every request. */
export interface StandaloneAuth {
  readonly type: "none" | "http_basic";
  /** The endpoint of every service that has no override of its own. */
  readonly authUrl: string;
  /** Whether {@linkcode authUrl} is used for services at all. */
  readonly isEndpoint: boolean;
  readonly username?: string;
  readonly password?: string;
}

/** The supported ways to log in. */
export type AuthSettings =
  | PasswordAuth
  | ApplicationCredentialAuth
  | TokenAuth
  | TotpAuth
  | MultifactorAuth
  | FederatedAuth
  | StandaloneAuth;

/** The values of `auth_type` that {@linkcode AuthSettings} covers, as an error lists them. */
export const SUPPORTED_AUTH_TYPES: readonly AuthSettings["type"][] = [
  "v3password",
  "v3applicationcredential",
  "v3token",
  "v3totp",
  "v3multifactor",
  "v3oidcclientcredentials",
  "v3oidcpassword",
  "v3oidcaccesstoken",
  "none",
  "http_basic",
];

/** Whether a login asks Keystone for a token. */
export function asksKeystone(auth: AuthSettings): auth is Exclude<AuthSettings, StandaloneAuth> {
  return auth.type !== "none" && auth.type !== "http_basic";
}

/** Whether a login can be repeated: a token ends, and a passcode is good once. */
export function isRenewable(auth: AuthSettings): boolean {
  if (auth.type === "v3multifactor") return !auth.methods.some((method) => method !== "v3password");
  return auth.type !== "v3token" && auth.type !== "v3totp";
}

/** The secrets of a login, which must not be told to anybody else than Keystone or the identity provider. */
export function secretsOf(auth: AuthSettings): readonly string[] {
  switch (auth.type) {
    case "v3applicationcredential":
      return [auth.secret];
    case "v3token":
      return [auth.token];
    case "v3totp":
      return [auth.passcode];
    case "v3multifactor":
      return [auth.password, auth.passcode, auth.token].filter((secret) => secret !== undefined);
    case "v3oidcclientcredentials":
    case "v3oidcpassword":
    case "v3oidcaccesstoken":
      return "token" in auth.access
        ? [auth.access.token]
        : [auth.access.grant.clientSecret, auth.access.grant.user?.password].filter((one) =>
          one !== undefined
        );
    case "v3password":
      return [auth.password];
    case "none":
    case "http_basic":
      return auth.password === undefined ? [] : [auth.password];
  }
}

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
