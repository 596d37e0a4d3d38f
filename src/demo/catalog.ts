/**
 * The catalogue: which services there are and where.
 *
 * @module
 */

import { type Item, itemsOf, type Json, pick, textOf } from "./json.ts";

/** A change of the catalogue while the demo runs. */
export interface CatalogChange {
  /** The catalogue type. */
  service: string;
  /** The new URL of all its endpoints. */
  url?: string;
  /** Whether the service leaves the catalogue. */
  remove?: boolean;
}

/** Options of {@linkcode Catalog}. */
export interface CatalogOptions {
  /** Types that are left out. */
  without: readonly string[];
  /** Types that stand there without endpoints. */
  empty: readonly string[];
}

/** The recorded services and endpoints with what was changed since. */
export class Catalog {
  readonly #services: readonly Item[];
  readonly #endpoints: readonly Item[];
  readonly #removed: Set<string>;
  readonly #empty: ReadonlySet<string>;
  readonly #urls = new Map<string, string>();

  constructor(seed: Item, options: CatalogOptions) {
    this.#services = itemsOf(seed["services"]);
    this.#endpoints = itemsOf(seed["endpoints"]);
    this.#removed = new Set(options.without);
    this.#empty = new Set(options.empty);
  }

  change(change: CatalogChange): void {
    if (change.remove) this.#removed.add(change.service);
    else this.#removed.delete(change.service);
    if (change.url !== undefined) this.#urls.set(change.service, change.url);
  }

  /** The services as `GET /v3/services` lists them. */
  services(): Item[] {
    return this.#services.filter((service) => !this.#removed.has(textOf(service["type"])));
  }

  /** The endpoints as `GET /v3/endpoints` lists them, project ids still to be filled in. */
  endpoints(): Item[] {
    const types = new Map(this.services().map((service) => [service["id"], textOf(service["type"])]));
    return this.#endpoints.flatMap((endpoint) => {
      const type = types.get(endpoint["service_id"] ?? null);
      if (type === undefined || this.#empty.has(type)) return [];
      const url = this.#urls.get(type);
      return [url === undefined ? endpoint : { ...endpoint, url }];
    });
  }

  /** The catalogue of a token. Without a project, endpoints that need one are left out. */
  of(projectId: string): Json[] {
    const endpoints = this.endpoints();
    return this.services().map((service) => ({
      endpoints: endpoints
        .filter((endpoint) => endpoint["service_id"] === service["id"])
        .filter((endpoint) => projectId !== "" || !PROJECT_ID.test(textOf(endpoint["url"])))
        .map((endpoint) => ({
          ...pick(endpoint, ["id", "interface", "region_id"]),
          url: textOf(endpoint["url"]).replace(PROJECT_ID, projectId),
          region: endpoint["region"] ?? null,
        })),
      id: service["id"] ?? null,
      type: service["type"] ?? null,
      name: service["name"] ?? null,
    }));
  }

  /** The public URL of each type, without the project's part. */
  urls(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const service of this.services()) {
      const open = this.endpoints().find((one) =>
        one["service_id"] === service["id"] && one["interface"] === "public"
      );
      if (open) found[textOf(service["type"])] = textOf(open["url"]).replace(PROJECT_PART, "");
    }
    return found;
  }
}

/** Where a project id belongs; Keystone knows two spellings. */
const PROJECT_ID = /[%$]\((?:project|tenant)_id\)s/;
const PROJECT_PART = /\/(?:AUTH_)?[%$]\((?:project|tenant)_id\)s$/;
