/** Checks of the login that the report itself uses, and of its user's credentials.
 *
 * @module
 */
import type { ApplicationCredential } from "../../openstack/identity/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notApplicable } from "../check.ts";
import { duration } from "../lasting.ts";
import type { Severity } from "../report.ts";

interface Ending {
  readonly severity: Severity;
  /** `ends in 3d 4h`. */
  readonly words: string;
}

/** Judges a time that lies ahead, or should. What has ended already takes nobody by surprise any more. */
function ending(
  end: number,
  now: number,
  limits: { warningMs: number; criticalMs: number },
): Ending | undefined {
  if (end <= now) return { severity: "warning", words: `ended ${age(now - end)} ago` };
  if (end - now >= limits.warningMs) return undefined;
  return {
    severity: end - now < limits.criticalMs ? "critical" : "warning",
    words: `ends in ${age(end - now)}`,
  };
}

function credentialResource({ id, name, projectId }: ApplicationCredential) {
  return {
    kind: "application credential",
    id,
    name: name ?? id,
    ...(projectId === undefined ? {} : { project: projectId }),
  };
}

const appcredExpiry = check({
  id: "appcred-expiry",
  area: "identity",
  title: "Application credentials that end soon or may do too much",
  data: ["applicationCredentials"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 14, critical_days: 3 },
  remedy: "Make a new one, restricted and with an end, put it in place, and delete this one.",
  run: (data, ctx) =>
    data.all("applicationCredentials").flatMap((credential): Draft[] => {
      const resource = credentialResource(credential);
      const evidence = { expires_at: credential.expiresAt, unrestricted: credential.unrestricted };
      const end = parseTime(credential.expiresAt);
      const soon = end === undefined ? undefined : ending(end, ctx.now, {
        warningMs: duration(ctx, "warning_days"),
        criticalMs: duration(ctx, "critical_days"),
      });
      const free = credential.unrestricted === true;
      return [
        ...(soon
          ? [{
            severity: soon.severity,
            text: `application credential ${resource.name} ${soon.words}`,
            resource,
            evidence,
          }]
          : []),
        ...(free
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
  thresholds: { warning_days: 14, critical_days: 3, wide_roles: ["admin", "manager"] },
  remedy: "Use an application credential with the role reader for reports.",
  run(data, ctx) {
    const { login } = ctx;
    const resource = { kind: "login", id: login.user.id, name: login.user.name };
    const wide = login.roles.filter((role) => ctx.words("wide_roles").includes(role));
    // Checks of the infrastructure need the role: then it is not wider than this report.
    const tooWide = wide.length > 0 && ctx.needs !== "admin" && !ctx.allProjects;
    const credential = login.applicationCredential;
    const [own] = data.all("ownCredential");
    const end = parseTime(own?.expiresAt);
    const soon = end === undefined ? undefined : ending(end, ctx.now, {
      warningMs: duration(ctx, "warning_days"),
      criticalMs: duration(ctx, "critical_days"),
    });
    const drafts: Draft[] = [];
    if (tooWide) {
      drafts.push({
        severity: "warning",
        text: `user ${login.user.name} has the role ${wide.join(", ")}, which none of these checks needs`,
        resource,
        evidence: { roles: login.roles },
        key: `${login.user.id}/roles`,
      });
    }
    if (credential && !credential.restricted) {
      drafts.push({
        severity: "warning",
        text: "the application credential of this report is unrestricted: it may make others of its kind",
        resource,
        evidence: { application_credential: credential.id },
        key: `${login.user.id}/unrestricted`,
      });
    }
    if (soon) {
      drafts.push({
        severity: soon.severity,
        text: `the application credential of this report ${soon.words}`,
        resource,
        evidence: { application_credential: own?.id, expires_at: own?.expiresAt },
        key: `${login.user.id}/expiry`,
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
  thresholds: { warning_days: 14, critical_days: 3 },
  remedy: "Change the password, here and in Keystone.",
  run(_data, ctx) {
    const { login } = ctx;
    if (!login.methods.includes("password")) return notApplicable("the login does not use a password");
    const end = parseTime(login.passwordExpiresAt);
    if (end === undefined) return [];
    const soon = ending(end, ctx.now, {
      warningMs: duration(ctx, "warning_days"),
      criticalMs: duration(ctx, "critical_days"),
    });
    return soon
      ? [{
        severity: soon.severity,
        text: `the password of ${login.user.name} ${soon.words}`,
        resource: { kind: "user", id: login.user.id, name: login.user.name },
        evidence: { password_expires_at: login.passwordExpiresAt },
      }]
      : [];
  },
});

/** The checks of this area. */
export const identityChecks: readonly Check[] = [ourCredential, passwordExpiry, appcredExpiry];
