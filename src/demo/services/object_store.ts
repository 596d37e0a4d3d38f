/**
 * Swift, object storage API v1.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, numberOf, textOf } from "../json.ts";
import {
  type Answer,
  type Arrival,
  type Call,
  type Exchange,
  get,
  Refusal,
  type Route,
  type Service,
} from "../service.ts";

/** What Swift stands on. */
export interface ObjectStoreOptions {
  seed: Item;
}

const MAX_LIMIT = 10_000;

const TEXTS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  401: [
    "Unauthorized",
    "This server could not verify that you are authorized to access the document you requested.",
  ],
  403: ["Forbidden", "Access was denied to this resource."],
  404: ["Not Found", "The resource could not be found."],
};

function fault({ status }: Refusal): Answer {
  const [title, text] = TEXTS[status] ?? ["Error", ""];
  return {
    status,
    headers: { "Content-Type": "text/html; charset=UTF-8" },
    text: `<html><h1>${title}</h1><p>${text}</p></html>`,
  };
}

/** Swift. */
export function swift({ seed }: ObjectStoreOptions): Service {
  return {
    type: "object-store",
    heads: true,
    // An account is the same with a slash behind it.
    rewrite: (path) => path.replace(/^(\/v1\/[^/]+)\/$/, "$1"),
    routes: [get("/info", () => json(200, {}, itemOf(seed["info"]))), ...accountRoutes(seed)],
    open: ({ path }) => path === "/info" || !path.startsWith("/v1/"),
    negotiate: () => 0,
    fault,
    missing: () => fault(new Refusal(404, "")),
    stranger: (arrival, keystone) => {
      const account = arrival.path.split("/")[2] ?? "unknown";
      const refused = fault(new Refusal(401, ""));
      const challenge = `Swift realm="${account}", Keystone uri="${keystone}"`;
      return { ...refused, headers: { ...refused.headers, "Www-Authenticate": challenge } };
    },
    headers: transactionIds,
  };
}

/** Swift numbers its transactions in a form of its own. */
function transactionIds({ requestId }: Exchange): Record<string, string> {
  const id = `tx${requestId.replace(/^req-/, "").replaceAll("-", "").slice(0, 21)}-${
    Math.floor(Date.now() / 1000).toString(16).padStart(10, "0")
  }`;
  return { "X-Trans-Id": id, "X-Openstack-Request-Id": id };
}

function json(status: number, headers: Item, body: Item | Item[]): Answer {
  return {
    status,
    headers: { "Vary": "Accept", ...textual(headers), "Content-Type": "application/json; charset=utf-8" },
    text: JSON.stringify(body),
  };
}

function textual(headers: Item): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)]));
}

/** Accounts belong to projects, and readers have no part in them. */
function accountOf(call: Call): string {
  const project = /^AUTH_(.+)$/.exec(call.params["account"] ?? "")?.[1] ?? "";
  const roles = ["admin", "member"];
  if (project !== call.caller.projectId || !roles.some((role) => call.caller.roles.has(role))) {
    throw new Refusal(403, "");
  }
  return project;
}

function wantsJson(arrival: Arrival, search: URLSearchParams): boolean {
  const format = search.get("format");
  return format === null ? /json/.test(arrival.headers["accept"] ?? "") : format === "json";
}

function listing(call: Call, headers: Item, rows: readonly Item[]): Answer {
  const limit = Number(call.search.get("limit") ?? MAX_LIMIT);
  if (call.method === "HEAD") return { ...json(204, headers, []), text: "" };
  if (!Number.isInteger(limit) || limit > MAX_LIMIT) {
    return {
      status: 412,
      headers: { "Content-Type": "text/html; charset=UTF-8" },
      text: `Maximum limit is ${MAX_LIMIT}`,
    };
  }
  const marker = call.search.get("marker") ?? "";
  const end = call.search.get("end_marker") ?? "";
  const prefix = call.search.get("prefix") ?? "";
  const name = (row: Item) => textOf(row["name"] ?? row["subdir"]);
  const found = rolled(rows, prefix, call.search.get("delimiter") ?? "")
    .filter((row) => name(row) > marker && (end === "" || name(row) < end))
    .slice(0, limit);
  if (wantsJson(call, call.search)) return json(200, headers, found);
  const text = found.map((row) => `${name(row)}\n`).join("");
  return {
    // An empty listing in plain text has no content at all.
    status: text === "" ? 204 : 200,
    headers: { "Vary": "Accept", ...textual(headers), "Content-Type": "text/plain; charset=utf-8" },
    text,
  };
}

/** With a delimiter, what lies deeper is shown as a folder. */
function rolled(rows: readonly Item[], prefix: string, delimiter: string): Item[] {
  const found = new Map<string, Item>();
  for (const row of rows) {
    const name = textOf(row["name"]);
    if (!name.startsWith(prefix)) continue;
    const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
    const subdir = name.slice(0, at + 1);
    if (at < 0) found.set(name, row);
    else found.set(subdir, { subdir });
  }
  return [...found.values()];
}

/** Contents were not recorded: there are blanks of the same length. */
function content(object: Item): Answer {
  const modified = new Date(`${textOf(object["last_modified"]).slice(0, 23)}Z`);
  return {
    status: 200,
    headers: {
      "Content-Type": textOf(object["content_type"]),
      "Etag": textOf(object["hash"]),
      "Last-Modified": modified.toUTCString(),
      "X-Timestamp": (modified.getTime() / 1000).toFixed(5),
      "Accept-Ranges": "bytes",
    },
    text: " ".repeat(numberOf(object["bytes"])),
  };
}

function accountRoutes(seed: Item): Route[] {
  const accounts = itemOf(seed["accounts"]);
  const containers = itemOf(seed["containers"]);
  const empty: Item = {
    "x-account-container-count": "0",
    "x-account-object-count": "0",
    "x-account-bytes-used": "0",
  };
  return [
    get("/v1/{account}", (call) => {
      const account = itemOf(accounts[accountOf(call)]);
      return listing(call, { ...empty, ...itemOf(account["headers"]) }, itemsOf(account["containers"]));
    }),
    get("/v1/{account}/{container}", (call) => {
      const container = containers[`${accountOf(call)}/${call.params["container"]}`];
      if (container === undefined) throw new Refusal(404, "");
      return listing(call, itemOf(itemOf(container)["headers"]), itemsOf(itemOf(container)["objects"]));
    }),
    get("/v1/{account}/{container}/{object}", (call) => {
      const container = itemOf(containers[`${accountOf(call)}/${call.params["container"]}`]);
      const object = itemsOf(container["objects"]).find(({ name }) => name === call.params["object"]);
      if (object === undefined) throw new Refusal(404, "");
      return content(object);
    }),
  ];
}
