/** Checks of the login that the report itself uses, of its user's credentials, and of what Keystone has registered.
 *
 * @module
 */
import { parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notApplicable } from "../check.ts";
import type { Item } from "../collections/mod.ts";
import { command } from "../command.ts";
import { ending } from "../expiry.ts";
import { duration, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { identityAdmins } from "./administrators.ts";

const ENDS = { warning_days: 14, critical_days: 3 } as const;

/** When something has to be renewed, in milliseconds. */
function endsOf(ctx: { limit(name: keyof typeof ENDS): number }) {
  return { warningMs: duration(ctx, "warning_days"), criticalMs: duration(ctx, "critical_days") };
}

function showCredential(id: string): string {
  return command("openstack", "application", "credential", "show", id);
}

const appcredExpiry = check({
  id: "appcred-expiry",
  area: "identity",
  title: "Application credentials that end soon, never end or may do too much",
  data: ["applicationCredentials"],
  severities: ["info", "warning", "critical"],
  thresholds: ENDS,
  remedy: "Make a new one, restricted and with an end, put it in place, and delete this one.",
  next: ({ id }) => showCredential(id),
  run: (data, ctx) =>
    data.all("applicationCredentials").flatMap((credential): Draft[] => {
      const resource = resourceOf("application credential", credential);
      const evidence = { expires_at: credential.expiresAt, unrestricted: credential.unrestricted };
      const soon = ending(credential.expiresAt, ctx.now, endsOf(ctx));
      return [
        ...(soon
          ? [{
            severity: soon.severity,
            text: `application credential ${resource.name} ${soon.words}`,
            resource,
            evidence,
          }]
          : []),
        ...(credential.expiresAt === undefined
          ? [{
            severity: "info" as const,
            text: `application credential ${resource.name} never ends`,
            resource,
            evidence,
            key: `${credential.id}/endless`,
          }]
          : []),
        ...(credential.unrestricted === true
          ? [{
            severity: "warning" as const,
            text: `application credential ${resource.name} is unrestricted: it may make others of its kind`,
            resource,
            evidence,
            key: `${credential.id}/unrestricted`,
          }]
          : []),
      ];
    }),
});

const ourCredential = check({
  id: "our-credential",
  area: "identity",
  title: "A login of this report that may do too much, or ends soon",
  data: ["ownCredential"],
  severities: ["warning", "critical"],
  thresholds: { ...ENDS, wide_roles: ["admin", "manager"] },
  remedy: "Use an application credential with the role reader for reports.",
  run(data, ctx) {
    const { login } = ctx;
    const { user, roles, applicationCredential: credential } = login;
    const resource: FoundResource = { kind: "user", id: user.id, name: user.name };
    const wide = roles.filter((role) => ctx.words("wide_roles").includes(role));
    // Checks of the infrastructure need the role: then it is not wider than this report.
    const tooWide = wide.length > 0 && ctx.needs !== "admin" && !ctx.allProjects;
    const [own] = data.all("ownCredential");
    const soon = ending(own?.expiresAt, ctx.now, endsOf(ctx));
    const drafts: Draft[] = [];
    if (tooWide) {
      drafts.push({
        severity: "warning",
        text: `user ${user.name} has the role ${wide.join(", ")}, which none of these checks needs`,
        resource,
        evidence: { roles },
        key: `${user.id}/roles`,
        next: command("openstack", "role", "assignment", "list", "--user", user.id, "--names"),
      });
    }
    if (credential && !credential.restricted) {
      drafts.push({
        severity: "warning",
        text:
          `user ${user.name} logs in with an unrestricted application credential: it may make others of its kind`,
        resource,
        evidence: { application_credential: credential.id },
        key: `${user.id}/unrestricted`,
        next: showCredential(credential.id),
      });
    }
    if (own && soon) {
      drafts.push({
        severity: soon.severity,
        text: `user ${user.name} logs in with an application credential that ${soon.words}`,
        resource,
        evidence: { application_credential: own.id, expires_at: own.expiresAt },
        key: `${user.id}/expiry`,
        next: showCredential(own.id),
      });
    }
    return drafts;
  },
});

const passwordExpiry = check({
  id: "password-expiry",
  area: "identity",
  title: "A password that ends soon",
  data: [],
  severities: ["warning", "critical"],
  thresholds: ENDS,
  remedy: "Change the password, here and in Keystone.",
  next: () => command("openstack", "user", "password", "set"),
  run(_data, ctx) {
    const { login: { user, methods, passwordExpiresAt } } = ctx;
    if (!methods.includes("password")) return notApplicable("the login does not use a password");
    const soon = ending(passwordExpiresAt, ctx.now, endsOf(ctx));
    return soon
      ? [{
        severity: soon.severity,
        text: `user ${user.name} has a password that ${soon.words}`,
        resource: { kind: "user", id: user.id, name: user.name },
        evidence: { password_expires_at: passwordExpiresAt },
      }]
      : [];
  },
});

const trustExpiry = check({
  id: "trust-expiry",
  area: "identity",
  title: "Trusts that end soon",
  data: ["trusts"],
  severities: ["warning"],
  thresholds: { warning_days: 7, ended_days: 30 },
  remedy:
    "A stack or cluster that acts by this trust stops with it: update that stack or cluster, and it gets a new trust.",
  next: ({ id }) => command("openstack", "trust", "show", id),
  run: (data, ctx) =>
    data.all("trusts").flatMap((trust): Draft[] => {
      const soon = ending(trust.expiresAt, ctx.now, { warningMs: duration(ctx, "warning_days") });
      // Keystone keeps what has ended until an operator flushes it.
      const isOld = ctx.now - (parseTime(trust.expiresAt) ?? ctx.now) >= duration(ctx, "ended_days");
      if (!soon || isOld) return [];
      const resource = resourceOf("trust", trust);
      return [{
        severity: soon.severity,
        text: `trust ${resource.name} ${soon.words}`,
        resource,
        evidence: {
          expires_at: trust.expiresAt,
          trustor_user_id: trust.trustorId,
          trustee_user_id: trust.trusteeId,
          remaining_uses: trust.remainingUses,
        },
      }];
    }),
});

/** What was disabled, with the servers that run all the same. */
interface Disabled {
  readonly resource: FoundResource;
  readonly servers: readonly Item<"servers">[];
  readonly next: string;
}

function runningOf(servers: readonly Item<"servers">[]): Item<"servers">[] {
  return servers.filter(({ status, powerState }) => status === "ACTIVE" || powerState === "running");
}

const disabledUse = check({
  id: "identity-disabled-use",
  area: "identity",
  title: "Disabled projects, users and domains whose servers run on",
  data: ["projects", "domains", "disabledUsers", "servers"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Find out who answers for these servers now; hand them over, or stop them.",
  run(data) {
    const running = runningOf(data.all("servers"));
    const byProject = Map.groupBy(running, ({ projectId }) => projectId);
    const byUser = Map.groupBy(running, ({ userId }) => userId);
    const projects = data.all("projects");
    const disabled: Disabled[] = [
      ...data.all("domains").filter(({ enabled }) => enabled === false).map((domain) => ({
        resource: resourceOf("domain", domain),
        servers: projects.filter(({ domainId }) => domainId === domain.id)
          .flatMap(({ id }) => byProject.get(id) ?? []),
        next: command("openstack", "project", "list", "--domain", domain.id),
      })),
      ...projects.filter(({ enabled }) => enabled === false).map((project) => ({
        resource: { ...resourceOf("project", project), project: project.id },
        servers: byProject.get(project.id) ?? [],
        next: command("openstack", "server", "list", "--all-projects", "--project", project.id),
      })),
      ...data.all("disabledUsers").map((user) => ({
        resource: resourceOf("user", user),
        servers: byUser.get(user.id) ?? [],
        next: command("openstack", "server", "list", "--all-projects", "--user", user.id),
      })),
    ];
    return disabled.filter(({ servers }) => servers.length > 0).map(disabledDraft);
  },
});

/** Names of servers in the evidence; more are counted alone. */
const MOST_NAMED = 10;

function disabledDraft({ resource, servers, next }: Disabled): Draft {
  const { length } = servers;
  return {
    severity: "warning",
    text: `${resource.kind} ${resource.name} is disabled, but ${length} of its servers ${
      length === 1 ? "runs" : "run"
    } on`,
    resource,
    evidence: {
      running_servers: length,
      servers: servers.slice(0, MOST_NAMED).map(({ id, name }) => name ?? id),
    },
    next,
  };
}

type Endpoint = Item<"registeredEndpoints">;
type Service = Item<"registeredServices">;

function endpointResource(endpoint: Endpoint, service: Service | undefined): FoundResource {
  const name = [service?.type ?? "of no service", endpoint.interface, endpoint.region].join(" ").trim();
  return { kind: "endpoint", id: endpoint.id, name };
}

const endpointDisabled = check({
  id: "endpoint-disabled",
  area: "identity",
  title: "Endpoints that are disabled or twice there, services without any",
  data: ["registeredServices", "registeredEndpoints"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Enable it if it is to be used, else delete it: clients find what the catalog tells them.",
  next: ({ kind, id }) =>
    kind === "service"
      ? command("openstack", "service", "show", id)
      : command("openstack", "endpoint", "show", id),
  run(data) {
    const services = new Map(data.all("registeredServices").map((service) => [service.id, service]));
    const endpoints = data.all("registeredEndpoints");
    const serviceOf = ({ serviceId }: Endpoint) => services.get(serviceId ?? "");
    const inUse = endpoints.filter((one) => one.enabled !== false && serviceOf(one)?.enabled !== false);
    // A client asks for a type: two services of one type are two answers as well.
    const alike = Map.groupBy(
      inUse,
      (one) => `${serviceOf(one)?.type ?? one.serviceId ?? ""}/${one.interface ?? ""}/${one.region ?? ""}`,
    );
    const withEndpoints = new Set(endpoints.map(({ serviceId }) => serviceId));
    return [
      ...endpoints.filter(({ enabled }) => enabled === false)
        .map((one) => disabledEndpoint(one, serviceOf(one))),
      ...[...alike].filter(([, group]) => group.length > 1)
        .flatMap(([key, group]) => doubleEndpoint(key, group, serviceOf)),
      ...[...services.values()].flatMap((service) => serviceDraft(service, withEndpoints.has(service.id))),
    ];
  },
});

function disabledEndpoint(endpoint: Endpoint, service: Service | undefined): Draft {
  const resource = endpointResource(endpoint, service);
  return {
    severity: "warning",
    text: `endpoint ${resource.name} is disabled`,
    resource,
    evidence: { url: endpoint.url, enabled: false, service_id: endpoint.serviceId },
  };
}

function doubleEndpoint(
  key: string,
  group: readonly Endpoint[],
  serviceOf: (endpoint: Endpoint) => Service | undefined,
): Draft[] {
  const [first] = group;
  if (!first) return [];
  const resource = endpointResource(first, serviceOf(first));
  return [{
    severity: "warning",
    text:
      `endpoint ${resource.name} is registered ${group.length} times: which of them is used depends on the client`,
    resource,
    evidence: { ids: group.map(({ id }) => id), urls: group.map(({ url }) => url ?? "") },
    key: `twice/${key}`,
  }];
}

function serviceDraft(service: Service, hasEndpoints: boolean): Draft[] {
  const { id, type, name = type ?? id, enabled } = service;
  if (enabled !== false && hasEndpoints) return [];
  const text = enabled === false ? "is disabled: no catalog names its endpoints" : "has no endpoint";
  return [{
    severity: "warning",
    text: `service ${name} ${text}`,
    resource: { kind: "service", id, name },
    evidence: { type, enabled },
  }];
}

/** The checks of this area. */
export const identityChecks: readonly Check[] = [
  ourCredential,
  passwordExpiry,
  appcredExpiry,
  trustExpiry,
  identityAdmins,
  disabledUse,
  endpointDisabled,
];
