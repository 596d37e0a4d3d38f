/**
 * Heat, orchestration API v1.
 *
 * @module
 */

import { pageOf, queryWith, sorted, type Test } from "../collection.ts";
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
import { fresh } from "../time.ts";
import { webobMissing } from "./nova.ts";

/** What Heat stands on. */
export interface OrchestrationOptions {
  seed: Item;
  origin: string;
}

const TITLES: Readonly<Record<number, readonly [title: string, explanation: string]>> = {
  400: [
    "Bad Request",
    "The server could not comply with the request since it is either malformed or otherwise incorrect.",
  ],
  403: ["Forbidden", "Access was denied to this resource."],
  404: ["Not Found", "The resource could not be found."],
};

function fault({ status, message, type }: Refusal): Answer {
  const [title, explanation] = TITLES[status] ?? ["Error", ""];
  return reply({ code: status, title, explanation, error: { type, traceback: null, message } }, status);
}

/** Heat. */
export function heat({ seed, origin }: OrchestrationOptions): Service {
  const version = { id: "v1.0", status: "CURRENT", links: [{ rel: "self", href: `${origin}/v1/` }] };
  return {
    type: "orchestration",
    routes: [get("/", () => reply({ versions: [version] }, 300)), ...stackRoutes(seed), ...otherRoutes(seed)],
    open: ({ path }) => path === "/" || path === "",
    negotiate: () => 0,
    fault,
    missing: webobMissing,
    headers: ({ requestId }) => ({ "X-Openstack-Request-Id": requestId }),
  };
}

/** Heat takes the project from the path; only administrators may name another than their own. */
function projectOf(call: Call): string {
  const project = call.params["project"] ?? "";
  if (project !== call.caller.projectId && !isAdmin(call.caller)) {
    throw new Refusal(403, "Access was denied to this resource.", "HTTPForbidden");
  }
  return project;
}

/** Administrators are told whose a stack is. */
function withProject(stack: Item): Item {
  const project = /\/v1\/([^/]+)\/stacks\//.exec(textOf(itemsOf(stack["links"])[0]?.["href"]))?.[1] ?? null;
  return { ...stack, project };
}

/** Whose a stack is stands in its address only. */
function isIn(stack: Item, project: string): boolean {
  return textOf(itemsOf(stack["links"])[0]?.["href"]).includes(`/v1/${project}/`);
}

const FILTERS: Readonly<Record<string, string>> = {
  "id": "id",
  "name": "stack_name",
  "stack_name": "stack_name",
  "stack_owner": "stack_owner",
  "username": "stack_owner",
};

function filterTests(call: Call): Test[] {
  return [...call.search].flatMap(([key, value]): Test[] => {
    const field = FILTERS[key];
    if (field) return [(stack) => stack[field] === value];
    if (key === "tenant") return [(stack) => isIn(stack, value)];
    // The status of a stack is the action and how it went.
    if (key === "stack_status" || (key === "status" && value.includes("_"))) {
      return [(stack) => stack["stack_status"] === value];
    }
    if (key === "status") return [(stack) => textOf(stack["stack_status"]).endsWith(`_${value}`)];
    if (key === "action") return [(stack) => textOf(stack["stack_status"]).startsWith(`${value}_`)];
    return [];
  });
}

const SORT_KEYS = ["stack_name", "creation_time", "updated_time", "stack_status"];

function limitOf(call: Call): number {
  const text = call.search.get("limit");
  if (text === null) return Infinity;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal(400, "Only integer is acceptable by 'limit'.", "HTTPBadRequest");
}

function flagOf(call: Call, key: string): boolean {
  const text = call.search.get(key);
  if (text === null) return false;
  if (/^(true|false)$/i.test(text)) return /^true$/i.test(text);
  const message = `Unrecognized value "${text}" for "${key}", acceptable values are: true, false.`;
  throw new Refusal(400, message, "HTTPBadRequest");
}

function listStacks(call: Call, seed: Item): Answer {
  const project = projectOf(call);
  const limit = limitOf(call);
  // By the product's policy not even an administrator may ask for all; it gets them unasked.
  if (flagOf(call, "global_tenant")) {
    throw new Refusal(403, "You are not authorized to use stacks:global_index.", "Forbidden");
  }
  const everywhere = isAdmin(call.caller);
  const counted = flagOf(call, "with_count");
  const tests = filterTests(call);
  const found = itemsOf(seed["listed"])
    .filter((stack) => everywhere || isIn(stack, project))
    .filter((stack) => tests.every((test) => test(stack)));
  const key = call.search.get("sort_keys");
  const descending = call.search.get("sort_dir") === "desc";
  // Other keys are ignored.
  const ordered = key !== null && SORT_KEYS.includes(key) ? sorted(found, [{ key, descending }]) : found;
  const page = pageOf(ordered, { limit, marker: call.search.get("marker") });
  const items = page?.items ?? [];
  const last = items.at(-1);
  const body: Item = { stacks: everywhere ? items.map(withProject) : items };
  if (last && items.length === limit) body["links"] = [nextLink(call, textOf(last["id"]))];
  if (counted) body["count"] = found.length;
  return reply(body);
}

function nextLink(call: Call, marker: string): Item {
  return { rel: "next", href: `${call.origin}${call.path}?${queryWith(call.search, { marker })}` };
}

function stackNotFound(name: string): Refusal {
  return new Refusal(404, `The Stack (${name}) could not be found.`, "EntityNotFound");
}

const RESOURCE_FILTERS = ["nested_depth", "with_detail", "name", "type", "status", "action", "id"];

function stackRoutes(seed: Item): Route[] {
  const stacks = itemsOf(seed["stacks"]);
  const root = "/v1/{project}/stacks";
  const one = `${root}/{name}/{id}`;
  const find = (call: Call): Item => {
    const project = projectOf(call);
    const { name = "", id = "" } = call.params;
    const stack = stacks.find((each) =>
      // To an administrator stacks of other projects are shown too, whatever the path says.
      each["id"] === id && each["stack_name"] === name && (isAdmin(call.caller) || isIn(each, project))
    );
    if (!stack) throw stackNotFound(name);
    return stack;
  };
  const part = (call: Call, key: string): Item[] => itemsOf(itemOf(seed[key])[textOf(find(call)["id"])]);
  const byName = (call: Call, key: string, field: string, title: string): Item => {
    const wanted = call.params["item"] ?? "";
    const found = part(call, key).find((each) => each[field] === wanted);
    if (found) return found;
    const message = `The ${title} (${wanted}) could not be found in Stack ${call.params["name"]}.`;
    throw new Refusal(404, message, `${title}NotFound`);
  };
  return [
    get(root, (call) => listStacks(call, seed)),
    get(`${root}/detail`, (call) => listStacks(call, seed)),
    get(`${root}/{name}`, (call) => redirect(call, stacks)),
    get(one, (call) => {
      const stack = find(call);
      const resolved = call.search.get("resolve_outputs")?.toLowerCase() !== "false";
      return reply({ stack: resolved ? stack : omit(stack, ["outputs"]) });
    }),
    get(`${one}/resources`, (call) => {
      const unknown = [...call.search.keys()].filter((key) => !RESOURCE_FILTERS.includes(key));
      if (unknown.length > 0) {
        const names = unknown.map((key) => `'${key}'`).join(", ");
        throw new Refusal(400, `Invalid filter parameters [${names}]`, "HTTPBadRequest");
      }
      return reply({ resources: part(call, "resources") });
    }),
    get(`${one}/resources/{item}`, (call) => {
      return reply({ resource: byName(call, "resources", "resource_name", "Resource") });
    }),
    get(`${one}/events`, (call) => {
      const resource = call.search.get("resource_name");
      const newest = part(call, "events").filter((event) =>
        resource === null || event["resource_name"] === resource
      );
      const ordered = call.search.get("sort_dir") === "asc" ? newest.toReversed() : newest;
      const cut = { limit: limitOf(call), marker: call.search.get("marker") };
      // An unknown marker is ignored.
      const page = pageOf(ordered, cut) ?? pageOf(ordered, { limit: cut.limit });
      return reply({ events: page?.items ?? [] });
    }),
    get(`${one}/template`, (call) => reply(itemOf(itemOf(seed["templates"])[textOf(find(call)["id"])]))),
    get(`${one}/outputs`, (call) => {
      const outputs = itemsOf(find(call)["outputs"]);
      return reply({ outputs: outputs.map((output) => omit(output, ["output_value"])) });
    }),
    get(`${one}/outputs/{item}`, (call) => {
      const key = call.params["item"] ?? "";
      const output = itemsOf(find(call)["outputs"]).find((each) => each["output_key"] === key);
      if (!output) throw new Refusal(404, `The Output (${key}) could not be found.`, "NotFound");
      return reply({ output });
    }),
  ];
}

/** A name or an id alone leads to the full address. */
function redirect(call: Call, stacks: readonly Item[]): Answer {
  projectOf(call);
  // Names are looked up in the project of the token, whatever the path says.
  const project = call.caller.projectId;
  const name = call.params["name"] ?? "";
  const stack = stacks.find((one) =>
    (one["stack_name"] === name || one["id"] === name) && isIn(one, project)
  );
  if (!stack) throw stackNotFound(name);
  const location = textOf(itemsOf(stack["links"])[0]?.["href"]);
  const message =
    `The resource was found at <a href="${location}">${location}</a>;\nyou should be redirected automatically.\n\n\n`;
  return reply({ message, code: "302 Found", title: "Found" }, 302, { Location: location });
}

function otherRoutes(seed: Item): Route[] {
  return [
    get("/v1/{project}/build_info", (call) => {
      projectOf(call);
      return reply({ api: { revision: "unknown" }, engine: { revision: "unknown" } });
    }),
    get("/v1/{project}/services", (call) => {
      projectOf(call);
      if (!isAdmin(call.caller)) {
        throw new Refusal(403, "You are not authorized to use service:index.", "Forbidden");
      }
      const services = itemsOf(seed["services"]).map((service) =>
        service["status"] === "up"
          ? { ...service, updated_at: `${fresh(call.now, textOf(service["id"]))}.000000` }
          : service
      );
      return reply({ services });
    }),
  ];
}
