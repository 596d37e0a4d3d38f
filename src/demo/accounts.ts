/**
 * Who may log in, with what and to what; the tokens that are out.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, textOf, textsOf } from "./json.ts";
import { type Caller, Refusal } from "./service.ts";

/** A user that can log in, as the demo's face lists them. */
export interface Person {
  readonly name: string;
  /** The project this line is about; none for a role on the whole system. */
  readonly project?: string;
  readonly roles: string[];
  readonly systemScope?: boolean;
}

/** A token that is out. */
export interface Token {
  readonly id: string;
  readonly expiresAt: number;
  /** What Keystone tells about it, but for the catalogue. */
  readonly body: Item;
  readonly caller: Caller;
  /** Whether it has a scope, and so a catalogue. */
  readonly scoped: boolean;
}

/** Options of {@linkcode Accounts}. */
export interface AccountsOptions {
  password: string;
  tokenTtlSeconds: number;
}

/** The people of the demo. Service users are in the lists, but cannot log in. */
const PEOPLE = ["operator", "alice", "adam", "gina", "greg", "bob", "admin"];

/** The one user that was not recorded: the administrator of a single project, as most sites have them. */
const OPERATOR = { name: "operator", like: "admin", project: "acme", role: "admin" };

const AUTHENTICATION_REQUIRED = "The request you have made requires authentication.";
const MALFORMED =
  "The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.";

interface Scope {
  readonly project?: Item;
  readonly system?: boolean;
}

/** How a login was proven. */
interface Proof {
  readonly user: Item;
  readonly methods: string[];
  readonly credential?: Item;
  readonly parent?: Token;
}

function unauthorized(message = AUTHENTICATION_REQUIRED, extra: Item = {}): Refusal {
  return new Refusal(401, message, "", extra);
}

function malformed(what: string): Refusal {
  return new Refusal(400, `${what} ${MALFORMED}`);
}

/** A part of a body that must be there. */
function part(body: Item, key: string, of: string): Item {
  if (body[key] === undefined) throw malformed(`Expecting to find ${key} in ${of}.`);
  return itemOf(body[key]);
}

function randomText(bytes: number): string {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function keystoneTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19) + ".000000Z";
}

/** The users, their roles and their tokens. */
export class Accounts {
  readonly users: readonly Item[];
  readonly projects: readonly Item[];
  readonly domains: readonly Item[];
  readonly roles: readonly Item[];
  readonly assignments: readonly Item[];
  readonly credentials: readonly Item[];
  readonly #implied: ReadonlyMap<string, string[]>;
  readonly #password: string;
  readonly #ttlMs: number;
  readonly #tokens = new Map<string, Token>();

  constructor(seed: Item, options: AccountsOptions) {
    this.projects = itemsOf(seed["projects"]);
    this.domains = itemsOf(seed["domains"]);
    this.roles = itemsOf(seed["roles"]);
    const operator = this.#operator(itemsOf(seed["users"]));
    this.users = [...itemsOf(seed["users"]), operator];
    this.assignments = [...itemsOf(seed["role_assignments"]), this.#operatorRole(operator)];
    this.credentials = itemsOf(seed["application_credentials"]);
    this.#implied = new Map(
      itemsOf(seed["role_inferences"]).map((rule) => [
        textOf(itemOf(rule["prior_role"])["id"]),
        itemsOf(rule["implies"]).map((role) => textOf(role["id"])),
      ]),
    );
    this.#password = options.password;
    this.#ttlMs = options.tokenTtlSeconds * 1000;
  }

  #operator(users: readonly Item[]): Item {
    const like = users.find((user) => user["name"] === OPERATOR.like) ?? {};
    const id = crypto.randomUUID().replaceAll("-", "");
    const self = textOf(itemOf(like["links"])["self"]).replace(textOf(like["id"]), id);
    return { ...like, id, name: OPERATOR.name, links: { self } };
  }

  #operatorRole(operator: Item): Item {
    const project = this.projects.find((one) => one["name"] === OPERATOR.project) ?? {};
    const role = this.roles.find((one) => one["name"] === OPERATOR.role) ?? {};
    return {
      scope: { project: { id: project["id"] ?? null } },
      user: { id: operator["id"] ?? null },
      role: { id: role["id"] ?? null },
      links: {},
    };
  }

  /** Everybody who can log in, once for every scope. */
  people(): Person[] {
    return PEOPLE.flatMap((name) => {
      const user = this.users.find((one) => one["name"] === name) ?? {};
      const names = (scope: Scope) => this.rolesOf(user, scope).map((role) => textOf(role["name"])).sort();
      const lines: Person[] = this.projectsOf(user).map((project) => ({
        name,
        project: textOf(project["name"]),
        roles: names({ project }),
      }));
      if (this.onSystem(user)) lines.push({ name, roles: names({ system: true }), systemScope: true });
      return lines;
    });
  }

  /** The projects in which a user has a role. */
  projectsOf(user: Item): Item[] {
    return this.projects.filter((project) => this.rolesOf(user, { project }).length > 0);
  }

  /** Whether a user has a role on the system. */
  onSystem(user: Item): boolean {
    return this.rolesOf(user, { system: true }).length > 0;
  }

  /** The roles of a user in a scope, those that others imply included. */
  rolesOf(user: Item, scope: Scope): Item[] {
    const direct = this.assignments.filter((one) => {
      if (itemOf(one["user"])["id"] !== user["id"]) return false;
      const on = itemOf(one["scope"]);
      if (scope.project) return itemOf(on["project"])["id"] === scope.project["id"];
      return on["system"] !== undefined;
    });
    const ids = new Set(direct.map((one) => textOf(itemOf(one["role"])["id"])));
    for (const id of ids) for (const implied of this.#implied.get(id) ?? []) ids.add(implied);
    return this.roles.filter((role) => ids.has(textOf(role["id"])));
  }

  /** The token of an id, as long as it is valid. */
  find(id: string | undefined, now: number): Token | undefined {
    const token = this.#tokens.get(id ?? "");
    return token && token.expiresAt > now ? token : undefined;
  }

  /** Ends one token. */
  revoke(id: string): void {
    this.#tokens.delete(id);
  }

  /** Ends every token. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  /** Judges the body of `POST /v3/auth/tokens`. */
  login(body: Json | undefined, now: number): Token {
    if (body === undefined) throw malformed("Expecting to find valid JSON in request body.");
    const auth = part(itemOf(body), "auth", "request body");
    if (auth["identity"] === undefined) throw new Refusal(400, "'identity' is a required property");
    const identity = itemOf(auth["identity"]);
    if (identity["methods"] === undefined) {
      throw new Refusal(400, "Invalid input for field 'identity': 'methods' is a required property");
    }
    const proof = this.#prove(identity, now);
    return this.#issue(proof, this.#scope(proof, auth["scope"]), now);
  }

  /** Every method that is named must prove the same user. */
  #prove(identity: Item, now: number): Proof {
    const proofs = textsOf(identity["methods"]).map((method) => this.#proveBy(method, identity, now));
    const [first] = proofs;
    if (!first || proofs.some(({ user }) => user !== first.user)) throw unauthorized();
    const methods = new Set(proofs.flatMap((proof) => proof.methods));
    return { ...Object.assign({}, ...proofs), user: first.user, methods: [...methods] };
  }

  #proveBy(method: string, identity: Item, now: number): Proof {
    switch (method) {
      case "password": {
        const user = part(part(identity, "password", "identity"), "user", "password");
        return { user: this.#byPassword(user), methods: ["password"] };
      }
      case "token":
        return this.#byToken(textOf(part(identity, "token", "identity")["id"]), now);
      case "application_credential":
        return this.#byCredential(part(identity, "application_credential", "identity"));
      default:
        throw unauthorized("Attempted to authenticate with an unsupported method.", {
          identity: {
            methods: ["external", "password", "token", "oauth1", "mapped", "application_credential"],
          },
        });
    }
  }

  #user(named: Item): Item | undefined {
    if (named["id"] !== undefined) return this.users.find((user) => user["id"] === named["id"]);
    if (named["domain"] === undefined) throw malformed("Expecting to find domain in user.");
    const domain = this.#domain(itemOf(named["domain"]));
    return this.users.find((user) => user["name"] === named["name"] && user["domain_id"] === domain);
  }

  #domain(named: Item): Json {
    const key = named["id"] === undefined ? "name" : "id";
    return this.domains.find((domain) => domain[key] === named[key])?.["id"] ?? null;
  }

  #byPassword(named: Item): Item {
    const user = this.#user(named);
    const known = user && PEOPLE.includes(textOf(user["name"]));
    if (!known || named["password"] !== this.#password) throw unauthorized();
    return user;
  }

  #byToken(id: string, now: number): Proof {
    const parent = this.find(id, now);
    if (!parent) throw new Refusal(404, "Could not recognize Fernet token");
    if (parent.body["application_credential"] !== undefined) {
      throw new Refusal(
        403,
        "You are not authorized to perform the requested action: Using a delegated token to create another token is not allowed..",
      );
    }
    const user = this.users.find((one) => one["id"] === parent.caller.userId);
    if (!user) throw unauthorized();
    const methods = new Set([...textsOf(parent.body["methods"]), "token"]);
    return { user, methods: [...methods].sort(), parent };
  }

  #byCredential(named: Item): Proof {
    const byName = named["id"] === undefined;
    const owner = byName ? this.#user(part(named, "user", "application credential")) : undefined;
    const credential = this.credentials.find((one) =>
      byName ? one["name"] === named["name"] && one["user_id"] === owner?.["id"] : one["id"] === named["id"]
    );
    if (!credential) {
      throw new Refusal(
        404,
        `Could not find Application Credential: ${textOf(named["id"] ?? named["name"])}.`,
      );
    }
    const user = this.users.find((one) => one["id"] === credential["user_id"]);
    if (!user || named["secret"] !== this.#password) throw unauthorized();
    return { user, methods: ["application_credential"], credential };
  }

  #scope(proof: Proof, asked: Json | undefined): Scope {
    if (proof.credential) {
      if (asked !== undefined) {
        throw unauthorized(
          "Error authenticating with application credential: Application credentials cannot request a scope.",
          { identity: {} },
        );
      }
      const project = this.projects.find((one) => one["id"] === proof.credential?.["project_id"]);
      return project ? { project } : {};
    }
    if (asked === undefined || asked === "unscoped") return this.#defaultScope(proof, asked);
    const scope = itemOf(asked);
    if (itemOf(scope["system"])["all"] === true && this.onSystem(proof.user)) return { system: true };
    const project = scope["project"] === undefined ? undefined : this.#project(itemOf(scope["project"]));
    if (!project || this.rolesOf(proof.user, { project }).length === 0) throw unauthorized();
    return { project };
  }

  #defaultScope(proof: Proof, asked: Json | undefined): Scope {
    const id = proof.user["default_project_id"];
    const project = this.projects.find((one) => one["id"] === id);
    const usable = asked === undefined && !proof.parent && project &&
      this.rolesOf(proof.user, { project }).length > 0;
    return usable ? { project } : {};
  }

  #project(named: Item): Item | undefined {
    if (named["id"] !== undefined) return this.projects.find((project) => project["id"] === named["id"]);
    if (named["domain"] === undefined) throw malformed("Expecting to find domain in project.");
    const domain = this.#domain(itemOf(named["domain"]));
    return this.projects.find((one) => one["name"] === named["name"] && one["domain_id"] === domain);
  }

  #issue(proof: Proof, scope: Scope, now: number): Token {
    const granted = new Set(itemsOf(proof.credential?.["roles"]).map((role) => role["id"]));
    const roles = this.rolesOf(proof.user, scope).filter((role) =>
      !proof.credential || granted.has(role["id"]!)
    );
    const scoped = scope.project !== undefined || scope.system === true;
    const expiresAt = proof.parent?.expiresAt ?? now + this.#ttlMs;
    const token: Token = {
      // The form of a Fernet token, so that what recognises secrets by their look finds this one too.
      id: `gAAAAA${randomText(132)}`,
      expiresAt,
      scoped,
      caller: {
        userId: textOf(proof.user["id"]),
        projectId: textOf(scope.project?.["id"]),
        system: scope.system === true,
        roles: new Set(scoped ? roles.map((role) => textOf(role["name"])) : []),
      },
      body: {
        methods: proof.methods,
        user: this.#userRef(proof.user),
        audit_ids: [randomText(16), ...textsOf(proof.parent?.body["audit_ids"]).slice(-1)],
        expires_at: keystoneTime(expiresAt),
        issued_at: keystoneTime(now),
        ...this.#scopeRef(scope),
        ...(scoped ? { roles: roles.map((role) => ({ id: role["id"]!, name: role["name"]! })) } : {}),
        ...credentialRef(proof.credential),
      },
    };
    this.#tokens.set(token.id, token);
    return token;
  }

  #userRef(user: Item): Item {
    return {
      domain: this.#domainRef(user["domain_id"]),
      id: user["id"] ?? null,
      name: user["name"] ?? null,
      password_expires_at: user["password_expires_at"] ?? null,
    };
  }

  #domainRef(id: Json | undefined): Item {
    return { id: id ?? null, name: this.domains.find((domain) => domain["id"] === id)?.["name"] ?? null };
  }

  #scopeRef(scope: Scope): Item {
    if (scope.system) return { system: { all: true } };
    const project = scope.project;
    if (!project) return {};
    return {
      project: {
        domain: this.#domainRef(project["domain_id"]),
        id: project["id"] ?? null,
        name: project["name"] ?? null,
      },
      is_domain: false,
    };
  }
}

function credentialRef(credential: Item | undefined): Item {
  if (!credential) return {};
  const { id = null, name = null } = credential;
  return { application_credential: { id, name, restricted: credential["unrestricted"] !== true } };
}
