import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { listApplicationCredentials, listOwnProjects } from "../../openstack/identity/operations.ts";
import {
  type ApplicationCredential,
  readApplicationCredential,
  readProject,
} from "../../openstack/identity/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { nameOf, type Names } from "../names.ts";
import { tool, type ToolContext } from "../tool.ts";

/** The application credentials of the login's user. Keystone shows a secret once, when it is made. */
export const getApplicationCredentials = tool({
  name: "get_application_credentials",
  toolset: "identity",
  title: "Application credentials",
  description:
    "This user's own application credentials: project, roles, expiry, access rules, whether unrestricted.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listApplicationCredentials, listOwnProjects],
  compat: { ...LIST_COMPAT, credential_name: renamed("names") },
  readsOf: {
    set_application_credential: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { credential_name: renamed("names") },
      ignored: ["description", "expires_at", "roles", "unrestricted", "access_rules"],
    },
  },
  run: async (args, context) => {
    const session = await context.cloud.session();
    const answer = await answerList(credentialsOf(session), args, context);
    return { ...answer, scope: `application credentials of user ${session.user.name}` };
  },
});

/** Application credentials: Identity API "List application credentials". */
function credentialsOf({ user }: Session): ListSpec<ApplicationCredential, Names> {
  return {
    noun: ["application credential", "application credentials"],
    place: "of this user",
    list: listApplicationCredentials,
    path: { user_id: user.id },
    read: readApplicationCredential,
    id: (credential) => credential.id,
    name: (credential) => credential.name,
    columns: [
      { name: "name", level: "basic", value: (credential) => credential.name },
      {
        name: "project",
        level: "detailed",
        value: ({ projectId }, projects) => nameOf(projects, projectId),
        joined: true,
      },
      {
        name: "roles",
        level: "detailed",
        value: ({ roles }) => roles?.map(({ name, id }) => name ?? id),
      },
      { name: "expires", level: "detailed", value: ({ expiresAt }) => toUtc(expiresAt) ?? "never" },
      {
        name: "unrestricted",
        level: "detailed",
        // Keystone keeps what was not said as null, which restricts.
        value: ({ unrestricted }) => unrestricted ?? false,
        fold: "lower",
        usual: false,
      },
      {
        name: "access_rules",
        level: "detailed",
        value: ({ accessRules }) => accessRules?.length ?? WITHOUT_RULES,
        usual: WITHOUT_RULES,
      },
      { name: "description", level: "full", value: (credential) => credential.description },
      { name: "rules", level: "full", value: rulesOf, objectOnly: true },
      { name: "project_id", level: "full", value: (credential) => credential.projectId },
      { name: "id", level: "basic", value: (credential) => credential.id },
    ],
    join: (credentials, wants, context) => joinProjects(wants("project") ? credentials : [], context),
  };
}

/** A credential without rules may call everything; one with an empty list of them nothing. */
const WITHOUT_RULES = "none: every call";

function rulesOf({ accessRules }: ApplicationCredential): string[] | undefined {
  return accessRules?.map(({ service, method, path }) => `${service} ${method} ${path}`);
}

/** A user can have credentials for every project that it may log in to. */
async function joinProjects(
  credentials: readonly ApplicationCredential[],
  { cloud }: ToolContext,
): Promise<Join<Names>> {
  const { project } = await cloud.session();
  const known = new Map(project ? [[project.id, project.name]] : []);
  if (credentials.every(({ projectId }) => projectId === undefined || known.has(projectId))) {
    return { joined: known };
  }
  try {
    const projects = (await cloud.list(listOwnProjects)).flatMap((value) => readProject(value) ?? []);
    return { joined: new Map(projects.map(({ id, name }) => [id, name ?? id])) };
  } catch (error) {
    return { joined: known, unavailable: [unavailablePart("names of projects", error)] };
  }
}
