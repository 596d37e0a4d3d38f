/** Checks of the platform: login, endpoints, certificates, clocks, and of the run itself.
 *
 * @module
 */
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notApplicable } from "../check.ts";
import { command } from "../command.ts";
import type { EndpointCertificate, Probe } from "../collections/platform.ts";
import { daysLeft, endWords } from "../expiry.ts";
import { duration } from "../lasting.ts";
import { median } from "../memory/series.ts";
import type { FoundResource } from "../report.ts";

/** A service of the catalog as a finding names it. */
export function catalogResource(service: string): FoundResource {
  return { kind: "service", id: service, name: service };
}

function catalogOf({ id }: FoundResource): string {
  return command("openstack", "catalog", "show", id);
}

const auth = check({
  id: "api-auth",
  area: "platform",
  title: "Logins that fail or are slow",
  data: ["tokenIssue"],
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 1, critical_seconds: 5 },
  remedy: "Look at Keystone, its database, its cache and its keys.",
  next: catalogOf,
  run: (data, ctx) =>
    data.all("tokenIssue").flatMap(({ ms, error }): Draft[] => {
      const resource = catalogResource("identity");
      if (error !== undefined) {
        const evidence = { seconds: ms / 1000, error };
        return [{
          severity: "critical",
          text: `service identity issued no token: ${error}`,
          resource,
          evidence,
        }];
      }
      const limits = { warning: ctx.limit("warning_seconds"), critical: ctx.limit("critical_seconds") };
      ctx.measure({ label: "login", value: ms / 1000, unit: "s", ...limits });
      if (ms / 1000 <= limits.warning) return [];
      return [{
        severity: ms / 1000 > limits.critical ? "critical" : "warning",
        text: `service identity took ${ms / 1000} s to issue a token`,
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
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 1 },
  remedy: "Look at the service and at the load balancer before it.",
  next: catalogOf,
  run: (data, ctx) =>
    data.all("probes").flatMap((probe): Draft[] => {
      if (probe.error) return unreached(probe, probe.error);
      const seconds = (probe.ms ?? 0) / 1000;
      const warning = ctx.limit("warning_seconds");
      ctx.measure({ label: latencyLabel(probe.service), value: seconds, unit: "s", warning });
      if (seconds <= warning) return [];
      return [{
        severity: "warning",
        text: `${probe.service} took ${seconds} s to answer`,
        resource: catalogResource(probe.service),
        evidence: { url: probe.url, seconds, status: probe.status },
      }];
    }),
});

function latencyLabel(service: string): string {
  return `${service} latency`;
}

/** Answers get slow long before they get late: what is compared is what api-reach measured in earlier runs. */
const latencyTrend = check({
  id: "api-latency-trend",
  area: "platform",
  title: "Endpoints that answer much slower than they used to",
  data: ["probes"],
  severities: ["warning", "critical"],
  thresholds: { warning_ratio: 2, critical_ratio: 5, floor_seconds: 0.5, least_count: 5 },
  remedy: "Look at the service, its database and its message bus, and at what else runs at this time.",
  next: catalogOf,
  run(data, ctx) {
    const { past } = ctx;
    if (!past) return notApplicable("without a memory of earlier runs there is nothing to compare with");
    const least = ctx.limit("least_count");
    const compared = data.all("probes").flatMap(({ service, url, ms, error }) => {
      const earlier = past.series(latencyLabel(service), reach.id).map(({ value }) => value);
      const usual = median(earlier);
      if (error || ms === undefined || usual === undefined || earlier.length < least) return [];
      return [{ service, url, seconds: ms / 1000, usual, runs: earlier.length }];
    });
    if (compared.length === 0) {
      return notApplicable(
        `${reach.id} has not yet measured ${least} times: there is no usual time to compare with`,
      );
    }
    return compared.flatMap(({ service, url, seconds, usual, runs }): Draft[] => {
      // Twice next to nothing is next to nothing.
      const ratio = seconds / Math.max(usual, 0.001);
      if (seconds < ctx.limit("floor_seconds") || ratio < ctx.limit("warning_ratio")) return [];
      const times = Math.round(10 * ratio) / 10;
      return [{
        severity: ratio >= ctx.limit("critical_ratio") ? "critical" : "warning",
        text: `${service} took ${seconds} s to answer, ${times} times its usual ${
          Math.round(1000 * usual) / 1000
        } s`,
        resource: catalogResource(service),
        evidence: { url, seconds, median_seconds: usual, runs, ratio: times },
      }];
    });
  },
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
    resource: catalogResource(service),
    evidence: { url, status, reason: error.reason, request_id: error.requestId },
  }];
}

function certificateResource({ host, port }: EndpointCertificate): FoundResource {
  return { kind: "endpoint", id: `${host}:${port}`, name: `${host}:${port}`, host };
}

function certificateEvidence(certificate: EndpointCertificate) {
  const { validFrom, validTo, subject, issuer, services } = certificate;
  return { valid_from: validFrom, valid_to: validTo, subject, issuer, services };
}

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
      const days = daysLeft(end, ctx.now);
      ctx.measure({ label: `certificate ${resource.name}`, value: days, unit: "d", below: true, ...limits });
      if (days >= limits.warning) return [];
      return [{
        severity: days < limits.critical ? "critical" : "warning",
        text: `endpoint ${resource.name} has a certificate that ${endWords(end, ctx.now)}`,
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
          text: `endpoint ${resource.name} has a certificate that is not trusted: ${
            certificate.error ?? "no reason given"
          }`,
          resource,
          evidence: { ...certificateEvidence(certificate), error: certificate.error },
        };
      }),
      ...(plain.length === 0 ? [] : [{
        severity: "warning" as const,
        text: `plain http carries the token in clear to ${plain.join(", ")}`,
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
    const judged = (ms: number, resource: FoundResource): Draft[] => {
      const seconds = Math.round(Math.abs(ms) / 100) / 10;
      if (seconds < limits.warning) return [];
      return [{
        severity: seconds >= limits.critical ? "critical" : "warning",
        text: `the clock of ${resource.name} is ${age(Math.abs(ms))} ${ms > 0 ? "ahead" : "behind"}`,
        resource,
        evidence: { seconds: ms > 0 ? seconds : -seconds },
      }];
    };
    return [
      ...judged(-ours, { kind: "clock", id: "here", name: "this machine" }),
      ...skews.flatMap(({ service, skewMs }) =>
        judged(skewMs - ours, { kind: "clock", id: service, name: service })
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
  next: catalogOf,
  run: (data, ctx) =>
    data.all("statistics").flatMap(({ service, requests, retries, faults, requestIds }): Draft[] => {
      if (faults <= ctx.limit("warning_count")) return [];
      const percent = Math.round(1000 * faults / requests) / 10;
      // One fault among a handful of requests is many per cent, and yet no more than one.
      const grave = percent > ctx.limit("critical_percent") && faults > ctx.limit("critical_count");
      return [{
        severity: grave ? "critical" : "warning",
        text: `${faults} of ${requests} requests to ${service} failed or were not answered`,
        resource: catalogResource(service),
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
  next: () => command("openstack", "compute", "service", "list", "--long"),
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
          `list of ${what}: ${gaps} of ${of.length} are in a cell that does not answer, nothing more is known of them`,
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
      text: `service identity gave a token for ${age(Math.max(0, life))} only`,
      resource: catalogResource("identity"),
      evidence: { expires_at: ctx.login.expiresAt },
    }];
  },
});

/** The checks of this area. */
export const platformChecks: readonly Check[] = [
  auth,
  reach,
  latencyTrend,
  certExpiry,
  certTrust,
  clock,
  errors,
  partial,
  tokenTtl,
];
