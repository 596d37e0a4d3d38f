/**
 * Barbican, key manager API v1.
 *
 * @module
 */

import { queryWith } from "../collection.ts";
import { type Item, itemOf, itemsOf, omit, textOf } from "../json.ts";
import {
  type Answer,
  type Call,
  get,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";

/** What Barbican stands on. */
export interface KeyManagerOptions {
  seed: Item;
  origin: string;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

function fault({ status, message }: Refusal): Answer {
  const title = status === 403 ? "Forbidden" : status === 404 ? "Not Found" : "Bad Request";
  return reply({ code: status, title, description: message }, status);
}

/** The recording has no container: whoever has a secret gets one that holds it, beside those that a change adds. */
function containersOf(seed: Item): Item {
  const added = itemOf(seed["containers"]);
  return Object.fromEntries(
    Object.entries(itemOf(seed["secrets"])).map(([projectId, own]) => [
      projectId,
      [...itemsOf(own).slice(0, 1).map(containerOf), ...itemsOf(added[projectId])],
    ]),
  );
}

function containerOf(secret: Item): Item {
  const reference = textOf(secret["secret_ref"]);
  return {
    created: secret["created"] ?? null,
    updated: secret["updated"] ?? null,
    status: "ACTIVE",
    name: `${textOf(secret["name"])}-set`,
    type: "generic",
    creator_id: secret["creator_id"] ?? null,
    secret_refs: [{ name: "password", secret_ref: reference }],
    consumers: [{ name: "db-01", URL: "https://db-01.acme.test/" }],
    container_ref: reference.replace(/\/secrets\/[^/]*$/, `/containers/${CONTAINER_ID}`),
  };
}

const CONTAINER_ID = "5b0a7f5e-9a3b-4b0e-8f29-3f1f0c9d7a10";

/** Lists that Barbican shows of one's own project. */
const KINDS = [
  { plural: "secrets", title: "Secret", listed: "Secret(s)", reference: "secret_ref" },
  { plural: "containers", title: "Container", listed: "Containers(s)", reference: "container_ref" },
  { plural: "orders", title: "Order", listed: "Order(s)", reference: "order_ref" },
] as const;

type Kind = typeof KINDS[number];

/** Barbican. */
export function barbican({ seed, origin }: KeyManagerOptions): Service {
  const version = {
    id: "v1",
    status: "stable",
    links: [
      { rel: "self", href: `${origin}/v1/` },
      { rel: "describedby", type: "text/html", href: "https://docs.openstack.org/" },
    ],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.key-manager-v1+json" }],
  };
  const unlimited = { secrets: -1, orders: -1, containers: -1, consumers: -1, cas: -1 };
  return {
    type: "key-manager",
    routes: [
      get("/", () => reply({ versions: { values: [version] } }, 300)),
      get("/v1/", () => reply({ version })),
      get("/v1", () => reply({ version })),
      get("/v1/quotas", (call) => {
        if (isAdmin(call.caller) || call.caller.roles.has("creator")) return reply({ quotas: unlimited });
        throw new Refusal(403, "Quotas attempt not allowed - please review your user/project privileges");
      }),
      ...KINDS.flatMap((kind) => kindRoutes(kind, seed)),
      payloadRoute(seed),
    ],
    open: ({ path }) => path === "/" || path === "",
    negotiate: () => 0,
    fault,
    missing: () => fault(new Refusal(404, "")),
    headers: ({ answer, arrival, routed, requestId }): Record<string, string> => {
      const version = { "openstack-api-version": "key-manager 1.0", "vary": "openstack-api-version" };
      if (arrival.path === "/") return version;
      const known = routed || answer.status === 404;
      return known ? { ...version, "x-openstack-request-id": requestId } : {};
    },
  };
}

/** Readers have no part in secrets; whoever made one has the role of a creator. */
function needsRole(call: Call, title: string): void {
  if (isAdmin(call.caller) || call.caller.roles.has("creator")) return;
  throw new Refusal(
    403,
    `${title} retrieval attempt not allowed - please review your user/project privileges`,
  );
}

function kindRoutes({ plural, title, listed, reference }: Kind, seed: Item): Route[] {
  const byProject = plural === "containers" ? containersOf(seed) : itemOf(seed[plural]);
  return [
    get(`/v1/${plural}`, (call) => {
      needsRole(call, listed);
      // It looks for the project of a token that has none.
      if (call.caller.projectId === "") {
        throw new Refusal(500, `${listed} retrieval failure seen - please contact site administrator.`);
      }
      const name = call.search.get("name");
      const own = itemsOf(byProject[call.caller.projectId]).map(withoutPayload);
      return page(call, plural, own.filter((one) => name === null || one["name"] === name));
    }),
    get(`/v1/${plural}/{id}`, (call) => {
      const id = call.params["id"] ?? "";
      const named = (one: Item) => textOf(one[reference]).endsWith(`/${id}`);
      const found = itemsOf(byProject[call.caller.projectId]).find(named);
      const elsewhere = Object.values(byProject).some((list) => itemsOf(list).some(named));
      if (elsewhere && !found) {
        throw new Refusal(
          403,
          `${title} retrieval attempt not allowed - please review your user/project privileges`,
        );
      }
      if (!found) throw new Refusal(404, `Not Found. Provided ${title.toLowerCase()} id is invalid.`);
      needsRole(call, title);
      return reply(withoutPayload(found));
    }),
  ];
}

/** Payloads were not recorded: this one stands for all to which a change gives none. */
const PAYLOAD = "0123";

function withoutPayload(secret: Item): Item {
  return omit(secret, ["payload"]);
}

function payloadRoute(seed: Item): Route {
  const byProject = itemOf(seed["secrets"]);
  return get("/v1/secrets/{id}/payload", (call) => {
    needsRole(call, "Secret payload");
    const own = itemsOf(byProject[call.caller.projectId]);
    const secret = own.find((one) => textOf(one["secret_ref"]).endsWith(`/${call.params["id"]}`));
    if (!secret) throw new Refusal(404, "Not Found. Sorry but your secret has no payload.");
    const accept = call.headers["accept"] ?? "";
    if (!["text/plain", "application/octet-stream"].includes(accept)) {
      throw new Refusal(406, "Secret payload retrieval issue seen - Wrong payload content-type.");
    }
    return { status: 200, headers: { "Content-Type": accept }, text: textOf(secret["payload"]) || PAYLOAD };
  });
}

function page(call: Call, plural: string, items: readonly Item[]): Answer {
  const count = (key: string, usual: number): number => {
    const value = Number(call.search.get(key) ?? usual);
    return Number.isInteger(value) && value >= 0 ? value : usual;
  };
  // A limit of nothing means the default.
  const limit = Math.min(count("limit", DEFAULT_LIMIT) || DEFAULT_LIMIT, MAX_LIMIT);
  const offset = count("offset", 0);
  const link = (at: number) =>
    `${call.origin}${call.path}?${queryWith(call.search, { limit: String(limit), offset: String(at) })}`;
  return reply({
    [plural]: items.slice(offset, offset + limit),
    ...(offset > 0 ? { previous: link(Math.max(0, offset - limit)) } : {}),
    ...(offset + limit < items.length ? { next: link(offset + limit) } : {}),
    total: items.length,
  });
}
