/** The login: which way, with what, for which scope.
 *
 * @module
 */

import {
  type AccessTokenGrant,
  type AuthSettings,
  type DomainScoped,
  type FederatedAuth,
  MULTIFACTOR_METHODS,
  type MultifactorAuth,
  type ScopeSettings,
  type StandaloneAuth,
  SUPPORTED_AUTH_TYPES,
} from "../openstack/settings.ts";
import type { CloudValue, CloudValues } from "./cloud_values.ts";
import { SettingsError } from "./settings_error.ts";
import { suggestion } from "./suggest.ts";
import { truthOf } from "./value_kind.ts";

/** What the reading of a cloud needs besides its values. */
export interface CloudContext {
  /** The cloud, for messages. */
  readonly name: string;
  /** Appended to the fix when something is missing. */
  readonly hint?: string | undefined;
  /** Takes what the user should know. */
  readonly notes: string[];
  /** Takes every value that was used, by its key. */
  readonly used: Map<string, CloudValue>;
}

type AuthType = AuthSettings["type"];

const AUTH_TYPES: Readonly<Record<string, AuthType>> = {
  password: "v3password",
  token: "v3token",
  v3password: "v3password",
  v3token: "v3token",
  v3applicationcredential: "v3applicationcredential",
  v3totp: "v3totp",
  totp: "v3totp",
  v3multifactor: "v3multifactor",
  v3oidcclientcredentials: "v3oidcclientcredentials",
  v3oidcpassword: "v3oidcpassword",
  v3oidcaccesstoken: "v3oidcaccesstoken",
  none: "none",
  http_basic: "http_basic",
};

/** Makes the login of a cloud.
 *
 * @param values What the sources say.
 * @param context Name, hint, and takers of notes and used values.
 * @throws {SettingsError} When something is missing, contradictory or not supported, or when the auth URL and the
 * secret are of different origin.
 */
export function loginSettings(values: CloudValues, context: CloudContext): AuthSettings {
  const type = authType(values, context);
  if (type === "none" || type === "http_basic") return standalone(type, values, context);
  const authUrl = readAuthUrl(values, context);
  if (type === "v3applicationcredential") return applicationCredential(values, authUrl, context);
  const scope = readScope(values, context);
  switch (type) {
    case "v3token":
      return { type, authUrl, token: secret("token", values, context), scope };
    case "v3totp": {
      const user = readUser(values, context);
      return { type, authUrl, user, passcode: secret("passcode", values, context), scope };
    }
    case "v3multifactor":
      return { type, authUrl, ...multifactor(values, context), scope };
    case "v3password": {
      const user = readUser(values, context);
      return { type, authUrl, user, password: secret("password", values, context), scope };
    }
    default:
      return { type, authUrl, ...federated(type, values, context), scope };
  }
}

const METHOD_SECRETS = { v3password: "password", v3totp: "passcode", v3token: "token" } as const;

/** Several methods at once: each names its secret. */
function multifactor(
  values: CloudValues,
  context: CloudContext,
): Omit<MultifactorAuth, "type" | "authUrl" | "scope"> {
  const given = required("auth_methods", values, context);
  const methods = given.value.split(",").map((part) => part.trim()).filter((part) => part !== "").map((
    part,
  ) => methodNamed(part, given));
  const secrets = methods.map((method) => {
    const key = METHOD_SECRETS[method];
    return [key, secret(key, values, context)] as const;
  });
  const needsUser = methods.some((method) => method !== "v3token");
  return {
    methods: [...new Set(methods)],
    ...(needsUser ? { user: readUser(values, context) } : {}),
    ...Object.fromEntries(secrets),
  };
}

function methodNamed(name: string, { origin }: CloudValue): MultifactorAuth["methods"][number] {
  const found = MULTIFACTOR_METHODS.find((method) => method === name || method === `v3${name}`);
  if (found) return found;
  throw new SettingsError({
    setting: "auth_methods",
    origin,
    problem: `${JSON.stringify(name)} is not a method that can be combined here`,
    fix: `Choose of ${MULTIFACTOR_METHODS.join(", ")}`,
  });
}

/** A login by an identity provider. */
function federated(
  type: FederatedAuth["type"],
  values: CloudValues,
  context: CloudContext,
): Omit<FederatedAuth, "type" | "authUrl" | "scope"> {
  const identityProvider = required("identity_provider", values, context).value;
  const protocol = required("protocol", values, context).value;
  if (type === "v3oidcaccesstoken") {
    return { identityProvider, protocol, access: { token: secret("access_token", values, context) } };
  }
  return { identityProvider, protocol, access: { grant: accessGrant(type, values, context) } };
}

function accessGrant(
  type: FederatedAuth["type"],
  values: CloudValues,
  context: CloudContext,
): AccessTokenGrant {
  const endpoint = values.first("access_token_endpoint", "discovery_endpoint");
  if (endpoint === undefined) throw missing("access_token_endpoint", context);
  const isToken = values.get("access_token_endpoint") !== undefined;
  const key = isToken ? "access_token_endpoint" : "discovery_endpoint";
  const url = usableUrl(key, values, context);
  const withSecret = type === "v3oidcclientcredentials" || values.get("client_secret") !== undefined;
  const scopeKey = values.get("openid_scope");
  if (scopeKey !== undefined) context.used.set("openid_scope", scopeKey);
  return {
    clientId: required("client_id", values, context).value,
    ...(withSecret ? { clientSecret: secret("client_secret", values, context, key) } : {}),
    ...(isToken ? { tokenEndpoint: url } : { discoveryEndpoint: url }),
    openidScope: scopeKey?.value ?? "openid profile",
    ...(type === "v3oidcpassword"
      ? {
        user: {
          name: required("username", values, context).value,
          password: secret("password", values, context, key),
        },
      }
      : {}),
  };
}

/** Services that stand alone. Where no endpoint is for all of them, those that have one of their own are the cloud. */
function standalone(
  type: StandaloneAuth["type"],
  values: CloudValues,
  context: CloudContext,
): StandaloneAuth {
  const override = [...values.top()].map(([key]) => key).find((key) => /_endpoint(_override)?$/.test(key));
  const isEndpoint = values.get("endpoint") !== undefined || override === undefined;
  const key = isEndpoint ? "endpoint" : override;
  const where = { type, authUrl: usableUrl(key, values, context), isEndpoint };
  if (type === "none") return where;
  return {
    ...where,
    username: required("username", values, context).value,
    password: secret("password", values, context, key),
  };
}

function authType(values: CloudValues, context: CloudContext): AuthType {
  const given = values.get("auth_type");
  if (given === undefined) return impliedAuthType(values, context);
  context.used.set("auth_type", given);
  const type = AUTH_TYPES[given.value.trim().toLowerCase()];
  if (type !== undefined) return type;
  const meant = suggestion(given.value, Object.keys(AUTH_TYPES));
  throw new SettingsError({
    setting: "auth_type",
    origin: given.origin,
    problem: `${JSON.stringify(given.value)} is not supported`,
    fix: `${meant === undefined ? "" : `Perhaps ${meant} was meant. `}Supported are ${
      SUPPORTED_AUTH_TYPES.join(", ")
    }`,
  });
}

function impliedAuthType(values: CloudValues, { notes }: CloudContext): AuthType {
  const credential = values.first(
    "application_credential_secret",
    "application_credential_id",
    "application_credential_name",
  );
  const password = values.get("password");
  const token = values.get("token");
  if (credential !== undefined) {
    if (password !== undefined) {
      notes.push(`${password.origin.name} ignored: ${credential.origin.name} is the login`);
    }
    return "v3applicationcredential";
  }
  if (token === undefined) return "v3password";
  if (password === undefined) return "v3token";
  notes.push(`${token.origin.name} ignored: ${password.origin.name} is the login`);
  return "v3password";
}

/** Keystone's address, as a URL that can be asked. */
function readAuthUrl(values: CloudValues, context: CloudContext): string {
  return usableUrl(
    "auth_url",
    values,
    context,
    "Give Keystone's address, as https://cloud.example.com:5000/v3",
  );
}

function usableUrl(
  key: string,
  values: CloudValues,
  context: CloudContext,
  fix = "Give its address, as https://login.example.com/path",
): string {
  const given = required(key, values, context);
  const problem = urlProblem(given.value);
  if (problem === undefined) return given.value.trim();
  throw new SettingsError({ setting: key, origin: given.origin, problem, fix });
}

/** Why a text is not the URL of a service, without quoting it: it may hold a password.
 *
 * @param text The text.
 * @returns The predicate of a sentence, or `undefined` when it is one.
 */
export function urlProblem(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (url === null) return "is not a URL";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "is neither an https nor an http URL";
  if (url.username !== "" || url.password !== "") return "holds a user or a password";
  return url.search !== "" || url.hash !== "" ? "holds a query or a fragment" : undefined;
}

function applicationCredential(values: CloudValues, authUrl: string, context: CloudContext): AuthSettings {
  refuseCredentialScope(values, context);
  const given = secret("application_credential_secret", values, context);
  const id = values.get("application_credential_id");
  const name = values.get("application_credential_name");
  const type = "v3applicationcredential";
  if (id !== undefined) {
    context.used.set("application_credential_id", id);
    return { type, authUrl, id: id.value, secret: given };
  }
  if (name === undefined) throw missing("application_credential_id", context);
  context.used.set("application_credential_name", name);
  return { type, authUrl, name: name.value, user: readUser(values, context), secret: given };
}

const SCOPE_KEYS = ["project_id", "project_name", "system_scope", "trust_id"];

/** An application credential is for its own project. A wish beside it is an error, unless it stood elsewhere. */
function refuseCredentialScope(values: CloudValues, { notes, used }: CloudContext): void {
  const credential = values.first("application_credential_secret", "application_credential_id");
  for (const key of SCOPE_KEYS) {
    const scope = values.get(key);
    if (scope === undefined) continue;
    if (scope.group !== "flags" && scope.group !== credential?.group) {
      notes.push(
        `${scope.origin.name} ignored: an application credential is for the project that it was made in`,
      );
      continue;
    }
    used.set(key, scope);
    throw new SettingsError({
      setting: scope.origin.kind === "flag" ? scope.origin.name : key,
      origin: scope.origin,
      problem: "cannot be set with an application credential, which is for the project that it was made in",
      fix: "Leave it out, or log in with a password",
    });
  }
}

/** Reads the secret of the login and proves that it is of the same origin as the address that it will be sent to. */
function secret(key: string, values: CloudValues, context: CloudContext, urlKey = "auth_url"): string {
  const found = required(key, values, context);
  const url = values.get(urlKey);
  if (url === undefined || url.group === found.group) return found.value;
  throw new SettingsError({
    setting: key,
    origin: found.origin,
    problem: `is of another origin than the ${urlKey} it would be sent to (${url.origin.name}${
      url.origin.file === undefined ? "" : ` in ${url.origin.file}`
    })`,
    fix:
      "Give both in the same place: both in one clouds.yaml with its secure.yaml, both as variables, or both as flags",
  });
}

function readUser(values: CloudValues, context: CloudContext): DomainScoped {
  const id = values.get("user_id");
  const name = values.get("username");
  const domain = userDomain(values);
  // Of a pair in the same place the name wins, as in the SDK, if it is known where it belongs.
  if (name !== undefined && (id === undefined || domain !== undefined)) {
    context.used.set("username", name);
    return { name: name.value, ...domainOf("user_domain", domain ?? defaultDomain(values), context) };
  }
  if (id === undefined) throw missing("username", context);
  context.used.set("user_id", id);
  return { id: id.value };
}

interface Domain {
  readonly value: CloudValue;
  readonly isId: boolean;
}

function domainValue(values: CloudValues, prefix: string): Domain | undefined {
  const name = values.get(`${prefix}_name`);
  if (name !== undefined) return { value: name, isId: false };
  const id = values.get(`${prefix}_id`);
  return id === undefined ? undefined : { value: id, isId: true };
}

/** A bare domain is meant for the user too, unless it is the scope. */
function userDomain(values: CloudValues): Domain | undefined {
  const fanned = isDomainScope(values) ? undefined : domainValue(values, "domain");
  return domainValue(values, "user_domain") ?? fanned;
}

function isDomainScope(values: CloudValues): boolean {
  const elsewhere = values.first(
    "project_id",
    "project_name",
    "application_credential_id",
    "application_credential_name",
  );
  return elsewhere === undefined && domainValue(values, "domain") !== undefined;
}

/** As python-openstackclient: the domain in which a cloud's first users are, which nearly every cloud has. */
function defaultDomain(values: CloudValues): Domain {
  const given = domainValue(values, "default_domain");
  if (given !== undefined) return given;
  const id = values.get("default_domain");
  if (id !== undefined) return { value: id, isId: true };
  return {
    value: { value: "default", origin: { kind: "default", name: "default_domain_id" }, group: "default" },
    isId: true,
  };
}

function domainOf(prefix: string, { value, isId }: Domain, { used }: CloudContext): DomainScoped {
  used.set(`${prefix}_${isId ? "id" : "name"}`, value);
  return isId ? { domainId: value.value } : { domainName: value.value };
}

function readScope(values: CloudValues, context: CloudContext): ScopeSettings {
  const wishes = scopeWishes(values);
  const [first, second] = wishes;
  if (first === undefined) return { kind: "unscoped" };
  if (second !== undefined) throw contradictoryScopes(first.value, second.value);
  context.used.set(first.key, first.value);
  return first.read(values, context);
}

interface ScopeWish {
  readonly key: string;
  readonly value: CloudValue;
  read(values: CloudValues, context: CloudContext): ScopeSettings;
}

function scopeWishes(values: CloudValues): ScopeWish[] {
  const wish = (key: string, read: ScopeWish["read"]): ScopeWish[] => {
    const value = values.get(key);
    return value === undefined ? [] : [{ key, value, read }];
  };
  const projects = [...wish("project_name", projectScope), ...wish("project_id", projectScope)];
  const domains = isDomainScope(values)
    ? [...wish("domain_name", domainScope), ...wish("domain_id", domainScope)]
    : [];
  return [
    ...projects.slice(0, 1),
    ...domains.slice(0, 1),
    ...wish("system_scope", systemScope),
    ...wish("trust_id", trustScope),
    ...wish("unscoped", () => ({ kind: "unscoped" })).filter(({ value }) => truthOf(value.value) !== false),
  ];
}

function projectScope(values: CloudValues, context: CloudContext): ScopeSettings {
  const id = values.get("project_id");
  const name = values.get("project_name");
  const domain = domainValue(values, "project_domain") ?? domainValue(values, "domain");
  if (name !== undefined && (id === undefined || domain !== undefined)) {
    const project = {
      name: name.value,
      ...domainOf("project_domain", domain ?? defaultDomain(values), context),
    };
    return { kind: "project", project };
  }
  if (id === undefined) return { kind: "unscoped" };
  context.used.delete("project_name");
  context.used.set("project_id", id);
  return { kind: "project", project: { id: id.value } };
}

function domainScope(values: CloudValues): ScopeSettings {
  const domain = domainValue(values, "domain");
  if (domain === undefined) return { kind: "unscoped" };
  return { kind: "domain", domain: domain.isId ? { id: domain.value.value } : { name: domain.value.value } };
}

function systemScope(values: CloudValues): ScopeSettings {
  const given = values.get("system_scope");
  if (given === undefined || given.value.trim().toLowerCase() === "all") return { kind: "system" };
  throw new SettingsError({
    setting: "system_scope",
    origin: given.origin,
    problem: `${JSON.stringify(given.value)} is not a scope`,
    fix: `The only system scope is "all"`,
  });
}

function trustScope(values: CloudValues): ScopeSettings {
  return { kind: "trust", trustId: values.get("trust_id")?.value ?? "" };
}

function contradictoryScopes(first: CloudValue, second: CloudValue): SettingsError {
  return new SettingsError({
    setting: second.origin.name,
    origin: second.origin,
    problem:
      `contradicts ${first.origin.name}: a login is for one scope, a project, a domain, the system or a trust`,
    fix: `Leave out one of ${first.origin.name} and ${second.origin.name}`,
  });
}

function required(key: string, values: CloudValues, context: CloudContext): CloudValue {
  const found = values.get(key);
  if (found === undefined) throw missing(key, context);
  context.used.set(key, found);
  return found;
}

function missing(key: string, { name, hint }: CloudContext): SettingsError {
  const places =
    `Set ${key} in the auth of its entry in clouds.yaml or secure.yaml, or OS_${key.toUpperCase()} without a named cloud`;
  return new SettingsError({
    setting: key,
    problem: `is missing for cloud ${name}`,
    fix: hint === undefined ? places : `${places}. Note that ${hint}`,
  });
}
