/** Checks of the platform: login, catalog, endpoints, certificates, versions, clocks, and of the run itself.
 *
 * @module
 */
import { type CatalogEntry, serviceBase } from "../../openstack/catalog.ts";
import { officialType } from "../../openstack/services.ts";
import { compareVersions } from "../../openstack/version.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, type Login, notApplicable } from "../check.ts";
import type { EndpointCertificate, Probe, ServiceVersions } from "../collections/platform.ts";
import { duration } from "../lasting.ts";
import type { FoundResource } from "../report.ts";

function serviceResource(service: string): FoundResource {
  return { kind: "service", id: service, name: service };
}

const auth = check({
  id: "api-auth",
  area: "platform",
  title: "Logins that fail or are slow",
  data: ["tokenIssue"],
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 1, critical_seconds: 5 },
  remedy: "Look at Keystone, its database, its cache and its keys.",
  run: (data, ctx) =>
    data.all("tokenIssue").flatMap(({ ms, error }): Draft[] => {
      const resource = serviceResource("identity");
      if (error !== undefined) {
        const evidence = { seconds: ms / 1000, error };
        return [{ severity: "critical", text: `a new login failed: ${error}`, resource, evidence }];
      }
      const limits = { warning: ctx.limit("warning_seconds"), critical: ctx.limit("critical_seconds") };
      ctx.measure({ label: "login", value: ms / 1000, unit: "s", ...limits });
      if (ms / 1000 <= limits.warning) return [];
      return [{
        severity: ms / 1000 > limits.critical ? "critical" : "warning",
        text: `a new login took ${ms / 1000} s`,
        resource,
        evidence: { seconds: ms / 1000 },
      }];
    }),
});

const reach = check({
  id: "api-reach",
  area: "platform",
  title: "Endpoints that do not answer, or answer late",
  data: ["probes"],
  severities: ["warning"],
  thresholds: { warning_seconds: 1 },
  remedy: "Look at the service and at the load balancer before it.",
  run: (data, ctx) =>
    data.all("probes").flatMap((probe): Draft[] => {
      if (probe.error) return unreached(probe, probe.error);
      const seconds = (probe.ms ?? 0) / 1000;
      const warning = ctx.limit("warning_seconds");
      ctx.measure({ label: `${probe.service} latency`, value: seconds, unit: "s", warning });
      if (seconds <= warning) return [];
      return [{
        severity: "warning",
        text: `${probe.service} took ${seconds} s to answer`,
        resource: serviceResource(probe.service),
        evidence: { url: probe.url, seconds, status: probe.status },
      }];
    }),
});

function unreached(probe: Probe, error: NonNullable<Probe["error"]>): Draft[] {
  const { service, url, status } = probe;
  const foreign = error.reason === "unexpected answer";
  // Whoever answers, be it with a refusal, can be reached; a redirect leads to somewhere else.
  if (status !== undefined && status >= 400 && status < 500 && !foreign) return [];
  const answered = foreign || (status !== undefined && status < 500);
  return [{
    severity: answered ? "warning" : "critical",
    text: `${service} ${answered ? "does not answer like such a service" : "cannot be reached"}: ${
      status === undefined ? "" : `HTTP ${status}, `
    }${error.detail}`,
    resource: serviceResource(service),
    evidence: { url, status, reason: error.reason, request_id: error.requestId },
  }];
}

function certificateResource({ host, port }: EndpointCertificate): FoundResource {
  return { kind: "endpoint", id: `${host}:${port}`, name: `${host}:${port}` };
}

function certificateEvidence(certificate: EndpointCertificate) {
  const { validFrom, validTo, subject, issuer, services } = certificate;
  return { valid_from: validFrom, valid_to: validTo, subject, issuer, services };
}

const DAY_MS = 86_400_000;

const certExpiry = check({
  id: "api-cert-expiry",
  area: "platform",
  title: "Certificates that end soon",
  data: ["certificates"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 30, critical_days: 14 },
  remedy: "Renew the certificate and let the service read it.",
  run(data, ctx) {
    const certificates = data.all("certificates");
    if (certificates.length === 0) return notApplicable("no endpoint speaks TLS");
    return certificates.flatMap((certificate): Draft[] => {
      const end = parseTime(certificate.validTo);
      if (end === undefined) throw new TypeError(`"${certificate.validTo}" is not a time`);
      const resource = certificateResource(certificate);
      const limits = { warning: ctx.limit("warning_days"), critical: ctx.limit("critical_days") };
      const days = Math.floor(10 * (end - ctx.now) / DAY_MS) / 10;
      ctx.measure({ label: `certificate ${resource.name}`, value: days, unit: "d", below: true, ...limits });
      if (days >= limits.warning) return [];
      return [{
        severity: days < limits.critical ? "critical" : "warning",
        text: `the certificate of ${resource.name} ${
          end > ctx.now ? `ends in ${age(end - ctx.now)}` : `ended ${age(ctx.now - end)} ago`
        }`,
        resource,
        evidence: certificateEvidence(certificate),
      }];
    });
  },
});

const certTrust = check({
  id: "api-cert-trust",
  area: "platform",
  title: "Endpoints without trustworthy encryption",
  data: ["certificates"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Let every endpoint show a certificate for its name, with its whole chain; let none be plain http.",
  run(data, ctx) {
    const untrusted = data.all("certificates").filter(({ trusted }) => !trusted);
    const plain = plainServices(ctx.allowlist.entries);
    return [
      ...untrusted.map((certificate): Draft => {
        const resource = certificateResource(certificate);
        return {
          severity: "critical",
          text: `the certificate of ${resource.name} is not trusted: ${
            certificate.error ?? "no reason given"
          }`,
          resource,
          evidence: { ...certificateEvidence(certificate), error: certificate.error },
        };
      }),
      ...(plain.length === 0 ? [] : [{
        severity: "warning" as const,
        text: `the token travels in clear to ${plain.join(", ")}`,
        resource: { kind: "endpoint", id: "http", name: "plain http" },
        evidence: { services: plain },
      }]),
    ];
  },
});

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The services that are reached by http over a network; within one machine nobody listens in. */
function plainServices(entries: readonly { readonly service: string; readonly origin: string }[]): string[] {
  return entries.filter(({ origin }) => {
    const { protocol, hostname } = new URL(origin);
    return protocol === "http:" && !LOOPBACK.test(hostname);
  }).map(({ service }) => service).sort();
}

const catalog = check({
  id: "api-catalog",
  area: "platform",
  title: "A catalog with gaps or contradictions",
  data: [],
  severities: ["warning"],
  thresholds: { required_services: ["identity", "compute", "image", "network"] },
  remedy: "Create, correct or delete the endpoint in Keystone.",
  run(_data, ctx) {
    // Endpoints that carry a project are left out of the catalog of a token without one.
    if (!ctx.login.project) return notApplicable("the login has no project");
    return [
      ...missingServices(ctx.login, ctx.words("required_services")),
      ...ctx.allowlist.refused.map((refused): Draft => ({
        severity: "warning",
        text: `${refused.service} cannot be used: ${refused.detail}`,
        resource: serviceResource(refused.service),
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
    resource: serviceResource(service),
    evidence: { services: [...present].sort() },
    key: `${service}/missing`,
  }));
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
    resource: serviceResource(service),
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

const version = check({
  id: "api-version",
  area: "platform",
  title: "Services that are too old",
  data: ["versions"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Upgrade the service; until then answers may lack what older releases do not know.",
  run: (data, ctx) =>
    data.all("versions").flatMap((range): Draft[] => {
      const required = ctx.operations.filter((op) => op.service === range.service)
        .flatMap((op) => op.requires ?? []).sort(compareVersions).at(-1);
      if (isOlder(range, required)) return [tooOld(range, "critical", `checks need ${required}`)];
      const oldest = OLDEST[range.service];
      return isOlder(range, oldest)
        ? [tooOld(range, "warning", `the oldest supported release has ${oldest}`)]
        : [];
    }),
});

function isOlder({ max }: ServiceVersions, than: string | undefined): boolean {
  return than !== undefined && (max === undefined || compareVersions(max, than) < 0);
}

function tooOld({ service, min, max }: ServiceVersions, severity: Draft["severity"], why: string): Draft {
  return {
    severity,
    text: `${service} offers ${
      max === undefined ? "no microversion" : `microversion ${max} at most`
    }; ${why}`,
    resource: serviceResource(service),
    evidence: { min_version: min, max_version: max },
  };
}

const clock = check({
  id: "api-clock",
  area: "platform",
  title: "Clocks that differ",
  data: ["probes"],
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 5, critical_seconds: 60 },
  remedy: "Let this machine and the cloud's hosts take their time from one source.",
  run(data, ctx) {
    const skews = data.all("probes").flatMap(({ service, skewMs }) =>
      skewMs === undefined ? [] : [{ service, skewMs }]
    );
    if (skews.length === 0) return notApplicable("no answer carries a date");
    // If most services agree, it is our clock that is wrong; a service that differs from most is wrong itself.
    const ours = skews.map(({ skewMs }) => skewMs).sort((a, b) => a - b)[(skews.length - 1) >> 1] ?? 0;
    const limits = { warning: ctx.limit("warning_seconds"), critical: ctx.limit("critical_seconds") };
    ctx.measure({ label: "clock difference", value: Math.abs(ours) / 1000, unit: "s", ...limits });
    const judged = (ms: number, name: string, resource: FoundResource): Draft[] => {
      const seconds = Math.round(Math.abs(ms) / 100) / 10;
      if (seconds < limits.warning) return [];
      return [{
        severity: seconds >= limits.critical ? "critical" : "warning",
        text: `${name} is ${age(Math.abs(ms))} ${ms > 0 ? "ahead" : "behind"}`,
        resource,
        evidence: { seconds: ms > 0 ? seconds : -seconds },
      }];
    };
    return [
      ...judged(-ours, "the clock of this machine", { kind: "clock", id: "here", name: "this machine" }),
      ...skews.flatMap(({ service, skewMs }) =>
        judged(skewMs - ours, `the clock of ${service}`, { kind: "clock", id: service, name: service })
      ),
    ];
  },
});

const errors = check({
  id: "api-errors",
  area: "platform",
  title: "Requests of this run that failed",
  data: ["statistics"],
  severities: ["warning", "critical"],
  thresholds: { warning_count: 0, critical_percent: 5, critical_count: 2 },
  remedy: "Look the request ids up in the services' logs.",
  run: (data, ctx) =>
    data.all("statistics").flatMap(({ service, requests, retries, faults, requestIds }): Draft[] => {
      if (faults <= ctx.limit("warning_count")) return [];
      const percent = Math.round(1000 * faults / requests) / 10;
      // One fault among a handful of requests is many per cent, and yet no more than one.
      const grave = percent > ctx.limit("critical_percent") && faults > ctx.limit("critical_count");
      return [{
        severity: grave ? "critical" : "warning",
        text: `${faults} of ${requests} requests to ${service} failed or were not answered`,
        resource: serviceResource(service),
        evidence: { requests, faults, retries, percent, last_request_ids: requestIds.slice(-5) },
      }];
    }),
});

const partial = check({
  id: "api-partial",
  area: "platform",
  title: "Lists with gaps, because a cell is down",
  data: ["servers"],
  optional: ["computeServices"],
  severities: ["critical"],
  thresholds: {},
  remedy: "Look at the database and the message bus of the cell.",
  run(data) {
    const parts = [
      { what: "servers", of: data.all("servers") },
      { what: "compute services", of: data.maybe("computeServices") ?? [] },
    ];
    return parts.flatMap(({ what, of }): Draft[] => {
      const gaps = of.filter(({ partial }) => partial).length;
      return gaps === 0 ? [] : [{
        severity: "critical",
        text:
          `${gaps} of ${of.length} ${what} are in a cell that does not answer: nothing more is known of them`,
        resource: { kind: "list", id: what, name: what },
        evidence: { partial: gaps, total: of.length },
      }];
    });
  },
});

const tokenTtl = check({
  id: "token-ttl",
  area: "platform",
  title: "Tokens that live unusually short",
  data: [],
  severities: ["warning"],
  thresholds: { warning_minutes: 10 },
  remedy: "Raise the expiration of tokens in Keystone; a given token must be renewed by whoever gave it.",
  run(_data, ctx) {
    const end = parseTime(ctx.login.expiresAt);
    if (end === undefined) return notApplicable("the token does not say when it ends");
    const life = end - (ctx.login.obtainedAt + (ctx.login.clockSkewMs ?? 0));
    if (life >= duration(ctx, "warning_minutes")) return [];
    return [{
      severity: "warning",
      text: `the token was good for ${age(Math.max(0, life))} only`,
      resource: serviceResource("identity"),
      evidence: { expires_at: ctx.login.expiresAt },
    }];
  },
});

/** The checks of this area. */
export const platformChecks: readonly Check[] = [
  auth,
  reach,
  certExpiry,
  certTrust,
  catalog,
  version,
  clock,
  errors,
  partial,
  tokenTtl,
];
