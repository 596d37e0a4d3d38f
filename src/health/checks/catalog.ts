/** Checks of what the catalog offers: services, addresses, versions.
 *
 * @module
 */
import { type CatalogEntry, serviceBase } from "../../openstack/catalog.ts";
import type { Operation } from "../../openstack/operation.ts";
import { text } from "../../openstack/read.ts";
import { officialType } from "../../openstack/services.ts";
import { compareVersions } from "../../openstack/version.ts";
import { type Check, check, type Draft, type Login, notApplicable } from "../check.ts";
import type { ServiceVersions } from "../collections/platform.ts";
import { command } from "../command.ts";
import { catalogResource } from "./platform.ts";

const catalog = check({
  id: "api-catalog",
  area: "platform",
  title: "A catalog with gaps or contradictions",
  data: [],
  severities: ["warning", "critical"],
  thresholds: { required_services: ["identity", "compute", "image", "network"] },
  remedy: "Create, correct or delete the endpoint in Keystone.",
  // Everybody may read the catalog; the endpoints behind it are for administrators.
  next: () => command("openstack", "catalog", "list"),
  run(_data, ctx) {
    // Endpoints that carry a project are left out of the catalog of a token without one.
    if (!ctx.login.project) return notApplicable("the login has no project");
    return [
      ...missingServices(ctx.login, ctx.words("required_services")),
      ...unevenRegions(ctx.login, ctx.words("required_services")),
      ...ctx.allowlist.refused.map((refused): Draft => ({
        severity: "warning",
        text: `service ${refused.service} cannot be used: ${refused.detail}`,
        resource: catalogResource(refused.service),
        evidence: { reason: refused.reason },
      })),
      ...contradictions(ctx.login.catalog, ctx.login.project.id),
    ];
  },
});

function missingServices({ catalog }: Login, required: readonly string[]): Draft[] {
  const present = new Set(catalog.map((entry) => officialType(entry.type)));
  return required.filter((service) => !present.has(officialType(service))).map((service) => ({
    severity: "critical",
    text: `the catalog has no ${service} service`,
    resource: catalogResource(service),
    evidence: { services: [...present].sort() },
    key: `${service}/missing`,
  }));
}

/** A region lacks what the others have. One Keystone for all regions may stand in the catalog once. */
function unevenRegions({ catalog }: Login, required: readonly string[]): Draft[] {
  const regions = new Map<string, Set<string>>();
  for (const { type, endpoints } of catalog) {
    for (const { region } of endpoints) {
      if (region === undefined) continue;
      regions.set(region, (regions.get(region) ?? new Set()).add(officialType(type)));
    }
  }
  const present = new Set([...regions.values()].flatMap((services) => [...services]));
  const wanted = required.map(officialType).filter((service) =>
    service !== "identity" && present.has(service)
  );
  return [...regions].flatMap(([region, services]) =>
    wanted.filter((service) => !services.has(service)).map((service): Draft => ({
      severity: "warning",
      text: `the catalog has no ${service} service in region ${region}, although another region has one`,
      resource: catalogResource(service),
      evidence: { region, services: [...services].sort() },
      key: `${service}/region ${region}`,
    }))
  );
}

/** Several addresses for one service, region and interface: each program picks another. Aliases may share one. */
function contradictions(catalog: readonly CatalogEntry[], projectId: string): Draft[] {
  const places = new Map<string, { service: string; place: string; urls: Set<string> }>();
  for (const entry of catalog) {
    const service = officialType(entry.type);
    for (const { interface: kind, region, url } of entry.endpoints) {
      const place = `${kind} interface${region === undefined ? "" : ` in region ${region}`}`;
      const key = `${service}/${place}`;
      const known = places.get(key) ?? { service, place, urls: new Set() };
      known.urls.add(rootOf(url, service, projectId));
      places.set(key, known);
    }
  }
  return [...places].filter(([, { urls }]) => urls.size > 1).map(([key, { service, place, urls }]) => ({
    severity: "warning",
    text: `the catalog has ${urls.size} addresses of ${service} for the ${place}`,
    resource: catalogResource(service),
    evidence: { urls: [...urls].sort() },
    key: `${key}/addresses`,
  }));
}

/** Versions below one root are one address. */
function rootOf(url: string, service: string, projectId: string): string {
  try {
    return serviceBase(url, service, projectId).root.href;
  } catch {
    return url;
  }
}

/** The microversions of Zed, the oldest release that this program is written for. */
const OLDEST: Readonly<Record<string, string>> = {
  "compute": "2.93",
  "placement": "1.39",
  "block-storage": "3.70",
};

/** Under which name the ranges are remembered. */
const RANGES = "versions";

const version = check({
  id: "api-version",
  area: "platform",
  title: "Services that are too old, or that have changed their version",
  data: ["versions"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Upgrade the service; until then answers may lack what older releases do not know.",
  next: ({ id }) => command("openstack", "versions", "show", "--service", id),
  run(data, ctx) {
    const ranges = data.all("versions");
    const before = ctx.past?.remembered(RANGES);
    ctx.remember(RANGES, Object.fromEntries(ranges.map((range) => [range.service, rangeOf(range)])));
    return ranges.flatMap((range): Draft[] => [
      ...tooOld(range, ctx.operations),
      ...changedRange(range, text(before, range.service)),
    ]);
  },
});

function rangeOf({ min, max }: ServiceVersions): string {
  return max === undefined ? "no microversions" : `microversions ${min ?? "?"} to ${max}`;
}

function changedRange(range: ServiceVersions, before: string | undefined): Draft[] {
  const now = rangeOf(range);
  if (before === undefined || before === now) return [];
  return [{
    severity: "warning",
    text: `${range.service} offers ${now}; in the run before it offered ${before}`,
    resource: catalogResource(range.service),
    evidence: { before, min_version: range.min, max_version: range.max },
    remedy: "Make sure that somebody upgraded it on purpose, on every host; read the notes of the release.",
    key: `${range.service}/changed`,
  }];
}

function tooOld(range: ServiceVersions, operations: readonly Operation[]): Draft[] {
  const required = operations.filter((op) => op.service === range.service)
    .flatMap((op) => op.requires ?? []).sort(compareVersions).at(-1);
  if (isOlder(range, required)) return [oldService(range, "critical", `checks need ${required}`)];
  const oldest = OLDEST[range.service];
  return isOlder(range, oldest)
    ? [oldService(range, "warning", `the oldest supported release has ${oldest}`)]
    : [];
}

function isOlder({ max }: ServiceVersions, than: string | undefined): boolean {
  return than !== undefined && (max === undefined || compareVersions(max, than) < 0);
}

function oldService({ service, min, max }: ServiceVersions, severity: Draft["severity"], why: string): Draft {
  return {
    severity,
    text: `${service} offers ${
      max === undefined ? "no microversion" : `microversion ${max} at most`
    }; ${why}`,
    resource: catalogResource(service),
    evidence: { min_version: min, max_version: max },
  };
}

/** The checks of this file. */
export const catalogChecks: readonly Check[] = [catalog, version];
