import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listApplicationCredentials } from "../../openstack/identity/operations.ts";
import { listNetworkExtensions } from "../../openstack/network/operations.ts";
import { type AccessRule, readApplicationCredential } from "../../openstack/identity/types.ts";
import { toUtc } from "../../text/time.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { judgeTools, type Offer, type Permits, readOffer } from "./abilities.ts";
import { coversOperation } from "./access_rules.ts";

/** Who is logged in, what the cloud offers, and which tools can work. */
export const getCapabilities = tool({
  name: "get_capabilities",
  toolset: "identity",
  title: "Capabilities",
  description:
    "Who am I and what can I do: user, project, roles, token expiry, the services that answer with their microversions, and which of these tools cannot work here and why.",
  input: z.strictObject({}),
  operations: [listApplicationCredentials, listNetworkExtensions],
  asksEveryService: true,
  run: async (_args, context) => {
    const session = await context.cloud.session();
    const [offer, credential] = await Promise.all([readOffer(context), describeCredential(session, context)]);
    const permits = permissionsOf(credential.rules, context);
    const { cannotWork, limited } = judgeTools(context.tools, session, offer, permits);
    const unavailable = [
      ...[...offer.failures].map(([service, error]) => unavailablePart(`service ${service}`, error)),
      ...offer.extensionsError ? [unavailablePart("extensions of network", offer.extensionsError)] : [],
      ...credential.unavailable,
    ];
    return {
      scope: await scopeText(context),
      ...identityOf(session),
      auth: { ...authOf(session), ...credential.members },
      services: servicesOf(offer),
      changes: context.gate.leave,
      cannot_work: cannotWork,
      ...(limited.length > 0 ? { limited } : {}),
      ...(session.project ? {} : { note: WITHOUT_PROJECT }),
      ...(unavailable.length > 0 ? { unavailable } : {}),
    };
  },
});

const WITHOUT_PROJECT =
  "This login is not scoped to a project: by default policies Nova and Cinder refuse it most calls, which are not among those that cannot work.";

function identityOf({ user, project, domain, system, roles }: Session): ToolAnswer {
  return {
    user: named(user),
    ...(project ? { project: named(project) } : {}),
    ...(domain ? { domain: { name: domain.name, id: domain.id } } : {}),
    ...(system ? { system: "all" } : {}),
    roles: roles.toSorted(),
  };
}

function named({ name, id, domain }: Session["user"]): ToolAnswer {
  return { name, id, domain: domain?.name };
}

function authOf({ methods, expiresAt, passwordExpiresAt, trustId }: Session): ToolAnswer {
  return {
    methods,
    token_expires: toUtc(expiresAt) ?? expiresAt,
    password_expires: toUtc(passwordExpiresAt),
    trust_id: trustId,
  };
}

function permissionsOf(rules: readonly AccessRule[] | undefined, context: ToolContext): Permits {
  if (!rules) return () => true;
  const { entries } = context.cloud.allowlist;
  return (op) => {
    const entry = entries.find(({ service }) => service === op.service);
    return entry === undefined || coversOperation(rules, op, entry);
  };
}

interface CredentialPart {
  readonly members: ToolAnswer;
  /** What the credential is limited to; undefined if it is not. */
  readonly rules?: readonly AccessRule[] | undefined;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** The token tells whether an application credential is restricted; what calls it is limited to, Keystone tells. */
async function describeCredential(session: Session, context: ToolContext): Promise<CredentialPart> {
  const { applicationCredential: used, user } = session;
  if (!used) return { members: {}, unavailable: [] };
  const known = { id: used.id, restricted: used.restricted };
  try {
    const all = await context.cloud.list(listApplicationCredentials, { path: { user_id: user.id } });
    const found = all.map(readApplicationCredential).find((one) => one?.id === used.id);
    if (!found) throw missing();
    const { name, expiresAt, accessRules } = found;
    const told = accessRules?.map(({ service, method, path }) => `${service} ${method} ${path}`);
    return {
      members: {
        application_credential: { name, ...known, expires: toUtc(expiresAt) ?? "never", access_rules: told },
      },
      rules: accessRules,
      unavailable: [],
    };
  } catch (error) {
    return {
      members: { application_credential: known },
      unavailable: [unavailablePart("access rules of the application credential", error)],
    };
  }
}

function missing(): OpenStackError {
  return new OpenStackError({
    what: "list application credentials",
    service: "identity",
    reason: "unexpected answer",
    detail: "the credential of this login is not in the list",
  });
}

/** What answered: its microversions, or that it has none. */
function servicesOf({ ranges }: Offer): ToolAnswer {
  return Object.fromEntries(
    [...ranges].map((
      [service, { min, max }],
    ) => [service, max === undefined ? "answers" : `${min ?? ""} to ${max}`]),
  );
}
