/**
 * Placement.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, numberOf, omit, pick, textOf, textsOf } from "../json.ts";
import { askedVersion, type Range, versionFor } from "../microversion.ts";
import {
  type Answer,
  type Arrival,
  type Call,
  type Exchange,
  get,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";

/** What Placement stands on. */
export interface PlacementOptions {
  seed: Item;
}

const RANGE: Range = { major: 1, min: 0, max: 39 };

const MALFORMED =
  "The server could not comply with the request since it is either malformed or otherwise incorrect.";
const TITLES: Readonly<Record<number, readonly [title: string, lead: string]>> = {
  400: ["Bad Request", MALFORMED],
  403: ["Forbidden", "Access was denied to this resource."],
  404: ["Not Found", "The resource could not be found."],
  406: [
    "Not Acceptable",
    "The resource could not be generated that was acceptable to your browser (content of type application/json. ",
  ],
};

/** Codes came with 1.23. */
function fault(refusal: Refusal, arrival: Arrival, requestId: string): Answer {
  const [title, lead] = TITLES[refusal.status] ?? ["Error", ""];
  const asked = askedVersion(
    versionFor(arrival.headers["openstack-api-version"], "placement") ?? "1.0",
    RANGE,
  );
  const coded = "minor" in asked && asked.minor >= 23;
  const error: Item = {
    status: refusal.status,
    title,
    detail: refusal.status === 406 ? `${lead}\n\n ${refusal.message}` : `${lead}\n\n ${refusal.message}  `,
    ...(coded ? { code: refusal.type || "placement.undefined_code" } : {}),
    request_id: requestId,
    ...refusal.extra,
  };
  return reply({ errors: [error] }, refusal.status);
}

function negotiate(arrival: Arrival): number {
  const text = versionFor(arrival.headers["openstack-api-version"], "placement");
  if (text === undefined) return RANGE.min;
  const asked = askedVersion(text, RANGE);
  if ("minor" in asked) return asked.minor;
  if ("garbled" in asked) throw new Refusal(400, `Invalid microversion: invalid version string: ${text}`);
  throw new Refusal(406, `Invalid microversion: Unacceptable version header: ${text}`, "", {
    max_version: `1.${RANGE.max}`,
    min_version: `1.${RANGE.min}`,
  });
}

function headers({ arrival, answer, routed, requestId }: Exchange): Record<string, string> {
  const id = { "x-openstack-request-id": requestId };
  const text = versionFor(arrival.headers["openstack-api-version"], "placement") ?? `1.${RANGE.min}`;
  const asked = askedVersion(text, RANGE);
  const known = routed || answer.status === 404;
  if (!known || !("minor" in asked)) return id;
  const vary: Record<string, string> = answer.status < 400 ? { "vary": "openstack-api-version" } : {};
  return { "openstack-api-version": `placement 1.${asked.minor}`, ...vary, ...id };
}

/** Versions are looked at before paths. */
function missing(arrival: Arrival, requestId: string): Answer {
  try {
    negotiate(arrival);
  } catch (error) {
    if (error instanceof Refusal) return fault(error, arrival, requestId);
    throw error;
  }
  return fault(new Refusal(404, ""), arrival, requestId);
}

/** Placement. */
export function placement({ seed }: PlacementOptions): Service {
  const root = {
    versions: [
      {
        id: "v1.0",
        max_version: `1.${RANGE.max}`,
        min_version: `1.${RANGE.min}`,
        status: "CURRENT",
        links: [{ rel: "self", href: "" }],
      },
    ],
  };
  return {
    type: "placement",
    routes: [
      get("/", () => reply(root)),
      ...providerRoutes(seed),
      ...consumerRoutes(seed),
      ...vocabularyRoutes(seed),
    ],
    open: ({ path }) => path === "/" || path === "",
    negotiate,
    fault,
    missing,
    headers,
  };
}

function needsAdmin(call: Call, rule: string): void {
  if (isAdmin(call.caller)) return;
  throw new Refusal(403, `Policy does not allow placement:${rule} to be performed.`);
}

function fromVersion(call: Call, since: number): void {
  if (call.version < since) throw new Refusal(404, "");
}

/** When the queries about capacity came. */
const QUERY_SINCE: Readonly<Record<string, number>> = {
  resources: 3,
  member_of: 3,
  in_tree: 14,
  required: 17,
};

/** Placement checks every query against a schema. */
function checkQuery(call: Call, known: readonly string[]): void {
  for (const key of call.search.keys()) {
    const base = key.replace(/^(resources|required|member_of|in_tree)[\w-]*$/, "$1");
    if (known.includes(key) || call.version >= (QUERY_SINCE[base] ?? Infinity)) continue;
    const message =
      `Invalid query string parameters: Additional properties are not allowed ('${key}' was unexpected)`;
    throw new Refusal(400, message);
  }
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function uuidOf(call: Call, key: string): string | null {
  const text = call.search.get(key);
  if (text !== null && !UUID.test(text)) {
    throw new Refusal(400, `Invalid query string parameters: '${text}' is not a 'uuid'`);
  }
  return text;
}

// ---- capacity ----------------------------------------------------------------------------------

interface Amount {
  readonly resource: string;
  readonly amount: number;
}

function amountsOf(call: Call, seed: Item): Amount[] {
  const text = call.search.get("resources") ?? "";
  const known = itemsOf(seed["resource_classes"]).map((one) => one["name"]);
  return text.split(",").filter((one) => one !== "").map((one) => {
    const [resource = "", amount = ""] = one.split(":");
    if (!/^\d+$/.test(amount)) throw new Refusal(400, `Badly formed resources parameter. Got: ${text}.`);
    if (!known.includes(resource)) {
      throw new Refusal(
        400,
        `Invalid resource class in resources parameter: No such resource class ${resource}.`,
      );
    }
    return { resource, amount: Number(amount) };
  });
}

/** What can be had of each class at a provider and what is taken. */
class Capacities {
  readonly #inventories: Item;
  readonly #usages: Item;

  constructor(seed: Item) {
    this.#inventories = itemOf(seed["provider_inventories"]);
    this.#usages = itemOf(seed["provider_usages"]);
  }

  of(provider: string): Item {
    const inventories = itemOf(itemOf(this.#inventories[provider])["inventories"]);
    const usages = itemOf(itemOf(this.#usages[provider])["usages"]);
    const lines = Object.entries(inventories).map(([resource, inventory]) => {
      const { total, reserved, allocation_ratio } = itemOf(inventory);
      const capacity = Math.floor((numberOf(total) - numberOf(reserved)) * numberOf(allocation_ratio));
      return [resource, { capacity, used: usages[resource] ?? 0 }];
    });
    return Object.fromEntries(lines);
  }

  hasRoom(provider: string, amounts: readonly Amount[]): boolean {
    const lines = this.of(provider);
    return amounts.every(({ resource, amount }) => {
      const { capacity, used } = itemOf(lines[resource]);
      return numberOf(used) + amount <= numberOf(capacity);
    });
  }
}

// ---- providers ---------------------------------------------------------------------------------

const LINKS_SINCE: Readonly<Record<string, number>> = { aggregates: 1, traits: 6, allocations: 11 };

function providerView(provider: Item, call: Call): Item {
  const links = itemsOf(provider["links"])
    .filter((link) => call.version >= (LINKS_SINCE[textOf(link["rel"])] ?? 0));
  const nested = call.version >= 14 ? [] : ["parent_provider_uuid", "root_provider_uuid"];
  return { ...omit(provider, nested), links };
}

/** The parts of a provider: path, policy, since when, when the generation joined it. */
const PARTS = [
  { path: "inventories", rule: "resource_providers:inventories:list", since: 0, generation: 0 },
  { path: "usages", rule: "resource_providers:usages", since: 0, generation: 0 },
  { path: "traits", rule: "resource_providers:traits:list", since: 6, generation: 0 },
  { path: "aggregates", rule: "resource_providers:aggregates:list", since: 1, generation: 19 },
  { path: "allocations", rule: "resource_providers:allocations:list", since: 0, generation: 0 },
] as const;

function providerRoutes(seed: Item): Route[] {
  const providers = itemsOf(seed["resource_providers"]);
  const capacities = new Capacities(seed);
  const find = (call: Call, repeated = true): Item => {
    const id = call.params["id"] ?? "";
    const found = providers.find((one) => one["uuid"] === id);
    const message = `No resource provider with uuid ${id} found`;
    if (!found) throw new Refusal(404, repeated ? `${message}: ${message}` : message);
    return found;
  };
  const part = (call: Call, path: string) =>
    itemOf(itemOf(seed[`provider_${path}`])[call.params["id"] ?? ""]);
  return [
    get("/resource_providers", (call) => {
      needsAdmin(call, "resource_providers:list");
      return reply({
        resource_providers: listProviders(call, seed, capacities).map((one) => providerView(one, call)),
      });
    }),
    get("/resource_providers/{id}", (call) => {
      needsAdmin(call, "resource_providers:show");
      return reply(providerView(find(call, false), call));
    }),
    ...PARTS.map(({ path, rule, since, generation }) =>
      get(`/resource_providers/{id}/${path}`, (call) => {
        fromVersion(call, since);
        needsAdmin(call, rule);
        find(call);
        const whole = part(call, path);
        const shown = call.version < generation
          ? omit(whole, ["resource_provider_generation"])
          : { ...whole };
        if (path === "allocations" && call.version < 28) withoutConsumers(shown);
        return reply(shown);
      })
    ),
    get("/resource_providers/{id}/inventories/{class}", (call) => {
      needsAdmin(call, "resource_providers:inventories:show");
      find(call);
      const whole = part(call, "inventories");
      const resource = call.params["class"] ?? "";
      const inventory = itemOf(whole["inventories"])[resource];
      if (inventory === undefined) {
        throw new Refusal(404, `No inventory of class ${resource} for ${call.params["id"]}`);
      }
      return reply({
        ...itemOf(inventory),
        resource_provider_generation: whole["resource_provider_generation"] ?? 0,
      });
    }),
    get("/allocation_candidates", (call) => {
      fromVersion(call, 10);
      needsAdmin(call, "allocation_candidates:list");
      return candidates(call, seed, capacities);
    }),
  ];
}

/** Consumers had no generation before 1.28. */
function withoutConsumers(shown: Item): void {
  const allocations = Object.entries(itemOf(shown["allocations"]))
    .map(([consumer, one]) => [consumer, omit(itemOf(one), ["consumer_generation"])]);
  shown["allocations"] = Object.fromEntries(allocations);
}

function listProviders(call: Call, seed: Item, capacities: Capacities): Item[] {
  checkQuery(call, ["name", "uuid"]);
  const uuid = uuidOf(call, "uuid");
  const tree = uuidOf(call, "in_tree");
  const name = call.search.get("name");
  const amounts = amountsOf(call, seed);
  const required = call.search.getAll("required").flatMap((text) => text.split(","));
  return itemsOf(seed["resource_providers"]).filter((one) => {
    const id = textOf(one["uuid"]);
    if ((name !== null && one["name"] !== name) || (uuid !== null && id !== uuid)) return false;
    if (tree !== null && id !== tree && one["root_provider_uuid"] !== tree) return false;
    return hasTraits(seed, id, required) && inAggregates(seed, id, call) && capacities.hasRoom(id, amounts);
  });
}

function hasTraits(seed: Item, provider: string, required: readonly string[]): boolean {
  const traits = textsOf(itemOf(itemOf(seed["provider_traits"])[provider])["traits"]);
  return required.every((one) => one.startsWith("!") ? !traits.includes(one.slice(1)) : traits.includes(one));
}

function inAggregates(seed: Item, provider: string, call: Call): boolean {
  const own = textsOf(itemOf(itemOf(seed["provider_aggregates"])[provider])["aggregates"]);
  return call.search.getAll("member_of").every((text) =>
    text.replace(/^in:/, "").split(",").some((one) => own.includes(one))
  );
}

function candidates(call: Call, seed: Item, capacities: Capacities): Answer {
  checkQuery(call, ["limit", "group_policy", "root_required", "same_subtree"]);
  const amounts = amountsOf(call, seed);
  if (amounts.length === 0) {
    const message = "There must be at least one resources or resources[$S] parameter.";
    throw new Refusal(400, message, "placement.query.missing_value");
  }
  const required = call.search.getAll("required").flatMap((text) => text.split(","));
  const limit = Number(call.search.get("limit") ?? Infinity);
  const fit = itemsOf(seed["resource_providers"]).map((one) => textOf(one["uuid"]))
    .filter((id) => capacities.hasRoom(id, amounts) && hasTraits(seed, id, required))
    .slice(0, limit);
  const asked = Object.fromEntries(amounts.map(({ resource, amount }) => [resource, amount]));
  const requests: Json[] = fit.map((id) => ({
    allocations: call.version < 12
      ? [{ resource_provider: { uuid: id }, resources: asked }]
      : { [id]: { resources: asked } },
    ...(call.version >= 34 ? { mappings: { "": [id] } } : {}),
  }));
  const summaries = fit.map((id) => {
    const whole = capacities.of(id);
    const { traits = [] } = itemOf(itemOf(seed["provider_traits"])[id]);
    const resources = call.version < 27 ? pick(whole, Object.keys(asked)) : whole;
    return [id, {
      resources,
      ...(call.version >= 17 ? { traits } : {}),
      ...(call.version >= 29 ? { parent_provider_uuid: null, root_provider_uuid: id } : {}),
    }];
  });
  return reply({ allocation_requests: requests, provider_summaries: Object.fromEntries(summaries) });
}

// ---- consumers ---------------------------------------------------------------------------------

function consumerRoutes(seed: Item): Route[] {
  const allocations = itemOf(seed["allocations"]);
  const usages = itemOf(seed["usages"]);
  return [
    get("/allocations/{id}", (call) => {
      needsAdmin(call, "allocations:list");
      const found = itemOf(allocations[call.params["id"] ?? ""] ?? { allocations: {} });
      const hidden = [
        ...(call.version < 12 ? ["project_id", "user_id"] : []),
        ...(call.version < 28 ? ["consumer_generation"] : []),
        ...(call.version < 38 ? ["consumer_type"] : []),
      ];
      return reply(omit(found, hidden));
    }),
    get("/usages", (call) => {
      fromVersion(call, 9);
      const project = call.search.get("project_id");
      const own = project !== null && project === call.caller.projectId;
      if (!own) needsAdmin(call, "usages");
      if (project === null) {
        throw new Refusal(400, "Invalid query string parameters: 'project_id' is a required property");
      }
      checkQuery(call, ["project_id", "user_id", "consumer_type"]);
      const whole = itemOf(itemOf(usages[project])["usages"]);
      if (call.version >= 38) return reply({ usages: whole });
      return reply({ usages: flat(whole) });
    }),
  ];
}

/** Before 1.38 the usages of all types of consumers were one sum. */
function flat(byType: Item): Item {
  const sums: Item = {};
  for (const one of Object.values(byType)) {
    for (const [resource, amount] of Object.entries(omit(itemOf(one), ["consumer_count"]))) {
      sums[resource] = numberOf(sums[resource]) + numberOf(amount);
    }
  }
  return sums;
}

// ---- words -------------------------------------------------------------------------------------

function vocabularyRoutes(seed: Item): Route[] {
  const classes = itemsOf(seed["resource_classes"]);
  const traits = textsOf(seed["traits"]);
  return [
    get("/resource_classes", (call) => {
      fromVersion(call, 2);
      needsAdmin(call, "resource_classes:list");
      return reply({ resource_classes: classes });
    }),
    get("/resource_classes/{name}", (call) => {
      fromVersion(call, 2);
      needsAdmin(call, "resource_classes:show");
      const name = call.params["name"] ?? "";
      const found = classes.find((one) => one["name"] === name);
      if (!found) throw new Refusal(404, `No such resource class ${name}.`);
      return reply(found);
    }),
    get("/traits", (call) => {
      fromVersion(call, 6);
      needsAdmin(call, "traits:list");
      return reply({ traits: traits.filter((one) => traitTest(call, seed, one)) });
    }),
    get("/traits/{name}", (call) => {
      fromVersion(call, 6);
      needsAdmin(call, "traits:show");
      const name = call.params["name"] ?? "";
      if (!traits.includes(name)) throw new Refusal(404, `No such trait(s): ${name}.`);
      return { status: 204 };
    }),
  ];
}

function traitTest(call: Call, seed: Item, trait: string): boolean {
  checkQuery(call, ["name", "associated"]);
  const name = call.search.get("name") ?? "";
  if (name.startsWith("startswith:") && !trait.startsWith(name.slice(11))) return false;
  if (name.startsWith("in:") && !name.slice(3).split(",").includes(trait)) return false;
  if (call.search.get("associated")?.toLowerCase() !== "true") return true;
  return Object.values(itemOf(seed["provider_traits"]))
    .some((one) => textsOf(itemOf(one)["traits"]).includes(trait));
}
