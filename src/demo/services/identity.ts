/**
 * Keystone, identity API v3.
 *
 * @module
 */

import type { Accounts, Token } from "../accounts.ts";
import type { Catalog } from "../catalog.ts";
import { select, type Test, truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, pick } from "../json.ts";
import {
  type Answer,
  bodyOf,
  type Call,
  get,
  type Handler,
  isAdmin,
  post,
  Refusal,
  reply,
  type Route,
  Router,
  type Service,
  urlOf,
} from "../service.ts";

/** What Keystone stands on. */
export interface IdentityOptions {
  accounts: Accounts;
  catalog: Catalog;
  seed: Item;
  /** What stands before `/v3`, such as `/identity`. */
  path: string;
  /** Scheme, host and port. */
  origin: string;
}

const NO_ROUTE = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
};

function forbidden(rule: string): Refusal {
  return new Refusal(403, `You are not authorized to perform the requested action: identity:${rule}.`);
}

function notFound(kind: string, id: string): Refusal {
  return new Refusal(404, `Could not find ${kind}: ${id}.`);
}

/** Refuses everybody but administrators and readers of the whole system. */
function needsAdmin(call: Call, rule: string): void {
  if (!isAdmin(call.caller) && !(call.caller.system && call.caller.roles.has("reader"))) {
    throw forbidden(rule);
  }
}

/** A collection that Keystone shows to administrators. */
interface Kind {
  readonly plural: string;
  readonly singular: string;
  /** As the message of a 404 names it. */
  readonly title: string;
  readonly filters: readonly string[];
  items(): readonly Item[];
  /** Who else may read one of them. */
  mayShow?(call: Call): boolean;
  /** Whether a plain member may list them. */
  readonly open?: boolean;
}

function listed(call: Call, plural: string, items: Json[]): Answer {
  const query = call.query === "" ? "" : `?${call.query}`;
  return reply({ [plural]: items, links: { next: null, self: urlOf(call) + query, previous: null } });
}

function filterTests(search: URLSearchParams, keys: readonly string[]): Test[] {
  return [...search].filter(([key]) => keys.includes(key)).map(([key, value]) => {
    if (key === "enabled" || key === "is_domain") {
      const wanted = truth(value) ?? true;
      return (item) => item[key] === wanted;
    }
    return (item) => String(item[key]) === value;
  });
}

function routesOf(kind: Kind): Route[] {
  const list: Handler = (call) => {
    if (!kind.open) needsAdmin(call, `list_${kind.plural}`);
    return listed(call, kind.plural, select(kind.items(), filterTests(call.search, kind.filters)));
  };
  const show: Handler = (call) => {
    const id = call.params["id"] ?? "";
    if (!kind.open && !kind.mayShow?.(call)) needsAdmin(call, `get_${kind.singular}`);
    const item = kind.items().find((one) => one["id"] === id);
    if (!item) throw notFound(kind.title, id);
    return reply({ [kind.singular]: item });
  };
  return [get(`/v3/${kind.plural}`, list), get(`/v3/${kind.plural}/{id}`, show)];
}

function kinds(options: IdentityOptions): Kind[] {
  const { accounts, catalog, seed } = options;
  const own = (key: "projectId" | "userId") => (call: Call) => call.params["id"] === call.caller[key];
  return [
    {
      plural: "projects",
      singular: "project",
      title: "project",
      filters: ["name", "domain_id", "enabled", "parent_id", "is_domain"],
      items: () => accounts.projects,
      mayShow: own("projectId"),
    },
    {
      plural: "domains",
      singular: "domain",
      title: "domain",
      filters: ["name", "enabled"],
      items: () => accounts.domains,
      mayShow: (call) => call.params["id"] === "default" && call.caller.projectId !== "",
    },
    {
      plural: "users",
      singular: "user",
      title: "user",
      filters: ["name", "domain_id", "enabled"],
      items: () => accounts.users,
      mayShow: own("userId"),
    },
    {
      plural: "groups",
      singular: "group",
      title: "group",
      filters: ["name", "domain_id"],
      items: () => groupsOf(options),
    },
    {
      plural: "roles",
      singular: "role",
      title: "role",
      filters: ["name", "domain_id"],
      items: () => accounts.roles,
    },
    {
      plural: "services",
      singular: "service",
      title: "service",
      filters: ["name", "type"],
      items: () => catalog.services(),
    },
    {
      plural: "endpoints",
      singular: "endpoint",
      title: "endpoint",
      filters: ["interface", "service_id", "region_id"],
      items: () => catalog.endpoints(),
    },
    {
      plural: "regions",
      singular: "region",
      title: "region",
      filters: ["parent_region_id"],
      items: () => itemsOf(seed["regions"]),
      open: true,
    },
  ];
}

/** Keystone. */
export function identity(options: IdentityOptions): Service {
  const { path, origin } = options;
  const root = origin + path;
  const api = [...tokenRoutes(options), ...ownRoutes(options), ...kinds(options).flatMap(routesOf)];
  const routes = [
    ...versionRoutes(root, path),
    ...api.map((route) => ({ ...route, path: path + route.path })),
  ];
  const router = new Router(routes, true);
  return {
    type: "identity",
    routes,
    heads: true,
    // Keystone looks for the path first and for the token then.
    open: (arrival) =>
      isRoot(arrival.path, path) ||
      (arrival.method === "POST" && arrival.path === `${path}/v3/auth/tokens`) ||
      router.find(arrival.method, arrival.path) === undefined,
    negotiate: () => 0,
    fault: (refusal) => faultOf(refusal, root),
    stranger: () => faultOf(new Refusal(401, "The request you have made requires authentication."), root),
    missing: () => ({
      status: 404,
      text: NO_ROUTE,
      headers: { "Content-Type": "text/html; charset=utf-8" },
    }),
    headers: ({ requestId }) => ({
      "Vary": "X-Auth-Token",
      "x-openstack-request-id": requestId,
    }),
  };
}

function isRoot(asked: string, path: string): boolean {
  return [path, `${path}/`, `${path}/v3`, `${path}/v3/`].includes(asked);
}

function faultOf(refusal: Refusal, root: string): Answer {
  const { status, message, extra } = refusal;
  const headers = status === 401 ? { "WWW-Authenticate": `Keystone uri="${root}/v3"` } : {};
  const title = TITLES[status] ?? "Error";
  return { status, headers, body: { error: { code: status, ...extra, message, title } } };
}

function versionRoutes(root: string, path: string): Route[] {
  const version = {
    id: "v3.14",
    status: "stable",
    updated: "2020-04-07T00:00:00Z",
    links: [{ rel: "self", href: `${root}/v3/` }],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
  };
  const all: Handler = () => reply({ versions: { values: [version] } }, 300, { Location: `${root}/v3/` });
  const one: Handler = () => reply({ version });
  return [
    ...new Set([path, `${path}/`]),
  ].map((at) => get(at, all)).concat(get(`${path}/v3`, one), get(`${path}/v3/`, one));
}

function tokenRoutes(options: IdentityOptions): Route[] {
  const { accounts, catalog } = options;
  const tell = (token: Token, call: Call, status: number): Answer => {
    const withCatalog = token.scoped && !call.search.has("nocatalog");
    const listed: Item = withCatalog ? { catalog: catalog.of(token.caller.projectId) } : {};
    return reply({ token: { ...token.body, ...listed } }, status, { "X-Subject-Token": token.id });
  };
  /** The token that a request is about. One's own may always be looked at. */
  const subject = (call: Call, rule: string): Token => {
    const id = call.headers["x-subject-token"] ?? "";
    if (id !== call.headers["x-auth-token"]) needsTokenRight(call, rule, accounts.find(id, call.now));
    const token = accounts.find(id, call.now);
    if (!token) throw new Refusal(404, "Could not recognize Fernet token");
    return token;
  };
  return [
    post("/v3/auth/tokens", (call) => tell(accounts.login(bodyOf(call), call.now), call, 201)),
    get("/v3/auth/tokens", (call) => tell(subject(call, "validate_token"), call, 200)),
    {
      method: "DELETE",
      path: "/v3/auth/tokens",
      handle: (call) => {
        accounts.revoke(subject(call, "revoke_token").id);
        return { status: 204 };
      },
    },
  ];
}

function needsTokenRight(call: Call, rule: string, token: Token | undefined): void {
  const own = token === undefined || token.caller.userId === call.caller.userId;
  if (!own) needsAdmin(call, rule);
}

/** What every user may ask about itself. */
function ownRoutes(options: IdentityOptions): Route[] {
  const { accounts, catalog, seed } = options;
  const me = (call: Call): Item => accounts.users.find((user) => user["id"] === call.caller.userId) ?? {};
  const ownUser = (call: Call, rule: string): string => {
    const id = call.params["user"] ?? "";
    if (id !== call.caller.userId) needsAdmin(call, rule);
    return id;
  };
  const credentials = (call: Call, rule: string) => {
    const user = ownUser(call, rule);
    return accounts.credentials.filter((one) => one["user_id"] === user);
  };
  return [
    get("/v3/auth/catalog", (call) => {
      if (call.caller.projectId === "") {
        throw new Refusal(403, "You are not authorized to perform the requested action.");
      }
      return reply({ catalog: catalog.of(call.caller.projectId), links: { self: urlOf(call) } });
    }),
    get("/v3/auth/projects", (call) => listed(call, "projects", accounts.projectsOf(me(call)))),
    get("/v3/auth/domains", (call) => listed(call, "domains", [])),
    get("/v3/auth/system", (call) => {
      const system: Json[] = accounts.onSystem(me(call)) ? [{ all: true }] : [];
      return reply({ system, links: { self: urlOf(call) } });
    }),
    get("/v3/users/{user}/projects", (call) => {
      const id = ownUser(call, "list_user_projects");
      const user = accounts.users.find((one) => one["id"] === id);
      if (!user) throw notFound("user", id);
      return listed(call, "projects", accounts.projectsOf(user));
    }),
    get("/v3/users/{user}/application_credentials", (call) => {
      const found = credentials(call, "list_application_credentials");
      return listed(call, "application_credentials", select(found, filterTests(call.search, ["name"])));
    }),
    get("/v3/users/{user}/application_credentials/{id}", (call) => {
      const id = call.params["id"] ?? "";
      const found = credentials(call, "get_application_credential").find((one) => one["id"] === id);
      if (!found) throw notFound("Application Credential", id);
      return reply({ application_credential: found });
    }),
    get("/v3/users/{user}/groups", (call) => {
      const id = ownUser(call, "list_groups_for_user");
      if (!accounts.users.some((one) => one["id"] === id)) throw notFound("user", id);
      const groups = membersOf(options).some((one) => one["id"] === id) ? groupsOf(options) : [];
      return listed(call, "groups", [...groups]);
    }),
    get("/v3/groups/{group}/users", (call) => {
      needsAdmin(call, "list_users_in_group");
      const id = call.params["group"] ?? "";
      if (!groupsOf(options).some((one) => one["id"] === id)) throw notFound("group", id);
      return listed(call, "users", [...membersOf(options)]);
    }),
    get("/v3/OS-TRUST/trusts", (call) => {
      const keys = ["trustor_user_id", "trustee_user_id"];
      if (!keys.some((key) => call.search.get(key) === call.caller.userId)) needsAdmin(call, "list_trusts");
      return listed(call, "trusts", select(itemsOf(seed["trusts"]), filterTests(call.search, keys)));
    }),
    get("/v3/role_inferences", (call) => {
      needsAdmin(call, "list_role_inference_rules");
      return reply({ role_inferences: seed["role_inferences"] ?? [] });
    }),
    get("/v3/role_assignments", (call) => roleAssignments(call, options)),
  ];
}

const ASSIGNMENT_FILTERS: Readonly<Record<string, (one: Item) => Json | undefined>> = {
  "user.id": (one) => itemOf(one["user"])["id"],
  "group.id": (one) => itemOf(one["group"])["id"],
  "role.id": (one) => itemOf(one["role"])["id"],
  "scope.project.id": (one) => itemOf(itemOf(one["scope"])["project"])["id"],
  "scope.domain.id": (one) => itemOf(itemOf(one["scope"])["domain"])["id"],
};

function roleAssignments(call: Call, options: IdentityOptions): Answer {
  needsAdmin(call, "list_role_assignments");
  const { accounts } = options;
  const effective = call.search.has("effective");
  if (call.search.has("scope.project.id") && call.search.has("scope.domain.id")) {
    throw new Refusal(400, "Specify a domain or project, not both");
  }
  if (effective && call.search.has("group.id")) {
    throw new Refusal(400, "Combining effective and group filter will always result in an empty list.");
  }
  const tests: Test[] = [...call.search].flatMap(([key, value]) => {
    const read = ASSIGNMENT_FILTERS[key];
    return read ? [(one: Item) => read(one) === value] : [];
  });
  if (call.search.has("scope.system")) tests.push((one) => itemOf(one["scope"])["system"] !== undefined);
  const made = [...accounts.assignments, ...groupAssignments(options)];
  const found = select(effective ? resolved(made, options) : made, tests);
  return listed(
    call,
    "role_assignments",
    call.search.has("include_names") ? found.map((one) => withNames(one, options)) : found,
  );
}

/** The one group of the demo, which was not recorded: bob is in it, and it may read acme. */
const GROUP = { name: "acme-auditors", member: "bob", project: "acme", role: "reader" };
const GROUP_ID = "5f0a6c1d2b7e4a3f9c8d7e6f5a4b3c2d";

function groupsOf({ origin, path }: IdentityOptions): Item[] {
  return [{
    id: GROUP_ID,
    name: GROUP.name,
    domain_id: "default",
    description: "Reads what acme has",
    links: { self: `${origin}${path}/v3/groups/${GROUP_ID}` },
  }];
}

function membersOf({ accounts }: IdentityOptions): readonly Item[] {
  return accounts.users.filter((user) => user["name"] === GROUP.member);
}

function groupAssignments({ accounts, origin, path }: IdentityOptions): Item[] {
  const project = accounts.projects.find((one) => one["name"] === GROUP.project)?.["id"] ?? null;
  const role = accounts.roles.find((one) => one["name"] === GROUP.role)?.["id"] ?? null;
  const assignment = `${origin}${path}/v3/projects/${project}/groups/${GROUP_ID}/roles/${role}`;
  return [{
    scope: { project: { id: project } },
    group: { id: GROUP_ID },
    role: { id: role },
    links: { assignment },
  }];
}

/** `effective` puts the members in the place of a group, and adds the roles that a role includes. */
function resolved(made: readonly Item[], options: IdentityOptions): Item[] {
  const base = `${options.origin}${options.path}/v3`;
  const rules = itemsOf(options.seed["role_inferences"]);
  const found = made.flatMap((one) => {
    if (one["group"] === undefined) return [one];
    const { group: _group, ...rest } = one;
    return membersOf(options).map((user): Item => ({
      ...rest,
      user: { id: user["id"] ?? null },
      links: {
        ...itemOf(one["links"]),
        membership: `${base}/groups/${GROUP_ID}/users/${user["id"]}`,
      },
    }));
  });
  // What is added here is looked at as well: a role that is included may include others.
  for (const one of found) {
    const prior = itemOf(one["role"])["id"];
    const rule = rules.find((each) => itemOf(each["prior_role"])["id"] === prior);
    for (const { id = null } of itemsOf(rule?.["implies"])) {
      found.push({
        ...one,
        role: { id },
        links: { ...itemOf(one["links"]), prior_role: `${base}/prior_role/${id}/implies/${prior}` },
      });
    }
  }
  return found;
}

/** `include_names` puts names and domains beside the ids. */
function withNames(one: Item, options: IdentityOptions): Item {
  const { accounts } = options;
  const domain = (id: Json | undefined): Item => {
    const found = accounts.domains.find((each) => each["id"] === id);
    return found ? pick(found, ["id", "name"]) : {};
  };
  const named = (rows: readonly Item[], part: Json | undefined, withDomain: boolean): Item => {
    const id = itemOf(part)["id"] ?? null;
    const row = rows.find((each) => each["id"] === id) ?? {};
    return { id, name: row["name"] ?? null, ...(withDomain ? { domain: domain(row["domain_id"]) } : {}) };
  };
  const scope = itemOf(one["scope"]);
  return {
    ...one,
    ...(one["user"] === undefined ? {} : { user: named(accounts.users, one["user"], true) }),
    ...(one["group"] === undefined ? {} : { group: named(groupsOf(options), one["group"], true) }),
    role: named(accounts.roles, one["role"], false),
    scope: scope["project"] === undefined
      ? scope["domain"] === undefined ? scope : { domain: domain(itemOf(scope["domain"])["id"]) }
      : { project: named(accounts.projects, scope["project"], true) },
  };
}
