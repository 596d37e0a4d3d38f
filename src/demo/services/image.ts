/**
 * Glance, image API v2.
 *
 * @module
 */

import { pageOf, queryWith, select, sorted, type SortKey, type Test } from "../collection.ts";
import { type Item, itemOf, itemsOf, numberOf, pick, textOf, textsOf } from "../json.ts";
import {
  type Answer,
  type Arrival,
  type Call,
  get,
  type Handler,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";

/** What Glance stands on. */
export interface ImageOptions {
  seed: Item;
  origin: string;
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 1000;

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
};

/** Glance answers in HTML unless the client says that it prefers JSON. */
function fault(refusal: Refusal, arrival: Arrival): Answer {
  const title = TITLES[refusal.status] ?? "Error";
  const code = `${refusal.status} ${title}`;
  const message = `${refusal.message}<br /><br />\n\n\n`;
  if (/json/.test(arrival.headers["accept"] ?? "")) return reply({ message, code, title }, refusal.status);
  return {
    status: refusal.status,
    headers: { "Content-Type": "text/html; charset=UTF-8" },
    text: `<html>
 <head>
  <title>${code}</title>
 </head>
 <body>
  <h1>${code}</h1>
  ${message.replaceAll("'", "&#x27;").replaceAll('"', "&quot;")}
 </body>
</html>`,
  };
}

/** Glance. */
export function image(options: ImageOptions): Service {
  const { origin, seed } = options;
  const images = () =>
    sorted(itemsOf(seed["images"]), [
      { key: "created_at", descending: true },
      { key: "id", descending: true },
    ]);
  const members = itemOf(seed["members"]);
  const versions = versionList(origin);
  return {
    type: "image",
    routes: [
      get("/", () => reply(versions, 300)),
      get("/versions", () => reply(versions)),
      get("/versions/", () => reply(versions)),
      get("/v2/images", listHandler(images, members)),
      ...imageRoutes(images, members),
      get("/v2/info/usage", (call) => reply({ usage: usageOf(call, images()) })),
      get("/v2/info/import", () => reply(itemOf(seed["import"]))),
      get("/v2/info/stores", () => {
        const stores = itemsOf(seed["stores"]).map((store) => pick(store, ["id", "description", "default"]));
        return reply({ stores });
      }),
    ],
    // Whatever is not below the version gets the versions.
    open: ({ path }) => path !== "/v2" && !path.startsWith("/v2/"),
    negotiate: () => 0,
    fault,
    missing: (arrival) => {
      if (arrival.path === "/v2") return redirect(`${origin}/v2/`);
      if (!arrival.path.startsWith("/v2/")) return reply(versions, 300);
      return fault(new Refusal(404, "The resource could not be found."), arrival);
    },
    stranger: (arrival, uri) => {
      const answer = fault(new Refusal(401, STRANGER), arrival);
      return { ...answer, headers: { ...answer.headers, "WWW-Authenticate": `Keystone uri="${uri}"` } };
    },
    headers: ({ answer, routed, arrival, requestId }): Record<string, string> =>
      (routed || answer.status === 404) && arrival.path.startsWith("/v2/")
        ? { "X-Openstack-Request-Id": requestId }
        : {},
  };
}

const STRANGER =
  "This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.";

function redirect(location: string): Answer {
  return {
    status: 302,
    headers: { "Content-Type": "text/plain; charset=utf8", "Location": location },
    text: "",
  };
}

function versionList(origin: string): Item {
  const minors = [15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  return {
    versions: minors.map((minor, at) => ({
      id: `v2.${minor}`,
      status: at === 0 ? "CURRENT" : "SUPPORTED",
      links: [{ rel: "self", href: `${origin}/v2/` }],
    })),
  };
}

// ---- who sees what -----------------------------------------------------------------------------

function membership(members: Item, image: Item, call: Call): Item | undefined {
  const rows = itemsOf(members[textOf(image["id"])]);
  return rows.find((row) => row["member_id"] === call.caller.projectId);
}

function mayShow(call: Call, image: Item, members: Item): boolean {
  if (isAdmin(call.caller) || image["owner"] === call.caller.projectId) return true;
  if (image["visibility"] === "public" || image["visibility"] === "community") return true;
  return image["visibility"] === "shared" && membership(members, image, call) !== undefined;
}

/** What a list shows when it is not asked for a visibility. */
function inList(call: Call, image: Item, members: Item): boolean {
  if (image["owner"] === call.caller.projectId || image["visibility"] === "public") return true;
  if (image["visibility"] === "community") return false;
  if (isAdmin(call.caller)) return true;
  const status = call.search.get("member_status") ?? "accepted";
  const row = membership(members, image, call);
  return row !== undefined && (status === "all" || row["status"] === status);
}

// ---- the list ----------------------------------------------------------------------------------

const VISIBILITIES = ["public", "private", "shared", "community", "all"];
const MEMBER_STATUSES = ["pending", "accepted", "rejected", "all"];
const IN_LISTS = ["id", "name", "status", "container_format", "disk_format"];
const SORTABLE = [
  "name",
  "status",
  "container_format",
  "disk_format",
  "size",
  "id",
  "created_at",
  "updated_at",
];
const NOT_FILTERS = [
  "limit",
  "marker",
  "sort",
  "sort_key",
  "sort_dir",
  "member_status",
  "visibility",
  "os_hidden",
];

function listHandler(images: () => readonly Item[], members: Item): Handler {
  return (call) => {
    const limit = limitOf(call);
    const found = sorted(select(images(), listTests(call, members)), sortKeys(call));
    const page = pageOf(found, { limit, marker: call.search.get("marker") });
    if (!page) throw new Refusal(400, `No image found with ID ${call.search.get("marker")}`);
    const body: Item = { images: page.items };
    const query = queryWithout(call.search, "marker");
    body["first"] = `/v2/images${query === "" ? "" : `?${query}`}`;
    const last = page.items.at(-1);
    if (last && page.items.length === limit) {
      body["next"] = `/v2/images?${queryWith(call.search, { marker: textOf(last["id"]) })}`;
    }
    return reply({ ...body, schema: "/v2/schemas/images" });
  };
}

function queryWithout(search: URLSearchParams, key: string): string {
  const copy = new URLSearchParams(search);
  copy.delete(key);
  return copy.toString();
}

function limitOf(call: Call): number {
  const text = call.search.get("limit");
  if (text === null) return DEFAULT_LIMIT;
  if (!/^-?\d+$/.test(text)) throw new Refusal(400, "limit param must be an integer");
  if (Number(text) < 0) throw new Refusal(400, "limit param must be positive");
  return Math.min(Number(text), MAX_LIMIT);
}

function listTests(call: Call, members: Item): Test[] {
  // A token for the system has no project whose images it could be about.
  if (call.caller.projectId === "") {
    throw new Refusal(403, "You are not authorized to complete get_images action.");
  }
  const status = call.search.get("member_status");
  if (status !== null && !MEMBER_STATUSES.includes(status)) {
    throw new Refusal(400, `Invalid status: ${status}`);
  }
  const tests: Test[] = [visibilityTest(call, members)];
  const hidden = (call.search.get("os_hidden") ?? "false").toLowerCase();
  if (!["true", "false"].includes(hidden)) {
    throw new Refusal(
      400,
      `Invalid value '${hidden}' for 'os_hidden' filter. Valid values are 'true' or 'false'.`,
    );
  }
  tests.push((image) => (image["os_hidden"] === true) === (hidden === "true"));
  for (const [key, value] of call.search) {
    if (!NOT_FILTERS.includes(key)) tests.push(filterTest(key, value));
  }
  return tests;
}

function visibilityTest(call: Call, members: Item): Test {
  const wanted = call.search.get("visibility");
  if (wanted !== null && !VISIBILITIES.includes(wanted)) {
    throw new Refusal(400, `Invalid visibility value: ${wanted}`);
  }
  if (wanted === null) return (image) => inList(call, image, members);
  return (image) =>
    (wanted === "all" || image["visibility"] === wanted) &&
    (wanted === "community" || wanted === "all" || inList(call, image, members)) &&
    mayShow(call, image, members);
}

function filterTest(key: string, value: string): Test {
  if (key === "tag") return (image) => textsOf(image["tags"]).includes(value);
  if (key === "size_min" || key === "size_max") return sizeTest(key, value);
  if (key === "created_at" || key === "updated_at") return timeTest(key, value);
  if (value.startsWith("in:") && IN_LISTS.includes(key)) {
    const wanted = value.slice(3).split(",").map((one) => one.replace(/^"(.*)"$/, "$1"));
    return (image) => wanted.includes(String(image[key]));
  }
  return (image) => String(image[key]) === value.replace(/^eq:/, "");
}

function sizeTest(key: string, value: string): Test {
  if (!/^\d+$/.test(value)) {
    throw new Refusal(400, "Unable to filter on a range with a non-numeric value.");
  }
  const bound = Number(value);
  if (key === "size_min") return (image) => numberOf(image["size"]) >= bound;
  return (image) => numberOf(image["size"]) <= bound;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  eq: (a, b) => a === b,
  neq: (a, b) => a !== b,
};

function timeTest(key: string, value: string): Test {
  const parts = /^(?:(gt|gte|lt|lte|eq|neq):)?(.*)$/.exec(value);
  const holds = COMPARE[parts?.[1] ?? "eq"];
  const asked = Date.parse(parts?.[2] ?? "");
  if (!holds || Number.isNaN(asked)) {
    throw new Refusal(400, `Bad "${key}" query filter format. Use ISO 8601 DateTime notation.`);
  }
  return (image) => holds(Date.parse(textOf(image[key])), asked);
}

function sortKeys(call: Call): SortKey[] {
  const compact = call.search.get("sort");
  const pairs = compact === null
    ? call.search.getAll("sort_key").map((key, at) => [key, call.search.getAll("sort_dir")[at] ?? "desc"])
    : compact.split(",").map((one) => one.split(":"));
  return pairs.map(([key = "", direction = "desc"]) => {
    if (!SORTABLE.includes(key)) {
      const message = `Invalid sort key: ${key}. It must be one of the following: ${SORTABLE.join(", ")}.`;
      throw new Refusal(400, message);
    }
    if (!["asc", "desc"].includes(direction)) throw new Refusal(400, `Invalid sort direction: ${direction}`);
    return { key, descending: direction === "desc" };
  });
}

// ---- use -----------------------------------------------------------------------------------------

const BYTES_PER_MIB = 1024 ** 2;
/** Registered limits, as an operator sets them in Keystone. */
const LIMITS = { size: 10_240, stage: 10_240, count: 100, uploading: 10 };

/** What unified limits say of the caller's project. */
function usageOf(call: Call, images: readonly Item[]): Item {
  const own = images.filter((image) => image["owner"] === call.caller.projectId);
  const bytes = own.reduce((sum, image) => sum + numberOf(image["size"]), 0);
  const uploading = own.filter((image) =>
    ["saving", "importing", "uploading"].includes(textOf(image["status"]))
  );
  return {
    image_size_total: { limit: LIMITS.size, usage: Math.floor(bytes / BYTES_PER_MIB) },
    image_stage_total: { limit: LIMITS.stage, usage: 0 },
    image_count_total: { limit: LIMITS.count, usage: own.length },
    image_count_uploading: { limit: LIMITS.uploading, usage: uploading.length },
  };
}

// ---- one image ---------------------------------------------------------------------------------

function imageRoutes(images: () => readonly Item[], members: Item): Route[] {
  const find = (call: Call): Item => {
    const id = call.params["id"] ?? "";
    const found = images().find((one) => one["id"] === id);
    if (call.caller.projectId === "") throw new Refusal(404, "The resource could not be found.");
    if (!found || !mayShow(call, found, members)) {
      throw new Refusal(404, `No image found with ID ${id}`);
    }
    return found;
  };
  return [
    get("/v2/images/{id}", (call) => reply(find(call))),
    get("/v2/images/{id}/members", (call) => {
      const found = find(call);
      if (found["visibility"] !== "shared") {
        throw new Refusal(
          403,
          `Not allowed to list members for image ${textOf(found["id"])}: Only shared images have members.`,
        );
      }
      const rows = itemsOf(members[textOf(found["id"])]);
      const own = isAdmin(call.caller) || found["owner"] === call.caller.projectId;
      const shown = own ? rows : rows.filter((row) => row["member_id"] === call.caller.projectId);
      return reply({ members: shown, schema: "/v2/schemas/members" });
    }),
  ];
}
